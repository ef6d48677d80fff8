import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { parseFunctionName } from './function-name.ts';

const HERE = { region: 'eu-west-1', account: '111111111111' };

describe('A function name', () => {
  test('may be the bare name', () => reads('Hello_1-a', HERE, 'Hello_1-a', undefined));

  test('may carry a qualifier', () => reads('Hello:$LATEST', HERE, 'Hello', '$LATEST'));

  test('may be a partial ARN', () =>
    reads('222222222222:function:Hello', there('eu-west-1'), 'Hello', undefined));

  test('may be an ARN of another region and account', () =>
    reads(
      'arn:aws:lambda:us-gov-west-1:222222222222:function:Hello:live',
      there('us-gov-west-1'),
      'Hello',
      'live',
    ));

  test('is refused when it is none of these', () => {
    for (const text of ['', 'a b', 'arn:aws:s3:::bucket', 'Hello:a:b', `${'x'.repeat(257)}`, '../Hello']) {
      assert.equal(parseFunctionName(text, HERE), undefined, text);
    }
  });
});

function there(region: string): typeof HERE {
  return { region, account: '222222222222' };
}

function reads(text: string, scope: typeof HERE, name: string, qualifier: string | undefined): void {
  assert.deepEqual(parseFunctionName(text, HERE), { ...scope, name, qualifier });
}
