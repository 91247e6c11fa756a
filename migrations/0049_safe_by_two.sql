-- 0049_safe_by_two.sql
-- Why: cash that was brought to the safe was one person's word, of any amount, and what was booked by mistake could not be
-- put right. Two persons book it, and two take it back on its own day; then the same paper may bring its cash once more.

-- Whose word it had; none of what was brought while one was enough.
ALTER TABLE safe_brought ADD COLUMN approval_id INTEGER REFERENCES approval (id);
CREATE INDEX safe_brought_approval ON safe_brought (approval_id) WHERE approval_id IS NOT NULL;
CREATE TRIGGER safe_brought_by_two BEFORE INSERT ON safe_brought WHEN NEW.approval_id IS NULL
BEGIN SELECT RAISE(ABORT, 'cash is brought to the safe by two persons'); END;

-- What was brought by mistake: it keeps its number, and its journal entry stands both ways. newest_slip: the last slip then, so
-- that it is known which slips had counted it in.
CREATE TABLE safe_brought_back (
  id           INTEGER PRIMARY KEY,
  brought_id   INTEGER NOT NULL UNIQUE REFERENCES safe_brought (id),
  reason       TEXT NOT NULL CHECK (reason <> ''),
  person_id    INTEGER NOT NULL REFERENCES person (id),
  made_at      INTEGER NOT NULL,
  business_on  TEXT NOT NULL,
  counter_id   INTEGER NOT NULL REFERENCES counter (id),
  audit_seq    INTEGER NOT NULL,
  approval_id  INTEGER NOT NULL REFERENCES approval (id),
  newest_slip  INTEGER NOT NULL
) STRICT;
CREATE INDEX safe_brought_back_on ON safe_brought_back (business_on, id);
CREATE INDEX safe_brought_back_approval ON safe_brought_back (approval_id);
CREATE TRIGGER safe_brought_goes_back_on_its_day BEFORE INSERT ON safe_brought_back
WHEN NOT EXISTS (SELECT 1 FROM safe_brought b WHERE b.id = NEW.brought_id AND b.business_on = NEW.business_on)
BEGIN SELECT RAISE(ABORT, 'what was brought to the safe is taken back on its own day'); END;
CREATE TRIGGER safe_brought_back_is_never_changed BEFORE UPDATE ON safe_brought_back
BEGIN SELECT RAISE(ABORT, 'what was taken back is never changed'); END;
CREATE TRIGGER safe_brought_back_is_never_deleted BEFORE DELETE ON safe_brought_back
BEGIN SELECT RAISE(ABORT, 'what was taken back is never deleted'); END;

-- One paper brings its cash once, unless that was taken back.
DROP INDEX safe_brought_paper;
CREATE INDEX safe_brought_paper ON safe_brought (came_from, voucher, id);
CREATE TRIGGER safe_brought_once BEFORE INSERT ON safe_brought
WHEN EXISTS (SELECT 1 FROM safe_brought b
              WHERE b.came_from = NEW.came_from AND b.voucher = NEW.voucher
                AND NOT EXISTS (SELECT 1 FROM safe_brought_back k WHERE k.brought_id = b.id))
BEGIN SELECT RAISE(ABORT, 'this paper has brought its cash'); END;

-- The last that had been taken back when the safe was counted.
ALTER TABLE safe_count ADD COLUMN last_back INTEGER NOT NULL DEFAULT 0;

-- The row of the log that opened a shift: by it, and by no clock, a number that its counter gave for no drawer is of this
-- shift or of one before. None of shifts of before.
ALTER TABLE shift ADD COLUMN opened_seq INTEGER;

-- A kind of request of its own. The check of a column cannot be changed in place.
PRAGMA defer_foreign_keys = ON;
CREATE INDEX shift_cash_approval ON shift_cash (approval_id) WHERE approval_id IS NOT NULL;
CREATE TABLE approval_before AS
SELECT id, kind, subject, about, amount_minor, payload, reason, counter_id, asked_by, asked_at, business_on, state,
       decided_by, decided_at, decided_on, expires_at, done_first, outcome, note, version, ended_on, audit_seq, look_by_at,
       late
  FROM approval;
DROP TABLE approval;
CREATE TABLE approval (
  id            INTEGER PRIMARY KEY,
  kind          TEXT NOT NULL CHECK (kind IN ('reversal', 'refund', 'transfer', 'void', 'correction', 'write_off',
                                              'discount', 'variance', 'fee', 'cash_out', 'safe_in')),
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
  ended_on      TEXT,
  audit_seq     INTEGER,
  look_by_at    INTEGER,
  late          INTEGER NOT NULL DEFAULT 0 CHECK (late IN (0, 1)),
  CHECK (decided_by IS NULL OR decided_by <> asked_by),
  CHECK ((decided_by IS NULL) = (decided_at IS NULL) AND (decided_by IS NULL) = (decided_on IS NULL)),
  CHECK ((state IN ('approved', 'refused', 'cleared')) = (decided_by IS NOT NULL)),
  CHECK (state NOT IN ('second_look', 'cleared') OR done_first = 1)
) STRICT;
INSERT INTO approval (id, kind, subject, about, amount_minor, payload, reason, counter_id, asked_by, asked_at,
                      business_on, state, decided_by, decided_at, decided_on, expires_at, done_first, outcome, note,
                      version, ended_on, audit_seq, look_by_at, late)
SELECT id, kind, subject, about, amount_minor, payload, reason, counter_id, asked_by, asked_at, business_on, state,
       decided_by, decided_at, decided_on, expires_at, done_first, outcome, note, version, ended_on, audit_seq, look_by_at,
       late
  FROM approval_before ORDER BY id;
DROP TABLE approval_before;
CREATE UNIQUE INDEX approval_open ON approval (subject) WHERE state = 'asked';
CREATE INDEX approval_waiting ON approval (state, id) WHERE state IN ('asked', 'second_look');
CREATE INDEX approval_of ON approval (asked_by, id);
CREATE INDEX approval_day ON approval (business_on, id);
CREATE INDEX approval_look_by ON approval (look_by_at) WHERE state = 'second_look';
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
CREATE TRIGGER approval_end_stands BEFORE UPDATE OF ended_on ON approval WHEN OLD.ended_on IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'what has ended stands'); END;
CREATE TRIGGER approval_look_by_is_never_changed BEFORE UPDATE OF look_by_at ON approval
BEGIN SELECT RAISE(ABORT, 'until when it must be looked at is never changed'); END;
CREATE TRIGGER approval_late_stands BEFORE UPDATE OF late ON approval WHEN OLD.state <> 'second_look'
BEGIN SELECT RAISE(ABORT, 'what was decided stands'); END;
