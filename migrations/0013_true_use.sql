-- 0013_true_use.sql
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
