import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import fc from 'fast-check';
import { naiveMatches } from '../../../../test/events/naive-matcher.ts';
import { eventAndPattern } from '../../../../test/events/pattern-material.ts';
import { matchesEvent, parseEventPattern } from './event-pattern.ts';

describe('An event pattern', () => {
  test('wants every field it has, with one of its values', () => {
    matches({ source: ['a', 'b'], detail: { n: [1] } }, { source: 'b', detail: { n: 1, more: 2 } });
    differs({ source: ['a'], detail: { n: [1] } }, { source: 'a', detail: {} });
    differs({ n: ['1'] }, { n: 1 });
    matches({ n: [null, true] }, { n: null });
    matches({ n: [300] }, { n: [1, [300]] });
  });

  test('wants all that it asks of a list of objects from one of them', () => {
    matches({ l: { a: [1], b: [2] } }, { l: [{ a: 2 }, { a: 1, b: 2 }] });
    differs({ l: { a: [1], b: [2] } }, { l: [{ a: 1 }, { b: 2 }] });
  });

  test('may look at the beginning and the end of a text', () => {
    matches({ s: [{ prefix: 'ab' }] }, { s: 'abc' });
    differs({ s: [{ prefix: 'ab' }] }, { s: 'Abc' });
    matches({ s: [{ prefix: { 'equals-ignore-case': 'aB' } }] }, { s: 'Abc' });
    matches({ s: [{ suffix: '.png' }] }, { s: 'x.png' });
    matches({ s: [{ suffix: { 'equals-ignore-case': '.PNG' } }] }, { s: 'x.png' });
    matches({ s: [{ 'equals-ignore-case': 'ALICE' }] }, { s: 'aLiCe' });
    matches({ s: [{ wildcard: 'dir/*.png' }] }, { s: 'dir/a/b.png' });
    matches({ s: [{ cidr: '10.0.0.0/8' }] }, { s: '10.1.2.3' });
  });

  test('may want anything but something, which must be there', () => {
    matches({ s: [{ 'anything-but': 'a' }] }, { s: 'b' });
    differs({ s: [{ 'anything-but': ['a', 'b'] }] }, { s: 'b' });
    matches({ s: [{ 'anything-but': [1, 2] }] }, { s: '1' });
    differs({ s: [{ 'anything-but': 'a' }] }, {});
    for (const operator of ['prefix', 'suffix', 'equals-ignore-case', 'wildcard']) {
      matches({ s: [{ 'anything-but': { [operator]: 'ab' } }] }, { s: 'xyz' });
      differs({ s: [{ 'anything-but': { [operator]: ['q', 'ab'] } }] }, { s: 'ab' });
    }
  });

  test('may want numbers within bounds', () => {
    matches({ n: [{ numeric: ['>', 0, '<=', 5] }] }, { n: 5 });
    differs({ n: [{ numeric: ['>', 0, '<=', 5] }] }, { n: 0 });
    matches({ n: [{ numeric: ['=', 301.8] }] }, { n: 301.8 });
    differs({ n: [{ numeric: ['<', 1] }] }, { n: '0' });
  });

  test('may want that something is there, or is not', () => {
    matches({ a: { b: [{ exists: true }] } }, { a: { b: null } });
    differs({ a: [{ exists: true }] }, { a: { b: 1 } });
    matches({ a: { b: [{ exists: false }] } }, { a: 1 });
    matches({ a: { b: [{ exists: false }] } }, {});
    differs({ l: { a: [{ exists: false }] } }, { l: [{ b: 1 }, { a: 1 }] });
    matches({ a: [{ exists: false }, 'x'] }, { a: 'x' });
  });

  test('may have alternatives', () => {
    const pattern = { source: ['s'], $or: [{ a: [1] }, { b: { c: [2] } }] };
    matches(pattern, { source: 's', b: { c: 2 } });
    differs(pattern, { source: 's', b: { c: 3 } });
    differs(pattern, { source: 't', a: 1 });
    matches({ $or: ['x'] }, { $or: 'x' });
  });

  test('knows no members but those of the event', () => {
    differs({ constructor: [{ exists: true }] }, {});
    matches(JSON.parse('{"__proto__":["a"]}'), JSON.parse('{"__proto__":"a"}'));
  });

  test('that is none is refused with AWS’s reason', () => {
    refused('{', 'Invalid JSON');
    refused('[]', 'Filter is not an object');
    refused('{"source":"a"}', '"source" must be an object or an array');
    refused('{"a":[]}', 'Empty arrays are not allowed');
    refused('{"a":{}}', 'Empty objects are not allowed');
    refused('{}', 'Empty objects are not allowed');
    refused('{"a":[[1]]}', 'Match value must be String, number, true, false, or null');
    refused('{"a":[{"starts-with":"x"}]}', 'Unrecognized match type starts-with');
    refused('{"a":[{"prefix":"x","suffix":"y"}]}', 'Only one key allowed in match expression');
    refused('{"a":[{}]}', 'Only one key allowed in match expression');
    refused('{"a":[{"prefix":1}]}', 'prefix match pattern must be a string');
    refused('{"a":[{"exists":"x"}]}', 'exists match pattern must be either true or false.');
    refused('{"a":[{"numeric":[">",1,">",2]}]}', 'Bad numeric range operator: >');
    refused('{"a":[{"numeric":[">",2,"<",1]}]}', 'Bottom must be less than top');
    refused('{"a":[{"numeric":["~",1]}]}', 'Unrecognized numeric range operator: ~');
    refused('{"a":[{"numeric":[">","1"]}]}', 'Value of > must be numeric');
    refused(
      '{"a":[{"anything-but":["a",1]}]}',
      'Inside anything but list, either all values are number or string, mixed type is not supported',
    );
    refused('{"a":[{"anything-but":{"cidr":"x"}}]}', 'Unsupported anything-but pattern: cidr');
    refused('{"a":[{"wildcard":"a**"}]}', 'Consecutive wildcard characters at pos 1');
  });

  test('agrees with a naive matcher', () => {
    let matched = 0;
    fc.assert(
      fc.property(eventAndPattern(), ([event, pattern]) => {
        const expected = naiveMatches(pattern, event);
        matched += expected ? 1 : 0;
        assert.equal(matchesEvent(parseEventPattern(JSON.stringify(pattern)), event), expected);
      }),
      { numRuns: RUNS, seed: 20261127 },
    );
    assert.ok(matched > RUNS / 20 && matched < RUNS / 2, `${matched} of ${RUNS} matched`);
  });
});

const RUNS = Number(process.env.PATTERN_RUNS ?? 3_000);

function matches(pattern: object, event: object): void {
  assert.equal(matchesEvent(parseEventPattern(JSON.stringify(pattern)), { ...event }), true);
}

function differs(pattern: object, event: object): void {
  assert.equal(matchesEvent(parseEventPattern(JSON.stringify(pattern)), { ...event }), false);
}

function refused(text: string, reason: string): void {
  assert.throws(() => parseEventPattern(text), {
    code: 'InvalidEventPatternException',
    message: `Event pattern is not valid. Reason: ${reason}`,
  });
}
