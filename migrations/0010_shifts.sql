-- 0010_shifts.sql
-- Why: who holds a drawer answers for its cash. A shift is one person, one drawer and one business day: it opens
-- with a float, is counted blind, and ends with a Z report that is numbered without gaps. A day is closed by a
-- manager when every shift is, and what goes to the bank is what the Z reports say.

-- How drawers are kept. Books from before go on without shifts until an admin says otherwise; a new one asks for
-- them. Tolerances are the most a count may differ without a second count and a reason; denominations are the
-- notes and coins that are counted, in smallest coins with blanks between, empty for those of the currency.
ALTER TABLE office ADD COLUMN shifts_required INTEGER NOT NULL DEFAULT 0 CHECK (shifts_required IN (0, 1));
ALTER TABLE office ADD COLUMN cash_ceiling_minor INTEGER CHECK (cash_ceiling_minor > 0);
ALTER TABLE office ADD COLUMN cash_ceiling_refuses INTEGER NOT NULL DEFAULT 0 CHECK (cash_ceiling_refuses IN (0, 1));
ALTER TABLE office ADD COLUMN variance_tolerance_minor INTEGER NOT NULL DEFAULT 0
  CHECK (variance_tolerance_minor >= 0);
ALTER TABLE office ADD COLUMN manager_tolerance_minor INTEGER NOT NULL DEFAULT 0 CHECK (manager_tolerance_minor >= 0);
ALTER TABLE office ADD COLUMN denominations TEXT NOT NULL DEFAULT '';

-- open: takes money. counting: a count was given, no more money. handed_over: waits for the next person to accept
-- the counted cash; handed_to, kept_minor, reason, note and allowed_by are what its Z report will say.
CREATE TABLE shift (
  id           INTEGER PRIMARY KEY,
  number       TEXT NOT NULL,
  counter_id   INTEGER NOT NULL REFERENCES counter (id),
  person_id    INTEGER NOT NULL REFERENCES person (id),
  business_on  TEXT NOT NULL,
  state        TEXT NOT NULL CHECK (state IN ('open', 'counting', 'handed_over', 'closed')),
  opened_at    INTEGER NOT NULL,
  closed_at    INTEGER,
  float_minor  INTEGER NOT NULL CHECK (float_minor >= 0),
  kept_minor   INTEGER NOT NULL DEFAULT 0 CHECK (kept_minor >= 0),
  handed_to    INTEGER REFERENCES person (id),
  reason       TEXT NOT NULL DEFAULT '',
  note         TEXT NOT NULL DEFAULT '',
  allowed_by   INTEGER REFERENCES person (id),
  version      INTEGER NOT NULL,
  CHECK ((state = 'closed') = (closed_at IS NOT NULL)),
  CHECK (state <> 'handed_over' OR handed_to IS NOT NULL),
  CHECK (handed_to IS NULL OR handed_to <> person_id),
  CHECK (allowed_by IS NULL OR allowed_by <> person_id)
) STRICT;
CREATE UNIQUE INDEX shift_number ON shift (number);
-- One drawer a person, and one person a drawer.
CREATE UNIQUE INDEX shift_of_person ON shift (person_id) WHERE state <> 'closed';
CREATE UNIQUE INDEX shift_at_counter ON shift (counter_id) WHERE state <> 'closed';
CREATE INDEX shift_day ON shift (business_on, id);
CREATE TRIGGER shift_is_never_deleted BEFORE DELETE ON shift
BEGIN SELECT RAISE(ABORT, 'shifts are never deleted'); END;
CREATE TRIGGER shift_that_is_closed_is_never_changed BEFORE UPDATE ON shift WHEN OLD.state = 'closed'
BEGIN SELECT RAISE(ABORT, 'a closed shift is never changed'); END;

