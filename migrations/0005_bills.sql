-- 0005_bills.sql
-- Why: the office makes its own bills, in runs, and corrects them by further documents. What a customer
-- owes is always the sum of what is left on rows of bill, whatever the document is called: a bill, a debit
-- note, a surcharge, a one-off charge. So allocation, undo, arrears and the queue need no second path.

-- How the office bills: what its bills are called by law, where a scanned bill is paid to, in how many days
-- an account without a cycle pays, and what needs a second person. No ceiling is no limit.
ALTER TABLE office ADD COLUMN bill_title TEXT NOT NULL DEFAULT 'bill'
  CHECK (bill_title IN ('bill', 'tax_invoice', 'bill_of_supply'));
ALTER TABLE office ADD COLUMN bill_registration TEXT NOT NULL DEFAULT '';
ALTER TABLE office ADD COLUMN upi_id TEXT NOT NULL DEFAULT '';
ALTER TABLE office ADD COLUMN due_days INTEGER NOT NULL DEFAULT 15 CHECK (due_days BETWEEN 1 AND 120);
ALTER TABLE office ADD COLUMN fee_ceiling_minor INTEGER CHECK (fee_ceiling_minor > 0);
ALTER TABLE office ADD COLUMN correction_ceiling_minor INTEGER CHECK (correction_ceiling_minor > 0);
ALTER TABLE office ADD COLUMN write_off_ceiling_minor INTEGER CHECK (write_off_ceiling_minor > 0);

