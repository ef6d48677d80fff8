import assert from 'node:assert/strict';
import { after, before, describe, test } from 'node:test';
import type { JsonObject } from '../../src/base/json.ts';
import { accepted, machineOf, RacingServer, refusals } from './racing-server.ts';

const CALLS = 1000;
const ARN = 'arn:aws:states:us-east-1:123456789012:';

describe(`of ${CALLS} calls at once`, () => {
  const server = new RacingServer();
  before(() => server.start());
  after(() => server.close());

  test('that create one machine, those with the definition that won find it, the others are refused', async () => {
    const definitions = [0, 1, 2, 3].map((n) => machineOf('one', { Type: 'Pass', Result: n }));
    const made = await server.race(
      'CreateStateMachine',
      times(CALLS, (i) => definitions[i % 4] ?? {}),
    );
    assert.deepEqual(new Set(accepted(made).map((answer) => JSON.stringify(answer))).size, 1);
    assert.equal(accepted(made).length, CALLS / 4);
    assert.deepEqual(refusals(made), ['StateMachineAlreadyExists']);
    const { stateMachines } = await server.calls.states('ListStateMachines', {});
    assert.equal(Object(stateMachines).length, 1);
  });

  test('that create one activity, all find the same', async () => {
    const made = await server.race(
      'CreateActivity',
      times(CALLS, () => ({ name: 'one' })),
    );
    assert.equal(new Set(accepted(made).map((answer) => JSON.stringify(answer))).size, 1);
    assert.equal(accepted(made).length, CALLS);
  });

  test('that start one name, those with the input that won find the execution, the others are refused', async () => {
    const stateMachineArn = await server.machine('wait', { Type: 'Wait', Seconds: 3600 });
    const starts = times(CALLS, (i) => ({ stateMachineArn, name: 'one', input: `{"n":${i % 5}}` }));
    const made = await server.race('StartExecution', starts);
    assert.equal(new Set(accepted(made).map((answer) => JSON.stringify(answer))).size, 1);
    assert.equal(accepted(made).length, CALLS / 5);
    assert.deepEqual(refusals(made), ['ExecutionAlreadyExists']);
    const { executions } = await server.calls.states('ListExecutions', { stateMachineArn });
    assert.equal(Object(executions).length, 1);
    await server.validEnd(`${ARN}execution:wait:one`);
  });

  test('that stop one execution, all hear of the same end', async () => {
    const stateMachineArn = await server.machine('stop', { Type: 'Wait', Seconds: 3600 });
    const { executionArn = '' } = await server.calls.states('StartExecution', { stateMachineArn });
    const stopped = await server.race(
      'StopExecution',
      times(CALLS, (i) => ({ executionArn, error: `E${i}` })),
    );
    assert.equal(new Set(accepted(stopped).map(({ stopDate }) => stopDate)).size, 1);
    assert.equal(accepted(stopped).length, CALLS);
    assert.equal((await server.validEnd(String(executionArn)))?.type, 'ExecutionAborted');
  });

  test('that publish revisions of one machine, none gets the version of another', async () => {
    const stateMachineArn = await server.machine('many', { Type: 'Pass' });
    const updates = times(CALLS / 10, (i) => ({
      ...{ stateMachineArn, publish: true },
      definition: String(machineOf('many', { Type: 'Pass', Result: i }).definition),
    }));
    const made = await server.race('UpdateStateMachine', updates);
    const versions = accepted(made).map(({ stateMachineVersionArn }) =>
      Number(String(stateMachineVersionArn).split(':').at(-1)),
    );
    assert.deepEqual(refusals(made), []);
    assert.deepEqual(
      versions.toSorted((a, b) => a - b),
      times(versions.length, (i) => i + 1),
    );
    for (const [i, version] of versions.entries())
      await holds(server, `${stateMachineArn}:${version}`, updates[i]);
  });

  test('that tag one machine, all tags are there', async () => {
    const resourceArn = await server.machine('tagged', { Type: 'Pass' });
    const tagged = await server.race(
      'TagResource',
      times(CALLS / 5, (i) => ({ resourceArn, tags: [{ key: `k${i % 50}`, value: 'v' }] })),
    );
    assert.deepEqual(refusals(tagged), []);
    const { tags } = await server.calls.states('ListTagsForResource', { resourceArn });
    assert.equal(Object(tags).length, 50);
  });

  test('that turn one alias and start by it, each start gets a version that the alias had', async () => {
    const stateMachineArn = await server.machine('turn', { Type: 'Pass' });
    const versions = await twoVersionsOf(server, stateMachineArn);
    const stateMachineAliasArn = `${stateMachineArn}:PROD`;
    await server.calls.states('CreateStateMachineAlias', { name: 'PROD', ...routed(versions, 0) });
    const [turned, started] = await Promise.all([
      server.race(
        'UpdateStateMachineAlias',
        times(CALLS / 10, (i) => ({ stateMachineAliasArn, ...routed(versions, i % 2) })),
      ),
      server.race(
        'StartExecution',
        times(CALLS / 2, () => ({ stateMachineArn: stateMachineAliasArn })),
      ),
    ]);
    assert.deepEqual([...refusals(turned), ...refusals(started)], []);
    for (const { executionArn = '' } of accepted(started))
      await ranBy(server, executionArn, { versions, stateMachineAliasArn });
    // What was written together is read together.
    const alias = await server.calls.states('DescribeStateMachineAlias', { stateMachineAliasArn });
    assert.deepEqual(
      alias.routingConfiguration,
      routed(versions, Number(alias.description)).routingConfiguration,
    );
  });

  test('that start a machine and delete it, whatever was started is there and ends', async () => {
    const stateMachineArn = await server.machine('gone', { Type: 'Wait', Seconds: 3600 });
    const starting = server.race(
      'StartExecution',
      times(CALLS / 2, () => ({ stateMachineArn })),
    );
    const [started, deleted] = await Promise.all([
      starting,
      server.race(
        'DeleteStateMachine',
        times(20, () => ({ stateMachineArn })),
      ),
    ]);
    assert.equal(accepted(deleted).length, 20);
    assert.ok(
      refusals(started).every((code) => /^StateMachine(Deleting|DoesNotExist)$/.test(code)),
      refusals(started).join(),
    );
    for (const { executionArn } of accepted(started))
      assert.equal((await server.validEnd(String(executionArn)))?.type, 'ExecutionAborted');
  });
});

