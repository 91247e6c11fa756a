-- 0043_disputed_after.sql
-- Why: what the reading of a later bill gives back was disputed before only where that bill came after the dispute. On one
-- day neither of the two dates says which came first. A dispute keeps the newest bill of the moment at which it was opened
-- (0 where there was none); of one from before, only the days are known.
ALTER TABLE dispute ADD COLUMN newest_bill INTEGER;
