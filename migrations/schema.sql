CREATE VIEW live_ticket AS
SELECT t.id, t.business_on, t.number, t.kind, t.source, t.state, t.by_law, t.note, t.customer_id, t.arrived_at,
       t.called_at, t.called_class, t.ended_at, t.counter_id, t.person_id, t.money_minor, t.method, t.reference,
       t.bank, t.attempts, t.next_try_at, t.problem, t.version,
       COALESCE(c.name, '') AS name, COALESCE(c.by_law, 'none') AS customer_by_law,
       (SELECT COUNT(*) FROM ticket_account ta WHERE ta.ticket_id = t.id) AS accounts,
       (SELECT MIN(a.cut_on) FROM ticket_account ta JOIN account a ON a.id = ta.account_id
         WHERE ta.ticket_id = t.id AND a.status = 'cut') AS cut_on,
       (SELECT MIN(a.disconnection_on) FROM ticket_account ta JOIN account a ON a.id = ta.account_id
         WHERE ta.ticket_id = t.id AND a.status = 'active') AS disconnection_on,
       (SELECT MIN(b.due_on) FROM ticket_account ta JOIN bill b ON b.account_id = ta.account_id
         WHERE ta.ticket_id = t.id AND b.left_minor + b.surcharge_left_minor > 0 AND b.cancelled = 0) AS oldest_due_on
  FROM ticket t LEFT JOIN customer c ON c.id = t.customer_id;

CREATE TRIGGER audit_is_never_changed BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;

CREATE TRIGGER audit_is_never_deleted BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;

CREATE TRIGGER bill_is_never_deleted BEFORE DELETE ON bill
BEGIN SELECT RAISE(ABORT, 'issued bills are never deleted'); END;

CREATE TRIGGER bill_is_never_edited BEFORE UPDATE OF id, account_id, number, number_fold, period_from_on,
  period_to_on, issued_on, due_on, units, total_minor, surcharge_minor ON bill
BEGIN SELECT RAISE(ABORT, 'issued bills are never edited'); END;

CREATE TRIGGER bill_line_is_never_deleted BEFORE DELETE ON bill_line
BEGIN SELECT RAISE(ABORT, 'issued bills are never deleted'); END;

CREATE TRIGGER bill_line_is_never_edited BEFORE UPDATE ON bill_line
BEGIN SELECT RAISE(ABORT, 'issued bills are never edited'); END;

CREATE TRIGGER journal_is_never_changed BEFORE UPDATE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;

CREATE TRIGGER journal_is_never_deleted BEFORE DELETE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;

CREATE TRIGGER journal_line_is_never_changed BEFORE UPDATE ON journal_line
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;

CREATE TRIGGER journal_line_is_never_deleted BEFORE DELETE ON journal_line
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;

CREATE TRIGGER payment_is_never_changed BEFORE UPDATE ON payment
BEGIN SELECT RAISE(ABORT, 'receipts are append-only'); END;

CREATE TRIGGER payment_is_never_deleted BEFORE DELETE ON payment
BEGIN SELECT RAISE(ABORT, 'receipts are append-only'); END;

CREATE TRIGGER payment_share_is_never_changed BEFORE UPDATE ON payment_share
BEGIN SELECT RAISE(ABORT, 'receipts are append-only'); END;

CREATE TRIGGER payment_share_is_never_deleted BEFORE DELETE ON payment_share
BEGIN SELECT RAISE(ABORT, 'receipts are append-only'); END;

CREATE TRIGGER payment_tender_is_never_changed BEFORE UPDATE ON payment_tender
BEGIN SELECT RAISE(ABORT, 'receipts are append-only'); END;

CREATE TRIGGER payment_tender_is_never_deleted BEFORE DELETE ON payment_tender
BEGIN SELECT RAISE(ABORT, 'receipts are append-only'); END;

CREATE TRIGGER payment_void_is_never_changed BEFORE UPDATE ON payment_void
BEGIN SELECT RAISE(ABORT, 'cancellation slips are append-only'); END;

CREATE TRIGGER payment_void_is_never_deleted BEFORE DELETE ON payment_void
BEGIN SELECT RAISE(ABORT, 'cancellation slips are append-only'); END;

