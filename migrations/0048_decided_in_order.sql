-- 0048_decided_in_order.sql
-- Why: a notice of the day on which a customer has lost a dispute may have been made before that or after it, and has asked for
-- what was in it or has not. The day does not say which; so disputes are numbered as they are decided, and a paper keeps how many
-- had been by then. Of one from before, only the days are known.
ALTER TABLE dispute ADD COLUMN decided_n INTEGER;
CREATE INDEX dispute_decided ON dispute (decided_n);
ALTER TABLE notice ADD COLUMN newest_decided INTEGER;
ALTER TABLE service_order ADD COLUMN newest_decided INTEGER;
