//! Tables for people.

use comfy_table::{CellAlignment, ContentArrangement, Row, Table};
use serde_json::{Map, Value};

use super::{Column, cell::Cell, cell::in_words, printer::Look};

/// What people look for first.
const FIRST: &[&str] = &["id", "orderNumber", "name", "type", "status", "customerId", "subscriptionId"];

/// Puts names that say what a thing is before the others.
pub(super) fn in_reading_order(names: &mut [String]) {
    names.sort_by_key(|name| FIRST.iter().position(|first| first == name).unwrap_or(FIRST.len()));
}

/// A table with a line for each row; what does not fit the terminal is cut with an ellipsis.
pub(super) fn list(rows: &[Value], columns: &[Column], look: Look) -> String {
    if rows.is_empty() {
        return String::new();
    }
    if rows.iter().all(|row| !row.is_object()) {
        return rows.iter().map(|row| Cell::shown(Some(row)).text + "\n").collect();
    }
    let cells: Vec<Vec<Cell>> = rows
        .iter()
        .map(|row| columns.iter().map(|column| shown(column, row)).collect())
        .collect();
    let headings: Vec<String> = columns.iter().map(Column::heading).collect();
    let lines = columns_of_text(&headings, &cells, look, Some(1));
    let mut lines = lines.lines();
    let heading = lines.next().unwrap_or_default();
    let mut text = if look.color { format!("\u{1b}[1m{heading}\u{1b}[0m\n") } else { format!("{heading}\n") };
    for line in lines {
        text.push_str(line);
        text.push('\n');
    }
    text
}

fn shown(column: &Column, row: &Value) -> Cell {
    let cell = Cell::shown(column.path.find(row));
    Cell { number: cell.number || column.number, ..cell }
}

fn columns_of_text(
    headings: &[String],
    cells: &[Vec<Cell>],
    look: Look,
    height: Option<usize>,
) -> String {
    let mut table = Table::new();
    table.load_style(comfy_table::presets::NOTHING).set_truncation_indicator("…");
    match look.width {
        Some(width) => {
            table.set_width(width).set_content_arrangement(ContentArrangement::Dynamic);
        }
        None => {
            table.set_content_arrangement(ContentArrangement::Disabled);
        }
    }
    let row = |texts: &mut dyn Iterator<Item = &str>| {
        let mut row = Row::from(texts.collect::<Vec<_>>());
        if let Some(lines) = height {
            row.max_height(lines);
        }
        row
    };
    if !headings.is_empty() {
        table.set_header(row(&mut headings.iter().map(String::as_str)));
    }
    for cells in cells {
        table.add_row(row(&mut cells.iter().map(|cell| cell.text.as_str())));
    }
    let columns = cells.first().map_or(0, Vec::len);
    for (index, column) in table.column_iter_mut().enumerate() {
        column.set_padding((0, if index + 1 == columns { 0 } else { 2 }));
        let mut filled = cells.iter().filter_map(|row| row.get(index)).filter(|cell| !cell.text.is_empty());
        if filled.clone().count() > 0 && filled.all(|cell| cell.number) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    // Spaces at the ends of lines are no data.
    table.lines().map(|line| line.trim_end().to_owned() + "\n").collect()
}

/// One thing: a line for each member, and a table for each list of things in it.
pub(super) fn record(object: &Map<String, Value>, look: Look) -> String {
    let mut lines = Vec::new();
    let mut lists = Vec::new();
    flatten("", object, &mut lines, &mut lists);
    let mut names: Vec<String> = lines.iter().map(|(name, _)| name.clone()).collect();
    in_reading_order(&mut names);
    let cells: Vec<Vec<Cell>> = names
        .into_iter()
        .filter_map(|name| {
            let (_, value) = lines.iter().find(|(line, _)| *line == name)?;
            let text = Cell::shown(Some(value)).text;
            Some(vec![Cell { text: name, number: false }, Cell { text, number: false }])
        })
        .collect();
    let mut text = columns_of_text(&[], &cells, look, None);
    for (name, elements) in lists {
        let rows: Vec<Map<String, Value>> = elements.iter().filter_map(Value::as_object).map(flat).collect();
        let mut names: Vec<String> = Vec::new();
        for member in rows.iter().flat_map(Map::keys) {
            if !names.contains(member) {
                names.push(member.clone());
            }
        }
        in_reading_order(&mut names);
        let cells: Vec<Vec<Cell>> = rows
            .iter()
            .map(|row| names.iter().map(|name| Cell::shown(row.get(name))).collect())
            .collect();
        let bold = |text: &str| if look.color { format!("\u{1b}[1m{text}\u{1b}[0m") } else { text.to_owned() };
        text.push_str(&format!("\n{}\n", bold(&name)));
        let inner = Look { width: look.width.map(|width| width.saturating_sub(2).max(20)), ..look };
        for line in columns_of_text(&names, &cells, inner, None).lines() {
            text.push_str("  ");
            text.push_str(line);
            text.push('\n');
        }
    }
    text
}

/// Members with values, those of objects under both names; lists of objects apart.
fn flatten<'v>(
    prefix: &str,
    object: &'v Map<String, Value>,
    lines: &mut Vec<(String, &'v Value)>,
    lists: &mut Vec<(String, &'v Vec<Value>)>,
) {
    for (name, value) in object {
        let name = if prefix.is_empty() { name.clone() } else { format!("{prefix}.{name}") };
        match value {
            Value::Null => {}
            Value::Object(members) if in_words(value).is_none() => flatten(&name, members, lines, lists),
            Value::Array(elements) if elements.iter().any(Value::is_object) => lists.push((name, elements)),
            _ => lines.push((name, value)),
        }
    }
}

fn flat(object: &Map<String, Value>) -> Map<String, Value> {
    let (mut lines, mut lists) = (Vec::new(), Vec::new());
    flatten("", object, &mut lines, &mut lists);
    let lists = lists.into_iter().map(|(name, elements)| (name, Value::Array(elements.clone())));
    lines.into_iter().map(|(name, value)| (name, value.clone())).chain(lists).collect()
}