CREATE TABLE billing_cycle (
  id        INTEGER PRIMARY KEY,
  code      TEXT NOT NULL,
  name      TEXT NOT NULL,
  months    INTEGER NOT NULL CHECK (months BETWEEN 1 AND 12),
  due_days  INTEGER NOT NULL CHECK (due_days BETWEEN 1 AND 120),
  active    INTEGER NOT NULL CHECK (active IN (0, 1)),
  version   INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX billing_cycle_code ON billing_cycle (code);

-- Loads are kW as decimal text; empty where unknown.
ALTER TABLE account ADD COLUMN cycle_id INTEGER REFERENCES billing_cycle (id);
ALTER TABLE account ADD COLUMN route TEXT NOT NULL DEFAULT '';
ALTER TABLE account ADD COLUMN route_n INTEGER NOT NULL DEFAULT 0;
ALTER TABLE account ADD COLUMN sanctioned_load_kw TEXT NOT NULL DEFAULT '';
ALTER TABLE account ADD COLUMN contract_demand_kw TEXT NOT NULL DEFAULT '';
CREATE INDEX account_cycle ON account (cycle_id, route, route_n, id) WHERE cycle_id IS NOT NULL AND status <> 'closed';

CREATE TABLE bill_run (
  id            INTEGER PRIMARY KEY,
  cycle_id      INTEGER NOT NULL REFERENCES billing_cycle (id),
  route         TEXT NOT NULL,
  period_to_on  TEXT NOT NULL,
  issued_on     TEXT NOT NULL,
  due_on        TEXT NOT NULL,
  state         TEXT NOT NULL CHECK (state IN ('posting', 'posted', 'cancelled')),
  last_account  INTEGER NOT NULL,
  bills         INTEGER NOT NULL,
  total_minor   INTEGER NOT NULL,
  summary       TEXT NOT NULL,
  person_id     INTEGER NOT NULL REFERENCES person (id),
  started_at    INTEGER NOT NULL,
  ended_at      INTEGER,
  version       INTEGER NOT NULL
) STRICT;
-- The same cycle twice bills nobody twice; a run that stopped is found again and goes on.
CREATE UNIQUE INDEX bill_run_once ON bill_run (cycle_id, route, period_to_on) WHERE state <> 'cancelled';

-- kind says what the claim is; parent_id the bill it goes back to (surcharge, debit note, rebill); charge_key
-- makes a charge that may be made once; document is what stands on the paper, as JSON ('' for imported bills).
ALTER TABLE bill ADD COLUMN kind TEXT NOT NULL DEFAULT 'bill'
  CHECK (kind IN ('bill', 'debit_note', 'surcharge', 'charge'));
ALTER TABLE bill ADD COLUMN run_id INTEGER REFERENCES bill_run (id);
ALTER TABLE bill ADD COLUMN parent_id INTEGER REFERENCES bill (id);
ALTER TABLE bill ADD COLUMN charge_key TEXT;
ALTER TABLE bill ADD COLUMN tariff_version_id INTEGER REFERENCES tariff_version (id);
ALTER TABLE bill ADD COLUMN credit_used_minor INTEGER NOT NULL DEFAULT 0;
ALTER TABLE bill ADD COLUMN document TEXT NOT NULL DEFAULT '';
CREATE UNIQUE INDEX bill_charge_once ON bill (account_id, charge_key) WHERE charge_key IS NOT NULL AND cancelled = 0;
CREATE INDEX bill_run_bills ON bill (run_id, id) WHERE run_id IS NOT NULL;
CREATE INDEX bill_parent ON bill (parent_id) WHERE parent_id IS NOT NULL;
-- Whether a tariff version has priced a bill already.
CREATE INDEX bill_tariff_version ON bill (tariff_version_id) WHERE tariff_version_id IS NOT NULL;

CREATE TRIGGER bill_document_is_never_edited BEFORE UPDATE OF kind, run_id, parent_id, charge_key,
  tariff_version_id, credit_used_minor, document ON bill
BEGIN SELECT RAISE(ABORT, 'issued bills are never edited'); END;

-- What takes a claim back, wholly (cancel) or in part (credit note, write-off); each numbered, with its reason.
-- amount is what is claimed less by it. Of that, left and surcharge_left were still to be paid and are not any
-- more; credited had been paid and becomes credit. A cancelled bill that had given credit takes it back.
CREATE TABLE bill_correction (
  id             INTEGER PRIMARY KEY,
  bill_id        INTEGER NOT NULL REFERENCES bill (id),
  kind           TEXT NOT NULL CHECK (kind IN ('cancel', 'credit_note', 'write_off')),
  number         TEXT NOT NULL,
  amount_minor   INTEGER NOT NULL,
  left_minor     INTEGER NOT NULL CHECK (left_minor >= 0),
  surcharge_left_minor INTEGER NOT NULL CHECK (surcharge_left_minor >= 0),
  credited_minor INTEGER NOT NULL,
  reason         TEXT NOT NULL,
  note           TEXT NOT NULL,
  rebill_id      INTEGER REFERENCES bill (id),
  run_id         INTEGER REFERENCES bill_run (id),
  counter_id     INTEGER NOT NULL REFERENCES counter (id),
  person_id      INTEGER NOT NULL REFERENCES person (id),
  business_on    TEXT NOT NULL,
  made_at        INTEGER NOT NULL,
  audit_seq      INTEGER NOT NULL,
  document       TEXT NOT NULL,
  CHECK (amount_minor = left_minor + surcharge_left_minor + credited_minor),
  CHECK (kind = 'cancel' OR (amount_minor > 0 AND credited_minor >= 0))
) STRICT;
CREATE UNIQUE INDEX bill_correction_number ON bill_correction (number);
-- A bill is cancelled once.
CREATE UNIQUE INDEX bill_correction_cancelled_once ON bill_correction (bill_id) WHERE kind = 'cancel';
CREATE INDEX bill_correction_bill ON bill_correction (bill_id);
CREATE INDEX bill_correction_day ON bill_correction (business_on, id);
CREATE TRIGGER bill_correction_is_never_changed BEFORE UPDATE ON bill_correction
BEGIN SELECT RAISE(ABORT, 'corrections are append-only'); END;
CREATE TRIGGER bill_correction_is_never_deleted BEFORE DELETE ON bill_correction
BEGIN SELECT RAISE(ABORT, 'corrections are append-only'); END;

-- The journal learns new kinds of entries. SQLite cannot widen a CHECK, so both tables are laid anew, lines
-- first, for an entry with lines cannot be dropped.
CREATE TABLE journal_anew (
  id           INTEGER PRIMARY KEY,
  kind         TEXT NOT NULL CHECK (kind IN ('bill', 'payment', 'void', 'correction')),
  source_id    INTEGER NOT NULL,
  business_on  TEXT NOT NULL
) STRICT;
CREATE TABLE journal_line_anew (
  journal_id    INTEGER NOT NULL REFERENCES journal_anew (id),
  line          INTEGER NOT NULL,
  ledger        TEXT NOT NULL,
  account_id    INTEGER REFERENCES account (id),
  amount_minor  INTEGER NOT NULL CHECK (amount_minor <> 0),
  PRIMARY KEY (journal_id, line)
) STRICT, WITHOUT ROWID;
INSERT INTO journal_anew (id, kind, source_id, business_on)
SELECT id, kind, source_id, business_on FROM journal ORDER BY id;
INSERT INTO journal_line_anew (journal_id, line, ledger, account_id, amount_minor)
SELECT journal_id, line, ledger, account_id, amount_minor FROM journal_line ORDER BY journal_id, line;
DROP TABLE journal_line;
DROP TABLE journal;
ALTER TABLE journal_anew RENAME TO journal;
ALTER TABLE journal_line_anew RENAME TO journal_line;

CREATE TRIGGER journal_is_never_changed BEFORE UPDATE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER journal_is_never_deleted BEFORE DELETE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER journal_line_is_never_changed BEFORE UPDATE ON journal_line
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
CREATE TRIGGER journal_line_is_never_deleted BEFORE DELETE ON journal_line
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;
