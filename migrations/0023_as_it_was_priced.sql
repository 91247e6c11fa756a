-- 0023_as_it_was_priced.sql
-- Why: a period is priced by the plan and the loads of its own days. The account has those of today; what stood before
-- they changed was lost, so that a change was charged for days on which it did not hold yet.

CREATE TABLE account_terms_ended (
  account_id INTEGER NOT NULL REFERENCES account (id),
  -- The first day on which others held.
  until_on TEXT NOT NULL CHECK (length(until_on) = 10),
  tariff TEXT NOT NULL,
  sanctioned_load_kw TEXT NOT NULL,
  contract_demand_kw TEXT NOT NULL,
  PRIMARY KEY (account_id, until_on)
) STRICT;

-- What is unpaid of a bill when a surcharge is made on it; the surcharge is a claim of its own.
CREATE TABLE surcharge_principal (
  claim_id INTEGER PRIMARY KEY REFERENCES bill (id),
  principal_minor INTEGER NOT NULL CHECK (principal_minor > 0)
) STRICT;
CREATE TRIGGER surcharge_principal_is_never_changed BEFORE UPDATE ON surcharge_principal
BEGIN SELECT RAISE(ABORT, 'what a surcharge was on stands'); END;
CREATE TRIGGER surcharge_principal_is_never_deleted BEFORE DELETE ON surcharge_principal
BEGIN SELECT RAISE(ABORT, 'what a surcharge was on stands'); END;
