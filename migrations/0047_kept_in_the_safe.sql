-- 0047_kept_in_the_safe.sql
-- Why: a slip of cash paid in all that waited, so the safe held nothing after each, and on the usual morning there was no
-- change in it for the drawers: what they began with came from nowhere. An office keeps a fund in its safe.

-- How much of what lies in the safe is not paid in, as long as it is there. Nought pays in all of it, as before.
ALTER TABLE office ADD COLUMN safe_fund_minor INTEGER NOT NULL DEFAULT 0 CHECK (safe_fund_minor >= 0);

-- Cash that was brought to the safe from outside the office: drawn at the bank, or sent by the head office. It is posted by
-- the journal's kind "deposit" under the negated id, for a new kind would lay a journal of millions anew.
CREATE TABLE safe_brought (
  id             INTEGER PRIMARY KEY,
  business_on    TEXT NOT NULL,
  amount_minor   INTEGER NOT NULL CHECK (amount_minor > 0),
  denominations  TEXT NOT NULL,
  came_from      TEXT NOT NULL CHECK (came_from IN ('bank', 'head_office')),
  voucher        TEXT NOT NULL CHECK (voucher <> ''),
  note           TEXT NOT NULL,
  person_id      INTEGER NOT NULL REFERENCES person (id),
  made_at        INTEGER NOT NULL,
  counter_id     INTEGER NOT NULL REFERENCES counter (id),
  audit_seq      INTEGER NOT NULL
) STRICT;
CREATE INDEX safe_brought_on ON safe_brought (business_on, id);
-- One paper brings its cash once.
CREATE UNIQUE INDEX safe_brought_paper ON safe_brought (came_from, voucher);
CREATE TRIGGER safe_brought_is_never_changed BEFORE UPDATE ON safe_brought
BEGIN SELECT RAISE(ABORT, 'what was brought to the safe is never changed'); END;
CREATE TRIGGER safe_brought_is_never_deleted BEFORE DELETE ON safe_brought
BEGIN SELECT RAISE(ABORT, 'what was brought to the safe is never deleted'); END;

-- What of the cash that waited a slip has left in the safe, and the last of what was brought that it has counted in.
ALTER TABLE deposit_slip ADD COLUMN stays_minor INTEGER NOT NULL DEFAULT 0 CHECK (stays_minor >= 0);
ALTER TABLE deposit_slip ADD COLUMN until_brought INTEGER NOT NULL DEFAULT 0;
DROP TRIGGER deposit_slip_pays_in_once;
CREATE TRIGGER deposit_slip_pays_in_once BEFORE INSERT ON deposit_slip
WHEN NEW.kind = 'cash'
 AND EXISTS (SELECT 1 FROM deposit_slip d
              WHERE d.kind = 'cash' AND d.until_z = NEW.until_z AND d.until_day = NEW.until_day
                AND d.until_count = NEW.until_count AND d.until_change = NEW.until_change
                AND d.until_brought = NEW.until_brought AND d.stays_minor = NEW.stays_minor
                AND NOT EXISTS (SELECT 1 FROM deposit_taken_back k WHERE k.slip_id = d.id))
BEGIN SELECT RAISE(ABORT, 'this cash is on a slip that stands'); END;

-- What had moved in the safe when it was counted: a difference is not noted any more once more has, for what was counted and
-- what is in the book are of two moments then.
ALTER TABLE safe_count ADD COLUMN last_change INTEGER NOT NULL DEFAULT 0;
ALTER TABLE safe_count ADD COLUMN last_brought INTEGER NOT NULL DEFAULT 0;
