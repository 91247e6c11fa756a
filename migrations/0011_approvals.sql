-- 0011_approvals.sql
-- Why: a mistake is put right in every state it may be in, and nobody puts their own right alone. Requests that one
-- person makes and another decides, payments that fall after their day was closed, and what becomes of a cheque.

-- For approving at somebody else's screen; Argon2id like the password, whose failed tries and lock it shares.
ALTER TABLE person ADD COLUMN pin TEXT NOT NULL DEFAULT '';

-- Whose cheques have bounced too often pays otherwise.
ALTER TABLE customer ADD COLUMN cash_only INTEGER NOT NULL DEFAULT 0 CHECK (cash_only IN (0, 1));
ALTER TABLE customer ADD COLUMN bounces INTEGER NOT NULL DEFAULT 0 CHECK (bounces >= 0);

-- One row: how the office approves, and what a bounced cheque costs. No second-look ceiling: nothing is done first
-- and looked at afterwards. No bounces_to_cash_only: nobody is told to pay in cash.
CREATE TABLE approval_rule (
  id                          INTEGER PRIMARY KEY CHECK (id = 1),
  hours                       INTEGER NOT NULL CHECK (hours BETWEEN 1 AND 720),
  second_look_ceiling_minor   INTEGER CHECK (second_look_ceiling_minor > 0),
  bounce_fee_minor            INTEGER NOT NULL CHECK (bounce_fee_minor >= 0),
  bounces_to_cash_only        INTEGER NOT NULL CHECK (bounces_to_cash_only BETWEEN 0 AND 100),
  version                     INTEGER NOT NULL
) STRICT;
INSERT INTO approval_rule (id, hours, second_look_ceiling_minor, bounce_fee_minor, bounces_to_cash_only, version)
VALUES (1, 24, NULL, 0, 2, 1);

-- The most a role may approve of a kind; no row is no ceiling.
CREATE TABLE approval_ceiling (
  role          TEXT NOT NULL,
  kind          TEXT NOT NULL,
  amount_minor  INTEGER NOT NULL CHECK (amount_minor > 0),
  PRIMARY KEY (role, kind)
) STRICT, WITHOUT ROWID;

-- payload is the act that was asked for, as JSON, so that it is carried out as it was asked; outcome the number of
-- the paper that came of it. Nobody decides their own.
CREATE TABLE approval (
  id            INTEGER PRIMARY KEY,
  kind          TEXT NOT NULL CHECK (kind IN ('reversal', 'refund', 'transfer', 'void', 'correction', 'write_off',
                                              'discount', 'variance', 'fee')),
  subject       TEXT NOT NULL,
  about         TEXT NOT NULL,
  amount_minor  INTEGER NOT NULL CHECK (amount_minor >= 0),
  payload       TEXT NOT NULL,
  reason        TEXT NOT NULL,
  counter_id    INTEGER NOT NULL REFERENCES counter (id),
  asked_by      INTEGER NOT NULL REFERENCES person (id),
  asked_at      INTEGER NOT NULL,
  business_on   TEXT NOT NULL,
  state         TEXT NOT NULL CHECK (state IN ('asked', 'approved', 'refused', 'withdrawn', 'expired', 'second_look',
                                               'cleared')),
  decided_by    INTEGER REFERENCES person (id),
  decided_at    INTEGER,
  decided_on    TEXT,
  expires_at    INTEGER NOT NULL,
  done_first    INTEGER NOT NULL CHECK (done_first IN (0, 1)),
  outcome       TEXT NOT NULL,
  note          TEXT NOT NULL,
  version       INTEGER NOT NULL,
  CHECK (decided_by IS NULL OR decided_by <> asked_by),
  CHECK ((decided_by IS NULL) = (decided_at IS NULL) AND (decided_by IS NULL) = (decided_on IS NULL)),
  CHECK ((state IN ('approved', 'refused', 'cleared')) = (decided_by IS NOT NULL)),
  CHECK (state NOT IN ('second_look', 'cleared') OR done_first = 1)
) STRICT;
-- A thing is asked for once at a time.
CREATE UNIQUE INDEX approval_open ON approval (subject) WHERE state = 'asked';
CREATE INDEX approval_waiting ON approval (state, id) WHERE state IN ('asked', 'second_look');
CREATE INDEX approval_of ON approval (asked_by, id);
CREATE INDEX approval_day ON approval (business_on, id);
CREATE TRIGGER approval_is_never_rewritten BEFORE UPDATE OF id, kind, subject, about, amount_minor, payload, reason,
  counter_id, asked_by, asked_at, business_on, expires_at, done_first ON approval
