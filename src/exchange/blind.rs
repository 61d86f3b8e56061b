//! The page on which experts compare two rankings without knowing which is which: one file that
//! works from the disk.

use serde::Serialize;

const PAGE: &str = include_str!("../../web/blind/page.html");

/// The page with this ballot in it: `id`, and `questions` of a profile with a list on each side.
pub fn blind_page(ballot: &impl Serialize) -> String {
    // Plain data has no way to fail; no text of it ends the script that holds it.
    let json = serde_json::to_string(ballot).unwrap_or_default();
    PAGE.replace("__BALLOT__", &json.replace('<', "\\u003c"))
}
