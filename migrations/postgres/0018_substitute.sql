-- A colleague who is to come in somebody's place.
CREATE TABLE substitute (
    workshop TEXT NOT NULL REFERENCES workshop (id) ON DELETE CASCADE,
    -- Whose place.
    person TEXT NOT NULL,
    account TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    -- Their name and position.
    document TEXT NOT NULL,
    -- When they agreed to come, and to the notice on personal data.
    agreed_at BIGINT,
    PRIMARY KEY (workshop, person)
);
CREATE INDEX substitute_account ON substitute (account);
