-- 0030_closed_by_and_kept.sql
-- Why: a drawer that a manager had counted and closed in its clerk's place bore the clerk's name alone on every paper;
-- and more than the float stayed in a drawer overnight without a word once it had been handed over, or had stayed once.

-- Who ended a shift by its last count: whose it is, or who stood in for them. NULL in shifts of versions that did not say.
ALTER TABLE shift ADD COLUMN ended_by INTEGER REFERENCES person (id);

-- The float of every drawer: what may stay in it overnight without a word. NULL: what the first of its counter began with.
ALTER TABLE office ADD COLUMN float_minor INTEGER CHECK (float_minor >= 0);
-- The same of one drawer as it was when its shift ended. NULL where what that shift began with was held to be it.
ALTER TABLE z_report ADD COLUMN float_minor INTEGER CHECK (float_minor >= 0);
