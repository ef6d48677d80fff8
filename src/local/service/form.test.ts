import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { isObject, member } from '../../base/json.ts';
import { formOf, listOf, mapOf } from './form.ts';

describe('A form of the Query protocol', () => {
  test('has a branch for each dot', () => {
    assert.deepEqual(read('A=1&B.C=2&B.D=3'), { A: '1', B: { C: '2', D: '3' } });
  });

  test('lists what is numbered, by the numbers', () => {
    assert.deepEqual(listOf(member(read('L.10=j&L.2=b&L.x=no'), 'L')), ['b', 'j']);
    assert.equal(listOf(member(read('A=1'), 'L')), undefined);
  });

  test('has maps of numbered keys and values', () => {
    const form = read('M.1.Name=a&M.1.Value=x&M.2.Name=b&M.3=c');
    assert.deepEqual(mapOf(member(form, 'M'), ['Name', 'Value']), { a: 'x', b: '' });
    assert.equal(mapOf(undefined, ['Name', 'Value']), undefined);
  });

  test('keeps names that objects have of their own', () => {
    const form = read('__proto__.x=1&constructor=2&M.1.Name=__proto__&M.1.Value=3');
    assert.deepEqual(Object.keys(form), ['__proto__', 'constructor', 'M']);
    assert.deepEqual(Object.keys(mapOf(member(form, 'M'), ['Name', 'Value']) ?? {}), ['__proto__']);
    assert.equal(Object.hasOwn(Object.prototype, 'x'), false);
  });

  test('passes over a branch of a value, and what is deeper than any input', () => {
    const form = read(`A=1&A.B=2&${'x.'.repeat(20)}y=3`);
    assert.ok(isObject(form));
    assert.deepEqual(form, { A: '1' });
  });
});

function read(text: string) {
  return formOf(new URLSearchParams(text));
}
