import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { compile } from '../asl/compile.ts';
import { Patiences } from './patiences.ts';

const PROGRAM = compile('{"StartAt":"A","States":{"A":{"Type":"Succeed"}}}');

describe('The patience with a program', () => {
  test('is halved by every turn that is given up, down to 2 ms', () => {
    assert.equal(msAfter({ lost: 1 }), 4);
    assert.equal(msAfter({ lost: 10 }), 2);
  });

  test('comes back by a millisecond a turn', () => {
    assert.equal(msAfter({ lost: 10, turns: 5 }), 7);
    assert.equal(msAfter({ lost: 10, turns: 50 }), 8);
  });

  test('is its own', () => {
    const patiences = new Patiences();
    patiences.lost(PROGRAM);
    assert.equal(msOf(patiences, { ...PROGRAM }), 8);
  });
});

function msAfter({ lost, turns = 0 }: { readonly lost: number; readonly turns?: number }): number {
  const patiences = new Patiences();
  for (let i = 0; i < lost; i++) patiences.lost(PROGRAM);
  for (let i = 0; i < turns; i++) patiences.of(PROGRAM, 0);
  return msOf(patiences, PROGRAM);
}

function msOf(patiences: Patiences, program: typeof PROGRAM): number {
  return patiences.of(program, 0).leftMs(0);
}
