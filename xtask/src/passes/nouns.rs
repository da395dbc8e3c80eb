//! Singular and plural of the nouns in paths.

/// `customers` -> `customer`, `categories` -> `category`, `addresses` -> `address`; anything else as it is.
#[must_use]
pub fn singular(noun: &str) -> String {
    if let Some(stem) = noun.strip_suffix("ies") {
        format!("{stem}y")
    } else if ["sses", "xes", "ches", "shes"].iter().any(|ending| noun.ends_with(ending)) {
        noun[..noun.len() - 2].to_owned()
    } else if noun.ends_with('s') && !noun.ends_with("ss") && !noun.ends_with("us") {
        noun[..noun.len() - 1].to_owned()
    } else {
        noun.to_owned()
    }
}

/// Whether a segment of a path names several things.
#[must_use]
pub fn is_plural(noun: &str) -> bool {
    !noun.starts_with('{') && singular(noun) != noun
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn knows_the_plurals_of_paths() {
        for (plural, one) in [
            ("customers", "customer"),
            ("service-categories", "service-category"),
            ("addresses", "address"),
            ("boxes", "box"),
        ] {
            assert_eq!(singular(plural), one);
            assert!(is_plural(plural));
        }
        for noun in ["token", "status", "access", "specialPricing", "{ids}"] {
            assert!(!is_plural(noun), "{noun}");
        }
    }
}
