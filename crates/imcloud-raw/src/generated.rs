// Generated from openapi/effective.yaml; do not edit. Regenerate with: cargo xtask generate

use crate::Client;

/// The version of the API from whose specification this client was generated.
pub const API_VERSION: &str = "1.15";

/// Types that are sent and received.
pub mod types {
    #[allow(unused_imports, reason = "which of them are needed depends on the specification")]
    use std::collections::BTreeMap;

    #[allow(unused_imports, reason = "as above")]
    use serde::{Deserialize, Serialize};

    #[allow(unused_imports, reason = "as above")]
    use crate::object::{FromShorthand, plain_property};

    open_enum! {
        /// Status of the account. New customers are `pending` and become `active` later without further action
        /// (documented).
        pub enum AccountStatus {
            /// `pending`: Created but not verified yet. Initial status of every new customer.
            Pending = "pending",
            /// `active`: In normal use. Orders are accepted.
            Active = "active",
            /// `creditHold`: In use, but orders are rejected until open invoices are paid.
            CreditHold = "creditHold",
            /// `adminHold`: Suspended with all its services after a breach of terms. Orders are rejected.
            AdminHold = "adminHold",
            /// `cancelled`: Closed. Services are stopped and logins are disabled.
            Cancelled = "cancelled",
            /// `error`: Unusable after an error. Contact support.
            Error = "error",
        }
    }

    open_enum! {
        /// Type of alignment of an end date.
        pub enum AlignmentType {
            /// `CO_TERM_ON_SUBSCRIPTION`: Ends together with the subscription in `subscriptionId`.
            CoTermOnSubscription = "CO_TERM_ON_SUBSCRIPTION",
            /// `MATCH_END_OF_CALENDAR_MONTH`: Ends at the end of a calendar month.
            MatchEndOfCalendarMonth = "MATCH_END_OF_CALENDAR_MONTH",
            /// `CO_TERM_PARTIAL_UPGRADE`: Co-terming of a partial upgrade, which upgrades a part of the quantity.
            /// Not documented further.
            CoTermPartialUpgrade = "CO_TERM_PARTIAL_UPGRADE",
        }
    }

    open_enum! {
        /// Time at which the subscription is charged. The specification does not explain the values. The
        /// meanings are inferred from the names.
        pub enum BillingModel {
            /// `chargeBeforeBillingPeriod`: Charged before each billing period.
            ChargeBeforeBillingPeriod = "chargeBeforeBillingPeriod",
            /// `chargeAfterBillingPeriod`: Charged at the end of each billing period.
            ChargeAfterBillingPeriod = "chargeAfterBillingPeriod",
            /// `chargeBeforeSubscriptionPeriod`: Charged for the complete term before each subscription period.
            ChargeBeforeSubscriptionPeriod = "chargeBeforeSubscriptionPeriod",
            /// `chargeExternalRating`: Charged by usage that is rated outside the platform (assumed from the name).
            ChargeExternalRating = "chargeExternalRating",
            /// `unknown`: Unknown to the service.
            Unknown = "unknown",
        }
    }

    open_enum! {
        /// Responsibility of a contact.
        pub enum ContactType {
            /// `admin`: Administrator of the account, the only contact that can have a login.
            Admin = "admin",
            /// `billing`: Contact for invoices and payments.
            Billing = "billing",
            /// `technical`: Contact for technical questions.
            Technical = "technical",
        }
    }

    open_enum! {
        /// Rule for requesting a common end date in an order.
        pub enum CotermingRequirement {
            /// `MANDATORY`: An order must request a common end date.
            Mandatory = "MANDATORY",
            /// `ALLOWED`: An order can request a common end date.
            Allowed = "ALLOWED",
            /// `RESTRICTED`: An order cannot request a common end date (assumed from the name). The exact limits
            /// are not documented.
            Restricted = "RESTRICTED",
        }
    }

    open_enum! {
        /// Possible end date for the alignment.
        pub enum CotermingType {
            /// `SUBSCRIPTION`: End of another subscription.
            Subscription = "SUBSCRIPTION",
            /// `END_OF_MONTH`: End of a calendar month.
            EndOfMonth = "END_OF_MONTH",
        }
    }

    open_enum! {
        /// Interval of the discount.
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
        /// A type of order that the discount applies to.
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
        /// Unit of the value of a discount.
        pub enum DiscountType {
            /// `percent`: A share of the price.
            Percent = "percent",
            /// `fixed`: A fixed amount of money.
            Fixed = "fixed",
            /// `unknown`: A type unknown to the service.
            Unknown = "unknown",
        }
    }

    open_enum! {
        /// Base price of the margin (assumed).
        pub enum MarginPriceModel {
            /// `MSRP`: Manufacturer's suggested retail price (assumed from the letters).
            Msrp = "MSRP",
            /// `COS`: Cost of sales (assumed from the letters).
            Cos = "COS",
            /// `UNKNOWN`: A model unknown to the service.
            Unknown = "UNKNOWN",
        }
    }

    open_enum! {
        /// Type of charge or credit. The specification does not explain the values. The meanings are inferred
        /// from the names.
        pub enum OrderDetailType {
            /// `unknown`: A type unknown to the service.
            Unknown = "unknown",
            /// `setup`: One-time setup charge.
            Setup = "setup",
            /// `setupRefund`: Refund of a setup charge.
            SetupRefund = "setupRefund",
            /// `switch`: Charge for a switch to another plan or product.
            Switch = "switch",
            /// `renew`: Charge for a renewal.
            Renew = "renew",
            /// `renewRefund`: Refund of a renewal charge.
            RenewRefund = "renewRefund",
            /// `transfer`: Charge for a transfer.
            Transfer = "transfer",
            /// `transferRefund`: Refund of a transfer charge.
            TransferRefund = "transferRefund",
            /// `recurring`: Charge for a billing period.
            Recurring = "recurring",
            /// `recurringRefund`: Full or partial refund of the charge for a billing period.
            RecurringRefund = "recurringRefund",
            /// `overuse`: Charge for usage above the included amount.
            Overuse = "overuse",
            /// `downgrade`: Change to a smaller plan or quantity. Not documented further.
            Downgrade = "downgrade",
            /// `discount`: Reduction of the price.
            Discount = "discount",
            /// `adjustment`: Correction of an earlier amount.
            Adjustment = "adjustment",
            /// `cancellation`: Charge or credit for the end of a subscription. Not documented further.
            Cancellation = "cancellation",
            /// `handlingFee`: Fee for handling the order.
            HandlingFee = "handlingFee",
            /// `nonProvisioningItem`: Charge for an item that is not provisioned.
            NonProvisioningItem = "nonProvisioningItem",
            /// `payment`: A payment.
            Payment = "payment",
            /// `refund`: A refund.
            Refund = "refund",
            /// `refundAdjustment`: Correction of a refund.
            RefundAdjustment = "refundAdjustment",
            /// `billPenalty`: Penalty on a bill.
            BillPenalty = "billPenalty",
            /// `billRecord`: Record of a bill. Not documented further.
            BillRecord = "billRecord",
            /// `resellerPayment`: Payment by a reseller.
            ResellerPayment = "resellerPayment",
            /// `deposit`: Deposit paid in advance.
            Deposit = "deposit",
        }
    }

    open_enum! {
        /// Action of this line. Returned for partial upgrades (documented), not for requests (assumed). The
        /// specification does not explain the values. The meanings are inferred from the names.
        pub enum OrderLineProductType {
            /// `CREATE`: Creates a new subscription.
            Create = "CREATE",
            /// `RENEW`: Renews the subscription.
            Renew = "RENEW",
            /// `CANCEL`: Cancels the subscription.
            Cancel = "CANCEL",
            /// `UPGRADE`: Upgrades the subscription. Not documented further.
            Upgrade = "UPGRADE",
            /// `CHANGE_PLAN_PERIOD`: Switches to another period of the plan.
            ChangePlanPeriod = "CHANGE_PLAN_PERIOD",
            /// `TRANSFER`: Transfers the subscription. Not documented further.
            Transfer = "TRANSFER",
            /// `STOP_SERVICE`: Stops the service.
            StopService = "STOP_SERVICE",
            /// `DESTROY_SERVICE`: Removes the service permanently (assumed).
            DestroyService = "DESTROY_SERVICE",
            /// `ONE_TIME_FEE`: Charges a single fee.
            OneTimeFee = "ONE_TIME_FEE",
            /// `BILLING_SUBSCRIPTION`: Relates to the billing of a subscription. Not documented further.
            BillingSubscription = "BILLING_SUBSCRIPTION",
            /// `VENDOR_RATED_DATA`: Charges usage that was rated by the vendor. Not documented further.
            VendorRatedData = "VENDOR_RATED_DATA",
            /// `MIGRATION`: Imports a subscription that was bought elsewhere.
            Migration = "MIGRATION",
            /// `MOVE`: Moves product quantity to another subscription.
            Move = "MOVE",
        }
    }

    open_enum! {
        /// Status of the order. It changes from `submitted` through `processing` to `completed`, `error` or
        /// `cancelled`. A change of an annual subscription can stay in `processing` for months, until the
        /// renewal (observed).
        pub enum OrderStatus {
            /// `submitted`: Accepted and waiting for processing. Initial status of every order.
            Submitted = "submitted",
            /// `processing`: In progress. A change that waits for the renewal has this status until then
            /// (observed).
            Processing = "processing",
            /// `error`: Failed. The control panel shows the reason. The order does not contain it.
            Error = "error",
            /// `completed`: Completed.
            Completed = "completed",
            /// `cancelled`: Withdrawn before completion.
            Cancelled = "cancelled",
        }
    }

    open_enum! {
        /// Internal status of the order, a short code of letters. The full list of codes is not documented, so
        /// expect unknown codes.
        pub enum OrderStatusCode {
            /// `CP`: Completed. Not known to be accepted in an update.
            Cp = "CP",
            /// `AS`: Processing. Not known to be accepted in an update.
            As = "AS",
            /// `LO`: Provisioning in progress. Not known to be accepted in an update.
            Lo = "LO",
            /// `CL`: Cancelled, inferred from the letters (assumed).
            Cl = "CL",
        }
    }

    open_enum! {
        /// Type of the order. The specification names `sales` as the default although the property is required,
        /// so always send it. An order of type `cancellation` ends a subscription. An order with the status
        /// `cancelled` was withdrawn.
        pub enum OrderType {
            /// `sales`: Buys new products and creates one or more subscriptions.
            Sales = "sales",
            /// `change`: Changes the quantity, product, plan, period or end date of a subscription. Requires
            /// `subscriptionId`.
            Change = "change",
            /// `renewal`: Renews a subscription for its next period. Requires `subscriptionId`.
            Renewal = "renewal",
            /// `cancellation`: Ends a subscription. Requires `subscriptionId`.
            Cancellation = "cancellation",
            /// `migration`: Imports a subscription that was bought elsewhere. Requires `startDate`,
            /// `migrationDate`, `expirationDate`, `migrationProgram` and `autorenewal`.
            Migration = "migration",
            /// `unknown`: A type unknown to the service. Not for requests.
            Unknown = "unknown",
        }
    }

    open_enum! {
        /// Result of the validation.
        pub enum ParameterResult {
            /// `success`: The value can be used in an order.
            Success = "success",
            /// `error`: The value was rejected, see `message`.
            Error = "error",
        }
    }

    open_enum! {
        /// Unit of `duration`. The specification does not list days here.
        pub enum PeriodType {
            /// `statement_day`: Until a fixed day of the statement (assumed from the name). Not documented further.
            StatementDay = "statement_day",
            /// `month`: Months.
            Month = "month",
            /// `year`: Years.
            Year = "year",
            /// `unknown`: Unknown to the service.
            Unknown = "unknown",
            /// `day`: Days.
            Day = "day",
        }
    }

    open_enum! {
        /// Special type of change order. Omit it for an ordinary order.
        pub enum PlacementType {
            /// `MOVE`: Moves product quantity from the subscription of the order to the subscription in
            /// `targetSubscriptionId`.
            Move = "MOVE",
        }
    }

    open_enum! {
        /// Price model, the effect of the quantity on the price. The specification lists the names without an
        /// explanation.
        pub enum ProductPriceModel {
            /// `FLAT`: One price for any quantity.
            Flat = "FLAT",
            /// `TIERED`: Each tier of the quantity has a price (assumed from the name).
            Tiered = "TIERED",
            /// `VOLUME_SUBSCRIPTION`: The quantity of the subscription selects the price of all units (assumed from
            /// the name).
            VolumeSubscription = "VOLUME_SUBSCRIPTION",
            /// `VOLUME_ORDER`: The quantity of the order selects the price of all units (assumed from the name).
            VolumeOrder = "VOLUME_ORDER",
            /// `VOLUME_RESOURCE_AGGREGATED`: The aggregated quantity of the resource selects the price of all units
            /// (assumed from the name).
            VolumeResourceAggregated = "VOLUME_RESOURCE_AGGREGATED",
        }
    }

    open_enum! {
        /// Type of charge.
        pub enum ProductPriceType {
            /// `recurring`: Charged for every period.
            Recurring = "recurring",
            /// `setup`: Charged once, for the setup of the product.
            Setup = "setup",
            /// `overuse`: Charged for usage above the included amount.
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
            /// `xlsx`: Excel workbook.
            Xlsx = "xlsx",
            /// `json`: JSON document.
            Json = "json",
            /// `unknown`: Unknown to the service.
            Unknown = "unknown",
        }
    }

    open_enum! {
        /// Status of the generation.
        pub enum ReportStatus {
            /// `submitted`: Accepted and not started yet.
            Submitted = "submitted",
            /// `processing`: Generation is in progress.
            Processing = "processing",
            /// `error`: Generation failed, and there will be no file.
            Error = "error",
            /// `completed`: The file is available at `downloadUrl`.
            Completed = "completed",
            /// `unknown`: Unknown to the service.
            Unknown = "unknown",
        }
    }

    open_enum! {
        /// Trigger of the generation.
        pub enum ReportType {
            /// `periodic`: Generated periodically, at an interval of the report.
            Periodic = "periodic",
            /// `daily`: Generated every day.
            Daily = "daily",
            /// `monthly`: Generated every month.
            Monthly = "monthly",
            /// `onetime`: Generated once, as reports scheduled through this API are.
            Onetime = "onetime",
            /// `on_invoice`: Generated together with an invoice.
            OnInvoice = "on_invoice",
            /// `unknown`: Unknown to the service.
            Unknown = "unknown",
        }
    }

    open_enum! {
        /// Event that triggers the order: a word such as `renewal`, not a date. Absent from list items, but
        /// present in the full order (observed).
        pub enum ScheduledOn {
            /// `renewal`: The order takes effect at the next renewal of its subscription.
            Renewal = "renewal",
        }
    }

    open_enum! {
        /// Status of the subscription and of its services. `removed` is far more frequent than `terminated`
        /// (observed), so include both to find ended subscriptions.
        pub enum SubscriptionStatus {
            /// `pending`: Not usable yet, because the subscription or its services are being created.
            Pending = "pending",
            /// `active`: In use.
            Active = "active",
            /// `hold`: Suspended. The services are disabled.
            Hold = "hold",
            /// `terminated`: Ended. The services are disabled.
            Terminated = "terminated",
            /// `removed`: Ended and deprovisioned. Monthly renewals that replace the old record may be the main
            /// cause (assumed).
            Removed = "removed",
            /// `unknown`: A status unknown to the service.
            Unknown = "unknown",
        }
    }

    open_enum! {
        /// Charge for a switch. The specification lists the names without an explanation.
        pub enum SwitchBillingPolicy {
            /// `period_change`: The term changes with the switch (assumed from the name).
            PeriodChange = "period_change",
            /// `prorate_starting_new_subscription_period`: Charged pro rata, and a new term starts (assumed from
            /// the name).
            ProrateStartingNewSubscriptionPeriod = "prorate_starting_new_subscription_period",
            /// `prorate_keeping_exp_date`: Charged pro rata, and the end date does not change (assumed from the
            /// name).
            ProrateKeepingExpDate = "prorate_keeping_exp_date",
            /// `prorate_refund`: The unused part of the old term is refunded pro rata (assumed from the name).
            ProrateRefund = "prorate_refund",
            /// `no_refund`: No refund (assumed from the name).
            NoRefund = "no_refund",
            /// `no_refund_with_full_refund_period`: Full refund within an initial period, no refund afterwards
            /// (assumed from the name).
            NoRefundWithFullRefundPeriod = "no_refund_with_full_refund_period",
            /// `prorate_refund_with_full_refund_period`: Full refund within an initial period, pro rata refund
            /// afterwards (assumed from the name).
            ProrateRefundWithFullRefundPeriod = "prorate_refund_with_full_refund_period",
            /// `unknown`: Unknown to the service.
            Unknown = "unknown",
        }
    }

    open_enum! {
        /// Date on which a switch takes effect.
        pub enum SwitchEffectiveDate {
            /// `immediately`: Day of the order.
            Immediately = "immediately",
            /// `next_billing_period`: Next billing date.
            NextBillingPeriod = "next_billing_period",
            /// `next_subscription_period`: End of the current term.
            NextSubscriptionPeriod = "next_subscription_period",
            /// `unknown`: Unknown to the service.
            Unknown = "unknown",
        }
    }

    open_enum! {
        /// Origin of the subscription: the order, or an earlier one.
        pub enum TargetSubscriptionInfoType {
            /// `NEW`: The order created the subscription.
            New = "NEW",
            /// `EXISTING`: The subscription existed before.
            Existing = "EXISTING",
        }
    }

    open_enum! {
        /// Start date of the subscription after a switch to another plan. Absent from list items (observed).
        pub enum UpgradeStartType {
            /// `FROM_DATE_OF_UPGRADE`: The new period starts on the day of the upgrade.
            FromDateOfUpgrade = "FROM_DATE_OF_UPGRADE",
            /// `FROM_OLD_START_DATE`: The new period retains the old start date.
            FromOldStartDate = "FROM_OLD_START_DATE",
        }
    }

    response_type! {
        /// A postal address.
        pub struct Address {
            /// Second line, such as a suite or floor.
            "addressExtension" => address_extension: String,
            /// City or town.
            "city" => city: String,
            /// Country, an upper-case ISO 3166-1 alpha-2 code such as `US`.
            "countryCode" => country_code: String,
            /// Postal code, a string.
            "postalCode" => postal_code: String,
            /// State or province, such as `CA`. Required in some countries (documented). The list of countries is
            /// not documented.
            "state" => state: String,
            /// Street and house number.
            "streetAddress" => street_address: String,
        }
    }

    request_type! {
        /// A postal address.
        #[doc(alias = "Address")]
        pub struct AddressInput {
            required as AddressInputRequired {
                /// City or town.
                "city" => city: String,
                /// Country, an upper-case ISO 3166-1 alpha-2 code such as `US`.
                "countryCode" => country_code: String,
                /// Postal code, a string.
                "postalCode" => postal_code: String,
                /// Street and house number.
                "streetAddress" => street_address: String,
            }
            optional {
                /// Second line, such as a suite or floor.
                "addressExtension" => address_extension: String,
                /// State or province, such as `CA`. Required in some countries (documented). The list of countries is
                /// not documented.
                "state" => state: String,
            }
        }
    }

    response_type! {
        /// Alignment of the end date of a subscription. Used by sales and change orders (documented).
        pub struct AlignExpirationDate {
            /// Type of alignment.
            "alignmentType" => alignment_type: AlignmentType,
            /// Id of the subscription that defines the end date. Declared as a number here, although ids are
            /// strings elsewhere.
            "subscriptionId" => subscription_id: crate::Id as number,
        }
    }

    request_type! {
        /// Alignment of the end date of a subscription. Used by sales and change orders (documented).
        #[doc(alias = "AlignExpirationDate")]
        #[derive(Default)]
        pub struct AlignExpirationDateInput {
            required {
            }
            optional {
                /// Type of alignment.
                "alignmentType" => alignment_type: AlignmentType,
                /// Id of the subscription that defines the end date. Declared as a number here, although ids are
                /// strings elsewhere.
                "subscriptionId" => subscription_id: crate::Id as number,
            }
        }
    }

    response_type! {
        /// A contract value that was already accounted. Write-only in the specification.
        pub struct AlreadyAccountedTcvInfo {
            /// Amount as a decimal string with a point and any number of decimals.
            "amount" => amount: crate::Decimal,
            /// Currency of the amount, an ISO 4217 code such as `USD`.
            "currency" => currency: String,
        }
    }

    request_type! {
        /// A contract value that was already accounted. Write-only in the specification.
        #[doc(alias = "AlreadyAccountedTcvInfo")]
        pub struct AlreadyAccountedTcvInfoInput {
            required {
                /// Amount as a decimal string with a point and any number of decimals.
                "amount" => amount: crate::Decimal,
                /// Currency of the amount, an ISO 4217 code such as `USD`.
                "currency" => currency: String,
            }
            optional {
            }
        }
    }

