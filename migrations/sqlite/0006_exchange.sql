-- What two who agreed to meet tell each other, and the files that belong to profiles.
CREATE TABLE message (
    workshop TEXT NOT NULL,
    request TEXT NOT NULL,
    id TEXT NOT NULL,
    sender TEXT NOT NULL,
    text TEXT NOT NULL,
    sent_at INTEGER NOT NULL,
    PRIMARY KEY (workshop, request, id),
    FOREIGN KEY (workshop, request) REFERENCES request (workshop, id) ON DELETE CASCADE
) STRICT;

CREATE TABLE contact (
    workshop TEXT NOT NULL,
    request TEXT NOT NULL,
    person TEXT NOT NULL,
    text TEXT NOT NULL,
    PRIMARY KEY (workshop, request, person),
    FOREIGN KEY (workshop, request) REFERENCES request (workshop, id) ON DELETE CASCADE
) STRICT;

CREATE TABLE poster (
    workshop TEXT NOT NULL REFERENCES workshop (id) ON DELETE CASCADE,
    profile TEXT NOT NULL,
    name TEXT NOT NULL,
    kind TEXT NOT NULL,
    size INTEGER NOT NULL,
    -- In base64.
    content TEXT NOT NULL,
    PRIMARY KEY (workshop, profile)
) STRICT;
