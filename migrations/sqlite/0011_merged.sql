-- People who were merged into others: versions of the day, which never change, are read by it.
CREATE TABLE merged (
    workshop TEXT NOT NULL REFERENCES workshop (id) ON DELETE CASCADE,
    person TEXT NOT NULL,
    kept TEXT NOT NULL,
    PRIMARY KEY (workshop, person)
) STRICT;
