import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Pressure } from './pressure.ts';

describe('Pressure', () => {
  test('is low at first', () => {
    assert.equal(new Machine().isHigh(), false);
  });
  test('is high while more memory is held than may be', () => {
    const machine = new Machine();
    machine.memory = 1000;
    assert.equal(machine.isHigh(), true);
    machine.passes(1);
    machine.passes(100);
    machine.memory = 999;
    assert.equal(machine.isHigh(), false);
  });
  test('is high when a turn of the event loop was too long, until one is not', () => {
    const machine = new Machine();
    machine.isHigh();
    machine.passes(500);
    assert.equal(machine.isHigh(), true);
    machine.passes(100);
    machine.isHigh();
    machine.passes(1);
    assert.equal(machine.isHigh(), false);
  });
  test('is high in a turn that is too long, before its end', () => {
    const machine = new Machine();
    machine.isHigh();
    machine.goesOn(499);
    assert.equal(machine.isHigh(), false);
    machine.goesOn(1);
    assert.equal(machine.isHigh(), true);
  });
  test('is low in a turn that is long because others have the processor', () => {
    const machine = new Machine();
    machine.isHigh();
    machine.stalls(5000);
    machine.passes(1);
    assert.equal(machine.isHigh(), false);
  });
  test('is looked at ten times a second, however often it is asked', () => {
    const machine = new Machine();
    for (let ms = 0; ms < 1000; ms++) {
      machine.isHigh();
      machine.passes(1);
    }
    assert.equal(machine.looks, 10);
  });
});

/** A process with a limit of 1,000 bytes and of 500 ms. */
class Machine {
  memory = 0;
  looks = 0;
  #now = 0;
  #worked = 0;
  #later: () => void = () => {};
  readonly #pressure = new Pressure(
    {
      memoryBytes: () => {
        this.looks++;
        return this.memory;
      },
      elapsedMs: () => this.#now,
      workedMs: () => this.#worked,
      afterThisTurn: (callback) => {
        this.#later = callback;
      },
    },
    { memoryBytes: 1000, lagMs: 500 },
  );

  isHigh(): boolean {
    return this.#pressure.isHigh();
  }

  /** The turn of the event loop takes so long already. */
  goesOn(ms: number): void {
    this.#now += ms;
    this.#worked += ms;
  }

  /** Others have the processor meanwhile. */
  stalls(ms: number): void {
    this.#now += ms;
  }

  /** And then it ends. */
  passes(ms: number): void {
    this.goesOn(ms);
    this.#later();
    this.#later = () => {};
  }
}
