-- 0024_what_stands_of_a_bounce.sql
-- Why: one receipt can be paid by two cheques. When the first came back, the second's money was kept as credit, and nothing
-- said any more what stands for it: when the second came back too, nothing fell.

-- What of a payment that bounced was paid by other cheques, which may be good: it is taken up by a payment of its own, as
-- credit of the first account. Whatever becomes of those cheques later happens to that payment.
CREATE TABLE bounce_kept (
  payment_id     INTEGER PRIMARY KEY REFERENCES payment (id),
  to_payment_id  INTEGER NOT NULL UNIQUE REFERENCES payment (id),
  CHECK (payment_id <> to_payment_id)
) STRICT;
CREATE TRIGGER bounce_kept_is_never_changed BEFORE UPDATE ON bounce_kept
BEGIN SELECT RAISE(ABORT, 'reversals are append-only'); END;
CREATE TRIGGER bounce_kept_is_never_deleted BEFORE DELETE ON bounce_kept
BEGIN SELECT RAISE(ABORT, 'reversals are append-only'); END;

-- What a paper was given for in all, on whichever receipts, as far as they held at the same time. A receipt of several that
-- is taken back leaves the paper worth more than what it still pays. Of papers from before nobody wrote it down: zero.
ALTER TABLE cheque ADD COLUMN paper_minor INTEGER NOT NULL DEFAULT 0 CHECK (paper_minor >= 0);

-- What is claimed of the payer for a cheque that came back after its money had been handed back: nothing was left to fall.
CREATE TABLE cheque_claim (
  cheque_id  INTEGER PRIMARY KEY REFERENCES cheque (id),
  bill_id    INTEGER NOT NULL REFERENCES bill (id)
) STRICT;
CREATE INDEX cheque_claim_bill ON cheque_claim (bill_id);
CREATE TRIGGER cheque_claim_is_never_changed BEFORE UPDATE ON cheque_claim
BEGIN SELECT RAISE(ABORT, 'cheques are kept'); END;
CREATE TRIGGER cheque_claim_is_never_deleted BEFORE DELETE ON cheque_claim
BEGIN SELECT RAISE(ABORT, 'cheques are kept'); END;
