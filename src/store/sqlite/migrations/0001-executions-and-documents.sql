-- One row per execution: its header, and its first chunk when that is small (most executions never need a
-- second b-tree then). A name that is a UUID is a blob of 16 bytes, any other is text.
CREATE TABLE execution (
  id INTEGER PRIMARY KEY,
  machine INTEGER NOT NULL,
  revision INTEGER NOT NULL,
  name ANY NOT NULL,
  status INTEGER NOT NULL,
  started_at INTEGER NOT NULL,
  stopped_at INTEGER,
  wake_at INTEGER,
  attention INTEGER NOT NULL,
  version INTEGER NOT NULL,
  first_chunk BLOB
) STRICT;

CREATE UNIQUE INDEX execution_by_name ON execution (machine, name);

-- Every index entry ends with the id: this one lists the executions of a machine and status by age.
CREATE INDEX execution_by_status ON execution (machine, status);

-- 0 is RUNNING.
CREATE INDEX execution_by_wake ON execution (wake_at) WHERE wake_at IS NOT NULL AND status = 0;

CREATE INDEX execution_by_attention ON execution (attention) WHERE attention <> 0;

CREATE TABLE journal (
  execution INTEGER NOT NULL,
  version INTEGER NOT NULL,
  chunk BLOB NOT NULL,
  PRIMARY KEY (execution, version)
) STRICT, WITHOUT ROWID;

CREATE TABLE document (
  position INTEGER PRIMARY KEY AUTOINCREMENT,
  kind TEXT NOT NULL,
  key TEXT NOT NULL,
  version INTEGER NOT NULL,
  text TEXT NOT NULL
) STRICT;

CREATE UNIQUE INDEX document_by_key ON document (kind, key);

-- One row, written by every open: the write after which the durability settings are checked.
CREATE TABLE opening (
  id INTEGER PRIMARY KEY CHECK (id = 1),
  times INTEGER NOT NULL
) STRICT;

INSERT INTO opening (id, times) VALUES (1, 0);
