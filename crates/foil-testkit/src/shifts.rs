//! Drawers: opened, counted, closed, and the day with them.

use crate::hall::{Hall, Person, locked};
use crate::{Told, rupees};
use foil_app::approvals::views::AskOutcome;
use foil_app::office::views::{DayClosed, DayState};
use foil_app::shifts::views::{
    BroughtView, CashMoved, CountView, DepositView, DrawerView, SafeNext, SafeView, ShiftEnded,
    ShiftReportView, ShiftView, ZReportView,
};
use foil_domain::ids::{CashMoveId, DepositSlipId, ShiftId, ZReportId};
use foil_domain::money::Money;
use foil_domain::shifts::papers::TillPaper;
use foil_domain::time::Day;
use foil_store::shifts::ShiftRow;
use serde_json::{Value, json};

/// Notes and coins as they cross the wire: rupees a piece, and how many.
fn pieces(counted: &[(i64, i64)]) -> Value {
    counted.iter().map(|(whole, count)| json!({ "value": rupees(*whole), "count": count })).collect()
}

/// An amount in loose coins.
fn loose(amount: Money) -> Value {
    json!([{ "value": 1, "count": amount.minor() }])
}

impl Hall {
    /// Opens a shift with so much in the drawer: rupees a piece, and how many. Where less was kept in it, the rest is
    /// brought from the safe.
    pub fn opens_shift(&self, who: &Person, float: &[(i64, i64)]) -> Told<ShiftView> {
        let kept =
            who.counter.map(|at| self.office().book().read(|tx| foil_store::z_reports::kept_at(tx, at)));
        let kept = kept.transpose().map(Option::flatten);
        let wanted = Money::from_minor(float.iter().map(|(whole, count)| rupees(*whole) * count).sum());
        let missing = kept.expect("the Z reports").and_then(|kept| wanted.minus(kept));
        let Some(missing) = missing.filter(|missing| missing.is_positive()) else {
            return self.opens_with(who, float);
        };
        locked(&self.drawers).insert(who.user);
        let kept = loose(wanted.minus(missing).expect("what was kept"));
        let opened = self.ask(who, "open_shift", self.opening(&kept))?;
        let id = self.request();
        self.call(who, "cash_in", elsewhere(id, missing))?;
        Ok(opened)
    }

    /// Opens a shift with just these notes and coins, whatever was kept in the drawer.
    pub fn opens_with(&self, who: &Person, float: &[(i64, i64)]) -> Told<ShiftView> {
        locked(&self.drawers).insert(who.user);
        self.ask(who, "open_shift", self.opening(&pieces(float)))
    }

    /// So many rupees are taken out of a drawer in one shift by its owner's word alone, and not a paisa more.
    ///
    /// # Panics
    /// When the scene cannot be set.
    pub fn takes_out_alone(&self, whole: i64) {
        self.arranges(move |act| {
            let rule = foil_store::approvals::rule(act.tx)?;
            let cash_out_ceiling_minor = Money::from_minor(rupees(whole));
            let rule = foil_store::approvals::RuleRow { cash_out_ceiling_minor, ..rule };
            foil_store::approvals::update_rule(act.tx, &rule).map(|_| ())
        });
    }

    /// The office keeps so many rupees in its safe.
    ///
    /// # Panics
    /// When the scene cannot be set.
    pub fn keeps_in_safe(&self, whole: i64) {
        self.arranges(move |act| {
            let safe_fund_minor = Money::from_minor(rupees(whole));
            let row = foil_store::office::OfficeRow { safe_fund_minor, ..act.office.clone() };
            foil_store::office::update(act.tx, &row, row.version).map(|_| ())
        });
    }

    /// Brings so many rupees from the bank to the safe, which another manager lets happen at the screen.
    pub fn brings_to_safe(&self, who: &Person, by: &Person, whole: i64) -> Told<AskOutcome> {
        self.asks(who, "bring_to_safe", self.from_the_bank("000451", whole)).allowed_by(by).now()
    }

    /// What somebody asks for who brings so many rupees from the bank to the safe.
    #[must_use]
    pub fn from_the_bank(&self, voucher: &str, whole: i64) -> Value {
        json!({ "pieces": loose(Money::from_minor(rupees(whole))), "came_from": "bank", "voucher": voucher })
    }

