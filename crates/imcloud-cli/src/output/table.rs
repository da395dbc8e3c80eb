//! Tables for people.

use comfy_table::{CellAlignment, ColumnConstraint, ContentArrangement, Table, Width};
use unicode_width::{UnicodeWidthChar as _, UnicodeWidthStr};

use super::{Column, cell::Cell, cell::in_words, printer::Look};
use crate::json::{Json, Object};

/// What people look for first.
const FIRST: &[&str] = &["id", "orderNumber", "name", "type", "status", "customerId", "subscriptionId"];

/// Puts names that say what a thing is before the others.
pub(super) fn in_reading_order(names: &mut [String]) {
    names.sort_by_key(|name| reading_order(name));
}

fn reading_order(name: &str) -> usize {
    FIRST.iter().position(|first| *first == name).unwrap_or(FIRST.len())
}

/// A table with a line for each row, and the names of columns that are left out. What does not fit the terminal is cut with an ellipsis; where there would
/// be nothing but ellipses, columns are left out from the right.
pub(super) fn list(rows: &[Json], columns: &[Column], look: Look) -> (String, Vec<String>) {
    let nothing_left_out = |text: String| (text, Vec::new());
    if rows.is_empty() {
        return nothing_left_out(String::new());
    }
    if rows.iter().all(Json::is_array) {
        // What a query such as `[].[id, name]` gives has columns, but no names for them.
        let count = rows.iter().filter_map(Json::as_array).map(Vec::len).max().unwrap_or(0);
        let cells: Vec<Vec<Cell>> = rows
            .iter()
            .filter_map(Json::as_array)
            .map(|row| (0..count).map(|index| Cell::shown(row.get(index))).collect())
            .collect();
        return nothing_left_out(columns_of_text(&[], &cells, Fit { look, keys: &[], one_line: true }));
    }
    if rows.iter().all(|row| !row.is_object()) {
        return nothing_left_out(rows.iter().map(|row| Cell::shown(Some(row)).text + "\n").collect());
    }
    let mut cells: Vec<Vec<Cell>> =
        rows.iter().map(|row| columns.iter().map(|column| shown(column, row)).collect()).collect();
    let mut headings: Vec<String> = columns.iter().map(Column::heading).collect();
    let keys: Vec<bool> = columns.iter().map(|column| is_key(&column.name)).collect();
    let room = look.width.map_or(columns.len(), |width| {
        room_for(&natural(&headings, &cells), &whole(&of_numbers(&cells), &keys), width.into())
    });
    let left_out = columns.iter().skip(room).map(|column| column.name.clone()).collect();
    if room < columns.len() {
        headings.truncate(room);
        headings.push("…".to_owned());
        for row in &mut cells {
            row.truncate(room);
            row.push(Cell { text: String::new(), number: false });
        }
    }
    (columns_of_text(&headings, &cells, Fit { look, keys: &keys[..room], one_line: true }), left_out)
}

/// How many columns there is room for, the first one in any case; behind fewer than all stands an ellipsis.
fn room_for(natural: &[usize], whole: &[bool], width: usize) -> usize {
    let narrowest = |count: usize| -> usize {
        let own = |at: usize| if whole[at] { natural[at] } else { natural[at].min(NARROWEST) };
        let ellipsis = if count < natural.len() { 1 + usize::from(GAP) } else { 0 };
        (0..count).map(own).sum::<usize>() + usize::from(GAP) * count.saturating_sub(1) + ellipsis
    };
    (1..=natural.len()).rev().find(|count| narrowest(*count) <= width).unwrap_or(1)
}

/// Keys are copied into the next command, so they are never cut.
fn is_key(name: &str) -> bool {
    name == "id" || name.ends_with("Id") || name.ends_with("Number")
}

/// How text is made to fit.
struct Fit<'a> {
    look: Look,
    /// Columns that are never cut.
    keys: &'a [bool],
    /// Whether a row is one line, and what is too long is cut instead of wrapped.
    one_line: bool,
}

fn shown(column: &Column, row: &Json) -> Cell {
    let cell = Cell::shown(column.path.find(row));
    Cell { number: cell.number || column.number, ..cell }
}

