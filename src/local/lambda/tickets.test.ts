import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { Tickets } from './tickets.ts';

const tickets = new Tickets(Buffer.alloc(32, 1));

describe('The names of an attempt', () => {
  test('are the same in every life of a server', () => {
    assert.deepEqual(new Tickets(Buffer.alloc(32, 1)).of('1-3'), tickets.of('1-3'));
  });
  test('are others with other data', () => {
    assert.notEqual(new Tickets(Buffer.alloc(32, 2)).of('1-3').ticket, tickets.of('1-3').ticket);
  });
  test('are two, of 128 bits each', () => {
    const { mark, ticket } = tickets.of('1-3');
    assert.match(`${mark} ${ticket}`, /^[0-9a-f]{32} [0-9a-f]{32}$/);
    assert.notEqual(mark, ticket);
  });
});
