//! Files of reports. The API does not specify their columns; these are specific to the sandbox.

use std::error::Error;

use chrono::{DateTime, SecondsFormat, Utc};
use imcloud_raw::types::ReportFormat;
use quick_xml::se::Serializer;
use rust_decimal::Decimal;
use rust_xlsxwriter::{DocProperties, ExcelDateTime, Format, Workbook};
use serde::Serialize;

#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub(crate) struct ReportRow {
    pub(crate) order_number: String,
    #[serde(serialize_with = "seconds")]
    pub(crate) date: DateTime<Utc>,
    pub(crate) customer_id: u64,
    pub(crate) customer_name: String,
    pub(crate) product_name: String,
    pub(crate) mpn: String,
    pub(crate) quantity: Decimal,
    pub(crate) currency: String,
    pub(crate) unit_price: Decimal,
    pub(crate) amount: Decimal,
}

#[derive(Clone, Debug, PartialEq, Eq)]
pub(crate) struct ReportFile {
    pub(crate) content_type: &'static str,
    pub(crate) bytes: Vec<u8>,
}

type Result<T, E = Box<dyn Error + Send + Sync>> = std::result::Result<T, E>;

const COLUMNS: [&str; 10] = [
    "orderNumber",
    "date",
    "customerId",
    "customerName",
    "productName",
    "mpn",
    "quantity",
    "currency",
    "unitPrice",
    "amount",
];

/// The same rows make the same bytes.
///
/// # Errors
/// The format is `unknown` or not one of the specification, or a spreadsheet would have more rows than fit
/// (1,048,576 with the heading) or a longer text than fits (32,767 characters).
pub(crate) fn render(format: &ReportFormat, rows: &[ReportRow]) -> Result<ReportFile> {
    let (content_type, bytes) = match format {
        ReportFormat::Csv => ("text/csv; charset=utf-8", csv(rows)?),
        ReportFormat::Json => ("application/json", serde_json::to_vec(rows)?),
        ReportFormat::Xml => ("application/xml", xml(rows)?),
        ReportFormat::Xlsx => {
            let bytes = xlsx(rows).map_err(|error| {
                format!(
                    "the report does not fit into a spreadsheet ({error}); order it as csv, or for a shorter time"
                )
            })?;
            ("application/vnd.openxmlformats-officedocument.spreadsheetml.sheet", bytes)
        }
        other => {
            return Err(format!(
                "there is no file of the format `{other}`; order the report as csv, xml, xlsx or json"
            )
            .into());
        }
    };
    Ok(ReportFile { content_type, bytes })
}

fn csv(rows: &[ReportRow]) -> Result<Vec<u8>> {
    let mut writer = csv::WriterBuilder::new().has_headers(false).from_writer(Vec::new());
    // Not by serde, which writes no heading without rows.
    writer.write_record(COLUMNS)?;
    for row in rows {
        writer.serialize(row)?;
    }
    Ok(writer.into_inner()?)
}

fn xml(rows: &[ReportRow]) -> Result<Vec<u8>> {
    #[derive(Serialize)]
    struct Report<'a> {
        row: &'a [ReportRow],
    }
    let mut report = String::new();
    let mut serializer = Serializer::with_root(&mut report, Some("report"))?;
    serializer.indent(' ', 2);
    Report { row: rows }.serialize(serializer)?;
    let report = report.replace(is_illegal_in_xml, "\u{FFFD}");
    Ok(format!("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n{report}\n").into())
}

fn xlsx(rows: &[ReportRow]) -> Result<Vec<u8>> {
    let mut book = Workbook::new();
    // The time of writing would make other bytes each time.
    let properties = DocProperties::new().set_creation_datetime(&ExcelDateTime::from_ymd(2000, 1, 1)?);
    book.set_properties(&properties);
    let heading = Format::new().set_bold();
    let time = Format::new().set_num_format("yyyy-mm-dd hh:mm:ss");
    let sheet = book.add_worksheet().set_name("Charges")?;
    for (column, name) in (0_u16..).zip(COLUMNS) {
        sheet.write_string_with_format(0, column, name, &heading)?;
        sheet.set_column_width(column, 20)?;
    }
    for (line, row) in (1_u32..).zip(rows) {
        let cells = serde_json::to_value(row)?;
        for (column, name) in (0_u16..).zip(COLUMNS) {
            let cell = &cells[name];
            let text = cell.as_str().map_or_else(|| cell.to_string(), str::to_owned);
            match (name, text.parse::<f64>()) {
                ("date", _) => {
                    let date = ExcelDateTime::from_timestamp(row.date.timestamp())?;
                    sheet.write_datetime_with_format(line, column, date, &time)?;
                }
                // Numbers of spreadsheets are floats.
                ("quantity" | "unitPrice" | "amount", Ok(number)) => {
                    sheet.write_number(line, column, number)?;
                }
                _ => drop(sheet.write_string(line, column, text.replace(is_illegal_in_xml, "\u{FFFD}"))?),
            }
        }
    }
    Ok(book.save_to_buffer()?)
}

