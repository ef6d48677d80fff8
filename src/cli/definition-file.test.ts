import assert from 'node:assert/strict';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { type DefinitionFile, InvalidYaml, machineName, readDefinition } from './definition-file.ts';
import { Refusal } from './exit-code.ts';

describe('A definition file', () => {
  test('in JSON is taken as it is', async () => {
    assert.equal((await read('a.json', '{ "StartAt": 1.0 }')).text, '{ "StartAt": 1.0 }');
  });

  test('in JSON is not checked here', async () => {
    assert.equal((await read('a.asl.json', '{')).text, '{');
  });

  test('in YAML becomes JSON', async () => {
    for (const name of ['a.yaml', 'a.asl.yml'])
      assert.equal((await read(name, 'StartAt: A')).text, '{"StartAt":"A"}');
  });

  test('in broken YAML is refused with the place', async () => {
    await assert.rejects(read('a.yaml', 'a: 1\na: 2'), (error) => {
      assert.ok(error instanceof InvalidYaml);
      assert.match(error.message, /a\.yaml:2:1: .*unique/);
      return true;
    });
  });

  test('with another ending is refused', async () => {
    await assert.rejects(read('a.txt', '{}'), Refusal);
  });
});

describe('The name of a machine', () => {
  test('is that of its file', () => {
    assert.equal(machineName('flows/order-flow.asl.json'), 'order-flow');
  });

  test('holds nothing that AWS does not allow', () => {
    assert.equal(machineName('my flow (1).yaml'), 'my-flow-1-');
  });

  test('is at most 80 characters long', () => {
    assert.equal(machineName(`${'a'.repeat(100)}.json`).length, 80);
  });

  test('is never empty', () => {
    assert.equal(machineName('.json'), 'machine');
  });
});

async function read(name: string, text: string): Promise<DefinitionFile> {
  const directory = mkdtempSync(join(tmpdir(), 'definition-'));
  try {
    writeFileSync(join(directory, name), text);
    return await readDefinition(join(directory, name));
  } finally {
    rmSync(directory, { recursive: true });
  }
}
