-- Consortia that participants draft, and whom they ask to take part.
CREATE TABLE consortium_draft (
    workshop TEXT NOT NULL REFERENCES workshop (id) ON DELETE CASCADE,
    id TEXT NOT NULL,
    -- Who began it.
    person TEXT NOT NULL,
    name TEXT NOT NULL,
    document TEXT NOT NULL,
    revision BIGINT NOT NULL DEFAULT 1,
    changed_at BIGINT NOT NULL,
    PRIMARY KEY (workshop, id)
);
CREATE INDEX consortium_draft_person ON consortium_draft (workshop, person);

CREATE TABLE consortium_invitation (
    workshop TEXT NOT NULL,
    draft TEXT NOT NULL,
    person TEXT NOT NULL,
    state TEXT NOT NULL CHECK (state IN ('sent', 'accepted', 'declined')),
    created_at BIGINT NOT NULL,
    PRIMARY KEY (workshop, draft, person),
    FOREIGN KEY (workshop, draft) REFERENCES consortium_draft (workshop, id) ON DELETE CASCADE
);
CREATE INDEX consortium_invitation_person ON consortium_invitation (workshop, person);
