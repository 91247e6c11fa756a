-- 0025_paid_in_as_counted.sql
-- Why: a slip for the bank could only be made for what the Z reports had left. Who found less in the safe, or more, had no
-- way to say so: the books said that all of it was paid in.

-- By how much a slip of cash is more or less than what waited for the bank, why, and by whose word. Its amount is what was
-- counted; the difference is posted as cash over or short.
CREATE TABLE deposit_difference (
  slip_id         INTEGER PRIMARY KEY REFERENCES deposit_slip (id),
  expected_minor  INTEGER NOT NULL CHECK (expected_minor > 0),
  off_minor       INTEGER NOT NULL CHECK (off_minor <> 0),
  reason          TEXT NOT NULL,
  note            TEXT NOT NULL,
  approval_id     INTEGER NOT NULL REFERENCES approval (id)
) STRICT;
CREATE INDEX deposit_difference_approval ON deposit_difference (approval_id);
CREATE TRIGGER deposit_difference_is_never_changed BEFORE UPDATE ON deposit_difference
BEGIN SELECT RAISE(ABORT, 'a deposit slip is never changed'); END;
CREATE TRIGGER deposit_difference_is_never_deleted BEFORE DELETE ON deposit_difference
BEGIN SELECT RAISE(ABORT, 'a deposit slip is never deleted'); END;
