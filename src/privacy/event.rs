//! A line of a journal made anew: every string that a person wrote, and passages with their wording and surroundings.
//!
//! Laws: keys stay in their order and unknown ones stay; ids, times, coders and the words of the format are never
//! changed; a line that is changed has a `rev` greater by one.

use super::Key;
use super::json::Json;
use crate::journal::{Event, parse_line};
use crate::model::Place;
use crate::text::{Span, TextHash};

/// Keys on the first level that hold no word of a person.
const OURS: &[&str] =
    &["v", "id", "act", "of", "coder", "at", "rev", "do", "coding", "memo", "settles", "ids", "by", "coders", "hash"];

/// What becomes of the passage of a line; `None`: its strings are changed like any other.
pub type Places<'a> = dyn FnMut(&Place) -> Option<Place> + 'a;

/// Makes a line anew. `text` is given a string and the key that holds it, and answers what shall stand there; `places` is
/// given each passage. `transcript` is the one of the coding where a line (`respan`) does not name it. `rev` is what the
/// line gets if it is changed; `None`: nothing was changed, or the line is no JSON object.
pub fn rewrite_line(
    line: &str,
    rev: u32,
    transcript: &str,
    text: &mut dyn FnMut(&str, &str) -> Option<String>,
    places: &mut Places<'_>,
) -> Option<String> {
    let mut json: Json = serde_json::from_str(line).ok()?;
    let before = json.clone();
    let kind = json.text("do").unwrap_or_default().to_owned();
    let Json::Object(entries) = &mut json else { return None };
    let named = entries.iter().any(|(key, _)| key == "transcript");
    let carried = matches!(kind.as_str(), "code" | "respan") && carry(entries, transcript, named, places);
    for (key, value) in entries.iter_mut() {
        let kept = OURS.contains(&key.as_str()) || (key == "why" && kind != "codebook");
        if kept || (carried && is_place(key)) {
            continue;
        }
        match value {
            Json::Object(thing) if key == "on" => {
                let carried = thing.iter().any(|(key, _)| key == "quote") && carry(thing, "", true, places);
                for (key, value) in thing.iter_mut().filter(|(key, _)| !(carried && is_place(key))) {
                    change(key, value, text);
                }
            }
            other => change(key, other, text),
        }
    }
    if json == before {
        return None;
    }
    Some(with_rev(json, rev, line.len()))
}

/// A line with this `rev` and nothing else changed; `None`: the line is no JSON object.
pub fn raise_line(line: &str, rev: u32) -> Option<String> {
    let json: Json = serde_json::from_str(line).ok()?;
    matches!(json, Json::Object(_)).then(|| with_rev(json, rev, line.len()))
}

fn with_rev(mut json: Json, rev: u32, about: usize) -> String {
    if json.get("rev").is_some() {
        json.set("rev", Json::Number(rev.into()));
    } else if let Json::Object(entries) = &mut json {
        // Where the format has it: before what was done.
        let at = entries.iter().position(|(key, _)| key == "do").unwrap_or(entries.len());
        entries.insert(at, ("rev".into(), Json::Number(rev.into())));
    }
    let mut out = String::with_capacity(about);
    json.write(&mut out);
    out
}

pub(super) fn is_place(key: &str) -> bool {
    matches!(key, "transcript" | "span" | "quote" | "before" | "after" | "text")
}

/// Carries the passage that stands in `entries` over; `false` if that cannot be done.
pub(super) fn carry(entries: &mut Vec<(String, Json)>, transcript: &str, named: bool, places: &mut Places<'_>) -> bool {
    let Some(old) = place(entries, transcript) else { return false };
    let Some(new) = places(&old) else { return false };
    let mut object = Json::Object(std::mem::take(entries));
    if named {
        object.set("transcript", Json::Text(new.transcript.to_string()));
    }
    let number = |at: u32| Json::Number(at.into());
    object.set("span", Json::List(vec![number(new.span.start), number(new.span.end)]));
    object.set("quote", Json::Text(new.quote.to_string()));
    object.set("before", Json::Text(new.before.to_string()));
    object.set("after", Json::Text(new.after.to_string()));
    object.set("text", Json::Text(new.text.to_string()));
    if let Json::Object(changed) = object {
        *entries = changed;
    }
    true
}