BEGIN SELECT RAISE(ABORT, 'what was asked for is never changed'); END;
CREATE TRIGGER approval_that_is_decided_stands BEFORE UPDATE OF state, decided_by, decided_at, decided_on, note, version
  ON approval WHEN OLD.state NOT IN ('asked', 'second_look')
BEGIN SELECT RAISE(ABORT, 'what was decided stands'); END;
CREATE TRIGGER approval_outcome_stands BEFORE UPDATE OF outcome ON approval WHEN OLD.outcome <> ''
BEGIN SELECT RAISE(ABORT, 'what came of it stands'); END;
CREATE TRIGGER approval_is_never_deleted BEFORE DELETE ON approval
BEGIN SELECT RAISE(ABORT, 'requests are kept'); END;

-- Who let a correction or a claim happen that was above the office's ceiling.
ALTER TABLE bill_correction ADD COLUMN approval_id INTEGER REFERENCES approval (id);

-- A payment that fell after its day was closed: an entry of today, linked both ways. The receipt stays as it is.
-- amount is what was paid; person who asked, allowed_by who let it happen (none while a second look is open, and for
-- what a bank has done). to_payment_id is the payment on the right account; shift_id the drawer that a refund's cash
-- came out of.
CREATE TABLE payment_reversal (
  id             INTEGER PRIMARY KEY,
  payment_id     INTEGER NOT NULL UNIQUE REFERENCES payment (id),
  kind           TEXT NOT NULL CHECK (kind IN ('reversal', 'refund', 'transfer', 'bounce')),
  number         TEXT NOT NULL UNIQUE,
  amount_minor   INTEGER NOT NULL CHECK (amount_minor >= 0),
  back_by        TEXT CHECK (back_by IN ('cash', 'bank')),
  to_payment_id  INTEGER UNIQUE REFERENCES payment (id),
  shift_id       INTEGER REFERENCES shift (id),
  counter_id     INTEGER NOT NULL REFERENCES counter (id),
  person_id      INTEGER NOT NULL REFERENCES person (id),
  allowed_by     INTEGER REFERENCES person (id),
  approval_id    INTEGER REFERENCES approval (id),
  reason         TEXT NOT NULL,
  note           TEXT NOT NULL,
  business_on    TEXT NOT NULL,
  made_at        INTEGER NOT NULL,
  audit_seq      INTEGER NOT NULL,
  document       TEXT NOT NULL,
  CHECK ((kind = 'refund') = (back_by IS NOT NULL)),
  CHECK ((kind = 'transfer') = (to_payment_id IS NOT NULL)),
  CHECK ((kind = 'bounce') = (approval_id IS NULL)),
  CHECK (shift_id IS NULL OR back_by = 'cash'),
  CHECK (allowed_by IS NULL OR allowed_by <> person_id)
) STRICT;
CREATE INDEX payment_reversal_day ON payment_reversal (business_on, id);
CREATE INDEX payment_reversal_shift ON payment_reversal (shift_id) WHERE shift_id IS NOT NULL;

-- What a bounce did to an account's credit beyond the payment's own shares. kept: money that was good, the cash beside
-- the cheque. off: what had become credit since, for a bill it had paid was cancelled. short: credit that was there no
-- more, for it had been used; it is claimed anew by the bill.
CREATE TABLE payment_reversal_credit (
  payment_id   INTEGER NOT NULL REFERENCES payment (id),
  account_id   INTEGER NOT NULL REFERENCES account (id),
  kept_minor   INTEGER NOT NULL CHECK (kept_minor >= 0),
  off_minor    INTEGER NOT NULL CHECK (off_minor >= 0),
  short_minor  INTEGER NOT NULL CHECK (short_minor >= 0),
  bill_id      INTEGER REFERENCES bill (id),
  PRIMARY KEY (payment_id, account_id),
  CHECK ((short_minor > 0) = (bill_id IS NOT NULL))
) STRICT, WITHOUT ROWID;
CREATE INDEX payment_reversal_credit_account ON payment_reversal_credit (account_id);

