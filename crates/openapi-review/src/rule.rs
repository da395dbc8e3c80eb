//! The catalog of rules: id, area, severity per direction, summary and hint.
//!
//! The severity of a change for users of a client has two axes: a program that is already built may fail
//! against the new API ([`Wire`]), and code may no longer compile against types that are generated from the
//! new document ([`Source`]).

use std::fmt;

use clap::ValueEnum;
use schemars::JsonSchema;
use serde::{Deserialize, Serialize, Serializer};

/// The effect on a program that was built before the change.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Wire {
    /// Calls that worked fail.
    Fails,
    /// Calls fail, or mean something else, for some values or some uses.
    MayFail,
    /// Nothing changes.
    #[default]
    Works,
}

/// The effect on code that is compiled again.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, JsonSchema)]
#[serde(rename_all = "kebab-case")]
pub enum Source {
    /// Code that uses the changed item does not compile any more.
    Breaks,
    /// Everything compiles.
    #[default]
    Compiles,
}

/// The worse of the two axes.
#[derive(
    Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize, JsonSchema, ValueEnum,
)]
#[serde(rename_all = "kebab-case")]
pub enum Severity {
    /// Something that worked fails, or something that compiled does not.
    Breaking,
    /// A reviewer has to decide: the effect depends on values or uses.
    Potential,
    /// New surface; nothing old changes.
    Additive,
    /// Documentation only.
    #[default]
    Docs,
}

impl Severity {
    /// All severities, worst first.
    pub const ALL: [Self; 4] = [Self::Breaking, Self::Potential, Self::Additive, Self::Docs];

    /// Returns the severity of two axes.
    pub fn of(wire: Wire, source: Source) -> Self {
        match (wire, source) {
            (Wire::Fails, _) | (_, Source::Breaks) => Self::Breaking,
            (Wire::MayFail, _) => Self::Potential,
            (Wire::Works, Source::Compiles) => Self::Additive,
        }
    }
}

impl fmt::Display for Severity {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(["breaking", "potential", "additive", "docs"][*self as usize])
    }
}

impl fmt::Display for Wire {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(["fails", "may fail", "works"][*self as usize])
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(["breaks", "compiles"][*self as usize])
    }
}

/// The description of a rule.
#[derive(Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct RuleInfo {
    /// The stable id; part of fingerprints.
    pub id: &'static str,
    /// The part of a document that the rule is about.
    pub area: &'static str,
    /// The least severity, whatever the axes are.
    pub at_least: Severity,
    /// The effect on programs that send the node. A comparison may report a milder one.
    pub request: Wire,
    /// The effect on programs that receive the node. A comparison may report a milder one.
    pub response: Wire,
    /// A description of the change.
    pub summary: &'static str,
    /// The next step of a reviewer.
    pub hint: &'static str,
    /// The verdict of a report with such a finding; overrides all others.
    pub verdict: Option<&'static str>,
}

impl RuleInfo {
    /// Returns the severity of a change with these effects.
    pub fn severity(&self, wire: Wire, source: Source) -> Severity {
        match Severity::of(wire, source) {
            // Documentation has no axes; everything else is at least an addition.
            Severity::Additive if self.at_least == Severity::Docs => Severity::Docs,
            severity => severity.min(self.at_least),
        }
    }
}

