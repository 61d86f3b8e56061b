-- Changes of the published day that those concerned are asked about before they are made.
CREATE TABLE proposal (
    workshop TEXT NOT NULL REFERENCES workshop (id) ON DELETE CASCADE,
    version INTEGER NOT NULL,
    person TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('asked', 'accepted', 'declined')),
    -- Why it was declined; for the person and the organizer alone.
    reason TEXT NOT NULL DEFAULT '',
    asked_at INTEGER NOT NULL,
    answered_at INTEGER,
    PRIMARY KEY (workshop, version, person)
) STRICT;

-- What became of the meeting of two people; the smaller id first.
CREATE TABLE outcome (
    workshop TEXT NOT NULL REFERENCES workshop (id) ON DELETE CASCADE,
    first TEXT NOT NULL,
    second TEXT NOT NULL CHECK (second > first),
    document TEXT NOT NULL,
    changed_at INTEGER NOT NULL,
    PRIMARY KEY (workshop, first, second)
) STRICT;

-- What people say of the day afterwards.
CREATE TABLE survey (
    workshop TEXT NOT NULL REFERENCES workshop (id) ON DELETE CASCADE,
    person TEXT NOT NULL,
    document TEXT NOT NULL,
    answered_at INTEGER NOT NULL,
    PRIMARY KEY (workshop, person)
) STRICT;
