import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { RefusalPace } from './refusal-pace.ts';

describe('Refusals', () => {
  test('come at once as long as they are few', () => {
    assert.equal(new Door().refuse(10).refused, 10);
  });
  test('wait for the next tick when they are many, the first one first', () => {
    const door = new Door().refuse(25);
    assert.equal(door.refused, 10);
    assert.equal(door.tick().refused, 20);
    assert.equal(door.tick().refused, 25);
    assert.deepEqual(
      door.order,
      Array.from({ length: 25 }, (_, n) => n),
    );
  });
  test('of a long queue are so many a tick that it is through in three seconds if it stays as long', () => {
    assert.equal(new Door().refuse(9010).tick().refused, 10 + 9000 / 300);
  });
  test('catch up when a tick was late', () => {
    assert.equal(new Door().refuse(9010).tick(100).refused, 10 + 9000 / 30);
  });
  test('keep their pace when the clock is set back', () => {
    assert.equal(new Door().refuse(100).tick(-3_600_000).refused, 20);
  });
  test('count for the tick in which they come', () => {
    assert.equal(new Door().refuse(11).tick().refuse(20).refused, 20);
  });
  test('need no ticks when there are none', () => {
    const door = new Door().refuse(11).tick().tick();
    assert.equal(door.isTicking, false);
    assert.equal(door.refuse(10).refused, 21);
  });
  test('of more than 20,000 come at once', () => {
    assert.equal(new Door().refuse(20_015).refused, 15);
  });
  test('wait no longer when the server ends, and nothing waits after that', () => {
    const door = new Door().refuse(100);
    door.pace.close();
    assert.equal(door.refused, 100);
    assert.equal(door.refuse(100).refused, 200);
  });
});

class Door {
  readonly order: number[] = [];
  #now = 0;
  #later: (() => void) | undefined;
  #came = 0;
  readonly pace = new RefusalPace(
    () => this.#now,
    (callback) => {
      this.#later = callback;
    },
  );

  get refused(): number {
    return this.order.length;
  }

  get isTicking(): boolean {
    return this.#later !== undefined;
  }

  refuse(count: number): this {
    for (let n = 0; n < count; n++) {
      const number = this.#came++;
      this.pace.refuse(() => this.order.push(number));
    }
    return this;
  }

  /** @param afterMs When it should have come after 10. */
  tick(afterMs = 10): this {
    this.#now += afterMs;
    const later = this.#later;
    this.#later = undefined;
    later?.();
    return this;
  }
}
