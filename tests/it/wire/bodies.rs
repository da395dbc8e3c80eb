//! Bodies of the recorded requests, built with the public constructors and setters.

use imcloud_raw::{
    Date, Decimal,
    types::{
        AccountStatus, AddressInput, AddressInputRequired, AlignExpirationDateInput, AlignmentType,
        AlreadyAccountedTcvInfoInput, BillingModel, BillingPeriodInput, ContactPersonInput,
        ContactPersonInputRequired, ContactType, CustomerInput, CustomerInputRequired, CustomerUpdate,
        DiscountFrequency, DiscountScope, ExtendedCostInput, MarginPriceModel,
        OrderDealPriceAgreementDiscountInput, OrderDealPriceAgreementInput,
        OrderDealPriceAgreementPriceInput, OrderDealPriceAgreementPriceInputRequired, OrderDealPriceInput,
        OrderInput, OrderLineProductInput, OrderLineProductType, OrderMarginAttributeInput, OrderMarginInput,
        OrderMarginInputRequired, OrderMarginRateInfoInput, OrderMarginRateInput, OrderPriceTierInput,
        OrderSpecialCostInput, OrderSpecialPriceInput, OrderSubscriptionPeriodInput, OrderType,
        OrderVendorAlreadyAccountedTcvInput, OrderVendorBillingSettingsInput,
        OrderVendorDiscountAgreementInput, OrderVendorDiscountInput, OrderVendorDiscountTotalInput,
        ParameterValidationRequest, ParameterValueInput, PeriodInput, PeriodType, PlacementType, PriceInput,
        ProductWithParametersInput, ResellerInput, ResellerInputRequired, ResellerUpdate, ScheduledOn,
        SpecialPricingInput, SpecialProviderCostInput, SubscriptionProductUpdate, SubscriptionUpdate,
        TargetSubscriptionInfoInput, TargetSubscriptionInfoType, TcvProductInfoInput, UnitCostInput,
        UnitPriceInput, UnitProviderCostInput, UpgradeStartType,
    },
};
use serde_json::json;

fn date(text: &str) -> Date {
    text.parse().unwrap()
}

fn decimal(text: &str) -> Decimal {
    text.parse().unwrap()
}

fn address() -> AddressInput {
    AddressInput::new(AddressInputRequired {
        city: "Flensburg".into(),
        country_code: "DE".into(),
        postal_code: "24937".into(),
        street_address: "Lindenufer 3".into(),
    })
}

fn address_with_every_property() -> AddressInput {
    address().address_extension("Hinterhaus").state("SH")
}

fn admin() -> ContactPersonInput {
    ContactPersonInput::new(ContactPersonInputRequired {
        email: "jette@kranich.example".into(),
        first_name: "Jette".into(),
        last_name: "Kranich".into(),
        phone_number: "49##461555020#7".into(),
        type_: ContactType::Admin,
    })
}

fn admin_with_login() -> ContactPersonInput {
    admin().login("jette.kranich").password("Fj0rdlys-\"Initial\"")
}

pub(super) fn customer() -> CustomerInput {
    CustomerInput::new(CustomerInputRequired {
        address: address(),
        contact_persons: [admin()].into(),
        language: "de".into(),
        name: "Kranich Optik GmbH".into(),
    })
}

pub(super) fn customer_with_every_property() -> CustomerInput {
    let billing = ContactPersonInput::new(ContactPersonInputRequired {
        email: "rechnung@kranich.example".into(),
        first_name: "Uwe".into(),
        last_name: "Petersen".into(),
        phone_number: "+49461555021".into(),
        type_: ContactType::Billing,
    });
    CustomerInput::new(CustomerInputRequired {
        address: address_with_every_property(),
        contact_persons: [admin_with_login(), billing].into(),
        language: "de".into(),
        name: "Kranich & Söhne GmbH".into(),
    })
    .attributes([("segment".to_owned(), "retail".to_owned())])
    .external_id("FJL-0204")
    .status(AccountStatus::Active)
    .tax_reg_id("DE900112233")
}

pub(super) fn customer_update_with_every_property() -> CustomerUpdate {
    CustomerUpdate::new()
        .address(address_with_every_property())
        .attributes([("segment".to_owned(), "retail".to_owned())])
        .contact_persons([admin_with_login()])
        .external_id("FJL-0204-B")
        .id("730204")
        .language("da")
        .name("Kranich Optik und Akustik GmbH")
        .status(AccountStatus::Active)
        .tax_reg_id("DE900112234")
}

pub(super) fn reseller() -> ResellerInput {
    ResellerInput::new(ResellerInputRequired {
        address: address(),
        contact_persons: [admin()].into(),
        currency: "EUR".into(),
        language: "de".into(),
        name: "Fördeufer Systeme GmbH".into(),
    })
}