CREATE TRIGGER reprint_is_never_changed BEFORE UPDATE ON reprint
BEGIN SELECT RAISE(ABORT, 'reprints are append-only'); END;

CREATE TRIGGER reprint_is_never_deleted BEFORE DELETE ON reprint
BEGIN SELECT RAISE(ABORT, 'reprints are append-only'); END;

CREATE TABLE account (
  id                INTEGER PRIMARY KEY,
  property_id       INTEGER NOT NULL REFERENCES property (id),
  customer_id       INTEGER NOT NULL REFERENCES customer (id),
  service           TEXT NOT NULL CHECK (service IN ('electricity', 'water', 'gas')),
  number            TEXT NOT NULL,
  number_fold       TEXT NOT NULL,
  meter             TEXT NOT NULL,
  meter_fold        TEXT NOT NULL,
  tariff            TEXT NOT NULL,
  status            TEXT NOT NULL CHECK (status IN ('active', 'cut', 'closed')),
  cut_on            TEXT,
  disconnection_on  TEXT,
  credit_minor      INTEGER NOT NULL CHECK (credit_minor >= 0),
  version           INTEGER NOT NULL,
  CHECK (status <> 'cut' OR cut_on IS NOT NULL)
) STRICT;

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
) STRICT, WITHOUT ROWID;

CREATE TABLE audit_day (
  counter_id   INTEGER NOT NULL REFERENCES counter (id),
  business_on  TEXT NOT NULL,
  first_seq    INTEGER NOT NULL,
  PRIMARY KEY (counter_id, business_on)
) STRICT, WITHOUT ROWID;

CREATE TABLE bill (
  id                       INTEGER PRIMARY KEY,
  account_id               INTEGER NOT NULL REFERENCES account (id),
  number                   TEXT NOT NULL,
  number_fold              TEXT NOT NULL,
  period_from_on           TEXT NOT NULL,
  period_to_on             TEXT NOT NULL,
  issued_on                TEXT NOT NULL,
  due_on                   TEXT NOT NULL,
  units                    TEXT NOT NULL,
  total_minor              INTEGER NOT NULL CHECK (total_minor >= 0),
  surcharge_minor          INTEGER NOT NULL CHECK (surcharge_minor BETWEEN 0 AND total_minor),
  left_minor               INTEGER NOT NULL CHECK (left_minor BETWEEN 0 AND total_minor - surcharge_minor),
  surcharge_left_minor     INTEGER NOT NULL CHECK (surcharge_left_minor BETWEEN 0 AND surcharge_minor),
  cancelled                INTEGER NOT NULL CHECK (cancelled IN (0, 1)),
  CHECK (period_from_on < period_to_on)
) STRICT;

CREATE TABLE bill_line (
  bill_id       INTEGER NOT NULL REFERENCES bill (id),
  line          INTEGER NOT NULL,
  kind          TEXT NOT NULL,
  label         TEXT NOT NULL,
  quantity      TEXT NOT NULL,
  rate          TEXT NOT NULL,
  amount_minor  INTEGER NOT NULL,
  PRIMARY KEY (bill_id, line)
) STRICT, WITHOUT ROWID;

CREATE TABLE counter (
  id       INTEGER PRIMARY KEY,
  code     TEXT NOT NULL,
  name     TEXT NOT NULL,
  active   INTEGER NOT NULL CHECK (active IN (0, 1)),
  version  INTEGER NOT NULL
) STRICT;

CREATE TABLE customer (
  id            INTEGER PRIMARY KEY,
  number        TEXT NOT NULL,
  number_fold   TEXT NOT NULL,
  name          TEXT NOT NULL,
  phone         TEXT NOT NULL,
  phone_digits  TEXT NOT NULL,
  email         TEXT NOT NULL,
  language      TEXT NOT NULL,
  by_law        TEXT NOT NULL CHECK (by_law IN ('none', 'elderly', 'disabled', 'pregnant')),
  note          TEXT NOT NULL,
  active        INTEGER NOT NULL CHECK (active IN (0, 1)),
  version       INTEGER NOT NULL
) STRICT;

