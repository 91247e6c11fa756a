//! Made-up people in the proportions of real ones: a few names that thousands bear, and a long tail.
//!
//! The share of the n-th commonest name falls as 1/(n + a constant), as given and family names do nearly
//! everywhere. Among a million customers the commonest family name stands 54,000 times, the commonest
//! given name 24,000 times, the rarest of 1,748 names a few hundred times; "Road" and "Mangaluru" stand
//! in every address.

/// Common given names, the commonest first.
const GIVEN: [&str; 72] = [
    "Lakshmi",
    "Asha",
    "Ganesh",
    "Vivek",
    "Sunita",
    "Naveen",
    "Shwetha",
    "Anita",
    "Kiran",
    "Prakash",
    "ಗಣೇಶ",
    "ಲಕ್ಷ್ಮೀ",
    "Ramesh",
    "Suresh",
    "Mohan",
    "Meera",
    "Rohan",
    "Mohammed",
    "Fathima",
    "Abdul",
    "ಶ್ರೀಕೃಷ್ಣ",
    "ಮಂಜುನಾಥ",
    "Joseph",
    "Maria",
    "John",
    "Sandhya",
    "Vidya",
    "Jayashree",
    "Harish",
    "Sathish",
    "Dinesh",
    "Rajesh",
    "ಪದ್ಮಾವತಿ",
    "ವಿಶ್ವನಾಥ",
    "श्रीनिवास",
    "सुशीला",
    "José",
    "Precilla",
    "Melwyn",
    "Wilfred",
    "Ibrahim",
    "Ayesha",
    "Zubaida",
    "Hameed",
    "Savitha",
    "Pushpa",
    "Rekha",
    "Geetha",
    "Latha",
    "Umesh",
    "Yashodha",
    "Bhaskar",
    "Chandra",
    "Damodar",
    "Eshwar",
    "Ishwari",
    "Jagadish",
    "Kusuma",
    "Lalitha",
    "Nagesh",
    "Padma",
    "Raghav",
    "Sadashiv",
    "Tara",
    "Usha",
    "Vasantha",
    "Vinod",
    "Walter",
    "Yogish",
    "Zita",
    "Ivan",
    "Hilda",
];

/// Common family names, the commonest first.
const FAMILY: [&str; 56] = [
    "Shetty",
    "Rao",
    "Poojary",
    "Bhat",
    "D'Souza",
    "Nayak",
    "Kamath",
    "ಶೆಟ್ಟಿ",
    "Hegde",
    "Pai",
    "Kotian",
    "ಪೂಜಾರಿ",
    "Suvarna",
    "Pinto",
    "Lobo",
    "Shenoy",
    "Acharya",
    "ಹೆಗ್ಡೆ",
    "ಆಚಾರ್ಯ",
    "शेणॉय",
    "कामत",
    "Crasta",
    "Fernandes",
    "Rai",
    "Salian",
    "Bangera",
    "Amin",
    "Karkera",
    "Devadiga",
    "Gowda",
    "Prabhu",
    "Mallya",
    "Kini",
    "Baliga",
    "Rodrigues",
    "Monteiro",
    "Saldanha",
    "Mascarenhas",
    "Kunder",
    "Ullal",
    "Beary",
    "Khan",
    "Shaikh",
    "Hussain",
    "Holla",
    "Udupa",
    "Tantri",
    "Alva",
    "Ballal",
    "Chowta",
    "Sequeira",
    "Noronha",
    "Menezes",
    "Castelino",
    "Moily",
    "Bolar",
];

/// Beginnings and ends of rarer names: each pair is one.
const HEADS: [&str; 36] = [
    "Ama", "Ana", "Bala", "Bhava", "Chitra", "Deva", "Dhana", "Gira", "Guna", "Hari", "Indra", "Jaya",
    "Kala", "Kama", "Kesha", "Loka", "Maha", "Mani", "Nanda", "Nara", "Para", "Prema", "Raja", "Rama",
    "Ratna", "Sada", "Sara", "Shanka", "Shiva", "Soma", "Suma", "Tara", "Uma", "Vara", "Vasu", "Vira",
];
const ENDS: [&str; 30] = [
    "nath", "nand", "natha", "deva", "devi", "dasa", "prasad", "pathi", "raj", "raja", "lakshmi", "vathi",
    "murthy", "kantha", "kumar", "kumari", "mohan", "nandini", "rathna", "shree", "swamy", "charan", "dhara",
    "gopal", "krishna", "mala", "mani", "sena", "varma", "vardhan",
];

