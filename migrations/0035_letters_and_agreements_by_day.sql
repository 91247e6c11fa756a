-- 0035_letters_and_agreements_by_day.sql
-- Why: when the papers of some days were written again, the letters about their cheques and the agreements of their plans
-- were not among them: nothing found them by their day.
CREATE INDEX cheque_letter_on ON cheque (ended_on) WHERE letter <> '';
CREATE INDEX instalment_plan_made_on ON instalment_plan (made_on);
