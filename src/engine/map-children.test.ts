import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { world } from '../../test/engine/engine-world.ts';
import { quiet } from '../../test/engine/fake-clock.ts';
import { distributed, pass } from '../../test/interpreter/states.ts';

describe('The executions of a Map Run', () => {
  test('run, and their outputs are the result', async () => {
    const { process } = await world();
    await process.run({ M: distributed({ A: pass() }) }, { input: '[1,{"a":2.0}]' });
    await quiet();
    assert.equal(await process.status(), 'SUCCEEDED');
    await process.tells(
      ...['MapStateEntered', 'MapStateStarted', 'MapRunStarted', 'MapRunSucceeded', 'MapStateSucceeded'],
      ...['MapStateExited', 'ExecutionSucceeded'],
    );
  });
});
