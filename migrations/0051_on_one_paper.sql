-- 0051_on_one_paper.sql
-- Why: a duplicate that was handed out at a counter without a drawer was on no Z report, and of two drawers of one moment on
-- both. It is written down with the drawer whose report tells it; what has none stands on the paper of its day. And who has
-- had the figures of a day exported before its drawers were counted is written down, drawer by drawer: who counts one after
-- that may know what it must hold.

-- The drawer of whoever handed it out, else that of the counter; none where there was neither.
ALTER TABLE paper_copy ADD COLUMN shift_id INTEGER REFERENCES shift (id);
-- Of the day that runs, by the rule that Z reports went by until now.
DROP TRIGGER paper_copy_is_never_changed;
UPDATE paper_copy
   SET shift_id = COALESCE(
         (SELECT MAX(s.id) FROM shift s
           WHERE s.business_on = paper_copy.business_on AND s.person_id = paper_copy.person_id
             AND s.opened_at <= paper_copy.handed_at AND (s.closed_at IS NULL OR s.closed_at >= paper_copy.handed_at)),
         (SELECT MAX(s.id) FROM shift s
           WHERE s.business_on = paper_copy.business_on AND s.counter_id = paper_copy.counter_id
             AND s.opened_at <= paper_copy.handed_at AND (s.closed_at IS NULL OR s.closed_at >= paper_copy.handed_at)))
 WHERE business_on = (SELECT business_on FROM office WHERE id = 1);
CREATE TRIGGER paper_copy_is_never_changed BEFORE UPDATE ON paper_copy
BEGIN SELECT RAISE(ABORT, 'what was handed out is append-only'); END;
CREATE INDEX paper_copy_shift ON paper_copy (shift_id, handed_at) WHERE shift_id IS NOT NULL;

-- Each person once of each drawer: the first time.
CREATE TABLE drawer_seen (
  shift_id     INTEGER NOT NULL REFERENCES shift (id),
  person_id    INTEGER NOT NULL REFERENCES person (id),
  business_on  TEXT NOT NULL,
  seen_at      INTEGER NOT NULL,
  counter_id   INTEGER NOT NULL REFERENCES counter (id),
  audit_seq    INTEGER NOT NULL,
  PRIMARY KEY (shift_id, person_id)
) STRICT, WITHOUT ROWID;
CREATE INDEX drawer_seen_on ON drawer_seen (business_on, seen_at);
CREATE TRIGGER drawer_seen_is_never_changed BEFORE UPDATE ON drawer_seen
BEGIN SELECT RAISE(ABORT, 'what was seen is append-only'); END;
CREATE TRIGGER drawer_seen_is_never_deleted BEFORE DELETE ON drawer_seen
BEGIN SELECT RAISE(ABORT, 'what was seen is append-only'); END;
