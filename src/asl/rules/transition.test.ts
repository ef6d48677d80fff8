import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { JsonObject } from '../../base/json.ts';
import { validate } from '../validate.ts';

describe('Transitions', () => {
  test('lead to states of the same scope, wherever they are written', () => {
    refuses('A', { A: { Type: 'Pass', Next: 'X' }, B: { Type: 'Succeed' } }, [
      missing('/States/A/Next'),
      unreached('B'),
    ]);
    refuses('A', { A: { ...CHOICE, Default: 'X' }, B: { Type: 'Succeed' } }, [missing('/States/A/Default')]);
    const rules = { Type: 'Choice', Choices: [{ ...RULE, Next: 'X' }], Default: 'B' };
    refuses('A', { A: rules, B: { Type: 'Succeed' } }, [missing('/States/A/Choices[0]/Next')]);
    const catches = { ...TASK, Catch: [{ ErrorEquals: ['E'], Next: 'X' }] };
    refuses('A', { A: catches }, [missing('/States/A/Catch[0]/Next')]);
  });

  test('cannot leave a branch', () => {
    const branch = { StartAt: 'I', States: { I: { Type: 'Pass', Next: 'B' } } };
    const States = { A: { Type: 'Parallel', Branches: [branch], Next: 'B' }, B: { Type: 'Succeed' } };
    const problem =
      "MISSING_TRANSITION_TARGET: Missing 'Next' target: B at /States/A/Branches[0]/States/I/Next";
    refuses('A', States, [problem]);
  });

  test('StartAt is one of them, and from a wrong one nothing is reached', () => {
    refuses('X', { A: { Type: 'Succeed' } }, [missing('/StartAt'), unreached('A')]);
  });

  test('reach every state', () => {
    refuses('A', { A: { Type: 'Succeed' }, B: { Type: 'Succeed' } }, [unreached('B')]);
  });

  test('a loop of states that nothing else leads to is not reached', () => {
    const States = { A: { Type: 'Succeed' }, B: { Type: 'Pass', Next: 'C' }, C: { Type: 'Pass', Next: 'B' } };
    refuses('A', States, [unreached('B'), unreached('C')]);
  });

  test('a machine without an end has that one fault', () => {
    const loop = {
      A: { Type: 'Pass', Next: 'B' },
      B: { Type: 'Pass', Next: 'A' },
      C: { Type: 'Pass', Next: 'A' },
    };
    refuses('A', loop, ['MISSING_END_STATE: Workflow has no terminal state at undefined']);
  });

  test('an end that is not reached counts as an end', () => {
    const loop = { A: { Type: 'Pass', Next: 'A' }, C: { Type: 'Succeed' } };
    refuses('A', loop, [unreached('C')]);
  });

  test('a loop inside a Map may go on for ever', () => {
    const States = { I: { Type: 'Pass', Next: 'J' }, J: { Type: 'Pass', Next: 'I' } };
    refuses('A', { A: { Type: 'Map', ItemProcessor: { StartAt: 'I', States }, End: true } }, []);
  });
});

const RULE = { Variable: '$.x', IsPresent: true };
const CHOICE = { Type: 'Choice', Choices: [{ ...RULE, Next: 'B' }] };
const TASK = { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', End: true };

function missing(location: string): string {
  return `MISSING_TRANSITION_TARGET: Missing 'Next' target: X at ${location}`;
}

function unreached(name: string): string {
  return `MISSING_TRANSITION_TARGET: State "${name}" is not reachable. at /States/${name}`;
}

function refuses(startAt: string, states: JsonObject, expected: readonly string[]): void {
  const definition = JSON.stringify({ StartAt: startAt, States: states });
  const found = validate(definition, { type: 'STANDARD' });
  assert.deepEqual(
    found.map(({ code, message, location }) => `${code}: ${message} at ${location}`),
    expected,
  );
}
