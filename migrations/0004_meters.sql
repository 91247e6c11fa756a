-- 0004_meters.sql
-- Why: use comes from meters, and meters are swapped, roll over and are guessed at. A meter's life line is
-- its spans on accounts; a reading is never edited, a wrong one is replaced by another row.

CREATE TABLE meter (
  id           INTEGER PRIMARY KEY,
  number       TEXT NOT NULL,
  number_fold  TEXT NOT NULL,
  service      TEXT NOT NULL CHECK (service IN ('electricity', 'water', 'gas')),
  state        TEXT NOT NULL CHECK (state IN ('stock', 'installed', 'retired')),
  note         TEXT NOT NULL,
  version      INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX meter_number ON meter (number_fold);

-- A register counts in units of multiplier; digits (whole ones) say where it rolls over, 0 is unknown.
-- band is the tariff's time band or demand, '' for a plain register.
CREATE TABLE meter_register (
  meter_id    INTEGER NOT NULL REFERENCES meter (id),
  n           INTEGER NOT NULL CHECK (n > 0),
  band        TEXT NOT NULL,
  unit        TEXT NOT NULL,
  digits      INTEGER NOT NULL CHECK (digits BETWEEN 0 AND 12),
  multiplier  TEXT NOT NULL,
  PRIMARY KEY (meter_id, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE meter_span (
  id          INTEGER PRIMARY KEY,
  meter_id    INTEGER NOT NULL REFERENCES meter (id),
  account_id  INTEGER NOT NULL REFERENCES account (id),
  from_on     TEXT NOT NULL,
  to_on       TEXT,
  reason      TEXT NOT NULL,
  CHECK (to_on IS NULL OR from_on <= to_on)
) STRICT;
CREATE INDEX meter_span_account ON meter_span (account_id, from_on);
CREATE INDEX meter_span_meter ON meter_span (meter_id, from_on);
CREATE UNIQUE INDEX meter_span_open ON meter_span (meter_id) WHERE to_on IS NULL;

-- value is what the register shows, use_units what was used since the reading before (already times the
-- multiplier); both decimal text. checks are the words of what the entry was asked about, reason why it was
-- accepted all the same.
CREATE TABLE reading (
  id           INTEGER PRIMARY KEY,
  account_id   INTEGER NOT NULL REFERENCES account (id),
  meter_id     INTEGER NOT NULL REFERENCES meter (id),
  register_n   INTEGER NOT NULL,
  read_on      TEXT NOT NULL,
  value        TEXT NOT NULL,
  use_units    TEXT NOT NULL,
  kind         TEXT NOT NULL CHECK (kind IN ('actual', 'estimated', 'customer', 'provisional')),
  purpose      TEXT NOT NULL CHECK (purpose IN ('cycle', 'install', 'final', 'special')),
  remark       TEXT NOT NULL,
  source       TEXT NOT NULL CHECK (source IN ('grid', 'counter', 'file', 'folder', 'run')),
  checks       TEXT NOT NULL,
  reason       TEXT NOT NULL,
  person_id    INTEGER NOT NULL REFERENCES person (id),
  entered_at   INTEGER NOT NULL,
  replaced_by  INTEGER REFERENCES reading (id)
) STRICT;
CREATE UNIQUE INDEX reading_once ON reading (meter_id, register_n, read_on) WHERE replaced_by IS NULL;
CREATE INDEX reading_account ON reading (account_id, read_on) WHERE replaced_by IS NULL;

CREATE TRIGGER reading_is_never_edited BEFORE UPDATE OF id, account_id, meter_id, register_n, read_on, value,
  use_units, kind, purpose, remark, source, checks, reason, person_id, entered_at ON reading
BEGIN SELECT RAISE(ABORT, 'readings are replaced, never edited'); END;
CREATE TRIGGER reading_is_never_deleted BEFORE DELETE ON reading
BEGIN SELECT RAISE(ABORT, 'readings are replaced, never deleted'); END;

-- Abnormal use under somebody's eye: a letter, then an inspection, then a review, a period each.
CREATE TABLE use_case (
  id          INTEGER PRIMARY KEY,
  account_id  INTEGER NOT NULL REFERENCES account (id),
  kind        TEXT NOT NULL CHECK (kind IN ('high', 'low', 'zero', 'negative', 'spike', 'estimates')),
  step        TEXT NOT NULL CHECK (step IN ('letter', 'inspection', 'review')),
  state       TEXT NOT NULL CHECK (state IN ('open', 'closed')),
  periods     INTEGER NOT NULL CHECK (periods > 0),
  opened_on   TEXT NOT NULL,
  last_on     TEXT NOT NULL,
  reading_id  INTEGER NOT NULL REFERENCES reading (id),
  outcome     TEXT NOT NULL,
  version     INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX use_case_open ON use_case (account_id) WHERE state = 'open';
CREATE INDEX use_case_state ON use_case (state, last_on, id);
