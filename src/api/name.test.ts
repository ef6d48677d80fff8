import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { checkName } from './name.ts';

describe('a name', () => {
  test('may have letters, digits, dots, dashes, underscores and the like', () => {
    for (const name of ['a', 'A1', 'a.b-c_d', "it's(1)=@+!", 'é', '😀']) checkName(name);
  });
  test('may have no white space, bracket, wildcard, special or control character', () => {
    for (const char of ' \t\n<>{}[]?*"#%\\^|~`$&,;:/\u0000\u0085\ud800\ufffe') {
      assert.throws(() => checkName(`a${char}b`), /^ServiceError: Invalid Name: '/, JSON.stringify(char));
    }
  });
});
