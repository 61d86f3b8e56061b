//! Templates: every sheet with a few rows of a small made-up workshop, and what each column means.

use super::columns::{EachSheet, Record, each_sheet};
use super::error::ExportError;
use super::grid::Tabular;
use super::sheets::{file, tables};
use super::xlsx::tables_xlsx;
use crate::domain::{Lang, Sheet, Workshop};
use std::fmt::Write;

const EXAMPLE: &str = include_str!("template.json");

/// The workshop in the templates: complete, small, made up, and plannable as it is.
pub fn example() -> Workshop {
    serde_json::from_str(EXAMPLE).expect("the embedded example is a workshop")
}

/// The sheets as CSV files with headers in `lang` and the example's rows, and `README.md`, which
/// explains every column. `read_sheets` reads them as they are.
pub fn templates(lang: Lang) -> Vec<(String, Vec<u8>)> {
    let sheets = tables(&example(), lang, true);
    let mut files: Vec<_> = sheets.iter().map(|(sheet, table)| file(*sheet, table)).collect();
    files.push(("README.md".to_owned(), explanation(lang).into_bytes()));
    files
}

/// The templates as one XLSX file, which `read_xlsx` reads as it is.
pub fn template_xlsx(lang: Lang) -> Result<Vec<u8>, ExportError> {
    let sheets: Vec<_> = tables(&example(), lang, true)
        .into_iter()
        .map(|(sheet, table)| (sheet.name().to_owned(), table))
        .collect();
    tables_xlsx(&sheets)
}

fn explanation(lang: Lang) -> String {
    let mut out = match lang {
        Lang::Ja => "# ワークショップの表\n\n\
            各表は CSV ファイル1つ（または XLSX のシート1枚）です。1行目は見出しで、列の順序は自由、\
            ○印のない列は省けます。一覧は `;` で区切り、日時は `2022-05-10 14:10` と書きます\
            （開催日が1日だけなら `14:10` でもかまいません）。はい・いいえは true / false、\
            はい / いいえ、○ / × のどれでも書けます。例の行はすべて架空です。\n\n\
            お手元の名簿は、アプリの「参加者」でそのまま取り込めます。見出しは画面で選べ、氏名が1列でも\
            （姓 名の順、空白区切り）、IDや立場の列がなくてもかまいません。\n"
            .to_owned(),
        Lang::En => "# The sheets of a workshop\n\n\
            Each sheet is one CSV file (or one worksheet of an XLSX file). The first row holds the \
            headers; columns may stand in any order, and those without a mark may be left out. \
            Lists are separated by `;`, times are written `2022-05-10 14:10` (or `14:10` when the \
            workshop has one day), and booleans `true` or `false`. The rows are an example and all \
            made up.\n\n\
            A list of people that you have already is taken in as it is under *People* in the app: say \
            there what its headings stand for. The name may stand in one column (family name first, \
            then a space), and columns of ids and sides may be missing.\n"
            .to_owned(),
    };
    let about = match lang {
        Lang::Ja => "ワークショップそのものの設定（1行に1項目）",
        Lang::En => "the workshop's own settings, one key in each row",
    };
    section::<Workshop>(&mut out, Sheet::Workshop, about, lang);
    each_sheet(&mut Explainer { out: &mut out, lang });
    out
}

struct Explainer<'a> {
    out: &'a mut String,
    lang: Lang,
}

impl EachSheet for Explainer<'_> {
    fn sheet<R: Record>(&mut self) {
        section::<R>(self.out, R::SHEET, R::about(self.lang), self.lang);
    }
}

fn section<R: Tabular>(out: &mut String, sheet: Sheet, about: &str, lang: Lang) {
    let titles = match lang {
        Lang::Ja => "| 列 | 英語名 | 必須 | 内容 |",
        Lang::En => "| column | Japanese header | required | meaning |",
    };
    // Writing to a text cannot fail.
    let _ = write!(out, "\n## {sheet}\n\n{about}\n\n{titles}\n|---|---|---|---|\n");
    for column in R::COLUMNS {
        let (first, second) = match lang {
            Lang::Ja => (column.ja, column.name),
            Lang::En => (column.name, column.ja),
        };
        let mark = if column.required { "○" } else { "" };
        let _ = writeln!(out, "| {first} | {second} | {mark} | {} |", column.help(lang));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::exchange::{Limits, Notice, read_sheets, read_xlsx};

    #[test]
    fn the_templates_are_a_workshop_in_either_language() {
        for lang in Lang::ALL {
            let (workshop, notices) = read_sheets(&templates(lang), &Limits::default())
                .unwrap_or_else(|error| panic!("{lang}: {error}"));
            assert_eq!(workshop, example());
            assert_eq!(notices, [Notice::Ignored { name: "README.md".to_owned() }]);
            let (workshop, _) =
                read_xlsx(&template_xlsx(lang).unwrap(), &Limits::default()).unwrap();
            assert_eq!(workshop, example());
        }
    }

    #[test]
    fn every_sheet_has_an_example() {
        for (sheet, table) in tables(&example(), Lang::En, false) {
            assert!(!table.rows.is_empty(), "{sheet}");
        }
    }

    #[test]
    fn headers_differ_within_a_sheet_and_help_fits_a_table_cell() {
        struct Headers;
        impl EachSheet for Headers {
            fn sheet<R: Record>(&mut self) {
                columns::<R>();
            }
        }
        fn columns<R: Tabular>() {
            let mut seen = std::collections::HashSet::new();
            for column in R::COLUMNS {
                assert!(seen.insert(column.name) && seen.insert(column.ja), "{}", column.ja);
                assert!(!column.help_ja.contains('|') && !column.help_en.contains('|'));
            }
            for name in R::TOGETHER.iter().flat_map(|group| group.iter()) {
                assert!(R::COLUMNS.iter().any(|column| column.name == *name));
            }
            R::blank();
        }
        each_sheet(&mut Headers);
        columns::<Workshop>();
    }
}
