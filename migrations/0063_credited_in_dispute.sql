-- 0063_credited_in_dispute.sql
-- Why: a credit note that was given while a dispute was open was given again when that was upheld: half of a surcharge was in
-- dispute, half of it fell with a credit note on its bill, and the other half fell by the dispute. A dispute knows the newest
-- correction when it was opened; what is younger was given meanwhile. Of a dispute from before, the day has to do.
ALTER TABLE dispute ADD COLUMN newest_correction INTEGER;
