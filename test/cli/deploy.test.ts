import assert from 'node:assert/strict';
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, watch, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { clientOf } from '../../src/cli/client.ts';
import { ServerProcess } from '../crash/server-process.ts';

const MAIN = fileURLToPath(new URL('../../src/cli/main.js', import.meta.url));

describe('stepwell deploy, on a real server', () => {
  test('deploys, changes nothing, changes in place, removes, and destroys', async () => {
    await withStack(async ({ write, deploy, destroy, machines, functions, run }) => {
      write({ answer: 'one', machines: ['Flow', 'Extra'] });
      assert.match((await deploy()).said, /4 to create/);
      assert.equal(await run('Flow'), '"one"');
      assert.match((await deploy()).said, /0 to create, 0 to update, 0 to replace, 0 to delete, 4 unchanged/);

      write({ answer: 'two', machines: ['Flow', 'Extra'] });
      assert.match((await deploy()).said, /1 to update[\s\S]*~ Fn AWS::Lambda::Function \(Code\)/);
      assert.equal(await run('Flow'), '"two"');

      write({ answer: 'two', machines: ['Flow'] });
      assert.match((await deploy()).said, /- Extra AWS::StepFunctions::StateMachine[\s\S]*deleted {3}Extra/);
      assert.equal((await machines()).length, 1);

      assert.equal((await destroy()).code, 0);
      assert.deepEqual([await machines(), await functions()], [[], []]);
    });
  });
  test('a refusal in the middle exits with 1, and the next deployment goes on', async () => {
    await withStack(async ({ write, deploy, machines }) => {
      write({ answer: 'one', machines: ['Flow'], definition: 'no definition' });
      const failed = await deploy();
      assert.deepEqual([failed.code, /failed {4}Flow .*InvalidDefinition/.test(failed.said)], [1, true]);
      write({ answer: 'one', machines: ['Flow'] });
      assert.match((await deploy()).said, /unchanged Fn[\s\S]*created {3}Flow/);
      assert.equal((await machines()).length, 1);
    });
  });
  test('a killed server and a killed deployment lose nothing and double nothing', async () => {
    await withStack(async ({ write, deploy, destroy, restart, machines, functions }) => {
      const names = Array.from({ length: 20 }, (_, n) => `Flow${n}`);
      write({ answer: 'one', machines: names });
      for (let round = 0; round < 3; round++) {
        const interrupted = deploy({ killServerAt: `Flow${3 * round + 2} ` });
        assert.notEqual((await interrupted).code, 0);
        await restart();
        assert.notEqual((await deploy({ killDeployAt: `Flow${3 * round + 4}` })).code, 0);
      }
      assert.equal((await deploy()).code, 0);
      assert.deepEqual([(await machines()).length, (await functions()).length], [20, 1]);
      assert.match((await deploy()).said, /0 to create, 0 to update, 0 to replace, 0 to delete/);
      assert.equal((await destroy()).code, 0);
      assert.deepEqual([await machines(), await functions()], [[], []]);
    });
  });
});

interface Wish {
  readonly answer: string;
  readonly machines: readonly string[];
  readonly definition?: string;
}

/** What is killed with SIGKILL: the server when that resource is made, the deployment while it is. */
interface Kill {
  readonly killServerAt?: string;
  readonly killDeployAt?: string;
}

interface Ended {
  readonly code: number | null;
  readonly said: string;
}

interface Stack {
  write(wish: Wish): void;
  deploy(kill?: Kill): Promise<Ended>;
  destroy(): Promise<Ended>;
  restart(): Promise<void>;
  machines(): Promise<readonly string[]>;
  functions(): Promise<readonly string[]>;
  /** Starts the machine of a resource. @returns its output. */
  run(logicalId: string): Promise<string>;
}

