//! `enishi vocabulary`

use super::screen::Screen;
use super::workshop::load;
use crate::app::{
    AppError, Exit, VocabularyCoverage, export_vocabulary, import_vocabulary, suggest_terms,
    tag_workshop, vocabulary_coverage,
};
use crate::domain::{ConceptId, Lang};
use crate::exchange::Limits;
use crate::vocabulary::{Thesaurus, UnknownTerm};
use clap::{Args, ValueEnum};
use serde_json::json;
use std::path::PathBuf;

#[derive(Debug, Clone, Copy, PartialEq, ValueEnum)]
enum Action {
    /// Frequent terms that the vocabulary does not know
    Suggest,
    /// How much of the profiles the vocabulary reads
    Coverage,
    /// The vocabulary as SKOS or CSV
    Export,
    /// SKOS or CSV as files of a vocabulary
    Import,
}

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  enishi vocabulary suggest my-workshop\n  enishi vocabulary coverage my-workshop --json\n  enishi vocabulary export enishi.ttl\n  enishi vocabulary import enishi.csv --out vocabulary\n\nA person decides about suggested terms; data/vocabulary/README.md says how to add one."
)]
pub(super) struct VocabularyArgs {
    /// What to do
    #[arg(value_enum, value_name = "ACTION")]
    action: Action,
    /// Workshop to read (suggest, coverage), or the .ttl or .csv to write (export) or read (import)
    #[arg(value_name = "PATH")]
    path: PathBuf,
    /// Folder for the imported vocabulary's files
    #[arg(long, value_name = "DIR", required_if_eq("action", "import"))]
    out: Option<PathBuf>,
    /// Profiles that use a term, at least
    #[arg(long, value_name = "N", default_value_t = 3, value_parser = clap::value_parser!(u16).range(1..))]
    least: u16,
    /// How many terms to list
    #[arg(long, value_name = "N", default_value_t = 50, value_parser = clap::value_parser!(u16).range(1..=1000))]
    top: u16,
}

pub(super) fn run(args: &VocabularyArgs, screen: Screen) -> Result<Exit, AppError> {
    if args.action == Action::Export {
        export_vocabulary(&args.path)?;
        screen.answer(&json!({ "out": args.path }));
        let path = args.path.display();
        screen.say(match screen.lang {
            Lang::Ja => format!("{path} に語彙を書き出しました。"),
            Lang::En => format!("wrote the vocabulary to {path}"),
        });
        return Ok(Exit::Done);
    }
    if let (Action::Import, Some(out)) = (args.action, &args.out) {
        let files = import_vocabulary(&args.path, out)?;
        screen.answer(&json!({ "out": out, "files": files }));
        let (count, out) = (files.len(), out.display());
        screen.say(match screen.lang {
            Lang::Ja => format!("{out} に語彙のファイルを {count} 件書き出しました。"),
            Lang::En => format!("wrote {count} vocabulary files to {out}"),
        });
        return Ok(Exit::Done);
    }
    let mut workshop = load(&args.path, Limits::default().rows, screen)?;
    tag_workshop(&mut workshop);
    if args.action == Action::Coverage {
        let coverage = vocabulary_coverage(&workshop);
        screen.answer(&coverage);
        show_coverage(&coverage, screen);
    } else {
        let terms = suggest_terms(&workshop, args.least.into(), args.top.into());
        screen.answer(&json!({ "terms": terms }));
        terms.iter().for_each(|term| show_term(term, screen));
        if terms.is_empty() {
            screen
                .say(screen.pick("語彙にない頻出語はありません。", "no frequent term is unknown"));
        }
    }
    Ok(Exit::Done)
}

fn show_coverage(coverage: &VocabularyCoverage, screen: Screen) {
    let VocabularyCoverage { profiles, without_tag, tags_per_profile: tags, .. } = coverage;
    screen.say(match screen.lang {
        Lang::Ja => {
            format!("プロフィール {profiles} 件、うちタグなし {without_tag} 件、1件あたりタグ {tags:.1} 個")
        }
        Lang::En => {
            format!("{profiles} profiles, {without_tag} without a tag, {tags:.1} tags each")
        }
    });
    for facet in &coverage.facets {
        let (used, of, profiles) = (facet.used, facet.concepts, facet.profiles);
        let label = facet.facet.label(screen.lang);
        screen.say(match screen.lang {
            Lang::Ja => format!("  {label}：{of} 概念のうち {used}、プロフィール {profiles} 件"),
            Lang::En => format!("  {label}: {used} of {of} concepts, in {profiles} profiles"),
        });
    }
}

fn show_term(term: &UnknownTerm, screen: Screen) {
    let label = |id: &ConceptId| {
        let concept = Thesaurus::embedded().concept(id);
        format!("{} ({id})", concept.map_or("", |c| c.label.get(screen.lang)))
    };
    screen.say(format!("{:>4} {}  …{}…", term.profiles, term.term, term.example));
    if let Some(within) = &term.within {
        screen.say(format!(
            "       {} {}",
            screen.pick("上位の候補：", "perhaps under"),
            label(within)
        ));
    }
    if let Some(like) = &term.like {
        screen.say(format!("       {} {like}", screen.pick("綴りの近い語：", "spelt like")));
    }
    if !term.company.is_empty() {
        let company: Vec<String> = term.company.iter().map(label).collect();
        let with = screen.pick("ともに現れる概念：", "in company of");
        screen.say(format!("       {with} {}", company.join(", ")));
    }
}
