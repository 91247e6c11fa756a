-- 0033_key_shown.sql
-- Why: who had the recovery key shown is told with the month, as changed rights are; the index that finds such rows named
-- its acts before that was one.

DROP INDEX audit_told;
CREATE INDEX audit_told ON audit (act, counter_id, seq)
  WHERE act IN ('save_user', 'save_approval_rules', 'save_office', 'failed_log_in', 'cash_refused',
                'import_payments', 'retry_dead_letter', 'show_recovery_key');
