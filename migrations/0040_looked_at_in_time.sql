-- 0040_looked_at_in_time.sql
-- Why: what was done first waited for its second look until the month was closed, however long that was. It has a time
-- by which it must be looked at, and whoever looks later is told of.

-- Hours within which what was done first must be looked at.
ALTER TABLE approval_rule ADD COLUMN second_look_hours INTEGER NOT NULL DEFAULT 72
  CHECK (second_look_hours BETWEEN 1 AND 720);

-- Until when what was done first must be looked at; none of what was asked for, and of what was done before there was such
-- a time. late: it was looked at after that.
ALTER TABLE approval ADD COLUMN look_by_at INTEGER;
ALTER TABLE approval ADD COLUMN late INTEGER NOT NULL DEFAULT 0 CHECK (late IN (0, 1));
CREATE INDEX approval_look_by ON approval (look_by_at) WHERE state = 'second_look';
CREATE TRIGGER approval_look_by_is_never_changed BEFORE UPDATE OF look_by_at ON approval
BEGIN SELECT RAISE(ABORT, 'until when it must be looked at is never changed'); END;
CREATE TRIGGER approval_late_stands BEFORE UPDATE OF late ON approval WHEN OLD.state <> 'second_look'
BEGIN SELECT RAISE(ABORT, 'what was decided stands'); END;
