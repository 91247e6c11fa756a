-- 0016_cash_by_two.sql
-- Why: cash left a drawer by one person's word, and what a drawer was left with in the evening was not asked for in the
-- morning. What is taken out needs a second person above the office's ceiling; a drawer begins with what its last Z
-- report kept in it, and a difference is written down, explained and posted; cash in no drawer goes to the bank whoever
-- took it, with or without a Z report; and a slip of cheques that was a mistake is taken back on its own day.

-- The most that is taken out of one drawer, in one shift, without anybody else's word; nought is nothing.
ALTER TABLE approval_rule ADD COLUMN cash_out_ceiling_minor INTEGER NOT NULL DEFAULT 0
  CHECK (cash_out_ceiling_minor >= 0);

-- What the last Z report of the counter had kept in the drawer. Absent in shifts from before: their floats are in no
-- journal, for nobody posted what a drawer was begun with.
ALTER TABLE shift ADD COLUMN kept_before_minor INTEGER CHECK (kept_before_minor >= 0);
CREATE INDEX z_report_counter ON z_report (counter_id, id);

-- From this day on, cash in no drawer is paid in by slips: the first shift's; in a book that keeps none, the day on
-- which it came to this version, for what was before was banked without slips. A new book begins with its first day.
ALTER TABLE office ADD COLUMN slips_from TEXT NOT NULL DEFAULT '';
UPDATE office SET slips_from = COALESCE((SELECT MIN(s.business_on) FROM shift s), business_on);

-- Requests learn another kind, and slips of cash need no Z report any more. SQLite cannot widen a CHECK, so three
-- tables are laid anew; what other tables point to is back before the commit, where that is looked at.
PRAGMA defer_foreign_keys = ON;
CREATE INDEX bill_correction_approval ON bill_correction (approval_id) WHERE approval_id IS NOT NULL;
CREATE INDEX payment_reversal_approval ON payment_reversal (approval_id) WHERE approval_id IS NOT NULL;

CREATE TABLE approval_before AS
SELECT id, kind, subject, about, amount_minor, payload, reason, counter_id, asked_by, asked_at, business_on, state,
       decided_by, decided_at, decided_on, expires_at, done_first, outcome, note, version
  FROM approval;
DROP TABLE approval;
CREATE TABLE approval (
  id            INTEGER PRIMARY KEY,
  kind          TEXT NOT NULL CHECK (kind IN ('reversal', 'refund', 'transfer', 'void', 'correction', 'write_off',
                                              'discount', 'variance', 'fee', 'cash_out')),
  subject       TEXT NOT NULL,
  about         TEXT NOT NULL,
  amount_minor  INTEGER NOT NULL CHECK (amount_minor >= 0),
  payload       TEXT NOT NULL,
  reason        TEXT NOT NULL,
  counter_id    INTEGER NOT NULL REFERENCES counter (id),
  asked_by      INTEGER NOT NULL REFERENCES person (id),
  asked_at      INTEGER NOT NULL,
  business_on   TEXT NOT NULL,
  state         TEXT NOT NULL CHECK (state IN ('asked', 'approved', 'refused', 'withdrawn', 'expired', 'second_look',
                                               'cleared')),
  decided_by    INTEGER REFERENCES person (id),
  decided_at    INTEGER,
  decided_on    TEXT,
  expires_at    INTEGER NOT NULL,
  done_first    INTEGER NOT NULL CHECK (done_first IN (0, 1)),
  outcome       TEXT NOT NULL,
  note          TEXT NOT NULL,
  version       INTEGER NOT NULL,
  CHECK (decided_by IS NULL OR decided_by <> asked_by),
  CHECK ((decided_by IS NULL) = (decided_at IS NULL) AND (decided_by IS NULL) = (decided_on IS NULL)),
  CHECK ((state IN ('approved', 'refused', 'cleared')) = (decided_by IS NOT NULL)),
  CHECK (state NOT IN ('second_look', 'cleared') OR done_first = 1)
) STRICT;
INSERT INTO approval (id, kind, subject, about, amount_minor, payload, reason, counter_id, asked_by, asked_at,
                      business_on, state, decided_by, decided_at, decided_on, expires_at, done_first, outcome, note,
                      version)
