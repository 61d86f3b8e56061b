//! Lists that call things otherwise: what a file holds, which of our columns each heading probably
//! is, and reading it as somebody has said. A list that names organisations instead of giving ids is
//! understood where the name is one organisation's.

use super::cell::plain;
use super::columns::{EachSheet, Record, each_sheet};
use super::error::{Faults, ImportError, Limits, Notice};
use super::grid::Grid;
use super::lists::{
    add_organisations, keep_the_rest, make_ids, may_lack, name_people, split_names, take_sides,
};
use super::sheets::{Grids, gathered, read_grids, tables};
use super::xlsx::{book, worksheet_names};
use crate::domain::{InputFault, Lang, Sheet, Workshop, nearest, organisations_by_name};
use serde::{Deserialize, Serialize};
use std::borrow::Cow;
use std::collections::{BTreeMap, BTreeSet};

/// What the names in somebody's file stand for; what is not named stands for itself.
#[derive(Debug, Clone, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields, default)]
pub struct Mapping {
    /// By the name of a file or worksheet the sheet it is; an empty one is left out.
    pub sheets: BTreeMap<String, String>,
    /// By sheet and heading the column it is; an empty one is left out.
    pub columns: BTreeMap<String, BTreeMap<String, String>>,
    /// Organisations that rows name and nobody knows are new ones; else such rows are faults.
    pub new_organisations: bool,
}

impl Mapping {
    /// The sheet that a file or worksheet stands for; `None` where it is left out.
    pub(super) fn sheet_of<'a>(&'a self, name: &'a str) -> Option<&'a str> {
        let name = self.sheets.get(name).map_or(name, String::as_str);
        Some(name).filter(|name| !name.is_empty())
    }

    fn rename(&self, sheet: Sheet, grid: &mut Grid) {
        let (Some(columns), Some(header)) = (self.columns.get(sheet.name()), &mut grid.header)
        else {
            return;
        };
        for cell in &mut header.cells {
            if let Some(column) = columns.get(plain(cell).as_ref()) {
                cell.clone_from(column);
            }
        }
    }
}

/// Headings that lists use, by the columns they mean.
const SYNONYMS: [(&str, &[&str]); 25] = [
    ("id", &["no", "no.", "番号", "通番", "管理番号", "整理番号", "code"]),
    (
        "family",
        &[
            "名字",
            "苗字",
            "氏",
            "last name",
            "surname",
            "family name",
            "氏名",
            "お名前",
            "参加者名",
            "参加者氏名",
            "name",
            "full name",
        ],
    ),
    ("given", &["名前", "first name", "given name"]),
    (
        "family_kana",
        &[
            "姓カナ",
            "姓（カナ）",
            "せい",
            "姓フリガナ",
            "姓ふりがな",
            "フリガナ（姓）",
            "フリガナ",
            "ふりがな",
            "氏名カナ",
            "氏名（カナ）",
            "氏名フリガナ",
            "カナ氏名",
        ],
    ),
    ("given_kana", &["名カナ", "名（カナ）", "めい", "名フリガナ", "名ふりがな", "フリガナ（名）"]),
    ("family_romaji", &["姓ローマ字", "last name (en)", "sei"]),
    ("given_romaji", &["名ローマ字", "first name (en)", "mei"]),
    (
        "organisation",
        &[
            "所属",
            "所属機関",
            "組織",
            "会社名",
            "企業名",
            "機関名",
            "大学名",
            "法人名",
            "company",
            "affiliation",
            "institution",
            "organization",
        ],
    ),
    ("sector", &["区分", "産学区分", "参加区分", "side"]),
    ("department", &["所属部署", "部門", "部課", "学部", "研究科", "division"]),
    ("position", &["肩書", "肩書き", "職位", "職名", "job title", "role"]),
    ("languages", &["使用言語", "対応言語", "language"]),
    ("lang", &["使用言語", "language"]),
    (
        "name_ja",
        &["名称", "会社名", "企業名", "機関名", "大学名", "法人名", "company", "organization"],
    ),
    ("name_en", &["英語名", "英文名", "英語名称", "name in english"]),
    ("kana", &["フリガナ", "ふりがな", "カナ", "読み", "reading"]),
    ("region", &["所在地", "都道府県", "国", "prefecture", "country", "location"]),
    ("title", &["タイトル", "演題", "課題名", "テーマ", "subject", "theme"]),
    ("text", &["要旨", "概要", "内容", "説明", "abstract", "summary", "description"]),
    ("seeks", &["ニーズ", "求める相手", "希望する連携", "seeking", "needs"]),
    ("offers", &["シーズ", "提供", "強み", "offering"]),
    ("from", &["希望者", "希望する方", "申込者", "依頼者", "who", "requester"]),
    ("to", &["相手先", "希望相手", "会いたい人", "会いたい相手", "面談相手", "whom", "partner"]),
    ("rank", &["希望順位", "希望順", "優先順位", "優先度", "priority", "preference"]),
    ("person", &["氏名", "お名前", "参加者", "参加者名", "相談者", "name"]),
];

