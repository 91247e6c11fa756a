CREATE VIEW handed_back AS
SELECT r.number, r.business_on, r.shift_id, f.method, f.amount_minor
  FROM payment_reversal r JOIN refund_part f ON f.payment_id = r.payment_id
UNION ALL
SELECT c.number, c.business_on, c.shift_id, c.back_by AS method, c.amount_minor FROM credit_payout c;

CREATE VIEW live_ticket AS
SELECT t.id, t.business_on, t.number, t.kind, t.source, t.state, t.by_law, t.note, t.customer_id, t.arrived_at,
       t.called_at, t.called_class, t.ended_at, t.counter_id, t.person_id, t.money_minor, t.method, t.reference,
       t.bank, t.attempts, t.next_try_at, t.problem, t.version,
       COALESCE(c.name, '') AS name, COALESCE(c.by_law, 'none') AS customer_by_law,
       (SELECT COUNT(*) FROM ticket_account ta WHERE ta.ticket_id = t.id) AS accounts,
       (SELECT MIN(a.cut_on) FROM ticket_account ta JOIN account a ON a.id = ta.account_id
         WHERE ta.ticket_id = t.id AND a.status = 'cut') AS cut_on,
       (SELECT MIN(a.disconnection_on) FROM ticket_account ta JOIN account a ON a.id = ta.account_id
         WHERE ta.ticket_id = t.id AND a.status = 'active') AS disconnection_on,
       (SELECT MIN(COALESCE((
                 SELECT CASE WHEN b.left_minor + b.surcharge_left_minor > SUM(u.amount_minor)
                               OR EXISTS (SELECT 1 FROM dispute d WHERE d.bill_id = b.id AND d.state = 'open') THEN b.due_on
                             WHEN b.left_minor + b.surcharge_left_minor
                                  > COALESCE(SUM(u.amount_minor) FILTER (WHERE w.due_on >= o.business_on), 0) THEN MIN(w.due_on)
                             ELSE MIN(w.due_on) FILTER (WHERE w.due_on >= o.business_on) END
                   FROM taken_up u JOIN bill w ON w.id = u.by_id JOIN office o ON o.id = 1
                  WHERE u.account_id = b.account_id AND u.bill_id = b.id AND w.cancelled = 0
                  GROUP BY u.bill_id), b.due_on))
          FROM ticket_account ta JOIN bill b ON b.account_id = ta.account_id
         WHERE ta.ticket_id = t.id AND b.left_minor + b.surcharge_left_minor > 0 AND b.cancelled = 0) AS oldest_due_on
  FROM ticket t LEFT JOIN customer c ON c.id = t.customer_id;

CREATE VIEW payment_fallen AS
SELECT payment_id, number, business_on FROM payment_void
UNION ALL
SELECT payment_id, number, business_on FROM payment_reversal;

CREATE TRIGGER approval_beside_is_never_changed BEFORE UPDATE ON approval_beside
BEGIN SELECT RAISE(ABORT, 'who was there is never changed'); END;

CREATE TRIGGER approval_beside_is_never_deleted BEFORE DELETE ON approval_beside
BEGIN SELECT RAISE(ABORT, 'who was there is never changed'); END;

CREATE TRIGGER approval_end_stands BEFORE UPDATE OF ended_on ON approval WHEN OLD.ended_on IS NOT NULL
BEGIN SELECT RAISE(ABORT, 'what has ended stands'); END;

CREATE TRIGGER approval_is_never_deleted BEFORE DELETE ON approval
BEGIN SELECT RAISE(ABORT, 'requests are kept'); END;

CREATE TRIGGER approval_is_never_rewritten BEFORE UPDATE OF id, kind, subject, about, amount_minor, payload, reason,
  counter_id, asked_by, asked_at, business_on, expires_at, done_first ON approval
BEGIN SELECT RAISE(ABORT, 'what was asked for is never changed'); END;

CREATE TRIGGER approval_late_stands BEFORE UPDATE OF late ON approval WHEN OLD.state <> 'second_look'
BEGIN SELECT RAISE(ABORT, 'what was decided stands'); END;

CREATE TRIGGER approval_look_by_is_never_changed BEFORE UPDATE OF look_by_at ON approval
BEGIN SELECT RAISE(ABORT, 'until when it must be looked at is never changed'); END;

CREATE TRIGGER approval_outcome_stands BEFORE UPDATE OF outcome ON approval WHEN OLD.outcome <> ''
BEGIN SELECT RAISE(ABORT, 'what came of it stands'); END;

CREATE TRIGGER approval_shown_is_never_changed BEFORE UPDATE ON approval_shown
BEGIN SELECT RAISE(ABORT, 'what was done first is append-only'); END;

CREATE TRIGGER approval_shown_is_never_deleted BEFORE DELETE ON approval_shown
BEGIN SELECT RAISE(ABORT, 'what was done first is append-only'); END;

CREATE TRIGGER approval_that_is_decided_stands BEFORE UPDATE OF state, decided_by, decided_at, decided_on, note, version
  ON approval WHEN OLD.state NOT IN ('asked', 'second_look')
BEGIN SELECT RAISE(ABORT, 'what was decided stands'); END;

CREATE TRIGGER audit_is_never_changed BEFORE UPDATE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;

CREATE TRIGGER audit_is_never_deleted BEFORE DELETE ON audit
BEGIN SELECT RAISE(ABORT, 'the audit log is append-only'); END;

CREATE TRIGGER bill_correction_is_never_changed BEFORE UPDATE ON bill_correction
BEGIN SELECT RAISE(ABORT, 'corrections are append-only'); END;

CREATE TRIGGER bill_correction_is_never_deleted BEFORE DELETE ON bill_correction
BEGIN SELECT RAISE(ABORT, 'corrections are append-only'); END;

CREATE TRIGGER bill_document_is_never_edited BEFORE UPDATE OF kind, run_id, parent_id, charge_key,
  tariff_version_id, credit_used_minor, document ON bill
BEGIN SELECT RAISE(ABORT, 'issued bills are never edited'); END;

CREATE TRIGGER bill_is_never_deleted BEFORE DELETE ON bill
BEGIN SELECT RAISE(ABORT, 'issued bills are never deleted'); END;

CREATE TRIGGER bill_is_never_edited BEFORE UPDATE OF id, account_id, number, number_fold, period_from_on,
  period_to_on, issued_on, due_on, units, total_minor, surcharge_minor ON bill
BEGIN SELECT RAISE(ABORT, 'issued bills are never edited'); END;

CREATE TRIGGER bill_line_is_never_deleted BEFORE DELETE ON bill_line
BEGIN SELECT RAISE(ABORT, 'issued bills are never deleted'); END;

CREATE TRIGGER bill_line_is_never_edited BEFORE UPDATE ON bill_line
BEGIN SELECT RAISE(ABORT, 'issued bills are never edited'); END;

CREATE TRIGGER bounce_kept_is_never_changed BEFORE UPDATE ON bounce_kept
BEGIN SELECT RAISE(ABORT, 'reversals are append-only'); END;

CREATE TRIGGER bounce_kept_is_never_deleted BEFORE DELETE ON bounce_kept
BEGIN SELECT RAISE(ABORT, 'reversals are append-only'); END;

CREATE TRIGGER cheque_claim_is_never_changed BEFORE UPDATE ON cheque_claim
BEGIN SELECT RAISE(ABORT, 'cheques are kept'); END;

CREATE TRIGGER cheque_claim_is_never_deleted BEFORE DELETE ON cheque_claim
BEGIN SELECT RAISE(ABORT, 'cheques are kept'); END;

CREATE TRIGGER cheque_is_never_deleted BEFORE DELETE ON cheque
BEGIN SELECT RAISE(ABORT, 'cheques are kept'); END;

CREATE TRIGGER cheque_is_never_rewritten BEFORE UPDATE OF id, payment_id, line, number, bank, amount_minor, received_on,
  drawer, drawer_fold, drawer_said
  ON cheque WHEN OLD.drawer <> ''
BEGIN SELECT RAISE(ABORT, 'a cheque is what was given'); END;

CREATE TRIGGER cheque_of_before_goes_on AFTER UPDATE OF version ON cheque
WHEN NEW.version > OLD.version AND NEW.stepped <> NEW.version
BEGIN
  SELECT RAISE(ABORT, 'this book is of a newer program: start it anew')
   WHERE EXISTS (SELECT 1 FROM cheque_step s WHERE s.cheque_id = NEW.id AND s.audit_seq > 0)
      OR EXISTS (SELECT 1 FROM cheque_step s
                  WHERE s.business_on > '' AND s.business_on < (SELECT o.business_on FROM office o WHERE o.id = 1)
                    AND s.audit_seq > 0);
  INSERT INTO cheque_step (cheque_id, n, state, slip_id, business_on, person_id, allowed_by, made_at, counter_id, audit_seq)
  SELECT NEW.id, NEW.version, NEW.state, NEW.slip_id, o.business_on, d.person_id, NULL, COALESCE(d.made_at, 0),
         d.counter_id, 0
    FROM office o LEFT JOIN deposit_slip d ON d.id = NEW.slip_id AND OLD.state = 'received'
   WHERE o.id = 1;
END;

CREATE TRIGGER cheque_of_before_is_received AFTER INSERT ON cheque WHEN NEW.stepped = 0
BEGIN
  SELECT RAISE(ABORT, 'this book is of a newer program: start it anew')
   WHERE EXISTS (SELECT 1 FROM cheque_step s
                  WHERE s.business_on > '' AND s.business_on < NEW.received_on AND s.audit_seq > 0);
  UPDATE cheque SET drawer = (SELECT k.name FROM payment p JOIN customer k ON k.id = p.customer_id
                               WHERE p.id = NEW.payment_id)
   WHERE id = NEW.id;
  INSERT INTO cheque_step (cheque_id, n, state, slip_id, business_on, person_id, allowed_by, made_at, counter_id, audit_seq)
  SELECT NEW.id, NEW.version, NEW.state, NULL, NEW.received_on, p.person_id, NULL, p.taken_at, p.counter_id, 0
    FROM payment p WHERE p.id = NEW.payment_id;
END;

CREATE TRIGGER cheque_step_is_never_changed BEFORE UPDATE ON cheque_step
BEGIN SELECT RAISE(ABORT, 'cheques are kept'); END;

CREATE TRIGGER cheque_step_is_never_deleted BEFORE DELETE ON cheque_step
BEGIN SELECT RAISE(ABORT, 'cheques are kept'); END;

CREATE TRIGGER clock_back_is_never_changed BEFORE UPDATE ON clock_back
BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;

CREATE TRIGGER clock_back_is_never_deleted BEFORE DELETE ON clock_back
BEGIN SELECT RAISE(ABORT, 'the log is append-only'); END;

CREATE TRIGGER credit_payout_is_never_changed BEFORE UPDATE ON credit_payout
BEGIN SELECT RAISE(ABORT, 'credit that was paid out is append-only'); END;

CREATE TRIGGER credit_payout_is_never_deleted BEFORE DELETE ON credit_payout
BEGIN SELECT RAISE(ABORT, 'credit that was paid out is append-only'); END;

CREATE TRIGGER credit_payout_is_of_today BEFORE INSERT ON credit_payout
WHEN NEW.business_on <> (SELECT business_on FROM office WHERE id = 1)
BEGIN SELECT RAISE(ABORT, 'credit is paid out today'); END;

CREATE TRIGGER daily_seal_is_never_changed BEFORE UPDATE ON daily_seal
BEGIN SELECT RAISE(ABORT, 'daily seals are append-only'); END;

CREATE TRIGGER daily_seal_is_never_deleted BEFORE DELETE ON daily_seal
BEGIN SELECT RAISE(ABORT, 'daily seals are append-only'); END;

CREATE TRIGGER day_close_is_never_changed BEFORE UPDATE ON day_close
BEGIN SELECT RAISE(ABORT, 'closed days are append-only'); END;

CREATE TRIGGER day_close_is_never_deleted BEFORE DELETE ON day_close
BEGIN SELECT RAISE(ABORT, 'closed days are append-only'); END;

CREATE TRIGGER day_no_drawer_is_never_changed BEFORE UPDATE ON day_no_drawer
BEGIN SELECT RAISE(ABORT, 'closed days are append-only'); END;

CREATE TRIGGER day_no_drawer_is_never_deleted BEFORE DELETE ON day_no_drawer
BEGIN SELECT RAISE(ABORT, 'closed days are append-only'); END;

CREATE TRIGGER day_sum_is_never_changed BEFORE UPDATE ON day_sum
BEGIN SELECT RAISE(ABORT, 'a closed day is never changed'); END;

CREATE TRIGGER day_sum_is_never_deleted BEFORE DELETE ON day_sum
BEGIN SELECT RAISE(ABORT, 'a closed day is never changed'); END;

