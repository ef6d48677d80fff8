import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startServer } from '../../server.ts';
import { type Client, clientOfOwn } from '../client.ts';
import { createHelloFunction, HELLO_INPUT, invokeHello } from '../demo/hello-function.ts';
import { steps } from '../demo/steps.ts';
import { EXIT, type ExitCode, Refusal } from '../exit-code.ts';
import { follow } from '../follow.ts';
import { putMachine, startExecution } from '../machine.ts';
import { printableJson, type Terminal } from '../terminal.ts';
import { historyLines } from './history.ts';

/** The tutorial "HelloFunction" from an empty directory to its history, all of it through the public API. */
export async function demo(terminal: Terminal): Promise<ExitCode> {
  const directory = mkdtempSync(join(tmpdir(), 'stepwell-demo-'));
  const { bold } = terminal.outColors;
  const step = steps(terminal);
  terminal.out(bold('\nstepwell demo: a state machine that calls a function\n'));
  try {
    const server = await step('start a server on an empty directory', () => startDemoServer(directory), {
      remark: ({ url, durability }) => `${url}, ${durability}`,
    });
    try {
      await tutorial(clientOfOwn(server), terminal);
    } finally {
      await server.close();
    }
  } finally {
    rmSync(directory, { recursive: true, force: true });
  }
  terminal.out(NEXT);
  return EXIT.ok;
}

function startDemoServer(data: string) {
  return startServer({ port: 0, host: '127.0.0.1', data, auth: 'sigv4', account: '123456789012' });
}

async function tutorial(client: Client, terminal: Terminal): Promise<void> {
  const step = steps(terminal);
  await step('create the function HelloFunction', () => createHelloFunction(client));
  await step('call it alone', () => invokeHello(client), { remark: printableJson });
  const machine = await step('create the state machine LambdaStateMachine', () =>
    putMachine(client, 'LambdaStateMachine', helloDefinition()),
  );
  const executionArn = await step(`start it with ${HELLO_INPUT}`, () =>
    startExecution(client, { machine, input: HELLO_INPUT }),
  );
  const output = await step('wait for its end', () => outputOf(client, executionArn), {
    remark: () => 'SUCCEEDED',
  });

  const { bold, green } = terminal.outColors;
  terminal.out(bold('\nHistory\n'));
  for (const line of await historyLines(client, executionArn, { reverseOrder: false, terminal }))
    terminal.out(line);
  terminal.out(`\n${bold('Output')}  ${green(printableJson(output))}`);
}

function helloDefinition(): string {
  return readFileSync(new URL('../../../examples/hello/hello.asl.json', import.meta.url), 'utf8');
}

const HELLO_OUTPUT = '"Hello from AWS Step Functions!"';

async function outputOf(client: Client, executionArn: string): Promise<string> {
  const { status, output, error, cause } = await follow(client, executionArn, {
    show: () => undefined,
    pause: (pauseMs) => pause(pauseMs),
  });
  if (status === 'SUCCEEDED' && output === HELLO_OUTPUT) return output;
  throw new Refusal(EXIT.failed, `expected ${HELLO_OUTPUT}, got ${status} ${output ?? `${error}: ${cause}`}`);
}

const NEXT = `
Try next

  npm run -s stepwell -- start                  a server that keeps its data in ./.stepwell
  npm run -s stepwell -- run examples/hello/hello.asl.yaml \\
    --functions examples/hello/functions --input '{"who":"you"}'
  npm run -s stepwell -- validate FILE          check your own definition
  npm run -s stepwell -- --help                 everything else
`;
