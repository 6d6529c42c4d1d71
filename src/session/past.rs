//! Past states, to be looked at: what the journals added up to at an event or a time.
//!
//! The order of events is the order of their ids, so a past state is the fold of all events up to an id. Erasures and exclusions hold
//! in every past: what went went everywhere. Texts, tables and the codebook are those of today.

use jiff::Timestamp;
use jiff::civil::{Date, DateTime};
use jiff::tz::TimeZone;
use uuid::Uuid;

use super::{Problem, Session, place};
use crate::cache::{Cache, Verdicts};
use crate::journal::{Do, Event, Fold};
use crate::model::{EventId, Placements, State};

/// A time as a user gives it.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct AsOf {
    /// As it was written.
    pub text: String,
    /// The last event that counts; `None`: all (`now`).
    pub until: Option<EventId>,
}

impl AsOf {
    /// Reads `now`, a date (to its end, UTC), a time (RFC 3339; without a zone UTC) or the id of an event or action.
    ///
    /// # Errors
    /// Anything else.
    pub fn parse(text: &str) -> Result<Self, Problem> {
        let text = text.trim();
        let until = |until| Ok(Self { text: text.to_owned(), until });
        if text.eq_ignore_ascii_case("now") {
            return until(None);
        }
        if let Ok(id) = text.parse::<Uuid>() {
            return until(Some(EventId(id)));
        }
        let utc = |time: DateTime| time.to_zoned(TimeZone::UTC).ok().map(|zoned| zoned.timestamp());
        let time = text.parse::<Timestamp>().ok();
        let time = time.or_else(|| {
            let date: Date = text.parse().ok().filter(|_| text.len() == 10)?;
            utc(date.tomorrow().ok()?.to_datetime(jiff::civil::Time::midnight()))
        });
        let time = time.or_else(|| text.replace(' ', "T").parse::<DateTime>().ok().and_then(utc));
        let millis = time.and_then(|time| u64::try_from(time.as_millisecond()).ok());
        let Some(millis) = millis else {
            return Err(Problem::new(format!("`{text}` is no time")).hint(
                "for example 2026-11-25 (to the end of that day), 2026-11-25T14:30, now, or the id of an event",
            ));
        };
        // Everything before the millisecond. A minute and a second are meant to their end.
        let end = match text.len() {
            10 => millis,
            16 => millis + 60_000,
            _ => millis - millis % 1000 + 1000,
        };
        until(Some(EventId(Uuid::from_u128((u128::from(end) << 80).saturating_sub(1)))))
    }

    /// The start of a date or time as a user gives it (see [`AsOf::parse`]): the least id of that time.
    ///
    /// # Errors
    /// What is no time.
    pub fn start(text: &str) -> Result<EventId, Problem> {
        let past = Self::parse(text)?;
        let Some(EventId(end)) = past.until else {
            return Err(Problem::new(format!("`{text}` is no beginning")).hint("for example 2026-11-25"));
        };
        if text.trim().parse::<Uuid>().is_ok() {
            return Ok(EventId(end));
        }
        let length: u128 = match text.trim().len() {
            10 => 86_400_000,
            16 => 60_000,
            _ => 1_000,
        };
        Ok(EventId(Uuid::from_u128((end.as_u128() + 1).saturating_sub(length << 80))))
    }

    /// Whether an event counts in this past.
    pub fn keeps(&self, event: &Event) -> bool {
        self.until.is_none_or(|until| keeps(event, until))
    }
}

fn keeps(event: &Event, until: EventId) -> bool {
    event.id <= until || matches!(event.what, Do::Erase { .. } | Do::Exclude { .. })
}

impl Session {
    /// The past that this session looks at; `None`: the present.
    pub fn past(&self) -> Option<&AsOf> {
        self.as_of.as_ref()
    }

    /// The past that this session looks at, in words: `at 2026-11-25 14:30`; `None`: the present.
    pub fn past_said(&self) -> Option<String> {
        let past = self.as_of.as_ref()?;
        let until = past.until?;
        let minute = |at: &str| at.get(..16).unwrap_or(at).replace('T', " ");
        Some(match past.text.parse::<Uuid>() {
            Ok(_) => format!("at {}", minute(self.at_of(until))),
            Err(_) if past.text.len() == 10 => format!("on {}", past.text),
            Err(_) => format!("at {}", minute(&past.text)),
        })
    }

    /// What the events up to `until` add up to, and the places of their codings in the texts as they are now.
    pub(super) fn state_until(&self, until: EventId) -> (State, Placements) {
        let events = self.journals.fold.events().iter().filter(|event| keeps(event, until));
        let state = Fold::new(events.cloned().collect()).state().clone();
        let mut verdicts = Verdicts::load(&Cache::in_memory());
        let placements = place::place(self.corpus(), &state, &mut verdicts);
        (state, placements)
    }

    /// When an event was written, as its line says; empty if it is not here.
    pub(super) fn at_of(&self, event: EventId) -> &str {
        self.journals.fold.find(event).map_or("", |event| &event.at)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn millis(text: &str) -> u64 {
        (AsOf::parse(text).unwrap().until.unwrap().0.as_u128() >> 80) as u64
    }

    #[test]
    fn times_are_meant_to_their_end() {
        assert_eq!(AsOf::parse("now").unwrap().until, None);
        assert_eq!(millis("1970-01-02"), 2 * 86_400_000 - 1);
        assert_eq!(millis("1970-01-02T00:01"), 86_400_000 + 120_000 - 1);
        assert_eq!(millis("1970-01-02T00:01:00Z"), 86_400_000 + 60_999);
        assert_eq!(millis("1970-01-02T01:01:00+01:00"), 86_400_000 + 60_999);
        let start = |text: &str| (AsOf::start(text).unwrap().0.as_u128() >> 80) as u64;
        assert_eq!(start("1970-01-02"), 86_400_000);
        assert_eq!(start("1970-01-02T00:01"), 86_460_000);
        assert!(AsOf::start("now").is_err());
        assert!(AsOf::parse("yesterday").is_err());
        assert!(AsOf::parse("").is_err());
        let id = "01890000-0000-7000-8000-000000000001";
        assert_eq!(AsOf::parse(id).unwrap().until.unwrap().to_string(), id);
    }
}
