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

-- owed_minor is what was asked for; document what stands on the paper, as JSON.
CREATE TABLE notice (
  id             INTEGER PRIMARY KEY,
  account_id     INTEGER NOT NULL REFERENCES account (id),
  kind           TEXT NOT NULL CHECK (kind IN ('reminder', 'final_notice')),
  number         TEXT NOT NULL,
  owed_minor     INTEGER NOT NULL CHECK (owed_minor > 0),
  oldest_due_on  TEXT NOT NULL,
  pay_by_on      TEXT NOT NULL,
  counter_id     INTEGER NOT NULL REFERENCES counter (id),
  person_id      INTEGER NOT NULL REFERENCES person (id),
  business_on    TEXT NOT NULL,
  made_at        INTEGER NOT NULL,
  document       TEXT NOT NULL
) STRICT;
CREATE UNIQUE INDEX notice_number ON notice (number);
-- The ladder says when a rung is climbed again; never twice on one day.
CREATE UNIQUE INDEX notice_once ON notice (account_id, kind, business_on);
CREATE INDEX notice_day ON notice (business_on, id);
CREATE TRIGGER notice_is_never_changed BEFORE UPDATE ON notice
BEGIN SELECT RAISE(ABORT, 'notices are append-only'); END;
CREATE TRIGGER notice_is_never_deleted BEFORE DELETE ON notice
BEGIN SELECT RAISE(ABORT, 'notices are append-only'); END;

-- amount_minor is what was owed when the order was made, 0 where nobody knew; payment_id the receipt that
-- stopped a disconnection or earned a reconnection.
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
  payment_id   INTEGER REFERENCES payment (id),
  person_id    INTEGER NOT NULL REFERENCES person (id),
  version      INTEGER NOT NULL,
  CHECK ((state = 'open') = (ended_on IS NULL))
) STRICT;
CREATE UNIQUE INDEX service_order_open ON service_order (account_id, kind) WHERE state = 'open';
CREATE INDEX service_order_due ON service_order (kind, state, due_on, id);
CREATE INDEX service_order_account ON service_order (account_id, id);
CREATE TRIGGER service_order_is_never_deleted BEFORE DELETE ON service_order
BEGIN SELECT RAISE(ABORT, 'service orders are kept'); END;

-- What is cut is looked through each day.
CREATE INDEX account_cut ON account (id) WHERE status = 'cut';

-- Orders that were made before there were rows for them. What was owed then is not known: 0.
INSERT INTO service_order (account_id, kind, state, due_on, opened_on, amount_minor, reading, note, person_id, version)
SELECT a.id, 'disconnect', 'open', a.disconnection_on, o.business_on, 0, '', '', 1, 1
  FROM account a JOIN office o ON o.id = 1
 WHERE a.disconnection_on IS NOT NULL AND a.status = 'active' ORDER BY a.id;

-- A plan covers what was due up to covers_to_on; document is the agreement, as JSON.
CREATE TABLE instalment_plan (
  id            INTEGER PRIMARY KEY,
  account_id    INTEGER NOT NULL REFERENCES account (id),
  state         TEXT NOT NULL CHECK (state IN ('active', 'kept', 'broken', 'cancelled')),
  made_on       TEXT NOT NULL,
  covers_to_on  TEXT NOT NULL,
  ended_on      TEXT,
  total_minor   INTEGER NOT NULL CHECK (total_minor > 0),
  note          TEXT NOT NULL,
  person_id     INTEGER NOT NULL REFERENCES person (id),
  document      TEXT NOT NULL,
  version       INTEGER NOT NULL,
  CHECK ((state = 'active') = (ended_on IS NULL))
) STRICT;
CREATE UNIQUE INDEX instalment_plan_active ON instalment_plan (account_id) WHERE state = 'active';
CREATE INDEX instalment_plan_account ON instalment_plan (account_id, id);

CREATE TABLE instalment (
  plan_id       INTEGER NOT NULL REFERENCES instalment_plan (id),
  n             INTEGER NOT NULL CHECK (n > 0),
  due_on        TEXT NOT NULL,
  amount_minor  INTEGER NOT NULL CHECK (amount_minor > 0),
  PRIMARY KEY (plan_id, n)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER instalment_is_never_changed BEFORE UPDATE ON instalment
BEGIN SELECT RAISE(ABORT, 'instalments are append-only'); END;
CREATE TRIGGER instalment_is_never_deleted BEFORE DELETE ON instalment
BEGIN SELECT RAISE(ABORT, 'instalments are append-only'); END;

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
  version       INTEGER NOT NULL,
  CHECK ((state = 'open') = (ended_on IS NULL))
) STRICT;
CREATE UNIQUE INDEX dispute_open ON dispute (bill_id) WHERE state = 'open';
CREATE INDEX dispute_bill ON dispute (bill_id, id);
CREATE INDEX dispute_account ON dispute (account_id, id);
CREATE INDEX dispute_state ON dispute (state, id);
CREATE TRIGGER dispute_is_never_deleted BEFORE DELETE ON dispute
BEGIN SELECT RAISE(ABORT, 'disputes are kept'); END;
