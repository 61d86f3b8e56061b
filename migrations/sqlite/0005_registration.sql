-- Who may register when, and who asked to take part.
CREATE TABLE registration_form (
    workshop TEXT PRIMARY KEY REFERENCES workshop (id) ON DELETE CASCADE,
    opens_at INTEGER,
    closes_at INTEGER,
    -- People who may be approved; none for no limit.
    capacity INTEGER,
    notice_ja TEXT NOT NULL DEFAULT '',
    notice_en TEXT NOT NULL DEFAULT ''
) STRICT;

CREATE TABLE registration (
    workshop TEXT NOT NULL REFERENCES workshop (id) ON DELETE CASCADE,
    id TEXT NOT NULL,
    email TEXT NOT NULL,
    document TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('applied', 'waiting', 'approved', 'declined')),
    -- When the notice on personal data was agreed to.
    consent_at INTEGER NOT NULL,
    PRIMARY KEY (workshop, id),
    UNIQUE (workshop, email)
) STRICT;
