import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Json } from '../../base/json.ts';
import { evaluate, references } from './evaluate.ts';
import { Fault } from './fault.ts';
import type { Scope } from './scope.ts';

describe('Functions of a template', () => {
  test('Ref and GetAtt ask the scope', () => {
    gives({ Ref: 'Name' }, 'orders');
    gives({ 'Fn::GetAtt': ['Fn', 'Arn'] }, 'Fn/Arn');
    gives({ 'Fn::GetAtt': 'Fn.Endpoint.Address' }, 'Fn/Endpoint.Address');
    refuses({ Ref: 'Nobody' }, /no Nobody/);
    refuses({ 'Fn::GetAtt': 'Fn' }, /Resource.Attribute/);
  });
  test('Sub takes names, attributes, variables of its own and literals', () => {
    gives({ 'Fn::Sub': `a-\${Name}-\${Fn.Arn}` }, 'a-orders-Fn/Arn');
    gives({ 'Fn::Sub': [`\${X}/\${Name}`, { X: { Ref: 'Name' } }] }, 'orders/orders');
    gives({ 'Fn::Sub': `\${!Name} $x {y}` }, `\${Name} $x {y}`);
    gives({ 'Fn::Sub': `\${ Name }` }, 'orders');
    refuses({ 'Fn::Sub': `\${List}` }, /wants text, not a list/);
    refuses({ 'Fn::Sub': `\${__proto__}` }, /no __proto__/);
  });
  test('Join, Split and Select work on lists', () => {
    gives({ 'Fn::Join': ['-', ['a', { Ref: 'Name' }, 1]] }, 'a-orders-1');
    gives({ 'Fn::Join': ['-', { Ref: 'List' }] }, 'x-y');
    gives({ 'Fn::Split': [',', 'a,b'] }, ['a', 'b']);
    gives({ 'Fn::Select': ['1', { 'Fn::Split': [',', 'a,b'] }] }, 'b');
    refuses({ 'Fn::Select': [2, ['a']] }, /no item 2 in a list of 1/);
    refuses({ 'Fn::Split': ['', 'a'] }, /must not be empty/);
    refuses({ 'Fn::Join': ['-'] }, /wants a list of 2 values/);
  });
  test('If chooses, and NoValue leaves out', () => {
    gives({ 'Fn::If': ['Yes', 1, 2] }, 1);
    gives({ A: { 'Fn::If': ['No', 1, { Ref: 'AWS::NoValue' }] }, B: 2 }, { B: 2 });
    gives([1, { Ref: 'AWS::NoValue' }], [1]);
  });
  test('what is not chosen is not evaluated', () => {
    gives({ 'Fn::If': ['Yes', 1, { Ref: 'Nobody' }] }, 1);
  });
  test('FindInMap, ImportValue, Base64', () => {
    gives({ 'Fn::FindInMap': ['Map', { Ref: 'Name' }, 'k'] }, 'mapped');
    gives({ 'Fn::FindInMap': ['Map', 'other', 'k', { DefaultValue: 'd' }] }, 'd');
    refuses({ 'Fn::FindInMap': ['Map', 'other', 'k'] }, /no Map.other.k/);
    gives({ 'Fn::ImportValue': { 'Fn::Sub': `\${Name}-x` } }, 'imported orders-x');
    gives({ 'Fn::Base64': 'abc' }, 'YWJj');
  });
  test('an object with a function beside other keys is an object', () => {
    gives({ Ref: 'Name', Other: 1 }, { Ref: 'Name', Other: 1 });
  });
  test('a function that is not there is refused by name', () => {
    refuses({ 'Fn::Cidr': [] }, /Fn::Cidr is a function that stepwell does not have/);
  });
  test('texts that double again and again end at a bound', () => {
    refuses({ 'Fn::Sub': `\${Long}`.repeat(200) }, /more than 4194304 characters/);
  });
  test('references are found without calling anything', () => {
    const found = references({
      a: [{ Ref: 'A' }],
      b: { 'Fn::GetAtt': ['B', 'Arn'] },
      c: { 'Fn::Sub': [`\${C.Arn}\${D}\${!E}`, { D: { Ref: 'F' } }] },
    });
    assert.deepEqual(found.map(({ name }) => name).sort(), ['A', 'B', 'C', 'F']);
  });
});

const SCOPE: Scope = {
  ref(name, path) {
    if (name === 'AWS::NoValue') return undefined;
    if (name === 'Name') return 'orders';
    if (name === 'List') return ['x', 'y'];
    if (name === 'Long') return 'x'.repeat(100_000);
    throw new Fault(path, `no ${name}`);
  },
  attribute: (id, attribute) => `${id}/${attribute}`,
  condition: (name) => name === 'Yes',
  mapped: ([map, top, second]) =>
    map === 'Map' && top === 'orders' && second === 'k' ? 'mapped' : undefined,
  imported: (name) => `imported ${name}`,
};

function gives(value: Json, wanted: Json): void {
  assert.deepEqual(evaluate(value, SCOPE, []), wanted);
}

function refuses(value: Json, message: RegExp): void {
  assert.throws(() => evaluate(value, SCOPE, []), { name: 'Fault', message });
}