macro_rules! rules {
    ($($area:literal: $($(#[$meta:meta])? $variant:ident $id:literal $at_least:ident $request:ident $response:ident $summary:literal $hint:literal)*;)*) => {
        /// A kind of change.
        #[derive(Debug, Clone, Copy, Default, PartialEq, Eq, PartialOrd, Ord)]
        pub enum Rule {
            $($(#[doc = $summary] $(#[$meta])? $variant,)*)*
            /// A custom rule of the caller.
            Other(&'static RuleInfo),
        }

        impl Rule {
            /// Every rule of this crate, in the order of the catalog.
            pub const ALL: &[Self] = &[$($(Self::$variant),*),*];

            /// The description.
            pub fn info(self) -> &'static RuleInfo {
                match self {
                    $($(Self::$variant => &RuleInfo {
                        id: $id,
                        area: $area,
                        at_least: Severity::$at_least,
                        request: Wire::$request,
                        response: Wire::$response,
                        summary: $summary,
                        hint: $hint,
                        verdict: None,
                    },)*)*
                    Self::Other(info) => info,
                }
            }
        }
    };
}

rules! {
    "paths":
    PathRemoved "path.removed" Additive Works Works "path without operations removed" "None."
    PathAdded "path.added" Additive Works Works "path without operations added" "None."
    PathTemplateRenamed "path.template-renamed" Additive Works Works "parameters of a path template renamed" "None: the URL is the same. Generated argument names may change.";

    "operations":
    OperationRemoved "operation.removed" Additive Fails Fails "operation removed" "Remove the calls. Announce it before the service stops."
    OperationAdded "operation.added" Additive Works Works "operation added" "Decide whether to offer it."
    OperationMoved "operation.moved" Additive Fails Fails "operation moved to another path or method" "Announce that built programs stop working."
    OperationIdChanged "operation.id-changed" Additive Works Works "operationId changed" "None, unless generated names depend on it."
    OperationDeprecated "operation.deprecated" Additive Works Works "operation deprecated" "Look for the replacement."
    OperationUndeprecated "operation.undeprecated" Additive Works Works "operation no longer deprecated" "Remove deprecation notices."
    OperationSunsetChanged "operation.sunset-changed" Additive MayFail MayFail "sunset date of an operation changed" "Migrate before the date."
    OperationTagsChanged "operation.tags-changed" Docs Works Works "tags of an operation changed" "None."
    OperationTextChanged "operation.text-changed" Docs Works Works "summary or description of an operation changed" "Check whether the meaning changed."
    CallbackAdded "callback.added" Additive Works Works "callback added" "Decide whether to receive it."
    CallbackRemoved "callback.removed" Additive MayFail MayFail "callback removed" "Check whether a receiver depends on it."
    CallbackChanged "callback.changed" Potential MayFail MayFail "callback changed" "Check the receiver."
    LinkAdded "link.added" Additive Works Works "link added" "None."
    LinkRemoved "link.removed" Additive MayFail MayFail "link removed" "Check whether a client follows it."
    LinkChanged "link.changed" Potential MayFail MayFail "link changed" "Check whether a client follows it.";

    "servers and tags":
    OperationServersChanged "operation.servers-changed" Potential MayFail MayFail "servers of a path or operation changed" "Check the base URL of the client."
    ServersChanged "servers.changed" Potential MayFail MayFail "servers of the document changed" "Check the base URL of the client."
    TagsChanged "tags.changed" Docs Works Works "list of tags changed" "None."
    OpenapiChanged "openapi.changed" Potential Works Works "OpenAPI version changed" "Check whether the tools support it.";

    "security":
    SecurityRequirementAdded "security.requirement-added" Additive Fails Fails "operation requires credentials" "Send credentials."
    SecurityRequirementRemoved "security.requirement-removed" Additive Works Works "operation no longer requires credentials" "None."
    SecurityRequirementChanged "security.requirement-changed" Additive Fails Fails "security requirement replaced" "Send the new credentials."
    SecurityAlternativeAdded "security.alternative-added" Additive Works Works "alternative credentials accepted" "None."
    SecurityAlternativeRemoved "security.alternative-removed" Additive Fails Fails "alternative credentials no longer accepted" "Use one of the remaining alternatives."
    SecurityScopeAdded "security.scope-added" Additive Fails Fails "additional scope required" "Request the scope."
    SecurityScopeRemoved "security.scope-removed" Additive Works Works "scope no longer required" "None."
    SecuritySchemeAdded "security.scheme-added" Additive Works Works "security scheme added" "Decide whether to offer it."
    SecuritySchemeRemoved "security.scheme-removed" Additive Works Works "security scheme removed" "See the requirements of operations."
    SecuritySchemeChanged "security.scheme-changed" Additive Fails Fails "security scheme changed" "Adapt the authentication.";

    "parameters":
    ParamAddedRequired "param.added-required" Additive Fails Works "required parameter added" "Send it."
    ParamAddedOptional "param.added-optional" Additive Works Works "optional parameter added" "Decide whether to offer it."
    ParamRemoved "param.removed" Additive MayFail Works "parameter removed" "Stop sending it; the service may reject or ignore it."
    ParamRenamed "param.renamed" Additive Fails Works "parameter renamed" "Check that the meaning is the same and send the new name."
    ParamBecameRequired "param.became-required" Additive Fails Works "parameter became required" "Send it."
    ParamBecameOptional "param.became-optional" Additive Works Works "parameter became optional" "None."
    ParamMoved "param.moved" Additive Fails Works "parameter moved to another location" "Announce that built programs stop working."
    ParamStyleChanged "param.style-changed" Potential MayFail Works "serialization of a parameter changed" "Test it against the service."
    ParamDeprecated "param.deprecated" Additive Works Works "`deprecated` of a parameter changed" "Look for the replacement."
    ParamTextChanged "param.text-changed" Docs Works Works "description of a parameter changed" "Check whether the meaning changed.";

    "bodies":
    BodyAddedRequired "body.added-required" Additive Fails Works "required request body added" "Send it."
    BodyAddedOptional "body.added-optional" Additive Works Works "optional request body added" "Decide whether to offer it."
    BodyRemoved "body.removed" Additive MayFail Works "request body removed" "Stop sending it."
    BodyBecameRequired "body.became-required" Additive Fails Works "request body became required" "Send it."
    BodyBecameOptional "body.became-optional" Additive Works Works "request body became optional" "None."
    BodySchemaSwapped "body.schema-swapped" Additive Fails Fails "schema of a body replaced" "Adapt the client to the new type."
    MediaAdded "media.added" Additive Works MayFail "media type added" "Check which one the service returns by default."
    MediaRemoved "media.removed" Additive Fails MayFail "media type removed" "Use one of the remaining media types."
    ResponseAdded "response.added" Additive Works MayFail "response status added" "Handle a second success status."
    ResponseRemoved "response.removed" Additive Works MayFail "response status removed" "Check which status the service returns now."
    ResponseStatusChanged "response.status-changed" Additive Works Works "status of the success response changed" "Check that the client accepts every 2xx status."
    ResponseDefaultToExplicit "response.default-to-explicit" Additive Works MayFail "`default` response replaced by statuses, or the reverse" "Check that success and errors are still distinguished."
    ResponseBodyAdded "response.body-added" Additive Works Works "response body added" "Decide whether to read it."
    ResponseBodyRemoved "response.body-removed" Additive Works Fails "response body removed" "Stop reading it."
    ResponseTextChanged "response.text-changed" Docs Works Works "description of a response changed" "None.";

    "response headers":
    HeaderAdded "header.added" Additive Works Works "response header added" "Decide whether to read it."
    HeaderRemoved "header.removed" Potential Works MayFail "response header removed" "Check whether a client reads it."
    HeaderBecameRequired "header.became-required" Additive Works Works "response header became required" "None."
    HeaderBecameOptional "header.became-optional" Additive Works MayFail "response header became optional" "Check whether a client depends on it."
    HeaderTypeChanged "header.type-changed" Potential Works MayFail "type of a response header changed" "Check whether a client parses it."
    HeaderChanged "header.changed" Additive Works Works "response header changed" "None.";

    "components":
    SchemaAdded "schema.added" Additive Works Works "schema added" "None."
    SchemaRemoved "schema.removed" Additive Works Works "schema removed" "Remove uses of its type."
    SchemaRenamed "schema.renamed" Additive Works Works "schema renamed" "Generated types may be renamed."
    ComponentAdded "component.added" Additive Works Works "parameter, response, request body or header component added" "None."
    ComponentRemoved "component.removed" Additive Works Works "parameter, response, request body or header component removed" "None.";

    "properties":
    PropAddedOptional "prop.added-optional" Additive Works Works "optional property added" "Decide whether to offer it."
    PropAddedRequired "prop.added-required" Additive Fails Works "required property added" "Send it."
    PropRemoved "prop.removed" Additive MayFail Works "property of requests removed" "Stop sending it; the service may reject or ignore it."
    PropRemovedOptional "prop.removed-optional" Additive MayFail MayFail "optional property of responses removed" "Stop reading it."
    PropRemovedRequired "prop.removed-required" Additive MayFail MayFail "required property of responses removed" "Stop reading it."
    PropRemovedUnreachable "prop.removed-unreachable" Additive Works Works "property removed that no operation sends or receives" "None."
    PropBecameOptional "prop.became-optional" Additive Works Works "property became optional" "Allow for its absence."
    PropBecameRequired "prop.became-required" Additive Fails Works "property became required" "Send it."
    PropRenamed "prop.renamed" Additive Fails MayFail "property renamed" "Check that the meaning is the same and use the new name."
    PropReadonlyChanged "prop.readonly-changed" Additive MayFail Works "`readOnly` changed" "Start or stop sending it."
    PropWriteonlyChanged "prop.writeonly-changed" Additive Works MayFail "`writeOnly` changed" "Start or stop reading it."
    SchemaReplaced "schema.replaced" Additive Fails Fails "no property of an object left" "Adapt the client to the new type: no value can be read."
    PropDeprecated "prop.deprecated" Additive Works Works "`deprecated` of a property or schema changed" "Look for the replacement.";

    "types and values":
    TypeChanged "type.changed" Additive Fails Fails "JSON type changed" "Check which type the service really uses."
    TypeWidened "type.widened" Additive Works Fails "more JSON types allowed" "Check which types the service really uses."
    TypeNarrowed "type.narrowed" Additive Fails Works "fewer JSON types allowed" "Check whether a client sends other types."
    TypeObjectWithoutShape "type.object-without-shape" Potential MayFail MayFail "object without properties defined, or the reverse" "Check which values the service really uses."
    FormatChanged "format.changed" Additive MayFail MayFail "format changed" "Check which format the service really uses."
    NullableAdded "nullable.added" Additive Works Works "null allowed" "None."
    NullableRemoved "nullable.removed" Additive Fails Works "null no longer allowed" "Check whether a client sends it."
    EnumValueAdded "enum.value-added" Additive Works MayFail "enum value added" "Handle it where values are matched."
    EnumValueRemoved "enum.value-removed" Additive Fails Works "enum value removed" "Stop sending it."
    EnumValueReordered "enum.value-reordered" Additive Works Works "enum values reordered" "None."
    EnumIntroduced "enum.introduced" Additive Fails Works "values restricted to an enum" "Check that only these values are sent."
    EnumDropped "enum.dropped" Additive Works Works "enum restriction removed" "Allow for other values."
    DefaultChanged "default.changed" Additive MayFail Works "default value changed" "Check what a call without the value means now."
    BoundsTightened "bounds.tightened" Additive Fails Works "constraint tightened" "Check whether a client sends values outside of it."
    BoundsLoosened "bounds.loosened" Additive Works Works "constraint loosened" "None."
    AdditionalPropsForbidden "additional-props.forbidden" Additive Fails Works "additional properties forbidden" "Check whether a client sends any."
    AdditionalPropsAllowed "additional-props.allowed" Additive Works Works "additional properties allowed" "None."
    AdditionalPropsChanged "additional-props.changed" Additive MayFail MayFail "additional properties changed" "Check which properties the service really uses."
    ItemsChanged "items.changed" Additive MayFail MayFail "element schema of an array added or removed" "Check which elements the service really uses.";

    "references and composition":
    RefChanged "ref.changed" Additive Fails Fails "reference to another schema" "Adapt the client to the new type."
    InlineExtracted "inline.extracted" Docs Works Works "inline schema moved to a component" "Generated types may be renamed."
    RefInlined "ref.inlined" Docs Works Works "component replaced by an inline schema" "Generated types may be renamed."
    ComposeChanged "compose.changed" Potential Fails Fails "alternatives of `oneOf`, `anyOf` or parts of `allOf` changed" "Check the resulting type."
    DiscriminatorAdded "discriminator.added" Potential MayFail Works "discriminator added" "Send the discriminator property."
    DiscriminatorRemoved "discriminator.removed" Potential Works MayFail "discriminator removed" "Check how variants are distinguished now."
    DiscriminatorPropertyChanged "discriminator.property-changed" Additive Fails Fails "property name of a discriminator changed" "Adapt the client to the new property."
    DiscriminatorMappingAdded "discriminator.mapping-added" Additive Works MayFail "discriminator mapping added" "Handle the new value."
    DiscriminatorMappingChanged "discriminator.mapping-changed" Additive Fails Fails "discriminator value mapped to another schema" "Adapt the client to the other schema."
    DiscriminatorMappingRemoved "discriminator.mapping-removed" Additive Fails Works "discriminator mapping removed" "Stop sending the value.";

    "descriptions":
    TextChanged "text.changed" Docs Works Works "description, title or example changed" "Check whether the meaning changed."
    InfoChanged "info.changed" Docs Works Works "title, version or description of the document changed" "None."
    WrittenDifferently "written-differently" Docs Works Works "same meaning, written differently" "None.";

    "document":
    ExtensionChanged "extension.changed" Potential MayFail MayFail "`x-` extension changed" "Check the meaning of the extension."
    #[default] Unclassified "unclassified" Potential MayFail MayFail "change without a rule" "Compare both values."
    VersionNotBumped "version.not-bumped" Potential MayFail MayFail "structure changed, version did not" "Assume that every change is already live."
    VersionDecreased "version.decreased" Breaking MayFail MayFail "version decreased" "Check the order of the documents."
    AcceptanceUnused "acceptance.unused" Potential Works Works "accepted finding does not occur" "Remove the entry, or correct its fingerprint.";
}

impl Rule {
    /// The stable id.
    pub fn id(self) -> &'static str {
        self.info().id
    }

    /// Returns true if the rule is about documentation alone.
    pub fn is_docs(self) -> bool {
        self.info().at_least == Severity::Docs
    }
}

impl PartialEq<&str> for Rule {
    fn eq(&self, other: &&str) -> bool {
        self.id() == *other
    }
}

impl fmt::Display for Rule {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.pad(self.id())
    }
}

impl Serialize for Rule {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        serializer.serialize_str(self.id())
    }
}
