-- A mail is handed over by one who has claimed it, tried again later where no server took it, and
-- given up where nobody knows whether it went out: never twice.
ALTER TABLE mail DROP CONSTRAINT mail_state_check;
ALTER TABLE mail ADD CONSTRAINT mail_state_check
    CHECK (state IN ('waiting', 'held', 'queued', 'sending', 'sent', 'failed'));
ALTER TABLE mail ADD COLUMN attempts BIGINT NOT NULL DEFAULT 0;
-- When to try; while it is being sent, since when.
ALTER TABLE mail ADD COLUMN next_at BIGINT;
ALTER TABLE mail ADD COLUMN problem TEXT;
-- How long a link to sign in with holds that is put into the body where it says {link}.
ALTER TABLE mail ADD COLUMN link_seconds BIGINT;
CREATE INDEX mail_due ON mail (state, next_at);