fn place(entries: &[(String, Json)], transcript: &str) -> Option<Place> {
    let text = |key: &str| match entries.iter().find(|(name, _)| name == key) {
        Some((_, Json::Text(text))) => Some(text.as_str()),
        _ => None,
    };
    let span = match entries.iter().find(|(name, _)| name == "span") {
        Some((_, Json::List(ends))) => match ends.as_slice() {
            [Json::Number(start), Json::Number(end)] => {
                Span::new(u32::try_from(start.as_u64()?).ok()?, u32::try_from(end.as_u64()?).ok()?)
            }
            _ => return None,
        },
        _ => return None,
    };
    Some(Place {
        transcript: text("transcript").unwrap_or(transcript).into(),
        span,
        quote: text("quote")?.into(),
        before: text("before").unwrap_or_default().into(),
        after: text("after").unwrap_or_default().into(),
        text: TextHash::parse(text("text")?)?,
    })
}

/// Changes the strings of a value; `held` is the key that holds it. The keys of objects inside are changed too: an
/// attribute may be called by a name.
fn change(held: &str, value: &mut Json, text: &mut dyn FnMut(&str, &str) -> Option<String>) {
    match value {
        Json::Text(old) => {
            if let Some(new) = text(held, old) {
                *old = new;
            }
        }
        Json::List(items) => items.iter_mut().for_each(|item| change(held, item, text)),
        Json::Object(entries) => {
            for (key, value) in entries {
                change(key, value, text);
                if let Some(new) = text("", key) {
                    *key = new;
                }
            }
        }
        Json::Null | Json::Flag(_) | Json::Number(_) => {}
    }
}

/// An event with pseudonyms for names; `None`: it holds none and no passage of it changes. `transcript` is the transcript
/// of the coding that a `respan` is about. `places` carries a passage over to the body with pseudonyms where that body is
/// at hand (see [`NewBody`](super::NewBody)); where it answers `None`, the wording is changed and the place is left.
///
/// The line's `rev` is one more than the event's: for a line that comes in from a copy that was not yet anonymised.
pub fn pseudonymise(event: &Event, key: &Key, transcript: &str, places: &mut Places<'_>) -> Option<Event> {
    let mut text = |held: &str, old: &str| key.replace_held(held, old);
    let mut place = |old: &Place| places(old).or_else(|| key.replace_place(old));
    let line = rewrite_line(&event.text(), event.rev + 1, transcript, &mut text, &mut place)?;
    parse_line(&line, Some(&event.coder)).ok()
}

impl Key {
    /// A string of a journal or a codebook with pseudonyms for names, fit for the key that holds it: an id of a code stays
    /// an id.
    pub fn replace_held(&self, held: &str, old: &str) -> Option<String> {
        if held == "patch" {
            // A patch is cut at words: of a name, the rest may stand in the next piece or in the text around it.
            let new = self.replace(old);
            let rest = self.without_cut_names(new.as_deref().unwrap_or(old), true, true);
            return (rest != old).then(|| rest.to_owned());
        }
        let new = self.replace(old)?;
        let is_id = |text: &str| {
            !text.is_empty() && text.chars().all(|c| c.is_ascii_lowercase() || c.is_ascii_digit() || c == '-')
        };
        let old_is_id = is_id(old.strip_prefix("case:").unwrap_or(old));
        if matches!(held, "code" | "codes" | "id" | "was") && old_is_id && !old.starts_with("case:") && !is_id(&new) {
            return Some(slug(&new));
        }
        Some(new)
    }

    /// A passage whose body is not at hand: wording and surroundings are changed as one text, so that a name that goes
    /// over their borders is found; pieces of names where the surroundings were cut off are taken away. `None`: nothing
    /// of a name is in it.
    pub fn replace_place(&self, old: &Place) -> Option<Place> {
        let transcript = self.replace(old.transcript.as_str());
        let whole = format!("{}{}{}", old.before, old.quote, old.after);
        let count = |text: &str| text.chars().count() as u32;
        let edits = self.edits(&whole);
        let (from, to) = (count(&old.before), count(&old.before) + count(&old.quote));
        let body = crate::text::Body::new(whole.clone());
        let new = crate::text::Body::new(edits.apply(&body));
        let span = edits.map(Span::new(from, to));
        let part = |span: Span| new.slice(span).unwrap_or_default();
        let before = self.without_cut_names(part(Span::new(0, span.start)), from >= 32, false);
        let after = self.without_cut_names(part(Span::new(span.end, new.chars())), false, count(&old.after) >= 32);
        let quote = part(span);
        if transcript.is_none() && edits.is_empty() && before == &*old.before && after == &*old.after {
            return None;
        }
        let last = |text: &str| text.chars().skip(text.chars().count().saturating_sub(32)).collect::<String>();
        Some(Place {
            transcript: transcript.map_or_else(|| old.transcript.clone(), |id| id.as_str().into()),
            span: Span::new(old.span.start, old.span.start + span.len()),
            quote: quote.into(),
            before: last(before).into(),
            after: after.chars().take(32).collect::<String>().into(),
            text: old.text,
        })
    }
}