CREATE VIRTUAL TABLE customer_words USING fts5 (
  words, content = '', contentless_delete = 1, detail = none, prefix = '2 3 4',
  tokenize = "unicode61 remove_diacritics 0 categories 'L* N* Co M*'"
);

CREATE TABLE job (
  id            INTEGER PRIMARY KEY,
  kind          TEXT NOT NULL,
  title         TEXT NOT NULL,
  state         TEXT NOT NULL CHECK (state IN ('running', 'done', 'failed', 'cancelled', 'interrupted')),
  person_id     INTEGER NOT NULL REFERENCES person (id),
  started_at    INTEGER NOT NULL,
  ended_at      INTEGER,
  done          INTEGER NOT NULL,
  total         INTEGER NOT NULL,
  result        TEXT NOT NULL
) STRICT;

CREATE TABLE journal (
  id           INTEGER PRIMARY KEY,
  kind         TEXT NOT NULL CHECK (kind IN ('bill', 'payment', 'void')),
  source_id    INTEGER NOT NULL,
  business_on  TEXT NOT NULL
) STRICT;

CREATE TABLE journal_line (
  journal_id    INTEGER NOT NULL REFERENCES journal (id),
  line          INTEGER NOT NULL,
  ledger        TEXT NOT NULL,
  account_id    INTEGER REFERENCES account (id),
  amount_minor  INTEGER NOT NULL CHECK (amount_minor <> 0),
  PRIMARY KEY (journal_id, line)
) STRICT, WITHOUT ROWID;

CREATE TABLE migration (
           version INTEGER PRIMARY KEY, name TEXT NOT NULL, applied_at INTEGER NOT NULL) STRICT;

CREATE TABLE office (
  id                     INTEGER PRIMARY KEY CHECK (id = 1),
  name                   TEXT NOT NULL,
  address                TEXT NOT NULL,
  phone                  TEXT NOT NULL,
  registration           TEXT NOT NULL,
  footer                 TEXT NOT NULL,
  currency               TEXT NOT NULL,
  symbol                 TEXT NOT NULL,
  decimals               INTEGER NOT NULL CHECK (decimals BETWEEN 0 AND 3),
  digit_groups           TEXT NOT NULL CHECK (digit_groups IN ('indian', 'thousands')),
  zone                   TEXT NOT NULL,
  language               TEXT NOT NULL,
  business_on            TEXT NOT NULL,
  year_starts_in         INTEGER NOT NULL CHECK (year_starts_in BETWEEN 1 AND 12),
  max_urgent_in_a_row    INTEGER NOT NULL CHECK (max_urgent_in_a_row BETWEEN 1 AND 100),
  max_wait_secs          INTEGER NOT NULL CHECK (max_wait_secs BETWEEN 60 AND 86400),
  bulk_accounts          INTEGER NOT NULL CHECK (bulk_accounts BETWEEN 2 AND 1000),
  idle_lock_secs         INTEGER NOT NULL CHECK (idle_lock_secs BETWEEN 30 AND 86400),
  payment_ceiling_minor  INTEGER CHECK (payment_ceiling_minor > 0),
  void_ceiling_minor     INTEGER CHECK (void_ceiling_minor > 0),
  document_folder        TEXT NOT NULL,
  demo                   INTEGER NOT NULL CHECK (demo IN (0, 1)),
  version                INTEGER NOT NULL
) STRICT;

CREATE TABLE outbox (
  id        INTEGER PRIMARY KEY AUTOINCREMENT,
  kind      TEXT NOT NULL,
  payload   TEXT NOT NULL,
  attempts  INTEGER NOT NULL CHECK (attempts >= 0),
  next_try_at INTEGER NOT NULL,
  problem   TEXT NOT NULL
) STRICT;

