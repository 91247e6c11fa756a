-- 0069_why_it_died.sql
-- Why: a bank's file that came before the accounts it pays leaves hundreds of dead letters of one problem, which a person puts
-- back together. What a letter died of is a sentence about its own account; the code says which of them are alike. Of letters
-- from before, those of the two usual problems are known by their sentence; the others are looked at one by one.
ALTER TABLE ticket ADD COLUMN problem_code TEXT NOT NULL DEFAULT '';
UPDATE ticket SET problem_code = 'not_found' WHERE state = 'dead' AND problem LIKE 'there is no account %';
UPDATE ticket SET problem_code = 'fault' WHERE state = 'dead' AND problem LIKE 'something broke (reference %';
