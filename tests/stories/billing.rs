//! From use to a bill: what a customer is charged, and what becomes of it when it was wrong.

use expect_test::expect;
use foil_app::billing::run_views::{
    CycleView, OutlierKind, RunOutliers, RunView, UnbilledPage, UnbilledPlace,
};
use foil_app::billing::views::{BillItem, BillView, BilledBefore};
use foil_app::documents::views::DocumentRef;
use foil_app::undo::views::Effect;
use foil_domain::billing::{BillState, Lateness};
use foil_domain::customers::Service;
use foil_domain::ids::{BillId, CycleId};
use foil_domain::metering::ReadingKind;
use foil_domain::money::Money;
use foil_domain::press::Format;
use foil_domain::time::Day;
use foil_testkit::{Account, Hall, Person, Way, in_rupees, read, refused, rupees};
use foil_tests::{DOMESTIC, Reads, raw};
use serde_json::json;

fn told(effects: &[Effect]) -> String {
    effects.iter().map(|e| serde_json::to_string(e).unwrap()).collect::<Vec<_>>().join("\n")
}

/// A hall that can bill: a manager, the domestic tariff, a cycle.
struct Office {
    hall: Hall,
    maya: Person,
    cycle: CycleId,
}

impl Office {
    fn opens() -> Office {
        let hall = Hall::open();
        let (maya, tara) = (hall.manager("maya"), hall.admin("tara"));
        hall.tariff(&tara, DOMESTIC);
        let cycle = hall.cycle("C01");
        Office { hall, maya, cycle }
    }

    fn account(&self, name: &str) -> Account {
        self.hall.supplied(name, "LT-2a Domestic", self.cycle)
    }

    /// An account that used so many kWh from 5 October to 5 November.
    fn used(&self, name: &str, kwh: i64) -> Account {
        let account = self.account(name);
        let meter = format!("M-{}", account.number);
        let now = (1_000 + kwh).to_string();
        self.hall.round(&account, &meter, &[read("2026-10-05", "1000"), read("2026-11-05", &now)]);
        account
    }

    /// A run is being taken back, so many bills a commit; the power fails in the commit that has this account's bill.
    fn stops_on_its_way_back(&self, run: &RunView, at: &Account, together: i64) {
        let (hall, maya) = (&self.hall, &self.maya);
        let last = hall.bills_of(maya, at).unwrap()[0].id;
        hall.arranges(move |act| {
            act.tx.script(&format!(
                "CREATE TRIGGER power_cut BEFORE UPDATE OF cancelled ON bill WHEN NEW.id = {last}
                 BEGIN SELECT RAISE(ABORT, 'power cut'); END"
            ))
        });
        let who = hall.office().session(&maya.token(), true).unwrap();
        let order = json!({ "run": run.id, "version": run.version, "note": "wrong day" });
        let order = serde_json::from_value(order).unwrap();
        let progress = foil_app::office::jobs::Progress::default();
        foil_app::billing::take_run_back(hall.office(), &who, &order, &progress, together).unwrap_err();
        hall.arranges(|act| act.tx.script("DROP TRIGGER power_cut"));
    }
}

fn whole(n: i64) -> Money {
    Money::from_minor(rupees(n))
}