pub(super) fn reseller_with_every_property() -> ResellerInput {
    ResellerInput::new(ResellerInputRequired {
        address: address_with_every_property(),
        contact_persons: [admin_with_login()].into(),
        currency: "EUR".into(),
        language: "de".into(),
        name: "Fördeufer Systeme GmbH".into(),
    })
    .attributes([("region".to_owned(), "Schleswig".to_owned())])
    .customer_class("Partner")
    .external_id("FJL-R4")
    .status(AccountStatus::Active)
    .tax_reg_id("DE900112299")
    .taxation_provider_name("Standardsteuer")
}

pub(super) fn reseller_update_with_every_property() -> ResellerUpdate {
    ResellerUpdate::new()
        .address(address())
        .attributes([("region".to_owned(), "Schleswig".to_owned())])
        .contact_persons([admin()])
        .currency("USD")
        .customer_class("Partner")
        .external_id("MRL-2")
        .id("730020")
        .language("en")
        .name("Marlow, Reed & Daughters Ltd.")
        .status(AccountStatus::Active)
        .tax_reg_id("91-5550120")
        .taxation_provider_name("Vertex")
}

pub(super) fn order(type_: OrderType) -> OrderInput {
    OrderInput::new("730201", type_)
}

pub(super) fn sale() -> OrderInput {
    let domain = ParameterValueInput::new("workspaceDomain").value("bageri.example");
    order(OrderType::Sales).po_number("BAGERI-2026-05").products([
        OrderLineProductInput::new().mpn("QW-DRAFT-BASIC").quantity(6),
        OrderLineProductInput::new().id("SKU-QW-1104").quantity(decimal("1.5")).parameters([domain]),
    ])
}

/// Returns an order with every field that the types allow. The service may reject this combination.
pub(super) fn order_with_every_property() -> OrderInput {
    order(OrderType::Change)
        .align_expiration_date(
            AlignExpirationDateInput::new()
                .alignment_type(AlignmentType::CoTermOnSubscription)
                .subscription_id(860_103),
        )
        .attributes([("campaign".to_owned(), "midsommar".to_owned())])
        .autorenewal(true)
        .billing_model(BillingModel::ChargeBeforeBillingPeriod)
        .credit_check(true)
        .expiration_date(date("2026-11-14"))
        .last_billing_date(date("2026-05-14"))
        .migration_date(date("2026-05-15"))
        .migration_program("heron_transfer_program")
        .next_billing_date(date("2026-06-14"))
        .placement_type(PlacementType::Move)
        .plan_id(5502)
        .po_number("TEGN-79")
        .products([line_with_every_property()])
        .scheduled_on(ScheduledOn::Renewal)
        .start_date(date("2025-11-15"))
        .subscription_id("860103")
        .subscription_period(OrderSubscriptionPeriodInput::new().duration(1).type_(PeriodType::Year))
        .target_subscription_id("860105")
        .upgrade_start_type(UpgradeStartType::FromOldStartDate)
        .vendor_billing_settings(OrderVendorBillingSettingsInput::new(month()))
}

fn line_with_every_property() -> OrderLineProductInput {
    OrderLineProductInput::new()
        .billing_period(month())
        .deals(deals())
        .id("SKU-QW-1102")
        .margins(margins())
        .mpn("QW-DRAFT-PRO")
        .new_id("SKU-QW-1103")
        .new_mpn("QW-DRAFT-PRO-PLUS")
        .new_product_id("sku-MOVED-7Q1")
        .new_subscription(
            TargetSubscriptionInfoInput::new()
                .coterming(true)
                .id(860_105)
                .type_(TargetSubscriptionInfoType::Existing),
        )
        .parameters(parameters())
        .quantity(18)
        .special_cost(OrderSpecialCostInput::new(decimal("12.288"), "EUR"))
        .special_price(OrderSpecialPriceInput::new(decimal("15.36"), "EUR").price_tiers([tier()]))
        .special_provider_cost(SpecialProviderCostInput::new(decimal("11.111"), "EUR"))
        .subscription_id("860103")
        .subscription_period(year())
        .target_subscription_id("860105")
        .tcvs([TcvProductInfoInput::new()
            .buyer_id(730_010)
            .disc_total(PriceInput::new(500, "EUR"))
            .effective_total(PriceInput::new(decimal("361.11"), "EUR"))
            .seller_id(730_001)
            .total(PriceInput::new(decimal("552.96"), "EUR"))])
        .type_(OrderLineProductType::Move)
        .vendor("quillworks")
        .vendor_already_accounted_tcvs([OrderVendorAlreadyAccountedTcvInput::new()
            .buyer_id("730010")
            .seller_id("730001")
            .tcv(AlreadyAccountedTcvInfoInput::new(120, "EUR"))])
        .vendor_discounts([vendor_discount()])
        .vendor_rated_extended_cost(ExtendedCostInput::new(decimal("299.2"), "EUR"))
}

