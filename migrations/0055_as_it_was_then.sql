-- 0055_as_it_was_then.sql
-- Why: a duplicate of a void receipt bore CANCELLED where its moment was not before that of the void. After a clock that went
-- back it bore nothing, and passed for a proof of money paid. Whether the receipt was void is kept with the copy now; of
-- copies from before, only the moments are left.
ALTER TABLE paper_copy ADD COLUMN void INTEGER CHECK (void IN (0, 1));

-- Why: the paper of a bill that was issued elsewhere is made from the book, and said whatever its customer, address and meter
-- were called when it was made again. What stood until a business date is kept as it changes, like former numbers (0008); of
-- what changed before, nothing is known. An empty text is no word and is not kept.
CREATE TABLE former_word (
  kind      TEXT NOT NULL CHECK (kind IN ('name', 'address', 'meter')),
  id        INTEGER NOT NULL,
  until_on  TEXT NOT NULL,
  word      TEXT NOT NULL CHECK (word <> ''),
  PRIMARY KEY (kind, id, until_on)
) STRICT, WITHOUT ROWID;

CREATE TRIGGER former_word_is_never_changed BEFORE UPDATE ON former_word
BEGIN SELECT RAISE(ABORT, 'former words are append-only'); END;
CREATE TRIGGER former_word_is_never_deleted BEFORE DELETE ON former_word
BEGIN SELECT RAISE(ABORT, 'former words are append-only'); END;
