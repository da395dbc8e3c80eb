// Generated from openapi/effective.yaml; do not edit. Regenerate with: cargo xtask generate

use crate::Client;

/// The version of the API from whose specification this client was generated.
pub const API_VERSION: &str = "1.15";

/// Types that are sent and received.
pub mod types {
    #[allow(unused_imports, reason = "which of them are needed depends on the specification")]
    use std::collections::BTreeMap;

    use serde::{Deserialize, Serialize};

    #[allow(unused_imports, reason = "as above")]
    use crate::{as_number, lenient, lenient::FromShorthand};

    open_enum! {
        /// State of the account. New customers are `pending` and turn `active` later without further action
        /// (documented).
        pub enum AccountStatus {
            /// `pending`: Created but not verified yet; the state of every new customer.
            Pending = "pending",
            /// `active`: In normal use; orders are accepted.
            Active = "active",
            /// `creditHold`: Running, but nothing more can be ordered until open invoices are settled.
            CreditHold = "creditHold",
            /// `adminHold`: Suspended with all its services after a breach of terms; nothing can be ordered.
            AdminHold = "adminHold",
            /// `cancelled`: Closed; services are stopped and nobody can log in.
            Cancelled = "cancelled",
            /// `error`: Not usable because something went wrong; a case for support.
            Error = "error",
        }
    }

    open_enum! {
        /// How the end date is found.
        pub enum AlignmentType {
            /// `CO_TERM_ON_SUBSCRIPTION`: Ends together with the subscription in `subscriptionId`.
            CoTermOnSubscription = "CO_TERM_ON_SUBSCRIPTION",
            /// `MATCH_END_OF_CALENDAR_MONTH`: Ends with a calendar month.
            MatchEndOfCalendarMonth = "MATCH_END_OF_CALENDAR_MONTH",
            /// `CO_TERM_PARTIAL_UPGRADE`: Co-terming of a partial upgrade, in which part of a quantity moves on;
            /// not documented further.
            CoTermPartialUpgrade = "CO_TERM_PARTIAL_UPGRADE",
        }
    }

    open_enum! {
        /// When the subscription is charged. The publisher does not explain the values, their meanings are
        /// taken from their names.
        pub enum BillingModel {
            /// `chargeBeforeBillingPeriod`: Charged ahead of each billing period.
            ChargeBeforeBillingPeriod = "chargeBeforeBillingPeriod",
            /// `chargeAfterBillingPeriod`: Charged at the end of each billing period.
            ChargeAfterBillingPeriod = "chargeAfterBillingPeriod",
            /// `chargeBeforeSubscriptionPeriod`: Charged for the whole term ahead of each subscription period.
            ChargeBeforeSubscriptionPeriod = "chargeBeforeSubscriptionPeriod",
            /// `chargeExternalRating`: Charged by usage that is rated outside the platform (assumed from the name).
            ChargeExternalRating = "chargeExternalRating",
            /// `unknown`: Not known to the service.
            Unknown = "unknown",
        }
    }

    open_enum! {
        /// What the person is responsible for.
        pub enum ContactType {
            /// `admin`: Administrator of the account, the only contact that can have a login.
            Admin = "admin",
            /// `billing`: Contact for invoices and payments.
            Billing = "billing",
            /// `technical`: Contact for technical matters.
            Technical = "technical",
        }
    }

    open_enum! {
        /// Whether a common end date must, may or must not be asked for.
        pub enum CotermingRequirement {
            /// `MANDATORY`: An order has to ask for a common end date.
            Mandatory = "MANDATORY",
            /// `ALLOWED`: An order may ask for a common end date.
            Allowed = "ALLOWED",
            /// `RESTRICTED`: No common end date; the exact limits are not documented (assumed from the name).
            Restricted = "RESTRICTED",
        }
    }

    open_enum! {
        /// What the end date can be aligned with.
        pub enum CotermingType {
            /// `SUBSCRIPTION`: The end of another subscription.
            Subscription = "SUBSCRIPTION",
            /// `END_OF_MONTH`: The end of a calendar month.
            EndOfMonth = "END_OF_MONTH",
        }
    }

    open_enum! {
        /// How often the amount is granted.
        pub enum DiscountFrequency {
            /// `DAILY`: Every day.
            Daily = "DAILY",
            /// `MONTHLY`: Every month.
            Monthly = "MONTHLY",
            /// `YEARLY`: Every year.
            Yearly = "YEARLY",
        }
    }

    open_enum! {
        /// One type of order the discount holds for.
        pub enum DiscountScope {
            /// `SALES`: New sales.
            Sales = "SALES",
            /// `RENEWAL`: Renewals.
            Renewal = "RENEWAL",
            /// `SWITCH_PLAN`: Switches to another plan.
            SwitchPlan = "SWITCH_PLAN",
        }
    }

    open_enum! {
        /// How `value` is to be read.
        pub enum DiscountType {
            /// `percent`: A share of the price.
            Percent = "percent",
            /// `fixed`: A fixed amount of money.
            Fixed = "fixed",
            /// `unknown`: A kind of discount the service cannot name.
            Unknown = "unknown",
        }
    }

    open_enum! {
        /// Price that the margin starts from (assumed).
        pub enum MarginPriceModel {
            /// `MSRP`: By its letters, the retail price the manufacturer suggests (assumed).
            Msrp = "MSRP",
            /// `COS`: By its letters, the cost of sales (assumed).
            Cos = "COS",
            /// `UNKNOWN`: A model the service cannot name.
            Unknown = "UNKNOWN",
        }
    }

    open_enum! {
        /// What the line charges or gives back. The publisher does not explain the values, their meanings are
        /// taken from their names.
        pub enum OrderDetailType {
            /// `unknown`: A kind of line the service cannot name.
            Unknown = "unknown",
            /// `setup`: One-time charge for setting the product up.
            Setup = "setup",
            /// `setupRefund`: Set-up charge given back.
            SetupRefund = "setupRefund",
            /// `switch`: Charge for switching to another plan or product.
            Switch = "switch",
            /// `renew`: Charge for a renewal.
            Renew = "renew",
            /// `renewRefund`: Renewal charge given back.
            RenewRefund = "renewRefund",
            /// `transfer`: Charge for a transfer.
            Transfer = "transfer",
            /// `transferRefund`: Transfer charge given back.
            TransferRefund = "transferRefund",
            /// `recurring`: Charge for a billing period.
            Recurring = "recurring",
            /// `recurringRefund`: Charge for a billing period given back, in full or in part.
            RecurringRefund = "recurringRefund",
            /// `overuse`: Charge for use above what is included.
            Overuse = "overuse",
            /// `downgrade`: Change to a smaller plan or quantity; not documented further.
            Downgrade = "downgrade",
            /// `discount`: Reduction of the price.
            Discount = "discount",
            /// `adjustment`: Correction of an earlier amount.
            Adjustment = "adjustment",
            /// `cancellation`: Charge or credit for ending a subscription; not documented further.
            Cancellation = "cancellation",
            /// `handlingFee`: Fee for handling the order.
            HandlingFee = "handlingFee",
            /// `nonProvisioningItem`: Charge for something that is not provisioned.
            NonProvisioningItem = "nonProvisioningItem",
            /// `payment`: A payment.
            Payment = "payment",
            /// `refund`: Money given back.
            Refund = "refund",
            /// `refundAdjustment`: Correction of a refund.
            RefundAdjustment = "refundAdjustment",
            /// `billPenalty`: Penalty on a bill.
            BillPenalty = "billPenalty",
            /// `billRecord`: Record of a bill; not documented further.
            BillRecord = "billRecord",
            /// `resellerPayment`: Payment by a reseller.
            ResellerPayment = "resellerPayment",
            /// `deposit`: Deposit paid in advance.
            Deposit = "deposit",
        }
    }

    open_enum! {
        /// How this line is carried out. Comes back for partial upgrades (documented); not meant to be sent
        /// (assumed). The publisher does not explain the values, their meanings are taken from their names.
        pub enum OrderLineProductType {
            /// `CREATE`: Creates a new subscription.
            Create = "CREATE",
            /// `RENEW`: Renews the subscription.
            Renew = "RENEW",
            /// `CANCEL`: Cancels the subscription.
            Cancel = "CANCEL",
            /// `UPGRADE`: Upgrades the subscription; not documented further.
            Upgrade = "UPGRADE",
            /// `CHANGE_PLAN_PERIOD`: Switches to another period of the plan.
            ChangePlanPeriod = "CHANGE_PLAN_PERIOD",
            /// `TRANSFER`: Transfers the subscription; not documented further.
            Transfer = "TRANSFER",
            /// `STOP_SERVICE`: Stops the service.
            StopService = "STOP_SERVICE",
            /// `DESTROY_SERVICE`: Removes the service for good (assumed).
            DestroyService = "DESTROY_SERVICE",
            /// `ONE_TIME_FEE`: Charges a single fee.
            OneTimeFee = "ONE_TIME_FEE",
            /// `BILLING_SUBSCRIPTION`: Concerns the billing of a subscription; not documented further.
            BillingSubscription = "BILLING_SUBSCRIPTION",
            /// `VENDOR_RATED_DATA`: Charges usage that the vendor has rated; not documented further.
            VendorRatedData = "VENDOR_RATED_DATA",
            /// `MIGRATION`: Brings in a subscription that was bought elsewhere.
            Migration = "MIGRATION",
            /// `MOVE`: Moves product quantity to another subscription.
            Move = "MOVE",
        }
    }

    open_enum! {
        /// How far the order has got. It moves from `submitted` through `processing` to `completed`, `error` or
        /// `cancelled`. A change of an annual subscription can stay in `processing` for months, until the
        /// renewal (observed).
        pub enum OrderStatus {
            /// `submitted`: Accepted and waiting to be worked on; the first status of every order.
            Submitted = "submitted",
            /// `processing`: Being carried out; a change that waits for the renewal stays here until then
            /// (observed).
            Processing = "processing",
            /// `error`: Failed; the reason is shown in the control panel, not in the order.
            Error = "error",
            /// `completed`: Carried out in full.
            Completed = "completed",
            /// `cancelled`: Withdrawn before it was carried out.
            Cancelled = "cancelled",
        }
    }

    open_enum! {
        /// Internal status of the order as a short code of letters. The full list of codes is not published, so
        /// expect others than the known ones.
        pub enum OrderStatusCode {
            /// `CP`: Completed; not known to be accepted in an update.
            Cp = "CP",
            /// `AS`: Being processed; not known to be accepted in an update.
            As = "AS",
            /// `LO`: Provisioning in progress; not known to be accepted in an update.
            Lo = "LO",
            /// `CL`: Cancelled, judged by its letters (assumed).
            Cl = "CL",
        }
    }

    open_enum! {
        /// What the order does. The publisher names `sales` as the default although the member is required, so
        /// always send it. An order of type `cancellation` ends a subscription; that is not the same as an
        /// order whose `status` is `cancelled`.
        pub enum OrderType {
            /// `sales`: Buys something new and so creates one or more subscriptions.
            Sales = "sales",
            /// `change`: Alters an existing subscription - its quantity, product, plan, period or end date. Needs
            /// `subscriptionId`.
            Change = "change",
            /// `renewal`: Extends a subscription by its next period. Needs `subscriptionId`.
            Renewal = "renewal",
            /// `cancellation`: Ends a subscription. Needs `subscriptionId`.
            Cancellation = "cancellation",
            /// `migration`: Brings in a subscription that was bought elsewhere. Needs `startDate`, `migrationDate`,
            /// `expirationDate`, `migrationProgram` and `autorenewal`.
            Migration = "migration",
            /// `unknown`: A type the service cannot name; not meant to be sent.
            Unknown = "unknown",
        }
    }

    open_enum! {
        /// Whether the value was accepted.
        pub enum ParameterResult {
            /// `success`: The value can be used in an order.
            Success = "success",
            /// `error`: The value was refused, for the reason given in `message`.
            Error = "error",
        }
    }

    open_enum! {
        /// Unit in which `duration` counts; days are not among the documented ones here.
        pub enum PeriodType {
            /// `statement_day`: Up to a fixed day of the statement (assumed from the name); not documented further.
            StatementDay = "statement_day",
            /// `month`: Months.
            Month = "month",
            /// `year`: Years.
            Year = "year",
            /// `unknown`: Not known to the service.
            Unknown = "unknown",
            /// `day`: Days.
            Day = "day",
        }
    }

    open_enum! {
        /// A special way of placing a change order. Leave it out for an ordinary order.
        pub enum PlacementType {
            /// `MOVE`: Moves product quantity from the subscription of the order to the one in
            /// `targetSubscriptionId`.
            Move = "MOVE",
        }
    }

    open_enum! {
        /// How the quantity decides the price. The publisher lists the names without explaining them.
        pub enum ProductPriceModel {
            /// `FLAT`: One price, whatever the quantity.
            Flat = "FLAT",
            /// `TIERED`: Each tier of the quantity has its own price (assumed from the name).
            Tiered = "TIERED",
            /// `VOLUME_SUBSCRIPTION`: The quantity in the subscription picks the price for all units (assumed from
            /// the name).
            VolumeSubscription = "VOLUME_SUBSCRIPTION",
            /// `VOLUME_ORDER`: The quantity in the order picks the price for all units (assumed from the name).
            VolumeOrder = "VOLUME_ORDER",
            /// `VOLUME_RESOURCE_AGGREGATED`: The quantity of the resource summed over several places picks the
            /// price for all units (assumed from the name).
            VolumeResourceAggregated = "VOLUME_RESOURCE_AGGREGATED",
        }
    }

    open_enum! {
        /// Kind of charge that the price belongs to.
        pub enum ProductPriceType {
            /// `recurring`: Charged again for every period.
            Recurring = "recurring",
            /// `setup`: Charged once, when the product is set up.
            Setup = "setup",
            /// `overuse`: Charged for use beyond what is included.
            Overuse = "overuse",
        }
    }

    open_enum! {
        /// Format of the file.
        pub enum ReportFormat: ignore_case {
            /// `csv`: Comma-separated values.
            Csv = "csv",
            /// `xml`: XML document.
            Xml = "xml",
            /// `xlsx`: Spreadsheet workbook.
            Xlsx = "xlsx",
            /// `json`: JSON document.
            Json = "json",
            /// `unknown`: Not known to the service.
            Unknown = "unknown",
        }
    }

    open_enum! {
        /// How far the generation has come.
        pub enum ReportStatus {
            /// `submitted`: Accepted, not started yet.
            Submitted = "submitted",
            /// `processing`: Being generated.
            Processing = "processing",
            /// `error`: Generation failed; no file will come.
            Error = "error",
            /// `completed`: The file is ready at `downloadUrl`.
            Completed = "completed",
            /// `unknown`: Not known to the service.
            Unknown = "unknown",
        }
    }

    open_enum! {
        /// What set off the generation.
        pub enum ReportType {
            /// `periodic`: Generated again and again, at a period of its own.
            Periodic = "periodic",
            /// `daily`: Generated every day.
            Daily = "daily",
            /// `monthly`: Generated every month.
            Monthly = "monthly",
            /// `onetime`: Generated once, as reports scheduled through this API are.
            Onetime = "onetime",
            /// `on_invoice`: Generated along with an invoice.
            OnInvoice = "on_invoice",
            /// `unknown`: Not known to the service.
            Unknown = "unknown",
        }
    }

    open_enum! {
        /// The event the order waits for; a word such as `renewal`, not a date. Not sent in list rows, though
        /// the full order has it (observed).
        pub enum ScheduledOn {
            /// `renewal`: The order takes effect at the next renewal of its subscription.
            Renewal = "renewal",
        }
    }

    open_enum! {
        /// State of the subscription and of its services. `removed` is far more frequent than `terminated`
        /// (observed), so look for both when you look for ended subscriptions.
        pub enum SubscriptionStatus {
            /// `pending`: Not usable yet; the subscription or its services are still being set up.
            Pending = "pending",
            /// `active`: In use.
            Active = "active",
            /// `hold`: Suspended; the services are switched off.
            Hold = "hold",
            /// `terminated`: Ended; the services are switched off.
            Terminated = "terminated",
            /// `removed`: Ended, and the services are deprovisioned. Monthly renewals that replace the old record
            /// may be the main cause (assumed).
            Removed = "removed",
            /// `unknown`: A state the service cannot name.
            Unknown = "unknown",
        }
    }

    open_enum! {
        /// How the customer is charged for the switch. The publisher gives only the names.
        pub enum SwitchBillingPolicy {
            /// `period_change`: The term changes with the switch (assumed from the name).
            PeriodChange = "period_change",
            /// `prorate_starting_new_subscription_period`: Charged in proportion, and a new term starts (assumed
            /// from the name).
            ProrateStartingNewSubscriptionPeriod = "prorate_starting_new_subscription_period",
            /// `prorate_keeping_exp_date`: Charged in proportion, and the end date stays (assumed from the name).
            ProrateKeepingExpDate = "prorate_keeping_exp_date",
            /// `prorate_refund`: The unused part of the old term is paid back in proportion (assumed from the
            /// name).
            ProrateRefund = "prorate_refund",
            /// `no_refund`: Nothing is paid back (assumed from the name).
            NoRefund = "no_refund",
            /// `no_refund_with_full_refund_period`: Nothing is paid back, except within a first period that is
            /// refunded in full (assumed from the name).
            NoRefundWithFullRefundPeriod = "no_refund_with_full_refund_period",
            /// `prorate_refund_with_full_refund_period`: Paid back in proportion, or in full within a first period
            /// (assumed from the name).
            ProrateRefundWithFullRefundPeriod = "prorate_refund_with_full_refund_period",
            /// `unknown`: Not known to the service.
            Unknown = "unknown",
        }
    }

    open_enum! {
        /// When an ordered switch takes effect.
        pub enum SwitchEffectiveDate {
            /// `immediately`: On the day of the order.
            Immediately = "immediately",
            /// `next_billing_period`: On the next billing date.
            NextBillingPeriod = "next_billing_period",
            /// `next_subscription_period`: When the current term ends.
            NextSubscriptionPeriod = "next_subscription_period",
            /// `unknown`: Not known to the service.
            Unknown = "unknown",
        }
    }

    open_enum! {
        /// Whether the subscription was made by the order.
        pub enum TargetSubscriptionInfoType {
            /// `NEW`: The order created the subscription.
            New = "NEW",
            /// `EXISTING`: The subscription was there before.
            Existing = "EXISTING",
        }
    }

    open_enum! {
        /// Which start date the subscription gets when it moves to another plan. Not sent in list rows
        /// (observed).
        pub enum UpgradeStartType {
            /// `FROM_DATE_OF_UPGRADE`: The new period starts on the day of the upgrade.
            FromDateOfUpgrade = "FROM_DATE_OF_UPGRADE",
            /// `FROM_OLD_START_DATE`: The new period keeps the old start date.
            FromOldStartDate = "FROM_OLD_START_DATE",
        }
    }