    /// What was brought to the safe today.
    pub fn brought_today(&self, who: &Person) -> Told<Vec<BroughtView>> {
        self.ask(who, "brought_today", json!({}))
    }

    /// Opens a shift with an empty drawer and so many rupees from the safe.
    pub fn opens_from_safe(&self, who: &Person, whole: i64) -> Told<ShiftView> {
        locked(&self.drawers).insert(who.user);
        let from_safe = loose(Money::from_minor(rupees(whole)));
        let mut opening = self.opening(&json!([]));
        opening["from_safe"] = json!(from_safe);
        self.ask(who, "open_shift", opening)
    }

    /// What somebody asks for when they take so many rupees out of their drawer.
    #[must_use]
    pub fn wants_out(&self, whole: i64) -> Value {
        json!({ "request_id": self.request(), "amount": rupees(whole), "reason": "petty_expense", "note": "tea" })
    }

    /// What somebody asks for who opens a shift with another float than was kept.
    #[must_use]
    pub fn wants_float(&self, float: &[(i64, i64)]) -> Value {
        json!({ "pieces": pieces(float), "reason": "unknown", "note": "" })
    }

    /// Nobody gets a drawer from the kit any more: this is a story of shifts.
    pub fn minds_drawers(&self) {
        let seats = locked(&self.seats).clone();
        locked(&self.drawers).extend(seats.iter().map(|person| person.user));
    }

    /// Has a shift open at this counter, with an empty drawer, if they may have one and have none.
    pub fn has_a_drawer(&self, who: &Person) {
        if who.counter.is_none() || !locked(&self.drawers).insert(who.user) {
            return;
        }
        let n = self.drawer_requests.fetch_add(1, std::sync::atomic::Ordering::SeqCst) + 1;
        let request = format!("0193a5d2-7c1e-7000-9000-{n:012x}");
        // Whoever may not, is told so by the act that wanted the drawer.
        let on = self.business_on();
        let _ = self.call(who, "open_shift", json!({ "request_id": request, "pieces": [], "on": on }));
    }

    /// What opens a drawer with so much in it. Stories let nights pass and go on with the day before: they know it.
    fn opening(&self, pieces: &Value) -> Value {
        json!({ "request_id": self.request(), "pieces": pieces, "on": self.business_on() })
    }

    /// The business day.
    ///
    /// # Panics
    /// When the book cannot be read.
    #[must_use]
    pub fn business_on(&self) -> Day {
        self.office().book().read(foil_store::office::find).expect("the office").business_on
    }

    /// One's own drawer as the Shift screen shows it.
    pub fn drawer(&self, who: &Person) -> Told<DrawerView> {
        self.ask(who, "shift", json!({}))
    }

    /// Puts so many rupees into the drawer as petty cash.
    pub fn puts_in(&self, who: &Person, whole: i64) -> Told<CashMoved> {
        self.moves(who, "cash_in", whole)
    }

    /// Takes so many rupees out of the drawer as petty cash.
    pub fn takes_out(&self, who: &Person, whole: i64) -> Told<CashMoved> {
        self.moves(who, "cash_out", whole)
    }

    fn moves(&self, who: &Person, act: &str, whole: i64) -> Told<CashMoved> {
        let id = self.request();
        let input =
            json!({ "request_id": id, "amount": rupees(whole), "reason": "petty_expense", "note": "tea" });
        self.ask(who, act, input)
    }

    /// Drops so many rupees to the safe.
    pub fn drops(&self, who: &Person, whole: i64) -> Told<CashMoved> {
        self.ask(who, "drop_cash", json!({ "request_id": self.request(), "amount": rupees(whole) }))
    }

    /// Offers so many rupees in change to another's open shift.
    pub fn offers_change(&self, who: &Person, to: ShiftId, whole: i64) -> Told<CashMoved> {
        let input = json!({ "request_id": self.request(), "to": to, "amount": rupees(whole) });
        self.ask(who, "offer_change", input)
    }

    /// Says yes or no to change that was offered.
    pub fn answers_change(&self, who: &Person, offer: CashMoveId, accept: bool) -> Told<CashMoved> {
        self.ask(
            who,
            "accept_change",
            json!({ "request_id": self.request(), "offer": offer, "accept": accept }),
        )
    }

