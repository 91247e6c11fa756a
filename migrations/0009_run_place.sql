-- 0009_run_place.sql
-- Why: a run that stopped goes on where it was. It found that place by its last account, which may have been given
-- another route since; whoever lies between the two places was then never billed. So a run keeps the place itself.
-- And an office reads its meters in the order of the walk, whatever the cycle: an index for that order, without
-- which each page of the readings grid sorted every account there is.

ALTER TABLE bill_run ADD COLUMN last_route TEXT NOT NULL DEFAULT '';
ALTER TABLE bill_run ADD COLUMN last_route_n INTEGER NOT NULL DEFAULT 0;
UPDATE bill_run SET last_route = (SELECT a.route FROM account a WHERE a.id = bill_run.last_account),
                    last_route_n = (SELECT a.route_n FROM account a WHERE a.id = bill_run.last_account)
 WHERE last_account > 0;

CREATE INDEX account_walk ON account (route, route_n, id) WHERE status <> 'closed' AND meter_fold <> '';
