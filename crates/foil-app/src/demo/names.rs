//! The names of the town: people in the scripts they write in, firms, and places. All invented.

use super::dice::Dice;

/// First and last names of one script, and the language their bearers read.
struct Names {
    language: &'static str,
    /// How many of a hundred customers bear them.
    share: i64,
    first: &'static [&'static str],
    last: &'static [&'static str],
}

const NAMES: [Names; 7] = [
    Names {
        language: "en",
        share: 38,
        first: &[
            "Asha", "Vivek", "Sunita", "Ganesh", "Lakshmi", "Naveen", "Shwetha", "Rohan", "Anita", "Kiran",
            "Meera", "Prakash", "Savitha", "Dinesh", "Rekha", "Harish", "Vidya", "Ramesh", "Poornima",
            "Suresh", "José", "Maria", "Lavina", "Wilfred", "Jyothi", "Deepak", "Sandhya", "Ashok",
            "Bhavana", "Mohan",
        ],
        last: &[
            "Rao", "Shetty", "Pai", "Kamath", "Bhat", "Hegde", "Nayak", "Poojary", "Kotian", "Suvarna",
            "Alva", "Rai", "Shenoy", "Prabhu", "Mallya", "Bangera", "Salian", "Amin", "Karkera", "Acharya",
            "Baliga", "Kudva",
        ],
    },
    Names {
        language: "en",
        share: 14,
        first: &[
            "Alwyn",
            "Precilla",
            "Melwyn",
            "Sr. Jacintha",
            "Roshan",
            "Flavia",
            "Joachim",
            "Lynette",
            "Stany",
            "Renée",
            "Hilda",
            "Ivan",
            "Judith",
            "Clifford",
            "Gladys",
            "Austin",
            "Zita",
            "Royston",
        ],
        last: &[
            "D'Souza",
            "Pinto",
            "Lobo",
            "Fernandes",
            "Mascarenhas",
            "Rodrigues",
            "Crasta",
            "Saldanha",
            "Menezes",
            "Noronha",
            "Rebello",
            "Castelino",
            "Tellis",
            "Coelho",
            "Frank",
        ],
    },
    Names {
        language: "kn",
        share: 26,
        first: &[
            "ಶ್ರೀಕೃಷ್ಣ",
            "ಲಕ್ಷ್ಮೀ",
            "ಗಣೇಶ",
            "ಸುಬ್ರಹ್ಮಣ್ಯ",
            "ಪದ್ಮಾವತಿ",
            "ವಿಶ್ವನಾಥ",
            "ಜ್ಯೋತಿ",
            "ರಾಮಚಂದ್ರ",
            "ಸರಸ್ವತಿ",
            "ಮಂಜುನಾಥ",
            "ಶಾರದಾ",
            "ವೆಂಕಟೇಶ",
            "ಪ್ರಮೀಳಾ",
            "ದಿವಾಕರ",
            "ಚಂದ್ರಶೇಖರ",
            "ಸುಮಿತ್ರಾ",
            "ಯಶೋದಾ",
            "ಪುರಂದರ",
        ],
        last: &[
            "ಶೆಟ್ಟಿ",
            "ರಾವ್",
            "ಪೂಜಾರಿ",
            "ಭಟ್",
            "ಹೆಗ್ಡೆ",
            "ನಾಯಕ್",
            "ಆಚಾರ್ಯ",
            "ಬಂಗೇರ",
            "ಕುಲಾಲ್",
            "ಗೌಡ",
            "ದೇವಾಡಿಗ",
            "ಪ್ರಭು",
            "ಕೋಟ್ಯಾನ್",
        ],
    },
    Names {
        language: "hi",
        share: 9,
        first: &[
            "श्रीनिवास",
            "लक्ष्मी",
            "राजेन्द्र",
            "सुशीला",
            "प्रकाश",
            "वैष्णवी",
            "दत्तात्रेय",
            "मीनाक्षी",
            "कृष्णमूर्ति",
            "अन्नपूर्णा",
            "विद्या",
        ],
        last: &["कामत", "पै", "शेणॉय", "भंडारी", "शर्मा", "जोशी", "प्रभु", "मिश्रा", "वर्मा", "किणी"],
    },
    Names {
        language: "ml",
        share: 5,
        first: &["ഉണ്ണികൃഷ്ണൻ", "ലക്ഷ്മിക്കുട്ടി", "രാജേഷ്", "അമ്മിണി", "ശ്രീദേവി", "ജോസഫ്"],
        last: &["നായർ", "മേനോൻ", "നമ്പ്യാർ", "കുറുപ്പ്", "വർഗീസ്"],
    },
    Names {
        language: "ta",
        share: 3,
        first: &["முருகன்", "கலைச்செல்வி", "சுப்பிரமணியன்", "மீனாட்சி", "செந்தில்"],
        last: &["பிள்ளை", "முதலியார்", "ஐயர்", "கவுண்டர்"],
    },
    Names {
        language: "ur",
        share: 5,
        first: &["محمد", "فاطمہ", "عبد الرحمن", "عائشہ", "ابراہیم", "زینب", "مصطفیٰ"],
        last: &["بیاری", "قریشی", "شیخ", "احمد", "صدیقی", "کنجی"],
    },
];

const FIRMS: [&str; 14] = [
    "Sri Durga Stores",
    "Hotel Coast & Curry",
    "Netravathi Book House",
    "Kadri Medicals",
    "ಶ್ರೀ ಗಣೇಶ್ ಪ್ರಸಾದ್ ಹೋಟೆಲ್",
    "Lighthouse Bakery",
    "Pilikula Ice Creams",
    "Bunder Fish Traders",
    "Tulunadu Textiles",
    "Casa Nova Tailors",
    "Sahyadri Hardware",
    "ಮಾತಾ ಕ್ಯಾಂಟೀನ್",
    "Gurupura Rice Mill",
    "Marigold Dental Care",
];

