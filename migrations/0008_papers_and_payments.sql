-- 0008_papers_and_payments.sql
-- Why: which open parts a payment serves first is a convention of the trade, and differs between electricity,
-- water and gas offices; it was fixed in the program.
ALTER TABLE office ADD COLUMN allocation TEXT NOT NULL DEFAULT 'arrears_first'
  CHECK (allocation IN ('arrears_first', 'surcharges_first', 'bills_first', 'oldest_first'));

-- Why: of a paper that proves something there is one original, and only duplicates, numbered, were recorded:
-- the original could leave the office again and again. Now every handing-out is a row: n 0 is the original.
CREATE TABLE paper_copy (
  paper      TEXT NOT NULL,
  paper_id   INTEGER NOT NULL,
  n          INTEGER NOT NULL CHECK (n >= 0),
  number     TEXT NOT NULL,
  person_id  INTEGER NOT NULL REFERENCES person (id),
  handed_at  INTEGER NOT NULL,
  PRIMARY KEY (paper, paper_id, n)
) STRICT, WITHOUT ROWID;
CREATE INDEX paper_copy_duplicates ON paper_copy (handed_at) WHERE n > 0;

CREATE TRIGGER paper_copy_is_never_changed BEFORE UPDATE ON paper_copy
BEGIN SELECT RAISE(ABORT, 'what was handed out is append-only'); END;
CREATE TRIGGER paper_copy_is_never_deleted BEFORE DELETE ON paper_copy
BEGIN SELECT RAISE(ABORT, 'what was handed out is append-only'); END;

-- What was recorded so far; reprint stays, unread. Who printed a duplicate had given the original away before.
INSERT INTO paper_copy (paper, paper_id, n, number, person_id, handed_at)
SELECT 'receipt', p.id, 0, p.number, p.person_id, p.taken_at
  FROM payment p WHERE EXISTS (SELECT 1 FROM reprint r WHERE r.payment_id = p.id);
INSERT INTO paper_copy (paper, paper_id, n, number, person_id, handed_at)
SELECT 'receipt', r.payment_id, r.n, p.number, r.person_id, r.printed_at
  FROM reprint r JOIN payment p ON p.id = r.payment_id;

-- Why: the overdue list of a day that is over, made again, named accounts and customers by the numbers they have
-- today. A row says: until this business date it had this number; the first change of a day is what counts.
CREATE TABLE former_number (
  kind      TEXT NOT NULL CHECK (kind IN ('account', 'customer')),
  id        INTEGER NOT NULL,
  until_on  TEXT NOT NULL,
  number    TEXT NOT NULL,
  PRIMARY KEY (kind, id, until_on)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER former_number_is_never_changed BEFORE UPDATE ON former_number
BEGIN SELECT RAISE(ABORT, 'former numbers are append-only'); END;
CREATE TRIGGER former_number_is_never_deleted BEFORE DELETE ON former_number
BEGIN SELECT RAISE(ABORT, 'former numbers are append-only'); END;

-- Why: what could not be written was known to the log alone. Since when the first try failed, for people to see.
ALTER TABLE outbox ADD COLUMN failed_at INTEGER;
CREATE INDEX outbox_failed ON outbox (failed_at) WHERE failed_at IS NOT NULL;
