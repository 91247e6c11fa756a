-- 0022_claims_by_kind.sql
-- Why: who looks for the surcharges or the notes of an office looks among millions of bills. What is not a period's
-- bill is few beside those, so this index costs a bill run nothing.
CREATE INDEX bill_other_claims ON bill (kind, id) WHERE kind <> 'bill';
