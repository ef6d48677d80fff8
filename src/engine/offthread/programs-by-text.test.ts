import assert from 'node:assert/strict';
import { test } from 'node:test';
import { ProgramsByText } from './programs-by-text.ts';

test('A definition is compiled once, until eight others have been', () => {
  const programs = new ProgramsByText();
  const first = programs.of(definition(0));
  assert.equal(programs.of(definition(0)), first);
  for (let others = 1; others <= 8; others++) programs.of(definition(others));
  assert.notEqual(programs.of(definition(0)), first);
});

function definition(number: number): string {
  return `{"Comment":"${number}","StartAt":"A","States":{"A":{"Type":"Succeed"}}}`;
}