#[test]
fn a_bill_shows_its_own_arithmetic() {
    let office = Office::opens();
    let Office { hall, maya, .. } = &office;
    let account = office.used("ಶ್ರೀಕೃಷ್ಣ ಭಟ್", 120);

    let bill = hall.issues_bill(maya, &account, "2026-11-21").unwrap();

    expect![[r#"
        Mangalore Utility Branch                                                  Bill
        Light House Hill Road                                         B/26-27/00000001
        Hampankatta                                                        21 Nov 2026
        Mangaluru 575001
        Phone 0824 242 0000
        GSTIN 29ABCDE1234F1Z5
        ------------------------------------------------------------------------------
        Customer         ಶ್ರೀಕೃಷ್ಣ ಭಟ್
                         1 Car Street, Mangaluru
        Account          E-1001
        Service          Electricity
                         Meter M-E-1001
        Period           5 Oct 2026 – 4 Nov 2026
        Issued           21 Nov 2026
        Due              6 Dec 2026
        Tariff           LT-2a Domestic
                         in force from 1 Apr 2026
        Sanctioned load  3 kW
        Units            120 kWh
                         31 days

        To pay by 6 Dec 2026                                                   ₹878.00
        Rupees eight hundred seventy-eight only

        Readings
        Meter     Previous  Present  Units
        M-E-1001      1000     1120    120
        Charge                             Quantity   Rate  Amount
        Energy charge, up to 50 kWh          50 kWh   4.10  205.00
        Energy charge, over 50 to 100 kWh    50 kWh   5.60  280.00
        Energy charge, over 100 kWh          20 kWh   7.15  143.00
        Fixed charge                           3 kW  50.00  150.00
        FPPCA                               120 kWh   0.36   43.20
        Tax on consumption                   628.00    9 %   56.52
        Rounding                                              0.28
        Total                                                                  ₹878.00
        = Still to pay                                                         ₹878.00
        This bill, from 7 Dec 2026                                             ₹886.78

        Your use
        Nov 26                                                                     120
        QR: COUNTERFOIL BILL B/26-27/00000001 INR 878.00 2026-12-06 E-1001
        ------------------------------------------------------------------------------
        Thank you. Keep this receipt.
    "#]]
    .assert_eq(&hall.bill_text(bill.id));
    hall.books_balance();
}

#[test]
fn a_meter_swap_inside_the_period_is_priced_once() {
    let office = Office::opens();
    let Office { hall, maya, .. } = &office;
    let account = office.account("Asha Rao");
    hall.round(&account, "OLD-1", &[read("2026-10-05", "1000"), read("2026-10-20", "1045").last()]);
    hall.round(&account, "NEW-2", &[read("2026-10-20", "0"), read("2026-11-05", "60")]);

    let bill = hall.issues_bill(maya, &account, "2026-11-21").unwrap();

    assert_eq!(bill.units, "105", "45 by the old meter and 60 by the new one, on one ladder");
    expect![[r#"
        Mangalore Utility Branch                                                  Bill
        Light House Hill Road                                         B/26-27/00000001
        Hampankatta                                                        21 Nov 2026
        Mangaluru 575001
        Phone 0824 242 0000
        GSTIN 29ABCDE1234F1Z5
        ------------------------------------------------------------------------------
        Customer         Asha Rao
                         1 Car Street, Mangaluru
        Account          E-1001
        Service          Electricity
                         Meter NEW-2
        Period           5 Oct 2026 – 4 Nov 2026
        Issued           21 Nov 2026
        Due              6 Dec 2026
        Tariff           LT-2a Domestic
                         in force from 1 Apr 2026
        Sanctioned load  3 kW
        Units            105 kWh
                         31 days

        To pay by 6 Dec 2026                                                   ₹755.00
        Rupees seven hundred fifty-five only

        Readings
        Meter  Previous  Present  Units
        OLD-1      1000     1045     45
        NEW-2         0       60     60
        Charge                             Quantity   Rate  Amount
        Energy charge, up to 50 kWh          50 kWh   4.10  205.00
        Energy charge, over 50 to 100 kWh    50 kWh   5.60  280.00
        Energy charge, over 100 kWh           5 kWh   7.15   35.75
        Fixed charge                           3 kW  50.00  150.00
        FPPCA                               105 kWh   0.36   37.80
        Tax on consumption                   520.75    9 %   46.87
        Rounding                                             -0.42
        Total                                                                  ₹755.00
        = Still to pay                                                         ₹755.00
        This bill, from 7 Dec 2026                                             ₹762.55

        Your use
        Nov 26                                                                     105
        QR: COUNTERFOIL BILL B/26-27/00000001 INR 755.00 2026-12-06 E-1001
        ------------------------------------------------------------------------------
        Thank you. Keep this receipt.
    "#]]
    .assert_eq(&hall.bill_text(bill.id));
    hall.books_balance();
}

#[test]
fn a_register_that_ran_through_zero_is_billed_for_what_it_counted() {
    let office = Office::opens();
    let Office { hall, maya, .. } = &office;
    let account = office.account("Asha Rao");
    hall.round(&account, "M-1", &[read("2026-10-05", "99950"), read("2026-11-05", "30").over(5)]);

    let bill = hall.issues_bill(maya, &account, "2026-11-21").unwrap();

    assert_eq!(bill.units, "80");
    expect![[r#"
        Mangalore Utility Branch                                                  Bill
        Light House Hill Road                                         B/26-27/00000001
        Hampankatta                                                        21 Nov 2026
        Mangaluru 575001
        Phone 0824 242 0000
        GSTIN 29ABCDE1234F1Z5
        ------------------------------------------------------------------------------
        Customer         Asha Rao
                         1 Car Street, Mangaluru
        Account          E-1001
        Service          Electricity
                         Meter M-1
        Period           5 Oct 2026 – 4 Nov 2026
        Issued           21 Nov 2026
        Due              6 Dec 2026
        Tariff           LT-2a Domestic
                         in force from 1 Apr 2026
        Sanctioned load  3 kW
        Units            80 kWh
                         31 days

        To pay by 6 Dec 2026                                                   ₹585.00
        Rupees five hundred eighty-five only

        Readings
        Meter                   Previous  Present  Units
        M-1 (ran through zero)     99950       30     80
        Charge                             Quantity   Rate  Amount
        Energy charge, up to 50 kWh          50 kWh   4.10  205.00
        Energy charge, over 50 to 100 kWh    30 kWh   5.60  168.00
        Fixed charge                           3 kW  50.00  150.00
        FPPCA                                80 kWh   0.36   28.80
        Tax on consumption                   373.00    9 %   33.57
        Rounding                                             -0.37
        Total                                                                  ₹585.00
        = Still to pay                                                         ₹585.00
        This bill, from 7 Dec 2026                                             ₹590.85

        Your use
        Nov 26                                                                      80
        QR: COUNTERFOIL BILL B/26-27/00000001 INR 585.00 2026-12-06 E-1001
        ------------------------------------------------------------------------------
        Thank you. Keep this receipt.
    "#]]
    .assert_eq(&hall.bill_text(bill.id));
}

#[test]
fn a_bill_is_worded_in_the_customers_language_and_kept_in_both() {
    let office = Office::opens();
    let Office { hall, maya, .. } = &office;
    let account = office.account("ಶ್ರೀಕೃಷ್ಣ ಭಟ್");
    hall.speaks(&account, "kn");
    hall.round(
        &account,
        "M-1",
        &[read("2026-08-05", "1000"), read("2026-09-05", "1100"), read("2026-10-05", "1280").estimated()],
    );
    hall.issues_bill(maya, &account, "2026-09-05").unwrap();
    hall.issues_bill(maya, &account, "2026-10-05").unwrap();
    hall.round(&account, "M-1", &[read("2026-11-05", "1283")]);
    let bill = hall.issues_bill(maya, &account, "2026-11-21").unwrap();

    expect![[r#"
        Mangalore Utility Branch                                                  ಬಿಲ್
        Light House Hill Road                                         B/26-27/00000003
        Hampankatta                                                       21 ನವೆಂ 2026
        Mangaluru 575001
        ದೂರವಾಣಿ 0824 242 0000
        GSTIN 29ABCDE1234F1Z5
        ------------------------------------------------------------------------------
        ಗ್ರಾಹಕರು         ಶ್ರೀಕೃಷ್ಣ ಭಟ್
                         1 Car Street, Mangaluru
        ಖಾತೆ ಸಂಖ್ಯೆ      E-1001
        ಸೇವೆ             ವಿದ್ಯುತ್
                         ಮೀಟರ್ M-1
        ಅವಧಿ             5 ಅಕ್ಟೋ 2026 – 4 ನವೆಂ 2026
        ಬಿಲ್ ದಿನಾಂಕ      21 ನವೆಂ 2026
        ಕೊನೆಯ ದಿನಾಂಕ     6 ಡಿಸೆಂ 2026
        ದರ ಪಟ್ಟಿ         LT-2a Domestic
                         1 ಏಪ್ರಿ 2026 ರಿಂದ ಜಾರಿ
        ಮಂಜೂರಾದ ಲೋಡ್     3 kW
        ಯೂನಿಟ್‌ಗಳು       93 kWh
                         31 ದಿನಗಳು

        6 ಡಿಸೆಂ 2026 ರೊಳಗೆ ಪಾವತಿಸಿ                                           ₹2,034.00
        ಎರಡು ಸಾವಿರದ ಮೂವತ್ತನಾಲ್ಕು ರೂಪಾಯಿ ಮಾತ್ರ

        ಮೀಟರ್ ಮಾಪನ
        ಮೀಟರ್  ಹಿಂದಿನ ಮಾಪನ  ಇಂದಿನ ಮಾಪನ  ಯೂನಿಟ್‌ಗಳು
        M-1         1280 E        1283           3

        ಅಂದಾಜು ಬಿಲ್‌ಗಳ ಹೊಂದಾಣಿಕೆ
        ಅವಧಿ                                                         ಅಂದಾಜು  ನಿಜ ಬಳಕೆ  ಆಗ ವಿಧಿಸಿದ್ದು  ನಿಜವಾದ ಶುಲ್ಕ  ವ್ಯತ್ಯಾಸ
        B/26-27/00000002 (5 ಸೆಪ್ಟೆಂ 2026 – 4 ಅಕ್ಟೋ 2026, 30 ದಿನಗಳು)     180        90       1,367.00        650.00   -717.00
        ಈ ಬಿಲ್ (5 ಅಕ್ಟೋ 2026 – 4 ನವೆಂ 2026, 31 ದಿನಗಳು)                             93                       669.00
        ನಿಜ ಬಳಕೆ: 5 ಸೆಪ್ಟೆಂ 2026 ರಂದು ಮಾಪನ 1100, ಈಗ 1283: 61 ದಿನಗಳಲ್ಲಿ 183 kWh, ದಿನಗಳ ಪ್ರಕಾರ ಹಂಚಲಾಗಿದೆ.

        ನಿಜವಾದ ಶುಲ್ಕ: B/26-27/00000002
        ಶುಲ್ಕ                        ಪ್ರಮಾಣ     ದರ   ಮೊತ್ತ
        ಬಳಕೆ ಶುಲ್ಕ, 50 kWh ವರೆಗೆ     50 kWh   4.10  205.00
        ಬಳಕೆ ಶುಲ್ಕ, 50 ರಿಂದ 100 kWh  40 kWh   5.60  224.00
        ನಿಗದಿತ ಶುಲ್ಕ                   3 kW  50.00  150.00
        FPPCA                        90 kWh   0.36   32.40
        ಬಳಕೆಯ ಮೇಲಿನ ತೆರಿಗೆ           429.00    9 %   38.61
        ಪೂರ್ಣಾಂಕ ಹೊಂದಾಣಿಕೆ                           -0.01

        ಈ ಬಿಲ್
        ಶುಲ್ಕ                                                           ಪ್ರಮಾಣ     ದರ    ಮೊತ್ತ
        ಬಳಕೆ ಶುಲ್ಕ, 50 kWh ವರೆಗೆ                                        50 kWh   4.10   205.00
        ಬಳಕೆ ಶುಲ್ಕ, 50 ರಿಂದ 100 kWh                                     43 kWh   5.60   240.80
        ನಿಗದಿತ ಶುಲ್ಕ                                                      3 kW  50.00   150.00
        FPPCA                                                           93 kWh   0.36    33.48
        ಬಳಕೆಯ ಮೇಲಿನ ತೆರಿಗೆ                                              445.80    9 %    40.12
        ಪೂರ್ಣಾಂಕ ಹೊಂದಾಣಿಕೆ                                                               -0.40
        ಬಿಲ್ B/26-27/00000002 ಅಂದಾಜು 180 kWh ಆಗಿತ್ತು; ನಿಜ ಬಳಕೆ 90 kWh  -90 kWh         -717.00
        ಖಾತೆಯಲ್ಲಿ ಜಮೆಯಾಗಿ ಇರಿಸಲಾಗಿದೆ                                                     48.00
        ಒಟ್ಟು                                                                    ₹0.00
        ಹಿಂದಿನ ಬಾಕಿ                                                          ₹2,034.00
        = ಪಾವತಿಸಬೇಕಾದ ಒಟ್ಟು ಮೊತ್ತ                                            ₹2,034.00
        ಸೂಚನೆ: ಹಿಂದಿನ ಅಂದಾಜು ಬಿಲ್‌ಗಳನ್ನು ಈ ಬಿಲ್‌ನಲ್ಲಿ ಸರಿಪಡಿಸಲಾಗಿದೆ.
        ಸೂಚನೆ: ಈ ಬಿಲ್‌ನ ಜಮೆಯನ್ನು ಹಿಂದಿನ ಬಿಲ್‌ಗಳಿಗೆ ಹೊಂದಿಸಲಾಗಿದೆ: B/26-27/00000001 ₹48.00.

        ನಿಮ್ಮ ಬಳಕೆ
        ಸೆಪ್ಟೆಂ 26                                                                 100
        ಅಕ್ಟೋ                                                                       90
        ನವೆಂ                                                                        93
        QR: COUNTERFOIL BILL B/26-27/00000003 INR 2034.00 2026-12-06 E-1001
        ------------------------------------------------------------------------------
        Thank you. Keep this receipt.
    "#]].assert_eq(&hall.bill_text(bill.id));
    let shown: Vec<String> = bill.lines.iter().map(|line| line.label.clone()).collect();
    assert!(
        shown.contains(&"Energy charge, up to 50 kWh".to_owned()),
        "the screens speak English: {shown:?}"
    );

    let neighbour = office.used("रमा देवी", 120);
    hall.speaks(&neighbour, "hi");
    let text = hall.bill_text(hall.issues_bill(maya, &neighbour, "2026-11-21").unwrap().id);
    assert!(text.contains("ऊर्जा प्रभार, 50 से 100 kWh") && text.contains("पूर्णांकन"), "{text}");

    hall.speaks(&account, "hi");
    let before = hall.bill_text(bill.id);
    assert!(before.contains("ನಿಜ ಬಳಕೆ"), "an issued bill keeps the language it was issued in: {before}");
}

#[test]
fn an_estimate_that_was_too_high_is_made_good_by_the_next_reading() {
    let office = Office::opens();
    let Office { hall, maya, .. } = &office;
    let account = office.account("Asha Rao");
    hall.round(
        &account,
        "M-1",
        &[read("2026-08-05", "1000"), read("2026-09-05", "1100"), read("2026-10-05", "1280").estimated()],
    );
    let measured = hall.issues_bill(maya, &account, "2026-09-05").unwrap();
    let estimated = hall.issues_bill(maya, &account, "2026-10-05").unwrap();
    assert_eq!((measured.units.as_str(), estimated.units.as_str()), ("100", "180"));

    // 1100 to 1283 in 61 days: 90 for September, 93 for October; 180 were billed for September.
    hall.round(&account, "M-1", &[read("2026-11-05", "1283")]);
    let trued = hall.issues_bill(maya, &account, "2026-11-21").unwrap();

    assert_eq!(trued.units, "93");
    let truth =
        hall.sees_bill(maya, trued.id).unwrap().basis.expect("it was read").truth.expect("it is told");
    assert_eq!((truth.since.to_string(), truth.days), ("2026-09-05".into(), 61));
    let band = &truth.bands[0];
    assert_eq!((&*band.opened, &*band.closed, &*band.total), ("1100", "1283", "183"), "read, not estimated");
    let [september, october] = &truth.periods[..] else { panic!("two periods: {:?}", truth.periods) };
    assert_eq!(
        (&*september.bill, &*september.estimated, &*september.units),
        (&*estimated.number, "180", "90")
    );
    assert_eq!((&*october.bill, &*october.units), ("", "93"));
    let back = september.charged.unwrap().minus(september.costs);
    assert_eq!(back, Some(whole(717)), "what the line takes back is the difference of the two");
    expect![[r#"
        Mangalore Utility Branch                                                  Bill
        Light House Hill Road                                         B/26-27/00000002
        Hampankatta                                                        21 Nov 2026
        Mangaluru 575001
        Phone 0824 242 0000
        GSTIN 29ABCDE1234F1Z5
        ------------------------------------------------------------------------------
        Customer         Asha Rao
                         1 Car Street, Mangaluru
        Account          E-1001
        Service          Electricity
                         Meter M-1
        Period           5 Sep 2026 – 4 Oct 2026
        Issued           21 Nov 2026
        Due              6 Dec 2026
        Tariff           LT-2a Domestic
                         in force from 1 Apr 2026
        Sanctioned load  3 kW
        Units            180 kWh E
                         30 days

        To pay by 6 Dec 2026                                                 ₹2,082.00
        Rupees two thousand eighty-two only

        Readings
        Meter  Previous  Present  Units
        M-1        1100   1280 E    180
        Charge                             Quantity   Rate  Amount
        Energy charge, up to 50 kWh          50 kWh   4.10  205.00
        Energy charge, over 50 to 100 kWh    50 kWh   5.60  280.00
        Energy charge, over 100 kWh          80 kWh   7.15  572.00
        Fixed charge                           3 kW  50.00  150.00
        FPPCA                               180 kWh   0.36   64.80
        Tax on consumption                  1057.00    9 %   95.13
        Rounding                                              0.07
        Total                                                                ₹1,367.00
        Earlier bills still open                                               ₹715.00
        = To pay in all                                                      ₹2,082.00
        This bill, from 7 Dec 2026                                           ₹1,380.67
        Note: E: estimated. It is made good by the next reading that is taken.

        Your use
        Sep 26                                                                     100
        Oct                                                                        180
        QR: COUNTERFOIL BILL B/26-27/00000002 INR 2082.00 2026-12-06 E-1001
        ------------------------------------------------------------------------------
        Thank you. Keep this receipt.
    "#]]
    .assert_eq(&hall.bill_text(estimated.id));
    expect![[r#"
        Mangalore Utility Branch                                                  Bill
        Light House Hill Road                                         B/26-27/00000003
        Hampankatta                                                        21 Nov 2026
        Mangaluru 575001
        Phone 0824 242 0000
        GSTIN 29ABCDE1234F1Z5
        ------------------------------------------------------------------------------
        Customer         Asha Rao
                         1 Car Street, Mangaluru
        Account          E-1001
        Service          Electricity
                         Meter M-1
        Period           5 Oct 2026 – 4 Nov 2026
        Issued           21 Nov 2026
        Due              6 Dec 2026
        Tariff           LT-2a Domestic
                         in force from 1 Apr 2026
        Sanctioned load  3 kW
        Units            93 kWh
                         31 days

        To pay by 6 Dec 2026                                                 ₹2,034.00
        Rupees two thousand thirty-four only

        Readings
        Meter  Previous  Present  Units
        M-1      1280 E     1283      3

        How the estimates are made good
        Period                                               Estimated  Used  Charged then  Costs in truth  Difference
        B/26-27/00000002 (5 Sep 2026 – 4 Oct 2026, 30 days)        180    90      1,367.00          650.00     -717.00
        This bill (5 Oct 2026 – 4 Nov 2026, 31 days)                      93                        669.00
        Used: Read 1100 on 5 Sep 2026 and 1283 now: 183 kWh in 61 days, shared by days.

        Costs in truth: B/26-27/00000002
        Charge                             Quantity   Rate  Amount
        Energy charge, up to 50 kWh          50 kWh   4.10  205.00
        Energy charge, over 50 to 100 kWh    40 kWh   5.60  224.00
        Fixed charge                           3 kW  50.00  150.00
        FPPCA                                90 kWh   0.36   32.40
        Tax on consumption                   429.00    9 %   38.61
        Rounding                                             -0.01

        This bill
        Charge                                                                 Quantity   Rate   Amount
        Energy charge, up to 50 kWh                                              50 kWh   4.10   205.00
        Energy charge, over 50 to 100 kWh                                        43 kWh   5.60   240.80
        Fixed charge                                                               3 kW  50.00   150.00
        FPPCA                                                                    93 kWh   0.36    33.48
        Tax on consumption                                                       445.80    9 %    40.12
        Rounding                                                                                  -0.40
        Bill B/26-27/00000002 was on an estimate of 180 kWh; 90 kWh were used   -90 kWh         -717.00
        Kept as credit on the account                                                             48.00
        Total                                                                    ₹0.00
        Earlier bills still open                                             ₹2,034.00
        = To pay in all                                                      ₹2,034.00
        Note: This bill makes good what was billed on estimates before.
        Note: Credit of this bill is set off against earlier ones: B/26-27/00000001 ₹48.00.

        Your use
        Sep 26                                                                     100
        Oct                                                                         90
        Nov                                                                         93
        QR: COUNTERFOIL BILL B/26-27/00000003 INR 2034.00 2026-12-06 E-1001
        ------------------------------------------------------------------------------
        Thank you. Keep this receipt.
    "#]]
    .assert_eq(&hall.bill_text(trued.id));
    hall.books_balance();
}

#[test]
fn a_use_below_zero_becomes_credit_and_the_next_bill_uses_it() {
    let office = Office::opens();
    let Office { hall, maya, .. } = &office;
    let account = office.account("Asha Rao");
    hall.round(&account, "M-1", &[read("2026-08-05", "1000"), read("2026-09-05", "1600").estimated()]);
    let estimated = hall.issues_bill(maya, &account, "2026-09-05").unwrap();
    hall.pays_all(maya, &account);
    hall.round(&account, "M-1", &[read("2026-10-05", "1100")]);

    let trued = hall.issues_bill(maya, &account, "2026-10-05").unwrap();

    assert_eq!(trued.total, Money::ZERO, "no bill claims less than nothing");
    let credit = hall.credit_of(&account);
    assert!(credit > 0, "what was billed too much is kept for the customer");
    expect![[r#"
        Mangalore Utility Branch                                                  Bill
        Light House Hill Road                                         B/26-27/00000002
        Hampankatta                                                        21 Nov 2026
        Mangaluru 575001
        Phone 0824 242 0000
        GSTIN 29ABCDE1234F1Z5
        ------------------------------------------------------------------------------
        Customer         Asha Rao
                         1 Car Street, Mangaluru
        Account          E-1001
        Service          Electricity
                         Meter M-1
        Period           5 Sep 2026 – 4 Oct 2026
        Issued           21 Nov 2026
        Due              6 Dec 2026
        Tariff           LT-2a Domestic
                         in force from 1 Apr 2026
        Sanctioned load  3 kW
        Units            49 kWh
                         30 days

        Nothing to pay                                                           ₹0.00

        Readings
        Meter  Previous  Present  Units
        M-1      1600 E     1100   -500

        How the estimates are made good
        Period                                               Estimated  Used  Charged then  Costs in truth  Difference
        B/26-27/00000001 (5 Aug 2026 – 4 Sep 2026, 31 days)        600    51      4,791.00          398.00   -4,393.00
        This bill (5 Sep 2026 – 4 Oct 2026, 30 days)                      49                        387.00
        Used: Read 1000 on 5 Aug 2026 and 1100 now: 100 kWh in 61 days, shared by days.

        Costs in truth: B/26-27/00000001
        Charge                             Quantity   Rate  Amount
        Energy charge, up to 50 kWh          50 kWh   4.10  205.00
        Energy charge, over 50 to 100 kWh     1 kWh   5.60    5.60
        Fixed charge                           3 kW  50.00  150.00
        FPPCA                                51 kWh   0.36   18.36
        Tax on consumption                   210.60    9 %   18.95
        Rounding                                              0.09

        This bill
        Charge                                                                 Quantity   Rate     Amount
        Energy charge, up to 50 kWh                                              49 kWh   4.10     200.90
        Fixed charge                                                               3 kW  50.00     150.00
        FPPCA                                                                    49 kWh   0.36      17.64
        Tax on consumption                                                       200.90    9 %      18.08
        Rounding                                                                                     0.38
        Bill B/26-27/00000001 was on an estimate of 600 kWh; 51 kWh were used  -549 kWh         -4,393.00
        Kept as credit on the account                                                            4,006.00
        Total                                                                    ₹0.00
        = Still to pay                                                           ₹0.00
        Credit on your account                                               ₹4,006.00
        Note: This bill makes good what was billed on estimates before.
        Note: Last payment: receipt C1/26-27/000001, 21 Nov 2026, ₹4,791.00

        Your use
        Sep 26                                                                      51
        Oct                                                                         49
        QR: COUNTERFOIL BILL B/26-27/00000002 INR 0.00 2026-12-06 E-1001
        ------------------------------------------------------------------------------
        Thank you. Keep this receipt.
    "#]]
    .assert_eq(&hall.bill_text(trued.id));

    hall.round(&account, "M-1", &[read("2026-11-05", "1150")]);
    let next = hall.issues_bill(maya, &account, "2026-11-21").unwrap();
    assert!(next.credit_used.is_positive());
    assert_eq!(
        next.left,
        next.total.minus(next.credit_used).unwrap(),
        "the credit was used in the same commit"
    );
    assert_eq!(hall.credit_of(&account), credit - next.credit_used.minor());
    assert_eq!(
        hall.sees_bill(maya, estimated.id).unwrap().total,
        estimated.total,
        "the estimated bill stands as it was issued"
    );
    hall.books_balance();
}

/// What a bill says of how its readings came about: the row of its units, its registers, its notes.
fn about_readings(text: &str) -> String {
    let of_readings =
        |line: &&str| ["Units ", "M-1 ", "Note: ", "Used: "].iter().any(|at| line.trim().starts_with(at));
    text.lines().filter(of_readings).map(|line| format!("{line}\n")).collect()
}

#[test]
fn a_provisional_reading_is_marked_on_its_bill_and_made_good_by_the_next_actual_one() {
    let office = Office::opens();
    let Office { hall, maya, .. } = &office;
    let account = office.account("Asha Rao");
    let ravi = hall.clerk("ravi");
    hall.round(&account, "M-1", &[read("2026-08-05", "1000"), read("2026-09-05", "1100")]);
    let measured = hall.issues_bill(maya, &account, "2026-09-05").unwrap();

    // Told over the telephone by somebody who would not swear to it.
    let told = hall.reading(&account, "2026-10-05", "1220").kind("provisional").entered(&ravi).unwrap();
    assert_eq!((told.kind, told.fate.as_str()), (ReadingKind::Provisional, "good"));
    let provisional = hall.issues_bill(maya, &account, "2026-10-05").unwrap();
    assert_eq!(provisional.units, "120");
    expect![[r#"
        Units            120 kWh P
        M-1        1100   1220 P    120
        Note: P: provisional. It is made good by the next reading that is taken.
    "#]]
    .assert_eq(&about_readings(&hall.bill_text(provisional.id)));

    // The next actual reading says that 90 + 93 were used: what was charged too much comes back.
    hall.reads(&ravi, &account, &[("2026-11-05", 1_283)]);
    let trued = hall.issues_bill(maya, &account, "2026-11-21").unwrap();
    assert_eq!(trued.units, "93");
    expect![[r#"
        Units            93 kWh
        M-1      1220 P     1283     63
        Used: Read 1100 on 5 Sep 2026 and 1283 now: 183 kWh in 61 days, shared by days.
        Note: This bill makes good what was billed on estimates before.
    "#]]
    .assert_eq(&about_readings(&hall.bill_text(trued.id)));
    let truth =
        hall.sees_bill(maya, trued.id).unwrap().basis.expect("it was read").truth.expect("it is told");
    let [september, _] = &truth.periods[..] else { panic!("two periods: {:?}", truth.periods) };
    assert_eq!((&*september.estimated, &*september.units), ("120", "90"));
    let back = trued.lines.iter().find(|line| line.quantity == "-30 kWh").unwrap();
    assert_eq!(Some(back.amount), september.costs.minus(september.charged.unwrap()), "{}", back.label);
    assert_eq!(measured.units, "100", "what was measured stays as it was billed");
    hall.books_balance();
}

#[test]
fn credit_that_a_reading_leaves_pays_the_very_estimate_that_was_too_high() {
    let office = Office::opens();
    let Office { hall, maya, .. } = &office;
    let account = office.account("Asha Rao");
    hall.round(&account, "M-1", &[read("2026-08-05", "1000"), read("2026-09-05", "1600").estimated()]);
    let estimated = hall.issues_bill(maya, &account, "2026-09-05").unwrap();
    assert_eq!(estimated.left, whole(4_791));
    hall.switches(maya, &account, "active", Some("2026-11-25"));
    hall.round(&account, "M-1", &[read("2026-10-05", "1100")]);

    let seen = hall.previews_bill(maya, &account, "2026-10-05").unwrap();
    assert_eq!((seen.set_off, seen.arrears, seen.payable), (whole(4_006), whole(785), whole(785)));
    let trued = hall.runs_bills(maya, "C01", "2026-10-05").unwrap();
    assert_eq!(trued.bills, 1);
    let trued = hall.bills_of(maya, &account).unwrap().remove(0);

    let left = |of: &foil_app::billing::views::BillView| hall.sees_bill(maya, of.id).unwrap().left;
    assert_eq!((left(&estimated), hall.credit_of(&account)), (whole(785), 0), "in the bill's own commit");
    let told: Vec<_> = trued.set_off.iter().map(|s| (s.number.as_str(), s.amount)).collect();
    assert_eq!(told, [(estimated.number.as_str(), whole(4_006))]);
    let paper = hall.bill_text(trued.id);
    assert!(
        paper.contains("Credit of this bill is set off against earlier ones: B/26-27/00000001 ₹4,006.00."),
        "{paper}"
    );
    expect![[r#"
        date,kind,number,amount,balance
        2026-11-01,opening,,,0.00
        2026-11-21,bill,B/26-27/00000001,4791.00,4791.00
        2026-11-21,bill,B/26-27/00000002,-4006.00,785.00
        2026-11-30,closing,,,785.00
    "#]]
    .assert_eq(&hall.statement(maya, &account, "2026-11-01", "2026-11-30"));
    hall.books_balance();

    // Who pays the rest, and whose bill is then taken back, owes what the estimate said once more.
    hall.pays_all(maya, &account);
    assert_eq!(left(&estimated), Money::ZERO);
    hall.cancels(maya, trued.id).unwrap();
    assert_eq!((left(&estimated), hall.credit_of(&account)), (whole(4_006), 0));
    hall.books_balance();
}

#[test]
fn what_credit_is_set_off_against_has_borne_its_surcharge() {
    let office = Office::opens();
    let Office { hall, maya, .. } = &office;
    let account = office.account("Asha Rao");
    hall.round(&account, "M-1", &[read("2026-08-05", "1000"), read("2026-09-05", "1600").estimated()]);
    let estimated = hall.issues_bill(maya, &account, "2026-09-05").unwrap();
    hall.days_pass(maya, 20);
    hall.round(&account, "M-1", &[read("2026-10-05", "1100")]);
    let seen = hall.previews_bill(maya, &account, "2026-10-05").unwrap();
    let trued = hall.issues_bill(maya, &account, "2026-10-05").unwrap();
    let bills = hall.bills_of(maya, &account).unwrap();
    let others = bills.iter().filter(|bill| bill.id != trued.id).map(|bill| bill.left);
    assert_eq!(Money::sum(others), Some(seen.arrears), "what is owed beside it was told to the coin");
    // 4,791 less 4,006, and what that month cost on the 398 that were owed in truth.
    assert_eq!(seen.arrears, Money::from_minor(78_500 + 398));
    assert!(hall.bill_text(trued.id).contains("788.98"), "{}", hall.bill_text(trued.id));
    let on_it = bills.iter().find(|bill| bill.kind.as_str() == "surcharge").expect("a month had begun");
    assert_eq!((on_it.parent, on_it.total), (Some(estimated.id), Money::from_minor(4_791)), "1 % of 4 791");
    assert_eq!(on_it.left, Money::from_minor(398), "4,393 of that were never owed");
    hall.books_balance();
}

#[test]
fn a_surcharge_on_what_an_estimate_was_too_high_falls_with_the_reading_and_is_charged_anew_without_it() {
    let office = Office::opens();
    let Office { hall, maya, .. } = &office;
    let account = office.account("Asha Rao");
    hall.round(&account, "M-1", &[read("2026-08-05", "1000"), read("2026-09-05", "1600").estimated()]);
    hall.issues_bill(maya, &account, "2026-09-05").unwrap();
    hall.days_pass(maya, 20);
    hall.pays_all(maya, &account);
    let surcharges = || {
        let bills = hall.bills_of(maya, &account).unwrap().into_iter();
        let late = bills.filter(|b| b.kind.as_str() == "surcharge" && b.state != BillState::Cancelled);
        late.map(|b| (b.total.minor(), b.left.minor())).collect::<Vec<_>>()
    };
    assert_eq!(surcharges(), [(4_791, 0)], "1 % of 4,791, and paid");

    hall.round(&account, "M-1", &[read("2026-10-05", "1100")]);
    let trued = hall.issues_bill(maya, &account, "2026-10-05").unwrap();
    assert_eq!(hall.credit_of(&account), rupees(4_006) + 4_393, "1 % of the 4,393 that were never owed");
    assert!(hall.bill_text(trued.id).contains("4,049.93"), "{}", hall.bill_text(trued.id));

    hall.cancels(maya, trued.id).unwrap();
    assert_eq!((surcharges(), hall.credit_of(&account)), (vec![(4_791, 4_791)], 4_791), "as it was paid");
    hall.books_balance();

    hall.issues_bill(maya, &account, "2026-10-05").unwrap();
    assert_eq!((surcharges(), hall.credit_of(&account)), (vec![(4_791, 0)], rupees(4_006) + 4_393));
    hall.books_balance();
}

#[test]
fn what_an_estimate_was_too_high_is_late_only_once_the_bill_that_took_it_up_is_due() {
    let office = Office::opens();
    let Office { hall, maya, .. } = &office;
    let account = office.account("Asha Rao");
    hall.round(&account, "M-1", &[read("2026-08-05", "1000"), read("2026-09-05", "1600").estimated()]);
    let estimated = hall.issues_bill(maya, &account, "2026-09-05").unwrap();
    hall.days_pass(maya, 20);
    hall.round(&account, "M-1", &[read("2026-10-05", "2140")]);
    let trued = hall.issues_bill(maya, &account, "2026-10-05").unwrap();
    assert!(
        trued.total.is_positive(),
        "it takes off its own charges what the estimate was too high: {:?}",
        trued.total
    );
    let on_it = || {
        let bills = hall.bills_of(maya, &account).unwrap();
        let late = bills.iter().filter(|b| b.kind.as_str() == "surcharge" && b.parent == Some(estimated.id));
        late.map(|b| b.total.minor()).collect::<Vec<_>>()
    };
    assert_eq!((trued.due_on.to_string(), on_it()), ("2026-12-26".to_owned(), vec![]));
    hall.days_pass(maya, 12);
    hall.runs_the_ladder(maya);
    assert_eq!(on_it(), [4_620], "1 % of 4,791 less the 171 that the later bill is due for");
    hall.days_pass(maya, 31);
    hall.runs_the_ladder(maya);
    assert_eq!(on_it(), [171, 4_620, 4_620], "and of those from the day on which that bill is late, too");
    hall.books_balance();
}

/// What everything that tells what is late says of an account that stands alone in its office: its card, the ladder, the
/// class of its ticket, what is open by age, the report of it, the day's list and the defaulter register.
struct Late<'a> {
    office: &'a Office,
    account: &'a Account,
    /// Who may count no drawer is told of a day that is not over.
    omar: Person,
}

impl Late<'_> {
    fn card(&self) -> foil_app::customers::views::AccountView {
        let Office { hall, maya, .. } = self.office;
        let ask = json!({ "customer": self.account.customer });
        let card: foil_app::customers::views::CustomerCard = hall.ask(maya, "customer_card", ask).unwrap();
        card.accounts.into_iter().find(|one| one.id == self.account.id).expect("its account")
    }

    /// Fails where one of them says something else than that so much is late, since so many days; beside what is not due.
    fn is(&self, late: i64, days: i64, not_due: i64) {
        let Office { hall, maya, .. } = self.office;
        let card = self.card();
        assert_eq!(card.overdue.minor(), late, "the card");
        let since = if late > 0 { Lateness::Overdue(days) } else { card.lateness };
        assert_eq!(card.lateness, since, "the card");
        let overdue =
            |one: &foil_app::billing::views::OpenBillView| matches!(one.lateness, Lateness::Overdue(_));
        assert_eq!(card.open_bills.iter().any(overdue), late > 0, "its bills");
        let standing = hall.arrears_of(maya, self.account).unwrap().standing;
        assert_eq!(standing.overdue.minor(), late, "the ladder");
        let class = if late > 0 { format!("(overdue {days}d)") } else { "(regular)".to_owned() };
        let queue = hall.queue_text(maya);
        assert!(queue.contains(&class), "{class}: {queue}");

        let aging: foil_app::arrears::views::AgingView = hall.ask(maya, "aging", json!({})).unwrap();
        let sums = aging.all;
        let told = [sums.to_30, sums.to_60, sums.to_90, sums.over_90].map(Money::minor).iter().sum::<i64>();
        assert_eq!(
            (told, sums.not_due.minor(), sums.late_accounts),
            (late, not_due, i64::from(late > 0)),
            "what is open by age"
        );
        let today = hall.frame(maya).unwrap().business_on;
        let ask = json!({ "report": "aging", "from": today, "to": today });
        let report: foil_app::reports::views::ReportView = hall.ask(&self.omar, "report", ask).unwrap();
        let told = report.total.now.last().copied().flatten().unwrap_or_default();
        assert_eq!(told, late, "the report of it: {:?}", report.total);
        self.is_in_the_files(late);
    }

    /// The month's pack and the month's list, of today.
    fn is_in_the_files(&self, late: i64) {
        let (hall, omar) = (&self.office.hall, &self.omar);
        let today = hall.frame(omar).unwrap().business_on.to_string();
        let folder = hall.folder().join(hall.request());
        let month = json!({ "month": &today[..7], "folder": folder });
        let pack = hall.does_job(omar, "export_pack", month.clone()).unwrap();
        assert_eq!(pack.state, "done", "{}", pack.result);
        let path = pack.result["path"].as_str().unwrap();
        let report: foil_app::audit::views::VerifyReport =
            hall.ask(omar, "verify", json!({ "path": path, "book": true })).unwrap();
        assert_eq!(report.findings, Vec::<String>::new());
        let sum = |text: &str, column: &str| -> i64 {
            let mut lines = text.lines();
            let at = lines.next().unwrap().split(',').position(|name| name == column).expect("its column");
            let of =
                |line: &str| line.split(',').nth(at).map(|amount| amount.replace('.', "").parse::<i64>());
            lines.filter(|line| !line.starts_with('#')).map(|line| of(line).unwrap().unwrap()).sum()
        };
        let mut zip = zip::ZipArchive::new(std::fs::File::open(path).unwrap()).unwrap();
        let mut text = String::new();
        std::io::Read::read_to_string(&mut zip.by_name("registers/defaulters.csv").unwrap(), &mut text)
            .unwrap();
        assert_eq!(sum(&text, "left"), late, "the defaulter register: {text}");
        let register = text;
        let made = hall.does_job(omar, "export_month", month).unwrap();
        assert_eq!(made.state, "done", "{}", made.result);
        let list = folder.join(format!("audit-{}", &today[..7])).join("overdue.csv");
        let text = std::fs::read_to_string(list).unwrap();
        assert_eq!(sum(&text, "left"), late, "the list of what is overdue: {text}");
        // Both tell one age of the same money.
        let of = |text: &str, column: &str| -> Vec<String> {
            let mut lines = text.lines();
            let at = lines.next().unwrap().split(',').position(|name| name == column).expect("its column");
            let rows = lines.filter(|line| !line.starts_with('#'));
            rows.map(|line| line.split(',').nth(at).unwrap().to_owned()).collect()
        };
        for (bucket, column) in
            [("0-30", "to_30"), ("31-60", "to_60"), ("61-90", "to_90"), ("over 90", "over_90")]
        {
            let rows = of(&text, "bucket").into_iter().zip(of(&text, "left"));
            let rows = rows.filter(|(of, _)| of == bucket).map(|(_, left)| left.replace('.', ""));
            let listed: i64 = rows.map(|left| left.parse::<i64>().unwrap()).sum();
            assert_eq!(listed, sum(&register, column), "{column}: {text} {register}");
        }
        let oldest = of(&register, "oldest_due_on").into_iter().next();
        assert_eq!(of(&text, "due_on").into_iter().min(), oldest, "{text} {register}");
    }
}

#[test]
fn money_that_nobody_directs_pays_what_is_late_before_what_a_later_bill_has_taken_up() {
    let office = Office::opens();
    let Office { hall, maya, cycle } = &office;
    hall.tariff(&hall.admin("uma"), &without_late_rule());
    let account = hall.supplied("Asha Rao", "LT-2a Patient", *cycle);
    hall.round(&account, "M-1", &[read("2026-08-05", "1000"), read("2026-09-05", "1600").estimated()]);
    let estimated = hall.issues_bill(maya, &account, "2026-09-05").unwrap();
    hall.days_pass(maya, 3);
    let visit = hall.charges(maya, &account, "other", rupees(500)).unwrap();
    hall.days_pass(maya, 11);
    let next = hall.charges(maya, &account, "other", rupees(40)).unwrap();
    hall.days_pass(maya, 6);
    hall.takes_ticket(maya, &account).unwrap();
    hall.round(&account, "M-1", &[read("2026-10-05", "1640")]);
    let trued = hall.issues_bill(maya, &account, "2026-10-05").unwrap();
    let too_high = trued.lines.iter().filter(|line| line.label.contains("was on an estimate"));
    let too_high = -too_high.map(|line| line.amount.minor()).sum::<i64>();
    let late_of_it = estimated.left.minor() - too_high;
    assert!(too_high > rupees(500), "{too_high}");
    let late = Late { office: &office, account: &account, omar: hall.official("omar") };
    let not_due = rupees(40) + trued.left.minor() + too_high;
    late.is(late_of_it + rupees(500), 5, not_due);

    // What is late of the estimate, which is due first by its own date, and the charge; the rest is not due yet.
    let pays = late_of_it + rupees(500);
    let seen = hall.visit(maya).account(&account).pays_paise(pays).cash_paise(pays).preview().unwrap();
    let seen: Vec<(BillId, i64, i64)> =
        seen.lines.iter().map(|line| (line.bill, line.due.minor(), line.paid.minor())).collect();
    assert_eq!(
        seen,
        [
            (estimated.id, estimated.left.minor(), late_of_it),
            (visit.id, rupees(500), rupees(500)),
            (next.id, rupees(40), 0),
            (trued.id, trued.left.minor(), 0),
        ]
    );
    let left =
        || [&estimated, &visit, &next, &trued].map(|of| hall.sees_bill(maya, of.id).unwrap().left.minor());
    let before = left();
    hall.visit(maya).account(&account).pays_paise(pays).cash_paise(pays).take().unwrap();
    let paid = [too_high, 0, rupees(40), trued.left.minor()];
    assert_eq!(left(), paid, "as it was shown");
    late.is(0, 0, not_due);
    let card = late.card();
    assert_eq!(card.late_from.map(|day| day.to_string()).as_deref(), Some("2026-12-20"));
    let open: Vec<_> = card.open_bills.iter().map(|bill| (bill.id, bill.late_from.to_string())).collect();
    let order = [(next.id, "2026-12-20"), (estimated.id, "2026-12-26"), (trued.id, "2026-12-26")];
    assert_eq!(open, order.map(|(id, day)| (id, day.to_owned())), "what is due first stands first");
    let later: Vec<_> =
        card.open_bills[1].later.iter().map(|part| (part.due_on, part.amount.minor())).collect();
    assert_eq!(later, [(trued.due_on, too_high)]);
    hall.books_balance();

    // It goes back and is done again to the coin; and who directs the money may pay the estimate all the same.
    hall.undoes(maya).unwrap();
    assert_eq!(left(), before);
    hall.redoes(maya).unwrap();
    assert_eq!(left(), paid);
    hall.undoes(maya).unwrap();
    let whole = estimated.left.minor() / 100;
    hall.visit(maya).account(&account).onto(estimated.id, "bill", whole).pays(whole).take().unwrap();
    assert_eq!(left()[..2], [estimated.left.minor() - rupees(whole), rupees(500)]);
    hall.books_balance();
}

#[test]
fn each_part_of_a_claim_that_is_late_by_its_own_date_is_told_with_its_own_age() {
    let office = Office::opens();
    let Office { hall, maya, cycle } = &office;
    hall.tariff(&hall.admin("uma"), &without_late_rule());
    let account = hall.supplied("Asha Rao", "LT-2a Patient", *cycle);
    hall.round(&account, "M-1", &[read("2026-08-05", "1000"), read("2026-09-05", "1600").estimated()]);
    let estimated = hall.issues_bill(maya, &account, "2026-09-05").unwrap();
    hall.days_pass(maya, 20);
    hall.round(&account, "M-1", &[read("2026-10-05", "1640")]);
    let trued = hall.issues_bill(maya, &account, "2026-10-05").unwrap();
    hall.days_pass(maya, 31);
    hall.takes_ticket(maya, &account).unwrap();
    let late = Late { office: &office, account: &account, omar: hall.official("omar") };
    late.is(estimated.left.minor() + trued.left.minor(), 36, 0);
    let later = late.card().open_bills[0].later[0].amount;
    let aging: foil_app::arrears::views::AgingView = hall.ask(maya, "aging", json!({})).unwrap();
    assert_eq!(aging.all.to_30, later.plus(trued.left).unwrap(), "since the last day of the later bill");
    hall.books_balance();
}

#[test]
fn what_a_later_bill_has_taken_up_is_late_on_no_screen_and_in_no_file_before_that_bill_is() {
    let office = Office::opens();
    let Office { hall, maya, cycle } = &office;
    hall.tariff(&hall.admin("uma"), &without_late_rule());
    let account = hall.supplied("Asha Rao", "LT-2a Patient", *cycle);
    hall.round(&account, "M-1", &[read("2026-08-05", "1000"), read("2026-09-05", "1600").estimated()]);
    let estimated = hall.issues_bill(maya, &account, "2026-09-05").unwrap();
    hall.days_pass(maya, 20);
    hall.takes_ticket(maya, &account).unwrap();
    let late = Late { office: &office, account: &account, omar: hall.official("omar") };
    let whole = estimated.left.minor();
    late.is(whole, 5, 0);

    // The reading says how much too high it was, and takes that off its own charges.
    hall.round(&account, "M-1", &[read("2026-10-05", "1640")]);
    let trued = hall.issues_bill(maya, &account, "2026-10-05").unwrap();
    let too_high = trued.lines.iter().filter(|line| line.label.contains("was on an estimate"));
    let too_high = -too_high.map(|line| line.amount.minor()).sum::<i64>();
    let own = trued.left.minor();
    assert!(own > 0 && too_high > rupees(2_000), "{own}, {too_high}");
    late.is(whole - too_high, 5, own + too_high);

    // What is in dispute is none of it.
    let dispute = hall.disputes(maya, estimated.id, (whole - 1_000) / 100).unwrap();
    let disputed = dispute.amount.minor();
    late.is(disputed, 5, own + whole - disputed);
    hall.decides(maya, &dispute, "withdrawn").unwrap();

    // Who pays what is late has paid all that is; nobody calls the rest so.
    let rest = whole - too_high;
    hall.visit(maya).account(&account).pays_paise(rest).cash_paise(rest).take().unwrap();
    assert_eq!(hall.sees_bill(maya, estimated.id).unwrap().left.minor(), too_high);
    late.is(0, 0, own + too_high);
    assert!(!hall.bill_text(estimated.id).to_lowercase().contains("overdue"));
    hall.days_pass(maya, 15);
    hall.takes_ticket(maya, &account).unwrap();
    late.is(0, 0, own + too_high);

    // Its own last day has passed: all of it is late, since the day after.
    hall.days_pass(maya, 1);
    hall.takes_ticket(maya, &account).unwrap();
    late.is(own + too_high, 1, 0);
    let open = late.card().open_bills;
    assert!(open.iter().all(|bill| bill.lateness == Lateness::Overdue(1)), "{open:?}");

    // And of a day that is over it is told as it was.
    let ask = json!({ "report": "aging", "from": "2026-12-26", "to": "2026-12-26" });
    let report: foil_app::reports::views::ReportView = hall.ask(&late.omar, "report", ask).unwrap();
    assert!(report.rows.iter().all(|row| row.now.iter().flatten().all(|n| *n == 0)), "{report:?}");

    // Without the later bill it is late by its own date.
    hall.cancels(maya, trued.id).unwrap();
    late.is(too_high, 21, 0);
    hall.books_balance();
}

#[test]
fn of_a_run_that_is_to_go_the_plans_are_named_that_pay_its_bills_and_fall_with_it() {
    let office = Office::opens();
    let Office { hall, maya, cycle } = &office;
    // Where being late costs nothing: a surcharge would hold the run.
    hall.tariff(&hall.admin("uma"), &without_late_rule());
    let accounts = ["Asha Rao", "Bala Shetty"].map(|name| {
        let account = hall.supplied(name, "LT-2a Patient", *cycle);
        let meter = format!("M-{}", account.number);
        hall.round(&account, &meter, &[read("2026-10-05", "1000"), read("2026-11-05", "1120")]);
        account
    });
    let run = hall.runs_bills(maya, "C01", "2026-11-21").unwrap();
    hall.days_pass(maya, 30);
    let seen = || hall.sees_run(maya, run.id);
    assert_eq!((seen().planned.len(), seen().planned_in_all), (0, 0));
    let plan = hall.agrees_plan(maya, &accounts[1], 4, 5).unwrap();
    let bill = hall.bills_of(maya, &accounts[1]).unwrap().remove(0);

    let told = seen();
    let one = &told.planned[0];
    assert_eq!((told.planned.len(), told.planned_in_all), (1, 1));
    assert_eq!((&one.bill, &one.account, one.plan), (&bill.number, &accounts[1].number, plan.id));
    assert_eq!(one.falls, plan.total, "it pays nothing else");
    assert!(told.held.is_none(), "a plan alone holds no run");
    let runs: Vec<RunView> = hall.ask(maya, "bill_runs", json!({})).unwrap();
    assert!(runs[0].planned.is_empty(), "not in lists");

    hall.cancels_run(maya, &told).unwrap();
    let gone = hall.arrears_of(maya, &accounts[1]).unwrap().plan.unwrap();
    assert_eq!((gone.state.as_str(), gone.paid.minor()), ("cancelled", 0), "nobody has paid a coin");
    assert!(seen().planned.is_empty());
    hall.books_balance();
}

#[test]
fn of_a_run_that_is_to_go_the_instalments_are_told_that_its_credit_has_paid_and_that_are_open_again() {
    let office = Office::opens();
    let Office { hall, maya, cycle } = &office;
    hall.tariff(&hall.admin("uma"), &without_late_rule());
    let account = hall.supplied("Asha Rao", "LT-2a Patient", *cycle);
    hall.round(&account, "M-1", &[read("2026-08-05", "1000"), read("2026-09-05", "1600").estimated()]);
    hall.issues_bill(maya, &account, "2026-09-05").unwrap();
    hall.visit(maya).account(&account).take().unwrap();
    hall.charges(maya, &account, "other", rupees(6_000)).unwrap();
    hall.days_pass(maya, 30);
    let agreed = hall.agrees_plan(maya, &account, 4, 5).unwrap();
    let plan = || hall.arrears_of(maya, &account).unwrap().plan.unwrap();
    assert_eq!((plan().total, plan().paid), (whole(6_000), Money::ZERO));

    // The reading says that the estimate was too high: what it gives back pays the plan.
    hall.round(&account, "M-1", &[read("2026-10-05", "1100")]);
    let run = hall.runs_bills(maya, "C01", "2026-10-05").unwrap();
    let by_credit = plan().paid;
    assert!(by_credit > whole(3_000), "{by_credit:?}");

    let told = hall.sees_run(maya, run.id);
    assert!(told.held.is_none(), "{:?}", told.held);
    assert_eq!((told.planned.len(), told.planned_in_all), (1, 1), "and no more than are named");
    let one = &told.planned[0];
    assert_eq!((one.plan, one.falls, one.reopens), (agreed.id, Money::ZERO, by_credit));
    let bill = hall.bills_of(maya, &account).unwrap().into_iter().find(|b| b.run == Some(run.id)).unwrap();
    let would = json!({ "bill": bill.id, "kind": "cancel", "amount": null });
    let would = hall.call(maya, "preview_correction", would).unwrap();
    assert_eq!(
        (&would["plan"], &would["plan_falls"], &would["plan_reopens"]),
        (&json!(agreed.id), &json!(0), &json!(by_credit)),
        "the same of the bill alone"
    );

    hall.cancels_run(maya, &told).unwrap();
    assert_eq!((plan().total, plan().paid), (whole(6_000), Money::ZERO));
    hall.books_balance();
}

#[test]
fn of_a_run_those_bills_are_named_whose_credit_was_used_and_none_whose_credit_is_set_off() {
    let office = Office::opens();
    let Office { hall, maya, .. } = &office;
    let accounts = ["Asha Rao", "Bala Shetty", "Chitra"].map(|name| office.account(name));
    let meters = ["M-1", "M-2", "M-3"];
    for (at, account) in accounts.iter().enumerate() {
        let readings = [read("2026-08-05", "1000"), read("2026-09-05", "1600").estimated()];
        hall.round(account, meters[at], &readings);
        let estimated = hall.issues_bill(maya, account, "2026-09-05").unwrap();
        // What the second one owes takes all of the credit that it will get.
        if at != 1 {
            hall.visit(maya).account(account).onto(estimated.id, "bill", 2_000).pays(2_000).take().unwrap();
        }
        hall.round(account, meters[at], &[read("2026-10-05", "1100")]);
    }
    let run = hall.runs_bills(maya, "C01", "2026-10-05").unwrap();
    assert_eq!((run.bills, hall.sees_run(maya, run.id).used_in_all), (3, 0), "nobody has used any");
    let credits = accounts.each_ref().map(|account| hall.credit_of(account));
    assert_eq!(credits, [rupees(1_215), 0, rupees(1_215)]);
    let used = [(&accounts[0], rupees(1_215)), (&accounts[2], rupees(10))];
    for (account, paise) in used {
        hall.charges(maya, account, "other", paise).unwrap();
        hall.visit(maya).account(account).pays(0).with_credit().take().unwrap();
    }
    let number = |account: &Account| {
        let bills = hall.bills_of(maya, account).unwrap();
        bills.into_iter().find(|bill| bill.run == Some(run.id)).unwrap().number
    };
    let seen = hall.sees_run(maya, run.id);
    assert_eq!(seen.used, used.map(|(account, _)| number(account)));
    assert_eq!(seen.used_in_all, 2);
    let few = hall.office().book().read(|tx| foil_store::runs::lack_credit(tx, run.id, 1)).unwrap();
    assert_eq!(few, (vec![number(&accounts[0])], 2), "and how many there are beside those that are named");

    hall.cancels_run(maya, &seen).unwrap();
    let anew = accounts.each_ref().map(|account| {
        let bills = hall.bills_of(maya, account).unwrap().into_iter();
        let anew =
            bills.filter(|bill| bill.lines.iter().any(|line| line.label.contains("that had been used")));
        anew.map(|bill| bill.left.minor()).collect::<Vec<_>>()
    });
    assert_eq!(anew, [vec![rupees(1_215)], vec![], vec![rupees(10)]], "as it was told");
    hall.books_balance();
}

#[test]
fn a_surcharge_on_a_debit_note_falls_with_the_reading_that_has_counted_the_note() {
    let office = Office::opens();
    let Office { hall, maya, .. } = &office;
    let account = office.account("Asha Rao");
    hall.round(&account, "M-1", &[read("2026-08-05", "1000"), read("2026-09-05", "1600").estimated()]);
    let estimated = hall.issues_bill(maya, &account, "2026-09-05").unwrap();
    let note = hall.debits(maya, estimated.id, rupees(500)).unwrap();
    hall.days_pass(maya, 33);
    hall.runs_the_ladder(maya);
    let on = |of: &BillView| {
        let bills = hall.bills_of(maya, &account).unwrap().into_iter();
        let on_it = bills.filter(|b| b.kind.as_str() == "surcharge" && b.parent == Some(of.id));
        let standing = on_it.filter(|b| b.state != BillState::Cancelled);
        standing.map(|b| b.left.minor()).collect::<Vec<_>>()
    };
    assert_eq!((on(&estimated), on(&note)), (vec![4_791], vec![500]), "1 % of each");

    // 398 were owed in truth, of the 4,791 and the 500.
    hall.round(&account, "M-1", &[read("2026-10-05", "1100")]);
    let seen = hall.previews_bill(maya, &account, "2026-10-05").unwrap();
    let trued = hall.issues_bill(maya, &account, "2026-10-05").unwrap();
    assert_eq!((on(&estimated), on(&note)), (vec![0], vec![398]), "1 % of what was owed");
    let others = hall.bills_of(maya, &account).unwrap();
    let others = others.iter().filter(|bill| bill.id != trued.id).map(|bill| bill.left);
    assert_eq!(Money::sum(others), Some(seen.arrears), "as it was told");
    hall.books_balance();

    hall.cancels(maya, trued.id).unwrap();
    assert_eq!((on(&estimated), on(&note)), (vec![4_791], vec![500]), "charged anew");
    hall.books_balance();
}

#[test]
fn a_credit_note_is_shown_with_the_surcharges_that_fall_with_it() {
    let office = Office::opens();
    let Office { hall, maya, .. } = &office;
    let (account, bill) = late_estimate(&office);
    let owed = || {
        let left = hall.bills_of(maya, &account).unwrap().into_iter().map(|b| b.left);
        Money::sum(left).unwrap().minor() - hall.credit_of(&account)
    };
    let seen = |reason: Option<&str>| -> foil_app::billing::views::CorrectionPreview {
        let input =
            json!({ "bill": bill.id, "kind": "credit_note", "amount": rupees(300), "reason": reason });
        hall.ask(maya, "preview_correction", input).unwrap()
    };
    // A part of the surcharge was paid, and what is above the rest of it becomes credit.
    let surcharge = surcharge_of(hall, maya, &account);
    hall.visit(maya).account(&account).onto(surcharge.id, "surcharge", 46).pays(46).take().unwrap();
    hall.ceilings(rupees(1));
    let book = foil_tests::fingerprint(hall.office().book());
    let told = seen(Some("wrong_reading"));
    assert_eq!(told.left.minor(), bill.left.minor() - rupees(300));
    assert_eq!((told.surcharges_off.minor(), told.owes_more.minor()), (300, -rupees(303)));
    assert_eq!(seen(None).surcharges_off.minor(), 300, "a mistake, as long as nobody says otherwise");
    let kind = seen(Some("discount"));
    assert_eq!((kind.surcharges_off, kind.owes_more.minor()), (Money::ZERO, -rupees(300)), "it was late");
    assert_eq!(
        foil_tests::fingerprint(hall.office().book()),
        book,
        "nothing is stored, and no ceiling asked"
    );
    hall.ceilings(rupees(10_000));
    let before = owed();
    hall.credits(maya, bill.id, rupees(300), "wrong_reading").unwrap();
    assert_eq!(owed() - before, told.owes_more.minor());
    hall.books_balance();
}

#[test]
fn a_book_of_before_knows_what_its_bills_have_taken_up_off_their_papers() {
    let office = Office::opens();
    let Office { hall, maya, cycle } = &office;
    hall.tariff(&hall.admin("uma"), &without_late_rule());
    let account = hall.supplied("Asha Rao", "LT-2a Patient", *cycle);
    hall.round(&account, "M-1", &[read("2026-08-05", "1000"), read("2026-09-05", "1600").estimated()]);
    hall.issues_bill(maya, &account, "2026-09-05").unwrap();
    hall.days_pass(maya, 20);
    hall.round(&account, "M-1", &[read("2026-10-05", "1640")]);
    hall.issues_bill(maya, &account, "2026-10-05").unwrap();
    let told = |hall: &Hall| {
        let sql = "SELECT bill_id * 1000000 + amount_minor AS n FROM taken_up WHERE account_id = $1";
        let id = account.id;
        hall.office().book().read(move |tx| tx.number(sql, &[&id])).unwrap()
    };
    let before = told(hall);
    let unread = hall.supplied("Bina Kamath", "LT-2a Patient", *cycle);
    hall.round(&unread, "M-2", &[read("2026-08-05", "1000"), read("2026-09-05", "1600").estimated()]);
    let estimated = hall.issues_bill(maya, &unread, "2026-09-05").unwrap();
    hall.days_pass(maya, 20);
    hall.round(&unread, "M-2", &[read("2026-10-05", "1640")]);
    let number = hall.issues_bill(maya, &unread, "2026-10-05").unwrap().number;
    let spoil = format!(
        "DROP TRIGGER bill_document_is_never_edited; UPDATE bill SET document = '{{\"' WHERE number = '{number}'"
    );
    raw(&hall.path(), hall.key()).execute_batch(&spoil).unwrap();
    let standing = hall.arrears_of(maya, &account).unwrap().standing.overdue;
    raw(&hall.path(), hall.key())
        .execute_batch(
            "DROP VIEW live_ticket;
             DROP TABLE taken_up;
             CREATE VIEW live_ticket AS SELECT t.id FROM ticket t;
             DROP INDEX set_off_day;
             ALTER TABLE notice DROP COLUMN newest_bill;
             ALTER TABLE notice DROP COLUMN newest_correction;
             ALTER TABLE notice DROP COLUMN newest_dispute;
             ALTER TABLE notice DROP COLUMN in_plan_minor;
             ALTER TABLE service_order DROP COLUMN newest_bill;
             ALTER TABLE service_order DROP COLUMN newest_correction;
             ALTER TABLE service_order DROP COLUMN newest_dispute;
             ALTER TABLE service_order DROP COLUMN in_plan_minor;
             DROP TRIGGER deposit_slip_pays_in_once;
             ALTER TABLE deposit_slip DROP COLUMN stays_minor;
             ALTER TABLE deposit_slip DROP COLUMN until_brought;
             ALTER TABLE safe_count DROP COLUMN last_change;
             ALTER TABLE safe_count DROP COLUMN last_brought;
             CREATE TRIGGER deposit_slip_pays_in_once BEFORE INSERT ON deposit_slip BEGIN SELECT 1; END;
             ALTER TABLE office DROP COLUMN safe_fund_minor;
             DROP INDEX dispute_decided;
             ALTER TABLE dispute DROP COLUMN decided_n;
             ALTER TABLE notice DROP COLUMN newest_decided;
             ALTER TABLE service_order DROP COLUMN newest_decided;
             DROP TABLE safe_brought_back;
             DROP TABLE safe_brought;
             ALTER TABLE safe_count DROP COLUMN last_back;
             ALTER TABLE shift DROP COLUMN opened_seq;
             DROP INDEX shift_cash_approval;
             ALTER TABLE undo_step DROP COLUMN undone_n;
             ALTER TABLE ticket DROP COLUMN first_called_at;
             ALTER TABLE ticket DROP COLUMN first_called_class;
             DROP INDEX use_case_account;
             ALTER TABLE bill DROP COLUMN months_over;
             DROP INDEX paper_copy_shift;
             ALTER TABLE paper_copy DROP COLUMN shift_id;
             DROP TABLE drawer_seen;
             ALTER TABLE paper_copy DROP COLUMN void;
             DROP TABLE former_word;
             DROP INDEX cheque_claim_debited;
             ALTER TABLE cheque_claim DROP COLUMN debited;
             DROP TABLE approval_shown;
             DROP TABLE import_columns;
             ALTER TABLE dispute DROP COLUMN newest_correction;
             ALTER TABLE dispute DROP COLUMN rejected_minor;
             ALTER TABLE bill_correction DROP COLUMN beside_dispute;
             ALTER TABLE instalment_plan DROP COLUMN newest_set_off;
             ALTER TABLE instalment_plan DROP COLUMN newest_correction;
             ALTER TABLE bill_correction DROP COLUMN newest_payment;
             ALTER TABLE bill_correction DROP COLUMN newest_bill;
             DROP INDEX ticket_dead_problem;
             ALTER TABLE ticket DROP COLUMN account_text;
             ALTER TABLE ticket DROP COLUMN problem_code;
             DROP INDEX ticket_hall;
             DROP INDEX audit_by_hand;
             CREATE INDEX ticket_called ON ticket (called_at);
             ALTER TABLE ticket DROP COLUMN paid_on;
             DELETE FROM migration WHERE name >= '0046';",
        )
        .unwrap();
    let conn = raw(&hall.path(), hall.key());
    let version: i64 = conn.query_row("SELECT MAX(version) FROM migration", [], |row| row.get(0)).unwrap();
    conn.execute_batch(&format!("PRAGMA user_version = {version}")).unwrap();
    drop(conn);

    let Office { hall, .. } = office;
    let hall = hall.restarts();
    let maya = hall.logs_in("maya", None);
    assert_eq!(told(&hall), before);
    assert_eq!(hall.arrears_of(&maya, &account).unwrap().standing.overdue, standing);
    // A paper that cannot be read says nothing, and closes no book.
    assert_eq!(hall.arrears_of(&maya, &unread).unwrap().standing.overdue, estimated.left);
    let problems = hall.check(&maya).unwrap().problems;
    let told = format!("bill {}: its paper cannot be read, so what it has taken up is not known", number);
    assert!(problems.contains(&told), "{problems:?}");
}

#[test]
fn the_card_tells_the_instalment_of_a_plan_of_which_a_later_bill_has_taken_up_all() {
    let office = Office::opens();
    let Office { hall, maya, cycle } = &office;
    hall.tariff(&hall.admin("uma"), &without_late_rule());
    let account = hall.supplied("Asha Rao", "LT-2a Patient", *cycle);
    hall.round(&account, "M-1", &[read("2026-08-05", "1000"), read("2026-09-05", "1600").estimated()]);
    hall.issues_bill(maya, &account, "2026-09-05").unwrap();
    hall.days_pass(maya, 20);
    let plan = hall.agrees_plan(maya, &account, 4, 0).unwrap();
    let paid = plan.instalments.iter().take(3).map(|part| part.amount.minor()).sum();
    hall.visit(maya).account(&account).pays_paise(paid).cash_paise(paid).take().unwrap();

    hall.round(&account, "M-1", &[read("2026-10-05", "1640")]);
    hall.issues_bill(maya, &account, "2026-10-05").unwrap();

    let standing = hall.arrears_of(maya, &account).unwrap().standing;
    assert_eq!(standing.overdue, Money::ZERO, "what is left of the estimate is due with the later bill");
    let minimum = standing.minimum.expect("the last instalment");
    assert_eq!(minimum.kind.as_str(), "keep_plan");
    let late = Late { office: &office, account: &account, omar: hall.official("omar") };
    assert_eq!(late.card().minimum, Some(minimum));
    hall.books_balance();
}

#[test]
fn what_was_overdue_on_a_day_stays_what_it_was_when_a_later_bill_sets_credit_off_against_it() {
    let office = Office::opens();
    let Office { hall, maya, cycle } = &office;
    hall.tariff(&hall.admin("uma"), &without_late_rule());
    let account = hall.supplied("Asha Rao", "LT-2a Patient", *cycle);
    hall.round(&account, "M-1", &[read("2026-08-05", "1000"), read("2026-09-05", "1600").estimated()]);
    let estimated = hall.issues_bill(maya, &account, "2026-09-05").unwrap();
    hall.days_pass(maya, 20);
    let (omar, day) = (hall.official("omar"), hall.frame(maya).unwrap().business_on);
    let overdue_on_the_day = || {
        let ask = json!({ "report": "aging", "from": day, "to": day });
        let report: foil_app::reports::views::ReportView = hall.ask(&omar, "report", ask).unwrap();
        report.total.now.last().copied().flatten().unwrap_or_default()
    };
    let whole = estimated.left.minor();
    assert_eq!(overdue_on_the_day(), whole);
    hall.days_pass(maya, 1);
    hall.round(&account, "M-1", &[read("2026-10-05", "1100")]);
    let trued = hall.issues_bill(maya, &account, "2026-10-05").unwrap();
    assert!(hall.sees_bill(maya, estimated.id).unwrap().left.minor() < whole, "its credit was set off");
    assert_eq!(overdue_on_the_day(), whole, "the day before it was owed");
    hall.days_pass(maya, 1);
    hall.cancels(maya, trued.id).unwrap();
    assert_eq!(overdue_on_the_day(), whole);
    hall.books_balance();
}

#[test]
fn a_surcharge_that_is_charged_anew_raises_no_minimum_for_it_is_owed_as_before() {
    let office = Office::opens();
    let Office { hall, maya, .. } = &office;
    let (account, _) = late_estimate(&office);
    hall.days_pass(maya, 14);
    assert_eq!(hall.runs_the_ladder(maya).final_notices.n, 1);
    let minimum = || hall.arrears_of(maya, &account).unwrap().standing.minimum.map(|m| (m.kind, m.amount));
    let before = minimum();
    assert!(before.is_some());
    hall.round(&account, "M-1", &[read("2026-10-05", "1640")]);
    let trued = hall.issues_bill(maya, &account, "2026-10-05").unwrap();
    assert_ne!(minimum(), before, "surcharges fell");
    hall.cancels(maya, trued.id).unwrap();
    assert_eq!(minimum(), before);
    hall.books_balance();
}

#[test]
fn what_a_later_bill_took_up_bears_its_own_surcharge_from_the_day_on_which_that_bill_is_late() {
    // For one day of a year, for one month after its days of grace, and once.
    type Case = (&'static str, i64, fn(i64) -> i64);
    let cases: [Case; 3] = [
        ("percent = 18\nper = \"year\"", 1, |of: i64| (of * 18 + 18_250) / 36_500),
        ("percent = 1\nper = \"month\"\ngrace_days = 10", 11, |of: i64| (of + 50) / 100),
        ("percent = 2\nper = \"once\"", 1, |of: i64| (of * 2 + 50) / 100),
    ];
    for (rule, late, bears) in cases {
        let office = Office::opens();
        let Office { hall, maya, cycle } = &office;
        let head = without_late_rule();
        hall.tariff(&hall.admin("uma"), &format!("{head}[late_payment]\n{rule}\n"));
        let account = hall.supplied("Asha Rao", "LT-2a Patient", *cycle);
        hall.round(&account, "M-1", &[read("2026-08-05", "1000"), read("2026-09-05", "1600").estimated()]);
        let estimated = hall.issues_bill(maya, &account, "2026-09-05").unwrap();
        hall.days_pass(maya, 20);
        hall.round(&account, "M-1", &[read("2026-10-05", "1640")]);
        hall.runs_the_ladder(maya);
        let trued = hall.issues_bill(maya, &account, "2026-10-05").unwrap();
        let too_high = trued.lines.iter().filter(|line| line.label.contains("was on an estimate"));
        let too_high = -too_high.map(|line| line.amount.minor()).sum::<i64>();
        assert!(trued.total.is_positive() && too_high > rupees(2_000), "{too_high}");
        let own = (estimated.left.minor() - too_high) / 100;
        hall.visit(maya).account(&account).onto(estimated.id, "bill", own).pays(own).take().unwrap();
        assert_eq!(
            hall.sees_bill(maya, estimated.id).unwrap().left.minor(),
            too_high,
            "the rest is not late"
        );
        let on_it = || {
            let bills = hall.bills_of(maya, &account).unwrap().into_iter();
            let on_it = bills.filter(|b| b.kind.as_str() == "surcharge" && b.parent == Some(estimated.id));
            on_it.map(|b| b.total.minor()).collect::<Vec<_>>()
        };
        let before = on_it();
        let due_in = trued.due_on.days_since(hall.frame(maya).unwrap().business_on);
        hall.days_pass(maya, due_in + late - 1);
        hall.runs_the_ladder(maya);
        assert_eq!(on_it(), before, "{rule}: not late yet, or in its days of grace");

        hall.days_pass(maya, 1);
        hall.pays_all(maya, &account);

        let [own, ..] = on_it()[..] else { panic!("{rule}: it bears one") };
        assert_eq!((on_it().len() - before.len(), own), (1, bears(too_high)), "{rule}");
        hall.books_balance();

        // Without that bill all of the estimate is late by its own date: what was borne on its part ends with it.
        hall.cancels(maya, trued.id).unwrap();
        let standing = hall.bills_of(maya, &account).unwrap().into_iter();
        let standing = standing.filter(|b| b.kind.as_str() == "surcharge" && b.state != BillState::Cancelled);
        assert!(standing.into_iter().all(|b| b.total.minor() != own), "{rule}");
        hall.books_balance();
    }
}

#[test]
fn a_cheque_that_comes_back_hides_no_month_of_what_a_later_bill_took_up() {
    let office = Office::opens();
    let Office { hall, maya, cycle } = &office;
    let head = without_late_rule();
    hall.tariff(&hall.admin("uma"), &format!("{head}[late_payment]\npercent = 1\nper = \"month\"\n"));
    let account = hall.supplied("Asha Rao", "LT-2a Patient", *cycle);
    hall.round(&account, "M-1", &[read("2026-08-05", "1000"), read("2026-09-05", "1600").estimated()]);
    let estimated = hall.issues_bill(maya, &account, "2026-09-05").unwrap();
    hall.days_pass(maya, 20);
    hall.round(&account, "M-1", &[read("2026-10-05", "1640")]);
    hall.runs_the_ladder(maya);
    let trued = hall.issues_bill(maya, &account, "2026-10-05").unwrap();
    let too_high = trued.lines.iter().filter(|line| line.label.contains("was on an estimate"));
    let too_high = -too_high.map(|line| line.amount.minor()).sum::<i64>();
    // A cheque pays all that is due of the estimate, and 420 of what is due with the later bill.
    let whole = (estimated.left.minor() - too_high) / 100 + 420;
    let visit = hall.visit(maya).account(&account).onto(estimated.id, "bill", whole).pays(whole);
    let paid = visit.cheque(whole, "000123", "Canara Bank").take().unwrap();
    let rest = too_high - rupees(420);
    assert_eq!(hall.sees_bill(maya, estimated.id).unwrap().left.minor(), rest);
    let cheque = hall.cheque_of(maya, paid.payment);
    hall.deposits(maya, &[cheque.id]).unwrap();
    let on_it = || {
        let bills = hall.bills_of(maya, &account).unwrap().into_iter();
        let on_it = bills.filter(|b| b.kind.as_str() == "surcharge" && b.parent == Some(estimated.id));
        on_it.filter(|b| b.state != BillState::Cancelled).map(|b| b.total.minor()).collect::<Vec<_>>()
    };
    let before = on_it();
    hall.days_pass(maya, trued.due_on.days_since(hall.frame(maya).unwrap().business_on) + 1);
    hall.runs_the_ladder(maya);
    let charged = [vec![(rest + 50) / 100], before].concat();
    assert_eq!(on_it(), charged, "on what the cheque left of it, since the later bill is late");

    let cheque = hall.cheque_of(maya, paid.payment);
    let told = told(&hall.bounces(maya, &cheque).unwrap().effects);
    assert!(told.contains("hidden_surcharge"), "{told}");
    let all = [vec![420], charged].concat();
    assert_eq!(on_it(), all, "the month on the 420 that were never paid");
    hall.runs_the_ladder(maya);
    assert_eq!(on_it(), all, "once");
    hall.books_balance();

    // Without that bill all of the estimate is late by its own date: what was borne on its part ends with it.
    hall.cancels(maya, trued.id).unwrap();
    assert!(!on_it().contains(&420), "{:?}", on_it());
    hall.books_balance();
}

#[test]
fn what_was_paid_late_beside_a_cheque_that_comes_back_bears_no_month_twice() {
    let office = Office::opens();
    let Office { hall, maya, cycle } = &office;
    let head = without_late_rule();
    hall.tariff(&hall.admin("uma"), &format!("{head}[late_payment]\npercent = 1\nper = \"month\"\n"));
    let accounts = ["With A Cheque", "Without One"].map(|name| hall.supplied(name, "LT-2a Patient", *cycle));
    let estimates = [0, 1].map(|at| {
        let (account, meter) = (&accounts[at], ["M-1", "M-2"][at]);
        hall.round(account, meter, &[read("2026-08-05", "1000"), read("2026-09-05", "1600").estimated()]);
        hall.issues_bill(maya, account, "2026-09-05").unwrap()
    });
    hall.days_pass(maya, 20);
    let trued = [0, 1].map(|at| {
        hall.round(&accounts[at], ["M-1", "M-2"][at], &[read("2026-10-05", "1640")]);
        hall.issues_bill(maya, &accounts[at], "2026-10-05").unwrap()
    });
    let too_high = trued[0].lines.iter().filter(|line| line.label.contains("was on an estimate"));
    let too_high = -too_high.map(|line| line.amount.minor()).sum::<i64>();
    // The cheque pays all that is due of the estimate, and 420 of what is due with the later bill.
    let whole = (estimates[0].left.minor() - too_high) / 100 + 420;
    let visit = hall.visit(maya).account(&accounts[0]).onto(estimates[0].id, "bill", whole).pays(whole);
    let paid = visit.cheque(whole, "000123", "Canara Bank").take().unwrap();
    let cheque = hall.cheque_of(maya, paid.payment);
    hall.deposits(maya, &[cheque.id]).unwrap();

    // The later bill is late by two months; then the rest comes, which has borne both.
    hall.days_pass(maya, trued[0].due_on.days_since(hall.frame(maya).unwrap().business_on) + 32);
    hall.runs_the_ladder(maya);
    let rest = hall.sees_bill(maya, estimates[0].id).unwrap().left.minor() / 100;
    for (account, estimate) in accounts.iter().zip(&estimates) {
        hall.visit(maya).account(account).onto(estimate.id, "bill", rest).pays(rest).take().unwrap();
    }
    let cheque = hall.cheque_of(maya, paid.payment);
    hall.bounces(maya, &cheque).unwrap();
    let borne = |at: usize| {
        let bills = hall.bills_of(maya, &accounts[at]).unwrap().into_iter();
        let on_it = bills.filter(|b| b.kind.as_str() == "surcharge" && b.parent == Some(estimates[at].id));
        on_it.map(|b| b.total.minor()).sum::<i64>()
    };
    let left = [0, 1].map(|at| hall.sees_bill(maya, estimates[at].id).unwrap().left);
    assert_eq!(left[0], left[1], "as much is owed as by whoever gave no cheque");
    for months in 0..3 {
        hall.runs_the_ladder(maya);
        let (with, without) = (borne(0), borne(1));
        assert!(
            with > 0 && with <= without + 3,
            "after {months} months {with} and not {without}: none twice"
        );
        hall.days_pass(maya, 31);
    }
    hall.books_balance();
}

#[test]
fn what_a_rule_charges_at_least_is_charged_once_for_a_bill_of_which_a_later_one_has_taken_up_a_part() {
    let office = Office::opens();
    let Office { hall, maya, cycle } = &office;
    let rule = "percent = 0.1\nper = \"month\"\nminimum = 100\n";
    hall.tariff(&hall.admin("uma"), &format!("{}[late_payment]\n{rule}", without_late_rule()));
    let account = hall.supplied("Asha Rao", "LT-2a Patient", *cycle);
    hall.round(&account, "M-1", &[read("2026-08-05", "1000"), read("2026-09-05", "1600").estimated()]);
    let estimated = hall.issues_bill(maya, &account, "2026-09-05").unwrap();
    hall.days_pass(maya, 20);
    hall.round(&account, "M-1", &[read("2026-10-05", "1640")]);
    let trued = hall.issues_bill(maya, &account, "2026-10-05").unwrap();
    let on_it = || -> Vec<i64> {
        let bills = hall.bills_of(maya, &account).unwrap().into_iter();
        let on_it = bills.filter(|b| b.kind.as_str() == "surcharge" && b.parent == Some(estimated.id));
        on_it.map(|b| b.total.minor()).rev().collect()
    };
    // By its own date: the percentage is less than the least.
    hall.runs_the_ladder(maya);
    assert_eq!(on_it(), [rupees(100)]);
    // And by that of the later bill, on the part that it has taken up: the percentage alone.
    hall.days_pass(maya, trued.due_on.days_since(hall.frame(maya).unwrap().business_on) + 2);
    let later = hall.arrears_of(maya, &account).unwrap();
    hall.runs_the_ladder(maya);
    let too_high = trued.lines.iter().filter(|line| line.label.contains("was on an estimate"));
    let too_high = -too_high.map(|line| line.amount.minor()).sum::<i64>();
    let charged = on_it();
    assert!(charged.len() > 1, "{later:?}");
    assert_eq!(charged[0], rupees(100));
    assert_eq!(charged.last(), Some(&((too_high + 500) / 1_000)), "{charged:?}");
    assert!(charged[1..].iter().all(|more| *more < rupees(100)), "{charged:?}");
    // Months later it is the percentage that grows past the least on the one, and on the other as ever.
    hall.days_pass(maya, 31);
    hall.runs_the_ladder(maya);
    assert!(on_it().iter().skip(1).all(|more| *more < rupees(100)), "{:?}", on_it());
    hall.books_balance();
}

#[test]
fn what_a_rule_charges_at_least_is_borne_by_the_next_part_when_the_one_that_bore_it_ends_with_its_bill() {
    let office = Office::opens();
    let Office { hall, maya, cycle } = &office;
    let rule = "percent = 0.1\nper = \"month\"\nminimum = 100\n";
    hall.tariff(&hall.admin("uma"), &format!("{}[late_payment]\n{rule}", without_late_rule()));
    let account = hall.supplied("Asha Rao", "LT-2a Patient", *cycle);
    hall.round(&account, "M-1", &[read("2026-08-05", "1000"), read("2026-09-05", "1600").estimated()]);
    let estimated = hall.issues_bill(maya, &account, "2026-09-05").unwrap();
    hall.days_pass(maya, 10);
    hall.round(&account, "M-1", &[read("2026-10-05", "1640")]);
    let trued = hall.issues_bill(maya, &account, "2026-10-05").unwrap();
    let too_high = trued.lines.iter().filter(|line| line.label.contains("was on an estimate"));
    let too_high = -too_high.map(|line| line.amount.minor()).sum::<i64>();
    // All but what that bill has taken up is paid in time.
    let whole = (estimated.left.minor() - too_high) / 100 + 1;
    hall.visit(maya).account(&account).onto(estimated.id, "bill", whole).pays(whole).take().unwrap();
    let late = |by: &BillView| {
        hall.days_pass(maya, by.due_on.days_since(hall.frame(maya).unwrap().business_on) + 2);
        hall.runs_the_ladder(maya);
    };
    let stands = || -> i64 {
        let bills = hall.bills_of(maya, &account).unwrap().into_iter();
        let on_it = bills.filter(|b| b.kind.as_str() == "surcharge" && b.parent == Some(estimated.id));
        let on_it = on_it.filter(|b| b.state != BillState::Cancelled);
        on_it.map(|b| b.left.minor()).sum()
    };
    late(&trued);
    assert_eq!(stands(), rupees(100), "on what is late with that bill");

    hall.cancels(maya, trued.id).unwrap();
    assert_eq!(stands(), 0, "it ended with that bill");
    hall.runs_the_ladder(maya);
    assert_eq!(stands(), rupees(100), "the estimate is late by its own date again");

    // Made anew, that bill says that it was not owed by then: what it bears is late with the bill.
    let anew = hall.issues_bill(maya, &account, "2026-10-05").unwrap();
    late(&anew);
    let again = stands();
    assert!((rupees(100)..rupees(101)).contains(&again), "once: {again}");
    hall.books_balance();
}

#[test]
fn of_two_estimates_that_a_bill_has_taken_up_each_bears_every_period_though_one_was_disputed() {
    let office = Office::opens();
    let Office { hall, maya, cycle } = &office;
    let head = without_late_rule();
    hall.tariff(&hall.admin("uma"), &format!("{head}[late_payment]\npercent = 1\nper = \"month\"\n"));
    // Two estimates, and a reading that says of both how much too high they were; by when one of them is disputed or not.
    let borne = |name: &str, meter: &str, disputed: bool| {
        let account = hall.supplied(name, "LT-2a Patient", *cycle);
        hall.round(&account, meter, &[read("2026-07-05", "1000"), read("2026-08-05", "1300").estimated()]);
        let older = hall.issues_bill(maya, &account, "2026-08-05").unwrap();
        hall.round(&account, meter, &[read("2026-09-05", "1600").estimated()]);
        let newer = hall.issues_bill(maya, &account, "2026-09-05").unwrap();
        (account, older, newer, disputed)
    };
    let accounts = [borne("Asha Rao", "M-1", false), borne("Bala Shetty", "M-2", true)];
    hall.days_pass(maya, 20);
    let mut taken = None;
    for (at, (account, older, ..)) in accounts.iter().enumerate() {
        hall.round(account, ["M-1", "M-2"][at], &[read("2026-10-05", "1700")]);
        let trued = hall.issues_bill(maya, account, "2026-10-05").unwrap();
        assert!(trued.total.is_positive() && !trued.credit_used.is_negative(), "{:?}", trued.total);
        let too_high =
            trued.lines.iter().find(|line| line.label.contains(&format!("Bill {} was", older.number)));
        taken = Some((trued.due_on, -too_high.expect("it was too high").amount.minor()));
    }
    let (until, too_high) = taken.unwrap();
    assert!(too_high > 0, "{too_high}");
    hall.days_pass(maya, until.days_since(hall.frame(maya).unwrap().business_on) + 3);
    // Whoever disputes a bill has borne what had accrued on it by then, and on it alone.
    for (_, _, newer, disputed) in &accounts {
        if *disputed {
            let dispute = hall.disputes(maya, newer.id, 1).unwrap();
            hall.decides(maya, &dispute, "withdrawn").unwrap();
        }
    }
    hall.days_pass(maya, 1);
    hall.runs_the_ladder(maya);
    let on = |account: &Account, bill: &BillView| {
        let bills = hall.bills_of(maya, account).unwrap().into_iter();
        let on_it = bills.filter(|b| b.kind.as_str() == "surcharge" && b.parent == Some(bill.id));
        on_it.filter(|b| b.state != BillState::Cancelled).map(|b| b.total.minor()).collect::<Vec<_>>()
    };
    let [(plain, plain_older, ..), (other, older, ..)] = &accounts;
    assert!(on(plain, plain_older).contains(&((too_high + 50) / 100)), "on what was taken up of it");
    assert_eq!(on(other, older), on(plain, plain_older), "nobody disputed the older one");
    hall.books_balance();
}

#[test]
fn a_surcharge_that_fell_with_a_reading_is_known_by_its_bill_and_by_no_words() {
    for (told, stood) in [("its own words in Hindi", 4_791), ("the same words by hand", 4_393)] {
        let office = Office::opens();
        let Office { hall, maya, .. } = &office;
        let account = office.account("Asha Rao");
        hall.round(&account, "M-1", &[read("2026-08-05", "1000"), read("2026-09-05", "1600").estimated()]);
        hall.issues_bill(maya, &account, "2026-09-05").unwrap();
        hall.days_pass(maya, 20);
        hall.pays_all(maya, &account);
        hall.round(&account, "M-1", &[read("2026-10-05", "1100")]);
        let trued = hall.issues_bill(maya, &account, "2026-10-05").unwrap();
        let standing = || {
            let bills = hall.bills_of(maya, &account).unwrap().into_iter();
            let mut late =
                bills.filter(|b| b.kind.as_str() == "surcharge" && b.state != BillState::Cancelled);
            (late.next().unwrap(), late.count())
        };
        let fell = standing().0;
        let note = fell.corrections[0].note.clone();
        assert!(note.contains("put an estimate right"), "{note}");
        if stood == 4_791 {
            hall.arranges(|act| {
                act.tx.script(
                    "DROP TRIGGER bill_correction_is_never_changed;
                     UPDATE bill_correction SET note = 'अनुमान सुधारा गया' WHERE kind = 'credit_note'",
                )
            });
        } else {
            let input = json!({ "request_id": hall.request(), "bill": fell.id, "version": fell.version,
                "amount": 398, "reason": "other", "note": note });
            hall.call(maya, "give_credit_note", input).unwrap();
        }
        hall.cancels(maya, trued.id).unwrap();
        let (anew, more) = standing();
        assert_eq!((anew.total.minor(), more), (stood, 0), "{told}");
    }
}

/// An account whose estimate, 4,393 too high, has borne a surcharge of 47.91 by 24 December.
fn late_estimate(office: &Office) -> (Account, BillView) {
    late_estimate_of(office, "Asha Rao", "M-1")
}

/// The same of somebody, a month later for each that was before.
fn late_estimate_of(office: &Office, name: &str, meter: &str) -> (Account, BillView) {
    let Office { hall, maya, .. } = office;
    let account = office.account(name);
    hall.round(&account, meter, &[read("2026-08-05", "1000"), read("2026-09-05", "1600").estimated()]);
    let estimated = hall.issues_bill(maya, &account, "2026-09-05").unwrap();
    hall.days_pass(maya, 33);
    hall.runs_the_ladder(maya);
    (account, estimated)
}

/// The standing surcharge of an account.
fn surcharge_of(hall: &Hall, who: &Person, account: &Account) -> BillView {
    let bills = hall.bills_of(who, account).unwrap().into_iter();
    let mut late = bills.filter(|b| b.kind.as_str() == "surcharge" && b.state != BillState::Cancelled);
    let found = late.next().expect("a surcharge");
    assert_eq!(late.count(), 0, "one");
    found
}

/// All of what is left of a claim is disputed.
fn disputes_all(hall: &Hall, who: &Person, bill: BillId) {
    let input = json!({ "request_id": hall.request(), "bill": bill, "reason": "the meter was read wrong" });
    hall.call(who, "open_dispute", input).unwrap();
}

#[test]
fn a_surcharge_in_dispute_that_falls_lowers_no_arrears_that_nobody_asked_for() {
    let office = Office::opens();
    let Office { hall, maya, .. } = &office;
    let (account, estimated) = late_estimate(&office);
    disputes_all(hall, maya, surcharge_of(hall, maya, &account).id);
    hall.round(&account, "M-1", &[read("2026-10-05", "1100")]);

    let seen = hall.previews_bill(maya, &account, "2026-10-05").unwrap();
    let trued = hall.issues_bill(maya, &account, "2026-10-05").unwrap();

    assert_eq!(hall.sees_bill(maya, estimated.id).unwrap().left, whole(785));
    assert_eq!(surcharge_of(hall, maya, &account).left, Money::from_minor(398), "all of it is in dispute");
    assert_eq!((seen.arrears, seen.payable), (whole(785), whole(785)));
    assert!(hall.bill_text(trued.id).contains("785.00"), "{}", hall.bill_text(trued.id));
    hall.books_balance();
}

#[test]
fn a_surcharge_that_is_charged_anew_is_paid_by_the_plan_that_paid_the_one_before() {
    let office = Office::opens();
    let Office { hall, maya, .. } = &office;
    let account = office.account("Asha Rao");
    hall.round(&account, "M-1", &[read("2026-08-05", "1000"), read("2026-09-05", "1600").estimated()]);
    hall.issues_bill(maya, &account, "2026-09-05").unwrap();
    hall.days_pass(maya, 33);
    // The plan takes in what has accrued by then, 1 % of the 4,791.
    hall.agrees_plan(maya, &account, 3, 30).unwrap();
    let told = || {
        let seen = hall.arrears_of(maya, &account).unwrap();
        let plan = seen.plan.expect("it is being paid");
        (plan.paid.minor(), plan.total.minor(), seen.standing.owed.minor())
    };
    assert_eq!(told(), (0, rupees(4_791) + 4_791, 0));
    let before = surcharge_of(hall, maya, &account);

    hall.round(&account, "M-1", &[read("2026-10-05", "1640")]);
    let trued = hall.issues_bill(maya, &account, "2026-10-05").unwrap();
    let fell = before.left.minor() - hall.sees_bill(maya, before.id).unwrap().left.minor();
    assert!(fell > 0, "the reading says that a part of it was on what was not owed");
    hall.cancels(maya, trued.id).unwrap();

    let anew = surcharge_of(hall, maya, &account);
    assert_eq!((anew.left, anew.due_on), (before.left, before.due_on), "it is owed as it was");
    assert_ne!(anew.id, before.id);
    assert_eq!(told(), (0, rupees(4_791) + 4_791, 0), "and paid as it was agreed");
    hall.days_pass(maya, 1);
    hall.runs_the_ladder(maya);
    assert_eq!(told(), (0, rupees(4_791) + 4_791, 0), "who pays in time is late with nothing");
    hall.books_balance();
}

#[test]
fn a_dispute_of_a_surcharge_goes_on_about_the_one_that_is_charged_anew() {
    let office = Office::opens();
    let Office { hall, maya, .. } = &office;
    let (account, _) = late_estimate(&office);
    let fell = surcharge_of(hall, maya, &account);
    disputes_all(hall, maya, fell.id);
    hall.round(&account, "M-1", &[read("2026-10-05", "1100")]);
    let trued = hall.issues_bill(maya, &account, "2026-10-05").unwrap();

    hall.cancels(maya, trued.id).unwrap();

    let anew = surcharge_of(hall, maya, &account);
    let open = || -> foil_app::arrears::views::DisputePage {
        hall.ask(maya, "disputes", json!({ "open": true, "limit": 10 })).unwrap()
    };
    let dispute = open().rows.remove(0);
    assert_ne!(anew.id, fell.id);
    assert_eq!(
        (dispute.bill, dispute.amount),
        (anew.id, Money::from_minor(4_791)),
        "nobody has decided on it"
    );
    hall.days_pass(maya, 40);
    hall.runs_the_ladder(maya);
    let standing = hall.arrears_of(maya, &account).unwrap().standing;
    assert_eq!(standing.disputed, Money::from_minor(4_791), "and nobody is cut for it");
    hall.decides(maya, &dispute, "upheld").unwrap();
    assert_eq!((hall.sees_bill(maya, anew.id).unwrap().left, open().open), (Money::ZERO, 0));
    hall.books_balance();
}

#[test]
fn what_a_bill_set_off_in_a_plan_and_became_credit_is_put_in_by_nobody_when_that_bill_is_taken_back() {
    let office = Office::opens();
    let Office { hall, maya, cycle } = &office;
    hall.tariff(&hall.admin("uma"), &without_late_rule());
    let account = hall.supplied("Asha Rao", "LT-2a Patient", *cycle);
    hall.round(&account, "M-1", &[read("2026-08-05", "1000"), read("2026-09-05", "1600").estimated()]);
    let estimated = hall.issues_bill(maya, &account, "2026-09-05").unwrap();
    hall.pays_all(maya, &account);
    let claims = [5_000, 9_000].map(|whole| hall.charges(maya, &account, "other", rupees(whole)).unwrap().id);
    hall.days_pass(maya, 30);
    hall.agrees_plan(maya, &account, 7, 30).unwrap();
    hall.round(&account, "M-1", &[read("2026-10-05", "1100")]);
    let trued = hall.issues_bill(maya, &account, "2026-10-05").unwrap();
    let told = || {
        let plan = hall.arrears_of(maya, &account).unwrap().plan.expect("it is being paid");
        (plan.paid.minor(), plan.total.minor())
    };
    let set_off = rupees(5_000) - hall.sees_bill(maya, claims[0]).unwrap().left.minor();
    assert!(set_off > 0);
    assert_eq!(told(), (set_off, rupees(14_000)), "it was credit of what was paid too much");

    hall.cancels(maya, claims[0]).unwrap();
    assert_eq!(hall.credit_of(&account), set_off);
    assert_eq!(told(), (set_off, rupees(9_000) + set_off));
    hall.visit(maya).account(&account).with_credit().pays(0).take().unwrap();
    assert_eq!(told(), (set_off, rupees(9_000)));

    hall.cancels(maya, trued.id).unwrap();
    assert_eq!(told(), (0, rupees(9_000) - set_off), "what was used of it is claimed anew, beside the plan");
    hall.credits(maya, estimated.id, rupees(300), "complaint").unwrap();
    hall.visit(maya).account(&account).with_credit().pays(0).take().unwrap();
    assert_eq!(told(), (rupees(300), rupees(9_000) - set_off), "credit of since is the customer's own");
    hall.books_balance();
}

#[test]
fn a_plan_of_which_money_stands_was_kept_though_what_a_bill_had_set_off_became_credit_and_fell() {
    let office = Office::opens();
    let Office { hall, maya, cycle } = &office;
    hall.tariff(&hall.admin("uma"), &without_late_rule());
    let account = hall.supplied("Asha Rao", "LT-2a Patient", *cycle);
    hall.round(&account, "M-1", &[read("2026-08-05", "1000"), read("2026-09-05", "1600").estimated()]);
    hall.issues_bill(maya, &account, "2026-09-05").unwrap();
    hall.pays_all(maya, &account);
    let claims = [5_000, 9_000].map(|whole| hall.charges(maya, &account, "other", rupees(whole)).unwrap().id);
    hall.days_pass(maya, 30);
    hall.agrees_plan(maya, &account, 7, 30).unwrap();
    hall.round(&account, "M-1", &[read("2026-10-05", "1100")]);
    let trued = hall.issues_bill(maya, &account, "2026-10-05").unwrap();
    let left = |at: usize| hall.sees_bill(maya, claims[at]).unwrap().left.minor();
    assert!(left(0) > 0 && left(0) < rupees(5_000), "set off in part");

    // Most of what was set off becomes credit, and falls with the bill; what the claim is owed again is paid in money.
    let credit = (rupees(5_000) - left(0)) * 3 / 5;
    hall.credits(maya, claims[0], left(0) + credit, "complaint").unwrap();
    hall.cancels(maya, trued.id).unwrap();
    let again = left(0);
    assert!(0 < again && again < credit, "less than what the note made credit of: {again}");
    hall.visit(maya).account(&account).pays_paise(again).take().unwrap();
    assert_eq!(left(0), 0);
    hall.cancels(maya, claims[1]).unwrap();
    let all = hall.call(maya, "plans", json!({ "active": false, "before": null, "limit": 10 })).unwrap();
    assert_eq!(all["rows"][0]["state"], "kept");
    hall.books_balance();
}

#[test]
fn what_a_bill_used_of_a_cheques_other_credit_is_none_of_what_its_instalment_became() {
    let office = Office::opens();
    let Office { hall, maya, cycle } = &office;
    hall.tariff(&hall.admin("uma"), &without_late_rule());
    let asha = hall.clerk("asha");
    let account = hall.supplied("Asha Rao", "LT-2a Patient", *cycle);
    hall.round(&account, "M-1", &[read("2026-10-05", "1000"), read("2026-11-05", "1400")]);
    let claims = [600, 1_500].map(|whole| hall.charges(maya, &account, "other", rupees(whole)).unwrap().id);
    hall.days_pass(maya, 30);
    hall.agrees_plan(maya, &account, 6, 30).unwrap();
    let told = || {
        let plan = hall.arrears_of(maya, &account).unwrap().plan.expect("it is being paid");
        let next = plan.next.map(|next| next.minor() / 100);
        (plan.paid.minor() / 100, plan.total.minor() / 100, next)
    };
    // Of the cheque 600 are an instalment, and 400 credit that the next bill uses.
    let visit = hall.visit(&asha).account(&account).onto(claims[0], "bill", 600).pays(1_000);
    let paid = visit.cheque(1_000, "000411", "Canara Bank").take().unwrap().payment;
    let next = hall.issues_bill(maya, &account, "2026-11-05").unwrap();
    assert_eq!(next.credit_used.minor(), rupees(400));
    hall.cancels(maya, claims[0]).unwrap();
    assert_eq!(told(), (600, 2_100, Some(100)));
    hall.deposits(&asha, &[hall.cheque_of(&asha, paid).id]).unwrap();
    hall.bounces(maya, &hall.cheque_of(maya, paid)).unwrap();
    assert_eq!(told(), (0, 1_500, Some(350)));

    hall.days_pass(maya, 1);
    let twice = hall.charges(maya, &account, "other", rupees(300)).unwrap().id;
    hall.visit(&asha).account(&account).onto(twice, "bill", 300).pays(300).take().unwrap();
    hall.cancels(maya, twice).unwrap();
    hall.visit(&asha).account(&account).with_credit().pays(0).take().unwrap();
    assert_eq!(told(), (300, 1_500, Some(50)), "it was the customer's own");
    hall.books_balance();
}

#[test]
fn what_was_used_of_credit_that_a_bill_gave_is_claimed_anew_where_the_bill_is_taken_back() {
    let used = |by_run: bool| {
        let office = Office::opens();
        let Office { hall, maya, .. } = &office;
        let (account, estimated) = late_estimate(&office);
        hall.visit(maya).account(&account).onto(estimated.id, "bill", 2_000).pays(2_000).take().unwrap();
        hall.round(&account, "M-1", &[read("2026-10-05", "1100")]);
        let run = by_run.then(|| hall.runs_bills(maya, "C01", "2026-10-05").unwrap());
        let trued = match by_run {
            true => hall.bills_of(maya, &account).unwrap().remove(0),
            false => hall.issues_bill(maya, &account, "2026-10-05").unwrap(),
        };
        // Of 4,006 are 2,791 set off against the estimate and 47.91 against its surcharge, of which 43.93 fall.
        assert_eq!(hall.credit_of(&account), 121_102);
        hall.charges(maya, &account, "other", 121_102).unwrap();
        hall.visit(maya).account(&account).pays(0).with_credit().take().unwrap();
        assert_eq!(hall.credit_of(&account), 0);
        (office, account, trued, run)
    };
    let owed = |hall: &Hall, maya: &Person, account: &Account| {
        let left = hall.bills_of(maya, account).unwrap().into_iter().map(|b| b.left);
        Money::sum(left).unwrap().minor() - hall.credit_of(account)
    };

    let (office, account, trued, _) = used(false);
    let Office { hall, maya, .. } = &office;
    let before = owed(hall, maya, &account);
    let seen: foil_app::billing::views::CorrectionPreview = hall
        .ask(maya, "preview_correction", json!({ "bill": trued.id, "kind": "cancel", "amount": null }))
        .unwrap();
    assert_eq!(seen.claimed_anew, Money::from_minor(121_102), "told before");
    assert_eq!(seen.charged_anew, Money::from_minor(4_393), "and the surcharge that fell by its reading");
    hall.cancels(maya, trued.id).unwrap();
    let claim = hall.bills_of(maya, &account).unwrap();
    let claim = claim.iter().find(|b| b.left == Money::from_minor(121_102)).expect("it is claimed anew");
    assert_eq!(claim.lines[0].label, "Credit of a cancelled bill that had been used");
    let claim = claim.id;
    assert_eq!(
        (surcharge_of(hall, maya, &account).left, hall.credit_of(&account)),
        (Money::from_minor(4_791), 0)
    );
    assert_eq!(
        owed(hall, maya, &account) - before,
        rupees(4_006) + 4_393,
        "to the coin what the reading had given"
    );
    let statement = hall.statement(maya, &account, "2026-11-01", "2026-12-31");
    let closing =
        format!("closing,,,{}.{:02}", owed(hall, maya, &account) / 100, owed(hall, maya, &account) % 100);
    assert!(statement.contains(&closing), "{closing}: {statement}");
    hall.books_balance();
    hall.issues_bill(maya, &account, "2026-10-05").unwrap();
    assert_eq!(owed(hall, maya, &account), before, "and given once more");
    hall.books_balance();
    hall.credits(maya, claim, 1_102, "complaint").unwrap();
    hall.cancels(maya, claim).unwrap();
    let ledger = foil_tests::ledger_text(hall.office().book());
    let corrections: Vec<&str> = ledger.lines().filter(|line| line.starts_with("correction")).collect();
    let [.., credited, cancelled] = &corrections[..] else { panic!("{ledger}") };
    assert!(credited.contains("written_off +11.02") && !credited.contains("billed"), "{credited}");
    assert!(cancelled.contains("written_off +1200.00") && !cancelled.contains("billed"), "{cancelled}");
    hall.books_balance();

    let (office, account, trued, _) = used(false);
    let Office { hall, maya, .. } = &office;
    let input = json!({ "request_id": hall.request(), "bill": trued.id, "reason": "wrong_reading", "note": "",
        "version": hall.sees_bill(maya, trued.id).unwrap().version });
    let seen: foil_app::billing::run_views::BillPreview = hall.ask(maya, "preview_rebill", input).unwrap();
    assert_eq!(seen.claimed_anew, Money::from_minor(121_102), "told before");
    hall.rebills(maya, trued.id).unwrap();
    assert_eq!(owed(hall, maya, &account), before, "as it was: the reading is the same");
    hall.books_balance();

    let (office, account, _, run) = used(true);
    let Office { hall, maya, .. } = &office;
    let run = run.unwrap();
    let number =
        hall.bills_of(maya, &account).unwrap().into_iter().find(|b| b.run == Some(run.id)).unwrap().number;
    assert_eq!(hall.sees_run(maya, run.id).used, [number], "told before");
    let gone = hall.cancels_run(maya, &hall.sees_run(maya, run.id)).unwrap();
    assert_eq!((gone.state.as_str(), gone.used.len()), ("cancelled", 0));
    let claims = hall.bills_of(maya, &account).unwrap();
    assert!(claims.iter().any(|b| b.left == Money::from_minor(121_102)), "what was used is claimed anew");
    assert_eq!(owed(hall, maya, &account) - before, rupees(4_006) + 4_393);
    hall.books_balance();
}

#[test]
fn what_an_estimate_was_too_high_is_asked_for_by_no_paper_before_the_bill_that_took_it_up_is_late() {
    let office = Office::opens();
    let Office { hall, maya, .. } = &office;
    hall.ladder(&hall.admin("uma"), 100, 150);
    let account = office.account("Asha Rao");
    hall.round(&account, "M-1", &[read("2026-08-05", "1000"), read("2026-09-05", "1600").estimated()]);
    let estimated = hall.issues_bill(maya, &account, "2026-09-05").unwrap();
    assert_eq!(estimated.due_on.to_string(), "2026-12-06");
    hall.days_pass(maya, 23);
    assert_eq!(hall.runs_the_ladder(maya).reminders.n, 1);
    hall.days_pass(maya, 14);
    assert_eq!(hall.runs_the_ladder(maya).final_notices.n, 1);
    let asked = || hall.arrears_of(maya, &account).unwrap().standing.minimum.map(|m| m.amount.minor());
    assert_eq!(asked(), Some(rupees(4_791) + 4_791));

    // The reading is of much use since: 171 of the estimate were used later, and 1.71 of its surcharge falls.
    hall.round(&account, "M-1", &[read("2026-10-05", "2140")]);
    let trued = hall.issues_bill(maya, &account, "2026-10-05").unwrap();
    assert_eq!(trued.due_on.to_string(), "2027-01-12", "the day by which the final notice asks for it");
    assert_eq!(asked(), Some(rupees(4_620) + 4_620), "the 171 are due with the later bill");
    let minimum = asked().unwrap();
    hall.visit(maya).account(&account).pays_paise(minimum).cash_paise(minimum).take().unwrap();
    assert_eq!(hall.sees_bill(maya, estimated.id).unwrap().left, whole(171), "money pays what is due first");
    let standing = || hall.arrears_of(maya, &account).unwrap().standing;
    assert_eq!((standing().rung.as_str(), standing().overdue), ("clear", Money::ZERO));
    hall.days_pass(maya, 15);
    hall.runs_the_ladder(maya);
    assert_eq!(standing().rung.as_str(), "clear", "2027-01-12 is still in time");

    // Late with the bill that took it up, and asked for anew: the notice from before is answered.
    hall.days_pass(maya, 1);
    hall.runs_the_ladder(maya);
    assert_eq!(standing().rung.as_str(), "due");
    assert_eq!(standing().owed, trued.left.plus(whole(171)).unwrap());
    assert_eq!(hall.orders(maya, "disconnect", "open").len(), 0);
    hall.days_pass(maya, 7);
    assert_eq!(hall.runs_the_ladder(maya).reminders.n, 1);
    let notice = hall.notice_text(&account);
    let of_it: Vec<&str> = notice.lines().filter(|line| line.contains("171.00")).collect();
    let [of_it] = &of_it[..] else { panic!("one line: {notice}") };
    assert!(
        of_it.contains("12 Jan 2027") && of_it.contains('8'),
        "late with the bill that took it up: {notice}"
    );
    assert!(!notice.contains("6 Dec 2026"), "{notice}");
    hall.books_balance();
}

#[test]
fn what_is_written_off_of_an_estimate_falls_of_each_bill_that_has_taken_it_up() {
    let office = Office::opens();
    let Office { hall, maya, cycle } = &office;
    let uma = hall.admin("uma");
    hall.ladder(&uma, 50, 150);
    hall.tariff(&uma, BY_HOURS);
    let account = hall.supplied("Asha Rao", "LT-2b By hours", *cycle);
    hall.installs_bands(maya, &account, "2026-07-05", &["day", "night"]).unwrap();
    let reads = |on: &str, kind: &str, values: [&str; 2]| {
        for (register, value) in (1..).zip(values) {
            let kind = if register == 1 && on > "2026-08-31" { "actual" } else { kind };
            let reading = hall.reading(&account, on, value).register(register).kind(kind);
            let said = reading.because("seen").entered(maya).unwrap();
            assert_eq!(said.fate.as_str(), "good", "{:?}", said.checks);
        }
    };
    reads("2026-08-05", "estimated", ["300", "300"]);
    let estimated = hall.issues_bill(maya, &account, "2026-08-05").unwrap();
    assert_eq!(estimated.left, whole(300 * 8 + 300 * 4 + 50));
    hall.charges(maya, &account, "meter_rent", rupees(2_000)).unwrap();
    hall.days_pass(maya, 22);
    assert_eq!(hall.runs_the_ladder(maya).reminders.n, 1);
    hall.days_pass(maya, 13);
    // By day 200 of the 300 were used in July; the night is known a month later: 186 of the 300.
    reads("2026-09-05", "estimated", ["400", "900"]);
    hall.issues_bill(maya, &account, "2026-09-05").unwrap();
    hall.days_pass(maya, 1);
    assert_eq!(hall.runs_the_ladder(maya).final_notices.n, 1);
    let minimum = || hall.arrears_of(maya, &account).unwrap().standing.minimum.unwrap().amount;
    assert_eq!(minimum(), whole((3_650 - 800 + 2_000) / 2), "without what is due with that bill");
    reads("2026-10-05", "actual", ["800", "552"]);
    hall.issues_bill(maya, &account, "2026-10-05").unwrap();
    assert_eq!(minimum(), whole((3_650 - 800 - 456 + 2_000) / 2), "nor 114 of the night since");

    // Of the 3,000 the notice had not asked for 606, that the first of the two bills had taken up and that is due first.
    let version = hall.sees_bill(maya, estimated.id).unwrap().version;
    let input = json!({ "request_id": hall.request(), "bill": estimated.id, "version": version,
        "amount": rupees(3_000), "note": "cannot be found" });
    hall.call(maya, "write_off", input).unwrap();
    let standing = hall.arrears_of(maya, &account).unwrap().standing;
    assert_eq!((standing.overdue, minimum()), (whole(2_000), whole(1_000)));
    hall.books_balance();
}

/// The domestic plan without a rule on late payment.
fn without_late_rule() -> String {
    DOMESTIC.split("[late_payment]").next().unwrap().replace("LT-2a Domestic", "LT-2a Patient")
}

#[test]
fn what_two_estimates_were_too_high_is_late_of_neither_as_far_as_the_credit_of_the_reading_left_it() {
    let office = Office::opens();
    let Office { hall, maya, cycle } = &office;
    let uma = hall.admin("uma");
    hall.ladder(&uma, 100, 150);
    hall.tariff(&uma, &without_late_rule());
    let account = hall.supplied("Asha Rao", "LT-2a Patient", *cycle);
    hall.round(&account, "M-1", &[read("2026-07-05", "1000"), read("2026-08-05", "1300").estimated()]);
    let september = hall.issues_bill(maya, &account, "2026-08-05").unwrap();
    hall.round(&account, "M-1", &[read("2026-09-05", "1600").estimated()]);
    let october = hall.issues_bill(maya, &account, "2026-09-05").unwrap();
    let left = |of: &BillView| hall.sees_bill(maya, of.id).unwrap().left.minor();
    hall.days_pass(maya, 20);

    // 200 were used in the three months; what the two were too high is more than this month's charges.
    hall.round(&account, "M-1", &[read("2026-10-05", "1200")]);
    let trued = hall.issues_bill(maya, &account, "2026-10-05").unwrap();
    assert!(trued.credit_used.is_negative(), "it leaves credit: {:?}", trued.credit_used);
    let told: Vec<&str> = trued.set_off.iter().map(|s| s.number.as_str()).collect();
    assert_eq!((told, left(&september)), (vec![&*september.number, &*october.number], 0), "the oldest first");
    let too_high = trued.lines.iter().filter(|line| line.label.contains("was on an estimate"));
    let own = trued.credit_used.minor() - too_high.map(|line| line.amount.minor()).sum::<i64>();
    let standing = || hall.arrears_of(maya, &account).unwrap().standing;
    assert_eq!(
        standing().overdue.minor(),
        left(&september) + left(&october) - own,
        "its own charges are not due yet"
    );

    // Who pays what is late owes those charges alone, and not before that bill is due.
    let late = standing().owed.minor();
    hall.visit(maya).account(&account).pays_paise(late).cash_paise(late).take().unwrap();
    assert_eq!((left(&september), left(&october)), (0, own));
    assert_eq!((standing().rung.as_str(), standing().overdue), ("clear", Money::ZERO));
    hall.days_pass(maya, trued.due_on.days_since(hall.frame(maya).unwrap().business_on));
    hall.runs_the_ladder(maya);
    assert_eq!(standing().rung.as_str(), "clear");
    hall.days_pass(maya, 1);
    assert_eq!((standing().rung.as_str(), standing().owed.minor()), ("due", own));
    hall.books_balance();
}

#[test]
fn a_reading_that_says_an_estimate_was_too_high_brings_no_supply_back_before_its_share_and_fee_are_paid() {
    let office = Office::opens();
    let Office { hall, maya, .. } = &office;
    hall.ladder(&hall.admin("uma"), 50, 100);
    let (account, estimated) = late_estimate(&office);
    for days in [14, 16] {
        hall.days_pass(maya, days);
        hall.runs_the_ladder(maya);
    }
    let standing = || hall.arrears_of(maya, &account).unwrap().standing;
    let owed_then = standing().owed.minor();
    hall.works(maya, &hall.orders(maya, "disconnect", "open")[0], "done", "").unwrap();
    hall.days_pass(maya, 1);

    // The next bill takes all of it off its own charges, and half of what it has left was owed as well.
    hall.round(&account, "M-1", &[read("2026-10-05", "1640")]);
    let trued = hall.issues_bill(maya, &account, "2026-10-05").unwrap();
    assert!(trued.total.is_positive() && !trued.credit_used.is_negative(), "{:?}", trued.total);
    let too_high = trued.lines.iter().filter(|line| line.label.contains("was on an estimate"));
    let too_high = -too_high.map(|line| line.amount.minor()).sum::<i64>();
    assert!(too_high > rupees(2_000), "{too_high}");

    let bills = hall.bills_of(maya, &account).unwrap();
    let beside = bills.iter().filter(|b| b.id != trued.id && b.id != estimated.id).map(|b| b.left.minor());
    let due = estimated.left.minor() - too_high + beside.sum::<i64>();
    let fell = bills.iter().flat_map(|b| &b.corrections).map(|c| c.amount.minor()).sum::<i64>();
    assert!(fell > 0);
    let minimum = standing().minimum.expect("something is to be paid");
    assert_eq!(
        (minimum.kind.as_str(), minimum.amount.minor()),
        ("get_back_on", due - (owed_then - too_high - fell) * 50 / 100),
        "nor is a share of the surcharge that fell with it"
    );
    assert_eq!(hall.orders(maya, "reconnect", "open").len(), 0, "nothing was paid");
    let minimum = minimum.amount.minor();
    hall.visit(maya).account(&account).pays_paise(minimum).cash_paise(minimum).take().unwrap();
    assert_eq!(hall.orders(maya, "reconnect", "open").len(), 1);
    hall.books_balance();
}

#[test]
fn a_plan_is_made_of_what_is_late_of_an_estimate_and_the_rest_is_owed_beside_it() {
    let office = Office::opens();
    let Office { hall, maya, .. } = &office;
    let (account, estimated) = late_estimate(&office);
    hall.round(&account, "M-1", &[read("2026-10-05", "2140")]);
    hall.issues_bill(maya, &account, "2026-10-05").unwrap();

    let plan = hall.agrees_plan(maya, &account, 2, 0).unwrap();

    assert_eq!(plan.total, whole(4_620), "the 171 are not late, nor is the surcharge of today");
    let standing = hall.arrears_of(maya, &account).unwrap().standing;
    assert_eq!((standing.owed, standing.in_plan), (Money::ZERO, plan.total));
    let first = plan.instalments[0].amount.minor();
    hall.visit(maya).account(&account).pays_paise(first).cash_paise(first).take().unwrap();
    let (left, rest) = (hall.sees_bill(maya, estimated.id).unwrap().left, plan.instalments[1].amount);
    assert_eq!(Some(left), rest.plus(whole(171)), "an instalment pays what the plan is made of");
    hall.days_pass(maya, 20);
    let standing = hall.arrears_of(maya, &account).unwrap().standing;
    assert_eq!(standing.in_plan, rest, "the 171 are late by now, beside it");
    hall.books_balance();
}

#[test]
fn credit_stops_a_cut_and_is_not_set_off_against_what_is_in_dispute() {
    let office = Office::opens();
    let Office { hall, maya, .. } = &office;
    let account = office.account("Asha Rao");
    hall.round(&account, "M-1", &[read("2026-07-05", "1000"), read("2026-08-05", "1600").estimated()]);
    let first = hall.issues_bill(maya, &account, "2026-08-05").unwrap();
    let part = rupees(1_000);
    hall.visit(maya).account(&account).pays_paise(part).cash_paise(part).take().unwrap();
    let fee = hall.charges(maya, &account, "other", rupees(100)).unwrap();
    hall.disputes(maya, fee.id, 100).unwrap();
    hall.switches(maya, &account, "active", Some("2026-11-25"));
    hall.round(&account, "M-1", &[read("2026-09-05", "1001")]);

    hall.issues_bill(maya, &account, "2026-09-05").unwrap();

    assert_eq!(hall.sees_bill(maya, first.id).unwrap().left, Money::ZERO);
    assert_eq!(hall.sees_bill(maya, fee.id).unwrap().left, whole(100), "nobody agreed to that");
    let row =
        hall.office().book().read(|tx| foil_store::customers::account(tx, account.id)).unwrap().unwrap();
    assert!(row.credit_minor.is_positive(), "the rest is kept");
    assert_eq!(row.disconnection_on, None, "who owes nothing is not cut");
    hall.books_balance();
}

#[test]
fn a_bill_that_was_written_off_and_is_cancelled_then_is_neither_income_nor_loss() {
    let office = Office::opens();
    let Office { hall, maya, .. } = &office;
    let in_ledger = |ledger: &str| {
        let sql =
            "SELECT CAST(COALESCE(SUM(amount_minor), 0) AS BIGINT) AS n FROM journal_line WHERE ledger = $1";
        hall.office().book().read(|tx| tx.number(sql, &[&ledger])).unwrap()
    };
    let books = || ["billed", "written_off", "receivable", "credit", "cash"].map(in_ledger);
    for (name, paid) in [("Asha Rao", 0), ("Bela Rao", 100)] {
        let account = office.account(name);
        let meter = format!("M-{}", account.number);
        hall.round(&account, &meter, &[read("2026-08-05", "1000"), read("2026-09-05", "1600")]);
        let before = books();
        let bill = hall.issues_bill(maya, &account, "2026-09-05").unwrap();
        if paid > 0 {
            hall.pays(&hall.clerk("asha"), &account, paid).unwrap();
        }
        hall.writes_off(maya, bill.id).unwrap();
        let [billed, lost, ..] = books();
        assert_eq!(lost - before[1], bill.total.minor() - rupees(paid), "given up");
        assert_eq!(before[0] - billed, bill.total.minor(), "and billed all the same");
        hall.cancels(maya, bill.id).unwrap();
        let after = [before[0], before[1], before[2], before[3] - rupees(paid), before[4] + rupees(paid)];
        assert_eq!(books(), after, "{name}: what was paid of it is credit, and nothing else is left");
    }
    hall.books_balance();
    assert_eq!(hall.check(maya).unwrap().problems, Vec::<String>::new());
}

#[test]
fn credit_that_covers_what_is_late_is_taken_by_no_bill_that_is_not_due_yet() {
    let office = Office::opens();
    let Office { hall, maya, cycle } = &office;
    hall.tariff(&hall.admin("uma"), &without_late_rule());
    let account = hall.supplied("Asha Rao", "LT-2a Patient", *cycle);
    hall.round(&account, "M-1", &[read("2026-08-05", "1000"), read("2026-09-05", "1600")]);
    let paid = hall.issues_bill(maya, &account, "2026-09-05").unwrap();
    hall.pays_all(&hall.clerk("asha"), &account);
    let late = hall.charges(maya, &account, "other", rupees(2_000)).unwrap();
    hall.days_pass(maya, 30);
    hall.credits(maya, paid.id, rupees(2_050), "wrong_tariff").unwrap();
    let owed = || hall.arrears_of(maya, &account).unwrap().standing.owed;
    assert_eq!((owed(), hall.credit_of(&account)), (Money::ZERO, rupees(2_050)), "the credit covers it");

    hall.round(&account, "M-1", &[read("2026-10-05", "1800")]);
    let seen = hall.previews_bill(maya, &account, "2026-10-05").unwrap();
    let bill = hall.issues_bill(maya, &account, "2026-10-05").unwrap();
    assert_eq!((seen.set_off, seen.arrears), (whole(2_000), Money::ZERO));
    let left = |of: &BillView| hall.sees_bill(maya, of.id).unwrap().left;
    assert_eq!((left(&late), owed()), (Money::ZERO, Money::ZERO), "what is late is paid before what is not");
    assert_eq!(left(&bill), bill.total.minus(whole(50)).unwrap());
    assert_eq!(hall.credit_of(&account), 0);

    // Taken back, it owes and has what it had.
    hall.cancels(maya, bill.id).unwrap();
    assert_eq!((left(&late), hall.credit_of(&account), owed()), (whole(2_000), rupees(2_050), Money::ZERO));
    hall.books_balance();
}

#[test]
fn a_set_off_ends_with_its_bill_as_far_as_the_claim_still_stands() {
    let office = Office::opens();
    let Office { hall, maya, .. } = &office;
    let account = office.account("Asha Rao");
    hall.round(&account, "M-1", &[read("2026-08-05", "1000"), read("2026-09-05", "1600").estimated()]);
    let estimated = hall.issues_bill(maya, &account, "2026-09-05").unwrap();
    hall.visit(maya).account(&account).pays(4_000).take().unwrap();
    let fee = hall.charges(maya, &account, "other", rupees(1_000)).unwrap();
    hall.round(&account, "M-1", &[read("2026-10-05", "1100")]);
    let trued = hall.issues_bill(maya, &account, "2026-10-05").unwrap();

    // Of 4,006 are 791 set off against the estimate and 1,000 against the fee, of which a note turns 300 into credit.
    assert_eq!(hall.credit_of(&account), rupees(2_215));
    hall.credits(maya, fee.id, rupees(300), "discount").unwrap();
    assert_eq!(hall.credit_of(&account), rupees(2_515));
    hall.cancels(maya, trued.id).unwrap();
    assert_eq!(hall.sees_bill(maya, estimated.id).unwrap().left, whole(791));
    assert_eq!(hall.sees_bill(maya, fee.id).unwrap().left, whole(700), "1,000 less the note");
    assert_eq!(hall.credit_of(&account), 0);
    hall.books_balance();
}

#[test]
fn a_month_that_was_estimated_shows_its_true_use_once_that_is_known() {
    let office = Office::opens();
    let Office { hall, maya, .. } = &office;
    let account = office.account("Asha Rao");
    hall.round(&account, "M-1", &[read("2026-08-05", "1000"), read("2026-09-05", "1600").estimated()]);
    hall.issues_bill(maya, &account, "2026-09-05").unwrap();
    let by_bills = || {
        let id = account.id;
        let rows = hall.office().book().read(move |tx| foil_store::bills::usage(tx, id, 12)).unwrap();
        rows.into_iter().rev().map(|row| row.units).collect::<Vec<_>>()
    };
    let by_readings = || {
        let periods = hall.usage_of(maya, &account).unwrap().periods;
        periods.into_iter().map(|p| (p.units, p.estimated)).collect::<Vec<_>>()
    };
    let plain = |units: &str, estimated: &str| (units.to_owned(), estimated.to_owned());
    assert_eq!((by_bills(), by_readings()), (vec!["600".into()], vec![plain("600", "")]));

    hall.round(&account, "M-1", &[read("2026-10-05", "1100")]);
    let trued = hall.issues_bill(maya, &account, "2026-10-05").unwrap();
    assert_eq!(by_bills(), ["51", "49"], "the card's bars tell the truth");
    assert_eq!(by_readings(), [plain("51", "600"), plain("49", "")]);
    let bars = hall.bill_text(trued.id);
    let september = bars.lines().find(|line| line.trim_start().starts_with("Sep 26")).unwrap();
    assert!(september.ends_with(" 51"), "and so do those on the bill that tells it: {september}");

    hall.cancels(maya, trued.id).unwrap();
    assert_eq!(by_bills(), ["600"], "what made it good is taken back");
}

#[test]
fn a_use_below_zero_that_nothing_explains_is_not_billed() {
    let office = Office::opens();
    let Office { hall, maya, .. } = &office;
    let account = office.account("Asha Rao");
    hall.round(&account, "M-1", &[read("2026-10-05", "1000"), read("2026-11-05", "990")]);
    let told = hall.issues_bill(maya, &account, "2026-11-21").unwrap_err();
    assert_eq!(told.code, "cannot_bill");
    assert!(told.message.contains("below zero"), "{}", told.message);
}

#[test]
fn a_tariff_that_changes_inside_the_period_is_split_by_days_if_its_order_says_so() {
    let office = Office::opens();
    let Office { hall, maya, .. } = &office;
    let changed = DOMESTIC
        .replace("valid_from = 2026-04-01", "valid_from = 2026-10-20\non_change = \"split_by_days\"")
        .replace("rate = 4.10", "rate = 4.60");
    hall.tariff(&hall.admin("uma"), &changed);
    let account = office.used("Asha Rao", 62);

    let bill = hall.issues_bill(maya, &account, "2026-11-21").unwrap();

    expect![[r#"
        Mangalore Utility Branch                                                  Bill
        Light House Hill Road                                         B/26-27/00000001
        Hampankatta                                                        21 Nov 2026
        Mangaluru 575001
        Phone 0824 242 0000
        GSTIN 29ABCDE1234F1Z5
        ------------------------------------------------------------------------------
        Customer         Asha Rao
                         1 Car Street, Mangaluru
        Account          E-1001
        Service          Electricity
                         Meter M-E-1001
        Period           5 Oct 2026 – 4 Nov 2026
        Issued           21 Nov 2026
        Due              6 Dec 2026
        Tariff           LT-2a Domestic
                         in force from 20 Oct 2026
        Sanctioned load  3 kW
        Units            62 kWh
                         31 days

        To pay by 6 Dec 2026                                                   ₹483.00
        Rupees four hundred eighty-three only

        Readings
        Meter     Previous  Present  Units
        M-E-1001      1000     1062     62
        Charge                                                                                 Quantity   Rate  Amount
        Energy charge, up to 24.194 kWh (from 5 Oct 2026, 15 of 31 days)                     24.194 kWh   4.10   99.19
        Energy charge, over 24.194 to 48.387 kWh (from 5 Oct 2026, 15 of 31 days)             5.806 kWh   5.60   32.52
        Fixed charge (from 5 Oct 2026, 15 of 31 days)                               3 kW × 15/31 months  50.00   72.58
        FPPCA (from 5 Oct 2026, 15 of 31 days)                                                   30 kWh   0.36   10.80
        Energy charge, up to 25.806 kWh (from 20 Oct 2026, 16 of 31 days)                    25.806 kWh   4.60  118.71
        Energy charge, over 25.806 to 51.613 kWh (from 20 Oct 2026, 16 of 31 days)            6.194 kWh   5.60   34.68
        Fixed charge (from 20 Oct 2026, 16 of 31 days)                              3 kW × 16/31 months  50.00   77.42
        FPPCA (from 20 Oct 2026, 16 of 31 days)                                                  32 kWh   0.36   11.52
        Tax on consumption                                                                       285.10    9 %   25.66
        Rounding                                                                                                 -0.08
        Total                                                                  ₹483.00
        = Still to pay                                                         ₹483.00
        This bill, from 7 Dec 2026                                             ₹487.83

        Your use
        Nov 26                                                                      62
        QR: COUNTERFOIL BILL B/26-27/00000001 INR 483.00 2026-12-06 E-1001
        ------------------------------------------------------------------------------
        Thank you. Keep this receipt.
    "#]].assert_eq(&hall.bill_text(bill.id));
    hall.books_balance();
}

#[test]
fn a_season_that_begins_inside_the_period_shares_use_by_days() {
    let office = Office::opens();
    let Office { hall, maya, cycle } = &office;
    let seasonal = r#"
format = 1
name = "Two seasons"
service = "electricity"
currency = "INR"
unit = "kWh"
valid_from = 2026-04-01

[[season]]
name = "monsoon"
months = [6, 7, 8, 9, 10]

[[season]]
name = "dry"
months = [11, 12, 1, 2, 3, 4, 5]

[[energy_charge]]
name = "Monsoon energy"
season = "monsoon"
slabs = [ { rate = 4 } ]

[[energy_charge]]
name = "Dry season energy"
season = "dry"
slabs = [ { rate = 6 } ]
"#;
    hall.tariff(&hall.admin("uma"), seasonal);
    let account = hall.supplied("Asha Rao", "Two seasons", *cycle);
    hall.round(&account, "M-1", &[read("2026-10-17", "0"), read("2026-11-16", "90")]);

    let bill = hall.issues_bill(maya, &account, "2026-11-21").unwrap();

    assert_eq!(bill.total, whole(45 * 4 + 45 * 6), "15 days of each season");
    expect![[r#"
        Mangalore Utility Branch                                                  Bill
        Light House Hill Road                                         B/26-27/00000001
        Hampankatta                                                        21 Nov 2026
        Mangaluru 575001
        Phone 0824 242 0000
        GSTIN 29ABCDE1234F1Z5
        ------------------------------------------------------------------------------
        Customer         Asha Rao
                         1 Car Street, Mangaluru
        Account          E-1001
        Service          Electricity
                         Meter M-1
        Period           17 Oct 2026 – 15 Nov 2026
        Issued           21 Nov 2026
        Due              6 Dec 2026
        Tariff           Two seasons
                         in force from 1 Apr 2026
        Sanctioned load  3 kW
        Units            90 kWh
                         30 days

        To pay by 6 Dec 2026                                                   ₹450.00
        Rupees four hundred fifty only

        Readings
        Meter  Previous  Present  Units
        M-1           0       90     90
        Charge                                   Quantity  Rate  Amount
        Monsoon energy (monsoon, 15 of 30 days)    45 kWh  4.00  180.00
        Dry season energy (dry, 15 of 30 days)     45 kWh  6.00  270.00
        Total                                                                  ₹450.00
        = Still to pay                                                         ₹450.00

        Your use
        Nov 26                                                                      90
        QR: COUNTERFOIL BILL B/26-27/00000001 INR 450.00 2026-12-06 E-1001
        ------------------------------------------------------------------------------
        Thank you. Keep this receipt.
    "#]]
    .assert_eq(&hall.bill_text(bill.id));
}

#[test]
fn a_period_of_thirty_five_days_stretches_its_slabs_as_the_tariff_says() {
    let office = Office::opens();
    let Office { hall, maya, cycle } = &office;
    let stretched = DOMESTIC
        .replace("name = \"LT-2a Domestic\"", "name = \"LT-2a by days\"")
        .replace("[rounding]", "[proration]\nblocks = \"by_days\"\nbase_days = 30\n\n[rounding]");
    hall.tariff(&hall.admin("uma"), &stretched);
    let account = hall.supplied("Asha Rao", "LT-2a by days", *cycle);
    hall.round(&account, "M-1", &[read("2026-10-01", "1000"), read("2026-11-05", "1070")]);

    let bill = hall.issues_bill(maya, &account, "2026-11-21").unwrap();

    expect![[r#"
        Mangalore Utility Branch                                                  Bill
        Light House Hill Road                                         B/26-27/00000001
        Hampankatta                                                        21 Nov 2026
        Mangaluru 575001
        Phone 0824 242 0000
        GSTIN 29ABCDE1234F1Z5
        ------------------------------------------------------------------------------
        Customer         Asha Rao
                         1 Car Street, Mangaluru
        Account          E-1001
        Service          Electricity
                         Meter M-1
        Period           1 Oct 2026 – 4 Nov 2026
        Issued           21 Nov 2026
        Due              6 Dec 2026
        Tariff           LT-2a by days
                         in force from 1 Apr 2026
        Sanctioned load  3 kW
        Units            70 kWh
                         35 days

        To pay by 6 Dec 2026                                                   ₹507.00
        Rupees five hundred seven only

        Readings
        Meter  Previous  Present  Units
        M-1        1000     1070     70
        Charge                                       Quantity   Rate  Amount
        Energy charge, up to 58.333 kWh            58.333 kWh   4.10  239.17
        Energy charge, over 58.333 to 116.667 kWh  11.667 kWh   5.60   65.33
        Fixed charge                                     3 kW  50.00  150.00
        FPPCA                                          70 kWh   0.36   25.20
        Tax on consumption                             304.50    9 %   27.41
        Rounding                                                       -0.11
        Total                                                                  ₹507.00
        = Still to pay                                                         ₹507.00
        This bill, from 7 Dec 2026                                             ₹512.07

        Your use
        Nov 26                                                                      70
        QR: COUNTERFOIL BILL B/26-27/00000001 INR 507.00 2026-12-06 E-1001
        ------------------------------------------------------------------------------
        Thank you. Keep this receipt.
    "#]]
    .assert_eq(&hall.bill_text(bill.id));
}

#[test]
fn who_used_nothing_pays_the_fixed_charge() {
    let office = Office::opens();
    let Office { hall, maya, .. } = &office;
    let account = office.used("Asha Rao", 0);
    let bill = hall.issues_bill(maya, &account, "2026-11-21").unwrap();
    assert_eq!((bill.units.as_str(), bill.total), ("0", whole(150)));
    expect![[r#"
        Mangalore Utility Branch                                                  Bill
        Light House Hill Road                                         B/26-27/00000001
        Hampankatta                                                        21 Nov 2026
        Mangaluru 575001
        Phone 0824 242 0000
        GSTIN 29ABCDE1234F1Z5
        ------------------------------------------------------------------------------
        Customer         Asha Rao
                         1 Car Street, Mangaluru
        Account          E-1001
        Service          Electricity
                         Meter M-E-1001
        Period           5 Oct 2026 – 4 Nov 2026
        Issued           21 Nov 2026
        Due              6 Dec 2026
        Tariff           LT-2a Domestic
                         in force from 1 Apr 2026
        Sanctioned load  3 kW
        Units            0 kWh
                         31 days

        To pay by 6 Dec 2026                                                   ₹150.00
        Rupees one hundred fifty only

        Readings
        Meter     Previous  Present  Units
        M-E-1001      1000     1000      0
        Charge                       Quantity   Rate  Amount
        Energy charge, up to 50 kWh     0 kWh   4.10    0.00
        Fixed charge                     3 kW  50.00  150.00
        FPPCA                           0 kWh   0.36    0.00
        Tax on consumption               0.00    9 %    0.00
        Total                                                                  ₹150.00
        = Still to pay                                                         ₹150.00
        This bill, from 7 Dec 2026                                             ₹151.50

        Your use
        Nov 26                                                                       0
        QR: COUNTERFOIL BILL B/26-27/00000001 INR 150.00 2026-12-06 E-1001
        ------------------------------------------------------------------------------
        Thank you. Keep this receipt.
    "#]]
    .assert_eq(&hall.bill_text(bill.id));
}

#[test]
fn what_is_in_dispute_is_not_asked_for_on_the_next_bill() {
    let office = Office::opens();
    let Office { hall, maya, .. } = &office;
    let account = office.used("Asha Rao", 40);
    let first = hall.issues_bill(maya, &account, "2026-11-05").unwrap();
    hall.disputes(maya, first.id, 100).unwrap();
    hall.round(&account, &format!("M-{}", account.number), &[read("2026-11-20", "1060")]);

    let preview = hall.previews_bill(maya, &account, "2026-11-21").unwrap();

    assert_eq!(preview.arrears, first.total.minus(whole(100)).unwrap());
    assert_eq!(
        preview.payable,
        preview.total.plus(preview.arrears).unwrap(),
        "nor by the code that is scanned"
    );
}

#[test]
fn arrears_are_shown_on_a_bill_and_claimed_once() {
    let office = Office::opens();
    let Office { hall, maya, .. } = &office;
    let account = office.used("Asha Rao", 40);
    let first = hall.issues_bill(maya, &account, "2026-11-05").unwrap();
    hall.round(&account, &format!("M-{}", account.number), &[read("2026-11-20", "1060")]);

    let second = hall.issues_bill(maya, &account, "2026-11-21").unwrap();

    let text = hall.bill_text(second.id);
    assert!(text.contains("Earlier bills still open"), "{text}");
    assert_eq!(second.left, second.total, "the arrears stay on the bill they were claimed on");
    assert_eq!(first.left, first.total);
    hall.books_balance();
}

#[test]
fn a_run_is_tried_then_posted_and_bills_nobody_twice() {
    let office = Office::opens();
    let Office { hall, maya, .. } = &office;
    let accounts: Vec<Account> =
        [("Asha Rao", 120), ("Bala", 0), ("Chitra", 900)].map(|(name, kwh)| office.used(name, kwh)).into();
    let unread = office.account("Devi");
    let lost = hall.supplied("Esha", "No such plan", office.cycle);
    hall.round(&lost, "M-lost", &[read("2026-10-05", "5"), read("2026-11-05", "9")]);

    let tried = hall.tries_run(maya, "C01", "2026-11-21").unwrap();
    let sum = &tried.summary;
    assert_eq!((sum.accounts, sum.bills, sum.zero, sum.no_reading, sum.problems), (5, 3, 1, 1, 1));
    let kinds: Vec<OutlierKind> = sum.outliers.iter().map(|o| o.kind).collect();
    assert_eq!(kinds, [OutlierKind::Problem, OutlierKind::NoReading, OutlierKind::Zero], "the gravest first");
    assert!(hall.bills_of(maya, &accounts[0]).unwrap().is_empty(), "a trial stores nothing");

    let run = hall.runs_bills(maya, "C01", "2026-11-21").unwrap();
    assert_eq!((run.bills, run.total), (3, sum.total), "what was tried is what is posted");
    assert_eq!(hall.bills_of(maya, &accounts[0]).unwrap()[0].number, "B/26-27/00000001");
    assert!(hall.bills_of(maya, &unread).unwrap().is_empty());
    let told: RunOutliers = hall.ask(&hall.clerk("kavya"), "run_outliers", json!({ "run": run.id })).unwrap();
    let unbilled: Vec<_> =
        told.rows.iter().filter(|o| o.total.is_none()).map(|o| (o.kind, o.customer.as_str())).collect();
    assert_eq!(told.unbilled, 2, "who got no bill is named when it is posted, too, for whoever comes later");
    assert_eq!(unbilled, [(OutlierKind::Problem, "Esha"), (OutlierKind::NoReading, "Devi")]);

    let again = hall.runs_bills(maya, "C01", "2026-11-21").unwrap();
    assert_eq!((again.id, again.bills), (run.id, 3), "the same run is found again");
    let next_day = hall.tries_run(maya, "C01", "2026-11-20").unwrap();
    assert_eq!((next_day.summary.bills, next_day.summary.already), (0, 3));
    hall.books_balance();
}

#[test]
fn accounts_that_no_run_bills_are_listed_and_put_in_a_cycle() {
    let office = Office::opens();
    let Office { hall, maya, cycle } = &office;
    let billed = office.used("Asha Rao", 120);
    let retired = hall.cycle("C09");
    let cycles: Vec<CycleView> = hall.ask(maya, "cycles", json!({})).unwrap();
    let shown = cycles.iter().find(|c| c.id == retired).unwrap();
    let retires = json!({ "cycle": retired, "version": shown.version, "code": "C09", "name": "Old round",
        "months": 1, "due_days": 15, "active": false });
    hall.call(maya, "save_cycle", retires).unwrap();
    let forgotten: Vec<Account> = (0..3).map(|n| office.used(&format!("Forgotten {n}"), 100 + n)).collect();
    let leaves = |account: &Account, to: Option<CycleId>| {
        let id = account.id;
        hall.arranges(move |act| {
            let row = foil_store::customers::account(act.tx, id)?.unwrap();
            let mut data = row.data();
            data.terms.cycle = to;
            foil_store::customers::update_account(act.tx, id, &data, row.version).map(|_| ())
        });
    };
    leaves(&forgotten[0], None);
    leaves(&forgotten[1], None);
    leaves(&forgotten[2], Some(retired));
    assert_eq!(
        hall.tries_run(maya, "C01", "2026-11-21").unwrap().summary.bills,
        1,
        "nobody would see the others"
    );

    let page = |after: Option<UnbilledPlace>| -> UnbilledPage {
        hall.ask(maya, "unbilled_accounts", json!({ "after": after, "limit": 2 })).unwrap()
    };
    let first = page(None);
    let told = |page: &UnbilledPage| -> Vec<(String, String)> {
        page.rows.iter().map(|row| (row.number.clone(), row.cycle.clone())).collect()
    };
    let (a, b, c) = (&forgotten[0], &forgotten[1], &forgotten[2]);
    assert_eq!(
        (first.total, told(&first)),
        (Some(3), vec![(a.number.clone(), String::new()), (b.number.clone(), String::new())])
    );
    let second = page(first.next.clone());
    assert_eq!((second.total, told(&second)), (None, vec![(c.number.clone(), "C09".into())]));
    assert!(second.next.is_none());

    let rows: Vec<_> = first.rows.iter().chain(&second.rows).collect();
    let seen: Vec<_> =
        rows.iter().map(|row| json!({ "account": row.account, "version": row.version })).collect();
    let puts = |to: CycleId| json!({ "cycle": to, "accounts": seen });
    assert_eq!(refused(hall.call(maya, "put_in_cycle", puts(retired))), "bad_input", "it bills nobody");
    let done = hall.call(maya, "put_in_cycle", puts(*cycle)).unwrap();
    assert_eq!(done, json!({ "cycle": "C01", "accounts": 3 }));
    assert_eq!(refused(hall.call(maya, "put_in_cycle", puts(*cycle))), "changed_meanwhile");
    assert_eq!(page(None).total, Some(0));
    assert_eq!(hall.runs_bills(maya, "C01", "2026-11-21").unwrap().bills, 4);
    assert_eq!(hall.bills_of(maya, &billed).unwrap().len(), 1);
    hall.books_balance();
}

#[test]
fn a_run_is_stopped_only_when_nobody_posts_it() {
    let office = Office::opens();
    let Office { hall, maya, cycle } = &office;
    let (cycle, person) = (*cycle, maya.user());
    hall.arranges(move |act| {
        let on = act.today();
        let run = foil_store::runs::NewRun {
            cycle,
            route: "",
            to: on,
            turn: 1,
            issued_on: on,
            due_on: on.plus_days(15),
            summary: &serde_json::to_string(&foil_app::billing::run_views::RunSummary::default()).unwrap(),
            person,
            at: act.now,
        };
        foil_store::runs::insert(act.tx, &run).map(|_| ())
    });
    let in_hand = || {
        let runs: Vec<foil_app::billing::run_views::RunView> =
            hall.ask(maya, "bill_runs", json!({})).unwrap();
        let whole = hall.sees_run(maya, runs[0].id);
        assert_eq!(runs[0].in_hand, whole.in_hand);
        whole.in_hand
    };
    assert!(!in_hand(), "it was begun, and nobody goes on with it");
    let begins = |title: &'static str| {
        hall.arranges(move |act| {
            foil_store::jobs::begin(act.tx, "post_bill_run", title, act.who.user, act.now)
        })
    };
    begins("C01 · R1");
    assert!(!in_hand(), "that is a run of one route");
    let job = begins("C01");
    assert!(in_hand(), "another window or program posts it");
    hall.arranges(move |act| foil_store::jobs::end(act.tx, job, "cancelled", act.now, 1, 2, "{}"));
    assert!(!in_hand());

    begins("C01");
    assert!(in_hand());
    hall.office().look_for_left_jobs().unwrap();
    assert!(!in_hand(), "its program was killed: it can be gone on with here, without opening the book anew");
}

#[test]
fn who_was_read_after_their_run_was_posted_is_billed_by_the_next_one_and_nobody_twice() {
    let office = Office::opens();
    let Office { hall, maya, .. } = &office;
    let (asha, devi) = (office.used("Asha Rao", 120), office.account("Devi"));
    let first = hall.runs_bills(maya, "C01", "2026-11-21").unwrap();
    assert_eq!((first.bills, first.turn), (1, 1));

    hall.round(&devi, "M-devi", &[read("2026-10-05", "5"), read("2026-11-21", "60")]);
    hall.round(&asha, &format!("M-{}", asha.number), &[read("2026-11-21", "1180")]);
    let tried = hall.tries_run(maya, "C01", "2026-11-21").unwrap().summary;
    assert_eq!((tried.bills, tried.already), (1, 1), "who was billed that day has their bill");
    let second = hall.runs_bills(maya, "C01", "2026-11-21").unwrap();
    assert_eq!((second.bills, second.turn, second.posted_before), (1, 2, false), "what was tried is posted");
    assert_eq!((second.total, second.summary.already), (tried.total, 1));
    assert_eq!(hall.bills_of(maya, &devi).unwrap().len(), 1);
    assert_eq!(hall.bills_of(maya, &asha).unwrap().len(), 1);

    let third = hall.runs_bills(maya, "C01", "2026-11-21").unwrap();
    assert_eq!((third.id, third.posted_before), (second.id, true), "nobody is left: nobody is billed twice");
    hall.cancels_run(maya, &hall.sees_run(maya, second.id)).unwrap();
    let again = hall.runs_bills(maya, "C01", "2026-11-21").unwrap();
    assert_eq!((again.bills, again.turn), (1, 2), "taken back, it is made again");
    hall.books_balance();
}

#[test]
fn a_run_some_days_later_bills_only_who_was_not_read_for_the_one_before() {
    let office = Office::opens();
    let Office { hall, maya, .. } = &office;
    let (asha, bala) = (office.used("Asha Rao", 120), office.used("Bala", 90));
    let (chitra, devi) = (office.used("Chitra", 300), office.account("Devi"));
    let first = hall.runs_bills(maya, "C01", "2026-11-05").unwrap();
    assert_eq!((first.bills, first.summary.no_reading), (3, 1));
    hall.rebills(maya, hall.bills_of(maya, &chitra).unwrap()[0].id).unwrap();

    hall.round(&devi, "M-devi", &[read("2026-10-05", "5"), read("2026-11-08", "60")]);
    for (account, value) in [(&asha, "1132"), (&chitra, "1330")] {
        hall.round(account, &format!("M-{}", account.number), &[read("2026-11-08", value)]);
    }
    let tried = hall.tries_run(maya, "C01", "2026-11-08").unwrap().summary;
    assert_eq!((tried.bills, tried.already, tried.lately), (1, 3, 2), "also whose bill was made anew since");
    let second = hall.runs_bills(maya, "C01", "2026-11-08").unwrap();
    assert_eq!((second.bills, second.total), (1, tried.total));
    let count = |account: &Account| {
        hall.bills_of(maya, account).unwrap().iter().filter(|b| b.state != BillState::Cancelled).count()
    };
    assert_eq!(
        [&asha, &bala, &chitra, &devi].map(count),
        [1, 1, 1, 1],
        "nobody bears a second month for three days"
    );
    let told: RunOutliers = hall.ask(maya, "run_outliers", json!({ "run": second.id })).unwrap();
    let why: Vec<_> =
        told.rows.iter().filter(|o| o.total.is_none()).map(|o| (o.kind, o.reason.as_str())).collect();
    let words = "billed up to 4 Nov 2026, less than a third of a period ago; what was read since goes into its next bill, \
                 unless it is billed by itself";
    assert_eq!((told.unbilled, why), (2, vec![(OutlierKind::Lately, words), (OutlierKind::Lately, words)]));

    hall.issues_bill(maya, &asha, "2026-11-08").unwrap();
    hall.days_pass(maya, 14);
    for (account, value) in [(&asha, "1240"), (&bala, "1180"), (&chitra, "1600")] {
        hall.round(account, &format!("M-{}", account.number), &[read("2026-12-05", value)]);
    }
    let next = hall.runs_bills(maya, "C01", "2026-12-05").unwrap();
    assert_eq!((next.bills, next.summary.already), (3, 0), "the next period's bills");
    let newest = &hall.bills_of(maya, &chitra).unwrap()[0];
    assert_eq!(newest.period_from.to_string(), "2026-11-05", "from where the last one ended");
    hall.books_balance();
}

#[test]
fn the_runs_of_years_are_paged() {
    let office = Office::opens();
    let Office { hall, maya, cycle } = &office;
    let (cycle, person) = (*cycle, maya.user());
    hall.arranges(move |act| {
        for ago in 0..102 {
            let on = act.today().plus_days(-ago);
            let run = foil_store::runs::NewRun {
                cycle,
                route: "",
                to: on,
                turn: 1,
                issued_on: on,
                due_on: on.plus_days(15),
                summary: &serde_json::to_string(&foil_app::billing::run_views::RunSummary::default())
                    .unwrap(),
                person,
                at: act.now,
            };
            foil_store::runs::insert(act.tx, &run)?;
        }
        Ok(())
    });
    let page =
        |input| hall.ask::<Vec<foil_app::billing::run_views::RunView>>(maya, "bill_runs", input).unwrap();
    let first = page(json!({}));
    let rest = page(json!({ "before": first[99].id }));
    assert_eq!((first.len(), rest.len()), (100, 2));
    assert!(first[99].id > rest[0].id);
}

#[test]
fn a_run_uses_credit_in_the_commit_that_bills() {
    let office = Office::opens();
    let Office { hall, maya, .. } = &office;
    let account = office.used("Asha Rao", 10);
    hall.visit(maya).account(&account).pays(100).take().unwrap();
    assert_eq!(hall.credit_of(&account), rupees(100));

    hall.runs_bills(maya, "C01", "2026-11-21").unwrap();

    let bill = &hall.bills_of(maya, &account).unwrap()[0];
    assert_eq!((bill.credit_used, bill.left), (whole(100), bill.total.minus(whole(100)).unwrap()));
    assert_eq!(hall.credit_of(&account), 0);
    hall.books_balance();
}

#[test]
fn a_run_is_taken_back_as_one_while_nobody_has_paid() {
    let office = Office::opens();
    let Office { hall, maya, .. } = &office;
    let asha = office.used("Asha Rao", 120);
    let bala = office.used("Bala", 60);
    hall.visit(maya).account(&bala).pays(50).take().unwrap();
    let run = hall.runs_bills(maya, "C01", "2026-11-21").unwrap();

    let back = hall.cancels_run(maya, &run).unwrap();

    assert_eq!(back.state.as_str(), "cancelled");
    for account in [&asha, &bala] {
        let bill = &hall.bills_of(maya, account).unwrap()[0];
        assert_eq!((bill.state, bill.left, bill.corrections.len()), (BillState::Cancelled, Money::ZERO, 1));
    }
    assert_eq!(hall.credit_of(&bala), rupees(50), "the credit it had used is there again");
    hall.books_balance();

    let anew = hall.runs_bills(maya, "C01", "2026-11-21").unwrap();
    assert_eq!((anew.bills, anew.total), (2, run.total), "the cycle can be run again");
    hall.pays_all(maya, &asha);
    let told = hall.cancels_run(maya, &hall.sees_run(maya, anew.id)).unwrap_err();
    assert_eq!(told.code, "run_state", "somebody has paid: {}", told.message);
    hall.books_balance();
}

#[test]
fn a_run_that_was_stopped_on_its_way_back_goes_on_and_the_books_are_as_after_one_go() {
    let taken_back = |stopped: bool| {
        let office = Office::opens();
        let Office { hall, maya, .. } = &office;
        let accounts: Vec<Account> =
            (0..5i64).map(|n| office.used(&format!("Customer {n}"), 60 + 10 * n)).collect();
        hall.visit(maya).account(&accounts[1]).pays(50).take().unwrap();
        let run = hall.runs_bills(maya, "C01", "2026-11-21").unwrap();
        if stopped {
            office.stops_on_its_way_back(&run, &accounts[3], 2);

            let half = hall.sees_run(maya, run.id);
            assert_eq!((half.state.as_str(), half.in_hand), ("cancelling", false));
            let state = |n: usize| hall.bills_of(maya, &accounts[n]).unwrap()[0].state;
            assert_eq!(state(1), BillState::Cancelled, "two bills share a commit");
            assert_ne!(state(2), BillState::Cancelled, "the second commit fell as a whole");
            let told = hall.visit(maya).account(&accounts[4]).pays(50).take().unwrap_err();
            assert_eq!(told.code, "run_state");
            assert!(told.message.contains("being taken back"), "{}", told.message);
            assert_eq!(
                refused(hall.credits(
                    maya,
                    hall.bills_of(maya, &accounts[4]).unwrap()[0].id,
                    100,
                    "discount"
                )),
                "run_state"
            );
            assert_eq!(refused(hall.runs_bills(maya, "C01", "2026-11-21")), "run_state");
            hall.visit(maya).account(&accounts[0]).pays(10).take().unwrap();
            hall.undoes(maya).unwrap();
        }
        let back = hall.cancels_run(maya, &hall.sees_run(maya, run.id)).unwrap();
        assert_eq!((back.state.as_str(), back.bills), ("cancelled", 5));
        hall.books_balance();
        let of = |account: &Account| {
            let bill = hall.bills_of(maya, account).unwrap().remove(0);
            let notes: Vec<_> = bill.corrections.iter().map(|c| (c.number.clone(), c.amount)).collect();
            (bill.number, bill.state, bill.left, notes, hall.credit_of(account))
        };
        let books: Vec<_> = accounts.iter().map(of).collect();
        assert_eq!(hall.runs_bills(maya, "C01", "2026-11-21").unwrap().bills, 5);
        format!("{books:?}")
    };
    assert_eq!(taken_back(true), taken_back(false));
}

#[test]
fn a_bank_file_waits_while_a_run_is_taken_back_and_no_line_of_it_is_a_dead_letter() {
    let office = Office::opens();
    let Office { hall, maya, .. } = &office;
    let accounts: Vec<Account> = (0..3).map(|n| office.used(&format!("Customer {n}"), 60)).collect();
    let run = hall.runs_bills(maya, "C01", "2026-11-21").unwrap();
    office.stops_on_its_way_back(&run, &accounts[1], 1);
    let rows: String = accounts.iter().map(|a| format!("UTR-{},{},100,upi\n", a.number, a.number)).collect();
    let file = hall.folder().join("bank.csv");
    std::fs::write(&file, format!("utr,account,amount,mode\n{rows}")).unwrap();
    let order = json!({ "path": file, "kind": "payments", "mode": "all_or_nothing", "dry_run": false });
    hall.does_job(maya, "start_import", order).unwrap();
    let acts = || {
        let count = "SELECT COUNT(*) FROM audit WHERE act = 'request_failed'";
        raw(&hall.path(), hall.key()).query_row(count, [], |row| row.get::<_, i64>(0)).unwrap()
    };

    let did = hall.worker_runs(maya).unwrap();
    assert_eq!((did.paid, did.retried, did.dead), (1, 2, 0), "one's bill is gone already");
    assert_eq!(acts(), 1, "what waits is put off in one act");
    let again = || {
        hall.seconds_pass(300);
        let did = foil_app::queue::retry_due(hall.office(), || true).unwrap();
        (did.paid, did.retried, did.dead)
    };
    for _ in 0..6 {
        assert_eq!(again(), (0, 2, 0), "however long it takes");
    }
    let waits = hall.in_hand(maya).unwrap();
    assert_eq!(
        (waits.waiting_total, waits.dead_total, waits.waiting[0].attempts),
        (2, 0, 0),
        "no try is used up"
    );
    assert!(waits.waiting[0].problem.contains("is being taken back"), "{}", waits.waiting[0].problem);
    assert!(hall.dead_letters_told().is_empty());

    hall.cancels_run(maya, &hall.sees_run(maya, run.id)).unwrap();
    assert_eq!(again(), (2, 0, 0), "and then it is paid, with nobody asked");
    for account in &accounts {
        assert_eq!(hall.credit_of(account), rupees(100));
    }
    hall.books_balance();
}

#[test]
fn a_bill_on_its_way_back_with_its_run_bears_no_surcharge_and_one_that_it_had_falls_with_it() {
    let office = Office::opens();
    let Office { hall, maya, .. } = &office;
    let other = office.used("Bala", 60);
    hall.issues_bill(maya, &other, "2026-11-21").unwrap();
    let (first, last) = (office.used("Asha Rao", 120), office.used("Meera", 90));
    let run = hall.runs_bills(maya, "C01", "2026-11-21").unwrap();
    assert_eq!(run.bills, 2);
    office.stops_on_its_way_back(&run, &last, 1);
    hall.days_pass(maya, 20);

    let surcharges = |account: &Account| {
        let bills = hall.bills_of(maya, account).unwrap().into_iter();
        let late = bills.filter(|b| b.kind.as_str() == "surcharge");
        late.map(|b| b.state == BillState::Cancelled).collect::<Vec<_>>()
    };
    assert_eq!(hall.tries_the_ladder(maya).surcharges.n, 1);
    assert_eq!(hall.runs_the_ladder(maya).surcharges.n, 1);
    assert_eq!((surcharges(&other), surcharges(&first), surcharges(&last)), (vec![false], vec![], vec![]));

    // An earlier version of the program charged it.
    hall.arranges(|act| act.tx.script("UPDATE bill_run SET cancelling = 0"));
    assert_eq!(hall.runs_the_ladder(maya).surcharges.n, 1);
    hall.arranges(|act| act.tx.script("UPDATE bill_run SET cancelling = 1"));
    assert_eq!(surcharges(&last), [false]);
    let back = hall.cancels_run(maya, &hall.sees_run(maya, run.id)).unwrap();
    assert_eq!(back.state.as_str(), "cancelled");
    assert_eq!((surcharges(&other), surcharges(&last)), (vec![false], vec![true]));
    assert_eq!(hall.runs_the_ladder(maya).surcharges.n, 0);
    hall.books_balance();
}

#[test]
fn nobody_else_bills_an_account_whose_bill_is_on_its_way_back_nor_moves_it_to_another_cycle() {
    let office = Office::opens();
    let Office { hall, maya, .. } = &office;
    let (first, last) = (office.used("Asha Rao", 120), office.used("Meera", 90));
    let run = hall.runs_bills(maya, "C01", "2026-11-21").unwrap();
    let other = hall.cycle("C02");
    office.stops_on_its_way_back(&run, &last, 1);
    hall.round(&last, &format!("M-{}", last.number), &[read("2026-11-20", "1130")]);
    let puts = |account: &Account| {
        let version = hall.account_row(account.id).version;
        let accounts = json!([{ "account": account.id, "version": version }]);
        hall.call(maya, "put_in_cycle", json!({ "cycle": other, "accounts": accounts }))
    };
    let told = puts(&last).unwrap_err();
    assert_eq!(told.code, "run_state");
    let says = format!("account {}", last.number);
    assert!(
        told.message.contains(&says) && told.message.contains("go on with that first"),
        "{}",
        told.message
    );
    puts(&first).expect("its bill is back");
    assert_eq!(refused(hall.previews_bill(maya, &last, "2026-11-21")), "run_state");
    assert_eq!(refused(hall.issues_bill(maya, &last, "2026-11-21")), "run_state");

    // It was moved before the run began to go back, or by an earlier version of the program.
    let id = last.id;
    hall.arranges(move |act| {
        let row = foil_store::customers::account(act.tx, id)?.unwrap();
        let mut data = row.data();
        data.terms.cycle = Some(other);
        foil_store::customers::update_account(act.tx, id, &data, row.version).map(|_| ())
    });
    let tried = hall.tries_run(maya, "C02", "2026-11-21").unwrap().summary;
    assert_eq!((tried.bills, tried.problems), (1, 1));
    let posted = hall.runs_bills(maya, "C02", "2026-11-21").unwrap();
    assert_eq!((posted.bills, posted.summary.problems), (1, 1));
    let outliers: foil_app::billing::run_views::RunOutliers =
        hall.ask(maya, "run_outliers", json!({ "run": posted.id })).unwrap();
    let problem = outliers.rows.iter().find(|row| row.account == last.id).expect("it is named");
    assert!(problem.reason.contains("go on with that first"), "{}", problem.reason);

    hall.cancels_run(maya, &hall.sees_run(maya, run.id)).unwrap();
    let rest = hall.runs_bills(maya, "C02", "2026-11-21").unwrap();
    assert_eq!((rest.bills, rest.summary.problems), (1, 0), "another run of the same day bills who was left");
    assert_eq!(hall.bills_of(maya, &last).unwrap()[0].period_to.to_string(), "2026-11-19", "once, all of it");
    hall.books_balance();
}

#[test]
fn credit_that_a_bill_on_its_way_back_may_need_is_not_paid_out() {
    let office = Office::opens();
    let Office { hall, maya, .. } = &office;
    let (first, last) = (office.used("Asha Rao", 120), office.used("Meera", 90));
    let run = hall.runs_bills(maya, "C01", "2026-11-21").unwrap();
    office.stops_on_its_way_back(&run, &last, 1);
    let (first, last) = (hall.previews_out(maya, &first).unwrap(), hall.previews_out(maya, &last).unwrap());
    assert_eq!(first.refused.unwrap().code, "undo_refused", "its bill is gone: there is no credit");
    assert_eq!(last.refused.unwrap().code, "run_state");
}

#[test]
fn the_newest_bill_is_taken_back_first_so_that_no_month_is_lost() {
    let office = Office::opens();
    let Office { hall, maya, .. } = &office;
    let account = office.account("Asha Rao");
    let meter = format!("M-{}", account.number);
    hall.round(&account, &meter, &[read("2026-09-30", "1000"), read("2026-10-31", "1120")]);
    let october = hall.runs_bills(maya, "C01", "2026-10-31").unwrap();
    let older = hall.bills_of(maya, &account).unwrap()[0].clone();
    hall.round(&account, &meter, &[read("2026-11-20", "1160")]);
    let november = hall.runs_bills(maya, "C01", "2026-11-21").unwrap();
    assert_eq!((october.bills, november.bills), (1, 1));

    assert_eq!(refused(hall.cancels(maya, older.id)), "later_claim", "October could not be billed again");
    let told = hall.cancels_run(maya, &hall.sees_run(maya, october.id)).unwrap_err();
    assert!(told.message.contains("later period"), "nor could the run be: {}", told.message);

    hall.cancels_run(maya, &hall.sees_run(maya, november.id)).unwrap();
    hall.cancels_run(maya, &hall.sees_run(maya, october.id)).unwrap();
    let anew = hall.runs_bills(maya, "C01", "2026-10-31").unwrap();
    assert_eq!((anew.bills, anew.total), (1, october.total), "newest first, and both are billed again");
    assert_eq!(hall.runs_bills(maya, "C01", "2026-11-21").unwrap().total, november.total);
    hall.books_balance();
}

#[test]
fn an_estimate_that_was_made_good_is_not_given_back_twice() {
    let office = Office::opens();
    let Office { hall, maya, .. } = &office;
    let account = office.account("Asha Rao");
    hall.round(&account, "M-1", &[read("2026-09-05", "1000"), read("2026-10-05", "1600").estimated()]);
    let estimated = hall.issues_bill(maya, &account, "2026-10-05").unwrap();
    hall.round(&account, "M-1", &[read("2026-11-05", "1200")]);
    let trued = hall.issues_bill(maya, &account, "2026-11-21").unwrap();
    let left = || hall.sees_bill(maya, estimated.id).unwrap().left;
    let owed = left();
    assert!(owed < estimated.left, "the reading gave back what the estimate was too high");

    assert_eq!(refused(hall.cancels(maya, estimated.id)), "later_claim");
    assert_eq!(refused(hall.rebills(maya, estimated.id)), "later_claim", "what was made good stays");
    assert_eq!(left(), owed);
    hall.cancels(maya, trued.id).unwrap();
    assert_eq!(left(), estimated.left);
    hall.cancels(maya, estimated.id).unwrap();
    assert_eq!(hall.credit_of(&account), 0, "newest first, nothing is left of either");
    hall.books_balance();
}

#[test]
fn what_a_reading_has_given_back_is_given_by_no_dispute_and_no_credit_note() {
    let office = Office::opens();
    let Office { hall, maya, .. } = &office;
    let disputed = |name: &str, meter: &str, whole: i64| {
        let account = office.account(name);
        hall.round(&account, meter, &[read("2026-08-05", "1000"), read("2026-09-05", "1600").estimated()]);
        let estimated = hall.issues_bill(maya, &account, "2026-09-05").unwrap();
        let dispute = hall.disputes(maya, estimated.id, whole).unwrap();
        hall.round(&account, meter, &[read("2026-10-05", "1100")]);
        let trued = hall.issues_bill(maya, &account, "2026-10-05").unwrap();
        (account, estimated, dispute, trued)
    };
    let left = |bill: &BillView| hall.sees_bill(maya, bill.id).unwrap().left;

    // 4,791 on an estimate and 398 in truth: the reading gives 4,393 back, 387 of it for its own month.
    let (account, estimated, dispute, trued) = disputed("Asha Rao", "M-1", 4_000);
    assert_eq!((left(&estimated), hall.credit_of(&account)), (whole(4_000), rupees(3_215)));
    let told = hall.decides(maya, &dispute, "upheld").unwrap_err();
    assert_eq!(told.code, "given_back", "{}", told.message);
    assert!(told.message.contains(&trued.number), "{}", told.message);
    assert!(told.hint.contains("Withdraw the dispute"), "{}", told.hint);
    let seen = |amount| {
        let input = json!({ "bill": estimated.id, "kind": "credit_note", "amount": amount });
        hall.ask::<serde_json::Value>(maya, "preview_correction", input)
    };
    assert_eq!(refused(seen(rupees(399))), "bad_input");
    seen(rupees(398)).unwrap();
    assert_eq!(refused(hall.credits(maya, estimated.id, rupees(399), "wrong_reading")), "bad_input");
    hall.decides(maya, &dispute, "withdrawn").unwrap();
    assert_eq!(left(&estimated).minor() - hall.credit_of(&account), rupees(785), "the use of both months");
    hall.credits(maya, estimated.id, rupees(398), "meter_fault").unwrap();
    let told = hall.credits(maya, estimated.id, rupees(1), "discount").unwrap_err();
    assert_eq!(told.code, "given_back", "nothing is left of what was used: {}", told.message);

    let (_, estimated, dispute, _) = disputed("Bala", "M-2", 4_500);
    let before = left(&estimated);
    hall.decides(maya, &dispute, "upheld").unwrap();
    assert_eq!(before.minus(left(&estimated)), Some(whole(107)), "4,393 of 4,500 were given by the reading");
    hall.books_balance();
}

#[test]
fn a_dispute_that_is_younger_than_the_reading_of_its_day_is_about_what_is_left() {
    let office = Office::opens();
    let Office { hall, maya, .. } = &office;
    let account = office.account("Asha Rao");
    hall.round(&account, "M-1", &[read("2026-08-05", "1000"), read("2026-09-05", "1600").estimated()]);
    let estimated = hall.issues_bill(maya, &account, "2026-09-05").unwrap();
    hall.round(&account, "M-1", &[read("2026-10-05", "1100")]);
    hall.issues_bill(maya, &account, "2026-10-05").unwrap();
    assert_eq!(hall.sees_bill(maya, estimated.id).unwrap().left, whole(785));

    // All on one day: 4,393 had been given back before anybody said that the rest is wrong, too.
    let dispute = hall.disputes(maya, estimated.id, 100).unwrap();
    hall.decides(maya, &dispute, "upheld").unwrap();

    assert_eq!(hall.sees_bill(maya, estimated.id).unwrap().left, whole(685));
    hall.books_balance();
}

#[test]
fn a_dispute_that_is_younger_than_a_reading_stands_where_the_bill_of_that_reading_is_made_anew() {
    let office = Office::opens();
    let Office { hall, maya, .. } = &office;
    let account = office.account("Asha Rao");
    hall.round(&account, "M-1", &[read("2026-08-05", "1000"), read("2026-09-05", "1600").estimated()]);
    let estimated = hall.issues_bill(maya, &account, "2026-09-05").unwrap();
    hall.round(&account, "M-1", &[read("2026-10-05", "1100")]);
    let trued = hall.issues_bill(maya, &account, "2026-10-05").unwrap();
    let left = || hall.sees_bill(maya, estimated.id).unwrap().left;
    assert_eq!(left(), whole(785));
    let dispute = hall.disputes(maya, estimated.id, 100).unwrap();

    hall.rebills(maya, trued.id).unwrap();
    assert_eq!(left(), whole(785), "the same reading gives the same back");
    hall.decides(maya, &dispute, "upheld").unwrap();

    assert_eq!(left(), whole(685));
    hall.books_balance();

    // Made anew by another reading, it gives back more: that was a part of what was disputed.
    let account = office.account("Ravi Kumar");
    hall.round(&account, "M-2", &[read("2026-08-05", "1000"), read("2026-09-05", "1600").estimated()]);
    let estimated = hall.issues_bill(maya, &account, "2026-09-05").unwrap();
    hall.round(&account, "M-2", &[read("2026-10-05", "1100")]);
    let trued = hall.issues_bill(maya, &account, "2026-10-05").unwrap();
    let more = |of: BillId| {
        let lines = hall.sees_bill(maya, of).unwrap().lines.into_iter();
        lines.filter(|l| l.label.contains("was on an estimate")).map(|l| l.amount.minor()).sum::<i64>()
    };
    let dispute = hall.disputes(maya, estimated.id, 300).unwrap();
    let anew = hall.rebills_with(maya, trued.id, "2026-10-05", "1080").unwrap().bill;
    let again = more(trued.id) - more(anew.id);
    assert!((1..rupees(300)).contains(&again), "{again}");
    let would = hall.call(maya, "preview_upheld", json!({ "dispute": dispute.id })).unwrap();
    assert_eq!(would["upheld"], json!(rupees(300) - again), "what is left to give");
    hall.decides(maya, &dispute, "upheld").unwrap();
    let given = hall.sees_bill(maya, estimated.id).unwrap().corrections;
    assert_eq!(given[0].amount.minor(), rupees(300) - again);
    hall.books_balance();
}

#[test]
fn what_was_written_off_of_an_estimate_is_not_paid_out_by_the_reading() {
    let office = Office::opens();
    let Office { hall, maya, .. } = &office;
    let written_off = |name: &str, meter: &str, paid: i64| {
        let account = office.account(name);
        hall.round(&account, meter, &[read("2026-08-05", "1000"), read("2026-09-05", "1600").estimated()]);
        let estimated = hall.issues_bill(maya, &account, "2026-09-05").unwrap();
        if paid > 0 {
            hall.visit(maya).account(&account).pays(paid).take().unwrap();
        }
        hall.writes_off(maya, estimated.id).unwrap();
        hall.round(&account, meter, &[read("2026-10-05", "1100")]);
        let trued = hall.issues_bill(maya, &account, "2026-10-05").unwrap();
        (account, estimated, trued)
    };

    // 398 and 387 were used in truth.
    let (account, estimated, trued) = written_off("Asha Rao", "M-1", 1_000);
    assert_eq!(hall.credit_of(&account), rupees(215), "what was paid beyond the use of both months");
    let kept = trued.lines.iter().find(|l| l.label.contains("written off")).map(|l| l.amount);
    assert_eq!(kept, Some(whole(3_791)));
    let paper = hall.bill_text(trued.id);
    let says = format!("Of that, written off of bill {}", estimated.number);
    assert!(paper.contains(&says), "{paper}");

    let (account, _, trued) = written_off("Bala", "M-2", 0);
    assert_eq!((trued.total, hall.credit_of(&account)), (whole(387), 0), "who paid nothing is given nothing");
    hall.books_balance();
}

#[test]
fn a_debit_note_that_is_younger_than_the_reading_that_made_its_bill_good_can_be_taken_back() {
    let office = Office::opens();
    let Office { hall, maya, .. } = &office;
    let account = office.account("Asha Rao");
    hall.round(&account, "M-1", &[read("2026-09-05", "1000"), read("2026-10-05", "1600").estimated()]);
    let estimated = hall.issues_bill(maya, &account, "2026-10-05").unwrap();
    let before = hall.debits(maya, estimated.id, rupees(30)).unwrap();
    hall.round(&account, "M-1", &[read("2026-11-05", "1200")]);
    hall.issues_bill(maya, &account, "2026-11-21").unwrap();
    let after = hall.debits(maya, estimated.id, rupees(40)).unwrap();

    assert_eq!(refused(hall.cancels(maya, before.id)), "later_claim", "the reading has counted it");
    hall.cancels(maya, after.id).unwrap();
    assert_eq!(hall.sees_bill(maya, after.id).unwrap().left, Money::ZERO);
    hall.books_balance();
}

#[test]
fn what_hangs_on_a_wrong_bill_ends_with_it() {
    let office = Office::opens();
    let Office { hall, maya, .. } = &office;
    hall.ladder(&hall.admin("uma"), 50, 150);
    let account = office.used("Asha Rao", 900);
    let run = hall.runs_bills(maya, "C01", "2026-11-21").unwrap();
    let wrong = hall.bills_of(maya, &account).unwrap()[0].clone();
    hall.days_pass(maya, 50);
    assert_eq!(hall.runs_the_ladder(maya).surcharges.n, 1);
    let dispute = hall.disputes(maya, wrong.id, 300).unwrap();
    let told = hall.cancels_run(maya, &hall.sees_run(maya, run.id)).unwrap_err();
    assert!(told.message.contains("surcharged"), "a run is not taken back from under a surcharge: {told:?}");

    let more = hall.debits(maya, wrong.id, rupees(30)).unwrap();
    assert_eq!(refused(hall.cancels(maya, wrong.id)), "later_claim", "a person asked for the 30 rupees");
    assert_eq!(refused(hall.rebills(maya, wrong.id)), "later_claim");
    hall.cancels(maya, more.id).unwrap();

    let anew = hall.rebills(maya, wrong.id).unwrap();

    let open: Vec<String> = hall
        .bills_of(maya, &account)
        .unwrap()
        .into_iter()
        .filter(|bill| bill.left.is_positive())
        .map(|bill| bill.number)
        .collect();
    assert_eq!(open, [anew.bill.number], "the surcharge on the wrong bill is owed no more");
    let decided = hall.decides(maya, &dispute, "rejected");
    assert_eq!(refused(decided), "has_ended", "the dispute ended with the bill");
    hall.books_balance();
}

#[test]
fn a_load_raised_since_an_estimate_is_no_part_of_what_is_made_good() {
    let office = Office::opens();
    let Office { hall, maya, .. } = &office;
    let account = office.account("Asha Rao");
    hall.round(&account, "M-1", &[read("2026-09-05", "1100"), read("2026-10-05", "1190").estimated()]);
    let estimated = hall.issues_bill(maya, &account, "2026-10-05").unwrap();
    hall.loads(maya, &account, "5", "2026-10-05").unwrap();
    // 183 kWh in 61 days: the 90 of September are what was billed.
    hall.round(&account, "M-1", &[read("2026-11-05", "1283")]);

    let trued = hall.issues_bill(maya, &account, "2026-11-21").unwrap();

    assert!(trued.lines.iter().all(|l| !l.label.contains(&estimated.number)), "{:?}", trued.lines);
    let fixed = trued.lines.iter().find(|l| l.label == "Fixed charge").map(|l| l.amount);
    assert_eq!(fixed, Some(whole(250)), "the new load is charged from its own bill on");
    hall.books_balance();
}

#[test]
fn another_plan_and_load_are_charged_from_their_day_on_and_billed_anew_as_they_stood() {
    let office = Office::opens();
    let Office { hall, maya, .. } = &office;
    let tara = hall.admin("tara");
    let shop = DOMESTIC
        .replace("LT-2a Domestic", "LT-3 Shop")
        .replace("4.10", "8")
        .replace("amount = 50", "amount = 80");
    hall.tariff(&tara, &shop);
    let account = office.used("Asha Rao", 124);
    hall.round(&account, "M-E-1001", &[read("2026-12-05", "1224")]);
    // From 20 October on a shop of 5 kW: 16 of the 31 days.
    hall.loads(maya, &account, "5", "2026-10-20").unwrap();
    hall.changes_plan(maya, &account, "LT-3 Shop", "2026-10-20").unwrap();

    let october = hall.issues_bill(maya, &account, "2026-11-05").unwrap();
    let fixed = |bill: &BillView| -> Vec<(String, Money)> {
        let lines = bill.lines.iter().filter(|l| l.label.starts_with("Fixed charge"));
        lines.map(|l| (l.quantity.clone(), l.amount)).collect()
    };
    // 50 × 3 kW × 15/31 and 80 × 5 kW × 16/31.
    let both = [
        ("3 kW × 15/31 months".into(), Money::from_minor(7_258)),
        ("5 kW × 16/31 months".into(), Money::from_minor(20_645)),
    ];
    assert_eq!(fixed(&october), both, "{:?}", october.lines);
    let units: Vec<&str> =
        october.lines.iter().filter(|l| l.label.starts_with("Energy")).map(|l| &*l.label).collect();
    assert_eq!(units.len(), 6, "each plan's slabs by its days: {units:?}");
    hall.days_pass(maya, 20);
    let november = hall.issues_bill(maya, &account, "2026-12-05").unwrap();
    assert_eq!(fixed(&november), [("5 kW".into(), whole(400))]);

    // A third load, long after: neither month is another by it.
    hall.loads(maya, &account, "9", "2026-12-08").unwrap();
    hall.cancels(maya, november.id).unwrap();
    let anew = hall.rebills(maya, october.id).unwrap().bill;
    assert_eq!((anew.total, fixed(&anew)), (october.total, both.to_vec()), "as it stood then");
    assert_eq!(
        refused(hall.loads(maya, &account, "2", "2026-10-01")),
        "bad_input",
        "other changes came since"
    );
    assert_eq!(refused(hall.loads(maya, &account, "2", "2027-01-01")), "bad_input", "it has not come yet");
    hall.books_balance();
}

#[test]
fn a_load_that_is_dated_back_names_the_bills_that_stand_in_its_days() {
    let office = Office::opens();
    let Office { hall, maya, .. } = &office;
    let account = office.account("Asha Rao");
    let rounds = [read("2026-09-05", "1000"), read("2026-10-05", "1120"), read("2026-11-05", "1244")];
    hall.round(&account, "M-1", &rounds);
    let september = hall.issues_bill(maya, &account, "2026-10-05").unwrap();
    let october = hall.issues_bill(maya, &account, "2026-11-05").unwrap();
    let would = |from: &str| -> BilledBefore {
        let input = json!({ "account": account.id, "tariff": "LT-2a Domestic", "sanctioned_load_kw": "5",
            "contract_demand_kw": "", "terms_from": from });
        hall.ask(maya, "preview_terms", input).unwrap()
    };
    let named = |count, first: &BillView, last: &BillView| BilledBefore {
        count,
        first: first.number.clone(),
        last: last.number.clone(),
    };
    assert_eq!(would("2026-11-05"), BilledBefore::default(), "no bill is for that day yet");
    assert_eq!(would("2026-09-20"), named(2, &september, &october));

    let told = hall.loads(maya, &account, "5", "2026-10-20").unwrap();

    let billed: BilledBefore = serde_json::from_value(told["billed"].clone()).unwrap();
    assert_eq!(billed, named(1, &october, &october));
    let fixed = |bill: &BillView| {
        let lines = bill.lines.iter().filter(|l| l.label.starts_with("Fixed charge"));
        Money::sum(lines.map(|l| l.amount)).unwrap()
    };
    assert_eq!(fixed(&october), whole(150), "what was issued stays");
    let anew = hall.rebills(maya, october.id).unwrap().bill;
    // 50 × 3 kW × 15/31 and 50 × 5 kW × 16/31.
    assert_eq!(fixed(&anew), Money::from_minor(7_258 + 12_903));
    // A load that nobody had written down always was what it becomes known to be.
    let other = office.used("Bina Shetty", 124);
    hall.contracts(&other, "");
    let bill = hall.issues_bill(maya, &other, "2026-11-05").unwrap();
    let row = hall.account_row(other.id);
    let input = json!({ "account": other.id, "tariff": row.tariff, "sanctioned_load_kw": "3",
        "contract_demand_kw": "4", "terms_from": "2026-11-21" });
    let told: BilledBefore = hall.ask(maya, "preview_terms", input).unwrap();
    assert_eq!(told, named(1, &bill, &bill));
    hall.books_balance();
}

#[test]
fn a_wrong_multiplier_is_put_right_where_the_meter_hangs_and_its_bills_are_made_anew() {
    let office = Office::opens();
    let Office { hall, maya, .. } = &office;
    let account = office.account("Flour mill");
    let rounds = [read("2026-09-05", "990"), read("2026-10-05", "1000"), read("2026-11-05", "1012")];
    hall.round(&account, "M-1", &rounds);
    let september = hall.issues_bill(maya, &account, "2026-10-05").unwrap();
    let october = hall.issues_bill(maya, &account, "2026-11-05").unwrap();
    assert_eq!((september.units.as_str(), october.units.as_str()), ("10", "12"));

    let seen = hall.previews_meter(maya, &account, 5, "10").unwrap();
    let told: Vec<_> = seen.registers.iter().map(|r| (r.was.as_str(), r.is.as_str())).collect();
    assert_eq!(
        (seen.readings, told),
        (2, vec![("22 kWh", "220 kWh")]),
        "what it showed first was nobody's use"
    );
    let billed = BilledBefore { count: 2, first: september.number.clone(), last: october.number.clone() };
    assert_eq!(seen.billed, billed);
    assert_eq!(hall.previews_meter(maya, &account, 6, "1").unwrap().billed, BilledBefore::default());
    assert_eq!(refused(hall.previews_meter(maya, &account, 5, "1")), "bad_input", "nothing would change");
    assert_eq!(refused(hall.previews_meter(maya, &account, 3, "10")), "bad_input", "it showed 1012");
    assert_eq!(refused(hall.previews_meter(maya, &account, 5, "0")), "bad_input");
    assert_eq!(refused(hall.corrects_meter(&hall.clerk("ravi"), &account, 5, "10")), "not_allowed");

    let done = hall.corrects_meter(maya, &account, 5, "10").unwrap();

    assert_eq!((done.readings, done.billed), (2, billed));
    assert_eq!(done.line.meter.unwrap().registers[0].multiplier, "10");
    expect![[r#"
        2026-09-05  M-1  990  0  actual  install
        2026-10-05  M-1  1000  100  actual
        2026-11-05  M-1  1012  120  actual
    "#]]
    .assert_eq(&hall.readings_text(maya, &account));
    assert_eq!(
        hall.sees_bill(maya, october.id).unwrap().total,
        october.total,
        "an issued bill is never edited"
    );
    for (bill, units) in [(&september, "100"), (&october, "120")] {
        let anew = hall.rebills(maya, bill.id).unwrap().bill;
        assert_eq!(anew.units, units);
        assert!(
            hall.bill_text(anew.id).contains("10"),
            "its paper says by how much each count was multiplied"
        );
    }
    assert_eq!(hall.previews_meter(maya, &account, 5, "20").unwrap().billed.count, 2, "those in their place");
    // What is read from now on is held against a past of ten times as much.
    hall.reads(maya, &account, &[("2026-11-21", 1_018)]);
    assert_eq!(hall.issues_bill(maya, &account, "2026-11-21").unwrap().units, "60");
    let stale = json!({ "account": account.id, "version": 1, "reason": "again",
        "registers": [{ "register": 1, "digits": 5, "multiplier": "1", "unit": "kWh" }] });
    assert_eq!(refused(hall.call(maya, "correct_meter", stale)), "changed_meanwhile");
    hall.books_balance();
}

#[test]
fn a_meter_that_was_put_right_by_mistake_is_as_it_was_until_a_bill_is_made_by_it() {
    let office = Office::opens();
    let Office { hall, maya, .. } = &office;
    let account = office.account("Flour mill");
    let rounds = [read("2026-09-05", "990"), read("2026-10-05", "1000"), read("2026-11-05", "1012")];
    hall.round(&account, "M-1", &rounds);
    let september = hall.issues_bill(maya, &account, "2026-10-05").unwrap();
    let before = hall.readings_text(maya, &account);
    hall.corrects_meter(maya, &account, 5, "10").unwrap();
    let put_right = hall.readings_text(maya, &account);

    let shown = hall.undoing(maya).no_reason().preview().unwrap();
    assert!(shown.refused.is_none());
    expect![[r#"
        {"effect":"register_counts","meter":"M-1","register":1,"multiplier":"1","digits":5,"unit":"kWh"}
        {"effect":"use_counts","account":"E-1001","on":"2026-10-05","was":"100","is":"10"}
        {"effect":"use_counts","account":"E-1001","on":"2026-11-05","was":"120","is":"12"}"#]]
    .assert_eq(&told(&shown.effects));
    hall.undoing(maya).no_reason().now().unwrap();
    assert_eq!(hall.readings_text(maya, &account), before);
    let multiplier =
        || hall.life_line(maya, &account).unwrap().meter.unwrap().registers[0].multiplier.clone();
    assert_eq!(multiplier(), "1");
    hall.redoes(maya).unwrap();
    assert_eq!((hall.readings_text(maya, &account), multiplier()), (put_right.clone(), "10".into()));

    // Once a bill is made by it, it stands.
    let october = hall.issues_bill(maya, &account, "2026-11-05").unwrap();
    assert_eq!(october.units, "120");
    let shown = hall.undoing(maya).no_reason().preview().unwrap();
    let why = shown.refused.unwrap().message;
    assert_eq!(
        why,
        format!("this cannot be undone: bill {} was made by it since: cancel that first", october.number)
    );
    assert_eq!(refused(hall.undoing(maya).no_reason().now()), "undo_refused");
    hall.cancels(maya, october.id).unwrap();
    // So it does once the meter is read: that reading counts by it.
    hall.reads(maya, &account, &[("2026-11-21", 1_018)]);
    hall.undoing(maya).no_reason().now().unwrap();
    hall.undoing(maya).no_reason().now().unwrap();
    assert_eq!((hall.readings_text(maya, &account), multiplier()), (before, "1".into()));
    assert_eq!(hall.sees_bill(maya, september.id).unwrap().total, september.total);
    hall.books_balance();
}

#[test]
fn accounts_that_were_put_in_a_cycle_by_mistake_are_in_none_again() {
    let office = Office::opens();
    let Office { hall, maya, cycle } = &office;
    let accounts: Vec<Account> = (0..2).map(|n| office.used(&format!("Forgotten {n}"), 100 + n)).collect();
    for account in &accounts {
        let id = account.id;
        hall.arranges(move |act| {
            let row = foil_store::customers::account(act.tx, id)?.unwrap();
            let mut data = row.data();
            data.terms.cycle = None;
            foil_store::customers::update_account(act.tx, id, &data, row.version).map(|_| ())
        });
    }
    let seen: Vec<_> =
        accounts.iter().map(|a| json!({ "account": a.id, "version": hall.account_version(a.id) })).collect();
    hall.call(maya, "put_in_cycle", json!({ "cycle": cycle, "accounts": seen })).unwrap();
    let bills = || hall.tries_run(maya, "C01", "2026-11-21").unwrap().summary.accounts;
    assert_eq!(bills(), 2);

    let shown = hall.undoing(maya).no_reason().preview().unwrap();
    expect![[r#"
        {"effect":"cycle_is","account":"E-1001","cycle":""}
        {"effect":"cycle_is","account":"E-1002","cycle":""}"#]]
    .assert_eq(&told(&shown.effects));
    hall.undoing(maya).no_reason().now().unwrap();
    assert_eq!(bills(), 0, "no run bills them");
    hall.redoes(maya).unwrap();
    assert_eq!(bills(), 2);

    // Money that came meanwhile does not matter; another cycle does.
    let other = hall.cycle("C02");
    let id = accounts[1].id;
    hall.arranges(move |act| {
        let row = foil_store::customers::account(act.tx, id)?.unwrap();
        let mut data = row.data();
        data.terms.cycle = Some(other);
        foil_store::customers::update_account(act.tx, id, &data, row.version).map(|_| ())
    });
    let why = hall.undoing(maya).no_reason().preview().unwrap().refused.unwrap().message;
    assert!(why.contains("was put in another billing cycle since"), "{why}");
    hall.books_balance();
}

#[test]
fn an_estimate_by_a_wrong_multiplier_is_made_good_by_what_was_counted() {
    let office = Office::opens();
    let Office { hall, maya, .. } = &office;
    let account = office.account("Flour mill");
    hall.round(&account, "M-1", &[read("2026-08-05", "1000"), read("2026-09-05", "1060").estimated()]);
    let estimated = hall.issues_bill(maya, &account, "2026-09-05").unwrap();
    hall.corrects_meter(maya, &account, 5, "10").unwrap();
    hall.reads(maya, &account, &[("2026-10-05", 1_122)]);

    // 1,220 kWh in 61 days: 620 of them in August, of which 60 were billed, and 600 in September.
    let trued = hall.issues_bill(maya, &account, "2026-10-05").unwrap();

    assert_eq!(trued.units, "600");
    let line = trued.lines.iter().find(|l| l.label.contains(&estimated.number)).unwrap();
    assert_eq!(
        line.label,
        format!("Bill {} was on an estimate of 60 kWh; 620 kWh were used", estimated.number)
    );
    hall.books_balance();
}

#[test]
fn a_register_that_ran_through_zero_is_counted_by_its_right_digits() {
    let office = Office::opens();
    let Office { hall, maya, .. } = &office;
    let account = office.account("Asha Rao");
    let meter = hall.meter_of(&account);
    hall.installs(maya, &account, "2026-09-05", &meter, 5, "9900").unwrap();
    hall.reads(maya, &account, &[("2026-10-05", 9_990)]);
    // The dial has four digits: by five, it had fallen, or 90,030 had been used.
    let over = hall.reading(&account, "2026-11-05", "20").because("it ran through zero").rolled_over(true);
    assert_eq!(over.entered(maya).unwrap().units, "90030");

    assert_eq!(hall.corrects_meter(maya, &account, 4, "1").unwrap().readings, 1);

    assert_eq!(hall.use_of(&account, Some("2026-10-05"), "2026-11-05").unwrap().units(), 30.into());
    assert_eq!(
        refused(hall.corrects_meter(maya, &account, 0, "1")),
        "bad_input",
        "where did it begin again?"
    );
}

#[test]
fn a_bill_of_a_closed_account_is_put_right_and_its_money_can_be_moved() {
    let office = Office::opens();
    let Office { hall, maya, .. } = &office;
    let account = office.used("Asha Rao", 120);
    let closes = || {
        let input = json!({ "account": account.id, "version": hall.account_version(account.id),
            "status": "closed", "reason": "moved away" });
        hall.call(maya, "switch_account", input).unwrap();
    };
    let status = || hall.account_row(account.id).status.to_string();
    hall.reads(maya, &account, &[("2026-11-21", 1_150)]);
    let last = hall.issues_bill(maya, &account, "2026-11-21").unwrap();
    hall.pays_all(maya, &account);
    closes();

    // A debit note: it is open again, and paid.
    let note = hall.debits(maya, last.id, rupees(10)).unwrap();
    assert_eq!(status(), "active");
    hall.pays_all(maya, &account);
    hall.cancels(maya, note.id).unwrap();
    assert_eq!(hall.credit_of(&account), rupees(10), "and taken back, with its money as credit");
    hall.charges(maya, &account, "other", rupees(10)).unwrap();
    hall.visit(maya).account(&account).with_credit().take().unwrap();
    closes();
    assert_eq!(
        refused(hall.issues_bill(maya, &account, "2026-11-21")),
        "account_closed",
        "no further period"
    );

    // Nothing is left of it and nothing is owed: it stays closed.
    let same = hall.rebills(maya, last.id).unwrap().bill;
    assert_eq!((same.total, same.left, status().as_str()), (last.total, Money::ZERO, "closed"));

    // Somebody else has the meter by now; what was read wrong is put right all the same.
    let next = office.account("Bina Shetty");
    let id = next.id;
    hall.arranges(move |act| {
        let row = foil_store::customers::account(act.tx, id)?.unwrap();
        let data = foil_store::customers::AccountData { meter: String::new(), ..row.data() };
        foil_store::customers::update_account(act.tx, id, &data, row.version).map(|_| ())
    });
    let input = json!({ "account": next.id, "version": hall.account_version(next.id), "on": "2026-11-21",
        "reason": "moved in", "meter": { "number": "M-E-1001", "registers": [],
        "values": [{ "register": 1, "value": "1150" }] } });
    hall.call(maya, "install_meter", input).unwrap();
    let anew = hall.rebills_with(maya, same.id, "2026-11-21", "1140").unwrap().bill;
    assert_eq!(anew.units, "140");
    assert!(anew.total < same.total && anew.left.is_zero());
    let credit = same.total.minus(anew.total).unwrap();
    assert_eq!(
        (hall.credit_of(&account), status().as_str()),
        (credit.minor(), "active"),
        "seen, and to be used"
    );
    assert_eq!(
        refused(hall.issues_bill(maya, &account, "2026-11-21")),
        "not_read",
        "it has no meter any more"
    );
    hall.books_balance();
}

#[test]
fn what_was_paid_of_a_cancelled_bill_is_refunded_after_the_account_was_closed() {
    let office = Office::opens();
    let Office { hall, maya, .. } = &office;
    let asha = hall.clerk("asha");
    let account = office.account("Asha Rao");
    hall.round(&account, "M-1", &[read("2026-10-05", "1000"), read("2026-11-21", "1120").last()]);
    let bill = hall.issues_bill(maya, &account, "2026-11-21").unwrap();
    let due = bill.left.minor();
    let paid = hall.visit(&asha).account(&account).pays_paise(due).cash_paise(due).take().unwrap();
    let input = json!({ "account": account.id, "version": hall.account_version(account.id), "status": "closed",
        "reason": "moved away" });
    hall.call(maya, "switch_account", input).unwrap();
    hall.days_pass(maya, 1);

    hall.cancels(maya, bill.id).unwrap();
    assert_eq!(hall.credit_of(&account), due);
    let asked = hall.asks_back(&asha, paid.payment, &Way::BankRefund).now().unwrap();
    hall.approves(maya, &asked.approval).unwrap();

    assert_eq!(hall.credit_of(&account), 0, "handed back");
    hall.books_balance();
}

#[test]
fn a_change_that_was_taken_back_splits_no_bill() {
    let office = Office::opens();
    let Office { hall, maya, .. } = &office;
    let account = office.used("Asha Rao", 124);
    let plain = hall.previews_bill(maya, &account, "2026-11-05").unwrap();
    hall.loads(maya, &account, "7", "2026-10-20").unwrap();
    let split = hall.previews_bill(maya, &account, "2026-11-05").unwrap();
    assert!(split.total > plain.total);
    hall.undoes(maya).unwrap();
    assert_eq!(hall.previews_bill(maya, &account, "2026-11-05").unwrap().total, plain.total);
    hall.redoes(maya).unwrap();
    assert_eq!(hall.previews_bill(maya, &account, "2026-11-05").unwrap().total, split.total);
}

#[test]
fn a_debit_note_on_an_estimate_is_not_charged_again_by_the_reading() {
    let office = Office::opens();
    let Office { hall, maya, .. } = &office;
    let trued = |name: &str, meter: &str, note: bool| {
        let account = office.account(name);
        hall.round(&account, meter, &[read("2026-09-05", "1100"), read("2026-10-05", "1150").estimated()]);
        let estimated = hall.issues_bill(maya, &account, "2026-10-05").unwrap();
        let more = note.then(|| hall.debits(maya, estimated.id, rupees(180)).unwrap());
        hall.round(&account, meter, &[read("2026-11-05", "1283")]);
        (more, hall.issues_bill(maya, &account, "2026-11-21").unwrap())
    };
    let (_, plain) = trued("Asha Rao", "M-1", false);
    let (more, noted) = trued("Bala", "M-2", true);
    assert_eq!(plain.total.minus(noted.total), Some(whole(180)), "what the note charged is counted");
    let more = more.unwrap();
    assert_eq!(refused(hall.cancels(maya, more.id)), "later_claim", "and is not given back beside it");
    hall.books_balance();
}

#[test]
fn a_debit_note_on_an_estimate_is_taken_up_with_it() {
    let office = Office::opens();
    let Office { hall, maya, cycle } = &office;
    hall.tariff(&hall.admin("uma"), &without_late_rule());
    let account = hall.supplied("Asha Rao", "LT-2a Patient", *cycle);
    hall.round(&account, "M-1", &[read("2026-08-05", "1000"), read("2026-09-05", "1600").estimated()]);
    let estimated = hall.issues_bill(maya, &account, "2026-09-05").unwrap();
    let note = hall.debits(maya, estimated.id, rupees(500)).unwrap();
    // Of the estimate 100 are left to pay, and all of the note.
    let paid = estimated.left.minor() / 100 - 100;
    hall.visit(maya).account(&account).onto(estimated.id, "bill", paid).pays(paid).take().unwrap();
    hall.days_pass(maya, 20);
    hall.round(&account, "M-1", &[read("2026-10-05", "1750")]);
    let trued = hall.issues_bill(maya, &account, "2026-10-05").unwrap();
    assert!(trued.total.is_positive() && !trued.credit_used.is_negative(), "{:?}", trued.total);

    let left = |bill| hall.sees_bill(maya, bill).unwrap().left.minor();
    assert!(left(estimated.id) + left(note.id) >= rupees(600), "the reading has paid nothing of them");
    assert!(note.due_on < hall.frame(maya).unwrap().business_on, "both are past their own dates");
    let standing = hall.arrears_of(maya, &account).unwrap().standing;
    assert_eq!(
        standing.overdue,
        Money::ZERO,
        "they were too high by more than that, and its charges are not due yet"
    );
    hall.days_pass(maya, 16);
    let standing = hall.arrears_of(maya, &account).unwrap().standing;
    assert_eq!(standing.overdue.minor(), left(estimated.id) + left(note.id) + left(trued.id));
    hall.books_balance();
}

#[test]
fn a_surcharge_on_what_was_taken_up_of_a_debit_note_ends_with_the_bill_that_took_it_up() {
    let office = Office::opens();
    let Office { hall, maya, .. } = &office;
    let account = office.account("Asha Rao");
    hall.round(&account, "M-1", &[read("2026-08-05", "1000"), read("2026-09-05", "1600").estimated()]);
    let estimated = hall.issues_bill(maya, &account, "2026-09-05").unwrap();
    let note = hall.debits(maya, estimated.id, rupees(500)).unwrap();
    let paid = estimated.left.minor() / 100 - 100;
    hall.visit(maya).account(&account).onto(estimated.id, "bill", paid).pays(paid).take().unwrap();
    hall.days_pass(maya, 20);
    hall.round(&account, "M-1", &[read("2026-10-05", "1750")]);
    let trued = hall.issues_bill(maya, &account, "2026-10-05").unwrap();
    hall.days_pass(maya, trued.due_on.days_since(hall.frame(maya).unwrap().business_on) + 40);
    hall.runs_the_ladder(maya);
    let on_note = || {
        let bills = hall.bills_of(maya, &account).unwrap().into_iter();
        let on_it = bills.filter(|b| b.kind.as_str() == "surcharge" && b.parent == Some(note.id));
        on_it.filter(|b| b.state != BillState::Cancelled).count()
    };
    assert!(on_note() > 0, "it is late with that bill");
    hall.cancels(maya, trued.id).unwrap();
    assert_eq!(on_note(), 0);
    hall.books_balance();
}

#[test]
fn an_estimate_is_made_good_by_the_last_reading_of_its_meter_though_the_new_one_is_on_an_estimate() {
    let office = Office::opens();
    let Office { hall, maya, .. } = &office;
    let account = office.account("Asha Rao");
    hall.round(&account, "OLD-1", &[read("2026-09-05", "1000"), read("2026-10-05", "1300").estimated()]);
    let first = hall.issues_bill(maya, &account, "2026-10-05").unwrap();
    hall.round(&account, "OLD-1", &[read("2026-10-20", "1190").last()]);
    hall.round(&account, "NEW-2", &[read("2026-10-20", "0"), read("2026-11-05", "60").estimated()]);

    // 190 by the old meter and a guess of 60: 250 in 61 days, 123 of them in the 30 days of September.
    let second = hall.issues_bill(maya, &account, "2026-11-05").unwrap();
    assert_eq!(second.units, "127");
    assert!(second.lines.iter().any(|l| l.label.contains(&first.number)), "{:?}", second.lines);

    // 40 since the guess: October and what came of November share 167, and September is settled.
    hall.round(&account, "NEW-2", &[read("2026-11-20", "100")]);
    let third = hall.issues_bill(maya, &account, "2026-11-21").unwrap();
    assert!(third.lines.iter().all(|l| !l.label.contains(&first.number)), "{:?}", third.lines);
    assert!(third.lines.iter().any(|l| l.label.contains("an estimate of 127")), "{:?}", third.lines);
    hall.books_balance();
}

const BY_HOURS: &str = r#"
format = 1
name = "LT-2b By hours"
service = "electricity"
currency = "INR"
unit = "kWh"
valid_from = 2026-04-01

[[time_band]]
name = "day"
hours_weekday = "......XXXXXXXXXXXXXXXX.."
hours_weekend = "......XXXXXXXXXXXXXXXX.."

[[time_band]]
name = "night"
hours_weekday = "XXXXXX................XX"
hours_weekend = "XXXXXX................XX"

[[energy_charge]]
name = "Energy by day"
band = "day"
slabs = [ { rate = 8 } ]

[[energy_charge]]
name = "Energy by night"
band = "night"
slabs = [ { rate = 4 } ]

[[fixed_charge]]
name = "Fixed charge"
amount = 50
per = "month"
"#;

#[test]
fn a_year_of_rounds_of_any_length_is_charged_its_months_and_no_more() {
    let office = Office::opens();
    let Office { hall, maya, cycle } = &office;
    let plan = BY_HOURS.replace("LT-2b By hours", "LT-2b By the month").replace("2026-04-01", "2025-01-01");
    hall.tariff(&hall.admin("uma"), &plan);
    // A rent of 50 a month, and no use at all.
    let rents = |name: &str, meter: &str, (first, days, rounds): (&str, i64, i64)| {
        let account = hall.supplied(name, "LT-2b By the month", *cycle);
        let first = Day::parse(first).unwrap();
        let days: Vec<String> = (0..=rounds).map(|k| first.plus_days(days * k).to_string()).collect();
        hall.installs_bands(maya, &account, &days[0], &["day", "night"]).unwrap();
        let mut rents = Vec::new();
        for on in &days[1..] {
            for register in [1, 2] {
                let reading =
                    hall.reading(&account, on, "0").register(register).because("nobody lives there");
                assert_eq!(reading.entered(maya).unwrap().fate.as_str(), "good", "{meter} {on}");
            }
            let bill = hall.issues_bill(maya, &account, on).unwrap();
            rents.push(bill.total.minor() / rupees(50));
        }
        rents
    };
    let fortnights = rents("Asha Rao", "M-1", ("2026-03-21", 15, 16));
    assert_eq!(fortnights, [1, 0].repeat(8), "eight months, and the thirteenth bill forgets nothing");
    // Each is short by 17 of the 365ths of a month that it was charged: the 22nd makes a whole one.
    let weeks = rents("Bala Shetty", "M-2", ("2025-02-20", 29, 22));
    assert_eq!((&weeks[..21], weeks[21]), (&[1; 21][..], 0), "21 months in 638 days");
    hall.books_balance();
}

#[test]
fn two_registers_of_a_meter_are_billed_together_or_not_at_all() {
    let office = Office::opens();
    let Office { hall, maya, cycle } = &office;
    hall.tariff(&hall.admin("uma"), BY_HOURS);
    let account = hall.supplied("Asha Rao", "LT-2b By hours", *cycle);
    hall.installs_bands(maya, &account, "2026-09-05", &["day", "night"]).unwrap();
    let reads = |register, on: &str, value: &str| {
        let said =
            hall.reading(&account, on, value).register(register).because("seen").entered(maya).unwrap();
        assert_eq!(said.fate.as_str(), "good", "{:?}", said.checks);
    };
    reads(1, "2026-10-05", "100");
    assert_eq!(
        refused(hall.issues_bill(maya, &account, "2026-10-05")),
        "register_not_read",
        "the night is missing"
    );
    let tried = hall.tries_run(maya, "C01", "2026-10-05").unwrap();
    assert!(tried.summary.outliers[0].reason.contains("register 2 (night)"), "{:?}", tried.summary.outliers);
    reads(2, "2026-10-05", "40");
    let first = hall.issues_bill(maya, &account, "2026-10-05").unwrap();
    assert_eq!(first.total, whole(100 * 8 + 40 * 4 + 50), "one month of both");

    reads(2, "2026-11-03", "70");
    reads(1, "2026-11-05", "220");
    assert_eq!(refused(hall.issues_bill(maya, &account, "2026-11-21")), "register_not_read");
    reads(2, "2026-11-05", "72");
    let second = hall.issues_bill(maya, &account, "2026-11-21").unwrap();

    assert_eq!(
        (second.period_from.to_string(), second.period_to.to_string()),
        ("2026-10-05".into(), "2026-11-04".into())
    );
    assert_eq!(second.total, whole(120 * 8 + 32 * 4 + 50), "no day is billed twice, no month either");
    hall.books_balance();
}

const INDUSTRY: &str = r#"
format = 1
name = "LT-5 Small industry"
service = "electricity"
currency = "INR"
unit = "kWh"
valid_from = 2026-04-01

[[energy_charge]]
name = "Energy charge"
slabs = [ { rate = 6.00 } ]

[[demand_charge]]
name = "Demand charge"
min_percent_of_contract = 75
slabs = [ { up_to = 20, rate = 5.00 }, { rate = 9.00 } ]
"#;

/// A mill with a contract for 30 kW, whose meter shows kWh and the highest load of the month.
fn mill(office: &Office) -> Account {
    let Office { hall, maya, cycle } = office;
    hall.tariff(&hall.admin("uma"), INDUSTRY);
    let account = hall.supplied("Kadri Flour Mill", "LT-5 Small industry", *cycle);
    hall.contracts(&account, "30");
    hall.installs_bands(maya, &account, "2026-07-05", &["", "demand"]).unwrap();
    for (on, kwh, kw) in
        [("2026-08-05", "1000", "24"), ("2026-09-05", "2000", "26"), ("2026-10-05", "3000", "25")]
    {
        reads_mill(office, &account, on, kwh, kw);
    }
    account
}

fn reads_mill(office: &Office, account: &Account, on: &str, kwh: &str, kw: &str) {
    let hall = &office.hall;
    let both = [hall.reading(account, on, kwh), hall.reading(account, on, kw).register(2)];
    let said = hall.enters(&office.maya, &both.map(|row| row.because("seen")), true).unwrap();
    assert!(said.rows.iter().all(|row| row.fate.as_str() == "good"), "{on}: {said:?}");
}

#[test]
fn a_contract_that_is_charged_by_kva_is_printed_in_kva() {
    let office = Office::opens();
    let Office { hall, maya, cycle } = &office;
    let by_kva = INDUSTRY.replace("min_percent", "per = \"kVA\"\nmin_percent");
    hall.tariff(&hall.admin("uma"), &by_kva);
    let account = hall.supplied("Kadri Flour Mill", "LT-5 Small industry", *cycle);
    hall.contracts(&account, "30");
    hall.installs_load_in(maya, &account, "2026-09-05", "kVA").unwrap();
    reads_mill(&office, &account, "2026-10-05", "1000", "18");
    let bill = hall.issues_bill(maya, &account, "2026-10-05").unwrap();
    let text = hall.bill_text(bill.id);
    let lines: Vec<&str> = text.lines().map(str::trim).collect();
    let starts = |start: &str| lines.iter().find(|line| line.starts_with(start)).copied().unwrap_or_default();
    assert_eq!(starts("Contract demand"), "Contract demand  30 kVA", "{text}");
    assert!(starts("Sanctioned load").ends_with(" 3 kW"), "{text}");
    assert!(starts("Demand charge").contains("(75 % of 30 kVA; 18 kVA measured)"), "{text}");
}

#[test]
fn a_load_in_kw_is_tried_by_no_tariff_that_charges_by_kva() {
    let office = Office::opens();
    let Office { hall, maya, .. } = &office;
    let account = mill(&office);
    hall.issues_bill(maya, &account, "2026-10-05").unwrap();
    let plans = hall.call(maya, "tariffs", json!({})).unwrap();
    let plan =
        plans["plans"].as_array().unwrap().iter().find(|p| p["name"] == "LT-5 Small industry").unwrap();
    let tries = |per: &str| {
        let text = INDUSTRY.replace("min_percent", &format!("per = \"{per}\"\nmin_percent"));
        let asked = json!({ "tariff": plan["id"], "month": "2026-10", "text": text });
        hall.does_job(maya, "simulate_tariff", asked).unwrap().result
    };
    assert_eq!(tries("kW")["bills"], 1);
    let other = tries("kVA");
    assert_eq!(other["bills"], 0, "{other}");
    assert_eq!(other["left_out"][0]["reason"], "its load is measured in kW, this version charges by kVA");

    // A charge of another season is on none of the bill's days.
    let seasons = |october: &str, other: &str| {
        let demand = &INDUSTRY[INDUSTRY.find("[[demand_charge]]").unwrap()..];
        let of = |season: &str, per: &str| {
            let named = format!("name = \"Demand, {season}\"\nseason = \"{season}\"\nper = \"{per}\"");
            demand.replace("name = \"Demand charge\"", &named)
        };
        let months = "[[season]]\nname = \"summer\"\nmonths = [4, 5, 6, 7, 8, 9, 10]\n\n\
            [[season]]\nname = \"winter\"\nmonths = [11, 12, 1, 2, 3]\n\n";
        let text =
            INDUSTRY.replace(demand, &format!("{months}{}\n{}", of("summer", october), of("winter", other)));
        let asked = json!({ "tariff": plan["id"], "month": "2026-10", "text": text });
        hall.does_job(maya, "simulate_tariff", asked).unwrap().result
    };
    assert_eq!(seasons("kW", "kVA")["bills"], 1, "{}", seasons("kW", "kVA"));
    assert_eq!(seasons("kVA", "kW")["bills"], 0);
}

#[test]
fn a_load_behind_a_locked_door_is_billed_as_the_average_of_the_last_ones() {
    let office = Office::opens();
    let Office { hall, maya, .. } = &office;
    let account = mill(&office);
    hall.issues_bill(maya, &account, "2026-10-05").unwrap();
    let locked = |register| hall.reading(&account, "2026-11-05", "").register(register).remark("locked");
    let said = hall.enters(maya, &[locked(1), locked(2)], true).unwrap();
    assert_eq!(said.stored, 2, "{said:?}");

    let estimated = hall.issues_bill(maya, &account, "2026-11-05").unwrap();

    assert_eq!(
        estimated.total.minor(),
        rupees(1_011 * 6) + rupees(20 * 5 + 5 * 9),
        "24, 26 and 25 kW were measured: the month is billed at 25, not at none"
    );
    reads_mill(&office, &account, "2026-11-20", "4300", "18");
    let used = hall.use_of(&account, Some("2026-11-05"), "2026-11-20").unwrap();
    assert_eq!(used.registers[1].units, 18.into(), "what was guessed is no load of the next period");
    let whole = hall.use_of(&account, Some("2026-10-05"), "2026-11-20").unwrap();
    assert_eq!(whole.registers[1].units, 18.into(), "nor of one that a measured load closes");
    hall.books_balance();
}

#[test]
fn a_bill_shows_the_load_that_was_measured_and_what_the_contract_makes_of_it() {
    let office = Office::opens();
    let Office { hall, maya, .. } = &office;
    let account = mill(&office);
    hall.issues_bill(maya, &account, "2026-10-05").unwrap();
    reads_mill(&office, &account, "2026-11-05", "4000", "18");

    let bill = hall.issues_bill(maya, &account, "2026-11-21").unwrap();

    // 1,000 kWh at 6.00, 20 kW at 5.00 and 2.5 kW at 9.00.
    assert_eq!(bill.total.minor(), rupees(6_000) + 12_250);
    expect![[r#"
        Mangalore Utility Branch                                                  Bill
        Light House Hill Road                                         B/26-27/00000002
        Hampankatta                                                        21 Nov 2026
        Mangaluru 575001
        Phone 0824 242 0000
        GSTIN 29ABCDE1234F1Z5
        ------------------------------------------------------------------------------
        Customer         Kadri Flour Mill
                         1 Car Street, Mangaluru
        Account          E-1001
        Service          Electricity
                         Meter ME7001
        Period           5 Oct 2026 – 4 Nov 2026
        Issued           21 Nov 2026
        Due              6 Dec 2026
        Tariff           LT-5 Small industry
                         in force from 1 Apr 2026
        Sanctioned load  3 kW
        Contract demand  30 kW
        Units            1000 kWh
                         31 days

        To pay by 6 Dec 2026                                                ₹24,584.50
        Rupees twenty-four thousand five hundred eighty-four and paise fifty only

        Readings
        Meter            Previous  Present  Units
        ME7001               3000     4000   1000
        ME7001 (Demand)        25       18     18
        Charge                                                      Quantity  Rate    Amount
        Energy charge                                               1000 kWh  6.00  6,000.00
        Demand charge, up to 20 kW (75 % of 30 kW; 18 kW measured)     20 kW  5.00    100.00
        Demand charge, over 20 kW                                     2.5 kW  9.00     22.50
        Total                                                                ₹6,122.50
        Earlier bills still open                                            ₹18,462.00
        = To pay in all                                                     ₹24,584.50

        Your use
        Oct 26                                                                    3000
        Nov                                                                       1000
        QR: COUNTERFOIL BILL B/26-27/00000002 INR 24584.50 2026-12-06 E-1001
        ------------------------------------------------------------------------------
        Thank you. Keep this receipt.
    "#]]
    .assert_eq(&hall.bill_text(bill.id));
}

#[test]
fn a_load_without_a_past_is_not_guessed() {
    let office = Office::opens();
    let Office { hall, maya, cycle } = &office;
    let account = hall.supplied("New Mill", "LT-2a Domestic", *cycle);
    hall.installs_bands(maya, &account, "2026-10-05", &["", "demand"]).unwrap();
    let row = hall.reading(&account, "2026-11-05", "").register(2).remark("locked").preview(maya).unwrap();
    assert_eq!(row.fate.as_str(), "refused");
    assert!(row.checks[0].words.contains("no past to estimate from"), "{:?}", row.checks);
}

#[test]
fn gas_is_not_billed_by_a_tariff_that_charges_for_something_else() {
    let office = Office::opens();
    let Office { hall, maya, cycle } = &office;
    let uma = hall.admin("uma");
    for (name, service, unit) in [("PNG in kWh", "gas", "kWh"), ("PNG", "gas", "SCM")] {
        let text = DOMESTIC
            .replace("LT-2a Domestic", name)
            .replace("electricity", service)
            .replace("kWh", unit)
            .replace("per = \"kW\"", "per = \"month\"");
        hall.tariff(&uma, &text);
    }
    let supplied = |name: &str, plan: &str| {
        let account = hall.supplied_with(Service::Gas, name, plan, *cycle);
        hall.installs(maya, &account, "2026-10-05", &hall.meter_of(&account), 5, "100").unwrap();
        hall.reads(maya, &account, &[("2026-11-05", 150)]);
        account
    };
    let told = hall.issues_bill(maya, &supplied("Asha Rao", "PNG in kWh"), "2026-11-21").unwrap_err();
    assert!(told.message.contains("counts SCM, its tariff charges by kWh"), "{}", told.message);
    let told = hall.issues_bill(maya, &supplied("Bala", "LT-2a Domestic"), "2026-11-21").unwrap_err();
    assert!(told.message.contains("its tariff is for electricity, the account for gas"), "{}", told.message);
    let right = hall.issues_bill(maya, &supplied("Chitra", "PNG"), "2026-11-21").unwrap();
    assert_eq!(right.units, "50");
}

/// A hall that bills gas in kWh at 5 rupees, from meters that count cubic metres.
fn gas_office() -> (Office, Person) {
    let office = Office::opens();
    let uma = office.hall.admin("uma");
    office.hall.tariff(
        &uma,
        r#"
format = 1
name = "PNG by energy"
service = "gas"
currency = "INR"
unit = "kWh"
billing_months = 1
valid_from = 2026-04-01
energy_charge = [ { name = "Gas", slabs = [ { rate = 5 } ] } ]
rounding = { total = { to = 1, mode = "half_up" } }
"#,
    );
    (office, uma)
}

#[test]
fn gas_is_counted_in_cubic_metres_and_charged_by_its_energy() {
    let (office, uma) = gas_office();
    let Office { hall, maya, cycle } = &office;
    let account = hall.supplied_with(Service::Gas, "Asha Rao", "PNG by energy", *cycle);
    hall.installs_counting(maya, &account, "2026-10-05", "m³").unwrap();
    hall.reads(maya, &account, &[("2026-11-05", 31)]);
    let told = hall.issues_bill(maya, &account, "2026-11-21").unwrap_err();
    assert!(told.message.contains("no gas factors hold on 5 Oct 2026"), "{}", told.message);

    hall.delivers_gas(&uma, "", "2026-04-01", "1.02264", "39.5").unwrap();
    hall.delivers_gas(&uma, "", "2026-10-20", "1.02264", "40").unwrap();
    let bill = hall.runs_bills(maya, "C01", "2026-11-21").unwrap();
    assert_eq!(bill.bills, 1);
    let bill = hall.bills_of(maya, &account).unwrap().remove(0);

    // 15 m³ × 1.02264 × 39.5 ÷ 3.6 + 16 m³ × 1.02264 × 40 ÷ 3.6 = 168.3095 + 181.8027 = 350.11 kWh
    assert_eq!((bill.units.as_str(), bill.total), ("350.11", whole(1751)));
    expect![[r#"
        Mangalore Utility Branch                                                  Bill
        Light House Hill Road                                         B/26-27/00000001
        Hampankatta                                                        21 Nov 2026
        Mangaluru 575001
        Phone 0824 242 0000
        GSTIN 29ABCDE1234F1Z5
        ------------------------------------------------------------------------------
        Customer         Asha Rao
                         1 Car Street, Mangaluru
        Account          G-1001
        Service          Gas
                         Meter MG7001
        Period           5 Oct 2026 – 4 Nov 2026
        Issued           21 Nov 2026
        Due              6 Dec 2026
        Tariff           PNG by energy
                         in force from 1 Apr 2026
        Sanctioned load  3 kW
        Units            350.11 kWh
                         31 days

        To pay by 6 Dec 2026                                                 ₹1,751.00
        Rupees one thousand seven hundred fifty-one only

        Readings
        Meter   Previous  Present  Units
        MG7001         0       31     31

        From m³ to kWh
        Period                              Volume m³  Correction  MJ/m³      kWh
        5 Oct 2026 – 19 Oct 2026 (15 days)         15     1.02264   39.5  168.310
        20 Oct 2026 – 4 Nov 2026 (16 days)         16     1.02264     40  181.803
        Units: Volume × correction for pressure and temperature × calorific value ÷ 3.6 (MJ in 1 kWh), in kWh; rounded to 0.01 kWh.
        Charge      Quantity  Rate    Amount
        Gas       350.11 kWh  5.00  1,750.55
        Rounding                        0.45
        Total                                                                ₹1,751.00
        = Still to pay                                                       ₹1,751.00

        Your use
        Nov 26                                                                  350.11
        QR: COUNTERFOIL BILL B/26-27/00000001 INR 1751.00 2026-12-06 G-1001
        ------------------------------------------------------------------------------
        Thank you. Keep this receipt.
    "#]].assert_eq(&hall.bill_text(bill.id));

    hall.delivers_gas(&uma, "", "2026-10-20", "1.02264", "38").unwrap();
    assert!(hall.bill_text(bill.id).contains("40"), "an issued bill keeps its gas");
    let anew = hall.rebills(maya, bill.id).unwrap().bill;
    assert_eq!(anew.units, "341.02", "a factor that was wrong is put right by billing anew");
    hall.books_balance();
}

#[test]
fn an_estimate_of_gas_is_made_good_by_the_gas_that_its_own_bill_was_converted_by() {
    let (office, uma) = gas_office();
    let Office { hall, maya, cycle } = &office;
    hall.delivers_gas(&uma, "", "2026-04-01", "1", "36").unwrap();
    let account = hall.supplied_with(Service::Gas, "Asha Rao", "PNG by energy", *cycle);
    hall.installs_counting(maya, &account, "2026-09-05", "m³").unwrap();
    let stored = hall.reading(&account, "2026-10-05", "60").kind("estimated").entered(maya).unwrap();
    assert_eq!(stored.fate.as_str(), "good", "{:?}", stored.checks);
    let estimated = hall.issues_bill(maya, &account, "2026-10-05").unwrap();
    assert_eq!((estimated.units.as_str(), estimated.total), ("600", whole(3000)), "60 m³ of 10 kWh");

    // The gas of September was wrong in the settings, but its bill stands as it was converted.
    hall.delivers_gas(&uma, "", "2026-04-01", "1", "72").unwrap();
    hall.delivers_gas(&uma, "", "2026-10-05", "1", "39.6").unwrap();
    hall.reads(maya, &account, &[("2026-11-05", 61)]);
    let trued = hall.issues_bill(maya, &account, "2026-11-21").unwrap();

    assert_eq!(trued.units, "341", "31 of 61 m³, of 11 kWh");
    let back = trued.lines.iter().find(|line| line.label.contains(&estimated.number)).unwrap();
    assert_eq!(back.amount, whole(-1500), "30 m³ of 10 kWh were not used: {}", back.label);
    let history = hall.office().book().read(|tx| foil_store::bills::usage(tx, account.id, 12)).unwrap();
    assert_eq!(history.into_iter().map(|row| row.units).collect::<Vec<_>>(), ["341", "300"]);
    hall.books_balance();
}

#[test]
fn a_route_may_have_gas_of_its_own_and_what_was_set_can_be_withdrawn() {
    let (office, uma) = gas_office();
    let Office { hall, maya, cycle } = &office;
    hall.delivers_gas(&uma, "", "2026-04-01", "1", "36").unwrap();
    let own = hall.delivers_gas(&uma, "R1", "2026-04-01", "1", "72").unwrap();
    let account = hall.supplied_with(Service::Gas, "Asha Rao", "PNG by energy", *cycle);
    hall.installs_counting(maya, &account, "2026-10-05", "m³").unwrap();
    hall.reads(maya, &account, &[("2026-11-05", 10)]);
    assert_eq!(hall.previews_bill(maya, &account, "2026-11-21").unwrap().units, "200", "on route R1");

    let stale = json!({ "route": "R1", "valid_from": "2026-04-01", "volume_correction": "1",
        "calorific_value": "40", "round_to": "1", "round_mode": "half_up" });
    assert_eq!(refused(hall.call(&uma, "save_gas_factor", stale)), "changed_meanwhile");
    let told = hall.delivers_gas(&uma, "R1", "2026-05-01", "1", "4000").unwrap_err();
    assert!(told.message.contains("calorific_value"), "{}", told.message);
    assert_eq!(refused(hall.delivers_gas(maya, "", "2026-05-01", "1", "40")), "not_allowed");

    let row = own.iter().find(|g| g.route == "R1").unwrap().id;
    hall.call(&uma, "withdraw_gas_factor", json!({ "factor": row })).unwrap();
    assert_eq!(hall.previews_bill(maya, &account, "2026-11-21").unwrap().units, "100");
    let again = hall.call(&uma, "withdraw_gas_factor", json!({ "factor": row }));
    assert_eq!(refused(again), "changed_meanwhile");
}

#[test]
fn a_cancelled_bill_and_its_cancellation_sum_to_zero_and_what_was_paid_is_credit() {
    let office = Office::opens();
    let Office { hall, maya, .. } = &office;
    let account = office.used("Asha Rao", 120);
    let bill = hall.issues_bill(maya, &account, "2026-11-21").unwrap();
    let paid = hall.pays(maya, &account, 300).unwrap();

    let off = hall.cancels(maya, bill.id).unwrap();

    assert_eq!(off.amount, bill.total);
    assert_eq!((off.credited, hall.credit_of(&account)), (whole(300), rupees(300)));
    expect![[r#"
        Mangalore Utility Branch                                Cancellation of a bill
        Light House Hill Road                                         C1N/26-27/000001
        Hampankatta                                                        21 Nov 2026
        Mangaluru 575001                                                    [ORIGINAL]
        Phone 0824 242 0000
        GSTIN 29ABCDE1234F1Z5
        ------------------------------------------------------------------------------
        Customer         Asha Rao
                         1 Car Street, Mangaluru
        Account          E-1001
                         Electricity
        Bill             B/26-27/00000001
                         of 21 Nov 2026, ₹878.00
        Made             21 Nov 2026, 10:00
                         Counter C1
        By               Maya
        Reason: Billed twice

        Amount taken back                                                      ₹878.00
        Rupees eight hundred seventy-eight only
        Kept as credit on the account                                          ₹300.00
        = Left to pay on the bill                                                ₹0.00

        Customer  ______________  For the office
        QR: COUNTERFOIL C1N/26-27/000001 INR 878.00 2026-11-21
        ------------------------------------------------------------------------------
        Thank you. Keep this receipt.
    "#]]
    .assert_eq(&hall.correction_text(off.id));
    assert_eq!(refused(hall.cancels(maya, bill.id)), "bill_state", "cancelled once");
    hall.undoing(maya).payment(paid.payment).now().unwrap();
    assert_eq!(hall.credit_of(&account), 0, "the money goes back, not to a bill that is no more");
    hall.books_balance();
}

#[test]
fn a_wrong_reading_is_put_right_and_the_bill_made_anew_in_one_act() {
    let office = Office::opens();
    let Office { hall, maya, .. } = &office;
    let account = office.account("Asha Rao");
    hall.round(&account, "M-1", &[read("2026-10-05", "1000"), read("2026-11-05", "1210")]);
    let wrong = hall.issues_bill(maya, &account, "2026-11-21").unwrap();
    hall.pays_all(maya, &account);
    hall.round(&account, "M-1", &[read("2026-11-20", "1250")]);
    let unseen = hall.rebills_with(maya, wrong.id, "2026-10-05", "990");
    assert_eq!(refused(unseen), "bad_input", "the reading that opens it is another bill's");
    let backwards = hall.rebills_with(maya, wrong.id, "2026-11-05", "900");
    assert_eq!(refused(backwards), "needs_reason", "what is put right is judged like any other reading");

    let anew = hall.rebills_with(maya, wrong.id, "2026-11-05", "1120").unwrap();

    assert_eq!(anew.bill.units, "120");
    expect![[r#"
        2026-10-05  M-1  1000  0  actual  install
        2026-11-05  M-1  1120  120  actual
        2026-11-20  M-1  1250  130  actual
    "#]]
    .assert_eq(&hall.readings_text(maya, &account));
    assert_eq!(anew.bill.left, Money::ZERO, "what was paid on the wrong one pays the right one");
    assert_eq!(anew.correction.rebill, Some(anew.bill.id));
    let rest = wrong.total.minus(anew.bill.total).unwrap();
    assert_eq!(hall.credit_of(&account), rest.minor());
    expect![[r#"
        Mangalore Utility Branch                                Cancellation of a bill
        Light House Hill Road                                         C1N/26-27/000001
        Hampankatta                                                        21 Nov 2026
        Mangaluru 575001                                                    [ORIGINAL]
        Phone 0824 242 0000
        GSTIN 29ABCDE1234F1Z5
        ------------------------------------------------------------------------------
        Customer         Asha Rao
                         1 Car Street, Mangaluru
        Account          E-1001
                         Electricity
        Bill             B/26-27/00000001
                         of 21 Nov 2026, ₹1,612.00
        Made             21 Nov 2026, 10:00
                         Counter C1
        By               Maya
        Reason: Wrong reading: two digits were swapped

        Amount taken back                                                    ₹1,612.00
        Rupees one thousand six hundred twelve only
        Kept as credit on the account                                        ₹1,612.00
        = Left to pay on the bill                                                ₹0.00
        Billed anew as                                                B/26-27/00000002

        Customer  ______________  For the office
        QR: COUNTERFOIL C1N/26-27/000001 INR 1612.00 2026-11-21
        ------------------------------------------------------------------------------
        Thank you. Keep this receipt.
    "#]]
    .assert_eq(&hall.correction_text(anew.correction.id));
    assert!(hall.bill_text(anew.bill.id).contains(&wrong.number), "the new paper names the old one");
    hall.books_balance();
}

#[test]
fn a_register_that_was_set_back_stays_set_back_when_its_reading_is_put_right() {
    let office = Office::opens();
    let Office { hall, maya, .. } = &office;
    let account = office.account("Asha Rao");
    hall.installs(maya, &account, "2026-10-05", &hall.meter_of(&account), 5, "1000").unwrap();
    let reset =
        hall.reading(&account, "2026-11-05", "90").remark("reset").because("the display was exchanged");
    reset.entered(maya).unwrap();
    let bill = hall.issues_bill(maya, &account, "2026-11-05").unwrap();
    assert_eq!(bill.units, "90");

    let anew = hall.rebills_with(maya, bill.id, "2026-11-05", "95").unwrap().bill;
    assert_eq!(anew.units, "95", "95 since it was set back, not 99 095 through zero");

    let reading = hall.readings_of(maya, &account).unwrap().remove(0);
    let said = json!([{ "reading": reading.id, "value": "1095", "kind": "customer", "remark": "working" }]);
    let input = json!({ "request_id": hall.request(), "bill": anew.id, "version": anew.version,
        "reason": "wrong_reading", "note": "it was never set back", "readings": said });
    hall.ask::<serde_json::Value>(maya, "cancel_and_rebill", input).unwrap();
    let reading = hall.readings_of(maya, &account).unwrap().remove(0);
    assert_eq!(
        (reading.units.as_str(), reading.kind.as_str(), reading.remark.as_str()),
        ("95", "customer", "working"),
        "what was found, and how it is known, can be said"
    );
}

#[test]
fn what_a_correction_would_do_is_told_before_and_stores_nothing() {
    let office = Office::opens();
    let Office { hall, maya, .. } = &office;
    let account = office.used("Asha Rao", 120);
    let bill = hall.issues_bill(maya, &account, "2026-11-21").unwrap();
    let part = rupees(200);
    hall.visit(maya).account(&account).pays_paise(part).cash_paise(part).take().unwrap();
    let bill = hall.sees_bill(maya, bill.id).unwrap();
    hall.ceilings(rupees(1));
    let before = foil_tests::fingerprint(hall.office().book());

    let reading = hall.readings_of(maya, &account).unwrap().remove(0);
    let mut input = json!({ "request_id": hall.request(), "bill": bill.id, "version": bill.version,
        "reason": "wrong_reading", "note": "", "due_on": "2026-12-24",
        "readings": [{ "reading": reading.id, "value": "1100", "kind": "actual" }] });
    let seen: foil_app::billing::run_views::BillPreview =
        hall.ask(maya, "preview_rebill", input.clone()).unwrap();
    assert_eq!((seen.units.as_str(), seen.credit_used), ("100", whole(200)));
    assert_eq!(seen.due_on.to_string(), "2026-12-24");
    let told = |kind: &str, amount: Option<i64>| {
        let input = json!({ "bill": bill.id, "kind": kind, "amount": amount });
        let seen: foil_app::billing::views::CorrectionPreview =
            hall.ask(maya, "preview_correction", input).unwrap();
        (seen.left, seen.credited)
    };
    assert_eq!(told("cancel", None), (Money::ZERO, whole(200)));
    let left = bill.left.minor();
    assert_eq!(told("credit_note", Some(left + 500)), (Money::ZERO, Money::from_minor(500)));
    assert_eq!(told("write_off", Some(100)), (Money::from_minor(left - 100), Money::ZERO));
    assert_eq!(foil_tests::fingerprint(hall.office().book()), before, "nothing is stored");

    input["due_on"] = json!("2026-11-20");
    assert_eq!(refused(hall.call(maya, "preview_rebill", input.clone())), "bad_input");
    input["due_on"] = json!("2026-12-24");
    input["note"] = json!("two digits were swapped");
    let alone = hall.call(maya, "cancel_and_rebill", input.clone());
    assert_eq!(refused(alone), "needs_approval", "to see is not to do");
    hall.ceilings(rupees(10_000));
    let made: foil_app::billing::run_views::Rebilled = hall.ask(maya, "cancel_and_rebill", input).unwrap();
    assert_eq!((made.bill.total, made.bill.units.as_str()), (seen.total, "100"), "as it was told");
    assert_eq!(made.bill.due_on.to_string(), "2026-12-24");
    assert_eq!(made.bill.left, seen.total.minus(seen.credit_used).unwrap());
    hall.books_balance();
}

#[test]
fn what_a_cancellation_changes_in_what_is_owed_is_told_before_with_all_that_ends_with_it() {
    let office = Office::opens();
    let Office { hall, maya, .. } = &office;
    let owed = |account: &Account| {
        let left = hall.bills_of(maya, account).unwrap().into_iter().map(|b| b.left);
        Money::sum(left).unwrap().minor() - hall.credit_of(account)
    };
    let seen = |bill: BillId| {
        let input = json!({ "bill": bill, "kind": "cancel", "amount": null });
        hall.ask::<foil_app::billing::views::CorrectionPreview>(maya, "preview_correction", input)
    };
    // A surcharge stands on it, of which a part was paid.
    let (account, bill) = late_estimate(&office);
    let surcharge = surcharge_of(hall, maya, &account);
    hall.visit(maya).account(&account).onto(surcharge.id, "surcharge", 20).pays(20).take().unwrap();
    hall.ceilings(rupees(1));
    let (before, book) = (owed(&account), foil_tests::fingerprint(hall.office().book()));
    let told = seen(bill.id).unwrap();
    assert_eq!(
        foil_tests::fingerprint(hall.office().book()),
        book,
        "nothing is stored, and no ceiling asked"
    );
    hall.ceilings(rupees(10_000));
    assert_eq!(told.owes_more.minor(), -(bill.left.minor() + surcharge.total.minor()));
    hall.cancels(maya, bill.id).unwrap();
    assert_eq!(owed(&account) - before, told.owes_more.minor());
    assert_eq!(owed(&account), -rupees(20));

    // It gave credit that was used, and surcharges fell by it.
    let (account, estimated) = late_estimate_of(&office, "Bala Shetty", "M-2");
    hall.visit(maya).account(&account).onto(estimated.id, "bill", 2_000).pays(2_000).take().unwrap();
    hall.round(&account, "M-2", &[read("2026-10-05", "1100")]);
    let trued = hall.issues_bill(maya, &account, "2026-10-05").unwrap();
    assert_eq!(refused(seen(estimated.id)), "later_claim", "as the cancellation itself");
    let (before, told) = (owed(&account), seen(trued.id).unwrap());
    hall.cancels(maya, trued.id).unwrap();
    assert_eq!(owed(&account) - before, told.owes_more.minor());
    hall.books_balance();
}

#[test]
fn a_bill_made_anew_gives_the_customer_the_usual_days_to_pay() {
    let office = Office::opens();
    let Office { hall, maya, .. } = &office;
    let account = office.used("Asha Rao", 120);
    let wrong = hall.issues_bill(maya, &account, "2026-11-21").unwrap();
    hall.loads(maya, &account, "2", "2026-10-05").unwrap();
    let soon = hall.rebills(maya, wrong.id).unwrap().bill;
    assert_eq!(soon.due_on, wrong.due_on, "made anew on the same day, it is due on the same day");
    hall.days_pass(maya, 40);
    let late = hall.rebills(maya, soon.id).unwrap().bill;
    assert_eq!(
        late.due_on,
        hall.today().plus_days(40 + 15),
        "the office's mistake costs no surcharge tomorrow"
    );
    hall.books_balance();
}

#[test]
fn credit_notes_lower_what_is_left_and_turn_what_was_paid_into_credit() {
    let office = Office::opens();
    let Office { hall, maya, .. } = &office;
    let account = office.used("Asha Rao", 120);
    let bill = hall.issues_bill(maya, &account, "2026-11-21").unwrap();
    let subsidy = hall.credits(maya, bill.id, rupees(100), "subsidy").unwrap();
    assert_eq!(subsidy.credited, Money::ZERO);
    hall.pays_all(maya, &account);
    let late = hall.credits(maya, bill.id, rupees(40), "complaint").unwrap();
    assert_eq!((late.credited, hall.credit_of(&account)), (whole(40), rupees(40)));
    let most = bill.total.minor() - rupees(140);
    assert_eq!(
        refused(hall.credits(maya, bill.id, most + 1, "complaint")),
        "bad_input",
        "no more than claimed"
    );
    expect![[r#"
        Mangalore Utility Branch                                           Credit note
        Light House Hill Road                                         C1N/26-27/000001
        Hampankatta                                                        21 Nov 2026
        Mangaluru 575001                                                    [ORIGINAL]
        Phone 0824 242 0000
        GSTIN 29ABCDE1234F1Z5
        ------------------------------------------------------------------------------
        Customer         Asha Rao
                         1 Car Street, Mangaluru
        Account          E-1001
                         Electricity
        Bill             B/26-27/00000001
                         of 21 Nov 2026, ₹878.00
        Made             21 Nov 2026, 10:00
                         Counter C1
        By               Maya
        Reason: Subsidy by order

        Amount taken back                                                      ₹100.00
        Rupees one hundred only
        = Left to pay on the bill                                              ₹778.00

        Customer  ______________  For the office
        QR: COUNTERFOIL C1N/26-27/000001 INR 100.00 2026-11-21
        ------------------------------------------------------------------------------
        Thank you. Keep this receipt.
    "#]]
    .assert_eq(&hall.correction_text(subsidy.id));
    hall.books_balance();
}

#[test]
fn only_what_was_paid_is_called_paid() {
    let office = Office::opens();
    let Office { hall, maya, .. } = &office;
    let bill = |name: &str| {
        let account = office.used(name, 20);
        let bill = hall.issues_bill(maya, &account, "2026-11-21").unwrap();
        (account, bill)
    };
    let state = |bill: &foil_app::billing::views::BillView| hall.sees_bill(maya, bill.id).unwrap().state;
    let (account, paid) = bill("Paid");
    hall.pays_all(maya, &account);
    let (_, credited) = bill("Credited");
    hall.credits(maya, credited.id, credited.total.minor(), "subsidy").unwrap();
    let (account, both) = bill("Paid But For A Discount");
    hall.credits(maya, both.id, rupees(47), "discount").unwrap();
    hall.pays_all(maya, &account);
    assert_eq!(
        [state(&paid), state(&credited), state(&both)],
        [BillState::Paid, BillState::Credited, BillState::Paid]
    );
}

#[test]
fn a_write_off_is_no_void_and_has_a_ledger_of_its_own() {
    let office = Office::opens();
    let Office { hall, maya, .. } = &office;
    let account = office.used("Asha Rao", 20);
    let bill = hall.issues_bill(maya, &account, "2026-11-21").unwrap();
    let off = hall.writes_off(maya, bill.id).unwrap();
    assert_eq!(off.amount, bill.total);
    assert_eq!(hall.sees_bill(maya, bill.id).unwrap().state, BillState::WrittenOff, "nobody has paid it");
    hall.ledger_reads(expect![[r#"
        correction  written_off +247.00  receivable E-1001 -247.00
    "#]]);
    expect![[r#"
        Mangalore Utility Branch                                             Write-off
        Light House Hill Road                                         C1N/26-27/000001
        Hampankatta                                                        21 Nov 2026
        Mangaluru 575001                                                    [ORIGINAL]
        Phone 0824 242 0000
        GSTIN 29ABCDE1234F1Z5
        ------------------------------------------------------------------------------
        Customer         Asha Rao
                         1 Car Street, Mangaluru
        Account          E-1001
                         Electricity
        Bill             B/26-27/00000001
                         of 21 Nov 2026, ₹247.00
        Made             21 Nov 2026, 10:00
                         Counter C1
        By               Maya
        Reason: Will never be paid: moved away, cannot be found

        Amount given up                                                        ₹247.00
        Rupees two hundred forty-seven only
        = Left to pay on the bill                                                ₹0.00

        Customer  ______________  For the office
        QR: COUNTERFOIL C1N/26-27/000001 INR 247.00 2026-11-21
        ------------------------------------------------------------------------------
        Thank you. Keep this receipt.
    "#]]
    .assert_eq(&hall.correction_text(off.id));
    assert_eq!(refused(hall.writes_off(maya, bill.id)), "bill_state", "nothing is left to give up");
    hall.books_balance();
}

#[test]
fn a_deposit_that_was_given_up_is_no_debt_of_the_office_and_what_is_held_is_told() {
    let office = Office::opens();
    let Office { hall, maya, .. } = &office;
    let asha = hall.clerk("asha");
    let account = office.account("Bala");
    let held = || {
        let card = hall.call(maya, "customer_card", json!({ "customer": account.customer })).unwrap();
        card["accounts"][0]["deposit_held"].clone()
    };
    assert_eq!(held(), 0);
    let paid = hall.charges(&asha, &account, "deposit", rupees(500)).unwrap();
    hall.pays_all(&asha, &account);
    let never = hall.charges(&asha, &account, "deposit", rupees(300)).unwrap();
    assert_eq!(held(), rupees(500), "what is asked for is not held yet");

    hall.writes_off(maya, never.id).unwrap();
    hall.ledger_reads(expect![[r#"
        payment  cash +500.00  receivable E-1001 -500.00
        correction  deposit E-1001 +300.00  receivable E-1001 -300.00
    "#]]);
    assert_eq!(held(), rupees(500));

    hall.credits(maya, paid.id, rupees(200), "other").unwrap();
    assert_eq!(
        (held(), hall.credit_of(&account)),
        (json!(rupees(300)), rupees(200)),
        "set free by a credit note"
    );
    hall.books_balance();
}

#[test]
fn a_deposit_that_was_paid_by_a_cheque_is_told_apart_until_the_bank_has_paid_it() {
    let office = Office::opens();
    let Office { hall, maya, .. } = &office;
    let asha = hall.clerk("asha");
    let account = office.account("Bala");
    let held = || {
        let card = hall.call(maya, "customer_card", json!({ "customer": account.customer })).unwrap();
        let of = |what: &str| card["accounts"][0][what].as_i64().unwrap();
        (of("deposit_held"), of("deposit_at_bank"))
    };
    let pays_by_cheque = |number: &str, paid: i64, by_cheque: i64| {
        hall.charges(&asha, &account, "deposit", rupees(paid)).unwrap();
        let visit = hall.visit(&asha).account(&account).pays(paid).cheque(by_cheque, number, "Canara Bank");
        let visit = if by_cheque < paid { visit.cash(paid - by_cheque) } else { visit };
        visit.take().unwrap().payment
    };
    let good = pays_by_cheque("000501", 500, 500);
    assert_eq!(held(), (rupees(500), rupees(500)), "the office has a paper, and the bank may refuse it");
    let cheque = |payment| hall.cheque_of(&asha, payment);
    hall.deposits(&asha, &[cheque(good).id]).unwrap();
    assert_eq!(held(), (rupees(500), rupees(500)), "so it is while the bank has it");
    hall.realises(&asha, &[cheque(good).id]).unwrap();
    assert_eq!(held(), (rupees(500), 0), "until that has paid");

    let bad = pays_by_cheque("000502", 400, 300);
    assert_eq!(held(), (rupees(900), rupees(300)), "100 of it were cash");
    hall.deposits(&asha, &[cheque(bad).id]).unwrap();
    hall.bounces(maya, &cheque(bad)).unwrap();
    assert_eq!(held().1, 0, "what came back is neither");
    hall.books_balance();
}

#[test]
fn a_copy_of_a_corrected_bill_adds_up() {
    let office = Office::opens();
    let Office { hall, maya, .. } = &office;
    let asha = hall.clerk("asha");
    let account = office.used("Asha Rao", 120);
    let bill = hall.issues_bill(maya, &account, "2026-11-21").unwrap();
    let totals = |bill: BillId| -> String {
        let document = DocumentRef::Bill { bill, format: Format::Csv };
        let rows = table(&hall.paper(maya, &document)).into_iter();
        let sums = rows.skip_while(|row| row["row"] != "total").filter(|row| row["row"] != "after_due");
        sums.map(|row| format!("{},{},,,{}\n", row["row"], row["label"], row["amount"])).collect()
    };
    expect![[r#"
        total,,,,878.00
        paid,,,,0.00
        balance,,,,878.00
        to_pay,,,,878.00
    "#]]
    .assert_eq(&totals(bill.id));
    hall.credits(maya, bill.id, rupees(300), "wrong_reading").unwrap();
    expect![[r#"
        total,,,,878.00
        credit_note,C1N/26-27/000001,,,-300.00
        paid,,,,0.00
        balance,,,,578.00
        to_pay,,,,578.00
    "#]]
    .assert_eq(&totals(bill.id));
    hall.pays_all(&asha, &account);
    hall.credits(maya, bill.id, rupees(40), "wrong_reading").unwrap();
    expect![[r#"
        total,,,,878.00
        credit_note,C1N/26-27/000001,,,-300.00
        credit_note,C1N/26-27/000002,,,-40.00
        paid,,,,578.00
        credited,,,,40.00
        balance,,,,0.00
        to_pay,,,,0.00
    "#]]
    .assert_eq(&totals(bill.id));

    let account = office.used("Ravi Kumar", 120);
    let other = hall.issues_bill(maya, &account, "2026-11-21").unwrap();
    hall.visit(&asha).account(&account).pays_paise(other.left.minor() - 40).take().unwrap();
    hall.writes_off(maya, other.id).unwrap();
    assert_eq!(hall.sees_bill(maya, other.id).unwrap().state, BillState::Paid, "but for 40 paise");
    expect![[r#"
        total,,,,878.00
        write_off,C1N/26-27/000003,,,-0.40
        paid,,,,877.60
        balance,,,,0.00
        to_pay,,,,0.00
    "#]]
    .assert_eq(&totals(other.id));
    hall.books_balance();
}

#[test]
fn a_bill_made_anew_takes_the_old_ones_place_in_an_instalment_plan() {
    let office = Office::opens();
    let Office { hall, maya, .. } = &office;
    let planned = |name: &str| {
        let account = office.used(name, 120);
        let bill = hall.issues_bill(maya, &account, "2026-11-21").unwrap();
        (account, bill)
    };
    let ((less, first), (more, second), (gone, third)) = (planned("Less"), planned("More"), planned("Gone"));
    hall.days_pass(maya, 30);
    for account in [&less, &more, &gone] {
        hall.agrees_plan(maya, account, 4, 5).unwrap();
    }
    let plan = |account: &Account| hall.arrears_of(maya, account).unwrap().plan.unwrap();
    let agreed = plan(&less).total;
    assert!(agreed >= first.total, "with what had accrued");

    let input = json!({ "request_id": hall.request(), "bill": first.id,
        "version": hall.account_version(less.id), "reason": "wrong_reading", "note": "", "readings": [] });
    let would = hall.call(maya, "preview_rebill", input).unwrap();
    assert_eq!((&would["plan"], &would["in_plan"]), (&json!(plan(&less).id), &json!(first.total)), "{would}");

    let anew = hall.rebills_with(maya, first.id, "2026-11-05", "1100").unwrap().bill;
    let left = plan(&less);
    assert_eq!((left.paid.minor(), left.total), (0, anew.total), "less is owed, and nobody has paid a coin");
    assert!(left.kept && left.next.is_some(), "{left:?}");
    assert!(hall.standing(maya, &less).contains("keep_plan"), "{}", hall.standing(maya, &less));

    let anew = hall.rebills_with(maya, second.id, "2026-11-05", "1200").unwrap().bill;
    let left = plan(&more);
    assert_eq!((left.paid.minor(), left.total), (0, second.total), "as much as was planned of the old one");
    assert!(anew.total > second.total, "and the rest is due beside it");

    hall.cancels(maya, third.id).unwrap();
    let run = hall.runs_the_ladder(maya);
    assert_eq!((run.plans_kept.n, run.plans_broken.n), (0, 0), "nobody has paid one to the end");
    let all = hall.call(maya, "plans", json!({ "active": false, "before": null, "limit": 10 })).unwrap();
    let states: Vec<&str> =
        all["rows"].as_array().unwrap().iter().map(|p| p["state"].as_str().unwrap()).collect();
    assert_eq!(states, ["cancelled", "active", "active"], "of what was taken back nothing is to be paid");

    hall.pays_all(&hall.clerk("asha"), &less);
    assert_eq!(hall.runs_the_ladder(maya).plans_kept.n, 1, "paid to the end");
    hall.books_balance();
}

#[test]
fn a_plan_that_was_paid_before_its_bill_was_made_anew_is_kept() {
    let office = Office::opens();
    let Office { hall, maya, .. } = &office;
    let account = office.used("Paid", 120);
    let bill = hall.issues_bill(maya, &account, "2026-11-21").unwrap();
    hall.days_pass(maya, 30);
    let agreed = hall.agrees_plan(maya, &account, 4, 5).unwrap();
    hall.pays_all(&hall.clerk("asha"), &account);
    let plan = || hall.arrears_of(maya, &account).unwrap().plan.unwrap();
    let paid = |state: &str| (json!(state), agreed.total);
    assert_eq!((json!(plan().state), plan().paid), paid("kept"));

    let anew = hall.rebills_with(maya, bill.id, "2026-11-05", "1100").unwrap().bill;

    assert_eq!(anew.left.minor(), 0, "the credit of the old one pays it");
    assert_eq!(
        (json!(plan().state), plan().paid),
        paid("kept"),
        "all of it was paid, and something came in its place"
    );
    let run = hall.runs_the_ladder(maya);
    assert_eq!((run.plans_kept.n, run.plans_kept.amount), (1, agreed.total));
    hall.books_balance();
}

#[test]
fn a_plan_of_which_the_bill_made_anew_was_given_up_too_was_not_kept() {
    let office = Office::opens();
    let Office { hall, maya, .. } = &office;
    let anew = |name: &str| {
        let account = office.used(name, 120);
        let bill = hall.issues_bill(maya, &account, "2026-11-21").unwrap();
        (account, bill)
    };
    let (given_up, credited) = (anew("Given Up"), anew("Credited"));
    hall.days_pass(maya, 30);
    let state = |account: &Account| json!(hall.arrears_of(maya, account).unwrap().plan.unwrap().state);
    for (account, bill) in [&given_up, &credited] {
        hall.agrees_plan(maya, account, 4, 5).unwrap();
        let anew = hall.rebills_with(maya, bill.id, "2026-11-05", "1100").unwrap().bill;
        assert_eq!(state(account), json!("active"));
        if account.id == given_up.0.id {
            hall.writes_off(maya, anew.id).unwrap();
        } else {
            hall.credits(maya, anew.id, anew.total.minor(), "complaint").unwrap();
        }
        assert_eq!(state(account), json!("cancelled"), "nobody has paid a coin");
    }
    let run = hall.runs_the_ladder(maya);
    assert_eq!((run.plans_kept.n, run.plans_broken.n), (0, 0));
    hall.books_balance();
}

/// A charge of 5,000, late by now, against which a bill has set off what an estimate had been too high: that bill, the
/// charge, and what is left of it.
fn set_off_against_a_late_charge(
    office: &Office,
    name: &str,
    first: bool,
) -> (Account, BillView, BillView, i64) {
    let Office { hall, maya, cycle } = office;
    let account = hall.supplied(name, "LT-2a Patient", *cycle);
    let meter = format!("M-{}", account.number);
    hall.round(&account, &meter, &[read("2026-08-05", "1000"), read("2026-09-05", "1600").estimated()]);
    hall.issues_bill(maya, &account, "2026-09-05").unwrap();
    hall.pays_all(&hall.clerk("asha"), &account);
    let charge = hall.charges(maya, &account, "other", rupees(5_000)).unwrap();
    hall.round(&account, &meter, &[read("2026-10-05", "1100")]);
    let bills = |first: bool| first.then(|| hall.issues_bill(maya, &account, "2026-10-05").unwrap());
    let before = bills(first);
    hall.days_pass(maya, 30);
    let trued = before.or_else(|| bills(true)).unwrap();
    let left = hall.sees_bill(maya, charge.id).unwrap().left.minor();
    assert!(left > 0 && left < charge.total.minor(), "its credit was set off: {left}");
    (account, trued, charge, left)
}

#[test]
fn a_set_off_from_before_a_plan_that_comes_back_is_owed_beside_it() {
    let office = Office::opens();
    let Office { hall, maya, .. } = &office;
    hall.tariff(&hall.admin("uma"), &without_late_rule());
    let (account, trued, charge, left) = set_off_against_a_late_charge(&office, "Asha Rao", true);
    let plan = hall.agrees_plan(maya, &account, 2, 0).unwrap();
    let paid = plan.instalments[0].amount;
    assert_eq!(plan.total.minor(), left);
    let trued = hall.rebills(maya, trued.id).unwrap().bill;
    let now = || {
        let plan = hall.arrears_of(maya, &account).unwrap().plan.expect("the plan");
        (plan.paid, plan.total, plan.kept, hall.standing(maya, &account).contains("owed 0.00"))
    };
    assert_eq!(
        now(),
        (Money::ZERO, plan.total, true, true),
        "the bill made anew sets it off as the first did"
    );
    hall.visit(maya).account(&account).pays_paise(paid.minor()).take().unwrap();
    hall.cancels(maya, trued.id).unwrap();

    let left = hall.sees_bill(maya, charge.id).unwrap().left;
    assert!(left > plan.total, "what was set off is owed again");
    assert_eq!(now(), (paid, plan.total, true, false), "beside the plan, which is paid as it was");
    let before = "UPDATE instalment_plan SET newest_set_off = NULL";
    raw(&hall.path(), hall.key()).execute_batch(before).unwrap();
    assert_eq!(now(), (paid, plan.total, true, false), "of a plan from before that was kept the day says it");
    hall.days_pass(maya, 1);
    let run = hall.runs_the_ladder(maya);
    assert_eq!((run.plans_broken.n, run.plans_kept.n), (0, 0), "the first instalment was paid in time");
    hall.books_balance();
}

#[test]
fn what_was_set_off_on_the_day_of_a_plan_before_it_is_no_instalment() {
    let office = Office::opens();
    let Office { hall, maya, .. } = &office;
    hall.tariff(&hall.admin("uma"), &without_late_rule());
    let (account, _, charge, left) = set_off_against_a_late_charge(&office, "Asha Rao", false);
    let plan = hall.agrees_plan(maya, &account, 3, 0).unwrap();
    assert_eq!(plan.total.minor(), left);
    let input = json!({ "bill": charge.id, "kind": "credit_note", "amount": rupees(400) });
    let would = hall.call(maya, "preview_correction", input).unwrap();
    assert_eq!((&would["plan"], &would["plan_falls"]), (&json!(plan.id), &json!(rupees(400))));
    hall.credits(maya, charge.id, rupees(400), "complaint").unwrap();
    let now = hall.arrears_of(maya, &account).unwrap().plan.expect("the plan");
    assert_eq!((now.paid.minor(), now.total.minor()), (0, left - rupees(400)), "nobody has paid a coin");
    hall.books_balance();
}

#[test]
fn what_was_paid_of_a_plan_stays_paid_when_the_next_bill_uses_its_credit() {
    let office = Office::opens();
    let Office { hall, maya, .. } = &office;
    hall.tariff(&hall.admin("uma"), &without_late_rule());
    let account = hall.supplied("Asha Rao", "LT-2a Patient", office.cycle);
    hall.round(&account, "M-1", &[read("2026-10-05", "1000"), read("2026-11-05", "1120")]);
    let bill = hall.issues_bill(maya, &account, "2026-11-05").unwrap();
    hall.charges(maya, &account, "other", bill.total.minor() * 2).unwrap();
    hall.days_pass(maya, 30);
    let plan = hall.agrees_plan(maya, &account, 3, 0).unwrap();
    let first = plan.instalments[0].amount;
    hall.visit(maya).account(&account).pays_paise(first.minor()).take().unwrap();
    hall.cancels(maya, bill.id).unwrap();
    let paid = || hall.arrears_of(maya, &account).unwrap().plan.expect("the plan").paid;
    let credit = hall.credit_of(&account);
    assert!(credit > 0, "the oldest was paid first");
    hall.issues_bill(maya, &account, "2026-11-05").unwrap();
    assert!(hall.credit_of(&account) < credit, "the bill in its place, which is none of the plan's, uses it");
    assert_eq!(paid(), first, "the customer has paid it, and is asked for no more than was agreed on");
    hall.books_balance();
}

#[test]
fn credit_of_a_plan_that_another_bill_had_used_and_gave_back_is_counted_once() {
    let office = Office::opens();
    let Office { hall, maya, .. } = &office;
    hall.tariff(&hall.admin("uma"), &without_late_rule());
    let account = hall.supplied("Asha Rao", "LT-2a Patient", office.cycle);
    hall.round(&account, "M-1", &[read("2026-10-05", "1000"), read("2026-11-05", "1120")]);
    let bill = hall.issues_bill(maya, &account, "2026-11-05").unwrap();
    hall.charges(maya, &account, "other", bill.total.minor() * 2).unwrap();
    hall.days_pass(maya, 30);
    let first = hall.agrees_plan(maya, &account, 3, 0).unwrap().instalments[0].amount;
    hall.visit(maya).account(&account).pays_paise(first.minor()).take().unwrap();
    hall.cancels(maya, bill.id).unwrap();
    let credit = hall.credit_of(&account);
    hall.round(&account, "M-1", &[read("2026-12-05", "1400")]);
    let next = hall.issues_bill(maya, &account, "2026-12-05").unwrap();
    let whole = next.left.minor() / 100;
    assert!(hall.credit_of(&account) == 0 && whole * 100 >= credit, "it used the credit, and more is due");
    hall.visit(maya).account(&account).onto(next.id, "bill", whole).pays(whole).take().unwrap();
    let paid = || hall.arrears_of(maya, &account).unwrap().plan.expect("the plan").paid;
    assert_eq!(paid(), first);

    // What comes back of the next bill is the credit that it had used.
    hall.credits(maya, next.id, credit, "complaint").unwrap();
    assert!(hall.credit_of(&account) > 0);
    hall.visit(maya).account(&account).pays(0).with_credit().take().unwrap();
    assert_eq!(hall.credit_of(&account), 0);
    assert_eq!(paid(), first, "it pays the plan again");
    hall.books_balance();
}

#[test]
fn the_batches_of_two_runs_stand_beside_each_other_and_old_parts_go() {
    let office = Office::opens();
    let Office { hall, maya, .. } = &office;
    let folder = hall.folder().join("print");
    std::fs::create_dir_all(&folder).unwrap();
    let written = |run: &RunView| -> Vec<String> {
        let job =
            hall.does_job(maya, "export_bill_batch", json!({ "run": run.id, "folder": folder })).unwrap();
        let files = job.result["files"].as_array().unwrap().clone();
        files.iter().map(|f| f.as_str().unwrap().rsplit('/').next().unwrap().to_owned()).collect()
    };
    let there = || {
        let names =
            std::fs::read_dir(&folder).unwrap().map(|f| f.unwrap().file_name().into_string().unwrap());
        let mut names: Vec<String> = names.collect();
        names.sort();
        names
    };
    office.used("Asha Rao", 120);
    let first = hall.runs_bills(maya, "C01", "2026-11-05").unwrap();
    let one = written(&first);
    assert_eq!(one, [format!("bills-2026-11-05-C01-run{}.pdf", first.id)]);
    office.used("Bala", 20);
    let second = hall.runs_bills(maya, "C01", "2026-11-05").unwrap();
    let two = written(&second);
    assert_eq!(there(), [one[0].clone(), two[0].clone()], "the second run of that day has its own file");

    // The run had more parts once, and somebody's own file lies beside them.
    let run = first.id;
    for old in ["2of3", "3of3"] {
        let part = folder.join(format!("bills-2026-11-05-C01-run{run}-{old}.pdf"));
        std::fs::copy(folder.join(&one[0]), part).unwrap();
    }
    let own = format!("bills-2026-11-05-C01-run{run}-2of3 signed.pdf");
    std::fs::write(folder.join(&own), "own").unwrap();
    written(&first);
    let mut left = vec![own, one[0].clone(), two[0].clone()];
    left.sort();
    assert_eq!(there(), left, "no part of before is printed with them");
}

#[test]
fn a_batch_under_a_name_that_other_papers_have_is_refused_and_touches_nothing() {
    let office = Office::opens();
    let Office { hall, maya, .. } = &office;
    let folder = hall.folder().join("print");
    let [pdf, csv] = ["bills.pdf", "bills.csv"].map(|name| folder.join(name));
    let progress = foil_app::office::jobs::Progress::default();
    let written = |run: &RunView, out: &std::path::Path| {
        let made = if out == csv {
            foil_app::documents::write_batch_table(hall.office(), run.id, out, &progress)
        } else {
            foil_app::documents::write_batch(hall.office(), run.id, out, &progress)
        };
        made.map(|files| files.bills).map_err(|error| match error {
            foil_domain::Error::Refused(refusal) => (refusal.code(), refusal.to_string()),
            foil_domain::Error::Broke(fault) => panic!("{fault:#}"),
        })
    };
    office.used("Asha Rao", 120);
    let first = hall.runs_bills(maya, "C01", "2026-11-05").unwrap();
    office.used("Bala", 20);
    let second = hall.runs_bills(maya, "C01", "2026-11-05").unwrap();
    for out in [&pdf, &csv] {
        assert_eq!(written(&first, out), Ok(1));
        let before = std::fs::read(out).unwrap();
        let (code, told) = written(&second, out).unwrap_err();
        assert_eq!(code, "file_exists");
        assert!(told.contains("bills.") && told.contains("other papers"), "{told}");
        assert!(std::fs::read(out).unwrap() == before, "nothing of the first run is written over");
        assert_eq!(written(&first, out), Ok(1), "its own it writes again");
    }
    // The first run had three parts, of which two lie there still.
    for part in ["bills-2of3.pdf", "bills-3of3.pdf"] {
        std::fs::copy(&pdf, folder.join(part)).unwrap();
    }
    std::fs::remove_file(&pdf).unwrap();
    assert_eq!(written(&second, &pdf).unwrap_err().0, "file_exists");
    assert!(folder.join("bills-2of3.pdf").exists() && folder.join("bills-3of3.pdf").exists());
    assert_eq!(written(&second, &folder.join("others.pdf")), Ok(1), "another name will do");
    assert_eq!(written(&first, &pdf), Ok(1));
    assert!(!folder.join("bills-2of3.pdf").exists(), "its own old parts go");

    let letter = folder.join("letter.pdf");
    std::fs::write(&letter, "%PDF-1.4 of somebody else").unwrap();
    assert_eq!(written(&first, &letter).unwrap_err().0, "file_exists");
    assert_eq!(std::fs::read(&letter).unwrap(), b"%PDF-1.4 of somebody else");
}

/// The rows of a table, each by the names of its columns.
fn table(bytes: &[u8]) -> Vec<std::collections::BTreeMap<String, String>> {
    let mut reader = csv::Reader::from_reader(bytes);
    reader.deserialize().map(|row| row.unwrap()).collect()
}

#[test]
fn a_bill_as_a_table_says_what_its_paper_says() {
    let office = Office::opens();
    let Office { hall, maya, .. } = &office;
    let account = office.used("=HYPERLINK(1)", 120);
    let bill = hall.issues_bill(maya, &account, "2026-11-05").unwrap();
    let rows = table(&hall.paper(maya, &DocumentRef::Bill { bill: bill.id, format: Format::Csv }));
    let of = |kind: &str| rows.iter().filter(|row| row["row"] == kind).collect::<Vec<_>>();

    let reading = of("reading")[0];
    let said = ["meter", "previous", "previous_type", "current", "current_type", "multiplier", "units"];
    assert_eq!(
        said.map(|column| &*reading[column]),
        ["M-E-1001", "1000", "actual", "1120", "actual", "1", "120"]
    );
    let lines = hall.sees_bill(maya, bill.id).unwrap().lines;
    let told: Vec<(String, String)> =
        of("line").iter().map(|row| (row["group"].clone(), row["amount"].clone())).collect();
    let known: Vec<(String, String)> =
        lines.iter().map(|line| (line.kind.as_str().to_owned(), in_rupees(line.amount))).collect();
    assert_eq!(told, known, "each line with what it is for");
    assert!(
        told.iter().any(|(group, _)| group == "tax") && told.iter().any(|(group, _)| group == "rounding")
    );
    assert_eq!(of("total")[0]["amount"], in_rupees(bill.total));
    assert_eq!(of("to_pay")[0]["amount"], in_rupees(bill.total));
    assert_eq!(of("units")[0]["quantity"], "120 kWh");
    let late = of("after_due");
    assert_eq!(late[0]["label"], bill.due_on.plus_days(1).to_string(), "from the day after on");
    for row in &rows {
        assert_eq!(row["customer"], "'=HYPERLINK(1)", "a name runs no formula");
        assert_eq!((&*row["due_on"], &*row["currency"]), (&*bill.due_on.to_string(), "INR"));
    }
}

#[test]
fn the_bills_of_a_run_are_one_table_a_row_for_each() {
    let office = Office::opens();
    let Office { hall, maya, .. } = &office;
    let folder = hall.folder().join("tables");
    std::fs::create_dir_all(&folder).unwrap();
    let accounts = ["=HYPERLINK(1)", "Bala", "Chitra"].map(|name| office.used(name, 120));
    let run = hall.runs_bills(maya, "C01", "2026-11-05").unwrap();
    let written = || {
        let input = json!({ "run": run.id, "folder": folder, "format": "csv" });
        hall.does_job(maya, "export_bill_batch", input).map(|job| job.result)
    };
    let gone = hall.bills_of(maya, &accounts[2]).unwrap().remove(0);
    hall.cancels(maya, gone.id).unwrap();

    let made = written().unwrap();
    let file = folder.join(format!("bills-2026-11-05-C01-run{}.csv", run.id));
    assert_eq!(made, json!({ "files": [file], "bills": 2 }), "those that stand");
    let bytes = std::fs::read(&file).unwrap();
    let rows = table(&bytes);
    assert_eq!(rows.len(), 2);
    let paise = |row: &std::collections::BTreeMap<String, String>, column: &str| {
        Money::parse(&row[column], 2).unwrap_or_else(|e| panic!("{column}: {e:?}")).minor()
    };
    for (row, account) in rows.iter().zip(&accounts) {
        let bill = hall.bills_of(maya, account).unwrap().remove(0);
        assert_eq!((&row["bill"], &row["account"], &*row["units"]), (&bill.number, &account.number, "120"));
        let groups = foil_domain::billing::BillLineKind::ALL.iter().map(|kind| paise(row, kind.as_str()));
        assert_eq!(groups.sum::<i64>(), bill.total.minor(), "the groups add up to the bill");
        assert_eq!(paise(row, "total"), bill.total.minor());
        assert!(paise(row, "energy") > 0 && paise(row, "tax") > 0);
        assert_eq!(row["due_on"], bill.due_on.to_string());
    }
    assert_eq!(rows[0]["customer"], "'=HYPERLINK(1)", "a name runs no formula");

    hall.pays_all(&hall.clerk("asha"), &accounts[1]);
    written().unwrap();
    assert_eq!(std::fs::read(&file).unwrap(), bytes, "as they were issued: the same run is the same table");
    let there: Vec<_> = std::fs::read_dir(&folder).unwrap().map(|f| f.unwrap().file_name()).collect();
    assert_eq!(there, [file.file_name().unwrap()], "nothing half written lies beside it");
}

#[test]
fn fees_deposits_and_debit_notes_are_claims_like_any_other() {
    let office = Office::opens();
    let Office { hall, maya, .. } = &office;
    let asha = hall.clerk("asha");
    let account = office.used("Bala", 20);
    let fee = hall.charges(&asha, &account, "reconnection", rupees(150)).unwrap();
    let deposit = hall.charges(&asha, &account, "deposit", rupees(500)).unwrap();
    let bill = hall.issues_bill(maya, &account, "2026-11-21").unwrap();
    let more = hall.debits(maya, bill.id, rupees(30)).unwrap();
    assert_eq!(more.parent, Some(bill.id));
    assert_eq!(fee.number, "C2D/26-27/000001");
    hall.pays_all(&asha, &account);
    for claim in [fee.id, deposit.id, more.id, bill.id] {
        assert_eq!(hall.sees_bill(maya, claim).unwrap().state, BillState::Paid);
    }
    hall.ledger_reads(expect![[r#"
        payment  cash +927.00  receivable E-1001 -927.00
    "#]]);
    expect![[r#"
        Mangalore Utility Branch                                            Debit note
        Light House Hill Road                                         C1D/26-27/000001
        Hampankatta                                                        21 Nov 2026
        Mangaluru 575001
        Phone 0824 242 0000
        GSTIN 29ABCDE1234F1Z5
        ------------------------------------------------------------------------------
        Customer         Bala
                         1 Car Street, Mangaluru
        Account          E-1001
                         Electricity
        Bill             B/26-27/00000001
                         of 21 Nov 2026, ₹247.00
        Made             21 Nov 2026, 10:00
                         Counter C1
        By               Maya

        To pay by 6 Dec 2026                                                    ₹30.00
        Rupees thirty only
        Charge                      Amount
        Units that were not billed   30.00

        Customer  ______________  For the office
        QR: COUNTERFOIL C1D/26-27/000001 INR 30.00 2026-11-21
        ------------------------------------------------------------------------------
        Thank you. Keep this receipt.
    "#]]
    .assert_eq(&hall.claim_text(more.id));

    let of_kind = |kind: &str, text: &str| -> Vec<String> {
        let input = json!({ "text": text, "kind": kind, "limit": 10 });
        let found: Vec<BillItem> = hall.ask(maya, "find_bills", input).unwrap();
        found.into_iter().map(|one| one.number).collect()
    };
    assert_eq!(of_kind("debit_note", ""), [more.number.as_str()], "claims of one kind are listed alone");
    assert_eq!(of_kind("charge", "").first(), Some(&deposit.number), "the newest first");
    assert_eq!(of_kind("bill", ""), [bill.number.as_str()]);
    assert_eq!(of_kind("surcharge", ""), [""; 0]);
    assert_eq!(
        of_kind("charge", &bill.number),
        [bill.number.as_str()],
        "a number is found whatever it claims"
    );
    hall.cancels(maya, deposit.id).unwrap();
    assert_eq!(hall.credit_of(&account), rupees(500), "the deposit is the customer's own money");
    hall.books_balance();
}

#[test]
fn rights_and_ceilings_hold_for_every_correction() {
    let office = Office::opens();
    let Office { hall, maya, .. } = &office;
    let asha = hall.clerk("asha");
    let account = office.used("Bala", 120);
    let bill = hall.issues_bill(maya, &account, "2026-11-21").unwrap();
    assert_eq!(refused(hall.cancels(&asha, bill.id)), "not_allowed");
    assert_eq!(refused(hall.writes_off(&asha, bill.id)), "not_allowed");
    assert_eq!(refused(hall.runs_bills(&asha, "C01", "2026-11-21")), "not_allowed");
    hall.ceilings(rupees(100));
    assert_eq!(refused(hall.charges(&asha, &account, "other", rupees(101))), "needs_approval");
    assert!(hall.charges(&asha, &account, "other", rupees(60)).is_ok());
    assert_eq!(
        refused(hall.charges(&asha, &account, "other", rupees(41))),
        "needs_approval",
        "nor in two parts"
    );
    assert!(hall.charges(&asha, &account, "other", rupees(40)).is_ok());
    assert_eq!(refused(hall.cancels(maya, bill.id)), "needs_approval");
    assert_eq!(refused(hall.credits(maya, bill.id, rupees(101), "discount")), "needs_approval");
    assert_eq!(refused(hall.writes_off(maya, bill.id)), "needs_approval");
    assert!(hall.credits(maya, bill.id, rupees(100), "discount").is_ok());
    assert_eq!(
        refused(hall.credits(maya, bill.id, rupees(1), "discount")),
        "needs_approval",
        "ten of them no more"
    );
    assert!(hall.debits(maya, bill.id, rupees(100)).is_ok());
    assert_eq!(refused(hall.debits(maya, bill.id, rupees(1))), "needs_approval");
    let other = office.used("Chitra", 10);
    assert_eq!(
        refused(hall.charges(maya, &other, "deposit", rupees(101))),
        "needs_approval",
        "nor a manager"
    );
    assert!(hall.charges(maya, &other, "deposit", rupees(100)).is_ok());
    hall.books_balance();
}

#[test]
fn a_rebill_needs_a_second_person_by_the_larger_of_the_two_bills() {
    let office = Office::opens();
    let Office { hall, maya, .. } = &office;
    let noor = hall.manager("noor");
    let account = office.used("Bala", 120);
    let small = hall.issues_bill(maya, &account, "2026-11-21").unwrap();
    hall.ceilings(small.total.minor());
    let anew = |value: &str| {
        let bill = hall
            .bills_of(maya, &account)
            .unwrap()
            .into_iter()
            .find(|b| b.state.as_str() != "cancelled")
            .unwrap();
        let reading = hall.readings_of(maya, &account).unwrap().remove(0);
        json!({ "request_id": hall.request(), "bill": bill.id, "version": hall.account_row(account.id).version,
            "reason": "wrong_reading", "note": "two digits were swapped",
            "readings": [{ "reading": reading.id, "value": value, "kind": "actual" }] })
    };

    let up = anew("1420");
    let seen: foil_app::billing::run_views::BillPreview =
        hall.ask(maya, "preview_rebill", up.clone()).unwrap();
    assert!(seen.total > small.total);
    assert_eq!(
        refused(hall.call(maya, "cancel_and_rebill", up.clone())),
        "needs_approval",
        "a small one made large"
    );
    let request = hall.request();
    let ask = || hall.asks(maya, "cancel_and_rebill", up.clone()).request(&request).now().unwrap().approval;
    let asked = ask();
    assert_eq!(asked.amount, Some(seen.total), "who decides sees the larger of the two");
    assert_eq!(refused(hall.approves(maya, &asked)), "own_request");
    hall.approves(&noor, &asked).unwrap();
    assert_eq!(ask().id, asked.id, "asked once more it is answered as it was, though the bill is gone");

    let down = anew("1121");
    assert_eq!(
        refused(hall.call(maya, "cancel_and_rebill", down)),
        "needs_approval",
        "and a large one made small"
    );
    hall.ceilings(seen.total.minor());
    assert!(hall.call(maya, "cancel_and_rebill", anew("1121")).is_ok(), "neither is above the ceiling");
    hall.books_balance();
}

#[test]
fn the_book_itself_holds_one_bill_a_period() {
    let office = Office::opens();
    let Office { hall, maya, .. } = &office;
    let account = office.used("Asha Rao", 120);
    let bill = hall.issues_bill(maya, &account, "2026-11-21").unwrap();
    let twice = || {
        raw(&hall.path(), hall.key()).execute(
            "INSERT INTO bill (account_id, number, number_fold, period_from_on, period_to_on, issued_on, due_on,
                    units, total_minor, surcharge_minor, left_minor, surcharge_left_minor, cancelled, kind,
                    tariff_version_id, document)
             SELECT account_id, 'TWICE', 'twice', period_from_on, period_to_on, issued_on, due_on, units,
                    total_minor, surcharge_minor, left_minor, surcharge_left_minor, 0, kind, tariff_version_id, document
               FROM bill",
            [],
        )
    };
    let refused = twice().unwrap_err().to_string();
    assert!(refused.contains("bill.account_id, bill.period_to_on"), "{refused}");
    hall.cancels(maya, bill.id).unwrap();
    assert!(twice().is_ok(), "what was taken back may be billed again");
}

#[test]
fn a_stale_screen_corrects_nothing() {
    let office = Office::opens();
    let Office { hall, maya, .. } = &office;
    let account = office.used("Bala", 120);
    let bill = hall.issues_bill(maya, &account, "2026-11-21").unwrap();
    hall.pays(maya, &account, 10).unwrap();
    let input = json!({ "request_id": hall.request(), "bill": bill.id, "version": bill.version,
        "reason": "twice", "note": "" });
    assert_eq!(refused(hall.call(maya, "cancel_bill", input)), "changed_meanwhile");
}

#[test]
fn a_bill_that_is_not_the_one_that_was_looked_at_is_not_issued() {
    let office = Office::opens();
    let Office { hall, maya, .. } = &office;
    let account = office.account("Asha Rao");
    hall.reads(maya, &account, &[("2026-10-05", 1_000), ("2026-11-05", 1_210)]);
    let seen = hall.previews_bill(maya, &account, "2026-11-21").unwrap();
    let swapped = hall.readings_of(maya, &account).unwrap().remove(0);
    hall.replaces(maya, &swapped, "1120").unwrap();
    let input = |total: Money| {
        json!({ "request_id": hall.request(), "account": account.id, "version": seen.version, "to": "2026-11-21",
            "total": total })
    };
    assert_eq!(refused(hall.call(maya, "issue_bill", input(seen.total))), "changed_meanwhile");
    let now = hall.previews_bill(maya, &account, "2026-11-21").unwrap();
    assert!(hall.call(maya, "issue_bill", input(now.total)).is_ok());
}

#[test]
fn a_meter_exchanged_just_before_the_round_is_billed_with_the_new_one_as_one_period() {
    let office = Office::opens();
    let Office { hall, maya, .. } = &office;
    let account = office.used("Asha Rao", 120);
    hall.issues_bill(maya, &account, "2026-11-05").unwrap();
    hall.pays_all(maya, &account);
    hall.days_pass(maya, 14);
    hall.exchanges(maya, &account, "2026-11-20", "1210", ("N-1", 5, "0")).unwrap();

    let tried = hall.tries_run(maya, "C01", "2026-12-05").unwrap();
    assert_eq!((tried.summary.bills, tried.summary.no_reading), (0, 1), "nobody has read the new one");
    let told = hall.previews_bill(maya, &account, "2026-12-05").unwrap_err();
    assert_eq!(
        told.message, "account E-1001 was not read after 20 Nov 2026, when meter N-1 was hung there",
        "{}",
        told.code
    );
    let upto = hall.previews_bill(maya, &account, "2026-11-20").unwrap();
    assert_eq!(upto.units, "90", "up to its own day a person may bill it");
    let closes = || {
        let input = json!({ "account": account.id, "version": hall.account_version(account.id), "status": "closed",
            "reason": "moved away" });
        hall.call(maya, "switch_account", input)
    };
    assert_eq!(refused(closes()), "not_read");

    hall.reads(maya, &account, &[("2026-12-05", 65)]);
    let run = hall.runs_bills(maya, "C01", "2026-12-05").unwrap();
    assert_eq!((run.bills, run.summary.no_reading), (1, 0));
    let bill = hall.bills_of(maya, &account).unwrap().remove(0);
    assert_eq!(bill.units, "155", "both parts, priced once");
    hall.books_balance();
}

#[test]
fn a_meter_exchanged_on_the_day_of_the_round_is_billed_to_that_day() {
    let office = Office::opens();
    let Office { hall, maya, .. } = &office;
    let [asha, bina, chitra, dilip] =
        ["Asha Rao", "Bina Shetty", "Chitra Pai", "Dilip Naik"].map(|name| office.used(name, 120));
    hall.runs_bills(maya, "C01", "2026-11-05").unwrap();
    // Dilip's was exchanged before anybody walked; Bina's and Chitra's were read on the 20th, when Asha's was exchanged.
    hall.exchanges(maya, &dilip, "2026-11-15", "1160", ("N-4", 5, "0")).unwrap();
    hall.exchanges(maya, &asha, "2026-11-20", "1180", ("N-1", 5, "0")).unwrap();
    assert_eq!(hall.tries_run(maya, "C01", "2026-11-21").unwrap().summary.bills, 0, "nobody has walked yet");
    let rows = [(&bina, "1178"), (&chitra, "1179")].map(|(of, value)| hall.reading(of, "2026-11-20", value));
    assert_eq!(hall.enters(maya, &rows, true).unwrap().stored, 2);

    let run = hall.runs_bills(maya, "C01", "2026-11-21").unwrap();
    assert_eq!(run.bills, 3, "Dilip's new one is still to be read");
    assert_eq!(refused(hall.previews_bill(maya, &dilip, "2026-11-21")), "not_read");
    let bill = hall.bills_of(maya, &asha).unwrap().remove(0);
    let days = [bill.period_from, bill.period_to].map(|day| day.to_string());
    assert_eq!((bill.units.as_str(), days), ("60", ["2026-11-05".to_owned(), "2026-11-19".to_owned()]));

    hall.days_pass(maya, 15);
    hall.reads(maya, &asha, &[("2026-12-05", 62)]);
    let next = hall.issues_bill(maya, &asha, "2026-12-05").unwrap();
    assert_eq!(
        (next.units.as_str(), next.period_from.to_string().as_str()),
        ("62", "2026-11-20"),
        "no unit twice"
    );
    hall.books_balance();
}

#[test]
fn an_account_whose_meter_was_exchanged_a_day_ago_is_not_closed_unbilled() {
    let office = Office::opens();
    let Office { hall, maya, .. } = &office;
    let account = office.used("Asha Rao", 120);
    hall.issues_bill(maya, &account, "2026-11-05").unwrap();
    hall.pays_all(maya, &account);
    hall.exchanges(maya, &account, "2026-11-20", "1210", ("N-1", 5, "0")).unwrap();
    let input = json!({ "account": account.id, "version": hall.account_version(account.id), "status": "closed",
        "reason": "moved away" });
    assert_eq!(refused(hall.call(maya, "switch_account", input)), "use_unbilled", "90 kWh of the old meter");
}

#[test]
fn an_account_is_closed_when_its_last_use_is_billed() {
    let office = Office::opens();
    let Office { hall, maya, .. } = &office;
    let account = office.used("Asha Rao", 120);
    let closes = || {
        let input = json!({ "account": account.id, "version": hall.account_version(account.id), "status": "closed",
            "reason": "moved away" });
        hall.call(maya, "switch_account", input)
    };
    assert_eq!(refused(closes()), "use_unbilled", "120 kWh were read, and nobody was asked for them");
    hall.issues_bill(maya, &account, "2026-11-21").unwrap();
    hall.pays_all(maya, &account);
    assert_eq!(refused(closes()), "not_read", "what was used since would be nobody's");
    hall.reads(maya, &account, &[("2026-11-21", 1_150)]);
    hall.issues_bill(maya, &account, "2026-11-21").unwrap();
    hall.pays_all(maya, &account);
    closes().unwrap();
    hall.books_balance();
}

#[test]
fn the_same_request_twice_bills_once() {
    let office = Office::opens();
    let Office { hall, maya, .. } = &office;
    let account = office.used("Bala", 120);
    let input = json!({ "request_id": hall.request(), "account": account.id,
        "version": hall.account_version(account.id), "to": "2026-11-21" });
    let first = hall.call(maya, "issue_bill", input.clone()).unwrap();
    let second = hall.call(maya, "issue_bill", input).unwrap();
    assert_eq!(first["id"], second["id"]);
    assert_eq!(hall.bills_of(maya, &account).unwrap().len(), 1);
    assert_eq!(refused(hall.issues_bill(maya, &account, "2026-11-21")), "not_read");
}

#[test]
fn a_month_that_was_billed_here_is_tried_by_the_loads_of_its_own_bills() {
    let office = Office::opens();
    let Office { hall, maya, .. } = &office;
    let (raised, same) = (office.used("Asha Rao", 120), office.used("Bala", 90));
    for account in [&raised, &same] {
        hall.issues_bill(maya, account, "2026-11-21").unwrap();
    }
    hall.loads(maya, &raised, "10", "2026-11-21").unwrap();
    let plans = hall.call(maya, "tariffs", json!({})).unwrap();
    let plan = hall.call(maya, "tariff", json!({ "tariff": plans["plans"][0]["id"] })).unwrap();
    let asked = json!({ "tariff": plan["id"], "month": "2026-11", "version": plan["shown"]["id"] });
    let tried = hall.does_job(maya, "simulate_tariff", asked).unwrap().result;
    assert_eq!(
        (&tried["bills"], &tried["same"]),
        (&json!(2), &json!(2)),
        "their own prices, on what they were for"
    );
    assert_eq!(tried["before"], tried["after"], "{tried}");
}