const SOCIETIES: [&str; 8] = [
    "Kadri Heights Owners' Association",
    "Sea Breeze Apartments Association",
    "Netravathi Enclave Residents",
    "Mangala Towers Owners' Association",
    "Phalguni Residency Association",
    "Bejai Gardens Residents' Association",
    "Falnir Court Owners' Association",
    "Urwa Lake View Association",
];

/// Localities with their PIN codes.
pub(super) const PLACES: [(&str, &str, &str); 28] = [
    ("Kadri", "ಕದ್ರಿ", "575002"),
    ("Hampankatta", "ಹಂಪನಕಟ್ಟೆ", "575001"),
    ("Bejai", "ಬಿಜೈ", "575004"),
    ("Kankanady", "ಕಂಕನಾಡಿ", "575002"),
    ("Attavar", "ಅತ್ತಾವರ", "575001"),
    ("Falnir", "ಫಳ್ನೀರ್", "575002"),
    ("Bolar", "ಬೋಳಾರ", "575001"),
    ("Mannagudda", "ಮಣ್ಣಗುಡ್ಡ", "575003"),
    ("Urwa", "ಉರ್ವ", "575006"),
    ("Lalbagh", "ಲಾಲ್‌ಬಾಗ್", "575003"),
    ("Kulshekar", "ಕುಲಶೇಖರ", "575005"),
    ("Derebail", "ದೇರೆಬೈಲ್", "575006"),
    ("Kottara", "ಕೊಟ್ಟಾರ", "575006"),
    ("Pandeshwar", "ಪಾಂಡೇಶ್ವರ", "575001"),
    ("Jeppu", "ಜೆಪ್ಪು", "575002"),
    ("Bunder", "ಬಂದರು", "575001"),
    ("Car Street", "ರಥಬೀದಿ", "575001"),
    ("Kodialbail", "ಕೊಡಿಯಾಲ್‌ಬೈಲ್", "575003"),
    ("Balmatta", "ಬಲ್ಮಠ", "575001"),
    ("Valencia", "ವೆಲೆನ್ಸಿಯ", "575002"),
    ("Nanthoor", "ನಂತೂರು", "575005"),
    ("Padil", "ಪಡೀಲ್", "575007"),
    ("Shaktinagar", "ಶಕ್ತಿನಗರ", "575016"),
    ("Surathkal", "ಸುರತ್ಕಲ್", "575014"),
    ("Panambur", "ಪಣಂಬೂರು", "575010"),
    ("Kavoor", "ಕಾವೂರು", "575015"),
    ("Yeyyadi", "ಯೆಯ್ಯಾಡಿ", "575008"),
    ("Bikarnakatte", "ಬಿಕರ್ನಕಟ್ಟೆ", "575005"),
];

const STREETS: [(&str, &str); 10] = [
    ("Temple Road", "ದೇವಸ್ಥಾನ ರಸ್ತೆ"),
    ("Church Road", "ಚರ್ಚ್ ರಸ್ತೆ"),
    ("1st Cross", "1ನೇ ಅಡ್ಡರಸ್ತೆ"),
    ("2nd Cross", "2ನೇ ಅಡ್ಡರಸ್ತೆ"),
    ("Main Road", "ಮುಖ್ಯ ರಸ್ತೆ"),
    ("School Road", "ಶಾಲೆ ರಸ್ತೆ"),
    ("Market Road", "ಮಾರುಕಟ್ಟೆ ರಸ್ತೆ"),
    ("Lower Bendoor", "ಕೆಳ ಬೆಂದೂರು"),
    ("Hill Side", "ಗುಡ್ಡೆ ಬದಿ"),
    ("Station Road", "ನಿಲ್ದಾಣ ರಸ್ತೆ"),
];

/// A person's name and the language they read.
pub(super) fn person(dice: &mut Dice) -> (String, &'static str) {
    let mut ticket = dice.between(1, NAMES.iter().map(|n| n.share).sum());
    let names = NAMES.iter().find(|n| {
        ticket -= n.share;
        ticket <= 0
    });
    let names = names.unwrap_or(&NAMES[0]);
    (format!("{} {}", dice.one(names.first), dice.one(names.last)), names.language)
}

/// A shop's or workshop's name.
pub(super) fn firm(dice: &mut Dice) -> (String, &'static str) {
    let name = *dice.one(&FIRMS);
    let place = dice.one(&PLACES).0;
    (format!("{name}, {place}"), "en")
}

/// The name of an association of flat owners; the `n`-th, so that none comes twice.
pub(super) fn society(n: usize) -> (String, &'static str) {
    let name = SOCIETIES[n % SOCIETIES.len()];
    let wing = n / SOCIETIES.len();
    (if wing == 0 { name.to_owned() } else { format!("{name}, Block {}", wing + 1) }, "en")
}

/// An address, in Kannada for those who read it.
pub(super) fn address(dice: &mut Dice, language: &str, flat: &str) -> String {
    let (place, in_kannada, pin) = *dice.one(&PLACES);
    let (street, street_in_kannada) = *dice.one(&STREETS);
    let (ward, house) = (dice.between(1, 28), dice.between(1, 980));
    if language == "kn" {
        return format!("{flat}{ward}-{house}, {street_in_kannada}, {in_kannada}, ಮಂಗಳೂರು {pin}");
    }
    format!("{flat}D.No. {ward}-{house}, {street}, {place}, Mangaluru {pin}")
}
