-- Who lets a colleague act for them.
CREATE TABLE stand_in (
    workshop TEXT NOT NULL REFERENCES workshop (id) ON DELETE CASCADE,
    person TEXT NOT NULL,
    deputy TEXT NOT NULL CHECK (deputy <> person),
    PRIMARY KEY (workshop, person, deputy)
);
CREATE INDEX stand_in_deputy ON stand_in (workshop, deputy);
