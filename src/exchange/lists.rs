//! Lists as offices keep them: a name in one cell, no ids, nothing on who is from industry. What
//! such a list leaves out is put in before it is read as a sheet.

use super::cell::{Cell, Context, Datum, plain};
use super::grid::{Grid, Row, Table};
use super::mapping::{column_names, place};
use super::sheets::Grids;
use crate::domain::{
    OrganisationKind, Sector, Sheet, Workshop, organisations_by_name, people_by_name,
    without_legal_form,
};
use std::collections::{HashMap, HashSet, VecDeque};

/// The sheets whose ids are made where a list has none: how such ids begin, and the columns by which
/// an entry is one that is there already. The first list of them whose first column is given counts.
const MADE: [(Sheet, char, &[&[&str]]); 5] = [
    (Sheet::Organisations, 'o', &[&["name_ja"], &["name_en"]]),
    (Sheet::People, 'p', &[&["family", "given", "organisation"]]),
    (Sheet::Profiles, 'f', &[&["title", "organisation"]]),
    (Sheet::MeetingWishes, 'w', &[&["from", "to"]]),
    (Sheet::Consultations, 'c', &[&["person", "topic"]]),
];

/// Whether a list may leave a required column out.
pub(super) fn may_lack(sheet: Sheet, column: &str) -> bool {
    match column {
        "id" => MADE.iter().any(|(made, ..)| *made == sheet),
        "sector" => sheet == Sheet::People,
        _ => false,
    }
}

/// Where a column stands; it is put before the others where there is none.
fn column(grid: &mut Grid, sheet: Sheet, name: &str) -> usize {
    if let Some(at) = place(grid, sheet, name) {
        return at;
    }
    let rows = grid.header.iter_mut().chain(&mut grid.rows);
    for (i, row) in rows.enumerate() {
        row.cells.insert(0, if i == 0 { name.to_owned() } else { String::new() });
    }
    0
}

/// Names that stand in one cell, family name first, are taken apart at the white space (or the comma
/// of `Yamada, Hanako`), where the list has no column for the given name.
pub(super) fn split_names(grid: &mut Grid) {
    for (whole, rest) in [("family", "given"), ("family_kana", "given_kana")] {
        if place(grid, Sheet::People, rest).is_some() || place(grid, Sheet::People, whole).is_none()
        {
            continue;
        }
        let rest = column(grid, Sheet::People, rest);
        let Some(whole) = place(grid, Sheet::People, whole) else { continue };
        for row in &mut grid.rows {
            let Some(name) = row.cells.get(whole).map(|cell| cell.trim().to_owned()) else {
                continue;
            };
            let comma = name.split_once([',', '，']);
            if let Some((family, given)) = comma.or_else(|| name.split_once(char::is_whitespace)) {
                row.cells[whole] = family.trim_end().to_owned();
                row.cells[rest] = given.trim_start().to_owned();
            }
        }
    }
}

/// Organisations that people and profiles name and nobody knows, each a row of its own. What it is
/// says whoever comes from it first, or else its name.
pub(super) fn add_organisations(known: &Workshop, grids: &mut Grids) {
    let known = organisations_by_name(known);
    let mut new: Vec<(String, OrganisationKind)> = Vec::new();
    let mut named = HashSet::new();
    for sheet in [Sheet::People, Sheet::Profiles] {
        let Some(grid) = grids.get(&sheet) else { continue };
        let Some(at) = place(grid, sheet, "organisation") else { continue };
        let side = place(grid, sheet, "sector");
        for row in &grid.rows {
            let Some(name) = row.cells.get(at).map(|cell| cell.trim()) else { continue };
            if name.is_empty() || known.knows(name) || !named.insert(without_legal_form(name)) {
                continue;
            }
            let side = side.and_then(|at| row.cells.get(at));
            let side = side.and_then(|cell| Sector::read(&plain(cell), &Context::default()).ok());
            new.push((name.to_owned(), kind_of(name, side)));
        }
    }
    if new.is_empty() {
        return;
    }
    let header = Some(Row { number: 1, cells: Vec::new() });
    let grid = grids.entry(Sheet::Organisations).or_insert(Grid { header, ..Grid::default() });
    column(grid, Sheet::Organisations, "name_ja");
    let kind_at = column(grid, Sheet::Organisations, "kind");
    // The second column may have moved the first.
    let name_at = column(grid, Sheet::Organisations, "name_ja");
    let width = grid.header.as_ref().map_or(0, |header| header.cells.len());
    let last = grid.rows.last().map_or(1, |row| row.number);
    for (number, (name, kind)) in (last + 1..).zip(new) {
        let mut cells = vec![String::new(); width];
        cells[name_at] = name;
        cells[kind_at] = kind.write().text().into_owned();
        grid.rows.push(Row { number, cells });
    }
}

/// What an organisation is, by who comes from it; else by what its name tells.
fn kind_of(name: &str, side: Option<Sector>) -> OrganisationKind {
    const COMPANIES: [&str; 8] = ["会社", "(株)", "(有)", "(同)", "co.,", "corp", "ltd", "inc."];
    const ACADEMIA: [&str; 8] =
        ["大学", "学校", "研究所", "研究機構", "研究センター", "univers", "institut", "college"];
    let name = plain(name).to_lowercase();
    let tells = |words: &[&str]| words.iter().any(|word| name.contains(word));
    match side {
        Some(Sector::Industry) => OrganisationKind::Company,
        Some(Sector::Academia) => OrganisationKind::Academia,
        Some(Sector::Other) => OrganisationKind::Other,
        None if tells(&COMPANIES) => OrganisationKind::Company,
        None if tells(&ACADEMIA) => OrganisationKind::Academia,
        None => OrganisationKind::Other,
    }
}

