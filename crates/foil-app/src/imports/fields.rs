//! The fields that a file may have, the headings they go by, and the columns they stand in.

use super::views::{ColumnMap, ImportField, ImportKind};
use crate::{Refusal, Result};
use foil_domain::text::fold_number;

/// A field of a kind of file.
pub(super) struct Field {
    /// Its name, as it stands in a mapping.
    pub(super) name: &'static str,
    needed: bool,
    expected: &'static str,
    /// Headings, folded to letters and digits; the field's own name is one of them.
    headings: &'static [&'static str],
}

const fn needed(name: &'static str, expected: &'static str, headings: &'static [&'static str]) -> Field {
    Field { name, needed: true, expected, headings }
}

const fn optional(name: &'static str, expected: &'static str, headings: &'static [&'static str]) -> Field {
    Field { name, needed: false, expected, headings }
}

const CUSTOMERS: &[Field] = &[
    needed(
        "customer_number",
        "the customer's number, up to 40 characters",
        &[
            "customernumber",
            "customerno",
            "customerid",
            "customercode",
            "custno",
            "custid",
            "crn",
            "partyid",
            "businesspartner",
            "bpnumber",
            "consumernumber",
            "consumerno",
            "consumerid",
            "consumercode",
            // Alone it is the number of whom the row is about.
            "number",
        ],
    ),
    needed(
        "name",
        "the customer's name, up to 120 characters",
        &[
            "name",
            "customername",
            "consumername",
            "fullname",
            "custname",
            "accountname",
            "nameofconsumer",
            "nameofcustomer",
            "partyname",
        ],
    ),
    optional(
        "phone",
        "a phone number of 4 to 15 digits, or nothing",
        &[
            "phone",
            "phonenumber",
            "phoneno",
            "mobile",
            "mobilenumber",
            "mobileno",
            "contact",
            "contactnumber",
            "contactno",
            "telephone",
            "cell",
            "cellphone",
            "tel",
            "whatsapp",
        ],
    ),
    optional(
        "email",
        "an address such as asha@example.org, or nothing",
        &["email", "emailid", "emailaddress", "mail", "mailid"],
    ),
    optional(
        "language",
        "a language by code or name, such as kn or Kannada, or nothing",
        &["language", "lang", "preferredlanguage"],
    ),
    optional(
        "by_law",
        "none, elderly, disabled or pregnant",
        &["bylaw", "prioritybylaw", "priority", "prioritycategory", "socialcategory", "specialcategory"],
    ),
    needed(
        "address",
        "the property's address, up to 240 characters",
        &[
            "address",
            "propertyaddress",
            "premises",
            "premise",
            "premiseaddress",
            "serviceaddress",
            "installationaddress",
            "supplyaddress",
            "siteaddress",
            "location",
            "fulladdress",
        ],
    ),
    needed(
        "service",
        "electricity, water or gas",
        &["service", "servicetype", "utility", "utilitytype", "commodity", "connectiontype", "supplytype"],
    ),
    needed(
        "account_number",
        "the account's number, up to 40 characters",
        &[
            "accountnumber",
            "accountno",
            "accountid",
            "acno",
            "acnumber",
            "acctno",
            "account",
            "rrnumber",
            "rrno",
            "serviceno",
            "servicenumber",
            "serviceconnectionno",
            "scno",
            "uscno",
            "kno",
            "canumber",
            "cano",
            "connectionno",
            "connectionnumber",
            "connectionid",
            "installationno",
            "installationnumber",
        ],
    ),
    optional(
        "meter",
        "a meter number of up to 40 characters, or nothing",
        &[
            "meter",
            "meternumber",
            "meterno",
            "meterserial",
            "meterserialno",
            "meterserialnumber",
            "meterid",
            "mtrno",
        ],
    ),
    optional(
        "tariff",
        "the tariff plan's name, up to 120 characters, or nothing",
        &[
            "tariff",
            "tariffplan",
            "tariffcode",
            "tariffcategory",
            "category",
            "rateplan",
            "ratecategory",
            "ratecode",
            "plan",
        ],
    ),
    optional(
        "status",
        "active, cut or closed",
        &["status", "accountstatus", "connectionstatus", "servicestatus", "supplystatus", "consumerstatus"],
    ),
    optional(
        "cut_on",
        "a day such as 2026-11-21, for a cut account, or nothing",
        &["cuton", "cutdate", "disconnectedon", "disconnecteddate", "dateofdisconnection"],
    ),
    optional(
        "disconnection_on",
        "a day such as 2026-11-21, for an active account, or nothing",
        &[
            "disconnectionon",
            "disconnectiondate",
            "disconnectiondue",
            "disconnectionduedate",
            "disconnectiondueon",
            "dcdate",
            "dconorafter",
        ],
    ),
];

