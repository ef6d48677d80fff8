import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ARN, EngineWorld, world } from '../../test/engine/engine-world.ts';
import { distributed, pass, wait } from '../../test/interpreter/states.ts';

describe('Map Runs', () => {
  test('are found by their whole ARN, and by no other', async () => {
    const { process, arn } = await running();
    assert.equal((await process.engine.mapRun(arn))?.executionArn, ARN);
    for (const [from, to] of [
      ['m/L', 'm/K'],
      ['m/L', 'n/L'],
      ['123456789012', '000000000000'],
      ['us-east-1', 'eu-west-1'],
      [/.$/, 'x'],
      [/[^:]+$/, '11111111-2222-8333-8444-555555555555'],
      ['mapRun', 'execution'],
    ] as const) {
      assert.equal(await process.engine.mapRun(arn.replace(from, to)), undefined, `${from}`);
    }
  });

  test('of an execution are listed newest first, those of a retry too', async () => {
    const { process } = await world();
    const states = {
      A: { ...distributed({ P: pass() }, { Next: 'B' }), Label: 'A' },
      B: distributed({ P2: pass() }),
    };
    await process.run(states, { input: '[1]' });
    await process.clock.pass(0);
    const runs = (await process.engine.mapRuns(ARN)) ?? [];
    assert.deepEqual(
      runs.map(({ mapRunArn }) => mapRunArn.split(/[/:]/).at(-2)),
      ['L', 'A'],
    );
    assert.equal(await process.engine.mapRuns(`${ARN}x`), undefined);
  });

  test('of an execution of a Map Run are its own', async () => {
    const { process, arn } = await running();
    const [child] = (await process.engine.mapRunExecutions(arn, { limit: 1 })) ?? [];
    assert.deepEqual(await process.engine.mapRuns(child?.executionArn ?? ''), []);
  });

  test('list their executions by status, page by page', async () => {
    const { process, arn } = await running();
    const all = (await process.engine.mapRunExecutions(arn, { limit: 10 })) ?? [];
    assert.equal(all.length, 3);
    await process.engine.stop(all[1]?.executionArn ?? '', {});
    const list = async (query: object) => await process.engine.mapRunExecutions(arn, { limit: 10, ...query });
    assert.deepEqual((await list({ status: 'ABORTED' }))?.length, 1);
    assert.deepEqual(await list({ limit: 1, before: all[1]?.header.id }), all.slice(2));
    assert.equal(await process.engine.mapRunExecutions(arn.replace('m/L', 'm/K'), { limit: 1 }), undefined);
  });

  test('can be described and changed after a crash, by the same ARN', async () => {
    const { process, arn, world: it } = await running();
    assert.equal(await process.engine.changeMapRun(arn, { toleratedFailureCount: 3 }), true);
    process.kill();
    const next = await it.boot();
    assert.deepEqual((await next.engine.mapRun(arn))?.limits, {
      maxConcurrency: 0,
      toleratedFailureCount: 3,
    });
    assert.equal(await next.engine.changeMapRun(arn, { maxConcurrency: 1 }), true);
    assert.equal(await next.engine.changeMapRun(`${arn}0`, { maxConcurrency: 1 }), undefined);
  });
});

/** Three items that wait. */
async function running() {
  const it = new EngineWorld();
  const process = await it.boot();
  await process.run({ M: distributed({ W: wait(100) }) }, { input: '[1,2,3]' });
  await process.clock.pass(0);
  const [run] = (await process.engine.mapRuns(ARN)) ?? [];
  return { world: it, process, arn: run?.mapRunArn ?? '' };
}