/// Returns true for characters that XML, and so a spreadsheet, cannot have even as references.
fn is_illegal_in_xml(letter: char) -> bool {
    matches!(letter, '\0'..='\u{8}' | '\u{B}' | '\u{C}' | '\u{E}'..='\u{1F}' | '\u{FFFE}' | '\u{FFFF}')
}

fn seconds<S: serde::Serializer>(time: &DateTime<Utc>, serializer: S) -> Result<S::Ok, S::Error> {
    serializer.serialize_str(&time.to_rfc3339_opts(SecondsFormat::Secs, true))
}

#[cfg(test)]
mod tests {
    use std::io::{Cursor, Read};

    use super::*;

    fn rows() -> Vec<ReportRow> {
        let row = |number: &str, name: &str, quantity: &str, amount: &str| ReportRow {
            order_number: number.to_owned(),
            date: "2026-02-03T04:05:06Z".parse().unwrap(),
            customer_id: 1_100_001,
            customer_name: name.to_owned(),
            product_name: "Vault Storage, GB".to_owned(),
            mpn: "BACKUP-GB".to_owned(),
            quantity: quantity.parse().unwrap(),
            currency: "EUR".to_owned(),
            unit_price: "0.1056".parse().unwrap(),
            amount: amount.parse().unwrap(),
        };
        vec![
            row("SO000001", "Fenn & Söhne <\"GmbH\">; 'KG',\nBerlin", "1850", "195.36"),
            row("CH000002", "=1+1 ]]> \u{1}", "-2", "-0.2112"),
        ]
    }

    fn bytes(format: ReportFormat, rows: &[ReportRow]) -> Vec<u8> {
        render(&format, rows).unwrap().bytes
    }

    #[test]
    fn csv_reads_back_with_quotes_and_breaks() {
        let bytes = bytes(ReportFormat::Csv, &rows());
        let mut reader = csv::Reader::from_reader(&*bytes);
        assert_eq!(reader.headers().unwrap(), &COLUMNS[..]);
        let records: Vec<csv::StringRecord> = reader.records().collect::<Result<_, _>>().unwrap();
        assert_eq!(records.len(), 2);
        assert_eq!(&records[0][3], rows()[0].customer_name);
        assert_eq!(&records[1][1], "2026-02-03T04:05:06Z");
        assert_eq!((&records[1][6], &records[1][9]), ("-2", "-0.2112"));
    }

    #[test]
    fn csv_without_rows_has_a_heading() {
        let text = String::from_utf8(bytes(ReportFormat::Csv, &[])).unwrap();
        assert_eq!(text.trim_end(), COLUMNS.join(","));
    }

    #[test]
    fn json_reads_back_with_amounts_as_text() {
        let read: serde_json::Value = serde_json::from_slice(&bytes(ReportFormat::Json, &rows())).unwrap();
        assert_eq!(read[0]["customerName"], rows()[0].customer_name);
        assert_eq!(read[1]["amount"], "-0.2112");
        assert_eq!(read[1]["date"], "2026-02-03T04:05:06Z");
        let properties = |row: &serde_json::Value| row.as_object().unwrap().len();
        assert_eq!(properties(&read[0]), COLUMNS.len());
    }