async function withStack(work: (stack: Stack) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'stepwell-deploy-'));
  const template = join(folder, 'orders.yaml');
  mkdirSync(join(folder, 'src'));
  mkdirSync(join(folder, 'stacks'));
  let server = new ServerProcess(['--data', join(folder, 'data')]);
  const command = async (
    args: readonly string[],
    { killServerAt, killDeployAt }: Kill = {},
  ): Promise<Ended> => {
    const child = spawn(
      process.execPath,
      [MAIN, ...args, '--state', folder, '--endpoint', await server.url],
      { stdio: ['ignore', 'ignore', 'pipe'] },
    );
    let said = '';
    child.stderr.on('data', (part: Buffer) => {
      said += part;
      if (killServerAt !== undefined && said.includes(`created   ${killServerAt}`)) void server.kill('group');
    });
    // It is on its way to the server by then, and its answer is never heard.
    const watcher = watch(join(folder, 'stacks'), () => {
      if (killDeployAt !== undefined && isMaking(join(folder, 'stacks/orders.json'), killDeployAt))
        child.kill('SIGKILL');
    });
    const [code] = await once(child, 'close');
    watcher.close();
    return { code: typeof code === 'number' ? code : null, said };
  };
  const client = async () => clientOf(await server.url, {});
  const machines = async () =>
    listed(await (await client()).states('ListStateMachines', {}), 'stateMachines', 'stateMachineArn');
  try {
    await work({
      write: ({ answer, machines: names, definition }) => {
        writeFileSync(join(folder, 'src/index.js'), `exports.handler = async () => '${answer}';`);
        writeFileSync(template, templateOf(names, definition));
      },
      deploy: (kill) => command(['deploy', template], kill),
      destroy: () => command(['destroy', template]),
      restart: async () => {
        await server.ended;
        server = new ServerProcess(['--data', join(folder, 'data')]);
        await server.url;
      },
      machines,
      functions: async () =>
        listed(await (await client()).lambda('GET', '/2015-03-31/functions'), 'Functions', 'FunctionName'),
      run: async (logicalId) => {
        const stateMachineArn = (await machines()).find((arn) => arn.includes(`-${logicalId}-`)) ?? '';
        const { executionArn = '' } = await (await client()).states('StartExecution', { stateMachineArn });
        for (;;) {
          const { status, output } = await (await client()).states('DescribeExecution', { executionArn });
          if (status !== 'RUNNING') return String(output);
        }
      },
    });
  } finally {
    await server.kill('group');
    rmSync(folder, { recursive: true, maxRetries: 3 });
  }
}

function isMaking(file: string, logicalId: string): boolean {
  const { resources } = existsSync(file) ? JSON.parse(readFileSync(file, 'utf8')) : { resources: [] };
  return resources.some(
    (one: Record<string, string>) => one.logicalId === logicalId && one.status === 'making',
  );
}

function templateOf(machines: readonly string[], definition: string | undefined): string {
  const call = { Type: 'Task', Resource: { 'Fn::GetAtt': ['Fn', 'Arn'] }, End: true };
  const whole = { Definition: { StartAt: 'A', States: { A: call } } };
  const written = definition === undefined ? whole : { DefinitionString: definition };
  const RoleArn = { 'Fn::GetAtt': ['FnRole', 'Arn'] };
  const flows = machines.map((name) => [
    name,
    { Type: 'AWS::StepFunctions::StateMachine', Properties: { RoleArn, ...written } },
  ]);
  const Fn = {
    Type: 'AWS::Serverless::Function',
    Properties: { Handler: 'index.handler', Runtime: 'nodejs24.x', CodeUri: 'src' },
  };
  const Transform = 'AWS::Serverless-2016-10-31';
  return JSON.stringify({ Transform, Resources: { Fn, ...Object.fromEntries(flows) } }, undefined, 2);
}

function listed(answer: unknown, list: string, key: string): readonly string[] {
  return Object(answer)[list].map((one: Record<string, string>) => one[key]);
}
