import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { ByteBudget, type Holding } from './byte-budget.ts';

describe('A budget of bytes', () => {
  test('drops nobody as long as all fits', () => {
    const { dropped } = held(100, { a: 50, b: 50 });
    assert.deepEqual(dropped, []);
  });
  test('drops who came first, and as many as it takes', () => {
    const { dropped, holdings } = held(100, { a: 30, b: 30, c: 30 });
    holdings.c?.add(50);
    assert.deepEqual(dropped, ['a', 'b']);
  });
  test('lets one alone hold more, until there is another one', () => {
    const { dropped, holdings } = held(100, { a: 101, b: 0 });
    assert.deepEqual(dropped, []);
    holdings.b?.add(1);
    assert.deepEqual(dropped, ['a']);
  });
  test('never drops what is in use', () => {
    const { dropped, holdings, budget } = held(100, { a: 60, b: 30 });
    holdings.a?.keep();
    holdings.b?.add(20);
    assert.deepEqual(dropped, ['b']);
    assert.equal(budget.isFull, false);
  });
  test('is full when what is in use fills it, until that is released', () => {
    const { holdings, budget } = held(100, { a: 100 });
    holdings.a?.keep();
    assert.equal(budget.isFull, true);
    holdings.a?.release();
    holdings.a?.release();
    assert.equal(budget.isFull, false);
  });
  test('counts nothing for who was dropped', () => {
    const { holdings, budget } = held(100, { a: 60, b: 60 });
    holdings.a?.add(1000);
    holdings.a?.release();
    assert.equal(budget.isFull, false);
  });
});

/** A budget of which each of these holds so many bytes. */
function held(bytesMax: number, bytes: Readonly<Record<string, number>>) {
  const budget = new ByteBudget(bytesMax);
  const dropped: string[] = [];
  const holdings: Record<string, Holding> = {};
  for (const [name, count] of Object.entries(bytes)) {
    const holding = budget.hold(() => dropped.push(name));
    holdings[name] = holding;
    holding.add(count);
  }
  return { budget, dropped, holdings };
}
