-- At which revision of its workshop each list last changed, so that who has read a workshop before reads
-- only what is new. Kinds of part are lists; of requests, those count that were accepted.
CREATE TABLE list_revision (
    workshop TEXT NOT NULL REFERENCES workshop (id) ON DELETE CASCADE,
    list TEXT NOT NULL,
    revision BIGINT NOT NULL,
    PRIMARY KEY (workshop, list)
);

-- Notes a change: the workshop's revision grows, and the list has changed at it. The workshop's row stays
-- held, so that revisions are in the order of commits; once in a transaction is enough for a list.
CREATE FUNCTION note_change(of_workshop TEXT, of_list TEXT) RETURNS VOID LANGUAGE plpgsql AS $$
BEGIN
    IF EXISTS (SELECT 1 FROM list_revision WHERE workshop = of_workshop AND list = of_list
               AND xmin = pg_current_xact_id()::xid) THEN
        RETURN;
    END IF;
    UPDATE workshop SET revision = revision + 1 WHERE id = of_workshop;
    INSERT INTO list_revision (workshop, list, revision)
        SELECT id, of_list, revision FROM workshop WHERE id = of_workshop
        ON CONFLICT (workshop, list) DO UPDATE SET revision = excluded.revision;
END;
$$;

CREATE FUNCTION part_change() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    PERFORM note_change(COALESCE(NEW.workshop, OLD.workshop), COALESCE(NEW.kind, OLD.kind));
    RETURN COALESCE(NEW, OLD);
END;
$$;
CREATE TRIGGER part_change BEFORE INSERT OR UPDATE OR DELETE ON part
    FOR EACH ROW EXECUTE FUNCTION part_change();

CREATE FUNCTION wish_change() RETURNS TRIGGER LANGUAGE plpgsql AS $$
BEGIN
    PERFORM note_change(COALESCE(NEW.workshop, OLD.workshop), TG_TABLE_NAME);
    RETURN COALESCE(NEW, OLD);
END;
$$;
CREATE TRIGGER consultation_change BEFORE INSERT OR UPDATE OR DELETE ON consultation
    FOR EACH ROW EXECUTE FUNCTION wish_change();
CREATE TRIGGER talk_wish_change BEFORE INSERT OR UPDATE OR DELETE ON talk_wish
    FOR EACH ROW EXECUTE FUNCTION wish_change();
CREATE TRIGGER absence_change BEFORE INSERT OR UPDATE OR DELETE ON absence
    FOR EACH ROW EXECUTE FUNCTION wish_change();

CREATE FUNCTION request_change() RETURNS TRIGGER LANGUAGE plpgsql AS $$
DECLARE
    list TEXT := 'open_request';
BEGIN
    -- OLD and NEW are null where there is none.
    IF OLD.state = 'accepted' OR NEW.state = 'accepted' THEN
        list := 'request';
    END IF;
    PERFORM note_change(COALESCE(NEW.workshop, OLD.workshop), list);
    RETURN COALESCE(NEW, OLD);
END;
$$;
CREATE TRIGGER request_change BEFORE INSERT OR UPDATE OR DELETE ON request
    FOR EACH ROW EXECUTE FUNCTION request_change();

-- What a ranking is made from is told by the lists.
ALTER TABLE workshop DROP COLUMN profile_revision;
CREATE INDEX request_sender ON request (workshop, sender);
