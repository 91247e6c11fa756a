//! The queue through the real store: order within a class, urgency, and that nobody starves.

use crate::cases;
use foil_domain::customers::{ByLaw, Service};
use foil_domain::queue::Class;
use foil_testkit::{Account, Hall};
use proptest::prelude::*;

/// Who comes, and how long after the one before.
#[derive(Debug, Clone)]
enum Step {
    Comes { kind: usize, after_secs: i64 },
    Called { after_secs: i64 },
}

fn step() -> impl Strategy<Value = Step> {
    prop_oneof![
        3 => (0usize..5, 0i64..240).prop_map(|(kind, after_secs)| Step::Comes { kind, after_secs }),
        2 => (0i64..400).prop_map(|after_secs| Step::Called { after_secs }),
    ]
}

fn customers(hall: &Hall) -> [Account; 5] {
    let who = |name: &str| hall.account(name, Service::Water).owes(100);
    [
        who("Regular Rao").moves_in(),
        who("Elder Prabhu").by_law(ByLaw::Elderly).moves_in(),
        who("Late Shetty").overdue_days(12).moves_in(),
        who("Ordered Pai").disconnection_in(2).moves_in(),
        who("Cut Kamath").overdue_days(90).cut_days(4).moves_in(),
    ]
}

const MOST_WAIT_SECS: i64 = 20 * 60;

proptest! {
    #![proptest_config(cases(16))]

    #[test]
    fn whoever_is_called_was_due_and_nobody_starves(steps in prop::collection::vec(step(), 5..60)) {
        let hall = Hall::open();
        let asha = hall.clerk("asha");
        let accounts = customers(&hall);
        let mut waiting: Vec<(String, Class, i64)> = Vec::new();
        let mut urgent_in_a_row = 0;
        for step in &steps {
            match step {
                Step::Comes { kind, after_secs } => {
                    hall.seconds_pass(*after_secs);
                    let t = hall.takes_ticket(&asha, &accounts[*kind]).expect("a ticket");
                    waiting.push((t.number, t.class, t.arrived_at.millis()));
                }
                Step::Called { after_secs } => {
                    hall.seconds_pass(*after_secs);
                    let Ok(called) = hall.calls_next(&asha) else {
                        prop_assert!(waiting.is_empty(), "somebody waits, so somebody is called");
                        continue;
                    };
                    let at = waiting.iter().position(|(number, ..)| *number == called.number).expect("they waited");
                    let now = hall.now().millis();
                    let late = |arrived: i64| (now - arrived) / 1000 > MOST_WAIT_SECS;
                    let (_, class, arrived) = waiting.remove(at);
                    for (number, other, came) in &waiting {
                        if late(*came) {
                            prop_assert!(late(arrived) && (arrived <= *came), "{} waited too long", number);
                        } else if !late(arrived) {
                            let turn = urgent_in_a_row >= 3 && !class.urgent();
                            prop_assert!(
                                turn || class < *other || (class == *other && arrived <= *came)
                                    || (class.urgent() && !other.urgent() && urgent_in_a_row < 3),
                                "{} ({:?}) was called before {} ({:?})", called.number, class, number, other
                            );
                        }
                    }
                    let regular_waits = waiting.iter().any(|(_, c, _)| !c.urgent());
                    prop_assert!(
                        late(arrived) || !(class.urgent() && regular_waits && urgent_in_a_row >= 3),
                        "a fourth urgent one in a row, and a regular one waits"
                    );
                    urgent_in_a_row = if class.urgent() { urgent_in_a_row + 1 } else { 0 };
                    hall.finishes(&asha, &called).expect("it is finished");
                }
            }
        }
        // Whoever is left is called in the end, each once.
        while let Ok(called) = hall.calls_next(&asha) {
            waiting.retain(|(number, ..)| *number != called.number);
            hall.finishes(&asha, &called).expect("it is finished");
        }
        prop_assert_eq!(waiting, vec![]);
    }
}
