//! `enishi blind`

use super::screen::Screen;
use super::weights::WeightsArgs;
use super::workshop::load;
use crate::app::{
    AppError, BlindRequest, BlindTally, Exit, load_weights, tag_workshop, tally_blind, words_alone,
    write_blind,
};
use crate::domain::Lang;
use crate::exchange::Limits;
use clap::Args;
use std::path::PathBuf;

#[derive(Debug, Args)]
#[command(
    after_help = "Examples:\n  enishi blind my-workshop --out blind\n  enishi blind my-workshop --weights learned.json --against default.json --out blind\n  enishi blind blind/key.json --votes votes-A.json votes-B.json --json\n\nHand out vote.html alone; key.json tells which side is which."
)]
pub(super) struct BlindArgs {
    /// Folder of CSV sheets, .xlsx or .json of the workshop; with --votes the key
    #[arg(value_name = "PATH")]
    path: PathBuf,
    #[command(flatten)]
    weights: WeightsArgs,
    /// Weights to compare with; the likeness of the texts alone where not given
    #[arg(long, value_name = "FILE.json")]
    against: Option<PathBuf>,
    /// Profiles to ask about, at most
    #[arg(long, value_name = "N", default_value_t = 20, value_parser = clap::value_parser!(u16).range(1..=500))]
    profiles: u16,
    /// Partners on each list
    #[arg(long, value_name = "N", default_value_t = 5, value_parser = clap::value_parser!(u16).range(1..=50))]
    top: u16,
    /// The same seed asks about the same profiles
    #[arg(long, value_name = "N", default_value_t = 1)]
    seed: u64,
    /// Folder for vote.html and key.json
    #[arg(long, value_name = "DIR", required_unless_present = "votes")]
    out: Option<PathBuf>,
    /// Votes that the page saved, one file of each voter: count them
    #[arg(long, value_name = "FILE.json", num_args = 1.., conflicts_with_all = ["out", "against", "weights"])]
    votes: Vec<PathBuf>,
}

pub(super) fn run(args: &BlindArgs, screen: Screen) -> Result<Exit, AppError> {
    let Some(out) = &args.out else {
        let tally = tally_blind(&args.path, &args.votes)?;
        screen.answer(&tally);
        show(&tally, screen);
        return Ok(Exit::Done);
    };
    let mut workshop = load(&args.path, Limits::default().rows, screen)?;
    tag_workshop(&mut workshop);
    let second = match &args.against {
        Some(path) => load_weights(Some(path))?,
        None => words_alone(),
    };
    let request = BlindRequest {
        first: args.weights.load()?,
        second,
        profiles: args.profiles.into(),
        top: args.top.into(),
        seed: args.seed,
    };
    let key = write_blind(&workshop, &request, out)?;
    screen.answer(&key);
    let (questions, alike) = (key.questions.len(), key.alike);
    screen.say(match screen.lang {
        Lang::Ja => format!("{questions} 問（ほかに、両方の順位が同じプロフィールが {alike} 件）"),
        Lang::En => {
            format!("{questions} questions ({alike} more profiles with the same lists in both)")
        }
    });
    screen.wrote(out, 2);
    Ok(Exit::Done)
}

fn show(tally: &BlindTally, screen: Screen) {
    let BlindTally { voters, votes, first, second, even, alike, .. } = tally;
    let [low, high] = tally.interval.map(|share| share * 100.0);
    screen.say(match screen.lang {
        Lang::Ja => format!(
            "投票者 {voters} 人、{votes} 票：第1の順位が勝った問 {first}、第2の順位が勝った問 {second}、互角 {even}（両方が同じで尋ねなかったもの {alike}）"
        ),
        Lang::En => format!(
            "{voters} voters, {votes} votes: {first} questions for the first ranking, {second} for the \
             second, {even} even ({alike} not asked, as both were the same)"
        ),
    });
    screen.say(match (screen.lang, tally.share) {
        (_, None) => screen.pick("勝敗のついた問がありません。", "no question was won").to_owned(),
        (Lang::Ja, Some(share)) => format!(
            "勝敗のついた問のうち第1の順位の割合は {:.0} %、95 % 信頼区間 {low:.0}–{high:.0} %",
            share * 100.0
        ),
        (Lang::En, Some(share)) => format!(
            "of the questions won, the first ranking has {:.0} %; 95 % confidence: {low:.0}–{high:.0} %",
            share * 100.0
        ),
    });
    screen.say(if low > 50.0 {
        screen.pick("第1の順位のほうが良いといえます。", "the first ranking is better")
    } else if high < 50.0 {
        screen.pick("第2の順位のほうが良いといえます。", "the second ranking is better")
    } else {
        screen.pick("どちらが良いとも、まだいえません。", "which is better cannot be said yet")
    });
}
