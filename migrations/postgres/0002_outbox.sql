-- Mails to be reviewed, held, edited and sent by an organizer.
CREATE TABLE mail (
    workshop TEXT NOT NULL REFERENCES workshop (id) ON DELETE CASCADE,
    id TEXT NOT NULL,
    account TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    person TEXT NOT NULL,
    -- The publication that it tells of.
    publication BIGINT NOT NULL,
    subject TEXT NOT NULL,
    body TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('waiting', 'held', 'sent')),
    created_at BIGINT NOT NULL,
    sent_at BIGINT,
    PRIMARY KEY (workshop, id)
);
