//! A solve as it goes: best plan, bound and gap on a terminal, nothing in a pipe.

use super::interrupt;
use super::screen::Screen;
use crate::app::{DayStage, Stage};
use crate::domain::Lang;
use indicatif::{ProgressBar, ProgressDrawTarget, ProgressStyle};
use std::ops::ControlFlow;
use std::time::Duration;

/// A line that shows what is going on.
pub(super) struct Line {
    screen: Screen,
    bar: ProgressBar,
    total: Option<i64>,
    bound: Option<i64>,
}

impl Line {
    pub fn new(screen: Screen, what: &str) -> Line {
        let target = if screen.is_watched() {
            ProgressDrawTarget::stderr()
        } else {
            ProgressDrawTarget::hidden()
        };
        let bar = ProgressBar::with_draw_target(None, target);
        if let Ok(style) = ProgressStyle::with_template("{spinner} {prefix} {elapsed} {wide_msg}") {
            bar.set_style(style);
        }
        bar.set_prefix(what.to_owned());
        bar.enable_steady_tick(Duration::from_millis(100));
        Line { screen, bar, total: None, bound: None }
    }

    /// Shows another step of the work.
    pub fn step(&mut self, what: &str) {
        self.bar.set_prefix(what.to_owned());
        (self.total, self.bound) = (None, None);
        self.bar.set_message("");
    }

    /// Shows how the work stands and says whether it is to go on.
    pub fn show(&mut self, now: Stage) -> ControlFlow<()> {
        match now {
            Stage::Solving(now) => {
                self.total = now.total.or(self.total);
                self.bound = now.bound.or(self.bound);
                self.bar.set_message(self.words());
            }
            Stage::Pricing { done, of } => {
                let what = self.screen.pick("ボトルネックの値付け", "pricing bottlenecks");
                self.bar.set_message(format!("{what} {}/{of}", done + 1));
            }
        }
        if interrupt::asked() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }

    /// Shows how a day of given meetings stands and says whether it is to go on.
    pub fn show_day(&mut self, now: DayStage) -> ControlFlow<()> {
        match now {
            DayStage::Solving(now) => {
                let breaks = now.breaks.map_or("–".to_owned(), |b| b.to_string());
                self.bar.set_message(match self.screen.lang {
                    Lang::Ja => format!("空き時間 {breaks} · 下限 {}", now.bound),
                    Lang::En => format!("breaks {breaks} · bound {}", now.bound),
                });
            }
            DayStage::Certifying => {
                let what = self.screen.pick("下限の証明を作成中", "certifying the bound");
                self.bar.set_message(what.to_owned());
            }
        }
        if interrupt::asked() { ControlFlow::Break(()) } else { ControlFlow::Continue(()) }
    }

    fn words(&self) -> String {
        let number = |value: Option<i64>| value.map_or("–".to_owned(), |v| v.to_string());
        let gap = match (self.total, self.bound) {
            (Some(total), Some(bound)) => {
                format!("{:.2}%", 100.0 * (bound - total) as f64 / total.abs().max(1) as f64)
            }
            _ => "–".to_owned(),
        };
        let (best, bound) = (number(self.total), number(self.bound));
        match self.screen.lang {
            Lang::Ja => format!("最良 {best} · 上界 {bound} · 差 {gap}"),
            Lang::En => format!("best {best} · bound {bound} · gap {gap}"),
        }
    }
}

impl Drop for Line {
    fn drop(&mut self) {
        self.bar.finish_and_clear();
    }
}