CREATE TRIGGER deposit_difference_is_never_changed BEFORE UPDATE ON deposit_difference
BEGIN SELECT RAISE(ABORT, 'a deposit slip is never changed'); END;

CREATE TRIGGER deposit_difference_is_never_deleted BEFORE DELETE ON deposit_difference
BEGIN SELECT RAISE(ABORT, 'a deposit slip is never deleted'); END;

CREATE TRIGGER deposit_slip_is_never_changed BEFORE UPDATE ON deposit_slip
BEGIN SELECT RAISE(ABORT, 'deposit slips are append-only'); END;

CREATE TRIGGER deposit_slip_is_never_deleted BEFORE DELETE ON deposit_slip
BEGIN SELECT RAISE(ABORT, 'deposit slips are append-only'); END;

CREATE TRIGGER deposit_slip_pays_in_once BEFORE INSERT ON deposit_slip
WHEN NEW.kind = 'cash'
 AND EXISTS (SELECT 1 FROM deposit_slip d
              WHERE d.kind = 'cash' AND d.until_z = NEW.until_z AND d.until_day = NEW.until_day
                AND d.until_count = NEW.until_count AND d.until_change = NEW.until_change
                AND d.until_brought = NEW.until_brought AND d.stays_minor = NEW.stays_minor
                AND NOT EXISTS (SELECT 1 FROM deposit_taken_back k WHERE k.slip_id = d.id))
BEGIN SELECT RAISE(ABORT, 'this cash is on a slip that stands'); END;

CREATE TRIGGER deposit_taken_back_is_never_changed BEFORE UPDATE ON deposit_taken_back
BEGIN SELECT RAISE(ABORT, 'what was taken back stays so'); END;

CREATE TRIGGER deposit_taken_back_is_never_deleted BEFORE DELETE ON deposit_taken_back
BEGIN SELECT RAISE(ABORT, 'what was taken back stays so'); END;

CREATE TRIGGER deposit_taken_back_is_of_its_day BEFORE INSERT ON deposit_taken_back
WHEN NOT EXISTS (SELECT 1 FROM deposit_slip d
                  WHERE d.id = NEW.slip_id AND d.business_on = NEW.business_on
                    AND (d.kind = 'cheques' OR NEW.approval_id IS NOT NULL))
BEGIN SELECT RAISE(ABORT, 'a slip is taken back on its own day, and one of cash by a request'); END;

CREATE TRIGGER deposit_taken_back_is_the_newest BEFORE INSERT ON deposit_taken_back
WHEN EXISTS (SELECT 1 FROM deposit_slip d WHERE d.id = NEW.slip_id AND d.kind = 'cash')
 AND EXISTS (SELECT 1 FROM deposit_slip d
              WHERE d.kind = 'cash' AND d.id > NEW.slip_id
                AND NOT EXISTS (SELECT 1 FROM deposit_taken_back k WHERE k.slip_id = d.id))
BEGIN SELECT RAISE(ABORT, 'a later slip of cash stands'); END;

CREATE TRIGGER dispute_is_never_deleted BEFORE DELETE ON dispute
BEGIN SELECT RAISE(ABORT, 'disputes are kept'); END;

CREATE TRIGGER drawer_seen_is_never_changed BEFORE UPDATE ON drawer_seen
BEGIN SELECT RAISE(ABORT, 'what was seen is append-only'); END;

CREATE TRIGGER drawer_seen_is_never_deleted BEFORE DELETE ON drawer_seen
BEGIN SELECT RAISE(ABORT, 'what was seen is append-only'); END;

CREATE TRIGGER former_login_is_never_changed BEFORE UPDATE ON former_login
BEGIN SELECT RAISE(ABORT, 'former log-in names are append-only'); END;

CREATE TRIGGER former_login_is_never_deleted BEFORE DELETE ON former_login
BEGIN SELECT RAISE(ABORT, 'former log-in names are append-only'); END;

CREATE TRIGGER former_number_is_never_changed BEFORE UPDATE ON former_number
BEGIN SELECT RAISE(ABORT, 'former numbers are append-only'); END;

CREATE TRIGGER former_number_is_never_deleted BEFORE DELETE ON former_number
BEGIN SELECT RAISE(ABORT, 'former numbers are append-only'); END;

CREATE TRIGGER former_word_is_never_changed BEFORE UPDATE ON former_word
BEGIN SELECT RAISE(ABORT, 'former words are append-only'); END;

CREATE TRIGGER former_word_is_never_deleted BEFORE DELETE ON former_word
BEGIN SELECT RAISE(ABORT, 'former words are append-only'); END;

CREATE TRIGGER gas_factor_is_never_changed BEFORE UPDATE ON gas_factor
BEGIN SELECT RAISE(ABORT, 'gas factors are append-only'); END;

CREATE TRIGGER gas_factor_is_never_deleted BEFORE DELETE ON gas_factor
BEGIN SELECT RAISE(ABORT, 'gas factors are append-only'); END;

CREATE TRIGGER instalment_is_never_changed BEFORE UPDATE ON instalment
BEGIN SELECT RAISE(ABORT, 'instalments are append-only'); END;

CREATE TRIGGER instalment_is_never_deleted BEFORE DELETE ON instalment
BEGIN SELECT RAISE(ABORT, 'instalments are append-only'); END;

CREATE TRIGGER journal_is_never_changed BEFORE UPDATE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;

CREATE TRIGGER journal_is_never_deleted BEFORE DELETE ON journal
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;

CREATE TRIGGER journal_line_is_never_changed BEFORE UPDATE ON journal_line
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;

CREATE TRIGGER journal_line_is_never_deleted BEFORE DELETE ON journal_line
BEGIN SELECT RAISE(ABORT, 'the journal is append-only'); END;

CREATE TRIGGER notice_is_never_changed BEFORE UPDATE ON notice
BEGIN SELECT RAISE(ABORT, 'notices are append-only'); END;

CREATE TRIGGER notice_is_never_deleted BEFORE DELETE ON notice
BEGIN SELECT RAISE(ABORT, 'notices are append-only'); END;

CREATE TRIGGER office_key_is_never_changed BEFORE UPDATE ON office_key
BEGIN SELECT RAISE(ABORT, 'the key of an office is for good'); END;

CREATE TRIGGER office_key_is_never_deleted BEFORE DELETE ON office_key
BEGIN SELECT RAISE(ABORT, 'the key of an office is for good'); END;

CREATE TRIGGER paper_copy_is_never_changed BEFORE UPDATE ON paper_copy
BEGIN SELECT RAISE(ABORT, 'what was handed out is append-only'); END;

CREATE TRIGGER paper_copy_is_never_deleted BEFORE DELETE ON paper_copy
BEGIN SELECT RAISE(ABORT, 'what was handed out is append-only'); END;

CREATE TRIGGER payment_is_never_changed BEFORE UPDATE ON payment
BEGIN SELECT RAISE(ABORT, 'receipts are append-only'); END;

CREATE TRIGGER payment_is_never_deleted BEFORE DELETE ON payment
BEGIN SELECT RAISE(ABORT, 'receipts are append-only'); END;

CREATE TRIGGER payment_reversal_credit_is_never_changed BEFORE UPDATE ON payment_reversal_credit
BEGIN SELECT RAISE(ABORT, 'reversals are append-only'); END;

CREATE TRIGGER payment_reversal_credit_is_never_deleted BEFORE DELETE ON payment_reversal_credit
BEGIN SELECT RAISE(ABORT, 'reversals are append-only'); END;

CREATE TRIGGER payment_reversal_is_never_changed BEFORE UPDATE ON payment_reversal
BEGIN SELECT RAISE(ABORT, 'reversals are append-only'); END;

CREATE TRIGGER payment_reversal_is_never_deleted BEFORE DELETE ON payment_reversal
BEGIN SELECT RAISE(ABORT, 'reversals are append-only'); END;

CREATE TRIGGER payment_reversal_is_of_today BEFORE INSERT ON payment_reversal
WHEN NEW.business_on <> (SELECT business_on FROM office WHERE id = 1)
BEGIN SELECT RAISE(ABORT, 'a reversal is dated today'); END;

CREATE TRIGGER payment_reversal_of_a_standing_one BEFORE INSERT ON payment_reversal
WHEN EXISTS (SELECT 1 FROM payment_void v WHERE v.payment_id = NEW.payment_id)
BEGIN SELECT RAISE(ABORT, 'a void payment is not reversed'); END;

CREATE TRIGGER payment_share_is_never_changed BEFORE UPDATE ON payment_share
BEGIN SELECT RAISE(ABORT, 'receipts are append-only'); END;

CREATE TRIGGER payment_share_is_never_deleted BEFORE DELETE ON payment_share
BEGIN SELECT RAISE(ABORT, 'receipts are append-only'); END;

CREATE TRIGGER payment_tender_is_never_changed BEFORE UPDATE ON payment_tender
BEGIN SELECT RAISE(ABORT, 'receipts are append-only'); END;

CREATE TRIGGER payment_tender_is_never_deleted BEFORE DELETE ON payment_tender
BEGIN SELECT RAISE(ABORT, 'receipts are append-only'); END;

CREATE TRIGGER payment_void_is_never_changed BEFORE UPDATE ON payment_void
BEGIN SELECT RAISE(ABORT, 'cancellation slips are append-only'); END;

CREATE TRIGGER payment_void_is_never_deleted BEFORE DELETE ON payment_void
BEGIN SELECT RAISE(ABORT, 'cancellation slips are append-only'); END;

CREATE TRIGGER payment_void_of_a_standing_one BEFORE INSERT ON payment_void
WHEN EXISTS (SELECT 1 FROM payment_reversal r WHERE r.payment_id = NEW.payment_id)
BEGIN SELECT RAISE(ABORT, 'a reversed payment is not voided'); END;

CREATE TRIGGER planned_claim_is_never_changed BEFORE UPDATE ON planned_claim
BEGIN SELECT RAISE(ABORT, 'planned claims are append-only'); END;

CREATE TRIGGER planned_claim_is_never_deleted BEFORE DELETE ON planned_claim
BEGIN SELECT RAISE(ABORT, 'planned claims are append-only'); END;

CREATE TRIGGER reading_is_never_deleted BEFORE DELETE ON reading
BEGIN SELECT RAISE(ABORT, 'readings are replaced, never deleted'); END;

CREATE TRIGGER reading_is_never_edited BEFORE UPDATE OF id, account_id, meter_id, register_n, read_on, value,
  use_units, kind, purpose, remark, rolled_over, source, checks, reason, person_id, entered_at ON reading
BEGIN SELECT RAISE(ABORT, 'readings are replaced, never edited'); END;

CREATE TRIGGER refund_part_is_never_changed BEFORE UPDATE ON refund_part
BEGIN SELECT RAISE(ABORT, 'reversals are append-only'); END;

CREATE TRIGGER refund_part_is_never_deleted BEFORE DELETE ON refund_part
BEGIN SELECT RAISE(ABORT, 'reversals are append-only'); END;

CREATE TRIGGER reprint_is_never_changed BEFORE UPDATE ON reprint
BEGIN SELECT RAISE(ABORT, 'reprints are append-only'); END;

CREATE TRIGGER reprint_is_never_deleted BEFORE DELETE ON reprint
BEGIN SELECT RAISE(ABORT, 'reprints are append-only'); END;

CREATE TRIGGER safe_brought_back_is_never_changed BEFORE UPDATE ON safe_brought_back
BEGIN SELECT RAISE(ABORT, 'what was taken back is never changed'); END;

CREATE TRIGGER safe_brought_back_is_never_deleted BEFORE DELETE ON safe_brought_back
BEGIN SELECT RAISE(ABORT, 'what was taken back is never deleted'); END;

CREATE TRIGGER safe_brought_by_two BEFORE INSERT ON safe_brought WHEN NEW.approval_id IS NULL
BEGIN SELECT RAISE(ABORT, 'cash is brought to the safe by two persons'); END;

CREATE TRIGGER safe_brought_goes_back_on_its_day BEFORE INSERT ON safe_brought_back
WHEN NOT EXISTS (SELECT 1 FROM safe_brought b WHERE b.id = NEW.brought_id AND b.business_on = NEW.business_on)
BEGIN SELECT RAISE(ABORT, 'what was brought to the safe is taken back on its own day'); END;

CREATE TRIGGER safe_brought_is_never_changed BEFORE UPDATE ON safe_brought
BEGIN SELECT RAISE(ABORT, 'what was brought to the safe is never changed'); END;

CREATE TRIGGER safe_brought_is_never_deleted BEFORE DELETE ON safe_brought
BEGIN SELECT RAISE(ABORT, 'what was brought to the safe is never deleted'); END;

