-- 0030_closed_by_and_kept.sql
-- Why: a drawer that a manager had counted and closed in its clerk's place bore the clerk's name alone on every paper.

-- Who ended a shift by its last count: whose it is, or who stood in for them. NULL in shifts of versions that did not say.
ALTER TABLE shift ADD COLUMN ended_by INTEGER REFERENCES person (id);
