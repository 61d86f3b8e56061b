-- At which revision of its workshop each list last changed, so that who has read a workshop before reads
-- only what is new. Kinds of part are lists; of requests, those count that were accepted.
CREATE TABLE list_revision (
    workshop TEXT NOT NULL REFERENCES workshop (id) ON DELETE CASCADE,
    list TEXT NOT NULL,
    revision INTEGER NOT NULL,
    PRIMARY KEY (workshop, list)
) STRICT;

-- What is put into this view is noted: the workshop's revision grows, and the list has changed at it.
CREATE VIEW change (workshop, list) AS SELECT workshop, list FROM list_revision;
CREATE TRIGGER change_noted INSTEAD OF INSERT ON change
BEGIN
    UPDATE workshop SET revision = revision + 1 WHERE id = NEW.workshop;
    UPDATE list_revision SET revision = (SELECT revision FROM workshop WHERE id = NEW.workshop)
        WHERE workshop = NEW.workshop AND list = NEW.list;
    INSERT INTO list_revision (workshop, list, revision)
        SELECT id, NEW.list, revision FROM workshop WHERE id = NEW.workshop AND NOT EXISTS
            (SELECT 1 FROM list_revision WHERE workshop = NEW.workshop AND list = NEW.list);
END;

CREATE TRIGGER part_added AFTER INSERT ON part
BEGIN INSERT INTO change VALUES (NEW.workshop, NEW.kind); END;
CREATE TRIGGER part_changed AFTER UPDATE ON part
BEGIN INSERT INTO change VALUES (NEW.workshop, NEW.kind); END;
CREATE TRIGGER part_removed AFTER DELETE ON part
BEGIN INSERT INTO change VALUES (OLD.workshop, OLD.kind); END;

CREATE TRIGGER consultation_added AFTER INSERT ON consultation
BEGIN INSERT INTO change VALUES (NEW.workshop, 'consultation'); END;
CREATE TRIGGER consultation_changed AFTER UPDATE ON consultation
BEGIN INSERT INTO change VALUES (NEW.workshop, 'consultation'); END;
CREATE TRIGGER consultation_removed AFTER DELETE ON consultation
BEGIN INSERT INTO change VALUES (OLD.workshop, 'consultation'); END;

CREATE TRIGGER talk_wish_added AFTER INSERT ON talk_wish
BEGIN INSERT INTO change VALUES (NEW.workshop, 'talk_wish'); END;
CREATE TRIGGER talk_wish_changed AFTER UPDATE ON talk_wish
BEGIN INSERT INTO change VALUES (NEW.workshop, 'talk_wish'); END;
CREATE TRIGGER talk_wish_removed AFTER DELETE ON talk_wish
BEGIN INSERT INTO change VALUES (OLD.workshop, 'talk_wish'); END;

CREATE TRIGGER absence_added AFTER INSERT ON absence
BEGIN INSERT INTO change VALUES (NEW.workshop, 'absence'); END;
CREATE TRIGGER absence_changed AFTER UPDATE ON absence
BEGIN INSERT INTO change VALUES (NEW.workshop, 'absence'); END;
CREATE TRIGGER absence_removed AFTER DELETE ON absence
BEGIN INSERT INTO change VALUES (OLD.workshop, 'absence'); END;

CREATE TRIGGER request_added AFTER INSERT ON request
BEGIN INSERT INTO change VALUES (NEW.workshop, iif(NEW.state = 'accepted', 'request', 'open_request')); END;
CREATE TRIGGER request_changed AFTER UPDATE ON request
BEGIN INSERT INTO change VALUES (NEW.workshop, iif('accepted' IN (OLD.state, NEW.state), 'request', 'open_request')); END;
CREATE TRIGGER request_removed AFTER DELETE ON request
BEGIN INSERT INTO change VALUES (OLD.workshop, iif(OLD.state = 'accepted', 'request', 'open_request')); END;

-- What a ranking is made from is told by the lists.
ALTER TABLE workshop DROP COLUMN profile_revision;
CREATE INDEX request_sender ON request (workshop, sender);