const BILLS: &[Field] = &[
    needed(
        "bill_number",
        "the bill's number, up to 40 characters",
        &[
            "billnumber",
            "billno",
            "billid",
            "invoicenumber",
            "invoiceno",
            "invoiceid",
            "invoice",
            "bill",
            "demandno",
            "demandnoteno",
        ],
    ),
    needed(
        "account_number",
        "the number of an account in this book",
        &[
            "accountnumber",
            "accountno",
            "accountid",
            "acno",
            "acnumber",
            "acctno",
            "account",
            "rrnumber",
            "rrno",
            "serviceno",
            "servicenumber",
            "serviceconnectionno",
            "scno",
            "uscno",
            "kno",
            "canumber",
            "cano",
            "connectionno",
            "connectionnumber",
            "connectionid",
            "consumerno",
            "consumernumber",
            "consumerid",
        ],
    ),
    needed(
        "period_from",
        "the period's first day, such as 2026-10-01",
        &[
            "periodfrom",
            "from",
            "fromdate",
            "billfrom",
            "billingfrom",
            "periodstart",
            "startdate",
            "billperiodfrom",
            "billingperiodfrom",
            "prevreadingdate",
            "previousreadingdate",
        ],
    ),
    needed(
        "period_to",
        "the period's last day, after the first",
        &[
            "periodto",
            "to",
            "todate",
            "billto",
            "billingto",
            "periodend",
            "enddate",
            "billperiodto",
            "billingperiodto",
            "presentreadingdate",
            "currentreadingdate",
            "readingdate",
        ],
    ),
    needed(
        "issued_on",
        "the day of issue, such as 2026-11-01",
        &["issuedon", "issued", "issuedate", "billdate", "invoicedate", "dateofissue", "billissuedate"],
    ),
    needed(
        "due_on",
        "the due date, not before the day of issue",
        &["dueon", "due", "duedate", "lastdate", "lastdateofpayment", "paymentduedate", "paybydate"],
    ),
    optional(
        "units",
        "units used as a number such as 142.5, or nothing",
        &["units", "unitsconsumed", "consumption", "usage", "billedunits", "kwh", "quantityconsumed"],
    ),
    optional(
        "line_kind",
        "energy, fixed, demand, adjustment, rebate, minimum, tax, surcharge, fee, rounding or other",
        &["linekind", "linetype", "chargetype", "kind", "chargecode"],
    ),
    optional(
        "line_label",
        "what the line charges for, up to 120 characters",
        &[
            "linelabel",
            "label",
            "linedescription",
            "description",
            "particulars",
            "charge",
            "chargename",
            "item",
        ],
    ),
    optional(
        "quantity",
        "a quantity of up to 40 characters, or nothing",
        &["quantity", "qty", "linequantity"],
    ),
    optional("rate", "a rate of up to 40 characters, or nothing", &["rate", "unitrate", "linerate", "price"]),
    needed(
        "amount",
        "an amount such as 1234.50",
        &[
            "amount",
            "lineamount",
            "total",
            "totalamount",
            "billamount",
            "netamount",
            "invoiceamount",
            "amountrs",
            "amountinr",
            "netpayable",
            "demand",
            "billtotal",
            "amountdue",
        ],
    ),
    optional(
        "left",
        "what is still to be paid, such as 500.00; nothing means all of it",
        &["left", "balance", "outstanding", "unpaid", "balancedue", "outstandingamount"],
    ),
];

