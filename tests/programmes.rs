//! Funding rules against cases worked by hand from the documents.

use enishi::programmes::schemes;

/// The data that is compiled in parses, and holds what the product promises.
#[test]
fn every_embedded_scheme_parses() {
    let ids: Vec<&str> = schemes().iter().map(|scheme| scheme.id.as_str()).collect();
    for id in [
        "act-m",
        "act-ms",
        "aimgain-2022",
        "aimgain-2025-5th-academia",
        "aimgain-2025-5th-startup",
        "sentan-keisoku-devices",
        "sentan-keisoku-elements",
    ] {
        assert!(ids.contains(&id), "{id} is missing among {ids:?}");
    }
}
