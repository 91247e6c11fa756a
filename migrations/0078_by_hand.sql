-- 0078_by_hand.sql
-- Why: a month tells of whoever let pass, or looked at, what is of one who had made or changed them in the year before, and over
-- which open looks it was closed though whose they are had changed who could have looked. The log says it in the rows of those
-- acts; a month has few of them, or none, among many, and its exceptions cannot wait for the whole of it to be read. Taking a
-- payment is nobody's word on anything, and looks for nothing here.
CREATE INDEX audit_by_hand ON audit (counter_id, seq)
  WHERE act <> 'take_payment' AND changes LIKE '%"hand":%';
