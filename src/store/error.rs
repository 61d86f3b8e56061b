//! What can go wrong with what is remembered, the same on both databases.

/// Why the store could not do what was asked.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// Nothing of that name in that place.
    #[error("there is no {what} {id:?}")]
    NotFound { what: &'static str, id: String },
    /// A person, desk, table or room would be in two places at one time.
    #[error("somebody or something of {item} is taken at that time; choose another time or place")]
    DoubleBooked { item: String },
    /// The thing was changed by somebody else meanwhile.
    #[error("{what} {id:?} has changed meanwhile; read it again and repeat the change")]
    Changed { what: &'static str, id: String },
    /// It is there already.
    #[error("{what} is there already")]
    Exists { what: &'static str },
    /// A version or a booking is not changed, only replaced.
    #[error("this cannot be changed; make a new version")]
    Immutable,
    /// Stored data that cannot be read back.
    #[error("stored {what} cannot be read: {reason}; restore a backup or run the newest version")]
    Corrupt { what: &'static str, reason: String },
    /// The database is busy or the transaction lost a race: trying again may help.
    #[error("the database is busy: {0}; try again")]
    Busy(String),
    #[error("the database does not answer: {0}; see that it runs and that its settings are right")]
    Unavailable(String),
    #[error("the database refused: {0}")]
    Refused(String),
    #[error("the system gives no random numbers: {0}")]
    NoRandomness(String),
    /// A database address that names no known kind.
    #[error("{0:?} is no database address; expected sqlite:FILE or postgres://…")]
    Address(String),
}

impl From<sqlx::Error> for StoreError {
    fn from(error: sqlx::Error) -> StoreError {
        let sqlx::Error::Database(inner) = &error else {
            return match error {
                sqlx::Error::PoolTimedOut => StoreError::Busy("all connections are in use".into()),
                sqlx::Error::ColumnDecode { .. } | sqlx::Error::Decode(_) => {
                    StoreError::Corrupt { what: "column", reason: error.to_string() }
                }
                other => StoreError::Unavailable(other.to_string()),
            };
        };
        let message = inner.message();
        let code = inner.code().unwrap_or_default().into_owned();
        if inner.constraint() == Some("booking_once") || message.contains("double_booking") {
            return StoreError::DoubleBooked { item: "this item".into() };
        }
        if message.contains("immutable") {
            return StoreError::Immutable;
        }
        match code.as_str() {
            // PostgreSQL: serialization failure, deadlock, lock not available. SQLite: busy, locked.
            "40001" | "40P01" | "55P03" | "5" | "6" | "261" | "517" => {
                StoreError::Busy(message.to_owned())
            }
            code if is_out_of_order(code) => StoreError::Unavailable(message.to_owned()),
            _ if inner.is_unique_violation() => StoreError::Exists { what: "this" },
            _ if inner.is_foreign_key_violation() => {
                StoreError::NotFound { what: "thing that this belongs to", id: String::new() }
            }
            _ => StoreError::Refused(message.to_owned()),
        }
    }
}

/// Whether a code says that the database itself cannot work now: its disk is full, read-only or
/// fails, or it is shutting down or starting.
fn is_out_of_order(code: &str) -> bool {
    if code.len() == 5 {
        // PostgreSQL's classes: connection, resources, operator intervention, read-only, system.
        return ["08", "53", "57P", "25006", "58"].iter().any(|class| code.starts_with(class));
    }
    // SQLite's extended codes hold the primary one in their lowest byte: read-only, input and
    // output, full, cannot open.
    code.parse::<i32>().is_ok_and(|code| matches!(code & 0xff, 8 | 10 | 13 | 14))
}

#[cfg(test)]
mod tests {
    use super::is_out_of_order;

    #[test]
    fn a_database_out_of_order_is_told_from_one_that_refuses() {
        // SQLite: full, an error while writing; PostgreSQL: disk full, shutting down.
        for code in ["13", "778", "53100", "57P01"] {
            assert!(is_out_of_order(code), "{code}");
        }
        // A unique violation of either, and syntax.
        for code in ["2067", "23505", "1", "42601"] {
            assert!(!is_out_of_order(code), "{code}");
        }
    }
}