fn deals() -> OrderDealPriceInput {
    let price = |amount: &str| {
        OrderDealPriceAgreementPriceInput::new(OrderDealPriceAgreementPriceInputRequired {
            amount: decimal(amount),
            currency: "EUR".into(),
            type_: "recurring".into(),
        })
    };
    let discount = OrderDealPriceAgreementDiscountInput::new(
        [DiscountScope::Sales, DiscountScope::Renewal, DiscountScope::SwitchPlan],
        [price("-5")],
    );
    let agreement = OrderDealPriceAgreementInput::new()
        .buyer_id("730010")
        .discounts([discount])
        .price_term(BillingPeriodInput::new().duration(1).type_(PeriodType::Year))
        .prices([price("31.25")])
        .seller_id("730001");
    OrderDealPriceInput::new([agreement], true)
}

fn margins() -> OrderMarginInput {
    let rate = |new: &str, original: &str| OrderMarginRateInput::new(decimal(new), decimal(original));
    let info = OrderMarginRateInfoInput::new().buyer_id("730010").rate(rate("6", "7.5")).seller_id("730001");
    let attribute = OrderMarginAttributeInput::new()
        .attribute("tier")
        .attribute_value("gold")
        .reseller_margin(6)
        .total_margin(decimal("11.0"));
    OrderMarginInput::new(OrderMarginInputRequired {
        price_model: MarginPriceModel::Msrp,
        rates: vec![info],
        total_rate: rate("11", "12.5"),
    })
    .attributes([attribute])
}

fn vendor_discount() -> OrderVendorDiscountAgreementInput {
    let discount = OrderVendorDiscountInput::new()
        .discount_percentage(decimal("4.25"))
        .discounted_unit_price(decimal("29.92"))
        .effective_end_date(date("2026-12-31"))
        .effective_start_date(date("2026-07-01"))
        .total_abs_discount(OrderVendorDiscountTotalInput::new(DiscountFrequency::Monthly, decimal("13.3")))
        .validity(PeriodInput::new(6, PeriodType::Month));
    OrderVendorDiscountAgreementInput::new().buyer_id("730010").discount(discount).seller_id("730001")
}

fn month() -> PeriodInput {
    PeriodInput::new(1, PeriodType::Month)
}

fn year() -> PeriodInput {
    PeriodInput::new(1, PeriodType::Year)
}

fn tier() -> OrderPriceTierInput {
    OrderPriceTierInput::new(decimal("14.80"), 20)
}

fn parameters() -> [ParameterValueInput; 7] {
    let named = ParameterValueInput::new;
    [
        named("workspaceDomain").value("heron.example"),
        named("retentionDays").value(90),
        named("encrypted").value(true),
        named("windows").value(json!(["02:00", "14:30"])),
        named("vault").structured_value(json!({ "region": "eu-north", "shards": [1, 2] })),
        named("emptyVault").structured_value(json!({})),
        named("coupon"),
    ]
}

pub(super) fn subscription_update_with_every_property() -> SubscriptionUpdate {
    SubscriptionUpdate::new()
        .attributes([("PONumber".to_owned(), "TEGN-78".to_owned())])
        .products([product_update()])
        .renewal_status(true)
}

pub(super) fn special_pricing() -> SpecialPricingInput {
    SpecialPricingInput::new([product_update()])
}

fn product_update() -> SubscriptionProductUpdate {
    SubscriptionProductUpdate::new()
        .id("SKU-QW-1102")
        .mpn("QW-DRAFT-PRO")
        .unit_cost(UnitCostInput::new(12, "EUR").price_tiers([tier()]))
        .unit_price(UnitPriceInput::new(decimal("15.36"), "EUR").price_tiers([tier()]))
        .unit_provider_cost(UnitProviderCostInput::new(decimal("10.5"), "EUR"))
}

pub(super) fn validation() -> ParameterValidationRequest {
    ParameterValidationRequest::new("730203", [ProductWithParametersInput::new([])])
}

pub(super) fn validation_with_every_property() -> ParameterValidationRequest {
    let product = ProductWithParametersInput::new(parameters())
        .billing_period(month())
        .draft_request_id("DR-66-0192")
        .id("SKU-TM-2001")
        .mpn("TM-BACKUP-TB")
        .quantity(2)
        .subscription_period(year())
        .vendor("tidemark");
    ParameterValidationRequest::new("730203", [product]).type_(OrderType::Change)
}