/// Text in columns; the heading, if there is one, in bold.
fn columns_of_text(headings: &[String], cells: &[Vec<Cell>], fit: Fit<'_>) -> String {
    let count = cells.first().map_or(headings.len(), Vec::len);
    let numbers = of_numbers(cells);
    let whole = whole(&numbers, fit.keys);
    let widths = fit.look.width.map(|width| fitting(&natural(headings, cells), &whole, width.into()));
    let mut table = Table::new();
    table.load_style(comfy_table::presets::NOTHING).set_content_arrangement(ContentArrangement::Disabled);
    if !headings.is_empty() {
        table.set_header(headings);
    }
    for row in cells {
        let text = |(index, cell): (usize, &Cell)| match widths.as_ref().and_then(|widths| widths.get(index))
        {
            Some(width) if fit.one_line => cut(&cell.text, *width),
            _ => cell.text.clone(),
        };
        table.add_row(row.iter().enumerate().map(text).collect::<Vec<_>>());
    }
    if widths.is_some() {
        table.set_content_arrangement(ContentArrangement::Dynamic).set_width(u16::MAX);
    }
    for (index, column) in table.column_iter_mut().enumerate() {
        let padding = if index + 1 == count { 0 } else { GAP };
        column.set_padding((0, padding));
        if let Some(width) = widths.as_ref().and_then(|widths| widths.get(index)) {
            let width = u16::try_from(*width).unwrap_or(u16::MAX).saturating_add(padding);
            column.set_constraint(ColumnConstraint::Absolute(Width::Fixed(width)));
        }
        if numbers.get(index).copied().unwrap_or(false) {
            column.set_cell_alignment(CellAlignment::Right);
        }
    }
    let lines: Vec<String> = table.lines().collect();
    // What is above rows of one line is the heading, on one line or several.
    let heading = match (headings.is_empty(), fit.one_line) {
        (true, _) => 0,
        (false, true) => lines.len().saturating_sub(cells.len()),
        (false, false) => 1,
    };
    let styled = |(index, line): (usize, &String)| {
        // Spaces at the ends of lines are no data.
        let line = line.trim_end();
        if fit.look.color && index < heading {
            format!("\u{1b}[1m{line}\u{1b}[0m\n")
        } else {
            format!("{line}\n")
        }
    };
    lines.iter().enumerate().map(styled).collect()
}

/// Which columns hold numbers, and nothing else: they stand at the right, and a number that is cut would be another one.
fn of_numbers(cells: &[Vec<Cell>]) -> Vec<bool> {
    let is_of_numbers = |index: usize| {
        let mut filled = cells.iter().filter_map(|row| row.get(index)).filter(|cell| !cell.text.is_empty());
        filled.clone().count() > 0 && filled.all(|cell| cell.number)
    };
    (0..cells.first().map_or(0, Vec::len)).map(is_of_numbers).collect()
}

/// Which columns are never cut: numbers and keys.
fn whole(numbers: &[bool], keys: &[bool]) -> Vec<bool> {
    let is = |list: &[bool], at: usize| list.get(at).copied().unwrap_or(false);
    (0..numbers.len().max(keys.len())).map(|at| is(numbers, at) || is(keys, at)).collect()
}

/// Text that is no wider than this, with an ellipsis where it goes on.
fn cut(text: &str, width: usize) -> String {
    if text.width() <= width {
        return text.to_owned();
    }
    let mut short = String::new();
    for letter in text.chars() {
        if short.width() + letter.width().unwrap_or(0) >= width {
            break;
        }
        short.push(letter);
    }
    short.push('…');
    short
}

/// Spaces between columns.
const GAP: u16 = 2;

/// A column of text in fewer cells than this says nothing.
const NARROWEST: usize = 8;

/// The width that each column would like: that of its longest text; a heading can be broken between its words.
fn natural(headings: &[String], cells: &[Vec<Cell>]) -> Vec<usize> {
    let count = cells.first().map_or(headings.len(), Vec::len);
    let heading = |index: usize| {
        let words = headings.get(index).map(|heading| heading.split(' '));
        words.into_iter().flatten().map(UnicodeWidthStr::width).max().unwrap_or(0)
    };
    let longest = |index: usize| {
        cells.iter().filter_map(|row| row.get(index)).map(|cell| cell.text.width()).max().unwrap_or(0)
    };
    (0..count).map(|index| heading(index).max(longest(index)).max(1)).collect()
}

/// Widths that fit together: the widest columns give way first, whole ones do not, and no column is cut to fewer cells than say something.
fn fitting(natural: &[usize], whole: &[bool], width: usize) -> Vec<usize> {
    let gaps = usize::from(GAP) * natural.len().saturating_sub(1);
    let under = |limit: usize| -> Vec<usize> {
        let is_whole = |index: usize| whole.get(index).copied().unwrap_or(false);
        natural
            .iter()
            .enumerate()
            .map(|(at, own)| if is_whole(at) { *own } else { *own.min(&limit) })
            .collect()
    };
    let widest = natural.iter().copied().max().unwrap_or(0);
    let fits = |limit: &usize| under(*limit).iter().sum::<usize>() + gaps <= width;
    under((NARROWEST..=widest).rev().find(fits).unwrap_or(NARROWEST))
}

