import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import {
  readFormerOrigin,
  readJson,
  readOrigin,
  type Sink,
  type Source,
  writeJson,
} from './record-layout.ts';

describe('Parts of record layouts', () => {
  test('an origin is read with the members it has', () => {
    assert.deepEqual(readOrigin(sourceOf([3, 'prod', undefined, undefined])), {
      origin: { machineVersion: 3, machineAlias: 'prod' },
    });
    assert.deepEqual(readOrigin(sourceOf([undefined, undefined, undefined, 70, 5, 2, 1])), {
      origin: { parent: { execution: 70, event: 5, item: 2, isWaiting: true } },
    });
  });

  test('an origin that says nothing is none', () => {
    assert.deepEqual(readOrigin(sourceOf([undefined, undefined, undefined, undefined])), {});
  });

  test('an origin written before there were parents has none', () => {
    assert.deepEqual(readFormerOrigin(sourceOf([3, 'prod', undefined])), {
      origin: { machineVersion: 3, machineAlias: 'prod' },
    });
  });

  test('JSON keeps members called __proto__ as data', () => {
    const written: (string | undefined)[] = [];
    writeJson(sinkOf(written), JSON.parse('{"__proto__":1}'));
    assert.equal(JSON.stringify(readJson(sourceOf(written))), '{"__proto__":1}');
  });

  test('absent JSON stays absent', () => {
    const written: (string | undefined)[] = [];
    writeJson(sinkOf(written), undefined);
    assert.equal(readJson(sourceOf(written)), undefined);
  });
});

function sourceOf(values: readonly unknown[]): Source {
  const left = [...values];
  const take = () => left.shift();
  // Stands in for the decoder: each test reads back what it says was written, in its order.
  return { uint: take, event: take, optional: take, text: take, payload: take } as unknown as Source;
}

function sinkOf(texts: (string | undefined)[]): Sink {
  const nothing = () => {};
  return {
    uint: nothing,
    place: nothing,
    event: nothing,
    optional: nothing,
    payload: nothing,
    text: (text) => texts.push(text),
  };
}
