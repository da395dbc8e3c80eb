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
    use crate::object::{FromShorthand, plain_member};

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

    received! {
        /// A postal address.
        pub struct Address {
            /// Second line, such as a suite or floor.
            "addressExtension" => address_extension: String,
            /// Town or city.
            "city" => city: String,
            /// Country, as two upper-case letters of ISO 3166-1, such as `US`.
            "countryCode" => country_code: String,
            /// Postal code, as text.
            "postalCode" => postal_code: String,
            /// State or province, such as `CA`. Some countries require it (documented); which ones is not listed.
            "state" => state: String,
            /// Street and house number.
            "streetAddress" => street_address: String,
        }
    }

    sent! {
        /// A postal address.
        #[doc(alias = "Address")]
        pub struct AddressInput {
            required {
                /// Town or city.
                "city" => city: String,
                /// Country, as two upper-case letters of ISO 3166-1, such as `US`.
                "countryCode" => country_code: String,
                /// Postal code, as text.
                "postalCode" => postal_code: String,
                /// Street and house number.
                "streetAddress" => street_address: String,
            }
            optional {
                /// Second line, such as a suite or floor.
                "addressExtension" => address_extension: String,
                /// State or province, such as `CA`. Some countries require it (documented); which ones is not listed.
                "state" => state: String,
            }
        }
    }

    received! {
        /// What the end date of a subscription is aligned with. Used by sales and change orders (documented).
        pub struct AlignExpirationDate {
            /// How the end date is found.
            "alignmentType" => alignment_type: AlignmentType,
            /// Identifier of the subscription whose end date is to be matched. Declared as a number here, although
            /// identifiers are text elsewhere.
            "subscriptionId" => subscription_id: crate::Id as number,
        }
    }

    sent! {
        /// What the end date of a subscription is aligned with. Used by sales and change orders (documented).
        #[doc(alias = "AlignExpirationDate")]
        #[derive(Default)]
        pub struct AlignExpirationDateInput {
            required {
            }
            optional {
                /// How the end date is found.
                "alignmentType" => alignment_type: AlignmentType,
                /// Identifier of the subscription whose end date is to be matched. Declared as a number here, although
                /// identifiers are text elsewhere.
                "subscriptionId" => subscription_id: crate::Id as number,
            }
        }
    }

    received! {
        /// A contract value that has been accounted for already. The publisher marks it as never read.
        pub struct AlreadyAccountedTcvInfo {
            /// The amount, as decimal text with a point and any number of decimals.
            "amount" => amount: crate::Decimal,
            /// Currency of the amount, as an ISO 4217 code such as `USD`.
            "currency" => currency: String,
        }
    }

    sent! {
        /// A contract value that has been accounted for already. The publisher marks it as never read.
        #[doc(alias = "AlreadyAccountedTcvInfo")]
        pub struct AlreadyAccountedTcvInfoInput {
            required {
                /// The amount, as decimal text with a point and any number of decimals.
                "amount" => amount: crate::Decimal,
                /// Currency of the amount, as an ISO 4217 code such as `USD`.
                "currency" => currency: String,
            }
            optional {
            }
        }
    }

    received! {
        /// The time between two invoices.
        pub struct BillingPeriod {
            /// Length of the billing period, in units of `type`.
            "duration" => duration: i64,
            /// Unit in which `duration` counts; days are not among the documented ones here.
            "type" => type_: PeriodType,
        }
    }

    sent! {
        /// The time between two invoices.
        #[doc(alias = "BillingPeriod")]
        #[derive(Default)]
        pub struct BillingPeriodInput {
            required {
            }
            optional {
                /// Length of the billing period, in units of `type`.
                "duration" => duration: i64,
                /// Unit in which `duration` counts; days are not among the documented ones here.
                "type" => type_: PeriodType,
            }
        }
    }

    received! {
        /// One value that a parameter can take.
        pub struct Choice {
            /// Whether this is the value taken when none is chosen (assumed from the name).
            "default" => default: bool,
            /// Text that shows the value to people.
            "label" => label: String,
            /// The value to send.
            "value" => value: String,
        }
    }

    received! {
        /// A person to turn to at a customer or reseller.
        pub struct ContactPerson {
            /// E-mail address; customers and resellers can be found by it.
            "email" => email: String,
            /// Given name.
            "firstName" => first_name: String,
            /// Family name.
            "lastName" => last_name: String,
            /// Phone number as free text. The publisher asks for E.164, but its examples look like
            /// `81##18881234567#`, with the extension after the last `#`; a number such as `+49891234567` was
            /// accepted too (seen in client code).
            "phoneNumber" => phone_number: String,
            /// What the person is responsible for.
            "type" => type_: ContactType,
        }
    }

    sent! {
        /// A person to turn to at a customer or reseller.
        ///
        /// `Debug` hides secrets. Serialization writes them in plain text: do not serialize this type into a
        /// log.
        #[doc(alias = "ContactPerson")]
        pub struct ContactPersonInput {
            required {
                /// E-mail address; customers and resellers can be found by it.
                "email" => email: String,
                /// Given name.
                "firstName" => first_name: String,
                /// Family name.
                "lastName" => last_name: String,
                /// Phone number as free text. The publisher asks for E.164, but its examples look like
                /// `81##18881234567#`, with the extension after the last `#`; a number such as `+49891234567` was
                /// accepted too (seen in client code).
                "phoneNumber" => phone_number: String,
                /// What the person is responsible for.
                "type" => type_: ContactType,
            }
            optional {
                /// Wanted login name, for the `admin` contact only; without one the platform makes it up. At least 5
                /// letters, digits or characters of `_.@-`, or an e-mail address (documented). Never sent back.
                "login" => login: String,
                /// Password for `login`: usually at least 7 characters, mixing cases, digits and other characters
                /// (documented). Never sent back.
                "password" => password: crate::Secret,
            }
        }
    }

    received! {
        /// Rules for making a new term end together with an existing one.
        pub struct Coterming {
            /// Whether a common end date must, may or must not be asked for.
            "required" => required: CotermingRequirement,
            /// What the end date can be aligned with.
            "type" => type_: CotermingType,
        }
    }

    received! {
        /// A company that buys through the reseller.
        pub struct Customer {
            /// Postal address, also printed on invoices. Some services apply rules of their vendor to it
            /// (documented).
            "address" => address: Address,
            /// Further named texts kept with the account. Which names mean something is not documented.
            "attributes" => attributes: BTreeMap<String, String>,
            /// Contacts for administration, billing and technical matters.
            "contactPersons" => contact_persons: Vec<ContactPerson>,
            /// The caller's own key for the account, free to choose and usable as a list filter. Whether the
            /// service refuses duplicates is not documented.
            "externalId" => external_id: crate::Id,
            /// Id of the account: digits, but treat it as text. The service assigns it and ignores one that is sent
            /// (documented example).
            "id" => id: crate::Id,
            /// Language of notifications and of the panel, a two-letter code such as `en`. Upper case was accepted
            /// as well (seen in client code).
            "language" => language: String,
            /// Name of the company, or of the person where there is none.
            "name" => name: String,
            /// Id of the reseller that the customer belongs to.
            "resellerId" => reseller_id: crate::Id,
            /// State of the account. New customers are `pending` and turn `active` later without further action
            /// (documented).
            "status" => status: AccountStatus,
            /// Tax registration number, used in working out taxes and exemptions.
            ///
            /// The documented answer to creating a customer leaves it out although it was sent; a later read has
            /// it.
            "taxRegId" => tax_reg_id: crate::Id,
        }
    }

    sent! {
        /// A company that buys through the reseller.
        ///
        /// Name, address, contacts and language are required. A new customer starts as `pending` (documented).
        ///
        /// `Debug` hides secrets. Serialization writes them in plain text: do not serialize this type into a
        /// log.
        #[doc(alias = "Customer")]
        pub struct CustomerInput {
            required {
                /// Postal address, also printed on invoices. Some services apply rules of their vendor to it
                /// (documented).
                "address" => address: AddressInput,
                /// Contacts for administration, billing and technical matters.
                "contactPersons" => contact_persons: Vec<ContactPersonInput>,
                /// Language of notifications and of the panel, a two-letter code such as `en`. Upper case was accepted
                /// as well (seen in client code).
                "language" => language: String,
                /// Name of the company, or of the person where there is none.
                "name" => name: String,
            }
            optional {
                /// Further named texts kept with the account. Which names mean something is not documented.
                "attributes" => attributes: BTreeMap<String, String>,
                /// The caller's own key for the account, free to choose and usable as a list filter. Whether the
                /// service refuses duplicates is not documented.
                "externalId" => external_id: crate::Id,
                /// State of the account. New customers are `pending` and turn `active` later without further action
                /// (documented).
                ///
                /// Ignored for new accounts (documented), although other clients send it (observed).
                "status" => status: AccountStatus,
                /// Tax registration number, used in working out taxes and exemptions.
                "taxRegId" => tax_reg_id: crate::Id,
            }
        }
    }

    received! {
        /// One page of customers, newest first.
        #[doc(alias = "ResultListCustomer")]
        pub struct CustomerList {
            /// The customers of this page, each with `id`, `externalId`, `name` and `status` only; empty when none
            /// match.
            "data" => data: Vec<CustomerSummary>,
            /// Where the page stands in the whole list.
            "pagination" => pagination: Pagination,
        }
    }

    received! {
        /// A company that buys through the reseller.
        ///
        /// Rows of lists carry `id`, `externalId`, `name` and `status` only (documented); fetch the customer
        /// for the rest.
        #[doc(alias = "Customer")]
        pub struct CustomerSummary {
            /// Postal address, also printed on invoices. Some services apply rules of their vendor to it
            /// (documented).
            ///
            /// Not sent in list rows (documented); fetch the customer.
            "address" => address: Address,
            /// Further named texts kept with the account. Which names mean something is not documented.
            ///
            /// Not sent in list rows (documented); fetch the customer.
            "attributes" => attributes: BTreeMap<String, String>,
            /// Contacts for administration, billing and technical matters.
            ///
            /// Not sent in list rows (documented); fetch the customer.
            "contactPersons" => contact_persons: Vec<ContactPerson>,
            /// The caller's own key for the account, free to choose and usable as a list filter. Whether the
            /// service refuses duplicates is not documented.
            "externalId" => external_id: crate::Id,
            /// Id of the account: digits, but treat it as text. The service assigns it and ignores one that is sent
            /// (documented example).
            "id" => id: crate::Id,
            /// Language of notifications and of the panel, a two-letter code such as `en`. Upper case was accepted
            /// as well (seen in client code).
            ///
            /// Not sent in list rows (documented); fetch the customer.
            "language" => language: String,
            /// Name of the company, or of the person where there is none.
            "name" => name: String,
            /// Id of the reseller that the customer belongs to.
            ///
            /// Not sent in list rows (documented); fetch the customer.
            "resellerId" => reseller_id: crate::Id,
            /// State of the account. New customers are `pending` and turn `active` later without further action
            /// (documented).
            "status" => status: AccountStatus,
            /// Tax registration number, used in working out taxes and exemptions.
            ///
            /// The documented answer to creating a customer leaves it out although it was sent; a later read has
            /// it.
            ///
            /// Not sent in list rows (observed); fetch the customer.
            "taxRegId" => tax_reg_id: crate::Id,
        }
    }

    sent! {
        /// Changes to a customer. Properties that are left out stay as they are (assumed).
        ///
        /// `Debug` hides secrets. Serialization writes them in plain text: do not serialize this type into a
        /// log.
        #[derive(Default)]
        pub struct CustomerUpdate {
            required {
            }
            optional {
                /// New postal address. Give it whole; whether single lines can be changed is not documented.
                "address" => address: AddressInput,
                /// New attributes. Not in the published document, but sent by other clients (observed). Give all of
                /// them: whether they replace the stored ones is not documented.
                "attributes" => attributes: BTreeMap<String, String>,
                /// New contacts. Give all of them: whether the list replaces the stored one is not documented.
                "contactPersons" => contact_persons: Vec<ContactPersonInput>,
                /// New value of the caller's own key for the account.
                "externalId" => external_id: crate::Id,
                /// Ignored; the id in the path decides which account is changed.
                "id" => id: crate::Id,
                /// New language. Not in the published document, but sent by other clients (observed).
                "language" => language: String,
                /// New name of the company.
                "name" => name: String,
                /// New state of the account. Only `active` and `creditHold` are supported (documented), although the
                /// enumeration has all six states.
                "status" => status: AccountStatus,
                /// New tax registration number.
                "taxRegId" => tax_reg_id: crate::Id,
            }
        }
    }

    received! {
        /// A product that another one needs in the same subscription. The publisher says that the platform adds
        /// it to an order that lacks it, while its guide asks for it to be there.
        shorthand pub struct DependsOnItem {
            /// Id of the needed product.
            "id" => id: crate::Id,
            /// Manufacturer part number of the needed product.
            "mpn" => mpn: String,
        }
    }

    impl FromShorthand for DependsOnItem {
        fn from_shorthand(text: String) -> Self {
            Self { mpn: Some(text.into()), ..Self::default() }
        }
    }

    received! {
        /// A discount on a price line, as a rule and as the amount it comes to.
        pub struct Discount {
            /// The discount as an amount of money. Decimal text with a point.
            "amount" => amount: crate::Decimal,
            /// Currency of `amount`, as an ISO 4217 code (assumed from the published example).
            "amountCode" => amount_code: String,
            /// How `value` is to be read.
            "type" => type_: DiscountType,
            /// Size of the discount, read by its `type`. The published example is `0.5` with `percent`; whether
            /// that means half a percent or one half is not documented, so prefer `amount`.
            "value" => value: crate::Decimal,
        }
    }

    received! {
        /// The length of time that one line of an order charges for.
        pub struct Duration {
            /// Number of units; it can have decimals, unlike in other periods.
            "duration" => duration: crate::Decimal as number,
            /// Unit in which `duration` counts.
            "type" => type_: PeriodType,
        }
    }

    received! {
        /// What the service says when it refuses a call, in all three spellings that occur. The platform sends
        /// `correlationId`, `status`, `message`, `path` and `timeStamp` (observed); its framework sends `error`
        /// and `timestamp` instead of `message` and `timeStamp` (seen in client code); the gateway sends
        /// `statusCode` and `message` (documented by its vendor).
        pub struct ErrorBody {
            /// The id of the call in the platform, the same as the header `X-Correlation-ID`.
            "correlationId" => correlation_id: crate::Id,
            /// What went wrong, in the framework's spelling.
            "error" => error: String,
            /// What went wrong, in English, for people. It may name orders and internal states: a refusal for
            /// business reasons comes with status 500, and this text is all there is to tell it from a crash
            /// (observed).
            "message" => message: String,
            /// The path that was called, without the region.
            "path" => path: String,
            /// The HTTP status again, as the platform writes it.
            "status" => status: i64,
            /// The HTTP status again, as the gateway writes it; its presence tells that the gateway refused the
            /// call.
            "statusCode" => status_code: i64,
            /// When it happened, with milliseconds and offset (observed).
            "timeStamp" => time_stamp: crate::DateTime,
            /// When it happened, in the framework's spelling.
            "timestamp" => timestamp: crate::DateTime,
        }
    }

    received! {
        /// Exclusive tax on a price line, by its name a tax that comes on top of the price (assumed). Set by
        /// the service.
        pub struct ExclusiveTaxAmount {
            /// The amount of tax, as decimal text with a point and any number of decimals.
            "amount" => amount: crate::Decimal,
            /// Currency of the amount, as an ISO 4217 code such as `USD`.
            "currency" => currency: String,
        }
    }

    received! {
        /// Cost of a whole order line, as rated by the vendor. The publisher marks it as never read.
        pub struct ExtendedCost {
            /// The amount, as decimal text with a point and any number of decimals. Exclusive of tax (assumed).
            "amount" => amount: crate::Decimal,
            /// Currency of the amount, as an ISO 4217 code such as `USD`.
            "currency" => currency: String,
        }
    }

    sent! {
        /// Cost of a whole order line, as rated by the vendor. The publisher marks it as never read.
        #[doc(alias = "ExtendedCost")]
        pub struct ExtendedCostInput {
            required {
                /// The amount, as decimal text with a point and any number of decimals. Exclusive of tax (assumed).
                "amount" => amount: crate::Decimal,
                /// Currency of the amount, as an ISO 4217 code such as `USD`.
                "currency" => currency: String,
            }
            optional {
            }
        }
    }

    received! {
        /// Price of a whole line, by its name quantity times unit price (assumed). Set by the service.
        pub struct ExtendedPrice {
            /// The amount, as decimal text with a point and any number of decimals. Exclusive of tax (assumed).
            "amount" => amount: crate::Decimal,
            /// Currency of the amount, as an ISO 4217 code such as `USD`.
            "currency" => currency: String,
        }
    }

    received! {
        /// A parameter that the provisioning of a subscription has set.
        pub struct FulfilmentParameterValue {
            /// Name of the parameter, for example `ms_customer_id` (observed).
            "name" => name: String,
            /// Structured form of the value, any JSON. Not explained by the publisher; the name is in snake case,
            /// unlike all others.
            "structured_value" => structured_value: serde_json::Value,
            /// Value of the parameter, any JSON. Nearly always text; numbers, booleans, objects and arrays are
            /// possible too (documented).
            "value" => value: serde_json::Value,
        }
    }

    received! {
        /// An order with its products and price lines. The same shape is sent to place or estimate an order and
        /// comes back from both, from reading one order and from updating it.
        ///
        /// Placing an order answers before it is provisioned; read it again until `status` is final. An order
        /// of type `renewal` or `cancellation` has neither `products` nor `details` (observed).
        #[doc(alias = "OrderDetailed")]
        pub struct Order {
            /// Co-terming: what the end date of the subscription is aligned with. For orders of type `sales` and
            /// `change` (documented); the product tells by `coterming` whether it is allowed.
            "alignExpirationDate" => align_expiration_date: AlignExpirationDate,
            /// Custom attributes of the order, as names with text values.
            "attributes" => attributes: BTreeMap<String, String>,
            /// Whether the migrated subscription renews by itself.
            ///
            /// The publisher marks it as never read; whether it comes back has not been observed.
            "autorenewal" => autorenewal: bool,
            /// When the subscription is charged. The publisher does not explain the values, their meanings are
            /// taken from their names.
            "billingModel" => billing_model: BillingModel,
            /// When the order was created, in UTC. Date-time with `Z` and without milliseconds since version 1.5
            /// (documented); order lists are sorted by it, newest first (observed).
            "creationDate" => creation_date: crate::DateTime,
            /// Whether the customer's credit is checked while the order is processed.
            "creditCheck" => credit_check: bool,
            /// Identifier of the customer the order is for.
            "customerId" => customer_id: crate::Id,
            /// Price lines of the order, computed by the service: unit price, extended price, discount and taxes.
            ///
            /// Absent from `renewal` and `cancellation` orders, present on `sales` and `change` orders (observed).
            "details" => details: Vec<OrderDetail>,
            /// The day the migrated subscription expires, `YYYY-MM-DD`.
            ///
            /// The publisher marks it as never read; whether it comes back has not been observed.
            "expirationDate" => expiration_date: crate::Date,
            /// Identifier of the order, assigned by the service. Digits sent as text; treat it as opaque.
            ///
            /// An estimate stores nothing and therefore has none (assumed).
            "id" => id: crate::Id,
            /// The day the migrated subscription was last billed, `YYYY-MM-DD`. For migration orders only.
            ///
            /// No real response with it is known.
            "lastBillingDate" => last_billing_date: crate::Date,
            /// The day the subscription is migrated, `YYYY-MM-DD`.
            ///
            /// The publisher marks it as never read; whether it comes back has not been observed.
            "migrationDate" => migration_date: crate::Date,
            /// Name of the migration program. The only value the publisher shows is
            /// `count_migration_billing_period`.
            ///
            /// The publisher marks it as never read; whether it comes back has not been observed.
            "migrationProgram" => migration_program: String,
            /// The day the migrated subscription is billed next, `YYYY-MM-DD`. For migration orders only.
            ///
            /// No real response with it is known.
            "nextBillingDate" => next_billing_date: crate::Date,
            /// Number of the order as people see it in the control panel. It starts with `SO` for sales
            /// (documented), `CH` for change and `RN` for renewal orders (observed).
            "orderNumber" => order_number: String,
            /// A special way of placing a change order. Leave it out for an ordinary order.
            "placementType" => placement_type: PlacementType,
            /// Identifier of a service plan, as listed under plans.
            ///
            /// The publisher marks it as never read; whether it comes back has not been observed.
            "planId" => plan_id: crate::Id,
            /// Purchase order number given by the buyer, as free text. An order made by automatic renewal repeats
            /// the number of the order it renews (observed).
            "poNumber" => po_number: String,
            /// The products of the order, one line each.
            ///
            /// Absent from `renewal` and `cancellation` orders, present on `sales` and `change` orders (observed);
            /// the name of the subscription then names the product.
            "products" => products: Vec<OrderLineProduct>,
            /// When the order was provisioned, in UTC. Absent until that has happened (observed).
            "provisioningDate" => provisioning_date: crate::DateTime,
            /// The event that the order is put off to. It is a word, not a date.
            ///
            /// It does come back (observed), although the publisher marks it as never read. With `renewal` the
            /// product quantity reads as the total that applies from then on, not as a difference (observed).
            "scheduledOn" => scheduled_on: ScheduledOn,
            /// The day the migrated subscription started, `YYYY-MM-DD`.
            ///
            /// The publisher marks it as never read; whether it comes back has not been observed.
            "startDate" => start_date: crate::Date,
            /// How far the order has got. It moves from `submitted` through `processing` to `completed`, `error` or
            /// `cancelled`. A change of an annual subscription can stay in `processing` for months, until the
            /// renewal (observed).
            "status" => status: OrderStatus,
            /// Internal status of the order as a short code of letters. The full list of codes is not published, so
            /// expect others than the known ones.
            "statusCode" => status_code: OrderStatusCode,
            /// Identifier of the subscription the order is about.
            ///
            /// Comes back on orders of type `sales`, `change`, `renewal` and `cancellation` (observed).
            "subscriptionId" => subscription_id: crate::Id,
            /// Commitment period of the subscription, such as one year; not the rhythm of the invoices.
            ///
            /// The publisher marks it as never read; whether it comes back has not been observed.
            "subscriptionPeriod" => subscription_period: OrderSubscriptionPeriod,
            /// Total contract values, one entry for each subscription of the order. No real answer with it is
            /// known.
            "subscriptions" => subscriptions: Vec<SubscriptionTcvDetailsInfo>,
            /// Identifier of the subscription that receives the products of a move. Goes with the `placementType`
            /// of `MOVE` (documented).
            "targetSubscriptionId" => target_subscription_id: crate::Id,
            /// Total price of the order, computed by the service. In the answer to an estimate it is the expected
            /// price.
            "total" => total: TotalOrderPriceEstimation,
            /// What the order does. The publisher names `sales` as the default although the member is required, so
            /// always send it. An order of type `cancellation` ends a subscription; that is not the same as an
            /// order whose `status` is `cancelled`.
            "type" => type_: OrderType,
            /// Which start date the subscription gets when it moves to another plan. The release notes spell its
            /// values in upper case, the published example in lower case; which of them the service insists on is
            /// not known.
            ///
            /// The publisher marks it as never read; whether it comes back has not been observed.
            "upgradeStartType" => upgrade_start_type: UpgradeStartType,
            /// How the vendor bills the subscription. The publisher marks it as never read; no use of it is known.
            "vendorBillingSettings" => vendor_billing_settings: OrderVendorBillingSettings,
        }
    }

    received! {
        /// Prices and discounts agreed for one product of an order, instead of a special price and special
        /// costs. The publisher marks it as never read.
        pub struct OrderDealPrice {
            /// The agreements, one for each pair of seller and buyer.
            "agreements" => agreements: Vec<OrderDealPriceAgreement>,
            /// Whether the prices are frozen, by default `false`. For how long is not documented.
            "freezePrices" => freeze_prices: bool,
        }
    }

    received! {
        /// Prices and discounts that one seller has agreed with one buyer.
        pub struct OrderDealPriceAgreement {
            /// Identifier of the account that buys. The word `self` stands for the account that makes the call
            /// (documented).
            "buyerId" => buyer_id: crate::Id,
            /// Agreed discounts on the product.
            "discounts" => discounts: Vec<OrderDealPriceAgreementDiscount>,
            /// Period that the agreed prices refer to (assumed from its name and type).
            "priceTerm" => price_term: BillingPeriod,
            /// Agreed prices of the product, one for each kind of charge.
            "prices" => prices: Vec<OrderDealPriceAgreementPrice>,
            /// Identifier of the account that sells. The word `self` stands for the account that makes the call
            /// (documented).
            "sellerId" => seller_id: crate::Id,
        }
    }

    received! {
        /// A discount of a deal and the types of order it holds for.
        pub struct OrderDealPriceAgreementDiscount {
            /// Types of order the discount holds for. The published example is in lower case, the values are
            /// declared in upper case.
            "applicableTo" => applicable_to: Vec<DiscountScope>,
            /// The discounts, one for each kind of charge. The publisher calls them discount prices; whether they
            /// are deducted or charged is not documented.
            "prices" => prices: Vec<OrderDealPriceAgreementPrice>,
        }
    }

    sent! {
        /// A discount of a deal and the types of order it holds for.
        #[doc(alias = "OrderDealPriceAgreementDiscount")]
        pub struct OrderDealPriceAgreementDiscountInput {
            required {
                /// Types of order the discount holds for. The published example is in lower case, the values are
                /// declared in upper case.
                "applicableTo" => applicable_to: Vec<DiscountScope>,
                /// The discounts, one for each kind of charge. The publisher calls them discount prices; whether they
                /// are deducted or charged is not documented.
                "prices" => prices: Vec<OrderDealPriceAgreementPriceInput>,
            }
            optional {
            }
        }
    }

    sent! {
        /// Prices and discounts that one seller has agreed with one buyer.
        #[doc(alias = "OrderDealPriceAgreement")]
        #[derive(Default)]
        pub struct OrderDealPriceAgreementInput {
            required {
            }
            optional {
                /// Identifier of the account that buys. The word `self` stands for the account that makes the call
                /// (documented).
                "buyerId" => buyer_id: crate::Id,
                /// Agreed discounts on the product.
                "discounts" => discounts: Vec<OrderDealPriceAgreementDiscountInput>,
                /// Period that the agreed prices refer to (assumed from its name and type).
                "priceTerm" => price_term: BillingPeriodInput,
                /// Agreed prices of the product, one for each kind of charge.
                "prices" => prices: Vec<OrderDealPriceAgreementPriceInput>,
                /// Identifier of the account that sells. The word `self` stands for the account that makes the call
                /// (documented).
                "sellerId" => seller_id: crate::Id,
            }
        }
    }

    received! {
        /// An agreed amount for one kind of charge.
        pub struct OrderDealPriceAgreementPrice {
            /// The amount, as decimal text with a point and any number of decimals. Exclusive of tax (assumed).
            "amount" => amount: crate::Decimal,
            /// Currency of the amount, as an ISO 4217 code such as `USD`.
            "currency" => currency: String,
            /// Kind of charge. Known values are `TRANSFER`, `SETUP`, `RECURRING`, `RENEWAL`, `OVERUSE`, `setup`,
            /// `recurring` and `renewal`; what tells the two spellings apart is not documented.
            "type" => type_: String,
        }
    }

    sent! {
        /// An agreed amount for one kind of charge.
        #[doc(alias = "OrderDealPriceAgreementPrice")]
        pub struct OrderDealPriceAgreementPriceInput {
            required {
                /// The amount, as decimal text with a point and any number of decimals. Exclusive of tax (assumed).
                "amount" => amount: crate::Decimal,
                /// Currency of the amount, as an ISO 4217 code such as `USD`.
                "currency" => currency: String,
                /// Kind of charge. Known values are `TRANSFER`, `SETUP`, `RECURRING`, `RENEWAL`, `OVERUSE`, `setup`,
                /// `recurring` and `renewal`; what tells the two spellings apart is not documented.
                "type" => type_: String,
            }
            optional {
            }
        }
    }

    sent! {
        /// Prices and discounts agreed for one product of an order, instead of a special price and special
        /// costs. The publisher marks it as never read.
        #[doc(alias = "OrderDealPrice")]
        pub struct OrderDealPriceInput {
            required {
                /// The agreements, one for each pair of seller and buyer.
                "agreements" => agreements: Vec<OrderDealPriceAgreementInput>,
                /// Whether the prices are frozen, by default `false`. For how long is not documented.
                "freezePrices" => freeze_prices: bool,
            }
            optional {
            }
        }
    }

    received! {
        /// One price line of an order, computed by the service. Orders of type `renewal` and `cancellation`
        /// have none (observed).
        pub struct OrderDetail {
            /// The line in words, for people. On change orders it spells out the period in English, ending in `from
            /// YYYY-MM-DD through YYYY-MM-DD` (observed).
            "description" => description: String,
            /// Discount on this line.
            "discount" => discount: Discount,
            /// Length of time the line covers.
            "duration" => duration: Duration,
            /// Exchange rate used for this line. The direction of the conversion is not documented.
            "exchangeRate" => exchange_rate: crate::Decimal as number,
            /// When the exchange rate was taken, as text. Its format is not documented.
            "exchangeTime" => exchange_time: String,
            /// Exclusive tax on this line, by its name a tax that comes on top of the price (assumed).
            "exclusiveTaxAmount" => exclusive_tax_amount: ExclusiveTaxAmount,
            /// Price of the whole line, by its name quantity times unit price (assumed).
            "extendedPrice" => extended_price: ExtendedPrice,
            /// Manufacturer part number of the product that the line is about.
            "mpn" => mpn: String,
            /// Identifier of that product in the catalogue, for example `PRD326576`.
            "productId" => product_id: crate::Id,
            /// Number of units the line covers. Whether it is signed on change orders, as the product quantity is,
            /// has not been observed.
            "quantity" => quantity: crate::Decimal as number,
            /// The `discount` in the currency of the sale (assumed).
            "salesDiscount" => sales_discount: Discount,
            /// The `exclusiveTaxAmount` in the currency of the sale (assumed).
            "salesExclusiveTaxAmount" => sales_exclusive_tax_amount: ExclusiveTaxAmount,
            /// The `extendedPrice` in the currency of the sale (assumed).
            "salesExtendedPrice" => sales_extended_price: ExtendedPrice,
            /// The `taxAmount` in the currency of the sale (assumed).
            "salesTaxAmount" => sales_tax_amount: TaxAmount,
            /// The `unitPrice` in the currency of the sale (assumed). The publisher does not tell it from
            /// `unitPrice`; `exchangeRate` suggests that a conversion lies between them.
            "salesUnitPrice" => sales_unit_price: UnitPrice,
            /// Tax on this line.
            "taxAmount" => tax_amount: TaxAmount,
            /// What the line charges or gives back. The publisher does not explain the values, their meanings are
            /// taken from their names.
            "type" => type_: OrderDetailType,
            /// Price of one unit.
            "unitPrice" => unit_price: UnitPrice,
        }
    }

    sent! {
        /// An order with its products and price lines. The same shape is sent to place or estimate an order and
        /// comes back from both, from reading one order and from updating it.
        ///
        /// All products of one order must belong to one service, that is, share their `serviceName` in the
        /// catalogue (documented). Placing a sales order counts as acceptance of the vendor's terms
        /// (documented). There is no idempotency key, so after a time-out look for the order before you send it
        /// again.
        #[doc(alias = "OrderDetailed")]
        pub struct OrderInput {
            required {
                /// Identifier of the customer the order is for.
                ///
                /// Required for every type of order.
                "customerId" => customer_id: crate::Id,
                /// What the order does. The publisher names `sales` as the default although the member is required, so
                /// always send it. An order of type `cancellation` ends a subscription; that is not the same as an
                /// order whose `status` is `cancelled`.
                "type" => type_: OrderType,
            }
            optional {
                /// Co-terming: what the end date of the subscription is aligned with. For orders of type `sales` and
                /// `change` (documented); the product tells by `coterming` whether it is allowed.
                "alignExpirationDate" => align_expiration_date: AlignExpirationDateInput,
                /// Custom attributes of the order, as names with text values.
                "attributes" => attributes: BTreeMap<String, String>,
                /// Whether the migrated subscription renews by itself.
                ///
                /// Only for orders of type `migration`, which must give it (documented).
                "autorenewal" => autorenewal: bool,
                /// When the subscription is charged. The publisher does not explain the values, their meanings are
                /// taken from their names.
                "billingModel" => billing_model: BillingModel,
                /// Whether the customer's credit is checked while the order is processed.
                ///
                /// Read-only in the published document, but sent by other clients (observed). To be sure, update the
                /// order.
                "creditCheck" => credit_check: bool,
                /// The day the migrated subscription expires, `YYYY-MM-DD`.
                ///
                /// Only for orders of type `migration`, which must give it (documented).
                "expirationDate" => expiration_date: crate::Date,
                /// The day the migrated subscription was last billed, `YYYY-MM-DD`. For migration orders only.
                ///
                /// Read-only in the published document, but sent by other clients (observed).
                "lastBillingDate" => last_billing_date: crate::Date,
                /// The day the subscription is migrated, `YYYY-MM-DD`.
                ///
                /// Only for orders of type `migration`, which must give it (documented).
                "migrationDate" => migration_date: crate::Date,
                /// Name of the migration program. The only value the publisher shows is
                /// `count_migration_billing_period`.
                ///
                /// Only for orders of type `migration`, which must give it (documented).
                "migrationProgram" => migration_program: String,
                /// The day the migrated subscription is billed next, `YYYY-MM-DD`. For migration orders only.
                ///
                /// Read-only in the published document, but sent by other clients (observed).
                "nextBillingDate" => next_billing_date: crate::Date,
                /// A special way of placing a change order. Leave it out for an ordinary order.
                "placementType" => placement_type: PlacementType,
                /// Identifier of a service plan, as listed under plans.
                ///
                /// In a change order, the plan to switch to; the alternative is `newMPN` or `newId` on the product.
                "planId" => plan_id: crate::Id,
                /// Purchase order number given by the buyer, as free text. An order made by automatic renewal repeats
                /// the number of the order it renews (observed).
                ///
                /// Leave it out when there is none. A number used only once helps to recognise the order after a
                /// time-out, since there is no idempotency key; list rows do not show it, so compare by fetching the
                /// orders (assumed).
                "poNumber" => po_number: String,
                /// The products of the order, one line each.
                ///
                /// Each line names its product by `mpn` or `id`. For a change order, copy the identifying members from
                /// the detail of the subscription (seen in client code).
                "products" => products: Vec<OrderLineProductInput>,
                /// The event that the order is put off to. It is a word, not a date.
                ///
                /// Leave it out to have the order carried out at once (assumed).
                "scheduledOn" => scheduled_on: ScheduledOn,
                /// The day the migrated subscription started, `YYYY-MM-DD`.
                ///
                /// Only for orders of type `migration`, which must give it (documented).
                "startDate" => start_date: crate::Date,
                /// Identifier of the subscription the order is about.
                ///
                /// Needed for orders of type `change`, `renewal` and `cancellation` (documented). For a change order it
                /// can also stand on the product line, which is where it was sent against the real service (seen in
                /// client code).
                "subscriptionId" => subscription_id: crate::Id,
                /// Commitment period of the subscription, such as one year; not the rhythm of the invoices.
                "subscriptionPeriod" => subscription_period: OrderSubscriptionPeriodInput,
                /// Identifier of the subscription that receives the products of a move. Goes with the `placementType`
                /// of `MOVE` (documented).
                "targetSubscriptionId" => target_subscription_id: crate::Id,
                /// Which start date the subscription gets when it moves to another plan. The release notes spell its
                /// values in upper case, the published example in lower case; which of them the service insists on is
                /// not known.
                "upgradeStartType" => upgrade_start_type: UpgradeStartType,
                /// How the vendor bills the subscription. The publisher marks it as never read; no use of it is known.
                "vendorBillingSettings" => vendor_billing_settings: OrderVendorBillingSettingsInput,
            }
        }
    }

    received! {
        /// Price of one line of an order, that is, quantity times unit price. Set by the service.
        pub struct OrderItemPrice {
            /// The amount, as decimal text with a point and any number of decimals. Exclusive of tax (assumed).
            "amount" => amount: crate::Decimal,
            /// Currency of the amount, as an ISO 4217 code such as `USD`.
            "currency" => currency: String,
        }
    }

    received! {
        /// One product of an order. A part number need not be unique, so the product is identified by `mpn`,
        /// then `vendor`, then `subscriptionPeriod`, then `billingPeriod`, or by `id` alone (documented).
        pub struct OrderLineProduct {
            /// How often the product is invoiced. Helps to tell products with the same `mpn` apart.
            "billingPeriod" => billing_period: Period,
            /// Prices and discounts agreed between sellers and buyers, instead of the special price and costs.
            /// Cannot be combined with those (documented).
            "deals" => deals: OrderDealPrice,
            /// Price of this line, that is, quantity times unit price. Set by the service.
            "extendedPrice" => extended_price: OrderItemPrice,
            /// Identifier of the product in the catalogue, for example `PRD326576`.
            "id" => id: crate::Id,
            /// Margins for this product along the chain of sellers. The publisher marks it as never read; no use of
            /// it is known.
            "margins" => margins: OrderMargin,
            /// Manufacturer part number of the product, as in the catalogue. It need not be unique there.
            "mpn" => mpn: String,
            /// Name of the product, set by the service.
            "name" => name: String,
            /// Catalogue identifier of the product to switch to, in a change order that switches plans.
            "newId" => new_id: crate::Id,
            /// Manufacturer part number of the product to switch to, in a change order that switches plans.
            "newMPN" => new_mpn: String,
            /// Identifier of the product that a partial upgrade has created, for example `sku-CSA-0II8MXB`.
            "newProductId" => new_product_id: crate::Id,
            /// The subscription in which a partial upgrade has put the product. Set by the service (assumed).
            "newSubscription" => new_subscription: TargetSubscriptionInfo,
            /// Activation parameters, such as the domain a product is set up for. Names are case-sensitive
            /// (documented).
            "parameters" => parameters: Vec<ParameterValue>,
            /// Number of units of the product.
            ///
            /// In a change order, the signed difference, so it can be negative; with `scheduledOn` of `renewal` it
            /// is the total that applies from the renewal on (both observed).
            "quantity" => quantity: crate::Decimal as number,
            /// A cost per unit other than the list cost, paid by the reseller. Cannot be combined with `deals`
            /// (documented).
            "specialCost" => special_cost: OrderSpecialCost,
            /// A price per unit other than the list price, paid by the customer. Cannot be combined with `deals`
            /// (documented).
            "specialPrice" => special_price: OrderSpecialPrice,
            /// A cost per unit for the provider that sells to the reseller. The publisher lists `deals` as an
            /// alternative to it.
            "specialProviderCost" => special_provider_cost: SpecialProviderCost,
            /// Identifier of the subscription this line is about.
            "subscriptionId" => subscription_id: crate::Id,
            /// How long the commitment lasts. Helps to tell products with the same `mpn` apart; it can differ from
            /// `billingPeriod`, as in a year that is billed monthly.
            "subscriptionPeriod" => subscription_period: Period,
            /// Identifier of the subscription that receives this product in a move. The order itself has a member
            /// of this name too; which of the two the service prefers is not documented.
            "targetSubscriptionId" => target_subscription_id: crate::Id,
            /// Total contract values of this product, one entry for each pair of seller and buyer. No real answer
            /// with it is known.
            "tcvs" => tcvs: Vec<TcvProductInfo>,
            /// How this line is carried out. Comes back for partial upgrades (documented); not meant to be sent
            /// (assumed). The publisher does not explain the values, their meanings are taken from their names.
            "type" => type_: OrderLineProductType,
            /// Identifier of the manufacturer, as in the catalogue. Helps to tell products with the same `mpn`
            /// apart.
            "vendor" => vendor: String,
            /// Contract values that the vendor has accounted for already, one entry for each pair of seller and
            /// buyer. No use of them is known.
            "vendorAlreadyAccountedTcvs" => vendor_already_accounted_tcvs: Vec<OrderVendorAlreadyAccountedTcv>,
            /// Discounts that the vendor grants, one entry for each pair of seller and buyer. The publisher marks
            /// them as never read; no use of them is known.
            "vendorDiscounts" => vendor_discounts: Vec<OrderVendorDiscountAgreement>,
            /// Cost of this line as rated by the vendor. The publisher marks it as never read; no use of it is
            /// known.
            "vendorRatedExtendedCost" => vendor_rated_extended_cost: ExtendedCost,
        }
    }

    sent! {
        /// One product of an order. A part number need not be unique, so the product is identified by `mpn`,
        /// then `vendor`, then `subscriptionPeriod`, then `billingPeriod`, or by `id` alone (documented).
        ///
        /// When the given members fit more than one product, the order is refused with a message that says what
        /// else is needed (documented).
        #[doc(alias = "OrderLineProduct")]
        #[derive(Default)]
        pub struct OrderLineProductInput {
            required {
            }
            optional {
                /// How often the product is invoiced. Helps to tell products with the same `mpn` apart.
                "billingPeriod" => billing_period: PeriodInput,
                /// Prices and discounts agreed between sellers and buyers, instead of the special price and costs.
                /// Cannot be combined with those (documented).
                "deals" => deals: OrderDealPriceInput,
                /// Identifier of the product in the catalogue, for example `PRD326576`.
                ///
                /// Names the product exactly, so that `mpn` can be left out.
                "id" => id: crate::Id,
                /// Margins for this product along the chain of sellers. The publisher marks it as never read; no use of
                /// it is known.
                "margins" => margins: OrderMarginInput,
                /// Manufacturer part number of the product, as in the catalogue. It need not be unique there.
                ///
                /// Give this or `id`.
                "mpn" => mpn: String,
                /// Catalogue identifier of the product to switch to, in a change order that switches plans.
                "newId" => new_id: crate::Id,
                /// Manufacturer part number of the product to switch to, in a change order that switches plans.
                "newMPN" => new_mpn: String,
                /// Identifier of the product that a partial upgrade has created, for example `sku-CSA-0II8MXB`.
                "newProductId" => new_product_id: crate::Id,
                /// The subscription in which a partial upgrade has put the product. Set by the service (assumed).
                "newSubscription" => new_subscription: TargetSubscriptionInfoInput,
                /// Activation parameters, such as the domain a product is set up for. Names are case-sensitive
                /// (documented).
                ///
                /// The catalogue does not say which parameters a product asks for; validate the products and parameters
                /// before you place the order.
                "parameters" => parameters: Vec<ParameterValueInput>,
                /// Number of units of the product.
                ///
                /// In a change order, the wanted total and not the difference (seen in client code, from one project
                /// that ran it against the real service); estimate the order before you rely on that.
                "quantity" => quantity: crate::Decimal as number,
                /// A cost per unit other than the list cost, paid by the reseller. Cannot be combined with `deals`
                /// (documented).
                "specialCost" => special_cost: OrderSpecialCostInput,
                /// A price per unit other than the list price, paid by the customer. Cannot be combined with `deals`
                /// (documented).
                "specialPrice" => special_price: OrderSpecialPriceInput,
                /// A cost per unit for the provider that sells to the reseller. The publisher lists `deals` as an
                /// alternative to it.
                "specialProviderCost" => special_provider_cost: SpecialProviderCostInput,
                /// Identifier of the subscription this line is about.
                ///
                /// For a change order, the place where the identifier was sent against the real service (seen in client
                /// code); the order itself has a member of this name too.
                "subscriptionId" => subscription_id: crate::Id,
                /// How long the commitment lasts. Helps to tell products with the same `mpn` apart; it can differ from
                /// `billingPeriod`, as in a year that is billed monthly.
                "subscriptionPeriod" => subscription_period: PeriodInput,
                /// Identifier of the subscription that receives this product in a move. The order itself has a member
                /// of this name too; which of the two the service prefers is not documented.
                "targetSubscriptionId" => target_subscription_id: crate::Id,
                /// Total contract values of this product, one entry for each pair of seller and buyer. No real answer
                /// with it is known.
                "tcvs" => tcvs: Vec<TcvProductInfoInput>,
                /// How this line is carried out. Comes back for partial upgrades (documented); not meant to be sent
                /// (assumed). The publisher does not explain the values, their meanings are taken from their names.
                "type" => type_: OrderLineProductType,
                /// Identifier of the manufacturer, as in the catalogue. Helps to tell products with the same `mpn`
                /// apart.
                "vendor" => vendor: String,
                /// Contract values that the vendor has accounted for already, one entry for each pair of seller and
                /// buyer. No use of them is known.
                "vendorAlreadyAccountedTcvs" => vendor_already_accounted_tcvs: Vec<OrderVendorAlreadyAccountedTcvInput>,
                /// Discounts that the vendor grants, one entry for each pair of seller and buyer. The publisher marks
                /// them as never read; no use of them is known.
                "vendorDiscounts" => vendor_discounts: Vec<OrderVendorDiscountAgreementInput>,
                /// Cost of this line as rated by the vendor. The publisher marks it as never read; no use of it is
                /// known.
                "vendorRatedExtendedCost" => vendor_rated_extended_cost: ExtendedCostInput,
            }
        }
    }

    received! {
        /// One page of orders. Newest orders come first, by `creationDate` (documented and observed).
        #[doc(alias = "ResultListOrder")]
        pub struct OrderList {
            /// The rows of this page, as trimmed list rows. An empty list when nothing matches, never absent or
            /// null since version 1.5 (documented).
            "data" => data: Vec<OrderSummary>,
            /// Position of this page and the number of all matching orders. Its `limit` echoes the requested limit,
            /// so advance by the number of rows received.
            "pagination" => pagination: Pagination,
        }
    }

    received! {
        /// Margin on one product of an order. The publisher marks it as never read.
        pub struct OrderMargin {
            /// Margin attributes. A list here, unlike the map of this name on orders and subscriptions.
            "attributes" => attributes: Vec<OrderMarginAttribute>,
            /// Price that the margin starts from (assumed).
            "priceModel" => price_model: MarginPriceModel,
            /// Margins by level, one for each pair of seller and buyer.
            "rates" => rates: Vec<OrderMarginRateInfo>,
            /// Margin over the whole chain of sellers (assumed from its name).
            "totalRate" => total_rate: OrderMarginRate,
        }
    }

    received! {
        /// A named attribute of a margin. The publisher gives placeholders as examples and no list of names.
        pub struct OrderMarginAttribute {
            /// Name of the attribute.
            "attribute" => attribute: String,
            /// Value of the attribute.
            "attributeValue" => attribute_value: String,
            /// The reseller's part of the margin for this attribute, as decimal text; its unit is not documented.
            "resellerMargin" => reseller_margin: crate::Decimal,
            /// Total margin for this attribute, as decimal text; its unit is not documented.
            "totalMargin" => total_margin: crate::Decimal,
        }
    }

    sent! {
        /// A named attribute of a margin. The publisher gives placeholders as examples and no list of names.
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
                /// The reseller's part of the margin for this attribute, as decimal text; its unit is not documented.
                "resellerMargin" => reseller_margin: crate::Decimal,
                /// Total margin for this attribute, as decimal text; its unit is not documented.
                "totalMargin" => total_margin: crate::Decimal,
            }
        }
    }

    sent! {
        /// Margin on one product of an order. The publisher marks it as never read.
        #[doc(alias = "OrderMargin")]
        pub struct OrderMarginInput {
            required {
                /// Price that the margin starts from (assumed).
                "priceModel" => price_model: MarginPriceModel,
                /// Margins by level, one for each pair of seller and buyer.
                "rates" => rates: Vec<OrderMarginRateInfoInput>,
                /// Margin over the whole chain of sellers (assumed from its name).
                "totalRate" => total_rate: OrderMarginRateInput,
            }
            optional {
                /// Margin attributes. A list here, unlike the map of this name on orders and subscriptions.
                "attributes" => attributes: Vec<OrderMarginAttributeInput>,
            }
        }
    }

    received! {
        /// A margin rate before and after a change. Percent by its examples, `15` and `10` (assumed).
        pub struct OrderMarginRate {
            /// The rate that applies, as decimal text.
            "new" => new: crate::Decimal,
            /// The rate before the change, as decimal text.
            "original" => original: crate::Decimal,
        }
    }

    received! {
        /// Margin rate between one seller and one buyer.
        pub struct OrderMarginRateInfo {
            /// Identifier of the account that buys. The word `self` stands for the account that makes the call
            /// (documented).
            "buyerId" => buyer_id: crate::Id,
            /// The rate, before and after the change.
            "rate" => rate: OrderMarginRate,
            /// Identifier of the account that sells. The word `self` stands for the account that makes the call
            /// (documented).
            "sellerId" => seller_id: crate::Id,
        }
    }

    sent! {
        /// Margin rate between one seller and one buyer.
        #[doc(alias = "OrderMarginRateInfo")]
        #[derive(Default)]
        pub struct OrderMarginRateInfoInput {
            required {
            }
            optional {
                /// Identifier of the account that buys. The word `self` stands for the account that makes the call
                /// (documented).
                "buyerId" => buyer_id: crate::Id,
                /// The rate, before and after the change.
                "rate" => rate: OrderMarginRateInput,
                /// Identifier of the account that sells. The word `self` stands for the account that makes the call
                /// (documented).
                "sellerId" => seller_id: crate::Id,
            }
        }
    }

    sent! {
        /// A margin rate before and after a change. Percent by its examples, `15` and `10` (assumed).
        #[doc(alias = "OrderMarginRate")]
        pub struct OrderMarginRateInput {
            required {
                /// The rate that applies, as decimal text.
                "new" => new: crate::Decimal,
                /// The rate before the change, as decimal text.
                "original" => original: crate::Decimal,
            }
            optional {
            }
        }
    }

    received! {
        /// A parameter that was given with the order of a subscription.
        pub struct OrderParameterValue {
            /// Name of the parameter, for example `microsoft_domain` (observed). Case-sensitive.
            "name" => name: String,
            /// Structured form of the value, any JSON. Not explained by the publisher; the name is in snake case,
            /// unlike all others.
            "structured_value" => structured_value: serde_json::Value,
            /// Value of the parameter, any JSON. Nearly always text; numbers, booleans, objects and arrays are
            /// possible too (documented).
            "value" => value: serde_json::Value,
        }
    }

    received! {
        /// One step of a price that depends on the quantity.
        pub struct OrderPriceTier {
            /// Amount of the tier, as decimal text with a point, in the currency of the price that holds the tier.
            "amount" => amount: crate::Decimal,
            /// Quantity from which the tier applies, as decimal text. Whether the limit itself belongs to the tier
            /// is not documented.
            "lowerLimit" => lower_limit: crate::Decimal,
        }
    }

    sent! {
        /// One step of a price that depends on the quantity.
        #[doc(alias = "OrderPriceTier")]
        pub struct OrderPriceTierInput {
            required {
                /// Amount of the tier, as decimal text with a point, in the currency of the price that holds the tier.
                "amount" => amount: crate::Decimal,
                /// Quantity from which the tier applies, as decimal text. Whether the limit itself belongs to the tier
                /// is not documented.
                "lowerLimit" => lower_limit: crate::Decimal,
            }
            optional {
            }
        }
    }

    received! {
        /// A cost per unit that replaces the list cost and is paid by the reseller. Cannot be combined with a
        /// deal; the publisher marks it as never read.
        pub struct OrderSpecialCost {
            /// Amount for one unit, as decimal text with a point and any number of decimals. Exclusive of tax
            /// (assumed).
            "amount" => amount: crate::Decimal,
            /// Currency of the amount, as an ISO 4217 code such as `USD`.
            "currency" => currency: String,
        }
    }

    sent! {
        /// A cost per unit that replaces the list cost and is paid by the reseller. Cannot be combined with a
        /// deal; the publisher marks it as never read.
        #[doc(alias = "OrderSpecialCost")]
        pub struct OrderSpecialCostInput {
            required {
                /// Amount for one unit, as decimal text with a point and any number of decimals. Exclusive of tax
                /// (assumed).
                "amount" => amount: crate::Decimal,
                /// Currency of the amount, as an ISO 4217 code such as `USD`.
                "currency" => currency: String,
            }
            optional {
            }
        }
    }

    received! {
        /// A price per unit that replaces the list price and is paid by the customer. Cannot be combined with a
        /// deal; the publisher marks it as never read.
        pub struct OrderSpecialPrice {
            /// Amount for one unit, as decimal text with a point and any number of decimals. Exclusive of tax
            /// (assumed).
            "amount" => amount: crate::Decimal,
            /// Currency of the amount, as an ISO 4217 code such as `USD`.
            "currency" => currency: String,
            /// Prices by quantity, for products that are sold in tiers.
            "priceTiers" => price_tiers: Vec<OrderPriceTier>,
        }
    }

    sent! {
        /// A price per unit that replaces the list price and is paid by the customer. Cannot be combined with a
        /// deal; the publisher marks it as never read.
        #[doc(alias = "OrderSpecialPrice")]
        pub struct OrderSpecialPriceInput {
            required {
                /// Amount for one unit, as decimal text with a point and any number of decimals. Exclusive of tax
                /// (assumed).
                "amount" => amount: crate::Decimal,
                /// Currency of the amount, as an ISO 4217 code such as `USD`.
                "currency" => currency: String,
            }
            optional {
                /// Prices by quantity, for products that are sold in tiers.
                "priceTiers" => price_tiers: Vec<OrderPriceTierInput>,
            }
        }
    }

    received! {
        /// Commitment period that an order asks for, such as one year.
        pub struct OrderSubscriptionPeriod {
            /// Number of units.
            "duration" => duration: i64,
            /// Unit of the period.
            "type" => type_: PeriodType,
        }
    }

    sent! {
        /// Commitment period that an order asks for, such as one year.
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

    received! {
        /// One row of an order list. Real rows carry `id`, `orderNumber`, `type`, `status`, `statusCode`,
        /// `customerId`, `creationDate` and `provisioningDate` only (observed), whatever else is declared here;
        /// fetch the order by its `id` for the rest.
        #[doc(alias = "Order")]
        pub struct OrderSummary {
            /// Custom attributes of the order, as names with text values. Not among the members seen in list rows
            /// (observed); fetch the order.
            "attributes" => attributes: BTreeMap<String, String>,
            /// When the order was created, in UTC. Date-time with `Z` and without milliseconds since version 1.5
            /// (documented); order lists are sorted by it, newest first (observed).
            "creationDate" => creation_date: crate::DateTime,
            /// Whether the customer's credit is checked while the order is processed. Not sent in list rows
            /// (observed); fetch the order.
            "creditCheck" => credit_check: bool,
            /// Identifier of the customer the order is for.
            "customerId" => customer_id: crate::Id,
            /// Price lines of the order. Not sent in list rows (observed); fetch the order.
            "details" => details: Vec<OrderDetail>,
            /// Identifier of the order, assigned by the service. Digits sent as text; treat it as opaque.
            "id" => id: crate::Id,
            /// Of a migration order: the day it was last billed. Not sent in list rows (observed).
            "lastBillingDate" => last_billing_date: crate::Date,
            /// Of a migration order: the day it is billed next. Not sent in list rows (observed).
            "nextBillingDate" => next_billing_date: crate::Date,
            /// Number of the order as people see it in the control panel. It starts with `SO` for sales
            /// (documented), `CH` for change and `RN` for renewal orders (observed).
            "orderNumber" => order_number: String,
            /// Purchase order number given by the buyer. Not sent in list rows (observed); fetch the order.
            "poNumber" => po_number: String,
            /// When the order was provisioned, in UTC. Absent until that has happened (observed).
            "provisioningDate" => provisioning_date: crate::DateTime,
            /// How far the order has got. It moves from `submitted` through `processing` to `completed`, `error` or
            /// `cancelled`. A change of an annual subscription can stay in `processing` for months, until the
            /// renewal (observed).
            "status" => status: OrderStatus,
            /// Internal status of the order as a short code of letters. The full list of codes is not published, so
            /// expect others than the known ones.
            "statusCode" => status_code: OrderStatusCode,
            /// Commitment period of the subscription. Not sent in list rows (observed), and the publisher marks it
            /// as never read.
            "subscriptionPeriod" => subscription_period: OrderSubscriptionPeriod,
            /// Total price of the order. Not sent in list rows (observed); fetch the order.
            "total" => total: TotalOrderPriceEstimation,
            /// What the order does. The publisher names `sales` as the default although the member is required, so
            /// always send it. An order of type `cancellation` ends a subscription; that is not the same as an
            /// order whose `status` is `cancelled`.
            "type" => type_: OrderType,
        }
    }

    sent! {
        /// The changes that can be made to an order after it was placed. Nothing but the credit check and the
        /// status code can be changed (documented); leave out what is to stay as it is.
        #[derive(Default)]
        pub struct OrderUpdate {
            required {
            }
            optional {
                /// Whether the customer's credit is to be checked while the order is processed.
                "creditCheck" => credit_check: bool,
                /// The internal status to put the order into. `CL` is the publisher's only example and looks like the
                /// way to cancel an order (assumed); no successful use of it is known.
                "statusCode" => status_code: OrderStatusCode,
            }
        }
    }

    received! {
        /// Contract value that the vendor has accounted for already between one seller and one buyer.
        pub struct OrderVendorAlreadyAccountedTcv {
            /// Identifier of the account that buys. The word `self` stands for the account that makes the call
            /// (documented).
            "buyerId" => buyer_id: crate::Id,
            /// Identifier of the account that sells. The word `self` stands for the account that makes the call
            /// (documented).
            "sellerId" => seller_id: crate::Id,
            /// The contract value.
            "tcv" => tcv: AlreadyAccountedTcvInfo,
        }
    }

    sent! {
        /// Contract value that the vendor has accounted for already between one seller and one buyer.
        #[doc(alias = "OrderVendorAlreadyAccountedTcv")]
        #[derive(Default)]
        pub struct OrderVendorAlreadyAccountedTcvInput {
            required {
            }
            optional {
                /// Identifier of the account that buys. The word `self` stands for the account that makes the call
                /// (documented).
                "buyerId" => buyer_id: crate::Id,
                /// Identifier of the account that sells. The word `self` stands for the account that makes the call
                /// (documented).
                "sellerId" => seller_id: crate::Id,
                /// The contract value.
                "tcv" => tcv: AlreadyAccountedTcvInfoInput,
            }
        }
    }

    received! {
        /// How the vendor bills a subscription. The publisher marks it as never read; no use of it is known.
        pub struct OrderVendorBillingSettings {
            /// How often the vendor sends a bill.
            "vendorBillingPeriod" => vendor_billing_period: Period,
        }
    }

    sent! {
        /// How the vendor bills a subscription. The publisher marks it as never read; no use of it is known.
        #[doc(alias = "OrderVendorBillingSettings")]
        pub struct OrderVendorBillingSettingsInput {
            required {
                /// How often the vendor sends a bill.
                "vendorBillingPeriod" => vendor_billing_period: PeriodInput,
            }
            optional {
            }
        }
    }

    received! {
        /// A discount of the vendor, given as a percentage, as a unit price or as a fixed total. How these
        /// combine is not documented beyond the note on the unit price.
        pub struct OrderVendorDiscount {
            /// The discount in percent, as decimal text, for example `25`.
            "discountPercentage" => discount_percentage: crate::Decimal,
            /// The discount per unit as an amount of money, for use without a percentage (documented). The name
            /// reads as the price after discount, so check by an estimate.
            "discountedUnitPrice" => discounted_unit_price: crate::Decimal,
            /// Day on which the discount ends, `YYYY-MM-DD`. Whether that day is included is not documented.
            "effectiveEndDate" => effective_end_date: crate::Date,
            /// First day of the discount, `YYYY-MM-DD`.
            "effectiveStartDate" => effective_start_date: crate::Date,
            /// The discount as a fixed amount on the total.
            "totalAbsDiscount" => total_abs_discount: OrderVendorDiscountTotal,
            /// How long the discount is valid.
            "validity" => validity: Period,
        }
    }

    received! {
        /// A discount of the vendor on one product, between one seller and one buyer. The publisher marks it as
        /// never read.
        pub struct OrderVendorDiscountAgreement {
            /// Identifier of the account that buys. The word `self` stands for the account that makes the call
            /// (documented).
            "buyerId" => buyer_id: crate::Id,
            /// The discount.
            "discount" => discount: OrderVendorDiscount,
            /// Identifier of the account that sells. The word `self` stands for the account that makes the call
            /// (documented).
            "sellerId" => seller_id: crate::Id,
        }
    }

    sent! {
        /// A discount of the vendor on one product, between one seller and one buyer. The publisher marks it as
        /// never read.
        #[doc(alias = "OrderVendorDiscountAgreement")]
        #[derive(Default)]
        pub struct OrderVendorDiscountAgreementInput {
            required {
            }
            optional {
                /// Identifier of the account that buys. The word `self` stands for the account that makes the call
                /// (documented).
                "buyerId" => buyer_id: crate::Id,
                /// The discount.
                "discount" => discount: OrderVendorDiscountInput,
                /// Identifier of the account that sells. The word `self` stands for the account that makes the call
                /// (documented).
                "sellerId" => seller_id: crate::Id,
            }
        }
    }

    sent! {
        /// A discount of the vendor, given as a percentage, as a unit price or as a fixed total. How these
        /// combine is not documented beyond the note on the unit price.
        #[doc(alias = "OrderVendorDiscount")]
        #[derive(Default)]
        pub struct OrderVendorDiscountInput {
            required {
            }
            optional {
                /// The discount in percent, as decimal text, for example `25`.
                "discountPercentage" => discount_percentage: crate::Decimal,
                /// The discount per unit as an amount of money, for use without a percentage (documented). The name
                /// reads as the price after discount, so check by an estimate.
                "discountedUnitPrice" => discounted_unit_price: crate::Decimal,
                /// Day on which the discount ends, `YYYY-MM-DD`. Whether that day is included is not documented.
                "effectiveEndDate" => effective_end_date: crate::Date,
                /// First day of the discount, `YYYY-MM-DD`.
                "effectiveStartDate" => effective_start_date: crate::Date,
                /// The discount as a fixed amount on the total.
                "totalAbsDiscount" => total_abs_discount: OrderVendorDiscountTotalInput,
                /// How long the discount is valid.
                "validity" => validity: PeriodInput,
            }
        }
    }

    received! {
        /// A fixed amount of discount that is granted again and again.
        pub struct OrderVendorDiscountTotal {
            /// How often the amount is granted.
            "frequency" => frequency: DiscountFrequency,
            /// The amount, as decimal text, for example `300`. It has no currency of its own.
            "value" => value: crate::Decimal,
        }
    }

    sent! {
        /// A fixed amount of discount that is granted again and again.
        #[doc(alias = "OrderVendorDiscountTotal")]
        pub struct OrderVendorDiscountTotalInput {
            required {
                /// How often the amount is granted.
                "frequency" => frequency: DiscountFrequency,
                /// The amount, as decimal text, for example `300`. It has no currency of its own.
                "value" => value: crate::Decimal,
            }
            optional {
            }
        }
    }

    received! {
        /// Where a page stands in the whole list. The end is reached when a page is empty or the rows received
        /// so far reach `total`.
        pub struct Pagination {
            /// The limit that was asked for, not the number of rows in `data`, whatever the publisher's text says.
            /// For reports it equals `total` (documented).
            "limit" => limit: i64,
            /// Number of rows skipped before this page; always 0 for reports (documented).
            "offset" => offset: i64,
            /// Number of all rows that match the filters, not of those on this page.
            "total" => total: i64,
        }
    }

    received! {
        /// The outcome of the check for one parameter.
        pub struct Parameter {
            /// Explanation for people, also when the value was accepted.
            "message" => message: String,
            /// Name of the parameter; upper and lower case make a difference (documented).
            "name" => name: String,
            /// Phase of the check that the outcome belongs to; the possible phases are not documented.
            "phase" => phase: String,
            /// Flag named after reconciliation; not documented further.
            "reconciliation" => reconciliation: bool,
            /// Whether the value was accepted.
            "result" => result: ParameterResult,
            /// The checked value of a parameter that has an inner structure, any JSON value. Spelt with an
            /// underscore, unlike other members.
            "structured_value" => structured_value: serde_json::Value,
            /// Kind of parameter; the possible kinds are not documented.
            "type" => type_: String,
            /// The checked value, as text.
            "value" => value: serde_json::Value,
            /// Values to choose from, where the parameter takes no others.
            "valueChoices" => value_choices: Vec<Choice>,
            /// What is wrong with the value; absent when nothing is (assumed).
            "valueError" => value_error: String,
        }
    }

    sent! {
        /// Products with activation parameters to check for a customer, ahead of an order.
        pub struct ParameterValidationRequest {
            required {
                /// Id of the customer for whom the products are to be ordered.
                "customerId" => customer_id: crate::Id,
                /// The products to check, each with its parameters.
                "products" => products: Vec<ProductWithParametersInput>,
            }
            optional {
                /// Type of the order to come; `sales` by default.
                "type" => type_: OrderType,
            }
        }
    }

    received! {
        /// The outcome of the check for one product.
        pub struct ParameterValidationResult {
            /// How often invoices are made for the product.
            "billingPeriod" => billing_period: Period,
            /// Id of this check; send it with the next one for the product to continue it (assumed).
            "draftRequestId" => draft_request_id: crate::Id,
            /// Id of the product.
            "id" => id: crate::Id,
            /// Manufacturer part number of the product.
            "mpn" => mpn: String,
            /// The outcome for each parameter. It may name parameters that were not sent, because the vendor wants
            /// them (assumed).
            "parameters" => parameters: Vec<Parameter>,
            /// Length of the product's term.
            "subscriptionPeriod" => subscription_period: Period,
            /// Id of the vendor of the product.
            "vendor" => vendor: String,
        }
    }

    received! {
        /// The results of a check. Parameters that failed are reported in here, not as an HTTP error (assumed).
        #[doc(alias = "ResultListParameterValidationResult")]
        pub struct ParameterValidationResultList {
            /// One result per product that was sent.
            "data" => data: Vec<ParameterValidationResult>,
            /// Numbers of the results, in the form that lists have.
            "pagination" => pagination: Pagination,
        }
    }

    received! {
        /// An activation parameter of a product. Examples are the domain or the tenant that a vendor's service
        /// needs.
        pub struct ParameterValue {
            /// Name of the parameter; upper and lower case make a difference (documented).
            "name" => name: String,
            /// Value of a parameter that has an inner structure, any JSON value. Spelt with an underscore, unlike
            /// other members.
            "structured_value" => structured_value: serde_json::Value,
            /// Value of the parameter, any JSON value. Usually it is text, although the published schema calls for
            /// an object.
            "value" => value: serde_json::Value,
        }
    }

    sent! {
        /// An activation parameter of a product. Examples are the domain or the tenant that a vendor's service
        /// needs.
        #[doc(alias = "ParameterValue")]
        pub struct ParameterValueInput {
            required {
                /// Name of the parameter; upper and lower case make a difference (documented).
                "name" => name: String,
            }
            optional {
                /// Value of a parameter that has an inner structure, any JSON value. Spelt with an underscore, unlike
                /// other members.
                "structured_value" => structured_value: serde_json::Value,
                /// Value of the parameter, any JSON value. Usually it is text, although the published schema calls for
                /// an object.
                "value" => value: serde_json::Value,
            }
        }
    }

    received! {
        /// A length of time, such as a term or a billing period.
        pub struct Period {
            /// Number of units, such as 1 for one month.
            "duration" => duration: i64,
            /// Unit in which `duration` counts.
            "type" => type_: PeriodType,
        }
    }

    sent! {
        /// A length of time, such as a term or a billing period.
        #[doc(alias = "Period")]
        pub struct PeriodInput {
            required {
                /// Number of units, such as 1 for one month.
                "duration" => duration: i64,
                /// Unit in which `duration` counts.
                "type" => type_: PeriodType,
            }
            optional {
            }
        }
    }

    received! {
        /// An amount of money with its currency.
        pub struct Price {
            /// The amount as decimal text with a point and any number of decimals, such as `"70.5"`. Do not turn it
            /// into a binary floating-point number.
            "amount" => amount: crate::Decimal,
            /// Currency of the amount, an ISO 4217 code such as `USD`.
            "currency" => currency: String,
        }
    }

    sent! {
        /// An amount of money with its currency.
        #[doc(alias = "Price")]
        pub struct PriceInput {
            required {
                /// The amount as decimal text with a point and any number of decimals, such as `"70.5"`. Do not turn it
                /// into a binary floating-point number.
                "amount" => amount: crate::Decimal,
                /// Currency of the amount, an ISO 4217 code such as `USD`.
                "currency" => currency: String,
            }
            optional {
            }
        }
    }

    received! {
        /// Something the reseller can order. Products of one order must share their `serviceName`; the offers
        /// behind them stay invisible here (documented).
        pub struct Product {
            /// When the product is charged, and who works out the charge.
            "billingModel" => billing_model: BillingModel,
            /// How often invoices are made. It can be shorter than `subscriptionPeriod`, as with a yearly term
            /// billed by the month (observed).
            "billingPeriod" => billing_period: Period,
            /// What the reseller pays, in the same form as `prices`; part of the API since version 1.5.
            "costs" => costs: Vec<ProductPrice>,
            /// Whether and how the term can end together with another one (since version 1.10).
            "coterming" => coterming: Coterming,
            /// Products that must be in the same subscription. The service is documented in two forms, as objects
            /// and as plain MPN texts; empty when the product stands alone.
            "dependsOn" => depends_on: Vec<DependsOnItem>,
            /// Id of the product, an unambiguous alternative to `mpn` in orders. The documented catalogue of
            /// version 1.5 does not show it.
            "id" => id: crate::Id,
            /// Largest quantity that a subscription can have, as decimal text such as `"5000.0"`.
            "maximumQuantity" => maximum_quantity: crate::Decimal,
            /// Smallest quantity that a subscription must have, as decimal text such as `"1.0"`.
            "minimumQuantity" => minimum_quantity: crate::Decimal,
            /// Manufacturer part number. It need not be unique: add `vendor`, `subscriptionPeriod` and
            /// `billingPeriod`, in this order of importance, or use `id` (documented).
            "mpn" => mpn: String,
            /// Name of the product for people.
            "name" => name: String,
            /// What the customer pays, one entry per kind of charge; later versions add tiers.
            "prices" => prices: Vec<ProductPrice>,
            /// Name of the service that the product belongs to, such as `O365`; the same throughout one order.
            "serviceName" => service_name: String,
            /// How long one term lasts to which the customer commits; part of the API since version 1.5.
            "subscriptionPeriod" => subscription_period: Period,
            /// Id of the vendor who makes the product.
            "vendor" => vendor: String,
        }
    }

    received! {
        /// One page of the catalogue.
        #[doc(alias = "ResultListProduct")]
        pub struct ProductList {
            /// The products of this page; empty when none match. Their order is not documented.
            "data" => data: Vec<Product>,
            /// Where the page stands in the whole list.
            "pagination" => pagination: Pagination,
        }
    }

    received! {
        /// One price or cost of a product.
        pub struct ProductPrice {
            /// The amount as decimal text with a point and any number of decimals, such as `"70.5"`. Do not turn it
            /// into a binary floating-point number.
            "amount" => amount: crate::Decimal,
            /// Currency of the amount, an ISO 4217 code such as `USD`.
            "currency" => currency: String,
            /// Quantity from which this price holds (assumed from the name); matters when `model` is not `FLAT`.
            "lowerLimit" => lower_limit: crate::Decimal as number,
            /// How the quantity decides the price. The publisher lists the names without explaining them.
            "model" => model: ProductPriceModel,
            /// Kind of charge that the price belongs to.
            "type" => type_: ProductPriceType,
        }
    }

    sent! {
        /// A product and the activation parameters to check for it. Name it by `id` or `mpn`.
        #[doc(alias = "ProductWithParameters")]
        pub struct ProductWithParametersInput {
            required {
                /// The activation parameters to check.
                "parameters" => parameters: Vec<ParameterValueInput>,
            }
            optional {
                /// How often invoices are made, to tell apart products with the same `mpn`.
                "billingPeriod" => billing_period: PeriodInput,
                /// The `draftRequestId` of an earlier result for this product, sent back to continue that check
                /// (assumed).
                "draftRequestId" => draft_request_id: crate::Id,
                /// Id of the product, an unambiguous alternative to `mpn`.
                "id" => id: crate::Id,
                /// Manufacturer part number of the product. Where it is not unique, further members must tell the
                /// products apart.
                "mpn" => mpn: String,
                /// Quantity to be ordered, a whole number here.
                "quantity" => quantity: crate::Decimal as number,
                /// Length of the term, to tell apart products with the same `mpn`.
                "subscriptionPeriod" => subscription_period: PeriodInput,
                /// Id of the vendor, to tell apart products with the same `mpn`.
                "vendor" => vendor: String,
            }
        }
    }

    received! {
        /// An export of rated data. The columns of the file are no part of this API.
        ///
        /// `Debug` hides secrets. Serialization writes them in plain text: do not serialize this type into a
        /// log.
        pub struct Report {
            /// When the file was made, in UTC; without milliseconds since version 1.5 (documented).
            "creationDate" => creation_date: crate::DateTime,
            /// Name of a customization of the report (assumed from the name); not documented further.
            "customizationName" => customization_name: String,
            /// Address of the file in blob storage; expect it only once the report is `completed`. It is signed and
            /// therefore a secret: do not log it, and fetch it without the token and the subscription key. The
            /// documented sample is valid for about 90 days.
            "downloadUrl" => download_url: crate::SignedUrl,
            /// End of the period that the report covers, in UTC. What happens without it is not documented.
            "endDate" => end_date: crate::DateTime,
            /// Format of the file.
            ///
            /// Documented answers have it in upper case, such as `XLSX`; compare without regard to case.
            "format" => format: ReportFormat,
            /// Id of the report, a UUID.
            "id" => id: crate::Id,
            /// Name of the report.
            "name" => name: String,
            /// Beginning of the period that the report covers, in UTC.
            "startDate" => start_date: crate::DateTime,
            /// How far the generation has come.
            "status" => status: ReportStatus,
            /// What set off the generation.
            "type" => type_: ReportType,
        }
    }

    sent! {
        /// An export of rated data. The columns of the file are no part of this API.
        ///
        /// `name` and `startDate` are required. Generation is asynchronous: poll the report until it is
        /// `completed`.
        #[doc(alias = "Report")]
        pub struct ReportInput {
            required {
                /// Name of the report.
                ///
                /// It must be the name of a report that was set up in the platform beforehand (documented).
                "name" => name: String,
                /// Beginning of the period that the report covers, in UTC.
                "startDate" => start_date: crate::DateTime,
            }
            optional {
                /// Name of a customization of the report (assumed from the name); not documented further.
                "customizationName" => customization_name: String,
                /// End of the period that the report covers, in UTC. What happens without it is not documented.
                "endDate" => end_date: crate::DateTime,
                /// Format of the file.
                "format" => format: ReportFormat,
            }
        }
    }

    received! {
        /// All reports that match, newest first; the service does not page this list.
        ///
        /// `Debug` hides secrets. Serialization writes them in plain text: do not serialize this type into a
        /// log.
        #[doc(alias = "ResultListReport")]
        pub struct ReportList {
            /// The reports, all of them in one answer; empty when none match.
            "data" => data: Vec<ReportSummary>,
            /// Always offset 0, and a limit equal to the total (documented).
            "pagination" => pagination: Pagination,
        }
    }

    received! {
        /// An export of rated data. The columns of the file are no part of this API.
        ///
        /// Documented rows carry `name`, `format`, `creationDate` and `downloadUrl` only.
        ///
        /// `Debug` hides secrets. Serialization writes them in plain text: do not serialize this type into a
        /// log.
        #[doc(alias = "Report")]
        pub struct ReportSummary {
            /// When the file was made, in UTC; without milliseconds since version 1.5 (documented).
            "creationDate" => creation_date: crate::DateTime,
            /// Name of a customization of the report (assumed from the name); not documented further.
            ///
            /// The documented list does not show it.
            "customizationName" => customization_name: String,
            /// Address of the file in blob storage; expect it only once the report is `completed`. It is signed and
            /// therefore a secret: do not log it, and fetch it without the token and the subscription key. The
            /// documented sample is valid for about 90 days.
            "downloadUrl" => download_url: crate::SignedUrl,
            /// End of the period that the report covers, in UTC. What happens without it is not documented.
            ///
            /// The documented list does not show it.
            "endDate" => end_date: crate::DateTime,
            /// Format of the file.
            ///
            /// Documented answers have it in upper case, such as `XLSX`; compare without regard to case.
            ///
            /// Documented answers have it in upper case, such as `XLSX`; compare without regard to case.
            "format" => format: ReportFormat,
            /// Id of the report, a UUID.
            ///
            /// The documented list does not show it.
            "id" => id: crate::Id,
            /// Name of the report.
            "name" => name: String,
            /// Beginning of the period that the report covers, in UTC.
            ///
            /// The documented list does not show it.
            "startDate" => start_date: crate::DateTime,
            /// How far the generation has come.
            ///
            /// The documented list does not show it.
            "status" => status: ReportStatus,
            /// What set off the generation.
            ///
            /// The documented list does not show it.
            "type" => type_: ReportType,
        }
    }

    received! {
        /// A reseller account, as providers and distributors see it.
        pub struct Reseller {
            /// Postal address, also printed on invoices. Some services apply rules of their vendor to it
            /// (documented).
            "address" => address: Address,
            /// Further named texts kept with the account. Which names mean something is not documented.
            "attributes" => attributes: BTreeMap<String, String>,
            /// Contacts for administration, billing and technical matters.
            "contactPersons" => contact_persons: Vec<ContactPerson>,
            /// Currency in which the reseller deals, an ISO 4217 code such as `USD`.
            "currency" => currency: String,
            /// Name of the customer class that the reseller is put in, such as `Default`. What a class decides is
            /// not documented.
            "customerClass" => customer_class: String,
            /// The caller's own key for the account, free to choose and usable as a list filter. Whether the
            /// service refuses duplicates is not documented.
            "externalId" => external_id: crate::Id,
            /// Id of the account: digits, but treat it as text. The service assigns it and ignores one that is sent
            /// (documented example).
            "id" => id: crate::Id,
            /// Language of notifications and of the panel, a two-letter code such as `en`. Upper case was accepted
            /// as well (seen in client code).
            "language" => language: String,
            /// Name of the company, or of the person where there is none.
            "name" => name: String,
            /// State of the account. New customers are `pending` and turn `active` later without further action
            /// (documented).
            "status" => status: AccountStatus,
            /// Tax registration number, used in working out taxes and exemptions.
            ///
            /// The documented answer to creating a customer leaves it out although it was sent; a later read has
            /// it.
            "taxRegId" => tax_reg_id: crate::Id,
            /// Name of the tax engine that serves the reseller, such as `Vertex`.
            "taxationProviderName" => taxation_provider_name: String,
        }
    }

    sent! {
        /// A reseller account, as providers and distributors see it.
        ///
        /// Name, address, contacts, language and currency are required.
        ///
        /// `Debug` hides secrets. Serialization writes them in plain text: do not serialize this type into a
        /// log.
        #[doc(alias = "Reseller")]
        pub struct ResellerInput {
            required {
                /// Postal address, also printed on invoices. Some services apply rules of their vendor to it
                /// (documented).
                "address" => address: AddressInput,
                /// Contacts for administration, billing and technical matters.
                "contactPersons" => contact_persons: Vec<ContactPersonInput>,
                /// Currency in which the reseller deals, an ISO 4217 code such as `USD`.
                "currency" => currency: String,
                /// Language of notifications and of the panel, a two-letter code such as `en`. Upper case was accepted
                /// as well (seen in client code).
                "language" => language: String,
                /// Name of the company, or of the person where there is none.
                "name" => name: String,
            }
            optional {
                /// Further named texts kept with the account. Which names mean something is not documented.
                "attributes" => attributes: BTreeMap<String, String>,
                /// Name of the customer class that the reseller is put in, such as `Default`. What a class decides is
                /// not documented.
                "customerClass" => customer_class: String,
                /// The caller's own key for the account, free to choose and usable as a list filter. Whether the
                /// service refuses duplicates is not documented.
                "externalId" => external_id: crate::Id,
                /// State of the account. New customers are `pending` and turn `active` later without further action
                /// (documented).
                ///
                /// Ignored for new accounts (documented), although other clients send it (observed).
                "status" => status: AccountStatus,
                /// Tax registration number, used in working out taxes and exemptions.
                "taxRegId" => tax_reg_id: crate::Id,
                /// Name of the tax engine that serves the reseller, such as `Vertex`.
                "taxationProviderName" => taxation_provider_name: String,
            }
        }
    }

    received! {
        /// One page of resellers.
        #[doc(alias = "ResultListReseller")]
        pub struct ResellerList {
            /// The resellers of this page, in the short form of list rows (assumed); empty when none match.
            "data" => data: Vec<ResellerSummary>,
            /// Where the page stands in the whole list.
            "pagination" => pagination: Pagination,
        }
    }

    received! {
        /// A reseller account, as providers and distributors see it.
        ///
        /// Rows of lists probably carry `id`, `externalId`, `name` and `status` only (assumed, by likeness to
        /// customers).
        #[doc(alias = "Reseller")]
        pub struct ResellerSummary {
            /// Postal address, also printed on invoices. Some services apply rules of their vendor to it
            /// (documented).
            ///
            /// Probably not sent in list rows (assumed); fetch the reseller.
            "address" => address: Address,
            /// Further named texts kept with the account. Which names mean something is not documented.
            ///
            /// Probably not sent in list rows (assumed); fetch the reseller.
            "attributes" => attributes: BTreeMap<String, String>,
            /// Contacts for administration, billing and technical matters.
            ///
            /// Probably not sent in list rows (assumed); fetch the reseller.
            "contactPersons" => contact_persons: Vec<ContactPerson>,
            /// Currency in which the reseller deals, an ISO 4217 code such as `USD`.
            ///
            /// Probably not sent in list rows (assumed); fetch the reseller.
            "currency" => currency: String,
            /// Name of the customer class that the reseller is put in, such as `Default`. What a class decides is
            /// not documented.
            ///
            /// Probably not sent in list rows (assumed); fetch the reseller.
            "customerClass" => customer_class: String,
            /// The caller's own key for the account, free to choose and usable as a list filter. Whether the
            /// service refuses duplicates is not documented.
            "externalId" => external_id: crate::Id,
            /// Id of the account: digits, but treat it as text. The service assigns it and ignores one that is sent
            /// (documented example).
            "id" => id: crate::Id,
            /// Language of notifications and of the panel, a two-letter code such as `en`. Upper case was accepted
            /// as well (seen in client code).
            ///
            /// Probably not sent in list rows (assumed); fetch the reseller.
            "language" => language: String,
            /// Name of the company, or of the person where there is none.
            "name" => name: String,
            /// State of the account. New customers are `pending` and turn `active` later without further action
            /// (documented).
            "status" => status: AccountStatus,
            /// Tax registration number, used in working out taxes and exemptions.
            ///
            /// The documented answer to creating a customer leaves it out although it was sent; a later read has
            /// it.
            ///
            /// Probably not sent in list rows (assumed); fetch the reseller.
            "taxRegId" => tax_reg_id: crate::Id,
            /// Name of the tax engine that serves the reseller, such as `Vertex`.
            ///
            /// Probably not sent in list rows (assumed); fetch the reseller.
            "taxationProviderName" => taxation_provider_name: String,
        }
    }

    sent! {
        /// Changes to a reseller. Properties that are left out stay as they are (assumed).
        ///
        /// `Debug` hides secrets. Serialization writes them in plain text: do not serialize this type into a
        /// log.
        #[derive(Default)]
        pub struct ResellerUpdate {
            required {
            }
            optional {
                /// New postal address. Give it whole; whether single lines can be changed is not documented.
                "address" => address: AddressInput,
                /// New attributes. Not in the published document, but sent by other clients (observed). Give all of
                /// them: whether they replace the stored ones is not documented.
                "attributes" => attributes: BTreeMap<String, String>,
                /// New contacts. Give all of them: whether the list replaces the stored one is not documented.
                "contactPersons" => contact_persons: Vec<ContactPersonInput>,
                /// New currency, an ISO 4217 code. Not in the published document, but sent by other clients (observed).
                "currency" => currency: String,
                /// New customer class. Not in the published document, but sent by other clients (observed).
                "customerClass" => customer_class: String,
                /// New value of the caller's own key for the account.
                "externalId" => external_id: crate::Id,
                /// Ignored; the id in the path decides which account is changed.
                "id" => id: crate::Id,
                /// New language. Not in the published document, but sent by other clients (observed).
                "language" => language: String,
                /// New name of the company.
                "name" => name: String,
                /// New state of the account. Only `active` and `creditHold` are supported (documented), although the
                /// enumeration has all six states.
                "status" => status: AccountStatus,
                /// New tax registration number.
                "taxRegId" => tax_reg_id: crate::Id,
                /// New tax engine. Not in the published document, but sent by other clients (observed).
                "taxationProviderName" => taxation_provider_name: String,
            }
        }
    }

    received! {
        /// A service plan with the switches it allows.
        #[doc(alias = "ServicePlanDetailed")]
        pub struct ServicePlan {
            /// When the plan is charged, and who works out the charge.
            "billingModel" => billing_model: BillingModel,
            /// How often invoices are made under the plan.
            "billingPeriod" => billing_period: BillingPeriod,
            /// Id of the plan, as text here; other places show plan ids as numbers.
            "id" => id: crate::Id,
            /// What the plan offers, at length.
            "longDescription" => long_description: String,
            /// Name of the plan for people.
            "name" => name: String,
            /// Plans and periods that a subscription on this plan can move to.
            "planSwitches" => plan_switches: Vec<ServicePlanSubscriptionPeriodSwitch>,
            /// Whether the plan is on offer (assumed from the name; the publisher's text for it belongs to another
            /// member).
            "published" => published: bool,
            /// What the plan offers, in short.
            "shortDescription" => short_description: String,
            /// The terms that the plan can have.
            "subscriptionPeriods" => subscription_periods: Vec<SubscriptionPeriod>,
        }
    }

    received! {
        /// One page of service plans.
        #[doc(alias = "ResultListServicePlan")]
        pub struct ServicePlanList {
            /// The plans of this page, without their switches; empty when there are none.
            "data" => data: Vec<ServicePlanSummary>,
            /// Where the page stands in the whole list.
            "pagination" => pagination: Pagination,
        }
    }

    received! {
        /// One switch that a plan allows, from one of its terms to a term of the target plan.
        pub struct ServicePlanSubscriptionPeriodSwitch {
            /// How the customer is charged for the switch. The publisher gives only the names.
            "billingPolicy" => billing_policy: SwitchBillingPolicy,
            /// Id of the plan to switch to, a number here and text elsewhere.
            "planId" => plan_id: crate::Id as number,
            /// Term of the plan that the switch starts from (assumed from the name).
            "sourceSubscriptionPeriod" => source_subscription_period: Period,
            /// Term on the target plan.
            "subscriptionPeriod" => subscription_period: Period,
            /// When an ordered switch takes effect.
            "whenEffective" => when_effective: SwitchEffectiveDate,
        }
    }

    received! {
        /// A service plan, as it stands in lists, without the switches it allows.
        #[doc(alias = "ServicePlan")]
        pub struct ServicePlanSummary {
            /// When the plan is charged, and who works out the charge.
            "billingModel" => billing_model: BillingModel,
            /// How often invoices are made under the plan.
            "billingPeriod" => billing_period: BillingPeriod,
            /// Id of the plan, as text here; other places show plan ids as numbers.
            "id" => id: crate::Id,
            /// What the plan offers, at length.
            "longDescription" => long_description: String,
            /// Name of the plan for people.
            "name" => name: String,
            /// Whether the plan is on offer (assumed from the name; the publisher's text for it belongs to another
            /// member).
            "published" => published: bool,
            /// What the plan offers, in short.
            "shortDescription" => short_description: String,
            /// The terms that the plan can have.
            "subscriptionPeriods" => subscription_periods: Vec<SubscriptionPeriod>,
        }
    }

    sent! {
        /// New special prices for products of a subscription. The service answers with the full subscription.
        #[doc(alias = "SubscriptionUpdateSpecialPricing")]
        pub struct SpecialPricingInput {
            required {
                /// The products that get new prices or costs. Required.
                "products" => products: Vec<SubscriptionProductUpdate>,
            }
            optional {
            }
        }
    }

    received! {
        /// A cost per unit for the sales vendor, the provider that sells to the reseller (assumed). The
        /// publisher marks it as never read.
        pub struct SpecialProviderCost {
            /// Amount for one unit, as decimal text with a point and any number of decimals. Exclusive of tax
            /// (assumed).
            "amount" => amount: crate::Decimal,
            /// Currency of the amount, as an ISO 4217 code such as `USD`.
            "currency" => currency: String,
        }
    }

    sent! {
        /// A cost per unit for the sales vendor, the provider that sells to the reseller (assumed). The
        /// publisher marks it as never read.
        #[doc(alias = "SpecialProviderCost")]
        pub struct SpecialProviderCostInput {
            required {
                /// Amount for one unit, as decimal text with a point and any number of decimals. Exclusive of tax
                /// (assumed).
                "amount" => amount: crate::Decimal,
                /// Currency of the amount, as an ISO 4217 code such as `USD`.
                "currency" => currency: String,
            }
            optional {
            }
        }
    }

    received! {
        /// A subscription with its products, totals and parameters. It can end without any order, simply by
        /// turning `terminated` or `removed` (observed).
        #[doc(alias = "SubscriptionDetailed")]
        pub struct Subscription {
            /// Custom attributes, as names with text values. Among them can be `PONumber`, which is out of date
            /// once the subscription has ended (observed).
            "attributes" => attributes: BTreeMap<String, String>,
            /// When the subscription is charged. Can be null (seen in client code).
            "billingModel" => billing_model: BillingModel,
            /// How often the subscription is invoiced. Differs from `subscriptionPeriod` where, say, a yearly term
            /// is billed monthly (observed).
            "billingPeriod" => billing_period: Period,
            /// Day the subscription was created, `YYYY-MM-DD`. Can be null (seen in client code).
            "creationDate" => creation_date: crate::Date,
            /// Identifier of the customer that holds the subscription.
            "customerId" => customer_id: crate::Id,
            /// Day the subscription runs out, `YYYY-MM-DD`. For a subscription that has ended already it can lie
            /// years ahead (observed). Can be null (seen in client code).
            "expirationDate" => expiration_date: crate::Date,
            /// Parameters that came out of provisioning. For Microsoft products, `ms_customer_id` holds the tenant
            /// identifier (observed).
            "fulfillmentParameters" => fulfillment_parameters: Vec<FulfilmentParameterValue>,
            /// Identifier of the subscription. Digits sent as text; treat it as opaque.
            "id" => id: crate::Id,
            /// Day of the last change, `YYYY-MM-DD`. For an ended subscription it can be the day on which
            /// non-renewal was decided, not the day it ended (observed). Can be null (seen in client code).
            "lastModifiedDate" => last_modified_date: crate::Date,
            /// Name of the subscription, which is the name of its product (observed).
            "name" => name: String,
            /// Parameters given with the order. For Microsoft products, `microsoft_domain` holds the domain
            /// (observed).
            "orderParameters" => order_parameters: Vec<OrderParameterValue>,
            /// Identifier of the service plan. Declared as a number here, although orders and plans have it as
            /// text; can be null (seen in client code).
            "planId" => plan_id: crate::Id as number,
            /// Products of the subscription with quantities and prices. Almost always a single one for Microsoft
            /// new-commerce products (observed), but do not count on it.
            "products" => products: Vec<SubscriptionProduct>,
            /// Day the subscription is due for renewal, `YYYY-MM-DD`. Can be null (seen in client code).
            "renewalDate" => renewal_date: crate::Date,
            /// Whether the subscription renews by itself at the end of its period. Change it by updating the
            /// subscription.
            "renewalStatus" => renewal_status: bool,
            /// State of the subscription and of its services. `removed` is far more frequent than `terminated`
            /// (observed), so look for both when you look for ended subscriptions.
            "status" => status: SubscriptionStatus,
            /// How long each commitment lasts; not the rhythm of the invoices.
            "subscriptionPeriod" => subscription_period: Period,
            /// What the customer pays for the subscription in each billing period.
            "totalPrice" => total_price: TotalPrice,
            /// What the reseller pays in total, by its name for the whole subscription period (assumed).
            "totalSubscriptionCost" => total_subscription_cost: TotalSubscriptionCost,
            /// What the customer pays in total, by its name for the whole subscription period (assumed).
            "totalSubscriptionPrice" => total_subscription_price: TotalSubscriptionPrice,
            /// What the provider pays in total, by its name for the whole subscription period (assumed).
            "totalSubscriptionProviderCost" => total_subscription_provider_cost: TotalSubscriptionProviderCost,
        }
    }

    received! {
        /// One page of subscriptions. The newest come first since version 1.5 (documented).
        #[doc(alias = "ResultListSubscription")]
        pub struct SubscriptionList {
            /// The rows of this page, without products and quantities. An empty list when nothing matches, never
            /// absent or null since version 1.5 (documented).
            "data" => data: Vec<SubscriptionSummary>,
            /// Position of this page and the number of all matching subscriptions. Its `limit` echoes the requested
            /// limit, so advance by the number of rows received.
            "pagination" => pagination: Pagination,
        }
    }

    received! {
        /// A term that a service plan can have.
        pub struct SubscriptionPeriod {
            /// Whether the term is in use for subscriptions; not documented further.
            "active" => active: bool,
            /// Length of the term, in units of `type`.
            "duration" => duration: i64,
            /// Whether the term is a trial.
            "trial" => trial: bool,
            /// Unit in which `duration` counts.
            "type" => type_: PeriodType,
        }
    }

    received! {
        /// One product of a subscription.
        pub struct SubscriptionProduct {
            /// What the customer pays for all units of this product.
            "extendedPrice" => extended_price: ExtendedPrice,
            /// Identifier of the product in the catalogue, for example `PRD326576`.
            "id" => id: crate::Id,
            /// Manufacturer part number of the product. It need not be unique in the catalogue.
            "mpn" => mpn: String,
            /// Name of the product, sent since version 1.5 (documented).
            "name" => name: String,
            /// Number of units the subscription allows. Change it with a change order; updating the subscription
            /// does not touch it.
            "quantity" => quantity: crate::Decimal as number,
            /// What the reseller pays for this product in total, by its name for the whole subscription period
            /// (assumed).
            "totalSubscriptionCost" => total_subscription_cost: TotalSubscriptionCost,
            /// What the customer pays for this product in total, by its name for the whole subscription period
            /// (assumed).
            "totalSubscriptionPrice" => total_subscription_price: TotalSubscriptionPrice,
            /// What the provider pays for this product in total, by its name for the whole subscription period
            /// (assumed).
            "totalSubscriptionProviderCost" => total_subscription_provider_cost: TotalSubscriptionProviderCost,
            /// What the reseller pays for one unit.
            "unitCost" => unit_cost: UnitCost,
            /// What the customer pays for one unit.
            "unitPrice" => unit_price: UnitPrice,
            /// What the provider pays for one unit (assumed from its name).
            "unitProviderCost" => unit_provider_cost: UnitProviderCost,
            /// Identifier of the manufacturer, as in the catalogue.
            "vendor" => vendor: String,
            /// Identifier that the vendor gives to the subscription.
            "vendorSubscriptionId" => vendor_subscription_id: crate::Id,
        }
    }

    sent! {
        /// New price and costs for one product of a subscription. The product is named by `mpn` or `id`; there
        /// is no member for its quantity.
        #[derive(Default)]
        pub struct SubscriptionProductUpdate {
            required {
            }
            optional {
                /// Catalogue identifier of the product to change.
                "id" => id: crate::Id,
                /// Manufacturer part number of the product to change.
                "mpn" => mpn: String,
                /// What the reseller is to pay for one unit.
                "unitCost" => unit_cost: UnitCostInput,
                /// What the customer is to pay for one unit.
                "unitPrice" => unit_price: UnitPriceInput,
                /// What the provider is to pay for one unit (assumed from its name).
                "unitProviderCost" => unit_provider_cost: UnitProviderCostInput,
            }
        }
    }

    received! {
        /// One row of a subscription list. Rows never carry products, quantities, prices, parameters or the
        /// plan (observed); fetch the subscription by its `id` for those.
        #[doc(alias = "Subscription")]
        pub struct SubscriptionSummary {
            /// Custom attributes, as names with text values. Among them can be `PONumber`, which is out of date
            /// once the subscription has ended (observed).
            "attributes" => attributes: BTreeMap<String, String>,
            /// When the subscription is charged. Can be null (seen in client code).
            "billingModel" => billing_model: BillingModel,
            /// How often the subscription is invoiced. Differs from `subscriptionPeriod` where, say, a yearly term
            /// is billed monthly (observed).
            "billingPeriod" => billing_period: Period,
            /// Day the subscription was created, `YYYY-MM-DD`. Can be null (seen in client code).
            "creationDate" => creation_date: crate::Date,
            /// Identifier of the customer that holds the subscription.
            "customerId" => customer_id: crate::Id,
            /// Day the subscription runs out, `YYYY-MM-DD`. For a subscription that has ended already it can lie
            /// years ahead (observed). Can be null (seen in client code).
            "expirationDate" => expiration_date: crate::Date,
            /// Identifier of the subscription. Digits sent as text; treat it as opaque.
            "id" => id: crate::Id,
            /// Day of the last change, `YYYY-MM-DD`. For an ended subscription it can be the day on which
            /// non-renewal was decided, not the day it ended (observed). Can be null (seen in client code).
            "lastModifiedDate" => last_modified_date: crate::Date,
            /// Name of the subscription, which is the name of its product (observed).
            "name" => name: String,
            /// Day the subscription is due for renewal, `YYYY-MM-DD`. Can be null (seen in client code).
            "renewalDate" => renewal_date: crate::Date,
            /// Whether the subscription renews by itself at the end of its period. Change it by updating the
            /// subscription.
            "renewalStatus" => renewal_status: bool,
            /// State of the subscription and of its services. `removed` is far more frequent than `terminated`
            /// (observed), so look for both when you look for ended subscriptions.
            "status" => status: SubscriptionStatus,
            /// How long each commitment lasts; not the rhythm of the invoices.
            "subscriptionPeriod" => subscription_period: Period,
        }
    }

    received! {
        /// Total contract values (TCV) of one subscription of an order. Set by the service.
        pub struct SubscriptionTcvDetailsInfo {
            /// End date of the subscription after co-terming. Text without a declared format; the published example
            /// is a plain date, `YYYY-MM-DD`.
            "alignedExpirationDate" => aligned_expiration_date: String,
            /// Identifier of the service plan of the subscription.
            "planId" => plan_id: crate::Id,
            /// The contract values, one entry for each pair of seller and buyer in the chain of resale.
            "tcvs" => tcvs: Vec<TcvDetailInfo>,
        }
    }

    sent! {
        /// The changes that can be made to a subscription without an order. Leave out what is to stay as it is;
        /// a quantity can only be changed with a change order.
        #[derive(Default)]
        pub struct SubscriptionUpdate {
            required {
            }
            optional {
                /// Custom attributes to set, as names with text values. Whether attributes that are left out stay is
                /// not documented.
                "attributes" => attributes: BTreeMap<String, String>,
                /// The products that get new prices or costs.
                "products" => products: Vec<SubscriptionProductUpdate>,
                /// Whether the subscription is to renew by itself from now on; `false` lets it run out at the end of
                /// its period (assumed).
                "renewalStatus" => renewal_status: bool,
            }
        }
    }

    received! {
        /// The subscription that a change order with a partial upgrade has led to.
        pub struct TargetSubscriptionInfo {
            /// Whether the subscription is co-termed. A plain flag, unlike the member of this name on a product.
            "coterming" => coterming: bool,
            /// Identifier of the subscription. Declared as a number here, although identifiers are text elsewhere.
            "id" => id: crate::Id as number,
            /// Whether the subscription was made by the order.
            "type" => type_: TargetSubscriptionInfoType,
        }
    }

    sent! {
        /// The subscription that a change order with a partial upgrade has led to.
        #[doc(alias = "TargetSubscriptionInfo")]
        #[derive(Default)]
        pub struct TargetSubscriptionInfoInput {
            required {
            }
            optional {
                /// Whether the subscription is co-termed. A plain flag, unlike the member of this name on a product.
                "coterming" => coterming: bool,
                /// Identifier of the subscription. Declared as a number here, although identifiers are text elsewhere.
                "id" => id: crate::Id as number,
                /// Whether the subscription was made by the order.
                "type" => type_: TargetSubscriptionInfoType,
            }
        }
    }

    received! {
        /// Tax on a price line. Set by the service.
        pub struct TaxAmount {
            /// The amount of tax, as decimal text with a point and any number of decimals.
            "amount" => amount: crate::Decimal,
            /// Currency of the amount, as an ISO 4217 code such as `USD`.
            "currency" => currency: String,
        }
    }

    received! {
        /// Total contract values of a subscription between one seller and one buyer, for one billing period
        /// (documented) and, in `planPeriod`, for the period of the plan.
        pub struct TcvDetailInfo {
            /// Identifier of the account that buys. Declared as a number here, although identifiers are text
            /// elsewhere.
            "buyerId" => buyer_id: crate::Id as number,
            /// Discount contained in the contract value, or the value after discount; its name allows both and
            /// nothing is documented.
            "discTotal" => disc_total: Price,
            /// Contract value that applies in the end (assumed from its name).
            "effectiveTotal" => effective_total: Price,
            /// End of the period that the values are for, as a date-time.
            "endDate" => end_date: crate::DateTime,
            /// The values for the period of the plan (assumed from its name).
            "planPeriod" => plan_period: TcvInfo,
            /// Identifier of the account that sells. Declared as a number here, although identifiers are text
            /// elsewhere.
            "sellerId" => seller_id: crate::Id as number,
            /// Start of the period that the values are for, as a date-time.
            "startDate" => start_date: crate::DateTime,
            /// Contract value before any discount (assumed from its name).
            "total" => total: Price,
        }
    }

    received! {
        /// Total contract values for the period of the plan (assumed from the member that holds it; its
        /// published text is that of a date).
        pub struct TcvInfo {
            /// Discount contained in the contract value, or the value after discount; its name allows both and
            /// nothing is documented.
            "discTotal" => disc_total: Price,
            /// Contract value that applies in the end (assumed from its name).
            "effectiveTotal" => effective_total: Price,
            /// Contract value before any discount (assumed from its name).
            "total" => total: Price,
        }
    }

    received! {
        /// Total contract values of one product between one seller and one buyer.
        pub struct TcvProductInfo {
            /// Identifier of the account that buys. Declared as a number here, although identifiers are text
            /// elsewhere.
            "buyerId" => buyer_id: crate::Id as number,
            /// Discount contained in the contract value, or the value after discount; its name allows both and
            /// nothing is documented.
            "discTotal" => disc_total: Price,
            /// Contract value that applies in the end (assumed from its name).
            "effectiveTotal" => effective_total: Price,
            /// Identifier of the account that sells. Declared as a number here, although identifiers are text
            /// elsewhere.
            "sellerId" => seller_id: crate::Id as number,
            /// Contract value before any discount (assumed from its name).
            "total" => total: Price,
        }
    }

    sent! {
        /// Total contract values of one product between one seller and one buyer.
        #[doc(alias = "TcvProductInfo")]
        #[derive(Default)]
        pub struct TcvProductInfoInput {
            required {
            }
            optional {
                /// Identifier of the account that buys. Declared as a number here, although identifiers are text
                /// elsewhere.
                "buyerId" => buyer_id: crate::Id as number,
                /// Discount contained in the contract value, or the value after discount; its name allows both and
                /// nothing is documented.
                "discTotal" => disc_total: PriceInput,
                /// Contract value that applies in the end (assumed from its name).
                "effectiveTotal" => effective_total: PriceInput,
                /// Identifier of the account that sells. Declared as a number here, although identifiers are text
                /// elsewhere.
                "sellerId" => seller_id: crate::Id as number,
                /// Contract value before any discount (assumed from its name).
                "total" => total: PriceInput,
            }
        }
    }

    received! {
        /// A bearer token and its life.
        ///
        /// `Debug` hides secrets. Serialization writes them in plain text: do not serialize this type into a
        /// log.
        pub struct TokenInfo {
            /// Life of the token in seconds from the answer on, 1500 at present (documented). Rely on this number
            /// and renew a little early.
            "expiresInSeconds" => expires_in_seconds: i64,
            /// The bearer token for all other calls. Opaque and secret: never log it or look inside.
            "token" => token: crate::Secret,
        }
    }

    sent! {
        /// What to send along with login and password to get a token.
        #[derive(Default)]
        pub struct TokenRequest {
            required {
            }
            optional {
                /// Code of the reseller's own marketplace, in lower case, mostly a country such as `us`, `ca`, `br`,
                /// `nl`, `se` or `au` (seen in client code). It can be read from the address of the control panel.
                "marketplace" => marketplace: String,
            }
        }
    }

    received! {
        /// Total price of an order, by its name an estimate. Set by the service.
        pub struct TotalOrderPriceEstimation {
            /// The amount, as decimal text with a point and any number of decimals. Exclusive of tax (assumed).
            "amount" => amount: crate::Decimal,
            /// Currency of the amount, as an ISO 4217 code such as `USD`.
            "currency" => currency: String,
        }
    }

    received! {
        /// What a subscription costs the customer in each billing period.
        pub struct TotalPrice {
            /// The amount, as decimal text with a point and any number of decimals. Exclusive of tax (assumed).
            "amount" => amount: crate::Decimal,
            /// Currency of the amount, as an ISO 4217 code such as `USD`.
            "currency" => currency: String,
        }
    }

    received! {
        /// What the reseller pays in total, by its name for the whole subscription period (assumed).
        pub struct TotalSubscriptionCost {
            /// The amount, as decimal text with a point and any number of decimals. Exclusive of tax (assumed).
            "amount" => amount: crate::Decimal,
            /// Currency of the amount, as an ISO 4217 code such as `USD`.
            "currency" => currency: String,
        }
    }

    received! {
        /// What the customer pays in total, by its name for the whole subscription period (assumed).
        pub struct TotalSubscriptionPrice {
            /// The amount, as decimal text with a point and any number of decimals. Exclusive of tax (assumed).
            "amount" => amount: crate::Decimal,
            /// Currency of the amount, as an ISO 4217 code such as `USD`.
            "currency" => currency: String,
        }
    }

    received! {
        /// What the provider pays in total, by its name for the whole subscription period (assumed).
        pub struct TotalSubscriptionProviderCost {
            /// The amount, as decimal text with a point and any number of decimals. Exclusive of tax (assumed).
            "amount" => amount: crate::Decimal,
            /// Currency of the amount, as an ISO 4217 code such as `USD`.
            "currency" => currency: String,
        }
    }

    received! {
        /// What the reseller pays for one unit of a product.
        pub struct UnitCost {
            /// The amount, as decimal text with a point and any number of decimals. Exclusive of tax (assumed).
            "amount" => amount: crate::Decimal,
            /// Currency of the amount, as an ISO 4217 code such as `USD`.
            "currency" => currency: String,
            /// Amounts by quantity, for products that are sold in tiers.
            "priceTiers" => price_tiers: Vec<OrderPriceTier>,
        }
    }

    sent! {
        /// What the reseller pays for one unit of a product.
        #[doc(alias = "UnitCost")]
        pub struct UnitCostInput {
            required {
                /// The amount, as decimal text with a point and any number of decimals. Exclusive of tax (assumed).
                "amount" => amount: crate::Decimal,
                /// Currency of the amount, as an ISO 4217 code such as `USD`.
                "currency" => currency: String,
            }
            optional {
                /// Amounts by quantity, for products that are sold in tiers.
                "priceTiers" => price_tiers: Vec<OrderPriceTierInput>,
            }
        }
    }

    received! {
        /// What the customer pays for one unit of a product.
        pub struct UnitPrice {
            /// The amount, as decimal text with a point and any number of decimals. Exclusive of tax (assumed).
            "amount" => amount: crate::Decimal,
            /// Currency of the amount, as an ISO 4217 code such as `USD`.
            "currency" => currency: String,
            /// Amounts by quantity, for products that are sold in tiers.
            "priceTiers" => price_tiers: Vec<OrderPriceTier>,
        }
    }

    sent! {
        /// What the customer pays for one unit of a product.
        #[doc(alias = "UnitPrice")]
        pub struct UnitPriceInput {
            required {
                /// The amount, as decimal text with a point and any number of decimals. Exclusive of tax (assumed).
                "amount" => amount: crate::Decimal,
                /// Currency of the amount, as an ISO 4217 code such as `USD`.
                "currency" => currency: String,
            }
            optional {
                /// Amounts by quantity, for products that are sold in tiers.
                "priceTiers" => price_tiers: Vec<OrderPriceTierInput>,
            }
        }
    }

    received! {
        /// What the provider pays for one unit of a product (assumed from its name).
        pub struct UnitProviderCost {
            /// The amount, as decimal text with a point and any number of decimals. Exclusive of tax (assumed).
            "amount" => amount: crate::Decimal,
            /// Currency of the amount, as an ISO 4217 code such as `USD`.
            "currency" => currency: String,
        }
    }

    sent! {
        /// What the provider pays for one unit of a product (assumed from its name).
        #[doc(alias = "UnitProviderCost")]
        pub struct UnitProviderCostInput {
            required {
                /// The amount, as decimal text with a point and any number of decimals. Exclusive of tax (assumed).
                "amount" => amount: crate::Decimal,
                /// Currency of the amount, as an ISO 4217 code such as `USD`.
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
                "{}/customers/{}", client.baseurl, encode_path(& id.to_string()) ?,
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
                "{}/customers/{}", client.baseurl, encode_path(& id.to_string()) ?,
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
                "{}/orders/{}", client.baseurl, encode_path(& id.to_string()) ?,
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
                "{}/orders/{}", client.baseurl, encode_path(& id.to_string()) ?,
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
            let url = format!(
                "{}/plans/{}", client.baseurl, encode_path(& id.to_string()) ?,
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
                "{}/reports/{}", client.baseurl, encode_path(& report_id.to_string()) ?,
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
                "{}/resellers/{}", client.baseurl, encode_path(& id.to_string()) ?,
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
                "{}/resellers/{}", client.baseurl, encode_path(& id.to_string()) ?,
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
                "{}/resellers/{}/customers", client.baseurl, encode_path(& id.to_string()) ?,
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
                "{}/resellers/{}/customers", client.baseurl, encode_path(& id.to_string()) ?,
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
                "{}/resellers/{}/orders", client.baseurl, encode_path(& id.to_string()) ?,
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
                "{}/subscriptions/{}", client.baseurl, encode_path(& id.to_string()) ?,
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
                "{}/subscriptions/{}", client.baseurl, encode_path(& id.to_string()) ?,
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
                .to_string()) ?,
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
