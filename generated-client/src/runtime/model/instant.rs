//! Dates and times as RFC 3339 writes them.
//!
//! humantime has neither offsets nor years before 1970, and jiff, which has both, is too large for a dependency that is
//! not optional.

use std::fmt::{self, Write as _};
use std::time::{Duration, SystemTime};

/// The number of seconds of a day.
const DAY: i64 = 24 * 60 * 60;

/// A point in time, as seconds since 1970 and the nanoseconds after them.
#[derive(Clone, Copy, Debug, Eq, Ord, PartialEq, PartialOrd)]
pub(crate) struct Instant {
    seconds: i64,
    nanoseconds: u32,
}

impl Instant {
    /// Parses a date and a time with an offset. The seconds may be missing, and the offset may have no colon or no minutes,
    /// as services also send them.
    pub(crate) fn parse(text: &str) -> Option<Self> {
        let mut rest = text;
        let (year, month, day) = (number(&mut rest, 4)?, after(&mut rest, "-")?, after(&mut rest, "-")?);
        rest = rest.strip_prefix(['T', 't', ' '])?;
        let (hour, minute) = (number(&mut rest, 2)?, after(&mut rest, ":")?);
        let second = if rest.starts_with(':') { after(&mut rest, ":")? } else { 0 };
        let mut nanoseconds = 0;
        if let Some(fraction) = rest.strip_prefix(['.', ',']) {
            let length = fraction.bytes().position(|byte| !byte.is_ascii_digit()).unwrap_or(fraction.len());
            let (digits, end) = fraction.split_at(length);
            let digits = digits.get(..digits.len().min(9)).filter(|digits| !digits.is_empty())?;
            nanoseconds = format!("{digits:0<9}").parse().ok()?;
            rest = end;
        }
        let offset = offset(rest)?;
        // A leap second is the last second of its minute.
        let is_valid = (1..=12).contains(&month)
            && (1..=days_of_month(year, month)).contains(&day)
            && hour < 24
            && minute < 60
            && second <= 60;
        let time = hour * 3600 + minute * 60 + second.min(59);
        is_valid.then(|| Self { seconds: days(year, month, day) * DAY + time - offset, nanoseconds })
    }

    /// Returns the time of the platform; `None` if it has none for this instant.
    pub(crate) fn to_system_time(self) -> Option<SystemTime> {
        let seconds = Duration::from_secs(self.seconds.unsigned_abs());
        let time = match self.seconds {
            0.. => SystemTime::UNIX_EPOCH.checked_add(seconds),
            _ => SystemTime::UNIX_EPOCH.checked_sub(seconds),
        };
        time?.checked_add(Duration::from_nanos(self.nanoseconds.into()))
    }
}

impl From<SystemTime> for Instant {
    fn from(time: SystemTime) -> Self {
        let (is_before, distance) = match time.duration_since(SystemTime::UNIX_EPOCH) {
            Ok(distance) => (false, distance),
            Err(error) => (true, error.duration()),
        };
        let (seconds, nanoseconds) =
            (i64::try_from(distance.as_secs()).unwrap_or(i64::MAX), distance.subsec_nanos());
        match (is_before, nanoseconds) {
            (false, _) => Self { seconds, nanoseconds },
            (true, 0) => Self { seconds: -seconds, nanoseconds },
            (true, _) => Self { seconds: -seconds - 1, nanoseconds: 1_000_000_000 - nanoseconds },
        }
    }
}

/// Writes the instant in UTC, with 0, 3, 6 or 9 digits of the fraction.
impl fmt::Display for Instant {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let (year, month, day) = date(self.seconds.div_euclid(DAY));
        let time = self.seconds.rem_euclid(DAY);
        match year {
            0..=9999 => write!(f, "{year:04}")?,
            // ISO 8601, because RFC 3339 has no such years.
            _ => write!(f, "{year:+07}")?,
        }
        let (hour, minute, second) = (time / 3600, time / 60 % 60, time % 60);
        write!(f, "-{month:02}-{day:02}T{hour:02}:{minute:02}:{second:02}")?;
        match self.nanoseconds {
            0 => {}
            n if n % 1_000_000 == 0 => write!(f, ".{:03}", n / 1_000_000)?,
            n if n % 1000 == 0 => write!(f, ".{:06}", n / 1000)?,
            n => write!(f, ".{n:09}")?,
        }
        f.write_char('Z')
    }
}

/// Removes and returns a number of this many digits.
fn number(rest: &mut &str, digits: usize) -> Option<i64> {
    let (number, end) = rest.split_at_checked(digits)?;
    *rest = end;
    number.bytes().all(|byte| byte.is_ascii_digit()).then(|| number.parse().ok())?
}

/// Removes a separator and a number of two digits, and returns the number.
fn after(rest: &mut &str, separator: &str) -> Option<i64> {
    *rest = rest.strip_prefix(separator)?;
    number(rest, 2)
}

/// Parses an offset from UTC: `Z`, `+02:00`, `+0200` or `+02`.
fn offset(text: &str) -> Option<i64> {
    if text.eq_ignore_ascii_case("z") {
        return Some(0);
    }
    let sign = match text.chars().next()? {
        '+' => 1,
        '-' => -1,
        _ => return None,
    };
    let mut rest = &text[1..];
    let hours = number(&mut rest, 2)?;
    let minutes = match rest {
        "" => 0,
        _ => {
            rest = rest.strip_prefix(':').unwrap_or(rest);
            number(&mut rest, 2)?
        }
    };
    (rest.is_empty() && hours < 24 && minutes < 60).then_some(sign * (hours * 3600 + minutes * 60))
}

