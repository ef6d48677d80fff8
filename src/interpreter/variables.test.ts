import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { MachineRun } from '../../test/interpreter/machine-run.ts';
import { map, parallel, pass } from '../../test/interpreter/states.ts';

describe('Variables', () => {
  test('are seen by the states after the one that assigns them, also inside a Map', () => {
    const inner = map({ I: pass({ OutputPath: '$x' }) }, { Next: 'L' });
    const run = new MachineRun(
      { A: pass({ Assign: { x: 7 }, Next: 'M' }), M: inner, L: last() },
      { input: '[1]' },
    );
    run.outputs('[7]');
  });

  test('of a branch are gone when it has ended, and are not seen by the one beside it', () => {
    const branches = parallel([{ L: pass({ Assign: { x: 1 } }) }, { R: pass({ OutputPath: '$x' }) }]);
    new MachineRun({ P: branches }).ends('FAILED', 'States.Runtime');
    const after = { P: map({ I: pass({ Assign: { x: 1 } }) }, { Next: 'O' }), O: pass({ OutputPath: '$x' }) };
    new MachineRun(after, { input: '[1]' }).ends('FAILED', 'States.Runtime');
  });

  test('that were never assigned fail the state that reads them', () => {
    const run = new MachineRun({ A: pass({ Parameters: { 'v.$': '$no.x' } }) });
    const cause =
      "An error occurred while executing the state 'A' (entered at the event id #2). The JSONPath '$no.x' specified " +
      "for the field 'v.$' could not be found in the input '{}'";
    run.ends('FAILED', 'States.Runtime', cause);
  });
});

describe('The variables that one state assigns', () => {
  test('may have 256 KiB together', () => {
    assigning([131_072, 131_072]).ends('SUCCEEDED');
  });

  test('may not have a byte more, and nothing can catch that', () => {
    const cause = 'The variables exceed the limit for those assigned in one state, 262144 bytes.';
    assigning([131_072, 131_073]).ends('FAILED', 'States.DataLimitExceeded', cause);
  });

  test('are measured in UTF-8', () => {
    const states = { A: pass({ Assign: { 'x.$': '$', 'y.$': '$' } }) };
    new MachineRun(states, { input: JSON.stringify('é'.repeat(66_000)) }).ends(
      'FAILED',
      'States.DataLimitExceeded',
    );
  });
});

describe('The variables of an execution', () => {
  test('may have 10 MiB together', () => {
    const run = chain(40);
    run.ends('SUCCEEDED');
  });

  test('may not have more', () => {
    const cause = 'The variables exceed the limit for those of one execution, 10485760 bytes.';
    chain(41).ends('FAILED', 'States.DataLimitExceeded', cause);
  });

  test('count once, however often they are assigned', () => {
    const states = Object.fromEntries(
      Array.from({ length: 60 }, (_, i) => [`S${i}`, pass({ Assign: { 'x.$': '$' }, Next: `S${i + 1}` })]),
    );
    new MachineRun({ ...states, S60: last() }, { input: large(200_000) }).ends('SUCCEEDED');
  });

  test('no longer count when their scope has ended', () => {
    const item = { I: pass({ Assign: { 'x.$': '$big' }, Result: 1 }) };
    const input = JSON.stringify(Array.from({ length: 60 }, () => 1));
    const states = {
      A: pass({ Result: 'x'.repeat(200_000), ResultPath: null, Assign: { 'big.$': '$' }, Next: 'M' }),
      M: map(item, { MaxConcurrency: 1 }),
    };
    const { execution } = new MachineRun(states, { input });
    assert.deepEqual([execution.status, execution.variableBytes], ['SUCCEEDED', 0]);
  });
});

function last(): object {
  return { Type: 'Succeed' };
}

/** JSON text of so many bytes. */
function large(bytes: number): string {
  return JSON.stringify('x'.repeat(bytes - 2));
}

/** One state that assigns variables of these sizes. */
function assigning(sizes: readonly number[]): MachineRun {
  const Assign = Object.fromEntries(sizes.map((bytes, i) => [`v${i}`, 'x'.repeat(bytes - 2)]));
  return new MachineRun({ A: pass({ Assign }) });
}

/** States that assign a variable of 256 KiB each. */
function chain(length: number): MachineRun {
  const states = Object.fromEntries(
    Array.from({ length }, (_, i) => [`S${i}`, pass({ Assign: { [`v${i}.$`]: '$' }, Next: `S${i + 1}` })]),
  );
  return new MachineRun({ ...states, [`S${length}`]: last() }, { input: large(262_144) });
}
