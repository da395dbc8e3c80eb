//! Checks before an order.

use imcloud_raw::types::{ParameterValidationRequest, ParameterValidationResultList};

use crate::{Client, error::Result};

/// Checks before an order.
#[derive(Clone, Copy, Debug)]
pub struct Validation<'a> {
    client: &'a Client,
}

impl<'a> Validation<'a> {
    pub(crate) fn new(client: &'a Client) -> Self {
        Self { client }
    }

    /// Checks the activation parameters of products. One that fails is reported in the answer, not as an error (assumed).
    ///
    /// # Errors
    /// Those of any call.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// use imcloud::types::{ParameterValidationRequest, ParameterValueInput, ProductWithParametersInput};
    ///
    /// # async fn example(client: imcloud::Client, request: ParameterValidationRequest) -> Result<(), imcloud::Error> {
    /// let answer = client.validation().parameters(&request).await?;
    /// for product in answer.data.unwrap_or_default() {
    ///     println!("{:?}", product.parameters);
    /// }
    /// # Ok(())
    /// # }
    /// ```
    pub async fn parameters(
        &self,
        request: &ParameterValidationRequest,
    ) -> Result<ParameterValidationResultList> {
        call!(self.client, ValidateParameters, validate_parameters(request))
    }
}
