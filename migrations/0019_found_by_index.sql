-- 0019_found_by_index.sql
-- Why: what a period billed, and what an account's readings were before they were put right, read the whole table. In a
-- book of ten million bills that is minutes behind a figure on a screen.

-- Bills by the day they were issued: those of a run stand side by side, so that a run writes few pages for it.
CREATE INDEX bill_issued ON bill (issued_on);

-- Readings that no longer stand: few, beside those that do.
CREATE INDEX reading_replaced ON reading (account_id, read_on) WHERE stands = 0;