    #[test]
    fn xml_is_well_formed_whatever_names_hold() {
        let bytes = bytes(ReportFormat::Xml, &rows());
        let document = roxmltree::Document::parse(std::str::from_utf8(&bytes).unwrap()).unwrap();
        let names: Vec<_> = document
            .descendants()
            .filter(|node| node.has_tag_name("customerName"))
            .map(|node| node.text())
            .collect();
        assert_eq!(names, [Some(&*rows()[0].customer_name), Some("=1+1 ]]> \u{FFFD}")]);
        let row = document.descendants().find(|node| node.has_tag_name("row")).unwrap();
        let columns: Vec<_> = row.children().filter(|node| node.is_element()).collect();
        assert_eq!(columns.iter().map(|node| node.tag_name().name()).collect::<Vec<_>>(), COLUMNS);
    }

    #[test]
    fn xml_without_rows_is_a_report_too() {
        let bytes = bytes(ReportFormat::Xml, &[]);
        let document = roxmltree::Document::parse(std::str::from_utf8(&bytes).unwrap()).unwrap();
        assert!(document.root_element().has_tag_name("report"));
    }

    /// The cells of the first sheet, read with no help of the crate that wrote them.
    fn cells(bytes: Vec<u8>) -> Vec<Vec<String>> {
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
        let mut part = |name: &str| {
            let mut text = String::new();
            archive.by_name(name).unwrap().read_to_string(&mut text).unwrap();
            text
        };
        let strings = part("xl/sharedStrings.xml");
        let sheet = part("xl/worksheets/sheet1.xml");
        assert!(part("[Content_Types].xml").contains("spreadsheetml.sheet.main+xml"));
        assert!(part("xl/workbook.xml").contains("name=\"Charges\""));
        let strings = roxmltree::Document::parse(&strings).unwrap();
        let strings: Vec<&str> = strings
            .descendants()
            .filter(|node| node.has_tag_name((strings.root_element().tag_name().namespace().unwrap(), "t")))
            .map(|node| node.text().unwrap_or_default())
            .collect();
        let sheet = roxmltree::Document::parse(&sheet).unwrap();
        let named = |name: &'static str| move |node: &roxmltree::Node<'_, '_>| node.tag_name().name() == name;
        let cell = |node: roxmltree::Node<'_, '_>| {
            let value = node.descendants().find(named("v")).unwrap().text().unwrap();
            match node.attribute("t") {
                Some("s") => strings[value.parse::<usize>().unwrap()].to_owned(),
                _ => value.to_owned(),
            }
        };
        sheet
            .descendants()
            .filter(named("row"))
            .map(|row| row.children().filter(named("c")).map(cell).collect())
            .collect()
    }

    #[test]
    fn xlsx_is_a_spreadsheet_with_numbers_and_dates() {
        let cells = cells(bytes(ReportFormat::Xlsx, &rows()));
        assert_eq!(cells.len(), 3);
        assert_eq!(cells[0], COLUMNS);
        assert_eq!(cells[1][3], rows()[0].customer_name);
        assert_eq!(cells[1][6], "1850");
        assert_eq!(cells[1][9], "195.36");
        assert_eq!(cells[2][9], "-0.2112");
        // Days since the end of 1899, and the part of the day.
        let days: f64 = cells[1][1].parse().unwrap();
        assert!((days - (46_056.0 + 14_706.0 / 86_400.0)).abs() < 1e-5, "{days}");
    }

    #[test]
    fn the_same_rows_make_the_same_bytes() {
        for format in [ReportFormat::Csv, ReportFormat::Json, ReportFormat::Xml, ReportFormat::Xlsx] {
            assert_eq!(bytes(format.clone(), &rows()), bytes(format, &rows()));
        }
        let mut archive = zip::ZipArchive::new(Cursor::new(bytes(ReportFormat::Xlsx, &rows()))).unwrap();
        let mut text = String::new();
        archive.by_name("docProps/core.xml").unwrap().read_to_string(&mut text).unwrap();
        assert!(text.contains("2000-01-01T00:00:00Z"), "{text}");
        for index in 0..archive.len() {
            assert_eq!(archive.by_index(index).unwrap().last_modified(), Some(zip::DateTime::default()));
        }
    }

    #[test]
    fn unknown_format_is_rejected() {
        assert_eq!(ReportFormat::from("XLSX"), ReportFormat::Xlsx);
        for format in ["unknown", "pdf"] {
            let error = render(&format.into(), &rows()).unwrap_err();
            assert!(error.to_string().contains(format), "{error}");
        }
    }
}
