-- 0058_debited.sql
-- Why: a cheque that its bank debits after its money was handed back takes that money a second time: once to the customer, once to
-- the bank. No payment falls by it, so it was taken off no day, and what was collected stayed too high by each of them for good.
-- It is taken off on its day from now on. What was debited before stays as its closed day was told.
ALTER TABLE cheque_claim ADD COLUMN debited INTEGER NOT NULL DEFAULT 0 CHECK (debited IN (0, 1));
CREATE INDEX cheque_claim_debited ON cheque_claim (cheque_id) WHERE debited = 1;
