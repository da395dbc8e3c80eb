//! Scalar types that keep what the service wrote.
//!
//! Each holds the text of the wire and converts on demand, so that reading never fails over one odd value and writing back
//! changes nothing. [`Id`] and [`Decimal`] read numbers as well as text.

mod date;
mod date_time;
mod decimal;
mod id;
mod secret;
mod signed_url;

pub use date::{Date, ParseDateError};
pub use date_time::{DateTime, ParseDateTimeError};
pub use decimal::{Decimal, ParseDecimalError};
pub use id::Id;
pub use secret::Secret;
pub use signed_url::SignedUrl;

/// What every scalar that is held as text has in common.
macro_rules! text_scalar {
    ($name:ident) => {
        impl $name {
            /// The text as it is on the wire.
            #[must_use]
            pub fn as_str(&self) -> &str {
                &self.0
            }
        }

        impl std::fmt::Display for $name {
            fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
                f.pad(&self.0)
            }
        }

        impl serde::Serialize for $name {
            fn serialize<S: serde::Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
                serializer.serialize_str(&self.0)
            }
        }
    };
}

use text_scalar;
