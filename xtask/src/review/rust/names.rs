//! The names that the generator gives to members and parameters.

use heck::ToSnakeCase;

/// The generator's name of a member.
pub(crate) fn field_name(wire: &str) -> String {
    identifier(wire, "x")
}

/// The generator's name of a parameter; it treats a leading digit otherwise.
pub(crate) fn field_name_of_parameter(wire: &str) -> String {
    identifier(wire, "_")
}

fn identifier(wire: &str, before_digit: &str) -> String {
    let plain =
        wire.replace('\'', "").replace(|c: char| !c.is_alphanumeric() && c != '_', "-").to_snake_case();
    let name = match plain.chars().next() {
        None => "x".to_owned(),
        Some(first) if first.is_alphabetic() || first == '_' => plain,
        Some(_) => format!("{before_digit}{plain}"),
    };
    let is_keyword = syn::parse_str::<syn::Ident>(&name).is_err() || name == "gen";
    if is_keyword { format!("{name}_") } else { name }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn keywords_digits_and_signs_become_identifiers() {
        let names = ["newMPN", "type", "2nd", "X-Trace", "gen", "self"].map(field_name);
        assert_eq!(names, ["new_mpn", "type_", "x2nd", "x_trace", "gen_", "self_"]);
        assert_eq!(field_name_of_parameter("2nd"), "_2nd");
    }
}