    response_type! {
        /// Interval between two invoices.
        pub struct BillingPeriod {
            /// Length of the billing period, in units of `type`.
            "duration" => duration: i64,
            /// Unit of `duration`. The specification does not list days here.
            "type" => type_: PeriodType,
        }
    }

    request_type! {
        /// Interval between two invoices.
        #[doc(alias = "BillingPeriod")]
        #[derive(Default)]
        pub struct BillingPeriodInput {
            required {
            }
            optional {
                /// Length of the billing period, in units of `type`.
                "duration" => duration: i64,
                /// Unit of `duration`. The specification does not list days here.
                "type" => type_: PeriodType,
            }
        }
    }

    response_type! {
        /// An allowed value of a parameter.
        pub struct Choice {
            /// True if this is the default value (assumed from the name).
            "default" => default: bool,
            /// Display name of the value.
            "label" => label: String,
            /// Value for requests.
            "value" => value: String,
        }
    }

    response_type! {
        /// A contact at a customer or reseller.
        pub struct ContactPerson {
            /// Email address. Lists of customers and resellers can be filtered by it.
            "email" => email: String,
            /// Given name.
            "firstName" => first_name: String,
            /// Family name.
            "lastName" => last_name: String,
            /// Phone number, a string of any format. The specification asks for E.164, but its examples look like
            /// `81##18881234567#`, with the extension after the last `#`. A number such as `+49891234567` was
            /// accepted too (seen in client code).
            "phoneNumber" => phone_number: String,
            /// Responsibility of the contact.
            "type" => type_: ContactType,
        }
    }

    request_type! {
        /// A contact at a customer or reseller.
        ///
        /// `Debug` hides secrets. Serialization writes them in plain text: do not serialize this type into a
        /// log.
        #[doc(alias = "ContactPerson")]
        pub struct ContactPersonInput {
            required as ContactPersonInputRequired {
                /// Email address. Lists of customers and resellers can be filtered by it.
                "email" => email: String,
                /// Given name.
                "firstName" => first_name: String,
                /// Family name.
                "lastName" => last_name: String,
                /// Phone number, a string of any format. The specification asks for E.164, but its examples look like
                /// `81##18881234567#`, with the extension after the last `#`. A number such as `+49891234567` was
                /// accepted too (seen in client code).
                "phoneNumber" => phone_number: String,
                /// Responsibility of the contact.
                "type" => type_: ContactType,
            }
            optional {
                /// Requested login name, for the `admin` contact only. Generated by the service if omitted. At least 5
                /// letters, digits or characters of `_.@-`, or an email address (documented). Never returned.
                "login" => login: String,
                /// Password for `login`. Usually at least 7 characters with upper case, lower case, digits and other
                /// characters (documented). Never returned.
                "password" => password: crate::Secret,
            }
        }
    }

    response_type! {
        /// Rules for aligning the end of a new term with another date.
        pub struct Coterming {
            /// Rule for requesting a common end date in an order.
            "required" => required: CotermingRequirement,
            /// Possible end dates for the alignment.
            "type" => type_: CotermingType,
        }
    }

    response_type! {
        /// A company that buys through the reseller.
        pub struct Customer {
            /// Postal address, also printed on invoices. Some vendors restrict its format (documented).
            "address" => address: Address,
            /// Custom attributes of the account, by name. The names with a meaning to the service are not
            /// documented.
            "attributes" => attributes: BTreeMap<String, String>,
            /// Contacts for administration, billing and technical questions.
            "contactPersons" => contact_persons: Vec<ContactPerson>,
            /// The caller's custom key for the account, usable as a list filter. It is not documented whether the
            /// service rejects duplicates.
            "externalId" => external_id: crate::Id,
            /// Id of the account: digits, to be treated as an opaque string. The service assigns it and ignores an
            /// id in the request (documented example).
            "id" => id: crate::Id = empty,
            /// Language of notifications and of the control panel, a two-letter code such as `en`. Upper case was
            /// accepted as well (seen in client code).
            "language" => language: String,
            /// Name of the company, or of the person if there is no company.
            "name" => name: String,
            /// Id of the reseller of the customer.
            "resellerId" => reseller_id: crate::Id,
            /// Status of the account. New customers are `pending` and become `active` later without further action
            /// (documented).
            "status" => status: AccountStatus,
            /// Tax registration number, used to calculate taxes and exemptions.
            ///
            /// The documented response to the creation of a customer lacks it although the request has it. A later
            /// read returns it.
            "taxRegId" => tax_reg_id: crate::Id,
        }
    }

    request_type! {
        /// A company that buys through the reseller.
        ///
        /// Name, address, contacts and language are required. A new customer starts as `pending` (documented).
        ///
        /// `Debug` hides secrets. Serialization writes them in plain text: do not serialize this type into a
        /// log.
        #[doc(alias = "Customer")]
        pub struct CustomerInput {
            required as CustomerInputRequired {
                /// Postal address, also printed on invoices. Some vendors restrict its format (documented).
                "address" => address: AddressInput,
                /// Contacts for administration, billing and technical questions.
                "contactPersons" => contact_persons: Vec<ContactPersonInput>,
                /// Language of notifications and of the control panel, a two-letter code such as `en`. Upper case was
                /// accepted as well (seen in client code).
                "language" => language: String,
                /// Name of the company, or of the person if there is no company.
                "name" => name: String,
            }
            optional {
                /// Custom attributes of the account, by name. The names with a meaning to the service are not
                /// documented.
                "attributes" => attributes: BTreeMap<String, String>,
                /// The caller's custom key for the account, usable as a list filter. It is not documented whether the
                /// service rejects duplicates.
                "externalId" => external_id: crate::Id,
                /// Status of the account. New customers are `pending` and become `active` later without further action
                /// (documented).
                ///
                /// Ignored for new accounts (documented), although other clients send it (seen in client code).
                "status" => status: AccountStatus,
                /// Tax registration number, used to calculate taxes and exemptions.
                "taxRegId" => tax_reg_id: crate::Id,
            }
        }
    }

    response_type! {
        /// A page of customers, newest first.
        #[doc(alias = "ResultListCustomer")]
        pub struct CustomerList {
            /// Customers of this page, each with `id`, `externalId`, `name` and `status` only. Empty if none match.
            "data" => data: Vec<CustomerSummary>,
            /// Position of the page in the list.
            "pagination" => pagination: Pagination,
        }
    }

    response_type! {
        /// A company that buys through the reseller.
        ///
        /// List items have `id`, `externalId`, `name` and `status` only (documented). Get the customer for the
        /// rest.
        #[doc(alias = "Customer")]
        pub struct CustomerSummary {
            /// Postal address, also printed on invoices. Some vendors restrict its format (documented).
            ///
            /// Absent from list items (documented). Get the customer.
            "address" => address: Address,
            /// Custom attributes of the account, by name. The names with a meaning to the service are not
            /// documented.
            ///
            /// Absent from list items (documented). Get the customer.
            "attributes" => attributes: BTreeMap<String, String>,
            /// Contacts for administration, billing and technical questions.
            ///
            /// Absent from list items (documented). Get the customer.
            "contactPersons" => contact_persons: Vec<ContactPerson>,
            /// The caller's custom key for the account, usable as a list filter. It is not documented whether the
            /// service rejects duplicates.
            "externalId" => external_id: crate::Id,
            /// Id of the account: digits, to be treated as an opaque string. The service assigns it and ignores an
            /// id in the request (documented example).
            "id" => id: crate::Id = empty,
            /// Language of notifications and of the control panel, a two-letter code such as `en`. Upper case was
            /// accepted as well (seen in client code).
            ///
            /// Absent from list items (documented). Get the customer.
            "language" => language: String,
            /// Name of the company, or of the person if there is no company.
            "name" => name: String,
            /// Id of the reseller of the customer.
            ///
            /// Absent from list items (documented). Get the customer.
            "resellerId" => reseller_id: crate::Id,
            /// Status of the account. New customers are `pending` and become `active` later without further action
            /// (documented).
            "status" => status: AccountStatus,
            /// Tax registration number, used to calculate taxes and exemptions.
            ///
            /// The documented response to the creation of a customer lacks it although the request has it. A later
            /// read returns it.
            ///
            /// Absent from list items (observed). Get the customer.
            "taxRegId" => tax_reg_id: crate::Id,
        }
    }

    request_type! {
        /// Changes to a customer. Omitted properties are not changed (assumed).
        ///
        /// `Debug` hides secrets. Serialization writes them in plain text: do not serialize this type into a
        /// log.
        #[derive(Default)]
        pub struct CustomerUpdate {
            required {
            }
            optional {
                /// New postal address. Send the complete address: it is not documented whether single lines can be
                /// changed.
                "address" => address: AddressInput,
                /// New custom attributes. Absent from the specification, but other clients send them (seen in client
                /// code). Send all of them: it is not documented whether they replace the stored ones.
                "attributes" => attributes: BTreeMap<String, String>,
                /// New contacts. Send all of them: it is not documented whether the list replaces the stored one.
                "contactPersons" => contact_persons: Vec<ContactPersonInput>,
                /// New custom key for the account.
                "externalId" => external_id: crate::Id,
                /// Ignored. The id in the path selects the account.
                "id" => id: crate::Id,
                /// New language. Absent from the specification, but other clients send it (seen in client code).
                "language" => language: String,
                /// New name of the company.
                "name" => name: String,
                /// New status of the account. Only `active` and `creditHold` are supported (documented), although the
                /// enum has all six values.
                "status" => status: AccountStatus,
                /// New tax registration number.
                "taxRegId" => tax_reg_id: crate::Id,
            }
        }
    }

    response_type! {
        /// A dependency of a product on another product in the same subscription. The specification says that
        /// the service adds a missing product to the order. The guide says that the order must contain it.
        shorthand pub struct DependsOnItem {
            /// Id of the required product.
            "id" => id: crate::Id,
            /// Manufacturer part number of the required product.
            "mpn" => mpn: String,
        }
    }

    impl FromShorthand for DependsOnItem {
        fn from_shorthand(text: String) -> Self {
            Self { mpn: Some(text.into()), ..Self::default() }
        }
    }

    response_type! {
        /// A discount on a price line, as a rule and as the resulting amount.
        pub struct Discount {
            /// Discount as an amount of money, a decimal string with a point.
            "amount" => amount: crate::Decimal,
            /// Currency of `amount`, an ISO 4217 code (assumed from the published example).
            "amountCode" => amount_code: String,
            /// Unit of `value`.
            "type" => type_: DiscountType,
            /// Size of the discount in the unit of `type`. The published example is `0.5` with `percent`. It is not
            /// documented whether this is half a percent or one half, so prefer `amount`.
            "value" => value: crate::Decimal,
        }
    }

    response_type! {
        /// Length of time covered by a price line of an order.
        pub struct Duration {
            /// Number of units. It can have decimals, in contrast to other periods.
            "duration" => duration: crate::Decimal as number,
            /// Unit of `duration`.
            "type" => type_: PeriodType,
        }
    }

    response_type! {
        /// Body of an error response, in the three known formats. The platform returns `correlationId`,
        /// `status`, `message`, `path` and `timeStamp` (observed). Its framework returns `error` and
        /// `timestamp` instead of `message` and `timeStamp` (seen in client code). The API gateway returns
        /// `statusCode` and `message` (documented for the gateway product).
        pub struct ErrorBody {
            /// Id of the call in the platform, equal to the header `X-Correlation-ID`.
            "correlationId" => correlation_id: crate::Id,
            /// Error message, in the format of the framework.
            "error" => error: String,
            /// Error message in English for the user. It may contain order ids and internal states. A violated
            /// business rule has status 500 and differs from a server failure by this message only (observed).
            "message" => message: String,
            /// Path of the call, without the region.
            "path" => path: String,
            /// HTTP status, in the format of the platform.
            "status" => status: i64,
            /// HTTP status, in the format of the API gateway. Present only if the gateway rejected the call.
            "statusCode" => status_code: i64,
            /// Time of the error, with milliseconds and offset (observed).
            "timeStamp" => time_stamp: crate::DateTime,
            /// Time of the error, in the format of the framework.
            "timestamp" => timestamp: crate::DateTime,
        }
    }

    response_type! {
        /// Exclusive tax on a price line, that is, a tax added to the price (assumed from the name). Set by the
        /// service.
        pub struct ExclusiveTaxAmount {
            /// Amount of tax as a decimal string with a point and any number of decimals.
            "amount" => amount: crate::Decimal,
            /// Currency of the amount, an ISO 4217 code such as `USD`.
            "currency" => currency: String,
        }
    }

    response_type! {
        /// Cost of an order line, as rated by the vendor. The specification marks it as write-only.
        pub struct ExtendedCost {
            /// Amount as a decimal string with a point and any number of decimals. Exclusive of tax (assumed).
            "amount" => amount: crate::Decimal,
            /// Currency of the amount, an ISO 4217 code such as `USD`.
            "currency" => currency: String,
        }
    }

    request_type! {
        /// Cost of an order line, as rated by the vendor. The specification marks it as write-only.
        #[doc(alias = "ExtendedCost")]
        pub struct ExtendedCostInput {
            required {
                /// Amount as a decimal string with a point and any number of decimals. Exclusive of tax (assumed).
                "amount" => amount: crate::Decimal,
                /// Currency of the amount, an ISO 4217 code such as `USD`.
                "currency" => currency: String,
            }
            optional {
            }
        }
    }

    response_type! {
        /// Price of a line, quantity times unit price (assumed from the name). Set by the service.
        pub struct ExtendedPrice {
            /// Amount as a decimal string with a point and any number of decimals. Exclusive of tax (assumed).
            "amount" => amount: crate::Decimal,
            /// Currency of the amount, an ISO 4217 code such as `USD`.
            "currency" => currency: String,
        }
    }

    response_type! {
        /// A parameter that was set by the provisioning of a subscription.
        pub struct FulfilmentParameterValue {
            /// Name of the parameter, for example `ms_customer_id` (observed).
            "name" => name: String,
            /// Structured form of the value, any JSON value. Not explained by the specification. In snake case, in
            /// contrast to other properties.
            "structured_value" => structured_value: serde_json::Value,
            /// Value of the parameter, any JSON value. Nearly always a string. Numbers, booleans, objects and
            /// arrays are possible (documented).
            "value" => value: serde_json::Value,
        }
    }

    response_type! {
        /// An order with its products and price lines. The schema is used to place, estimate, get and update
        /// orders.
        ///
        /// The response to placing an order is sent before provisioning. Poll the order until `status` is
        /// final. Orders of type `renewal` and `cancellation` have neither `products` nor `details` (observed).
        #[doc(alias = "OrderDetailed")]
        pub struct Order {
            /// Co-terming: alignment of the end date of the subscription. For orders of type `sales` and `change`
            /// (documented). The `coterming` property of the product says if it is allowed.
            "alignExpirationDate" => align_expiration_date: AlignExpirationDate,
            /// Custom attributes of the order, by name.
            "attributes" => attributes: BTreeMap<String, String>,
            /// True if the migrated subscription renews automatically.
            ///
            /// Write-only in the specification. It has not been observed in a response.
            "autorenewal" => autorenewal: bool,
            /// Time at which the subscription is charged. The specification does not explain the values. The
            /// meanings are inferred from the names.
            "billingModel" => billing_model: BillingModel,
            /// Creation time of the order in UTC, with `Z` and without milliseconds since version 1.5 (documented).
            /// Order lists are sorted by it, newest first (observed).
            "creationDate" => creation_date: crate::DateTime,
            /// True if the customer's credit is checked during processing.
            "creditCheck" => credit_check: bool,
            /// Id of the customer of the order.
            "customerId" => customer_id: crate::Id,
            /// Price lines of the order, calculated by the service: unit price, extended price, discount and taxes.
            ///
            /// Absent from `renewal` and `cancellation` orders, present on `sales` and `change` orders (observed).
            "details" => details: Vec<OrderDetail>,
            /// Day on which the migrated subscription expires, `YYYY-MM-DD`.
            ///
            /// Write-only in the specification. It has not been observed in a response.
            "expirationDate" => expiration_date: crate::Date,
            /// Id of the order: digits, to be treated as an opaque string. Assigned by the service.
            ///
            /// Absent from an estimate, because the service does not store it (assumed).
            "id" => id: crate::Id = empty,
            /// Last billing day of the migrated subscription, `YYYY-MM-DD`. For migration orders only.
            ///
            /// It has not been observed in a response.
            "lastBillingDate" => last_billing_date: crate::Date,
            /// Day of the migration, `YYYY-MM-DD`.
            ///
            /// Write-only in the specification. It has not been observed in a response.
            "migrationDate" => migration_date: crate::Date,
            /// Name of the migration program. The only value in the specification is
            /// `count_migration_billing_period`.
            ///
            /// Write-only in the specification. It has not been observed in a response.
            "migrationProgram" => migration_program: String,
            /// Next billing day of the migrated subscription, `YYYY-MM-DD`. For migration orders only.
            ///
            /// It has not been observed in a response.
            "nextBillingDate" => next_billing_date: crate::Date,
            /// Number of the order in the control panel. It starts with `SO` for sales (documented), `CH` for
            /// change and `RN` for renewal orders (observed).
            "orderNumber" => order_number: String,
            /// Special type of change order. Omit it for an ordinary order.
            "placementType" => placement_type: PlacementType,
            /// Id of a service plan.
            ///
            /// Write-only in the specification. It has not been observed in a response.
            "planId" => plan_id: crate::Id,
            /// Purchase order number of the buyer, a string of any format. An automatic renewal order repeats the
            /// number of the order that it renews (observed).
            "poNumber" => po_number: String,
            /// Products of the order, one line each.
            ///
            /// Absent from `renewal` and `cancellation` orders, present on `sales` and `change` orders (observed).
            /// In the former case, the name of the subscription is the name of the product.
            "products" => products: Vec<OrderLineProduct>,
            /// Provisioning time of the order in UTC. Absent before provisioning (observed).
            "provisioningDate" => provisioning_date: crate::DateTime,
            /// Event that triggers the order: a word such as `renewal`, not a date.
            ///
            /// It is returned (observed), although it is write-only in the specification. With `renewal`, the
            /// product quantity is the new total and not a difference (observed).
            "scheduledOn" => scheduled_on: ScheduledOn,
            /// Start day of the migrated subscription, `YYYY-MM-DD`.
            ///
            /// Write-only in the specification. It has not been observed in a response.
            "startDate" => start_date: crate::Date,
            /// Status of the order. It changes from `submitted` through `processing` to `completed`, `error` or
            /// `cancelled`. A change of an annual subscription can stay in `processing` for months, until the
            /// renewal (observed).
            "status" => status: OrderStatus,
            /// Internal status of the order, a short code of letters. The full list of codes is not documented, so
            /// expect unknown codes.
            "statusCode" => status_code: OrderStatusCode,
            /// Id of the subscription of the order.
            ///
            /// Returned on orders of type `sales`, `change`, `renewal` and `cancellation` (observed).
            "subscriptionId" => subscription_id: crate::Id,
            /// Commitment period of the subscription, such as one year. It is not the interval between invoices.
            ///
            /// Write-only in the specification. It has not been observed in a response.
            "subscriptionPeriod" => subscription_period: OrderSubscriptionPeriod,
            /// Total contract values, one entry per subscription of the order. It has not been observed in a
            /// response.
            "subscriptions" => subscriptions: Vec<SubscriptionTcvDetailsInfo>,
            /// Id of the subscription that receives the products of a move. Used with the `placementType` of `MOVE`
            /// (documented).
            "targetSubscriptionId" => target_subscription_id: crate::Id,
            /// Total price of the order, calculated by the service. In the response to an estimate it is the
            /// expected price.
            "total" => total: TotalOrderPriceEstimation,
            /// Type of the order. The specification names `sales` as the default although the property is required,
            /// so always send it. An order of type `cancellation` ends a subscription. An order with the status
            /// `cancelled` was withdrawn.
            "type" => type_: OrderType,
            /// Start date of the subscription after a switch to another plan. The release notes have the values in
            /// upper case, the published example has one in lower case. The case that the service requires is
            /// unknown.
            ///
            /// Write-only in the specification. It has not been observed in a response.
            "upgradeStartType" => upgrade_start_type: UpgradeStartType,
            /// Billing of the subscription by the vendor. Write-only in the specification. No use of it is known.
            "vendorBillingSettings" => vendor_billing_settings: OrderVendorBillingSettings,
        }
    }

    response_type! {
        /// Prices and discounts agreed for a product of an order, instead of a special price and special costs.
        /// Write-only in the specification.
        pub struct OrderDealPrice {
            /// Agreements, one per seller and buyer.
            "agreements" => agreements: Vec<OrderDealPriceAgreement>,
            /// True if the prices are frozen. Defaults to `false`. The duration is not documented.
            "freezePrices" => freeze_prices: bool,
        }
    }

