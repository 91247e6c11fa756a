-- 0042_change_from_the_safe.sql
-- Why: change brought from the safe to a drawer was booked as cash that came from nowhere. With the drawer's Z report it
-- waited for the bank once more, and the safe was short by it on paper. And nobody wrote down which tolerance the
-- difference of a count of the safe was held against: let pass by one person, it was right whatever it came to.

-- The last such change that a slip of cash has left out of what it paid in. Change of before has the reason 'change'.
ALTER TABLE deposit_slip ADD COLUMN until_change INTEGER NOT NULL DEFAULT 0;
CREATE INDEX shift_cash_from_safe ON shift_cash (id) WHERE reason = 'from_safe';
DROP TRIGGER deposit_slip_pays_in_once;
CREATE TRIGGER deposit_slip_pays_in_once BEFORE INSERT ON deposit_slip
WHEN NEW.kind = 'cash'
 AND EXISTS (SELECT 1 FROM deposit_slip d
              WHERE d.kind = 'cash' AND d.until_z = NEW.until_z AND d.until_day = NEW.until_day
                AND d.until_count = NEW.until_count AND d.until_change = NEW.until_change
                AND NOT EXISTS (SELECT 1 FROM deposit_taken_back k WHERE k.slip_id = d.id))
BEGIN SELECT RAISE(ABORT, 'this cash is on a slip that stands'); END;

-- What the differences of the day that nobody else had looked at could come to by the word of who explained this one. Of
-- those of before nobody wrote it down.
ALTER TABLE safe_difference ADD COLUMN tolerance_minor INTEGER CHECK (tolerance_minor >= 0);
