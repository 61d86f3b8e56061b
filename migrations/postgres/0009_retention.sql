-- Days after its last day until everybody of a workshop is erased; none: never by itself.
ALTER TABLE workshop ADD COLUMN retention_days BIGINT CHECK (retention_days >= 0);
ALTER TABLE workshop ADD COLUMN erased_at BIGINT;
