import assert from 'node:assert/strict';
import { describe, test } from 'node:test';
import { readStartOptions, START_OPTIONS } from './start-options.ts';

describe('Options of a start', () => {
  test('are their defaults when none is given', () => {
    assert.deepEqual(readStartOptions([]), DEFAULTS);
  });

  test('are read when each one stands before its value', () => {
    const args = ['--port', '0', '--auth', 'off', '--s3-dir', 'buckets', '--max-memory', '300'];
    assert.deepEqual(readStartOptions(args), {
      ...{ ...DEFAULTS, port: 0, auth: 'off', s3Dir: 'buckets', maxMemory: 300 },
    });
  });

  test('are true when they take no value', () => {
    assert.deepEqual(readStartOptions(['--behind-proxy', '--enforce-roles']), {
      ...{ ...DEFAULTS, behindProxy: true, enforceRoles: true },
    });
  });

  test('are collected when they may be repeated', () => {
    const args = ['--host-name', 'a.example', '--host-name', 'b.example'];
    assert.deepEqual(readStartOptions(args), { ...DEFAULTS, hostName: ['a.example', 'b.example'] });
  });

  test('are left to the parser of all commands when anything about them is unusual', () => {
    for (const args of [
      ['--port=0'],
      ['--port'],
      ['--port', 'x'],
      ['--auth', 'none'],
      ['--data', '-x'],
      ['--help'],
      ['x'],
    ])
      assert.equal(readStartOptions(args), undefined, args.join(' '));
  });

  test('have flags that differ', () => {
    const flags = START_OPTIONS.map((row) => row.flags.split(' ', 1)[0]);
    assert.equal(new Set(flags).size, flags.length);
  });
});

const DEFAULTS = {
  port: 8083,
  bind: '127.0.0.1',
  data: './.stepwell',
  auth: 'sigv4',
  account: '123456789012',
  modules: '.',
  retention: 90,
  maxMemory: 512,
  logFormat: 'text',
  traceSampling: 1,
};
