//! How the service behaves where nobody knows, or where operators differ.

use std::time::Duration;

/// Choices about the service's behaviour. Each says what is known.
///
/// # Examples
///
/// ```
/// use imcloud_sandbox::{Manners, PageLimit};
///
/// let mut manners = Manners::default();
/// manners.above_page_limit = PageLimit::Refuse;
/// ```
#[derive(Clone, Debug)]
#[non_exhaustive]
pub struct Manners {
    /// Largest page; 500 (observed).
    pub page_limit: usize,
    /// What a larger `limit` does; unknown. Clamped by default.
    pub above_page_limit: PageLimit,
    /// How an unknown id is refused: 404 (observed on `GET /subscriptions/{id}`), or 400 whose message contains "No entity has been found"
    /// (in client code for customers, orders, plans, subscriptions). 404 by default.
    pub unknown_id: UnknownId,
    /// Whether `creationTimeFrom` and `creationTimeTo` narrow lists of orders; documented, never confirmed. True by default.
    pub creation_time_filters: bool,
    /// Whether `status` narrows lists of orders; documented, never confirmed. True by default.
    pub order_status_filter: bool,
    /// Whether setting `statusCode` to `CL` cancels an order; assumed from the specification's example. True by default; otherwise
    /// the code is accepted and nothing happens.
    pub cancel_by_status_code: bool,
    /// How `dependsOn` of products is written: as objects (specification) or as texts (guide). Objects by default.
    pub depends_on: DependsOnForm,
    /// What a row of `/reports` carries: everything (specification), or only name, format, creation date and download address (guide).
    /// Everything by default.
    pub report_rows: ReportRows,
    /// Whether the account may call `/resellers` and below. An ordinary reseller is expected to be refused with 403 (assumed). True by default.
    pub may_manage_resellers: bool,
    /// How long an order stays `submitted`; 5 seconds by default. By the sandbox's clock, as the next ones.
    pub order_submission: Duration,
    /// How long an order is `processing` after that; 60 seconds by default.
    pub order_processing: Duration,
    /// How long a new account stays `pending`; 30 seconds by default.
    pub account_activation: Duration,
    /// How long a report stays `submitted`, and then `processing`; 30 seconds each by default.
    pub report_step: Duration,
}

/// What a `limit` above the largest page does.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PageLimit {
    /// A page of the largest size comes, and `pagination.limit` says so.
    Clamp,
    /// HTTP 400.
    Refuse,
}

/// How an unknown id is refused.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum UnknownId {
    /// HTTP 404.
    NotFound,
    /// HTTP 400 with "No entity has been found" in its message.
    BadRequest,
}

/// How `dependsOn` of products is written.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum DependsOnForm {
    /// `{"mpn": "...", "id": "..."}`.
    Objects,
    /// Part numbers.
    Texts,
}

/// What a row of `/reports` carries.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ReportRows {
    /// Everything that the specification names.
    Full,
    /// Name, format, creation date and download address.
    Bare,
}

impl Default for Manners {
    fn default() -> Self {
        Self {
            page_limit: 500,
            above_page_limit: PageLimit::Clamp,
            unknown_id: UnknownId::NotFound,
            creation_time_filters: true,
            order_status_filter: true,
            cancel_by_status_code: true,
            depends_on: DependsOnForm::Objects,
            report_rows: ReportRows::Full,
            may_manage_resellers: true,
            order_submission: Duration::from_secs(5),
            order_processing: Duration::from_secs(60),
            account_activation: Duration::from_secs(30),
            report_step: Duration::from_secs(30),
        }
    }
}
