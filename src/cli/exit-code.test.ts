import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Defect } from '../base/assert.ts';
import { Unavailable } from '../base/unavailable.ts';
import { StoreRefused } from '../store/refused.ts';
import { EXIT, EXIT_CODES_HELP, exitCodeOf, Refusal } from './exit-code.ts';

describe('The exit code', () => {
  test('of a refusal is its own', () => {
    assert.equal(exitCodeOf(new Refusal(EXIT.usage, 'no')), 64);
  });

  test('tells a data directory in use from one of a newer version', () => {
    assert.deepEqual([refused('locked'), refused('newer')], [75, 78]);
  });

  test('tells a data directory that cannot be written from one that cannot be trusted', () => {
    assert.deepEqual([refused('unwritable'), refused('unsafe')], [74, 78]);
  });

  test('of what is not there for now is that of input and output', () => {
    assert.equal(exitCodeOf(new Unavailable('gone')), 74);
  });

  test('of a refused system call is that of input and output', () => {
    assert.equal(
      exitCodeOf(Object.assign(new Error('no such file'), { syscall: 'open', code: 'ENOENT' })),
      74,
    );
  });

  test('of a bug of ours is not ours to choose', () => {
    assert.deepEqual([new Defect('x'), new TypeError('y'), 'z'].map(exitCodeOf), [
      undefined,
      undefined,
      undefined,
    ]);
  });

  test('is explained by the help, each of them', () => {
    const listed = [...EXIT_CODES_HELP.matchAll(/^ {2}(\d+)/gm)].map(([, code]) => Number(code));
    assert.deepEqual(listed, Object.values(EXIT));
  });
});

function refused(reason: StoreRefused['reason']): number | undefined {
  return exitCodeOf(new StoreRefused(reason, 'no'));
}
