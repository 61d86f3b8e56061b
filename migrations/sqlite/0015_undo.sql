-- What takes a change back, where that is more than what was before it: an import's rows.
ALTER TABLE history ADD COLUMN undo TEXT;
