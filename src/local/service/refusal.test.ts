import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Unavailable } from '../../base/unavailable.ts';
import { notImplemented, refusalOf, ServiceRefusal } from './refusal.ts';

describe('Refusals of local services', () => {
  test('a refusal is told as it is', () => {
    const refusal = new ServiceRefusal('ResourceNotFoundException', 'Rule a does not exist.');
    assert.equal(refusalOf(refusal), refusal);
  });

  test('a store that is away may be asked again', () => {
    const { code, status } = refusalOf(new Unavailable('The disk is full'));
    assert.deepEqual({ code, status }, { code: 'ServiceUnavailable', status: 503 });
  });

  test('a defect is nobody’s answer', () => {
    assert.throws(() => refusalOf(new TypeError('x')), TypeError);
  });

  test('what is not there is named', () => {
    assert.match(
      notImplemented('EventBridge', 'CreateArchive').message,
      /EventBridge does not have CreateArchive/,
    );
  });
});
