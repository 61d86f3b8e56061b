//! Ctrl-C: the first one ends a solve with the best plan so far, the second one ends everything.

use std::sync::atomic::{AtomicBool, Ordering};

static ASKED: AtomicBool = AtomicBool::new(false);

/// The exit code of a program that was interrupted, as shells expect it.
const INTERRUPTED: i32 = 130;

/// From now on the first Ctrl-C is noted and the second one ends the program.
pub(super) fn listen() {
    // Where no handler can be set, Ctrl-C ends the program as it always did.
    let _ = ctrlc::set_handler(|| {
        if ASKED.swap(true, Ordering::SeqCst) {
            std::process::exit(INTERRUPTED);
        }
    });
}

/// Whether Ctrl-C was pressed.
pub(super) fn asked() -> bool {
    ASKED.load(Ordering::SeqCst)
}
