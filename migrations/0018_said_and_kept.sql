-- 0018_said_and_kept.sql
-- Why: what waits for the bank was added up from every payment of an office that makes no slips; more stayed in a drawer
-- overnight than it had begun with, and nobody said why; and a payment that was made in several ways went back in one.

-- The cash of a closed day that went into no drawer, less what was refunded out of none: written when the day is closed,
-- a row for each day that had any. Nothing is dated to a closed day, so it stays what it is.
CREATE TABLE day_no_drawer (
  business_on   TEXT PRIMARY KEY REFERENCES day_close (business_on),
  count         INTEGER NOT NULL,
  amount_minor  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO day_no_drawer (business_on, count, amount_minor)
SELECT x.business_on, SUM(x.count), SUM(x.amount) FROM (
  SELECT p.business_on, 1 AS count, t.amount_minor - t.change_minor AS amount
    FROM day_close d JOIN payment p ON p.business_on = d.business_on AND p.shift_id IS NULL
         JOIN payment_tender t ON t.payment_id = p.id AND t.method = 'cash'
   WHERE d.business_on >= (SELECT o.slips_from FROM office o WHERE o.id = 1)
     AND NOT EXISTS (SELECT 1 FROM payment_void v WHERE v.payment_id = p.id AND v.shift_id IS NULL)
   UNION ALL
  SELECT r.business_on, 0 AS count, -r.amount_minor AS amount
    FROM day_close d JOIN payment_reversal r ON r.business_on = d.business_on AND r.back_by = 'cash'
         AND r.shift_id IS NULL
   WHERE d.business_on >= (SELECT o.slips_from FROM office o WHERE o.id = 1)) x
 GROUP BY x.business_on;
CREATE TRIGGER day_no_drawer_is_never_changed BEFORE UPDATE ON day_no_drawer
BEGIN SELECT RAISE(ABORT, 'closed days are append-only'); END;
CREATE TRIGGER day_no_drawer_is_never_deleted BEFORE DELETE ON day_no_drawer
BEGIN SELECT RAISE(ABORT, 'closed days are append-only'); END;

-- Why more stays in a drawer overnight than it began with; empty where it does not.
ALTER TABLE z_report ADD COLUMN kept_reason TEXT NOT NULL DEFAULT '';

-- How a refund went back, a row for each way; together they are what was paid. payment_reversal.back_by is cash where any
-- of it was. What went back by card or UPI did so at the terminal of whoever had that shift open: its report says so.
CREATE TABLE refund_part (
  payment_id    INTEGER NOT NULL REFERENCES payment_reversal (payment_id),
  method        TEXT NOT NULL CHECK (method IN ('cash', 'card', 'upi', 'bank')),
  amount_minor  INTEGER NOT NULL CHECK (amount_minor > 0),
  shift_id      INTEGER REFERENCES shift (id),
  PRIMARY KEY (payment_id, method)
) STRICT, WITHOUT ROWID;
INSERT INTO refund_part (payment_id, method, amount_minor, shift_id)
SELECT payment_id, back_by, amount_minor, shift_id FROM payment_reversal WHERE kind = 'refund';
CREATE INDEX refund_part_shift ON refund_part (shift_id) WHERE shift_id IS NOT NULL;
CREATE TRIGGER refund_part_is_never_changed BEFORE UPDATE ON refund_part
BEGIN SELECT RAISE(ABORT, 'reversals are append-only'); END;
CREATE TRIGGER refund_part_is_never_deleted BEFORE DELETE ON refund_part
BEGIN SELECT RAISE(ABORT, 'reversals are append-only'); END;
