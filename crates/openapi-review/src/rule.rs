//! The catalogue of rules: what each detects, and what a reviewer does about it.

use super::Severity;

/// A kind of change.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Rule {
    /// The stable id; part of fingerprints.
    pub id: &'static str,
    /// The least severity, whatever the axes say.
    pub at_least: Severity,
    /// What it detects.
    pub detects: &'static str,
    /// What a reviewer does about it.
    pub remedy: &'static str,
}

macro_rules! rules {
    ($($id:literal $at_least:ident $detects:literal $remedy:literal)*) => {
        /// Every rule, in the order of the documentation.
        pub const RULES: &[Rule] = &[$(Rule { id: $id, at_least: Severity::$at_least, detects: $detects, remedy: $remedy }),*];
    };
}

rules! {
    "path.removed" Breaking "a path is gone" "See its operations."
    "path.added" Additive "a path is new" "See its operations."
    "path.template-renamed" Additive "the parameters in a path have other names" "Nothing: they are positional arguments."
    "operation.removed" Additive "a method of a path is gone" "Remove what calls it from the wrapper; announce it before the service stops."
    "operation.added" Additive "a path has a new method" "Decide whether the wrapper offers it."
    "operation.moved" Additive "an operation has another path or method" "Keep its name with `x-name` in an overlay if it is the same to callers."
    "operation.id-changed" Additive "the operationId differs" "Nothing, unless the method is named after it; `x-name` in an overlay keeps a name."
    "operation.id-missing" Potential "an operationId is missing or given twice" "Add one in an overlay."
    "operation.deprecated" Additive "an operation was marked as deprecated" "Mark the wrapper's method; look for what replaces it."
    "operation.undeprecated" Additive "an operation is no longer deprecated" "Take the mark off the wrapper's method."
    "operation.tags-changed" Docs "an operation stands in another group" "Nothing."
    "operation.text-changed" Docs "summary or description of an operation was reworded" "Read the publisher's page; adapt our words if the meaning changed."
    "operation.servers-changed" Potential "an operation has its own servers, or other ones" "See whether the client's base address still holds."
    "servers.changed" Potential "the base addresses differ" "See whether the wrapper's default base address still holds."
    "tags.changed" Docs "the list of groups differs" "Nothing."
    "openapi.changed" Potential "the document is written in another version of OpenAPI" "See `new-defects`: the generator reads 3.0."
    "security.requirement-added" Additive "a call needs credentials that it did not need" "Make the wrapper send them."
    "security.requirement-removed" Additive "a call needs fewer credentials" "Nothing; the wrapper may stop sending them."
    "security.requirement-changed" Additive "a call needs other credentials or scopes" "Make the wrapper send them."
    "security.scheme-added" Additive "a way of authenticating is new" "Decide whether the wrapper offers it."
    "security.scheme-removed" Additive "a way of authenticating is gone" "Take it out of the wrapper."
    "security.scheme-changed" Additive "a way of authenticating works differently" "Adapt the wrapper's authentication."
    "param.added-required" Additive "a new parameter must be given" "Give it in the wrapper, or make it an argument there."
    "param.added-optional" Additive "a new parameter can be given" "Decide whether the wrapper offers it."
    "param.removed" Additive "a parameter is gone" "Take it out of the wrapper; the service may refuse or ignore it."
    "param.became-required" Additive "an optional parameter must now be given" "Give it in the wrapper, or make it an argument there."
    "param.became-optional" Additive "a required parameter may be left out" "Make it optional in the wrapper."
    "param.moved" Additive "a parameter is sent in another place" "Nothing in code; announce that older releases stop working."
    "param.style-changed" Potential "a parameter is encoded differently" "Test it on the wire: the generator ignores most styles."
    "param.deprecated" Additive "the mark `deprecated` of a parameter differs" "Mark the wrapper's setter."
    "param.text-changed" Docs "a parameter was described differently" "Read the publisher's page; adapt our words if the meaning changed."
    "body.added-required" Additive "a request body must now be sent" "Send it in the wrapper."
    "body.added-optional" Additive "a request body can be sent" "The generated method takes it in any case; see whether that is right."
    "body.removed" Additive "there is no request body any more" "Take it out of the wrapper."
    "body.became-required" Additive "an optional request body must now be sent" "Nothing: generated methods always take it."
    "body.became-optional" Additive "a required request body may be left out" "Nothing: generated methods always take it."
    "body.schema-swapped" Additive "a body has another schema" "Adapt the wrapper to the other type."
    "media.added" Additive "a body may have another content type" "Nothing for answers in JSON; see `new-defects` for what the generator cannot do."
    "media.removed" Additive "a body no longer has a content type" "See what is left; the wrapper may have to send something else."
    "response.added" Additive "a status is declared" "Nothing for errors, which reach callers whole; look at a second success."
    "response.removed" Additive "a status is no longer declared" "See what the service answers now."
    "response.default-to-explicit" Potential "`default` was replaced by statuses, or the other way round" "See that the success is still the success; drop overlays that added statuses."
    "response.body-added" Additive "a response has a body" "Nothing for errors; a success changes its type."
    "response.body-removed" Additive "a response has no body any more" "Take reading it out of the wrapper."
    "response.text-changed" Docs "a response was described differently" "Nothing."
    "header.added" Additive "a response has a new header" "Decide whether the wrapper reads it."
    "header.removed" Potential "a response lost a header" "See whether the wrapper reads it."
    "header.changed" Potential "a response header has another schema" "See whether the wrapper reads it."
    "schema.added" Additive "a schema is new" "Describe it in a documentation overlay."
    "schema.removed" Additive "a schema is gone" "Take its type out of the wrapper."
    "schema.renamed" Additive "a schema has another name and the same shape" "Keep the Rust name with `x-name` in an overlay."
    "schema.unreachable" Additive "a schema lost its last use, or got its first" "Nothing: types exist for what operations reach."
    "component.added" Additive "a shared parameter, response, body or header is new" "Nothing by itself: see who uses it."
    "component.removed" Additive "a shared parameter, response, body or header is gone" "Nothing by itself: see who used it."
    "prop.added-optional" Additive "an object has a new member that may be absent" "Describe it in a documentation overlay; decide whether the wrapper offers it."
    "prop.added-required" Additive "an object has a new member that must be there" "Give it in the wrapper where the object is sent."
    "prop.removed" Additive "a member that is sent is gone" "Take it out of the wrapper; the service may refuse or ignore it."
    "prop.removed-optional" Additive "a received member that could be absent is gone" "Take reading it out of the wrapper."
    "prop.removed-required" Additive "a received member that was always there is gone" "Take reading it out of the wrapper."
    "prop.removed-unreachable" Additive "a member is gone that its marks kept off the wire" "Nothing on the wire."
    "prop.became-optional" Additive "a required member may be absent" "Nothing where it is received; where it is sent, the constructor no longer takes it."
    "prop.became-required" Additive "an optional member must be there" "Give it in the wrapper where the object is sent."
    "prop.renamed" Additive "a member has another name and the same shape" "See whether it means the same; rename its use in the wrapper."
    "prop.case-collision" Potential "two names become one in Rust" "Remove or rename one of the two in an overlay before generating."
    "prop.readonly-changed" Additive "`readOnly` was set or cleared" "Let the wrapper send it, or stop sending it."
    "prop.writeonly-changed" Additive "`writeOnly` was set or cleared" "Let the wrapper read it, or stop reading it."
    "prop.deprecated" Additive "the mark `deprecated` of a member or schema differs" "Mark it in the wrapper."
    "type.changed" Additive "another JSON type" "See which type really occurs before generating."
    "type.widened" Additive "more JSON types than before" "See which type really occurs."
    "type.narrowed" Additive "fewer JSON types than before" "See whether the wrapper sends what is no longer allowed."
    "type.object-without-shape" Potential "an object without a shape got one, or lost it" "See whether the overlay or pass that made it any JSON is still right."
    "format.changed" Additive "another `format`" "See which form really occurs."
    "nullable.added" Additive "null is allowed" "Nothing where it is received."
    "nullable.removed" Additive "null is no longer allowed" "See whether the wrapper sends it."
    "enum.value-added" Additive "an enumeration has a new value" "Describe it in a documentation overlay; handle it in the wrapper where values are matched."
    "enum.value-removed" Additive "an enumeration lost a value" "Take it out of the wrapper; an overlay can keep it if the service still knows it."
    "enum.value-reordered" Additive "the same values in another order" "Nothing: the types have no order."
    "enum.catch-all-clash" Potential "a value is called like the variant for unlisted values" "Nothing: the variant gets a number. See that its name reads well."
    "enum.introduced" Additive "a text became an enumeration" "An overlay that did the same may be unnecessary now."
    "enum.dropped" Additive "an enumeration became a plain text" "An overlay can keep the values."
    "enum.in-text-only" Potential "the values listed in a text differ" "Adapt the overlay that makes an enumeration of them."
    "default.changed" Additive "a `default` was added, removed or changed" "Adapt our words: a call without the value may now mean something else."
    "bounds.tightened" Additive "less is allowed than before" "See whether the wrapper sends what is no longer allowed."
    "bounds.loosened" Additive "more is allowed than before" "Nothing: the client does not check bounds."
    "additional-props.changed" Potential "other members than those declared are described differently" "See whether the type is still an object or a map."
    "items.changed" Potential "the elements of a list are described for the first time, or no longer" "See which elements really occur."
    "ref.changed" Potential "a place refers to another schema" "Adapt the wrapper to the other type."
    "inline.extracted" Additive "a shape got a name of its own" "Nothing for enumerations that an overlay names; other types are renamed."
    "ref.inlined" Additive "a named shape is written out in place" "Nothing for enumerations that an overlay names; other types are renamed."
    "compose.changed" Potential "the parts of `allOf`, `oneOf` or `anyOf`, or the discriminator, differ" "See what the type has become."
    "text.changed" Docs "a text or example was reworded" "Read the publisher's page; adapt our words if the meaning changed."
    "text.semantic-hint" Docs "a text was reworded around words that often change behaviour" "Read it: required, must, deprecated, only, maximum, default, possible values, format."
    "info.changed" Docs "title, version or description of the document" "Nothing."
    "unclassified" Potential "something that no rule knows" "Look at both values; a rule may be missing."
    "version.not-bumped" Potential "the structure changed, but not the version that the document states" "The publisher re-published in silence: look at every finding as if it were live already."
    "version.decreased" Breaking "the new document states an older version" "Exchange OLD and NEW, or vendor the right file."

    "overlay.no-match" Breaking "the target of an action matches nothing any more" "Remove the action, or limit it with `x-applies-to` to the versions that need it."
    "overlay.target-moved" Breaking "the target matches nothing, but what it meant stands elsewhere" "Point the action to the new place."
    "overlay.match-count-changed" Potential "an action matches other nodes than before" "See that the action is right for the nodes that it gained."
    "overlay.noop" Breaking "an action changes nothing any more" "The publisher mended it: remove the action, or limit it with `x-applies-to`."
    "overlay.masks-change" Potential "an action overwrites what the publisher changed" "See whether the correction is still needed with the publisher's new value."
    "overlay.premise-failed" Breaking "what an action replaces or removes is not what it was" "See whether the reason given in the action still holds."
    "overlay.refused" Breaking "an action cannot be carried out" "Correct the action."
    "new-defects" Potential "lint finds something that it did not find before" "Mend it in an overlay; the finding says how."

    "gen.fails" Breaking "no client can be generated" "Mend the named place in an overlay."
    "gen.unexplained" Potential "the generated code changed and no finding explains it" "Look at the generator and its passes."
    "gen.predicted-otherwise" Potential "the generated code is not what the document predicts" "The model of the generator in `xtask::diff::rust::predict` is out of date."
    "wrapper.touched" Potential "a crate above uses what changed" "Adapt the named lines."
    "wrapper.uncovered" Additive "the wrapper does not offer something new" "Offer it, or accept the finding with the reason why not."
    "acceptance.unused" Potential "an accepted finding does not occur" "Remove the entry, or correct its fingerprint."
}

/// The rule with an id.
///
/// # Panics
/// When there is none, which a test excludes for every id that the engine uses.
#[must_use]
pub fn rule(id: &str) -> &'static Rule {
    match RULES.iter().find(|rule| rule.id == id) {
        Some(rule) => rule,
        None => unreachable!("there is no rule {id}"),
    }
}
