import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { setTimeout as pause } from 'node:timers/promises';
import { accepted, type Outcome, RacingServer, refusals } from './racing-server.ts';

/** Executions, each with five that want to end it: success, failure, a second success, a stop, and time. */
const EXECUTIONS = 250;
const ACTIVITY = 'arn:aws:states:us-east-1:123456789012:activity:work';
const TIMEOUT_SECONDS = 5;
const SPREAD_MS = 400;

describe(`of ${EXECUTIONS * 4} calls on ${EXECUTIONS} tasks that time out meanwhile`, () => {
  const server = new RacingServer();
  let races: Race[] = [];
  before(async () => {
    await server.start();
    await server.calls.states('CreateActivity', { name: 'work' });
    races = await racesOn(server);
  });
  after(() => server.close());

  test('exactly one wins each task', async (context) => {
    const ends = await Promise.all(races.map((race) => endOf(server, race)));
    const tally = Object.groupBy(ends, (end) => end);
    context.diagnostic(
      JSON.stringify(Object.fromEntries(Object.entries(tally).map(([end, all]) => [end, all?.length]))),
    );
    // A race that one side always wins is none.
    assert.ok(Object.keys(tally).length >= 3, Object.keys(tally).join());
  });
  test('the losers are told that it is over', () => {
    assert.deepEqual(refusals(races.flatMap(({ answers }) => answers)), ['TaskTimedOut']);
  });
  test('no call brings the winner down afterwards, and neither does kill -9', async () => {
    const before = await Promise.all(races.map(({ executionArn }) => server.history(executionArn)));
    await server.restart();
    await Promise.all(races.map((race) => callAll(server, race, 0)));
    const now = await Promise.all(races.map(({ executionArn }) => server.history(executionArn)));
    assert.deepEqual(now, before);
  });
});

interface Entry {
  readonly executionArn: string;
  readonly taskToken: string;
}

interface Race extends Entry {
  readonly stops: readonly Outcome[];
  readonly answers: readonly Outcome[];
}

/** Starts everything, and calls around the moment at which each task times out. */
async function racesOn(server: RacingServer): Promise<Race[]> {
  const task = { Type: 'Task', Resource: ACTIVITY, TimeoutSeconds: TIMEOUT_SECONDS };
  const stateMachineArn = await server.machine('ask', task);
  const polls = server.race(
    'GetActivityTask',
    Array.from({ length: EXECUTIONS }, () => ({ activityArn: ACTIVITY })),
  );
  const starts = await server.race(
    'StartExecution',
    Array.from({ length: EXECUTIONS }, (_, i) => ({ stateMachineArn, input: `"${i}"` })),
  );
  const tokens = new Map(
    accepted(await polls).map(({ input, taskToken }) => [String(input), String(taskToken)]),
  );
  return await Promise.all(
    accepted(starts).map(async ({ executionArn, startDate }, i) => {
      const due = Number(startDate) * 1000 + TIMEOUT_SECONDS * 1000;
      // Half of them before it, half of them after.
      await pause(due - SPREAD_MS / 2 + (SPREAD_MS / EXECUTIONS) * i - Date.now());
      const entry = { executionArn: String(executionArn), taskToken: tokens.get(`"${i}"`) ?? '' };
      return { ...entry, ...(await callAll(server, entry, i)) };
    }),
  );
}

/** All four together; which goes first is another one each time. */
async function callAll(
  server: RacingServer,
  { executionArn, taskToken }: Entry,
  first: number,
): Promise<Pick<Race, 'stops' | 'answers'>> {
  const calls = [
    () => server.tryCall('SendTaskSuccess', { taskToken, output: '1' }),
    () => server.tryCall('SendTaskFailure', { taskToken, error: 'Race' }),
    () => server.tryCall('SendTaskSuccess', { taskToken, output: '2' }),
    () => server.tryCall('StopExecution', { executionArn }),
  ];
  const order = calls.map((_, i) => (i + first) % calls.length);
  const outcomes = new Map(order.map((i) => [i, calls[i]?.()]));
  const inOrder = await Promise.all(calls.map((_, i) => outcomes.get(i)));
  const [stop, ...answers] = inOrder.flatMap((outcome) => outcome ?? []).reverse();
  return { answers: answers.reverse(), stops: stop === undefined ? [] : [stop] };
}

/** How it ended, by its description, its history and its callers alike. */
async function endOf(server: RacingServer, { executionArn, stops, answers }: Race): Promise<string> {
  const last = await server.validEnd(executionArn);
  const { status, error, output } = await server.calls.states('DescribeExecution', { executionArn });
  const [one, two, three] = answers.map(({ kind }) => kind === 'accepted');
  assert.equal(accepted(stops).length, 1);
  const told = [one ? 'SUCCEEDED 1' : '', two ? 'FAILED Race' : '', three ? 'SUCCEEDED 2' : ''].filter(
    (end) => end !== '',
  );
  assert.ok(told.length < 2, `${executionArn} has several winners: ${told}`);
  const end = [status, output ?? error].filter((part) => part !== undefined).join(' ');
  if (told.length === 1) assert.equal(end, told[0]);
  else assert.match(end, /^(ABORTED|FAILED States\.Timeout)$/);
  assert.equal(last?.type.replace('Execution', '').toUpperCase(), status);
  return end;
}
