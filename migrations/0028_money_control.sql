-- 0028_money_control.sql
-- Why: a slip of cash that was a mistake could not be taken back, though one of cheques could; where something was done
-- first, because no manager was there, nothing said whether one was; and the month's screen added up every payment of the
-- month, though the days that are closed never change.

-- A slip of cash is taken back by a request, which one of cheques has none of. newest_slip is the newest slip there was
-- then: a slip that was made later begins where the one before this ended.
ALTER TABLE deposit_taken_back ADD COLUMN approval_id INTEGER REFERENCES approval (id);
ALTER TABLE deposit_taken_back ADD COLUMN newest_slip INTEGER NOT NULL DEFAULT 0;
CREATE INDEX deposit_taken_back_approval ON deposit_taken_back (approval_id) WHERE approval_id IS NOT NULL;
DROP TRIGGER deposit_taken_back_is_of_its_day;
CREATE TRIGGER deposit_taken_back_is_of_its_day BEFORE INSERT ON deposit_taken_back
WHEN NOT EXISTS (SELECT 1 FROM deposit_slip d
                  WHERE d.id = NEW.slip_id AND d.business_on = NEW.business_on
                    AND (d.kind = 'cheques' OR NEW.approval_id IS NOT NULL))
BEGIN SELECT RAISE(ABORT, 'a slip is taken back on its own day, and one of cash by a request'); END;

-- What a slip paid in waits for the bank again, so that the next one ends where it did: the same cash is on one slip that
-- stands, and not on one slip for good.
DROP INDEX deposit_slip_until;
CREATE INDEX deposit_slip_until ON deposit_slip (until_z, until_day) WHERE kind = 'cash';
CREATE INDEX deposit_slip_cash ON deposit_slip (id) WHERE kind = 'cash';
CREATE TRIGGER deposit_slip_pays_in_once BEFORE INSERT ON deposit_slip
WHEN NEW.kind = 'cash'
 AND EXISTS (SELECT 1 FROM deposit_slip d
              WHERE d.kind = 'cash' AND d.until_z = NEW.until_z AND d.until_day = NEW.until_day
                AND NOT EXISTS (SELECT 1 FROM deposit_taken_back k WHERE k.slip_id = d.id))
BEGIN SELECT RAISE(ABORT, 'this cash is on a slip that stands'); END;
-- The newest goes back first: what a later slip paid in begins where this one ended.
CREATE TRIGGER deposit_taken_back_is_the_newest BEFORE INSERT ON deposit_taken_back
WHEN EXISTS (SELECT 1 FROM deposit_slip d WHERE d.id = NEW.slip_id AND d.kind = 'cash')
 AND EXISTS (SELECT 1 FROM deposit_slip d
              WHERE d.kind = 'cash' AND d.id > NEW.slip_id
                AND NOT EXISTS (SELECT 1 FROM deposit_taken_back k WHERE k.slip_id = d.id))
BEGIN SELECT RAISE(ABORT, 'a later slip of cash stands'); END;

-- Who is at work: when each person logged in last, and when they left since. The log has it row by row; here it is found
-- at once.
CREATE TABLE at_work (
  person_id  INTEGER PRIMARY KEY REFERENCES person (id),
  came_at    INTEGER NOT NULL,
  left_at    INTEGER
) STRICT;

-- Who was at work and could have let it pass when something was done first.
CREATE TABLE approval_beside (
  approval_id  INTEGER NOT NULL REFERENCES approval (id),
  person_id    INTEGER NOT NULL REFERENCES person (id),
  PRIMARY KEY (approval_id, person_id)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER approval_beside_is_never_changed BEFORE UPDATE ON approval_beside
BEGIN SELECT RAISE(ABORT, 'who was there is never changed'); END;
CREATE TRIGGER approval_beside_is_never_deleted BEFORE DELETE ON approval_beside
BEGIN SELECT RAISE(ABORT, 'who was there is never changed'); END;

-- What a closed day took and gave back, added up as it is closed: all of it, by way of paying, by clerk, and by counter and
-- series of receipts. Days that were closed before have none, and are added up when somebody asks.
CREATE TABLE day_sum (
  business_on     TEXT NOT NULL REFERENCES day_close (business_on),
  kind            TEXT NOT NULL CHECK (kind IN ('all', 'method', 'clerk', 'series')),
  name            TEXT NOT NULL,
  count           INTEGER NOT NULL CHECK (count >= 0),
  taken_minor     INTEGER NOT NULL,
  voids           INTEGER NOT NULL CHECK (voids >= 0),
  voided_minor    INTEGER NOT NULL,
  returns         INTEGER NOT NULL CHECK (returns >= 0),
  returned_minor  INTEGER NOT NULL,
  net_minor       INTEGER NOT NULL,
  first           TEXT NOT NULL,
  last            TEXT NOT NULL,
  PRIMARY KEY (business_on, kind, name)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER day_sum_is_never_changed BEFORE UPDATE ON day_sum
BEGIN SELECT RAISE(ABORT, 'a closed day is never changed'); END;
CREATE TRIGGER day_sum_is_never_deleted BEFORE DELETE ON day_sum
BEGIN SELECT RAISE(ABORT, 'a closed day is never changed'); END;
