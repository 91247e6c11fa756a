//! One macro for the closed word lists of the field: an enum whose values are stored and sent as text.

/// Declares an enum with a stable text for each value, used in the book and on the wire alike.
#[macro_export]
macro_rules! words {
    ($(#[$meta:meta])* $vis:vis enum $name:ident { $($(#[$vmeta:meta])* $value:ident = $text:literal),+ $(,)? }) => {
        $(#[$meta])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, PartialOrd, Ord, ::serde::Serialize, ::serde::Deserialize, ::ts_rs::TS)]
        $vis enum $name { $($(#[$vmeta])* #[serde(rename = $text)] $value),+ }

        impl $name {
            /// Every value, in order.
            pub const ALL: &'static [$name] = &[$($name::$value),+];

            /// The word as it stands in the book and on the wire.
            #[must_use]
            pub const fn as_str(self) -> &'static str {
                match self { $($name::$value => $text),+ }
            }

            /// The value a stored word stands for; `None` for a word that is not in the list.
            #[must_use]
            pub fn from_word(word: &str) -> Option<Self> {
                match word { $($text => Some($name::$value),)+ _ => None }
            }
        }

        impl ::std::fmt::Display for $name {
            fn fmt(&self, f: &mut ::std::fmt::Formatter<'_>) -> ::std::fmt::Result { f.write_str(self.as_str()) }
        }
    };
}
