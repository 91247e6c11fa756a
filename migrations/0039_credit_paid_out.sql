-- 0039_credit_paid_out.sql
-- Why: a customer with credit who moves away, or who wants it back, got it only by a refund of the payment that had made it;
-- credit of a correction never. Credit is paid out by itself, by two persons, with a refund voucher of the refunds' series.
CREATE TABLE credit_payout (
  id            INTEGER PRIMARY KEY,
  account_id    INTEGER NOT NULL REFERENCES account (id),
  number        TEXT NOT NULL UNIQUE,
  amount_minor  INTEGER NOT NULL CHECK (amount_minor > 0),
  back_by       TEXT NOT NULL CHECK (back_by IN ('cash', 'bank')),
  -- The bank's own words for what it was told to pay; empty for cash.
  reference     TEXT NOT NULL,
  shift_id      INTEGER REFERENCES shift (id),
  counter_id    INTEGER NOT NULL REFERENCES counter (id),
  person_id     INTEGER NOT NULL REFERENCES person (id),
  allowed_by    INTEGER REFERENCES person (id),
  approval_id   INTEGER NOT NULL UNIQUE REFERENCES approval (id),
  reason        TEXT NOT NULL,
  business_on   TEXT NOT NULL,
  made_at       INTEGER NOT NULL,
  audit_seq     INTEGER NOT NULL,
  document      TEXT NOT NULL,
  CHECK ((back_by = 'bank') = (reference <> '')),
  CHECK (shift_id IS NULL OR back_by = 'cash'),
  CHECK (allowed_by IS NULL OR allowed_by <> person_id)
) STRICT;

CREATE INDEX credit_payout_day ON credit_payout (business_on, id);
CREATE INDEX credit_payout_account ON credit_payout (account_id, id);
CREATE INDEX credit_payout_shift ON credit_payout (shift_id) WHERE shift_id IS NOT NULL;

CREATE TRIGGER credit_payout_is_never_changed BEFORE UPDATE ON credit_payout
BEGIN SELECT RAISE(ABORT, 'credit that was paid out is append-only'); END;

CREATE TRIGGER credit_payout_is_never_deleted BEFORE DELETE ON credit_payout
BEGIN SELECT RAISE(ABORT, 'credit that was paid out is append-only'); END;

CREATE TRIGGER credit_payout_is_of_today BEFORE INSERT ON credit_payout
WHEN NEW.business_on <> (SELECT business_on FROM office WHERE id = 1)
BEGIN SELECT RAISE(ABORT, 'credit is paid out today'); END;

-- Money that went back to customers, a row a way: of payments that were refunded, and credit.
CREATE VIEW handed_back AS
SELECT r.number, r.business_on, r.shift_id, f.method, f.amount_minor
  FROM payment_reversal r JOIN refund_part f ON f.payment_id = r.payment_id
UNION ALL
SELECT c.number, c.business_on, c.shift_id, c.back_by AS method, c.amount_minor FROM credit_payout c;
