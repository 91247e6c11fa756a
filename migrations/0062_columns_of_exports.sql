-- 0062_columns_of_exports.sql
-- Why: a person may say at an import which columns of a meter's export are what; the watched folder could be told by nobody,
-- and put each night's file aside. What somebody has said of readings stands here by the headings it was said of (folded, in
-- their order), until it is said anew.
CREATE TABLE import_columns (
  headings TEXT PRIMARY KEY CHECK (json_valid(headings)),
  columns  TEXT NOT NULL CHECK (json_valid(columns))
) STRICT;