CREATE TRIGGER safe_brought_once BEFORE INSERT ON safe_brought
WHEN EXISTS (SELECT 1 FROM safe_brought b
              WHERE b.came_from = NEW.came_from AND b.voucher = NEW.voucher
                AND NOT EXISTS (SELECT 1 FROM safe_brought_back k WHERE k.brought_id = b.id))
BEGIN SELECT RAISE(ABORT, 'this paper has brought its cash'); END;

CREATE TRIGGER safe_count_is_never_changed BEFORE UPDATE ON safe_count
BEGIN SELECT RAISE(ABORT, 'a count is never changed'); END;

CREATE TRIGGER safe_count_is_never_deleted BEFORE DELETE ON safe_count
BEGIN SELECT RAISE(ABORT, 'a count is never deleted'); END;

CREATE TRIGGER safe_difference_is_never_changed BEFORE UPDATE ON safe_difference
BEGIN SELECT RAISE(ABORT, 'a count is never changed'); END;

CREATE TRIGGER safe_difference_is_never_deleted BEFORE DELETE ON safe_difference
BEGIN SELECT RAISE(ABORT, 'a count is never deleted'); END;

CREATE TRIGGER safe_difference_is_the_counts BEFORE INSERT ON safe_difference
WHEN NOT EXISTS (SELECT 1 FROM safe_count c
                  WHERE c.id = NEW.count_id AND c.counted_minor - c.expected_minor = NEW.off_minor)
BEGIN SELECT RAISE(ABORT, 'a difference is the one that was counted'); END;

CREATE TRIGGER service_order_is_never_deleted BEFORE DELETE ON service_order
BEGIN SELECT RAISE(ABORT, 'service orders are kept'); END;

CREATE TRIGGER set_off_is_never_changed BEFORE UPDATE ON set_off
BEGIN SELECT RAISE(ABORT, 'set-offs are append-only'); END;

CREATE TRIGGER set_off_is_never_deleted BEFORE DELETE ON set_off
BEGIN SELECT RAISE(ABORT, 'set-offs are append-only'); END;

CREATE TRIGGER shift_cash_is_never_deleted BEFORE DELETE ON shift_cash
BEGIN SELECT RAISE(ABORT, 'cash movements are append-only'); END;

CREATE TRIGGER shift_cash_is_never_edited BEFORE UPDATE ON shift_cash
WHEN OLD.state <> 'offered' OR NEW.shift_id <> OLD.shift_id OR NEW.kind <> OLD.kind
  OR NEW.amount_minor <> OLD.amount_minor OR NEW.denominations <> OLD.denominations
  OR NEW.other_shift_id <> OLD.other_shift_id OR NEW.made_at <> OLD.made_at OR NEW.business_on <> OLD.business_on
BEGIN SELECT RAISE(ABORT, 'cash movements are append-only'); END;

CREATE TRIGGER shift_count_is_never_changed BEFORE UPDATE ON shift_count
BEGIN SELECT RAISE(ABORT, 'counts are append-only'); END;

CREATE TRIGGER shift_count_is_never_deleted BEFORE DELETE ON shift_count
BEGIN SELECT RAISE(ABORT, 'counts are append-only'); END;

CREATE TRIGGER shift_is_never_deleted BEFORE DELETE ON shift
BEGIN SELECT RAISE(ABORT, 'shifts are never deleted'); END;

CREATE TRIGGER shift_that_is_closed_is_never_changed BEFORE UPDATE ON shift WHEN OLD.state = 'closed'
BEGIN SELECT RAISE(ABORT, 'a closed shift is never changed'); END;

CREATE TRIGGER surcharge_principal_is_never_changed BEFORE UPDATE ON surcharge_principal
BEGIN SELECT RAISE(ABORT, 'what a surcharge was on stands'); END;

CREATE TRIGGER surcharge_principal_is_never_deleted BEFORE DELETE ON surcharge_principal
BEGIN SELECT RAISE(ABORT, 'what a surcharge was on stands'); END;

CREATE TRIGGER taken_up_is_never_changed BEFORE UPDATE ON taken_up
BEGIN SELECT RAISE(ABORT, 'what a bill has taken up is append-only'); END;

CREATE TRIGGER taken_up_is_never_deleted BEFORE DELETE ON taken_up
BEGIN SELECT RAISE(ABORT, 'what a bill has taken up is append-only'); END;

CREATE TRIGGER tariff_version_is_never_changed BEFORE UPDATE ON tariff_version
BEGIN SELECT RAISE(ABORT, 'tariff versions are append-only'); END;

CREATE TRIGGER tariff_version_is_never_deleted BEFORE DELETE ON tariff_version
BEGIN SELECT RAISE(ABORT, 'tariff versions are append-only'); END;

CREATE TRIGGER true_use_is_never_changed BEFORE UPDATE ON true_use
BEGIN SELECT RAISE(ABORT, 'what a bill made good is append-only'); END;

CREATE TRIGGER true_use_is_never_deleted BEFORE DELETE ON true_use
BEGIN SELECT RAISE(ABORT, 'what a bill made good is append-only'); END;

CREATE TRIGGER z_report_is_never_changed BEFORE UPDATE ON z_report
BEGIN SELECT RAISE(ABORT, 'Z reports are append-only'); END;

CREATE TRIGGER z_report_is_never_deleted BEFORE DELETE ON z_report
BEGIN SELECT RAISE(ABORT, 'Z reports are append-only'); END;

CREATE TABLE account (
  id                INTEGER PRIMARY KEY,
  property_id       INTEGER NOT NULL REFERENCES property (id),
  customer_id       INTEGER NOT NULL REFERENCES customer (id),
  service           TEXT NOT NULL CHECK (service IN ('electricity', 'water', 'gas')),
  number            TEXT NOT NULL,
  number_fold       TEXT NOT NULL,
  meter             TEXT NOT NULL,
  meter_fold        TEXT NOT NULL,
  tariff            TEXT NOT NULL,
  status            TEXT NOT NULL CHECK (status IN ('active', 'cut', 'closed')),
  cut_on            TEXT,
  disconnection_on  TEXT,
  credit_minor      INTEGER NOT NULL CHECK (credit_minor >= 0),
  version           INTEGER NOT NULL, cycle_id INTEGER REFERENCES billing_cycle (id), route TEXT NOT NULL DEFAULT '', route_n INTEGER NOT NULL DEFAULT 0, sanctioned_load_kw TEXT NOT NULL DEFAULT '', contract_demand_kw TEXT NOT NULL DEFAULT '',
  CHECK (status <> 'cut' OR cut_on IS NOT NULL)
) STRICT;

CREATE TABLE account_terms_ended (
  account_id INTEGER NOT NULL REFERENCES account (id),
  -- The first day on which others held.
  until_on TEXT NOT NULL CHECK (length(until_on) = 10),
  tariff TEXT NOT NULL,
  sanctioned_load_kw TEXT NOT NULL,
  contract_demand_kw TEXT NOT NULL,
  PRIMARY KEY (account_id, until_on)
) STRICT;

CREATE TABLE approval (
  id            INTEGER PRIMARY KEY,
  kind          TEXT NOT NULL CHECK (kind IN ('reversal', 'refund', 'transfer', 'void', 'correction', 'write_off',
                                              'discount', 'variance', 'fee', 'cash_out', 'safe_in')),
  subject       TEXT NOT NULL,
  about         TEXT NOT NULL,
  amount_minor  INTEGER NOT NULL CHECK (amount_minor >= 0),
  payload       TEXT NOT NULL,
  reason        TEXT NOT NULL,
  counter_id    INTEGER NOT NULL REFERENCES counter (id),
  asked_by      INTEGER NOT NULL REFERENCES person (id),
  asked_at      INTEGER NOT NULL,
  business_on   TEXT NOT NULL,
  state         TEXT NOT NULL CHECK (state IN ('asked', 'approved', 'refused', 'withdrawn', 'expired', 'second_look',
                                               'cleared')),
  decided_by    INTEGER REFERENCES person (id),
  decided_at    INTEGER,
  decided_on    TEXT,
  expires_at    INTEGER NOT NULL,
  done_first    INTEGER NOT NULL CHECK (done_first IN (0, 1)),
  outcome       TEXT NOT NULL,
  note          TEXT NOT NULL,
  version       INTEGER NOT NULL,
  ended_on      TEXT,
  audit_seq     INTEGER,
  look_by_at    INTEGER,
  late          INTEGER NOT NULL DEFAULT 0 CHECK (late IN (0, 1)),
  CHECK (decided_by IS NULL OR decided_by <> asked_by),
  CHECK ((decided_by IS NULL) = (decided_at IS NULL) AND (decided_by IS NULL) = (decided_on IS NULL)),
  CHECK ((state IN ('approved', 'refused', 'cleared')) = (decided_by IS NOT NULL)),
  CHECK (state NOT IN ('second_look', 'cleared') OR done_first = 1)
) STRICT;

