//! What is sold: vendors, services, products and prices, all invented.

/// Plans of the same products that differ by term.
pub(super) struct Family {
    pub(super) service: &'static str,
    pub(super) vendor: &'static str,
    pub(super) name: &'static str,
    pub(super) about: &'static str,
    pub(super) terms: &'static [Term],
    /// Of the recurring price, in thousandths.
    pub(super) cost_share: i64,
    pub(super) usage_billed: bool,
    pub(super) coterming: Option<CotermRule>,
    pub(super) items: &'static [Item],
    /// Names of families that subscribers may go over to, under the same term.
    pub(super) upgrades: &'static [&'static str],
}

/// How long it binds, and how often it is invoiced.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum Term {
    Monthly,
    YearlyPaidMonthly,
    YearlyPaidYearly,
}

/// Whether and with what an end date may be aligned.
#[derive(Clone, Copy)]
pub(super) enum CotermRule {
    AllowedWithSubscription,
    AllowedWithMonth,
    MandatoryWithSubscription,
    Never,
}

pub(super) struct Item {
    /// The same for every term when it ends without `-`; otherwise the term is added to it.
    pub(super) mpn: &'static str,
    pub(super) name: &'static str,
    /// In cents of a US dollar, per unit and month of a yearly term. More than one tier: quantity from which on, and price.
    pub(super) monthly: &'static [(u32, i64)],
    pub(super) tiers: Tiers,
    pub(super) setup: Option<i64>,
    pub(super) overuse: Option<i64>,
    pub(super) minimum: u32,
    pub(super) maximum: u32,
    /// The item of the same family that it needs.
    pub(super) needs: Option<usize>,
    pub(super) parameters: &'static [Parameter],
    /// The usual quantity.
    pub(super) usual: Usual,
}

#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Tiers {
    Flat,
    /// Every unit has the price of its own tier.
    Tiered,
    /// All units have the price of the tier that is reached.
    Volume,
}

#[derive(Clone, Copy)]
pub(super) enum Usual {
    Users,
    Machines,
    Gigabytes,
    Few,
}

pub(super) struct Parameter {
    pub(super) name: &'static str,
    pub(super) required: bool,
    pub(super) kind: Kind,
}