    response_type! {
        /// Prices and discounts agreed between a seller and a buyer.
        pub struct OrderDealPriceAgreement {
            /// Id of the buying account. `self` is the account of the caller (documented).
            "buyerId" => buyer_id: crate::Id,
            /// Agreed discounts on the product.
            "discounts" => discounts: Vec<OrderDealPriceAgreementDiscount>,
            /// Period of the agreed prices (assumed from the name and type).
            "priceTerm" => price_term: BillingPeriod,
            /// Agreed prices of the product, one per type of charge.
            "prices" => prices: Vec<OrderDealPriceAgreementPrice>,
            /// Id of the selling account. `self` is the account of the caller (documented).
            "sellerId" => seller_id: crate::Id,
        }
    }

    response_type! {
        /// A discount of a deal and the types of orders that it applies to.
        pub struct OrderDealPriceAgreementDiscount {
            /// Types of orders that the discount applies to. The published example is in lower case, the values are
            /// declared in upper case.
            "applicableTo" => applicable_to: Vec<DiscountScope>,
            /// Discounts, one per type of charge. The specification calls them discount prices. It is not
            /// documented whether they are deducted or charged.
            "prices" => prices: Vec<OrderDealPriceAgreementPrice>,
        }
    }

    request_type! {
        /// A discount of a deal and the types of orders that it applies to.
        #[doc(alias = "OrderDealPriceAgreementDiscount")]
        pub struct OrderDealPriceAgreementDiscountInput {
            required {
                /// Types of orders that the discount applies to. The published example is in lower case, the values are
                /// declared in upper case.
                "applicableTo" => applicable_to: Vec<DiscountScope>,
                /// Discounts, one per type of charge. The specification calls them discount prices. It is not
                /// documented whether they are deducted or charged.
                "prices" => prices: Vec<OrderDealPriceAgreementPriceInput>,
            }
            optional {
            }
        }
    }

    request_type! {
        /// Prices and discounts agreed between a seller and a buyer.
        #[doc(alias = "OrderDealPriceAgreement")]
        #[derive(Default)]
        pub struct OrderDealPriceAgreementInput {
            required {
            }
            optional {
                /// Id of the buying account. `self` is the account of the caller (documented).
                "buyerId" => buyer_id: crate::Id,
                /// Agreed discounts on the product.
                "discounts" => discounts: Vec<OrderDealPriceAgreementDiscountInput>,
                /// Period of the agreed prices (assumed from the name and type).
                "priceTerm" => price_term: BillingPeriodInput,
                /// Agreed prices of the product, one per type of charge.
                "prices" => prices: Vec<OrderDealPriceAgreementPriceInput>,
                /// Id of the selling account. `self` is the account of the caller (documented).
                "sellerId" => seller_id: crate::Id,
            }
        }
    }

    response_type! {
        /// An agreed amount for one type of charge.
        pub struct OrderDealPriceAgreementPrice {
            /// Amount as a decimal string with a point and any number of decimals. Exclusive of tax (assumed).
            "amount" => amount: crate::Decimal,
            /// Currency of the amount, an ISO 4217 code such as `USD`.
            "currency" => currency: String,
            /// Type of charge. Known values are `TRANSFER`, `SETUP`, `RECURRING`, `RENEWAL`, `OVERUSE`, `setup`,
            /// `recurring` and `renewal`. The difference between upper and lower case is not documented.
            "type" => type_: String,
        }
    }

    request_type! {
        /// An agreed amount for one type of charge.
        #[doc(alias = "OrderDealPriceAgreementPrice")]
        pub struct OrderDealPriceAgreementPriceInput {
            required as OrderDealPriceAgreementPriceInputRequired {
                /// Amount as a decimal string with a point and any number of decimals. Exclusive of tax (assumed).
                "amount" => amount: crate::Decimal,
                /// Currency of the amount, an ISO 4217 code such as `USD`.
                "currency" => currency: String,
                /// Type of charge. Known values are `TRANSFER`, `SETUP`, `RECURRING`, `RENEWAL`, `OVERUSE`, `setup`,
                /// `recurring` and `renewal`. The difference between upper and lower case is not documented.
                "type" => type_: String,
            }
            optional {
            }
        }
    }

    request_type! {
        /// Prices and discounts agreed for a product of an order, instead of a special price and special costs.
        /// Write-only in the specification.
        #[doc(alias = "OrderDealPrice")]
        pub struct OrderDealPriceInput {
            required {
                /// Agreements, one per seller and buyer.
                "agreements" => agreements: Vec<OrderDealPriceAgreementInput>,
                /// True if the prices are frozen. Defaults to `false`. The duration is not documented.
                "freezePrices" => freeze_prices: bool,
            }
            optional {
            }
        }
    }

    response_type! {
        /// A price line of an order, calculated by the service. Orders of type `renewal` and `cancellation`
        /// have none (observed).
        pub struct OrderDetail {
            /// Description for the user. On change orders it ends with the period in English, `from YYYY-MM-DD
            /// through YYYY-MM-DD` (observed).
            "description" => description: String,
            /// Discount on this line.
            "discount" => discount: Discount,
            /// Length of time covered by the line.
            "duration" => duration: Duration,
            /// Exchange rate of this line. The direction of the conversion is not documented.
            "exchangeRate" => exchange_rate: crate::Decimal as number,
            /// Time of the exchange rate, a string. Its format is not documented.
            "exchangeTime" => exchange_time: String,
            /// Exclusive tax on this line, that is, a tax added to the price (assumed from the name).
            "exclusiveTaxAmount" => exclusive_tax_amount: ExclusiveTaxAmount,
            /// Price of the line, quantity times unit price (assumed from the name).
            "extendedPrice" => extended_price: ExtendedPrice,
            /// Manufacturer part number of the product of this line.
            "mpn" => mpn: String,
            /// Id of that product in the catalog, for example `PRD326576`.
            "productId" => product_id: crate::Id,
            /// Number of units of the line. It is unknown whether it is signed on change orders, like the product
            /// quantity.
            "quantity" => quantity: crate::Decimal as number,
            /// The `discount` in the sales currency (assumed).
            "salesDiscount" => sales_discount: Discount,
            /// The `exclusiveTaxAmount` in the sales currency (assumed).
            "salesExclusiveTaxAmount" => sales_exclusive_tax_amount: ExclusiveTaxAmount,
            /// The `extendedPrice` in the sales currency (assumed).
            "salesExtendedPrice" => sales_extended_price: ExtendedPrice,
            /// The `taxAmount` in the sales currency (assumed).
            "salesTaxAmount" => sales_tax_amount: TaxAmount,
            /// The `unitPrice` in the sales currency (assumed). The specification does not explain the difference.
            /// The `exchangeRate` suggests a conversion.
            "salesUnitPrice" => sales_unit_price: UnitPrice,
            /// Tax on this line.
            "taxAmount" => tax_amount: TaxAmount,
            /// Type of charge or credit. The specification does not explain the values. The meanings are inferred
            /// from the names.
            "type" => type_: OrderDetailType,
            /// Price of one unit.
            "unitPrice" => unit_price: UnitPrice,
        }
    }

    request_type! {
        /// An order with its products and price lines. The schema is used to place, estimate, get and update
        /// orders.
        ///
        /// All products of an order must belong to one service, that is, have the same `serviceName` in the
        /// catalog (documented). A sales order accepts the vendor's terms (documented). There is no idempotency
        /// key: after a timeout, search for the order before sending it again.
        #[doc(alias = "OrderDetailed")]
        pub struct OrderInput {
            required {
                /// Id of the customer of the order.
                ///
                /// Required for all types of orders.
                "customerId" => customer_id: crate::Id,
                /// Type of the order. The specification names `sales` as the default although the property is required,
                /// so always send it. An order of type `cancellation` ends a subscription. An order with the status
                /// `cancelled` was withdrawn.
                "type" => type_: OrderType,
            }
            optional {
                /// Co-terming: alignment of the end date of the subscription. For orders of type `sales` and `change`
                /// (documented). The `coterming` property of the product says if it is allowed.
                "alignExpirationDate" => align_expiration_date: AlignExpirationDateInput,
                /// Custom attributes of the order, by name.
                "attributes" => attributes: BTreeMap<String, String>,
                /// True if the migrated subscription renews automatically.
                ///
                /// Required for orders of type `migration`, and only for them (documented).
                "autorenewal" => autorenewal: bool,
                /// Time at which the subscription is charged. The specification does not explain the values. The
                /// meanings are inferred from the names.
                "billingModel" => billing_model: BillingModel,
                /// True if the customer's credit is checked during processing.
                ///
                /// Read-only in the specification, but other clients send it (seen in client code). To be sure, update
                /// the order.
                "creditCheck" => credit_check: bool,
                /// Day on which the migrated subscription expires, `YYYY-MM-DD`.
                ///
                /// Required for orders of type `migration`, and only for them (documented).
                "expirationDate" => expiration_date: crate::Date,
                /// Last billing day of the migrated subscription, `YYYY-MM-DD`. For migration orders only.
                ///
                /// Read-only in the specification, but other clients send it (seen in client code).
                "lastBillingDate" => last_billing_date: crate::Date,
                /// Day of the migration, `YYYY-MM-DD`.
                ///
                /// Required for orders of type `migration`, and only for them (documented).
                "migrationDate" => migration_date: crate::Date,
                /// Name of the migration program. The only value in the specification is
                /// `count_migration_billing_period`.
                ///
                /// Required for orders of type `migration`, and only for them (documented).
                "migrationProgram" => migration_program: String,
                /// Next billing day of the migrated subscription, `YYYY-MM-DD`. For migration orders only.
                ///
                /// Read-only in the specification, but other clients send it (seen in client code).
                "nextBillingDate" => next_billing_date: crate::Date,
                /// Special type of change order. Omit it for an ordinary order.
                "placementType" => placement_type: PlacementType,
                /// Id of a service plan.
                ///
                /// In a change order, the id of the target plan. The alternative is `newMPN` or `newId` on the product.
                "planId" => plan_id: crate::Id,
                /// Purchase order number of the buyer, a string of any format. An automatic renewal order repeats the
                /// number of the order that it renews (observed).
                ///
                /// Optional. There is no idempotency key, so a unique number helps to find the order after a timeout.
                /// List items do not contain it, so get the orders to compare it (assumed).
                "poNumber" => po_number: String,
                /// Products of the order, one line each.
                ///
                /// Each line identifies its product by `mpn` or `id`. For a change order, copy the identifying
                /// properties from the subscription (seen in client code).
                "products" => products: Vec<OrderLineProductInput>,
                /// Event that triggers the order: a word such as `renewal`, not a date.
                ///
                /// Omit it to process the order immediately (assumed).
                "scheduledOn" => scheduled_on: ScheduledOn,
                /// Start day of the migrated subscription, `YYYY-MM-DD`.
                ///
                /// Required for orders of type `migration`, and only for them (documented).
                "startDate" => start_date: crate::Date,
                /// Id of the subscription of the order.
                ///
                /// Required for orders of type `change`, `renewal` and `cancellation` (documented). Change orders can
                /// have it on the product line instead, as in requests to the real service (seen in client code).
                "subscriptionId" => subscription_id: crate::Id,
                /// Commitment period of the subscription, such as one year. It is not the interval between invoices.
                "subscriptionPeriod" => subscription_period: OrderSubscriptionPeriodInput,
                /// Id of the subscription that receives the products of a move. Used with the `placementType` of `MOVE`
                /// (documented).
                "targetSubscriptionId" => target_subscription_id: crate::Id,
                /// Start date of the subscription after a switch to another plan. The release notes have the values in
                /// upper case, the published example has one in lower case. The case that the service requires is
                /// unknown.
                "upgradeStartType" => upgrade_start_type: UpgradeStartType,
                /// Billing of the subscription by the vendor. Write-only in the specification. No use of it is known.
                "vendorBillingSettings" => vendor_billing_settings: OrderVendorBillingSettingsInput,
            }
        }
    }

    response_type! {
        /// Price of an order line, quantity times unit price. Set by the service.
        pub struct OrderItemPrice {
            /// Amount as a decimal string with a point and any number of decimals. Exclusive of tax (assumed).
            "amount" => amount: crate::Decimal,
            /// Currency of the amount, an ISO 4217 code such as `USD`.
            "currency" => currency: String,
        }
    }

    response_type! {
        /// A product of an order. A part number can be ambiguous, so the product is identified by `mpn`, then
        /// `vendor`, then `subscriptionPeriod`, then `billingPeriod`, or by `id` alone (documented).
        pub struct OrderLineProduct {
            /// Interval between invoices. Distinguishes products with the same `mpn`.
            "billingPeriod" => billing_period: Period,
            /// Prices and discounts agreed between sellers and buyers, instead of the special price and costs.
            /// Cannot be combined with those (documented).
            "deals" => deals: OrderDealPrice,
            /// Price of this line, quantity times unit price. Set by the service.
            "extendedPrice" => extended_price: OrderItemPrice,
            /// Id of the product in the catalog, for example `PRD326576`.
            "id" => id: crate::Id,
            /// Margins for this product along the chain of sellers. Write-only in the specification. No use of it
            /// is known.
            "margins" => margins: OrderMargin,
            /// Manufacturer part number of the product, as in the catalog. It can be ambiguous there.
            "mpn" => mpn: String,
            /// Name of the product. Set by the service.
            "name" => name: String,
            /// Catalog id of the target product, for a change order that switches plans.
            "newId" => new_id: crate::Id,
            /// Manufacturer part number of the target product, for a change order that switches plans.
            "newMPN" => new_mpn: String,
            /// Id of the product created by a partial upgrade, for example `sku-CSA-0II8MXB`.
            "newProductId" => new_product_id: crate::Id,
            /// Subscription that contains the product after a partial upgrade. Set by the service (assumed).
            "newSubscription" => new_subscription: TargetSubscriptionInfo,
            /// Activation parameters, such as the domain of the product. Names are case-sensitive (documented).
            "parameters" => parameters: Vec<ParameterValue>,
            /// Number of units of the product.
            ///
            /// In a change order, the signed difference, which can be negative. With `scheduledOn` of `renewal`,
            /// the total after the renewal (both observed).
            "quantity" => quantity: crate::Decimal as number,
            /// Cost per unit for the reseller, instead of the list cost. Cannot be combined with `deals`
            /// (documented).
            "specialCost" => special_cost: OrderSpecialCost,
            /// Price per unit for the customer, instead of the list price. Cannot be combined with `deals`
            /// (documented).
            "specialPrice" => special_price: OrderSpecialPrice,
            /// Cost per unit for the provider that sells to the reseller. The specification lists `deals` as an
            /// alternative to it.
            "specialProviderCost" => special_provider_cost: SpecialProviderCost,
            /// Id of the subscription of this line.
            "subscriptionId" => subscription_id: crate::Id,
            /// Length of the commitment. Distinguishes products with the same `mpn`. It can differ from
            /// `billingPeriod`, as with a yearly term and monthly invoices.
            "subscriptionPeriod" => subscription_period: Period,
            /// Id of the subscription that receives this product in a move. The order has a property of this name
            /// too. Their precedence is not documented.
            "targetSubscriptionId" => target_subscription_id: crate::Id,
            /// Total contract values of this product, one entry per seller and buyer. It has not been observed in a
            /// response.
            "tcvs" => tcvs: Vec<TcvProductInfo>,
            /// Action of this line. Returned for partial upgrades (documented), not for requests (assumed). The
            /// specification does not explain the values. The meanings are inferred from the names.
            "type" => type_: OrderLineProductType,
            /// Id of the vendor, as in the catalog. Distinguishes products with the same `mpn`.
            "vendor" => vendor: String,
            /// Contract values already accounted by the vendor, one entry per seller and buyer. No use of it is
            /// known.
            "vendorAlreadyAccountedTcvs" => vendor_already_accounted_tcvs: Vec<OrderVendorAlreadyAccountedTcv>,
            /// Discounts of the vendor, one entry per seller and buyer. Write-only in the specification. No use of
            /// it is known.
            "vendorDiscounts" => vendor_discounts: Vec<OrderVendorDiscountAgreement>,
            /// Cost of this line as rated by the vendor. Write-only in the specification. No use of it is known.
            "vendorRatedExtendedCost" => vendor_rated_extended_cost: ExtendedCost,
        }
    }

    request_type! {
        /// A product of an order. A part number can be ambiguous, so the product is identified by `mpn`, then
        /// `vendor`, then `subscriptionPeriod`, then `billingPeriod`, or by `id` alone (documented).
        ///
        /// If several products match, the order is rejected. The message names the properties that are missing
        /// (documented).
        #[doc(alias = "OrderLineProduct")]
        #[derive(Default)]
        pub struct OrderLineProductInput {
            required {
            }
            optional {
                /// Interval between invoices. Distinguishes products with the same `mpn`.
                "billingPeriod" => billing_period: PeriodInput,
                /// Prices and discounts agreed between sellers and buyers, instead of the special price and costs.
                /// Cannot be combined with those (documented).
                "deals" => deals: OrderDealPriceInput,
                /// Id of the product in the catalog, for example `PRD326576`.
                ///
                /// Unambiguous, so `mpn` can be omitted.
                "id" => id: crate::Id,
                /// Margins for this product along the chain of sellers. Write-only in the specification. No use of it
                /// is known.
                "margins" => margins: OrderMarginInput,
                /// Manufacturer part number of the product, as in the catalog. It can be ambiguous there.
                ///
                /// Send this or `id`.
                "mpn" => mpn: String,
                /// Catalog id of the target product, for a change order that switches plans.
                "newId" => new_id: crate::Id,
                /// Manufacturer part number of the target product, for a change order that switches plans.
                "newMPN" => new_mpn: String,
                /// Id of the product created by a partial upgrade, for example `sku-CSA-0II8MXB`.
                "newProductId" => new_product_id: crate::Id,
                /// Subscription that contains the product after a partial upgrade. Set by the service (assumed).
                "newSubscription" => new_subscription: TargetSubscriptionInfoInput,
                /// Activation parameters, such as the domain of the product. Names are case-sensitive (documented).
                ///
                /// The catalog does not list the required parameters. Validate the products and parameters before you
                /// place the order.
                "parameters" => parameters: Vec<ParameterValueInput>,
                /// Number of units of the product.
                ///
                /// In a change order, the new total and not the difference (seen in client code, in one project that
                /// used the real service). Estimate the order before you rely on this.
                "quantity" => quantity: crate::Decimal as number,
                /// Cost per unit for the reseller, instead of the list cost. Cannot be combined with `deals`
                /// (documented).
                "specialCost" => special_cost: OrderSpecialCostInput,
                /// Price per unit for the customer, instead of the list price. Cannot be combined with `deals`
                /// (documented).
                "specialPrice" => special_price: OrderSpecialPriceInput,
                /// Cost per unit for the provider that sells to the reseller. The specification lists `deals` as an
                /// alternative to it.
                "specialProviderCost" => special_provider_cost: SpecialProviderCostInput,
                /// Id of the subscription of this line.
                ///
                /// Requests of change orders to the real service had the id here (seen in client code). The order has a
                /// property of this name too.
                "subscriptionId" => subscription_id: crate::Id,
                /// Length of the commitment. Distinguishes products with the same `mpn`. It can differ from
                /// `billingPeriod`, as with a yearly term and monthly invoices.
                "subscriptionPeriod" => subscription_period: PeriodInput,
                /// Id of the subscription that receives this product in a move. The order has a property of this name
                /// too. Their precedence is not documented.
                "targetSubscriptionId" => target_subscription_id: crate::Id,
                /// Total contract values of this product, one entry per seller and buyer. It has not been observed in a
                /// response.
                "tcvs" => tcvs: Vec<TcvProductInfoInput>,
                /// Action of this line. Returned for partial upgrades (documented), not for requests (assumed). The
                /// specification does not explain the values. The meanings are inferred from the names.
                "type" => type_: OrderLineProductType,
                /// Id of the vendor, as in the catalog. Distinguishes products with the same `mpn`.
                "vendor" => vendor: String,
                /// Contract values already accounted by the vendor, one entry per seller and buyer. No use of it is
                /// known.
                "vendorAlreadyAccountedTcvs" => vendor_already_accounted_tcvs: Vec<OrderVendorAlreadyAccountedTcvInput>,
                /// Discounts of the vendor, one entry per seller and buyer. Write-only in the specification. No use of
                /// it is known.
                "vendorDiscounts" => vendor_discounts: Vec<OrderVendorDiscountAgreementInput>,
                /// Cost of this line as rated by the vendor. Write-only in the specification. No use of it is known.
                "vendorRatedExtendedCost" => vendor_rated_extended_cost: ExtendedCostInput,
            }
        }
    }

    response_type! {
        /// A page of orders, newest first by `creationDate` (documented and observed).
        #[doc(alias = "ResultListOrder")]
        pub struct OrderList {
            /// Items of this page, with few properties only. An empty list if none match, never absent or null
            /// since version 1.5 (documented).
            "data" => data: Vec<OrderSummary>,
            /// Position of the page in the list, and the number of all matching orders. Its `limit` repeats the
            /// requested limit, so advance by the number of received items.
            "pagination" => pagination: Pagination,
        }
    }