-- What went into a drawer or out of it beside payments and voids. Change between clerks is offered (change_out) and
-- counts once it is accepted, when the receiver's change_in is written. denominations are JSON, [[value, count], …].
CREATE TABLE shift_cash (
  id              INTEGER PRIMARY KEY,
  shift_id        INTEGER NOT NULL REFERENCES shift (id),
  kind            TEXT NOT NULL
    CHECK (kind IN ('float', 'cash_in', 'cash_out', 'drop', 'change_out', 'change_in', 'refund')),
  amount_minor    INTEGER NOT NULL CHECK (amount_minor > 0),
  denominations   TEXT NOT NULL,
  other_shift_id  INTEGER REFERENCES shift (id),
  state           TEXT NOT NULL CHECK (state IN ('done', 'offered', 'accepted', 'declined')),
  reason          TEXT NOT NULL,
  note            TEXT NOT NULL,
  person_id       INTEGER NOT NULL REFERENCES person (id),
  accepted_by     INTEGER REFERENCES person (id),
  made_at         INTEGER NOT NULL,
  business_on     TEXT NOT NULL,
  CHECK ((kind IN ('change_out', 'change_in')) = (other_shift_id IS NOT NULL)),
  CHECK (state IN ('done', 'accepted') OR kind = 'change_out')
) STRICT;
CREATE INDEX shift_cash_shift ON shift_cash (shift_id, id);
CREATE INDEX shift_cash_offered ON shift_cash (other_shift_id) WHERE state = 'offered';
CREATE TRIGGER shift_cash_is_never_edited BEFORE UPDATE ON shift_cash
WHEN OLD.state <> 'offered' OR NEW.shift_id <> OLD.shift_id OR NEW.kind <> OLD.kind
  OR NEW.amount_minor <> OLD.amount_minor OR NEW.denominations <> OLD.denominations
  OR NEW.other_shift_id <> OLD.other_shift_id OR NEW.made_at <> OLD.made_at OR NEW.business_on <> OLD.business_on
BEGIN SELECT RAISE(ABORT, 'cash movements are append-only'); END;
CREATE TRIGGER shift_cash_is_never_deleted BEFORE DELETE ON shift_cash
BEGIN SELECT RAISE(ABORT, 'cash movements are append-only'); END;

