import assert from 'node:assert/strict';
import { cpSync, mkdtempSync, readFileSync, rmSync, truncateSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { DatabaseSync } from 'node:sqlite';
import { after, before, describe, test } from 'node:test';
import { recordingTerminal } from '../../../test/cli/recording-terminal.ts';
import { call, type Inhabited, inhabit, serving } from '../../../test/ops/inhabited.ts';
import { runCommandLine } from '../command-line.ts';

describe('stepwell doctor', () => {
  test('finds nothing wrong with a directory that was served', async () => {
    await finds(() => {}, { code: 0, said: /^4 executions and \d+ documents checked: nothing wrong$/ });
  });

  test('looks at a directory while a server runs on it', async () => {
    await inCopy(async (data) => {
      await serving(data, async (server) => {
        await call(server, 'StopExecution', { executionArn: inhabited.arns.waits });
        assert.deepEqual((await doctor(data)).out, '');
      });
    });
  });

  test('changes no byte of the database', async () => {
    await inCopy(async (data) => {
      const before = bytesOf(data);
      await doctor(data);
      assert.deepEqual(bytesOf(data), before);
    });
  });

  test('finds a header that does not follow from its journal', async () => {
    await finds(sql('UPDATE execution SET status = 1 WHERE status = 0 AND wake_at IS NOT NULL'), {
      out: /:execution:waits:one has status SUCCEEDED, its journal says RUNNING/,
    });
  });

  test('finds an execution that waits and stands in no index that says for what', async () => {
    await finds(sql('UPDATE execution SET wake_at = NULL'), {
      out: /:execution:waits:one has wakeAt none, its journal says \d+/,
    });
  });

  test('finds an execution that stands in an index for nothing', async () => {
    await finds(sql('UPDATE execution SET attention = 4 WHERE attention = 0 AND status = 1'), {
      out: /:execution:succeeds:one has attention 4, its journal says 0/,
    });
  });

  test('finds a chunk that is missing in between', async () => {
    await finds(sql('UPDATE journal SET version = 3 WHERE version = 2'), {
      out: /has chunk 3 where 2 should stand/,
    });
  });

  test('finds a chunk that is missing at the end', async () => {
    await finds(sql('UPDATE execution SET version = version + 1 WHERE status = 1'), {
      out: /:execution:succeeds:one has \d+ chunks, its header says \d+/,
    });
  });

  test('finds chunks of an execution that is not there', async () => {
    await finds(sql('DELETE FROM execution WHERE id IN (SELECT execution FROM journal)'), {
      out: /database has chunks of no execution/,
    });
  });

  test('does not mind what a purge has left to be deleted', async () => {
    await finds(
      sql(
        'INSERT INTO purged SELECT DISTINCT execution FROM journal; DELETE FROM execution WHERE id IN (SELECT execution FROM journal)',
      ),
      { code: 0 },
    );
  });

  test('finds a chunk that cannot be read', async () => {
    await finds(sql("UPDATE execution SET first_chunk = x'63' WHERE status = 1"), {
      out: /:execution:succeeds:one cannot be read: journal chunk of an unknown format/,
    });
  });

  test('finds a document that is not JSON', async () => {
    await finds(sql("UPDATE document SET text = '{' WHERE kind = 'machine' AND key LIKE '%/waits'"), {
      out: /^machine .*\/waits is not JSON$/,
    });
  });

  test('finds a machine whose definition is gone', async () => {
    await finds(sql("DELETE FROM document WHERE kind = 'revision'"), {
      out: /machine .*\/fails has no revision 1\n[\s\S]*:execution:fails:one cannot be read: missing: revision/,
    });
  });

  test('finds a function whose code is gone', async () => {
    await finds((data) => rmSync(join(data, 'functions'), { recursive: true }), {
      out: /^function .*\/keeps names functions\/.*, which is not there$/,
    });
  });

  test('finds a secret that is none', async () => {
    await finds(sql("UPDATE document SET text = 'short' WHERE key = 'task-tokens'"), {
      out: /^secret task-tokens is no key of 32 bytes$/,
    });
  });

  test('finds an index that has lost its rows', async () => {
    await finds(withoutIndexEntries, { out: /database .*execution_by_wake/ });
  });

  test('finds a file that is no database any more, or half of one', async () => {
    await finds((data) => writeFileSync(join(data, 'stepwell.db'), 'x'.repeat(10_000)), {
      out: /not a database/,
    });
    await finds((data) => truncateSync(join(data, 'stepwell.db'), 40_000), { out: /database / });
  });

  test('says when there is nothing to look at', async () => {
    const { code, said } = await doctor(join(directory, 'nowhere'));
    assert.deepEqual([code, /There is no data directory/.test(said)], [74, true]);
  });

  test('leaves a directory of another version alone', async () => {
    await finds(sql('UPDATE schema_version SET version = 1000'), { code: 78, said: /newer stepwell/ });
    await finds(sql('UPDATE schema_version SET version = 1'), { code: 78, said: /earlier stepwell/ });
  });
});

let directory = '';
let original = '';
let inhabited: Inhabited;

before(async () => {
  directory = mkdtempSync(join(tmpdir(), 'stepwell-doctor-'));
  original = join(directory, 'original');
  inhabited = await inhabit(original);
});
after(() => rmSync(directory, { recursive: true, force: true }));

interface Expected {
  readonly code?: number;
  readonly out?: RegExp;
  readonly said?: RegExp;
}

async function finds(harm: (data: string) => void, { code = 1, out, said }: Expected): Promise<void> {
  await inCopy(async (data) => {
    harm(data);
    const seen = await doctor(data);
    assert.equal(seen.code, code, `${seen.out}${seen.said}`);
    assert.match(seen.out, out ?? /^$/);
    if (said !== undefined) assert.match(seen.said, said);
  });
}

async function doctor(data: string): Promise<{ code: number; out: string; said: string }> {
  const terminal = recordingTerminal();
  const code = await runCommandLine(['doctor', data], terminal, {});
  return { code, out: terminal.printed.join('\n'), said: terminal.said.join('\n') };
}

async function inCopy(use: (data: string) => Promise<void>): Promise<void> {
  const data = mkdtempSync(join(directory, 'copy-'));
  cpSync(original, data, { recursive: true });
  await use(data);
}

function sql(statements: string): (data: string) => void {
  return (data) => {
    const database = new DatabaseSync(join(data, 'stepwell.db'));
    database.exec(statements);
    database.close();
  };
}

/** As a lost page would: SQLite itself is told that the index is another, empty one. */
function withoutIndexEntries(data: string): void {
  const database = new DatabaseSync(join(data, 'stepwell.db'), { defensive: false });
  database.exec(`
    PRAGMA writable_schema = ON;
    CREATE INDEX empty ON execution (wake_at) WHERE id < 0;
    UPDATE sqlite_schema SET rootpage = (SELECT rootpage FROM sqlite_schema WHERE name = 'empty')
    WHERE name = 'execution_by_wake';
    DELETE FROM sqlite_schema WHERE name = 'empty'`);
  database.close();
}

function bytesOf(data: string): Buffer {
  return readFileSync(join(data, 'stepwell.db'));
}
