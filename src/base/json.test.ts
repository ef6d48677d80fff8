import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import {
  equalJson,
  isArray,
  isNumber,
  isObject,
  JSON_DEPTH_MAX,
  type Json,
  javaDouble,
  member,
  numberFromText,
  parseJson,
  parseOwnJson,
  setOwn,
  toNumber,
  typeName,
} from './json.ts';

describe('Parsing', () => {
  test('keeps integers of any length', () => {
    for (const text of ['12345678901234567890', '-98765432109876543210', '9007199254740993', '0', '-7']) {
      assert.equal(printed(text), text);
    }
  });

  test("prints fractions as Java does, and Java's -0 as 0", () => {
    const cases = {
      ...{ '0.0': '0.0', '1.10': '1.1', '1e2': '100.0', '1E10': '1.0E10', '1e-4': '1.0E-4', '-0': '0' },
      ...{ '-0.0': '-0.0', '100.0': '100.0', '1e7': '1.0E7', '123456.5': '123456.5', '0.001': '0.001' },
    };
    for (const [text, java] of Object.entries(cases)) assert.equal(printed(text), java);
  });

  test('keeps numbers wherever they are', () => {
    const text = '{"a":[1.0,{"b":12345678901234567890}],"__proto__":{"c":2.50}}';
    assert.equal(printed(text), '{"a":[1.0,{"b":12345678901234567890}],"__proto__":{"c":2.5}}');
  });

  test('keeps numbers behind whatever may stand before them', () => {
    for (const before of ['', ' ', '\n', '[', '[ ', '[1,', '[1, ', '{"a":', '{"a":\t']) {
      for (const number of [
        '1.0',
        '1.0E10',
        '-2.5',
        '-0.0',
        '12345678901234567890',
        '-12345678901234567890',
      ]) {
        const close = before.includes('[') ? ']' : before.includes('{') ? '}' : '';
        assert.equal(printed(before + number + close), (before + number + close).replace(/\s/g, ''));
      }
    }
  });

  test('leaves texts that look like numbers alone', () => {
    for (const text of ['"1.0"', '{"1.0":"12345678901234567890"}', '"-0"']) assert.equal(printed(text), text);
  });

  test('of what was printed changes nothing more', () => {
    fc.assert(
      fc.property(fc.json(), (text) => assert.equal(printed(printed(text)), printed(text))),
      { numRuns: 300, seed: 20261123 },
    );
  });

  test('refuses what is no JSON', () => {
    for (const text of ['', '{', "{'a':1}", '01', '1.', 'NaN', '[1,]', '1.0.0']) {
      assert.throws(() => parseJson(text), SyntaxError);
    }
  });

  test('refuses deeper nesting than the bound, arrays and objects, and no less', () => {
    for (const [open, close] of [
      ['[', ']'],
      ['{"a":', '}'],
    ] as const) {
      const nested = (depth: number) => `${open.repeat(depth)}${'1'.padStart(1000)}${close.repeat(depth)}`;
      assert.doesNotThrow(() => parseJson(nested(JSON_DEPTH_MAX)));
      assert.throws(() => parseJson(nested(JSON_DEPTH_MAX + 1)), /nested deeper than 500 levels/);
      assert.doesNotThrow(() => parseOwnJson(nested(JSON_DEPTH_MAX + 1)));
    }
  });

  test('counts no brackets in texts', () => {
    assert.doesNotThrow(() => parseJson(JSON.stringify('[\\"{'.repeat(1000))));
  });
});

describe('A JSON value', () => {
  test('is of the type its text says', () => {
    const types = ['null', 'true', '1', '1.0', '"a"', '[]', '{}'].map((text) => typeName(parseJson(text)));
    assert.deepEqual(types, ['null', 'boolean', 'number', 'number', 'string', 'array', 'object']);
  });

  test('that is an exact number is neither object nor array', () => {
    const exact = parseJson('1.0');
    assert.deepEqual([isObject(exact), isArray(exact), isNumber(exact)], [false, false, true]);
    assert.equal(isNumber(exact) && toNumber(exact), 1);
  });

  test('is equal by value: numbers as numbers, members in any order', () => {
    const equal = [
      ['1.0', '1'],
      ['{"a":1,"b":[2.50]}', '{"b":[2.5],"a":1.0}'],
      ['1e2', '100'],
      ['"a"', '"a"'],
    ];
    for (const [a = '', b = ''] of equal) assert.equal(equalJson(parseJson(a), parseJson(b)), true);
  });

  test('differs by type, length, member and order of items', () => {
    const pairs = [
      ['1', '"1"'],
      ['[1]', '[1,2]'],
      ['[1,2]', '[2,1]'],
      ['{"a":1}', '{"b":1}'],
      ['null', '{}'],
      ['[]', '{}'],
    ];
    const own = ['{"a":null}', '{"b":null}'];
    for (const [a = '', b = ''] of [...pairs, own])
      assert.equal(equalJson(parseJson(a), parseJson(b)), false);
  });
});

describe('A member', () => {
  test('is never what every object has', () => {
    for (const key of ['toString', '__proto__', 'constructor']) assert.equal(member({}, key), undefined);
  });

  test('may be set under any name', () => {
    const object: { [key: string]: Json } = {};
    setOwn(object, '__proto__', { polluted: true });
    setOwn(object, 'a', 1);
    assert.equal(JSON.stringify(object), '{"__proto__":{"polluted":true},"a":1}');
    assert.equal(Object.getPrototypeOf(object), Object.prototype);
    assert.deepEqual(member(object, '__proto__'), { polluted: true });
  });
});

describe('A double', () => {
  test('is printed in the notation of Java', () => {
    const cases = [
      ...[
        [1e-3, '0.001'],
        [9.99e-4, '9.99E-4'],
        [9_999_999, '9999999.0'],
        [1e7, '1.0E7'],
        [-0, '-0.0'],
      ],
      ...[
        [1.5e300, '1.5E300'],
        [Number.POSITIVE_INFINITY, 'Infinity'],
        [Number.NaN, 'NaN'],
      ],
    ] as const;
    for (const [value, text] of cases) assert.equal(javaDouble(value), text);
  });

  test('stays a plain number when its text says the same', () => {
    assert.equal(numberFromText('15'), 15);
    assert.equal(JSON.stringify(numberFromText('15.0')), '15.0');
  });
});

function printed(text: string): string {
  return JSON.stringify(parseJson(text));
}