/// One thing: a line for each member, and a table for each list of things in it. Where a table does not fit, its rows are written as things of their own.
pub(super) fn record(object: &Object, look: Look) -> String {
    let (mut lines, mut lists) = (Vec::new(), Vec::new());
    flatten("", object, &mut lines, &mut lists);
    let mut text = members(lines.iter().map(|(name, value)| (name.as_str(), *value)).collect(), look);
    let inner = Look { width: look.width.map(|width| width.saturating_sub(2)), ..look };
    for (name, elements) in lists {
        let name = if look.color { format!("\u{1b}[1m{name}\u{1b}[0m") } else { name };
        text.push_str(&format!("\n{name}\n"));
        let rows: Vec<Object> = elements.iter().filter_map(Json::as_object).map(flat).collect();
        if let Some(table) = inner_table(&rows, inner) {
            for line in table.lines() {
                text.push_str(&format!("  {line}\n"));
            }
            continue;
        }
        for row in &rows {
            let members = members(row.iter().map(|(name, value)| (name.as_str(), value)).collect(), inner);
            for (at, line) in members.lines().enumerate() {
                text.push_str(&format!("{} {line}\n", if at == 0 { '-' } else { ' ' }));
            }
        }
    }
    text
}

/// A line for each member.
fn members(mut members: Vec<(&str, &Json)>, look: Look) -> String {
    members.sort_by_key(|(name, _)| reading_order(name));
    let text = |text: String| Cell { text, number: false };
    let cells: Vec<Vec<Cell>> = members
        .into_iter()
        .map(|(name, value)| vec![text(name.to_owned()), text(Cell::shown(Some(value)).text)])
        .collect();
    columns_of_text(&[], &cells, Fit { look, keys: &[true], one_line: false })
}

/// A table of the things in a thing; `None` when it does not fit.
fn inner_table(rows: &[Object], look: Look) -> Option<String> {
    let mut names: Vec<String> = Vec::new();
    for member in rows.iter().flat_map(Object::keys) {
        if !names.contains(member) {
            names.push(member.clone());
        }
    }
    in_reading_order(&mut names);
    let cells: Vec<Vec<Cell>> =
        rows.iter().map(|row| names.iter().map(|name| Cell::shown(row.get(name))).collect()).collect();
    let keys: Vec<bool> = names.iter().map(|name| is_key(name)).collect();
    let room = look
        .width
        .map(|width| room_for(&natural(&names, &cells), &whole(&of_numbers(&cells), &keys), width.into()));
    let fits = room.is_none_or(|room| room >= names.len());
    fits.then(|| columns_of_text(&names, &cells, Fit { look, keys: &keys, one_line: false }))
}

/// Members with values, those of objects under both names; lists of objects apart.
fn flatten<'v>(
    prefix: &str,
    object: &'v Object,
    lines: &mut Vec<(String, &'v Json)>,
    lists: &mut Vec<(String, &'v Vec<Json>)>,
) {
    for (name, value) in object {
        let name = if prefix.is_empty() { name.clone() } else { format!("{prefix}.{name}") };
        match value {
            Json::Null => {}
            Json::Object(members) if in_words(value).is_none() => flatten(&name, members, lines, lists),
            Json::Array(elements) if elements.iter().any(Json::is_object) => lists.push((name, elements)),
            _ => lines.push((name, value)),
        }
    }
}

fn flat(object: &Object) -> Object {
    let (mut lines, mut lists) = (Vec::new(), Vec::new());
    flatten("", object, &mut lines, &mut lists);
    let lists = lists.into_iter().map(|(name, elements)| (name, Json::Array(elements.clone())));
    lines.into_iter().map(|(name, value)| (name, value.clone())).chain(lists).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_cut_by_the_width_that_it_is_shown_in() {
        assert_eq!(cut("Velloran", 8), "Velloran");
        assert_eq!(cut("Velloran Workplace", 10), "Velloran …");
        assert_eq!(cut("株式会社クラウド", 7), "株式会…");
    }

    #[test]
    fn the_widest_columns_give_way_and_keys_do_not() {
        assert_eq!(fitting(&[9, 30, 20], &[true, false, false], 200), [9, 30, 20]);
        assert_eq!(fitting(&[9, 30, 20], &[true, false, false], 60), [9, 27, 20]);
        assert_eq!(fitting(&[9, 30, 20], &[true, false, false], 33), [9, 10, 10]);
        assert_eq!(fitting(&[9, 30, 20], &[true, false, false], 10), [9, 8, 8]);
        assert_eq!(fitting(&[9, 3, 20], &[true, false, false], 10), [9, 3, 8]);
    }

    #[test]
    fn columns_without_room_are_left_out_from_the_right() {
        let whole = [true, false, false, true];
        assert_eq!(room_for(&[9, 30, 20, 10], &whole, 41), 4);
        assert_eq!(room_for(&[9, 30, 20, 10], &whole, 40), 3);
        assert_eq!(room_for(&[9, 30, 20, 10], &whole, 31), 2);
        assert_eq!(room_for(&[9, 30, 20, 10], &whole, 5), 1);
    }
}
