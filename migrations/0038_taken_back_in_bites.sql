-- 0038_taken_back_in_bites.sql
-- Why: a run was taken back in one commit, however many bills it had, and nothing else could be written until all of them
-- were. Its bills go some thousand a commit now. A run that is on its way back says so: it goes on where it was stopped, and
-- nobody pays its bills meanwhile. The state beside it is what it was before.
ALTER TABLE bill_run ADD COLUMN cancelling INTEGER NOT NULL DEFAULT 0 CHECK (cancelling IN (0, 1));
CREATE INDEX bill_run_cancelling ON bill_run (id) WHERE cancelling = 1;
