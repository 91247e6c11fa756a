-- 0050_cases_of_an_account.sql
-- Why: the chart of an account's use marks the months of its closed cases, too; only the open one was found by its account.
CREATE INDEX use_case_account ON use_case (account_id, opened_on, id);
