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
-- multiplier); both decimal text. checks are what the entry was asked about, as JSON, reason why it was
-- accepted all the same. A reading stands until it is replaced (replaced_by) or taken back (undo).
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
  remark       TEXT NOT NULL
    CHECK (remark IN ('working', 'locked', 'breakdown', 'no_meter', 'reset', 'replaced')),
  rolled_over  INTEGER NOT NULL CHECK (rolled_over IN (0, 1)),
  source       TEXT NOT NULL CHECK (source IN ('grid', 'counter', 'file', 'folder', 'run')),
  checks       TEXT NOT NULL,
  reason       TEXT NOT NULL,
  person_id    INTEGER NOT NULL REFERENCES person (id),
  entered_at   INTEGER NOT NULL,
  stands       INTEGER NOT NULL CHECK (stands IN (0, 1)),
  replaced_by  INTEGER REFERENCES reading (id),
  CHECK (stands = 0 OR replaced_by IS NULL)
) STRICT;
CREATE UNIQUE INDEX reading_once ON reading (meter_id, register_n, read_on, account_id) WHERE stands = 1;
CREATE INDEX reading_account ON reading (account_id, read_on) WHERE stands = 1;

CREATE TRIGGER reading_is_never_edited BEFORE UPDATE OF id, account_id, meter_id, register_n, read_on, value,
  use_units, kind, purpose, remark, rolled_over, source, checks, reason, person_id, entered_at ON reading
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

-- The office's own rules of this room: how many estimates in a row, what is estimated from, when use is
-- called high, low or a spike (percent of the usual), and the folder that meter-export files are dropped in.
CREATE TABLE metering_setting (
  id                  INTEGER PRIMARY KEY CHECK (id = 1),
  estimates_in_a_row  INTEGER NOT NULL CHECK (estimates_in_a_row BETWEEN 0 AND 12),
  estimate_by         TEXT NOT NULL CHECK (estimate_by IN ('average', 'last_year')),
  high_percent        INTEGER NOT NULL CHECK (high_percent BETWEEN 101 AND 10000),
  spike_percent       INTEGER NOT NULL CHECK (spike_percent BETWEEN 101 AND 10000),
  low_percent         INTEGER NOT NULL CHECK (low_percent BETWEEN 0 AND 99),
  watch_folder        TEXT NOT NULL,
  version             INTEGER NOT NULL
) STRICT;
INSERT INTO metering_setting (id, estimates_in_a_row, estimate_by, high_percent, spike_percent, low_percent,
  watch_folder, version)
VALUES (1, 2, 'average', 200, 400, 40, '', 1);