    /// Counts the drawer: rupees a piece, and how many; beside it cheques, card slips and transfers in rupees. A way of paying that
    /// was used and is not named is counted as nothing.
    pub fn counts(&self, who: &Person, cash: &[(i64, i64)], other: &[(&str, i64)]) -> Told<CountView> {
        let own = self.drawer(who).ok().and_then(|drawer| drawer.own);
        let used = own.into_iter().flat_map(|own| own.tenders).filter(|t| t.count > 0 && t.method != "cash");
        let named = |method: &str| other.iter().any(|(one, _)| *one == method);
        let none = used.filter(|t| !named(&t.method)).map(|t| json!({ "method": t.method, "amount": 0 }));
        let some = other.iter().map(|(method, whole)| json!({ "method": method, "amount": rupees(*whole) }));
        let tenders: Vec<Value> = some.chain(none).collect();
        let input = json!({ "request_id": self.request(), "pieces": pieces(cash), "tenders": tenders });
        self.ask(who, "count_shift", input)
    }

    /// Closes the counted shift; `more` is what is said beside. Whoever keeps something says why, as they would have to if it
    /// were more than the float.
    pub fn closes_shift(&self, who: &Person, more: &Value) -> Told<ShiftEnded> {
        let mut input = json!({ "request_id": self.request() });
        for (name, value) in more.as_object().into_iter().flatten() {
            input[name] = value.clone();
        }
        if input["keep"].as_i64().is_some_and(|keep| keep > 0) && input.get("keep_reason").is_none() {
            input["keep_reason"] = json!("change for the morning");
        }
        self.ask(who, "close_shift", input)
    }

    /// Answers a drawer that is handed over, on whatever business day: stories let nights pass.
    pub fn answers_hand_over(&self, who: &Person, shift: ShiftId, accept: bool) -> Told<ShiftEnded> {
        let on = accept.then(|| self.business_on());
        let input = json!({ "request_id": self.request(), "shift": shift, "accept": accept, "on": on });
        self.ask(who, "accept_hand_over", input)
    }

    /// A shift so far, or as it ended.
    pub fn x_report(&self, who: &Person, shift: Option<ShiftId>) -> Told<ShiftReportView> {
        self.ask(who, "x_report", json!({ "shift": shift }))
    }

    /// The Z reports from a day on.
    pub fn z_reports(&self, who: &Person, from: Day, to: Day) -> Told<Vec<ZReportView>> {
        self.ask(who, "z_reports", json!({ "from": from, "to": to, "limit": 100 }))
    }

    /// How the day stands.
    pub fn day_state(&self, who: &Person) -> Told<DayState> {
        self.ask(who, "day_state", json!({}))
    }

    /// Closes the business day, and those that were missed up to `to`. Where cash stays in the safe and nobody has counted it
    /// yet, or not since something was taken back, the manager does, and it is all there.
    pub fn closes_day(&self, manager: &Person, to: Option<Day>) -> Told<DayClosed> {
        let state = self.day_state(manager)?;
        let taken_back = self.brought_today(manager)?.iter().any(|one| !one.taken_back.is_empty());
        let uncounted = state.safe_asked
            || taken_back && state.safe.as_ref().is_none_or(|count| count.next == SafeNext::Moved);
        if uncounted && state.open.is_empty() {
            let loose_today = state.no_drawer.iter().filter(|t| t.method == "cash").map(|t| t.amount.minor());
            let coins = state.in_safe.minor() + loose_today.sum::<i64>();
            self.counts_safe(manager, &[(1, coins)])?;
        }
        let closed = self.ask(manager, "close_day", json!({ "request_id": self.request(), "to": to }))?;
        locked(&self.drawers).clear();
        Ok(closed)
    }

    /// Counts what lies in the safe: paise a piece, and how many.
    pub fn counts_safe(&self, who: &Person, pieces: &[(i64, i64)]) -> Told<SafeView> {
        let pieces: Vec<Value> =
            pieces.iter().map(|(value, count)| json!({ "value": value, "count": count })).collect();
        self.ask(who, "count_safe", json!({ "request_id": self.request(), "pieces": pieces }))
    }

