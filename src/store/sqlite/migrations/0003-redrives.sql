-- How often an execution was redriven, and when last. Most never are.
ALTER TABLE execution ADD COLUMN redrive_count INTEGER;

ALTER TABLE execution ADD COLUMN redriven_at INTEGER;