/// A column that a heading can stand for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ColumnName {
    pub name: &'static str,
    pub ja: &'static str,
    /// Must be filled in every row; what a list may leave out is not.
    pub required: bool,
    pub help_ja: &'static str,
    pub help_en: &'static str,
}

/// The columns of a sheet; none of the sheet `workshop`, which has keys.
pub fn column_names(sheet: Sheet) -> Vec<ColumnName> {
    struct Names(Sheet, Vec<ColumnName>);
    impl EachSheet for Names {
        fn sheet<R: Record>(&mut self) {
            if R::SHEET == self.0 {
                self.1 = R::COLUMNS
                    .iter()
                    .map(|c| ColumnName {
                        name: c.name,
                        ja: c.header(Lang::Ja),
                        required: c.required && !may_lack(R::SHEET, c.name),
                        help_ja: c.help(Lang::Ja),
                        help_en: c.help(Lang::En),
                    })
                    .collect();
            }
        }
    }
    let mut names = Names(sheet, Vec::new());
    each_sheet(&mut names);
    names.1
}

/// A heading of somebody's file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    pub heading: String,
    /// The column it is, or probably is; a column is given to one heading only.
    pub column: Option<&'static str>,
    /// It is called as the column is, so nothing was guessed.
    pub exact: bool,
    /// The first values under it.
    pub samples: Vec<String>,
}

/// A file or worksheet and what is in it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Contents {
    /// As the file or worksheet is called.
    pub name: String,
    /// What it is called, was said to be, or probably is.
    pub sheet: Option<Sheet>,
    pub rows: usize,
    pub headings: Vec<Heading>,
}

/// The form of a file.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum SourceKind {
    Csv,
    Xlsx,
}

/// A file as somebody gave it.
#[derive(Debug, Clone, Copy)]
pub struct Source<'a> {
    pub kind: SourceKind,
    /// With its ending; CSV files are known by it.
    pub name: &'a str,
    pub bytes: &'a [u8],
}

impl Source<'_> {
    /// The names under which a mapping finds what is in the file.
    fn names(&self) -> Result<Vec<String>, ImportError> {
        match self.kind {
            SourceKind::Xlsx => worksheet_names(self.bytes),
            SourceKind::Csv => {
                let lower = self.name.to_lowercase();
                Ok(vec![lower.strip_suffix(".csv").unwrap_or(&lower).to_owned()])
            }
        }
    }

    fn grids(
        &self,
        mapping: &Mapping,
        limits: &Limits,
    ) -> Result<(Grids, Faults, Vec<Notice>), ImportError> {
        match self.kind {
            SourceKind::Xlsx => book(self.bytes, mapping, limits),
            SourceKind::Csv => {
                let [name] = &self.names()?[..] else { unreachable!("a CSV file has one name") };
                gathered(&[(format!("{name}.csv"), self.bytes)], mapping, limits)
            }
        }
    }
}

/// What a file holds, and what its headings probably mean.
pub fn contents(
    source: Source<'_>,
    mapping: &Mapping,
    limits: &Limits,
) -> Result<Vec<Contents>, ImportError> {
    let mut found = Vec::new();
    for name in source.names()? {
        // One at a time, as if it were a sheet: what it is comes after what is in it.
        let mut only = Mapping::default();
        for other in source.names()? {
            let sheet = if other == name { Sheet::People.name() } else { "" };
            only.sheets.insert(other, sheet.to_owned());
        }
        let (mut grids, faults, _) = source.grids(&only, limits)?;
        let Some(grid) = grids.remove(&Sheet::People) else {
            if !faults.is_empty() {
                return Err(faults.into_error());
            }
            continue;
        };
        let stem = mapping.sheets.get(&name).unwrap_or(&name).trim().to_lowercase();
        let called = Sheet::ALL.into_iter().find(|sheet| sheet.name() == stem);
        let sheet = called.or_else(|| likely_sheet(&grid)).filter(|_| !stem.is_empty());
        let headings = sheet.map_or_else(Vec::new, |sheet| headings(sheet, &grid));
        found.push(Contents { name, sheet, rows: grid.rows.len(), headings });
    }
    Ok(found)
}

