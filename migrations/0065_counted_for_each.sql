-- 0065_counted_for_each.sql
-- Why: a cheque that came back counted for the customer of the first account of its visit alone, until its act said for whom it
-- counts ("counted"). Of the bounces of before, each customer whose account such a paper was given for has it counted, too, as
-- those of now: but for papers whose drawer's name was read, and for who was let off since, and began anew. Nobody is said to
-- pay in cash only by this: the next bounce says it.
CREATE TABLE missed_bounce AS
SELECT DISTINCT a.customer_id, q.number_fold, q.bank_fold, q.received_on, q.drawer_fold, t.made_at
  FROM cheque q
       JOIN cheque_step t ON t.cheque_id = q.id AND t.state = 'bounced'
       JOIN payment_share s ON s.payment_id = q.payment_id
       JOIN account a ON a.id = s.account_id
       LEFT JOIN audit r ON r.counter_id = t.counter_id AND r.seq = t.audit_seq
 WHERE q.state = 'bounced' AND q.reason NOT IN ('irregular', 'post_dated', 'stale')
   AND COALESCE(r.changes, '') NOT LIKE '%"counted":[%'
   AND COALESCE(r.changes, '') NOT LIKE '%"customer":' || CAST(a.customer_id AS TEXT) || ',%'
   AND COALESCE(r.changes, '') NOT LIKE '%"customer":' || CAST(a.customer_id AS TEXT) || '}%'
   AND NOT EXISTS (SELECT 1 FROM payment_reversal v WHERE v.payment_id = q.payment_id AND v.kind = 'transfer')
   -- Where no row of the log tells who it was, it was one of those who gave it.
   AND NOT EXISTS (SELECT 1 FROM cheque w JOIN payment p ON p.id = w.payment_id
                    WHERE w.number_fold = q.number_fold AND w.bank_fold = q.bank_fold
                      AND w.received_on = q.received_on AND w.drawer_fold = q.drawer_fold
                      AND (w.drawer_said = 1 OR (r.changes IS NULL AND p.customer_id = a.customer_id)));
CREATE TABLE let_off AS
SELECT r.at, r.changes FROM audit r WHERE r.act = 'set_cash_only' AND EXISTS (SELECT 1 FROM missed_bounce);
DELETE FROM missed_bounce
 WHERE EXISTS (SELECT 1 FROM let_off l
                WHERE l.at >= missed_bounce.made_at AND l.changes LIKE '%"to":false%'
                  AND l.changes LIKE '%"customer":' || CAST(missed_bounce.customer_id AS TEXT) || ',%');
UPDATE customer
   SET bounces = bounces + (SELECT COUNT(*) FROM missed_bounce m WHERE m.customer_id = customer.id)
 WHERE id IN (SELECT m.customer_id FROM missed_bounce m);
DROP TABLE let_off;
DROP TABLE missed_bounce;
