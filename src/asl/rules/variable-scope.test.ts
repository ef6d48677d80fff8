import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { problemsOf } from '../../../test/asl/state-under-test.ts';
import type { JsonObject } from '../../base/json.ts';

describe('A variable of an inner scope', () => {
  test('may not have the name of one that the state around it assigns', () => {
    refused(map({ Assign: { x: 1 } }, { x: 2 }), '/States/S/ItemProcessor/States/I/Assign/x');
    refused(parallel({ Assign: { x: 1 } }, { 'x.$': '$' }), '/States/S/Branches[0]/States/I/Assign/x.$');
  });

  test('may not have the name of one in any scope around it', () => {
    const middle = { StartAt: 'M', States: { M: map({}, { x: 1 }) } };
    const outer = { Type: 'Parallel', Branches: [middle], Assign: { x: 1 }, End: true };
    refused(outer, '/States/S/Branches[0]/States/M/ItemProcessor/States/I/Assign/x');
  });

  test('may have the name of one that a catcher assigns', () => {
    const Catch = [{ ErrorEquals: ['States.ALL'], Next: 'A', Assign: { x: 1 } }];
    accepted(map({ Catch }, { x: 2 }));
  });

  test('may have the name of one in the scope beside it', () => {
    const branch = (name: string) => ({ StartAt: name, States: { [name]: pass({ x: 1 }) } });
    accepted({ Type: 'Parallel', Branches: [branch('L'), branch('R')], End: true });
  });

  test('may have a name of its own, whatever the scopes around it assign', () => {
    accepted(map({ Assign: { x: 1, y: 1 } }, { z: 2 }));
  });
});

function pass(assign: JsonObject): JsonObject {
  return { Type: 'Pass', Assign: assign, End: true };
}

function map(fields: JsonObject, assign: JsonObject): JsonObject {
  return { Type: 'Map', ItemProcessor: { StartAt: 'I', States: { I: pass(assign) } }, ...fields, End: true };
}

function parallel(fields: JsonObject, assign: JsonObject): JsonObject {
  return {
    Type: 'Parallel',
    Branches: [{ StartAt: 'I', States: { I: pass(assign) } }],
    ...fields,
    End: true,
  };
}

function refused(state: JsonObject, location: string): void {
  const reason = "Invalid variable name 'x': a state of an outer scope assigns a variable of the same name.";
  assert.deepEqual(problemsOf(state), [`${reason} at ${location}`]);
}

function accepted(state: JsonObject): void {
  assert.deepEqual(problemsOf(state), []);
}
