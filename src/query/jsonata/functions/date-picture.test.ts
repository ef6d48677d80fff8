import { describe, test } from 'node:test';
import { fails, gives, TOO_LARGE } from '../../../../test/jsonata/expression-under-test.ts';

describe('A date picture', () => {
  test('has markers and text', () => gives('$fromMillis(0, "[[[Y]]] [D01]/[M01]")', '[1970] 01/01'));
  test('has widths', () => gives('$fromMillis(0, "[Y,2-2] [MNn,3-3]")', '70 Jan'));
  test('closes its brackets', () => fails('$fromMillis(0, "[Y")', 'D3135'));
  test('knows its components', () => fails('$fromMillis(0, "[Q]")', 'D3132'));
  test('has no width without end', () => fails('$fromMillis(0, "[Y,999999999]")', TOO_LARGE));
});