    response_type! {
        /// Margin on a product of an order. Write-only in the specification.
        pub struct OrderMargin {
            /// Margin attributes. A list here, in contrast to the map of this name on orders and subscriptions.
            "attributes" => attributes: Vec<OrderMarginAttribute>,
            /// Base price of the margin (assumed).
            "priceModel" => price_model: MarginPriceModel,
            /// Margins by level, one per seller and buyer.
            "rates" => rates: Vec<OrderMarginRateInfo>,
            /// Margin over the complete chain of sellers (assumed from the name).
            "totalRate" => total_rate: OrderMarginRate,
        }
    }

    response_type! {
        /// A named attribute of a margin. The specification has placeholders as examples and no list of names.
        pub struct OrderMarginAttribute {
            /// Name of the attribute.
            "attribute" => attribute: String,
            /// Value of the attribute.
            "attributeValue" => attribute_value: String,
            /// The reseller's part of the margin for this attribute, a decimal string. Its unit is not documented.
            "resellerMargin" => reseller_margin: crate::Decimal,
            /// Total margin for this attribute, a decimal string. Its unit is not documented.
            "totalMargin" => total_margin: crate::Decimal,
        }
    }

    request_type! {
        /// A named attribute of a margin. The specification has placeholders as examples and no list of names.
        #[doc(alias = "OrderMarginAttribute")]
        #[derive(Default)]
        pub struct OrderMarginAttributeInput {
            required {
            }
            optional {
                /// Name of the attribute.
                "attribute" => attribute: String,
                /// Value of the attribute.
                "attributeValue" => attribute_value: String,
                /// The reseller's part of the margin for this attribute, a decimal string. Its unit is not documented.
                "resellerMargin" => reseller_margin: crate::Decimal,
                /// Total margin for this attribute, a decimal string. Its unit is not documented.
                "totalMargin" => total_margin: crate::Decimal,
            }
        }
    }

    request_type! {
        /// Margin on a product of an order. Write-only in the specification.
        #[doc(alias = "OrderMargin")]
        pub struct OrderMarginInput {
            required as OrderMarginInputRequired {
                /// Base price of the margin (assumed).
                "priceModel" => price_model: MarginPriceModel,
                /// Margins by level, one per seller and buyer.
                "rates" => rates: Vec<OrderMarginRateInfoInput>,
                /// Margin over the complete chain of sellers (assumed from the name).
                "totalRate" => total_rate: OrderMarginRateInput,
            }
            optional {
                /// Margin attributes. A list here, in contrast to the map of this name on orders and subscriptions.
                "attributes" => attributes: Vec<OrderMarginAttributeInput>,
            }
        }
    }

    response_type! {
        /// A margin rate before and after a change. In percent (assumed from the examples `15` and `10`).
        pub struct OrderMarginRate {
            /// Rate after the change, a decimal string.
            "new" => new: crate::Decimal,
            /// Rate before the change, a decimal string.
            "original" => original: crate::Decimal,
        }
    }

    response_type! {
        /// Margin rate between a seller and a buyer.
        pub struct OrderMarginRateInfo {
            /// Id of the buying account. `self` is the account of the caller (documented).
            "buyerId" => buyer_id: crate::Id,
            /// Rate before and after the change.
            "rate" => rate: OrderMarginRate,
            /// Id of the selling account. `self` is the account of the caller (documented).
            "sellerId" => seller_id: crate::Id,
        }
    }

    request_type! {
        /// Margin rate between a seller and a buyer.
        #[doc(alias = "OrderMarginRateInfo")]
        #[derive(Default)]
        pub struct OrderMarginRateInfoInput {
            required {
            }
            optional {
                /// Id of the buying account. `self` is the account of the caller (documented).
                "buyerId" => buyer_id: crate::Id,
                /// Rate before and after the change.
                "rate" => rate: OrderMarginRateInput,
                /// Id of the selling account. `self` is the account of the caller (documented).
                "sellerId" => seller_id: crate::Id,
            }
        }
    }

    request_type! {
        /// A margin rate before and after a change. In percent (assumed from the examples `15` and `10`).
        #[doc(alias = "OrderMarginRate")]
        pub struct OrderMarginRateInput {
            required {
                /// Rate after the change, a decimal string.
                "new" => new: crate::Decimal,
                /// Rate before the change, a decimal string.
                "original" => original: crate::Decimal,
            }
            optional {
            }
        }
    }

    response_type! {
        /// A parameter that was sent with the order of a subscription.
        pub struct OrderParameterValue {
            /// Name of the parameter, for example `microsoft_domain` (observed). Case-sensitive.
            "name" => name: String,
            /// Structured form of the value, any JSON value. Not explained by the specification. In snake case, in
            /// contrast to other properties.
            "structured_value" => structured_value: serde_json::Value,
            /// Value of the parameter, any JSON value. Nearly always a string. Numbers, booleans, objects and
            /// arrays are possible (documented).
            "value" => value: serde_json::Value,
        }
    }

    response_type! {
        /// A tier of a price that depends on the quantity.
        pub struct OrderPriceTier {
            /// Amount of the tier as a decimal string with a point, in the currency of the price that contains the
            /// tier.
            "amount" => amount: crate::Decimal,
            /// Minimum quantity of the tier, a decimal string. It is not documented whether the tier includes the
            /// limit.
            "lowerLimit" => lower_limit: crate::Decimal,
        }
    }

    request_type! {
        /// A tier of a price that depends on the quantity.
        #[doc(alias = "OrderPriceTier")]
        pub struct OrderPriceTierInput {
            required {
                /// Amount of the tier as a decimal string with a point, in the currency of the price that contains the
                /// tier.
                "amount" => amount: crate::Decimal,
                /// Minimum quantity of the tier, a decimal string. It is not documented whether the tier includes the
                /// limit.
                "lowerLimit" => lower_limit: crate::Decimal,
            }
            optional {
            }
        }
    }

    response_type! {
        /// A cost per unit for the reseller that replaces the list cost. Cannot be combined with a deal.
        /// Write-only in the specification.
        pub struct OrderSpecialCost {
            /// Amount per unit as a decimal string with a point and any number of decimals. Exclusive of tax
            /// (assumed).
            "amount" => amount: crate::Decimal,
            /// Currency of the amount, an ISO 4217 code such as `USD`.
            "currency" => currency: String,
        }
    }

    request_type! {
        /// A cost per unit for the reseller that replaces the list cost. Cannot be combined with a deal.
        /// Write-only in the specification.
        #[doc(alias = "OrderSpecialCost")]
        pub struct OrderSpecialCostInput {
            required {
                /// Amount per unit as a decimal string with a point and any number of decimals. Exclusive of tax
                /// (assumed).
                "amount" => amount: crate::Decimal,
                /// Currency of the amount, an ISO 4217 code such as `USD`.
                "currency" => currency: String,
            }
            optional {
            }
        }
    }

    response_type! {
        /// A price per unit for the customer that replaces the list price. Cannot be combined with a deal.
        /// Write-only in the specification.
        pub struct OrderSpecialPrice {
            /// Amount per unit as a decimal string with a point and any number of decimals. Exclusive of tax
            /// (assumed).
            "amount" => amount: crate::Decimal,
            /// Currency of the amount, an ISO 4217 code such as `USD`.
            "currency" => currency: String,
            /// Prices by quantity, for products with price tiers.
            "priceTiers" => price_tiers: Vec<OrderPriceTier>,
        }
    }

    request_type! {
        /// A price per unit for the customer that replaces the list price. Cannot be combined with a deal.
        /// Write-only in the specification.
        #[doc(alias = "OrderSpecialPrice")]
        pub struct OrderSpecialPriceInput {
            required {
                /// Amount per unit as a decimal string with a point and any number of decimals. Exclusive of tax
                /// (assumed).
                "amount" => amount: crate::Decimal,
                /// Currency of the amount, an ISO 4217 code such as `USD`.
                "currency" => currency: String,
            }
            optional {
                /// Prices by quantity, for products with price tiers.
                "priceTiers" => price_tiers: Vec<OrderPriceTierInput>,
            }
        }
    }

    response_type! {
        /// Requested commitment period, such as one year.
        pub struct OrderSubscriptionPeriod {
            /// Number of units.
            "duration" => duration: i64,
            /// Unit of the period.
            "type" => type_: PeriodType,
        }
    }

    request_type! {
        /// Requested commitment period, such as one year.
        #[doc(alias = "OrderSubscriptionPeriod")]
        #[derive(Default)]
        pub struct OrderSubscriptionPeriodInput {
            required {
            }
            optional {
                /// Number of units.
                "duration" => duration: i64,
                /// Unit of the period.
                "type" => type_: PeriodType,
            }
        }
    }

    response_type! {
        /// An order as a list item. Only `id`, `orderNumber`, `type`, `status`, `statusCode`, `customerId`,
        /// `creationDate` and `provisioningDate` are returned (observed), although more properties are
        /// declared. Get the order by its `id` for the rest.
        #[doc(alias = "Order")]
        pub struct OrderSummary {
            /// Custom attributes of the order, by name. Absent from list items (observed). Get the order.
            "attributes" => attributes: BTreeMap<String, String>,
            /// Creation time of the order in UTC, with `Z` and without milliseconds since version 1.5 (documented).
            /// Order lists are sorted by it, newest first (observed).
            "creationDate" => creation_date: crate::DateTime,
            /// True if the customer's credit is checked during processing. Absent from list items (observed). Get
            /// the order.
            "creditCheck" => credit_check: bool,
            /// Id of the customer of the order.
            "customerId" => customer_id: crate::Id,
            /// Price lines of the order. Absent from list items (observed). Get the order.
            "details" => details: Vec<OrderDetail>,
            /// Id of the order: digits, to be treated as an opaque string. Assigned by the service.
            "id" => id: crate::Id = empty,
            /// For migration orders, the last billing day. Absent from list items (observed).
            "lastBillingDate" => last_billing_date: crate::Date,
            /// For migration orders, the next billing day. Absent from list items (observed).
            "nextBillingDate" => next_billing_date: crate::Date,
            /// Number of the order in the control panel. It starts with `SO` for sales (documented), `CH` for
            /// change and `RN` for renewal orders (observed).
            "orderNumber" => order_number: String,
            /// Purchase order number of the buyer. Absent from list items (observed). Get the order.
            "poNumber" => po_number: String,
            /// Provisioning time of the order in UTC. Absent before provisioning (observed).
            "provisioningDate" => provisioning_date: crate::DateTime,
            /// Status of the order. It changes from `submitted` through `processing` to `completed`, `error` or
            /// `cancelled`. A change of an annual subscription can stay in `processing` for months, until the
            /// renewal (observed).
            "status" => status: OrderStatus,
            /// Internal status of the order, a short code of letters. The full list of codes is not documented, so
            /// expect unknown codes.
            "statusCode" => status_code: OrderStatusCode,
            /// Commitment period of the subscription. Absent from list items (observed), and write-only in the
            /// specification.
            "subscriptionPeriod" => subscription_period: OrderSubscriptionPeriod,
            /// Total price of the order. Absent from list items (observed). Get the order.
            "total" => total: TotalOrderPriceEstimation,
            /// Type of the order. The specification names `sales` as the default although the property is required,
            /// so always send it. An order of type `cancellation` ends a subscription. An order with the status
            /// `cancelled` was withdrawn.
            "type" => type_: OrderType,
        }
    }

    request_type! {
        /// Changes to a placed order. Only the credit check and the status code can be changed (documented).
        /// Omitted properties are not changed.
        #[derive(Default)]
        pub struct OrderUpdate {
            required {
            }
            optional {
                /// Enables or disables the check of the customer's credit during processing.
                "creditCheck" => credit_check: bool,
                /// New internal status of the order. `CL` is the only example in the specification. It seems to cancel
                /// an order (assumed), but no successful use is known.
                "statusCode" => status_code: OrderStatusCode,
            }
        }
    }

    response_type! {
        /// Contract value already accounted by the vendor, between a seller and a buyer.
        pub struct OrderVendorAlreadyAccountedTcv {
            /// Id of the buying account. `self` is the account of the caller (documented).
            "buyerId" => buyer_id: crate::Id,
            /// Id of the selling account. `self` is the account of the caller (documented).
            "sellerId" => seller_id: crate::Id,
            /// Contract value.
            "tcv" => tcv: AlreadyAccountedTcvInfo,
        }
    }

    request_type! {
        /// Contract value already accounted by the vendor, between a seller and a buyer.
        #[doc(alias = "OrderVendorAlreadyAccountedTcv")]
        #[derive(Default)]
        pub struct OrderVendorAlreadyAccountedTcvInput {
            required {
            }
            optional {
                /// Id of the buying account. `self` is the account of the caller (documented).
                "buyerId" => buyer_id: crate::Id,
                /// Id of the selling account. `self` is the account of the caller (documented).
                "sellerId" => seller_id: crate::Id,
                /// Contract value.
                "tcv" => tcv: AlreadyAccountedTcvInfoInput,
            }
        }
    }

    response_type! {
        /// Billing of a subscription by the vendor. Write-only in the specification. No use of it is known.
        pub struct OrderVendorBillingSettings {
            /// Interval between bills of the vendor.
            "vendorBillingPeriod" => vendor_billing_period: Period,
        }
    }

    request_type! {
        /// Billing of a subscription by the vendor. Write-only in the specification. No use of it is known.
        #[doc(alias = "OrderVendorBillingSettings")]
        pub struct OrderVendorBillingSettingsInput {
            required {
                /// Interval between bills of the vendor.
                "vendorBillingPeriod" => vendor_billing_period: PeriodInput,
            }
            optional {
            }
        }
    }

    response_type! {
        /// A discount of the vendor as a percentage, a unit price or a fixed total. Their combination is not
        /// documented, except for the note on the unit price.
        pub struct OrderVendorDiscount {
            /// Discount in percent, a decimal string, for example `25`.
            "discountPercentage" => discount_percentage: crate::Decimal,
            /// Discount per unit as an amount of money, for use without a percentage (documented). The name
            /// suggests the price after discount, so verify it with an estimate.
            "discountedUnitPrice" => discounted_unit_price: crate::Decimal,
            /// End day of the discount, `YYYY-MM-DD`. It is not documented whether the discount includes this day.
            "effectiveEndDate" => effective_end_date: crate::Date,
            /// First day of the discount, `YYYY-MM-DD`.
            "effectiveStartDate" => effective_start_date: crate::Date,
            /// Discount as a fixed amount on the total.
            "totalAbsDiscount" => total_abs_discount: OrderVendorDiscountTotal,
            /// Validity period of the discount.
            "validity" => validity: Period,
        }
    }

    response_type! {
        /// A discount of the vendor on a product, between a seller and a buyer. Write-only in the
        /// specification.
        pub struct OrderVendorDiscountAgreement {
            /// Id of the buying account. `self` is the account of the caller (documented).
            "buyerId" => buyer_id: crate::Id,
            /// Discount.
            "discount" => discount: OrderVendorDiscount,
            /// Id of the selling account. `self` is the account of the caller (documented).
            "sellerId" => seller_id: crate::Id,
        }
    }

    request_type! {
        /// A discount of the vendor on a product, between a seller and a buyer. Write-only in the
        /// specification.
        #[doc(alias = "OrderVendorDiscountAgreement")]
        #[derive(Default)]
        pub struct OrderVendorDiscountAgreementInput {
            required {
            }
            optional {
                /// Id of the buying account. `self` is the account of the caller (documented).
                "buyerId" => buyer_id: crate::Id,
                /// Discount.
                "discount" => discount: OrderVendorDiscountInput,
                /// Id of the selling account. `self` is the account of the caller (documented).
                "sellerId" => seller_id: crate::Id,
            }
        }
    }

    request_type! {
        /// A discount of the vendor as a percentage, a unit price or a fixed total. Their combination is not
        /// documented, except for the note on the unit price.
        #[doc(alias = "OrderVendorDiscount")]
        #[derive(Default)]
        pub struct OrderVendorDiscountInput {
            required {
            }
            optional {
                /// Discount in percent, a decimal string, for example `25`.
                "discountPercentage" => discount_percentage: crate::Decimal,
                /// Discount per unit as an amount of money, for use without a percentage (documented). The name
                /// suggests the price after discount, so verify it with an estimate.
                "discountedUnitPrice" => discounted_unit_price: crate::Decimal,
                /// End day of the discount, `YYYY-MM-DD`. It is not documented whether the discount includes this day.
                "effectiveEndDate" => effective_end_date: crate::Date,
                /// First day of the discount, `YYYY-MM-DD`.
                "effectiveStartDate" => effective_start_date: crate::Date,
                /// Discount as a fixed amount on the total.
                "totalAbsDiscount" => total_abs_discount: OrderVendorDiscountTotalInput,
                /// Validity period of the discount.
                "validity" => validity: PeriodInput,
            }
        }
    }

    response_type! {
        /// A fixed amount of discount that is granted periodically.
        pub struct OrderVendorDiscountTotal {
            /// Interval of the discount.
            "frequency" => frequency: DiscountFrequency,
            /// Amount as a decimal string, for example `300`. The property has no currency.
            "value" => value: crate::Decimal,
        }
    }

    request_type! {
        /// A fixed amount of discount that is granted periodically.
        #[doc(alias = "OrderVendorDiscountTotal")]
        pub struct OrderVendorDiscountTotalInput {
            required {
                /// Interval of the discount.
                "frequency" => frequency: DiscountFrequency,
                /// Amount as a decimal string, for example `300`. The property has no currency.
                "value" => value: crate::Decimal,
            }
            optional {
            }
        }
    }

    response_type! {
        /// Position of a page in a list. The list ends with an empty page, or when `total` items were received.
        pub struct Pagination {
            /// Requested limit, not the number of items in `data`, in contrast to the specification. Equal to
            /// `total` for reports (documented).
            "limit" => limit: i64,
            /// Number of items skipped before this page. Always 0 for reports (documented).
            "offset" => offset: i64,
            /// Number of all items that match the filters, not of those on this page.
            "total" => total: i64,
        }
    }

    response_type! {
        /// Validation result of a parameter.
        pub struct Parameter {
            /// Message for the user, also present if the value was accepted.
            "message" => message: String,
            /// Name of the parameter. Case-sensitive (documented).
            "name" => name: String,
            /// Phase of the validation. The possible phases are not documented.
            "phase" => phase: String,
            /// A flag with this name. Not documented further.
            "reconciliation" => reconciliation: bool,
            /// Result of the validation.
            "result" => result: ParameterResult,
            /// Validated value of a structured parameter, any JSON value. In snake case, in contrast to other
            /// properties.
            "structured_value" => structured_value: serde_json::Value,
            /// Type of the parameter. The possible types are not documented.
            "type" => type_: String,
            /// Validated value.
            "value" => value: serde_json::Value,
            /// Allowed values, if the parameter has a fixed list.
            "valueChoices" => value_choices: Vec<Choice>,
            /// Defect of the value. Absent if the value is valid (assumed).
            "valueError" => value_error: String,
        }
    }

    request_type! {
        /// Products with activation parameters to validate for a customer before an order.
        pub struct ParameterValidationRequest {
            required {
                /// Id of the customer of the future order.
                "customerId" => customer_id: crate::Id,
                /// Products to validate, each with its parameters.
                "products" => products: Vec<ProductWithParametersInput>,
            }
            optional {
                /// Type of the future order. Defaults to `sales`.
                "type" => type_: OrderType,
            }
        }
    }

    response_type! {
        /// Validation result of a product.
        pub struct ParameterValidationResult {
            /// Interval between invoices for the product.
            "billingPeriod" => billing_period: Period,
            /// Id of this validation. Send it with the next validation of the product to continue it (assumed).
            "draftRequestId" => draft_request_id: crate::Id,
            /// Id of the product.
            "id" => id: crate::Id,
            /// Manufacturer part number of the product.
            "mpn" => mpn: String,
            /// One result per parameter. The request may lack some of these parameters if the vendor requires them
            /// (assumed).
            "parameters" => parameters: Vec<Parameter>,
            /// Length of the product's term.
            "subscriptionPeriod" => subscription_period: Period,
            /// Id of the vendor of the product.
            "vendor" => vendor: String,
        }
    }

    response_type! {
        /// Results of a validation. Invalid parameters are reported here and not as an HTTP error (assumed).
        #[doc(alias = "ResultListParameterValidationResult")]
        pub struct ParameterValidationResultList {
            /// One result per product of the request.
            "data" => data: Vec<ParameterValidationResult>,
            /// Number of results, in the format of lists.
            "pagination" => pagination: Pagination,
        }
    }

    response_type! {
        /// An activation parameter of a product, such as the domain or tenant that the vendor's service
        /// requires.
        pub struct ParameterValue {
            /// Name of the parameter. Case-sensitive (documented).
            "name" => name: String,
            /// Value of a structured parameter, any JSON value. In snake case, in contrast to other properties.
            "structured_value" => structured_value: serde_json::Value,
            /// Value of the parameter, any JSON value. Usually a string, although the published schema requires an
            /// object.
            "value" => value: serde_json::Value,
        }
    }

