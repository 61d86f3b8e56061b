-- Times are milliseconds since 1970-01-01 UTC; documents are JSON of the domain's types.
CREATE EXTENSION IF NOT EXISTS btree_gist;

CREATE TABLE workshop (
    id TEXT PRIMARY KEY,
    document TEXT NOT NULL,
    phase TEXT NOT NULL CHECK (phase IN ('registration', 'requests', 'scheduling', 'published', 'day', 'follow_up')),
    -- Grows with every change that a plan could depend on.
    revision BIGINT NOT NULL DEFAULT 1,
    -- Grows with every change that a ranking could depend on.
    profile_revision BIGINT NOT NULL DEFAULT 1,
    next_plan BIGINT NOT NULL DEFAULT 1,
    created_at BIGINT NOT NULL
);

CREATE TABLE part (
    workshop TEXT NOT NULL REFERENCES workshop (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    id TEXT NOT NULL,
    position BIGINT NOT NULL,
    document TEXT NOT NULL,
    -- Shown to others only after mutual consent.
    confidential TEXT NOT NULL DEFAULT '',
    revision BIGINT NOT NULL DEFAULT 1,
    PRIMARY KEY (workshop, kind, id)
);

CREATE TABLE account (
    id TEXT PRIMARY KEY,
    email TEXT NOT NULL UNIQUE,
    name TEXT NOT NULL,
    lang TEXT NOT NULL CHECK (lang IN ('ja', 'en')),
    administrator BIGINT NOT NULL DEFAULT 0 CHECK (administrator IN (0, 1)),
    password_hash TEXT,
    created_at BIGINT NOT NULL
);

CREATE TABLE membership (
    account TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    workshop TEXT NOT NULL REFERENCES workshop (id) ON DELETE CASCADE,
    role TEXT NOT NULL CHECK (role IN ('organizer', 'coordinator', 'company', 'academic')),
    person TEXT,
    PRIMARY KEY (account, workshop, role)
);

-- Signed-in browsers and access tokens; only the hash of the secret is kept.
CREATE TABLE credential (
    id TEXT PRIMARY KEY,
    secret_hash TEXT NOT NULL UNIQUE,
    account TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    kind TEXT NOT NULL CHECK (kind IN ('browser', 'token')),
    label TEXT NOT NULL,
    scope TEXT NOT NULL CHECK (scope IN ('read', 'write')),
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL
);

CREATE TABLE sign_in (
    secret_hash TEXT PRIMARY KEY,
    code_hash TEXT NOT NULL,
    account TEXT NOT NULL REFERENCES account (id) ON DELETE CASCADE,
    tries BIGINT NOT NULL DEFAULT 0,
    expires_at BIGINT NOT NULL,
    used_at BIGINT
);

CREATE TABLE request (
    workshop TEXT NOT NULL REFERENCES workshop (id) ON DELETE CASCADE,
    id TEXT NOT NULL,
    sender TEXT NOT NULL,
    recipient TEXT NOT NULL CHECK (recipient <> sender),
    rank BIGINT NOT NULL CHECK (rank >= 1),
    about TEXT,
    message TEXT NOT NULL DEFAULT '',
    state TEXT NOT NULL CHECK (state IN ('sent', 'accepted', 'declined', 'withdrawn', 'expired')),
    -- Why it was declined; for the recipient and the organizer alone.
    decline_reason TEXT,
    created_at BIGINT NOT NULL,
    expires_at BIGINT NOT NULL,
    answered_at BIGINT,
    synthetic BIGINT NOT NULL DEFAULT 0 CHECK (synthetic IN (0, 1)),
    revision BIGINT NOT NULL DEFAULT 1,
    PRIMARY KEY (workshop, id)
);
-- A declined request still counts as open for its sender, until it expires.
CREATE UNIQUE INDEX request_open ON request (workshop, sender, recipient) WHERE state IN ('sent', 'accepted', 'declined');
CREATE INDEX request_recipient ON request (workshop, recipient);

CREATE TABLE consultation (
    workshop TEXT NOT NULL REFERENCES workshop (id) ON DELETE CASCADE,
    id TEXT NOT NULL,
    person TEXT NOT NULL,
    document TEXT NOT NULL,
    PRIMARY KEY (workshop, id)
);

CREATE TABLE talk_wish (
    workshop TEXT NOT NULL REFERENCES workshop (id) ON DELETE CASCADE,
    person TEXT NOT NULL,
    session TEXT NOT NULL,
    rank BIGINT NOT NULL CHECK (rank >= 1),
    synthetic BIGINT NOT NULL DEFAULT 0 CHECK (synthetic IN (0, 1)),
    PRIMARY KEY (workshop, person, session)
);

CREATE TABLE absence (
    workshop TEXT NOT NULL REFERENCES workshop (id) ON DELETE CASCADE,
    id TEXT NOT NULL,
    person TEXT NOT NULL,
    document TEXT NOT NULL,
    PRIMARY KEY (workshop, id)
);

-- Versions of the day. A version never changes: what is published is a separate fact.
CREATE TABLE plan (
    workshop TEXT NOT NULL REFERENCES workshop (id) ON DELETE CASCADE,
    version BIGINT NOT NULL,
    name TEXT NOT NULL,
    status TEXT NOT NULL,
    total BIGINT NOT NULL,
    bound BIGINT,
    timetable TEXT NOT NULL,
    report TEXT NOT NULL,
    created_by TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (workshop, version)
);
CREATE FUNCTION immutable_row() RETURNS trigger LANGUAGE plpgsql AS $$
BEGIN
    RAISE EXCEPTION 'immutable';
END
$$;
CREATE TRIGGER plan_immutable BEFORE UPDATE ON plan FOR EACH ROW EXECUTE FUNCTION immutable_row();

CREATE TABLE publication (
    workshop TEXT NOT NULL,
    number BIGINT NOT NULL,
    version BIGINT NOT NULL,
    published_by TEXT NOT NULL,
    published_at BIGINT NOT NULL,
    PRIMARY KEY (workshop, number),
    FOREIGN KEY (workshop, version) REFERENCES plan (workshop, version) ON DELETE CASCADE
);

-- Who and what is taken when: a person, a desk, a table of a room, or a room for a session.
CREATE TABLE booking (
    workshop TEXT NOT NULL REFERENCES workshop (id) ON DELETE CASCADE,
    item TEXT NOT NULL,
    resource TEXT NOT NULL,
    starts_at BIGINT NOT NULL,
    ends_at BIGINT NOT NULL CHECK (ends_at > starts_at),
    -- A hold falls when this has passed; none for what is settled.
    hold_until BIGINT,
    PRIMARY KEY (workshop, item, resource),
    CONSTRAINT booking_once EXCLUDE USING gist (
        workshop WITH =, resource WITH =, int8range(starts_at, ends_at) WITH &&
    )
);
CREATE INDEX booking_time ON booking (workshop, resource, starts_at);
CREATE TRIGGER booking_stays BEFORE UPDATE OF workshop, resource, starts_at, ends_at ON booking
    FOR EACH ROW EXECUTE FUNCTION immutable_row();

CREATE TABLE job (
    id TEXT PRIMARY KEY,
    workshop TEXT NOT NULL REFERENCES workshop (id) ON DELETE CASCADE,
    kind TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('queued', 'running', 'done', 'failed', 'cancelled')),
    request TEXT NOT NULL,
    progress TEXT NOT NULL DEFAULT '{}',
    result TEXT,
    stop BIGINT NOT NULL DEFAULT 0 CHECK (stop IN (0, 1)),
    attempts BIGINT NOT NULL DEFAULT 0,
    created_by TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    started_at BIGINT,
    heartbeat_at BIGINT,
    finished_at BIGINT
);
CREATE INDEX job_queue ON job (state, created_at);

CREATE TABLE feed (
    id TEXT PRIMARY KEY,
    secret_hash TEXT NOT NULL UNIQUE,
    workshop TEXT NOT NULL REFERENCES workshop (id) ON DELETE CASCADE,
    person TEXT NOT NULL,
    lang TEXT NOT NULL CHECK (lang IN ('ja', 'en')),
    created_at BIGINT NOT NULL,
    revoked_at BIGINT
);

CREATE TABLE history (
    id BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY,
    workshop TEXT NOT NULL REFERENCES workshop (id) ON DELETE CASCADE,
    at BIGINT NOT NULL,
    account TEXT NOT NULL,
    on_behalf_of TEXT,
    verb TEXT NOT NULL,
    subject TEXT NOT NULL,
    before TEXT,
    after TEXT
);
CREATE INDEX history_workshop ON history (workshop, id);

CREATE TABLE idempotency (
    account TEXT NOT NULL,
    key TEXT NOT NULL,
    request_hash TEXT NOT NULL,
    status BIGINT NOT NULL,
    body TEXT NOT NULL,
    created_at BIGINT NOT NULL,
    PRIMARY KEY (account, key)
);