    /// A postal address.
    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct Address {
        /// Second line, such as a suite or floor.
        #[serde(
            default,
            deserialize_with = "lenient::text",
            skip_serializing_if = "Option::is_none"
        )]
        pub address_extension: Option<String>,
        /// Town or city.
        #[serde(
            default,
            deserialize_with = "lenient::text",
            skip_serializing_if = "Option::is_none"
        )]
        pub city: Option<String>,
        /// Country, as two upper-case letters of ISO 3166-1, such as `US`.
        #[serde(
            default,
            deserialize_with = "lenient::text",
            skip_serializing_if = "Option::is_none"
        )]
        pub country_code: Option<String>,
        /// Postal code, as text.
        #[serde(
            default,
            deserialize_with = "lenient::text",
            skip_serializing_if = "Option::is_none"
        )]
        pub postal_code: Option<String>,
        /// State or province, such as `CA`. Some countries require it (documented); which ones is not listed.
        #[serde(
            default,
            deserialize_with = "lenient::text",
            skip_serializing_if = "Option::is_none"
        )]
        pub state: Option<String>,
        /// Street and house number.
        #[serde(
            default,
            deserialize_with = "lenient::text",
            skip_serializing_if = "Option::is_none"
        )]
        pub street_address: Option<String>,
    }

    /// A postal address.
    #[doc(alias = "Address")]
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct AddressInput {
        /// Second line, such as a suite or floor.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub address_extension: Option<String>,
        /// Town or city.
        pub city: String,
        /// Country, as two upper-case letters of ISO 3166-1, such as `US`.
        pub country_code: String,
        /// Postal code, as text.
        pub postal_code: String,
        /// State or province, such as `CA`. Some countries require it (documented); which ones is not listed.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub state: Option<String>,
        /// Street and house number.
        pub street_address: String,
    }

    input! {
        AddressInput {
            city: String,
            country_code: String,
            postal_code: String,
            street_address: String,
        } {
            address_extension: String,
            state: String,
        }
    }

    /// What the end date of a subscription is aligned with. Used by sales and change orders (documented).
    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct AlignExpirationDate {
        /// How the end date is found.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub alignment_type: Option<AlignmentType>,
        /// Identifier of the subscription whose end date is to be matched. Declared as a number here, although
        /// identifiers are text elsewhere.
        #[serde(
            serialize_with = "as_number::optional_id",
            skip_serializing_if = "Option::is_none"
        )]
        pub subscription_id: Option<crate::Id>,
    }

    /// What the end date of a subscription is aligned with. Used by sales and change orders (documented).
    #[doc(alias = "AlignExpirationDate")]
    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct AlignExpirationDateInput {
        /// How the end date is found.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub alignment_type: Option<AlignmentType>,
        /// Identifier of the subscription whose end date is to be matched. Declared as a number here, although
        /// identifiers are text elsewhere.
        #[serde(
            serialize_with = "as_number::optional_id",
            skip_serializing_if = "Option::is_none"
        )]
        pub subscription_id: Option<crate::Id>,
    }

    input! {
        AlignExpirationDateInput {
        } {
            alignment_type: AlignmentType,
            subscription_id: crate::Id,
        }
    }

    /// A contract value that has been accounted for already. The publisher marks it as never read.
    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct AlreadyAccountedTcvInfo {
        /// The amount, as decimal text with a point and any number of decimals.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub amount: Option<crate::Decimal>,
        /// Currency of the amount, as an ISO 4217 code such as `USD`.
        #[serde(
            default,
            deserialize_with = "lenient::text",
            skip_serializing_if = "Option::is_none"
        )]
        pub currency: Option<String>,
    }

    /// A contract value that has been accounted for already. The publisher marks it as never read.
    #[doc(alias = "AlreadyAccountedTcvInfo")]
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct AlreadyAccountedTcvInfoInput {
        /// The amount, as decimal text with a point and any number of decimals.
        pub amount: crate::Decimal,
        /// Currency of the amount, as an ISO 4217 code such as `USD`.
        pub currency: String,
    }

    input! {
        AlreadyAccountedTcvInfoInput {
            amount: crate::Decimal,
            currency: String,
        } {
        }
    }

    /// The time between two invoices.
    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct BillingPeriod {
        /// Length of the billing period, in units of `type`.
        #[serde(
            default,
            deserialize_with = "lenient::integer",
            skip_serializing_if = "Option::is_none"
        )]
        pub duration: Option<i64>,
        /// Unit in which `duration` counts; days are not among the documented ones here.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub type_: Option<PeriodType>,
    }

    /// The time between two invoices.
    #[doc(alias = "BillingPeriod")]
    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct BillingPeriodInput {
        /// Length of the billing period, in units of `type`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub duration: Option<i64>,
        /// Unit in which `duration` counts; days are not among the documented ones here.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub type_: Option<PeriodType>,
    }

    input! {
        BillingPeriodInput {
        } {
            duration: i64,
            type_: PeriodType,
        }
    }

    /// One value that a parameter can take.
    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct Choice {
        /// Whether this is the value taken when none is chosen (assumed from the name).
        #[serde(
            default,
            deserialize_with = "lenient::boolean",
            skip_serializing_if = "Option::is_none"
        )]
        pub default: Option<bool>,
        /// Text that shows the value to people.
        #[serde(
            default,
            deserialize_with = "lenient::text",
            skip_serializing_if = "Option::is_none"
        )]
        pub label: Option<String>,
        /// The value to send.
        #[serde(
            default,
            deserialize_with = "lenient::text",
            skip_serializing_if = "Option::is_none"
        )]
        pub value: Option<String>,
    }

    /// A person to turn to at a customer or reseller.
    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct ContactPerson {
        /// E-mail address; customers and resellers can be found by it.
        #[serde(
            default,
            deserialize_with = "lenient::text",
            skip_serializing_if = "Option::is_none"
        )]
        pub email: Option<String>,
        /// Given name.
        #[serde(
            default,
            deserialize_with = "lenient::text",
            skip_serializing_if = "Option::is_none"
        )]
        pub first_name: Option<String>,
        /// Family name.
        #[serde(
            default,
            deserialize_with = "lenient::text",
            skip_serializing_if = "Option::is_none"
        )]
        pub last_name: Option<String>,
        /// Phone number as free text. The publisher asks for E.164, but its examples look like
        /// `81##18881234567#`, with the extension after the last `#`; a number such as `+49891234567` was
        /// accepted too (seen in client code).
        #[serde(
            default,
            deserialize_with = "lenient::text",
            skip_serializing_if = "Option::is_none"
        )]
        pub phone_number: Option<String>,
        /// What the person is responsible for.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub type_: Option<ContactType>,
    }

    /// A person to turn to at a customer or reseller.
    #[doc(alias = "ContactPerson")]
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct ContactPersonInput {
        /// E-mail address; customers and resellers can be found by it.
        pub email: String,
        /// Given name.
        pub first_name: String,
        /// Family name.
        pub last_name: String,
        /// Wanted login name, for the `admin` contact only; without one the platform makes it up. At least 5
        /// letters, digits or characters of `_.@-`, or an e-mail address (documented). Never sent back.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub login: Option<String>,
        /// Password for `login`: usually at least 7 characters, mixing cases, digits and other characters
        /// (documented). Never sent back.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub password: Option<crate::Secret>,
        /// Phone number as free text. The publisher asks for E.164, but its examples look like
        /// `81##18881234567#`, with the extension after the last `#`; a number such as `+49891234567` was
        /// accepted too (seen in client code).
        pub phone_number: String,
        /// What the person is responsible for.
        pub type_: ContactType,
    }

    input! {
        ContactPersonInput {
            email: String,
            first_name: String,
            last_name: String,
            phone_number: String,
            type_: ContactType,
        } {
            login: String,
            password: crate::Secret,
        }
    }

    /// Rules for making a new term end together with an existing one.
    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct Coterming {
        /// Whether a common end date must, may or must not be asked for.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub required: Option<CotermingRequirement>,
        /// What the end date can be aligned with.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub type_: Option<CotermingType>,
    }

    /// A company that buys through the reseller.
    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct Customer {
        /// Postal address, also printed on invoices. Some services apply rules of their vendor to it
        /// (documented).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub address: Option<Address>,
        /// Further named texts kept with the account. Which names mean something is not documented.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub attributes: Option<BTreeMap<String, String>>,
        /// Contacts for administration, billing and technical matters.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub contact_persons: Option<Vec<ContactPerson>>,
        /// The caller's own key for the account, free to choose and usable as a list filter. Whether the
        /// service refuses duplicates is not documented.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub external_id: Option<crate::Id>,
        /// Id of the account: digits, but treat it as text. The service assigns it and ignores one that is sent
        /// (documented example).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub id: Option<crate::Id>,
        /// Language of notifications and of the panel, a two-letter code such as `en`. Upper case was accepted
        /// as well (seen in client code).
        #[serde(
            default,
            deserialize_with = "lenient::text",
            skip_serializing_if = "Option::is_none"
        )]
        pub language: Option<String>,
        /// Name of the company, or of the person where there is none.
        #[serde(
            default,
            deserialize_with = "lenient::text",
            skip_serializing_if = "Option::is_none"
        )]
        pub name: Option<String>,
        /// Id of the reseller that the customer belongs to.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub reseller_id: Option<crate::Id>,
        /// State of the account. New customers are `pending` and turn `active` later without further action
        /// (documented).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub status: Option<AccountStatus>,
        /// Tax registration number, used in working out taxes and exemptions.
        ///
        /// The documented answer to creating a customer leaves it out although it was sent; a later read has
        /// it.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub tax_reg_id: Option<crate::Id>,
    }

    /// A company that buys through the reseller.
    ///
    /// Name, address, contacts and language are required. A new customer starts as `pending` (documented).
    #[doc(alias = "Customer")]
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct CustomerInput {
        /// Postal address, also printed on invoices. Some services apply rules of their vendor to it
        /// (documented).
        pub address: AddressInput,
        /// Further named texts kept with the account. Which names mean something is not documented.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub attributes: Option<BTreeMap<String, String>>,
        /// Contacts for administration, billing and technical matters.
        pub contact_persons: Vec<ContactPersonInput>,
        /// The caller's own key for the account, free to choose and usable as a list filter. Whether the
        /// service refuses duplicates is not documented.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub external_id: Option<crate::Id>,
        /// Language of notifications and of the panel, a two-letter code such as `en`. Upper case was accepted
        /// as well (seen in client code).
        pub language: String,
        /// Name of the company, or of the person where there is none.
        pub name: String,
        /// Tax registration number, used in working out taxes and exemptions.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub tax_reg_id: Option<crate::Id>,
    }

    input! {
        CustomerInput {
            address: AddressInput,
            contact_persons: Vec<ContactPersonInput>,
            language: String,
            name: String,
        } {
            attributes: BTreeMap<String, String>,
            external_id: crate::Id,
            tax_reg_id: crate::Id,
        }
    }

    /// One page of customers, newest first.
    #[doc(alias = "ResultListCustomer")]
    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct CustomerList {
        /// The customers of this page, each with `id`, `externalId`, `name` and `status` only; empty when none
        /// match.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub data: Option<Vec<CustomerSummary>>,
        /// Where the page stands in the whole list.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub pagination: Option<Pagination>,
    }

    /// A company that buys through the reseller.
    ///
    /// Rows of lists carry `id`, `externalId`, `name` and `status` only (documented); fetch the customer
    /// for the rest.
    #[doc(alias = "Customer")]
    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct CustomerSummary {
        /// Postal address, also printed on invoices. Some services apply rules of their vendor to it
        /// (documented).
        ///
        /// Not sent in list rows (documented); fetch the customer.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub address: Option<Address>,
        /// Further named texts kept with the account. Which names mean something is not documented.
        ///
        /// Not sent in list rows (documented); fetch the customer.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub attributes: Option<BTreeMap<String, String>>,
        /// Contacts for administration, billing and technical matters.
        ///
        /// Not sent in list rows (documented); fetch the customer.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub contact_persons: Option<Vec<ContactPerson>>,
        /// The caller's own key for the account, free to choose and usable as a list filter. Whether the
        /// service refuses duplicates is not documented.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub external_id: Option<crate::Id>,
        /// Id of the account: digits, but treat it as text. The service assigns it and ignores one that is sent
        /// (documented example).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub id: Option<crate::Id>,
        /// Language of notifications and of the panel, a two-letter code such as `en`. Upper case was accepted
        /// as well (seen in client code).
        ///
        /// Not sent in list rows (documented); fetch the customer.
        #[serde(
            default,
            deserialize_with = "lenient::text",
            skip_serializing_if = "Option::is_none"
        )]
        pub language: Option<String>,
        /// Name of the company, or of the person where there is none.
        #[serde(
            default,
            deserialize_with = "lenient::text",
            skip_serializing_if = "Option::is_none"
        )]
        pub name: Option<String>,
        /// Id of the reseller that the customer belongs to.
        ///
        /// Not sent in list rows (documented); fetch the customer.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub reseller_id: Option<crate::Id>,
        /// State of the account. New customers are `pending` and turn `active` later without further action
        /// (documented).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub status: Option<AccountStatus>,
        /// Tax registration number, used in working out taxes and exemptions.
        ///
        /// The documented answer to creating a customer leaves it out although it was sent; a later read has
        /// it.
        ///
        /// Not sent in list rows (observed); fetch the customer.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub tax_reg_id: Option<crate::Id>,
    }

    /// Changes to a customer; members that are left out stay as they are (assumed). Language and attributes
    /// cannot be changed.
    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct CustomerUpdate {
        /// New postal address. Give it whole; whether single lines can be changed is not documented.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub address: Option<AddressInput>,
        /// New contacts. Give all of them: whether the list replaces the stored one is not documented.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub contact_persons: Option<Vec<ContactPersonInput>>,
        /// New value of the caller's own key for the account.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub external_id: Option<crate::Id>,
        /// Ignored; the id in the path decides which account is changed.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub id: Option<crate::Id>,
        /// New name of the company.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub name: Option<String>,
        /// New state of the account. Only `active` and `creditHold` are supported (documented), although the
        /// enumeration has all six states.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub status: Option<AccountStatus>,
        /// New tax registration number.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub tax_reg_id: Option<crate::Id>,
    }

    input! {
        CustomerUpdate {
        } {
            address: AddressInput,
            contact_persons: Vec<ContactPersonInput>,
            external_id: crate::Id,
            id: crate::Id,
            name: String,
            status: AccountStatus,
            tax_reg_id: crate::Id,
        }
    }

    /// A product that another one needs in the same subscription. The publisher says that the platform adds
    /// it to an order that lacks it, while its guide asks for it to be there.
    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct DependsOnItem {
        /// Id of the needed product.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub id: Option<crate::Id>,
        /// Manufacturer part number of the needed product.
        #[serde(
            default,
            deserialize_with = "lenient::text",
            skip_serializing_if = "Option::is_none"
        )]
        pub mpn: Option<String>,
    }

    impl FromShorthand for DependsOnItem {
        fn from_shorthand(text: String) -> Self {
            Self { mpn: Some(text.into()), ..Self::default() }
        }
    }

    /// A discount on a price line, as a rule and as the amount it comes to.
    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct Discount {
        /// The discount as an amount of money. Decimal text with a point.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub amount: Option<crate::Decimal>,
        /// Currency of `amount`, as an ISO 4217 code (assumed from the published example).
        #[serde(
            default,
            deserialize_with = "lenient::text",
            skip_serializing_if = "Option::is_none"
        )]
        pub amount_code: Option<String>,
        /// How `value` is to be read.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub type_: Option<DiscountType>,
        /// Size of the discount, read by its `type`. The published example is `0.5` with `percent`; whether
        /// that means half a percent or one half is not documented, so prefer `amount`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub value: Option<crate::Decimal>,
    }

    /// The length of time that one line of an order charges for.
    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct Duration {
        /// Number of units; it can have decimals, unlike in other periods.
        #[serde(
            serialize_with = "as_number::optional_decimal",
            skip_serializing_if = "Option::is_none"
        )]
        pub duration: Option<crate::Decimal>,
        /// Unit in which `duration` counts.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub type_: Option<PeriodType>,
    }

    /// What the service says when it refuses a call, in all three spellings that occur. The platform sends
    /// `correlationId`, `status`, `message`, `path` and `timeStamp` (observed); its framework sends `error`
    /// and `timestamp` instead of `message` and `timeStamp` (seen in client code); the gateway sends
    /// `statusCode` and `message` (documented by its vendor).
    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct ErrorBody {
        /// The id of the call in the platform, the same as the header `X-Correlation-ID`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub correlation_id: Option<crate::Id>,
        /// What went wrong, in the framework's spelling.
        #[serde(
            default,
            deserialize_with = "lenient::text",
            skip_serializing_if = "Option::is_none"
        )]
        pub error: Option<String>,
        /// What went wrong, in English, for people. It may name orders and internal states: a refusal for
        /// business reasons comes with status 500, and this text is all there is to tell it from a crash
        /// (observed).
        #[serde(
            default,
            deserialize_with = "lenient::text",
            skip_serializing_if = "Option::is_none"
        )]
        pub message: Option<String>,
        /// The path that was called, without the region.
        #[serde(
            default,
            deserialize_with = "lenient::text",
            skip_serializing_if = "Option::is_none"
        )]
        pub path: Option<String>,
        /// The HTTP status again, as the platform writes it.
        #[serde(
            default,
            deserialize_with = "lenient::integer",
            skip_serializing_if = "Option::is_none"
        )]
        pub status: Option<i64>,
        /// The HTTP status again, as the gateway writes it; its presence tells that the gateway refused the
        /// call.
        #[serde(
            default,
            deserialize_with = "lenient::integer",
            skip_serializing_if = "Option::is_none"
        )]
        pub status_code: Option<i64>,
        /// When it happened, with milliseconds and offset (observed).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub time_stamp: Option<crate::DateTime>,
        /// When it happened, in the framework's spelling.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub timestamp: Option<crate::DateTime>,
    }

    /// Exclusive tax on a price line, by its name a tax that comes on top of the price (assumed). Set by
    /// the service.
    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct ExclusiveTaxAmount {
        /// The amount of tax, as decimal text with a point and any number of decimals.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub amount: Option<crate::Decimal>,
        /// Currency of the amount, as an ISO 4217 code such as `USD`.
        #[serde(
            default,
            deserialize_with = "lenient::text",
            skip_serializing_if = "Option::is_none"
        )]
        pub currency: Option<String>,
    }

    /// Cost of a whole order line, as rated by the vendor. The publisher marks it as never read.
    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct ExtendedCost {
        /// The amount, as decimal text with a point and any number of decimals. Exclusive of tax (assumed).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub amount: Option<crate::Decimal>,
        /// Currency of the amount, as an ISO 4217 code such as `USD`.
        #[serde(
            default,
            deserialize_with = "lenient::text",
            skip_serializing_if = "Option::is_none"
        )]
        pub currency: Option<String>,
    }

    /// Cost of a whole order line, as rated by the vendor. The publisher marks it as never read.
    #[doc(alias = "ExtendedCost")]
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct ExtendedCostInput {
        /// The amount, as decimal text with a point and any number of decimals. Exclusive of tax (assumed).
        pub amount: crate::Decimal,
        /// Currency of the amount, as an ISO 4217 code such as `USD`.
        pub currency: String,
    }

    input! {
        ExtendedCostInput {
            amount: crate::Decimal,
            currency: String,
        } {
        }
    }

    /// Price of a whole line, by its name quantity times unit price (assumed). Set by the service.
    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct ExtendedPrice {
        /// The amount, as decimal text with a point and any number of decimals. Exclusive of tax (assumed).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub amount: Option<crate::Decimal>,
        /// Currency of the amount, as an ISO 4217 code such as `USD`.
        #[serde(
            default,
            deserialize_with = "lenient::text",
            skip_serializing_if = "Option::is_none"
        )]
        pub currency: Option<String>,
    }

    /// A parameter that the provisioning of a subscription has set.
    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct FulfilmentParameterValue {
        /// Name of the parameter, for example `ms_customer_id` (observed).
        #[serde(
            default,
            deserialize_with = "lenient::text",
            skip_serializing_if = "Option::is_none"
        )]
        pub name: Option<String>,
        /// Structured form of the value, any JSON. Not explained by the publisher; the name is in snake case,
        /// unlike all others.
        #[serde(rename = "structured_value", skip_serializing_if = "Option::is_none")]
        pub structured_value: Option<serde_json::Value>,
        /// Value of the parameter, any JSON. Nearly always text; numbers, booleans, objects and arrays are
        /// possible too (documented).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub value: Option<serde_json::Value>,
    }

    /// An order with its products and price lines. The same shape is sent to place or estimate an order and
    /// comes back from both, from reading one order and from updating it.
    ///
    /// Placing an order answers before it is provisioned; read it again until `status` is final. An order
    /// of type `renewal` or `cancellation` has neither `products` nor `details` (observed).
    #[doc(alias = "OrderDetailed")]
    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct Order {
        /// Co-terming: what the end date of the subscription is aligned with. For orders of type `sales` and
        /// `change` (documented); the product tells by `coterming` whether it is allowed.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub align_expiration_date: Option<AlignExpirationDate>,
        /// Custom attributes of the order, as names with text values.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub attributes: Option<BTreeMap<String, String>>,
        /// Whether the migrated subscription renews by itself.
        ///
        /// The publisher marks it as never read; whether it comes back has not been observed.
        #[serde(
            default,
            deserialize_with = "lenient::boolean",
            skip_serializing_if = "Option::is_none"
        )]
        pub autorenewal: Option<bool>,
        /// When the subscription is charged. The publisher does not explain the values, their meanings are
        /// taken from their names.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub billing_model: Option<BillingModel>,
        /// When the order was created, in UTC. Date-time with `Z` and without milliseconds since version 1.5
        /// (documented); order lists are sorted by it, newest first (observed).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub creation_date: Option<crate::DateTime>,
        /// Whether the customer's credit is checked while the order is processed. It cannot be given when the
        /// order is placed (documented); change it by updating the order.
        #[serde(
            default,
            deserialize_with = "lenient::boolean",
            skip_serializing_if = "Option::is_none"
        )]
        pub credit_check: Option<bool>,
        /// Identifier of the customer the order is for.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub customer_id: Option<crate::Id>,
        /// Price lines of the order, computed by the service: unit price, extended price, discount and taxes.
        ///
        /// Absent from `renewal` and `cancellation` orders, present on `sales` and `change` orders (observed).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub details: Option<Vec<OrderDetail>>,
        /// The day the migrated subscription expires, `YYYY-MM-DD`.
        ///
        /// The publisher marks it as never read; whether it comes back has not been observed.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub expiration_date: Option<crate::Date>,
        /// Identifier of the order, assigned by the service. Digits sent as text; treat it as opaque.
        ///
        /// An estimate stores nothing and therefore has none (assumed).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub id: Option<crate::Id>,
        /// The day the migrated subscription was last billed, `YYYY-MM-DD`. Set by the service, for migration
        /// orders only; no real answer with it is known.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub last_billing_date: Option<crate::Date>,
        /// The day the subscription is migrated, `YYYY-MM-DD`.
        ///
        /// The publisher marks it as never read; whether it comes back has not been observed.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub migration_date: Option<crate::Date>,
        /// Name of the migration program. The only value the publisher shows is
        /// `count_migration_billing_period`.
        ///
        /// The publisher marks it as never read; whether it comes back has not been observed.
        #[serde(
            default,
            deserialize_with = "lenient::text",
            skip_serializing_if = "Option::is_none"
        )]
        pub migration_program: Option<String>,
        /// The day the migrated subscription is billed next, `YYYY-MM-DD`. Set by the service, for migration
        /// orders only; no real answer with it is known.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub next_billing_date: Option<crate::Date>,
        /// Number of the order as people see it in the control panel. It starts with `SO` for sales
        /// (documented), `CH` for change and `RN` for renewal orders (observed).
        #[serde(
            default,
            deserialize_with = "lenient::text",
            skip_serializing_if = "Option::is_none"
        )]
        pub order_number: Option<String>,
        /// A special way of placing a change order. Leave it out for an ordinary order.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub placement_type: Option<PlacementType>,
        /// Identifier of a service plan, as listed under plans.
        ///
        /// The publisher marks it as never read; whether it comes back has not been observed.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub plan_id: Option<crate::Id>,
        /// Purchase order number given by the buyer, as free text. An order made by automatic renewal repeats
        /// the number of the order it renews (observed).
        #[serde(
            default,
            deserialize_with = "lenient::text",
            skip_serializing_if = "Option::is_none"
        )]
        pub po_number: Option<String>,
        /// The products of the order, one line each.
        ///
        /// Absent from `renewal` and `cancellation` orders, present on `sales` and `change` orders (observed);
        /// the name of the subscription then names the product.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub products: Option<Vec<OrderLineProduct>>,
        /// When the order was provisioned, in UTC. Absent until that has happened (observed).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub provisioning_date: Option<crate::DateTime>,
        /// The event that the order is put off to. It is a word, not a date.
        ///
        /// It does come back (observed), although the publisher marks it as never read. With `renewal` the
        /// product quantity reads as the total that applies from then on, not as a difference (observed).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub scheduled_on: Option<ScheduledOn>,
        /// The day the migrated subscription started, `YYYY-MM-DD`.
        ///
        /// The publisher marks it as never read; whether it comes back has not been observed.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub start_date: Option<crate::Date>,
        /// How far the order has got. It moves from `submitted` through `processing` to `completed`, `error` or
        /// `cancelled`. A change of an annual subscription can stay in `processing` for months, until the
        /// renewal (observed).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub status: Option<OrderStatus>,
        /// Internal status of the order as a short code of letters. The full list of codes is not published, so
        /// expect others than the known ones.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub status_code: Option<OrderStatusCode>,
        /// Identifier of the subscription the order is about.
        ///
        /// Comes back on orders of type `sales`, `change`, `renewal` and `cancellation` (observed).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub subscription_id: Option<crate::Id>,
        /// Commitment period of the subscription, such as one year; not the rhythm of the invoices.
        ///
        /// The publisher marks it as never read; whether it comes back has not been observed.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub subscription_period: Option<OrderSubscriptionPeriod>,
        /// Total contract values, one entry for each subscription of the order. No real answer with it is
        /// known.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub subscriptions: Option<Vec<SubscriptionTcvDetailsInfo>>,
        /// Identifier of the subscription that receives the products of a move. Goes with the `placementType`
        /// of `MOVE` (documented).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub target_subscription_id: Option<crate::Id>,
        /// Total price of the order, computed by the service. In the answer to an estimate it is the expected
        /// price.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub total: Option<TotalOrderPriceEstimation>,
        /// What the order does. The publisher names `sales` as the default although the member is required, so
        /// always send it. An order of type `cancellation` ends a subscription; that is not the same as an
        /// order whose `status` is `cancelled`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub type_: Option<OrderType>,
        /// Which start date the subscription gets when it moves to another plan. The release notes spell its
        /// values in upper case, the published example in lower case; which of them the service insists on is
        /// not known.
        ///
        /// The publisher marks it as never read; whether it comes back has not been observed.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub upgrade_start_type: Option<UpgradeStartType>,
        /// How the vendor bills the subscription. The publisher marks it as never read; no use of it is known.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub vendor_billing_settings: Option<OrderVendorBillingSettings>,
    }

    /// Prices and discounts agreed for one product of an order, instead of a special price and special
    /// costs. The publisher marks it as never read.
    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct OrderDealPrice {
        /// The agreements, one for each pair of seller and buyer.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub agreements: Option<Vec<OrderDealPriceAgreement>>,
        /// Whether the prices are frozen, by default `false`. For how long is not documented.
        #[serde(
            default,
            deserialize_with = "lenient::boolean",
            skip_serializing_if = "Option::is_none"
        )]
        pub freeze_prices: Option<bool>,
    }

    /// Prices and discounts that one seller has agreed with one buyer.
    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct OrderDealPriceAgreement {
        /// Identifier of the account that buys. The word `self` stands for the account that makes the call
        /// (documented).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub buyer_id: Option<crate::Id>,
        /// Agreed discounts on the product.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub discounts: Option<Vec<OrderDealPriceAgreementDiscount>>,
        /// Period that the agreed prices refer to (assumed from its name and type).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub price_term: Option<BillingPeriod>,
        /// Agreed prices of the product, one for each kind of charge.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub prices: Option<Vec<OrderDealPriceAgreementPrice>>,
        /// Identifier of the account that sells. The word `self` stands for the account that makes the call
        /// (documented).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub seller_id: Option<crate::Id>,
    }

    /// A discount of a deal and the types of order it holds for.
    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct OrderDealPriceAgreementDiscount {
        /// Types of order the discount holds for. The published example is in lower case, the values are
        /// declared in upper case.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub applicable_to: Option<Vec<DiscountScope>>,
        /// The discounts, one for each kind of charge. The publisher calls them discount prices; whether they
        /// are deducted or charged is not documented.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub prices: Option<Vec<OrderDealPriceAgreementPrice>>,
    }

    /// A discount of a deal and the types of order it holds for.
    #[doc(alias = "OrderDealPriceAgreementDiscount")]
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct OrderDealPriceAgreementDiscountInput {
        /// Types of order the discount holds for. The published example is in lower case, the values are
        /// declared in upper case.
        pub applicable_to: Vec<DiscountScope>,
        /// The discounts, one for each kind of charge. The publisher calls them discount prices; whether they
        /// are deducted or charged is not documented.
        pub prices: Vec<OrderDealPriceAgreementPriceInput>,
    }

    input! {
        OrderDealPriceAgreementDiscountInput {
            applicable_to: Vec<DiscountScope>,
            prices: Vec<OrderDealPriceAgreementPriceInput>,
        } {
        }
    }

    /// Prices and discounts that one seller has agreed with one buyer.
    #[doc(alias = "OrderDealPriceAgreement")]
    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct OrderDealPriceAgreementInput {
        /// Identifier of the account that buys. The word `self` stands for the account that makes the call
        /// (documented).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub buyer_id: Option<crate::Id>,
        /// Agreed discounts on the product.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub discounts: Option<Vec<OrderDealPriceAgreementDiscountInput>>,
        /// Period that the agreed prices refer to (assumed from its name and type).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub price_term: Option<BillingPeriodInput>,
        /// Agreed prices of the product, one for each kind of charge.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub prices: Option<Vec<OrderDealPriceAgreementPriceInput>>,
        /// Identifier of the account that sells. The word `self` stands for the account that makes the call
        /// (documented).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub seller_id: Option<crate::Id>,
    }

    input! {
        OrderDealPriceAgreementInput {
        } {
            buyer_id: crate::Id,
            discounts: Vec<OrderDealPriceAgreementDiscountInput>,
            price_term: BillingPeriodInput,
            prices: Vec<OrderDealPriceAgreementPriceInput>,
            seller_id: crate::Id,
        }
    }

    /// An agreed amount for one kind of charge.
    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct OrderDealPriceAgreementPrice {
        /// The amount, as decimal text with a point and any number of decimals. Exclusive of tax (assumed).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub amount: Option<crate::Decimal>,
        /// Currency of the amount, as an ISO 4217 code such as `USD`.
        #[serde(
            default,
            deserialize_with = "lenient::text",
            skip_serializing_if = "Option::is_none"
        )]
        pub currency: Option<String>,
        /// Kind of charge. Known values are `TRANSFER`, `SETUP`, `RECURRING`, `RENEWAL`, `OVERUSE`, `setup`,
        /// `recurring` and `renewal`; what tells the two spellings apart is not documented.
        #[serde(
            default,
            deserialize_with = "lenient::text",
            skip_serializing_if = "Option::is_none"
        )]
        pub type_: Option<String>,
    }

    /// An agreed amount for one kind of charge.
    #[doc(alias = "OrderDealPriceAgreementPrice")]
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct OrderDealPriceAgreementPriceInput {
        /// The amount, as decimal text with a point and any number of decimals. Exclusive of tax (assumed).
        pub amount: crate::Decimal,
        /// Currency of the amount, as an ISO 4217 code such as `USD`.
        pub currency: String,
        /// Kind of charge. Known values are `TRANSFER`, `SETUP`, `RECURRING`, `RENEWAL`, `OVERUSE`, `setup`,
        /// `recurring` and `renewal`; what tells the two spellings apart is not documented.
        pub type_: String,
    }

    input! {
        OrderDealPriceAgreementPriceInput {
            amount: crate::Decimal,
            currency: String,
            type_: String,
        } {
        }
    }

    /// Prices and discounts agreed for one product of an order, instead of a special price and special
    /// costs. The publisher marks it as never read.
    #[doc(alias = "OrderDealPrice")]
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct OrderDealPriceInput {
        /// The agreements, one for each pair of seller and buyer.
        pub agreements: Vec<OrderDealPriceAgreementInput>,
        /// Whether the prices are frozen, by default `false`. For how long is not documented.
        pub freeze_prices: bool,
    }

    input! {
        OrderDealPriceInput {
            agreements: Vec<OrderDealPriceAgreementInput>,
            freeze_prices: bool,
        } {
        }
    }

    /// One price line of an order, computed by the service. Orders of type `renewal` and `cancellation`
    /// have none (observed).
    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct OrderDetail {
        /// The line in words, for people. On change orders it spells out the period in English, ending in `from
        /// YYYY-MM-DD through YYYY-MM-DD` (observed).
        #[serde(
            default,
            deserialize_with = "lenient::text",
            skip_serializing_if = "Option::is_none"
        )]
        pub description: Option<String>,
        /// Discount on this line.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub discount: Option<Discount>,
        /// Length of time the line covers.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub duration: Option<Duration>,
        /// Exchange rate used for this line. The direction of the conversion is not documented.
        #[serde(
            serialize_with = "as_number::optional_decimal",
            skip_serializing_if = "Option::is_none"
        )]
        pub exchange_rate: Option<crate::Decimal>,
        /// When the exchange rate was taken, as text. Its format is not documented.
        #[serde(
            default,
            deserialize_with = "lenient::text",
            skip_serializing_if = "Option::is_none"
        )]
        pub exchange_time: Option<String>,
        /// Exclusive tax on this line, by its name a tax that comes on top of the price (assumed).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub exclusive_tax_amount: Option<ExclusiveTaxAmount>,
        /// Price of the whole line, by its name quantity times unit price (assumed).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub extended_price: Option<ExtendedPrice>,
        /// Manufacturer part number of the product that the line is about.
        #[serde(
            default,
            deserialize_with = "lenient::text",
            skip_serializing_if = "Option::is_none"
        )]
        pub mpn: Option<String>,
        /// Identifier of that product in the catalogue, for example `PRD326576`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub product_id: Option<crate::Id>,
        /// Number of units the line covers. Whether it is signed on change orders, as the product quantity is,
        /// has not been observed.
        #[serde(
            serialize_with = "as_number::optional_decimal",
            skip_serializing_if = "Option::is_none"
        )]
        pub quantity: Option<crate::Decimal>,
        /// The `discount` in the currency of the sale (assumed).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub sales_discount: Option<Discount>,
        /// The `exclusiveTaxAmount` in the currency of the sale (assumed).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub sales_exclusive_tax_amount: Option<ExclusiveTaxAmount>,
        /// The `extendedPrice` in the currency of the sale (assumed).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub sales_extended_price: Option<ExtendedPrice>,
        /// The `taxAmount` in the currency of the sale (assumed).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub sales_tax_amount: Option<TaxAmount>,
        /// The `unitPrice` in the currency of the sale (assumed). The publisher does not tell it from
        /// `unitPrice`; `exchangeRate` suggests that a conversion lies between them.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub sales_unit_price: Option<UnitPrice>,
        /// Tax on this line.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub tax_amount: Option<TaxAmount>,
        /// What the line charges or gives back. The publisher does not explain the values, their meanings are
        /// taken from their names.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub type_: Option<OrderDetailType>,
        /// Price of one unit.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub unit_price: Option<UnitPrice>,
    }

    /// An order with its products and price lines. The same shape is sent to place or estimate an order and
    /// comes back from both, from reading one order and from updating it.
    ///
    /// All products of one order must belong to one service, that is, share their `serviceName` in the
    /// catalogue (documented). Placing a sales order counts as acceptance of the vendor's terms
    /// (documented). There is no idempotency key, so after a time-out look for the order before you send it
    /// again.
    #[doc(alias = "OrderDetailed")]
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct OrderInput {
        /// Co-terming: what the end date of the subscription is aligned with. For orders of type `sales` and
        /// `change` (documented); the product tells by `coterming` whether it is allowed.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub align_expiration_date: Option<AlignExpirationDateInput>,
        /// Custom attributes of the order, as names with text values.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub attributes: Option<BTreeMap<String, String>>,
        /// Whether the migrated subscription renews by itself.
        ///
        /// Only for orders of type `migration`, which must give it (documented).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub autorenewal: Option<bool>,
        /// When the subscription is charged. The publisher does not explain the values, their meanings are
        /// taken from their names.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub billing_model: Option<BillingModel>,
        /// Identifier of the customer the order is for.
        ///
        /// Required for every type of order.
        pub customer_id: crate::Id,
        /// The day the migrated subscription expires, `YYYY-MM-DD`.
        ///
        /// Only for orders of type `migration`, which must give it (documented).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub expiration_date: Option<crate::Date>,
        /// The day the subscription is migrated, `YYYY-MM-DD`.
        ///
        /// Only for orders of type `migration`, which must give it (documented).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub migration_date: Option<crate::Date>,
        /// Name of the migration program. The only value the publisher shows is
        /// `count_migration_billing_period`.
        ///
        /// Only for orders of type `migration`, which must give it (documented).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub migration_program: Option<String>,
        /// A special way of placing a change order. Leave it out for an ordinary order.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub placement_type: Option<PlacementType>,
        /// Identifier of a service plan, as listed under plans.
        ///
        /// In a change order, the plan to switch to; the alternative is `newMPN` or `newId` on the product.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub plan_id: Option<crate::Id>,
        /// Purchase order number given by the buyer, as free text. An order made by automatic renewal repeats
        /// the number of the order it renews (observed).
        ///
        /// Leave it out when there is none. A number used only once helps to recognise the order after a
        /// time-out, since there is no idempotency key; list rows do not show it, so compare by fetching the
        /// orders (assumed).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub po_number: Option<String>,
        /// The products of the order, one line each.
        ///
        /// Each line names its product by `mpn` or `id`. For a change order, copy the identifying members from
        /// the detail of the subscription (seen in client code).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub products: Option<Vec<OrderLineProductInput>>,
        /// The event that the order is put off to. It is a word, not a date.
        ///
        /// Leave it out to have the order carried out at once (assumed).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub scheduled_on: Option<ScheduledOn>,
        /// The day the migrated subscription started, `YYYY-MM-DD`.
        ///
        /// Only for orders of type `migration`, which must give it (documented).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub start_date: Option<crate::Date>,
        /// Identifier of the subscription the order is about.
        ///
        /// Needed for orders of type `change`, `renewal` and `cancellation` (documented). For a change order it
        /// can also stand on the product line, which is where it was sent against the real service (seen in
        /// client code).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub subscription_id: Option<crate::Id>,
        /// Commitment period of the subscription, such as one year; not the rhythm of the invoices.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub subscription_period: Option<OrderSubscriptionPeriodInput>,
        /// Identifier of the subscription that receives the products of a move. Goes with the `placementType`
        /// of `MOVE` (documented).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub target_subscription_id: Option<crate::Id>,
        /// What the order does. The publisher names `sales` as the default although the member is required, so
        /// always send it. An order of type `cancellation` ends a subscription; that is not the same as an
        /// order whose `status` is `cancelled`.
        pub type_: OrderType,
        /// Which start date the subscription gets when it moves to another plan. The release notes spell its
        /// values in upper case, the published example in lower case; which of them the service insists on is
        /// not known.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub upgrade_start_type: Option<UpgradeStartType>,
        /// How the vendor bills the subscription. The publisher marks it as never read; no use of it is known.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub vendor_billing_settings: Option<OrderVendorBillingSettingsInput>,
    }

    input! {
        OrderInput {
            customer_id: crate::Id,
            type_: OrderType,
        } {
            align_expiration_date: AlignExpirationDateInput,
            attributes: BTreeMap<String, String>,
            autorenewal: bool,
            billing_model: BillingModel,
            expiration_date: crate::Date,
            migration_date: crate::Date,
            migration_program: String,
            placement_type: PlacementType,
            plan_id: crate::Id,
            po_number: String,
            products: Vec<OrderLineProductInput>,
            scheduled_on: ScheduledOn,
            start_date: crate::Date,
            subscription_id: crate::Id,
            subscription_period: OrderSubscriptionPeriodInput,
            target_subscription_id: crate::Id,
            upgrade_start_type: UpgradeStartType,
            vendor_billing_settings: OrderVendorBillingSettingsInput,
        }
    }

    /// Price of one line of an order, that is, quantity times unit price. Set by the service.
    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct OrderItemPrice {
        /// The amount, as decimal text with a point and any number of decimals. Exclusive of tax (assumed).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub amount: Option<crate::Decimal>,
        /// Currency of the amount, as an ISO 4217 code such as `USD`.
        #[serde(
            default,
            deserialize_with = "lenient::text",
            skip_serializing_if = "Option::is_none"
        )]
        pub currency: Option<String>,
    }

    /// One product of an order. A part number need not be unique, so the product is identified by `mpn`,
    /// then `vendor`, then `subscriptionPeriod`, then `billingPeriod`, or by `id` alone (documented).
    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct OrderLineProduct {
        /// How often the product is invoiced. Helps to tell products with the same `mpn` apart.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub billing_period: Option<Period>,
        /// Prices and discounts agreed between sellers and buyers, instead of the special price and costs.
        /// Cannot be combined with those (documented).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub deals: Option<OrderDealPrice>,
        /// Price of this line, that is, quantity times unit price. Set by the service.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub extended_price: Option<OrderItemPrice>,
        /// Identifier of the product in the catalogue, for example `PRD326576`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub id: Option<crate::Id>,
        /// Margins for this product along the chain of sellers. The publisher marks it as never read; no use of
        /// it is known.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub margins: Option<OrderMargin>,
        /// Manufacturer part number of the product, as in the catalogue. It need not be unique there.
        #[serde(
            default,
            deserialize_with = "lenient::text",
            skip_serializing_if = "Option::is_none"
        )]
        pub mpn: Option<String>,
        /// Name of the product, set by the service.
        #[serde(
            default,
            deserialize_with = "lenient::text",
            skip_serializing_if = "Option::is_none"
        )]
        pub name: Option<String>,
        /// Catalogue identifier of the product to switch to, in a change order that switches plans.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub new_id: Option<crate::Id>,
        /// Manufacturer part number of the product to switch to, in a change order that switches plans.
        #[serde(
            rename = "newMPN",
            default,
            deserialize_with = "lenient::text",
            skip_serializing_if = "Option::is_none"
        )]
        pub new_mpn: Option<String>,
        /// Identifier of the product that a partial upgrade has created, for example `sku-CSA-0II8MXB`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub new_product_id: Option<crate::Id>,
        /// The subscription in which a partial upgrade has put the product. Set by the service (assumed).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub new_subscription: Option<TargetSubscriptionInfo>,
        /// Activation parameters, such as the domain a product is set up for. Names are case-sensitive
        /// (documented).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub parameters: Option<Vec<ParameterValue>>,
        /// Number of units of the product.
        ///
        /// In a change order, the signed difference, so it can be negative; with `scheduledOn` of `renewal` it
        /// is the total that applies from the renewal on (both observed).
        #[serde(
            serialize_with = "as_number::optional_decimal",
            skip_serializing_if = "Option::is_none"
        )]
        pub quantity: Option<crate::Decimal>,
        /// A cost per unit other than the list cost, paid by the reseller. Cannot be combined with `deals`
        /// (documented).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub special_cost: Option<OrderSpecialCost>,
        /// A price per unit other than the list price, paid by the customer. Cannot be combined with `deals`
        /// (documented).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub special_price: Option<OrderSpecialPrice>,
        /// A cost per unit for the provider that sells to the reseller. The publisher lists `deals` as an
        /// alternative to it.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub special_provider_cost: Option<SpecialProviderCost>,
        /// Identifier of the subscription this line is about.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub subscription_id: Option<crate::Id>,
        /// How long the commitment lasts. Helps to tell products with the same `mpn` apart; it can differ from
        /// `billingPeriod`, as in a year that is billed monthly.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub subscription_period: Option<Period>,
        /// Identifier of the subscription that receives this product in a move. The order itself has a member
        /// of this name too; which of the two the service prefers is not documented.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub target_subscription_id: Option<crate::Id>,
        /// Total contract values of this product, one entry for each pair of seller and buyer. No real answer
        /// with it is known.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub tcvs: Option<Vec<TcvProductInfo>>,
        /// How this line is carried out. Comes back for partial upgrades (documented); not meant to be sent
        /// (assumed). The publisher does not explain the values, their meanings are taken from their names.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub type_: Option<OrderLineProductType>,
        /// Identifier of the manufacturer, as in the catalogue. Helps to tell products with the same `mpn`
        /// apart.
        #[serde(
            default,
            deserialize_with = "lenient::text",
            skip_serializing_if = "Option::is_none"
        )]
        pub vendor: Option<String>,
        /// Contract values that the vendor has accounted for already, one entry for each pair of seller and
        /// buyer. No use of them is known.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub vendor_already_accounted_tcvs: Option<Vec<OrderVendorAlreadyAccountedTcv>>,
        /// Discounts that the vendor grants, one entry for each pair of seller and buyer. The publisher marks
        /// them as never read; no use of them is known.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub vendor_discounts: Option<Vec<OrderVendorDiscountAgreement>>,
        /// Cost of this line as rated by the vendor. The publisher marks it as never read; no use of it is
        /// known.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub vendor_rated_extended_cost: Option<ExtendedCost>,
    }

    /// One product of an order. A part number need not be unique, so the product is identified by `mpn`,
    /// then `vendor`, then `subscriptionPeriod`, then `billingPeriod`, or by `id` alone (documented).
    ///
    /// When the given members fit more than one product, the order is refused with a message that says what
    /// else is needed (documented).
    #[doc(alias = "OrderLineProduct")]
    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct OrderLineProductInput {
        /// How often the product is invoiced. Helps to tell products with the same `mpn` apart.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub billing_period: Option<PeriodInput>,
        /// Prices and discounts agreed between sellers and buyers, instead of the special price and costs.
        /// Cannot be combined with those (documented).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub deals: Option<OrderDealPriceInput>,
        /// Identifier of the product in the catalogue, for example `PRD326576`.
        ///
        /// Names the product exactly, so that `mpn` can be left out.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub id: Option<crate::Id>,
        /// Margins for this product along the chain of sellers. The publisher marks it as never read; no use of
        /// it is known.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub margins: Option<OrderMarginInput>,
        /// Manufacturer part number of the product, as in the catalogue. It need not be unique there.
        ///
        /// Give this or `id`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub mpn: Option<String>,
        /// Catalogue identifier of the product to switch to, in a change order that switches plans.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub new_id: Option<crate::Id>,
        /// Manufacturer part number of the product to switch to, in a change order that switches plans.
        #[serde(rename = "newMPN", skip_serializing_if = "Option::is_none")]
        pub new_mpn: Option<String>,
        /// Identifier of the product that a partial upgrade has created, for example `sku-CSA-0II8MXB`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub new_product_id: Option<crate::Id>,
        /// The subscription in which a partial upgrade has put the product. Set by the service (assumed).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub new_subscription: Option<TargetSubscriptionInfoInput>,
        /// Activation parameters, such as the domain a product is set up for. Names are case-sensitive
        /// (documented).
        ///
        /// The catalogue does not say which parameters a product asks for; validate the products and parameters
        /// before you place the order.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub parameters: Option<Vec<ParameterValueInput>>,
        /// Number of units of the product.
        ///
        /// In a change order, the wanted total and not the difference (seen in client code, from one project
        /// that ran it against the real service); estimate the order before you rely on that.
        #[serde(
            serialize_with = "as_number::optional_decimal",
            skip_serializing_if = "Option::is_none"
        )]
        pub quantity: Option<crate::Decimal>,
        /// A cost per unit other than the list cost, paid by the reseller. Cannot be combined with `deals`
        /// (documented).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub special_cost: Option<OrderSpecialCostInput>,
        /// A price per unit other than the list price, paid by the customer. Cannot be combined with `deals`
        /// (documented).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub special_price: Option<OrderSpecialPriceInput>,
        /// A cost per unit for the provider that sells to the reseller. The publisher lists `deals` as an
        /// alternative to it.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub special_provider_cost: Option<SpecialProviderCostInput>,
        /// Identifier of the subscription this line is about.
        ///
        /// For a change order, the place where the identifier was sent against the real service (seen in client
        /// code); the order itself has a member of this name too.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub subscription_id: Option<crate::Id>,
        /// How long the commitment lasts. Helps to tell products with the same `mpn` apart; it can differ from
        /// `billingPeriod`, as in a year that is billed monthly.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub subscription_period: Option<PeriodInput>,
        /// Identifier of the subscription that receives this product in a move. The order itself has a member
        /// of this name too; which of the two the service prefers is not documented.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub target_subscription_id: Option<crate::Id>,
        /// Total contract values of this product, one entry for each pair of seller and buyer. No real answer
        /// with it is known.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub tcvs: Option<Vec<TcvProductInfoInput>>,
        /// How this line is carried out. Comes back for partial upgrades (documented); not meant to be sent
        /// (assumed). The publisher does not explain the values, their meanings are taken from their names.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub type_: Option<OrderLineProductType>,
        /// Identifier of the manufacturer, as in the catalogue. Helps to tell products with the same `mpn`
        /// apart.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub vendor: Option<String>,
        /// Contract values that the vendor has accounted for already, one entry for each pair of seller and
        /// buyer. No use of them is known.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub vendor_already_accounted_tcvs: Option<Vec<OrderVendorAlreadyAccountedTcvInput>>,
        /// Discounts that the vendor grants, one entry for each pair of seller and buyer. The publisher marks
        /// them as never read; no use of them is known.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub vendor_discounts: Option<Vec<OrderVendorDiscountAgreementInput>>,
        /// Cost of this line as rated by the vendor. The publisher marks it as never read; no use of it is
        /// known.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub vendor_rated_extended_cost: Option<ExtendedCostInput>,
    }

    input! {
        OrderLineProductInput {
        } {
            billing_period: PeriodInput,
            deals: OrderDealPriceInput,
            id: crate::Id,
            margins: OrderMarginInput,
            mpn: String,
            new_id: crate::Id,
            new_mpn: String,
            new_product_id: crate::Id,
            new_subscription: TargetSubscriptionInfoInput,
            parameters: Vec<ParameterValueInput>,
            quantity: crate::Decimal,
            special_cost: OrderSpecialCostInput,
            special_price: OrderSpecialPriceInput,
            special_provider_cost: SpecialProviderCostInput,
            subscription_id: crate::Id,
            subscription_period: PeriodInput,
            target_subscription_id: crate::Id,
            tcvs: Vec<TcvProductInfoInput>,
            type_: OrderLineProductType,
            vendor: String,
            vendor_already_accounted_tcvs: Vec<OrderVendorAlreadyAccountedTcvInput>,
            vendor_discounts: Vec<OrderVendorDiscountAgreementInput>,
            vendor_rated_extended_cost: ExtendedCostInput,
        }
    }

    /// One page of orders. Newest orders come first, by `creationDate` (documented and observed).
    #[doc(alias = "ResultListOrder")]
    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct OrderList {
        /// The rows of this page, as trimmed list rows. An empty list when nothing matches, never absent or
        /// null since version 1.5 (documented).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub data: Option<Vec<OrderSummary>>,
        /// Position of this page and the number of all matching orders. Its `limit` echoes the requested limit,
        /// so advance by the number of rows received.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub pagination: Option<Pagination>,
    }

    /// Margin on one product of an order. The publisher marks it as never read.
    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct OrderMargin {
        /// Margin attributes. A list here, unlike the map of this name on orders and subscriptions.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub attributes: Option<Vec<OrderMarginAttribute>>,
        /// Price that the margin starts from (assumed).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub price_model: Option<MarginPriceModel>,
        /// Margins by level, one for each pair of seller and buyer.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub rates: Option<Vec<OrderMarginRateInfo>>,
        /// Margin over the whole chain of sellers (assumed from its name).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub total_rate: Option<OrderMarginRate>,
    }

    /// A named attribute of a margin. The publisher gives placeholders as examples and no list of names.
    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct OrderMarginAttribute {
        /// Name of the attribute.
        #[serde(
            default,
            deserialize_with = "lenient::text",
            skip_serializing_if = "Option::is_none"
        )]
        pub attribute: Option<String>,
        /// Value of the attribute.
        #[serde(
            default,
            deserialize_with = "lenient::text",
            skip_serializing_if = "Option::is_none"
        )]
        pub attribute_value: Option<String>,
        /// The reseller's part of the margin for this attribute, as decimal text; its unit is not documented.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub reseller_margin: Option<crate::Decimal>,
        /// Total margin for this attribute, as decimal text; its unit is not documented.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub total_margin: Option<crate::Decimal>,
    }

    /// A named attribute of a margin. The publisher gives placeholders as examples and no list of names.
    #[doc(alias = "OrderMarginAttribute")]
    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct OrderMarginAttributeInput {
        /// Name of the attribute.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub attribute: Option<String>,
        /// Value of the attribute.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub attribute_value: Option<String>,
        /// The reseller's part of the margin for this attribute, as decimal text; its unit is not documented.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub reseller_margin: Option<crate::Decimal>,
        /// Total margin for this attribute, as decimal text; its unit is not documented.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub total_margin: Option<crate::Decimal>,
    }

    input! {
        OrderMarginAttributeInput {
        } {
            attribute: String,
            attribute_value: String,
            reseller_margin: crate::Decimal,
            total_margin: crate::Decimal,
        }
    }

    /// Margin on one product of an order. The publisher marks it as never read.
    #[doc(alias = "OrderMargin")]
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct OrderMarginInput {
        /// Margin attributes. A list here, unlike the map of this name on orders and subscriptions.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub attributes: Option<Vec<OrderMarginAttributeInput>>,
        /// Price that the margin starts from (assumed).
        pub price_model: MarginPriceModel,
        /// Margins by level, one for each pair of seller and buyer.
        pub rates: Vec<OrderMarginRateInfoInput>,
        /// Margin over the whole chain of sellers (assumed from its name).
        pub total_rate: OrderMarginRateInput,
    }

    input! {
        OrderMarginInput {
            price_model: MarginPriceModel,
            rates: Vec<OrderMarginRateInfoInput>,
            total_rate: OrderMarginRateInput,
        } {
            attributes: Vec<OrderMarginAttributeInput>,
        }
    }

    /// A margin rate before and after a change. Percent by its examples, `15` and `10` (assumed).
    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct OrderMarginRate {
        /// The rate that applies, as decimal text.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub new: Option<crate::Decimal>,
        /// The rate before the change, as decimal text.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub original: Option<crate::Decimal>,
    }

    /// Margin rate between one seller and one buyer.
    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct OrderMarginRateInfo {
        /// Identifier of the account that buys. The word `self` stands for the account that makes the call
        /// (documented).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub buyer_id: Option<crate::Id>,
        /// The rate, before and after the change.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub rate: Option<OrderMarginRate>,
        /// Identifier of the account that sells. The word `self` stands for the account that makes the call
        /// (documented).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub seller_id: Option<crate::Id>,
    }

    /// Margin rate between one seller and one buyer.
    #[doc(alias = "OrderMarginRateInfo")]
    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct OrderMarginRateInfoInput {
        /// Identifier of the account that buys. The word `self` stands for the account that makes the call
        /// (documented).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub buyer_id: Option<crate::Id>,
        /// The rate, before and after the change.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub rate: Option<OrderMarginRateInput>,
        /// Identifier of the account that sells. The word `self` stands for the account that makes the call
        /// (documented).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub seller_id: Option<crate::Id>,
    }

    input! {
        OrderMarginRateInfoInput {
        } {
            buyer_id: crate::Id,
            rate: OrderMarginRateInput,
            seller_id: crate::Id,
        }
    }

    /// A margin rate before and after a change. Percent by its examples, `15` and `10` (assumed).
    #[doc(alias = "OrderMarginRate")]
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct OrderMarginRateInput {
        /// The rate that applies, as decimal text.
        pub new: crate::Decimal,
        /// The rate before the change, as decimal text.
        pub original: crate::Decimal,
    }

    input! {
        OrderMarginRateInput {
            new: crate::Decimal,
            original: crate::Decimal,
        } {
        }
    }

    /// A parameter that was given with the order of a subscription.
    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct OrderParameterValue {
        /// Name of the parameter, for example `microsoft_domain` (observed). Case-sensitive.
        #[serde(
            default,
            deserialize_with = "lenient::text",
            skip_serializing_if = "Option::is_none"
        )]
        pub name: Option<String>,
        /// Structured form of the value, any JSON. Not explained by the publisher; the name is in snake case,
        /// unlike all others.
        #[serde(rename = "structured_value", skip_serializing_if = "Option::is_none")]
        pub structured_value: Option<serde_json::Value>,
        /// Value of the parameter, any JSON. Nearly always text; numbers, booleans, objects and arrays are
        /// possible too (documented).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub value: Option<serde_json::Value>,
    }

    /// One step of a price that depends on the quantity.
    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct OrderPriceTier {
        /// Amount of the tier, as decimal text with a point, in the currency of the price that holds the tier.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub amount: Option<crate::Decimal>,
        /// Quantity from which the tier applies, as decimal text. Whether the limit itself belongs to the tier
        /// is not documented.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub lower_limit: Option<crate::Decimal>,
    }

    /// One step of a price that depends on the quantity.
    #[doc(alias = "OrderPriceTier")]
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct OrderPriceTierInput {
        /// Amount of the tier, as decimal text with a point, in the currency of the price that holds the tier.
        pub amount: crate::Decimal,
        /// Quantity from which the tier applies, as decimal text. Whether the limit itself belongs to the tier
        /// is not documented.
        pub lower_limit: crate::Decimal,
    }

    input! {
        OrderPriceTierInput {
            amount: crate::Decimal,
            lower_limit: crate::Decimal,
        } {
        }
    }

    /// A cost per unit that replaces the list cost and is paid by the reseller. Cannot be combined with a
    /// deal; the publisher marks it as never read.
    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct OrderSpecialCost {
        /// Amount for one unit, as decimal text with a point and any number of decimals. Exclusive of tax
        /// (assumed).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub amount: Option<crate::Decimal>,
        /// Currency of the amount, as an ISO 4217 code such as `USD`.
        #[serde(
            default,
            deserialize_with = "lenient::text",
            skip_serializing_if = "Option::is_none"
        )]
        pub currency: Option<String>,
    }

    /// A cost per unit that replaces the list cost and is paid by the reseller. Cannot be combined with a
    /// deal; the publisher marks it as never read.
    #[doc(alias = "OrderSpecialCost")]
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct OrderSpecialCostInput {
        /// Amount for one unit, as decimal text with a point and any number of decimals. Exclusive of tax
        /// (assumed).
        pub amount: crate::Decimal,
        /// Currency of the amount, as an ISO 4217 code such as `USD`.
        pub currency: String,
    }

    input! {
        OrderSpecialCostInput {
            amount: crate::Decimal,
            currency: String,
        } {
        }
    }

    /// A price per unit that replaces the list price and is paid by the customer. Cannot be combined with a
    /// deal; the publisher marks it as never read.
    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct OrderSpecialPrice {
        /// Amount for one unit, as decimal text with a point and any number of decimals. Exclusive of tax
        /// (assumed).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub amount: Option<crate::Decimal>,
        /// Currency of the amount, as an ISO 4217 code such as `USD`.
        #[serde(
            default,
            deserialize_with = "lenient::text",
            skip_serializing_if = "Option::is_none"
        )]
        pub currency: Option<String>,
        /// Prices by quantity, for products that are sold in tiers.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub price_tiers: Option<Vec<OrderPriceTier>>,
    }

    /// A price per unit that replaces the list price and is paid by the customer. Cannot be combined with a
    /// deal; the publisher marks it as never read.
    #[doc(alias = "OrderSpecialPrice")]
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct OrderSpecialPriceInput {
        /// Amount for one unit, as decimal text with a point and any number of decimals. Exclusive of tax
        /// (assumed).
        pub amount: crate::Decimal,
        /// Currency of the amount, as an ISO 4217 code such as `USD`.
        pub currency: String,
        /// Prices by quantity, for products that are sold in tiers.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub price_tiers: Option<Vec<OrderPriceTierInput>>,
    }

    input! {
        OrderSpecialPriceInput {
            amount: crate::Decimal,
            currency: String,
        } {
            price_tiers: Vec<OrderPriceTierInput>,
        }
    }

    /// Commitment period that an order asks for, such as one year.
    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct OrderSubscriptionPeriod {
        /// Number of units.
        #[serde(
            default,
            deserialize_with = "lenient::integer",
            skip_serializing_if = "Option::is_none"
        )]
        pub duration: Option<i64>,
        /// Unit of the period.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub type_: Option<PeriodType>,
    }

    /// Commitment period that an order asks for, such as one year.
    #[doc(alias = "OrderSubscriptionPeriod")]
    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct OrderSubscriptionPeriodInput {
        /// Number of units.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub duration: Option<i64>,
        /// Unit of the period.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub type_: Option<PeriodType>,
    }

    input! {
        OrderSubscriptionPeriodInput {
        } {
            duration: i64,
            type_: PeriodType,
        }
    }

    /// One row of an order list. Real rows carry `id`, `orderNumber`, `type`, `status`, `statusCode`,
    /// `customerId`, `creationDate` and `provisioningDate` only (observed), whatever else is declared here;
    /// fetch the order by its `id` for the rest.
    #[doc(alias = "Order")]
    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct OrderSummary {
        /// Custom attributes of the order, as names with text values. Not among the members seen in list rows
        /// (observed); fetch the order.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub attributes: Option<BTreeMap<String, String>>,
        /// When the order was created, in UTC. Date-time with `Z` and without milliseconds since version 1.5
        /// (documented); order lists are sorted by it, newest first (observed).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub creation_date: Option<crate::DateTime>,
        /// Whether the customer's credit is checked while the order is processed. Not sent in list rows
        /// (observed); fetch the order.
        #[serde(
            default,
            deserialize_with = "lenient::boolean",
            skip_serializing_if = "Option::is_none"
        )]
        pub credit_check: Option<bool>,
        /// Identifier of the customer the order is for.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub customer_id: Option<crate::Id>,
        /// Price lines of the order. Not sent in list rows (observed); fetch the order.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub details: Option<Vec<OrderDetail>>,
        /// Identifier of the order, assigned by the service. Digits sent as text; treat it as opaque.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub id: Option<crate::Id>,
        /// Of a migration order: the day it was last billed. Not sent in list rows (observed).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub last_billing_date: Option<crate::Date>,
        /// Of a migration order: the day it is billed next. Not sent in list rows (observed).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub next_billing_date: Option<crate::Date>,
        /// Number of the order as people see it in the control panel. It starts with `SO` for sales
        /// (documented), `CH` for change and `RN` for renewal orders (observed).
        #[serde(
            default,
            deserialize_with = "lenient::text",
            skip_serializing_if = "Option::is_none"
        )]
        pub order_number: Option<String>,
        /// Purchase order number given by the buyer. Not sent in list rows (observed); fetch the order.
        #[serde(
            default,
            deserialize_with = "lenient::text",
            skip_serializing_if = "Option::is_none"
        )]
        pub po_number: Option<String>,
        /// When the order was provisioned, in UTC. Absent until that has happened (observed).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub provisioning_date: Option<crate::DateTime>,
        /// How far the order has got. It moves from `submitted` through `processing` to `completed`, `error` or
        /// `cancelled`. A change of an annual subscription can stay in `processing` for months, until the
        /// renewal (observed).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub status: Option<OrderStatus>,
        /// Internal status of the order as a short code of letters. The full list of codes is not published, so
        /// expect others than the known ones.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub status_code: Option<OrderStatusCode>,
        /// Commitment period of the subscription. Not sent in list rows (observed), and the publisher marks it
        /// as never read.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub subscription_period: Option<OrderSubscriptionPeriod>,
        /// Total price of the order. Not sent in list rows (observed); fetch the order.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub total: Option<TotalOrderPriceEstimation>,
        /// What the order does. The publisher names `sales` as the default although the member is required, so
        /// always send it. An order of type `cancellation` ends a subscription; that is not the same as an
        /// order whose `status` is `cancelled`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub type_: Option<OrderType>,
    }

    /// The changes that can be made to an order after it was placed. Nothing but the credit check and the
    /// status code can be changed (documented); leave out what is to stay as it is.
    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct OrderUpdate {
        /// Whether the customer's credit is to be checked while the order is processed.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub credit_check: Option<bool>,
        /// The internal status to put the order into. `CL` is the publisher's only example and looks like the
        /// way to cancel an order (assumed); no successful use of it is known.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub status_code: Option<OrderStatusCode>,
    }

    input! {
        OrderUpdate {
        } {
            credit_check: bool,
            status_code: OrderStatusCode,
        }
    }

    /// Contract value that the vendor has accounted for already between one seller and one buyer.
    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct OrderVendorAlreadyAccountedTcv {
        /// Identifier of the account that buys. The word `self` stands for the account that makes the call
        /// (documented).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub buyer_id: Option<crate::Id>,
        /// Identifier of the account that sells. The word `self` stands for the account that makes the call
        /// (documented).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub seller_id: Option<crate::Id>,
        /// The contract value.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub tcv: Option<AlreadyAccountedTcvInfo>,
    }

    /// Contract value that the vendor has accounted for already between one seller and one buyer.
    #[doc(alias = "OrderVendorAlreadyAccountedTcv")]
    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct OrderVendorAlreadyAccountedTcvInput {
        /// Identifier of the account that buys. The word `self` stands for the account that makes the call
        /// (documented).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub buyer_id: Option<crate::Id>,
        /// Identifier of the account that sells. The word `self` stands for the account that makes the call
        /// (documented).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub seller_id: Option<crate::Id>,
        /// The contract value.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub tcv: Option<AlreadyAccountedTcvInfoInput>,
    }

    input! {
        OrderVendorAlreadyAccountedTcvInput {
        } {
            buyer_id: crate::Id,
            seller_id: crate::Id,
            tcv: AlreadyAccountedTcvInfoInput,
        }
    }

    /// How the vendor bills a subscription. The publisher marks it as never read; no use of it is known.
    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct OrderVendorBillingSettings {
        /// How often the vendor sends a bill.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub vendor_billing_period: Option<Period>,
    }

    /// How the vendor bills a subscription. The publisher marks it as never read; no use of it is known.
    #[doc(alias = "OrderVendorBillingSettings")]
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct OrderVendorBillingSettingsInput {
        /// How often the vendor sends a bill.
        pub vendor_billing_period: PeriodInput,
    }

    input! {
        OrderVendorBillingSettingsInput {
            vendor_billing_period: PeriodInput,
        } {
        }
    }

    /// A discount of the vendor, given as a percentage, as a unit price or as a fixed total. How these
    /// combine is not documented beyond the note on the unit price.
    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct OrderVendorDiscount {
        /// The discount in percent, as decimal text, for example `25`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub discount_percentage: Option<crate::Decimal>,
        /// The discount per unit as an amount of money, for use without a percentage (documented). The name
        /// reads as the price after discount, so check by an estimate.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub discounted_unit_price: Option<crate::Decimal>,
        /// Day on which the discount ends, `YYYY-MM-DD`. Whether that day is included is not documented.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub effective_end_date: Option<crate::Date>,
        /// First day of the discount, `YYYY-MM-DD`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub effective_start_date: Option<crate::Date>,
        /// The discount as a fixed amount on the total.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub total_abs_discount: Option<OrderVendorDiscountTotal>,
        /// How long the discount is valid.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub validity: Option<Period>,
    }

    /// A discount of the vendor on one product, between one seller and one buyer. The publisher marks it as
    /// never read.
    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct OrderVendorDiscountAgreement {
        /// Identifier of the account that buys. The word `self` stands for the account that makes the call
        /// (documented).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub buyer_id: Option<crate::Id>,
        /// The discount.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub discount: Option<OrderVendorDiscount>,
        /// Identifier of the account that sells. The word `self` stands for the account that makes the call
        /// (documented).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub seller_id: Option<crate::Id>,
    }

    /// A discount of the vendor on one product, between one seller and one buyer. The publisher marks it as
    /// never read.
    #[doc(alias = "OrderVendorDiscountAgreement")]
    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct OrderVendorDiscountAgreementInput {
        /// Identifier of the account that buys. The word `self` stands for the account that makes the call
        /// (documented).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub buyer_id: Option<crate::Id>,
        /// The discount.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub discount: Option<OrderVendorDiscountInput>,
        /// Identifier of the account that sells. The word `self` stands for the account that makes the call
        /// (documented).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub seller_id: Option<crate::Id>,
    }

    input! {
        OrderVendorDiscountAgreementInput {
        } {
            buyer_id: crate::Id,
            discount: OrderVendorDiscountInput,
            seller_id: crate::Id,
        }
    }

    /// A discount of the vendor, given as a percentage, as a unit price or as a fixed total. How these
    /// combine is not documented beyond the note on the unit price.
    #[doc(alias = "OrderVendorDiscount")]
    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct OrderVendorDiscountInput {
        /// The discount in percent, as decimal text, for example `25`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub discount_percentage: Option<crate::Decimal>,
        /// The discount per unit as an amount of money, for use without a percentage (documented). The name
        /// reads as the price after discount, so check by an estimate.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub discounted_unit_price: Option<crate::Decimal>,
        /// Day on which the discount ends, `YYYY-MM-DD`. Whether that day is included is not documented.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub effective_end_date: Option<crate::Date>,
        /// First day of the discount, `YYYY-MM-DD`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub effective_start_date: Option<crate::Date>,
        /// The discount as a fixed amount on the total.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub total_abs_discount: Option<OrderVendorDiscountTotalInput>,
        /// How long the discount is valid.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub validity: Option<PeriodInput>,
    }

    input! {
        OrderVendorDiscountInput {
        } {
            discount_percentage: crate::Decimal,
            discounted_unit_price: crate::Decimal,
            effective_end_date: crate::Date,
            effective_start_date: crate::Date,
            total_abs_discount: OrderVendorDiscountTotalInput,
            validity: PeriodInput,
        }
    }

    /// A fixed amount of discount that is granted again and again.
    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct OrderVendorDiscountTotal {
        /// How often the amount is granted.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub frequency: Option<DiscountFrequency>,
        /// The amount, as decimal text, for example `300`. It has no currency of its own.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub value: Option<crate::Decimal>,
    }

    /// A fixed amount of discount that is granted again and again.
    #[doc(alias = "OrderVendorDiscountTotal")]
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct OrderVendorDiscountTotalInput {
        /// How often the amount is granted.
        pub frequency: DiscountFrequency,
        /// The amount, as decimal text, for example `300`. It has no currency of its own.
        pub value: crate::Decimal,
    }

    input! {
        OrderVendorDiscountTotalInput {
            frequency: DiscountFrequency,
            value: crate::Decimal,
        } {
        }
    }

    /// Where a page stands in the whole list. The end is reached when a page is empty or the rows received
    /// so far reach `total`.
    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct Pagination {
        /// The limit that was asked for, not the number of rows in `data`, whatever the publisher's text says.
        /// For reports it equals `total` (documented).
        #[serde(
            default,
            deserialize_with = "lenient::integer",
            skip_serializing_if = "Option::is_none"
        )]
        pub limit: Option<i64>,
        /// Number of rows skipped before this page; always 0 for reports (documented).
        #[serde(
            default,
            deserialize_with = "lenient::integer",
            skip_serializing_if = "Option::is_none"
        )]
        pub offset: Option<i64>,
        /// Number of all rows that match the filters, not of those on this page.
        #[serde(
            default,
            deserialize_with = "lenient::integer",
            skip_serializing_if = "Option::is_none"
        )]
        pub total: Option<i64>,
    }

    /// The outcome of the check for one parameter.
    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct Parameter {
        /// Explanation for people, also when the value was accepted.
        #[serde(
            default,
            deserialize_with = "lenient::text",
            skip_serializing_if = "Option::is_none"
        )]
        pub message: Option<String>,
        /// Name of the parameter; upper and lower case make a difference (documented).
        #[serde(
            default,
            deserialize_with = "lenient::text",
            skip_serializing_if = "Option::is_none"
        )]
        pub name: Option<String>,
        /// Phase of the check that the outcome belongs to; the possible phases are not documented.
        #[serde(
            default,
            deserialize_with = "lenient::text",
            skip_serializing_if = "Option::is_none"
        )]
        pub phase: Option<String>,
        /// Flag named after reconciliation; not documented further.
        #[serde(
            default,
            deserialize_with = "lenient::boolean",
            skip_serializing_if = "Option::is_none"
        )]
        pub reconciliation: Option<bool>,
        /// Whether the value was accepted.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub result: Option<ParameterResult>,
        /// The checked value of a parameter that has an inner structure, any JSON value. Spelt with an
        /// underscore, unlike other members.
        #[serde(rename = "structured_value", skip_serializing_if = "Option::is_none")]
        pub structured_value: Option<serde_json::Value>,
        /// Kind of parameter; the possible kinds are not documented.
        #[serde(
            default,
            deserialize_with = "lenient::text",
            skip_serializing_if = "Option::is_none"
        )]
        pub type_: Option<String>,
        /// The checked value, as text.
        #[serde(
            default,
            deserialize_with = "lenient::text",
            skip_serializing_if = "Option::is_none"
        )]
        pub value: Option<String>,
        /// Values to choose from, where the parameter takes no others.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub value_choices: Option<Vec<Choice>>,
        /// What is wrong with the value; absent when nothing is (assumed).
        #[serde(
            default,
            deserialize_with = "lenient::text",
            skip_serializing_if = "Option::is_none"
        )]
        pub value_error: Option<String>,
    }

    /// Products with activation parameters to check for a customer, ahead of an order.
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct ParameterValidationRequest {
        /// Id of the customer for whom the products are to be ordered.
        pub customer_id: crate::Id,
        /// The products to check, each with its parameters.
        pub products: Vec<ProductWithParametersInput>,
        /// Type of the order to come; `sales` by default.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub type_: Option<OrderType>,
    }

    input! {
        ParameterValidationRequest {
            customer_id: crate::Id,
            products: Vec<ProductWithParametersInput>,
        } {
            type_: OrderType,
        }
    }

    /// The results of a check. Parameters that failed are reported in here, not as an HTTP error (assumed).
    #[doc(alias = "ResultListParameterValidationResult")]
    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct ParameterValidationResultList {
        /// One result per product that was sent.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub data: Option<Vec<ParameterValidationResultSummary>>,
        /// Numbers of the results, in the form that lists have.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub pagination: Option<Pagination>,
    }

    /// The outcome of the check for one product.
    #[doc(alias = "ParameterValidationResult")]
    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct ParameterValidationResultSummary {
        /// How often invoices are made for the product.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub billing_period: Option<Period>,
        /// Id of this check; send it with the next one for the product to continue it (assumed).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub draft_request_id: Option<crate::Id>,
        /// Id of the product.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub id: Option<crate::Id>,
        /// Manufacturer part number of the product.
        #[serde(
            default,
            deserialize_with = "lenient::text",
            skip_serializing_if = "Option::is_none"
        )]
        pub mpn: Option<String>,
        /// The outcome for each parameter. It may name parameters that were not sent, because the vendor wants
        /// them (assumed).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub parameters: Option<Vec<Parameter>>,
        /// Length of the product's term.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub subscription_period: Option<Period>,
        /// Id of the vendor of the product.
        #[serde(
            default,
            deserialize_with = "lenient::text",
            skip_serializing_if = "Option::is_none"
        )]
        pub vendor: Option<String>,
    }

    /// An activation parameter of a product. Examples are the domain or the tenant that a vendor's service
    /// needs.
    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct ParameterValue {
        /// Name of the parameter; upper and lower case make a difference (documented).
        #[serde(
            default,
            deserialize_with = "lenient::text",
            skip_serializing_if = "Option::is_none"
        )]
        pub name: Option<String>,
        /// Value of a parameter that has an inner structure, any JSON value. Spelt with an underscore, unlike
        /// other members.
        #[serde(rename = "structured_value", skip_serializing_if = "Option::is_none")]
        pub structured_value: Option<serde_json::Value>,
        /// Value of the parameter, any JSON value. Usually it is text, although the published schema calls for
        /// an object.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub value: Option<serde_json::Value>,
    }

    /// An activation parameter of a product. Examples are the domain or the tenant that a vendor's service
    /// needs.
    #[doc(alias = "ParameterValue")]
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct ParameterValueInput {
        /// Name of the parameter; upper and lower case make a difference (documented).
        pub name: String,
        /// Value of a parameter that has an inner structure, any JSON value. Spelt with an underscore, unlike
        /// other members.
        #[serde(rename = "structured_value", skip_serializing_if = "Option::is_none")]
        pub structured_value: Option<serde_json::Value>,
        /// Value of the parameter, any JSON value. Usually it is text, although the published schema calls for
        /// an object.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub value: Option<serde_json::Value>,
    }

    input! {
        ParameterValueInput {
            name: String,
        } {
            structured_value: serde_json::Value,
            value: serde_json::Value,
        }
    }

    /// A length of time, such as a term or a billing period.
    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct Period {
        /// Number of units, such as 1 for one month.
        #[serde(
            default,
            deserialize_with = "lenient::integer",
            skip_serializing_if = "Option::is_none"
        )]
        pub duration: Option<i64>,
        /// Unit in which `duration` counts.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub type_: Option<PeriodType>,
    }

    /// A length of time, such as a term or a billing period.
    #[doc(alias = "Period")]
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct PeriodInput {
        /// Number of units, such as 1 for one month.
        pub duration: i64,
        /// Unit in which `duration` counts.
        pub type_: PeriodType,
    }

    input! {
        PeriodInput {
            duration: i64,
            type_: PeriodType,
        } {
        }
    }

    /// An amount of money with its currency.
    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct Price {
        /// The amount as decimal text with a point and any number of decimals, such as `"70.5"`. Do not turn it
        /// into a binary floating-point number.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub amount: Option<crate::Decimal>,
        /// Currency of the amount, an ISO 4217 code such as `USD`.
        #[serde(
            default,
            deserialize_with = "lenient::text",
            skip_serializing_if = "Option::is_none"
        )]
        pub currency: Option<String>,
    }

    /// An amount of money with its currency.
    #[doc(alias = "Price")]
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct PriceInput {
        /// The amount as decimal text with a point and any number of decimals, such as `"70.5"`. Do not turn it
        /// into a binary floating-point number.
        pub amount: crate::Decimal,
        /// Currency of the amount, an ISO 4217 code such as `USD`.
        pub currency: String,
    }

    input! {
        PriceInput {
            amount: crate::Decimal,
            currency: String,
        } {
        }
    }

    /// Something the reseller can order. Products of one order must share their `serviceName`; the offers
    /// behind them stay invisible here (documented).
    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct Product {
        /// When the product is charged, and who works out the charge.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub billing_model: Option<BillingModel>,
        /// How often invoices are made. It can be shorter than `subscriptionPeriod`, as with a yearly term
        /// billed by the month (observed).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub billing_period: Option<Period>,
        /// What the reseller pays, in the same form as `prices`; part of the API since version 1.5.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub costs: Option<Vec<ProductPrice>>,
        /// Whether and how the term can end together with another one (since version 1.10).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub coterming: Option<Coterming>,
        /// Products that must be in the same subscription. The service is documented in two forms, as objects
        /// and as plain MPN texts; empty when the product stands alone.
        #[serde(
            default,
            deserialize_with = "lenient::shorthand_list",
            skip_serializing_if = "Option::is_none"
        )]
        pub depends_on: Option<Vec<DependsOnItem>>,
        /// Id of the product, an unambiguous alternative to `mpn` in orders. The documented catalogue of
        /// version 1.5 does not show it.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub id: Option<crate::Id>,
        /// Largest quantity that a subscription can have, as decimal text such as `"5000.0"`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub maximum_quantity: Option<crate::Decimal>,
        /// Smallest quantity that a subscription must have, as decimal text such as `"1.0"`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub minimum_quantity: Option<crate::Decimal>,
        /// Manufacturer part number. It need not be unique: add `vendor`, `subscriptionPeriod` and
        /// `billingPeriod`, in this order of importance, or use `id` (documented).
        #[serde(
            default,
            deserialize_with = "lenient::text",
            skip_serializing_if = "Option::is_none"
        )]
        pub mpn: Option<String>,
        /// Name of the product for people.
        #[serde(
            default,
            deserialize_with = "lenient::text",
            skip_serializing_if = "Option::is_none"
        )]
        pub name: Option<String>,
        /// What the customer pays, one entry per kind of charge; later versions add tiers.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub prices: Option<Vec<ProductPrice>>,
        /// Name of the service that the product belongs to, such as `O365`; the same throughout one order.
        #[serde(
            default,
            deserialize_with = "lenient::text",
            skip_serializing_if = "Option::is_none"
        )]
        pub service_name: Option<String>,
        /// How long one term lasts to which the customer commits; part of the API since version 1.5.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub subscription_period: Option<Period>,
        /// Id of the vendor who makes the product.
        #[serde(
            default,
            deserialize_with = "lenient::text",
            skip_serializing_if = "Option::is_none"
        )]
        pub vendor: Option<String>,
    }

    /// One page of the catalogue.
    #[doc(alias = "ResultListProduct")]
    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct ProductList {
        /// The products of this page; empty when none match. Their order is not documented.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub data: Option<Vec<Product>>,
        /// Where the page stands in the whole list.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub pagination: Option<Pagination>,
    }

    /// One price or cost of a product.
    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct ProductPrice {
        /// The amount as decimal text with a point and any number of decimals, such as `"70.5"`. Do not turn it
        /// into a binary floating-point number.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub amount: Option<crate::Decimal>,
        /// Currency of the amount, an ISO 4217 code such as `USD`.
        #[serde(
            default,
            deserialize_with = "lenient::text",
            skip_serializing_if = "Option::is_none"
        )]
        pub currency: Option<String>,
        /// Quantity from which this price holds (assumed from the name); matters when `model` is not `FLAT`.
        #[serde(
            serialize_with = "as_number::optional_decimal",
            skip_serializing_if = "Option::is_none"
        )]
        pub lower_limit: Option<crate::Decimal>,
        /// How the quantity decides the price. The publisher lists the names without explaining them.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub model: Option<ProductPriceModel>,
        /// Kind of charge that the price belongs to.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub type_: Option<ProductPriceType>,
    }

    /// A product and the activation parameters to check for it. Name it by `id` or `mpn`.
    #[doc(alias = "ProductWithParameters")]
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct ProductWithParametersInput {
        /// How often invoices are made, to tell apart products with the same `mpn`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub billing_period: Option<PeriodInput>,
        /// The `draftRequestId` of an earlier result for this product, sent back to continue that check
        /// (assumed).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub draft_request_id: Option<crate::Id>,
        /// Id of the product, an unambiguous alternative to `mpn`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub id: Option<crate::Id>,
        /// Manufacturer part number of the product. Where it is not unique, further members must tell the
        /// products apart.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub mpn: Option<String>,
        /// The activation parameters to check.
        pub parameters: Vec<ParameterValueInput>,
        /// Quantity to be ordered, a whole number here.
        #[serde(
            serialize_with = "as_number::optional_decimal",
            skip_serializing_if = "Option::is_none"
        )]
        pub quantity: Option<crate::Decimal>,
        /// Length of the term, to tell apart products with the same `mpn`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub subscription_period: Option<PeriodInput>,
        /// Id of the vendor, to tell apart products with the same `mpn`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub vendor: Option<String>,
    }

    input! {
        ProductWithParametersInput {
            parameters: Vec<ParameterValueInput>,
        } {
            billing_period: PeriodInput,
            draft_request_id: crate::Id,
            id: crate::Id,
            mpn: String,
            quantity: crate::Decimal,
            subscription_period: PeriodInput,
            vendor: String,
        }
    }

    /// An export of rated data. The columns of the file are no part of this API.
    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct Report {
        /// When the file was made, in UTC; without milliseconds since version 1.5 (documented).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub creation_date: Option<crate::DateTime>,
        /// Name of a customization of the report (assumed from the name); not documented further.
        #[serde(
            default,
            deserialize_with = "lenient::text",
            skip_serializing_if = "Option::is_none"
        )]
        pub customization_name: Option<String>,
        /// Address of the file in blob storage; expect it only once the report is `completed`. It is signed and
        /// therefore a secret: do not log it, and fetch it without the token and the subscription key. The
        /// documented sample is valid for about 90 days.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub download_url: Option<crate::SignedUrl>,
        /// End of the period that the report covers, in UTC. What happens without it is not documented.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub end_date: Option<crate::DateTime>,
        /// Format of the file.
        ///
        /// Documented answers have it in upper case, such as `XLSX`; compare without regard to case.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub format: Option<ReportFormat>,
        /// Id of the report, a UUID.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub id: Option<crate::Id>,
        /// Name of the report.
        #[serde(
            default,
            deserialize_with = "lenient::text",
            skip_serializing_if = "Option::is_none"
        )]
        pub name: Option<String>,
        /// Beginning of the period that the report covers, in UTC.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub start_date: Option<crate::DateTime>,
        /// How far the generation has come.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub status: Option<ReportStatus>,
        /// What set off the generation.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub type_: Option<ReportType>,
    }

    /// An export of rated data. The columns of the file are no part of this API.
    ///
    /// `name` and `startDate` are required. Generation is asynchronous: poll the report until it is
    /// `completed`.
    #[doc(alias = "Report")]
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct ReportInput {
        /// Name of a customization of the report (assumed from the name); not documented further.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub customization_name: Option<String>,
        /// End of the period that the report covers, in UTC. What happens without it is not documented.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub end_date: Option<crate::DateTime>,
        /// Format of the file.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub format: Option<ReportFormat>,
        /// Name of the report.
        ///
        /// It must be the name of a report that was set up in the platform beforehand (documented).
        pub name: String,
        /// Beginning of the period that the report covers, in UTC.
        pub start_date: crate::DateTime,
    }

    input! {
        ReportInput {
            name: String,
            start_date: crate::DateTime,
        } {
            customization_name: String,
            end_date: crate::DateTime,
            format: ReportFormat,
        }
    }

    /// All reports that match, newest first; the service does not page this list.
    #[doc(alias = "ResultListReport")]
    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct ReportList {
        /// The reports, all of them in one answer; empty when none match.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub data: Option<Vec<ReportSummary>>,
        /// Always offset 0, and a limit equal to the total (documented).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub pagination: Option<Pagination>,
    }

    /// An export of rated data. The columns of the file are no part of this API.
    ///
    /// Documented rows carry `name`, `format`, `creationDate` and `downloadUrl` only.
    #[doc(alias = "Report")]
    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct ReportSummary {
        /// When the file was made, in UTC; without milliseconds since version 1.5 (documented).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub creation_date: Option<crate::DateTime>,
        /// Name of a customization of the report (assumed from the name); not documented further.
        ///
        /// The documented list does not show it.
        #[serde(
            default,
            deserialize_with = "lenient::text",
            skip_serializing_if = "Option::is_none"
        )]
        pub customization_name: Option<String>,
        /// Address of the file in blob storage; expect it only once the report is `completed`. It is signed and
        /// therefore a secret: do not log it, and fetch it without the token and the subscription key. The
        /// documented sample is valid for about 90 days.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub download_url: Option<crate::SignedUrl>,
        /// End of the period that the report covers, in UTC. What happens without it is not documented.
        ///
        /// The documented list does not show it.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub end_date: Option<crate::DateTime>,
        /// Format of the file.
        ///
        /// Documented answers have it in upper case, such as `XLSX`; compare without regard to case.
        ///
        /// Documented answers have it in upper case, such as `XLSX`; compare without regard to case.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub format: Option<ReportFormat>,
        /// Id of the report, a UUID.
        ///
        /// The documented list does not show it.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub id: Option<crate::Id>,
        /// Name of the report.
        #[serde(
            default,
            deserialize_with = "lenient::text",
            skip_serializing_if = "Option::is_none"
        )]
        pub name: Option<String>,
        /// Beginning of the period that the report covers, in UTC.
        ///
        /// The documented list does not show it.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub start_date: Option<crate::DateTime>,
        /// How far the generation has come.
        ///
        /// The documented list does not show it.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub status: Option<ReportStatus>,
        /// What set off the generation.
        ///
        /// The documented list does not show it.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub type_: Option<ReportType>,
    }

    /// A reseller account, as providers and distributors see it.
    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct Reseller {
        /// Postal address, also printed on invoices. Some services apply rules of their vendor to it
        /// (documented).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub address: Option<Address>,
        /// Further named texts kept with the account. Which names mean something is not documented.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub attributes: Option<BTreeMap<String, String>>,
        /// Contacts for administration, billing and technical matters.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub contact_persons: Option<Vec<ContactPerson>>,
        /// Currency in which the reseller deals, an ISO 4217 code such as `USD`.
        #[serde(
            default,
            deserialize_with = "lenient::text",
            skip_serializing_if = "Option::is_none"
        )]
        pub currency: Option<String>,
        /// Name of the customer class that the reseller is put in, such as `Default`. What a class decides is
        /// not documented.
        #[serde(
            default,
            deserialize_with = "lenient::text",
            skip_serializing_if = "Option::is_none"
        )]
        pub customer_class: Option<String>,
        /// The caller's own key for the account, free to choose and usable as a list filter. Whether the
        /// service refuses duplicates is not documented.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub external_id: Option<crate::Id>,
        /// Id of the account: digits, but treat it as text. The service assigns it and ignores one that is sent
        /// (documented example).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub id: Option<crate::Id>,
        /// Language of notifications and of the panel, a two-letter code such as `en`. Upper case was accepted
        /// as well (seen in client code).
        #[serde(
            default,
            deserialize_with = "lenient::text",
            skip_serializing_if = "Option::is_none"
        )]
        pub language: Option<String>,
        /// Name of the company, or of the person where there is none.
        #[serde(
            default,
            deserialize_with = "lenient::text",
            skip_serializing_if = "Option::is_none"
        )]
        pub name: Option<String>,
        /// State of the account. New customers are `pending` and turn `active` later without further action
        /// (documented).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub status: Option<AccountStatus>,
        /// Tax registration number, used in working out taxes and exemptions.
        ///
        /// The documented answer to creating a customer leaves it out although it was sent; a later read has
        /// it.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub tax_reg_id: Option<crate::Id>,
        /// Name of the tax engine that serves the reseller, such as `Vertex`.
        #[serde(
            default,
            deserialize_with = "lenient::text",
            skip_serializing_if = "Option::is_none"
        )]
        pub taxation_provider_name: Option<String>,
    }

    /// A reseller account, as providers and distributors see it.
    ///
    /// Name, address, contacts, language and currency are required.
    #[doc(alias = "Reseller")]
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct ResellerInput {
        /// Postal address, also printed on invoices. Some services apply rules of their vendor to it
        /// (documented).
        pub address: AddressInput,
        /// Further named texts kept with the account. Which names mean something is not documented.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub attributes: Option<BTreeMap<String, String>>,
        /// Contacts for administration, billing and technical matters.
        pub contact_persons: Vec<ContactPersonInput>,
        /// Currency in which the reseller deals, an ISO 4217 code such as `USD`.
        pub currency: String,
        /// Name of the customer class that the reseller is put in, such as `Default`. What a class decides is
        /// not documented.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub customer_class: Option<String>,
        /// The caller's own key for the account, free to choose and usable as a list filter. Whether the
        /// service refuses duplicates is not documented.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub external_id: Option<crate::Id>,
        /// Language of notifications and of the panel, a two-letter code such as `en`. Upper case was accepted
        /// as well (seen in client code).
        pub language: String,
        /// Name of the company, or of the person where there is none.
        pub name: String,
        /// Tax registration number, used in working out taxes and exemptions.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub tax_reg_id: Option<crate::Id>,
        /// Name of the tax engine that serves the reseller, such as `Vertex`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub taxation_provider_name: Option<String>,
    }

    input! {
        ResellerInput {
            address: AddressInput,
            contact_persons: Vec<ContactPersonInput>,
            currency: String,
            language: String,
            name: String,
        } {
            attributes: BTreeMap<String, String>,
            customer_class: String,
            external_id: crate::Id,
            tax_reg_id: crate::Id,
            taxation_provider_name: String,
        }
    }

    /// One page of resellers.
    #[doc(alias = "ResultListReseller")]
    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct ResellerList {
        /// The resellers of this page, in the short form of list rows (assumed); empty when none match.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub data: Option<Vec<ResellerSummary>>,
        /// Where the page stands in the whole list.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub pagination: Option<Pagination>,
    }

    /// A reseller account, as providers and distributors see it.
    ///
    /// Rows of lists probably carry `id`, `externalId`, `name` and `status` only (assumed, by likeness to
    /// customers).
    #[doc(alias = "Reseller")]
    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct ResellerSummary {
        /// Postal address, also printed on invoices. Some services apply rules of their vendor to it
        /// (documented).
        ///
        /// Probably not sent in list rows (assumed); fetch the reseller.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub address: Option<Address>,
        /// Further named texts kept with the account. Which names mean something is not documented.
        ///
        /// Probably not sent in list rows (assumed); fetch the reseller.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub attributes: Option<BTreeMap<String, String>>,
        /// Contacts for administration, billing and technical matters.
        ///
        /// Probably not sent in list rows (assumed); fetch the reseller.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub contact_persons: Option<Vec<ContactPerson>>,
        /// Currency in which the reseller deals, an ISO 4217 code such as `USD`.
        ///
        /// Probably not sent in list rows (assumed); fetch the reseller.
        #[serde(
            default,
            deserialize_with = "lenient::text",
            skip_serializing_if = "Option::is_none"
        )]
        pub currency: Option<String>,
        /// Name of the customer class that the reseller is put in, such as `Default`. What a class decides is
        /// not documented.
        ///
        /// Probably not sent in list rows (assumed); fetch the reseller.
        #[serde(
            default,
            deserialize_with = "lenient::text",
            skip_serializing_if = "Option::is_none"
        )]
        pub customer_class: Option<String>,
        /// The caller's own key for the account, free to choose and usable as a list filter. Whether the
        /// service refuses duplicates is not documented.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub external_id: Option<crate::Id>,
        /// Id of the account: digits, but treat it as text. The service assigns it and ignores one that is sent
        /// (documented example).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub id: Option<crate::Id>,
        /// Language of notifications and of the panel, a two-letter code such as `en`. Upper case was accepted
        /// as well (seen in client code).
        ///
        /// Probably not sent in list rows (assumed); fetch the reseller.
        #[serde(
            default,
            deserialize_with = "lenient::text",
            skip_serializing_if = "Option::is_none"
        )]
        pub language: Option<String>,
        /// Name of the company, or of the person where there is none.
        #[serde(
            default,
            deserialize_with = "lenient::text",
            skip_serializing_if = "Option::is_none"
        )]
        pub name: Option<String>,
        /// State of the account. New customers are `pending` and turn `active` later without further action
        /// (documented).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub status: Option<AccountStatus>,
        /// Tax registration number, used in working out taxes and exemptions.
        ///
        /// The documented answer to creating a customer leaves it out although it was sent; a later read has
        /// it.
        ///
        /// Probably not sent in list rows (assumed); fetch the reseller.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub tax_reg_id: Option<crate::Id>,
        /// Name of the tax engine that serves the reseller, such as `Vertex`.
        ///
        /// Probably not sent in list rows (assumed); fetch the reseller.
        #[serde(
            default,
            deserialize_with = "lenient::text",
            skip_serializing_if = "Option::is_none"
        )]
        pub taxation_provider_name: Option<String>,
    }

    /// Changes to a reseller; members that are left out stay as they are (assumed). Language, attributes
    /// and currency cannot be changed.
    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct ResellerUpdate {
        /// New postal address. Give it whole; whether single lines can be changed is not documented.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub address: Option<AddressInput>,
        /// New contacts. Give all of them: whether the list replaces the stored one is not documented.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub contact_persons: Option<Vec<ContactPersonInput>>,
        /// New value of the caller's own key for the account.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub external_id: Option<crate::Id>,
        /// Ignored; the id in the path decides which account is changed.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub id: Option<crate::Id>,
        /// New name of the company.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub name: Option<String>,
        /// New state of the account. Only `active` and `creditHold` are supported (documented), although the
        /// enumeration has all six states.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub status: Option<AccountStatus>,
        /// New tax registration number.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub tax_reg_id: Option<crate::Id>,
    }

    input! {
        ResellerUpdate {
        } {
            address: AddressInput,
            contact_persons: Vec<ContactPersonInput>,
            external_id: crate::Id,
            id: crate::Id,
            name: String,
            status: AccountStatus,
            tax_reg_id: crate::Id,
        }
    }

    /// A service plan with the switches it allows.
    #[doc(alias = "ServicePlanDetailed")]
    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct ServicePlan {
        /// When the plan is charged, and who works out the charge.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub billing_model: Option<BillingModel>,
        /// How often invoices are made under the plan.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub billing_period: Option<BillingPeriod>,
        /// Id of the plan, as text here; other places show plan ids as numbers.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub id: Option<crate::Id>,
        /// What the plan offers, at length.
        #[serde(
            default,
            deserialize_with = "lenient::text",
            skip_serializing_if = "Option::is_none"
        )]
        pub long_description: Option<String>,
        /// Name of the plan for people.
        #[serde(
            default,
            deserialize_with = "lenient::text",
            skip_serializing_if = "Option::is_none"
        )]
        pub name: Option<String>,
        /// Plans and periods that a subscription on this plan can move to.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub plan_switches: Option<Vec<ServicePlanSubscriptionPeriodSwitch>>,
        /// Whether the plan is on offer (assumed from the name; the publisher's text for it belongs to another
        /// member).
        #[serde(
            default,
            deserialize_with = "lenient::boolean",
            skip_serializing_if = "Option::is_none"
        )]
        pub published: Option<bool>,
        /// What the plan offers, in short.
        #[serde(
            default,
            deserialize_with = "lenient::text",
            skip_serializing_if = "Option::is_none"
        )]
        pub short_description: Option<String>,
        /// The terms that the plan can have.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub subscription_periods: Option<Vec<SubscriptionPeriod>>,
    }

    /// One page of service plans.
    #[doc(alias = "ResultListServicePlan")]
    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct ServicePlanList {
        /// The plans of this page, without their switches; empty when there are none.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub data: Option<Vec<ServicePlanSummary>>,
        /// Where the page stands in the whole list.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub pagination: Option<Pagination>,
    }

    /// One switch that a plan allows, from one of its terms to a term of the target plan.
    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct ServicePlanSubscriptionPeriodSwitch {
        /// How the customer is charged for the switch. The publisher gives only the names.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub billing_policy: Option<SwitchBillingPolicy>,
        /// Id of the plan to switch to, a number here and text elsewhere.
        #[serde(
            serialize_with = "as_number::optional_id",
            skip_serializing_if = "Option::is_none"
        )]
        pub plan_id: Option<crate::Id>,
        /// Term of the plan that the switch starts from (assumed from the name).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub source_subscription_period: Option<Period>,
        /// Term on the target plan.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub subscription_period: Option<Period>,
        /// When an ordered switch takes effect.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub when_effective: Option<SwitchEffectiveDate>,
    }

    /// A service plan, as it stands in lists, without the switches it allows.
    #[doc(alias = "ServicePlan")]
    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct ServicePlanSummary {
        /// When the plan is charged, and who works out the charge.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub billing_model: Option<BillingModel>,
        /// How often invoices are made under the plan.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub billing_period: Option<BillingPeriod>,
        /// Id of the plan, as text here; other places show plan ids as numbers.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub id: Option<crate::Id>,
        /// What the plan offers, at length.
        #[serde(
            default,
            deserialize_with = "lenient::text",
            skip_serializing_if = "Option::is_none"
        )]
        pub long_description: Option<String>,
        /// Name of the plan for people.
        #[serde(
            default,
            deserialize_with = "lenient::text",
            skip_serializing_if = "Option::is_none"
        )]
        pub name: Option<String>,
        /// Whether the plan is on offer (assumed from the name; the publisher's text for it belongs to another
        /// member).
        #[serde(
            default,
            deserialize_with = "lenient::boolean",
            skip_serializing_if = "Option::is_none"
        )]
        pub published: Option<bool>,
        /// What the plan offers, in short.
        #[serde(
            default,
            deserialize_with = "lenient::text",
            skip_serializing_if = "Option::is_none"
        )]
        pub short_description: Option<String>,
        /// The terms that the plan can have.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub subscription_periods: Option<Vec<SubscriptionPeriod>>,
    }

    /// New special prices for products of a subscription. The service answers with the full subscription.
    #[doc(alias = "SubscriptionUpdateSpecialPricing")]
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct SpecialPricingInput {
        /// The products that get new prices or costs. Required.
        pub products: Vec<SubscriptionProductUpdate>,
    }

    input! {
        SpecialPricingInput {
            products: Vec<SubscriptionProductUpdate>,
        } {
        }
    }

    /// A cost per unit for the sales vendor, the provider that sells to the reseller (assumed). The
    /// publisher marks it as never read.
    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct SpecialProviderCost {
        /// Amount for one unit, as decimal text with a point and any number of decimals. Exclusive of tax
        /// (assumed).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub amount: Option<crate::Decimal>,
        /// Currency of the amount, as an ISO 4217 code such as `USD`.
        #[serde(
            default,
            deserialize_with = "lenient::text",
            skip_serializing_if = "Option::is_none"
        )]
        pub currency: Option<String>,
    }

    /// A cost per unit for the sales vendor, the provider that sells to the reseller (assumed). The
    /// publisher marks it as never read.
    #[doc(alias = "SpecialProviderCost")]
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct SpecialProviderCostInput {
        /// Amount for one unit, as decimal text with a point and any number of decimals. Exclusive of tax
        /// (assumed).
        pub amount: crate::Decimal,
        /// Currency of the amount, as an ISO 4217 code such as `USD`.
        pub currency: String,
    }

    input! {
        SpecialProviderCostInput {
            amount: crate::Decimal,
            currency: String,
        } {
        }
    }

    /// A subscription with its products, totals and parameters. It can end without any order, simply by
    /// turning `terminated` or `removed` (observed).
    #[doc(alias = "SubscriptionDetailed")]
    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct Subscription {
        /// Custom attributes, as names with text values. Among them can be `PONumber`, which is out of date
        /// once the subscription has ended (observed).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub attributes: Option<BTreeMap<String, String>>,
        /// When the subscription is charged. Can be null (seen in client code).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub billing_model: Option<BillingModel>,
        /// How often the subscription is invoiced. Differs from `subscriptionPeriod` where, say, a yearly term
        /// is billed monthly (observed).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub billing_period: Option<Period>,
        /// Day the subscription was created, `YYYY-MM-DD`. Can be null (seen in client code).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub creation_date: Option<crate::Date>,
        /// Identifier of the customer that holds the subscription.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub customer_id: Option<crate::Id>,
        /// Day the subscription runs out, `YYYY-MM-DD`. For a subscription that has ended already it can lie
        /// years ahead (observed). Can be null (seen in client code).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub expiration_date: Option<crate::Date>,
        /// Parameters that came out of provisioning. For Microsoft products, `ms_customer_id` holds the tenant
        /// identifier (observed).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub fulfillment_parameters: Option<Vec<FulfilmentParameterValue>>,
        /// Identifier of the subscription. Digits sent as text; treat it as opaque.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub id: Option<crate::Id>,
        /// Day of the last change, `YYYY-MM-DD`. For an ended subscription it can be the day on which
        /// non-renewal was decided, not the day it ended (observed). Can be null (seen in client code).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub last_modified_date: Option<crate::Date>,
        /// Name of the subscription, which is the name of its product (observed).
        #[serde(
            default,
            deserialize_with = "lenient::text",
            skip_serializing_if = "Option::is_none"
        )]
        pub name: Option<String>,
        /// Parameters given with the order. For Microsoft products, `microsoft_domain` holds the domain
        /// (observed).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub order_parameters: Option<Vec<OrderParameterValue>>,
        /// Identifier of the service plan. Declared as a number here, although orders and plans have it as
        /// text; can be null (seen in client code).
        #[serde(
            serialize_with = "as_number::optional_id",
            skip_serializing_if = "Option::is_none"
        )]
        pub plan_id: Option<crate::Id>,
        /// Products of the subscription with quantities and prices. Almost always a single one for Microsoft
        /// new-commerce products (observed), but do not count on it.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub products: Option<Vec<SubscriptionProduct>>,
        /// Day the subscription is due for renewal, `YYYY-MM-DD`. Can be null (seen in client code).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub renewal_date: Option<crate::Date>,
        /// Whether the subscription renews by itself at the end of its period. Change it by updating the
        /// subscription.
        #[serde(
            default,
            deserialize_with = "lenient::boolean",
            skip_serializing_if = "Option::is_none"
        )]
        pub renewal_status: Option<bool>,
        /// State of the subscription and of its services. `removed` is far more frequent than `terminated`
        /// (observed), so look for both when you look for ended subscriptions.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub status: Option<SubscriptionStatus>,
        /// How long each commitment lasts; not the rhythm of the invoices.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub subscription_period: Option<Period>,
        /// What the customer pays for the subscription in each billing period.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub total_price: Option<TotalPrice>,
        /// What the reseller pays in total, by its name for the whole subscription period (assumed).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub total_subscription_cost: Option<TotalSubscriptionCost>,
        /// What the customer pays in total, by its name for the whole subscription period (assumed).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub total_subscription_price: Option<TotalSubscriptionPrice>,
        /// What the provider pays in total, by its name for the whole subscription period (assumed).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub total_subscription_provider_cost: Option<TotalSubscriptionProviderCost>,
    }

    /// One page of subscriptions. The newest come first since version 1.5 (documented).
    #[doc(alias = "ResultListSubscription")]
    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct SubscriptionList {
        /// The rows of this page, without products and quantities. An empty list when nothing matches, never
        /// absent or null since version 1.5 (documented).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub data: Option<Vec<SubscriptionSummary>>,
        /// Position of this page and the number of all matching subscriptions. Its `limit` echoes the requested
        /// limit, so advance by the number of rows received.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub pagination: Option<Pagination>,
    }

    /// A term that a service plan can have.
    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct SubscriptionPeriod {
        /// Whether the term is in use for subscriptions; not documented further.
        #[serde(
            default,
            deserialize_with = "lenient::boolean",
            skip_serializing_if = "Option::is_none"
        )]
        pub active: Option<bool>,
        /// Length of the term, in units of `type`.
        #[serde(
            default,
            deserialize_with = "lenient::integer",
            skip_serializing_if = "Option::is_none"
        )]
        pub duration: Option<i64>,
        /// Whether the term is a trial.
        #[serde(
            default,
            deserialize_with = "lenient::boolean",
            skip_serializing_if = "Option::is_none"
        )]
        pub trial: Option<bool>,
        /// Unit in which `duration` counts.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub type_: Option<PeriodType>,
    }

    /// One product of a subscription.
    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct SubscriptionProduct {
        /// What the customer pays for all units of this product.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub extended_price: Option<ExtendedPrice>,
        /// Identifier of the product in the catalogue, for example `PRD326576`.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub id: Option<crate::Id>,
        /// Manufacturer part number of the product. It need not be unique in the catalogue.
        #[serde(
            default,
            deserialize_with = "lenient::text",
            skip_serializing_if = "Option::is_none"
        )]
        pub mpn: Option<String>,
        /// Name of the product, sent since version 1.5 (documented).
        #[serde(
            default,
            deserialize_with = "lenient::text",
            skip_serializing_if = "Option::is_none"
        )]
        pub name: Option<String>,
        /// Number of units the subscription allows. Change it with a change order; updating the subscription
        /// does not touch it.
        #[serde(
            serialize_with = "as_number::optional_decimal",
            skip_serializing_if = "Option::is_none"
        )]
        pub quantity: Option<crate::Decimal>,
        /// What the reseller pays for this product in total, by its name for the whole subscription period
        /// (assumed).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub total_subscription_cost: Option<TotalSubscriptionCost>,
        /// What the customer pays for this product in total, by its name for the whole subscription period
        /// (assumed).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub total_subscription_price: Option<TotalSubscriptionPrice>,
        /// What the provider pays for this product in total, by its name for the whole subscription period
        /// (assumed).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub total_subscription_provider_cost: Option<TotalSubscriptionProviderCost>,
        /// What the reseller pays for one unit.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub unit_cost: Option<UnitCost>,
        /// What the customer pays for one unit.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub unit_price: Option<UnitPrice>,
        /// What the provider pays for one unit (assumed from its name).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub unit_provider_cost: Option<UnitProviderCost>,
        /// Identifier of the manufacturer, as in the catalogue.
        #[serde(
            default,
            deserialize_with = "lenient::text",
            skip_serializing_if = "Option::is_none"
        )]
        pub vendor: Option<String>,
        /// Identifier that the vendor gives to the subscription.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub vendor_subscription_id: Option<crate::Id>,
    }

    /// New price and costs for one product of a subscription. The product is named by `mpn` or `id`; there
    /// is no member for its quantity.
    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct SubscriptionProductUpdate {
        /// Catalogue identifier of the product to change.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub id: Option<crate::Id>,
        /// Manufacturer part number of the product to change.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub mpn: Option<String>,
        /// What the reseller is to pay for one unit.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub unit_cost: Option<UnitCostInput>,
        /// What the customer is to pay for one unit.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub unit_price: Option<UnitPriceInput>,
        /// What the provider is to pay for one unit (assumed from its name).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub unit_provider_cost: Option<UnitProviderCostInput>,
    }

    input! {
        SubscriptionProductUpdate {
        } {
            id: crate::Id,
            mpn: String,
            unit_cost: UnitCostInput,
            unit_price: UnitPriceInput,
            unit_provider_cost: UnitProviderCostInput,
        }
    }

    /// One row of a subscription list. Rows never carry products, quantities, prices, parameters or the
    /// plan (observed); fetch the subscription by its `id` for those.
    #[doc(alias = "Subscription")]
    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct SubscriptionSummary {
        /// Custom attributes, as names with text values. Among them can be `PONumber`, which is out of date
        /// once the subscription has ended (observed).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub attributes: Option<BTreeMap<String, String>>,
        /// When the subscription is charged. Can be null (seen in client code).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub billing_model: Option<BillingModel>,
        /// How often the subscription is invoiced. Differs from `subscriptionPeriod` where, say, a yearly term
        /// is billed monthly (observed).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub billing_period: Option<Period>,
        /// Day the subscription was created, `YYYY-MM-DD`. Can be null (seen in client code).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub creation_date: Option<crate::Date>,
        /// Identifier of the customer that holds the subscription.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub customer_id: Option<crate::Id>,
        /// Day the subscription runs out, `YYYY-MM-DD`. For a subscription that has ended already it can lie
        /// years ahead (observed). Can be null (seen in client code).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub expiration_date: Option<crate::Date>,
        /// Identifier of the subscription. Digits sent as text; treat it as opaque.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub id: Option<crate::Id>,
        /// Day of the last change, `YYYY-MM-DD`. For an ended subscription it can be the day on which
        /// non-renewal was decided, not the day it ended (observed). Can be null (seen in client code).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub last_modified_date: Option<crate::Date>,
        /// Name of the subscription, which is the name of its product (observed).
        #[serde(
            default,
            deserialize_with = "lenient::text",
            skip_serializing_if = "Option::is_none"
        )]
        pub name: Option<String>,
        /// Day the subscription is due for renewal, `YYYY-MM-DD`. Can be null (seen in client code).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub renewal_date: Option<crate::Date>,
        /// Whether the subscription renews by itself at the end of its period. Change it by updating the
        /// subscription.
        #[serde(
            default,
            deserialize_with = "lenient::boolean",
            skip_serializing_if = "Option::is_none"
        )]
        pub renewal_status: Option<bool>,
        /// State of the subscription and of its services. `removed` is far more frequent than `terminated`
        /// (observed), so look for both when you look for ended subscriptions.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub status: Option<SubscriptionStatus>,
        /// How long each commitment lasts; not the rhythm of the invoices.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub subscription_period: Option<Period>,
    }

    /// Total contract values (TCV) of one subscription of an order. Set by the service.
    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct SubscriptionTcvDetailsInfo {
        /// End date of the subscription after co-terming. Text without a declared format; the published example
        /// is a plain date, `YYYY-MM-DD`.
        #[serde(
            default,
            deserialize_with = "lenient::text",
            skip_serializing_if = "Option::is_none"
        )]
        pub aligned_expiration_date: Option<String>,
        /// Identifier of the service plan of the subscription.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub plan_id: Option<crate::Id>,
        /// The contract values, one entry for each pair of seller and buyer in the chain of resale.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub tcvs: Option<Vec<TcvDetailInfo>>,
    }

    /// The changes that can be made to a subscription without an order. Leave out what is to stay as it is;
    /// a quantity can only be changed with a change order.
    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct SubscriptionUpdate {
        /// Custom attributes to set, as names with text values. Whether attributes that are left out stay is
        /// not documented.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub attributes: Option<BTreeMap<String, String>>,
        /// The products that get new prices or costs.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub products: Option<Vec<SubscriptionProductUpdate>>,
        /// Whether the subscription is to renew by itself from now on; `false` lets it run out at the end of
        /// its period (assumed).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub renewal_status: Option<bool>,
    }

    input! {
        SubscriptionUpdate {
        } {
            attributes: BTreeMap<String, String>,
            products: Vec<SubscriptionProductUpdate>,
            renewal_status: bool,
        }
    }

    /// The subscription that a change order with a partial upgrade has led to.
    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct TargetSubscriptionInfo {
        /// Whether the subscription is co-termed. A plain flag, unlike the member of this name on a product.
        #[serde(
            default,
            deserialize_with = "lenient::boolean",
            skip_serializing_if = "Option::is_none"
        )]
        pub coterming: Option<bool>,
        /// Identifier of the subscription. Declared as a number here, although identifiers are text elsewhere.
        #[serde(
            serialize_with = "as_number::optional_id",
            skip_serializing_if = "Option::is_none"
        )]
        pub id: Option<crate::Id>,
        /// Whether the subscription was made by the order.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub type_: Option<TargetSubscriptionInfoType>,
    }

    /// The subscription that a change order with a partial upgrade has led to.
    #[doc(alias = "TargetSubscriptionInfo")]
    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct TargetSubscriptionInfoInput {
        /// Whether the subscription is co-termed. A plain flag, unlike the member of this name on a product.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub coterming: Option<bool>,
        /// Identifier of the subscription. Declared as a number here, although identifiers are text elsewhere.
        #[serde(
            serialize_with = "as_number::optional_id",
            skip_serializing_if = "Option::is_none"
        )]
        pub id: Option<crate::Id>,
        /// Whether the subscription was made by the order.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub type_: Option<TargetSubscriptionInfoType>,
    }

    input! {
        TargetSubscriptionInfoInput {
        } {
            coterming: bool,
            id: crate::Id,
            type_: TargetSubscriptionInfoType,
        }
    }

    /// Tax on a price line. Set by the service.
    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct TaxAmount {
        /// The amount of tax, as decimal text with a point and any number of decimals.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub amount: Option<crate::Decimal>,
        /// Currency of the amount, as an ISO 4217 code such as `USD`.
        #[serde(
            default,
            deserialize_with = "lenient::text",
            skip_serializing_if = "Option::is_none"
        )]
        pub currency: Option<String>,
    }

    /// Total contract values of a subscription between one seller and one buyer, for one billing period
    /// (documented) and, in `planPeriod`, for the period of the plan.
    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct TcvDetailInfo {
        /// Identifier of the account that buys. Declared as a number here, although identifiers are text
        /// elsewhere.
        #[serde(
            serialize_with = "as_number::optional_id",
            skip_serializing_if = "Option::is_none"
        )]
        pub buyer_id: Option<crate::Id>,
        /// Discount contained in the contract value, or the value after discount; its name allows both and
        /// nothing is documented.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub disc_total: Option<Price>,
        /// Contract value that applies in the end (assumed from its name).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub effective_total: Option<Price>,
        /// End of the period that the values are for, as a date-time.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub end_date: Option<crate::DateTime>,
        /// The values for the period of the plan (assumed from its name).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub plan_period: Option<TcvInfo>,
        /// Identifier of the account that sells. Declared as a number here, although identifiers are text
        /// elsewhere.
        #[serde(
            serialize_with = "as_number::optional_id",
            skip_serializing_if = "Option::is_none"
        )]
        pub seller_id: Option<crate::Id>,
        /// Start of the period that the values are for, as a date-time.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub start_date: Option<crate::DateTime>,
        /// Contract value before any discount (assumed from its name).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub total: Option<Price>,
    }

    /// Total contract values for the period of the plan (assumed from the member that holds it; its
    /// published text is that of a date).
    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct TcvInfo {
        /// Discount contained in the contract value, or the value after discount; its name allows both and
        /// nothing is documented.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub disc_total: Option<Price>,
        /// Contract value that applies in the end (assumed from its name).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub effective_total: Option<Price>,
        /// Contract value before any discount (assumed from its name).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub total: Option<Price>,
    }

    /// Total contract values of one product between one seller and one buyer.
    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct TcvProductInfo {
        /// Identifier of the account that buys. Declared as a number here, although identifiers are text
        /// elsewhere.
        #[serde(
            serialize_with = "as_number::optional_id",
            skip_serializing_if = "Option::is_none"
        )]
        pub buyer_id: Option<crate::Id>,
        /// Discount contained in the contract value, or the value after discount; its name allows both and
        /// nothing is documented.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub disc_total: Option<Price>,
        /// Contract value that applies in the end (assumed from its name).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub effective_total: Option<Price>,
        /// Identifier of the account that sells. Declared as a number here, although identifiers are text
        /// elsewhere.
        #[serde(
            serialize_with = "as_number::optional_id",
            skip_serializing_if = "Option::is_none"
        )]
        pub seller_id: Option<crate::Id>,
        /// Contract value before any discount (assumed from its name).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub total: Option<Price>,
    }

    /// Total contract values of one product between one seller and one buyer.
    #[doc(alias = "TcvProductInfo")]
    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct TcvProductInfoInput {
        /// Identifier of the account that buys. Declared as a number here, although identifiers are text
        /// elsewhere.
        #[serde(
            serialize_with = "as_number::optional_id",
            skip_serializing_if = "Option::is_none"
        )]
        pub buyer_id: Option<crate::Id>,
        /// Discount contained in the contract value, or the value after discount; its name allows both and
        /// nothing is documented.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub disc_total: Option<PriceInput>,
        /// Contract value that applies in the end (assumed from its name).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub effective_total: Option<PriceInput>,
        /// Identifier of the account that sells. Declared as a number here, although identifiers are text
        /// elsewhere.
        #[serde(
            serialize_with = "as_number::optional_id",
            skip_serializing_if = "Option::is_none"
        )]
        pub seller_id: Option<crate::Id>,
        /// Contract value before any discount (assumed from its name).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub total: Option<PriceInput>,
    }

    input! {
        TcvProductInfoInput {
        } {
            buyer_id: crate::Id,
            disc_total: PriceInput,
            effective_total: PriceInput,
            seller_id: crate::Id,
            total: PriceInput,
        }
    }

    /// A bearer token and its life.
    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct TokenInfo {
        /// Life of the token in seconds from the answer on, 1500 at present (documented). Rely on this number
        /// and renew a little early.
        #[serde(
            default,
            deserialize_with = "lenient::integer",
            skip_serializing_if = "Option::is_none"
        )]
        pub expires_in_seconds: Option<i64>,
        /// The bearer token for all other calls. Opaque and secret: never log it or look inside.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub token: Option<crate::Secret>,
    }

    /// What to send along with login and password to get a token.
    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct TokenRequest {
        /// Code of the reseller's own marketplace, in lower case, mostly a country such as `us`, `ca`, `br`,
        /// `nl`, `se` or `au` (seen in client code). It can be read from the address of the control panel.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub marketplace: Option<String>,
    }

    input! {
        TokenRequest {
        } {
            marketplace: String,
        }
    }

    /// Total price of an order, by its name an estimate. Set by the service.
    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct TotalOrderPriceEstimation {
        /// The amount, as decimal text with a point and any number of decimals. Exclusive of tax (assumed).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub amount: Option<crate::Decimal>,
        /// Currency of the amount, as an ISO 4217 code such as `USD`.
        #[serde(
            default,
            deserialize_with = "lenient::text",
            skip_serializing_if = "Option::is_none"
        )]
        pub currency: Option<String>,
    }

    /// What a subscription costs the customer in each billing period.
    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct TotalPrice {
        /// The amount, as decimal text with a point and any number of decimals. Exclusive of tax (assumed).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub amount: Option<crate::Decimal>,
        /// Currency of the amount, as an ISO 4217 code such as `USD`.
        #[serde(
            default,
            deserialize_with = "lenient::text",
            skip_serializing_if = "Option::is_none"
        )]
        pub currency: Option<String>,
    }

    /// What the reseller pays in total, by its name for the whole subscription period (assumed).
    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct TotalSubscriptionCost {
        /// The amount, as decimal text with a point and any number of decimals. Exclusive of tax (assumed).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub amount: Option<crate::Decimal>,
        /// Currency of the amount, as an ISO 4217 code such as `USD`.
        #[serde(
            default,
            deserialize_with = "lenient::text",
            skip_serializing_if = "Option::is_none"
        )]
        pub currency: Option<String>,
    }

    /// What the customer pays in total, by its name for the whole subscription period (assumed).
    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct TotalSubscriptionPrice {
        /// The amount, as decimal text with a point and any number of decimals. Exclusive of tax (assumed).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub amount: Option<crate::Decimal>,
        /// Currency of the amount, as an ISO 4217 code such as `USD`.
        #[serde(
            default,
            deserialize_with = "lenient::text",
            skip_serializing_if = "Option::is_none"
        )]
        pub currency: Option<String>,
    }

    /// What the provider pays in total, by its name for the whole subscription period (assumed).
    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct TotalSubscriptionProviderCost {
        /// The amount, as decimal text with a point and any number of decimals. Exclusive of tax (assumed).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub amount: Option<crate::Decimal>,
        /// Currency of the amount, as an ISO 4217 code such as `USD`.
        #[serde(
            default,
            deserialize_with = "lenient::text",
            skip_serializing_if = "Option::is_none"
        )]
        pub currency: Option<String>,
    }

    /// What the reseller pays for one unit of a product.
    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct UnitCost {
        /// The amount, as decimal text with a point and any number of decimals. Exclusive of tax (assumed).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub amount: Option<crate::Decimal>,
        /// Currency of the amount, as an ISO 4217 code such as `USD`.
        #[serde(
            default,
            deserialize_with = "lenient::text",
            skip_serializing_if = "Option::is_none"
        )]
        pub currency: Option<String>,
        /// Amounts by quantity, for products that are sold in tiers.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub price_tiers: Option<Vec<OrderPriceTier>>,
    }

    /// What the reseller pays for one unit of a product.
    #[doc(alias = "UnitCost")]
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct UnitCostInput {
        /// The amount, as decimal text with a point and any number of decimals. Exclusive of tax (assumed).
        pub amount: crate::Decimal,
        /// Currency of the amount, as an ISO 4217 code such as `USD`.
        pub currency: String,
        /// Amounts by quantity, for products that are sold in tiers.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub price_tiers: Option<Vec<OrderPriceTierInput>>,
    }

    input! {
        UnitCostInput {
            amount: crate::Decimal,
            currency: String,
        } {
            price_tiers: Vec<OrderPriceTierInput>,
        }
    }

    /// What the customer pays for one unit of a product.
    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct UnitPrice {
        /// The amount, as decimal text with a point and any number of decimals. Exclusive of tax (assumed).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub amount: Option<crate::Decimal>,
        /// Currency of the amount, as an ISO 4217 code such as `USD`.
        #[serde(
            default,
            deserialize_with = "lenient::text",
            skip_serializing_if = "Option::is_none"
        )]
        pub currency: Option<String>,
        /// Amounts by quantity, for products that are sold in tiers.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub price_tiers: Option<Vec<OrderPriceTier>>,
    }

    /// What the customer pays for one unit of a product.
    #[doc(alias = "UnitPrice")]
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct UnitPriceInput {
        /// The amount, as decimal text with a point and any number of decimals. Exclusive of tax (assumed).
        pub amount: crate::Decimal,
        /// Currency of the amount, as an ISO 4217 code such as `USD`.
        pub currency: String,
        /// Amounts by quantity, for products that are sold in tiers.
        #[serde(skip_serializing_if = "Option::is_none")]
        pub price_tiers: Option<Vec<OrderPriceTierInput>>,
    }

    input! {
        UnitPriceInput {
            amount: crate::Decimal,
            currency: String,
        } {
            price_tiers: Vec<OrderPriceTierInput>,
        }
    }

    /// What the provider pays for one unit of a product (assumed from its name).
    #[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct UnitProviderCost {
        /// The amount, as decimal text with a point and any number of decimals. Exclusive of tax (assumed).
        #[serde(skip_serializing_if = "Option::is_none")]
        pub amount: Option<crate::Decimal>,
        /// Currency of the amount, as an ISO 4217 code such as `USD`.
        #[serde(
            default,
            deserialize_with = "lenient::text",
            skip_serializing_if = "Option::is_none"
        )]
        pub currency: Option<String>,
    }

    /// What the provider pays for one unit of a product (assumed from its name).
    #[doc(alias = "UnitProviderCost")]
    #[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
    #[serde(rename_all = "camelCase")]
    #[non_exhaustive]
    pub struct UnitProviderCostInput {
        /// The amount, as decimal text with a point and any number of decimals. Exclusive of tax (assumed).
        pub amount: crate::Decimal,
        /// Currency of the amount, as an ISO 4217 code such as `USD`.
        pub currency: String,
    }

    input! {
        UnitProviderCostInput {
            amount: crate::Decimal,
            currency: String,
        } {
        }
    }
}

