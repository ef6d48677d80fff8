import assert from 'node:assert/strict';
import { test } from 'node:test';
import { member } from '../../base/json.ts';
import { withoutBody } from './without-body.ts';

test('a Map keeps all but its processor, its reader and its writer', () => {
  const state = {
    Type: 'Map',
    ItemReader: {},
    ItemBatcher: {},
    ResultWriter: {},
    Iterator: {},
    Items: [1],
    End: true,
  };
  assert.deepEqual(Object.keys(withoutBody(state)), ['Type', 'Items', 'End', 'ItemProcessor']);
});

test('a Parallel keeps the number of its branches', () => {
  assert.equal(Object(member(withoutBody({ Type: 'Parallel', Branches: [{}, {}] }), 'Branches')).length, 2);
});

test('another state stays as it is', () => {
  const state = { Type: 'Task', Branches: [1] };
  assert.equal(withoutBody(state), state);
});
