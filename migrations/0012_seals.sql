-- 0012_seals.sql
-- Why: a chain proves nothing against whoever holds the machine and the book's key: they write it anew. So each day
-- that is closed is sealed: where every chain stood, signed by the office's own key, each seal naming the one
-- before it. What proves something is the copy that left the machine; the rows here are what is copied.

CREATE TABLE office_key (
  id       INTEGER PRIMARY KEY CHECK (id = 1),
  public   TEXT NOT NULL,
  secret   BLOB NOT NULL,
  made_at  INTEGER NOT NULL
) STRICT;

CREATE TABLE daily_seal (
  n            INTEGER PRIMARY KEY CHECK (n > 0),
  business_on  TEXT NOT NULL,
  seal         TEXT NOT NULL,
  sha256       TEXT NOT NULL,
  signature    TEXT NOT NULL,
  counter_id   INTEGER NOT NULL REFERENCES counter (id),
  audit_seq    INTEGER NOT NULL,
  made_at      INTEGER NOT NULL
) STRICT;

-- A day is sealed once.
CREATE UNIQUE INDEX daily_seal_day ON daily_seal (business_on);

CREATE TRIGGER office_key_is_never_changed BEFORE UPDATE ON office_key
BEGIN SELECT RAISE(ABORT, 'the key of an office is for good'); END;

CREATE TRIGGER office_key_is_never_deleted BEFORE DELETE ON office_key
BEGIN SELECT RAISE(ABORT, 'the key of an office is for good'); END;

CREATE TRIGGER daily_seal_is_never_changed BEFORE UPDATE ON daily_seal
BEGIN SELECT RAISE(ABORT, 'daily seals are append-only'); END;

CREATE TRIGGER daily_seal_is_never_deleted BEFORE DELETE ON daily_seal
BEGIN SELECT RAISE(ABORT, 'daily seals are append-only'); END;