/// Where wishes name people instead of giving their ids, and the name is one person's, the id takes
/// its place.
pub(super) fn name_people(known: &Workshop, grids: &mut Grids) {
    const PEOPLE: [(Sheet, &[&str]); 4] = [
        (Sheet::MeetingWishes, &["from", "to"]),
        (Sheet::Consultations, &["person"]),
        (Sheet::TalkWishes, &["person"]),
        (Sheet::Unavailable, &["person"]),
    ];
    let known = people_by_name(known);
    for (sheet, columns) in PEOPLE {
        let Some(grid) = grids.get_mut(&sheet) else { continue };
        for name in columns {
            let Some(at) = place(grid, sheet, name) else { continue };
            for cell in grid.rows.iter_mut().filter_map(|row| row.cells.get_mut(at)) {
                if let Some(id) = known.of(cell) {
                    id.as_str().clone_into(cell);
                }
            }
        }
    }
}

/// Who comes from a company is from industry, who comes from a university is an academic, where the
/// list says nothing else.
pub(super) fn take_sides(known: &Workshop, grid: &mut Grid) {
    let side = |kind: OrganisationKind| match kind {
        OrganisationKind::Company | OrganisationKind::Startup => Sector::Industry,
        OrganisationKind::Academia => Sector::Academia,
        OrganisationKind::Other => Sector::Other,
    };
    let sides: HashMap<&str, Datum> =
        known.organisations.iter().map(|o| (o.id.as_str(), side(o.kind).write())).collect();
    let sector = column(grid, Sheet::People, "sector");
    let Some(organisation) = place(grid, Sheet::People, "organisation") else { return };
    for row in &mut grid.rows {
        let side = row.cells.get(organisation).and_then(|id| sides.get(plain(id).as_ref()));
        if let (Some(side), Some(cell)) = (side, row.cells.get_mut(sector))
            && cell.trim().is_empty()
        {
            *cell = side.text().into_owned();
        }
    }
}

/// Gives an id to every row without one: that of the entry which it is, or else a new one. `table`
/// holds what is there already. The same file gives the same ids each time.
pub(super) fn make_ids(sheet: Sheet, table: &Table, grid: &mut Grid) {
    let Some((_, letter, keys)) = MADE.iter().find(|(made, ..)| *made == sheet) else { return };
    let id = column(grid, sheet, "id");
    let given = |names: &&&[&str]| place(grid, sheet, names[0]).is_some();
    let key = keys.iter().find(given).copied().unwrap_or_default();
    let places: Vec<_> = key.iter().map(|name| place(grid, sheet, name)).collect();
    let key_of_row = |cells: &[String]| -> Vec<String> {
        let cell = |at: &Option<usize>| at.and_then(|at| cells.get(at)).map(|cell| plain(cell));
        places.iter().map(|at| cell(at).unwrap_or_default().into_owned()).collect()
    };
    let text = |row: &[Datum], at: Option<usize>| {
        at.map(|at| plain(&row[at].text()).into_owned()).unwrap_or_default()
    };
    let cells = grid.rows.iter().filter_map(|row| row.cells.get(id));
    let mut taken: HashSet<String> =
        cells.map(|cell| plain(cell).into_owned()).filter(|id| !id.is_empty()).collect();
    let mut there: HashMap<Vec<String>, VecDeque<String>> = HashMap::new();
    for row in &table.rows {
        let known = text(row, table.column("id"));
        if taken.insert(known.clone()) {
            let key = key.iter().map(|name| text(row, table.column(name))).collect();
            there.entry(key).or_default().push_back(known);
        }
    }
    let mut number = 0;
    for row in &mut grid.rows {
        if row.cells.get(id).is_none_or(|cell| !cell.trim().is_empty()) {
            continue;
        }
        let known = there.get_mut(&key_of_row(&row.cells)).and_then(VecDeque::pop_front);
        row.cells[id] = known.unwrap_or_else(|| {
            loop {
                number += 1;
                let new = format!("{letter}{number:03}");
                if taken.insert(new.clone()) {
                    return new;
                }
            }
        });
    }
}

/// What a list has no column for stays as it is with the entries that are there.
pub(super) fn keep_the_rest(sheet: Sheet, table: &Table, grid: &mut Grid) {
    let Some(known) = table.column("id") else { return };
    let there: HashMap<String, &Vec<Datum>> =
        table.rows.iter().map(|row| (plain(&row[known].text()).into_owned(), row)).collect();
    for name in column_names(sheet).iter().filter(|c| !c.required).map(|c| c.name) {
        let (None, Some(from)) = (place(grid, sheet, name), table.column(name)) else { continue };
        let at = column(grid, sheet, name);
        let Some(id) = place(grid, sheet, "id") else { return };
        for row in &mut grid.rows {
            let old = row.cells.get(id).and_then(|cell| there.get(plain(cell).as_ref()));
            if let (Some(old), Some(cell)) = (old, row.cells.get_mut(at)) {
                *cell = old[from].text().into_owned();
            }
        }
    }
}
