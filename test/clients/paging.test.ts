import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import * as sfn from '@aws-sdk/client-sfn';
import { type Server, startServer } from '../../src/server.ts';
import { call } from '../conformance/calls.ts';
import { AwsCli, whyNoAws } from '../tutorials/aws-cli.ts';

const COUNT = 7;
const PAGE = 3;
const ARN = 'arn:aws:states:us-east-1:123456789012:';
const STATES = Object.fromEntries(
  Array.from({ length: COUNT }, (_, i) => [
    `S${i}`,
    { Type: 'Pass', ...(i === COUNT - 1 ? { End: true } : { Next: `S${i + 1}` }) },
  ]),
);
const DEFINITION = JSON.stringify({ StartAt: 'S0', States: STATES });
const EXECUTION = `${ARN}execution:m0:e0`;

describe('A client that turns pages by itself', () => {
  let server: Server;
  let client: sfn.SFNClient;
  before(async () => {
    const settings = { data: undefined, auth: 'sigv4', account: '123456789012' } as const;
    server = await startServer({ port: 0, host: '127.0.0.1', ...settings });
    await fill(server.url);
    const credentials = { accessKeyId: 'test', secretAccessKey: 'test' };
    client = new sfn.SFNClient({ endpoint: server.url, region: 'us-east-1', credentials });
  });
  after(async () => {
    client.destroy();
    await server.close();
  });

  test('the JavaScript SDK sees all activities', async () => {
    await sees(sfn.paginateListActivities({ client, pageSize: PAGE }, {}), ({ activities }) => activities);
  });
  test('the JavaScript SDK sees all machines', async () => {
    await sees(
      sfn.paginateListStateMachines({ client, pageSize: PAGE }, {}),
      ({ stateMachines }) => stateMachines,
    );
  });
  test('the JavaScript SDK sees all executions', async () => {
    const stateMachineArn = `${ARN}stateMachine:m0`;
    await sees(
      sfn.paginateListExecutions({ client, pageSize: PAGE }, { stateMachineArn }),
      ({ executions }) => executions,
    );
  });
  test('the JavaScript SDK sees the whole history', async () => {
    const pages = sfn.paginateGetExecutionHistory({ client, pageSize: PAGE }, { executionArn: EXECUTION });
    // Its start and end, and two of each state.
    await sees(pages, ({ events }) => events, 2 + 2 * COUNT);
  });
  test('the AWS command line sees them, too', { skip: whyNoAws() }, async () => {
    const aws = new AwsCli(server.url);
    const paged = ['--page-size', String(PAGE)];
    const { activities } = await aws.states('list-activities', ...paged);
    assert.equal(Object(activities).length, COUNT);
    const { events } = await aws.states('get-execution-history', '--execution-arn', EXECUTION, ...paged);
    assert.equal(Object(events).length, 2 + 2 * COUNT);
    const { stateMachines, NextToken } = await aws.states(
      'list-state-machines',
      ...paged,
      '--max-items',
      '4',
    );
    assert.equal(Object(stateMachines).length, 4);
    const rest = await aws.states('list-state-machines', ...paged, '--starting-token', String(NextToken));
    assert.equal(Object(rest.stateMachines).length, COUNT - 4);
  });
});

/** Seven of everything. */
async function fill(endpoint: string): Promise<void> {
  const made = { definition: DEFINITION, roleArn: 'arn:aws:iam::123456789012:role/paging' };
  for (let i = 0; i < COUNT; i++) {
    await call(endpoint, 'CreateActivity', { name: `a${i}` });
    await call(endpoint, 'CreateStateMachine', { ...made, name: `m${i}` });
    await call(endpoint, 'StartExecution', { stateMachineArn: `${ARN}stateMachine:m0`, name: `e${i}` });
  }
}

/** All entries, on pages of three. */
async function sees<Page>(
  pages: AsyncIterable<Page>,
  entriesOf: (page: Page) => readonly unknown[] | undefined,
  count = COUNT,
): Promise<void> {
  const sizes: number[] = [];
  for await (const page of pages) sizes.push(entriesOf(page)?.length ?? 0);
  const full = Math.floor(count / PAGE);
  assert.deepEqual(sizes, [...Array(full).fill(PAGE), ...(count % PAGE === 0 ? [] : [count % PAGE])]);
}
