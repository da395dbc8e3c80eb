//! Where accounts are and what their people are called. Numbers are of the ranges that telephone authorities keep for fiction.

pub(super) struct Country {
    pub(super) code: &'static str,
    pub(super) currency: &'static str,
    pub(super) language: &'static str,
    pub(super) tax_prefix: &'static str,
    pub(super) legal_forms: &'static [&'static str],
    pub(super) streets: &'static [&'static str],
    /// Whether the number of the house stands before the street.
    pub(super) number_first: bool,
    /// City, state (empty where addresses have none), postal code, and the fictional telephone range: `x` stands for any digit.
    pub(super) cities: &'static [(&'static str, &'static str, &'static str, &'static str)],
}

pub(super) const COUNTRIES: &[(u64, Country)] = &[
    (
        9,
        Country {
            code: "US",
            currency: "USD",
            language: "en",
            tax_prefix: "US",
            legal_forms: &["Inc.", "LLC", "Corp."],
            streets: &["Maple Avenue", "Harbor Street", "Second Street", "Orchard Road", "Mill Lane"],
            number_first: true,
            cities: &[
                ("Portland", "OR", "97205", "+150355501xx"),
                ("Madison", "WI", "53703", "+160855501xx"),
                ("Austin", "TX", "78701", "+151255501xx"),
                ("Albany", "NY", "12207", "+151855501xx"),
            ],
        },
    ),
    (
        3,
        Country {
            code: "CA",
            currency: "CAD",
            language: "en",
            tax_prefix: "CA",
            legal_forms: &["Inc.", "Ltd."],
            streets: &["King Street West", "Lakeshore Road", "Birch Avenue", "Elm Crescent"],
            number_first: true,
            cities: &[
                ("Toronto", "ON", "M5H 2N2", "+141655501xx"),
                ("Vancouver", "BC", "V6B 1A1", "+160455501xx"),
                ("Halifax", "NS", "B3J 1S9", "+190255501xx"),
            ],
        },
    ),
    (
        3,
        Country {
            code: "GB",
            currency: "GBP",
            language: "en",
            tax_prefix: "GB",
            legal_forms: &["Ltd", "Limited", "plc"],
            streets: &["High Street", "Station Road", "Mill Lane", "Church Walk"],
            number_first: true,
            cities: &[
                ("London", "", "EC1A 1BB", "+442079460xxx"),
                ("Leeds", "", "LS1 4AP", "+441134960xxx"),
                ("Bristol", "", "BS1 5TR", "+441174960xxx"),
            ],
        },
    ),
    (
        3,
        Country {
            code: "DE",
            currency: "EUR",
            language: "de",
            tax_prefix: "DE",
            legal_forms: &["GmbH", "AG", "GmbH & Co. KG"],
            streets: &["Lindenstraße", "Am Mühlbach", "Hauptstraße", "Gartenweg"],
            number_first: false,
            cities: &[
                ("Berlin", "", "10117", "+493023125xxx"),
                ("Hamburg", "", "20095", "+494066969xxx"),
                ("München", "", "80331", "+498999998xxx"),
            ],
        },
    ),
    (
        2,
        Country {
            code: "FR",
            currency: "EUR",
            language: "fr",
            tax_prefix: "FR",
            legal_forms: &["SARL", "SAS"],
            streets: &["rue des Tilleuls", "avenue de la Gare", "place du Marché"],
            number_first: true,
            cities: &[("Paris", "", "75011", "+331990012xx"), ("Lyon", "", "69003", "+334657134xx")],
        },
    ),
    (
        2,
        Country {
            code: "SE",
            currency: "SEK",
            language: "sv",
            tax_prefix: "SE",
            legal_forms: &["AB", "HB"],
            streets: &["Björkgatan", "Hamngatan", "Kvarnvägen"],
            number_first: false,
            cities: &[("Stockholm", "", "111 22", "+468465004xx"), ("Malmö", "", "211 20", "+4640628040x")],
        },
    ),
];

/// Put together they make names that nobody has.
pub(super) const NAME_STARTS: &[&str] = &[
    "Brindle", "Ash", "Tolver", "Quen", "Harrow", "Mistle", "Oster", "Fenn", "Wold", "Cairn", "Larken",
    "Pryde", "Sorrel", "Thistle", "Umber", "Varn", "Yarrow", "Zelk", "Dapple", "Eddi",
];
pub(super) const NAME_ENDS: &[&str] = &[
    "marrow", "wick", "combe", "thorpe", "stead", "mere", "holt", "garth", "brook", "field", "lund", "sted",
    "dale", "ford",
];
pub(super) const TRADES: &[&str] = &[
    "Logistics",
    "Dental",
    "Engineering",
    "Foods",
    "Architects",
    "Legal",
    "Printing",
    "Care",
    "Robotics",
    "Timber",
    "Insurance",
    "Studios",
    "Optics",
    "Travel",
    "Chemicals",
    "Schools",
    "Motors",
    "Marine",
];
pub(super) const FIRST_NAMES: &[&str] = &[
    "Anna",
    "Björn",
    "Clara",
    "David",
    "Elif",
    "François",
    "Grace",
    "Henrik",
    "Ines",
    "Jonas",
    "Kavya",
    "Liam",
    "Maja",
    "Nora",
    "Oliver",
    "Priya",
    "Rosa",
    "Samuel",
    "Tomas",
    "Zoë",
];
pub(super) const LAST_NAMES: &[&str] = &[
    "Almgren",
    "Becker",
    "Carrow",
    "Dubois",
    "Eklund",
    "Fischer",
    "Grant",
    "Hollis",
    "Iverson",
    "Jansen",
    "Keller",
    "Lindqvist",
    "Moreau",
    "Nguyen",
    "Okafor",
    "Petit",
    "Quill",
    "Rossi",
    "Schäfer",
    "Tanner",
];
