//! Watching a solve while it runs, and stopping it.

use highs_sys::{
    Highs_setCallback, Highs_startCallback, HighsCallbackDataIn, HighsCallbackDataOut,
    kHighsCallbackIpmInterrupt, kHighsCallbackMipImprovingSolution, kHighsCallbackMipInterrupt,
    kHighsCallbackSimplexInterrupt,
};
use std::ffi::{c_char, c_int, c_void};
use std::ops::ControlFlow;
use std::panic::{AssertUnwindSafe, catch_unwind};
use std::time::Instant;

/// What is known at a moment of a solve.
#[derive(Debug, Clone, Copy, PartialEq)]
pub struct Event {
    pub seconds: f64,
    /// Objective of the best values so far.
    pub objective: Option<f64>,
    /// No solution is better.
    pub bound: Option<f64>,
}

/// Called many times a second while a solve runs; `Break` ends it with the best values so far.
pub type Watch<'a> = dyn FnMut(Event) -> ControlFlow<()> + 'a;

/// What the callback reaches through its `user_data` pointer.
pub(super) struct Callback<'a, 'b> {
    watch: &'a mut Watch<'b>,
    started: Instant,
    broken: bool,
}

impl<'a, 'b> Callback<'a, 'b> {
    pub(super) fn new(watch: &'a mut Watch<'b>, started: Instant) -> Self {
        Self { watch, started, broken: false }
    }

    /// Hangs the watch onto a model.
    ///
    /// # Safety
    /// `highs` is a live HiGHS instance, solved on this thread, and `self` outlives that solve and
    /// is not touched during it.
    pub(super) unsafe fn install(&mut self, highs: *mut c_void) {
        // SAFETY: by the contract above; the calls only store the two pointers.
        unsafe {
            Highs_setCallback(highs, Some(on_event), std::ptr::from_mut(self).cast());
            for kind in [
                kHighsCallbackMipInterrupt,
                kHighsCallbackMipImprovingSolution,
                kHighsCallbackSimplexInterrupt,
                kHighsCallbackIpmInterrupt,
            ] {
                Highs_startCallback(highs, kind);
            }
        }
    }
}

fn finite(value: f64) -> Option<f64> {
    (value.is_finite() && value.abs() < 1e29).then_some(value)
}

unsafe extern "C" fn on_event(
    kind: c_int,
    _message: *const c_char,
    out: *const HighsCallbackDataOut,
    answer: *mut HighsCallbackDataIn,
    user_data: *mut c_void,
) {
    if out.is_null() || user_data.is_null() {
        return;
    }
    // SAFETY: `install` stored a pointer to a `Callback` that outlives the solve; HiGHS calls back
    // one at a time; `out` and `answer` are valid for the call.
    let (callback, out) = unsafe { (&mut *user_data.cast::<Callback>(), &*out) };
    let in_mip = kind == kHighsCallbackMipInterrupt || kind == kHighsCallbackMipImprovingSolution;
    let event = Event {
        seconds: callback.started.elapsed().as_secs_f64(),
        objective: in_mip.then(|| finite(out.mip_primal_bound)).flatten(),
        bound: in_mip.then(|| finite(out.mip_dual_bound)).flatten(),
    };
    if !callback.broken {
        // A panic must not cross into C++: it ends the solve instead.
        let flow = catch_unwind(AssertUnwindSafe(|| (callback.watch)(event)));
        callback.broken = !matches!(flow, Ok(ControlFlow::Continue(())));
    }
    if callback.broken && !answer.is_null() {
        // SAFETY: see above.
        unsafe { (*answer).user_interrupt = 1 };
    }
}
