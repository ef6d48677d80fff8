import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { childArn, childName, isOverTolerance } from './map-run.ts';

const UUID = /^[0-9a-f]{8}-[0-9a-f]{4}-8[0-9a-f]{3}-[89ab][0-9a-f]{3}-[0-9a-f]{12}$/;
const MACHINE = { place: { region: 'us-east-1', account: '123456789012' }, stateMachineName: 'm' };

describe('An execution of a Map Run', () => {
  test('has a UUID for its name, the same for the same number of the same run', () => {
    const names = [childName({ uuid: 'r' }, 0), childName({ uuid: 'r' }, 1), childName({ uuid: 's' }, 0)];
    assert.equal(new Set(names).size, 3);
    for (const name of names) assert.match(name, UUID);
    assert.equal(childName({ uuid: 'r' }, 0), names[0]);
  });

  test('has the ARN of its type', () => {
    const arn = 'arn:aws:states:us-east-1:123456789012';
    assert.equal(childArn(MACHINE, { label: 'L', childType: 'STANDARD' }, 'n'), `${arn}:execution:m/L:n`);
    const express = childArn(MACHINE, { label: 'L', childType: 'EXPRESS' }, 'n');
    assert.equal(express.slice(0, express.lastIndexOf(':')), `${arn}:express:m/L:n`);
    assert.match(express.slice(express.lastIndexOf(':') + 1), UUID);
  });
});

describe('Tolerated failures', () => {
  test('are none unless something is said', () => {
    assert.deepEqual([isOver({}, 0), isOver({}, 1)], [false, true]);
  });

  test('are counted, or a share of all items', () => {
    assert.deepEqual(
      [isOver({ toleratedFailureCount: 2 }, 2), isOver({ toleratedFailureCount: 2 }, 3)],
      [false, true],
    );
    const share = { toleratedFailurePercentage: 25 };
    assert.deepEqual([isOver(share, 2), isOver(share, 3)], [false, true]);
  });

  test('are over with the first of two limits', () => {
    assert.equal(isOver({ toleratedFailureCount: 0, toleratedFailurePercentage: 100 }, 1), true);
  });
});

/** Of eight items. */
function isOver(limits: object, failed: number): boolean {
  const endedItems = { SUCCEEDED: 0, FAILED: failed, TIMED_OUT: 0, ABORTED: 0 };
  return isOverTolerance({ limits: { maxConcurrency: 0, ...limits }, endedItems, total: 8 });
}
