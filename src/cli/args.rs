//! The commands and what is common to all.

use super::account::AccountArgs;
use super::blind::BlindArgs;
use super::breaks::BreaksArgs;
use super::check::CheckArgs;
use super::completions::CompletionsArgs;
use super::consortia::ConsortiaArgs;
use super::demo::DemoArgs;
use super::explain::ExplainArgs;
use super::export::ExportArgs;
use super::exposure::ExposureArgs;
use super::fairness::FairnessArgs;
use super::generate::GenerateArgs;
use super::import::ImportArgs;
use super::judge::JudgeArgs;
use super::keeping::{BackupArgs, DoctorArgs, RestoreArgs};
use super::learn::LearnArgs;
use super::personal::{EraseArgs, PersonalDataArgs};
use super::plan::PlanArgs;
use super::rank::RankArgs;
use super::serve::ServeArgs;
use super::solve::SolveArgs;
use super::tag::TagArgs;
use super::template::TemplateArgs;
use super::verify::VerifyArgs;
use super::vocabulary::VocabularyArgs;
use super::worker::WorkerArgs;
use crate::domain::Lang;
use clap::{Parser, Subcommand};

const EXIT_CODES: &str = "\
Exit codes:
  0  done
  1  a fault of enishi itself
  2  bad input: nothing was written
  3  the answer is no: faults found, or no scheme takes the consortium
  4  the day is impossible
  5  no plan in time
  130  interrupted twice

Start with:
  enishi demo --out demo
  enishi template my-workshop";

/// Profiles in, consortia and a timetable out, each with a reason and a proof.
#[derive(Debug, Parser)]
#[command(name = "enishi", version, after_help = EXIT_CODES, max_term_width = 100)]
pub(super) struct Arguments {
    #[command(subcommand)]
    pub command: Command,
    /// Print the result as JSON, and nothing else, on standard output
    #[arg(long, global = true)]
    pub json: bool,
    /// Language of messages, ja or en; the locale's where not given
    #[arg(long, global = true, value_name = "LANG", value_parser = language)]
    pub lang: Option<Lang>,
}

fn language(text: &str) -> Result<Lang, String> {
    text.parse().map_err(|_| "expected ja or en".to_owned())
}

#[derive(Debug, Subcommand)]
pub(super) enum Command {
    /// Do the whole path on the workshop of 2022-05-10
    Demo(DemoArgs),
    /// Read and check a workshop, and write it in another form
    Import(ImportArgs),
    /// Read concepts in the profiles' texts, and keep what persons decided
    Tag(TagArgs),
    /// Tell what the vocabulary misses in a workshop's texts, or write it as SKOS or CSV
    Vocabulary(VocabularyArgs),
    /// Find partners for profiles, best first, with reasons
    Rank(RankArgs),
    /// Count who is suggested how often, and lift those whom nobody would see
    Exposure(ExposureArgs),
    /// Fit the weights of the ranking to a record of past meetings and consortia
    Learn(LearnArgs),
    /// Have experts compare two rankings without knowing which is which
    Blind(BlindArgs),
    /// Find the best groups under a scheme's quotas, with verdicts
    Consortia(ConsortiaArgs),
    /// Hold a draft consortium against the funding schemes, as of a day
    Check(CheckArgs),
    /// Plan a day: talks, consultations and meetings, with a proof
    Plan(PlanArgs),
    /// Tell what it costs in all that the worst-off receive more, plan by plan
    Fairness(FairnessArgs),
    /// Tell why a wish has no place, what lets it in, and what forcing it in costs others
    Explain(ExplainArgs),
    /// Judge a timetable, whoever made it
    Judge(JudgeArgs),
    /// Plan a day of given meetings with the fewest breaks, with a certificate
    Breaks(BreaksArgs),
    /// Verify a plan and its bound, without a solver
    Verify(VerifyArgs),
    /// Write a timetable as CSV, XLSX, JSON, calendars and pages
    Export(ExportArgs),
    /// Make up a workshop of any size, to try plans on
    Generate(GenerateArgs),
    /// Write sheets to start a workshop from
    Template(TemplateArgs),
    /// Serve the API, and run its jobs
    Serve(ServeArgs),
    /// Run jobs beside a service on PostgreSQL
    Worker(WorkerArgs),
    /// Make somebody an administrator of the service
    Account(AccountArgs),
    /// Copy the service's database, also while it runs
    Backup(BackupArgs),
    /// Put a copy of the database into a new data folder
    Restore(RestoreArgs),
    /// Look whether the service's data is sound
    Doctor(DoctorArgs),
    /// Erase somebody's personal data; what was planned and counted stays
    Erase(EraseArgs),
    /// Write everything that somebody has given, as JSON
    PersonalData(PersonalDataArgs),
    /// Answer one question on standard input; the service calls it
    #[command(hide = true)]
    Solve(SolveArgs),
    /// Print completions for a shell
    Completions(CompletionsArgs),
}