#[derive(Clone, Copy)]
pub(super) enum Kind {
    Text,
    Domain,
    Email,
    Choice(&'static [(&'static str, &'static str)]),
}

/// The parameter of the directory service that holds the customer's domain.
pub(super) const DIRECTORY_DOMAIN: &str = "velloran_domain";
/// What the directory service answers: the customer's tenant.
pub(super) const DIRECTORY_TENANT: &str = "velloran_tenant_id";
pub(super) const DIRECTORY_VENDOR: &str = "Velloran Systems";

const ALL: &[Term] = &[Term::Monthly, Term::YearlyPaidMonthly, Term::YearlyPaidYearly];
const REGIONS: &[(&str, &str)] = &[("ca", "Canada"), ("eu", "European Union"), ("us", "United States")];
const DOMAIN: Parameter = Parameter { name: DIRECTORY_DOMAIN, required: true, kind: Kind::Domain };
const REGION: Parameter = Parameter { name: "data_region", required: false, kind: Kind::Choice(REGIONS) };
const ADMIN_EMAIL: Parameter = Parameter { name: "admin_email", required: true, kind: Kind::Email };

const BASE: Item = Item {
    mpn: "",
    name: "",
    monthly: &[],
    tiers: Tiers::Flat,
    setup: None,
    overuse: None,
    minimum: 1,
    maximum: 5_000,
    needs: None,
    parameters: &[],
    usual: Usual::Users,
};

pub(super) const FAMILIES: &[Family] = &[
    Family {
        service: "Velloran Workplace",
        vendor: DIRECTORY_VENDOR,
        name: "Workplace Starter",
        about: "Mail, calendar and files in the browser.",
        terms: ALL,
        cost_share: 840,
        usage_billed: false,
        coterming: Some(CotermRule::AllowedWithSubscription),
        items: &[
            Item {
                mpn: "VWP-START",
                name: "Velloran Workplace Starter",
                monthly: &[(0, 600)],
                parameters: &[DOMAIN],
                ..BASE
            },
            Item {
                mpn: "VWP-MAILPLUS-",
                name: "Velloran Mailbox Plus 100 GB",
                monthly: &[(0, 150)],
                needs: Some(0),
                usual: Usual::Few,
                ..BASE
            },
        ],
        upgrades: &["Workplace Team", "Workplace Complete"],
    },
    Family {
        service: "Velloran Workplace",
        vendor: DIRECTORY_VENDOR,
        name: "Workplace Team",
        about: "Starter, and the applications for the desktop.",
        terms: ALL,
        cost_share: 840,
        usage_billed: false,
        coterming: Some(CotermRule::AllowedWithSubscription),
        items: &[
            Item {
                mpn: "VWP-TEAM-",
                name: "Velloran Workplace Team",
                monthly: &[(0, 1_250)],
                parameters: &[DOMAIN],
                ..BASE
            },
            Item {
                mpn: "VWP-CALLS-",
                name: "Velloran Calls for Team",
                monthly: &[(0, 800)],
                needs: Some(0),
                parameters: &[Parameter { name: "calling_country", required: false, kind: Kind::Text }],
                usual: Usual::Few,
                ..BASE
            },
            Item {
                mpn: "VWP-ARCHIVE-",
                name: "Velloran Archive for Team",
                monthly: &[(0, 300)],
                needs: Some(0),
                usual: Usual::Few,
                ..BASE
            },
        ],
        upgrades: &["Workplace Complete"],
    },
    Family {
        service: "Velloran Workplace",
        vendor: DIRECTORY_VENDOR,
        name: "Workplace Complete",
        about: "Team, with device management and protection of identities.",
        terms: ALL,
        cost_share: 850,
        usage_billed: false,
        coterming: Some(CotermRule::AllowedWithSubscription),
        items: &[
            Item {
                mpn: "VWP-COMPL-",
                name: "Velloran Workplace Complete",
                monthly: &[(0, 2_200)],
                parameters: &[DOMAIN],
                ..BASE
            },
            Item {
                mpn: "VWP-CALLS-C-",
                name: "Velloran Calls for Complete",
                monthly: &[(0, 700)],
                needs: Some(0),
                usual: Usual::Few,
                ..BASE
            },
        ],
        upgrades: &[],
    },
    Family {
        service: "Korthane Endpoint Guard",
        vendor: "Korthane Security",
        name: "Endpoint Guard",
        about: "Protection of workstations and servers, cheaper by the dozen.",
        terms: &[Term::Monthly, Term::YearlyPaidYearly],
        cost_share: 700,
        usage_billed: false,
        coterming: Some(CotermRule::AllowedWithMonth),
        items: &[
            Item {
                mpn: "KEG-WS",
                name: "Korthane Endpoint Guard Workstation",
                monthly: &[(0, 420), (25, 380), (100, 330)],
                tiers: Tiers::Volume,
                setup: Some(4_900),
                parameters: &[REGION],
                usual: Usual::Machines,
                ..BASE
            },
            Item {
                mpn: "KEG-SRV-",
                name: "Korthane Endpoint Guard Server",
                monthly: &[(0, 1_150)],
                needs: Some(0),
                usual: Usual::Few,
                ..BASE
            },
        ],
        upgrades: &[],
    },
    Family {
        service: "Korthane Mail Shield",
        vendor: "Korthane Security",
        name: "Mail Shield",
        about: "Filters mail before it arrives.",
        terms: &[Term::YearlyPaidMonthly, Term::YearlyPaidYearly],
        cost_share: 720,
        usage_billed: false,
        coterming: Some(CotermRule::MandatoryWithSubscription),
        items: &[Item {
            mpn: "KMS-BOX",
            name: "Korthane Mail Shield Mailbox",
            monthly: &[(0, 210)],
            minimum: 5,
            parameters: &[Parameter { name: "mail_domain", required: true, kind: Kind::Domain }, ADMIN_EMAIL],
            ..BASE
        }],
        upgrades: &[],
    },
    Family {
        service: "Pellimore Vault",
        vendor: "Pellimore Cloud",
        name: "Vault",
        about: "Backups off site. What is stored beyond the order is charged as overuse.",
        terms: &[Term::Monthly, Term::YearlyPaidYearly],
        cost_share: 780,
        usage_billed: false,
        coterming: Some(CotermRule::Never),
        items: &[
            Item {
                mpn: "BACKUP-GB",
                name: "Pellimore Vault Storage, GB",
                monthly: &[(0, 12), (500, 10), (2_000, 8)],
                tiers: Tiers::Tiered,
                overuse: Some(18),
                minimum: 50,
                maximum: 50_000,
                parameters: &[REGION, ADMIN_EMAIL],
                usual: Usual::Gigabytes,
                ..BASE
            },
            Item {
                mpn: "PVT-AGENT-",
                name: "Pellimore Vault Agent",
                monthly: &[(0, 550)],
                needs: Some(0),
                usual: Usual::Few,
                ..BASE
            },
        ],
        upgrades: &[],
    },
    Family {
        service: "Aubrenix Compute",
        vendor: "Aubrenix",
        name: "Compute",
        about: "Virtual servers by the month, charged afterwards.",
        terms: &[Term::Monthly],
        cost_share: 880,
        usage_billed: true,
        coterming: None,
        items: &[
            Item {
                mpn: "AX-S2",
                name: "Aubrenix Server S2, 2 cores 8 GB",
                monthly: &[(0, 3_400)],
                setup: Some(2_500),
                maximum: 200,
                parameters: &[Parameter { name: "data_region", required: true, kind: Kind::Choice(REGIONS) }],
                usual: Usual::Few,
                ..BASE
            },
            Item {
                mpn: "AX-M8",
                name: "Aubrenix Server M8, 8 cores 32 GB",
                monthly: &[(0, 13_200)],
                maximum: 100,
                needs: Some(0),
                usual: Usual::Few,
                ..BASE
            },
            Item {
                mpn: "BACKUP-GB",
                name: "Aubrenix Snapshot Storage, GB",
                monthly: &[(0, 7)],
                overuse: Some(11),
                minimum: 10,
                maximum: 20_000,
                needs: Some(0),
                usual: Usual::Gigabytes,
                ..BASE
            },
        ],
        upgrades: &[],
    },
    Family {
        service: "Drumvale Ledger",
        vendor: "Drumvale Software",
        name: "Ledger",
        about: "Bookkeeping for small companies.",
        terms: &[Term::Monthly, Term::YearlyPaidMonthly],
        cost_share: 650,
        usage_billed: false,
        coterming: None,
        items: &[
            Item {
                mpn: "DLG-USER-",
                name: "Drumvale Ledger User",
                monthly: &[(0, 1_900)],
                setup: Some(9_900),
                maximum: 250,
                parameters: &[
                    ADMIN_EMAIL,
                    Parameter { name: "company_number", required: false, kind: Kind::Text },
                ],
                usual: Usual::Few,
                ..BASE
            },
            Item {
                mpn: "DLG-PAY-",
                name: "Drumvale Ledger Payroll",
                monthly: &[(0, 450)],
                maximum: 250,
                needs: Some(0),
                usual: Usual::Few,
                ..BASE
            },
        ],
        upgrades: &[],
    },
    Family {
        service: "Drumvale Signature",
        vendor: "Drumvale Software",
        name: "Signature",
        about: "Contracts signed on screen.",
        terms: ALL,
        cost_share: 600,
        usage_billed: false,
        coterming: None,
        items: &[Item {
            mpn: "DSG-SEAT-",
            name: "Drumvale Signature Seat",
            monthly: &[(0, 990)],
            overuse: Some(60),
            usual: Usual::Few,
            ..BASE
        }],
        upgrades: &[],
    },
];
