-- 0014_no_drawer.sql
-- Why: cash that the worker posts (drop box) is in no drawer and on no Z report, and so was on no deposit slip. A
-- slip pays in, beside Z reports, what the closed days up to until_day left in no drawer. Slips from before have
-- paid in none of it: the first one after this takes it from the day on which the first shift was opened.
ALTER TABLE deposit_slip ADD COLUMN until_day TEXT NOT NULL DEFAULT '';

-- A slip of such cash alone pays in no new Z report, so one report may end two slips.
DROP INDEX deposit_slip_until_z;
CREATE UNIQUE INDEX deposit_slip_until ON deposit_slip (until_z, until_day) WHERE until_z IS NOT NULL;