impl Client {
    /// Lists the reseller's customers, newest first.
    ///
    /// Rows carry only `id`, `externalId`, `name` and `status` (documented); fetch the customer for
    /// address, contacts, language and tax id. There is no filter by date or status. Customers created
    /// while paging push rows on to the next page, so drop repeated ids (assumed). Safe to repeat.
    ///
    /// `GET /customers`
    #[doc(alias = "getCustomers")]
    pub fn list_customers(&self) -> operations::ListCustomers<'_> {
        operations::ListCustomers {
            client: self,
            email: None,
            external_id: None,
            limit: None,
            name: None,
            offset: None,
            reseller_id: None,
        }
    }
    /// Creates a customer of the calling reseller.
    ///
    /// The new customer is `pending` and becomes `active` later: poll `GET /customers/{id}` (documented).
    /// The documented answer lacks `taxRegId` although it was sent, and login and password are never
    /// returned.
    ///
    /// Not safe to repeat blindly: no idempotency key exists, and a second call may create a second
    /// customer (assumed). After a timeout look for the customer first, for example by `externalId`.
    /// Invalid input is a 400 (seen in client code); some vendors' services also check the address.
    ///
    /// `POST /customers`
    #[doc(alias = "createCustomer")]
    pub fn create_customer<'a>(
        &'a self,
        body: &'a types::CustomerInput,
    ) -> operations::CreateCustomer<'a> {
        operations::CreateCustomer {
            client: self,
            body,
        }
    }
    /// Fetches one customer in full.
    ///
    /// Adds what list rows leave out: address, contacts, language, tax id and attributes. Login and
    /// password of the administrator are never part of the answer. An unknown id gives 404, or 400 with a
    /// message containing `No entity has been found` (both seen in client code). Safe to repeat.
    ///
    /// `GET /customers/{id}`
    #[doc(alias = "getCustomerById")]
    pub fn get_customer(&self, id: impl Into<crate::Id>) -> operations::GetCustomer<'_> {
        operations::GetCustomer {
            client: self,
            id: id.into(),
        }
    }
    /// Changes a customer's details or status.
    ///
    /// Only the members given are changed (assumed); the answer is the full customer with `resellerId`
    /// (documented). Of the statuses only `active` and `creditHold` can be set (documented), language and
    /// attributes cannot be changed here. Sending the same body again should leave the same result
    /// (assumed).
    ///
    /// `PATCH /customers/{id}`
    #[doc(alias = "updateCustomer")]
    pub fn update_customer<'a>(
        &'a self,
        id: impl Into<crate::Id>,
        body: &'a types::CustomerUpdate,
    ) -> operations::UpdateCustomer<'a> {
        operations::UpdateCustomer {
            client: self,
            id: id.into(),
            body,
        }
    }
    /// Lists orders of the reseller's customers, newest first.
    ///
    /// Rows carry `id`, `orderNumber`, `type`, `status`, `statusCode`, `customerId`, `creationDate` and,
    /// once provisioned, `provisioningDate` (observed). They have no `poNumber`, products, prices or
    /// `subscriptionId`: fetch the order for those. Orders placed while paging push rows on to the next
    /// page, so drop repeated ids (assumed).
    ///
    /// Most filters are documented only; a filter the service does not know is ignored without an error
    /// (observed). Safe to repeat.
    ///
    /// `GET /orders`
    #[doc(alias = "getOrders")]
    pub fn list_orders(&self) -> operations::ListOrders<'_> {
        operations::ListOrders {
            client: self,
            creation_time_from: None,
            creation_time_to: None,
            customer_id: None,
            limit: None,
            offset: None,
            order_number: None,
            status: None,
            status_code: None,
            subscription_id: None,
        }
    }
    /// Places an order.
    ///
    /// Placing is asynchronous: the answer comes before anything is provisioned, so poll `GET /orders/{id}`
    /// until the `status` is `completed`, `error` or `cancelled` (documented). A sales order needs
    /// `customerId` and `products`; change, renewal and cancellation orders need a `subscriptionId`
    /// (documented). Placing a sales order accepts the vendor's terms on the customer's behalf
    /// (documented).
    ///
    /// Never repeat this call blindly. It can take more than 60 seconds and may be cut off with a 504 HTML
    /// page (observed) while the platform carries on (assumed), and there is no idempotency key. Allow 120
    /// to 180 seconds; after a timeout or a 504 look through the customer's newest orders, comparing
    /// `poNumber` in their details, before ordering again.
    ///
    /// A business rule that forbids the order is an HTTP 500 whose message gives the reason, for example
    /// another change order still in provisioning for the same subscription (observed). If one MPN stands
    /// for several products, the order is refused and the message names the members that are still needed
    /// (documented).
    ///
    /// `POST /orders`
    #[doc(alias = "createOrder")]
    pub fn create_order<'a>(
        &'a self,
        body: &'a types::OrderInput,
    ) -> operations::CreateOrder<'a> {
        operations::CreateOrder {
            client: self,
            body,
        }
    }
    /// Prices an order without placing it.
    ///
    /// Takes the same body as placing an order and answers in the same shape, with prices but without an
    /// `id` (assumed). Nothing is stored (assumed), so it is safe to repeat. Allow it as much time as
    /// placing an order. A body that could not be ordered is refused the same way (assumed), possibly as an
    /// HTTP 500 with the reason in its message.
    ///
    /// `POST /orders/estimate`
    #[doc(alias = "estimateOrder")]
    pub fn estimate_order<'a>(
        &'a self,
        body: &'a types::OrderInput,
    ) -> operations::EstimateOrder<'a> {
        operations::EstimateOrder {
            client: self,
            body,
        }
    }
    /// Fetches one order in full.
    ///
    /// Adds `poNumber`, `products`, `details`, `subscriptionId` and `scheduledOn` to what list rows carry.
    /// Renewal and cancellation orders have neither `products` nor `details`, and `provisioningDate` is
    /// absent until the order is provisioned (observed). The quantity of a change order reads back as a
    /// signed difference, except when `scheduledOn` is `renewal`: then it is the total wanted (observed).
    ///
    /// This is the call to poll after placing an order; a change to an annual term can stay `processing`
    /// for months (observed). An unknown id gives 404, or 400 with a message containing `No entity has been
    /// found` (both seen in client code). Safe to repeat.
    ///
    /// `GET /orders/{id}`
    #[doc(alias = "getOrderDetails")]
    pub fn get_order(&self, id: impl Into<crate::Id>) -> operations::GetOrder<'_> {
        operations::GetOrder {
            client: self,
            id: id.into(),
        }
    }
    /// Changes an order's credit check or internal status code.
    ///
    /// Nothing but `creditCheck` and `statusCode` can be changed (documented). Setting `statusCode` to `CL`
    /// looks like the way to withdraw an order (assumed); it has not been tried. The answer is the full
    /// order. Read the order again after an unclear failure before repeating.
    ///
    /// `PATCH /orders/{id}`
    #[doc(alias = "updateOrder")]
    pub fn update_order<'a>(
        &'a self,
        id: impl Into<crate::Id>,
        body: &'a types::OrderUpdate,
    ) -> operations::UpdateOrder<'a> {
        operations::UpdateOrder {
            client: self,
            id: id.into(),
            body,
        }
    }
    /// Lists service plans.
    ///
    /// Rows leave out `planSwitches`; fetch the plan for those. The operation has no filters, and the order
    /// of rows is not documented. Safe to repeat.
    ///
    /// `GET /plans`
    #[doc(alias = "getServicePlans")]
    pub fn list_plans(&self) -> operations::ListPlans<'_> {
        operations::ListPlans {
            client: self,
            limit: None,
            offset: None,
        }
    }
    /// Fetches one service plan with the switches it allows.
    ///
    /// `planSwitches` names the plans and periods that a subscription on this plan can move to. An unknown
    /// id gives a 400 with a message containing `No entity has been found` (seen in client code) or a 404
    /// (assumed). Safe to repeat.
    ///
    /// `GET /plans/{id}`
    #[doc(alias = "getServicePlanById")]
    pub fn get_plan(&self, id: impl Into<crate::Id>) -> operations::GetPlan<'_> {
        operations::GetPlan {
            client: self,
            id: id.into(),
        }
    }
    /// Lists the products that the reseller can order.
    ///
    /// A flat catalogue with prices for the customer and costs for the reseller; the offers that group
    /// products into one subscription stay invisible (documented). An MPN can occur more than once. The
    /// order of rows is not documented, and there is no operation for a single product: filter by `mpn`.
    /// Safe to repeat.
    ///
    /// `GET /products`
    #[doc(alias = "getCatalog")]
    pub fn list_products(&self) -> operations::ListProducts<'_> {
        operations::ListProducts {
            client: self,
            limit: None,
            mpn: None,
            name: None,
            offset: None,
            service_name: None,
            vendor: None,
        }
    }
    /// Lists exported reports, newest first.
    ///
    /// The whole list always comes in one answer: this operation does not page (documented). Documented
    /// rows carry `name`, `format`, `creationDate` and `downloadUrl`; every other member may be missing.
    /// Safe to repeat.
    ///
    /// `GET /reports`
    #[doc(alias = "getReports")]
    pub fn list_reports(&self) -> operations::ListReports<'_> {
        operations::ListReports {
            client: self,
            format: None,
            from: None,
            name: None,
            status: None,
            to: None,
            type_: None,
        }
    }
    /// Schedules a one-time report.
    ///
    /// Asynchronous: poll `GET /reports/{reportId}` until its `status` is `completed` (documented), then
    /// fetch `downloadUrl`. `name` must be that of a report set up in the platform beforehand, and
    /// `startDate` is required. Not safe to repeat blindly: a second call may schedule a second report
    /// (assumed).
    ///
    /// `POST /reports`
    #[doc(alias = "createReport")]
    pub fn create_report<'a>(
        &'a self,
        body: &'a types::ReportInput,
    ) -> operations::CreateReport<'a> {
        operations::CreateReport {
            client: self,
            body,
        }
    }
    /// Fetches one report, with its state and download address.
    ///
    /// Poll it after scheduling a report. The content is fetched from `downloadUrl`, outside this API: send
    /// neither the token nor the subscription key there. Invalid input is a 400 and an unknown id a 404
    /// (both seen in client code). Safe to repeat.
    ///
    /// `GET /reports/{reportId}`
    #[doc(alias = "getReportById")]
    pub fn get_report(
        &self,
        report_id: impl Into<crate::Id>,
    ) -> operations::GetReport<'_> {
        operations::GetReport {
            client: self,
            report_id: report_id.into(),
        }
    }
    /// Lists resellers, for providers and distributors.
    ///
    /// An ordinary reseller is expected to be refused (assumed). Rows are probably as thin as customer
    /// rows, with `id`, `externalId`, `name` and `status` only (assumed); fetch the reseller for the rest.
    /// Safe to repeat.
    ///
    /// `GET /resellers`
    #[doc(alias = "getResellers")]
    pub fn list_resellers(&self) -> operations::ListResellers<'_> {
        operations::ListResellers {
            client: self,
            email: None,
            external_id: None,
            limit: None,
            name: None,
            offset: None,
        }
    }
    /// Creates a reseller, for providers and distributors.
    ///
    /// An ordinary reseller is expected to be refused (assumed). Like a customer, the new account may be
    /// `pending` at first (assumed): poll `GET /resellers/{id}`. Login and password are never returned. Not
    /// safe to repeat blindly, since a second call may create a second reseller (assumed); look for it by
    /// `externalId` first.
    ///
    /// `POST /resellers`
    #[doc(alias = "createReseller")]
    pub fn create_reseller<'a>(
        &'a self,
        body: &'a types::ResellerInput,
    ) -> operations::CreateReseller<'a> {
        operations::CreateReseller {
            client: self,
            body,
        }
    }
    /// Fetches one reseller in full.
    ///
    /// Adds what list rows are expected to leave out, such as address, contacts and currency. For providers
    /// and distributors; an ordinary reseller is expected to be refused (assumed). Safe to repeat.
    ///
    /// `GET /resellers/{id}`
    #[doc(alias = "getResellerCustomerById")]
    pub fn get_reseller(&self, id: impl Into<crate::Id>) -> operations::GetReseller<'_> {
        operations::GetReseller {
            client: self,
            id: id.into(),
        }
    }
    /// Changes a reseller's details or status.
    ///
    /// Only the members given are changed (assumed), and the answer is the full reseller. Of the statuses
    /// only `active` and `creditHold` can be set (documented); language and currency cannot be changed
    /// here. An ordinary reseller is expected to be refused (assumed). Sending the same body again should
    /// leave the same result (assumed).
    ///
    /// `PATCH /resellers/{id}`
    #[doc(alias = "updateReseller")]
    pub fn update_reseller<'a>(
        &'a self,
        id: impl Into<crate::Id>,
        body: &'a types::ResellerUpdate,
    ) -> operations::UpdateReseller<'a> {
        operations::UpdateReseller {
            client: self,
            id: id.into(),
            body,
        }
    }
    /// Lists the customers of one reseller.
    ///
    /// Rows and their order are expected to be those of one's own customer list (assumed): only `id`,
    /// `externalId`, `name` and `status`, newest first; fetch the customer for the rest. For providers and
    /// distributors; an ordinary reseller is expected to be refused (assumed). Safe to repeat.
    ///
    /// `GET /resellers/{id}/customers`
    #[doc(alias = "getResellerCustomers")]
    pub fn list_reseller_customers(
        &self,
        id: impl Into<crate::Id>,
    ) -> operations::ListResellerCustomers<'_> {
        operations::ListResellerCustomers {
            client: self,
            id: id.into(),
            email: None,
            external_id: None,
            limit: None,
            name: None,
            offset: None,
        }
    }
    /// Creates a customer for one reseller.
    ///
    /// Takes the same body as creating a customer of one's own, and the customer starts as `pending` in the
    /// same way: poll `GET /customers/{id}`. An ordinary reseller is expected to be refused (assumed). Not
    /// safe to repeat blindly, since a second call may create a second customer (assumed); look for it by
    /// `externalId` first.
    ///
    /// `POST /resellers/{id}/customers`
    #[doc(alias = "createCustomerForReseller")]
    pub fn create_reseller_customer<'a>(
        &'a self,
        id: impl Into<crate::Id>,
        body: &'a types::CustomerInput,
    ) -> operations::CreateResellerCustomer<'a> {
        operations::CreateResellerCustomer {
            client: self,
            id: id.into(),
            body,
        }
    }
    /// Lists the orders of one reseller's customers.
    ///
    /// Rows are those of the list of one's own orders, without `poNumber`, products and prices; fetch the
    /// order for the rest. Unlike that list it offers no filter by order number or status code
    /// (documented). For providers and distributors; an ordinary reseller is expected to be refused
    /// (assumed). Safe to repeat.
    ///
    /// `GET /resellers/{id}/orders`
    #[doc(alias = "getResellerOrders")]
    pub fn list_reseller_orders(
        &self,
        id: impl Into<crate::Id>,
    ) -> operations::ListResellerOrders<'_> {
        operations::ListResellerOrders {
            client: self,
            id: id.into(),
            creation_time_from: None,
            creation_time_to: None,
            customer_id: None,
            limit: None,
            offset: None,
            status: None,
            subscription_id: None,
        }
    }
    /// Lists subscriptions of the reseller's customers, newest first.
    ///
    /// Rows carry no products and no quantities (observed): fetch the subscription for those. Without a
    /// `status` filter ended subscriptions come too (observed). Fetching many details one by one soon
    /// exhausts the call budget (observed). Safe to repeat.
    ///
    /// `GET /subscriptions`
    #[doc(alias = "getSubscriptions")]
    pub fn list_subscriptions(&self) -> operations::ListSubscriptions<'_> {
        operations::ListSubscriptions {
            client: self,
            creation_date_from: None,
            creation_date_to: None,
            customer_id: None,
            limit: None,
            offset: None,
            status: None,
        }
    }
    /// Fetches one subscription in full.
    ///
    /// Adds `products` with quantities and prices, totals, `planId`, and the order and fulfilment
    /// parameters to what list rows carry. An unknown id gives 404 (observed), or 400 with a message
    /// containing `No entity has been found` (seen in client code). Safe to repeat.
    ///
    /// `GET /subscriptions/{id}`
    #[doc(alias = "getSubscription")]
    pub fn get_subscription(
        &self,
        id: impl Into<crate::Id>,
    ) -> operations::GetSubscription<'_> {
        operations::GetSubscription {
            client: self,
            id: id.into(),
        }
    }
    /// Changes attributes, automatic renewal or product prices of a subscription.
    ///
    /// Quantities cannot be changed here; place a change order. Only the members given are changed
    /// (assumed), and the answer is the full subscription. Sending the same body again should leave the
    /// same result (assumed).
    ///
    /// `PATCH /subscriptions/{id}`
    #[doc(alias = "updateSubscription")]
    pub fn update_subscription<'a>(
        &'a self,
        id: impl Into<crate::Id>,
        body: &'a types::SubscriptionUpdate,
    ) -> operations::UpdateSubscription<'a> {
        operations::UpdateSubscription {
            client: self,
            id: id.into(),
            body,
        }
    }
    /// Sets special prices and costs for products of a subscription.
    ///
    /// The answer is the full subscription. Sending the same prices again should leave the same result
    /// (assumed), as the call sets values and orders nothing.
    ///
    /// `POST /subscriptions/{id}/specialPricing`
    #[doc(alias = "updateSubscriptionSpecialPricing")]
    pub fn update_subscription_special_pricing<'a>(
        &'a self,
        id: impl Into<crate::Id>,
        body: &'a types::SpecialPricingInput,
    ) -> operations::UpdateSubscriptionSpecialPricing<'a> {
        operations::UpdateSubscriptionSpecialPricing {
            client: self,
            id: id.into(),
            body,
        }
    }
    /// Obtains a bearer token with the API user's login and password.
    ///
    /// The token serves all other calls until `expiresInSeconds` is over, 1500 seconds at present
    /// (documented); keep it and share it, since token calls count against the same call budget (assumed).
    /// There is no refresh and no revocation.
    ///
    /// A 401 means a wrong login or password, a user that is not activated, or a wrong subscription key;
    /// repeating it does not help. After a timeout the call is safe to repeat.
    ///
    /// `POST /token`
    #[doc(alias = "generateAuthToken")]
    pub fn generate_auth_token<'a>(
        &'a self,
        body: &'a types::TokenRequest,
    ) -> operations::GenerateAuthToken<'a> {
        operations::GenerateAuthToken {
            client: self,
            body,
        }
    }
    /// Checks products' activation parameters before an order.
    ///
    /// The answer has one entry per product. A parameter that fails is reported there, with `result` set to
    /// `error`, in an HTTP 200 answer (assumed). Later versions hand out a `draftRequestId`: send it back
    /// when the vendor asks for more parameters or offers choices (assumed). Nothing is ordered, so the
    /// call is safe to repeat (assumed).
    ///
    /// `POST /validation/parameters`
    #[doc(alias = "validateParameters")]
    pub fn validate_parameters<'a>(
        &'a self,
        body: &'a types::ParameterValidationRequest,
    ) -> operations::ValidateParameters<'a> {
        operations::ValidateParameters {
            client: self,
            body,
        }
    }
}