CREATE TABLE approval_beside (
  approval_id  INTEGER NOT NULL REFERENCES approval (id),
  person_id    INTEGER NOT NULL REFERENCES person (id),
  PRIMARY KEY (approval_id, person_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE approval_ceiling (
  role          TEXT NOT NULL,
  kind          TEXT NOT NULL,
  amount_minor  INTEGER NOT NULL CHECK (amount_minor > 0),
  PRIMARY KEY (role, kind)
) STRICT, WITHOUT ROWID;

CREATE TABLE approval_rule (
  id                          INTEGER PRIMARY KEY CHECK (id = 1),
  hours                       INTEGER NOT NULL CHECK (hours BETWEEN 1 AND 720),
  second_look_ceiling_minor   INTEGER CHECK (second_look_ceiling_minor > 0),
  bounce_fee_minor            INTEGER NOT NULL CHECK (bounce_fee_minor >= 0),
  bounces_to_cash_only        INTEGER NOT NULL CHECK (bounces_to_cash_only BETWEEN 0 AND 100),
  version                     INTEGER NOT NULL
, cash_out_ceiling_minor INTEGER NOT NULL DEFAULT 0
  CHECK (cash_out_ceiling_minor >= 0), second_look_hours INTEGER NOT NULL DEFAULT 72
  CHECK (second_look_hours BETWEEN 1 AND 720)) STRICT;

CREATE TABLE approval_shown (
  approval_id INTEGER PRIMARY KEY REFERENCES approval (id),
  shown       TEXT NOT NULL CHECK (json_valid(shown))
) STRICT;

CREATE TABLE arrears_rule (
  id                      INTEGER PRIMARY KEY CHECK (id = 1),
  reminder_days           INTEGER NOT NULL CHECK (reminder_days >= 0),
  final_notice_days       INTEGER NOT NULL CHECK (final_notice_days >= reminder_days),
  notice_days             INTEGER NOT NULL CHECK (notice_days BETWEEN 1 AND 90),
  least_minor             INTEGER NOT NULL CHECK (least_minor >= 0),
  stay_on_percent         INTEGER NOT NULL CHECK (stay_on_percent BETWEEN 1 AND 100),
  reconnection_fee_minor  INTEGER NOT NULL CHECK (reconnection_fee_minor >= 0),
  version                 INTEGER NOT NULL
) STRICT;

CREATE TABLE at_work (
  person_id  INTEGER PRIMARY KEY REFERENCES person (id),
  came_at    INTEGER NOT NULL,
  left_at    INTEGER
) STRICT;

CREATE TABLE audit (
  counter_id   INTEGER NOT NULL REFERENCES counter (id),
  seq          INTEGER NOT NULL CHECK (seq > 0),
  at           INTEGER NOT NULL,
  business_on  TEXT NOT NULL,
  who          TEXT NOT NULL,
  act          TEXT NOT NULL,
  request_id   TEXT,
  input_hash   TEXT,
  changes      TEXT NOT NULL,
  result       TEXT,
  hash         TEXT NOT NULL,
  PRIMARY KEY (counter_id, seq)
) STRICT;

CREATE TABLE audit_day (
  counter_id   INTEGER NOT NULL REFERENCES counter (id),
  business_on  TEXT NOT NULL,
  first_seq    INTEGER NOT NULL,
  PRIMARY KEY (counter_id, business_on)
) STRICT, WITHOUT ROWID;

CREATE TABLE bill (
  id                       INTEGER PRIMARY KEY,
  account_id               INTEGER NOT NULL REFERENCES account (id),
  number                   TEXT NOT NULL,
  number_fold              TEXT NOT NULL,
  period_from_on           TEXT NOT NULL,
  period_to_on             TEXT NOT NULL,
  issued_on                TEXT NOT NULL,
  due_on                   TEXT NOT NULL,
  units                    TEXT NOT NULL,
  total_minor              INTEGER NOT NULL CHECK (total_minor >= 0),
  surcharge_minor          INTEGER NOT NULL CHECK (surcharge_minor BETWEEN 0 AND total_minor),
  left_minor               INTEGER NOT NULL CHECK (left_minor BETWEEN 0 AND total_minor - surcharge_minor),
  surcharge_left_minor     INTEGER NOT NULL CHECK (surcharge_left_minor BETWEEN 0 AND surcharge_minor),
  cancelled                INTEGER NOT NULL CHECK (cancelled IN (0, 1)), kind TEXT NOT NULL DEFAULT 'bill'
  CHECK (kind IN ('bill', 'debit_note', 'surcharge', 'charge')), run_id INTEGER REFERENCES bill_run (id), parent_id INTEGER REFERENCES bill (id), charge_key TEXT, tariff_version_id INTEGER REFERENCES tariff_version (id), credit_used_minor INTEGER NOT NULL DEFAULT 0, document TEXT NOT NULL DEFAULT '', months_charged INTEGER CHECK (months_charged BETWEEN 0 AND 121), months_over INTEGER,
  CHECK (period_from_on < period_to_on)
) STRICT;

CREATE TABLE bill_correction (
  id             INTEGER PRIMARY KEY,
  bill_id        INTEGER NOT NULL REFERENCES bill (id),
  kind           TEXT NOT NULL CHECK (kind IN ('cancel', 'credit_note', 'write_off')),
  number         TEXT NOT NULL,
  amount_minor   INTEGER NOT NULL,
  left_minor     INTEGER NOT NULL CHECK (left_minor >= 0),
  surcharge_left_minor INTEGER NOT NULL CHECK (surcharge_left_minor >= 0),
  credited_minor INTEGER NOT NULL,
  reason         TEXT NOT NULL,
  note           TEXT NOT NULL,
  rebill_id      INTEGER REFERENCES bill (id),
  run_id         INTEGER REFERENCES bill_run (id),
  counter_id     INTEGER NOT NULL REFERENCES counter (id),
  person_id      INTEGER NOT NULL REFERENCES person (id),
  business_on    TEXT NOT NULL,
  made_at        INTEGER NOT NULL,
  audit_seq      INTEGER NOT NULL,
  document       TEXT NOT NULL, approval_id INTEGER REFERENCES approval (id), newest_payment INTEGER, newest_bill INTEGER, beside_dispute INTEGER,
  CHECK (amount_minor = left_minor + surcharge_left_minor + credited_minor),
  CHECK (kind = 'cancel' OR (amount_minor > 0 AND credited_minor >= 0))
) STRICT;

CREATE TABLE bill_line (
  bill_id       INTEGER NOT NULL REFERENCES bill (id),
  line          INTEGER NOT NULL,
  kind          TEXT NOT NULL,
  label         TEXT NOT NULL,
  quantity      TEXT NOT NULL,
  rate          TEXT NOT NULL,
  amount_minor  INTEGER NOT NULL,
  PRIMARY KEY (bill_id, line)
) STRICT, WITHOUT ROWID;

CREATE TABLE bill_run (
  id            INTEGER PRIMARY KEY,
  cycle_id      INTEGER NOT NULL REFERENCES billing_cycle (id),
  route         TEXT NOT NULL,
  period_to_on  TEXT NOT NULL,
  issued_on     TEXT NOT NULL,
  due_on        TEXT NOT NULL,
  state         TEXT NOT NULL CHECK (state IN ('posting', 'posted', 'cancelled')),
  last_account  INTEGER NOT NULL,
  bills         INTEGER NOT NULL,
  total_minor   INTEGER NOT NULL,
  summary       TEXT NOT NULL,
  person_id     INTEGER NOT NULL REFERENCES person (id),
  started_at    INTEGER NOT NULL,
  ended_at      INTEGER,
  version       INTEGER NOT NULL
, last_route TEXT NOT NULL DEFAULT '', last_route_n INTEGER NOT NULL DEFAULT 0, turn INTEGER NOT NULL DEFAULT 1 CHECK (turn > 0), cancelling INTEGER NOT NULL DEFAULT 0 CHECK (cancelling IN (0, 1))) STRICT;

CREATE TABLE billing_cycle (
  id        INTEGER PRIMARY KEY,
  code      TEXT NOT NULL,
  name      TEXT NOT NULL,
  months    INTEGER NOT NULL CHECK (months BETWEEN 1 AND 12),
  due_days  INTEGER NOT NULL CHECK (due_days BETWEEN 1 AND 120),
  active    INTEGER NOT NULL CHECK (active IN (0, 1)),
  version   INTEGER NOT NULL
) STRICT;

CREATE TABLE bounce_kept (
  payment_id     INTEGER PRIMARY KEY REFERENCES payment (id),
  to_payment_id  INTEGER NOT NULL UNIQUE REFERENCES payment (id),
  CHECK (payment_id <> to_payment_id)
) STRICT;

CREATE TABLE cheque (
  id            INTEGER PRIMARY KEY,
  payment_id    INTEGER NOT NULL REFERENCES payment (id),
  line          INTEGER NOT NULL,
  state         TEXT NOT NULL CHECK (state IN ('received', 'deposited', 'realised', 'bounced', 'returned')),
  number        TEXT NOT NULL,
  number_fold   TEXT NOT NULL,
  bank          TEXT NOT NULL,
  bank_fold     TEXT NOT NULL,
  amount_minor  INTEGER NOT NULL CHECK (amount_minor > 0),
  received_on   TEXT NOT NULL,
  deposited_on  TEXT,
  slip_id       INTEGER REFERENCES deposit_slip (id),
  ended_on      TEXT,
  reason        TEXT NOT NULL,
  note          TEXT NOT NULL,
  fee_bill_id   INTEGER REFERENCES bill (id),
  letter        TEXT NOT NULL,
  version       INTEGER NOT NULL, paper_minor INTEGER NOT NULL DEFAULT 0 CHECK (paper_minor >= 0), drawer TEXT NOT NULL DEFAULT '', drawer_fold TEXT NOT NULL DEFAULT '', drawer_said INTEGER NOT NULL DEFAULT 0 CHECK (drawer_said IN (0, 1)), stepped INTEGER NOT NULL DEFAULT 0,
  CHECK ((slip_id IS NULL) = (deposited_on IS NULL)),
  CHECK ((state IN ('received', 'returned')) = (slip_id IS NULL)),
  CHECK ((state IN ('realised', 'bounced', 'returned')) = (ended_on IS NOT NULL)),
  CHECK (state = 'bounced' OR fee_bill_id IS NULL)
) STRICT;

CREATE TABLE cheque_claim (
  cheque_id  INTEGER PRIMARY KEY REFERENCES cheque (id),
  bill_id    INTEGER NOT NULL REFERENCES bill (id)
, debited INTEGER NOT NULL DEFAULT 0 CHECK (debited IN (0, 1))) STRICT;

CREATE TABLE cheque_step (
  cheque_id    INTEGER NOT NULL REFERENCES cheque (id),
  n            INTEGER NOT NULL CHECK (n > 0),
  state        TEXT NOT NULL CHECK (state IN ('received', 'deposited', 'realised', 'bounced', 'returned')),
  slip_id      INTEGER REFERENCES deposit_slip (id),
  business_on  TEXT NOT NULL,
  person_id    INTEGER REFERENCES person (id),
  allowed_by   INTEGER REFERENCES person (id),
  made_at      INTEGER NOT NULL,
  counter_id   INTEGER REFERENCES counter (id),
  audit_seq    INTEGER NOT NULL,
  PRIMARY KEY (cheque_id, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE clock_back (
  counter_id  INTEGER NOT NULL REFERENCES counter (id),
  seq         INTEGER NOT NULL,
  by_ms       INTEGER NOT NULL CHECK (by_ms >= 60000),
  PRIMARY KEY (counter_id, seq)
) STRICT, WITHOUT ROWID;

CREATE TABLE counter (
  id       INTEGER PRIMARY KEY,
  code     TEXT NOT NULL,
  name     TEXT NOT NULL,
  active   INTEGER NOT NULL CHECK (active IN (0, 1)),
  version  INTEGER NOT NULL
) STRICT;

CREATE TABLE credit_payout (
  id            INTEGER PRIMARY KEY,
  account_id    INTEGER NOT NULL REFERENCES account (id),
  number        TEXT NOT NULL UNIQUE,
  amount_minor  INTEGER NOT NULL CHECK (amount_minor > 0),
  back_by       TEXT NOT NULL CHECK (back_by IN ('cash', 'bank')),
  -- The bank's own words for what it was told to pay; empty for cash.
  reference     TEXT NOT NULL,
  shift_id      INTEGER REFERENCES shift (id),
  counter_id    INTEGER NOT NULL REFERENCES counter (id),
  person_id     INTEGER NOT NULL REFERENCES person (id),
  allowed_by    INTEGER REFERENCES person (id),
  approval_id   INTEGER NOT NULL UNIQUE REFERENCES approval (id),
  reason        TEXT NOT NULL,
  business_on   TEXT NOT NULL,
  made_at       INTEGER NOT NULL,
  audit_seq     INTEGER NOT NULL,
  document      TEXT NOT NULL,
  CHECK ((back_by = 'bank') = (reference <> '')),
  CHECK (shift_id IS NULL OR back_by = 'cash'),
  CHECK (allowed_by IS NULL OR allowed_by <> person_id)
) STRICT;

CREATE TABLE customer (
  id            INTEGER PRIMARY KEY,
  number        TEXT NOT NULL,
  number_fold   TEXT NOT NULL,
  name          TEXT NOT NULL,
  phone         TEXT NOT NULL,
  phone_digits  TEXT NOT NULL,
  email         TEXT NOT NULL,
  language      TEXT NOT NULL,
  by_law        TEXT NOT NULL CHECK (by_law IN ('none', 'elderly', 'disabled', 'pregnant')),
  note          TEXT NOT NULL,
  active        INTEGER NOT NULL CHECK (active IN (0, 1)),
  version       INTEGER NOT NULL
, cash_only INTEGER NOT NULL DEFAULT 0 CHECK (cash_only IN (0, 1)), bounces INTEGER NOT NULL DEFAULT 0 CHECK (bounces >= 0)) STRICT;

CREATE VIRTUAL TABLE customer_words USING fts5 (
  words, content = '', contentless_delete = 1, detail = none, prefix = '2 3 4',
  tokenize = "unicode61 remove_diacritics 0 categories 'L* N* Co M*'"
);

CREATE TABLE daily_seal (
  n            INTEGER PRIMARY KEY CHECK (n > 0),
  business_on  TEXT NOT NULL,
  seal         TEXT NOT NULL,
  sha256       TEXT NOT NULL,
  signature    TEXT NOT NULL,
  counter_id   INTEGER NOT NULL REFERENCES counter (id),
  audit_seq    INTEGER NOT NULL,
  made_at      INTEGER NOT NULL
) STRICT;

CREATE TABLE day_close (
  business_on  TEXT PRIMARY KEY,
  next_on      TEXT NOT NULL,
  counter_id   INTEGER NOT NULL REFERENCES counter (id),
  person_id    INTEGER NOT NULL REFERENCES person (id),
  closed_at    INTEGER NOT NULL,
  document     TEXT NOT NULL,
  audit_seq    INTEGER NOT NULL,
  CHECK (next_on > business_on)
) STRICT;

CREATE TABLE day_no_drawer (
  business_on   TEXT PRIMARY KEY REFERENCES day_close (business_on),
  count         INTEGER NOT NULL,
  amount_minor  INTEGER NOT NULL
) STRICT, WITHOUT ROWID;

CREATE TABLE day_sum (
  business_on     TEXT NOT NULL REFERENCES day_close (business_on),
  kind            TEXT NOT NULL CHECK (kind IN ('all', 'method', 'clerk', 'series')),
  name            TEXT NOT NULL,
  count           INTEGER NOT NULL CHECK (count >= 0),
  taken_minor     INTEGER NOT NULL,
  voids           INTEGER NOT NULL CHECK (voids >= 0),
  voided_minor    INTEGER NOT NULL,
  returns         INTEGER NOT NULL CHECK (returns >= 0),
  returned_minor  INTEGER NOT NULL,
  net_minor       INTEGER NOT NULL,
  first           TEXT NOT NULL,
  last            TEXT NOT NULL,
  PRIMARY KEY (business_on, kind, name)
) STRICT, WITHOUT ROWID;

CREATE TABLE deposit_difference (
  slip_id         INTEGER PRIMARY KEY REFERENCES deposit_slip (id),
  expected_minor  INTEGER NOT NULL CHECK (expected_minor > 0),
  off_minor       INTEGER NOT NULL CHECK (off_minor <> 0),
  reason          TEXT NOT NULL,
  note            TEXT NOT NULL,
  approval_id     INTEGER NOT NULL REFERENCES approval (id)
) STRICT;

CREATE TABLE deposit_slip (
  id            INTEGER PRIMARY KEY,
  number        TEXT NOT NULL,
  kind          TEXT NOT NULL CHECK (kind IN ('cash', 'cheques')),
  business_on   TEXT NOT NULL,
  amount_minor  INTEGER NOT NULL CHECK (amount_minor > 0),
  until_z       INTEGER REFERENCES z_report (id),
  document      TEXT NOT NULL,
  person_id     INTEGER NOT NULL REFERENCES person (id),
  made_at       INTEGER NOT NULL,
  counter_id    INTEGER NOT NULL REFERENCES counter (id),
  audit_seq     INTEGER NOT NULL,
  until_day     TEXT NOT NULL DEFAULT '',
  all_cash      INTEGER NOT NULL DEFAULT 0 CHECK (all_cash IN (0, 1)), until_count INTEGER NOT NULL DEFAULT 0, until_change INTEGER NOT NULL DEFAULT 0, stays_minor INTEGER NOT NULL DEFAULT 0 CHECK (stays_minor >= 0), until_brought INTEGER NOT NULL DEFAULT 0,
  CHECK (kind = 'cash' OR (until_z IS NULL AND until_day = '' AND all_cash = 0)),
  CHECK (kind = 'cheques' OR until_z IS NOT NULL OR all_cash = 1)
) STRICT;

CREATE TABLE deposit_taken_back (
  slip_id      INTEGER PRIMARY KEY REFERENCES deposit_slip (id),
  cheques      TEXT NOT NULL,
  reason       TEXT NOT NULL,
  person_id    INTEGER NOT NULL REFERENCES person (id),
  made_at      INTEGER NOT NULL,
  business_on  TEXT NOT NULL,
  counter_id   INTEGER NOT NULL REFERENCES counter (id),
  audit_seq    INTEGER NOT NULL
, approval_id INTEGER REFERENCES approval (id), newest_slip INTEGER NOT NULL DEFAULT 0) STRICT;

CREATE TABLE dispute (
  id            INTEGER PRIMARY KEY,
  bill_id       INTEGER NOT NULL REFERENCES bill (id),
  account_id    INTEGER NOT NULL REFERENCES account (id),
  amount_minor  INTEGER NOT NULL CHECK (amount_minor > 0),
  state         TEXT NOT NULL CHECK (state IN ('open', 'upheld', 'rejected', 'withdrawn')),
  reason        TEXT NOT NULL,
  outcome       TEXT NOT NULL,
  opened_on     TEXT NOT NULL,
  ended_on      TEXT,
  person_id     INTEGER NOT NULL REFERENCES person (id),
  version       INTEGER NOT NULL, newest_bill INTEGER, decided_n INTEGER, newest_correction INTEGER, rejected_minor INTEGER NOT NULL DEFAULT 0,
  CHECK ((state = 'open') = (ended_on IS NULL))
) STRICT;

CREATE TABLE drawer_seen (
  shift_id     INTEGER NOT NULL REFERENCES shift (id),
  person_id    INTEGER NOT NULL REFERENCES person (id),
  business_on  TEXT NOT NULL,
  seen_at      INTEGER NOT NULL,
  counter_id   INTEGER NOT NULL REFERENCES counter (id),
  audit_seq    INTEGER NOT NULL,
  PRIMARY KEY (shift_id, person_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE former_login (
  person_id  INTEGER NOT NULL REFERENCES person (id),
  until_at   INTEGER NOT NULL,
  login      TEXT NOT NULL,
  PRIMARY KEY (person_id, until_at)
) STRICT, WITHOUT ROWID;

CREATE TABLE former_number (
  kind      TEXT NOT NULL CHECK (kind IN ('account', 'customer')),
  id        INTEGER NOT NULL,
  until_on  TEXT NOT NULL,
  number    TEXT NOT NULL,
  PRIMARY KEY (kind, id, until_on)
) STRICT, WITHOUT ROWID;

CREATE TABLE former_word (
  kind      TEXT NOT NULL CHECK (kind IN ('name', 'address', 'meter')),
  id        INTEGER NOT NULL,
  until_on  TEXT NOT NULL,
  word      TEXT NOT NULL CHECK (word <> ''),
  PRIMARY KEY (kind, id, until_on)
) STRICT, WITHOUT ROWID;

CREATE TABLE gas_factor (
  id                 INTEGER PRIMARY KEY,
  route              TEXT NOT NULL,
  valid_from_on      TEXT NOT NULL,
  volume_correction  TEXT NOT NULL,
  calorific_value    TEXT NOT NULL,
  round_to           TEXT NOT NULL,
  round_mode         TEXT NOT NULL CHECK (round_mode IN ('half_up', 'half_even', 'down', 'up')),
  withdrawn          INTEGER NOT NULL CHECK (withdrawn IN (0, 1)),
  person_id          INTEGER NOT NULL REFERENCES person (id),
  entered_at         INTEGER NOT NULL
) STRICT;

CREATE TABLE import_columns (
  headings TEXT PRIMARY KEY CHECK (json_valid(headings)),
  columns  TEXT NOT NULL CHECK (json_valid(columns))
, shown TEXT CHECK (shown IS NULL OR json_valid(shown)), person_id INTEGER REFERENCES person (id), said_at INTEGER) STRICT;

CREATE TABLE in_hand_day (
  ticket_id    INTEGER NOT NULL REFERENCES ticket (id),
  business_on  TEXT NOT NULL,
  state        TEXT NOT NULL,
  problem      TEXT NOT NULL,
  who          TEXT NOT NULL,
  PRIMARY KEY (ticket_id, business_on)
) STRICT, WITHOUT ROWID;

CREATE TABLE instalment (
  plan_id       INTEGER NOT NULL REFERENCES instalment_plan (id),
  n             INTEGER NOT NULL CHECK (n > 0),
  due_on        TEXT NOT NULL,
  amount_minor  INTEGER NOT NULL CHECK (amount_minor > 0),
  PRIMARY KEY (plan_id, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE instalment_plan (
  id            INTEGER PRIMARY KEY,
  account_id    INTEGER NOT NULL REFERENCES account (id),
  state         TEXT NOT NULL CHECK (state IN ('active', 'kept', 'broken', 'cancelled')),
  made_on       TEXT NOT NULL,
  covers_to_on  TEXT NOT NULL,
  ended_on      TEXT,
  total_minor   INTEGER NOT NULL CHECK (total_minor > 0),
  note          TEXT NOT NULL,
  person_id     INTEGER NOT NULL REFERENCES person (id),
  document      TEXT NOT NULL,
  version       INTEGER NOT NULL, newest_payment INTEGER CHECK (newest_payment >= 0), newest_set_off INTEGER, newest_correction INTEGER,
  CHECK ((state = 'active') = (ended_on IS NULL))
) STRICT;

CREATE TABLE job (
  id            INTEGER PRIMARY KEY,
  kind          TEXT NOT NULL,
  title         TEXT NOT NULL,
  state         TEXT NOT NULL CHECK (state IN ('running', 'done', 'failed', 'cancelled', 'interrupted')),
  person_id     INTEGER NOT NULL REFERENCES person (id),
  started_at    INTEGER NOT NULL,
  ended_at      INTEGER,
  done          INTEGER NOT NULL,
  total         INTEGER NOT NULL,
  result        TEXT NOT NULL
) STRICT;

CREATE TABLE "journal" (
  id           INTEGER PRIMARY KEY,
  kind         TEXT NOT NULL CHECK (kind IN ('bill', 'payment', 'void', 'correction', 'shift', 'variance', 'deposit',
                                             'bounce', 'refund', 'transfer', 'reversal')),
  source_id    INTEGER NOT NULL,
  business_on  TEXT NOT NULL
) STRICT;

CREATE TABLE "journal_line" (
  journal_id    INTEGER NOT NULL REFERENCES "journal" (id),
  line          INTEGER NOT NULL,
  ledger        TEXT NOT NULL,
  account_id    INTEGER REFERENCES account (id),
  amount_minor  INTEGER NOT NULL CHECK (amount_minor <> 0),
  PRIMARY KEY (journal_id, line)
) STRICT, WITHOUT ROWID;

CREATE TABLE meter (
  id           INTEGER PRIMARY KEY,
  number       TEXT NOT NULL,
  number_fold  TEXT NOT NULL,
  service      TEXT NOT NULL CHECK (service IN ('electricity', 'water', 'gas')),
  state        TEXT NOT NULL CHECK (state IN ('stock', 'installed', 'retired')),
  note         TEXT NOT NULL,
  version      INTEGER NOT NULL
) STRICT;

CREATE TABLE meter_register (
  meter_id    INTEGER NOT NULL REFERENCES meter (id),
  n           INTEGER NOT NULL CHECK (n > 0),
  band        TEXT NOT NULL,
  unit        TEXT NOT NULL,
  digits      INTEGER NOT NULL CHECK (digits BETWEEN 0 AND 12),
  multiplier  TEXT NOT NULL,
  PRIMARY KEY (meter_id, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE meter_span (
  id          INTEGER PRIMARY KEY,
  meter_id    INTEGER NOT NULL REFERENCES meter (id),
  account_id  INTEGER NOT NULL REFERENCES account (id),
  from_on     TEXT NOT NULL,
  to_on       TEXT,
  reason      TEXT NOT NULL,
  CHECK (to_on IS NULL OR from_on <= to_on)
) STRICT;

CREATE TABLE metering_setting (
  id                  INTEGER PRIMARY KEY CHECK (id = 1),
  estimates_in_a_row  INTEGER NOT NULL CHECK (estimates_in_a_row BETWEEN 0 AND 12),
  estimate_by         TEXT NOT NULL CHECK (estimate_by IN ('average', 'last_year')),
  high_percent        INTEGER NOT NULL CHECK (high_percent BETWEEN 101 AND 10000),
  spike_percent       INTEGER NOT NULL CHECK (spike_percent BETWEEN 101 AND 10000),
  low_percent         INTEGER NOT NULL CHECK (low_percent BETWEEN 0 AND 99),
  watch_folder        TEXT NOT NULL,
  version             INTEGER NOT NULL
) STRICT;

CREATE TABLE migration (
           version INTEGER PRIMARY KEY, name TEXT NOT NULL, applied_at INTEGER NOT NULL) STRICT;

CREATE TABLE notice (
  id             INTEGER PRIMARY KEY,
  account_id     INTEGER NOT NULL REFERENCES account (id),
  kind           TEXT NOT NULL CHECK (kind IN ('reminder', 'final_notice')),
  number         TEXT NOT NULL,
  owed_minor     INTEGER NOT NULL CHECK (owed_minor > 0),
  oldest_due_on  TEXT NOT NULL,
  pay_by_on      TEXT NOT NULL,
  counter_id     INTEGER NOT NULL REFERENCES counter (id),
  person_id      INTEGER NOT NULL REFERENCES person (id),
  business_on    TEXT NOT NULL,
  made_at        INTEGER NOT NULL,
  document       TEXT NOT NULL
, newest_bill INTEGER, newest_correction INTEGER, newest_dispute INTEGER, in_plan_minor INTEGER, newest_decided INTEGER) STRICT;

CREATE TABLE office (
  id                     INTEGER PRIMARY KEY CHECK (id = 1),
  name                   TEXT NOT NULL,
  address                TEXT NOT NULL,
  phone                  TEXT NOT NULL,
  registration           TEXT NOT NULL,
  footer                 TEXT NOT NULL,
  currency               TEXT NOT NULL,
  symbol                 TEXT NOT NULL,
  decimals               INTEGER NOT NULL CHECK (decimals BETWEEN 0 AND 3),
  digit_groups           TEXT NOT NULL CHECK (digit_groups IN ('indian', 'thousands')),
  zone                   TEXT NOT NULL,
  language               TEXT NOT NULL,
  business_on            TEXT NOT NULL,
  year_starts_in         INTEGER NOT NULL CHECK (year_starts_in BETWEEN 1 AND 12),
  max_urgent_in_a_row    INTEGER NOT NULL CHECK (max_urgent_in_a_row BETWEEN 1 AND 100),
  max_wait_secs          INTEGER NOT NULL CHECK (max_wait_secs BETWEEN 60 AND 86400),
  bulk_accounts          INTEGER NOT NULL CHECK (bulk_accounts BETWEEN 2 AND 1000),
  idle_lock_secs         INTEGER NOT NULL CHECK (idle_lock_secs BETWEEN 30 AND 86400),
  payment_ceiling_minor  INTEGER CHECK (payment_ceiling_minor > 0),
  void_ceiling_minor     INTEGER CHECK (void_ceiling_minor > 0),
  document_folder        TEXT NOT NULL,
  demo                   INTEGER NOT NULL CHECK (demo IN (0, 1)),
  version                INTEGER NOT NULL
, bill_title TEXT NOT NULL DEFAULT 'bill'
  CHECK (bill_title IN ('bill', 'tax_invoice', 'bill_of_supply')), bill_registration TEXT NOT NULL DEFAULT '', upi_id TEXT NOT NULL DEFAULT '', due_days INTEGER NOT NULL DEFAULT 15 CHECK (due_days BETWEEN 1 AND 120), fee_ceiling_minor INTEGER CHECK (fee_ceiling_minor > 0), correction_ceiling_minor INTEGER CHECK (correction_ceiling_minor > 0), write_off_ceiling_minor INTEGER CHECK (write_off_ceiling_minor > 0), allocation TEXT NOT NULL DEFAULT 'arrears_first'
  CHECK (allocation IN ('arrears_first', 'surcharges_first', 'bills_first', 'oldest_first')), shifts_required INTEGER NOT NULL DEFAULT 0 CHECK (shifts_required IN (0, 1)), cash_ceiling_minor INTEGER CHECK (cash_ceiling_minor > 0), cash_ceiling_refuses INTEGER NOT NULL DEFAULT 0 CHECK (cash_ceiling_refuses IN (0, 1)), variance_tolerance_minor INTEGER NOT NULL DEFAULT 0
  CHECK (variance_tolerance_minor >= 0), manager_tolerance_minor INTEGER NOT NULL DEFAULT 0 CHECK (manager_tolerance_minor >= 0), denominations TEXT NOT NULL DEFAULT '', slips_from TEXT NOT NULL DEFAULT '', float_minor INTEGER CHECK (float_minor >= 0), safe_fund_minor INTEGER NOT NULL DEFAULT 0 CHECK (safe_fund_minor >= 0)) STRICT;

CREATE TABLE office_key (
  id       INTEGER PRIMARY KEY CHECK (id = 1),
  public   TEXT NOT NULL,
  secret   BLOB NOT NULL,
  made_at  INTEGER NOT NULL
) STRICT;

CREATE TABLE "outbox" (
  id           INTEGER PRIMARY KEY,
  kind         TEXT NOT NULL,
  payload      TEXT NOT NULL,
  attempts     INTEGER NOT NULL CHECK (attempts >= 0),
  next_try_at  INTEGER NOT NULL,
  problem      TEXT NOT NULL
, failed_at INTEGER) STRICT;

CREATE TABLE paper_copy (
  paper      TEXT NOT NULL,
  paper_id   INTEGER NOT NULL,
  n          INTEGER NOT NULL CHECK (n >= 0),
  number     TEXT NOT NULL,
  person_id  INTEGER NOT NULL REFERENCES person (id),
  handed_at  INTEGER NOT NULL, business_on TEXT NOT NULL DEFAULT '', counter_id INTEGER REFERENCES counter (id), audit_seq INTEGER, shift_id INTEGER REFERENCES shift (id), void INTEGER CHECK (void IN (0, 1)),
  PRIMARY KEY (paper, paper_id, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE payment (
  id              INTEGER PRIMARY KEY,
  number          TEXT NOT NULL,
  counter_id      INTEGER NOT NULL REFERENCES counter (id),
  person_id       INTEGER NOT NULL REFERENCES person (id),
  customer_id     INTEGER NOT NULL REFERENCES customer (id),
  ticket_id       INTEGER REFERENCES ticket (id),
  business_on     TEXT NOT NULL,
  taken_at        INTEGER NOT NULL,
  paid_minor      INTEGER NOT NULL CHECK (paid_minor >= 0),
  tendered_minor  INTEGER NOT NULL CHECK (tendered_minor >= paid_minor),
  credit_used_minor   INTEGER NOT NULL CHECK (credit_used_minor >= 0),
  credit_added_minor  INTEGER NOT NULL CHECK (credit_added_minor >= 0),
  redo_of         INTEGER REFERENCES payment (id),
  undo_n          INTEGER NOT NULL,
  audit_seq       INTEGER NOT NULL,
  document        TEXT NOT NULL
, shift_id INTEGER REFERENCES shift (id), directed INTEGER NOT NULL DEFAULT 0 CHECK (directed IN (0, 1))) STRICT;

CREATE TABLE payment_reversal (
  id             INTEGER PRIMARY KEY,
  payment_id     INTEGER NOT NULL UNIQUE REFERENCES payment (id),
  kind           TEXT NOT NULL CHECK (kind IN ('reversal', 'refund', 'transfer', 'bounce')),
  number         TEXT NOT NULL UNIQUE,
  amount_minor   INTEGER NOT NULL CHECK (amount_minor >= 0),
  back_by        TEXT CHECK (back_by IN ('cash', 'bank')),
  to_payment_id  INTEGER UNIQUE REFERENCES payment (id),
  shift_id       INTEGER REFERENCES shift (id),
  counter_id     INTEGER NOT NULL REFERENCES counter (id),
  person_id      INTEGER NOT NULL REFERENCES person (id),
  allowed_by     INTEGER REFERENCES person (id),
  approval_id    INTEGER REFERENCES approval (id),
  reason         TEXT NOT NULL,
  note           TEXT NOT NULL,
  business_on    TEXT NOT NULL,
  made_at        INTEGER NOT NULL,
  audit_seq      INTEGER NOT NULL,
  document       TEXT NOT NULL,
  CHECK ((kind = 'refund') = (back_by IS NOT NULL)),
  CHECK ((kind = 'transfer') = (to_payment_id IS NOT NULL)),
  CHECK ((kind = 'bounce') = (approval_id IS NULL)),
  CHECK (shift_id IS NULL OR back_by = 'cash'),
  CHECK (allowed_by IS NULL OR allowed_by <> person_id)
) STRICT;

CREATE TABLE payment_reversal_credit (
  payment_id   INTEGER NOT NULL REFERENCES payment (id),
  account_id   INTEGER NOT NULL REFERENCES account (id),
  kept_minor   INTEGER NOT NULL CHECK (kept_minor >= 0),
  off_minor    INTEGER NOT NULL CHECK (off_minor >= 0),
  short_minor  INTEGER NOT NULL CHECK (short_minor >= 0),
  bill_id      INTEGER REFERENCES bill (id),
  PRIMARY KEY (payment_id, account_id),
  CHECK ((short_minor > 0) = (bill_id IS NOT NULL))
) STRICT, WITHOUT ROWID;

CREATE TABLE payment_share (
  payment_id    INTEGER NOT NULL REFERENCES payment (id),
  line          INTEGER NOT NULL,
  account_id    INTEGER NOT NULL REFERENCES account (id),
  bill_id       INTEGER REFERENCES bill (id),
  part          TEXT NOT NULL CHECK (part IN ('surcharge', 'bill', 'credit')),
  amount_minor  INTEGER NOT NULL CHECK (amount_minor <> 0),
  PRIMARY KEY (payment_id, line)
) STRICT, WITHOUT ROWID;

CREATE TABLE payment_tender (
  payment_id    INTEGER NOT NULL REFERENCES payment (id),
  line          INTEGER NOT NULL,
  method        TEXT NOT NULL,
  amount_minor  INTEGER NOT NULL CHECK (amount_minor > 0),
  change_minor  INTEGER NOT NULL CHECK (change_minor BETWEEN 0 AND amount_minor),
  reference     TEXT NOT NULL,
  bank          TEXT NOT NULL,
  PRIMARY KEY (payment_id, line)
) STRICT, WITHOUT ROWID;

CREATE TABLE payment_void (
  payment_id    INTEGER PRIMARY KEY REFERENCES payment (id),
  number        TEXT NOT NULL,
  counter_id    INTEGER NOT NULL REFERENCES counter (id),
  person_id     INTEGER NOT NULL REFERENCES person (id),
  allowed_by    INTEGER REFERENCES person (id),
  state         TEXT NOT NULL,
  reason        TEXT NOT NULL,
  note          TEXT NOT NULL,
  business_on   TEXT NOT NULL,
  voided_at     INTEGER NOT NULL,
  audit_seq     INTEGER NOT NULL,
  document      TEXT NOT NULL
, shift_id INTEGER REFERENCES shift (id)) STRICT;

CREATE TABLE person (
  id            INTEGER PRIMARY KEY,
  login         TEXT NOT NULL,
  login_fold    TEXT NOT NULL,
  name          TEXT NOT NULL,
  role          TEXT NOT NULL CHECK (role IN ('clerk', 'manager', 'admin', 'official', 'consumer')),
  password      TEXT NOT NULL,
  active        INTEGER NOT NULL CHECK (active IN (0, 1)),
  customer_id   INTEGER REFERENCES customer (id),
  failed_tries  INTEGER NOT NULL CHECK (failed_tries >= 0),
  locked_until_at INTEGER,
  version       INTEGER NOT NULL
, pin TEXT NOT NULL DEFAULT '', must_change INTEGER NOT NULL DEFAULT 0 CHECK (must_change IN (0, 1))) STRICT;

CREATE TABLE planned_claim (
  plan_id       INTEGER NOT NULL REFERENCES instalment_plan (id),
  bill_id       INTEGER NOT NULL REFERENCES bill (id),
  amount_minor  INTEGER NOT NULL CHECK (amount_minor > 0),
  beside_minor  INTEGER NOT NULL CHECK (beside_minor >= 0),
  dispute_id    INTEGER REFERENCES dispute (id),
  paid_minor    INTEGER NOT NULL,
  PRIMARY KEY (plan_id, bill_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE property (
  id           INTEGER PRIMARY KEY,
  customer_id  INTEGER NOT NULL REFERENCES customer (id),
  address      TEXT NOT NULL,
  address_fold TEXT NOT NULL,
  active       INTEGER NOT NULL CHECK (active IN (0, 1)),
  version      INTEGER NOT NULL
) STRICT;

CREATE TABLE reading (
  id           INTEGER PRIMARY KEY,
  account_id   INTEGER NOT NULL REFERENCES account (id),
  meter_id     INTEGER NOT NULL REFERENCES meter (id),
  register_n   INTEGER NOT NULL,
  read_on      TEXT NOT NULL,
  value        TEXT NOT NULL,
  use_units    TEXT NOT NULL,
  kind         TEXT NOT NULL CHECK (kind IN ('actual', 'estimated', 'customer', 'provisional')),
  purpose      TEXT NOT NULL CHECK (purpose IN ('cycle', 'install', 'final', 'special')),
  remark       TEXT NOT NULL
    CHECK (remark IN ('working', 'locked', 'breakdown', 'no_meter', 'reset', 'replaced')),
  rolled_over  INTEGER NOT NULL CHECK (rolled_over IN (0, 1)),
  source       TEXT NOT NULL CHECK (source IN ('grid', 'counter', 'file', 'folder', 'run')),
  checks       TEXT NOT NULL,
  reason       TEXT NOT NULL,
  person_id    INTEGER NOT NULL REFERENCES person (id),
  entered_at   INTEGER NOT NULL,
  stands       INTEGER NOT NULL CHECK (stands IN (0, 1)),
  replaced_by  INTEGER REFERENCES reading (id),
  CHECK (stands = 0 OR replaced_by IS NULL)
) STRICT;

CREATE TABLE refund_part (
  payment_id    INTEGER NOT NULL REFERENCES payment_reversal (payment_id),
  method        TEXT NOT NULL CHECK (method IN ('cash', 'card', 'upi', 'bank')),
  amount_minor  INTEGER NOT NULL CHECK (amount_minor > 0),
  shift_id      INTEGER REFERENCES shift (id),
  PRIMARY KEY (payment_id, method)
) STRICT, WITHOUT ROWID;

CREATE TABLE reprint (
  payment_id  INTEGER NOT NULL REFERENCES payment (id),
  n           INTEGER NOT NULL CHECK (n > 0),
  person_id   INTEGER NOT NULL REFERENCES person (id),
  printed_at  INTEGER NOT NULL,
  PRIMARY KEY (payment_id, n)
) STRICT, WITHOUT ROWID;

CREATE TABLE safe_brought (
  id             INTEGER PRIMARY KEY,
  business_on    TEXT NOT NULL,
  amount_minor   INTEGER NOT NULL CHECK (amount_minor > 0),
  denominations  TEXT NOT NULL,
  came_from      TEXT NOT NULL CHECK (came_from IN ('bank', 'head_office')),
  voucher        TEXT NOT NULL CHECK (voucher <> ''),
  note           TEXT NOT NULL,
  person_id      INTEGER NOT NULL REFERENCES person (id),
  made_at        INTEGER NOT NULL,
  counter_id     INTEGER NOT NULL REFERENCES counter (id),
  audit_seq      INTEGER NOT NULL
, approval_id INTEGER REFERENCES approval (id)) STRICT;

CREATE TABLE safe_brought_back (
  id           INTEGER PRIMARY KEY,
  brought_id   INTEGER NOT NULL UNIQUE REFERENCES safe_brought (id),
  reason       TEXT NOT NULL CHECK (reason <> ''),
  person_id    INTEGER NOT NULL REFERENCES person (id),
  made_at      INTEGER NOT NULL,
  business_on  TEXT NOT NULL,
  counter_id   INTEGER NOT NULL REFERENCES counter (id),
  audit_seq    INTEGER NOT NULL,
  approval_id  INTEGER NOT NULL REFERENCES approval (id),
  newest_slip  INTEGER NOT NULL
) STRICT;

CREATE TABLE safe_count (
  id              INTEGER PRIMARY KEY,
  business_on     TEXT NOT NULL,
  counted_minor   INTEGER NOT NULL CHECK (counted_minor >= 0),
  expected_minor  INTEGER NOT NULL,
  denominations   TEXT NOT NULL,
  last_slip       INTEGER NOT NULL,
  person_id       INTEGER NOT NULL REFERENCES person (id),
  made_at         INTEGER NOT NULL,
  counter_id      INTEGER NOT NULL REFERENCES counter (id),
  audit_seq       INTEGER NOT NULL
, last_change INTEGER NOT NULL DEFAULT 0, last_brought INTEGER NOT NULL DEFAULT 0, last_back INTEGER NOT NULL DEFAULT 0) STRICT;

CREATE TABLE safe_difference (
  count_id     INTEGER PRIMARY KEY REFERENCES safe_count (id),
  off_minor    INTEGER NOT NULL CHECK (off_minor <> 0),
  reason       TEXT NOT NULL,
  note         TEXT NOT NULL,
  approval_id  INTEGER REFERENCES approval (id)
, tolerance_minor INTEGER CHECK (tolerance_minor >= 0)) STRICT;

CREATE TABLE series (
  counter_id  INTEGER NOT NULL REFERENCES counter (id),
  kind        TEXT NOT NULL,
  year        TEXT NOT NULL,
  last_n      INTEGER NOT NULL CHECK (last_n >= 0),
  PRIMARY KEY (counter_id, kind, year)
) STRICT, WITHOUT ROWID;

CREATE TABLE service_order (
  id           INTEGER PRIMARY KEY,
  account_id   INTEGER NOT NULL REFERENCES account (id),
  kind         TEXT NOT NULL CHECK (kind IN ('disconnect', 'reconnect')),
  state        TEXT NOT NULL CHECK (state IN ('open', 'done', 'stopped', 'failed')),
  due_on       TEXT NOT NULL,
  opened_on    TEXT NOT NULL,
  ended_on     TEXT,
  amount_minor INTEGER NOT NULL CHECK (amount_minor >= 0),
  reading      TEXT NOT NULL,
  note         TEXT NOT NULL,
  payment_id   INTEGER REFERENCES payment (id),
  person_id    INTEGER NOT NULL REFERENCES person (id),
  version      INTEGER NOT NULL, newest_bill INTEGER, newest_correction INTEGER, newest_dispute INTEGER, in_plan_minor INTEGER, newest_decided INTEGER,
  CHECK ((state = 'open') = (ended_on IS NULL))
) STRICT;

CREATE TABLE set_off (
  id            INTEGER PRIMARY KEY,
  bill_id       INTEGER NOT NULL REFERENCES bill (id),
  claim_id      INTEGER NOT NULL REFERENCES bill (id),
  part          TEXT NOT NULL CHECK (part IN ('surcharge', 'bill')),
  amount_minor  INTEGER NOT NULL CHECK (amount_minor <> 0),
  business_on   TEXT NOT NULL
) STRICT;

CREATE TABLE shift (
  id           INTEGER PRIMARY KEY,
  number       TEXT NOT NULL,
  counter_id   INTEGER NOT NULL REFERENCES counter (id),
  person_id    INTEGER NOT NULL REFERENCES person (id),
  business_on  TEXT NOT NULL,
  state        TEXT NOT NULL CHECK (state IN ('open', 'counting', 'handed_over', 'closed')),
  opened_at    INTEGER NOT NULL,
  closed_at    INTEGER,
  float_minor  INTEGER NOT NULL CHECK (float_minor >= 0),
  kept_minor   INTEGER NOT NULL DEFAULT 0 CHECK (kept_minor >= 0),
  handed_to    INTEGER REFERENCES person (id),
  reason       TEXT NOT NULL DEFAULT '',
  note         TEXT NOT NULL DEFAULT '',
  allowed_by   INTEGER REFERENCES person (id),
  version      INTEGER NOT NULL, kept_before_minor INTEGER CHECK (kept_before_minor >= 0), ended_by INTEGER REFERENCES person (id), opened_seq INTEGER,
  CHECK ((state = 'closed') = (closed_at IS NOT NULL)),
  CHECK (state <> 'handed_over' OR handed_to IS NOT NULL),
  CHECK (handed_to IS NULL OR handed_to <> person_id),
  CHECK (allowed_by IS NULL OR allowed_by <> person_id)
) STRICT;

CREATE TABLE "shift_cash" (
  id              INTEGER PRIMARY KEY,
  shift_id        INTEGER NOT NULL REFERENCES shift (id),
  kind            TEXT NOT NULL
    CHECK (kind IN ('float', 'cash_in', 'cash_out', 'drop', 'change_out', 'change_in', 'refund', 'float_over',
                    'float_short')),
  amount_minor    INTEGER NOT NULL CHECK (amount_minor > 0),
  denominations   TEXT NOT NULL,
  other_shift_id  INTEGER REFERENCES shift (id),
  state           TEXT NOT NULL CHECK (state IN ('done', 'offered', 'accepted', 'declined')),
  reason          TEXT NOT NULL,
  note            TEXT NOT NULL,
  person_id       INTEGER NOT NULL REFERENCES person (id),
  accepted_by     INTEGER REFERENCES person (id),
  made_at         INTEGER NOT NULL,
  business_on     TEXT NOT NULL,
  approval_id     INTEGER REFERENCES approval (id),
  CHECK ((kind IN ('change_out', 'change_in')) = (other_shift_id IS NOT NULL)),
  CHECK (state IN ('done', 'accepted') OR kind = 'change_out'),
  CHECK (approval_id IS NULL OR kind IN ('cash_out', 'float_over', 'float_short'))
) STRICT;

CREATE TABLE shift_count (
  id              INTEGER PRIMARY KEY,
  shift_id        INTEGER NOT NULL REFERENCES shift (id),
  n               INTEGER NOT NULL CHECK (n IN (1, 2)),
  method          TEXT NOT NULL,
  counted_minor   INTEGER NOT NULL CHECK (counted_minor >= 0),
  expected_minor  INTEGER NOT NULL,
  denominations   TEXT NOT NULL,
  person_id       INTEGER NOT NULL REFERENCES person (id),
  counted_at      INTEGER NOT NULL
) STRICT;

CREATE TABLE surcharge_principal (
  claim_id INTEGER PRIMARY KEY REFERENCES bill (id),
  principal_minor INTEGER NOT NULL CHECK (principal_minor > 0)
) STRICT;

CREATE TABLE taken_up (
  id            INTEGER PRIMARY KEY CHECK (id > 0),
  account_id    INTEGER NOT NULL REFERENCES account (id),
  bill_id       INTEGER NOT NULL REFERENCES bill (id),
  by_id         INTEGER NOT NULL REFERENCES bill (id),
  amount_minor  INTEGER NOT NULL CHECK (amount_minor > 0)
) STRICT;

CREATE TABLE tariff (
  id         INTEGER PRIMARY KEY,
  name       TEXT NOT NULL,
  name_fold  TEXT NOT NULL,
  service    TEXT NOT NULL CHECK (service IN ('electricity', 'water', 'gas', 'sewer')),
  active     INTEGER NOT NULL CHECK (active IN (0, 1)),
  version    INTEGER NOT NULL
) STRICT;

CREATE TABLE tariff_version (
  id             INTEGER PRIMARY KEY,
  tariff_id      INTEGER NOT NULL REFERENCES tariff (id),
  valid_from_on  TEXT NOT NULL,
  revision       INTEGER NOT NULL CHECK (revision > 0),
  text           TEXT NOT NULL,
  sha256         TEXT NOT NULL,
  note           TEXT NOT NULL,
  person_id      INTEGER NOT NULL REFERENCES person (id),
  stored_at      INTEGER NOT NULL
) STRICT;

CREATE TABLE ticket (
  id            INTEGER PRIMARY KEY,
  business_on   TEXT NOT NULL,
  number        TEXT NOT NULL,
  kind          TEXT NOT NULL,
  source        TEXT NOT NULL,
  state         TEXT NOT NULL CHECK (state IN ('waiting', 'serving', 'held', 'done', 'no_show', 'cancelled', 'failed', 'dead')),
  by_law        TEXT NOT NULL,
  note          TEXT NOT NULL,
  customer_id   INTEGER REFERENCES customer (id),
  arrived_at    INTEGER NOT NULL,
  called_at     INTEGER,
  called_class  TEXT,
  ended_at      INTEGER,
  counter_id    INTEGER REFERENCES counter (id),
  person_id     INTEGER REFERENCES person (id),
  money_minor   INTEGER CHECK (money_minor > 0),
  method        TEXT,
  reference     TEXT NOT NULL,
  bank          TEXT NOT NULL,
  attempts      INTEGER NOT NULL CHECK (attempts >= 0),
  next_try_at   INTEGER,
  problem       TEXT NOT NULL,
  version       INTEGER NOT NULL
, drawer TEXT NOT NULL DEFAULT '', first_called_at INTEGER, first_called_class TEXT, problem_code TEXT NOT NULL DEFAULT '', account_text TEXT NOT NULL DEFAULT '', paid_on TEXT) STRICT;

CREATE TABLE ticket_account (
  ticket_id   INTEGER NOT NULL REFERENCES ticket (id),
  account_id  INTEGER NOT NULL REFERENCES account (id),
  PRIMARY KEY (ticket_id, account_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE true_use (
  account_id  INTEGER NOT NULL REFERENCES account (id),
  bill_id     INTEGER NOT NULL REFERENCES bill (id),
  by_id       INTEGER NOT NULL REFERENCES bill (id),
  units       TEXT NOT NULL,
  PRIMARY KEY (account_id, bill_id, by_id)
) STRICT, WITHOUT ROWID;

CREATE TABLE undo_step (
  person_id    INTEGER NOT NULL REFERENCES person (id),
  n            INTEGER NOT NULL CHECK (n > 0),
  at           INTEGER NOT NULL,
  business_on  TEXT NOT NULL,
  act          TEXT NOT NULL,
  state        TEXT NOT NULL CHECK (state IN ('done', 'undone', 'dropped')),
  plan         TEXT NOT NULL, undone_n INTEGER NOT NULL DEFAULT 0 CHECK (undone_n >= 0),
  PRIMARY KEY (person_id, n)
) STRICT;

CREATE TABLE use_case (
  id          INTEGER PRIMARY KEY,
  account_id  INTEGER NOT NULL REFERENCES account (id),
  kind        TEXT NOT NULL CHECK (kind IN ('high', 'low', 'zero', 'negative', 'spike', 'estimates')),
  step        TEXT NOT NULL CHECK (step IN ('letter', 'inspection', 'review')),
  state       TEXT NOT NULL CHECK (state IN ('open', 'closed')),
  periods     INTEGER NOT NULL CHECK (periods > 0),
  opened_on   TEXT NOT NULL,
  last_on     TEXT NOT NULL,
  reading_id  INTEGER NOT NULL REFERENCES reading (id),
  outcome     TEXT NOT NULL,
  version     INTEGER NOT NULL
) STRICT;

CREATE TABLE z_report (
  id               INTEGER PRIMARY KEY,
  shift_id         INTEGER NOT NULL REFERENCES shift (id),
  number           TEXT NOT NULL,
  counter_id       INTEGER NOT NULL REFERENCES counter (id),
  person_id        INTEGER NOT NULL REFERENCES person (id),
  business_on      TEXT NOT NULL,
  closed_at        INTEGER NOT NULL,
  expected_minor   INTEGER NOT NULL,
  counted_minor    INTEGER NOT NULL CHECK (counted_minor >= 0),
  variance_minor   INTEGER NOT NULL,
  drops_minor      INTEGER NOT NULL CHECK (drops_minor >= 0),
  kept_minor       INTEGER NOT NULL CHECK (kept_minor BETWEEN 0 AND counted_minor),
  banked_minor     INTEGER NOT NULL,
  variance_reason  TEXT NOT NULL,
  approved_by      INTEGER REFERENCES person (id),
  document         TEXT NOT NULL,
  audit_seq        INTEGER NOT NULL, kept_reason TEXT NOT NULL DEFAULT '', float_minor INTEGER CHECK (float_minor >= 0),
  CHECK (variance_minor = counted_minor - expected_minor),
  CHECK (banked_minor = drops_minor + counted_minor - kept_minor),
  CHECK (approved_by IS NULL OR approved_by <> person_id)
) STRICT;

CREATE INDEX account_customer ON account (customer_id);

CREATE INDEX account_cut ON account (id) WHERE status = 'cut';

CREATE INDEX account_cycle ON account (cycle_id, route, route_n, id) WHERE cycle_id IS NOT NULL AND status <> 'closed';

CREATE UNIQUE INDEX account_meter ON account (meter_fold) WHERE meter_fold <> '' AND status <> 'closed';

CREATE INDEX account_no_cycle ON account (route, route_n, id) WHERE cycle_id IS NULL AND status <> 'closed';

CREATE UNIQUE INDEX account_number ON account (number_fold);

CREATE INDEX account_property ON account (property_id);

CREATE INDEX account_tariff ON account (tariff, id) WHERE status <> 'closed';

CREATE INDEX account_walk ON account (route, route_n, id) WHERE status <> 'closed' AND meter_fold <> '';

CREATE INDEX approval_day ON approval (business_on, id);

CREATE INDEX approval_look_by ON approval (look_by_at) WHERE state = 'second_look';

CREATE INDEX approval_of ON approval (asked_by, id);

CREATE UNIQUE INDEX approval_open ON approval (subject) WHERE state = 'asked';

CREATE INDEX approval_waiting ON approval (state, id) WHERE state IN ('asked', 'second_look');

CREATE INDEX audit_by_hand ON audit (counter_id, seq)
  WHERE act <> 'take_payment' AND changes LIKE '%"hand":%';

CREATE UNIQUE INDEX audit_request ON audit (request_id) WHERE request_id IS NOT NULL;

CREATE INDEX audit_switched ON audit (counter_id, seq)
  WHERE act = 'import_customers' AND changes LIKE '%"switched":%';

CREATE INDEX audit_told ON audit (act, counter_id, seq)
  WHERE act IN ('save_user', 'save_approval_rules', 'save_office', 'failed_log_in', 'cash_refused',
                'import_payments', 'retry_dead_letter', 'show_recovery_key');

CREATE INDEX bill_account ON bill (account_id, period_to_on);

CREATE UNIQUE INDEX bill_charge_once ON bill (account_id, charge_key) WHERE charge_key IS NOT NULL AND cancelled = 0;

CREATE INDEX bill_correction_approval ON bill_correction (approval_id) WHERE approval_id IS NOT NULL;

CREATE INDEX bill_correction_bill ON bill_correction (bill_id);

CREATE UNIQUE INDEX bill_correction_cancelled_once ON bill_correction (bill_id) WHERE kind = 'cancel';

CREATE INDEX bill_correction_day ON bill_correction (business_on, id);

CREATE UNIQUE INDEX bill_correction_number ON bill_correction (number);

CREATE INDEX bill_issued ON bill (issued_on);

CREATE UNIQUE INDEX bill_number ON bill (number_fold);

CREATE INDEX bill_open ON bill (account_id, due_on) WHERE left_minor + surcharge_left_minor > 0 AND cancelled = 0;

CREATE INDEX bill_other_claims ON bill (kind, id) WHERE kind <> 'bill';

CREATE INDEX bill_parent ON bill (parent_id) WHERE parent_id IS NOT NULL;

CREATE UNIQUE INDEX bill_period_once ON bill (account_id, period_to_on)
  WHERE kind = 'bill' AND cancelled = 0 AND tariff_version_id IS NOT NULL;

CREATE INDEX bill_run_bills ON bill (run_id, id) WHERE run_id IS NOT NULL;

CREATE INDEX bill_run_cancelling ON bill_run (id) WHERE cancelling = 1;

CREATE UNIQUE INDEX bill_run_once ON bill_run (cycle_id, route, period_to_on, turn) WHERE state <> 'cancelled';

CREATE INDEX bill_tariff_version ON bill (tariff_version_id) WHERE tariff_version_id IS NOT NULL;

CREATE UNIQUE INDEX billing_cycle_code ON billing_cycle (code);

CREATE INDEX cheque_claim_bill ON cheque_claim (bill_id);

CREATE INDEX cheque_claim_debited ON cheque_claim (cheque_id) WHERE debited = 1;

CREATE INDEX cheque_letter_on ON cheque (ended_on) WHERE letter <> '';

CREATE INDEX cheque_paper ON cheque (number_fold, bank_fold, received_on, drawer_fold);

CREATE INDEX cheque_slip ON cheque (slip_id) WHERE slip_id IS NOT NULL;

CREATE INDEX cheque_state ON cheque (state, received_on, id);

CREATE INDEX cheque_step_on ON cheque_step (business_on, cheque_id);

CREATE UNIQUE INDEX cheque_tender ON cheque (payment_id, line);

CREATE UNIQUE INDEX counter_code ON counter (code);

CREATE INDEX credit_payout_account ON credit_payout (account_id, id);

CREATE INDEX credit_payout_day ON credit_payout (business_on, id);

CREATE INDEX credit_payout_shift ON credit_payout (shift_id) WHERE shift_id IS NOT NULL;

CREATE UNIQUE INDEX customer_number ON customer (number_fold);

CREATE INDEX customer_phone ON customer (phone_digits) WHERE phone_digits <> '';

CREATE UNIQUE INDEX daily_seal_day ON daily_seal (business_on);

CREATE INDEX deposit_difference_approval ON deposit_difference (approval_id);

CREATE INDEX deposit_slip_cash ON deposit_slip (id) WHERE kind = 'cash';

CREATE INDEX deposit_slip_day ON deposit_slip (business_on, id);

CREATE UNIQUE INDEX deposit_slip_number ON deposit_slip (number);

CREATE INDEX deposit_slip_until ON deposit_slip (until_z, until_day) WHERE kind = 'cash';

CREATE INDEX deposit_taken_back_approval ON deposit_taken_back (approval_id) WHERE approval_id IS NOT NULL;

CREATE INDEX dispute_account ON dispute (account_id, id);

CREATE INDEX dispute_bill ON dispute (bill_id, id);

CREATE INDEX dispute_decided ON dispute (decided_n);

CREATE UNIQUE INDEX dispute_open ON dispute (bill_id) WHERE state = 'open';

CREATE INDEX dispute_state ON dispute (state, id);

CREATE INDEX drawer_seen_on ON drawer_seen (business_on, seen_at);

CREATE INDEX gas_factor_newest ON gas_factor (route, valid_from_on, id);

CREATE INDEX in_hand_day_on ON in_hand_day (business_on, state);

CREATE INDEX instalment_plan_account ON instalment_plan (account_id, id);

CREATE UNIQUE INDEX instalment_plan_active ON instalment_plan (account_id) WHERE state = 'active';

CREATE INDEX instalment_plan_made_on ON instalment_plan (made_on);

CREATE INDEX job_running ON job (id) WHERE state = 'running';

CREATE UNIQUE INDEX meter_number ON meter (number_fold);

CREATE INDEX meter_span_account ON meter_span (account_id, from_on);

CREATE INDEX meter_span_meter ON meter_span (meter_id, from_on);

CREATE UNIQUE INDEX meter_span_open ON meter_span (meter_id) WHERE to_on IS NULL;

CREATE INDEX notice_day ON notice (business_on, id);

CREATE UNIQUE INDEX notice_number ON notice (number);

CREATE UNIQUE INDEX notice_once ON notice (account_id, kind, business_on);

CREATE INDEX outbox_failed ON outbox (failed_at) WHERE failed_at IS NOT NULL;

CREATE INDEX paper_copy_duplicates ON paper_copy (handed_at) WHERE n > 0;

CREATE INDEX paper_copy_of_day ON paper_copy (business_on, handed_at) WHERE n > 0;

CREATE INDEX paper_copy_shift ON paper_copy (shift_id, handed_at) WHERE shift_id IS NOT NULL;

CREATE INDEX payment_day ON payment (business_on, id);

CREATE INDEX payment_directed ON payment (business_on, id) WHERE directed = 1;

CREATE UNIQUE INDEX payment_number ON payment (number);

CREATE INDEX payment_reversal_approval ON payment_reversal (approval_id) WHERE approval_id IS NOT NULL;

CREATE INDEX payment_reversal_credit_account ON payment_reversal_credit (account_id);

CREATE INDEX payment_reversal_day ON payment_reversal (business_on, id);

CREATE INDEX payment_reversal_shift ON payment_reversal (shift_id) WHERE shift_id IS NOT NULL;

CREATE INDEX payment_share_account ON payment_share (account_id, payment_id);

CREATE INDEX payment_void_day ON payment_void (business_on, payment_id);

CREATE UNIQUE INDEX payment_void_number ON payment_void (number);

CREATE UNIQUE INDEX person_login ON person (login_fold);

CREATE UNIQUE INDEX property_address ON property (customer_id, address_fold);

CREATE INDEX reading_account ON reading (account_id, read_on) WHERE stands = 1;

CREATE UNIQUE INDEX reading_once ON reading (meter_id, register_n, read_on, account_id) WHERE stands = 1;

CREATE INDEX reading_replaced ON reading (account_id, read_on) WHERE stands = 0;

CREATE INDEX refund_part_shift ON refund_part (shift_id) WHERE shift_id IS NOT NULL;

CREATE INDEX safe_brought_approval ON safe_brought (approval_id) WHERE approval_id IS NOT NULL;

CREATE INDEX safe_brought_back_approval ON safe_brought_back (approval_id);

CREATE INDEX safe_brought_back_on ON safe_brought_back (business_on, id);

CREATE INDEX safe_brought_on ON safe_brought (business_on, id);

CREATE INDEX safe_brought_paper ON safe_brought (came_from, voucher, id);

CREATE INDEX safe_count_on ON safe_count (business_on, id);

CREATE INDEX safe_difference_approval ON safe_difference (approval_id) WHERE approval_id IS NOT NULL;

CREATE INDEX service_order_account ON service_order (account_id, id);

CREATE INDEX service_order_due ON service_order (kind, state, due_on, id);

CREATE INDEX service_order_ended ON service_order (kind, state, ended_on, id) WHERE state <> 'open';

CREATE UNIQUE INDEX service_order_open ON service_order (account_id, kind) WHERE state = 'open';

CREATE INDEX set_off_bill ON set_off (bill_id);

CREATE INDEX set_off_claim ON set_off (claim_id);

CREATE INDEX set_off_day ON set_off (business_on);

CREATE UNIQUE INDEX shift_at_counter ON shift (counter_id) WHERE state <> 'closed';

CREATE INDEX shift_cash_approval ON shift_cash (approval_id) WHERE approval_id IS NOT NULL;

CREATE INDEX shift_cash_from_safe ON shift_cash (id) WHERE reason = 'from_safe';

CREATE INDEX shift_cash_offered ON shift_cash (other_shift_id) WHERE state = 'offered';

CREATE INDEX shift_cash_shift ON shift_cash (shift_id, id);

CREATE UNIQUE INDEX shift_count_once ON shift_count (shift_id, n, method);

CREATE INDEX shift_day ON shift (business_on, id);

CREATE UNIQUE INDEX shift_number ON shift (number);

CREATE UNIQUE INDEX shift_of_person ON shift (person_id) WHERE state <> 'closed';

CREATE UNIQUE INDEX taken_up_claim ON taken_up (account_id, bill_id, by_id);

CREATE UNIQUE INDEX tariff_name ON tariff (name_fold);

CREATE UNIQUE INDEX tariff_version_once ON tariff_version (tariff_id, valid_from_on, revision);

CREATE INDEX ticket_account_account ON ticket_account (account_id);

CREATE INDEX ticket_dead_problem ON ticket (problem_code, id) WHERE state = 'dead';

CREATE INDEX ticket_hall ON ticket (business_on, called_at) WHERE called_at IS NOT NULL AND source IN ('walk_in', 'network');

CREATE INDEX ticket_live ON ticket (state, arrived_at) WHERE state IN ('waiting', 'serving', 'held', 'failed', 'dead');

CREATE UNIQUE INDEX ticket_number ON ticket (business_on, number);

CREATE UNIQUE INDEX ticket_reference ON ticket (source, reference) WHERE source IN ('drop_box', 'bank_file');

CREATE INDEX undo_step_undone ON undo_step (person_id, state, n) WHERE state = 'undone';

CREATE INDEX use_case_account ON use_case (account_id, opened_on, id);

CREATE UNIQUE INDEX use_case_open ON use_case (account_id) WHERE state = 'open';

CREATE INDEX use_case_state ON use_case (state, last_on, id);

CREATE INDEX z_report_counter ON z_report (counter_id, id);

CREATE INDEX z_report_day ON z_report (business_on, id);

CREATE UNIQUE INDEX z_report_number ON z_report (number);

CREATE UNIQUE INDEX z_report_shift ON z_report (shift_id);

