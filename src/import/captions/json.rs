//! What speech recognisers write as JSON: Whisper and WhisperX (`segments`), whisper.cpp (`transcription`), services
//! with `utterances`, `monologues` or `results`.

use serde_json::Value;

use super::cue::{Cue, cue_time};
use crate::import::refused::Refused;

/// Where lists of cues stand.
const LISTS: [&str; 6] = ["segments", "transcription", "utterances", "monologues", "chunks", "cues"];

/// Reads the cues of a JSON text.
///
/// # Errors
/// JSON that is at fault, or in which no list of stretches with times and texts is found.
pub fn read_json(text: &str) -> Result<Vec<Cue>, Refused> {
    let value: Value = serde_json::from_str(text).map_err(|error| {
        Refused::new(
            format!("this looks like JSON, but has a fault in line {}", error.line()),
            "let the program that wrote it write it once more",
        )
    })?;
    let list = match &value {
        Value::Array(items) => Some(items),
        Value::Object(_) => list_in(&value),
        _ => None,
    };
    let cues: Vec<Cue> = list.map(|items| items.iter().filter_map(cue).collect()).unwrap_or_default();
    if cues.is_empty() {
        return Err(Refused::new(
            "this JSON holds no transcript that emic can find",
            "emic reads what Whisper writes (`segments` with `start`, `end`, `text`); let the program write .vtt, .srt or .txt",
        ));
    }
    Ok(cues)
}

fn list_in(value: &Value) -> Option<&Vec<Value>> {
    LISTS.iter().find_map(|key| value.get(key)?.as_array()).or_else(|| {
        // One level down: `{"results": {"utterances": […]}}`.
        value
            .as_object()?
            .values()
            .filter(|inner| inner.is_object())
            .find_map(|inner| LISTS.iter().find_map(|key| inner.get(key)?.as_array()))
    })
}

/// A time: seconds as a number, `HH:MM:SS,mmm` as a text; whole numbers under a key in `…ms` or `offsets` are
/// milliseconds.
fn time(value: &Value) -> Option<u32> {
    match value {
        Value::Number(seconds) => Some((seconds.as_f64()? * 1000.0).round().clamp(0.0, f64::from(u32::MAX)) as u32),
        Value::String(text) => match cue_time(text.trim()) {
            Some((ms, "")) => Some(ms),
            _ => Some((text.trim().trim_end_matches('s').parse::<f64>().ok()? * 1000.0).round() as u32),
        },
        _ => None,
    }
}

fn cue(item: &Value) -> Option<Cue> {
    let get = |keys: &[&str]| keys.iter().find_map(|key| item.get(key));
    let said = match get(&["text", "transcript", "sentence", "words", "body"]) {
        Some(Value::String(text)) => text.trim().to_owned(),
        _ => elements(item.get("elements")?)?,
    };
    let offsets = item.get("offsets");
    let millis =
        |key: &str| offsets.and_then(|offsets| offsets.get(key)?.as_u64()).map(|ms| ms.min(u64::from(u32::MAX)) as u32);
    let pair = item.get("timestamp").and_then(Value::as_array);
    let nth = |at: usize| pair.and_then(|pair| time(pair.get(at)?));
    let stamped = item.get("timestamps");
    let start = millis("from")
        .or_else(|| nth(0))
        .or_else(|| time(stamped?.get("from")?))
        .or_else(|| time(get(&["start", "start_time", "startTime", "begin", "ts"])?))
        .or_else(|| time(item.get("elements")?.get(0)?.get("ts")?));
    let end = millis("to")
        .or_else(|| nth(1))
        .or_else(|| time(stamped?.get("to")?))
        .or_else(|| time(get(&["end", "end_time", "endTime"])?));
    let voice = get(&["speaker", "speaker_label", "speakerName", "speaker_name", "name"]).and_then(|name| match name {
        Value::String(name) => Some(name.trim().to_owned()),
        Value::Number(number) => Some(format!("Speaker {number}")),
        _ => None,
    });
    // Services write whole numbers for milliseconds and fractions for seconds.
    let whole = |key: &str| item.get(key).is_some_and(Value::is_u64);
    let in_ms = whole("start") && whole("end") && item.get("confidence").is_some() && item.get("seek").is_none();
    let scaled = |ms: Option<u32>| if in_ms { ms.map(|ms| ms / 1000) } else { ms };
    Some(Cue { start: scaled(start).unwrap_or(0), end: scaled(end), voice, lines: vec![said] })
}

/// Words in pieces: `[{"value": "Hello"}, {"value": " "}, …]`.
fn elements(value: &Value) -> Option<String> {
    let pieces = value.as_array()?.iter().filter_map(|piece| piece.get("value")?.as_str());
    Some(pieces.collect::<String>().trim().to_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn recognisers() {
        for (text, expected) in [
            (
                r#"{"text": " Hi", "segments": [{"id": 0, "seek": 0, "start": 43.81, "end": 47, "text": " Hi"}]}"#,
                (43_810, None, "Hi"),
            ),
            (
                r#"{"segments": [{"start": 1, "end": 2.5, "text": "Hi", "speaker": "SPEAKER_00"}]}"#,
                (1_000, Some("SPEAKER_00"), "Hi"),
            ),
            (
                r#"{"transcription": [{"timestamps": {"from": "00:00:01,000", "to": "00:00:02,000"}, "offsets": {"from": 1000, "to": 2000}, "text": " Hi"}]}"#,
                (1_000, None, "Hi"),
            ),
            (
                r#"{"utterances": [{"speaker": "A", "start": 250, "end": 900, "confidence": 0.9, "text": "Hi"}]}"#,
                (250, Some("A"), "Hi"),
            ),
            (
                r#"{"monologues": [{"speaker": 0, "elements": [{"ts": 1.5, "value": "Hi"}, {"value": " there"}]}]}"#,
                (1_500, Some("Speaker 0"), "Hi there"),
            ),
            (r#"[{"timestamp": [1.5, 2.0], "text": "Hi"}]"#, (1_500, None, "Hi")),
        ] {
            let cues = read_json(text).unwrap();
            assert_eq!(cues.len(), 1, "{text}");
            assert_eq!((cues[0].start, cues[0].voice.as_deref(), cues[0].lines[0].as_str()), expected, "{text}");
        }
        for text in ["{", "{}", "[1]", r#"{"segments": []}"#, "7"] {
            assert!(!read_json(text).unwrap_err().hint.is_empty(), "{text}");
        }
    }
}
