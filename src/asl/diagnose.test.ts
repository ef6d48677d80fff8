import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { map, pass, task } from '../../test/interpreter/states.ts';
import { type Defined, diagnose } from './diagnose.ts';

const READING = map(
  { P: pass() },
  {
    ItemReader: { Resource: 'arn:aws:states:::s3:getObject', Parameters: { Bucket: 'b', Key: 'k' } },
    ItemProcessor: {
      ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
      StartAt: 'P',
      States: { P: pass() },
    },
  },
);

describe('A definition', () => {
  test('of a machine has to be right', () => finds('machine', machine({ A: pass({ Next: 'B' }) }), true));
  test('of a machine may be right', () => finds('machine', machine({ A: pass() }), false));
  test('of a machine that stepwell cannot run yet says so', () =>
    finds('machine', machine({ M: READING }), /NOT_SUPPORTED .*ItemReader/));
  test('of a state stands alone', () => finds('state', task(), false));
  test('of a state in its machine need not run', () =>
    finds('stateInMachine', machine({ M: READING }), false));
});

function machine(states: object): object {
  return { StartAt: Object.keys(states)[0], States: states };
}

function finds(of: Defined['of'], defined: object, expected: boolean | RegExp): void {
  const definition = JSON.stringify(defined);
  const found = diagnose(of === 'machine' ? { of, definition, type: 'STANDARD' } : { of, definition });
  if (typeof expected === 'boolean') assert.equal(found.length > 0, expected, JSON.stringify(found));
  else assert.match(found.map(({ code, message }) => `${code} ${message}`).join(), expected);
}
