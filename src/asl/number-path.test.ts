import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { type Json, parseJson } from '../base/json.ts';
import { anyNumber, parseWhole, wholeNumber } from './number-path.ts';

describe('Number by path', () => {
  test('may be the text of a number', () => {
    for (const value of [12, '12', '+12']) assert.equal(wholeNumber(value, 'F', '$.n'), 12);
    assert.equal(wholeNumber('-1', 'F', '$.n'), -1);
    assert.equal(anyNumber('0.5', 'F', '$.n'), 0.5);
    assert.equal(anyNumber(parseJson('1e1'), 'F', '$.n'), 10);
  });

  test('is whole as it is written', () => {
    for (const value of [
      '',
      ' 1',
      '1x',
      1.5,
      parseJson('1.0'),
      parseJson('12345678901234567890'),
      true,
      null,
      [1],
    ]) {
      assert.equal(parseWhole(value), undefined);
    }
  });

  test('fails with the words of AWS when it is none', () => {
    refuses(
      () => wholeNumber({}, 'F', '$.n'),
      'The F field refers to value "{}" which is not a valid integer: $.n',
    );
    refuses(
      () => anyNumber('x', 'F', '$.n'),
      'The F field refers to value "x" which is not a valid float: $.n',
    );
  });
});

function refuses(work: () => Json, message: string): void {
  assert.throws(work, { error: 'States.Runtime', message });
}