const PAYMENTS: &[Field] = &[
    needed(
        "reference",
        "what tells this payment from every other, up to 40 characters",
        &[
            "reference",
            "referenceno",
            "referencenumber",
            "ref",
            "refno",
            "utr",
            "utrno",
            "rrn",
            "transactionid",
            "transactionno",
            "txnid",
            "txnno",
            "txnref",
            "envelope",
            "envelopeno",
            "chequeno",
            "chequenumber",
            "paymentid",
            "bankreference",
            "bankrefno",
        ],
    ),
    needed(
        "account_number",
        "the account's number, up to 40 characters",
        &[
            "accountnumber",
            "accountno",
            "accountid",
            "acno",
            "acnumber",
            "acctno",
            "account",
            "rrnumber",
            "rrno",
            "serviceno",
            "servicenumber",
            "kno",
            "canumber",
            "cano",
            "consumerno",
            "consumernumber",
            "consumerid",
            "connectionno",
            "customeraccount",
        ],
    ),
    needed(
        "amount",
        "an amount above zero, such as 1234.50",
        &[
            "amount",
            "amountpaid",
            "paidamount",
            "paid",
            "paymentamount",
            "credit",
            "creditamount",
            "amountrs",
            "amountinr",
            "txnamount",
            "transactionamount",
        ],
    ),
    optional(
        "method",
        "cash, cheque, card, upi or bank",
        &["method", "mode", "paymentmode", "modeofpayment", "paymentmethod", "instrument", "channel"],
    ),
    optional(
        "bank",
        "the bank's name, up to 120 characters; needed for a cheque",
        &["bank", "bankname", "draweebank", "drawnon", "drawnonbank"],
    ),
    optional(
        "paid_on",
        "the day it was paid, such as 2026-11-20, or nothing",
        &["paidon", "date", "paymentdate", "transactiondate", "txndate", "valuedate", "paiddate"],
    ),
    optional("source", "drop_box or bank_file", &["source", "collectedfrom", "collectionpoint"]),
    optional(
        "drawer",
        "the name on a cheque, up to 120 characters; the payer's own where there is none",
        &["drawer", "drawername", "drawnby", "chequeof", "accountholder"],
    ),
];

const METER_HEADINGS: &[&str] = &[
    "meter",
    "meternumber",
    "meterno",
    "meterserial",
    "meterserialno",
    "meterserialnumber",
    "meterid",
    "mtrno",
    "msn",
    "deviceid",
    "deviceserial",
    "serialnumber",
    "serialno",
];

const ACCOUNT_HEADINGS: &[&str] = &[
    "accountnumber",
    "accountno",
    "accountid",
    "acno",
    "acnumber",
    "acctno",
    "account",
    "rrnumber",
    "rrno",
    "serviceno",
    "servicenumber",
    "kno",
    "canumber",
    "cano",
    "consumerno",
    "consumernumber",
    "consumerid",
    "connectionno",
    "connectionnumber",
    "connectionid",
];

const REGISTER: Field = optional(
    "register",
    "the register's number on the meter, such as 1; nothing means 1",
    &["register", "registerno", "registernumber", "registerid", "channel", "dial"],
);