fn days_of_month(year: i64, month: i64) -> i64 {
    let is_leap = year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
    match month {
        2 if is_leap => 29,
        2 => 28,
        4 | 6 | 9 | 11 => 30,
        _ => 31,
    }
}

/// Returns the number of days from 1970-01-01 to a date. Years begin in March here, so that a leap day is the last day of
/// one.
fn days(year: i64, month: i64, day: i64) -> i64 {
    let year = if month > 2 { year } else { year - 1 };
    let (era, year_of_era) = (year.div_euclid(400), year.rem_euclid(400));
    let day_of_year = (153 * ((month + 9) % 12) + 2) / 5 + day - 1;
    era * 146_097 + year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year - 719_468
}

/// Returns the year, the month and the day, given the number of days since 1970-01-01.
fn date(days: i64) -> (i64, i64, i64) {
    let days = days + 719_468;
    let (era, day_of_era) = (days.div_euclid(146_097), days.rem_euclid(146_097));
    let year_of_era = (day_of_era - day_of_era / 1460 + day_of_era / 36_524 - day_of_era / 146_096) / 365;
    let day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    let month = (5 * day_of_year + 2) / 153;
    let day = day_of_year - (153 * month + 2) / 5 + 1;
    let month = if month < 10 { month + 3 } else { month - 9 };
    (era * 400 + year_of_era + i64::from(month <= 2), month, day)
}

#[cfg(test)]
mod tests {
    use super::*;

    /// Returns the seconds since 1970, and the nanoseconds.
    fn instant(text: &str) -> Option<(i64, u32)> {
        Instant::parse(text).map(|instant| (instant.seconds, instant.nanoseconds))
    }

    #[test]
    fn dates_and_times_with_an_offset_are_instants() {
        // The numbers are those of `date --utc --date=… +%s`.
        for (text, seconds, nanoseconds) in [
            ("1970-01-01T00:00:00Z", 0, 0),
            ("2025-03-19T00:00:00.000Z", 1_742_342_400, 0),
            ("2025-03-19t01:00:00.5+01:00", 1_742_342_400, 500_000_000),
            ("2025-03-18 19:30:00,25-0430", 1_742_342_400, 250_000_000),
            ("2025-03-19T02:00+02", 1_742_342_400, 0),
            ("2024-02-29T23:59:60Z", 1_709_251_199, 0),
            ("2000-03-01T00:00:00z", 951_868_800, 0),
            ("1969-12-31T23:59:59.999999999Z", -1, 999_999_999),
            ("2025-03-19T00:00:00.1234567891Z", 1_742_342_400, 123_456_789),
            ("0001-01-01T00:00:00Z", -62_135_596_800, 0),
            ("9999-12-31T23:59:59Z", 253_402_300_799, 0),
        ] {
            assert_eq!(instant(text), Some((seconds, nanoseconds)), "{text}");
        }
    }

    #[test]
    fn everything_else_is_none() {
        for text in [
            "",
            "2025-03-19",
            "2025-03-19T00:00:00",
            "2025-03-19T00:00:00.Z",
            "2025-3-19T00:00:00Z",
            "2025-02-29T00:00:00Z",
            "1900-02-29T00:00:00Z",
            "2025-04-31T00:00:00Z",
            "2025-13-01T00:00:00Z",
            "2025-00-01T00:00:00Z",
            "2025-01-00T00:00:00Z",
            "2025-01-01T24:00:00Z",
            "2025-01-01T00:60:00Z",
            "2025-01-01T00:00:61Z",
            "2025-01-01T00:00:00+24:00",
            "2025-01-01T00:00:00+1",
            "2025-01-01T00:00:00+01:",
            "2025-01-01T00:00:00+01:00x",
            "2025-01-01T00:00:00 +01:00",
            "+025-01-01T00:00:00Z",
            "2025-01-01T-1:00:00Z",
            "20２5-01-01T00:00:00Z",
            "yesterday",
            "1742342400",
        ] {
            assert_eq!(instant(text), None, "{text}");
        }
    }

    #[test]
    fn an_instant_is_written_in_utc_and_read_again() {
        for (text, written) in [
            ("2025-03-19T01:00:00+01:00", "2025-03-19T00:00:00Z"),
            ("2025-03-19T00:00:00.250000Z", "2025-03-19T00:00:00.250Z"),
            ("1969-12-31T23:59:59.000001Z", "1969-12-31T23:59:59.000001Z"),
            ("2024-02-29T12:34:56.123456789Z", "2024-02-29T12:34:56.123456789Z"),
            ("0000-01-01T00:00:00Z", "0000-01-01T00:00:00Z"),
            ("0000-01-01T00:00:00+01:00", "-000001-12-31T23:00:00Z"),
        ] {
            let instant = Instant::parse(text).expect("a date and time");
            assert_eq!(instant.to_string(), written, "{text}");
            // Platforms differ in the times that they have.
            if let Some(time) = instant.to_system_time() {
                assert_eq!(Instant::from(time), instant, "{text}");
            }
        }
    }

    #[test]
    fn every_day_has_its_date() {
        let mut expected = (1896, 1, 1);
        for day in days(1896, 1, 1)..=days(2105, 12, 31) {
            assert_eq!(date(day), expected);
            let (year, month, of_month) = expected;
            assert_eq!(days(year, month, of_month), day);
            expected = match (month, of_month == days_of_month(year, month)) {
                (_, false) => (year, month, of_month + 1),
                (12, true) => (year + 1, 1, 1),
                (_, true) => (year, month + 1, 1),
            };
        }
    }
}
