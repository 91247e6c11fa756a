-- 0046_taken_up.sql
-- Why: what the bill of a reading has taken off its own charges, for an estimate was too high, is owed with that bill and no
-- sooner. Only the ladder knew that, off the papers of a dozen accounts at a time: the customer's card, the queue, what is
-- open by age and the registers went by the estimate's own date. It is a row of each claim now, beside the bill that has taken
-- it up, and counts while that bill stands; the claim itself is never edited. Rows of before are made from the papers as a book
-- is brought up to date. The act that makes a row says it in the log, by its id.
CREATE TABLE taken_up (
  id            INTEGER PRIMARY KEY CHECK (id > 0),
  account_id    INTEGER NOT NULL REFERENCES account (id),
  bill_id       INTEGER NOT NULL REFERENCES bill (id),
  by_id         INTEGER NOT NULL REFERENCES bill (id),
  amount_minor  INTEGER NOT NULL CHECK (amount_minor > 0)
) STRICT;
CREATE UNIQUE INDEX taken_up_claim ON taken_up (account_id, bill_id, by_id);

CREATE TRIGGER taken_up_is_never_changed BEFORE UPDATE ON taken_up
BEGIN SELECT RAISE(ABORT, 'what a bill has taken up is append-only'); END;
CREATE TRIGGER taken_up_is_never_deleted BEFORE DELETE ON taken_up
BEGIN SELECT RAISE(ABORT, 'what a bill has taken up is append-only'); END;

-- Why: what was overdue at the end of a day is worked back from today, also through credit that was set off since.
CREATE INDEX set_off_day ON set_off (business_on);

-- Why: a paper has asked for what was owed when it was made. Of a bill, a correction or a dispute of the same day neither date
-- says which came first: a paper keeps the newest of each (0 where there was none), and what it left out of what was late for
-- an instalment plan was being kept; of one from before, only the days are known.
ALTER TABLE notice ADD COLUMN newest_bill INTEGER;
ALTER TABLE notice ADD COLUMN newest_correction INTEGER;
ALTER TABLE notice ADD COLUMN newest_dispute INTEGER;
ALTER TABLE notice ADD COLUMN in_plan_minor INTEGER;
ALTER TABLE service_order ADD COLUMN newest_bill INTEGER;
ALTER TABLE service_order ADD COLUMN newest_correction INTEGER;
ALTER TABLE service_order ADD COLUMN newest_dispute INTEGER;
ALTER TABLE service_order ADD COLUMN in_plan_minor INTEGER;

-- Why: a ticket is in the class of the overdue while something is late. What was taken up is late with the bill that has it.
DROP VIEW live_ticket;
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
       (SELECT MIN(COALESCE((
                 SELECT CASE WHEN b.left_minor + b.surcharge_left_minor > SUM(u.amount_minor)
                               OR EXISTS (SELECT 1 FROM dispute d WHERE d.bill_id = b.id AND d.state = 'open') THEN b.due_on
                             WHEN b.left_minor + b.surcharge_left_minor
                                  > COALESCE(SUM(u.amount_minor) FILTER (WHERE w.due_on >= o.business_on), 0) THEN MIN(w.due_on)
                             ELSE MIN(w.due_on) FILTER (WHERE w.due_on >= o.business_on) END
                   FROM taken_up u JOIN bill w ON w.id = u.by_id JOIN office o ON o.id = 1
                  WHERE u.account_id = b.account_id AND u.bill_id = b.id AND w.cancelled = 0
                  GROUP BY u.bill_id), b.due_on))
          FROM ticket_account ta JOIN bill b ON b.account_id = ta.account_id
         WHERE ta.ticket_id = t.id AND b.left_minor + b.surcharge_left_minor > 0 AND b.cancelled = 0) AS oldest_due_on
  FROM ticket t LEFT JOIN customer c ON c.id = t.customer_id;
