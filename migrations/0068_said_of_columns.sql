-- 0068_said_of_columns.sql
-- Why: what somebody has said of the columns of an export decides what the watched folder reads every night, and nobody saw who
-- had said it, when, or of which headings as they stand in the file. Of what was said before, that is not known.
ALTER TABLE import_columns ADD COLUMN shown TEXT CHECK (shown IS NULL OR json_valid(shown));
ALTER TABLE import_columns ADD COLUMN person_id INTEGER REFERENCES person (id);
ALTER TABLE import_columns ADD COLUMN said_at INTEGER;