CREATE TABLE payment (
  id              INTEGER PRIMARY KEY,
  number          TEXT NOT NULL,
  counter_id      INTEGER NOT NULL REFERENCES counter (id),
  person_id       INTEGER NOT NULL REFERENCES person (id),
  customer_id     INTEGER NOT NULL REFERENCES customer (id),
  ticket_id       INTEGER REFERENCES ticket (id),
  business_on     TEXT NOT NULL,
  taken_at        INTEGER NOT NULL,
  paid_minor      INTEGER NOT NULL CHECK (paid_minor >= 0),
  tendered_minor  INTEGER NOT NULL CHECK (tendered_minor >= paid_minor),
  credit_used_minor   INTEGER NOT NULL CHECK (credit_used_minor >= 0),
  credit_added_minor  INTEGER NOT NULL CHECK (credit_added_minor >= 0),
  redo_of         INTEGER REFERENCES payment (id),
  undo_n          INTEGER NOT NULL,
  audit_seq       INTEGER NOT NULL,
  document        TEXT NOT NULL
) STRICT;

CREATE TABLE payment_share (
  payment_id    INTEGER NOT NULL REFERENCES payment (id),
  line          INTEGER NOT NULL,
  account_id    INTEGER NOT NULL REFERENCES account (id),
  bill_id       INTEGER REFERENCES bill (id),
  part          TEXT NOT NULL CHECK (part IN ('surcharge', 'bill', 'credit')),
  amount_minor  INTEGER NOT NULL CHECK (amount_minor <> 0),
  PRIMARY KEY (payment_id, line)
) STRICT, WITHOUT ROWID;

CREATE TABLE payment_tender (
  payment_id    INTEGER NOT NULL REFERENCES payment (id),
  line          INTEGER NOT NULL,
  method        TEXT NOT NULL,
  amount_minor  INTEGER NOT NULL CHECK (amount_minor > 0),
  change_minor  INTEGER NOT NULL CHECK (change_minor BETWEEN 0 AND amount_minor),
  reference     TEXT NOT NULL,
  bank          TEXT NOT NULL,
  PRIMARY KEY (payment_id, line)
) STRICT, WITHOUT ROWID;

CREATE TABLE payment_void (
  payment_id    INTEGER PRIMARY KEY REFERENCES payment (id),
  number        TEXT NOT NULL,
  counter_id    INTEGER NOT NULL REFERENCES counter (id),
  person_id     INTEGER NOT NULL REFERENCES person (id),
  allowed_by    INTEGER REFERENCES person (id),
  state         TEXT NOT NULL,
  reason        TEXT NOT NULL,
  note          TEXT NOT NULL,
  business_on   TEXT NOT NULL,
  voided_at     INTEGER NOT NULL,
  audit_seq     INTEGER NOT NULL,
  document      TEXT NOT NULL
) STRICT;

CREATE TABLE person (
  id            INTEGER PRIMARY KEY,
  login         TEXT NOT NULL,
  login_fold    TEXT NOT NULL,
  name          TEXT NOT NULL,
  role          TEXT NOT NULL CHECK (role IN ('clerk', 'manager', 'admin', 'official', 'consumer')),
  password      TEXT NOT NULL,
  active        INTEGER NOT NULL CHECK (active IN (0, 1)),
  customer_id   INTEGER REFERENCES customer (id),
  failed_tries  INTEGER NOT NULL CHECK (failed_tries >= 0),
  locked_until_at INTEGER,
  version       INTEGER NOT NULL
) STRICT;

CREATE TABLE property (
  id           INTEGER PRIMARY KEY,
  customer_id  INTEGER NOT NULL REFERENCES customer (id),
  address      TEXT NOT NULL,
  address_fold TEXT NOT NULL,
  active       INTEGER NOT NULL CHECK (active IN (0, 1)),
  version      INTEGER NOT NULL
) STRICT;