fn titles(grid: &Grid) -> Vec<(usize, String)> {
    let cells = grid.header.iter().flat_map(|header| header.cells.iter().enumerate());
    cells.map(|(at, cell)| (at, plain(cell).into_owned())).filter(|(_, t)| !t.is_empty()).collect()
}

/// Where the column of this name stands, under any of its own names.
pub(super) fn place(grid: &Grid, sheet: Sheet, name: &str) -> Option<usize> {
    let column = column_names(sheet).into_iter().find(|column| column.name == name)?;
    titles(grid).into_iter().find(|(_, t)| likeness(t, &column) == 3).map(|(at, _)| at)
}

/// How surely a heading is a column: 3 it is called so, 2 lists call it so, 1 it looks like it.
fn likeness(title: &str, column: &ColumnName) -> u8 {
    let lower = title.to_lowercase();
    let synonyms = SYNONYMS.iter().find(|(name, _)| *name == column.name);
    if column.name == lower || plain(column.ja) == title {
        3
    } else if synonyms.is_some_and(|(_, list)| list.iter().any(|one| plain(one) == lower)) {
        2
    } else {
        u8::from(nearest(title, [column.name, column.ja]).is_some())
    }
}

/// The sheet that most headings are columns of.
fn likely_sheet(grid: &Grid) -> Option<Sheet> {
    let titles = titles(grid);
    let sum = |sheet: Sheet| -> u32 {
        let columns = column_names(sheet);
        titles
            .iter()
            .map(|(_, t)| columns.iter().map(|c| u32::from(likeness(t, c))).max().unwrap_or(0))
            .sum()
    };
    let sheets = [Sheet::People, Sheet::Organisations, Sheet::Profiles, Sheet::MeetingWishes];
    let best = sheets.into_iter().rev().map(|sheet| (sum(sheet), sheet)).max_by_key(|(n, _)| *n);
    best.filter(|(n, _)| *n > 1).map(|(_, sheet)| sheet)
}

/// Each heading with its column; the surest are given first.
fn headings(sheet: Sheet, grid: &Grid) -> Vec<Heading> {
    const SAMPLES: usize = 3;
    let (titles, columns) = (titles(grid), column_names(sheet));
    let mut pairs: Vec<(u8, usize, usize)> = Vec::new();
    for (t, (_, title)) in titles.iter().enumerate() {
        for (c, column) in columns.iter().enumerate() {
            pairs.push((likeness(title, column), t, c));
        }
    }
    pairs.retain(|(likeness, ..)| *likeness > 0);
    pairs.sort_by_key(|(likeness, t, c)| (std::cmp::Reverse(*likeness), *t, *c));
    let mut given: BTreeMap<usize, (u8, usize)> = BTreeMap::new();
    let mut taken = BTreeSet::new();
    for (likeness, t, c) in pairs {
        if !given.contains_key(&t) && taken.insert(c) {
            given.insert(t, (likeness, c));
        }
    }
    let column = |t: usize| given.get(&t).map(|(likeness, c)| (*likeness, columns[*c].name));
    titles
        .iter()
        .enumerate()
        .map(|(t, (at, title))| Heading {
            heading: title.clone(),
            column: column(t).map(|(_, name)| name),
            exact: column(t).is_some_and(|(likeness, _)| likeness == 3),
            samples: grid
                .rows
                .iter()
                .filter_map(|row| row.cells.get(*at))
                .map(|cell| cell.trim())
                .filter(|cell| !cell.is_empty())
                .map(|cell| cell.chars().take(60).collect())
                .take(SAMPLES)
                .collect(),
        })
        .collect()
}

/// What was read, and the rows that were left out.
#[derive(Debug, Clone, PartialEq)]
pub struct MappedImport {
    pub workshop: Workshop,
    pub notices: Vec<Notice>,
    /// Why rows were left out, by sheet and row; empty unless rows may be.
    pub left_out: Vec<InputFault>,
}