    request_type! {
        /// An activation parameter of a product, such as the domain or tenant that the vendor's service
        /// requires.
        #[doc(alias = "ParameterValue")]
        pub struct ParameterValueInput {
            required {
                /// Name of the parameter. Case-sensitive (documented).
                "name" => name: String,
            }
            optional {
                /// Value of a structured parameter, any JSON value. In snake case, in contrast to other properties.
                "structured_value" => structured_value: serde_json::Value,
                /// Value of the parameter, any JSON value. Usually a string, although the published schema requires an
                /// object.
                "value" => value: serde_json::Value,
            }
        }
    }

    response_type! {
        /// A length of time, such as a term or a billing period.
        pub struct Period {
            /// Number of units, such as 1 for one month.
            "duration" => duration: i64,
            /// Unit of `duration`.
            "type" => type_: PeriodType,
        }
    }

    request_type! {
        /// A length of time, such as a term or a billing period.
        #[doc(alias = "Period")]
        pub struct PeriodInput {
            required {
                /// Number of units, such as 1 for one month.
                "duration" => duration: i64,
                /// Unit of `duration`.
                "type" => type_: PeriodType,
            }
            optional {
            }
        }
    }

    response_type! {
        /// An amount of money with its currency.
        pub struct Price {
            /// Amount as a decimal string with a point and any number of decimals, such as `"70.5"`. Do not convert
            /// it to a binary floating-point number.
            "amount" => amount: crate::Decimal,
            /// Currency of the amount, an ISO 4217 code such as `USD`.
            "currency" => currency: String,
        }
    }

    request_type! {
        /// An amount of money with its currency.
        #[doc(alias = "Price")]
        pub struct PriceInput {
            required {
                /// Amount as a decimal string with a point and any number of decimals, such as `"70.5"`. Do not convert
                /// it to a binary floating-point number.
                "amount" => amount: crate::Decimal,
                /// Currency of the amount, an ISO 4217 code such as `USD`.
                "currency" => currency: String,
            }
            optional {
            }
        }
    }

    response_type! {
        /// A product that the reseller can order. All products of an order must have the same `serviceName`.
        /// The API does not show the offers that contain the products (documented).
        pub struct Product {
            /// Time of the charge, and the system that calculates it.
            "billingModel" => billing_model: BillingModel,
            /// Interval between invoices. It can be shorter than `subscriptionPeriod`, as with a yearly term and
            /// monthly invoices (observed).
            "billingPeriod" => billing_period: Period,
            /// Costs for the reseller, in the format of `prices`. Available since version 1.5.
            "costs" => costs: Vec<ProductPrice>,
            /// Rules for aligning the end of the term with another date (since version 1.10).
            "coterming" => coterming: Coterming,
            /// Products that the same subscription must contain. Documented as objects and as plain MPN strings.
            /// Empty if the product has no dependencies.
            "dependsOn" => depends_on: Vec<DependsOnItem>,
            /// Id of the product, an unambiguous alternative to `mpn` in orders. Absent from the documented catalog
            /// of version 1.5.
            "id" => id: crate::Id = empty,
            /// Maximum quantity of a subscription, a decimal string such as `"5000.0"`.
            "maximumQuantity" => maximum_quantity: crate::Decimal,
            /// Minimum quantity of a subscription, a decimal string such as `"1.0"`.
            "minimumQuantity" => minimum_quantity: crate::Decimal,
            /// Manufacturer part number. It can be ambiguous: add `vendor`, `subscriptionPeriod` and
            /// `billingPeriod`, in this order of importance, or use `id` (documented).
            "mpn" => mpn: String,
            /// Display name of the product.
            "name" => name: String,
            /// Prices for the customer, one entry per type of charge. Later versions add tiers.
            "prices" => prices: Vec<ProductPrice>,
            /// Name of the service of the product, such as `O365`. All products of an order must have the same one.
            "serviceName" => service_name: String,
            /// Term of the customer's commitment. Available since version 1.5.
            "subscriptionPeriod" => subscription_period: Period,
            /// Id of the vendor of the product.
            "vendor" => vendor: String,
        }
    }

    response_type! {
        /// A page of the catalog.
        #[doc(alias = "ResultListProduct")]
        pub struct ProductList {
            /// Products of this page. Empty if none match. Their order is not documented.
            "data" => data: Vec<Product>,
            /// Position of the page in the list.
            "pagination" => pagination: Pagination,
        }
    }

    response_type! {
        /// A price or cost of a product.
        pub struct ProductPrice {
            /// Amount as a decimal string with a point and any number of decimals, such as `"70.5"`. Do not convert
            /// it to a binary floating-point number.
            "amount" => amount: crate::Decimal,
            /// Currency of the amount, an ISO 4217 code such as `USD`.
            "currency" => currency: String,
            /// Minimum quantity for this price (assumed from the name). Relevant if `model` is not `FLAT`.
            "lowerLimit" => lower_limit: crate::Decimal as number,
            /// Price model, the effect of the quantity on the price. The specification lists the names without an
            /// explanation.
            "model" => model: ProductPriceModel,
            /// Type of charge.
            "type" => type_: ProductPriceType,
        }
    }

    request_type! {
        /// A product and the activation parameters to validate. Identified by `id` or `mpn`.
        #[doc(alias = "ProductWithParameters")]
        pub struct ProductWithParametersInput {
            required {
                /// Activation parameters to validate.
                "parameters" => parameters: Vec<ParameterValueInput>,
            }
            optional {
                /// Interval between invoices. Distinguishes products with the same `mpn`.
                "billingPeriod" => billing_period: PeriodInput,
                /// The `draftRequestId` of an earlier result for this product. Continues that validation (assumed).
                "draftRequestId" => draft_request_id: crate::Id,
                /// Id of the product, an unambiguous alternative to `mpn`.
                "id" => id: crate::Id,
                /// Manufacturer part number of the product. If it is ambiguous, further properties must identify the
                /// product.
                "mpn" => mpn: String,
                /// Quantity to be ordered, an integer here.
                "quantity" => quantity: crate::Decimal as number,
                /// Length of the term. Distinguishes products with the same `mpn`.
                "subscriptionPeriod" => subscription_period: PeriodInput,
                /// Id of the vendor. Distinguishes products with the same `mpn`.
                "vendor" => vendor: String,
            }
        }
    }

    response_type! {
        /// An export of rated data. The API does not define the columns of the file.
        ///
        /// `Debug` hides secrets. Serialization writes them in plain text: do not serialize this type into a
        /// log.
        pub struct Report {
            /// Creation time of the file in UTC, without milliseconds since version 1.5 (documented).
            "creationDate" => creation_date: crate::DateTime,
            /// Name of a customization of the report (assumed from the name). Not documented further.
            "customizationName" => customization_name: String,
            /// URL of the file in blob storage, to be expected only after the report is `completed`. The URL is
            /// signed and therefore a secret: do not log it. Get the file without the token and the subscription
            /// key. The documented example is valid for about 90 days.
            "downloadUrl" => download_url: crate::SignedUrl,
            /// End of the period of the report, in UTC. The default is not documented.
            "endDate" => end_date: crate::DateTime,
            /// Format of the file.
            ///
            /// Upper case in documented responses, such as `XLSX`. Compare it case-insensitively.
            "format" => format: ReportFormat,
            /// Id of the report, a UUID.
            "id" => id: crate::Id = empty,
            /// Name of the report.
            "name" => name: String,
            /// Start of the period of the report, in UTC.
            "startDate" => start_date: crate::DateTime,
            /// Status of the generation.
            "status" => status: ReportStatus,
            /// Trigger of the generation.
            "type" => type_: ReportType,
        }
    }

    request_type! {
        /// An export of rated data. The API does not define the columns of the file.
        ///
        /// `name` and `startDate` are required. Generation is asynchronous: poll the report until it is
        /// `completed`.
        #[doc(alias = "Report")]
        pub struct ReportInput {
            required {
                /// Name of the report.
                ///
                /// It must be the name of a report that was configured in the platform before (documented).
                "name" => name: String,
                /// Start of the period of the report, in UTC.
                "startDate" => start_date: crate::DateTime,
            }
            optional {
                /// Name of a customization of the report (assumed from the name). Not documented further.
                "customizationName" => customization_name: String,
                /// End of the period of the report, in UTC. The default is not documented.
                "endDate" => end_date: crate::DateTime,
                /// Format of the file.
                "format" => format: ReportFormat,
            }
        }
    }

    response_type! {
        /// All reports that match, newest first. The service does not paginate this list.
        ///
        /// `Debug` hides secrets. Serialization writes them in plain text: do not serialize this type into a
        /// log.
        #[doc(alias = "ResultListReport")]
        pub struct ReportList {
            /// All matching reports in one response. Empty if none match.
            "data" => data: Vec<ReportSummary>,
            /// Offset 0, and a limit equal to the total (documented).
            "pagination" => pagination: Pagination,
        }
    }

    response_type! {
        /// An export of rated data. The API does not define the columns of the file.
        ///
        /// Documented list items have `name`, `format`, `creationDate` and `downloadUrl` only.
        ///
        /// `Debug` hides secrets. Serialization writes them in plain text: do not serialize this type into a
        /// log.
        #[doc(alias = "Report")]
        pub struct ReportSummary {
            /// Creation time of the file in UTC, without milliseconds since version 1.5 (documented).
            "creationDate" => creation_date: crate::DateTime,
            /// Name of a customization of the report (assumed from the name). Not documented further.
            ///
            /// Absent from the documented list.
            "customizationName" => customization_name: String,
            /// URL of the file in blob storage, to be expected only after the report is `completed`. The URL is
            /// signed and therefore a secret: do not log it. Get the file without the token and the subscription
            /// key. The documented example is valid for about 90 days.
            "downloadUrl" => download_url: crate::SignedUrl,
            /// End of the period of the report, in UTC. The default is not documented.
            ///
            /// Absent from the documented list.
            "endDate" => end_date: crate::DateTime,
            /// Format of the file.
            ///
            /// Upper case in documented responses, such as `XLSX`. Compare it case-insensitively.
            ///
            /// Upper case in documented responses, such as `XLSX`. Compare it case-insensitively.
            "format" => format: ReportFormat,
            /// Id of the report, a UUID.
            ///
            /// Absent from the documented list.
            "id" => id: crate::Id = empty,
            /// Name of the report.
            "name" => name: String,
            /// Start of the period of the report, in UTC.
            ///
            /// Absent from the documented list.
            "startDate" => start_date: crate::DateTime,
            /// Status of the generation.
            ///
            /// Absent from the documented list.
            "status" => status: ReportStatus,
            /// Trigger of the generation.
            ///
            /// Absent from the documented list.
            "type" => type_: ReportType,
        }
    }

    response_type! {
        /// A reseller account, as seen by providers and distributors.
        pub struct Reseller {
            /// Postal address, also printed on invoices. Some vendors restrict its format (documented).
            "address" => address: Address,
            /// Custom attributes of the account, by name. The names with a meaning to the service are not
            /// documented.
            "attributes" => attributes: BTreeMap<String, String>,
            /// Contacts for administration, billing and technical questions.
            "contactPersons" => contact_persons: Vec<ContactPerson>,
            /// Currency of the reseller, an ISO 4217 code such as `USD`.
            "currency" => currency: String,
            /// Name of the customer class of the reseller, such as `Default`. The effect of a class is not
            /// documented.
            "customerClass" => customer_class: String,
            /// The caller's custom key for the account, usable as a list filter. It is not documented whether the
            /// service rejects duplicates.
            "externalId" => external_id: crate::Id,
            /// Id of the account: digits, to be treated as an opaque string. The service assigns it and ignores an
            /// id in the request (documented example).
            "id" => id: crate::Id = empty,
            /// Language of notifications and of the control panel, a two-letter code such as `en`. Upper case was
            /// accepted as well (seen in client code).
            "language" => language: String,
            /// Name of the company, or of the person if there is no company.
            "name" => name: String,
            /// Status of the account. New customers are `pending` and become `active` later without further action
            /// (documented).
            "status" => status: AccountStatus,
            /// Tax registration number, used to calculate taxes and exemptions.
            ///
            /// The documented response to the creation of a customer lacks it although the request has it. A later
            /// read returns it.
            "taxRegId" => tax_reg_id: crate::Id,
            /// Name of the tax engine of the reseller, such as `Vertex`.
            "taxationProviderName" => taxation_provider_name: String,
        }
    }

    request_type! {
        /// A reseller account, as seen by providers and distributors.
        ///
        /// Name, address, contacts, language and currency are required.
        ///
        /// `Debug` hides secrets. Serialization writes them in plain text: do not serialize this type into a
        /// log.
        #[doc(alias = "Reseller")]
        pub struct ResellerInput {
            required as ResellerInputRequired {
                /// Postal address, also printed on invoices. Some vendors restrict its format (documented).
                "address" => address: AddressInput,
                /// Contacts for administration, billing and technical questions.
                "contactPersons" => contact_persons: Vec<ContactPersonInput>,
                /// Currency of the reseller, an ISO 4217 code such as `USD`.
                "currency" => currency: String,
                /// Language of notifications and of the control panel, a two-letter code such as `en`. Upper case was
                /// accepted as well (seen in client code).
                "language" => language: String,
                /// Name of the company, or of the person if there is no company.
                "name" => name: String,
            }
            optional {
                /// Custom attributes of the account, by name. The names with a meaning to the service are not
                /// documented.
                "attributes" => attributes: BTreeMap<String, String>,
                /// Name of the customer class of the reseller, such as `Default`. The effect of a class is not
                /// documented.
                "customerClass" => customer_class: String,
                /// The caller's custom key for the account, usable as a list filter. It is not documented whether the
                /// service rejects duplicates.
                "externalId" => external_id: crate::Id,
                /// Status of the account. New customers are `pending` and become `active` later without further action
                /// (documented).
                ///
                /// Ignored for new accounts (documented), although other clients send it (seen in client code).
                "status" => status: AccountStatus,
                /// Tax registration number, used to calculate taxes and exemptions.
                "taxRegId" => tax_reg_id: crate::Id,
                /// Name of the tax engine of the reseller, such as `Vertex`.
                "taxationProviderName" => taxation_provider_name: String,
            }
        }
    }

    response_type! {
        /// A page of resellers.
        #[doc(alias = "ResultListReseller")]
        pub struct ResellerList {
            /// Resellers of this page, with the properties of list items only (assumed). Empty if none match.
            "data" => data: Vec<ResellerSummary>,
            /// Position of the page in the list.
            "pagination" => pagination: Pagination,
        }
    }

    response_type! {
        /// A reseller account, as seen by providers and distributors.
        ///
        /// List items probably have `id`, `externalId`, `name` and `status` only (assumed, because those of
        /// customers do).
        #[doc(alias = "Reseller")]
        pub struct ResellerSummary {
            /// Postal address, also printed on invoices. Some vendors restrict its format (documented).
            ///
            /// Probably absent from list items (assumed). Get the reseller.
            "address" => address: Address,
            /// Custom attributes of the account, by name. The names with a meaning to the service are not
            /// documented.
            ///
            /// Probably absent from list items (assumed). Get the reseller.
            "attributes" => attributes: BTreeMap<String, String>,
            /// Contacts for administration, billing and technical questions.
            ///
            /// Probably absent from list items (assumed). Get the reseller.
            "contactPersons" => contact_persons: Vec<ContactPerson>,
            /// Currency of the reseller, an ISO 4217 code such as `USD`.
            ///
            /// Probably absent from list items (assumed). Get the reseller.
            "currency" => currency: String,
            /// Name of the customer class of the reseller, such as `Default`. The effect of a class is not
            /// documented.
            ///
            /// Probably absent from list items (assumed). Get the reseller.
            "customerClass" => customer_class: String,
            /// The caller's custom key for the account, usable as a list filter. It is not documented whether the
            /// service rejects duplicates.
            "externalId" => external_id: crate::Id,
            /// Id of the account: digits, to be treated as an opaque string. The service assigns it and ignores an
            /// id in the request (documented example).
            "id" => id: crate::Id = empty,
            /// Language of notifications and of the control panel, a two-letter code such as `en`. Upper case was
            /// accepted as well (seen in client code).
            ///
            /// Probably absent from list items (assumed). Get the reseller.
            "language" => language: String,
            /// Name of the company, or of the person if there is no company.
            "name" => name: String,
            /// Status of the account. New customers are `pending` and become `active` later without further action
            /// (documented).
            "status" => status: AccountStatus,
            /// Tax registration number, used to calculate taxes and exemptions.
            ///
            /// The documented response to the creation of a customer lacks it although the request has it. A later
            /// read returns it.
            ///
            /// Probably absent from list items (assumed). Get the reseller.
            "taxRegId" => tax_reg_id: crate::Id,
            /// Name of the tax engine of the reseller, such as `Vertex`.
            ///
            /// Probably absent from list items (assumed). Get the reseller.
            "taxationProviderName" => taxation_provider_name: String,
        }
    }

    request_type! {
        /// Changes to a reseller. Omitted properties are not changed (assumed).
        ///
        /// `Debug` hides secrets. Serialization writes them in plain text: do not serialize this type into a
        /// log.
        #[derive(Default)]
        pub struct ResellerUpdate {
            required {
            }
            optional {
                /// New postal address. Send the complete address: it is not documented whether single lines can be
                /// changed.
                "address" => address: AddressInput,
                /// New custom attributes. Absent from the specification, but other clients send them (seen in client
                /// code). Send all of them: it is not documented whether they replace the stored ones.
                "attributes" => attributes: BTreeMap<String, String>,
                /// New contacts. Send all of them: it is not documented whether the list replaces the stored one.
                "contactPersons" => contact_persons: Vec<ContactPersonInput>,
                /// New currency, an ISO 4217 code. Absent from the specification, but other clients send it (seen in
                /// client code).
                "currency" => currency: String,
                /// New customer class. Absent from the specification, but other clients send it (seen in client code).
                "customerClass" => customer_class: String,
                /// New custom key for the account.
                "externalId" => external_id: crate::Id,
                /// Ignored. The id in the path selects the account.
                "id" => id: crate::Id,
                /// New language. Absent from the specification, but other clients send it (seen in client code).
                "language" => language: String,
                /// New name of the company.
                "name" => name: String,
                /// New status of the account. Only `active` and `creditHold` are supported (documented), although the
                /// enum has all six values.
                "status" => status: AccountStatus,
                /// New tax registration number.
                "taxRegId" => tax_reg_id: crate::Id,
                /// New tax engine. Absent from the specification, but other clients send it (seen in client code).
                "taxationProviderName" => taxation_provider_name: String,
            }
        }
    }

    response_type! {
        /// A service plan with its plan switches.
        #[doc(alias = "ServicePlanDetailed")]
        pub struct ServicePlan {
            /// Time of the charge, and the system that calculates it.
            "billingModel" => billing_model: BillingModel,
            /// Interval between invoices.
            "billingPeriod" => billing_period: BillingPeriod,
            /// Id of the plan, a string here. Other schemas have plan ids as numbers.
            "id" => id: crate::Id = empty,
            /// Long description of the plan.
            "longDescription" => long_description: String,
            /// Display name of the plan.
            "name" => name: String,
            /// Plans and periods to which a subscription of this plan can switch.
            "planSwitches" => plan_switches: Vec<ServicePlanSubscriptionPeriodSwitch>,
            /// True if the plan is offered (assumed from the name, because the specification describes a different
            /// property here).
            "published" => published: bool,
            /// Short description of the plan.
            "shortDescription" => short_description: String,
            /// Terms of the plan.
            "subscriptionPeriods" => subscription_periods: Vec<SubscriptionPeriod>,
        }
    }

    response_type! {
        /// A page of service plans.
        #[doc(alias = "ResultListServicePlan")]
        pub struct ServicePlanList {
            /// Plans of this page, without their plan switches. Empty if there are none.
            "data" => data: Vec<ServicePlanSummary>,
            /// Position of the page in the list.
            "pagination" => pagination: Pagination,
        }
    }

    response_type! {
        /// A switch from a term of the plan to a term of the target plan.
        pub struct ServicePlanSubscriptionPeriodSwitch {
            /// Charge for the switch. The specification lists the names without an explanation.
            "billingPolicy" => billing_policy: SwitchBillingPolicy,
            /// Id of the target plan, a number here and a string elsewhere.
            "planId" => plan_id: crate::Id as number,
            /// Term of the current plan (assumed from the name).
            "sourceSubscriptionPeriod" => source_subscription_period: Period,
            /// Term of the target plan.
            "subscriptionPeriod" => subscription_period: Period,
            /// Date on which the switch takes effect.
            "whenEffective" => when_effective: SwitchEffectiveDate,
        }
    }

    response_type! {
        /// A service plan as a list item, without its plan switches.
        #[doc(alias = "ServicePlan")]
        pub struct ServicePlanSummary {
            /// Time of the charge, and the system that calculates it.
            "billingModel" => billing_model: BillingModel,
            /// Interval between invoices.
            "billingPeriod" => billing_period: BillingPeriod,
            /// Id of the plan, a string here. Other schemas have plan ids as numbers.
            "id" => id: crate::Id = empty,
            /// Long description of the plan.
            "longDescription" => long_description: String,
            /// Display name of the plan.
            "name" => name: String,
            /// True if the plan is offered (assumed from the name, because the specification describes a different
            /// property here).
            "published" => published: bool,
            /// Short description of the plan.
            "shortDescription" => short_description: String,
            /// Terms of the plan.
            "subscriptionPeriods" => subscription_periods: Vec<SubscriptionPeriod>,
        }
    }

