import assert from 'node:assert/strict';
import { DatabaseSync } from 'node:sqlite';
import { describe, test } from 'node:test';
import { migrate } from './migrate.ts';
import { PURGES, READS, WRITES } from './statements.ts';

describe('the plan of', () => {
  test('headerByName searches its index', () =>
    plans(READS.headerByName, 'execution_by_name (machine=? AND name=?)'));

  test('executions searches one range for each status', () =>
    plans(READS.executions, 'execution_by_status (machine=? AND status=? AND rowid<?)'));

  test('executionsOfStatus searches one range', () =>
    plans(READS.executionsOfStatus, 'execution_by_status (machine=? AND status=? AND rowid<?)'));

  test('executionsOfVersion and executionsOfAlias search one range for each status, or that of one', () => {
    for (const [name, index] of [
      ['Version', 'execution_by_version (machine=? AND machine_version=? AND status=? AND rowid<?)'],
      ['Alias', 'execution_by_alias (machine=? AND machine_alias=? AND status=? AND rowid<?)'],
    ] as const) {
      plans(READS[`executionsOf${name}`], index);
      plans(READS[`executionsOf${name}AndStatus`], index);
    }
  });

  test('executionsOfMapRun searches one range for each status, or that of one', () => {
    const index = 'execution_by_map_run (map_run=? AND status=? AND rowid<?)';
    plans(READS.executionsOfMapRun, index);
    plans(READS.executionsOfMapRunAndStatus, index);
  });

  test('due walks the timers in order', () =>
    plans(READS.due, 'execution_by_wake (wake_at>? AND wake_at<?)'));

  test('ended walks the ends in order', () =>
    plans(READS.ended, 'execution_by_end (stopped_at>? AND stopped_at<?)'));

  test('attentive walks the executions of one attention', () =>
    plans(READS.attentive, 'execution_by_attention (attention=? AND rowid>?)'));

  test('attentions steps from value to value', () =>
    plans(READS.attentions, 'execution_by_attention (attention>?)'));

  test('documents searches the range of the prefix', () =>
    plans(READS.documents, 'document_by_key (kind=? AND key>? AND key<?)'));

  test('journal searches both keys, whole chunks or their beginnings', () => {
    for (const sql of [READS.journal, READS.journalStarts])
      plans(sql, 'PRIMARY KEY (execution=? AND version>? AND version<?)');
  });

  test('outbox walks one queue in the order it is due', () =>
    plans(READS.outbox, 'outbox_by_due (queue=? AND due_at<?)'));

  test('every statement scans no table and sorts nothing but documents', () => {
    for (const [name, sql] of Object.entries({ ...READS, ...WRITES, ...PURGES })) {
      const plan = planOf(sql);
      assert.doesNotMatch(plan, /SCAN (execution|journal|document|outbox)\b/, name);
      if (name !== 'documents') assert.doesNotMatch(plan, /TEMP B-TREE/, name);
    }
  });
});

function plans(sql: string, step: string): void {
  assert.ok(planOf(sql).includes(step), planOf(sql));
}

function planOf(sql: string): string {
  const database = new DatabaseSync(':memory:');
  migrate(database);
  const steps = database.prepare(`EXPLAIN QUERY PLAN ${sql}`).all();
  database.close();
  return steps.map((step) => step.detail).join('\n');
}
