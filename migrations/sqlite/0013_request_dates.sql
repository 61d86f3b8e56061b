-- From when and until when participants ask for meetings, talks and consultations; none: at any time.
ALTER TABLE workshop ADD COLUMN requests_open_at INTEGER;
ALTER TABLE workshop ADD COLUMN requests_close_at INTEGER;
