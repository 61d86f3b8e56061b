-- When somebody who is late is said to come.
ALTER TABLE presence ADD COLUMN comes_at INTEGER;
