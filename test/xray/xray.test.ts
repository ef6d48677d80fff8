import assert from 'node:assert/strict';
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { test } from 'node:test';
import { createClient } from '../../src/cli/client.ts';
import { AwsCli, whyNoAws } from '../tutorials/aws-cli.ts';
import { StepwellProcess } from '../tutorials/stepwell-process.ts';

const MACHINE = {
  name: 'traced',
  roleArn: 'arn:aws:iam::123456789012:role/any',
  tracingConfiguration: { enabled: true },
  definition: JSON.stringify({
    StartAt: 'Choose',
    States: {
      Choose: {
        Type: 'Choice',
        Choices: [{ Variable: '$.ok', BooleanEquals: true, Next: 'Good' }],
        Default: 'Bad',
      },
      Good: { Type: 'Succeed' },
      Bad: { Type: 'Fail', Error: 'Oh' },
    },
  }),
};

test('Traces are what histories say, and outlive kill -9', { skip: whyNoAws() }, async () => {
  const data = mkdtempSync(join(tmpdir(), 'stepwell-xray-'));
  const since = Math.floor(Date.now() / 1000);
  let server = await StepwellProcess.start(data);
  try {
    await runTen(server.url);
    await counted(server.url, since);
    await server.kill();
    server = await StepwellProcess.start(data);
    await counted(server.url, since);
  } finally {
    await server.terminate();
    rmSync(data, { recursive: true, force: true });
  }
});

/** Seven succeed, three fail. */
async function runTen(url: string): Promise<void> {
  const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
  const client = createClient({ endpoint: url, region: 'us-east-1', credentials });
  const { stateMachineArn = '' } = await client.states('CreateStateMachine', MACHINE);
  for (let n = 0; n < 10; n++) {
    const input = JSON.stringify({ ok: n < 7 });
    await client.states('StartExecution', { stateMachineArn, input });
  }
}

async function counted(url: string, since: number): Promise<void> {
  const aws = new AwsCli(url);
  const range = ['--start-time', `${since}`, '--end-time', `${since + 600}`];
  const query = [
    '--query',
    'Services[?Name==`traced`].SummaryStatistics.[OkCount,FaultStatistics.TotalCount]',
  ];
  const graph = () => aws.call('xray', 'get-service-graph', ...range, ...query);
  let counts = await graph();
  // Ends are told a moment after they are on disk.
  for (let tries = 0; tries < 20 && !JSON.stringify(counts).includes('[7,3]'); tries++)
    counts = await graph();
  assert.deepEqual(counts, [
    [7, 3],
    [7, 3],
  ]);
  const filter = ['--filter-expression', 'service("traced") AND fault = true'];
  const { TraceSummaries } = await aws.call('xray', 'get-trace-summaries', ...range, ...filter);
  const [first] = [TraceSummaries].flat();
  assert.equal([TraceSummaries].flat().length, 3);
  const id = String(Reflect.get(Object(first), 'Id'));
  const { Traces } = await aws.call('xray', 'batch-get-traces', '--trace-ids', id);
  assert.match(JSON.stringify(Traces), /"Duration":.*Choose.*Bad/);
}
