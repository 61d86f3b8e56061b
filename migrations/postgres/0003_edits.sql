-- The version that another was made from, by hand or by planning again.
ALTER TABLE plan ADD COLUMN made_from BIGINT;
-- Booked by hand, not by the publication of a version: a publication leaves it as it is.
ALTER TABLE booking ADD COLUMN by_hand BIGINT NOT NULL DEFAULT 0 CHECK (by_hand IN (0, 1));
