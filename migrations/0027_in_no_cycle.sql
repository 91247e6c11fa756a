-- 0027_in_no_cycle.sql
-- Why: an account that is in no billing cycle is on no run's list, and on no other either, so nobody saw that it is never
-- billed. In a book that bills by runs they are few.
CREATE INDEX account_no_cycle ON account (route, route_n, id) WHERE cycle_id IS NULL AND status <> 'closed';
