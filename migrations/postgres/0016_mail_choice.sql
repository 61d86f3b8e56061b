-- Who does not want mails gets the necessary ones alone.
ALTER TABLE account ADD COLUMN takes_mails BIGINT NOT NULL DEFAULT 1 CHECK (takes_mails IN (0, 1));

-- Goes out to everybody; what invites somebody in always did.
ALTER TABLE mail ADD COLUMN necessary BIGINT NOT NULL DEFAULT 0 CHECK (necessary IN (0, 1));
UPDATE mail SET necessary = 1 WHERE link_seconds IS NOT NULL;
-- The hash of what stands in the link by which its reader wants no more of them.
ALTER TABLE mail ADD COLUMN unsubscribe_hash TEXT;
CREATE UNIQUE INDEX mail_unsubscribe ON mail (unsubscribe_hash);

-- The version of a poster; empty for those that were there before.
ALTER TABLE poster ADD COLUMN etag TEXT NOT NULL DEFAULT '""';
