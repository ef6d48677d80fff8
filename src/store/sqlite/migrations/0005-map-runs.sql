-- The executions of a Map Run: which run, and how many of its items. They are not among their machine's own, of which
-- there may be few behind ten thousand of them, so the machine's index leaves them out and the run has one of its own.
-- A run is a UUID, kept like an execution's name.
ALTER TABLE execution ADD COLUMN map_run ANY;

ALTER TABLE execution ADD COLUMN item_count INTEGER;

DROP INDEX execution_by_status;

CREATE INDEX execution_by_status ON execution (machine, status) WHERE map_run IS NULL;

CREATE INDEX execution_by_map_run ON execution (map_run, status) WHERE map_run IS NOT NULL;
