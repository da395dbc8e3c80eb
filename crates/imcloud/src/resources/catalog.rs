//! Products, service plans and the validation of parameters.

use imcloud_raw::{
    Id,
    types::{
        ParameterValidationRequest, ParameterValidationResultList, Product, ServicePlan, ServicePlanSummary,
    },
};

resource! {
    /// The catalog. There is no call for a single product (documented): filter by part number.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn example(client: imcloud::Client) -> Result<(), imcloud::Error> {
    /// let products = client.products().list().mpn("FJ-DOCS-01").collect(100).await?;
    /// println!("{} products have this part number", products.len()); // it may not be unique
    /// # Ok(())
    /// # }
    /// ```
    Products {
        /// Lists products. Their order is not documented.
        list list(ProductFilter) -> Product = ListProducts.list_products;
    }
}

filter! {
    /// A filter of products.
    ProductFilter for ListProducts -> Product {
        /// Part number, which may not be unique (documented).
        mpn: String,
        /// Name.
        name: String,
        /// Name of the service. All products of an order must have the same one (documented).
        service_name: String,
        /// Vendor.
        vendor: String,
    }
}

resource! {
    /// Service plans.
    ///
    /// # Examples
    ///
    /// ```no_run
    /// # async fn example(client: imcloud::Client) -> Result<(), imcloud::Error> {
    /// let plan = client.plans().get("1000007").await?;
    /// println!("{} ways to switch", plan.plan_switches.unwrap_or_default().len());
    /// # Ok(())
    /// # }
    /// ```
    Plans {
        /// Lists plans, without the switches between them. There are no filters, and the order is not
        /// documented.
        list list(()) -> ServicePlanSummary = ListPlans.list_plans;
        /// Returns a plan with its switches.
        call get(id: impl Into<Id>) -> ServicePlan = GetPlan.get_plan;
    }
}

resource! {
    /// Checks before an order.
    Validation {
        /// Validates the activation parameters of products. Invalid ones are reported in the response, not as
        /// an error (assumed).
        ///
        /// # Examples
        ///
        /// ```no_run
        /// use imcloud::types::{ParameterValidationRequest, ParameterValueInput, ProductWithParametersInput};
        ///
        /// # type Input = ParameterValidationRequest;
        /// # async fn example(client: imcloud::Client, request: Input) -> Result<(), imcloud::Error> {
        /// let result = client.validation().parameters(&request).await?;
        /// for product in result.data.unwrap_or_default() {
        ///     println!("{:?}", product.parameters);
        /// }
        /// # Ok(())
        /// # }
        /// ```
        call parameters(request: &ParameterValidationRequest) -> ParameterValidationResultList = ValidateParameters.validate_parameters;
    }
}
