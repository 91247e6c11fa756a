//! Meters and readings, in the words of the round.

use crate::hall::{Hall, Person};
use crate::{Account, Told};
use foil_app::billing::run_views::GasFactor;
use foil_app::metering::period_use;
use foil_app::metering::views::{
    EnteredReadings, LifeLine, MeterCorrected, MeterCorrection, ReadingView, RowVerdict, UsageHistory,
    UseCasePage, UseCaseView,
};
use foil_domain::metering::period::PeriodUse;
use foil_domain::time::Day;
use serde_json::{Value, json};
use std::fmt::Write as _;

/// A reading on its way into the book.
#[derive(Debug, Clone)]
#[must_use]
pub struct Reading<'h> {
    hall: &'h Hall,
    row: Value,
}

impl Hall {
    /// A reading of an account's only register, as a person types it.
    pub fn reading(&self, account: &Account, on: &str, value: &str) -> Reading<'_> {
        let row = json!({ "account": account.id, "register": 1, "on": on, "value": value, "kind": "actual",
            "remark": "working" });
        Reading { hall: self, row }
    }

    /// Reads an account's meter, round by round.
    ///
    /// # Panics
    /// When one of the readings is not stored.
    pub fn reads(&self, who: &Person, account: &Account, rounds: &[(&str, i64)]) {
        for (on, value) in rounds {
            let said =
                self.reading(account, on, &value.to_string()).entered(who).expect("the round is stored");
            assert_eq!(said.fate.as_str(), "good", "{on}: {:?}", said.checks);
        }
    }

    /// Stores several readings at once.
    pub fn enters(&self, who: &Person, rows: &[Reading<'_>], all_or_nothing: bool) -> Told<EnteredReadings> {
        let rows: Vec<&Value> = rows.iter().map(|r| &r.row).collect();
        let input = json!({ "rows": rows, "all_or_nothing": all_or_nothing, "at_counter": false });
        self.ask(who, "enter_readings", input)
    }

    /// Hangs a meter of so many digits on an account that has none.
    pub fn installs(
        &self,
        who: &Person,
        account: &Account,
        on: &str,
        meter: &str,
        digits: i64,
        value: &str,
    ) -> Told<LifeLine> {
        let version = self.version_of(account);
        let input = json!({ "account": account.id, "version": version, "on": on, "reason": "new connection",
            "meter": hung(meter, digits, value) });
        self.ask(who, "install_meter", input)
    }

    /// Hangs a meter that counts each band by a register of its own; all of them show zero.
    pub fn installs_bands(
        &self,
        who: &Person,
        account: &Account,
        on: &str,
        bands: &[&str],
    ) -> Told<LifeLine> {
        let registers: Vec<Value> = (1..)
            .zip(bands)
            .map(|(n, band)| json!({ "register": n, "band": band, "digits": 5, "multiplier": "1" }))
            .collect();
        let values: Vec<Value> = (1..=bands.len()).map(|n| json!({ "register": n, "value": "0" })).collect();
        let meter = json!({ "number": self.meter_of(account), "registers": registers, "values": values });
        let input = json!({ "account": account.id, "version": self.version_of(account), "on": on,
            "reason": "new connection", "meter": meter });
        self.ask(who, "install_meter", input)
    }

    /// Hangs a meter whose one register counts such a unit, from zero.
    pub fn installs_counting(&self, who: &Person, account: &Account, on: &str, unit: &str) -> Told<LifeLine> {
        let registers = json!([{ "register": 1, "band": "", "digits": 5, "multiplier": "1", "unit": unit }]);
        let values = json!([{ "register": 1, "value": "0" }]);
        let meter = json!({ "number": self.meter_of(account), "registers": registers, "values": values });
        let input = json!({ "account": account.id, "version": self.version_of(account), "on": on,
            "reason": "new connection", "meter": meter });
        self.ask(who, "install_meter", input)
    }

    /// Hangs a meter that counts kWh and the highest load in such a unit, from zero.
    pub fn installs_load_in(&self, who: &Person, account: &Account, on: &str, unit: &str) -> Told<LifeLine> {
        let registers = json!([
            { "register": 1, "band": "", "digits": 5, "multiplier": "1" },
            { "register": 2, "band": "demand", "digits": 5, "multiplier": "1", "unit": unit },
        ]);
        let values = json!([{ "register": 1, "value": "0" }, { "register": 2, "value": "0" }]);
        let meter = json!({ "number": self.meter_of(account), "registers": registers, "values": values });
        let input = json!({ "account": account.id, "version": self.version_of(account), "on": on,
            "reason": "new connection", "meter": meter });
        self.ask(who, "install_meter", input)
    }

    /// An admin sets the gas that is delivered from a day on: correction and MJ in a cubic metre.
    pub fn delivers_gas(
        &self,
        admin: &Person,
        route: &str,
        from: &str,
        correction: &str,
        calorific_value: &str,
    ) -> Told<Vec<GasFactor>> {
        let all: Vec<GasFactor> = self.ask(admin, "gas_factors", json!({}))?;
        let seen = all.iter().find(|g| g.route == route && g.valid_from.to_string() == from).map(|g| g.id);
        let input = json!({ "seen": seen, "route": route, "valid_from": from,
            "volume_correction": correction, "calorific_value": calorific_value, "round_to": "0.01",
            "round_mode": "half_up" });
        self.ask(admin, "save_gas_factor", input)
    }

    /// Takes the meter off and hangs another the same day.
    pub fn exchanges(
        &self,
        who: &Person,
        account: &Account,
        on: &str,
        last: &str,
        (meter, digits, first): (&str, i64, &str),
    ) -> Told<LifeLine> {
        let version = self.version_of(account);
        let old =
            json!({ "values": [{ "register": 1, "value": last }], "remark": "working", "retired": true });
        let input = json!({ "account": account.id, "version": version, "on": on, "old": old,
            "new": hung(meter, digits, first), "reason": "display dead" });
        self.ask(who, "exchange_meter", input)
    }

    /// What putting the one register of an account's meter right would do: its digits and multiplier.
    pub fn previews_meter(
        &self,
        who: &Person,
        account: &Account,
        digits: i64,
        multiplier: &str,
    ) -> Told<MeterCorrection> {
        let input = json!({ "account": account.id, "registers": right(digits, multiplier) });
        self.ask(who, "preview_meter_correction", input)
    }

    /// Puts the digits and the multiplier of the one register of an account's meter right.
    pub fn corrects_meter(
        &self,
        who: &Person,
        account: &Account,
        digits: i64,
        multiplier: &str,
    ) -> Told<MeterCorrected> {
        let input = json!({ "account": account.id, "version": self.version_of(account),
            "registers": right(digits, multiplier), "reason": "the transformer's plate says so" });
        self.ask(who, "correct_meter", input)
    }

    /// What became of an account's meters.
    pub fn life_line(&self, who: &Person, account: &Account) -> Told<LifeLine> {
        self.ask(who, "life_line", json!({ "account": account.id }))
    }

    /// Replaces a wrong reading.
    pub fn replaces(&self, who: &Person, wrong: &ReadingView, value: &str) -> Told<RowVerdict> {
        let input = json!({ "reading": wrong.id, "value": value, "kind": "actual", "remark": "working",
            "reason": "two digits were swapped" });
        self.ask(who, "replace_reading", input)
    }

    /// The readings of an account, newest first.
    pub fn readings_of(&self, who: &Person, account: &Account) -> Told<Vec<ReadingView>> {
        self.ask(who, "readings", json!({ "account": account.id, "all": false, "limit": 100 }))
    }

    /// The readings of an account as lines, oldest first: day, meter, value, units, how it is known.
    ///
    /// # Panics
    /// When this person may not see them.
    #[must_use]
    pub fn readings_text(&self, who: &Person, account: &Account) -> String {
        let mut out = String::new();
        for r in self.readings_of(who, account).expect("the readings").iter().rev() {
            let over = if r.rolled_over { "  over" } else { "" };
            let purpose =
                if r.purpose.as_str() == "cycle" { String::new() } else { format!("  {}", r.purpose) };
            let _ =
                writeln!(out, "{}  {}  {}  {}  {}{purpose}{over}", r.on, r.meter, r.value, r.units, r.kind);
        }
        out
    }

    /// What a bill would see of an account: its use after one day up to another.
    pub fn use_of(&self, account: &Account, after: Option<&str>, up_to: &str) -> foil_app::Result<PeriodUse> {
        let day = |text: &str| Day::parse(text).expect("a day");
        let (id, after, up_to) = (account.id, after.map(day), day(up_to));
        self.office().book().read(|tx| period_use(tx, id, after, up_to))
    }

    /// An account's use by period.
    pub fn usage_of(&self, who: &Person, account: &Account) -> Told<UsageHistory> {
        self.ask(who, "usage_history", json!({ "account": account.id, "months": 36 }))
    }

    /// The open cases of abnormal use.
    pub fn open_cases(&self, who: &Person) -> Told<Vec<UseCaseView>> {
        let page: UseCasePage = self.ask(who, "use_cases", json!({ "state": "open", "limit": 100 }))?;
        Ok(page.rows)
    }

    /// The number of the meter that is written down on an account.
    ///
    /// # Panics
    /// When there is no such account.
    #[must_use]
    pub fn meter_of(&self, account: &Account) -> String {
        let found = self.office().book().read(|tx| foil_store::customers::account(tx, account.id));
        found.expect("the book is read").expect("the account is there").meter
    }

    fn version_of(&self, account: &Account) -> i64 {
        let found = self.office().book().read(|tx| foil_store::customers::account(tx, account.id));
        found.expect("the book is read").expect("the account is there").version
    }
}

