-- 0021_told_by_the_log.sql
-- Why: what an auditor looks at first has a few rows of the log in it, and the month's screen read the whole month's log to
-- find them, changes and all: of a million payments that is a gigabyte behind a list of twenty lines.

-- The rows that are told of by themselves, found by what they are. A payment has no entry here.
CREATE INDEX audit_told ON audit (act, counter_id, seq)
  WHERE act IN ('save_user', 'save_approval_rules', 'save_office', 'failed_log_in', 'cash_refused',
                'import_payments', 'retry_dead_letter');

-- Where a chain's clock went back by a minute or more since the row before; the act that writes such a row says so. The
-- log itself is what proves it: verify works it out anew.
CREATE TABLE clock_back (
  counter_id  INTEGER NOT NULL REFERENCES counter (id),
  seq         INTEGER NOT NULL,
  by_ms       INTEGER NOT NULL CHECK (by_ms >= 60000),
  PRIMARY KEY (counter_id, seq)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER clock_back_is_never_changed BEFORE UPDATE ON clock_back
BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;
CREATE TRIGGER clock_back_is_never_deleted BEFORE DELETE ON clock_back
BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;

INSERT INTO clock_back (counter_id, seq, by_ms)
SELECT counter_id, seq, before - at
  FROM (SELECT counter_id, seq, at, LAG(at) OVER (PARTITION BY counter_id ORDER BY seq) AS before FROM audit) x
 WHERE before - at >= 60000;
