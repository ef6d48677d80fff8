import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Payload } from '../../base/payload.ts';
import type { Signal } from '../../interpreter/signal.ts';
import { fromPlain, toPlain } from './plain.ts';

describe('A signal that goes to another thread', () => {
  test('keeps the text of its payloads', () => arrives({ type: 'start', input: payload('{ "a": 1.0 }') }));
  test('keeps what is not there', () => arrives({ type: 'stop', error: undefined, cause: 'over' }));
  test('keeps what lies inside', () =>
    arrives({ type: 'start', input: payload('1'), origin: { machineAlias: 'live', machineVersion: 3 } }));
});

function payload(text: string): Payload {
  return Payload.fromText(text);
}

function arrives(signal: Signal): void {
  const arrived: Signal = fromPlain<Signal>(structuredClone(toPlain(signal)));
  assert.deepEqual(texts(arrived), texts(signal));
  assert.ok(!('input' in arrived) || arrived.input instanceof Payload);
}

function texts(signal: Signal): object {
  return 'input' in signal ? { ...signal, input: signal.input.text } : signal;
}
