-- 0015_one_bill_a_period.sql
-- Why: that nobody is billed twice for a period rested on the code that makes bills alone. The book holds it too: of
-- one account no two bills that stand end on the same day. Bills that came from elsewhere name no version and are
-- left out, for another program may have had its reasons.
CREATE UNIQUE INDEX bill_period_once ON bill (account_id, period_to_on)
  WHERE kind = 'bill' AND cancelled = 0 AND tariff_version_id IS NOT NULL;
