-- 0017_as_it_was.sql
-- Why: a closed month, exported again, gave other bytes when a request of it was decided since, a dead letter worked
-- off, or somebody took another log-in name. What moves on now says since when, so that a register is told as it was
-- when its period ended.

-- On which business date a request ended that nobody decided. When those of before were taken back was not kept in a
-- column: they count as ended on the day on which they were asked for.
ALTER TABLE approval ADD COLUMN ended_on TEXT;
UPDATE approval SET ended_on = business_on WHERE state IN ('withdrawn', 'expired');
CREATE TRIGGER approval_end_stands BEFORE UPDATE OF ended_on ON approval WHEN OLD.ended_on IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'what has ended stands'); END;

-- The row of the log in which it was asked for, in the chain of its counter; requests of before have none.
ALTER TABLE approval ADD COLUMN audit_seq INTEGER;

-- Log-in names that are not borne any more: until this moment the person had this one. What was changed before is in
-- the log alone.
CREATE TABLE former_login (
  person_id  INTEGER NOT NULL REFERENCES person (id),
  until_at   INTEGER NOT NULL,
  login      TEXT NOT NULL,
  PRIMARY KEY (person_id, until_at)
) STRICT, WITHOUT ROWID;
CREATE TRIGGER former_login_is_never_changed BEFORE UPDATE ON former_login
BEGIN SELECT RAISE(ABORT, 'former log-in names are append-only'); END;
CREATE TRIGGER former_login_is_never_deleted BEFORE DELETE ON former_login
BEGIN SELECT RAISE(ABORT, 'former log-in names are append-only'); END;

-- Where the days began, for what follows: the moment of the first row of each in any chain.
CREATE TABLE day_began (
  business_on  TEXT PRIMARY KEY,
  began_at     INTEGER NOT NULL
) STRICT, WITHOUT ROWID;
INSERT INTO day_began (business_on, began_at)
SELECT d.business_on, MIN(a.at) FROM audit_day d JOIN audit a ON a.counter_id = d.counter_id AND a.seq = d.first_seq
 GROUP BY d.business_on;

-- Requests with money in hand that could not be posted or were cancelled, and what became of them: how each stood when
-- a business date ended on which that changed. who is the log-in name of who cancelled it, as it was.
CREATE TABLE in_hand_day (
  ticket_id    INTEGER NOT NULL REFERENCES ticket (id),
  business_on  TEXT NOT NULL,
  state        TEXT NOT NULL,
  problem      TEXT NOT NULL,
  who          TEXT NOT NULL,
  PRIMARY KEY (ticket_id, business_on)
) STRICT, WITHOUT ROWID;
CREATE INDEX in_hand_day_on ON in_hand_day (business_on, state);
INSERT INTO in_hand_day (ticket_id, business_on, state, problem, who)
SELECT t.id, t.business_on, t.state, t.problem, '' FROM ticket t
 WHERE t.state = 'dead' AND t.source IN ('drop_box', 'bank_file');
INSERT INTO in_hand_day (ticket_id, business_on, state, problem, who)
SELECT t.id, COALESCE((SELECT b.business_on FROM day_began b WHERE b.began_at <= t.ended_at
                        ORDER BY b.business_on DESC LIMIT 1), t.business_on),
       t.state, t.problem, COALESCE(p.login, '')
  FROM ticket t LEFT JOIN person p ON p.id = t.person_id
 WHERE t.state = 'cancelled' AND t.source IN ('drop_box', 'bank_file');

-- A duplicate belongs to a business date and to a row of the log, not to what the clock showed. Originals of before
-- are left without: nobody lists them.
DROP TRIGGER paper_copy_is_never_changed;
ALTER TABLE paper_copy ADD COLUMN business_on TEXT NOT NULL DEFAULT '';
ALTER TABLE paper_copy ADD COLUMN counter_id INTEGER REFERENCES counter (id);
ALTER TABLE paper_copy ADD COLUMN audit_seq INTEGER;
CREATE TABLE handed_out (
  counter_id   INTEGER NOT NULL,
  seq          INTEGER NOT NULL,
  at           INTEGER NOT NULL,
  business_on  TEXT NOT NULL,
  changes      TEXT NOT NULL
) STRICT;
INSERT INTO handed_out (counter_id, seq, at, business_on, changes)
SELECT counter_id, seq, at, business_on, changes FROM audit
 WHERE act = 'hand_out' AND changes LIKE '%"duplicate %';
CREATE INDEX handed_out_at ON handed_out (at);
UPDATE paper_copy SET business_on = COALESCE((SELECT b.business_on FROM day_began b
                                               WHERE b.began_at <= paper_copy.handed_at
                                               ORDER BY b.business_on DESC LIMIT 1), '')
 WHERE n > 0;
UPDATE paper_copy SET business_on = h.business_on, counter_id = h.counter_id, audit_seq = h.seq
  FROM handed_out h
 WHERE paper_copy.n > 0 AND h.at = paper_copy.handed_at
   AND h.changes LIKE '%"duplicate ' || paper_copy.n || '"%'
   AND h.changes LIKE '%"number":"' || paper_copy.number || '"%';
DROP TABLE handed_out;
DROP TABLE day_began;
CREATE TRIGGER paper_copy_is_never_changed BEFORE UPDATE ON paper_copy
BEGIN SELECT RAISE(ABORT, 'what was handed out is append-only'); END;
CREATE INDEX paper_copy_of_day ON paper_copy (business_on, handed_at) WHERE n > 0;

-- Whether the customer said where the money goes: the month's screen looks for those, and read every payment for it.
DROP TRIGGER payment_is_never_changed;
ALTER TABLE payment ADD COLUMN directed INTEGER NOT NULL DEFAULT 0 CHECK (directed IN (0, 1));
UPDATE payment SET directed = 1
  FROM audit a
 WHERE a.counter_id = payment.counter_id AND a.seq = payment.audit_seq AND a.changes LIKE '%"directed":true%';
CREATE TRIGGER payment_is_never_changed BEFORE UPDATE ON payment
BEGIN SELECT RAISE(ABORT, 'receipts are append-only'); END;
CREATE INDEX payment_directed ON payment (business_on, id) WHERE directed = 1;

-- An admin who sets another's password knows it: until its owner has set one of their own, their word lets nothing
-- happen.
ALTER TABLE person ADD COLUMN must_change INTEGER NOT NULL DEFAULT 0 CHECK (must_change IN (0, 1));
