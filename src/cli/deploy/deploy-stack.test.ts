import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { fileURLToPath } from 'node:url';
import { recordingTerminal } from '../../../test/cli/recording-terminal.ts';
import { type Script, type ScriptedAws, scriptedAws } from '../../../test/cli/scripted-aws.ts';
import { deployStack, destroyStack } from './deploy-stack.ts';
import { StackFolder } from './stack-record.ts';

const APPROVAL = fileURLToPath(
  new URL('../../../examples/tutorials/09-human-approval/template.yaml', import.meta.url),
);
const GROUP =
  'Resources:\n  A:\n    Type: AWS::Logs::LogGroup\n    Properties: { LogGroupName: g }\nOutputs:\n  O: { Value: !Ref A }\n';
const SERVER: Script = {
  'sts GetCallerIdentity': '<Account>123456789012</Account>',
  'logs DescribeLogGroups': { logGroups: [{ logGroupName: 'g' }] },
  'apigateway POST /restapis/api1/deployments': { id: 'dep1' },
  'apigateway POST /restapis/api1/resources/root1': { id: 'res1' },
  'apigateway POST /restapis': { id: 'api1', rootResourceId: 'root1' },
  'lambda POST': { FunctionArn: 'arn:aws:lambda:us-east-1:123456789012:function:fn' },
  'sns CreateTopic': '<TopicArn>arn:topic</TopicArn>',
};

describe('Deploying a stack', () => {
  test('prints the plan, the steps and the outputs, and changes nothing the second time', async () => {
    await withFolder(async ({ deploy, aws, terminal, file }) => {
      writeFileSync(file, GROUP);
      await deploy();
      assert.match(terminal.said.join('\n'), /1 to create[\s\S]*\+ A AWS::Logs::LogGroup[\s\S]*created {3}A/);
      assert.deepEqual(terminal.printed, ['{\n  "O": "g"\n}']);
      aws.lines.length = 0;
      await deploy();
      assert.deepEqual(aws.lines, ['sts GetCallerIdentity', 'logs DescribeLogGroups']);
    });
  });
  test('a dry run stops behind the plan', async () => {
    await withFolder(async ({ deploy, aws, file, stacks }) => {
      writeFileSync(file, GROUP);
      await deploy({ isDryRun: true });
      assert.deepEqual(aws.lines, ['sts GetCallerIdentity']);
      assert.deepEqual(stacks.names(), []);
    });
  });
  test('what is wrong is said with its line before anything is changed', async () => {
    await withFolder(async ({ deploy, aws, file }) => {
      writeFileSync(file, `${GROUP.replace('{ LogGroupName: g }', '{ LogGroupName: g, Nonsense: 1 }')}`);
      await assert.rejects(
        deploy(),
        /t\.yaml:4: Resources\/A\/Properties\/Nonsense: stepwell does not have the property Nonsense/,
      );
      assert.deepEqual(aws.lines, ['sts GetCallerIdentity']);
    });
  });
  test('a stack that is destroyed is gone', async () => {
    await withFolder(async ({ deploy, aws, destroy, file, stacks }) => {
      writeFileSync(file, GROUP);
      await deploy();
      assert.equal(await destroy(), 0);
      assert.equal(aws.lines.at(-1), 'logs DeleteLogGroup');
      assert.deepEqual(stacks.names(), []);
      await assert.rejects(destroy(), /there is no stack s here/);
    });
  });
  test("the guide's human approval is deployed whole", async () => {
    await withFolder(async ({ deploy, aws, terminal, stacks }) => {
      assert.equal(await deploy({ template: APPROVAL, parameters: new Map([['Email', 'a@b.c']]) }), 0);
      const url = 'http://127.0.0.1:8083/restapis/api1/states/_user_request_';
      assert.match(terminal.printed.join(''), new RegExp(`"ApiGatewayInvokeURL": "${url}"`));
      const machine = stacks
        .read('s')
        ?.resources.find(({ type }) => type === 'AWS::StepFunctions::StateMachine');
      assert.match(
        String(machine?.properties.DefinitionString),
        new RegExp(`"APIGatewayEndpoint": "${url}"`),
      );
      assert.equal(stacks.read('s')?.resources.length, 15);
      assert.ok(
        aws.lines.indexOf('apigateway PUT /restapis/api1/resources/res1/methods/GET') <
          aws.lines.indexOf('apigateway POST /restapis/api1/deployments'),
      );
    });
  });
});

interface World {
  readonly aws: ScriptedAws;
  readonly stacks: StackFolder;
  readonly terminal: ReturnType<typeof recordingTerminal>;
  readonly file: string;
  deploy(request?: Partial<Parameters<typeof deployStack>[0]>): Promise<number>;
  destroy(): Promise<number>;
}

async function withFolder(work: (world: World) => Promise<void>): Promise<void> {
  const folder = mkdtempSync(join(tmpdir(), 'stepwell-deploy-'));
  const tools = {
    aws: scriptedAws(SERVER),
    stacks: new StackFolder(join(folder, 'stacks')),
    terminal: recordingTerminal(),
  };
  const file = join(folder, 't.yaml');
  const request = { template: file, stack: 's', parameters: new Map<string, string>(), isDryRun: false };
  try {
    await work({
      ...tools,
      file,
      deploy: async (more) => (await deployStack({ ...request, ...more }, tools)).exitCode,
      destroy: () => destroyStack('s', tools),
    });
  } finally {
    rmSync(folder, { recursive: true });
  }
}
