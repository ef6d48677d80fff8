import assert from 'node:assert/strict';
import { spawnSync } from 'node:child_process';
import { mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { describe, test } from 'node:test';
import { archiveOf, insideOf } from './code-archive.ts';

const WITHOUT_PYTHON =
  spawnSync('python3', ['--version']).status !== 0 && 'python3 is not there to read the archive';

describe('The archive of a folder', () => {
  test('holds its files, and another program reads them', { skip: WITHOUT_PYTHON }, () => {
    inFolder((folder) => {
      mkdirSync(join(folder, 'code/src'), { recursive: true });
      writeFileSync(join(folder, 'code/index.js'), 'exports.a = 1;');
      writeFileSync(join(folder, 'code/src/ä.txt'), 'x'.repeat(10_000));
      writeFileSync(join(folder, 'out.zip'), archiveOf(join(folder, 'code'), []));
      const { stdout } = spawnSync('python3', ['-m', 'zipfile', '-l', join(folder, 'out.zip')], {
        encoding: 'utf8',
      });
      assert.match(stdout, /index\.js.* 14\n/);
      assert.match(stdout, /src\/ä\.txt.* 10000/);
    });
  });
  test('follows links within the folder, and refuses those that lead out', () => {
    inFolder((folder) => {
      const code = join(folder, 'code');
      mkdirSync(code);
      writeFileSync(join(code, 'a.js'), '');
      symlinkSync('a.js', join(code, 'b.js'));
      archiveOf(code, []);
      symlinkSync('/etc/passwd', join(code, 'c.js'));
      assert.throws(() => archiveOf(code, []), /c\.js is a link that leads out of the code's folder/);
    });
  });
  test('leaves out what stepwell itself keeps', () => {
    inFolder((folder) => {
      const before = archiveOf(folder, []);
      mkdirSync(join(folder, '.stepwell'));
      writeFileSync(join(folder, '.stepwell/a'), '');
      assert.deepEqual(archiveOf(folder, []), before);
    });
  });
  test('a circle of links ends at a bound', () => {
    inFolder((folder) => {
      const code = join(folder, 'code');
      mkdirSync(join(code, 'a'), { recursive: true });
      symlinkSync('../a', join(code, 'a/b'));
      assert.throws(() => archiveOf(code, []), /nested deeper than 64 levels, or lead in a circle/);
    });
  });
});

describe('A path in a template', () => {
  test('must lie below the folder of the template', () => {
    inFolder((folder) => {
      writeFileSync(join(folder, 'a.js'), '');
      symlinkSync('/etc', join(folder, 'etc'));
      assert.match(insideOf(folder, './a.js', []), /a\.js$/);
      for (const path of ['../', '/etc/passwd', 'etc/passwd', '../../../../etc/passwd']) {
        assert.throws(() => insideOf(folder, path, []), /leads out of the template's folder/, path);
      }
      assert.throws(() => insideOf(folder, 'nothing', []), /nothing is not there/);
    });
  });
});

function inFolder(work: (folder: string) => void): void {
  const folder = mkdtempSync(join(tmpdir(), 'stepwell-archive-'));
  try {
    work(folder);
  } finally {
    rmSync(folder, { recursive: true });
  }
}