    request_type! {
        /// New special prices for products of a subscription. The service returns the full subscription.
        #[doc(alias = "SubscriptionUpdateSpecialPricing")]
        pub struct SpecialPricingInput {
            required {
                /// Products with new prices or costs. Required.
                "products" => products: Vec<SubscriptionProductUpdate>,
            }
            optional {
            }
        }
    }

    response_type! {
        /// A cost per unit for the sales vendor, the provider that sells to the reseller (assumed). Write-only
        /// in the specification.
        pub struct SpecialProviderCost {
            /// Amount per unit as a decimal string with a point and any number of decimals. Exclusive of tax
            /// (assumed).
            "amount" => amount: crate::Decimal,
            /// Currency of the amount, an ISO 4217 code such as `USD`.
            "currency" => currency: String,
        }
    }

    request_type! {
        /// A cost per unit for the sales vendor, the provider that sells to the reseller (assumed). Write-only
        /// in the specification.
        #[doc(alias = "SpecialProviderCost")]
        pub struct SpecialProviderCostInput {
            required {
                /// Amount per unit as a decimal string with a point and any number of decimals. Exclusive of tax
                /// (assumed).
                "amount" => amount: crate::Decimal,
                /// Currency of the amount, an ISO 4217 code such as `USD`.
                "currency" => currency: String,
            }
            optional {
            }
        }
    }

    response_type! {
        /// A subscription with its products, totals and parameters. It can end without an order, by a change of
        /// its status to `terminated` or `removed` (observed).
        #[doc(alias = "SubscriptionDetailed")]
        pub struct Subscription {
            /// Custom attributes, by name. `PONumber` can be one of them. It is outdated after the end of the
            /// subscription (observed).
            "attributes" => attributes: BTreeMap<String, String>,
            /// Time at which the subscription is charged. Can be null (seen in client code).
            "billingModel" => billing_model: BillingModel,
            /// Interval between invoices. It can differ from `subscriptionPeriod`, as with a yearly term and
            /// monthly invoices (observed).
            "billingPeriod" => billing_period: Period,
            /// Day of creation, `YYYY-MM-DD`. Can be null (seen in client code).
            "creationDate" => creation_date: crate::Date,
            /// Id of the customer of the subscription.
            "customerId" => customer_id: crate::Id,
            /// Day on which the subscription expires, `YYYY-MM-DD`. For an ended subscription it can be years in
            /// the future (observed). Can be null (seen in client code).
            "expirationDate" => expiration_date: crate::Date,
            /// Parameters set by provisioning. For Microsoft products, `ms_customer_id` is the tenant id
            /// (observed).
            "fulfillmentParameters" => fulfillment_parameters: Vec<FulfilmentParameterValue>,
            /// Id of the subscription: digits, to be treated as an opaque string.
            "id" => id: crate::Id = empty,
            /// Day of the last change, `YYYY-MM-DD`. For an ended subscription it can be the day on which automatic
            /// renewal was disabled, not the day of the end (observed). Can be null (seen in client code).
            "lastModifiedDate" => last_modified_date: crate::Date,
            /// Name of the subscription, equal to the name of its product (observed).
            "name" => name: String,
            /// Parameters of the order. For Microsoft products, `microsoft_domain` is the domain (observed).
            "orderParameters" => order_parameters: Vec<OrderParameterValue>,
            /// Id of the service plan. Declared as a number here and as a string on orders and plans. Can be null
            /// (seen in client code).
            "planId" => plan_id: crate::Id as number,
            /// Products of the subscription with quantities and prices. Almost always a single product for
            /// Microsoft new-commerce products (observed), but do not rely on it.
            "products" => products: Vec<SubscriptionProduct>,
            /// Day of the next renewal, `YYYY-MM-DD`. Can be null (seen in client code).
            "renewalDate" => renewal_date: crate::Date,
            /// True if the subscription renews automatically at the end of its period. Update the subscription to
            /// change it.
            "renewalStatus" => renewal_status: bool,
            /// Status of the subscription and of its services. `removed` is far more frequent than `terminated`
            /// (observed), so include both to find ended subscriptions.
            "status" => status: SubscriptionStatus,
            /// Length of a commitment term, not the interval between invoices.
            "subscriptionPeriod" => subscription_period: Period,
            /// Price of the subscription for the customer per billing period.
            "totalPrice" => total_price: TotalPrice,
            /// Total cost for the reseller, for the complete subscription period (assumed from the name).
            "totalSubscriptionCost" => total_subscription_cost: TotalSubscriptionCost,
            /// Total price for the customer, for the complete subscription period (assumed from the name).
            "totalSubscriptionPrice" => total_subscription_price: TotalSubscriptionPrice,
            /// Total cost for the provider, for the complete subscription period (assumed from the name).
            "totalSubscriptionProviderCost" => total_subscription_provider_cost: TotalSubscriptionProviderCost,
        }
    }

    response_type! {
        /// A page of subscriptions, newest first since version 1.5 (documented).
        #[doc(alias = "ResultListSubscription")]
        pub struct SubscriptionList {
            /// Items of this page, without products and quantities. An empty list if none match, never absent or
            /// null since version 1.5 (documented).
            "data" => data: Vec<SubscriptionSummary>,
            /// Position of the page in the list, and the number of all matching subscriptions. Its `limit` repeats
            /// the requested limit, so advance by the number of received items.
            "pagination" => pagination: Pagination,
        }
    }

    response_type! {
        /// A term of a service plan.
        pub struct SubscriptionPeriod {
            /// True if subscriptions can use the term. Not documented further.
            "active" => active: bool,
            /// Length of the term, in units of `type`.
            "duration" => duration: i64,
            /// True if the term is a trial.
            "trial" => trial: bool,
            /// Unit of `duration`.
            "type" => type_: PeriodType,
        }
    }

    response_type! {
        /// A product of a subscription.
        pub struct SubscriptionProduct {
            /// Price of all units of this product for the customer.
            "extendedPrice" => extended_price: ExtendedPrice,
            /// Id of the product in the catalog, for example `PRD326576`.
            "id" => id: crate::Id,
            /// Manufacturer part number of the product. It can be ambiguous in the catalog.
            "mpn" => mpn: String,
            /// Name of the product, returned since version 1.5 (documented).
            "name" => name: String,
            /// Number of units of the subscription. Place a change order to change it. An update of the
            /// subscription does not change it.
            "quantity" => quantity: crate::Decimal as number,
            /// Total cost of this product for the reseller, for the complete subscription period (assumed from the
            /// name).
            "totalSubscriptionCost" => total_subscription_cost: TotalSubscriptionCost,
            /// Total price of this product for the customer, for the complete subscription period (assumed from the
            /// name).
            "totalSubscriptionPrice" => total_subscription_price: TotalSubscriptionPrice,
            /// Total cost of this product for the provider, for the complete subscription period (assumed from the
            /// name).
            "totalSubscriptionProviderCost" => total_subscription_provider_cost: TotalSubscriptionProviderCost,
            /// Cost of one unit for the reseller.
            "unitCost" => unit_cost: UnitCost,
            /// Price of one unit for the customer.
            "unitPrice" => unit_price: UnitPrice,
            /// Cost of one unit for the provider (assumed from the name).
            "unitProviderCost" => unit_provider_cost: UnitProviderCost,
            /// Id of the vendor, as in the catalog.
            "vendor" => vendor: String,
            /// Id of the subscription at the vendor.
            "vendorSubscriptionId" => vendor_subscription_id: crate::Id,
        }
    }

    request_type! {
        /// New price and costs for a product of a subscription. The product is identified by `mpn` or `id`. The
        /// quantity cannot be changed.
        #[derive(Default)]
        pub struct SubscriptionProductUpdate {
            required {
            }
            optional {
                /// Id of the product in the catalog.
                "id" => id: crate::Id,
                /// Manufacturer part number of the product.
                "mpn" => mpn: String,
                /// New cost of one unit for the reseller.
                "unitCost" => unit_cost: UnitCostInput,
                /// New price of one unit for the customer.
                "unitPrice" => unit_price: UnitPriceInput,
                /// New cost of one unit for the provider (assumed from the name).
                "unitProviderCost" => unit_provider_cost: UnitProviderCostInput,
            }
        }
    }

    response_type! {
        /// A subscription as a list item, without products, quantities, prices, parameters and plan (observed).
        /// Get the subscription by its `id` for those.
        #[doc(alias = "Subscription")]
        pub struct SubscriptionSummary {
            /// Custom attributes, by name. `PONumber` can be one of them. It is outdated after the end of the
            /// subscription (observed).
            "attributes" => attributes: BTreeMap<String, String>,
            /// Time at which the subscription is charged. Can be null (seen in client code).
            "billingModel" => billing_model: BillingModel,
            /// Interval between invoices. It can differ from `subscriptionPeriod`, as with a yearly term and
            /// monthly invoices (observed).
            "billingPeriod" => billing_period: Period,
            /// Day of creation, `YYYY-MM-DD`. Can be null (seen in client code).
            "creationDate" => creation_date: crate::Date,
            /// Id of the customer of the subscription.
            "customerId" => customer_id: crate::Id,
            /// Day on which the subscription expires, `YYYY-MM-DD`. For an ended subscription it can be years in
            /// the future (observed). Can be null (seen in client code).
            "expirationDate" => expiration_date: crate::Date,
            /// Id of the subscription: digits, to be treated as an opaque string.
            "id" => id: crate::Id = empty,
            /// Day of the last change, `YYYY-MM-DD`. For an ended subscription it can be the day on which automatic
            /// renewal was disabled, not the day of the end (observed). Can be null (seen in client code).
            "lastModifiedDate" => last_modified_date: crate::Date,
            /// Name of the subscription, equal to the name of its product (observed).
            "name" => name: String,
            /// Day of the next renewal, `YYYY-MM-DD`. Can be null (seen in client code).
            "renewalDate" => renewal_date: crate::Date,
            /// True if the subscription renews automatically at the end of its period. Update the subscription to
            /// change it.
            "renewalStatus" => renewal_status: bool,
            /// Status of the subscription and of its services. `removed` is far more frequent than `terminated`
            /// (observed), so include both to find ended subscriptions.
            "status" => status: SubscriptionStatus,
            /// Length of a commitment term, not the interval between invoices.
            "subscriptionPeriod" => subscription_period: Period,
        }
    }

    response_type! {
        /// Total contract values (TCV) of a subscription of an order. Set by the service.
        pub struct SubscriptionTcvDetailsInfo {
            /// End date of the subscription after co-terming, a string without a declared format. The published
            /// example is a plain date, `YYYY-MM-DD`.
            "alignedExpirationDate" => aligned_expiration_date: String,
            /// Id of the service plan of the subscription.
            "planId" => plan_id: crate::Id,
            /// Contract values, one entry per seller and buyer in the chain of resale.
            "tcvs" => tcvs: Vec<TcvDetailInfo>,
        }
    }

    request_type! {
        /// Changes to a subscription that do not need an order. Omitted properties are not changed. A change
        /// order is required to change a quantity.
        #[derive(Default)]
        pub struct SubscriptionUpdate {
            required {
            }
            optional {
                /// Custom attributes to set, by name. The effect on omitted attributes is not documented.
                "attributes" => attributes: BTreeMap<String, String>,
                /// Products with new prices or costs.
                "products" => products: Vec<SubscriptionProductUpdate>,
                /// Enables or disables automatic renewal. With `false` the subscription expires at the end of its
                /// period (assumed).
                "renewalStatus" => renewal_status: bool,
            }
        }
    }

    response_type! {
        /// The resulting subscription of a change order with a partial upgrade.
        pub struct TargetSubscriptionInfo {
            /// True if the subscription is co-termed. A boolean, in contrast to the property of this name on a
            /// product.
            "coterming" => coterming: bool,
            /// Id of the subscription. Declared as a number here, although ids are strings elsewhere.
            "id" => id: crate::Id as number,
            /// Origin of the subscription: the order, or an earlier one.
            "type" => type_: TargetSubscriptionInfoType,
        }
    }

    request_type! {
        /// The resulting subscription of a change order with a partial upgrade.
        #[doc(alias = "TargetSubscriptionInfo")]
        #[derive(Default)]
        pub struct TargetSubscriptionInfoInput {
            required {
            }
            optional {
                /// True if the subscription is co-termed. A boolean, in contrast to the property of this name on a
                /// product.
                "coterming" => coterming: bool,
                /// Id of the subscription. Declared as a number here, although ids are strings elsewhere.
                "id" => id: crate::Id as number,
                /// Origin of the subscription: the order, or an earlier one.
                "type" => type_: TargetSubscriptionInfoType,
            }
        }
    }

    response_type! {
        /// Tax on a price line. Set by the service.
        pub struct TaxAmount {
            /// Amount of tax as a decimal string with a point and any number of decimals.
            "amount" => amount: crate::Decimal,
            /// Currency of the amount, an ISO 4217 code such as `USD`.
            "currency" => currency: String,
        }
    }

    response_type! {
        /// Total contract values of a subscription between a seller and a buyer, for one billing period
        /// (documented) and, in `planPeriod`, for the period of the plan.
        pub struct TcvDetailInfo {
            /// Id of the buying account. Declared as a number here, although ids are strings elsewhere.
            "buyerId" => buyer_id: crate::Id as number,
            /// Discount in the contract value, or the value after discount. The name allows both, and the property
            /// is not documented.
            "discTotal" => disc_total: Price,
            /// Final contract value (assumed from the name).
            "effectiveTotal" => effective_total: Price,
            /// End of the period of the values, a date-time.
            "endDate" => end_date: crate::DateTime,
            /// Values for the period of the plan (assumed from the name).
            "planPeriod" => plan_period: TcvInfo,
            /// Id of the selling account. Declared as a number here, although ids are strings elsewhere.
            "sellerId" => seller_id: crate::Id as number,
            /// Start of the period of the values, a date-time.
            "startDate" => start_date: crate::DateTime,
            /// Contract value before any discount (assumed from the name).
            "total" => total: Price,
        }
    }

    response_type! {
        /// Total contract values for the period of the plan (assumed from the property that contains it,
        /// because the specification describes a date here).
        pub struct TcvInfo {
            /// Discount in the contract value, or the value after discount. The name allows both, and the property
            /// is not documented.
            "discTotal" => disc_total: Price,
            /// Final contract value (assumed from the name).
            "effectiveTotal" => effective_total: Price,
            /// Contract value before any discount (assumed from the name).
            "total" => total: Price,
        }
    }

    response_type! {
        /// Total contract values of a product between a seller and a buyer.
        pub struct TcvProductInfo {
            /// Id of the buying account. Declared as a number here, although ids are strings elsewhere.
            "buyerId" => buyer_id: crate::Id as number,
            /// Discount in the contract value, or the value after discount. The name allows both, and the property
            /// is not documented.
            "discTotal" => disc_total: Price,
            /// Final contract value (assumed from the name).
            "effectiveTotal" => effective_total: Price,
            /// Id of the selling account. Declared as a number here, although ids are strings elsewhere.
            "sellerId" => seller_id: crate::Id as number,
            /// Contract value before any discount (assumed from the name).
            "total" => total: Price,
        }
    }

    request_type! {
        /// Total contract values of a product between a seller and a buyer.
        #[doc(alias = "TcvProductInfo")]
        #[derive(Default)]
        pub struct TcvProductInfoInput {
            required {
            }
            optional {
                /// Id of the buying account. Declared as a number here, although ids are strings elsewhere.
                "buyerId" => buyer_id: crate::Id as number,
                /// Discount in the contract value, or the value after discount. The name allows both, and the property
                /// is not documented.
                "discTotal" => disc_total: PriceInput,
                /// Final contract value (assumed from the name).
                "effectiveTotal" => effective_total: PriceInput,
                /// Id of the selling account. Declared as a number here, although ids are strings elsewhere.
                "sellerId" => seller_id: crate::Id as number,
                /// Contract value before any discount (assumed from the name).
                "total" => total: PriceInput,
            }
        }
    }

    response_type! {
        /// A bearer token and its lifetime.
        ///
        /// `Debug` hides secrets. Serialization writes them in plain text: do not serialize this type into a
        /// log.
        pub struct TokenInfo {
            /// Lifetime of the token in seconds from the response, currently 1500 (documented). Rely on this value
            /// and refresh the token shortly before.
            "expiresInSeconds" => expires_in_seconds: i64,
            /// Bearer token for all other calls. It is opaque and secret: do not log or parse it.
            "token" => token: crate::Secret,
        }
    }

    request_type! {
        /// Body of a token request. Login and password are sent in the `Authorization` header.
        #[derive(Default)]
        pub struct TokenRequest {
            required {
            }
            optional {
                /// Code of the reseller's marketplace in lower case, usually a country such as `us`, `ca`, `br`, `nl`,
                /// `se` or `au` (seen in client code). It is part of the URL of the control panel.
                "marketplace" => marketplace: String,
            }
        }
    }

    response_type! {
        /// Total price of an order, an estimate (assumed from the name). Set by the service.
        pub struct TotalOrderPriceEstimation {
            /// Amount as a decimal string with a point and any number of decimals. Exclusive of tax (assumed).
            "amount" => amount: crate::Decimal,
            /// Currency of the amount, an ISO 4217 code such as `USD`.
            "currency" => currency: String,
        }
    }

    response_type! {
        /// Price of a subscription for the customer per billing period.
        pub struct TotalPrice {
            /// Amount as a decimal string with a point and any number of decimals. Exclusive of tax (assumed).
            "amount" => amount: crate::Decimal,
            /// Currency of the amount, an ISO 4217 code such as `USD`.
            "currency" => currency: String,
        }
    }

    response_type! {
        /// Total cost for the reseller, for the complete subscription period (assumed from the name).
        pub struct TotalSubscriptionCost {
            /// Amount as a decimal string with a point and any number of decimals. Exclusive of tax (assumed).
            "amount" => amount: crate::Decimal,
            /// Currency of the amount, an ISO 4217 code such as `USD`.
            "currency" => currency: String,
        }
    }

    response_type! {
        /// Total price for the customer, for the complete subscription period (assumed from the name).
        pub struct TotalSubscriptionPrice {
            /// Amount as a decimal string with a point and any number of decimals. Exclusive of tax (assumed).
            "amount" => amount: crate::Decimal,
            /// Currency of the amount, an ISO 4217 code such as `USD`.
            "currency" => currency: String,
        }
    }

    response_type! {
        /// Total cost for the provider, for the complete subscription period (assumed from the name).
        pub struct TotalSubscriptionProviderCost {
            /// Amount as a decimal string with a point and any number of decimals. Exclusive of tax (assumed).
            "amount" => amount: crate::Decimal,
            /// Currency of the amount, an ISO 4217 code such as `USD`.
            "currency" => currency: String,
        }
    }

    response_type! {
        /// Cost of one unit of a product for the reseller.
        pub struct UnitCost {
            /// Amount as a decimal string with a point and any number of decimals. Exclusive of tax (assumed).
            "amount" => amount: crate::Decimal,
            /// Currency of the amount, an ISO 4217 code such as `USD`.
            "currency" => currency: String,
            /// Amounts by quantity, for products with price tiers.
            "priceTiers" => price_tiers: Vec<OrderPriceTier>,
        }
    }

    request_type! {
        /// Cost of one unit of a product for the reseller.
        #[doc(alias = "UnitCost")]
        pub struct UnitCostInput {
            required {
                /// Amount as a decimal string with a point and any number of decimals. Exclusive of tax (assumed).
                "amount" => amount: crate::Decimal,
                /// Currency of the amount, an ISO 4217 code such as `USD`.
                "currency" => currency: String,
            }
            optional {
                /// Amounts by quantity, for products with price tiers.
                "priceTiers" => price_tiers: Vec<OrderPriceTierInput>,
            }
        }
    }

    response_type! {
        /// Price of one unit of a product for the customer.
        pub struct UnitPrice {
            /// Amount as a decimal string with a point and any number of decimals. Exclusive of tax (assumed).
            "amount" => amount: crate::Decimal,
            /// Currency of the amount, an ISO 4217 code such as `USD`.
            "currency" => currency: String,
            /// Amounts by quantity, for products with price tiers.
            "priceTiers" => price_tiers: Vec<OrderPriceTier>,
        }
    }

    request_type! {
        /// Price of one unit of a product for the customer.
        #[doc(alias = "UnitPrice")]
        pub struct UnitPriceInput {
            required {
                /// Amount as a decimal string with a point and any number of decimals. Exclusive of tax (assumed).
                "amount" => amount: crate::Decimal,
                /// Currency of the amount, an ISO 4217 code such as `USD`.
                "currency" => currency: String,
            }
            optional {
                /// Amounts by quantity, for products with price tiers.
                "priceTiers" => price_tiers: Vec<OrderPriceTierInput>,
            }
        }
    }