const READINGS: &[Field] = &[
    optional("meter", "the number of a meter in this book; or give the account's number", METER_HEADINGS),
    optional(
        "account_number",
        "the number of an account in this book; or give the meter's",
        ACCOUNT_HEADINGS,
    ),
    REGISTER,
    needed(
        "read_on",
        "the day of the reading, such as 2026-11-05",
        &[
            "readon",
            "readingdate",
            "readdate",
            "dateofreading",
            "date",
            "presentreadingdate",
            "currentreadingdate",
        ],
    ),
    needed(
        "value",
        "what the register shows, such as 4512; nothing where the remark says why nobody could read it",
        &[
            "value",
            "reading",
            "meterreading",
            "presentreading",
            "currentreading",
            "closingreading",
            "readingvalue",
            "kwhreading",
            "index",
        ],
    ),
    optional(
        "kind",
        "actual, estimated, customer or provisional; nothing means actual",
        &["kind", "readingtype", "typeofreading", "readtype", "readingkind", "status", "readingstatus"],
    ),
    optional(
        "remark",
        "working, locked, breakdown, no_meter, reset or replaced; nothing means working",
        &["remark", "remarks", "metercondition", "meterstatus", "remarkcode", "condition", "observation"],
    ),
    optional(
        "reason",
        "why a doubtful reading is right, up to 240 characters, or nothing",
        &["reason", "explanation", "acceptreason"],
    ),
    optional(
        "rolled_over",
        "yes or no, where a register fell: whether it ran through zero",
        &["rolledover", "rollover", "dialover", "throughzero"],
    ),
];

const METERS: &[Field] = &[
    needed("meter", "the meter's number, up to 40 characters", METER_HEADINGS),
    needed("account_number", "the number of an account in this book", ACCOUNT_HEADINGS),
    needed(
        "installed_on",
        "the day it was hung there, such as 2026-11-05",
        &[
            "installedon",
            "installed",
            "installdate",
            "installationdate",
            "dateofinstallation",
            "meterdate",
            "fixedon",
        ],
    ),
    REGISTER,
    optional(
        "band",
        "the tariff's time band that the register counts, demand for the highest load, or nothing",
        &["band", "timeband", "slot", "todslot", "registerband", "registertype"],
    ),
    optional(
        "digits",
        "the register's whole digits, 1 to 12; nothing when they are not known",
        &["digits", "dials", "noofdigits", "numberofdigits", "meterdigits", "registerdigits"],
    ),
    optional(
        "multiplier",
        "units for one count, above 0; nothing means 1",
        &["multiplier", "mf", "multiplyingfactor", "multiplicationfactor", "meterconstant", "ctratio"],
    ),
    optional(
        "value",
        "what the register showed on that day; nothing when it is read later",
        &[
            "value",
            "reading",
            "initialreading",
            "openingreading",
            "firstreading",
            "installreading",
            "meterreading",
        ],
    ),
    optional(
        "unit",
        "what the register counts, such as kWh, kL or ft3; nothing for what is known of it, else the service's unit",
        &["unit", "uom", "countsin", "unitofmeasure", "registerunit"],
    ),
];

/// The fields of a kind of file.
pub(super) fn of(kind: ImportKind) -> &'static [Field] {
    match kind {
        ImportKind::Customers => CUSTOMERS,
        ImportKind::Bills => BILLS,
        ImportKind::Payments => PAYMENTS,
        ImportKind::Readings => READINGS,
        ImportKind::Meters => METERS,
    }
}

/// The fields as a screen shows them.
pub(super) fn shown(kind: ImportKind) -> Vec<ImportField> {
    let field = |f: &Field| ImportField {
        name: f.name.to_owned(),
        needed: f.needed,
        expected: f.expected.to_owned(),
    };
    of(kind).iter().map(field).collect()
}

/// Whether a folded heading is one that this kind of file is known by.
pub(super) fn is_heading(kind: ImportKind, folded: &str) -> bool {
    of(kind).iter().any(|f| f.headings.contains(&folded))
}

/// Which column stands for which field, by the headings. One that stands twice says nothing of which column is meant.
pub(super) fn guess(kind: ImportKind, headings: &[String]) -> Vec<ColumnMap> {
    let mut map = Vec::new();
    for (field, columns) in found(kind, headings) {
        if let [column] = columns[..] {
            map.push(ColumnMap { field: field.name.to_owned(), column: column as i64 });
        }
    }
    let numbers = ["customer_number", "account_number"];
    if kind == ImportKind::Customers && !twice(kind, headings).iter().any(|t| numbers.contains(&t.field)) {
        one_number_for_both(&mut map);
    }
    map
}

