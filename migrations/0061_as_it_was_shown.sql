-- 0061_as_it_was_shown.sql
-- Why: whoever takes a second look saw an amount without a sign, and said "it is right" of it. What an act was going to do, in
-- the words of its preview, is kept with the request when it is done first: afterwards it cannot be worked out any more.
-- Of what was done first before this was kept there is no row.
CREATE TABLE approval_shown (
  approval_id INTEGER PRIMARY KEY REFERENCES approval (id),
  shown       TEXT NOT NULL CHECK (json_valid(shown))
) STRICT;

CREATE TRIGGER approval_shown_is_never_changed BEFORE UPDATE ON approval_shown
BEGIN SELECT RAISE(ABORT, 'what was done first is append-only'); END;
CREATE TRIGGER approval_shown_is_never_deleted BEFORE DELETE ON approval_shown
BEGIN SELECT RAISE(ABORT, 'what was done first is append-only'); END;
