//! What dates say of a direction.

use super::{Signal, Sum};
use crate::ingest::Stamp;

/// Seconds in an hour.
const HOUR: i64 = 3_600;

/// The strength of days between two claimed dates of different outlets: days are stated in local time, stamped at midnight or
/// taken from the day of the crawl, so that one day proves little. Agency copy stands at some outlets under the day before.
fn of_days(days: i64) -> f64 {
    match days {
        0 => 0.0,
        1 => 0.4,
        2 => 0.7,
        _ => 1.0,
    }
}

/// The strength of the hours between two witnessed times: a crawler comes by when it comes by. Of labelled pairs seen within
/// one hour the earlier one was the original in one of six, within three hours in five of seven.
fn of_hours(seconds: i64) -> f64 {
    match seconds / HOUR {
        0 => 0.0,
        1 | 2 => 0.5,
        3..=11 => 0.8,
        _ => 1.0,
    }
}

/// Reads claimed and witnessed times. `trust` is how far the two claimed dates are believed, in [0, 1].
pub(super) fn read(
    sum: &mut Sum<'_>,
    claimed: (Option<Stamp>, Option<Stamp>),
    seen: (Option<Stamp>, Option<Stamp>),
    same: bool,
    trust: f64,
) {
    if let (Some(x), Some(y)) = claimed {
        let days = (y.day - x.day).num_days();
        if x.is_exact() && y.is_exact() {
            let seconds = y.earliest() - x.earliest();
            let signal = if same { Signal::OwnClock } else { Signal::ClaimedTime };
            sum.add(signal, seconds.signum() as f64 * trust);
        } else if same {
            sum.add(Signal::OwnClock, days.signum() as f64 * trust);
        } else {
            sum.add(Signal::ClaimedDay, days.signum() as f64 * of_days(days.abs()) * trust);
        }
    }
    let told_apart = claimed.0.zip(claimed.1).is_some_and(|(x, y)| x.day != y.day);
    // Witnessed times of one run come from one witness, so that a zone unsaid is the same zone.
    if let (Some(x), Some(y)) = seen {
        let seconds = y.middle() - x.middle();
        if seconds != 0 {
            // Beside claimed days it says the same thing again, for the most part.
            let share = if told_apart { 0.5 } else { 1.0 };
            sum.add(Signal::Seen, seconds.signum() as f64 * of_hours(seconds.abs()) * share);
        }
    }
}