    response_type! {
        /// Cost of one unit of a product for the provider (assumed from the name).
        pub struct UnitProviderCost {
            /// Amount as a decimal string with a point and any number of decimals. Exclusive of tax (assumed).
            "amount" => amount: crate::Decimal,
            /// Currency of the amount, an ISO 4217 code such as `USD`.
            "currency" => currency: String,
        }
    }

    request_type! {
        /// Cost of one unit of a product for the provider (assumed from the name).
        #[doc(alias = "UnitProviderCost")]
        pub struct UnitProviderCostInput {
            required {
                /// Amount as a decimal string with a point and any number of decimals. Exclusive of tax (assumed).
                "amount" => amount: crate::Decimal,
                /// Currency of the amount, an ISO 4217 code such as `USD`.
                "currency" => currency: String,
            }
            optional {
            }
        }
    }
}

impl Client {
    /// Lists the reseller's customers, newest first.
    ///
    /// Items have only `id`, `externalId`, `name` and `status` (documented). Get the customer for address,
    /// contacts, language and tax id. There is no filter by date or status. A customer created between two
    /// pages moves items to the next page, so discard duplicate ids (assumed). Safe to retry.
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
    /// The documented response lacks `taxRegId` although the request has it. Login and password are never
    /// returned.
    ///
    /// Not safe to retry: there is no idempotency key, so a second call may create a second customer
    /// (assumed). After a timeout, search for the customer first, for example by `externalId`. Invalid
    /// input results in a 400 (seen in client code). Services of some vendors also validate the address.
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
    /// Gets a customer.
    ///
    /// Returns address, contacts, language, tax id and attributes, which list items lack. Login and
    /// password of the administrator are never returned. An unknown id results in a 404, or in a 400 with a
    /// message that contains `No entity has been found` (both seen in client code). Safe to retry.
    ///
    /// `GET /customers/{id}`
    #[doc(alias = "getCustomerById")]
    pub fn get_customer(&self, id: impl Into<crate::Id>) -> operations::GetCustomer<'_> {
        operations::GetCustomer {
            client: self,
            id: id.into(),
        }
    }
    /// Updates details or status of a customer.
    ///
    /// Omitted properties are not changed (assumed). The response is the full customer with `resellerId`
    /// (documented). The status can be set to `active` and `creditHold` only (documented). The
    /// specification lacks language and attributes, but other clients send them (seen in client code). A
    /// second call with the same body should have the same result (assumed).
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
    /// Items have `id`, `orderNumber`, `type`, `status`, `statusCode`, `customerId`, `creationDate` and,
    /// after provisioning, `provisioningDate` (observed). They lack `poNumber`, products, prices and
    /// `subscriptionId`. Get the order for those. An order placed between two pages moves items to the next
    /// page, so discard duplicate ids (assumed).
    ///
    /// Most filters are documented but not confirmed. The service silently ignores unknown filters
    /// (observed). Safe to retry.
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
    /// Placement is asynchronous: the response is sent before provisioning, so poll `GET /orders/{id}`
    /// until the `status` is `completed`, `error` or `cancelled` (documented). A sales order requires
    /// `customerId` and `products`. Change, renewal and cancellation orders require a `subscriptionId`
    /// (documented). A sales order accepts the vendor's terms on the customer's behalf (documented).
    ///
    /// Never retry this call without a check. It can take more than 60 seconds and fail with a 504 HTML
    /// page (observed) while the platform continues (assumed). There is no idempotency key. Use a timeout
    /// of 120 to 180 seconds. After a timeout or a 504, search the customer's newest orders and compare the
    /// `poNumber` of the full orders before ordering again.
    ///
    /// A violated business rule results in a 500 with the reason in the message, for example another change
    /// order of the subscription that is not provisioned yet (observed). If an MPN matches several
    /// products, the order is rejected and the message names the missing properties (documented).
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
    /// Calculates the price of an order without placing it.
    ///
    /// Request and response have the same schemas as for placing an order. The response contains prices but
    /// no `id` (assumed). The service stores nothing (assumed), so the call is safe to retry. Use the same
    /// timeout as for placing an order. An invalid order is rejected as when placing it (assumed), possibly
    /// as a 500 with the reason in its message.
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
    /// Gets an order.
    ///
    /// Returns `poNumber`, `products`, `details`, `subscriptionId` and `scheduledOn`, which list items
    /// lack. Renewal and cancellation orders have neither `products` nor `details`, and `provisioningDate`
    /// is absent before provisioning (observed). The quantity of a change order is a signed difference in
    /// responses. If `scheduledOn` is `renewal`, it is the requested total (observed).
    ///
    /// Poll this operation after placing an order. A change to an annual term can have the status
    /// `processing` for months (observed). An unknown id results in a 404, or in a 400 with a message that
    /// contains `No entity has been found` (both seen in client code). Safe to retry.
    ///
    /// `GET /orders/{id}`
    #[doc(alias = "getOrderDetails")]
    pub fn get_order(&self, id: impl Into<crate::Id>) -> operations::GetOrder<'_> {
        operations::GetOrder {
            client: self,
            id: id.into(),
        }
    }
    /// Updates the credit check or internal status code of an order.
    ///
    /// Only `creditCheck` and `statusCode` can be changed (documented). A `statusCode` of `CL` seems to
    /// cancel an order (assumed), but this is not confirmed. The response is the full order. After an
    /// unknown outcome, get the order before a retry.
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
    /// Items lack `planSwitches`. Get the plan for those. The operation has no filters, and the order of
    /// items is not documented. Safe to retry.
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
    /// Gets a service plan with its plan switches.
    ///
    /// `planSwitches` lists the plans and periods to which a subscription of this plan can switch. An
    /// unknown id results in a 400 with a message that contains `No entity has been found` (seen in client
    /// code) or in a 404 (assumed). Safe to retry.
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
    /// A flat catalog with prices for the customer and costs for the reseller. It does not show the offers
    /// that group products into one subscription (documented). An MPN can occur more than once. The order
    /// of items is not documented. There is no operation to get a single product: filter by `mpn`. Safe to
    /// retry.
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
    /// All reports are returned in one response: this operation does not paginate (documented). Documented
    /// items have `name`, `format`, `creationDate` and `downloadUrl`. All other properties may be absent.
    /// Safe to retry.
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
    /// download `downloadUrl`. `name` must be the name of a report that was configured in the platform
    /// before. `startDate` is required. Not safe to retry: a second call may schedule a second report
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
    /// Gets a report with its status and download URL.
    ///
    /// Poll this operation after scheduling a report. The file at `downloadUrl` is not part of this API: do
    /// not send the token or the subscription key there. Invalid input results in a 400 and an unknown id
    /// in a 404 (both seen in client code). Safe to retry.
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
    /// Ordinary resellers are expected to be rejected (assumed). Items probably have only `id`,
    /// `externalId`, `name` and `status`, like customers (assumed). Get the reseller for the rest. Safe to
    /// retry.
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
    /// Ordinary resellers are expected to be rejected (assumed). Like a customer, the new account may be
    /// `pending` at first (assumed): poll `GET /resellers/{id}`. Login and password are never returned. Not
    /// safe to retry, because a second call may create a second reseller (assumed). Search for the reseller
    /// by `externalId` first.
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
    /// Gets a reseller.
    ///
    /// Returns the properties that list items are expected to lack, such as address, contacts and currency.
    /// For providers and distributors. Ordinary resellers are expected to be rejected (assumed). Safe to
    /// retry.
    ///
    /// `GET /resellers/{id}`
    #[doc(alias = "getResellerCustomerById")]
    pub fn get_reseller(&self, id: impl Into<crate::Id>) -> operations::GetReseller<'_> {
        operations::GetReseller {
            client: self,
            id: id.into(),
        }
    }
    /// Updates details or status of a reseller.
    ///
    /// Omitted properties are not changed (assumed). The response is the full reseller. The status can be
    /// set to `active` and `creditHold` only (documented). The specification lacks language and currency,
    /// but other clients send them (seen in client code). Ordinary resellers are expected to be rejected
    /// (assumed). A second call with the same body should have the same result (assumed).
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
    /// Lists the customers of a reseller.
    ///
    /// Items and their order are expected to be the same as in the caller's customer list (assumed): only
    /// `id`, `externalId`, `name` and `status`, newest first. Get the customer for the rest. For providers
    /// and distributors. Ordinary resellers are expected to be rejected (assumed). Safe to retry.
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
    /// Creates a customer of a reseller.
    ///
    /// The body is the same as for a customer of the caller. The customer also starts as `pending`: poll
    /// `GET /customers/{id}`. Ordinary resellers are expected to be rejected (assumed). Not safe to retry,
    /// because a second call may create a second customer (assumed). Search for the customer by
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
    /// Lists the orders of a reseller's customers.
    ///
    /// Items are the same as in the caller's order list, without `poNumber`, products and prices. Get the
    /// order for the rest. In contrast to that list, there are no filters by order number and status code
    /// (documented). For providers and distributors. Ordinary resellers are expected to be rejected
    /// (assumed). Safe to retry.
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
    /// Items lack products and quantities (observed). Get the subscription for those. Without a `status`
    /// filter, ended subscriptions are included (observed). Many calls for single subscriptions soon reach
    /// the call limit (observed). Safe to retry.
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
    /// Gets a subscription.
    ///
    /// Returns `products` with quantities and prices, totals, `planId`, and the order and fulfillment
    /// parameters, which list items lack. An unknown id results in a 404 (observed), or in a 400 with a
    /// message that contains `No entity has been found` (seen in client code). Safe to retry.
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
    /// Updates attributes, automatic renewal or product prices of a subscription.
    ///
    /// Quantities cannot be changed here. Place a change order instead. Omitted properties are not changed
    /// (assumed). The response is the full subscription. A second call with the same body should have the
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
    /// The response is the full subscription. A second call with the same prices should have the same
    /// result (assumed), because the call sets values and orders nothing.
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
    /// Requests a bearer token with the login and password of the API user.
    ///
    /// The token is valid for all other calls for `expiresInSeconds`, currently 1500 seconds (documented).
    /// Cache and share it, because token requests count against the same call limit (assumed). Tokens
    /// cannot be refreshed or revoked.
    ///
    /// A 401 means a wrong login or password, a user that is not activated, or a wrong subscription key.
    /// Retries do not help. After a timeout the call is safe to retry.
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
    /// Validates activation parameters of products before an order.
    ///
    /// The response has one entry per product. An invalid parameter is reported there, with `result` set to
    /// `error`, in a response with status 200 (assumed). Later versions return a `draftRequestId`: send it
    /// in the next call if the vendor requires more parameters or offers choices (assumed). Nothing is
    /// ordered, so the call is safe to retry (assumed).
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
    use crate::path::encode_path;

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
        /// The operation as described by the specification.
        pub const OPERATION: Operation = Operation {
            name: "list_customers",
            published_id: "getCustomers",
            method: "GET",
            path: "/customers",
        };
        /// Returns only accounts with a contact of this email address.
        pub fn email(mut self, email: impl Into<String>) -> Self {
            self.email = Some(email.into());
            self
        }
        /// Returns only accounts with this `externalId`.
        pub fn external_id(mut self, external_id: impl Into<crate::Id>) -> Self {
            self.external_id = Some(external_id.into());
            self
        }
        /// Maximum number of items per page. Defaults to 10. Pages of 500 work (observed). The behavior above
        /// 500 is unknown.
        pub fn limit(mut self, limit: impl Into<i64>) -> Self {
            self.limit = Some(limit.into());
            self
        }
        /// Returns only accounts with a similar name. The rule for similarity is not documented.
        pub fn name(mut self, name: impl Into<String>) -> Self {
            self.name = Some(name.into());
            self
        }
        /// Number of items to skip. Defaults to 0. Advance by the number of received items, not by `limit`.
        pub fn offset(mut self, offset: impl Into<i64>) -> Self {
            self.offset = Some(offset.into());
            self
        }
        /// Returns only customers of this reseller. Useful for providers with several resellers (assumed).
        pub fn reseller_id(mut self, reseller_id: impl Into<crate::Id>) -> Self {
            self.reseller_id = Some(reseller_id.into());
            self
        }
        /// Builds the HTTP request without sending it.
        ///
        /// # Errors
        /// If the base URL, a parameter or the body cannot be written into a request.
        pub fn build(&self) -> Result<reqwest::Request, Error> {
            let Self { client, email, external_id, limit, name, offset, reseller_id } = self;
            let url = client.url(format_args!("/customers"))?;
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
        /// Sends the request and decodes the response.
        ///
        /// # Errors
        /// If the request cannot be sent, or the response is not a success or cannot be decoded.
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
        /// The operation as described by the specification.
        pub const OPERATION: Operation = Operation {
            name: "create_customer",
            published_id: "createCustomer",
            method: "POST",
            path: "/customers",
        };
        /// Builds the HTTP request without sending it.
        ///
        /// # Errors
        /// If the base URL, a parameter or the body cannot be written into a request.
        pub fn build(&self) -> Result<reqwest::Request, Error> {
            let Self { client, body } = self;
            let url = client.url(format_args!("/customers"))?;
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
        /// Sends the request and decodes the response.
        ///
        /// # Errors
        /// If the request cannot be sent, or the response is not a success or cannot be decoded.
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
        /// The operation as described by the specification.
        pub const OPERATION: Operation = Operation {
            name: "get_customer",
            published_id: "getCustomerById",
            method: "GET",
            path: "/customers/{id}",
        };
        /// Builds the HTTP request without sending it.
        ///
        /// # Errors
        /// If the base URL, a parameter or the body cannot be written into a request.
        pub fn build(&self) -> Result<reqwest::Request, Error> {
            let Self { client, id } = self;
            let url = client
                .url(format_args!("/customers/{}", encode_path(& id.to_string()) ?))?;
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
        /// Sends the request and decodes the response.
        ///
        /// # Errors
        /// If the request cannot be sent, or the response is not a success or cannot be decoded.
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
        /// The operation as described by the specification.
        pub const OPERATION: Operation = Operation {
            name: "update_customer",
            published_id: "updateCustomer",
            method: "PATCH",
            path: "/customers/{id}",
        };
        /// Builds the HTTP request without sending it.
        ///
        /// # Errors
        /// If the base URL, a parameter or the body cannot be written into a request.
        pub fn build(&self) -> Result<reqwest::Request, Error> {
            let Self { client, id, body } = self;
            let url = client
                .url(format_args!("/customers/{}", encode_path(& id.to_string()) ?))?;
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
        /// Sends the request and decodes the response.
        ///
        /// # Errors
        /// If the request cannot be sent, or the response is not a success or cannot be decoded.
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
        /// The operation as described by the specification.
        pub const OPERATION: Operation = Operation {
            name: "list_orders",
            published_id: "getOrders",
            method: "GET",
            path: "/orders",
        };
        /// Returns only orders created at or after this RFC 3339 timestamp, such as `2019-12-11T17:32:28Z`.
        /// Documented but not confirmed. Similar names such as `creationDateFrom` are silently ignored here
        /// (observed).
        pub fn creation_time_from(
            mut self,
            creation_time_from: impl Into<crate::DateTime>,
        ) -> Self {
            self.creation_time_from = Some(creation_time_from.into());
            self
        }
        /// Returns only orders created at or before this RFC 3339 timestamp, such as `2019-12-11T17:32:28Z`.
        /// Documented but not confirmed. Similar names such as `creationDateTo` are silently ignored here
        /// (observed).
        pub fn creation_time_to(
            mut self,
            creation_time_to: impl Into<crate::DateTime>,
        ) -> Self {
            self.creation_time_to = Some(creation_time_to.into());
            self
        }
        /// Returns only orders of this customer (seen in client code).
        pub fn customer_id(mut self, customer_id: impl Into<crate::Id>) -> Self {
            self.customer_id = Some(customer_id.into());
            self
        }
        /// Maximum number of items per page. Defaults to 10. Pages of 500 work (observed). The behavior above
        /// 500 is unknown.
        pub fn limit(mut self, limit: impl Into<i64>) -> Self {
            self.limit = Some(limit.into());
            self
        }
        /// Number of items to skip. Defaults to 0. Advance by the number of received items, not by `limit`.
        pub fn offset(mut self, offset: impl Into<i64>) -> Self {
            self.offset = Some(offset.into());
            self
        }
        /// Returns only the order with this number, such as `SO000012`. The prefix depends on the type of the
        /// order.
        pub fn order_number(mut self, order_number: impl Into<String>) -> Self {
            self.order_number = Some(order_number.into());
            self
        }
        /// Returns only orders with this status. Documented, but not confirmed with the real service: check the
        /// `status` of the items.
        pub fn status(mut self, status: impl Into<types::OrderStatus>) -> Self {
            self.status = Some(status.into());
            self
        }
        /// Returns only orders with this internal status code, such as `CP`. The full list of codes is not
        /// public, and the filter is not confirmed.
        pub fn status_code(
            mut self,
            status_code: impl Into<types::OrderStatusCode>,
        ) -> Self {
            self.status_code = Some(status_code.into());
            self
        }
        /// Returns only orders of this subscription. The specification mentions the order that created it. It
        /// is unknown whether later change and renewal orders match as well.
        pub fn subscription_id(mut self, subscription_id: impl Into<crate::Id>) -> Self {
            self.subscription_id = Some(subscription_id.into());
            self
        }
        /// Builds the HTTP request without sending it.
        ///
        /// # Errors
        /// If the base URL, a parameter or the body cannot be written into a request.
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
            let url = client.url(format_args!("/orders"))?;
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
        /// Sends the request and decodes the response.
        ///
        /// # Errors
        /// If the request cannot be sent, or the response is not a success or cannot be decoded.
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
        /// The operation as described by the specification.
        pub const OPERATION: Operation = Operation {
            name: "create_order",
            published_id: "createOrder",
            method: "POST",
            path: "/orders",
        };
        /// Builds the HTTP request without sending it.
        ///
        /// # Errors
        /// If the base URL, a parameter or the body cannot be written into a request.
        pub fn build(&self) -> Result<reqwest::Request, Error> {
            let Self { client, body } = self;
            let url = client.url(format_args!("/orders"))?;
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
        /// Sends the request and decodes the response.
        ///
        /// # Errors
        /// If the request cannot be sent, or the response is not a success or cannot be decoded.
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
        /// The operation as described by the specification.
        pub const OPERATION: Operation = Operation {
            name: "estimate_order",
            published_id: "estimateOrder",
            method: "POST",
            path: "/orders/estimate",
        };
        /// Builds the HTTP request without sending it.
        ///
        /// # Errors
        /// If the base URL, a parameter or the body cannot be written into a request.
        pub fn build(&self) -> Result<reqwest::Request, Error> {
            let Self { client, body } = self;
            let url = client.url(format_args!("/orders/estimate"))?;
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
        /// Sends the request and decodes the response.
        ///
        /// # Errors
        /// If the request cannot be sent, or the response is not a success or cannot be decoded.
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
        /// The operation as described by the specification.
        pub const OPERATION: Operation = Operation {
            name: "get_order",
            published_id: "getOrderDetails",
            method: "GET",
            path: "/orders/{id}",
        };
        /// Builds the HTTP request without sending it.
        ///
        /// # Errors
        /// If the base URL, a parameter or the body cannot be written into a request.
        pub fn build(&self) -> Result<reqwest::Request, Error> {
            let Self { client, id } = self;
            let url = client
                .url(format_args!("/orders/{}", encode_path(& id.to_string()) ?))?;
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
        /// Sends the request and decodes the response.
        ///
        /// # Errors
        /// If the request cannot be sent, or the response is not a success or cannot be decoded.
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
        /// The operation as described by the specification.
        pub const OPERATION: Operation = Operation {
            name: "update_order",
            published_id: "updateOrder",
            method: "PATCH",
            path: "/orders/{id}",
        };
        /// Builds the HTTP request without sending it.
        ///
        /// # Errors
        /// If the base URL, a parameter or the body cannot be written into a request.
        pub fn build(&self) -> Result<reqwest::Request, Error> {
            let Self { client, id, body } = self;
            let url = client
                .url(format_args!("/orders/{}", encode_path(& id.to_string()) ?))?;
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
        /// Sends the request and decodes the response.
        ///
        /// # Errors
        /// If the request cannot be sent, or the response is not a success or cannot be decoded.
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
        /// The operation as described by the specification.
        pub const OPERATION: Operation = Operation {
            name: "list_plans",
            published_id: "getServicePlans",
            method: "GET",
            path: "/plans",
        };
        /// Maximum number of items per page. Defaults to 10. Pages of 500 work (observed). The behavior above
        /// 500 is unknown.
        pub fn limit(mut self, limit: impl Into<i64>) -> Self {
            self.limit = Some(limit.into());
            self
        }
        /// Number of items to skip. Defaults to 0. Advance by the number of received items, not by `limit`.
        pub fn offset(mut self, offset: impl Into<i64>) -> Self {
            self.offset = Some(offset.into());
            self
        }
        /// Builds the HTTP request without sending it.
        ///
        /// # Errors
        /// If the base URL, a parameter or the body cannot be written into a request.
        pub fn build(&self) -> Result<reqwest::Request, Error> {
            let Self { client, limit, offset } = self;
            let url = client.url(format_args!("/plans"))?;
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
        /// Sends the request and decodes the response.
        ///
        /// # Errors
        /// If the request cannot be sent, or the response is not a success or cannot be decoded.
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
        /// The operation as described by the specification.
        pub const OPERATION: Operation = Operation {
            name: "get_plan",
            published_id: "getServicePlanById",
            method: "GET",
            path: "/plans/{id}",
        };
        /// Builds the HTTP request without sending it.
        ///
        /// # Errors
        /// If the base URL, a parameter or the body cannot be written into a request.
        pub fn build(&self) -> Result<reqwest::Request, Error> {
            let Self { client, id } = self;
            let url = client
                .url(format_args!("/plans/{}", encode_path(& id.to_string()) ?))?;
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
        /// Sends the request and decodes the response.
        ///
        /// # Errors
        /// If the request cannot be sent, or the response is not a success or cannot be decoded.
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
        /// The operation as described by the specification.
        pub const OPERATION: Operation = Operation {
            name: "list_products",
            published_id: "getCatalog",
            method: "GET",
            path: "/products",
        };
        /// Maximum number of items per page. Defaults to 10. Pages of 500 work (observed). The behavior above
        /// 500 is unknown.
        pub fn limit(mut self, limit: impl Into<i64>) -> Self {
            self.limit = Some(limit.into());
            self
        }
        /// Returns only products with this manufacturer part number. Several products can match.
        pub fn mpn(mut self, mpn: impl Into<String>) -> Self {
            self.mpn = Some(mpn.into());
            self
        }
        /// Returns only products with this name. It is not documented whether a part of the name matches.
        pub fn name(mut self, name: impl Into<String>) -> Self {
            self.name = Some(name.into());
            self
        }
        /// Number of items to skip. Defaults to 0. Advance by the number of received items, not by `limit`.
        pub fn offset(mut self, offset: impl Into<i64>) -> Self {
            self.offset = Some(offset.into());
            self
        }
        /// Returns only products of this service. All products of an order must have the same one (documented).
        pub fn service_name(mut self, service_name: impl Into<String>) -> Self {
            self.service_name = Some(service_name.into());
            self
        }
        /// Returns only products of the vendor with this id.
        pub fn vendor(mut self, vendor: impl Into<String>) -> Self {
            self.vendor = Some(vendor.into());
            self
        }
        /// Builds the HTTP request without sending it.
        ///
        /// # Errors
        /// If the base URL, a parameter or the body cannot be written into a request.
        pub fn build(&self) -> Result<reqwest::Request, Error> {
            let Self { client, limit, mpn, name, offset, service_name, vendor } = self;
            let url = client.url(format_args!("/products"))?;
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
        /// Sends the request and decodes the response.
        ///
        /// # Errors
        /// If the request cannot be sent, or the response is not a success or cannot be decoded.
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
        /// The operation as described by the specification.
        pub const OPERATION: Operation = Operation {
            name: "list_reports",
            published_id: "getReports",
            method: "GET",
            path: "/reports",
        };
        /// Returns only reports of this file format.
        pub fn format(mut self, format: impl Into<types::ReportFormat>) -> Self {
            self.format = Some(format.into());
            self
        }
        /// First day of the period, `YYYY-MM-DD`.
        pub fn from(mut self, from: impl Into<crate::Date>) -> Self {
            self.from = Some(from.into());
            self
        }
        /// Returns only reports with this name. The guide lists only `from`, `to` and `format` as filters, so
        /// this one may have no effect.
        pub fn name(mut self, name: impl Into<String>) -> Self {
            self.name = Some(name.into());
            self
        }
        /// Returns only reports with this status of the generation. The guide lists only `from`, `to` and
        /// `format` as filters, so this one may have no effect.
        pub fn status(mut self, status: impl Into<types::ReportStatus>) -> Self {
            self.status = Some(status.into());
            self
        }
        /// Last day of the period, `YYYY-MM-DD`.
        pub fn to(mut self, to: impl Into<crate::Date>) -> Self {
            self.to = Some(to.into());
            self
        }
        /// Returns only reports with this trigger of the generation. The guide lists only `from`, `to` and
        /// `format` as filters, so this one may have no effect.
        pub fn type_(mut self, type_: impl Into<types::ReportType>) -> Self {
            self.type_ = Some(type_.into());
            self
        }
        /// Builds the HTTP request without sending it.
        ///
        /// # Errors
        /// If the base URL, a parameter or the body cannot be written into a request.
        pub fn build(&self) -> Result<reqwest::Request, Error> {
            let Self { client, format, from, name, status, to, type_ } = self;
            let url = client.url(format_args!("/reports"))?;
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
        /// Sends the request and decodes the response.
        ///
        /// # Errors
        /// If the request cannot be sent, or the response is not a success or cannot be decoded.
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
        /// The operation as described by the specification.
        pub const OPERATION: Operation = Operation {
            name: "create_report",
            published_id: "createReport",
            method: "POST",
            path: "/reports",
        };
        /// Builds the HTTP request without sending it.
        ///
        /// # Errors
        /// If the base URL, a parameter or the body cannot be written into a request.
        pub fn build(&self) -> Result<reqwest::Request, Error> {
            let Self { client, body } = self;
            let url = client.url(format_args!("/reports"))?;
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
        /// Sends the request and decodes the response.
        ///
        /// # Errors
        /// If the request cannot be sent, or the response is not a success or cannot be decoded.
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
        /// The operation as described by the specification.
        pub const OPERATION: Operation = Operation {
            name: "get_report",
            published_id: "getReportById",
            method: "GET",
            path: "/reports/{reportId}",
        };
        /// Builds the HTTP request without sending it.
        ///
        /// # Errors
        /// If the base URL, a parameter or the body cannot be written into a request.
        pub fn build(&self) -> Result<reqwest::Request, Error> {
            let Self { client, report_id } = self;
            let url = client
                .url(format_args!("/reports/{}", encode_path(& report_id.to_string()) ?))?;
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
        /// Sends the request and decodes the response.
        ///
        /// # Errors
        /// If the request cannot be sent, or the response is not a success or cannot be decoded.
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
        /// The operation as described by the specification.
        pub const OPERATION: Operation = Operation {
            name: "list_resellers",
            published_id: "getResellers",
            method: "GET",
            path: "/resellers",
        };
        /// Returns only accounts with a contact of this email address.
        pub fn email(mut self, email: impl Into<String>) -> Self {
            self.email = Some(email.into());
            self
        }
        /// Returns only accounts with this `externalId`.
        pub fn external_id(mut self, external_id: impl Into<crate::Id>) -> Self {
            self.external_id = Some(external_id.into());
            self
        }
        /// Maximum number of items per page. Defaults to 10. Pages of 500 work (observed). The behavior above
        /// 500 is unknown.
        pub fn limit(mut self, limit: impl Into<i64>) -> Self {
            self.limit = Some(limit.into());
            self
        }
        /// Returns only accounts with a similar name. The rule for similarity is not documented.
        pub fn name(mut self, name: impl Into<String>) -> Self {
            self.name = Some(name.into());
            self
        }
        /// Number of items to skip. Defaults to 0. Advance by the number of received items, not by `limit`.
        pub fn offset(mut self, offset: impl Into<i64>) -> Self {
            self.offset = Some(offset.into());
            self
        }
        /// Builds the HTTP request without sending it.
        ///
        /// # Errors
        /// If the base URL, a parameter or the body cannot be written into a request.
        pub fn build(&self) -> Result<reqwest::Request, Error> {
            let Self { client, email, external_id, limit, name, offset } = self;
            let url = client.url(format_args!("/resellers"))?;
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
        /// Sends the request and decodes the response.
        ///
        /// # Errors
        /// If the request cannot be sent, or the response is not a success or cannot be decoded.
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
        /// The operation as described by the specification.
        pub const OPERATION: Operation = Operation {
            name: "create_reseller",
            published_id: "createReseller",
            method: "POST",
            path: "/resellers",
        };
        /// Builds the HTTP request without sending it.
        ///
        /// # Errors
        /// If the base URL, a parameter or the body cannot be written into a request.
        pub fn build(&self) -> Result<reqwest::Request, Error> {
            let Self { client, body } = self;
            let url = client.url(format_args!("/resellers"))?;
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
        /// Sends the request and decodes the response.
        ///
        /// # Errors
        /// If the request cannot be sent, or the response is not a success or cannot be decoded.
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
        /// The operation as described by the specification.
        pub const OPERATION: Operation = Operation {
            name: "get_reseller",
            published_id: "getResellerCustomerById",
            method: "GET",
            path: "/resellers/{id}",
        };
        /// Builds the HTTP request without sending it.
        ///
        /// # Errors
        /// If the base URL, a parameter or the body cannot be written into a request.
        pub fn build(&self) -> Result<reqwest::Request, Error> {
            let Self { client, id } = self;
            let url = client
                .url(format_args!("/resellers/{}", encode_path(& id.to_string()) ?))?;
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
        /// Sends the request and decodes the response.
        ///
        /// # Errors
        /// If the request cannot be sent, or the response is not a success or cannot be decoded.
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
        /// The operation as described by the specification.
        pub const OPERATION: Operation = Operation {
            name: "update_reseller",
            published_id: "updateReseller",
            method: "PATCH",
            path: "/resellers/{id}",
        };
        /// Builds the HTTP request without sending it.
        ///
        /// # Errors
        /// If the base URL, a parameter or the body cannot be written into a request.
        pub fn build(&self) -> Result<reqwest::Request, Error> {
            let Self { client, id, body } = self;
            let url = client
                .url(format_args!("/resellers/{}", encode_path(& id.to_string()) ?))?;
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
        /// Sends the request and decodes the response.
        ///
        /// # Errors
        /// If the request cannot be sent, or the response is not a success or cannot be decoded.
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
        /// The operation as described by the specification.
        pub const OPERATION: Operation = Operation {
            name: "list_reseller_customers",
            published_id: "getResellerCustomers",
            method: "GET",
            path: "/resellers/{id}/customers",
        };
        /// Returns only accounts with a contact of this email address.
        pub fn email(mut self, email: impl Into<String>) -> Self {
            self.email = Some(email.into());
            self
        }
        /// Returns only accounts with this `externalId`.
        pub fn external_id(mut self, external_id: impl Into<crate::Id>) -> Self {
            self.external_id = Some(external_id.into());
            self
        }
        /// Maximum number of items per page. Defaults to 10. Pages of 500 work (observed). The behavior above
        /// 500 is unknown.
        pub fn limit(mut self, limit: impl Into<i64>) -> Self {
            self.limit = Some(limit.into());
            self
        }
        /// Returns only accounts with a similar name. The rule for similarity is not documented.
        pub fn name(mut self, name: impl Into<String>) -> Self {
            self.name = Some(name.into());
            self
        }
        /// Number of items to skip. Defaults to 0. Advance by the number of received items, not by `limit`.
        pub fn offset(mut self, offset: impl Into<i64>) -> Self {
            self.offset = Some(offset.into());
            self
        }
        /// Builds the HTTP request without sending it.
        ///
        /// # Errors
        /// If the base URL, a parameter or the body cannot be written into a request.
        pub fn build(&self) -> Result<reqwest::Request, Error> {
            let Self { client, id, email, external_id, limit, name, offset } = self;
            let url = client
                .url(
                    format_args!("/resellers/{}/customers", encode_path(& id.to_string()) ?),
                )?;
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
        /// Sends the request and decodes the response.
        ///
        /// # Errors
        /// If the request cannot be sent, or the response is not a success or cannot be decoded.
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
        /// The operation as described by the specification.
        pub const OPERATION: Operation = Operation {
            name: "create_reseller_customer",
            published_id: "createCustomerForReseller",
            method: "POST",
            path: "/resellers/{id}/customers",
        };
        /// Builds the HTTP request without sending it.
        ///
        /// # Errors
        /// If the base URL, a parameter or the body cannot be written into a request.
        pub fn build(&self) -> Result<reqwest::Request, Error> {
            let Self { client, id, body } = self;
            let url = client
                .url(
                    format_args!("/resellers/{}/customers", encode_path(& id.to_string()) ?),
                )?;
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
        /// Sends the request and decodes the response.
        ///
        /// # Errors
        /// If the request cannot be sent, or the response is not a success or cannot be decoded.
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
        /// The operation as described by the specification.
        pub const OPERATION: Operation = Operation {
            name: "list_reseller_orders",
            published_id: "getResellerOrders",
            method: "GET",
            path: "/resellers/{id}/orders",
        };
        /// Returns only orders created at or after this RFC 3339 timestamp, such as `2019-12-11T17:32:28Z`.
        /// Documented but not confirmed. Similar names such as `creationDateFrom` are silently ignored here
        /// (observed).
        pub fn creation_time_from(
            mut self,
            creation_time_from: impl Into<crate::DateTime>,
        ) -> Self {
            self.creation_time_from = Some(creation_time_from.into());
            self
        }
        /// Returns only orders created at or before this RFC 3339 timestamp, such as `2019-12-11T17:32:28Z`.
        /// Documented but not confirmed. Similar names such as `creationDateTo` are silently ignored here
        /// (observed).
        pub fn creation_time_to(
            mut self,
            creation_time_to: impl Into<crate::DateTime>,
        ) -> Self {
            self.creation_time_to = Some(creation_time_to.into());
            self
        }
        /// Returns only orders of this customer (seen in client code).
        pub fn customer_id(mut self, customer_id: impl Into<crate::Id>) -> Self {
            self.customer_id = Some(customer_id.into());
            self
        }
        /// Maximum number of items per page. Defaults to 10. Pages of 500 work (observed). The behavior above
        /// 500 is unknown.
        pub fn limit(mut self, limit: impl Into<i64>) -> Self {
            self.limit = Some(limit.into());
            self
        }
        /// Number of items to skip. Defaults to 0. Advance by the number of received items, not by `limit`.
        pub fn offset(mut self, offset: impl Into<i64>) -> Self {
            self.offset = Some(offset.into());
            self
        }
        /// Returns only orders with this status. Documented, but not confirmed with the real service: check the
        /// `status` of the items.
        pub fn status(mut self, status: impl Into<types::OrderStatus>) -> Self {
            self.status = Some(status.into());
            self
        }
        /// Returns only orders of this subscription. The specification mentions the order that created it. It
        /// is unknown whether later change and renewal orders match as well.
        pub fn subscription_id(mut self, subscription_id: impl Into<crate::Id>) -> Self {
            self.subscription_id = Some(subscription_id.into());
            self
        }
        /// Builds the HTTP request without sending it.
        ///
        /// # Errors
        /// If the base URL, a parameter or the body cannot be written into a request.
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
            let url = client
                .url(format_args!("/resellers/{}/orders", encode_path(& id.to_string()) ?))?;
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
        /// Sends the request and decodes the response.
        ///
        /// # Errors
        /// If the request cannot be sent, or the response is not a success or cannot be decoded.
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
        /// The operation as described by the specification.
        pub const OPERATION: Operation = Operation {
            name: "list_subscriptions",
            published_id: "getSubscriptions",
            method: "GET",
            path: "/subscriptions",
        };
        /// Returns only subscriptions created after this day, `YYYY-MM-DD`. It is not documented whether the
        /// day is included.
        pub fn creation_date_from(
            mut self,
            creation_date_from: impl Into<crate::Date>,
        ) -> Self {
            self.creation_date_from = Some(creation_date_from.into());
            self
        }
        /// Returns only subscriptions created before this day, `YYYY-MM-DD`. It is not documented whether the
        /// day is included.
        pub fn creation_date_to(mut self, creation_date_to: impl Into<crate::Date>) -> Self {
            self.creation_date_to = Some(creation_date_to.into());
            self
        }
        /// Returns only subscriptions of this customer (seen in client code).
        pub fn customer_id(mut self, customer_id: impl Into<crate::Id>) -> Self {
            self.customer_id = Some(customer_id.into());
            self
        }
        /// Maximum number of items per page. Defaults to 10. Pages of 500 work (observed). The behavior above
        /// 500 is unknown.
        pub fn limit(mut self, limit: impl Into<i64>) -> Self {
            self.limit = Some(limit.into());
            self
        }
        /// Number of items to skip. Defaults to 0. Advance by the number of received items, not by `limit`.
        pub fn offset(mut self, offset: impl Into<i64>) -> Self {
            self.offset = Some(offset.into());
            self
        }
        /// Returns only subscriptions with this status. Takes one value: several values separated by commas
        /// result in a 400. Without it, subscriptions of every status are returned (observed).
        pub fn status(mut self, status: impl Into<types::SubscriptionStatus>) -> Self {
            self.status = Some(status.into());
            self
        }
        /// Builds the HTTP request without sending it.
        ///
        /// # Errors
        /// If the base URL, a parameter or the body cannot be written into a request.
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
            let url = client.url(format_args!("/subscriptions"))?;
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
        /// Sends the request and decodes the response.
        ///
        /// # Errors
        /// If the request cannot be sent, or the response is not a success or cannot be decoded.
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
        /// The operation as described by the specification.
        pub const OPERATION: Operation = Operation {
            name: "get_subscription",
            published_id: "getSubscription",
            method: "GET",
            path: "/subscriptions/{id}",
        };
        /// Builds the HTTP request without sending it.
        ///
        /// # Errors
        /// If the base URL, a parameter or the body cannot be written into a request.
        pub fn build(&self) -> Result<reqwest::Request, Error> {
            let Self { client, id } = self;
            let url = client
                .url(format_args!("/subscriptions/{}", encode_path(& id.to_string()) ?))?;
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
        /// Sends the request and decodes the response.
        ///
        /// # Errors
        /// If the request cannot be sent, or the response is not a success or cannot be decoded.
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
        /// The operation as described by the specification.
        pub const OPERATION: Operation = Operation {
            name: "update_subscription",
            published_id: "updateSubscription",
            method: "PATCH",
            path: "/subscriptions/{id}",
        };
        /// Builds the HTTP request without sending it.
        ///
        /// # Errors
        /// If the base URL, a parameter or the body cannot be written into a request.
        pub fn build(&self) -> Result<reqwest::Request, Error> {
            let Self { client, id, body } = self;
            let url = client
                .url(format_args!("/subscriptions/{}", encode_path(& id.to_string()) ?))?;
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
        /// Sends the request and decodes the response.
        ///
        /// # Errors
        /// If the request cannot be sent, or the response is not a success or cannot be decoded.
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
        /// The operation as described by the specification.
        pub const OPERATION: Operation = Operation {
            name: "update_subscription_special_pricing",
            published_id: "updateSubscriptionSpecialPricing",
            method: "POST",
            path: "/subscriptions/{id}/specialPricing",
        };
        /// Builds the HTTP request without sending it.
        ///
        /// # Errors
        /// If the base URL, a parameter or the body cannot be written into a request.
        pub fn build(&self) -> Result<reqwest::Request, Error> {
            let Self { client, id, body } = self;
            let url = client
                .url(
                    format_args!(
                        "/subscriptions/{}/specialPricing", encode_path(& id.to_string()) ?
                    ),
                )?;
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
        /// Sends the request and decodes the response.
        ///
        /// # Errors
        /// If the request cannot be sent, or the response is not a success or cannot be decoded.
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
        /// The operation as described by the specification.
        pub const OPERATION: Operation = Operation {
            name: "generate_auth_token",
            published_id: "generateAuthToken",
            method: "POST",
            path: "/token",
        };
        /// Builds the HTTP request without sending it.
        ///
        /// # Errors
        /// If the base URL, a parameter or the body cannot be written into a request.
        pub fn build(&self) -> Result<reqwest::Request, Error> {
            let Self { client, body } = self;
            let url = client.url(format_args!("/token"))?;
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
        /// Sends the request and decodes the response.
        ///
        /// # Errors
        /// If the request cannot be sent, or the response is not a success or cannot be decoded.
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
        /// The operation as described by the specification.
        pub const OPERATION: Operation = Operation {
            name: "validate_parameters",
            published_id: "validateParameters",
            method: "POST",
            path: "/validation/parameters",
        };
        /// Builds the HTTP request without sending it.
        ///
        /// # Errors
        /// If the base URL, a parameter or the body cannot be written into a request.
        pub fn build(&self) -> Result<reqwest::Request, Error> {
            let Self { client, body } = self;
            let url = client.url(format_args!("/validation/parameters"))?;
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
        /// Sends the request and decodes the response.
        ///
        /// # Errors
        /// If the request cannot be sent, or the response is not a success or cannot be decoded.
        pub async fn send(
            &self,
        ) -> Result<Response<types::ParameterValidationResultList>, Error> {
            self.client.execute(&Self::OPERATION, self.build()?).await
        }
    }
}

/// Calls a macro with the table of all operations.
///
/// A line is `name "publishedId" "METHOD" "/path" SentType => ReceivedType;`, with `()` where nothing is sent.
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
