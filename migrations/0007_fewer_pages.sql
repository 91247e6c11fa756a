-- 0007_fewer_pages.sql
-- Why: each page that a payment touches is encrypted, hashed, logged and synced. AUTOINCREMENT keeps its
-- counter in a table of its own: one page more for every row left in the outbox. It kept a row's id from
-- being given again while somebody still worked the former one; whoever takes a row out now names all of
-- it, not its id alone.

CREATE TABLE outbox_plain (
  id           INTEGER PRIMARY KEY,
  kind         TEXT NOT NULL,
  payload      TEXT NOT NULL,
  attempts     INTEGER NOT NULL CHECK (attempts >= 0),
  next_try_at  INTEGER NOT NULL,
  problem      TEXT NOT NULL
) STRICT;
INSERT INTO outbox_plain (id, kind, payload, attempts, next_try_at, problem)
SELECT id, kind, payload, attempts, next_try_at, problem FROM outbox;
DROP TABLE outbox;
ALTER TABLE outbox_plain RENAME TO outbox;
