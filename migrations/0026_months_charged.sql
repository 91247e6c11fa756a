-- 0026_months_charged.sql
-- Why: a period was charged the nearest whole number of months, at least one. Short periods that follow each other were
-- charged more months than the year has, and nothing remembered what the bills before had charged.

-- Months for which a bill charges what is due by the month; none where another office or an older program made it.
ALTER TABLE bill ADD COLUMN months_charged INTEGER CHECK (months_charged BETWEEN 0 AND 121);
