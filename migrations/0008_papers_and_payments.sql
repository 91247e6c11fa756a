-- 0008_papers_and_payments.sql
-- Why: which open parts a payment serves first is a convention of the trade, and differs between electricity,
-- water and gas offices; it was fixed in the program.
ALTER TABLE office ADD COLUMN allocation TEXT NOT NULL DEFAULT 'arrears_first'
  CHECK (allocation IN ('arrears_first', 'surcharges_first', 'bills_first', 'oldest_first'));
