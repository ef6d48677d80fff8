import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { map, pass, task } from '../../../test/interpreter/states.ts';
import { tested } from '../../../test/interpreter/tested.ts';

describe('every step of a data flow is told', () => {
  test('on the way in', () => {
    const { inspection } = tested(pass({ InputPath: '$.a', Parameters: { 'x.$': '$.b' } }), {
      input: '{"a":{"b":1}}',
    });
    assert.deepEqual([inspection.afterInputPath, inspection.afterParameters], ['{"b":1}', '{"x":1}']);
  });

  test('on the way out', () => {
    const filters = { ResultSelector: { 's.$': '$.r' }, ResultPath: '$.p', OutputPath: '$.p.s' };
    const { output, inspection } = tested(task(filters), { input: '{"i":0}', result: '{"r":1}' });
    assert.deepEqual(
      [inspection.result, inspection.afterResultSelector, inspection.afterResultPath, output],
      ['{"r":1}', '{"s":1}', '{"i":0,"p":{"s":1}}', '1'],
    );
  });

  test('once: chance shows the same value everywhere', () => {
    const { output, inspection } = tested(pass({ Parameters: { 'id.$': 'States.UUID()' } }));
    assert.equal(inspection.afterParameters, output);
  });

  test('a null stays one', () => {
    const { output, inspection } = tested(pass({ InputPath: '$.a' }), { input: '{"a":null}' });
    assert.deepEqual([inspection.afterInputPath, output], ['null', 'null']);
  });

  test('paths into the context and variables work in each step', () => {
    const filters = { InputPath: '$$.State', Parameters: { 'n.$': '$.Name', 'v.$': '$x' } };
    const { output } = tested(pass(filters), { context: '{"State":{"Name":"n"}}', variables: { x: 1 } });
    assert.equal(output, '{"n":"n","v":1}');
  });

  test('what a Map limits', () => {
    const limits = { MaxConcurrency: 3, ToleratedFailureCount: 1, ToleratedFailurePercentage: 2 };
    const { inspection } = tested({ ...map({ P: pass() }), ...limits }, { input: '[]', result: '[]' });
    const { maxConcurrency, toleratedFailureCount, toleratedFailurePercentage } = inspection;
    assert.deepEqual([maxConcurrency, toleratedFailureCount, toleratedFailurePercentage], [3, 1, 2]);
  });

  test("an ItemReader's items are those that are given", () => {
    const ItemReader = { Resource: 'arn:aws:states:::s3:getObject', Parameters: { Bucket: 'b', Key: 'k' } };
    const reading = { ...map({ P: pass() }), ItemReader, ItemSelector: { 'v.$': '$$.Map.Item.Value' } };
    const { inspection } = tested(reading, { readItems: [1, 2], result: '[]' });
    assert.equal(inspection.afterItemSelector, '[{"v":1},{"v":2}]');
  });

  test('a JSONata choice rule leaves its output to the state', () => {
    const Choices = [{ Condition: '{% true %}', Next: 'A' }];
    const choice = { Type: 'Choice', QueryLanguage: 'JSONata', Choices, Output: '{% 7 %}' };
    assert.equal(tested(choice).output, '7');
  });
});
