-- 0031_what_plans_and_runs_are_of.sql
-- Why: what was paid of an instalment plan was its total less whatever was open up to its day. A claim that was not part
-- of it, in dispute then or paid by a cheque that came back, counted as an instalment that was missed; and a dispute of
-- what it was made of counted as paid. So a plan keeps its claims.

-- The newest receipt when the plan was made, 0 before the first; none of a plan whose claims were not kept.
ALTER TABLE instalment_plan ADD COLUMN newest_payment INTEGER CHECK (newest_payment >= 0);

-- What a plan was made of: of each claim what it is to pay, what was left beside it (in dispute), and what receipts of
-- before had paid: if one of them falls, what opens again is none of the plan's.
CREATE TABLE planned_claim (
  plan_id       INTEGER NOT NULL REFERENCES instalment_plan (id),
  bill_id       INTEGER NOT NULL REFERENCES bill (id),
  amount_minor  INTEGER NOT NULL CHECK (amount_minor > 0),
  beside_minor  INTEGER NOT NULL CHECK (beside_minor >= 0),
  dispute_id    INTEGER REFERENCES dispute (id),
  paid_minor    INTEGER NOT NULL,
  PRIMARY KEY (plan_id, bill_id)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER planned_claim_is_never_changed BEFORE UPDATE ON planned_claim
BEGIN SELECT RAISE(ABORT, 'planned claims are append-only'); END;
CREATE TRIGGER planned_claim_is_never_deleted BEFORE DELETE ON planned_claim
BEGIN SELECT RAISE(ABORT, 'planned claims are append-only'); END;

-- Orders that have ended are listed with the newest first.
CREATE INDEX service_order_ended ON service_order (kind, state, ended_on, id) WHERE state <> 'open';

-- A run of the same cycle, route and day once more, for the accounts that the one before had to leave: they were read since.
ALTER TABLE bill_run ADD COLUMN turn INTEGER NOT NULL DEFAULT 1 CHECK (turn > 0);
DROP INDEX bill_run_once;
CREATE UNIQUE INDEX bill_run_once ON bill_run (cycle_id, route, period_to_on, turn) WHERE state <> 'cancelled';