SELECT id, kind, subject, about, amount_minor, payload, reason, counter_id, asked_by, asked_at, business_on, state,
       decided_by, decided_at, decided_on, expires_at, done_first, outcome, note, version
  FROM approval_before ORDER BY id;
DROP TABLE approval_before;
-- A thing is asked for once at a time.
CREATE UNIQUE INDEX approval_open ON approval (subject) WHERE state = 'asked';
CREATE INDEX approval_waiting ON approval (state, id) WHERE state IN ('asked', 'second_look');
CREATE INDEX approval_of ON approval (asked_by, id);
CREATE INDEX approval_day ON approval (business_on, id);
CREATE TRIGGER approval_is_never_rewritten BEFORE UPDATE OF id, kind, subject, about, amount_minor, payload, reason,
  counter_id, asked_by, asked_at, business_on, expires_at, done_first ON approval
BEGIN SELECT RAISE(ABORT, 'what was asked for is never changed'); END;
CREATE TRIGGER approval_that_is_decided_stands BEFORE UPDATE OF state, decided_by, decided_at, decided_on, note, version
  ON approval WHEN OLD.state NOT IN ('asked', 'second_look')
BEGIN SELECT RAISE(ABORT, 'what was decided stands'); END;
CREATE TRIGGER approval_outcome_stands BEFORE UPDATE OF outcome ON approval WHEN OLD.outcome <> ''
BEGIN SELECT RAISE(ABORT, 'what came of it stands'); END;
CREATE TRIGGER approval_is_never_deleted BEFORE DELETE ON approval
BEGIN SELECT RAISE(ABORT, 'requests are kept'); END;

-- float_over and float_short say by how much a drawer's float was off what its last Z report kept: they move nothing,
-- for the float is what was counted, and are posted to over and short. approval_id is who let cash out, or let such a
-- difference pass.
CREATE TABLE shift_cash_anew (
  id              INTEGER PRIMARY KEY,
  shift_id        INTEGER NOT NULL REFERENCES shift (id),
  kind            TEXT NOT NULL
    CHECK (kind IN ('float', 'cash_in', 'cash_out', 'drop', 'change_out', 'change_in', 'refund', 'float_over',
                    'float_short')),
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
  approval_id     INTEGER REFERENCES approval (id),
  CHECK ((kind IN ('change_out', 'change_in')) = (other_shift_id IS NOT NULL)),
  CHECK (state IN ('done', 'accepted') OR kind = 'change_out'),
  CHECK (approval_id IS NULL OR kind IN ('cash_out', 'float_over', 'float_short'))
) STRICT;
INSERT INTO shift_cash_anew (id, shift_id, kind, amount_minor, denominations, other_shift_id, state, reason, note,
                             person_id, accepted_by, made_at, business_on)
SELECT id, shift_id, kind, amount_minor, denominations, other_shift_id, state, reason, note, person_id, accepted_by,
       made_at, business_on
  FROM shift_cash ORDER BY id;
DROP TABLE shift_cash;
ALTER TABLE shift_cash_anew RENAME TO shift_cash;
CREATE INDEX shift_cash_shift ON shift_cash (shift_id, id);
CREATE INDEX shift_cash_offered ON shift_cash (other_shift_id) WHERE state = 'offered';
CREATE TRIGGER shift_cash_is_never_edited BEFORE UPDATE ON shift_cash
WHEN OLD.state <> 'offered' OR NEW.shift_id <> OLD.shift_id OR NEW.kind <> OLD.kind
  OR NEW.amount_minor <> OLD.amount_minor OR NEW.denominations <> OLD.denominations
  OR NEW.other_shift_id <> OLD.other_shift_id OR NEW.made_at <> OLD.made_at OR NEW.business_on <> OLD.business_on
