//! The rules of findings that only this workspace reports: about overlays, generated code and the crates
//! above it.

use openapi_review::{Rule, RuleInfo, Severity, Wire};

macro_rules! rules {
    ($($name:ident $id:literal $area:literal $at_least:ident $summary:literal $hint:literal $verdict:expr;)*) => {
        $(
            #[doc = $summary]
            pub const $name: Rule = Rule::Other(&RuleInfo {
                id: $id,
                area: $area,
                at_least: Severity::$at_least,
                request: Wire::Works,
                response: Wire::Works,
                summary: $summary,
                hint: $hint,
                verdict: $verdict,
            });
        )*

        /// All of them.
        pub const ALL: &[Rule] = &[$($name),*];
    };
}

rules! {
    OVERLAY_NO_MATCH "overlay.no-match" "overlays" Breaking "target of an action matches nothing" "Remove the action, or limit it with `x-applies-to` to the versions that need it." None;
    OVERLAY_TARGET_MOVED "overlay.target-moved" "overlays" Breaking "target of an action has moved" "Point the action to the new place." None;
    OVERLAY_MATCH_COUNT_CHANGED "overlay.match-count-changed" "overlays" Potential "an action matches other nodes than before" "Check that the action is right for the added nodes." None;
    OVERLAY_NOOP "overlay.noop" "overlays" Breaking "an action no longer changes anything" "The provider fixed it: remove the action, or limit it with `x-applies-to`." None;
    OVERLAY_PREMISE_FAILED "overlay.premise-failed" "overlays" Breaking "an action replaces or removes another value than before" "Check whether the reason of the action still holds." None;
    OVERLAY_REFUSED "overlay.refused" "overlays" Breaking "an action cannot be applied" "Correct the action." None;
    NEW_DEFECTS "new-defects" "lint" Potential "new lint finding" "Fix it in an overlay; the finding says how." None;
    GEN_FAILS "gen.fails" "generated code" Breaking "generation of the client fails" "Fix the named node in an overlay." Some("No client can be generated.");
    GEN_OPERATION_FAILS "gen.operation-fails" "generated code" Breaking "an operation cannot be generated" "Fix the named node in an overlay." None;
}
