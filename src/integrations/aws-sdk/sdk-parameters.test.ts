import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import type { Json } from '../../base/json.ts';
import { readMembers } from './notation.ts';
import { sdkParameters } from './sdk-parameters.ts';

describe('Parameters of a call of the SDK', () => {
  test('are those that it has, at every depth', () => {
    const given = { Name: 'n', List: [{ Inner: 1 }], Map: { any: 'v' } };
    assert.deepEqual(sdkParameters(given, MEMBERS), given);
    refuses({ name: 'n' }, 'The field "name" is not supported by Step Functions');
    refuses({ List: [{ Other: 1 }] }, 'The field "List[0].Other" is not supported by Step Functions');
    refuses({ Status: 1 }, 'The field "Status" is not supported by Step Functions');
  });

  test('are JSON where they are no text, and null is absent', () => {
    assert.deepEqual(sdkParameters({ Name: { a: [1] }, List: null }, MEMBERS), { Name: '{"a":[1]}' });
  });

  test('have the types that they have', () => {
    refuses({ Name: 1 }, 'The value for the field "Name" must be a STRING, not number');
    refuses({ List: {} }, 'The value for the field "List" must be an ARRAY, not object');
    refuses({ List: ['a'] }, 'The value for the field "List[0]" must be an OBJECT, not string');
    refuses({ Map: [] }, 'The value for the field "Map" must be an OBJECT, not array');
  });
});

const MEMBERS = readMembers('name List[{Inner:n}] Map<,> Status%:n', { structures: {} });

function refuses(parameters: Json, message: string): void {
  assert.throws(() => sdkParameters(parameters, MEMBERS), { error: 'States.Runtime', message });
}
