const HEADER = `id, machine, revision, name, status, started_at, stopped_at, wake_at, attention, version,
      machine_version, machine_alias, redrive_count, redriven_at, map_run, item_count`;

/**
 * A machine's (or a Map Run's) executions of any status, newest first: merges the five ranges of an index that ends with the status,
 * backwards, and reads no more rows than it returns.
 */
function newest(range: string): string {
  const ofStatus = (status: number) => `
    SELECT ${HEADER} FROM execution WHERE ${range} AND id < ?2 AND status = ${status}`;
  return `${[0, 1, 2, 3, 4].map(ofStatus).join('\n    UNION ALL')}
    ORDER BY id DESC
    LIMIT ?3`;
}

/** The writer's questions and answers. Numbers of `status`: see row.ts. */
export const WRITES = {
  /** 0 changes: the id or (machine, name) is taken. */
  startExecution: `
    INSERT INTO execution (${HEADER}, first_chunk)
    VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
    ON CONFLICT DO NOTHING`,

  /**
   * Primary key. Leaves the status alone, so that execution_by_status is not rewritten by every turn, and the redrives:
   * one turn may have ended the execution and redriven it.
   */
  advanceExecution: `
    UPDATE execution
    SET revision = ?, started_at = ?, stopped_at = ?, wake_at = ?, attention = ?, version = ?
    WHERE id = ? AND version = ? AND status = ? AND redrive_count IS ?`,

  /** Primary key. */
  changeExecution: `
    UPDATE execution
    SET revision = ?, started_at = ?, stopped_at = ?, wake_at = ?, attention = ?, version = ?, status = ?,
      redrive_count = ?, redriven_at = ?
    WHERE id = ? AND version = ?`,

  appendChunk: `
    INSERT INTO journal (execution, version, chunk)
    VALUES (?, ?, ?)`,

  createDocument: `
    INSERT INTO document (kind, key, version, text)
    VALUES (?, ?, 1, ?)
    ON CONFLICT DO NOTHING`,

  /** document_by_key. */
  updateDocument: `
    UPDATE document
    SET text = ?, version = version + 1
    WHERE kind = ? AND key = ? AND version = ?`,

  /** document_by_key. */
  deleteDocument: `
    DELETE FROM document
    WHERE kind = ? AND key = ? AND version = ?`,

  /** document_by_key, covering. */
  documentExists: `
    SELECT 1
    FROM document
    WHERE kind = ? AND key = ?`,

  appendToOutbox: `
    INSERT INTO outbox (queue, due_at, text)
    VALUES (?, ?, ?)`,

  /** Primary key. */
  removeFromOutbox: `
    DELETE FROM outbox
    WHERE position = ?`,
} as const;

/** Those of purges, which the writer makes between its batches. */
export const PURGES = {
  /** Primary key. 0 changes: it is gone, runs again, or ended later. */
  deleteEnded: `
    DELETE FROM execution
    WHERE id = ? AND status <> 0 AND stopped_at <= ?`,

  hidePurged: `
    INSERT INTO purged (execution)
    VALUES (?)`,

  /** Primary key. */
  nextPurged: `
    SELECT execution
    FROM purged
    ORDER BY execution
    LIMIT 1`,

  /** Primary key, both times. */
  deleteChunks: `
    DELETE FROM journal
    WHERE execution = ?1 AND version IN (
      SELECT version
      FROM journal
      WHERE execution = ?1
      ORDER BY version
      LIMIT ?2
    )`,

  /** Primary key. */
  forgetPurged: `
    DELETE FROM purged
    WHERE execution = ?`,
} as const;

