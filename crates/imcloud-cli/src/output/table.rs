//! Tables that fit the terminal.

use std::{borrow::Cow, io::Write as _};

use console::{Alignment, pad_str, truncate_str};
use indexmap::IndexSet;
use unicode_width::UnicodeWidthStr;

use super::{
    Column, Look, RowWriter,
    column::{Cell, in_text},
    stdout::out_with_colors,
};
use crate::{
    failure::Result,
    json::{Json, Object},
};

const FIRST: &[&str] = &["id", "orderNumber", "name", "type", "status", "customerId", "subscriptionId"];

const GAP: usize = 2;

const NARROWEST: usize = 8;

/// Orders names that identify an item before the others.
pub(super) fn reading_order(name: &str) -> usize {
    FIRST.iter().position(|first| *first == name).unwrap_or(FIRST.len())
}

/// Collects the cells of rows and writes them as a table with one line per row.
///
/// Text that does not fit is cut with an ellipsis. If only ellipses would remain, columns are omitted from
/// the right.
pub(super) struct TableRows {
    columns: Vec<Column>,
    look: Look,
    rows: Vec<Box<[Cell]>>,
    /// True if a row is an object. Arrays and scalars have no headings.
    has_headings: bool,
}

impl TableRows {
    pub(super) fn new(columns: Vec<Column>, look: Look) -> Self {
        Self { columns, look, rows: Vec::new(), has_headings: false }
    }
}

impl RowWriter for TableRows {
    fn write(&mut self, row: Json) -> Result {
        let of_column = |column: &Column| {
            let cell = Cell::of(column.path.find(&row));
            Cell { number: cell.number || column.number, ..cell }
        };
        self.rows.push(match &row {
            Json::Object(_) => {
                self.has_headings = true;
                self.columns.iter().map(of_column).collect()
            }
            Json::Array(elements) => elements.iter().map(|element| Cell::of(Some(element))).collect(),
            scalar => Box::new([Cell::of(Some(scalar))]),
        });
        Ok(())
    }

    fn finish(&mut self) -> Result<Vec<String>> {
        let columns = if self.has_headings { &self.columns[..] } else { &[] };
        let headings = columns.iter().map(Column::heading).collect();
        let keys = columns.iter().map(|column| is_key(&column.name)).collect();
        let mut grid = Grid::new(headings, keys, std::mem::take(&mut self.rows));
        let count = grid.numbers.len();
        grid.widths = grid.natural(UnicodeWidthStr::width);
        let mut room = count;
        // A column of scalars is never cut, so that it can be copied.
        let is_cut = self.has_headings || count > 1;
        if let Some(width) = self.look.width.map(usize::from).filter(|_| is_cut) {
            if total(&grid.widths) > width {
                grid.widths = grid.natural(longest_word);
            }
            room = room_for(&grid.widths, &grid.uncut, width);
            grid.widths.truncate(room);
            let ellipsis = if room < count { 1 + GAP } else { 0 };
            grid.widths = fitting(&grid.widths, &grid.uncut, width.saturating_sub(ellipsis));
        }
        if room < count {
            grid.headings.truncate(room);
            grid.headings.push("…".to_owned());
            grid.widths.push(1);
            grid.numbers.splice(room.., [false]);
        }
        let mut out = out_with_colors();
        out.write_all(grid.heading(self.look.color).as_bytes())?;
        for row in &grid.rows {
            let cells = row.iter().take(room).zip(&grid.widths);
            let cells: Vec<_> = cells.map(|(cell, width)| vec![cut(&cell.text, *width)]).collect();
            out.write_all(grid.lines(&cells).as_bytes())?;
        }
        out.flush()?;
        Ok(self.columns.iter().skip(room).map(|column| column.name.clone()).collect())
    }
}

struct Grid {
    headings: Vec<String>,
    rows: Vec<Box<[Cell]>>,
    widths: Vec<usize>,
    /// Columns that contain only numbers, and are aligned to the right.
    numbers: Vec<bool>,
    /// Columns that are never cut: numbers and keys.
    uncut: Vec<bool>,
}

impl Grid {
    fn new(headings: Vec<String>, keys: Vec<bool>, rows: Vec<Box<[Cell]>>) -> Self {
        let count = rows.iter().map(|row| row.len()).max().unwrap_or(0);
        let is_of_numbers = |index: usize| {
            let cells = rows.iter().filter_map(|row| row.get(index));
            let mut filled = cells.filter(|cell| !cell.text.is_empty()).peekable();
            filled.peek().is_some() && filled.all(|cell| cell.number)
        };
        let numbers: Vec<bool> = (0..count).map(is_of_numbers).collect();
        let is_uncut = |(index, number): (usize, &bool)| *number || keys.get(index) == Some(&true);
        let uncut = numbers.iter().enumerate().map(is_uncut).collect();
        Self { headings, rows, widths: Vec::new(), numbers, uncut }
    }

