-- News that wait for whoever they are for. Due at 0: at once.
CREATE TABLE outbox (
  position INTEGER PRIMARY KEY AUTOINCREMENT,
  queue TEXT NOT NULL,
  due_at INTEGER NOT NULL,
  text TEXT NOT NULL
) STRICT;

-- Ends with the position, as every index: entries due together come in the order of their commits.
CREATE INDEX outbox_by_due ON outbox (queue, due_at);