/// A heading that is known and stands in several columns.
#[derive(Debug)]
pub(super) struct Twice {
    /// The field that it stands for.
    pub(super) field: &'static str,
    heading: String,
    /// From 1, as a spreadsheet has them.
    columns: Vec<String>,
}

impl std::fmt::Display for Twice {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (heading, columns) = (&self.heading, self.columns.join(" and "));
        write!(
            f,
            "the heading “{heading}” stands in the columns {columns}: \
             leave it on one, or say on the screen Imports which is meant"
        )
    }
}

/// The fields whose heading stands in several columns.
pub(super) fn twice(kind: ImportKind, headings: &[String]) -> Vec<Twice> {
    let several = found(kind, headings).filter(|(_, columns)| columns.len() > 1);
    let twice = several.map(|(field, columns)| Twice {
        field: field.name,
        heading: headings[columns[0]].chars().take(60).collect(),
        columns: columns.iter().map(|column| (column + 1).to_string()).collect(),
    });
    twice.collect()
}

/// The fields whose headings are there, and the columns of the surest of these: the earlier it stands in the list, the
/// surer it is.
fn found(kind: ImportKind, headings: &[String]) -> impl Iterator<Item = (&'static Field, Vec<usize>)> {
    let folded: Vec<String> = headings.iter().map(|h| fold_number(h)).collect();
    of(kind).iter().filter_map(move |field| {
        let columns = |h: &&str| (0..folded.len()).filter(|at| folded[*at] == **h).collect::<Vec<_>>();
        let found = field.headings.iter().map(columns).find(|columns| !columns.is_empty());
        found.map(|columns| (field, columns))
    })
}

/// Offices that give an account to a customer often know one number for both.
fn one_number_for_both(map: &mut Vec<ColumnMap>) {
    let column = |name: &str| map.iter().find(|m| m.field == name).map(|m| m.column);
    let (missing, column) = match (column("customer_number"), column("account_number")) {
        (Some(at), None) => ("account_number", at),
        (None, Some(at)) => ("customer_number", at),
        _ => return,
    };
    map.push(ColumnMap { field: missing.to_owned(), column });
}

/// The mapping to use: the given one, checked, or the guess.
///
/// Refuses unknown fields, a field twice, and columns that are not there.
pub(super) fn mapping(
    kind: ImportKind,
    headings: &[String],
    given: Option<Vec<ColumnMap>>,
) -> Result<Vec<ColumnMap>> {
    let Some(given) = given else { return Ok(guess(kind, headings)) };
    for (at, map) in given.iter().enumerate() {
        let refuse =
            |what: &str, expected: String| Refusal::bad_input(format!("mapping[{at}].{what}"), expected);
        if !of(kind).iter().any(|f| f.name == map.field) {
            let names: Vec<&str> = of(kind).iter().map(|f| f.name).collect();
            return Err(refuse("field", format!("one of {}", names.join(", "))).into());
        }
        if given[..at].iter().any(|earlier| earlier.field == map.field) {
            return Err(refuse("field", "each field once".into()).into());
        }
        if usize::try_from(map.column).map_or(true, |column| column >= headings.len()) {
            return Err(refuse("column", format!("0 to {}", headings.len() - 1)).into());
        }
    }
    Ok(given)
}

/// The needed fields that no column stands for.
pub(super) fn missing(kind: ImportKind, map: &[ColumnMap]) -> Vec<String> {
    let has = |name: &str| map.iter().any(|m| m.field == name);
    let without = of(kind).iter().filter(|f| f.needed && !has(f.name));
    let mut missing: Vec<String> = without.map(|f| f.name.to_owned()).collect();
    // A reading names its meter or its account.
    if kind == ImportKind::Readings && !has("meter") && !has("account_number") {
        missing.insert(0, "meter".to_owned());
    }
    missing
}

