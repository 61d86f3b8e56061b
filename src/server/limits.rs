//! How much one client may ask. Every limit has a name here.

use governor::clock::{Clock, DefaultClock};
use governor::{DefaultKeyedRateLimiter, Quota, RateLimiter};
use std::num::NonZeroU32;
use std::time::Duration;

/// Largest request body in bytes.
pub const MAX_BODY: usize = 1 << 20;
/// Largest file to be imported, and its rows in all sheets together: 5,000 profiles as JSON take 40 MiB.
pub const MAX_IMPORT_BYTES: usize = 64 << 20;
pub const MAX_IMPORT_ROWS: usize = 200_000;
/// Bytes that a packed file may unpack to.
pub const MAX_UNPACKED_BYTES: usize = 128 << 20;
/// Characters of a name and the like.
pub const MAX_FIELD: usize = 200;
/// Characters of a short text such as a title or a message.
pub const MAX_SHORT: usize = 2_000;
/// Characters of a long text.
pub const MAX_LONG: usize = 20_000;
/// Entries of a page.
pub const MAX_PAGE: usize = 200;
/// Requests that a person may have open at a time.
pub const MAX_OPEN_REQUESTS: usize = 40;
/// Consortia that a person may draft, and people asked into one.
pub const MAX_DRAFTS: usize = 50;
pub const MAX_INVITATIONS: usize = 30;
/// Messages between the two sides of a request.
pub const MAX_MESSAGES: usize = 200;
/// Bytes of a poster's file.
pub const MAX_POSTER_BYTES: usize = 10 << 20;
/// Minutes that a desk may be behind.
pub const MAX_DELAY_MINUTES: u32 = 600;
/// Jobs of a workshop that may wait or run.
pub const MAX_OPEN_JOBS: i64 = 8;
/// Days that personal data may be kept after a workshop.
pub const MAX_RETENTION_DAYS: i64 = 36_500;
/// People whom a repair may affect beyond the fewest.
pub const MAX_MORE_PEOPLE: u32 = 1_000;
/// Seconds that a plan may take.
pub const MAX_PLAN_SECONDS: f64 = 3600.0;
/// Colleagues who may stand in for a person.
pub const MAX_STAND_INS: usize = 50;
/// Calendar feeds of a person.
pub const MAX_FEEDS: usize = 20;
/// Access tokens and browsers of an account.
pub const MAX_CREDENTIALS: usize = 100;
/// How long an answer is kept under its idempotency key.
pub const KEEP_ANSWERS_SECONDS: i64 = 24 * 3600;
/// How long a stream of events lasts at most.
pub const MAX_STREAM_SECONDS: u64 = 15 * 60;

/// Characters of a password.
pub const MIN_PASSWORD: usize = 12;
pub const MAX_PASSWORD: usize = 128;
/// Recovery codes that are made at a time.
pub const RECOVERY_CODES: usize = 10;
/// How long a sign-in counts as fresh: what guards the account is changed within that time.
pub const FRESH_SECONDS: i64 = 10 * 60;

/// So many at once, and one more each time that so many seconds have passed.
type Share = (NonZeroU32, u64);

/// Tries at an account's password from one address, and from everywhere; tries at its one-time
/// codes; mails with a link that a mailbox gets. Each has a counter of its own, and a mailed link
/// is always left, so that nobody locks anybody out.
const PASSWORDS_HERE: Share = (NonZeroU32::new(10).unwrap(), 60);
const PASSWORDS: Share = (NonZeroU32::new(100).unwrap(), 30);
const ONE_TIMES: Share = (NonZeroU32::new(10).unwrap(), 60);
const LINKS: Share = (NonZeroU32::new(5).unwrap(), 120);

fn limiter((at_once, seconds): Share) -> DefaultKeyedRateLimiter<String> {
    let quota = Quota::with_period(Duration::from_secs(seconds));
    RateLimiter::keyed(quota.unwrap_or(Quota::per_minute(NonZeroU32::MIN)).allow_burst(at_once))
}

const SIGN_INS_PER_MINUTE: NonZeroU32 = NonZeroU32::new(20).unwrap();
/// A client that was quiet may ask so many seconds' worth at once.
const BURST_SECONDS: NonZeroU32 = NonZeroU32::new(5).unwrap();

/// Rate limits by key: an address, or an account. Each process counts by itself, so that a try costs no
/// write; several that share a database let through so many times as much.
#[derive(Debug)]
pub struct Limits {
    requests: DefaultKeyedRateLimiter<String>,
    sign_ins: DefaultKeyedRateLimiter<String>,
    passwords_here: DefaultKeyedRateLimiter<String>,
    passwords: DefaultKeyedRateLimiter<String>,
    one_times: DefaultKeyedRateLimiter<String>,
    links: DefaultKeyedRateLimiter<String>,
}

impl Limits {
    /// An address, and an account, may ask so much.
    pub fn new(requests_per_second: NonZeroU32) -> Limits {
        let burst = requests_per_second.saturating_mul(BURST_SECONDS);
        Limits {
            requests: RateLimiter::keyed(Quota::per_second(requests_per_second).allow_burst(burst)),
            sign_ins: RateLimiter::keyed(Quota::per_minute(SIGN_INS_PER_MINUTE)),
            passwords_here: limiter(PASSWORDS_HERE),
            passwords: limiter(PASSWORDS),
            one_times: limiter(ONE_TIMES),
            links: limiter(LINKS),
        }
    }
}

impl Limits {
    /// Counts a request; the seconds to wait where there were too many.
    pub fn request(&self, key: &str) -> Result<(), u64> {
        check(&self.requests, key)
    }

    /// Counts an attempt to sign in.
    pub fn sign_in(&self, key: &str) -> Result<(), u64> {
        check(&self.sign_ins, key)
    }

    /// Counts a try at the password of a mail address, whether or not anybody has it.
    pub fn password(&self, email: &str, from: &str) -> Result<(), u64> {
        let email = email.to_lowercase();
        check(&self.passwords_here, &format!("{email} {from}"))?;
        check(&self.passwords, &email)
    }

    /// Counts a try at an account's one-time code by somebody whose first proof was of this kind:
    /// whoever knows the password uses up nothing of those who hold the mailbox.
    pub fn one_time(&self, account: &str, first: &str) -> Result<(), u64> {
        check(&self.one_times, &format!("{account} {first}"))
    }

    /// Counts a mail with a link to a mailbox.
    pub fn link(&self, email: &str) -> Result<(), u64> {
        check(&self.links, &email.to_lowercase())
    }

    /// Forgets keys that have not been seen lately.
    pub fn tidy(&self) {
        for all in [
            &self.requests,
            &self.sign_ins,
            &self.passwords_here,
            &self.passwords,
            &self.one_times,
            &self.links,
        ] {
            all.retain_recent();
        }
    }
}

fn check(limiter: &DefaultKeyedRateLimiter<String>, key: &str) -> Result<(), u64> {
    limiter
        .check_key(&key.to_owned())
        .map_err(|early| early.wait_time_from(DefaultClock::default().now()).as_secs().max(1))
}
