-- 0070_named_by_its_file.sql
-- Why: a dead letter looks for its account once more by what its file named, and that was cut out of a remark in which more may
-- stand behind it; an account cell of a bank's file may hold whatever a remark does. So what a file named is kept whole. Of
-- requests from before it is read off the remark, but for the one tail that the program writes, and looked up only where that is
-- surely all of it. Dead letters of one problem are found by an index of their own, for they are put back a page at a time.
ALTER TABLE ticket ADD COLUMN account_text TEXT NOT NULL DEFAULT '';
CREATE INDEX ticket_dead_problem ON ticket (problem_code, id) WHERE state = 'dead';
