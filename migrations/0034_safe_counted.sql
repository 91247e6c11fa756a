-- 0034_safe_counted.sql
-- Why: what the safe holds was known by addition alone until somebody counted it for the bank. A bag that never reached it
-- was found with the slip, days after it went missing.

-- A count of the safe, blind. What it had to hold is what waited for the bank, what open drawers had dropped, and the
-- day's cash in no drawer. last_slip is the slip of cash that stood last: after another one a difference is of the past.
CREATE TABLE safe_count (
  id              INTEGER PRIMARY KEY,
  business_on     TEXT NOT NULL,
  counted_minor   INTEGER NOT NULL CHECK (counted_minor >= 0),
  expected_minor  INTEGER NOT NULL,
  denominations   TEXT NOT NULL,
  last_slip       INTEGER NOT NULL,
  person_id       INTEGER NOT NULL REFERENCES person (id),
  made_at         INTEGER NOT NULL,
  counter_id      INTEGER NOT NULL REFERENCES counter (id),
  audit_seq       INTEGER NOT NULL
) STRICT;
CREATE INDEX safe_count_on ON safe_count (business_on, id);
CREATE TRIGGER safe_count_is_never_changed BEFORE UPDATE ON safe_count
BEGIN SELECT RAISE(ABORT, 'a count is never changed'); END;
CREATE TRIGGER safe_count_is_never_deleted BEFORE DELETE ON safe_count
BEGIN SELECT RAISE(ABORT, 'a count is never deleted'); END;

-- By how much a count differs, why, and by whose word where it is more than the tolerance. It is posted as cash over or
-- short, by the journal's kind "variance" under the count's negated id, and the next slip pays in what is there.
CREATE TABLE safe_difference (
  count_id     INTEGER PRIMARY KEY REFERENCES safe_count (id),
  off_minor    INTEGER NOT NULL CHECK (off_minor <> 0),
  reason       TEXT NOT NULL,
  note         TEXT NOT NULL,
  approval_id  INTEGER REFERENCES approval (id)
) STRICT;
CREATE INDEX safe_difference_approval ON safe_difference (approval_id) WHERE approval_id IS NOT NULL;
CREATE TRIGGER safe_difference_is_never_changed BEFORE UPDATE ON safe_difference
BEGIN SELECT RAISE(ABORT, 'a count is never changed'); END;
CREATE TRIGGER safe_difference_is_never_deleted BEFORE DELETE ON safe_difference
BEGIN SELECT RAISE(ABORT, 'a count is never deleted'); END;
CREATE TRIGGER safe_difference_is_the_counts BEFORE INSERT ON safe_difference
WHEN NOT EXISTS (SELECT 1 FROM safe_count c
                  WHERE c.id = NEW.count_id AND c.counted_minor - c.expected_minor = NEW.off_minor)
BEGIN SELECT RAISE(ABORT, 'a difference is the one that was counted'); END;

-- The last count whose difference a slip of cash has paid in, or left out of what it paid in.
ALTER TABLE deposit_slip ADD COLUMN until_count INTEGER NOT NULL DEFAULT 0;
DROP TRIGGER deposit_slip_pays_in_once;
CREATE TRIGGER deposit_slip_pays_in_once BEFORE INSERT ON deposit_slip
WHEN NEW.kind = 'cash'
 AND EXISTS (SELECT 1 FROM deposit_slip d
              WHERE d.kind = 'cash' AND d.until_z = NEW.until_z AND d.until_day = NEW.until_day
                AND d.until_count = NEW.until_count
                AND NOT EXISTS (SELECT 1 FROM deposit_taken_back k WHERE k.slip_id = d.id))
BEGIN SELECT RAISE(ABORT, 'this cash is on a slip that stands'); END;
