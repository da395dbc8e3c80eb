//! Columns: a name and the path of a value.

use super::path::Path;

/// A column of a table or CSV, or a property of the rows of the other formats.
#[derive(Clone, Debug)]
pub(crate) struct Column {
    /// The path, unless a name was given.
    pub(crate) name: String,
    pub(crate) path: Path,
    /// An amount with its currency: one column in tables, two in CSV.
    pub(crate) money: bool,
    /// A number in a string; aligned to the right.
    pub(crate) number: bool,
}

impl Column {
    /// Parses `PATH` or `NAME:PATH`. The suffix `$` marks money, `#` a number.
    pub(crate) fn parse(text: &str) -> Result<Self, String> {
        let path = text.trim_end_matches(['$', '#']);
        let (money, number) = (text.ends_with('$'), text.ends_with('#'));
        let (name, path) = path.split_once(':').unwrap_or((path, path));
        if name.is_empty() {
            return Err(format!("a column of {text:?} has no name; write PATH or NAME:PATH"));
        }
        Ok(Self { name: name.to_owned(), path: Path::parse(path)?, money, number })
    }

    /// Returns the heading of a table: `externalId` becomes `EXTERNAL ID`.
    pub(crate) fn heading(&self) -> String {
        let mut heading = String::new();
        let mut before = ' ';
        for letter in self.name.chars() {
            if letter.is_uppercase() && before.is_lowercase() {
                heading.push(' ');
            }
            heading.extend(letter.to_uppercase());
            before = letter;
        }
        heading
    }

    /// Returns the columns of CSV: amount and currency are separate.
    pub(crate) fn apart(&self) -> Vec<Self> {
        if !self.money {
            return vec![self.clone()];
        }
        let part = |member: &str| Self {
            name: format!("{}.{member}", self.name),
            path: self.path.then(member),
            money: false,
            number: member == "amount",
        };
        vec![part("amount"), part("currency")]
    }
}

/// Parses the value of `--columns`: columns separated by commas.
pub(crate) fn parse_columns(text: &str) -> Result<Vec<Column>, String> {
    text.split(',').map(|column| Column::parse(column.trim())).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_have_names_headings_and_parts() {
        let price = Column::parse("listPrice:prices[type=recurring]$").unwrap();
        assert_eq!(price.heading(), "LIST PRICE");
        let names: Vec<_> = price.apart().into_iter().map(|column| column.name).collect();
        assert_eq!(names, ["listPrice.amount", "listPrice.currency"]);
        assert_eq!(Column::parse("taxRegId").unwrap().heading(), "TAX REG ID");
        assert!(parse_columns("id,,name").is_err());
        assert!(Column::parse(":id").is_err());
    }
}
