-- Which version of its machine an execution runs, and the alias that chose it. Most executions have neither, and are
-- in neither index.
ALTER TABLE execution ADD COLUMN machine_version INTEGER;

ALTER TABLE execution ADD COLUMN machine_alias TEXT;

CREATE INDEX execution_by_version ON execution (machine, machine_version, status)
WHERE machine_version IS NOT NULL;

CREATE INDEX execution_by_alias ON execution (machine, machine_alias, status)
WHERE machine_alias IS NOT NULL;