-- A count: the first, or the second when the first differed; a row for each way of paying.
CREATE TABLE shift_count (
  id              INTEGER PRIMARY KEY,
  shift_id        INTEGER NOT NULL REFERENCES shift (id),
  n               INTEGER NOT NULL CHECK (n IN (1, 2)),
  method          TEXT NOT NULL,
  counted_minor   INTEGER NOT NULL CHECK (counted_minor >= 0),
  expected_minor  INTEGER NOT NULL,
  denominations   TEXT NOT NULL,
  person_id       INTEGER NOT NULL REFERENCES person (id),
  counted_at      INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX shift_count_once ON shift_count (shift_id, n, method);
CREATE TRIGGER shift_count_is_never_changed BEFORE UPDATE ON shift_count
BEGIN SELECT RAISE(ABORT, 'counts are append-only'); END;
CREATE TRIGGER shift_count_is_never_deleted BEFORE DELETE ON shift_count
BEGIN SELECT RAISE(ABORT, 'counts are append-only'); END;

-- The end of a shift. Amounts are of cash; banked is what its drops and its count leave for the bank, after what is
-- kept as the next float.
CREATE TABLE z_report (
  id               INTEGER PRIMARY KEY,
  shift_id         INTEGER NOT NULL REFERENCES shift (id),
  number           TEXT NOT NULL,
  counter_id       INTEGER NOT NULL REFERENCES counter (id),
  person_id        INTEGER NOT NULL REFERENCES person (id),
  business_on      TEXT NOT NULL,
  closed_at        INTEGER NOT NULL,
  expected_minor   INTEGER NOT NULL,
  counted_minor    INTEGER NOT NULL CHECK (counted_minor >= 0),
  variance_minor   INTEGER NOT NULL,
  drops_minor      INTEGER NOT NULL CHECK (drops_minor >= 0),
  kept_minor       INTEGER NOT NULL CHECK (kept_minor BETWEEN 0 AND counted_minor),
  banked_minor     INTEGER NOT NULL,
  variance_reason  TEXT NOT NULL,
  approved_by      INTEGER REFERENCES person (id),
  document         TEXT NOT NULL,
  audit_seq        INTEGER NOT NULL,
  CHECK (variance_minor = counted_minor - expected_minor),
  CHECK (banked_minor = drops_minor + counted_minor - kept_minor),
  CHECK (approved_by IS NULL OR approved_by <> person_id)
) STRICT;
CREATE UNIQUE INDEX z_report_shift ON z_report (shift_id);
CREATE UNIQUE INDEX z_report_number ON z_report (number);
CREATE INDEX z_report_day ON z_report (business_on, id);
CREATE TRIGGER z_report_is_never_changed BEFORE UPDATE ON z_report
BEGIN SELECT RAISE(ABORT, 'Z reports are append-only'); END;
CREATE TRIGGER z_report_is_never_deleted BEFORE DELETE ON z_report
BEGIN SELECT RAISE(ABORT, 'Z reports are append-only'); END;

CREATE TABLE day_close (
  business_on  TEXT PRIMARY KEY,
  next_on      TEXT NOT NULL,
  counter_id   INTEGER NOT NULL REFERENCES counter (id),
  person_id    INTEGER NOT NULL REFERENCES person (id),
  closed_at    INTEGER NOT NULL,
  document     TEXT NOT NULL,
  audit_seq    INTEGER NOT NULL,
  CHECK (next_on > business_on)
) STRICT;
CREATE TRIGGER day_close_is_never_changed BEFORE UPDATE ON day_close
BEGIN SELECT RAISE(ABORT, 'closed days are append-only'); END;
CREATE TRIGGER day_close_is_never_deleted BEFORE DELETE ON day_close
BEGIN SELECT RAISE(ABORT, 'closed days are append-only'); END;

-- What is paid in at the bank. A slip of cash takes the Z reports after those of the slip before it, up to until_z.
CREATE TABLE deposit_slip (
  id            INTEGER PRIMARY KEY,
  number        TEXT NOT NULL,
  kind          TEXT NOT NULL CHECK (kind IN ('cash', 'cheques')),
  business_on   TEXT NOT NULL,
  amount_minor  INTEGER NOT NULL CHECK (amount_minor > 0),
  until_z       INTEGER REFERENCES z_report (id),
  document      TEXT NOT NULL,
  person_id     INTEGER NOT NULL REFERENCES person (id),
  made_at       INTEGER NOT NULL,
  counter_id    INTEGER NOT NULL REFERENCES counter (id),
  audit_seq     INTEGER NOT NULL,
  CHECK ((kind = 'cash') = (until_z IS NOT NULL))
) STRICT;
CREATE UNIQUE INDEX deposit_slip_number ON deposit_slip (number);
CREATE UNIQUE INDEX deposit_slip_until_z ON deposit_slip (until_z) WHERE until_z IS NOT NULL;
CREATE INDEX deposit_slip_day ON deposit_slip (business_on, id);
CREATE TRIGGER deposit_slip_is_never_changed BEFORE UPDATE ON deposit_slip
BEGIN SELECT RAISE(ABORT, 'deposit slips are append-only'); END;
CREATE TRIGGER deposit_slip_is_never_deleted BEFORE DELETE ON deposit_slip
BEGIN SELECT RAISE(ABORT, 'deposit slips are append-only'); END;

-- The drawer that a payment's money went into, and that a void's came out of; none where money in hand was posted
-- and in books that keep no shifts. No index: a shift is of one business day, and the day has one.
ALTER TABLE payment ADD COLUMN shift_id INTEGER REFERENCES shift (id);
ALTER TABLE payment_void ADD COLUMN shift_id INTEGER REFERENCES shift (id);

-- The journal learns new kinds of entries: shift (cash put in or taken out), variance (a Z report's), deposit (paid
-- in at the bank), and those that put payments right after their day. SQLite cannot widen a CHECK, so both tables are
-- laid anew, lines first, for an entry with lines cannot be dropped.
CREATE TABLE journal_anew (
  id           INTEGER PRIMARY KEY,
  kind         TEXT NOT NULL CHECK (kind IN ('bill', 'payment', 'void', 'correction', 'shift', 'variance', 'deposit',
                                             'bounce', 'refund', 'transfer', 'reversal')),
  source_id    INTEGER NOT NULL,
  business_on  TEXT NOT NULL
) STRICT;
CREATE TABLE journal_line_anew (
  journal_id    INTEGER NOT NULL REFERENCES journal_anew (id),
  line          INTEGER NOT NULL,
  ledger        TEXT NOT NULL,
  account_id    INTEGER REFERENCES account (id),
  amount_minor  INTEGER NOT NULL CHECK (amount_minor <> 0),
  PRIMARY KEY (journal_id, line)
) STRICT, WITHOUT ROWID;
INSERT INTO journal_anew (id, kind, source_id, business_on)
SELECT id, kind, source_id, business_on FROM journal ORDER BY id;
INSERT INTO journal_line_anew (journal_id, line, ledger, account_id, amount_minor)
SELECT journal_id, line, ledger, account_id, amount_minor FROM journal_line ORDER BY journal_id, line;
DROP TABLE journal_line;
DROP TABLE journal;
ALTER TABLE journal_anew RENAME TO journal;
ALTER TABLE journal_line_anew RENAME TO journal_line;

CREATE TRIGGER journal_is_never_changed BEFORE UPDATE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER journal_is_never_deleted BEFORE DELETE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER journal_line_is_never_changed BEFORE UPDATE ON journal_line
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER journal_line_is_never_deleted BEFORE DELETE ON journal_line
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
