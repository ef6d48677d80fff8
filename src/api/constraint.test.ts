import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ServiceError } from '../base/service-error.ts';
import {
  boolean,
  choice,
  float,
  integer,
  list,
  long,
  missing,
  outOfLength,
  outOfRange,
  printed,
  structure,
  text,
  unmatched,
} from './constraint.ts';

describe('reading a member', () => {
  test('takes null for absent', () => {
    for (const read of [text, boolean, integer, long, float, list, structure]) {
      assert.deepEqual([read(null), read(undefined)], [undefined, undefined]);
    }
  });
  test('takes its own type', () => {
    assert.deepEqual(
      [text(''), boolean(false), float(1.5), list([]), structure({})],
      ['', false, 1.5, [], {}],
    );
  });
  test('cuts fractions of integers', () => assert.deepEqual([integer(1.9), long(-1.9)], [1, -1]));
  test('refuses a number for a string', () =>
    refuses(() => text(1), 'NUMBER_VALUE can not be converted to a String'));
  test('refuses a string for a number', () =>
    refuses(() => integer('1'), 'STRING_VALUE can not be converted to an Integer'));
  test('refuses a string for a boolean', () =>
    refuses(() => boolean('true'), 'STRING_VALUE can not be converted to a Boolean'));
  test('refuses booleans for a long and a float', () => {
    refuses(() => long(true), 'TRUE_VALUE can not be converted to a Long');
    refuses(() => float(false), 'FALSE_VALUE can not be converted to a Float');
  });
  test('refuses containers for a string', () => {
    refuses(() => text([]), 'Start of list found where not expected');
    refuses(() => text({}), 'Start of structure or map found where not expected.');
  });
  test('refuses the other container', () => {
    refuses(() => list({}), 'Expected list or null');
    refuses(() => structure([]), 'Expected structure or null');
    refuses(() => structure('x'), 'Expected structure or null');
  });
});

describe('a broken constraint', () => {
  test('of presence', () =>
    says(
      (problems) => missing(problems, 'a'),
      "Value null at 'a' failed to satisfy constraint: Member must not be null",
    ));
  test('of length', () => {
    const bounds = { min: 1, max: 2 };
    says(
      (problems) => outOfLength(problems, 'a', '', { length: 0, ...bounds }),
      "Value '' at 'a' failed to satisfy constraint: Member must have length greater than or equal to 1",
    );
    says(
      (problems) => outOfLength(problems, 'a', 'xyz', { length: 3, ...bounds }),
      "Value 'xyz' at 'a' failed to satisfy constraint: Member must have length less than or equal to 2",
    );
  });
  test('of a secret does not repeat it', () => {
    says(
      (problems) => outOfLength(problems, 'a', undefined, { length: 3, max: 2 }),
      "Value at 'a' failed to satisfy constraint: Member must have length less than or equal to 2",
    );
  });
  test('of range', () => {
    const bounds = { min: 1, max: 2 };
    says(
      (problems) => outOfRange(problems, 'a', '0', { value: 0, ...bounds }),
      "Value '0' at 'a' failed to satisfy constraint: Member must have value greater than or equal to 1",
    );
    says(
      (problems) => outOfRange(problems, 'a', '3', { value: 3, ...bounds }),
      "Value '3' at 'a' failed to satisfy constraint: Member must have value less than or equal to 2",
    );
  });
  test('of a pattern', () =>
    says(
      (problems) => unmatched(problems, 'a', 'x', '[0-9]+'),
      "Value 'x' at 'a' failed to satisfy constraint: Member must satisfy regular expression pattern: [0-9]+",
    ));
  test('of an enum', () =>
    says(
      (problems) => choice(problems, 'a', 'x', ['A', 'B']),
      "Value 'x' at 'a' failed to satisfy constraint: Member must satisfy enum value set: [A, B]",
    ));
  test('shows a list as the service prints it', () => {
    const items = [{ stateMachineVersionArn: 'v', weight: 50, other: undefined }];
    assert.equal(printed('Item', items), '[Item(stateMachineVersionArn=v, weight=50)]');
    assert.equal(printed('Item', ['a', 'b']), '[a, b]');
  });
});

function refuses(read: () => unknown, message: string): void {
  assert.throws(
    read,
    (error) =>
      error instanceof ServiceError && error.code === 'SerializationException' && error.message === message,
  );
}

function says(check: (problems: string[]) => unknown, message: string): void {
  const problems: string[] = [];
  check(problems);
  assert.deepEqual(problems, [message]);
}
