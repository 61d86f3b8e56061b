-- The day itself: who has come, who has not, and what coordinators note.
CREATE TABLE presence (
    workshop TEXT NOT NULL REFERENCES workshop (id) ON DELETE CASCADE,
    person TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('here', 'late', 'no_show')),
    walk_in BIGINT NOT NULL DEFAULT 0 CHECK (walk_in IN (0, 1)),
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (workshop, person)
);

CREATE TABLE visit_note (
    workshop TEXT NOT NULL REFERENCES workshop (id) ON DELETE CASCADE,
    consultation TEXT NOT NULL,
    text TEXT NOT NULL,
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (workshop, consultation)
);

-- How late a desk is running.
CREATE TABLE desk_delay (
    workshop TEXT NOT NULL REFERENCES workshop (id) ON DELETE CASCADE,
    desk TEXT NOT NULL,
    minutes BIGINT NOT NULL CHECK (minutes >= 0),
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (workshop, desk)
);