/// A text as an id of a code.
fn slug(text: &str) -> String {
    let mut out = String::new();
    for char in super::fold::folded(text).chars() {
        if char.is_ascii_alphanumeric() {
            out.push(char);
        } else if !out.is_empty() && !out.ends_with('-') {
            out.push('-');
        }
    }
    out.trim_end_matches('-').to_owned()
}

#[cfg(test)]
mod tests {
    use super::super::NewBody;
    use super::*;
    use crate::text::{Body, context};

    const ID: &str = "019cd40d-e440-74af-be81-ec27bb9b4b64";

    fn line(body: &Body, span: Span) -> String {
        let (quote, before, after) = context(body, span).unwrap();
        serde_json::json!({
            "v": 1, "id": ID, "act": ID, "coder": "tom", "at": "2026-03-09T14:00:00Z", "do": "code",
            "transcript": "tom/one", "span": [span.start, span.end], "quote": quote, "before": before, "after": after,
            "text": body.hash().to_string(), "code": "tom-says", "query": "tom AND \"x\"", "new-key": {"Tom": ["Tom's"]},
        })
        .to_string()
    }

    #[test]
    fn a_coding_keeps_its_place_and_unknown_keys_stay() {
        let key = Key::parse(b"real,pseudonym\nTom,[the brother]\n").unwrap();
        let body = Body::new("INT: Who?\n\nP01: Tom came, and then Tom left us.\n".into());
        let bodies = NewBody::new(body.clone(), key.edits(body.text()));
        let event = parse_line(&line(&body, Span::new(16, 24)), None).unwrap();
        let mut places = |place: &Place| {
            let id = key.replace(place.transcript.as_str())?;
            bodies.place_at(bodies.stands(place)?, &id)
        };
        let new = pseudonymise(&event, &key, "", &mut places).unwrap();
        assert_eq!((new.rev, new.coder.as_str()), (1, "tom"));
        let crate::journal::Do::Code(code) = &new.what else { panic!("{new:?}") };
        assert_eq!(&*code.place.quote, "[the brother] came");
        assert_eq!(bodies.new.slice(code.place.span), Some(&*code.place.quote));
        assert_eq!(code.place.text, bodies.new.hash());
        assert_eq!(code.code.as_str(), "the-brother-says");
        assert_eq!(code.place.transcript.as_str(), "[the brother]/one");
        let text = new.text();
        assert!(text.contains(r#""new-key":{"[the brother]":["[the brother]'s"]}"#), "{text}");
        assert!(text.find("\"rev\":1").unwrap() < text.find("\"do\"").unwrap());
    }

    #[test]
    fn a_passage_whose_body_is_not_at_hand_loses_its_names() {
        let key = Key::parse(b"real,pseudonym\nTom Brandt,Lee\n").unwrap();
        let place = Place {
            transcript: "one".into(),
            span: Span::new(100, 110),
            quote: "Brandt sat".into(),
            before: "randt, said she, and then it was Tom ".into(),
            after: " by Tom Brandt and I was with Tom".into(),
            text: TextHash::of("x"),
        };
        let new = key.replace_place(&place).unwrap();
        assert_eq!(&*new.quote, "Lee sat");
        assert_eq!(new.span, Span::new(100, 107));
        assert_eq!(&*new.before, ", said she, and then it was ");
        assert_eq!(&*new.after, " by Lee and I was with ");
    }

    #[test]
    fn nothing_is_changed_where_there_is_no_name() {
        let key = Key::parse(b"real,pseudonym\nSarah,Lee\n").unwrap();
        let body = Body::new("P01: Nothing here.\n".into());
        let event = parse_line(&line(&body, Span::new(5, 12)), None).unwrap();
        assert_eq!(pseudonymise(&event, &key, "", &mut |_| None), None);
    }
}
