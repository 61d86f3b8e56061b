//! What everybody is to receive, where a plan has to see to that.

/// The least that plans are to give to each person.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(in crate::scheduling) struct Floors {
    /// Points of own wishes, per person; 0 for those who are owed nothing.
    pub owed: Vec<i64>,
    /// Plans that are worth less are of no interest.
    pub least: i64,
    /// Taken off for each point that a person is owed and does not receive: so much that no plan in
    /// which one is missing seems worth as much as `least`.
    pub price: i64,
}
