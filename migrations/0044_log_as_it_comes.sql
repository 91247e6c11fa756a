-- 0044_log_as_it_comes.sql
-- Why: a row of the log, and a step of a person's stack, is as long as what it tells: five or six fill a page. Kept in the
-- order of their keys they filled inner pages, too, and each new one moved its neighbours: a payment wrote four pages of
-- the log and more than two of the stack. Kept as they come, with a small index of their keys, a payment appends to one
-- page of each, and payments that commit together append to the same.

ALTER TABLE audit RENAME TO audit_before;
CREATE TABLE audit (
  counter_id   INTEGER NOT NULL REFERENCES counter (id),
  seq          INTEGER NOT NULL CHECK (seq > 0),
  at           INTEGER NOT NULL,
  business_on  TEXT NOT NULL,
  who          TEXT NOT NULL,
  act          TEXT NOT NULL,
  request_id   TEXT,
  input_hash   TEXT,
  changes      TEXT NOT NULL,
  result       TEXT,
  hash         TEXT NOT NULL,
  PRIMARY KEY (counter_id, seq)
) STRICT;
INSERT INTO audit (counter_id, seq, at, business_on, who, act, request_id, input_hash, changes, result, hash)
SELECT counter_id, seq, at, business_on, who, act, request_id, input_hash, changes, result, hash
  FROM audit_before ORDER BY counter_id, seq;
DROP TABLE audit_before;
CREATE UNIQUE INDEX audit_request ON audit (request_id) WHERE request_id IS NOT NULL;
CREATE INDEX audit_switched ON audit (counter_id, seq)
  WHERE act = 'import_customers' AND changes LIKE '%"switched":%';
CREATE INDEX audit_told ON audit (act, counter_id, seq)
  WHERE act IN ('save_user', 'save_approval_rules', 'save_office', 'failed_log_in', 'cash_refused',
                'import_payments', 'retry_dead_letter', 'show_recovery_key');
CREATE TRIGGER audit_is_never_changed BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;
CREATE TRIGGER audit_is_never_deleted BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;

ALTER TABLE undo_step RENAME TO undo_step_before;
CREATE TABLE undo_step (
  person_id    INTEGER NOT NULL REFERENCES person (id),
  n            INTEGER NOT NULL CHECK (n > 0),
  at           INTEGER NOT NULL,
  business_on  TEXT NOT NULL,
  act          TEXT NOT NULL,
  state        TEXT NOT NULL CHECK (state IN ('done', 'undone', 'dropped')),
  plan         TEXT NOT NULL,
  PRIMARY KEY (person_id, n)
) STRICT;
INSERT INTO undo_step (person_id, n, at, business_on, act, state, plan)
SELECT person_id, n, at, business_on, act, state, plan FROM undo_step_before ORDER BY person_id, n;
DROP TABLE undo_step_before;
CREATE INDEX undo_step_undone ON undo_step (person_id, state, n) WHERE state = 'undone';
