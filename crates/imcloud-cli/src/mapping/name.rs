//! Comparison of company names.

use unicode_normalization::{UnicodeNormalization as _, char::is_combining_mark};

/// Returns a name without case, accents, punctuation and repeated spaces. Returns an empty string if nothing
/// is left.
pub(super) fn normalize(name: &str) -> String {
    // Upper case first, so that `ß` becomes `ss`. Compatibility forms, because imported data has full-width
    // letters and ligatures.
    let letters = name.nfkd().filter(|letter| !is_combining_mark(*letter));
    let folded: String = letters.flat_map(char::to_uppercase).flat_map(char::to_lowercase).collect();
    // `S.A.` is `SA`, `O'Neill` is `ONeill`; other punctuation separates words.
    let joined = folded.replace(['.', '\'', '\u{2019}', '\u{b4}', '`'], "");
    let words = joined.split(|letter: char| !letter.is_alphanumeric()).filter(|word| !word.is_empty());
    words.collect::<Vec<_>>().join(" ")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn spellings_of_a_name_are_equal() {
        for (one, other) in [
            ("Café Zürich AG", "CAFE\u{301}  ZURICH, A.G."),
            ("Straßenbau Süd", "STRASSENBAU SUD"),
            ("O'Neill & Sons (Ltd.)", "O\u{2019}Neill & Sons Ltd"),
            ("Ａｃｍｅ Inc", "acme inc."),
            ("Smith-Jones", "Smith Jones"),
            ("株式会社アクメ", "株式会社ｱｸﾒ"),
        ] {
            assert_eq!(normalize(one), normalize(other), "{one} and {other}");
        }
    }

    #[test]
    fn different_names_stay_different() {
        assert_ne!(normalize("Acme GmbH"), normalize("Acme AG"));
        assert_ne!(normalize("Acme 1"), normalize("Acme 2"));
        assert_eq!(normalize(" -. "), "");
    }
}