/// Request values, one for each operation.
pub mod operations {
    #[allow(unused_imports, reason = "which of them are needed depends on the specification")]
    use progenitor_client::encode_path;

    use super::types;
    use crate::{Client, Error, Operation, Response};

    /// Every operation, by path and method.
    pub static OPERATIONS: [&Operation; 28usize] = [
        &ListCustomers::OPERATION,
        &CreateCustomer::OPERATION,
        &GetCustomer::OPERATION,
        &UpdateCustomer::OPERATION,
        &ListOrders::OPERATION,
        &CreateOrder::OPERATION,
        &EstimateOrder::OPERATION,
        &GetOrder::OPERATION,
        &UpdateOrder::OPERATION,
        &ListPlans::OPERATION,
        &GetPlan::OPERATION,
        &ListProducts::OPERATION,
        &ListReports::OPERATION,
        &CreateReport::OPERATION,
        &GetReport::OPERATION,
        &ListResellers::OPERATION,
        &CreateReseller::OPERATION,
        &GetReseller::OPERATION,
        &UpdateReseller::OPERATION,
        &ListResellerCustomers::OPERATION,
        &CreateResellerCustomer::OPERATION,
        &ListResellerOrders::OPERATION,
        &ListSubscriptions::OPERATION,
        &GetSubscription::OPERATION,
        &UpdateSubscription::OPERATION,
        &UpdateSubscriptionSpecialPricing::OPERATION,
        &GenerateAuthToken::OPERATION,
        &ValidateParameters::OPERATION,
    ];

