import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Intake } from './intake.ts';

describe('The intake', () => {
  test('takes 1,000 at first, and no more', async () => {
    const it = new Calls();
    it.take(1000);
    assert.equal(it.intake.room, 0);
    await assert.rejects(
      it.intake.take(async () => undefined),
      { code: 'ThrottlingException' },
    );
  });
  test('takes more when many were answered in good time', async () => {
    const it = new Calls();
    it.take(1000);
    await it.answer({ count: 500, afterMs: 199 });
    assert.ok(it.intake.room > 500);
  });
  test('takes no more for that when only few were under way', async () => {
    const it = new Calls();
    it.take(10);
    await it.answer({ count: 10, afterMs: 1 });
    assert.equal(it.intake.room, 1000);
  });
  test('takes half as many when answers took a fifth of a second, however many of the same crowd did', async () => {
    const it = new Calls();
    it.take(1000);
    await it.answer({ count: 1000, afterMs: 200 });
    assert.equal(it.intake.room, 500);
  });
  test('takes 128 in the worst case, and 20,000 in the best', async () => {
    const it = new Calls();
    for (let round = 0; round < 10; round++) {
      it.take(it.intake.room);
      await it.answer({ count: 3000, afterMs: 1000 });
    }
    assert.equal(it.intake.room, 128);
    for (let round = 0; round < 20; round++) {
      it.take(it.intake.room);
      await it.answer({ count: 40_000, afterMs: 1 });
    }
    assert.equal(it.intake.room, 20_000);
  });
  test('forgets those that failed', async () => {
    const { intake } = new Calls();
    for (let n = 0; n < 1001; n++) await intake.take(() => Promise.reject(new Error('no'))).catch(() => {});
    assert.equal(intake.room, 1000);
  });
});

/** Calls that wait until they are answered, the first one first. */
class Calls {
  #now = 0;
  readonly intake = new Intake(() => this.#now);
  readonly #waiting: (() => void)[] = [];

  take(count: number): void {
    for (let n = 0; n < count; n++)
      void this.intake.take(() => new Promise<void>((resolve) => this.#waiting.push(resolve)));
  }

  async answer({ count, afterMs }: { readonly count: number; readonly afterMs: number }): Promise<void> {
    this.#now += afterMs;
    for (const resolve of this.#waiting.splice(0, count)) resolve();
    await new Promise(setImmediate);
  }
}