const PLACES: [&str; 40] = [
    "Kadri",
    "Hampankatta",
    "Bejai",
    "Kankanady",
    "Attavar",
    "Falnir",
    "Bolar",
    "Mannagudda",
    "Urwa",
    "Kulshekar",
    "Derebail",
    "Pandeshwar",
    "Jeppu",
    "Surathkal",
    "Kavoor",
    "Padil",
    "Lalbagh",
    "Kodialbail",
    "Car Street",
    "Bunder",
    "Valencia",
    "Nanthoor",
    "Maryhill",
    "Yeyyadi",
    "Konchady",
    "Kottara",
    "Ladyhill",
    "Ashoknagar",
    "Kudroli",
    "Bengre",
    "Panambur",
    "Baikampady",
    "Kulai",
    "Hosabettu",
    "Krishnapura",
    "Kannur",
    "Adyar",
    "Arkula",
    "Farangipete",
    "Thokottu",
];

/// Rarer given and family names together with the common ones.
const ALL_GIVEN: usize = GIVEN.len() + HEADS.len() * ENDS.len();
const ALL_FAMILY: usize = FAMILY.len() + HEADS.len() * ENDS.len() / 2;

/// Spreads a number, so that neighbours do not look alike; `salt` makes another spread.
pub(crate) fn spread(at: usize, salt: u64) -> u64 {
    let mut x = (at as u64).wrapping_add(salt.wrapping_mul(0x9E37_79B9_7F4A_7C15));
    x = (x ^ (x >> 30)).wrapping_mul(0xBF58_476D_1CE4_E5B9);
    x = (x ^ (x >> 27)).wrapping_mul(0x94D0_49BB_1331_11EB);
    x ^ (x >> 31)
}

/// A rank below `n`, 0 the commonest; the k-th comes with a weight of 1/(k + `flat`), nearly.
fn ranked(at: usize, salt: u64, n: usize, flat: f64) -> usize {
    let even = (spread(at, salt) >> 11) as f64 / (1u64 << 53) as f64;
    let (least, most) = (flat.ln(), (n as f64 + flat).ln());
    (((least + even * (most - least)).exp() - flat) as usize).min(n - 1)
}

fn rare(at: usize) -> String {
    // 7 and the number of pairs have no common factor: neighbours in rank do not begin alike.
    let pair = at * 7 % (HEADS.len() * ENDS.len());
    format!("{}{}", HEADS[pair / ENDS.len()], ENDS[pair % ENDS.len()])
}

fn given(rank: usize) -> String {
    GIVEN.get(rank).map_or_else(|| rare(rank - GIVEN.len()), |name| (*name).to_owned())
}

fn family(rank: usize) -> String {
    FAMILY.get(rank).map_or_else(|| format!("{}kar", rare(rank - FAMILY.len())), |name| (*name).to_owned())
}

/// The name of the customer with this number; every fifth has an initial between.
pub(crate) fn customer_name(at: usize) -> String {
    let (given, family) = (given(ranked(at, 1, ALL_GIVEN, 8.0)), family(ranked(at, 2, ALL_FAMILY, 3.0)));
    let s = spread(at, 3);
    if s.is_multiple_of(5) {
        return format!("{given} {}. {family}", char::from(b'A' + (s / 5 % 26) as u8));
    }
    format!("{given} {family}")
}

/// The commonest given name and the commonest family name.
pub(crate) fn commonest() -> (&'static str, &'static str) {
    (GIVEN[0], FAMILY[0])
}

/// The phone of the customer with this number.
pub(crate) fn phone(at: usize) -> String {
    format!("9{:09}", spread(at, 4) % 1_000_000_000)
}

/// The address of the customer with this number.
pub(crate) fn address(at: usize) -> String {
    let s = spread(at, 5);
    format!("{}-{}, {} Road, Mangaluru", 1 + s % 28, at % 997, place(at))
}

/// The part of the town in it.
pub(crate) fn place(at: usize) -> &'static str {
    PLACES[ranked(at, 6, PLACES.len(), 3.0)]
}
