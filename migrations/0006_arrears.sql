-- 0006_arrears.sql
-- Why: what is late goes up a ladder that everybody can read: due, reminder, final notice, cut list, cut,
-- reconnection. An open disconnection order is account.disconnection_on, as it was from the first day, so a
-- payment stops it in its own commit; the rows here say how it came to that and what became of it.

-- One row: the office's ladder. Days count from the due date; ceilings and fees in minor units.
CREATE TABLE arrears_rule (
  id                      INTEGER PRIMARY KEY CHECK (id = 1),
  reminder_days           INTEGER NOT NULL CHECK (reminder_days >= 0),
  final_notice_days       INTEGER NOT NULL CHECK (final_notice_days >= reminder_days),
  notice_days             INTEGER NOT NULL CHECK (notice_days BETWEEN 1 AND 90),
  least_minor             INTEGER NOT NULL CHECK (least_minor >= 0),
  stay_on_percent         INTEGER NOT NULL CHECK (stay_on_percent BETWEEN 1 AND 100),
  reconnection_fee_minor  INTEGER NOT NULL CHECK (reconnection_fee_minor >= 0),
  version                 INTEGER NOT NULL
) STRICT;
INSERT INTO arrears_rule (id, reminder_days, final_notice_days, notice_days, least_minor, stay_on_percent,
                          reconnection_fee_minor, version)
VALUES (1, 7, 21, 15, 10000, 100, 0, 1);

CREATE TABLE notice (
  id             INTEGER PRIMARY KEY,
  account_id     INTEGER NOT NULL REFERENCES account (id),
  rung           TEXT NOT NULL CHECK (rung IN ('reminder', 'final_notice')),
  number         TEXT NOT NULL,
  overdue_minor  INTEGER NOT NULL CHECK (overdue_minor > 0),
  oldest_due_on  TEXT NOT NULL,
  pay_by_on      TEXT NOT NULL,
  business_on    TEXT NOT NULL,
  made_at        INTEGER NOT NULL,
  document       TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX notice_number ON notice (number);
-- A rung is climbed once for the same oldest bill.
CREATE UNIQUE INDEX notice_once ON notice (account_id, rung, oldest_due_on);
CREATE INDEX notice_day ON notice (business_on, id);
CREATE TRIGGER notice_is_never_changed BEFORE UPDATE ON notice
BEGIN SELECT RAISE(ABORT, 'notices are append-only'); END;
CREATE TRIGGER notice_is_never_deleted BEFORE DELETE ON notice
BEGIN SELECT RAISE(ABORT, 'notices are append-only'); END;

CREATE TABLE service_order (
  id           INTEGER PRIMARY KEY,
  account_id   INTEGER NOT NULL REFERENCES account (id),
  kind         TEXT NOT NULL CHECK (kind IN ('disconnect', 'reconnect')),
  state        TEXT NOT NULL CHECK (state IN ('open', 'done', 'stopped', 'failed')),
  due_on       TEXT NOT NULL,
  opened_on    TEXT NOT NULL,
  ended_on     TEXT,
  amount_minor INTEGER NOT NULL CHECK (amount_minor >= 0),
  reading      TEXT NOT NULL,
  note         TEXT NOT NULL,
  person_id    INTEGER NOT NULL REFERENCES person (id),
  version      INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX service_order_open ON service_order (account_id, kind) WHERE state = 'open';
CREATE INDEX service_order_due ON service_order (state, kind, due_on, id);
CREATE INDEX service_order_account ON service_order (account_id, id);

CREATE TABLE instalment_plan (
  id           INTEGER PRIMARY KEY,
  account_id   INTEGER NOT NULL REFERENCES account (id),
  state        TEXT NOT NULL CHECK (state IN ('active', 'kept', 'broken', 'cancelled')),
  made_on      TEXT NOT NULL,
  total_minor  INTEGER NOT NULL CHECK (total_minor > 0),
  note         TEXT NOT NULL,
  person_id    INTEGER NOT NULL REFERENCES person (id),
  version      INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX instalment_plan_active ON instalment_plan (account_id) WHERE state = 'active';

CREATE TABLE instalment (
  plan_id       INTEGER NOT NULL REFERENCES instalment_plan (id),
  n             INTEGER NOT NULL CHECK (n > 0),
  due_on        TEXT NOT NULL,
  amount_minor  INTEGER NOT NULL CHECK (amount_minor > 0),
  PRIMARY KEY (plan_id, n)
) STRICT, WITHOUT ROWID;

-- A disputed amount bears no surcharge and cuts nobody off, while the rest of the bill is paid as ever.
CREATE TABLE dispute (
  id            INTEGER PRIMARY KEY,
  bill_id       INTEGER NOT NULL REFERENCES bill (id),
  account_id    INTEGER NOT NULL REFERENCES account (id),
  amount_minor  INTEGER NOT NULL CHECK (amount_minor > 0),
  state         TEXT NOT NULL CHECK (state IN ('open', 'upheld', 'rejected', 'withdrawn')),
  reason        TEXT NOT NULL,
  outcome       TEXT NOT NULL,
  opened_on     TEXT NOT NULL,
  ended_on      TEXT,
  person_id     INTEGER NOT NULL REFERENCES person (id),
  version       INTEGER NOT NULL
) STRICT;
CREATE UNIQUE INDEX dispute_open ON dispute (bill_id) WHERE state = 'open';
CREATE INDEX dispute_account ON dispute (account_id) WHERE state = 'open';
