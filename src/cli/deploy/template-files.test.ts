import assert from 'node:assert/strict';
import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { localUrls, TemplateFiles } from './template-files.ts';

const HERE = 'http://127.0.0.1:8083';

describe('The files of a template', () => {
  test('the same code has the same digest', () => {
    withFolder((folder, files) => {
      const { pack } = files.preparation([]);
      writeFileSync(join(folder, 'index.js'), 'a');
      const digest = pack({ name: 'index.js', text: 'a' }, []);
      assert.equal(pack({ path: 'index.js' }, []), digest);
      assert.notEqual(pack({ name: 'index.js', text: 'b' }, []), digest);
      assert.ok(files.archives.has(digest));
    });
  });
  test('assets of cdk synth are found by their keys', () => {
    withFolder((folder, files) => {
      mkdirSync(join(folder, 'asset.abc'));
      const file = { source: { path: 'asset.abc' }, destinations: { here: { objectKey: 'abc.zip' } } };
      writeFileSync(join(folder, 'Orders.assets.json'), JSON.stringify({ files: { abc: file } }));
      assert.equal(files.preparation([]).asset('cdk-assets', 'abc.zip', []), 'asset.abc');
      assert.throws(
        () => files.preparation([]).asset('b', 'other.zip', []),
        /s3:\/\/b\/other\.zip is neither/,
      );
    });
  });
  test('what was read is known, to be watched', () => {
    withFolder((folder, files) => {
      writeFileSync(join(folder, 'flow.json'), '{}');
      assert.equal(files.preparation([]).text('flow.json', []), '{}');
      assert.equal(files.seen.size, 1);
    });
  });
});

describe('Addresses of deployed APIs', () => {
  test('lead to this server', () => {
    assert.equal(
      localUrls('x https://abc1.execute-api.eu-west-1.amazonaws.com/prod/a?b y', HERE),
      `x ${HERE}/restapis/abc1/prod/_user_request_/a?b y`,
    );
    assert.equal(
      localUrls('https://abc1.execute-api.eu-west-1.amazonaws.com', HERE),
      `${HERE}/restapis/abc1`,
    );
  });
  test('other addresses stay', () => {
    assert.equal(localUrls('https://example.com/prod', HERE), 'https://example.com/prod');
  });
});

function withFolder(work: (folder: string, files: TemplateFiles) => void): void {
  const folder = mkdtempSync(join(tmpdir(), 'stepwell-files-'));
  try {
    work(folder, new TemplateFiles(folder, HERE));
  } finally {
    rmSync(folder, { recursive: true });
  }
}
