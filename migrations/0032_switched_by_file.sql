-- 0032_switched_by_file.sql
-- Why: a file of customers cuts accounts and brings them back, and the log said how many rows it changed, not which accounts.
-- An auditor is told of those files; most of the log's rows of imports switch nobody, and have no entry here.
CREATE INDEX audit_switched ON audit (counter_id, seq)
  WHERE act = 'import_customers' AND changes LIKE '%"switched":%';
