import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { FakeClock } from '../../test/engine/fake-clock.ts';
import { IDENTITY } from '../../test/interpreter/small-world.ts';
import { pass, task, wait } from '../../test/interpreter/states.ts';
import { compile } from '../asl/compile.ts';
import { Payload } from '../base/payload.ts';
import { JournalSpace } from './express-journal.ts';
import { ExpressRun } from './express-run.ts';
import { Patiences } from './patiences.ts';

describe('An Express run', () => {
  test('that waits for nothing has ended when it has begun', () => {
    const { run, ends } = begun({ A: pass() });
    assert.deepEqual([run.execution.status, ends()], ['SUCCEEDED', 1]);
  });

  test('goes on by itself when its moment comes, and ends once', async () => {
    const { run, clock, ends } = begun({ W: wait(200) });
    await clock.pass(199_999);
    assert.equal(run.execution.status, 'RUNNING');
    await clock.pass(400_000);
    assert.deepEqual([run.execution.status, ends(), clock.size], ['SUCCEEDED', 1, 0]);
  });

  test('drops what comes after its end', () => {
    const { run, ends } = begun({ A: pass() });
    run.receive({ type: 'go' });
    assert.equal(ends(), 1);
  });

  test('that was stopped stays as it is', async () => {
    const { run, clock, ends } = begun({ W: wait(1) });
    run.stop();
    run.receive({ type: 'go' });
    await clock.pass(400_000);
    assert.deepEqual([run.execution.status, ends()], ['RUNNING', 0]);
  });

  test('does not send what there is no room for', () => {
    const { run } = begun({ T: task() }, 0);
    assert.deepEqual([run.execution.sent.size, run.execution.unsent.size], [0, 1]);
  });
});

function begun(states: object, slots = 1) {
  const clock = new FakeClock();
  const definition = JSON.stringify({ StartAt: Object.keys(states)[0], States: states });
  let ended = 0;
  const run = new ExpressRun({
    id: 1,
    compiled: { program: compile(definition), definition, activityArns: [] },
    identity: IDENTITY,
    services: {
      clock,
      entropy: { random: () => 0.5, uuid: () => 'u' },
      sender: { update: () => {} },
      sendingSlots: () => slots,
      threads: { run: () => Promise.reject(new Error('no turn is slow')) },
      patiences: new Patiences(),
      journals: new JournalSpace(),
      onDefect: assert.ifError,
    },
    ended: () => {
      ended++;
    },
  });
  run.begin(Payload.fromText('{}'));
  return { run, clock, ends: () => ended };
}
