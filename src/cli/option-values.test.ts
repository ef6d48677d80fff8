import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Refusal } from './exit-code.ts';
import {
  account,
  collect,
  days,
  mebibytes,
  minutes,
  port,
  seconds,
  share,
  smtpUrl,
} from './option-values.ts';

describe('Values of options', () => {
  test('are what they should be', () => {
    assert.deepEqual([port('0'), days('0'), mebibytes('256'), minutes('360')], [0, 0, 256, 360]);
    assert.deepEqual([share('0.25'), seconds('1'), account('000000000001')], [0.25, 1, '000000000001']);
    assert.equal(smtpUrl('smtp://mail.example.com:587'), 'smtp://mail.example.com:587');
  });

  test('are refused when they are not', () => {
    refuses(port, ['65536', '-1', '1e3', '']);
    refuses(days, ['-1', '1.5']);
    refuses(mebibytes, ['255', 'x']);
    refuses(minutes, ['0', '361']);
    refuses(share, ['1.1', '-0.5']);
    refuses(seconds, ['0', '']);
    refuses(account, ['12345', 'x']);
    refuses(smtpUrl, ['http://mail.example.com', 'mail']);
  });

  test('are collected in their order', () => {
    assert.deepEqual(collect('b', collect('a')), ['a', 'b']);
  });
});

function refuses(read: (text: string) => unknown, texts: readonly string[]): void {
  for (const text of texts) assert.throws(() => read(text), Refusal, text);
}
