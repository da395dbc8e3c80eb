//! Asking before money is spent or a service ends.

use crate::{
    failure::{Exit, Failure},
    prompt,
};

/// Asks; anything but a yes is a no.
pub(crate) async fn ask(what: &str, question: &str) -> Result<(), Failure> {
    if !prompt::is_possible() {
        return Err(Failure::usage(format!("nobody is there to agree to this: {what}"))
            .remedy("Nothing was sent. Give --yes if it is meant, or look at it with --dry-run."));
    }
    let answer = prompt::line(&format!("{what}\n{question} [y/N] ")).await?;
    if matches!(answer.trim().to_ascii_lowercase().as_str(), "y" | "yes") {
        Ok(())
    } else {
        Err(Failure::new(Exit::Failed, "not agreed to; nothing was sent"))
    }
}
