-- A generator of one-time codes. Its secret is needed as it is to check a code.
CREATE TABLE one_time (
    account TEXT PRIMARY KEY REFERENCES account (id) ON DELETE CASCADE,
    secret TEXT NOT NULL,
    -- Asked for at each sign-in once a first code has shown that the generator works.
    confirmed INTEGER NOT NULL DEFAULT 0 CHECK (confirmed IN (0, 1)),
    -- The step of the last code taken: each holds once.
    last_step INTEGER NOT NULL DEFAULT 0
) STRICT;

-- What lets somebody in who has lost the generator, each once; only hashes are kept.
CREATE TABLE recovery_code (
    account TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    code_hash TEXT NOT NULL,
    PRIMARY KEY (account, code_hash)
) STRICT;
