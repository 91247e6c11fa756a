//! Drawers: whatever clerks do with them for days on end, each must hold what lies in it. The coins and cheques are moved by
//! hand beside the book and counted as they lie there: see `foil_tests::branch`. Here small acts are done first and looked
//! at afterwards, and days are missed; what a month of it looks like from outside is `drawers.rs`'s.

use crate::cases;
use foil_tests::branch::{Branch, Deed, deed};
use foil_tests::problems;
use proptest::prelude::*;
use std::collections::BTreeMap;

proptest! {
    #![proptest_config(cases(12))]

    #[test]
    fn whatever_is_done_with_drawers_each_z_is_right_to_the_coin_and_a_closed_day_never_changes(
        deeds in prop::collection::vec(deed(3), 10..40),
    ) {
        let mut branch = Branch::open(Some(50_000));
        let mut before = BTreeMap::new();
        branch.morning()?;
        for deed in &deeds {
            branch.does(deed)?;
            if matches!(deed, Deed::Day { .. }) {
                branch.morning()?;
            }
            let now = branch.closed();
            for (name, text) in &before {
                prop_assert_eq!(now.get(name), Some(text), "{} was changed by {:?}", name, deed);
            }
            before = now;
        }
        branch.day(1)?;
        prop_assert_eq!(problems(branch.hall().office().book()), Vec::<String>::new());
        let report = branch.hall().check(&branch.maya);
        prop_assert_eq!(report.expect("the book's check").problems, Vec::<String>::new());
    }
}