/// Reads a file into a workshop as the mapping says. With `by_row`, rows with faults are left out
/// and told; else one fault refuses the file. Cost: linear in the bytes, times the rounds that rows
/// left out bring about (a row falls with what it refers to).
pub fn read_mapped(
    base: &Workshop,
    source: Source<'_>,
    mapping: &Mapping,
    by_row: bool,
    limits: &Limits,
) -> Result<MappedImport, ImportError> {
    // To leave rows out, all their faults must be known.
    let limits = Limits { faults: if by_row { usize::MAX } else { limits.faults }, ..*limits };
    let (mut grids, faults, notices) = source.grids(mapping, &limits)?;
    let form = faults.form;
    if !faults.is_empty() {
        return Err(faults.into_error());
    }
    for (sheet, grid) in &mut grids {
        mapping.rename(*sheet, grid);
    }
    complete(base, &mut grids, mapping.new_organisations);
    let mut left_out: Vec<InputFault> = Vec::new();
    loop {
        let read =
            read_grids(Some(base), grids.clone(), Faults::new(form, &limits), notices.clone());
        let faults = match read {
            Ok((workshop, notices)) => return Ok(MappedImport { workshop, notices, left_out }),
            Err(ImportError::Faults { faults, .. })
                if by_row && faults.iter().all(|f| f.entry.is_some() && f.row.is_some()) =>
            {
                faults
            }
            Err(error) => return Err(error),
        };
        for fault in &faults {
            if let Some(grid) = grids.get_mut(&fault.sheet) {
                grid.rows.retain(|row| Some(row.number) != fault.row);
            }
        }
        left_out.extend(faults);
    }
}

/// What somebody's lists leave out is put in: given names, ids, sides, organisations where these may
/// be new; and where rows name an organisation or a person instead of giving the id, and the name is
/// one entry's, the id takes its place. Of entries that are there, what the list has no column for
/// stays.
fn complete(base: &Workshop, grids: &mut Grids, new_organisations: bool) {
    let there = tables(base, Lang::En, false);
    let identify = |sheet: Sheet, grids: &mut Grids| {
        let table = there.iter().find(|(one, _)| *one == sheet);
        if let (Some((_, table)), Some(grid)) = (table, grids.get_mut(&sheet)) {
            make_ids(sheet, table, grid);
            keep_the_rest(sheet, table, grid);
        }
    };
    identify(Sheet::Organisations, grids);
    if new_organisations {
        add_organisations(&with(&[Sheet::Organisations], base, grids), grids);
        identify(Sheet::Organisations, grids);
    }
    let known = with(&[Sheet::Organisations], base, grids);
    name_organisations(&known, grids);
    if let Some(grid) = grids.get_mut(&Sheet::People) {
        split_names(grid);
    }
    identify(Sheet::People, grids);
    if let Some(grid) = grids.get_mut(&Sheet::People) {
        take_sides(&known, grid);
    }
    identify(Sheet::Profiles, grids);
    name_people(&with(&[Sheet::Organisations, Sheet::People], base, grids), grids);
    identify(Sheet::MeetingWishes, grids);
    identify(Sheet::Consultations, grids);
}

/// The workshop with what comes in the same file, as far as these sheets say, where they can be read.
fn with<'a>(sheets: &[Sheet], base: &'a Workshop, grids: &Grids) -> Cow<'a, Workshop> {
    let of_file = |sheet: &Sheet| Some((*sheet, grids.get(sheet)?.clone()));
    let grids: Grids = sheets.iter().filter_map(of_file).collect();
    if grids.is_empty() {
        return Cow::Borrowed(base);
    }
    let limits = Limits::default();
    let faults = Faults::new(super::error::Form::Csv, &limits);
    match read_grids(Some(base), grids, faults, Vec::new()) {
        Ok((workshop, _)) => Cow::Owned(workshop),
        Err(_) => Cow::Borrowed(base),
    }
}

fn name_organisations(known: &Workshop, grids: &mut Grids) {
    let known = organisations_by_name(known);
    for sheet in [Sheet::People, Sheet::Profiles] {
        let Some(grid) = grids.get_mut(&sheet) else { continue };
        let Some(at) = place(grid, sheet, "organisation") else { continue };
        for cell in grid.rows.iter_mut().filter_map(|row| row.cells.get_mut(at)) {
            if let Some(id) = known.of(cell) {
                id.as_str().clone_into(cell);
            }
        }
    }
}
