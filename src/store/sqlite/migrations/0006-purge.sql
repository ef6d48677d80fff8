-- What has ended, by when: executions are deleted some time after that.
CREATE INDEX execution_by_end ON execution (stopped_at) WHERE stopped_at IS NOT NULL;

-- Executions that were deleted and still have chunks in the journal.
CREATE TABLE purged (
  execution INTEGER PRIMARY KEY
) STRICT;