    /// The request of [`Client::list_customers`]: `GET /customers`.
    #[derive(Clone, Debug)]
    #[must_use = "a request does nothing until it is sent"]
    pub struct ListCustomers<'a> {
        pub(super) client: &'a Client,
        pub(super) email: Option<String>,
        pub(super) external_id: Option<crate::Id>,
        pub(super) limit: Option<i64>,
        pub(super) name: Option<String>,
        pub(super) offset: Option<i64>,
        pub(super) reseller_id: Option<crate::Id>,
    }

    impl ListCustomers<'_> {
        /// What the specification says about the operation.
        pub const OPERATION: Operation = Operation {
            name: "list_customers",
            published_id: "getCustomers",
            method: "GET",
            path: "/customers",
        };
        /// Keeps accounts where one of the contacts has this e-mail address.
        pub fn email(mut self, email: impl Into<String>) -> Self {
            self.email = Some(email.into());
            self
        }
        /// Keeps accounts whose `externalId` equals this text.
        pub fn external_id(mut self, external_id: impl Into<crate::Id>) -> Self {
            self.external_id = Some(external_id.into());
            self
        }
        /// Largest number of rows to return, 10 by default. Pages of 500 work (observed); what happens above
        /// that is unknown.
        pub fn limit(mut self, limit: impl Into<i64>) -> Self {
            self.limit = Some(limit.into());
            self
        }
        /// Keeps accounts with a similar name. How similarity is judged is not documented.
        pub fn name(mut self, name: impl Into<String>) -> Self {
            self.name = Some(name.into());
            self
        }
        /// Number of rows to skip, 0 by default. Advance by the rows received, not by the `limit` asked for.
        pub fn offset(mut self, offset: impl Into<i64>) -> Self {
            self.offset = Some(offset.into());
            self
        }
        /// Keeps customers of this reseller. Useful to providers with several resellers (assumed).
        pub fn reseller_id(mut self, reseller_id: impl Into<crate::Id>) -> Self {
            self.reseller_id = Some(reseller_id.into());
            self
        }
        /// Builds the HTTP request without sending it.
        ///
        /// # Errors
        /// When the base address, a parameter or the body cannot be written into a request.
        pub fn build(&self) -> Result<reqwest::Request, Error> {
            let Self { client, email, external_id, limit, name, offset, reseller_id } = self;
            let url = format!("{}/customers", client.baseurl,);
            Ok(
                client
                    .client
                    .get(url)
                    .header(
                        ::reqwest::header::ACCEPT,
                        ::reqwest::header::HeaderValue::from_static("application/json"),
                    )
                    .query(&progenitor_client::QueryParam::new("email", &email))
                    .query(&progenitor_client::QueryParam::new("externalId", &external_id))
                    .query(&progenitor_client::QueryParam::new("limit", &limit))
                    .query(&progenitor_client::QueryParam::new("name", &name))
                    .query(&progenitor_client::QueryParam::new("offset", &offset))
                    .query(&progenitor_client::QueryParam::new("resellerId", &reseller_id))
                    .build()?,
            )
        }
        /// Sends the request and reads the answer.
        ///
        /// # Errors
        /// When the request cannot be built or sent, or the answer is no success or cannot be read.
        pub async fn send(&self) -> Result<Response<types::CustomerList>, Error> {
            self.client.execute(&Self::OPERATION, self.build()?).await
        }
    }

    /// The request of [`Client::create_customer`]: `POST /customers`.
    #[derive(Clone, Debug)]
    #[must_use = "a request does nothing until it is sent"]
    pub struct CreateCustomer<'a> {
        pub(super) client: &'a Client,
        pub(super) body: &'a types::CustomerInput,
    }

    impl CreateCustomer<'_> {
        /// What the specification says about the operation.
        pub const OPERATION: Operation = Operation {
            name: "create_customer",
            published_id: "createCustomer",
            method: "POST",
            path: "/customers",
        };
        /// Builds the HTTP request without sending it.
        ///
        /// # Errors
        /// When the base address, a parameter or the body cannot be written into a request.
        pub fn build(&self) -> Result<reqwest::Request, Error> {
            let Self { client, body } = self;
            let url = format!("{}/customers", client.baseurl,);
            Ok(
                client
                    .client
                    .post(url)
                    .header(
                        ::reqwest::header::ACCEPT,
                        ::reqwest::header::HeaderValue::from_static("application/json"),
                    )
                    .json(&body)
                    .build()?,
            )
        }
        /// Sends the request and reads the answer.
        ///
        /// # Errors
        /// When the request cannot be built or sent, or the answer is no success or cannot be read.
        pub async fn send(&self) -> Result<Response<types::Customer>, Error> {
            self.client.execute(&Self::OPERATION, self.build()?).await
        }
    }

    /// The request of [`Client::get_customer`]: `GET /customers/{id}`.
    #[derive(Clone, Debug)]
    #[must_use = "a request does nothing until it is sent"]
    pub struct GetCustomer<'a> {
        pub(super) client: &'a Client,
        pub(super) id: crate::Id,
    }

    impl GetCustomer<'_> {
        /// What the specification says about the operation.
        pub const OPERATION: Operation = Operation {
            name: "get_customer",
            published_id: "getCustomerById",
            method: "GET",
            path: "/customers/{id}",
        };
        /// Builds the HTTP request without sending it.
        ///
        /// # Errors
        /// When the base address, a parameter or the body cannot be written into a request.
        pub fn build(&self) -> Result<reqwest::Request, Error> {
            let Self { client, id } = self;
            let url = format!(
                "{}/customers/{}", client.baseurl, encode_path(& id.to_string()),
            );
            Ok(
                client
                    .client
                    .get(url)
                    .header(
                        ::reqwest::header::ACCEPT,
                        ::reqwest::header::HeaderValue::from_static("application/json"),
                    )
                    .build()?,
            )
        }
        /// Sends the request and reads the answer.
        ///
        /// # Errors
        /// When the request cannot be built or sent, or the answer is no success or cannot be read.
        pub async fn send(&self) -> Result<Response<types::Customer>, Error> {
            self.client.execute(&Self::OPERATION, self.build()?).await
        }
    }

    /// The request of [`Client::update_customer`]: `PATCH /customers/{id}`.
    #[derive(Clone, Debug)]
    #[must_use = "a request does nothing until it is sent"]
    pub struct UpdateCustomer<'a> {
        pub(super) client: &'a Client,
        pub(super) id: crate::Id,
        pub(super) body: &'a types::CustomerUpdate,
    }

    impl UpdateCustomer<'_> {
        /// What the specification says about the operation.
        pub const OPERATION: Operation = Operation {
            name: "update_customer",
            published_id: "updateCustomer",
            method: "PATCH",
            path: "/customers/{id}",
        };
        /// Builds the HTTP request without sending it.
        ///
        /// # Errors
        /// When the base address, a parameter or the body cannot be written into a request.
        pub fn build(&self) -> Result<reqwest::Request, Error> {
            let Self { client, id, body } = self;
            let url = format!(
                "{}/customers/{}", client.baseurl, encode_path(& id.to_string()),
            );
            Ok(
                client
                    .client
                    .patch(url)
                    .header(
                        ::reqwest::header::ACCEPT,
                        ::reqwest::header::HeaderValue::from_static("application/json"),
                    )
                    .json(&body)
                    .build()?,
            )
        }
        /// Sends the request and reads the answer.
        ///
        /// # Errors
        /// When the request cannot be built or sent, or the answer is no success or cannot be read.
        pub async fn send(&self) -> Result<Response<types::Customer>, Error> {
            self.client.execute(&Self::OPERATION, self.build()?).await
        }
    }

    /// The request of [`Client::list_orders`]: `GET /orders`.
    #[derive(Clone, Debug)]
    #[must_use = "a request does nothing until it is sent"]
    pub struct ListOrders<'a> {
        pub(super) client: &'a Client,
        pub(super) creation_time_from: Option<crate::DateTime>,
        pub(super) creation_time_to: Option<crate::DateTime>,
        pub(super) customer_id: Option<crate::Id>,
        pub(super) limit: Option<i64>,
        pub(super) offset: Option<i64>,
        pub(super) order_number: Option<String>,
        pub(super) status: Option<types::OrderStatus>,
        pub(super) status_code: Option<types::OrderStatusCode>,
        pub(super) subscription_id: Option<crate::Id>,
    }

    impl ListOrders<'_> {
        /// What the specification says about the operation.
        pub const OPERATION: Operation = Operation {
            name: "list_orders",
            published_id: "getOrders",
            method: "GET",
            path: "/orders",
        };
        /// Keeps orders created from this moment on, an RFC 3339 date-time such as `2019-12-11T17:32:28Z`.
        /// Documented but untested; similar names such as `creationDateFrom` are silently ignored here
        /// (observed).
        pub fn creation_time_from(
            mut self,
            creation_time_from: impl Into<crate::DateTime>,
        ) -> Self {
            self.creation_time_from = Some(creation_time_from.into());
            self
        }
        /// Keeps orders created up to this moment, an RFC 3339 date-time such as `2019-12-11T17:32:28Z`.
        /// Documented but untested; similar names such as `creationDateTo` are silently ignored here
        /// (observed).
        pub fn creation_time_to(
            mut self,
            creation_time_to: impl Into<crate::DateTime>,
        ) -> Self {
            self.creation_time_to = Some(creation_time_to.into());
            self
        }
        /// Keeps orders of this customer (seen in client code).
        pub fn customer_id(mut self, customer_id: impl Into<crate::Id>) -> Self {
            self.customer_id = Some(customer_id.into());
            self
        }
        /// Largest number of rows to return, 10 by default. Pages of 500 work (observed); what happens above
        /// that is unknown.
        pub fn limit(mut self, limit: impl Into<i64>) -> Self {
            self.limit = Some(limit.into());
            self
        }
        /// Number of rows to skip, 0 by default. Advance by the rows received, not by the `limit` asked for.
        pub fn offset(mut self, offset: impl Into<i64>) -> Self {
            self.offset = Some(offset.into());
            self
        }
        /// Keeps the order with this number, such as `SO000012`; the prefix tells the type of order.
        pub fn order_number(mut self, order_number: impl Into<String>) -> Self {
            self.order_number = Some(order_number.into());
            self
        }
        /// Keeps orders in this state. Documented, but not confirmed against the real service: check the
        /// `status` of the rows.
        pub fn status(mut self, status: impl Into<types::OrderStatus>) -> Self {
            self.status = Some(status.into());
            self
        }
        /// Keeps orders with this internal status code, such as `CP`. The full list of codes is not public, and
        /// the filter has not been confirmed.
        pub fn status_code(
            mut self,
            status_code: impl Into<types::OrderStatusCode>,
        ) -> Self {
            self.status_code = Some(status_code.into());
            self
        }
        /// Keeps orders of this subscription. The publisher speaks of the order that created it; whether later
        /// change and renewal orders match as well is not known.
        pub fn subscription_id(mut self, subscription_id: impl Into<crate::Id>) -> Self {
            self.subscription_id = Some(subscription_id.into());
            self
        }
        /// Builds the HTTP request without sending it.
        ///
        /// # Errors
        /// When the base address, a parameter or the body cannot be written into a request.
        pub fn build(&self) -> Result<reqwest::Request, Error> {
            let Self {
                client,
                creation_time_from,
                creation_time_to,
                customer_id,
                limit,
                offset,
                order_number,
                status,
                status_code,
                subscription_id,
            } = self;
            let url = format!("{}/orders", client.baseurl,);
            Ok(
                client
                    .client
                    .get(url)
                    .header(
                        ::reqwest::header::ACCEPT,
                        ::reqwest::header::HeaderValue::from_static("application/json"),
                    )
                    .query(
                        &progenitor_client::QueryParam::new(
                            "creationTimeFrom",
                            &creation_time_from,
                        ),
                    )
                    .query(
                        &progenitor_client::QueryParam::new(
                            "creationTimeTo",
                            &creation_time_to,
                        ),
                    )
                    .query(&progenitor_client::QueryParam::new("customerId", &customer_id))
                    .query(&progenitor_client::QueryParam::new("limit", &limit))
                    .query(&progenitor_client::QueryParam::new("offset", &offset))
                    .query(&progenitor_client::QueryParam::new("orderNumber", &order_number))
                    .query(&progenitor_client::QueryParam::new("status", &status))
                    .query(&progenitor_client::QueryParam::new("statusCode", &status_code))
                    .query(
                        &progenitor_client::QueryParam::new(
                            "subscriptionId",
                            &subscription_id,
                        ),
                    )
                    .build()?,
            )
        }
        /// Sends the request and reads the answer.
        ///
        /// # Errors
        /// When the request cannot be built or sent, or the answer is no success or cannot be read.
        pub async fn send(&self) -> Result<Response<types::OrderList>, Error> {
            self.client.execute(&Self::OPERATION, self.build()?).await
        }
    }

    /// The request of [`Client::create_order`]: `POST /orders`.
    #[derive(Clone, Debug)]
    #[must_use = "a request does nothing until it is sent"]
    pub struct CreateOrder<'a> {
        pub(super) client: &'a Client,
        pub(super) body: &'a types::OrderInput,
    }

    impl CreateOrder<'_> {
        /// What the specification says about the operation.
        pub const OPERATION: Operation = Operation {
            name: "create_order",
            published_id: "createOrder",
            method: "POST",
            path: "/orders",
        };
        /// Builds the HTTP request without sending it.
        ///
        /// # Errors
        /// When the base address, a parameter or the body cannot be written into a request.
        pub fn build(&self) -> Result<reqwest::Request, Error> {
            let Self { client, body } = self;
            let url = format!("{}/orders", client.baseurl,);
            Ok(
                client
                    .client
                    .post(url)
                    .header(
                        ::reqwest::header::ACCEPT,
                        ::reqwest::header::HeaderValue::from_static("application/json"),
                    )
                    .json(&body)
                    .build()?,
            )
        }
        /// Sends the request and reads the answer.
        ///
        /// # Errors
        /// When the request cannot be built or sent, or the answer is no success or cannot be read.
        pub async fn send(&self) -> Result<Response<types::Order>, Error> {
            self.client.execute(&Self::OPERATION, self.build()?).await
        }
    }

    /// The request of [`Client::estimate_order`]: `POST /orders/estimate`.
    #[derive(Clone, Debug)]
    #[must_use = "a request does nothing until it is sent"]
    pub struct EstimateOrder<'a> {
        pub(super) client: &'a Client,
        pub(super) body: &'a types::OrderInput,
    }

    impl EstimateOrder<'_> {
        /// What the specification says about the operation.
        pub const OPERATION: Operation = Operation {
            name: "estimate_order",
            published_id: "estimateOrder",
            method: "POST",
            path: "/orders/estimate",
        };
        /// Builds the HTTP request without sending it.
        ///
        /// # Errors
        /// When the base address, a parameter or the body cannot be written into a request.
        pub fn build(&self) -> Result<reqwest::Request, Error> {
            let Self { client, body } = self;
            let url = format!("{}/orders/estimate", client.baseurl,);
            Ok(
                client
                    .client
                    .post(url)
                    .header(
                        ::reqwest::header::ACCEPT,
                        ::reqwest::header::HeaderValue::from_static("application/json"),
                    )
                    .json(&body)
                    .build()?,
            )
        }
        /// Sends the request and reads the answer.
        ///
        /// # Errors
        /// When the request cannot be built or sent, or the answer is no success or cannot be read.
        pub async fn send(&self) -> Result<Response<types::Order>, Error> {
            self.client.execute(&Self::OPERATION, self.build()?).await
        }
    }

    /// The request of [`Client::get_order`]: `GET /orders/{id}`.
    #[derive(Clone, Debug)]
    #[must_use = "a request does nothing until it is sent"]
    pub struct GetOrder<'a> {
        pub(super) client: &'a Client,
        pub(super) id: crate::Id,
    }

    impl GetOrder<'_> {
        /// What the specification says about the operation.
        pub const OPERATION: Operation = Operation {
            name: "get_order",
            published_id: "getOrderDetails",
            method: "GET",
            path: "/orders/{id}",
        };
        /// Builds the HTTP request without sending it.
        ///
        /// # Errors
        /// When the base address, a parameter or the body cannot be written into a request.
        pub fn build(&self) -> Result<reqwest::Request, Error> {
            let Self { client, id } = self;
            let url = format!(
                "{}/orders/{}", client.baseurl, encode_path(& id.to_string()),
            );
            Ok(
                client
                    .client
                    .get(url)
                    .header(
                        ::reqwest::header::ACCEPT,
                        ::reqwest::header::HeaderValue::from_static("application/json"),
                    )
                    .build()?,
            )
        }
        /// Sends the request and reads the answer.
        ///
        /// # Errors
        /// When the request cannot be built or sent, or the answer is no success or cannot be read.
        pub async fn send(&self) -> Result<Response<types::Order>, Error> {
            self.client.execute(&Self::OPERATION, self.build()?).await
        }
    }

    /// The request of [`Client::update_order`]: `PATCH /orders/{id}`.
    #[derive(Clone, Debug)]
    #[must_use = "a request does nothing until it is sent"]
    pub struct UpdateOrder<'a> {
        pub(super) client: &'a Client,
        pub(super) id: crate::Id,
        pub(super) body: &'a types::OrderUpdate,
    }

    impl UpdateOrder<'_> {
        /// What the specification says about the operation.
        pub const OPERATION: Operation = Operation {
            name: "update_order",
            published_id: "updateOrder",
            method: "PATCH",
            path: "/orders/{id}",
        };
        /// Builds the HTTP request without sending it.
        ///
        /// # Errors
        /// When the base address, a parameter or the body cannot be written into a request.
        pub fn build(&self) -> Result<reqwest::Request, Error> {
            let Self { client, id, body } = self;
            let url = format!(
                "{}/orders/{}", client.baseurl, encode_path(& id.to_string()),
            );
            Ok(
                client
                    .client
                    .patch(url)
                    .header(
                        ::reqwest::header::ACCEPT,
                        ::reqwest::header::HeaderValue::from_static("application/json"),
                    )
                    .json(&body)
                    .build()?,
            )
        }
        /// Sends the request and reads the answer.
        ///
        /// # Errors
        /// When the request cannot be built or sent, or the answer is no success or cannot be read.
        pub async fn send(&self) -> Result<Response<types::Order>, Error> {
            self.client.execute(&Self::OPERATION, self.build()?).await
        }
    }

    /// The request of [`Client::list_plans`]: `GET /plans`.
    #[derive(Clone, Debug)]
    #[must_use = "a request does nothing until it is sent"]
    pub struct ListPlans<'a> {
        pub(super) client: &'a Client,
        pub(super) limit: Option<i64>,
        pub(super) offset: Option<i64>,
    }

    impl ListPlans<'_> {
        /// What the specification says about the operation.
        pub const OPERATION: Operation = Operation {
            name: "list_plans",
            published_id: "getServicePlans",
            method: "GET",
            path: "/plans",
        };
        /// Largest number of rows to return, 10 by default. Pages of 500 work (observed); what happens above
        /// that is unknown.
        pub fn limit(mut self, limit: impl Into<i64>) -> Self {
            self.limit = Some(limit.into());
            self
        }
        /// Number of rows to skip, 0 by default. Advance by the rows received, not by the `limit` asked for.
        pub fn offset(mut self, offset: impl Into<i64>) -> Self {
            self.offset = Some(offset.into());
            self
        }
        /// Builds the HTTP request without sending it.
        ///
        /// # Errors
        /// When the base address, a parameter or the body cannot be written into a request.
        pub fn build(&self) -> Result<reqwest::Request, Error> {
            let Self { client, limit, offset } = self;
            let url = format!("{}/plans", client.baseurl,);
            Ok(
                client
                    .client
                    .get(url)
                    .header(
                        ::reqwest::header::ACCEPT,
                        ::reqwest::header::HeaderValue::from_static("application/json"),
                    )
                    .query(&progenitor_client::QueryParam::new("limit", &limit))
                    .query(&progenitor_client::QueryParam::new("offset", &offset))
                    .build()?,
            )
        }
        /// Sends the request and reads the answer.
        ///
        /// # Errors
        /// When the request cannot be built or sent, or the answer is no success or cannot be read.
        pub async fn send(&self) -> Result<Response<types::ServicePlanList>, Error> {
            self.client.execute(&Self::OPERATION, self.build()?).await
        }
    }

    /// The request of [`Client::get_plan`]: `GET /plans/{id}`.
    #[derive(Clone, Debug)]
    #[must_use = "a request does nothing until it is sent"]
    pub struct GetPlan<'a> {
        pub(super) client: &'a Client,
        pub(super) id: crate::Id,
    }

    impl GetPlan<'_> {
        /// What the specification says about the operation.
        pub const OPERATION: Operation = Operation {
            name: "get_plan",
            published_id: "getServicePlanById",
            method: "GET",
            path: "/plans/{id}",
        };
        /// Builds the HTTP request without sending it.
        ///
        /// # Errors
        /// When the base address, a parameter or the body cannot be written into a request.
        pub fn build(&self) -> Result<reqwest::Request, Error> {
            let Self { client, id } = self;
            let url = format!("{}/plans/{}", client.baseurl, encode_path(& id.to_string()),);
            Ok(
                client
                    .client
                    .get(url)
                    .header(
                        ::reqwest::header::ACCEPT,
                        ::reqwest::header::HeaderValue::from_static("application/json"),
                    )
                    .build()?,
            )
        }
        /// Sends the request and reads the answer.
        ///
        /// # Errors
        /// When the request cannot be built or sent, or the answer is no success or cannot be read.
        pub async fn send(&self) -> Result<Response<types::ServicePlan>, Error> {
            self.client.execute(&Self::OPERATION, self.build()?).await
        }
    }

    /// The request of [`Client::list_products`]: `GET /products`.
    #[derive(Clone, Debug)]
    #[must_use = "a request does nothing until it is sent"]
    pub struct ListProducts<'a> {
        pub(super) client: &'a Client,
        pub(super) limit: Option<i64>,
        pub(super) mpn: Option<String>,
        pub(super) name: Option<String>,
        pub(super) offset: Option<i64>,
        pub(super) service_name: Option<String>,
        pub(super) vendor: Option<String>,
    }

    impl ListProducts<'_> {
        /// What the specification says about the operation.
        pub const OPERATION: Operation = Operation {
            name: "list_products",
            published_id: "getCatalog",
            method: "GET",
            path: "/products",
        };
        /// Largest number of rows to return, 10 by default. Pages of 500 work (observed); what happens above
        /// that is unknown.
        pub fn limit(mut self, limit: impl Into<i64>) -> Self {
            self.limit = Some(limit.into());
            self
        }
        /// Keeps products with this manufacturer part number. More than one product can match.
        pub fn mpn(mut self, mpn: impl Into<String>) -> Self {
            self.mpn = Some(mpn.into());
            self
        }
        /// Keeps products with this name. Whether part of a name matches is not documented.
        pub fn name(mut self, name: impl Into<String>) -> Self {
            self.name = Some(name.into());
            self
        }
        /// Number of rows to skip, 0 by default. Advance by the rows received, not by the `limit` asked for.
        pub fn offset(mut self, offset: impl Into<i64>) -> Self {
            self.offset = Some(offset.into());
            self
        }
        /// Keeps products of this service. All products of one order must share it (documented).
        pub fn service_name(mut self, service_name: impl Into<String>) -> Self {
            self.service_name = Some(service_name.into());
            self
        }
        /// Keeps products of this vendor, given by the vendor's id.
        pub fn vendor(mut self, vendor: impl Into<String>) -> Self {
            self.vendor = Some(vendor.into());
            self
        }
        /// Builds the HTTP request without sending it.
        ///
        /// # Errors
        /// When the base address, a parameter or the body cannot be written into a request.
        pub fn build(&self) -> Result<reqwest::Request, Error> {
            let Self { client, limit, mpn, name, offset, service_name, vendor } = self;
            let url = format!("{}/products", client.baseurl,);
            Ok(
                client
                    .client
                    .get(url)
                    .header(
                        ::reqwest::header::ACCEPT,
                        ::reqwest::header::HeaderValue::from_static("application/json"),
                    )
                    .query(&progenitor_client::QueryParam::new("limit", &limit))
                    .query(&progenitor_client::QueryParam::new("mpn", &mpn))
                    .query(&progenitor_client::QueryParam::new("name", &name))
                    .query(&progenitor_client::QueryParam::new("offset", &offset))
                    .query(&progenitor_client::QueryParam::new("serviceName", &service_name))
                    .query(&progenitor_client::QueryParam::new("vendor", &vendor))
                    .build()?,
            )
        }
        /// Sends the request and reads the answer.
        ///
        /// # Errors
        /// When the request cannot be built or sent, or the answer is no success or cannot be read.
        pub async fn send(&self) -> Result<Response<types::ProductList>, Error> {
            self.client.execute(&Self::OPERATION, self.build()?).await
        }
    }

    /// The request of [`Client::list_reports`]: `GET /reports`.
    #[derive(Clone, Debug)]
    #[must_use = "a request does nothing until it is sent"]
    pub struct ListReports<'a> {
        pub(super) client: &'a Client,
        pub(super) format: Option<types::ReportFormat>,
        pub(super) from: Option<crate::Date>,
        pub(super) name: Option<String>,
        pub(super) status: Option<types::ReportStatus>,
        pub(super) to: Option<crate::Date>,
        pub(super) type_: Option<types::ReportType>,
    }

    impl ListReports<'_> {
        /// What the specification says about the operation.
        pub const OPERATION: Operation = Operation {
            name: "list_reports",
            published_id: "getReports",
            method: "GET",
            path: "/reports",
        };
        /// Keeps reports in this file format.
        pub fn format(mut self, format: impl Into<types::ReportFormat>) -> Self {
            self.format = Some(format.into());
            self
        }
        /// First day of the wanted period, a plain date `YYYY-MM-DD`.
        pub fn from(mut self, from: impl Into<crate::Date>) -> Self {
            self.from = Some(from.into());
            self
        }
        /// Keeps reports of this name. The publisher's guide counts only `from`, `to` and `format` as filters,
        /// so this one may have no effect.
        pub fn name(mut self, name: impl Into<String>) -> Self {
            self.name = Some(name.into());
            self
        }
        /// Keeps reports in this state of generation. The publisher's guide counts only `from`, `to` and
        /// `format` as filters, so this one may have no effect.
        pub fn status(mut self, status: impl Into<types::ReportStatus>) -> Self {
            self.status = Some(status.into());
            self
        }
        /// Last day of the wanted period, a plain date `YYYY-MM-DD`.
        pub fn to(mut self, to: impl Into<crate::Date>) -> Self {
            self.to = Some(to.into());
            self
        }
        /// Keeps reports generated on this occasion. The publisher's guide counts only `from`, `to` and
        /// `format` as filters, so this one may have no effect.
        pub fn type_(mut self, type_: impl Into<types::ReportType>) -> Self {
            self.type_ = Some(type_.into());
            self
        }
        /// Builds the HTTP request without sending it.
        ///
        /// # Errors
        /// When the base address, a parameter or the body cannot be written into a request.
        pub fn build(&self) -> Result<reqwest::Request, Error> {
            let Self { client, format, from, name, status, to, type_ } = self;
            let url = format!("{}/reports", client.baseurl,);
            Ok(
                client
                    .client
                    .get(url)
                    .header(
                        ::reqwest::header::ACCEPT,
                        ::reqwest::header::HeaderValue::from_static("application/json"),
                    )
                    .query(&progenitor_client::QueryParam::new("format", &format))
                    .query(&progenitor_client::QueryParam::new("from", &from))
                    .query(&progenitor_client::QueryParam::new("name", &name))
                    .query(&progenitor_client::QueryParam::new("status", &status))
                    .query(&progenitor_client::QueryParam::new("to", &to))
                    .query(&progenitor_client::QueryParam::new("type", &type_))
                    .build()?,
            )
        }
        /// Sends the request and reads the answer.
        ///
        /// # Errors
        /// When the request cannot be built or sent, or the answer is no success or cannot be read.
        pub async fn send(&self) -> Result<Response<types::ReportList>, Error> {
            self.client.execute(&Self::OPERATION, self.build()?).await
        }
    }

    /// The request of [`Client::create_report`]: `POST /reports`.
    #[derive(Clone, Debug)]
    #[must_use = "a request does nothing until it is sent"]
    pub struct CreateReport<'a> {
        pub(super) client: &'a Client,
        pub(super) body: &'a types::ReportInput,
    }

    impl CreateReport<'_> {
        /// What the specification says about the operation.
        pub const OPERATION: Operation = Operation {
            name: "create_report",
            published_id: "createReport",
            method: "POST",
            path: "/reports",
        };
        /// Builds the HTTP request without sending it.
        ///
        /// # Errors
        /// When the base address, a parameter or the body cannot be written into a request.
        pub fn build(&self) -> Result<reqwest::Request, Error> {
            let Self { client, body } = self;
            let url = format!("{}/reports", client.baseurl,);
            Ok(
                client
                    .client
                    .post(url)
                    .header(
                        ::reqwest::header::ACCEPT,
                        ::reqwest::header::HeaderValue::from_static("application/json"),
                    )
                    .json(&body)
                    .build()?,
            )
        }
        /// Sends the request and reads the answer.
        ///
        /// # Errors
        /// When the request cannot be built or sent, or the answer is no success or cannot be read.
        pub async fn send(&self) -> Result<Response<types::Report>, Error> {
            self.client.execute(&Self::OPERATION, self.build()?).await
        }
    }

    /// The request of [`Client::get_report`]: `GET /reports/{reportId}`.
    #[derive(Clone, Debug)]
    #[must_use = "a request does nothing until it is sent"]
    pub struct GetReport<'a> {
        pub(super) client: &'a Client,
        pub(super) report_id: crate::Id,
    }

    impl GetReport<'_> {
        /// What the specification says about the operation.
        pub const OPERATION: Operation = Operation {
            name: "get_report",
            published_id: "getReportById",
            method: "GET",
            path: "/reports/{reportId}",
        };
        /// Builds the HTTP request without sending it.
        ///
        /// # Errors
        /// When the base address, a parameter or the body cannot be written into a request.
        pub fn build(&self) -> Result<reqwest::Request, Error> {
            let Self { client, report_id } = self;
            let url = format!(
                "{}/reports/{}", client.baseurl, encode_path(& report_id.to_string()),
            );
            Ok(
                client
                    .client
                    .get(url)
                    .header(
                        ::reqwest::header::ACCEPT,
                        ::reqwest::header::HeaderValue::from_static("application/json"),
                    )
                    .build()?,
            )
        }
        /// Sends the request and reads the answer.
        ///
        /// # Errors
        /// When the request cannot be built or sent, or the answer is no success or cannot be read.
        pub async fn send(&self) -> Result<Response<types::Report>, Error> {
            self.client.execute(&Self::OPERATION, self.build()?).await
        }
    }

    /// The request of [`Client::list_resellers`]: `GET /resellers`.
    #[derive(Clone, Debug)]
    #[must_use = "a request does nothing until it is sent"]
    pub struct ListResellers<'a> {
        pub(super) client: &'a Client,
        pub(super) email: Option<String>,
        pub(super) external_id: Option<crate::Id>,
        pub(super) limit: Option<i64>,
        pub(super) name: Option<String>,
        pub(super) offset: Option<i64>,
    }

    impl ListResellers<'_> {
        /// What the specification says about the operation.
        pub const OPERATION: Operation = Operation {
            name: "list_resellers",
            published_id: "getResellers",
            method: "GET",
            path: "/resellers",
        };
        /// Keeps accounts where one of the contacts has this e-mail address.
        pub fn email(mut self, email: impl Into<String>) -> Self {
            self.email = Some(email.into());
            self
        }
        /// Keeps accounts whose `externalId` equals this text.
        pub fn external_id(mut self, external_id: impl Into<crate::Id>) -> Self {
            self.external_id = Some(external_id.into());
            self
        }
        /// Largest number of rows to return, 10 by default. Pages of 500 work (observed); what happens above
        /// that is unknown.
        pub fn limit(mut self, limit: impl Into<i64>) -> Self {
            self.limit = Some(limit.into());
            self
        }
        /// Keeps accounts with a similar name. How similarity is judged is not documented.
        pub fn name(mut self, name: impl Into<String>) -> Self {
            self.name = Some(name.into());
            self
        }
        /// Number of rows to skip, 0 by default. Advance by the rows received, not by the `limit` asked for.
        pub fn offset(mut self, offset: impl Into<i64>) -> Self {
            self.offset = Some(offset.into());
            self
        }
        /// Builds the HTTP request without sending it.
        ///
        /// # Errors
        /// When the base address, a parameter or the body cannot be written into a request.
        pub fn build(&self) -> Result<reqwest::Request, Error> {
            let Self { client, email, external_id, limit, name, offset } = self;
            let url = format!("{}/resellers", client.baseurl,);
            Ok(
                client
                    .client
                    .get(url)
                    .header(
                        ::reqwest::header::ACCEPT,
                        ::reqwest::header::HeaderValue::from_static("application/json"),
                    )
                    .query(&progenitor_client::QueryParam::new("email", &email))
                    .query(&progenitor_client::QueryParam::new("externalId", &external_id))
                    .query(&progenitor_client::QueryParam::new("limit", &limit))
                    .query(&progenitor_client::QueryParam::new("name", &name))
                    .query(&progenitor_client::QueryParam::new("offset", &offset))
                    .build()?,
            )
        }
        /// Sends the request and reads the answer.
        ///
        /// # Errors
        /// When the request cannot be built or sent, or the answer is no success or cannot be read.
        pub async fn send(&self) -> Result<Response<types::ResellerList>, Error> {
            self.client.execute(&Self::OPERATION, self.build()?).await
        }
    }

    /// The request of [`Client::create_reseller`]: `POST /resellers`.
    #[derive(Clone, Debug)]
    #[must_use = "a request does nothing until it is sent"]
    pub struct CreateReseller<'a> {
        pub(super) client: &'a Client,
        pub(super) body: &'a types::ResellerInput,
    }

    impl CreateReseller<'_> {
        /// What the specification says about the operation.
        pub const OPERATION: Operation = Operation {
            name: "create_reseller",
            published_id: "createReseller",
            method: "POST",
            path: "/resellers",
        };
        /// Builds the HTTP request without sending it.
        ///
        /// # Errors
        /// When the base address, a parameter or the body cannot be written into a request.
        pub fn build(&self) -> Result<reqwest::Request, Error> {
            let Self { client, body } = self;
            let url = format!("{}/resellers", client.baseurl,);
            Ok(
                client
                    .client
                    .post(url)
                    .header(
                        ::reqwest::header::ACCEPT,
                        ::reqwest::header::HeaderValue::from_static("application/json"),
                    )
                    .json(&body)
                    .build()?,
            )
        }
        /// Sends the request and reads the answer.
        ///
        /// # Errors
        /// When the request cannot be built or sent, or the answer is no success or cannot be read.
        pub async fn send(&self) -> Result<Response<types::Reseller>, Error> {
            self.client.execute(&Self::OPERATION, self.build()?).await
        }
    }

    /// The request of [`Client::get_reseller`]: `GET /resellers/{id}`.
    #[derive(Clone, Debug)]
    #[must_use = "a request does nothing until it is sent"]
    pub struct GetReseller<'a> {
        pub(super) client: &'a Client,
        pub(super) id: crate::Id,
    }

    impl GetReseller<'_> {
        /// What the specification says about the operation.
        pub const OPERATION: Operation = Operation {
            name: "get_reseller",
            published_id: "getResellerCustomerById",
            method: "GET",
            path: "/resellers/{id}",
        };
        /// Builds the HTTP request without sending it.
        ///
        /// # Errors
        /// When the base address, a parameter or the body cannot be written into a request.
        pub fn build(&self) -> Result<reqwest::Request, Error> {
            let Self { client, id } = self;
            let url = format!(
                "{}/resellers/{}", client.baseurl, encode_path(& id.to_string()),
            );
            Ok(
                client
                    .client
                    .get(url)
                    .header(
                        ::reqwest::header::ACCEPT,
                        ::reqwest::header::HeaderValue::from_static("application/json"),
                    )
                    .build()?,
            )
        }
        /// Sends the request and reads the answer.
        ///
        /// # Errors
        /// When the request cannot be built or sent, or the answer is no success or cannot be read.
        pub async fn send(&self) -> Result<Response<types::Reseller>, Error> {
            self.client.execute(&Self::OPERATION, self.build()?).await
        }
    }

    /// The request of [`Client::update_reseller`]: `PATCH /resellers/{id}`.
    #[derive(Clone, Debug)]
    #[must_use = "a request does nothing until it is sent"]
    pub struct UpdateReseller<'a> {
        pub(super) client: &'a Client,
        pub(super) id: crate::Id,
        pub(super) body: &'a types::ResellerUpdate,
    }

    impl UpdateReseller<'_> {
        /// What the specification says about the operation.
        pub const OPERATION: Operation = Operation {
            name: "update_reseller",
            published_id: "updateReseller",
            method: "PATCH",
            path: "/resellers/{id}",
        };
        /// Builds the HTTP request without sending it.
        ///
        /// # Errors
        /// When the base address, a parameter or the body cannot be written into a request.
        pub fn build(&self) -> Result<reqwest::Request, Error> {
            let Self { client, id, body } = self;
            let url = format!(
                "{}/resellers/{}", client.baseurl, encode_path(& id.to_string()),
            );
            Ok(
                client
                    .client
                    .patch(url)
                    .header(
                        ::reqwest::header::ACCEPT,
                        ::reqwest::header::HeaderValue::from_static("application/json"),
                    )
                    .json(&body)
                    .build()?,
            )
        }
        /// Sends the request and reads the answer.
        ///
        /// # Errors
        /// When the request cannot be built or sent, or the answer is no success or cannot be read.
        pub async fn send(&self) -> Result<Response<types::Reseller>, Error> {
            self.client.execute(&Self::OPERATION, self.build()?).await
        }
    }

    /// The request of [`Client::list_reseller_customers`]: `GET /resellers/{id}/customers`.
    #[derive(Clone, Debug)]
    #[must_use = "a request does nothing until it is sent"]
    pub struct ListResellerCustomers<'a> {
        pub(super) client: &'a Client,
        pub(super) id: crate::Id,
        pub(super) email: Option<String>,
        pub(super) external_id: Option<crate::Id>,
        pub(super) limit: Option<i64>,
        pub(super) name: Option<String>,
        pub(super) offset: Option<i64>,
    }

    impl ListResellerCustomers<'_> {
        /// What the specification says about the operation.
        pub const OPERATION: Operation = Operation {
            name: "list_reseller_customers",
            published_id: "getResellerCustomers",
            method: "GET",
            path: "/resellers/{id}/customers",
        };
        /// Keeps accounts where one of the contacts has this e-mail address.
        pub fn email(mut self, email: impl Into<String>) -> Self {
            self.email = Some(email.into());
            self
        }
        /// Keeps accounts whose `externalId` equals this text.
        pub fn external_id(mut self, external_id: impl Into<crate::Id>) -> Self {
            self.external_id = Some(external_id.into());
            self
        }
        /// Largest number of rows to return, 10 by default. Pages of 500 work (observed); what happens above
        /// that is unknown.
        pub fn limit(mut self, limit: impl Into<i64>) -> Self {
            self.limit = Some(limit.into());
            self
        }
        /// Keeps accounts with a similar name. How similarity is judged is not documented.
        pub fn name(mut self, name: impl Into<String>) -> Self {
            self.name = Some(name.into());
            self
        }
        /// Number of rows to skip, 0 by default. Advance by the rows received, not by the `limit` asked for.
        pub fn offset(mut self, offset: impl Into<i64>) -> Self {
            self.offset = Some(offset.into());
            self
        }
        /// Builds the HTTP request without sending it.
        ///
        /// # Errors
        /// When the base address, a parameter or the body cannot be written into a request.
        pub fn build(&self) -> Result<reqwest::Request, Error> {
            let Self { client, id, email, external_id, limit, name, offset } = self;
            let url = format!(
                "{}/resellers/{}/customers", client.baseurl, encode_path(& id.to_string()),
            );
            Ok(
                client
                    .client
                    .get(url)
                    .header(
                        ::reqwest::header::ACCEPT,
                        ::reqwest::header::HeaderValue::from_static("application/json"),
                    )
                    .query(&progenitor_client::QueryParam::new("email", &email))
                    .query(&progenitor_client::QueryParam::new("externalId", &external_id))
                    .query(&progenitor_client::QueryParam::new("limit", &limit))
                    .query(&progenitor_client::QueryParam::new("name", &name))
                    .query(&progenitor_client::QueryParam::new("offset", &offset))
                    .build()?,
            )
        }
        /// Sends the request and reads the answer.
        ///
        /// # Errors
        /// When the request cannot be built or sent, or the answer is no success or cannot be read.
        pub async fn send(&self) -> Result<Response<types::CustomerList>, Error> {
            self.client.execute(&Self::OPERATION, self.build()?).await
        }
    }

    /// The request of [`Client::create_reseller_customer`]: `POST /resellers/{id}/customers`.
    #[derive(Clone, Debug)]
    #[must_use = "a request does nothing until it is sent"]
    pub struct CreateResellerCustomer<'a> {
        pub(super) client: &'a Client,
        pub(super) id: crate::Id,
        pub(super) body: &'a types::CustomerInput,
    }

    impl CreateResellerCustomer<'_> {
        /// What the specification says about the operation.
        pub const OPERATION: Operation = Operation {
            name: "create_reseller_customer",
            published_id: "createCustomerForReseller",
            method: "POST",
            path: "/resellers/{id}/customers",
        };
        /// Builds the HTTP request without sending it.
        ///
        /// # Errors
        /// When the base address, a parameter or the body cannot be written into a request.
        pub fn build(&self) -> Result<reqwest::Request, Error> {
            let Self { client, id, body } = self;
            let url = format!(
                "{}/resellers/{}/customers", client.baseurl, encode_path(& id.to_string()),
            );
            Ok(
                client
                    .client
                    .post(url)
                    .header(
                        ::reqwest::header::ACCEPT,
                        ::reqwest::header::HeaderValue::from_static("application/json"),
                    )
                    .json(&body)
                    .build()?,
            )
        }
        /// Sends the request and reads the answer.
        ///
        /// # Errors
        /// When the request cannot be built or sent, or the answer is no success or cannot be read.
        pub async fn send(&self) -> Result<Response<types::Customer>, Error> {
            self.client.execute(&Self::OPERATION, self.build()?).await
        }
    }

    /// The request of [`Client::list_reseller_orders`]: `GET /resellers/{id}/orders`.
    #[derive(Clone, Debug)]
    #[must_use = "a request does nothing until it is sent"]
    pub struct ListResellerOrders<'a> {
        pub(super) client: &'a Client,
        pub(super) id: crate::Id,
        pub(super) creation_time_from: Option<crate::DateTime>,
        pub(super) creation_time_to: Option<crate::DateTime>,
        pub(super) customer_id: Option<crate::Id>,
        pub(super) limit: Option<i64>,
        pub(super) offset: Option<i64>,
        pub(super) status: Option<types::OrderStatus>,
        pub(super) subscription_id: Option<crate::Id>,
    }

    impl ListResellerOrders<'_> {
        /// What the specification says about the operation.
        pub const OPERATION: Operation = Operation {
            name: "list_reseller_orders",
            published_id: "getResellerOrders",
            method: "GET",
            path: "/resellers/{id}/orders",
        };
        /// Keeps orders created from this moment on, an RFC 3339 date-time such as `2019-12-11T17:32:28Z`.
        /// Documented but untested; similar names such as `creationDateFrom` are silently ignored here
        /// (observed).
        pub fn creation_time_from(
            mut self,
            creation_time_from: impl Into<crate::DateTime>,
        ) -> Self {
            self.creation_time_from = Some(creation_time_from.into());
            self
        }
        /// Keeps orders created up to this moment, an RFC 3339 date-time such as `2019-12-11T17:32:28Z`.
        /// Documented but untested; similar names such as `creationDateTo` are silently ignored here
        /// (observed).
        pub fn creation_time_to(
            mut self,
            creation_time_to: impl Into<crate::DateTime>,
        ) -> Self {
            self.creation_time_to = Some(creation_time_to.into());
            self
        }
        /// Keeps orders of this customer (seen in client code).
        pub fn customer_id(mut self, customer_id: impl Into<crate::Id>) -> Self {
            self.customer_id = Some(customer_id.into());
            self
        }
        /// Largest number of rows to return, 10 by default. Pages of 500 work (observed); what happens above
        /// that is unknown.
        pub fn limit(mut self, limit: impl Into<i64>) -> Self {
            self.limit = Some(limit.into());
            self
        }
        /// Number of rows to skip, 0 by default. Advance by the rows received, not by the `limit` asked for.
        pub fn offset(mut self, offset: impl Into<i64>) -> Self {
            self.offset = Some(offset.into());
            self
        }
        /// Keeps orders in this state. Documented, but not confirmed against the real service: check the
        /// `status` of the rows.
        pub fn status(mut self, status: impl Into<types::OrderStatus>) -> Self {
            self.status = Some(status.into());
            self
        }
        /// Keeps orders of this subscription. The publisher speaks of the order that created it; whether later
        /// change and renewal orders match as well is not known.
        pub fn subscription_id(mut self, subscription_id: impl Into<crate::Id>) -> Self {
            self.subscription_id = Some(subscription_id.into());
            self
        }
        /// Builds the HTTP request without sending it.
        ///
        /// # Errors
        /// When the base address, a parameter or the body cannot be written into a request.
        pub fn build(&self) -> Result<reqwest::Request, Error> {
            let Self {
                client,
                id,
                creation_time_from,
                creation_time_to,
                customer_id,
                limit,
                offset,
                status,
                subscription_id,
            } = self;
            let url = format!(
                "{}/resellers/{}/orders", client.baseurl, encode_path(& id.to_string()),
            );
            Ok(
                client
                    .client
                    .get(url)
                    .header(
                        ::reqwest::header::ACCEPT,
                        ::reqwest::header::HeaderValue::from_static("application/json"),
                    )
                    .query(
                        &progenitor_client::QueryParam::new(
                            "creationTimeFrom",
                            &creation_time_from,
                        ),
                    )
                    .query(
                        &progenitor_client::QueryParam::new(
                            "creationTimeTo",
                            &creation_time_to,
                        ),
                    )
                    .query(&progenitor_client::QueryParam::new("customerId", &customer_id))
                    .query(&progenitor_client::QueryParam::new("limit", &limit))
                    .query(&progenitor_client::QueryParam::new("offset", &offset))
                    .query(&progenitor_client::QueryParam::new("status", &status))
                    .query(
                        &progenitor_client::QueryParam::new(
                            "subscriptionId",
                            &subscription_id,
                        ),
                    )
                    .build()?,
            )
        }
        /// Sends the request and reads the answer.
        ///
        /// # Errors
        /// When the request cannot be built or sent, or the answer is no success or cannot be read.
        pub async fn send(&self) -> Result<Response<types::OrderList>, Error> {
            self.client.execute(&Self::OPERATION, self.build()?).await
        }
    }

    /// The request of [`Client::list_subscriptions`]: `GET /subscriptions`.
    #[derive(Clone, Debug)]
    #[must_use = "a request does nothing until it is sent"]
    pub struct ListSubscriptions<'a> {
        pub(super) client: &'a Client,
        pub(super) creation_date_from: Option<crate::Date>,
        pub(super) creation_date_to: Option<crate::Date>,
        pub(super) customer_id: Option<crate::Id>,
        pub(super) limit: Option<i64>,
        pub(super) offset: Option<i64>,
        pub(super) status: Option<types::SubscriptionStatus>,
    }

    impl ListSubscriptions<'_> {
        /// What the specification says about the operation.
        pub const OPERATION: Operation = Operation {
            name: "list_subscriptions",
            published_id: "getSubscriptions",
            method: "GET",
            path: "/subscriptions",
        };
        /// Keeps subscriptions created after this day, a plain date `YYYY-MM-DD`. Whether the day itself counts
        /// is not documented.
        pub fn creation_date_from(
            mut self,
            creation_date_from: impl Into<crate::Date>,
        ) -> Self {
            self.creation_date_from = Some(creation_date_from.into());
            self
        }
        /// Keeps subscriptions created before this day, a plain date `YYYY-MM-DD`. Whether the day itself
        /// counts is not documented.
        pub fn creation_date_to(mut self, creation_date_to: impl Into<crate::Date>) -> Self {
            self.creation_date_to = Some(creation_date_to.into());
            self
        }
        /// Keeps subscriptions of this customer (seen in client code).
        pub fn customer_id(mut self, customer_id: impl Into<crate::Id>) -> Self {
            self.customer_id = Some(customer_id.into());
            self
        }
        /// Largest number of rows to return, 10 by default. Pages of 500 work (observed); what happens above
        /// that is unknown.
        pub fn limit(mut self, limit: impl Into<i64>) -> Self {
            self.limit = Some(limit.into());
            self
        }
        /// Number of rows to skip, 0 by default. Advance by the rows received, not by the `limit` asked for.
        pub fn offset(mut self, offset: impl Into<i64>) -> Self {
            self.offset = Some(offset.into());
            self
        }
        /// Keeps subscriptions in this state. It takes one value: several separated by commas give a 400. Left
        /// out, every state comes back (observed).
        pub fn status(mut self, status: impl Into<types::SubscriptionStatus>) -> Self {
            self.status = Some(status.into());
            self
        }
        /// Builds the HTTP request without sending it.
        ///
        /// # Errors
        /// When the base address, a parameter or the body cannot be written into a request.
        pub fn build(&self) -> Result<reqwest::Request, Error> {
            let Self {
                client,
                creation_date_from,
                creation_date_to,
                customer_id,
                limit,
                offset,
                status,
            } = self;
            let url = format!("{}/subscriptions", client.baseurl,);
            Ok(
                client
                    .client
                    .get(url)
                    .header(
                        ::reqwest::header::ACCEPT,
                        ::reqwest::header::HeaderValue::from_static("application/json"),
                    )
                    .query(
                        &progenitor_client::QueryParam::new(
                            "creationDateFrom",
                            &creation_date_from,
                        ),
                    )
                    .query(
                        &progenitor_client::QueryParam::new(
                            "creationDateTo",
                            &creation_date_to,
                        ),
                    )
                    .query(&progenitor_client::QueryParam::new("customerId", &customer_id))
                    .query(&progenitor_client::QueryParam::new("limit", &limit))
                    .query(&progenitor_client::QueryParam::new("offset", &offset))
                    .query(&progenitor_client::QueryParam::new("status", &status))
                    .build()?,
            )
        }
        /// Sends the request and reads the answer.
        ///
        /// # Errors
        /// When the request cannot be built or sent, or the answer is no success or cannot be read.
        pub async fn send(&self) -> Result<Response<types::SubscriptionList>, Error> {
            self.client.execute(&Self::OPERATION, self.build()?).await
        }
    }

    /// The request of [`Client::get_subscription`]: `GET /subscriptions/{id}`.
    #[derive(Clone, Debug)]
    #[must_use = "a request does nothing until it is sent"]
    pub struct GetSubscription<'a> {
        pub(super) client: &'a Client,
        pub(super) id: crate::Id,
    }

    impl GetSubscription<'_> {
        /// What the specification says about the operation.
        pub const OPERATION: Operation = Operation {
            name: "get_subscription",
            published_id: "getSubscription",
            method: "GET",
            path: "/subscriptions/{id}",
        };
        /// Builds the HTTP request without sending it.
        ///
        /// # Errors
        /// When the base address, a parameter or the body cannot be written into a request.
        pub fn build(&self) -> Result<reqwest::Request, Error> {
            let Self { client, id } = self;
            let url = format!(
                "{}/subscriptions/{}", client.baseurl, encode_path(& id.to_string()),
            );
            Ok(
                client
                    .client
                    .get(url)
                    .header(
                        ::reqwest::header::ACCEPT,
                        ::reqwest::header::HeaderValue::from_static("application/json"),
                    )
                    .build()?,
            )
        }
        /// Sends the request and reads the answer.
        ///
        /// # Errors
        /// When the request cannot be built or sent, or the answer is no success or cannot be read.
        pub async fn send(&self) -> Result<Response<types::Subscription>, Error> {
            self.client.execute(&Self::OPERATION, self.build()?).await
        }
    }

    /// The request of [`Client::update_subscription`]: `PATCH /subscriptions/{id}`.
    #[derive(Clone, Debug)]
    #[must_use = "a request does nothing until it is sent"]
    pub struct UpdateSubscription<'a> {
        pub(super) client: &'a Client,
        pub(super) id: crate::Id,
        pub(super) body: &'a types::SubscriptionUpdate,
    }

    impl UpdateSubscription<'_> {
        /// What the specification says about the operation.
        pub const OPERATION: Operation = Operation {
            name: "update_subscription",
            published_id: "updateSubscription",
            method: "PATCH",
            path: "/subscriptions/{id}",
        };
        /// Builds the HTTP request without sending it.
        ///
        /// # Errors
        /// When the base address, a parameter or the body cannot be written into a request.
        pub fn build(&self) -> Result<reqwest::Request, Error> {
            let Self { client, id, body } = self;
            let url = format!(
                "{}/subscriptions/{}", client.baseurl, encode_path(& id.to_string()),
            );
            Ok(
                client
                    .client
                    .patch(url)
                    .header(
                        ::reqwest::header::ACCEPT,
                        ::reqwest::header::HeaderValue::from_static("application/json"),
                    )
                    .json(&body)
                    .build()?,
            )
        }
        /// Sends the request and reads the answer.
        ///
        /// # Errors
        /// When the request cannot be built or sent, or the answer is no success or cannot be read.
        pub async fn send(&self) -> Result<Response<types::Subscription>, Error> {
            self.client.execute(&Self::OPERATION, self.build()?).await
        }
    }

    /// The request of [`Client::update_subscription_special_pricing`]: `POST /subscriptions/{id}/specialPricing`.
    #[derive(Clone, Debug)]
    #[must_use = "a request does nothing until it is sent"]
    pub struct UpdateSubscriptionSpecialPricing<'a> {
        pub(super) client: &'a Client,
        pub(super) id: crate::Id,
        pub(super) body: &'a types::SpecialPricingInput,
    }

    impl UpdateSubscriptionSpecialPricing<'_> {
        /// What the specification says about the operation.
        pub const OPERATION: Operation = Operation {
            name: "update_subscription_special_pricing",
            published_id: "updateSubscriptionSpecialPricing",
            method: "POST",
            path: "/subscriptions/{id}/specialPricing",
        };
        /// Builds the HTTP request without sending it.
        ///
        /// # Errors
        /// When the base address, a parameter or the body cannot be written into a request.
        pub fn build(&self) -> Result<reqwest::Request, Error> {
            let Self { client, id, body } = self;
            let url = format!(
                "{}/subscriptions/{}/specialPricing", client.baseurl, encode_path(& id
                .to_string()),
            );
            Ok(
                client
                    .client
                    .post(url)
                    .header(
                        ::reqwest::header::ACCEPT,
                        ::reqwest::header::HeaderValue::from_static("application/json"),
                    )
                    .json(&body)
                    .build()?,
            )
        }
        /// Sends the request and reads the answer.
        ///
        /// # Errors
        /// When the request cannot be built or sent, or the answer is no success or cannot be read.
        pub async fn send(&self) -> Result<Response<types::Subscription>, Error> {
            self.client.execute(&Self::OPERATION, self.build()?).await
        }
    }

    /// The request of [`Client::generate_auth_token`]: `POST /token`.
    #[derive(Clone, Debug)]
    #[must_use = "a request does nothing until it is sent"]
    pub struct GenerateAuthToken<'a> {
        pub(super) client: &'a Client,
        pub(super) body: &'a types::TokenRequest,
    }

    impl GenerateAuthToken<'_> {
        /// What the specification says about the operation.
        pub const OPERATION: Operation = Operation {
            name: "generate_auth_token",
            published_id: "generateAuthToken",
            method: "POST",
            path: "/token",
        };
        /// Builds the HTTP request without sending it.
        ///
        /// # Errors
        /// When the base address, a parameter or the body cannot be written into a request.
        pub fn build(&self) -> Result<reqwest::Request, Error> {
            let Self { client, body } = self;
            let url = format!("{}/token", client.baseurl,);
            Ok(
                client
                    .client
                    .post(url)
                    .header(
                        ::reqwest::header::ACCEPT,
                        ::reqwest::header::HeaderValue::from_static("application/json"),
                    )
                    .json(&body)
                    .build()?,
            )
        }
        /// Sends the request and reads the answer.
        ///
        /// # Errors
        /// When the request cannot be built or sent, or the answer is no success or cannot be read.
        pub async fn send(&self) -> Result<Response<types::TokenInfo>, Error> {
            self.client.execute(&Self::OPERATION, self.build()?).await
        }
    }

    /// The request of [`Client::validate_parameters`]: `POST /validation/parameters`.
    #[derive(Clone, Debug)]
    #[must_use = "a request does nothing until it is sent"]
    pub struct ValidateParameters<'a> {
        pub(super) client: &'a Client,
        pub(super) body: &'a types::ParameterValidationRequest,
    }

    impl ValidateParameters<'_> {
        /// What the specification says about the operation.
        pub const OPERATION: Operation = Operation {
            name: "validate_parameters",
            published_id: "validateParameters",
            method: "POST",
            path: "/validation/parameters",
        };
        /// Builds the HTTP request without sending it.
        ///
        /// # Errors
        /// When the base address, a parameter or the body cannot be written into a request.
        pub fn build(&self) -> Result<reqwest::Request, Error> {
            let Self { client, body } = self;
            let url = format!("{}/validation/parameters", client.baseurl,);
            Ok(
                client
                    .client
                    .post(url)
                    .header(
                        ::reqwest::header::ACCEPT,
                        ::reqwest::header::HeaderValue::from_static("application/json"),
                    )
                    .json(&body)
                    .build()?,
            )
        }
        /// Sends the request and reads the answer.
        ///
        /// # Errors
        /// When the request cannot be built or sent, or the answer is no success or cannot be read.
        pub async fn send(
            &self,
        ) -> Result<Response<types::ParameterValidationResultList>, Error> {
            self.client.execute(&Self::OPERATION, self.build()?).await
        }
    }
}

