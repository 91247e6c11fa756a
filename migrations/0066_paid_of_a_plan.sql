-- 0066_paid_of_a_plan.sql
-- Why: a plan knew the newest receipt when it was made, and so which money of its day came before it; of credit that was set
-- off that day it took all as paid since. And what a correction made credit of its claims was counted once more when that
-- credit paid the rest of them. So a plan knows the newest set-off and correction, too, and a correction the newest receipt and
-- claim before it: what is younger used credit after it.
-- Of a plan from before, what was set off or corrected on its own day counts as made since, as it has until now: the other way
-- round, a customer whom credit had brought up to date would be told that an instalment is missing. Of a correction from before,
-- what used credit on its day or later counts as after it: that is how it goes, and the other way round it would count twice.
ALTER TABLE instalment_plan ADD COLUMN newest_set_off INTEGER;
ALTER TABLE instalment_plan ADD COLUMN newest_correction INTEGER;
ALTER TABLE bill_correction ADD COLUMN newest_payment INTEGER;
ALTER TABLE bill_correction ADD COLUMN newest_bill INTEGER;
