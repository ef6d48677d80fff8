import assert from 'node:assert/strict';
import { randomUUID } from 'node:crypto';
import type { JsonObject } from '../../src/base/json.ts';
import { type Server, startServer } from '../../src/server.ts';
import { zip } from '../lambda/zip.ts';

const ROLE = 'arn:aws:iam::123456789012:role/r';

/** A machine for each way in which an execution may stand. */
const MACHINES = {
  succeeds: { P: { Type: 'Pass', End: true } },
  fails: { P: { Type: 'Fail', Error: 'Chosen' } },
  waits: { P: { Type: 'Wait', Seconds: 3600, End: true } },
  asks: {
    P: {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke.waitForTaskToken',
      Parameters: { FunctionName: 'keeps', Payload: { 'token.$': '$$.Task.Token' } },
      End: true,
    },
  },
} as const;

export type Kind = keyof typeof MACHINES;

export interface Inhabited {
  readonly arns: { readonly [kind in Kind]: string };
}

/** For tests: fills a data directory with a function, machines, and an execution of every kind. */
export async function inhabit(data: string): Promise<Inhabited> {
  return await serving(data, async (server) => {
    await createFunction(server, 'keeps', 'return null;');
    const entries: [string, string][] = [];
    for (const [kind, states] of Object.entries(MACHINES)) {
      const definition = JSON.stringify({ StartAt: 'P', States: states });
      const machine = { name: kind, definition, roleArn: ROLE };
      const { stateMachineArn } = await call(server, 'CreateStateMachine', machine);
      const { executionArn } = await call(server, 'StartExecution', { stateMachineArn, name: 'one' });
      entries.push([kind, String(executionArn)]);
    }
    // One entry a kind.
    const arns = Object.fromEntries(entries) as Inhabited['arns'];
    await hasEvent(server, arns.asks, 'TaskSubmitted');
    return { arns };
  });
}

/** Serves the directory while `use` runs. */
export async function serving<Result>(
  data: string,
  use: (server: Server) => Promise<Result>,
): Promise<Result> {
  const base = { port: 0, host: '127.0.0.1', auth: 'off', account: '123456789012' } as const;
  const server = await startServer({ ...base, data });
  try {
    return await use(server);
  } finally {
    await server.close();
  }
}

/** One call of Step Functions' API, which has to succeed. */
export async function call(
  server: Pick<Server, 'url'>,
  operation: string,
  input: object,
): Promise<JsonObject> {
  const { status, body } = await asked(server, operation, input);
  assert.equal(status, 200, JSON.stringify(body));
  return body;
}

/** One call, whatever its answer is. */
export async function asked(
  server: Pick<Server, 'url'>,
  operation: string,
  input: object,
): Promise<{ readonly status: number; readonly body: JsonObject }> {
  const answer = await fetch(server.url, {
    method: 'POST',
    headers: {
      'content-type': 'application/x-amz-json-1.0',
      'x-amz-target': `AWSStepFunctions.${operation}`,
    },
    body: JSON.stringify(input),
  });
  return { status: answer.status, body: JSON.parse(await answer.text()) };
}

/** Resolves with the history's text once it has an event of this type. */
export async function hasEvent(server: Server, executionArn: string, type: string): Promise<string> {
  for (let look = 0; look < 1_000; look++) {
    const text = JSON.stringify(await call(server, 'GetExecutionHistory', { executionArn }));
    if (text.includes(`"${type}"`)) return text;
    await new Promise((resolve) => setImmediate(resolve));
  }
  throw new Error(`${executionArn} has no ${type}`);
}

/** Makes a Node.js function of the body of its handler. */
export async function createFunction(server: Server, name: string, body: string): Promise<void> {
  const code = zip([{ name: 'index.js', content: `exports.handler = async () => { ${body} };` }]);
  const answer = await fetch(`${server.url}/2015-03-31/functions`, {
    method: 'POST',
    headers: { 'content-type': 'application/json', 'x-amzn-request-id': randomUUID() },
    body: JSON.stringify({
      FunctionName: name,
      Runtime: 'nodejs24.x',
      Handler: 'index.handler',
      Role: ROLE,
      Code: { ZipFile: code.toString('base64') },
    }),
  });
  assert.equal(answer.status, 201, await answer.text());
}
