import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import { isArray, isObject, type JsonObject, member } from '../../src/base/json.ts';
import { accepted, machineOf, RacingServer } from './racing-server.ts';

const ENTRIES = 60;
const PAGE = 7;
const ARN = 'arn:aws:states:us-east-1:123456789012:';
const MACHINE = `${ARN}stateMachine:kept`;

/** A list, what each of its entries is known by, and a call that adds to it. */
interface List {
  readonly operation: string;
  readonly input: JsonObject;
  readonly entries: string;
  readonly id: string;
  readonly add: (n: number) => readonly [operation: string, input: JsonObject];
}

const LISTS: readonly List[] = [
  {
    ...{ operation: 'ListActivities', input: {}, entries: 'activities', id: 'activityArn' },
    add: (n) => ['CreateActivity', { name: `a${n}` }],
  },
  {
    ...{ operation: 'ListStateMachines', input: {}, entries: 'stateMachines', id: 'stateMachineArn' },
    add: (n) => ['CreateStateMachine', machineOf(`m${n}`, { Type: 'Pass' })],
  },
  {
    ...{ operation: 'ListStateMachineVersions', input: { stateMachineArn: MACHINE } },
    ...{ entries: 'stateMachineVersions', id: 'stateMachineVersionArn' },
    add: (n) => ['UpdateStateMachine', { stateMachineArn: MACHINE, publish: true, ...revision(n) }],
  },
  {
    ...{ operation: 'ListStateMachineAliases', input: { stateMachineArn: MACHINE } },
    ...{ entries: 'stateMachineAliases', id: 'stateMachineAliasArn' },
    add: (n) => ['CreateStateMachineAlias', { name: `alias${n}`, routingConfiguration: ROUTES }],
  },
  {
    ...{ operation: 'ListExecutions', input: { stateMachineArn: MACHINE } },
    ...{ entries: 'executions', id: 'executionArn' },
    add: (n) => ['StartExecution', { stateMachineArn: MACHINE, name: `e${n}` }],
  },
];
const ROUTES = [{ stateMachineVersionArn: `${MACHINE}:1`, weight: 100 }];

describe('While others write', () => {
  const server = new RacingServer();
  before(async () => {
    await server.start();
    await server.machine('kept', { Type: 'Pass' });
    await server.calls.states('PublishStateMachineVersion', { stateMachineArn: MACHINE });
  });
  after(() => server.close());

  for (const list of LISTS) {
    test(`the pages of ${list.operation} hold what was there, each entry once`, () =>
      pagesHold(server, list));
  }
});

async function pagesHold(server: RacingServer, list: List): Promise<void> {
  for (let n = 0; n < ENTRIES; n++) await server.calls.states(...list.add(n));
  const before = await entriesOf(server, list, 1000);
  assert.ok(before.length >= ENTRIES);
  let n = ENTRIES;
  let isRead = false;
  const writing = (async () => {
    // Aliases come to their quota first.
    while (!isRead && n < ENTRIES + 35) await server.calls.states(...list.add(n++));
  })();
  const seen = await entriesOf(server, list, PAGE);
  isRead = true;
  await writing;
  assert.ok(n > ENTRIES, 'nobody wrote');
  assert.equal(new Set(seen).size, seen.length, 'an entry came twice');
  assert.deepEqual(
    before.filter((id) => !seen.includes(id)),
    [],
  );
}

/** What all pages hold, in their order. */
async function entriesOf(
  server: RacingServer,
  { operation, input, entries, id }: List,
  maxResults: number,
): Promise<string[]> {
  const ids: string[] = [];
  for (let token: JsonObject = {}; ; ) {
    const [page] = accepted([await server.tryCall(operation, { ...input, maxResults, ...token })]);
    assert.ok(page !== undefined, `${operation} refuses a page`);
    const listed = member(page, entries);
    assert.ok(isArray(listed) && listed.length <= maxResults);
    ids.push(...listed.map((entry) => (isObject(entry) ? String(member(entry, id)) : '')));
    const nextToken = member(page, 'nextToken');
    if (nextToken === undefined) return ids;
    token = { nextToken };
  }
}

function revision(n: number): JsonObject {
  return { definition: machineOf('kept', { Type: 'Pass', Result: n }).definition ?? '' };
}
