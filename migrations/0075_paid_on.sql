-- 0075_paid_on.sql
-- Why: who pays at the bank or in the drop box has paid on that day, whenever the office comes to it: being late goes by that day
-- and not by the worker's. The file said it, and it was kept in a remark only. Of requests from before it is read off the remark,
-- as the program wrote it.
ALTER TABLE ticket ADD COLUMN paid_on TEXT;
UPDATE ticket SET paid_on = SUBSTR(note, LENGTH(note) - 9)
 WHERE source IN ('drop_box', 'bank_file') AND note LIKE 'for account %; paid on ____-__-__';