/// The column of each field, in the order of [`of`].
pub(super) fn columns(kind: ImportKind, map: &[ColumnMap]) -> Vec<Option<usize>> {
    let column =
        |f: &Field| map.iter().find(|m| m.field == f.name).and_then(|m| usize::try_from(m.column).ok());
    of(kind).iter().map(column).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn guessed(kind: ImportKind, headings: &[&str]) -> Vec<(String, i64)> {
        let headings: Vec<String> = headings.iter().map(|h| (*h).to_owned()).collect();
        guess(kind, &headings).into_iter().map(|m| (m.field, m.column)).collect()
    }

    #[test]
    fn headings_of_real_exports_are_recognised() {
        let found = guessed(
            ImportKind::Customers,
            &[
                "Consumer No.",
                "R.R. Number",
                "Consumer Name",
                "Mobile",
                "Service Address",
                "Service Type",
                "Meter Sl",
            ],
        );
        let find = |name: &str| found.iter().find(|(field, _)| field == name).map(|(_, column)| *column);
        assert_eq!(find("customer_number"), Some(0));
        assert_eq!(find("account_number"), Some(1));
        assert_eq!(find("name"), Some(2));
        assert_eq!(find("phone"), Some(3));
        assert_eq!(find("address"), Some(4));
        assert_eq!(find("service"), Some(5));
        assert_eq!(find("meter"), None, "an unknown heading is left to the user");
        let bills = guessed(
            ImportKind::Bills,
            &["Invoice No", "A/C No", "From", "To", "Bill Date", "Due Date", "Amount (Rs.)"],
        );
        assert_eq!(bills.len(), 7);
    }

    #[test]
    fn a_bare_number_beside_an_account_is_the_customers() {
        let found = guessed(ImportKind::Customers, &["Number", "Name", "Account"]);
        assert!(
            found.contains(&("customer_number".into(), 0)) && found.contains(&("account_number".into(), 2))
        );
    }

    #[test]
    fn one_number_stands_for_customer_and_account() {
        let found = guessed(ImportKind::Customers, &["Consumer No", "Name"]);
        assert!(
            found.contains(&("customer_number".into(), 0)) && found.contains(&("account_number".into(), 0))
        );
    }

    #[test]
    fn a_heading_that_stands_twice_says_nothing_of_which_column_is_meant() {
        let headings = ["Consumer No", "Name", "Phone", "name", "Mobile", "Phone"];
        let found = guessed(ImportKind::Customers, &headings);
        assert_eq!(found, [("customer_number".to_owned(), 0), ("account_number".to_owned(), 0)]);
        let headings = headings.map(str::to_owned);
        let told: Vec<String> =
            twice(ImportKind::Customers, &headings).iter().map(Twice::to_string).collect();
        assert_eq!(told.len(), 2);
        assert!(told[0].starts_with("the heading “Name” stands in the columns 2 and 4: "), "{told:?}");
        assert!(told[1].starts_with("the heading “Phone” stands in the columns 3 and 6: "), "{told:?}");
    }

    #[test]
    fn every_heading_is_folded_and_belongs_to_one_field() {
        for kind in ImportKind::ALL {
            let all: Vec<&str> = of(*kind).iter().flat_map(|f| f.headings).copied().collect();
            for heading in &all {
                assert_eq!(fold_number(heading), **heading);
                assert_eq!(all.iter().filter(|h| h == &heading).count(), 1, "{kind}: {heading}");
            }
            for field in of(*kind) {
                assert!(field.headings.contains(&fold_number(field.name).as_str()), "{}", field.name);
            }
        }
    }

    #[test]
    fn a_given_mapping_is_checked() {
        let headings = vec!["a".to_owned(), "b".to_owned()];
        let with = |field: &str, column: i64| {
            mapping(ImportKind::Bills, &headings, Some(vec![ColumnMap { field: field.into(), column }]))
        };
        assert!(with("amount", 1).is_ok());
        assert!(with("amount", 2).is_err() && with("amount", -1).is_err() && with("nothing", 0).is_err());
    }
}
