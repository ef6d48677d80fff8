import assert from 'node:assert/strict';
import { test } from 'node:test';
import { keepCompiledCode } from './compiled-code.ts';

test('Compiled code is kept also where no script is there that has some', () => {
  assert.doesNotThrow(keepCompiledCode);
});