fn right(digits: i64, multiplier: &str) -> Value {
    json!([{ "register": 1, "digits": digits, "multiplier": multiplier, "unit": "kWh" }])
}

fn hung(meter: &str, digits: i64, value: &str) -> Value {
    let registers = json!([{ "register": 1, "band": "", "digits": digits, "multiplier": "1" }]);
    json!({ "number": meter, "registers": registers, "values": [{ "register": 1, "value": value }] })
}

impl Reading<'_> {
    /// Of another register than the first.
    pub fn register(mut self, n: i64) -> Self {
        self.row["register"] = json!(n);
        self
    }

    /// With the reason for which it is right in spite of doubts.
    pub fn because(mut self, reason: &str) -> Self {
        self.row["reason"] = json!(reason);
        self
    }

    /// Known in another way than read by the office.
    pub fn kind(mut self, word: &str) -> Self {
        self.row["kind"] = json!(word);
        self
    }

    /// With what was found at the meter.
    pub fn remark(mut self, word: &str) -> Self {
        self.row["remark"] = json!(word);
        self
    }

    /// A person says whether the register ran through zero.
    pub fn rolled_over(mut self, over: bool) -> Self {
        self.row["rolled_over"] = json!(over);
        self
    }

    /// What would be said of it.
    pub fn preview(&self, who: &Person) -> Told<RowVerdict> {
        let rows: Vec<RowVerdict> = self.hall.ask(who, "preview_readings", json!({ "rows": [self.row] }))?;
        Ok(rows.into_iter().next().expect("one row was asked about"))
    }

    /// Stores it, or says why not.
    pub fn entered(&self, who: &Person) -> Told<RowVerdict> {
        let input = json!({ "rows": [self.row], "all_or_nothing": false, "at_counter": true });
        let said: EnteredReadings = self.hall.ask(who, "enter_readings", input)?;
        Ok(said.rows.into_iter().next().expect("one row was entered"))
    }
}