    /// Returns the width of each column: that of its longest cell, or of its heading by `heading_width`.
    fn natural(&self, heading_width: fn(&str) -> usize) -> Vec<usize> {
        let of_heading =
            |index: usize| self.headings.get(index).map_or(1, |heading| heading_width(heading).max(1));
        let mut widths: Vec<usize> = (0..self.numbers.len()).map(of_heading).collect();
        for row in &self.rows {
            for (width, cell) in widths.iter_mut().zip(row) {
                *width = (*width).max(cell.text.width());
            }
        }
        widths
    }

    /// Returns the lines of the heading, whose words are wrapped, and cut if they are too long.
    fn heading(&self, color: bool) -> String {
        let lines = |(heading, width): (&String, &usize)| {
            wrap(&heading.split(' ').map(|word| cut(word, *width)).collect::<Vec<_>>().join(" "), *width)
        };
        let text = self.lines(&self.headings.iter().zip(&self.widths).map(lines).collect::<Vec<_>>());
        if color { text.lines().map(bold_line).collect() } else { text }
    }

    /// Returns the lines of cells that have one or several lines each, padded to their widths.
    fn lines(&self, cells: &[Vec<String>]) -> String {
        let mut text = String::new();
        for index in 0..cells.iter().map(Vec::len).max().unwrap_or(0) {
            let mut line = String::new();
            for ((cell, width), number) in cells.iter().zip(&self.widths).zip(&self.numbers) {
                let part = cell.get(index).map_or("", String::as_str);
                let alignment = if *number { Alignment::Right } else { Alignment::Left };
                line.extend([&*pad_str(part, *width, alignment, None), "  "]);
            }
            text.extend([line.trim_end(), "\n"]);
        }
        text
    }

    /// Returns columns of text that is wrapped instead of cut.
    fn wrapped(mut self, look: Look) -> String {
        self.widths = match look.width {
            Some(width) => fitting(&self.natural(longest_word), &self.uncut, width.into()),
            None => self.natural(UnicodeWidthStr::width),
        };
        let mut text = self.heading(look.color);
        for row in &self.rows {
            let cells = row.iter().zip(&self.widths).map(|(cell, width)| wrap(&cell.text, *width));
            text.push_str(&self.lines(&cells.collect::<Vec<_>>()));
        }
        text
    }
}

fn bold_line(line: &str) -> String {
    format!("\u{1b}[1m{line}\u{1b}[0m\n")
}

/// Returns text in lines of this width. A longer word is split.
fn wrap(text: &str, width: usize) -> Vec<String> {
    let options = textwrap::Options::new(width).word_splitter(textwrap::WordSplitter::NoHyphenation);
    textwrap::wrap(text, options).into_iter().map(Cow::into_owned).collect()
}

/// Returns the number of columns that fit, at least one. An ellipsis follows if not all do.
fn room_for(natural: &[usize], uncut: &[bool], width: usize) -> usize {
    let narrowest = |count: usize| -> usize {
        let ellipsis = if count < natural.len() { 1 + GAP } else { 0 };
        total(&fitting(&natural[..count], uncut, 0)) + ellipsis
    };
    (1..=natural.len()).rev().find(|count| narrowest(*count) <= width).unwrap_or(1)
}

/// Returns true for keys, which are copied into the next command and therefore never cut.
fn is_key(name: &str) -> bool {
    name == "id" || name.ends_with("Id") || name.ends_with("Number")
}

/// Cuts text to a width, with an ellipsis at its end.
fn cut(text: &str, width: usize) -> String {
    truncate_str(text, width, "…").into_owned()
}

fn total(widths: &[usize]) -> usize {
    widths.iter().sum::<usize>() + GAP * widths.len().saturating_sub(1)
}

fn longest_word(heading: &str) -> usize {
    heading.split(' ').map(UnicodeWidthStr::width).max().unwrap_or(0)
}

/// Returns widths that fit together: the widest columns are reduced first, `uncut` ones are not, and none
/// below the minimum.
fn fitting(natural: &[usize], uncut: &[bool], width: usize) -> Vec<usize> {
    let under = |limit: usize| -> Vec<usize> {
        let is_uncut = |index: usize| uncut.get(index).copied().unwrap_or(false);
        let reduced =
            |(at, wanted): (usize, &usize)| if is_uncut(at) { *wanted } else { *wanted.min(&limit) };
        natural.iter().enumerate().map(reduced).collect()
    };
    let widest = natural.iter().copied().max().unwrap_or(0);
    let fits = |limit: &usize| total(&under(*limit)) <= width;
    under((NARROWEST..=widest).rev().find(fits).unwrap_or(NARROWEST))
}

