import assert from 'node:assert/strict';
import { existsSync, readFileSync } from 'node:fs';
import { describe, test } from 'node:test';
import { factsOf } from '../../tools/model/facts.ts';
import { breachesIn } from './service-model.ts';

/** AWS's service model, which is no part of the project. */
const SOURCE = new URL('../../../shared/spec/service-model.json', import.meta.url);

const GOOD = {
  executionArn: 'arn:e',
  stateMachineArn: 'arn:m',
  status: 'RUNNING',
  startDate: 1767225600.123,
  inputDetails: { included: true },
};

describe('The service model', () => {
  test('is what `npm run generate` writes', (context) => {
    if (!existsSync(SOURCE)) return context.skip(`there is no ${SOURCE.pathname}`);
    const written = readFileSync(new URL('service-model.json', import.meta.url), 'utf8');
    assert.equal(written, factsOf(JSON.parse(readFileSync(SOURCE, 'utf8'))));
  });
  test('has nothing against a good answer', () => finds({}, []));
  test('misses a required member', () =>
    finds({ status: undefined }, ['DescribeExecution.status is missing']));
  test('knows no member of ours', () =>
    finds({ colour: 1 }, ['DescribeExecution.colour is not in the model']));
  test('knows none in a structure either', () =>
    finds({ inputDetails: { truncated: false } }, [
      'DescribeExecution.inputDetails.truncated is not in the model',
    ]));
  test('takes null for no value at all', () =>
    finds({ name: null }, ['DescribeExecution.name is no string: null']));
  test('wants the type', () => finds({ output: {} }, ['DescribeExecution.output is no string: {}']));
  test('wants a value of the enum', () =>
    finds({ status: 'DONE' }, ['DescribeExecution.status is no value of its enum: DONE']));
  test('wants moments in seconds', () => {
    finds({ startDate: 1767225600123 }, ['DescribeExecution.startDate is no timestamp: 1767225600123']);
    finds({ startDate: '2026-01-01T00:00:00Z' }, [
      'DescribeExecution.startDate is no timestamp: "2026-01-01T00:00:00Z"',
    ]);
  });
  test('wants the bounds kept', () =>
    finds({ error: 'x'.repeat(257) }, ['DescribeExecution.error is out of bounds: 257']));
  test('looks into lists', () => {
    assert.deepEqual(breachesIn('ListActivities', { activities: [{ activityArn: 'a', name: 'a' }] }), [
      'ListActivities.activities[0].creationDate is missing',
    ]);
  });
});

function finds(change: object, breaches: readonly string[]): void {
  const answer = JSON.parse(JSON.stringify({ ...GOOD, ...change }));
  assert.deepEqual(breachesIn('DescribeExecution', answer), breaches);
}
