//! Where a certificate does not show what it should.

use crate::domain::Text;

/// A place in a certificate, and what is wrong there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flaw {
    pub place: Text,
    pub fault: Text,
}

impl Flaw {
    /// Where it is and what it is.
    pub fn text(&self) -> Text {
        let Flaw { place, fault } = self;
        Text::new(format!("{}：{}", place.ja, fault.ja), format!("{}: {}", place.en, fault.en))
    }
}