    /// Makes the slip for the bank, of all that waits for it, counted.
    pub fn pays_in(&self, manager: &Person) -> Told<DepositView> {
        let pieces = loose(self.day_state(manager)?.to_bank);
        let input =
            json!({ "request_id": self.request(), "bank": "Karavali Bank, 0042 118", "pieces": pieces });
        self.ask(manager, "make_deposit_slip", input)
    }

    /// A Z report as it is printed.
    ///
    /// # Panics
    /// When there is none.
    #[must_use]
    pub fn z_text(&self, z: ZReportId) -> String {
        let text =
            self.office().book().read(|tx| foil_store::z_reports::document(tx, z)).expect("a Z report");
        foil_documents::till_text(&TillPaper::Shift(serde_json::from_str(&text).expect("a Z report")))
    }

    /// A slip for the bank as it is printed.
    ///
    /// # Panics
    /// When there is none.
    #[must_use]
    pub fn deposit_text(&self, slip: DepositSlipId) -> String {
        let text = self.office().book().read(|tx| foil_store::deposits::document(tx, slip));
        let doc = serde_json::from_str(&text.expect("a deposit slip")).expect("a deposit slip");
        foil_documents::till_text(&TillPaper::Deposit(doc))
    }

    /// The paper of a closed day as it is printed.
    ///
    /// # Panics
    /// When it is not closed.
    #[must_use]
    pub fn day_text(&self, on: &str) -> String {
        let on = Day::parse(on).expect("a day");
        let row = self.office().book().read(|tx| foil_store::day_closes::find(tx, on));
        let row = row.expect("the closed days").expect("a closed day");
        foil_documents::till_text(&TillPaper::Day(serde_json::from_str(&row.document).expect("its paper")))
    }

    /// Every open drawer is counted, to the coin, and closed; the whole count goes to the safe.
    ///
    /// # Panics
    /// When one cannot be.
    pub fn drawers_are_counted(&self) {
        let open = self.office().book().read(foil_store::shifts::not_closed).expect("the open shifts");
        for shift in &open {
            let seats = locked(&self.seats).clone();
            let sits = |p: &&Person| p.user == shift.person_id && p.counter == Some(shift.counter_id);
            let who = seats.iter().rev().find(sits).expect("whoever has a drawer has a seat");
            self.drawer_is_counted(who, shift);
        }
    }

    fn drawer_is_counted(&self, who: &Person, shift: &ShiftRow) {
        let (id, on) = (shift.id, shift.business_on);
        let (held, taken, voided, papers) = self
            .office()
            .book()
            .read(|tx| {
                let held = foil_store::shifts::drawer(tx, id, on)?;
                let papers = foil_store::cheques::of_shift(tx, id, on)?;
                let taken = foil_store::shifts::tenders(tx, id, on)?;
                Ok((held, taken, foil_store::shifts::voided(tx, id, on)?, papers))
            })
            .expect("the drawer");
        let net = |t: &foil_store::shifts::ShiftTender| {
            let back = voided.iter().find(|v| v.method == t.method).map_or(0, |v| v.amount.minor());
            t.given.minor() - t.change.minor() - back
        };
        let other = taken.iter().filter(|t| t.method != foil_domain::payments::Method::Cash);
        // Cheques are paper: those that went to the bank nobody finds in the drawer.
        let papers = papers.iter().find(|q| q.state == foil_domain::cheques::ChequeState::Received);
        let papers = papers.map_or(0, |q| q.amount.minor());
        let there = |t: &foil_store::shifts::ShiftTender| match t.method {
            foil_domain::payments::Method::Cheque => papers,
            _ => net(t).max(0),
        };
        let other: Vec<Value> = other.map(|t| json!({ "method": t.method, "amount": there(t) })).collect();
        let cash = held.expected().expect("a drawer within range");
        let input = json!({ "request_id": self.request(), "pieces": loose(cash), "tenders": other });
        self.call(who, "count_shift", input).expect("the drawer is counted");
        self.closes_shift(who, &json!({ "keep": 0 })).expect("the shift is closed");
    }
}

impl Hall {
    /// The same person at somebody else's counter.
    pub fn sits_at(&self, who: &Person, at: &Person) -> Person {
        self.logs_in(who.login(), at.counter())
    }
}

/// Cash that comes into a drawer from outside the office.
fn elsewhere(request: String, amount: Money) -> Value {
    json!({ "request_id": request, "amount": amount, "reason": "other", "note": "from the bank" })
}
