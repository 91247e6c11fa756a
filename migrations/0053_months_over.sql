-- 0053_months_over.sql
-- Why: whole months are charged, and a bill leaves out or adds what those before have over or short. Only the last twelve bills
-- were looked at: what was over by less than a month was forgotten with the thirteenth, and who is read every fortnight, or
-- every 29 days, paid months that no year has. A bill carries what is over with it, however many there are.

-- For how many months too many a bill and those before it have charged, in 365ths of one; below zero, too few. None of a bill of
-- before that was kept: such bills are added up one by one, down to the first that has it.
ALTER TABLE bill ADD COLUMN months_over INTEGER;
