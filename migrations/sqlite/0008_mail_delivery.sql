-- A mail is handed over by one who has claimed it, tried again later where no server took it, and
-- given up where nobody knows whether it went out: never twice.
CREATE TABLE mail_with_delivery (
    workshop TEXT NOT NULL REFERENCES workshop (id) ON DELETE CASCADE,
    id TEXT NOT NULL,
    account TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    person TEXT NOT NULL,
    -- The publication that it tells of.
    publication INTEGER NOT NULL,
    subject TEXT NOT NULL,
    body TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'held', 'queued', 'sending', 'sent', 'failed')),
    created_at INTEGER NOT NULL,
    sent_at INTEGER,
    attempts INTEGER NOT NULL DEFAULT 0,
    -- When to try; while it is being sent, since when.
    next_at INTEGER,
    problem TEXT,
    -- How long a link to sign in with holds that is put into the body where it says {link}.
    link_seconds INTEGER,
    PRIMARY KEY (workshop, id)
) STRICT;
INSERT INTO mail_with_delivery
    (workshop, id, account, person, publication, subject, body, state, created_at, sent_at)
    SELECT workshop, id, account, person, publication, subject, body, state, created_at, sent_at
    FROM mail;
DROP TABLE mail;
ALTER TABLE mail_with_delivery RENAME TO mail;
CREATE INDEX mail_due ON mail (state, next_at);