/** The reader's. */
export const READS = {
  /** Primary key. */
  header: `
    SELECT ${HEADER}
    FROM execution
    WHERE id = ?`,

  /** execution_by_name. */
  headerByName: `
    SELECT ${HEADER}
    FROM execution
    WHERE machine = ? AND name = ?`,

  /** One statement, so that both parts see the same commit. Primary keys. */
  journal: `
    SELECT 1 AS version, first_chunk AS chunk
    FROM execution
    WHERE id = ?1 AND ?2 <= 1 AND first_chunk IS NOT NULL
    UNION ALL
    SELECT version, chunk
    FROM journal
    WHERE execution = ?1 AND version BETWEEN ?2 AND ?3
    ORDER BY version`,

  /** As `journal`. */
  journalStarts: `
    SELECT 1 AS version, substr(first_chunk, 1, ?4) AS chunk
    FROM execution
    WHERE id = ?1 AND ?2 <= 1 AND first_chunk IS NOT NULL
    UNION ALL
    SELECT version, substr(chunk, 1, ?4)
    FROM journal
    WHERE execution = ?1 AND version BETWEEN ?2 AND ?3
    ORDER BY version`,

  /** execution_by_status, backwards. */
  executionsOfStatus: `
    SELECT ${HEADER}
    FROM execution
    WHERE machine = ?1 AND map_run IS NULL AND id < ?2 AND status = ?4
    ORDER BY id DESC
    LIMIT ?3`,

  /** execution_by_status. */
  executions: newest('machine = ?1 AND map_run IS NULL'),

  /** execution_by_map_run. */
  executionsOfMapRun: newest('map_run = ?1'),

  /** execution_by_map_run, backwards. */
  executionsOfMapRunAndStatus: `
    SELECT ${HEADER}
    FROM execution
    WHERE map_run = ?1 AND id < ?2 AND status = ?4
    ORDER BY id DESC
    LIMIT ?3`,

  /** execution_by_version. */
  executionsOfVersion: newest('machine = ?1 AND machine_version = ?4'),

  /** execution_by_version, backwards. */
  executionsOfVersionAndStatus: `
    SELECT ${HEADER}
    FROM execution
    WHERE machine = ?1 AND id < ?2 AND machine_version = ?4 AND status = ?5
    ORDER BY id DESC
    LIMIT ?3`,

  /** execution_by_alias. */
  executionsOfAlias: newest('machine = ?1 AND machine_alias = ?4'),

  /** execution_by_alias, backwards. */
  executionsOfAliasAndStatus: `
    SELECT ${HEADER}
    FROM execution
    WHERE machine = ?1 AND id < ?2 AND machine_alias = ?4 AND status = ?5
    ORDER BY id DESC
    LIMIT ?3`,

  /** execution_by_wake. */
  due: `
    SELECT ${HEADER}
    FROM execution
    WHERE wake_at IS NOT NULL AND status = 0 AND wake_at <= ?
    ORDER BY wake_at, id
    LIMIT ?`,

  /** Which attentions with these bits occur: one step in execution_by_attention per distinct value. */
  attentions: `
    WITH RECURSIVE distinct_value (value) AS (
      SELECT (SELECT min(attention) FROM execution WHERE attention <> 0)
      UNION ALL
      SELECT (SELECT min(attention) FROM execution WHERE attention <> 0 AND attention > value)
      FROM distinct_value
      WHERE value IS NOT NULL
    )
    SELECT value
    FROM distinct_value
    WHERE value & ? <> 0`,

  /** execution_by_attention. */
  attentive: `
    SELECT ${HEADER}
    FROM execution
    WHERE attention <> 0 AND attention = ? AND id > ?
    ORDER BY id
    LIMIT ?`,

  /** execution_by_end. */
  ended: `
    SELECT ${HEADER}
    FROM execution
    WHERE stopped_at IS NOT NULL AND stopped_at <= ? AND status <> 0
    ORDER BY stopped_at, id
    LIMIT ?`,

  /** document_by_key. */
  document: `
    SELECT key, text, version, position
    FROM document
    WHERE kind = ? AND key = ?`,

  /** document_by_key gives the range of the prefix, which is then sorted; ?3 is a blob greater than its keys. */
  documents: `
    SELECT key, text, version, position
    FROM document
    WHERE position IN (
      SELECT position
      FROM document
      WHERE kind = ?1 AND key >= ?2 AND key < CAST(?3 AS TEXT) AND position > ?4
      ORDER BY position
      LIMIT ?5
    )
    ORDER BY position`,

  /** outbox_by_due, in its own order. */
  outbox: `
    SELECT position, queue, due_at, text
    FROM outbox
    WHERE queue = ? AND due_at <= ?
    ORDER BY due_at, position
    LIMIT ?`,
} as const;

/** What is asked of a whole directory, to see whether anything is wrong with it. */
export const INSPECTIONS = {
  /** Primary key. */
  executionIds: `
    SELECT id
    FROM execution
    WHERE id > ?
    ORDER BY id
    LIMIT ?`,

  executionCount: `
    SELECT count(*) AS count
    FROM execution`,

  /** Chunks that no execution has, and no purge is about to delete. Primary keys. */
  strayChunks: `
    SELECT DISTINCT execution AS id
    FROM journal
    WHERE NOT EXISTS (SELECT 1 FROM execution WHERE id = journal.execution)
      AND NOT EXISTS (SELECT 1 FROM purged WHERE purged.execution = journal.execution)
    ORDER BY id
    LIMIT ?`,

  /** Versions of an execution's chunks, in order. Primary keys. */
  chunkVersions: `
    SELECT 1 AS version
    FROM execution
    WHERE id = ?1 AND first_chunk IS NOT NULL
    UNION ALL
    SELECT version
    FROM journal
    WHERE execution = ?1
    ORDER BY version`,

  allDocuments: `
    SELECT kind, key, text, version, position
    FROM document
    WHERE position > ?
    ORDER BY position
    LIMIT ?`,
} as const;
