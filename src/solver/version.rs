//! Which solver it is.

use std::ffi::CStr;

/// The solver's name and version, for records of runs.
pub fn solver_version() -> String {
    // SAFETY: HiGHS returns a pointer to a static, nul-terminated text.
    let version = unsafe { CStr::from_ptr(highs_sys::Highs_version()) };
    format!("HiGHS {}", version.to_string_lossy())
}

#[cfg(test)]
mod tests {
    #[test]
    fn the_version_is_a_number() {
        assert!(super::solver_version().starts_with("HiGHS 1."), "{}", super::solver_version());
    }
}
