import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { applyChanges, changesOf } from './patch.ts';

describe('Patch operations', () => {
  test('change values, entries and lists', () => {
    const target = { name: 'a', map: { old: '1' }, list: ['x'] };
    patch(
      target,
      ['replace', '/name', 'b'],
      ['add', '/map/a~1b~0', '2'],
      ['remove', '/map/old'],
      ['add', '/list/y'],
    );
    assert.deepEqual(target, { name: 'b', map: { 'a/b~': '2' }, list: ['x', 'y'] });
  });

  test('cannot touch a prototype', () => {
    const target = { map: {} };
    patch(target, ['add', '/map/__proto__', 'x']);
    assert.deepEqual([Object.keys(target.map), Object.hasOwn(Object.prototype, 'x')], [['__proto__'], false]);
    assert.throws(() => patch(target, ['add', '/__proto__/a', 'x']), { code: 'BadRequestException' });
    assert.throws(() => patch(target, ['add', '/constructor', 'x']), { code: 'BadRequestException' });
  });

  test('are refused when they are none', () => {
    for (const one of [
      ['move', '/name'],
      ['add', 'name'],
      ['add', '/name/a/b'],
      ['add', '/map'],
      ['replace', '/count', '1.5'],
    ])
      assert.throws(() => patch({}, one), { code: 'BadRequestException' }, String(one));
    assert.throws(() => changesOf({ patchOperations: {} }), { code: 'BadRequestException' });
  });
});

function patch(target: object, ...operations: (readonly string[])[]): void {
  const patchOperations = operations.map(([op = '', path = '', value = '']) => ({ op, path, value }));
  applyChanges(target, changesOf({ patchOperations }), {
    name: 'text',
    map: 'map',
    list: 'list',
    count: 'number',
  });
}
