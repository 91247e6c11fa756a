-- 0076_called_in_the_hall.sql
-- Why: a bank's file is thousands of tickets of a day, and whoever was called, served or missed in the hall is among a few
-- hundred. The board of each window and each call of the next read through all of them, for the index of calls knew no day.
DROP INDEX ticket_called;
CREATE INDEX ticket_hall ON ticket (business_on, called_at) WHERE called_at IS NOT NULL AND source IN ('walk_in', 'network');