/// Calls a macro with the table of all operations.
///
/// A row is `name "publishedId" "METHOD" "/path" SentType => ReceivedType;`, with `()` where nothing is sent.
#[macro_export]
macro_rules! for_each_operation {
    ($callback:ident) => {
        $callback! {
                list_customers "getCustomers" "GET" "/customers" () => $crate::types::CustomerList;
                create_customer "createCustomer" "POST" "/customers" $crate::types::CustomerInput => $crate::types::Customer;
                get_customer "getCustomerById" "GET" "/customers/{id}" () => $crate::types::Customer;
                update_customer "updateCustomer" "PATCH" "/customers/{id}" $crate::types::CustomerUpdate => $crate::types::Customer;
                list_orders "getOrders" "GET" "/orders" () => $crate::types::OrderList;
                create_order "createOrder" "POST" "/orders" $crate::types::OrderInput => $crate::types::Order;
                estimate_order "estimateOrder" "POST" "/orders/estimate" $crate::types::OrderInput => $crate::types::Order;
                get_order "getOrderDetails" "GET" "/orders/{id}" () => $crate::types::Order;
                update_order "updateOrder" "PATCH" "/orders/{id}" $crate::types::OrderUpdate => $crate::types::Order;
                list_plans "getServicePlans" "GET" "/plans" () => $crate::types::ServicePlanList;
                get_plan "getServicePlanById" "GET" "/plans/{id}" () => $crate::types::ServicePlan;
                list_products "getCatalog" "GET" "/products" () => $crate::types::ProductList;
                list_reports "getReports" "GET" "/reports" () => $crate::types::ReportList;
                create_report "createReport" "POST" "/reports" $crate::types::ReportInput => $crate::types::Report;
                get_report "getReportById" "GET" "/reports/{reportId}" () => $crate::types::Report;
                list_resellers "getResellers" "GET" "/resellers" () => $crate::types::ResellerList;
                create_reseller "createReseller" "POST" "/resellers" $crate::types::ResellerInput => $crate::types::Reseller;
                get_reseller "getResellerCustomerById" "GET" "/resellers/{id}" () => $crate::types::Reseller;
                update_reseller "updateReseller" "PATCH" "/resellers/{id}" $crate::types::ResellerUpdate => $crate::types::Reseller;
                list_reseller_customers "getResellerCustomers" "GET" "/resellers/{id}/customers" () => $crate::types::CustomerList;
                create_reseller_customer "createCustomerForReseller" "POST" "/resellers/{id}/customers" $crate::types::CustomerInput => $crate::types::Customer;
                list_reseller_orders "getResellerOrders" "GET" "/resellers/{id}/orders" () => $crate::types::OrderList;
                list_subscriptions "getSubscriptions" "GET" "/subscriptions" () => $crate::types::SubscriptionList;
                get_subscription "getSubscription" "GET" "/subscriptions/{id}" () => $crate::types::Subscription;
                update_subscription "updateSubscription" "PATCH" "/subscriptions/{id}" $crate::types::SubscriptionUpdate => $crate::types::Subscription;
                update_subscription_special_pricing "updateSubscriptionSpecialPricing" "POST" "/subscriptions/{id}/specialPricing" $crate::types::SpecialPricingInput => $crate::types::Subscription;
                generate_auth_token "generateAuthToken" "POST" "/token" $crate::types::TokenRequest => $crate::types::TokenInfo;
                validate_parameters "validateParameters" "POST" "/validation/parameters" $crate::types::ParameterValidationRequest => $crate::types::ParameterValidationResultList;
        }
    };
}
