//! Products.

use imcloud_raw::types::Product;

use crate::{Client, Listing};

/// The catalogue. There is no call for a single product (documented): filter by part number.
///
/// # Examples
///
/// ```no_run
/// use imcloud::ProductFilter;
///
/// # async fn example(client: imcloud::Client) -> Result<(), imcloud::Error> {
/// let products = client.products().list(ProductFilter::new().mpn("FJ-DOCS-01")).collect(100).await?;
/// println!("{} products have this part number", products.len()); // it need not be unique
/// # Ok(())
/// # }
/// ```
#[derive(Clone, Copy, Debug)]
pub struct Products<'a> {
    client: &'a Client,
}

filter! {
    /// Which products to list.
    ProductFilter for ListProducts {
        /// With this part number, which need not be unique (documented).
        mpn: String,
        /// With this name.
        name: String,
        /// Of this service; all products of an order must be of one (documented).
        service_name: String,
        /// Of this vendor.
        vendor: String,
    }
}

impl<'a> Products<'a> {
    pub(crate) fn new(client: &'a Client) -> Self {
        Self { client }
    }

    /// Lists products. Their order is not documented.
    pub fn list(&self, filter: impl Into<ProductFilter>) -> Listing<Product> {
        let filter = filter.into();
        listing!(self.client, ListProducts, (filter), |raw| filter.narrow(raw.list_products()))
    }
}