CREATE TRIGGER payment_reversal_is_never_changed BEFORE UPDATE ON payment_reversal
BEGIN SELECT RAISE(ABORT, 'reversals are append-only'); END;
CREATE TRIGGER payment_reversal_is_never_deleted BEFORE DELETE ON payment_reversal
BEGIN SELECT RAISE(ABORT, 'reversals are append-only'); END;
CREATE TRIGGER payment_reversal_credit_is_never_changed BEFORE UPDATE ON payment_reversal_credit
BEGIN SELECT RAISE(ABORT, 'reversals are append-only'); END;
CREATE TRIGGER payment_reversal_credit_is_never_deleted BEFORE DELETE ON payment_reversal_credit
BEGIN SELECT RAISE(ABORT, 'reversals are append-only'); END;
-- Nothing lands in a closed day, whoever writes it.
CREATE TRIGGER payment_reversal_is_of_today BEFORE INSERT ON payment_reversal
WHEN NEW.business_on <> (SELECT business_on FROM office WHERE id = 1)
BEGIN SELECT RAISE(ABORT, 'a reversal is dated today'); END;
-- And no payment falls twice.
CREATE TRIGGER payment_reversal_of_a_standing_one BEFORE INSERT ON payment_reversal
WHEN EXISTS (SELECT 1 FROM payment_void v WHERE v.payment_id = NEW.payment_id)
BEGIN SELECT RAISE(ABORT, 'a void payment is not reversed'); END;
CREATE TRIGGER payment_void_of_a_standing_one BEFORE INSERT ON payment_void
WHEN EXISTS (SELECT 1 FROM payment_reversal r WHERE r.payment_id = NEW.payment_id)
BEGIN SELECT RAISE(ABORT, 'a reversed payment is not voided'); END;

-- Payments that do not stand any more, whatever took them back, with the business date on which they fell.
CREATE VIEW payment_fallen AS
SELECT payment_id, number, business_on FROM payment_void
UNION ALL
SELECT payment_id, number, business_on FROM payment_reversal;

-- A cheque as one receipt's tender. The same paper given for several receipts is several rows of one number, bank
-- and day: they go to the bank together and bounce together. letter is what was written to the payer, as JSON.
CREATE TABLE cheque (
  id            INTEGER PRIMARY KEY,
  payment_id    INTEGER NOT NULL REFERENCES payment (id),
  line          INTEGER NOT NULL,
  state         TEXT NOT NULL CHECK (state IN ('received', 'deposited', 'realised', 'bounced', 'returned')),
  number        TEXT NOT NULL,
  number_fold   TEXT NOT NULL,
  bank          TEXT NOT NULL,
  bank_fold     TEXT NOT NULL,
  amount_minor  INTEGER NOT NULL CHECK (amount_minor > 0),
  received_on   TEXT NOT NULL,
  deposited_on  TEXT,
  slip_id       INTEGER REFERENCES deposit_slip (id),
  ended_on      TEXT,
  reason        TEXT NOT NULL,
  note          TEXT NOT NULL,
  fee_bill_id   INTEGER REFERENCES bill (id),
  letter        TEXT NOT NULL,
  version       INTEGER NOT NULL,
  CHECK ((slip_id IS NULL) = (deposited_on IS NULL)),
  CHECK ((state IN ('received', 'returned')) = (slip_id IS NULL)),
  CHECK ((state IN ('realised', 'bounced', 'returned')) = (ended_on IS NOT NULL)),
  CHECK (state = 'bounced' OR fee_bill_id IS NULL)
) STRICT;
CREATE UNIQUE INDEX cheque_tender ON cheque (payment_id, line);
CREATE INDEX cheque_state ON cheque (state, received_on, id);
CREATE INDEX cheque_paper ON cheque (number_fold, bank_fold, received_on);
CREATE INDEX cheque_slip ON cheque (slip_id) WHERE slip_id IS NOT NULL;
CREATE TRIGGER cheque_is_never_rewritten BEFORE UPDATE OF id, payment_id, line, number, bank, amount_minor, received_on
  ON cheque
BEGIN SELECT RAISE(ABORT, 'a cheque is what was given'); END;
CREATE TRIGGER cheque_is_never_deleted BEFORE DELETE ON cheque
BEGIN SELECT RAISE(ABORT, 'cheques are kept'); END;

-- Cheques from before. What became of those of void payments is known: they were handed back. Of the others nobody
-- wrote it down; they are in the office until somebody takes them to the bank. Folding is the program's: here
-- lower case, which is what numbers and most banks' names come to.
INSERT INTO cheque (payment_id, line, state, number, number_fold, bank, bank_fold, amount_minor, received_on, ended_on,
                    reason, note, letter, version)
SELECT t.payment_id, t.line, CASE WHEN v.payment_id IS NULL THEN 'received' ELSE 'returned' END, t.reference,
       LOWER(t.reference), t.bank, LOWER(t.bank), t.amount_minor, p.business_on, v.business_on, '', '', '', 1
  FROM payment_tender t JOIN payment p ON p.id = t.payment_id LEFT JOIN payment_void v ON v.payment_id = t.payment_id
 WHERE t.method = 'cheque' ORDER BY t.payment_id, t.line;
