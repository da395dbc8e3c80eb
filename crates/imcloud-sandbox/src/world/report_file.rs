//! tmp
pub(crate) struct ReportFile {
    pub(crate) content_type: &'static str,
    pub(crate) extension: &'static str,
    pub(crate) bytes: Vec<u8>,
}
pub(crate) struct ReportRow {
    pub(crate) order_number: String,
    pub(crate) date: chrono::DateTime<chrono::Utc>,
    pub(crate) customer_id: u64,
    pub(crate) customer_name: String,
    pub(crate) product_name: String,
    pub(crate) mpn: String,
    pub(crate) quantity: rust_decimal::Decimal,
    pub(crate) currency: String,
    pub(crate) unit_price: rust_decimal::Decimal,
    pub(crate) amount: rust_decimal::Decimal,
}
pub(crate) fn render(_: &imcloud_raw::types::ReportFormat, _: &[ReportRow]) -> ReportFile {
    ReportFile { content_type: "", extension: "", bytes: vec![] }
}
