//! Names of companies, compared.

use unicode_normalization::{UnicodeNormalization as _, char::is_combining_mark};

/// A name without case, accents, punctuation and superfluous spaces. Empty when nothing is left of it.
pub(super) fn normalised(name: &str) -> String {
    // Upper case first, so that `ß` becomes `ss`. Compatibility forms, because full-width letters and ligatures are met in imported data.
    let letters = name.nfkd().filter(|letter| !is_combining_mark(*letter));
    let folded: String = letters.flat_map(char::to_uppercase).flat_map(char::to_lowercase).collect();
    // `S.A.` is `SA`, `O'Neill` is `ONeill`; everything else separates words.
    let joined = folded.replace(['.', '\'', '\u{2019}', '\u{b4}', '`'], "");
    let words: Vec<_> = joined.split(|letter: char| !letter.is_alphanumeric()).collect();
    words.into_iter().filter(|word| !word.is_empty()).collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_a_name_are_one() {
        for (one, other) in [
            ("Café Zürich AG", "CAFE\u{301}  ZURICH, A.G."),
            ("Straßenbau Süd", "STRASSENBAU SUD"),
            ("O'Neill & Sons (Ltd.)", "O\u{2019}Neill & Sons Ltd"),
            ("Ａｃｍｅ Inc", "acme inc."),
            ("Smith-Jones", "Smith Jones"),
        ] {
            assert_eq!(normalised(one), normalised(other), "{one} and {other}");
        }
    }

    #[test]
    fn other_names_stay_other_names() {
        assert_ne!(normalised("Acme GmbH"), normalised("Acme AG"));
        assert_ne!(normalised("Acme 1"), normalised("Acme 2"));
        assert_eq!(normalised(" -. "), "");
        assert_eq!(normalised("株式会社アクメ"), normalised("株式会社ｱｸﾒ"));
    }
}
