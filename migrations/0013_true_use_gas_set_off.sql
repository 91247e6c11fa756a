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

-- Why: credit that a trued-up bill left stood beside the very bill that had been too high, which was still owed, was
-- surcharged and could be cut for. A bill now sets off what credit it leaves against the account's open claims, in its
-- own commit. Taken back with its bill, a set-off gets an opposite row; nothing is changed.
CREATE TABLE set_off (
  id            INTEGER PRIMARY KEY,
  bill_id       INTEGER NOT NULL REFERENCES bill (id),
  claim_id      INTEGER NOT NULL REFERENCES bill (id),
  part          TEXT NOT NULL CHECK (part IN ('surcharge', 'bill')),
  amount_minor  INTEGER NOT NULL CHECK (amount_minor <> 0),
  business_on   TEXT NOT NULL
) STRICT;
CREATE INDEX set_off_bill ON set_off (bill_id);
CREATE INDEX set_off_claim ON set_off (claim_id);

CREATE TRIGGER set_off_is_never_changed BEFORE UPDATE ON set_off
BEGIN SELECT RAISE(ABORT, 'set-offs are append-only'); END;
CREATE TRIGGER set_off_is_never_deleted BEFORE DELETE ON set_off
BEGIN SELECT RAISE(ABORT, 'set-offs are append-only'); END;
