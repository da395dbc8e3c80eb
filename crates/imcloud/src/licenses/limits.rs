//! How many seats the catalogue allows.

use std::fmt;

use imcloud_raw::{Decimal, rust_decimal::Decimal as Number, types::Product};

use super::SeatProduct;
use crate::{Client, ProductFilter, error::Result};

/// How many seats of a product a subscription can have, by the catalogue.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
#[non_exhaustive]
pub struct SeatLimits {
    /// The fewest; `None` when the catalogue does not say.
    pub min: Option<Number>,
    /// The most; `None` when the catalogue does not say, or says nothing above 0 (assumed to mean no limit).
    pub max: Option<Number>,
}

impl SeatLimits {
    pub(super) fn allow(&self, seats: Number) -> bool {
        self.min.is_none_or(|least| seats >= least) && self.max.is_none_or(|most| seats <= most)
    }

    fn of(product: &Product) -> Self {
        let number = |limit: &Option<Decimal>| limit.as_ref().and_then(|limit| limit.to_decimal().ok());
        Self {
            min: number(&product.minimum_quantity),
            max: number(&product.maximum_quantity).filter(|most| *most > Number::ZERO),
        }
    }
}

impl fmt::Display for SeatLimits {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        match (self.min, self.max) {
            (Some(least), Some(most)) => write!(f, "{least} to {most}"),
            (Some(least), None) => write!(f, "at least {least}"),
            (None, Some(most)) => write!(f, "at most {most}"),
            (None, None) => f.write_str("none known"),
        }
    }
}

/// Looks a product up in the catalogue; `None` when it is not there or cannot be told from others: the service decides then.
pub(super) async fn find(client: &Client, product: &SeatProduct) -> Result<Option<SeatLimits>> {
    let filter = match &product.mpn {
        Some(mpn) => ProductFilter::new().mpn(mpn),
        None => ProductFilter::new(),
    };
    let mut rows = client.products().list(filter).items();
    let mut alike = Vec::new();
    while let Some(row) = rows.next().await {
        let row = row?;
        match &product.id {
            Some(_) if row.id == product.id => return Ok(Some(SeatLimits::of(&row))),
            None if row.mpn == product.mpn => alike.push(SeatLimits::of(&row)),
            _ => {}
        }
    }
    Ok(match alike[..] {
        [only] => Some(only),
        _ => None,
    })
}
