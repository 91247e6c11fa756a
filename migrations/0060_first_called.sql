-- When a ticket was called first, and as what: a recall tells nothing of how long somebody waited for it, nor does a line that it went
-- back into. Empty where none was called, and for what was called once before this was kept: that is its call.
ALTER TABLE ticket ADD COLUMN first_called_at INTEGER;
ALTER TABLE ticket ADD COLUMN first_called_class TEXT;