/// Writes one object: a line for each property, and a table for each list of objects. The rows of a table
/// that does not fit are written like objects.
pub(super) fn record(object: &Object, look: Look) -> Result {
    let object = flat(object);
    let (lists, lines): (Vec<_>, Vec<_>) = object.iter().partition(|(_, value)| is_list(value));
    let mut text = properties(lines, look);
    let inner = Look { width: look.width.map(|width| width.saturating_sub(2)), ..look };
    for (name, elements) in lists {
        let name = Cell::new(name).text;
        text.push('\n');
        text.push_str(&if look.color { bold_line(&name) } else { format!("{name}\n") });
        let elements = elements.as_array().into_iter().flatten();
        let rows: Vec<Object> = elements.filter_map(Json::as_object).map(flat).collect();
        if let Some(table) = inner_table(&rows, inner) {
            text.extend(table.lines().map(|line| format!("  {line}\n")));
            continue;
        }
        for row in &rows {
            let lines = properties(row.iter().collect(), inner);
            let lines = lines.lines().enumerate();
            text.extend(lines.map(|(at, line)| format!("{} {line}\n", if at == 0 { '-' } else { ' ' })));
        }
    }
    let mut out = out_with_colors();
    out.write_all(text.as_bytes())?;
    Ok(out.flush()?)
}

fn properties(mut properties: Vec<(&String, &Json)>, look: Look) -> String {
    properties.sort_by_key(|(name, _)| reading_order(name));
    let row = |(name, value): (&String, &Json)| -> Box<[Cell]> {
        Box::new([Cell::new(name), Cell { number: false, ..Cell::of(Some(value)) }])
    };
    Grid::new(Vec::new(), vec![true], properties.into_iter().map(row).collect()).wrapped(look)
}

/// Returns a table of the objects in an object, or `None` if it does not fit.
fn inner_table(rows: &[Object], look: Look) -> Option<String> {
    let names: IndexSet<&String> = rows.iter().flat_map(Object::keys).collect();
    let mut names: Vec<&String> = names.into_iter().collect();
    names.sort_by_key(|name| reading_order(name));
    let headings = names.iter().map(|name| Cell::new(name).text.into()).collect();
    let keys = names.iter().map(|name| is_key(name)).collect();
    let row = |row: &Object| names.iter().map(|name| Cell::of(row.get(*name))).collect();
    let grid = Grid::new(headings, keys, rows.iter().map(row).collect());
    let is_uncut = |width| room_for(&grid.natural(longest_word), &grid.uncut, width) == names.len();
    look.width.is_none_or(|width| is_uncut(width.into())).then(|| grid.wrapped(look))
}

fn is_list(value: &Json) -> bool {
    value.as_array().is_some_and(|elements| elements.iter().any(Json::is_object))
}

/// Returns the values of an object, those of its objects under both names, and its lists of objects last.
fn flat(object: &Object) -> Object {
    fn flatten(prefix: &str, object: &Object, flat: &mut Object) {
        for (name, value) in object {
            let name = format!("{prefix}{name}");
            match value {
                Json::Null => {}
                Json::Object(properties) if in_text(value).is_none() => {
                    flatten(&format!("{name}."), properties, flat);
                }
                _ => drop(flat.insert(name, value.clone())),
            }
        }
    }
    let mut flat = Object::new();
    flatten("", object, &mut flat);
    flat.sort_by(|_, one, _, other| is_list(one).cmp(&is_list(other)));
    flat
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_is_cut_by_display_width() {
        assert_eq!(cut("Velloran", 8), "Velloran");
        assert_eq!(cut("Velloran Workplace", 10), "Velloran …");
        assert_eq!(cut("株式会社クラウド", 7), "株式会…");
    }

    #[test]
    fn widest_columns_shrink_before_keys() {
        assert_eq!(fitting(&[9, 30, 20], &[true, false, false], 200), [9, 30, 20]);
        assert_eq!(fitting(&[9, 30, 20], &[true, false, false], 60), [9, 27, 20]);
        assert_eq!(fitting(&[9, 30, 20], &[true, false, false], 33), [9, 10, 10]);
        assert_eq!(fitting(&[9, 30, 20], &[true, false, false], 10), [9, 8, 8]);
        assert_eq!(fitting(&[9, 3, 20], &[true, false, false], 10), [9, 3, 8]);
    }

    #[test]
    fn columns_without_room_are_omitted() {
        let uncut = [true, false, false, true];
        assert_eq!(room_for(&[9, 30, 20, 10], &uncut, 41), 4);
        assert_eq!(room_for(&[9, 30, 20, 10], &uncut, 40), 3);
        assert_eq!(room_for(&[9, 30, 20, 10], &uncut, 31), 2);
        assert_eq!(room_for(&[9, 30, 20, 10], &uncut, 5), 1);
    }
}
