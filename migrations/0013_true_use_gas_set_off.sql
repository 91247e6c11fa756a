-- 0013_true_use_gas_set_off.sql
-- Why: a month that was billed on an estimate kept the estimate's bar in every usage history for good, though the
-- next reading had told what was used in truth. The bill that makes it good says its true units here. They count
-- while that bill stands; the estimated bill itself is never edited.
CREATE TABLE true_use (
  account_id  INTEGER NOT NULL REFERENCES account (id),
  bill_id     INTEGER NOT NULL REFERENCES bill (id),
  by_id       INTEGER NOT NULL REFERENCES bill (id),
  units       TEXT NOT NULL,
  PRIMARY KEY (account_id, bill_id, by_id)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER true_use_is_never_changed BEFORE UPDATE ON true_use
BEGIN SELECT RAISE(ABORT, 'what a bill made good is append-only'); END;
CREATE TRIGGER true_use_is_never_deleted BEFORE DELETE ON true_use
BEGIN SELECT RAISE(ABORT, 'what a bill made good is append-only'); END;

-- Why: gas is counted by volume and charged by energy, and nothing in a book said how the one becomes the other. The
-- office sets the correction for pressure and temperature and the calorific value from a day on, for one route or,
-- where the route is empty, for all that have none of their own. A row is never changed: of the rows of one route and
-- day the newest holds, and one that is withdrawn says that from this day on nothing new was set.
CREATE TABLE gas_factor (
  id                 INTEGER PRIMARY KEY,
  route              TEXT NOT NULL,
  valid_from_on      TEXT NOT NULL,
  volume_correction  TEXT NOT NULL,
  calorific_value    TEXT NOT NULL,
  round_to           TEXT NOT NULL,
  round_mode         TEXT NOT NULL CHECK (round_mode IN ('half_up', 'half_even', 'down', 'up')),
  withdrawn          INTEGER NOT NULL CHECK (withdrawn IN (0, 1)),
  person_id          INTEGER NOT NULL REFERENCES person (id),
  entered_at         INTEGER NOT NULL
) STRICT;
CREATE INDEX gas_factor_newest ON gas_factor (route, valid_from_on, id);

CREATE TRIGGER gas_factor_is_never_changed BEFORE UPDATE ON gas_factor
BEGIN SELECT RAISE(ABORT, 'gas factors are append-only'); END;
CREATE TRIGGER gas_factor_is_never_deleted BEFORE DELETE ON gas_factor
BEGIN SELECT RAISE(ABORT, 'gas factors are append-only'); END;