BEGIN SELECT RAISE(ABORT, 'cash movements are append-only'); END;
CREATE TRIGGER shift_cash_is_never_deleted BEFORE DELETE ON shift_cash
BEGIN SELECT RAISE(ABORT, 'cash movements are append-only'); END;

-- all_cash: the slip takes in cash in no drawer whoever took it, less what was refunded out of none; slips from before
-- took in what the worker had posted, alone.
CREATE TABLE deposit_slip_before AS
SELECT id, number, kind, business_on, amount_minor, until_z, document, person_id, made_at, counter_id, audit_seq,
       until_day
  FROM deposit_slip;
DROP TABLE deposit_slip;
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
  until_day     TEXT NOT NULL DEFAULT '',
  all_cash      INTEGER NOT NULL DEFAULT 0 CHECK (all_cash IN (0, 1)),
  CHECK (kind = 'cash' OR (until_z IS NULL AND until_day = '' AND all_cash = 0)),
  CHECK (kind = 'cheques' OR until_z IS NOT NULL OR all_cash = 1)
) STRICT;
INSERT INTO deposit_slip (id, number, kind, business_on, amount_minor, until_z, document, person_id, made_at,
                          counter_id, audit_seq, until_day)
SELECT id, number, kind, business_on, amount_minor, until_z, document, person_id, made_at, counter_id, audit_seq,
       until_day
  FROM deposit_slip_before ORDER BY id;
DROP TABLE deposit_slip_before;
CREATE UNIQUE INDEX deposit_slip_number ON deposit_slip (number);
CREATE UNIQUE INDEX deposit_slip_until ON deposit_slip (until_z, until_day) WHERE kind = 'cash';
CREATE INDEX deposit_slip_day ON deposit_slip (business_on, id);
CREATE TRIGGER deposit_slip_is_never_changed BEFORE UPDATE ON deposit_slip
BEGIN SELECT RAISE(ABORT, 'deposit slips are append-only'); END;
CREATE TRIGGER deposit_slip_is_never_deleted BEFORE DELETE ON deposit_slip
BEGIN SELECT RAISE(ABORT, 'deposit slips are append-only'); END;

-- A slip of cheques that was a mistake, taken back on its own day: its number stays, the journal has it both ways, and
-- its cheques are in the office again. cheques are their ids, as JSON.
CREATE TABLE deposit_taken_back (
  slip_id      INTEGER PRIMARY KEY REFERENCES deposit_slip (id),
  cheques      TEXT NOT NULL,
  reason       TEXT NOT NULL,
  person_id    INTEGER NOT NULL REFERENCES person (id),
  made_at      INTEGER NOT NULL,
  business_on  TEXT NOT NULL,
  counter_id   INTEGER NOT NULL REFERENCES counter (id),
  audit_seq    INTEGER NOT NULL
) STRICT;
CREATE TRIGGER deposit_taken_back_is_never_changed BEFORE UPDATE ON deposit_taken_back
BEGIN SELECT RAISE(ABORT, 'what was taken back stays so'); END;
CREATE TRIGGER deposit_taken_back_is_never_deleted BEFORE DELETE ON deposit_taken_back
BEGIN SELECT RAISE(ABORT, 'what was taken back stays so'); END;
CREATE TRIGGER deposit_taken_back_is_of_its_day BEFORE INSERT ON deposit_taken_back
WHEN NOT EXISTS (SELECT 1 FROM deposit_slip d WHERE d.id = NEW.slip_id AND d.kind = 'cheques'
                    AND d.business_on = NEW.business_on)
BEGIN SELECT RAISE(ABORT, 'a slip of cheques is taken back on its own day'); END;
