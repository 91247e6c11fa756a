-- 0071_upheld_in_part.sql
-- Why: a dispute was upheld whole or not at all, and a credit note that was for something else and as large as the dispute decided
-- it for the customer. An upheld dispute keeps what of it was rejected with that (0 of one from before: all was upheld), and a
-- credit note beside an open dispute says which one it was not for, so that upholding gives no less for it.
ALTER TABLE dispute ADD COLUMN rejected_minor INTEGER NOT NULL DEFAULT 0;
ALTER TABLE bill_correction ADD COLUMN beside_dispute INTEGER;
