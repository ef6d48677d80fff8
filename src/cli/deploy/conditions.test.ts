import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { JsonObject } from '../../base/json.ts';
import { conditionsOf } from './conditions.ts';
import type { Scope } from './scope.ts';

describe('Conditions', () => {
  test('Equals, Not, And and Or', () => {
    is({ 'Fn::Equals': [{ Ref: 'Stage' }, 'prod'] }, true);
    is({ 'Fn::Equals': [true, 'true'] }, true);
    is({ 'Fn::Not': [{ 'Fn::Equals': ['a', 'b'] }] }, true);
    is({ 'Fn::And': [{ Condition: 'True' }, { 'Fn::Equals': ['a', 'b'] }] }, false);
    is({ 'Fn::Or': [{ 'Fn::Equals': ['a', 'b'] }, { Condition: 'True' }] }, true);
  });
  test('conditions that ask for one another are named', () => {
    const condition = conditionsOf({ A: { Condition: 'B' }, B: { Condition: 'A' } });
    assert.throws(() => condition('A', SCOPE, []), /A -> B -> A/);
  });
  test('what is no condition is refused', () => {
    assert.throws(() => is({ Ref: 'Stage' }, true), /a condition is one of/);
    assert.throws(() => is({ Condition: 'Nobody' }, true), /there is no condition Nobody/);
  });
});

const SCOPE: Scope = {
  ref: () => 'prod',
  attribute: () => '',
  condition: () => true,
  mapped: () => undefined,
  imported: () => '',
};

function is(written: JsonObject, wanted: boolean): void {
  const condition = conditionsOf({ It: written, True: { 'Fn::Equals': ['a', 'a'] } });
  assert.equal(condition('It', SCOPE, []), wanted);
}
