-- In which order steps were taken back: what was taken back last is done again first, also where an older payment went before
-- a newer one. 0 for what is not taken back, and for what was before this was kept.
ALTER TABLE undo_step ADD COLUMN undone_n INTEGER NOT NULL DEFAULT 0 CHECK (undone_n >= 0);
