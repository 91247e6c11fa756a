-- 0041_whose_cheque.sql
-- Why: two payers' cheques of one number, bank and day were one paper: a bounce let both fall, and a slip had one. A paper
-- is its drawer's, by the name that stands on it. What became of a cheque was known as it stands today alone: a month's
-- register of cheques needs it as it stood then, on which day and by whom.
ALTER TABLE cheque ADD COLUMN drawer TEXT NOT NULL DEFAULT '';
-- Empty for cheques of before: those of one number, bank and day stay the one paper that they were taken for.
ALTER TABLE cheque ADD COLUMN drawer_fold TEXT NOT NULL DEFAULT '';
-- Whether somebody has read that name off the paper; else it is taken to be the payer's own.
ALTER TABLE cheque ADD COLUMN drawer_said INTEGER NOT NULL DEFAULT 0 CHECK (drawer_said IN (0, 1));
-- The version whose step the program wrote down by itself, as programs of before do not.
ALTER TABLE cheque ADD COLUMN stepped INTEGER NOT NULL DEFAULT 0;
UPDATE cheque SET stepped = version,
       drawer = (SELECT k.name FROM payment p JOIN customer k ON k.id = p.customer_id WHERE p.id = cheque.payment_id);
DROP INDEX cheque_paper;
CREATE INDEX cheque_paper ON cheque (number_fold, bank_fold, received_on, drawer_fold);
-- Whose cheque came by the drop box or a bank's file, where its row said so.
ALTER TABLE ticket ADD COLUMN drawer TEXT NOT NULL DEFAULT '';
DROP TRIGGER cheque_is_never_rewritten;
CREATE TRIGGER cheque_is_never_rewritten BEFORE UPDATE OF id, payment_id, line, number, bank, amount_minor, received_on,
  drawer, drawer_fold, drawer_said
  ON cheque WHEN OLD.drawer <> ''
BEGIN SELECT RAISE(ABORT, 'a cheque is what was given'); END;

-- Each step of a cheque, the first when it is received: n is the version that it gave the cheque. A step of before has no
-- row of the log (0), nobody where the book did not keep who it was, and is counted as if it had gone straight there.
CREATE TABLE cheque_step (
  cheque_id    INTEGER NOT NULL REFERENCES cheque (id),
  n            INTEGER NOT NULL CHECK (n > 0),
  state        TEXT NOT NULL CHECK (state IN ('received', 'deposited', 'realised', 'bounced', 'returned')),
  slip_id      INTEGER REFERENCES deposit_slip (id),
  business_on  TEXT NOT NULL,
  person_id    INTEGER REFERENCES person (id),
  allowed_by   INTEGER REFERENCES person (id),
  made_at      INTEGER NOT NULL,
  counter_id   INTEGER REFERENCES counter (id),
  audit_seq    INTEGER NOT NULL,
  PRIMARY KEY (cheque_id, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX cheque_step_on ON cheque_step (business_on, cheque_id);
CREATE TRIGGER cheque_step_is_never_changed BEFORE UPDATE ON cheque_step
BEGIN SELECT RAISE(ABORT, 'cheques are kept'); END;
CREATE TRIGGER cheque_step_is_never_deleted BEFORE DELETE ON cheque_step
BEGIN SELECT RAISE(ABORT, 'cheques are kept'); END;
INSERT INTO cheque_step (cheque_id, n, state, slip_id, business_on, person_id, allowed_by, made_at, counter_id, audit_seq)
SELECT q.id, 1, 'received', NULL, q.received_on, p.person_id, NULL, p.taken_at, p.counter_id, 0
  FROM cheque q JOIN payment p ON p.id = q.payment_id;
INSERT INTO cheque_step (cheque_id, n, state, slip_id, business_on, person_id, allowed_by, made_at, counter_id, audit_seq)
SELECT q.id, 2, 'deposited', q.slip_id, q.deposited_on, d.person_id, NULL, d.made_at, d.counter_id, 0
  FROM cheque q JOIN deposit_slip d ON d.id = q.slip_id;
INSERT INTO cheque_step (cheque_id, n, state, slip_id, business_on, person_id, allowed_by, made_at, counter_id, audit_seq)
SELECT q.id, 3, q.state, q.slip_id, q.ended_on, COALESCE(v.person_id, r.person_id), COALESCE(v.allowed_by, r.allowed_by),
       COALESCE(v.voided_at, r.made_at, 0), COALESCE(v.counter_id, r.counter_id), 0
  FROM cheque q
       LEFT JOIN payment_void v ON v.payment_id = q.payment_id AND q.state = 'returned'
       LEFT JOIN payment_reversal r ON r.payment_id = q.payment_id AND r.business_on = q.ended_on
            AND (r.kind = 'bounce' AND q.state = 'bounced' OR r.kind = 'reversal' AND q.state = 'returned')
 WHERE q.ended_on IS NOT NULL;

-- A window of a program of before that is open while the book is brought up to date goes on: on that day its steps are
-- written down for it, as those of before are. What the log tells of by then it moves no more, nor anything on a later day.
CREATE TRIGGER cheque_of_before_is_received AFTER INSERT ON cheque WHEN NEW.stepped = 0
BEGIN
  SELECT RAISE(ABORT, 'this book is of a newer program: start it anew')
   WHERE EXISTS (SELECT 1 FROM cheque_step s
                  WHERE s.business_on > '' AND s.business_on < NEW.received_on AND s.audit_seq > 0);
  UPDATE cheque SET drawer = (SELECT k.name FROM payment p JOIN customer k ON k.id = p.customer_id
                               WHERE p.id = NEW.payment_id)
   WHERE id = NEW.id;
  INSERT INTO cheque_step (cheque_id, n, state, slip_id, business_on, person_id, allowed_by, made_at, counter_id, audit_seq)
  SELECT NEW.id, NEW.version, NEW.state, NULL, NEW.received_on, p.person_id, NULL, p.taken_at, p.counter_id, 0
    FROM payment p WHERE p.id = NEW.payment_id;
END;
CREATE TRIGGER cheque_of_before_goes_on AFTER UPDATE OF version ON cheque
WHEN NEW.version > OLD.version AND NEW.stepped <> NEW.version
BEGIN
  SELECT RAISE(ABORT, 'this book is of a newer program: start it anew')
   WHERE EXISTS (SELECT 1 FROM cheque_step s WHERE s.cheque_id = NEW.id AND s.audit_seq > 0)
      OR EXISTS (SELECT 1 FROM cheque_step s
                  WHERE s.business_on > '' AND s.business_on < (SELECT o.business_on FROM office o WHERE o.id = 1)
                    AND s.audit_seq > 0);
  INSERT INTO cheque_step (cheque_id, n, state, slip_id, business_on, person_id, allowed_by, made_at, counter_id, audit_seq)
  SELECT NEW.id, NEW.version, NEW.state, NEW.slip_id, o.business_on, d.person_id, NULL, COALESCE(d.made_at, 0),
         d.counter_id, 0
    FROM office o LEFT JOIN deposit_slip d ON d.id = NEW.slip_id AND OLD.state = 'received'
   WHERE o.id = 1;
END;