function times<Item>(count: number, item: (index: number) => Item): Item[] {
  return Array.from({ length: count }, (_, index) => item(index));
}

async function holds(
  server: RacingServer,
  stateMachineArn: string,
  update: JsonObject | undefined,
): Promise<void> {
  const { definition } = await server.calls.states('DescribeStateMachine', { stateMachineArn });
  assert.equal(definition, update?.definition);
}

async function twoVersionsOf(server: RacingServer, stateMachineArn: string): Promise<readonly string[]> {
  const first = await server.calls.states('PublishStateMachineVersion', { stateMachineArn });
  const { definition = '' } = machineOf('turn', { Type: 'Pass', Result: 2 });
  const second = await server.calls.states('UpdateStateMachine', {
    stateMachineArn,
    definition,
    publish: true,
  });
  return [String(first.stateMachineVersionArn), String(second.stateMachineVersionArn)];
}

/** An alias's description tells its route. */
function routed(versions: readonly string[], index: number): JsonObject {
  const stateMachineVersionArn = versions[index] ?? '';
  return { description: String(index), routingConfiguration: [{ stateMachineVersionArn, weight: 100 }] };
}

async function ranBy(
  server: RacingServer,
  executionArn: JsonObject[string],
  { versions, stateMachineAliasArn }: { versions: readonly string[]; stateMachineAliasArn: string },
): Promise<void> {
  const found = await server.calls.states('DescribeExecution', { executionArn });
  assert.equal(found.stateMachineAliasArn, stateMachineAliasArn);
  assert.ok(versions.includes(String(found.stateMachineVersionArn)));
}
