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
  test('is low after one turn of the event loop that was too long', () => {
    const machine = new Machine();
    machine.isHigh();
    machine.passes(500);
    assert.equal(machine.isHigh(), false);
  });
  test('is high when two in a row were, until one is not', () => {
    const machine = new Machine();
    machine.takesLong(2);
    assert.equal(machine.isHigh(), true);
    machine.passes(100);
    machine.isHigh();
    machine.passes(1);
    assert.equal(machine.isHigh(), false);
  });
  test('is high in the second turn that is too long, before its end', () => {
    const machine = new Machine();
    machine.takesLong(1);
    machine.goesOn(100);
    machine.isHigh();
    machine.goesOn(499);
    assert.equal(machine.isHigh(), false);
    machine.goesOn(1);
    assert.equal(machine.isHigh(), true);
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
  #later: () => void = () => {};
  readonly #pressure = new Pressure(
    {
      memoryBytes: () => {
        this.looks++;
        return this.memory;
      },
      elapsedMs: () => this.#now,
      afterThisTurn: (callback) => {
        this.#later = callback;
      },
    },
    { memoryBytes: 1000, lagMs: 500 },
  );

  isHigh(): boolean {
    return this.#pressure.isHigh();
  }

  /** So many turns in which it is looked at take half a second. */
  takesLong(turns: number): void {
    for (let turn = 0; turn < turns; turn++) {
      this.passes(100);
      this.isHigh();
      this.passes(500);
    }
  }

  /** The turn of the event loop takes so long already. */
  goesOn(ms: number): void {
    this.#now += ms;
  }

  /** And then it ends. */
  passes(ms: number): void {
    this.goesOn(ms);
    this.#later();
    this.#later = () => {};
  }
}
