//! A finding of the lint.

use std::fmt;

/// A defect with its place and a hint.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Finding {
    pub(crate) rule: &'static str,
    /// The operation or schema.
    pub(crate) place: String,
    pub(crate) pointer: String,
    pub(crate) message: String,
    pub(crate) hint: String,
    /// True if generation would fail, or generate wrong code.
    pub(crate) stops_generation: bool,
}

/// Every rule of this crate with a hint, and whether it stops generation.
#[rustfmt::skip]
const RULES: &[(&str, bool, &str)] = &[
    ("alternatives", false, "Add a discriminator or the variant that really occurs in an overlay."),
    ("body-empty", true, "Describe its content in an overlay, or remove the body."),
    ("body-media-types", false, "Remove the other types in an overlay."),
    ("body-media-type", true,
        "Replace it by application/json in an overlay if the service accepts that, or remove the operation and send a custom request."),
    ("decimal-missing", false, "Set `format: decimal` in an overlay (and `type: number` in place of integer)."),
    ("description-missing", false, ""),
    ("description-obsolete", false, "Remove the entry, or correct its key if something was renamed."),
    ("discriminator-mapping-dangling", true, "Correct or remove it in an overlay."),
    ("duplicate-key", false, "Remove one of the two in the source document."),
    ("enum-not-text", false, "Describe the values in an overlay and remove the enum."),
    ("enum-value-clash", true, "Make the property a string in an overlay, or remove the spelling that the service does not use."),
    ("generation-fails", true, "Fix the named node in an overlay. If none is named, report the document as a bug of xtask."),
    ("items-missing", false, "Describe the items in an overlay."),
    ("member-name-clash", true, "Remove one of the two in an overlay."),
    ("object-without-shape", false, "Remove the type in an overlay if any value is allowed, or describe the properties."),
    ("openapi-version", true, "Convert the document to 3.0: null types become `nullable`, lists of types become `oneOf`."),
    ("operation-id-duplicate", true, "Give one of the two another operationId in an overlay."),
    ("operation-id-missing", true, "Vendor the document with `cargo xtask vendor`, which makes one, or add it in an overlay."),
    ("overlay-no-match", true, "Point the action to the new place, remove it, or limit it with `x-applies-to` to the versions that need it."),
    ("overlay-noop", true, "The provider may have fixed the defect: remove the action, or limit it with `x-applies-to`."),
    ("overlay-rejected", true, "Correct the action."),
    ("parameter-content", true, "Describe it by `schema` in an overlay, as text that the caller encodes."),
    ("parameter-duplicate", true, "Remove one of the two in an overlay."),
    ("parameter-explode", true, "Make it a text in an overlay and say that values are joined by commas."),
    ("parameter-location", true, "Remove the parameter in an overlay and set it by other means, such as a header."),
    ("parameter-name-clash", true, "Remove one of the two in an overlay, or send it with a custom request."),
    ("parameter-schema", true, "Make it a text in an overlay, and say how it is put together."),
    ("parameter-style", true, "Replace the parameter in an overlay by plain ones."),
    ("path-parameter-optional", true, "Set `required: true` in an overlay."),
    ("path-parameter-undeclared", true, "Declare it in an overlay."),
    ("path-parameter-unused", true, "Remove it or correct its place in an overlay."),
    ("path-reference", true, "Write the path item out in an overlay."),
    ("path-slash-missing", true, "Add the operation under the path with a slash in an overlay, and remove this one."),
    ("reference-target", true, "Move its target into `components` in an overlay, and refer to it there."),
    ("response-media-types", true, "Keep the type that the client is to request and remove the others in an overlay."),
    ("response-media-type", false, "Keep it if it is a download; otherwise fix the type in an overlay."),
    ("schema-cycle", true, "Break the cycle of references in an overlay."),
    ("schema-name-clash", true, "Give one of them another name with `x-name` in an overlay."),
    ("schema-name-invalid", true, "Add the schema under a name of letters and digits in an overlay, and remove this one."),
    ("schema-name-reserved", true, "Give the schema another name with `x-name` in an overlay."),
    ("secret-unmarked", false, "Set `format: password` in an overlay."),
    ("security-missing", false, "Declare in an overlay how it is authenticated, or `security: []` if it is open to all."),
    ("success-responses", true, "Keep the one that the service sends and remove the others in an overlay."),
    ("type-list", true, "Set one type in an overlay, and `nullable: true` in place of null."),
];

impl Finding {
    /// Creates a finding; hint and severity are those of the rule.
    pub(crate) fn new(
        rule: &'static str,
        place: impl Into<String>,
        pointer: impl Into<String>,
        message: impl fmt::Display,
    ) -> Self {
        let known = RULES.iter().find(|(known, ..)| *known == rule);
        let (stops_generation, hint) = known.map_or((true, ""), |(_, stops, hint)| (*stops, *hint));
        Self {
            rule,
            place: place.into(),
            pointer: pointer.into(),
            message: format!("{message}."),
            hint: hint.to_owned(),
            stops_generation,
        }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        writeln!(f, "{}: {}: {}", self.rule, self.place, self.message)?;
        if !self.pointer.is_empty() {
            writeln!(f, "    at #{}", self.pointer)?;
        }
        write!(f, "    hint: {}", self.hint)
    }
}
