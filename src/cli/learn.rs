//! `enishi learn`

use super::screen::Screen;
use super::workshop::WorkshopArgs;
use crate::app::{AppError, Exit, learn_weights, tag_workshop};
use crate::domain::Lang;
use crate::matching::learn::{Fitted, Measure};
use clap::Args;
use std::path::PathBuf;

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  enishi learn past-workshops --record record.csv\n  enishi learn past-workshops --record record.csv --out weights.json\n  enishi rank my-workshop --weights weights.json\n\nThe record is a CSV of year, profile, partner; `enishi template DIR` writes an example. To undo, leave the file out."
)]
pub(super) struct LearnArgs {
    #[command(flatten)]
    workshop: WorkshopArgs,
    /// Who met or joined whom: a CSV of year, profile, partner
    #[arg(long, value_name = "FILE.csv")]
    record: PathBuf,
    /// Where to write the weights, if they rank the last year better than the default ones
    #[arg(long, value_name = "FILE.json")]
    out: Option<PathBuf>,
}

pub(super) fn run(args: &LearnArgs, screen: Screen) -> Result<Exit, AppError> {
    let mut workshop = args.workshop.load(screen)?;
    tag_workshop(&mut workshop);
    let fitted = learn_weights(&workshop, &args.record, args.out.as_deref())?;
    screen.answer(&fitted);
    show(&fitted, screen);
    match (&args.out, fitted.adopted) {
        (Some(out), true) => screen.say(match screen.lang {
            Lang::Ja => format!("{} に重みを書き出しました。", out.display()),
            Lang::En => format!("wrote the weights to {}", out.display()),
        }),
        (_, true) => {}
        (_, false) => screen.say(screen.pick(
            "除いた年で良くならないため、既定の重みのままにします（何も書き出しません）。",
            "no better on the year held out: the default weights stay, nothing was written",
        )),
    }
    Ok(if fitted.adopted { Exit::Done } else { Exit::Faults })
}

fn show(fitted: &Fitted, screen: Screen) {
    let year = fitted.held_out;
    let line = |measure: &Measure| {
        format!(
            "MRR {:.3}, Recall@10 {:.3} ({})",
            measure.mrr, measure.recall_10, measure.questions
        )
    };
    let (before, after) = (line(&fitted.before), line(&fitted.after));
    screen.say(match screen.lang {
        Lang::Ja => format!("{year} 年（学習から除いた年）：既定の重み {before}、学習後 {after}"),
        Lang::En => format!("{year}, held out: default weights {before}; learned {after}"),
    });
    for (part, factor) in &fitted.factors {
        screen.say(format!("  {} × {factor:.2}", part.label(screen.lang)));
    }
}