CREATE TABLE reprint (
  payment_id  INTEGER NOT NULL REFERENCES payment (id),
  n           INTEGER NOT NULL CHECK (n > 0),
  person_id   INTEGER NOT NULL REFERENCES person (id),
  printed_at  INTEGER NOT NULL,
  PRIMARY KEY (payment_id, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE series (
  counter_id  INTEGER NOT NULL REFERENCES counter (id),
  kind        TEXT NOT NULL,
  year        TEXT NOT NULL,
  last_n      INTEGER NOT NULL CHECK (last_n >= 0),
  PRIMARY KEY (counter_id, kind, year)
) STRICT, WITHOUT ROWID;

CREATE TABLE ticket (
  id            INTEGER PRIMARY KEY,
  business_on   TEXT NOT NULL,
  number        TEXT NOT NULL,
  kind          TEXT NOT NULL,
  source        TEXT NOT NULL,
  state         TEXT NOT NULL CHECK (state IN ('waiting', 'serving', 'held', 'done', 'no_show', 'cancelled', 'failed', 'dead')),
  by_law        TEXT NOT NULL,
  note          TEXT NOT NULL,
  customer_id   INTEGER REFERENCES customer (id),
  arrived_at    INTEGER NOT NULL,
  called_at     INTEGER,
  called_class  TEXT,
  ended_at      INTEGER,
  counter_id    INTEGER REFERENCES counter (id),
  person_id     INTEGER REFERENCES person (id),
  money_minor   INTEGER CHECK (money_minor > 0),
  method        TEXT,
  reference     TEXT NOT NULL,
  bank          TEXT NOT NULL,
  attempts      INTEGER NOT NULL CHECK (attempts >= 0),
  next_try_at   INTEGER,
  problem       TEXT NOT NULL,
  version       INTEGER NOT NULL
) STRICT;

CREATE TABLE ticket_account (
  ticket_id   INTEGER NOT NULL REFERENCES ticket (id),
  account_id  INTEGER NOT NULL REFERENCES account (id),
  PRIMARY KEY (ticket_id, account_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE undo_step (
  person_id    INTEGER NOT NULL REFERENCES person (id),
  n            INTEGER NOT NULL CHECK (n > 0),
  at           INTEGER NOT NULL,
  business_on  TEXT NOT NULL,
  act          TEXT NOT NULL,
  state        TEXT NOT NULL CHECK (state IN ('done', 'undone', 'dropped')),
  plan         TEXT NOT NULL,
  PRIMARY KEY (person_id, n)
) STRICT, WITHOUT ROWID;

CREATE INDEX account_customer ON account (customer_id);

CREATE UNIQUE INDEX account_meter ON account (meter_fold) WHERE meter_fold <> '' AND status <> 'closed';

CREATE UNIQUE INDEX account_number ON account (number_fold);

CREATE INDEX account_property ON account (property_id);

CREATE UNIQUE INDEX audit_request ON audit (request_id) WHERE request_id IS NOT NULL;

CREATE INDEX bill_account ON bill (account_id, period_to_on);

CREATE UNIQUE INDEX bill_number ON bill (number_fold);

CREATE INDEX bill_open ON bill (account_id, due_on) WHERE left_minor + surcharge_left_minor > 0 AND cancelled = 0;

CREATE UNIQUE INDEX counter_code ON counter (code);

CREATE UNIQUE INDEX customer_number ON customer (number_fold);

CREATE INDEX customer_phone ON customer (phone_digits) WHERE phone_digits <> '';

CREATE INDEX job_running ON job (id) WHERE state = 'running';

CREATE INDEX payment_day ON payment (business_on, id);

CREATE UNIQUE INDEX payment_number ON payment (number);

CREATE INDEX payment_share_account ON payment_share (account_id, payment_id);

CREATE INDEX payment_void_day ON payment_void (business_on, payment_id);

CREATE UNIQUE INDEX payment_void_number ON payment_void (number);

CREATE UNIQUE INDEX person_login ON person (login_fold);

CREATE UNIQUE INDEX property_address ON property (customer_id, address_fold);

CREATE INDEX ticket_account_account ON ticket_account (account_id);

CREATE INDEX ticket_called ON ticket (called_at) WHERE called_at IS NOT NULL AND source IN ('walk_in', 'network');

CREATE INDEX ticket_live ON ticket (state, arrived_at) WHERE state IN ('waiting', 'serving', 'held', 'failed', 'dead');

CREATE UNIQUE INDEX ticket_number ON ticket (business_on, number);

CREATE UNIQUE INDEX ticket_reference ON ticket (source, reference) WHERE source IN ('drop_box', 'bank_file');

CREATE INDEX undo_step_undone ON undo_step (person_id, state, n) WHERE state = 'undone';

