//! Tests of reading and writing lines.

use proptest::prelude::*;

use super::super::made_up::{coder, events, uuid};
use super::*;

const ID: &str = "0192d5a0-1111-7abc-8def-000000000001";
const ACT: &str = "0192d5a0-1111-7abc-8def-000000000000";

fn head() -> String {
    format!(r#""v":1,"id":"{ID}","act":"{ACT}""#)
}

fn read(rest: &str) -> Result<Event, LineError> {
    parse_line(&format!("{{{},{rest}}}", head()), Some(&coder(0)))
}

fn fault(rest: &str) -> LineFault {
    read(rest).unwrap_err().fault
}

#[test]
fn a_code_line_in_the_order_of_the_format() {
    let line = format!(
        r#"{{{},"of":2,"coder":"amy","at":"2026-01-01T00:00:00Z","rev":3,"do":"code","transcript":"s3-parent","span":[4,9],"quote":"h\"llo","before":"a\n","after":"","text":"00112233445566ff","code":"wait","query":"wait*","def":"01234567","settles":["{ACT}"],"by":["amy","Ben"]}}"#,
        head()
    );
    let event = parse_line(&line, None).unwrap();
    assert_eq!((event.of, event.rev, event.named, &event.raw), (2, 3, true, &None));
    let Do::Code(code) = &event.what else { panic!("{event:?}") };
    assert_eq!(&*code.place.quote, "h\"llo");
    assert_eq!(code.by, [coder(0), coder(1)]);
    assert_eq!(to_line(&event), line);
}

#[test]
fn what_is_not_as_we_write_it_is_kept_as_it_stands() {
    let line = format!(r#"{{ {}, "do":"done", "transcript":"a","on":true,"mood":{{"x":1}} }}"#, head());
    let event = parse_line(&line, Some(&coder(2))).unwrap();
    assert_eq!(event.text(), line);
    assert_eq!(event.coder, coder(2));
    assert!(!event.named);
    assert_eq!(to_line(&event), format!(r#"{{{},"do":"done","transcript":"a","on":true}}"#, head()));
}

#[test]
fn later_versions_and_kinds_are_kept_and_skipped() {
    for rest in [r#""do":"sing","span":"la","of":2"#, r#""do":"code","v":2,"span":{},"of":2"#] {
        let line = format!(r#"{{"id":"{ID}","act":"{ACT}",{rest}}}"#);
        let event = parse_line(&line, Some(&coder(0))).unwrap();
        assert_eq!((&event.what, event.of), (&Do::Unknown, 2));
        assert_eq!(to_line(&event), line);
    }
    assert_eq!(fault(r#""do":"sing","coder":7"#), LineFault::Value { key: "coder", expected: "the name of a coder" });
}

#[test]
fn an_undo_names_the_act_it_takes_back() {
    let one = format!(r#"{{"v":1,"id":"{ID}","coder":"amy","do":"undo","act":"{ACT}"}}"#);
    let event = parse_line(&one, None).unwrap();
    assert_eq!(event.act.to_string(), ID);
    assert_eq!(event.what, Do::Undo { act: event_act(ACT) });
    assert_eq!(to_line(&event), one);
    assert_eq!(event.raw, None);
    let own = "0192d5a0-1111-7abc-8def-0000000000ff";
    let two = format!(r#"{{"v":1,"id":"{ID}","act":"{own}","coder":"amy","do":"undo","act":"{ACT}"}}"#);
    let event = parse_line(&two, None).unwrap();
    assert_eq!((event.act, &event.what), (event_act(own), &Do::Undo { act: event_act(ACT) }));
    assert_eq!(to_line(&event), two);
}

fn event_act(text: &str) -> ActId {
    ActId(text.parse().unwrap())
}

#[test]
fn on_is_a_flag_or_a_thing() {
    let Do::Memo(memo) =
        read(r#""do":"memo","on":{"case":"rowan","code":"wait","x":1},"kind":"summary","text":"t""#).unwrap().what
    else {
        panic!()
    };
    assert_eq!(memo.on, Some(MemoOn::CaseCode("rowan".into(), "wait".into())));
    assert!(read(r#""do":"memo","on":{"study":true},"text":"""#).is_ok());
    for (rest, key) in [
        (r#""do":"done","transcript":"a","on":{"study":true}"#, "on"),
        (r#""do":"done","transcript":"a","on":1"#, "on"),
        (r#""do":"memo","on":true,"text":"""#, "on"),
        (r#""do":"memo","on":{},"text":"""#, "on"),
        (r#""do":"star","coding":"0192d5a0-1111-7abc-8def-000000000001","as":"best""#, "as"),
        (r#""do":"uncode","coding":"12""#, "coding"),
        (r#""do":"uncode","coding":"ffffffff-ffff-7abc-8def-000000000001""#, "coding"),
        (r#""do":"recode","coding":7,"code":"a""#, "coding"),
        (r#""coder":"a/b","do":"done","transcript":"a","on":true"#, "coder"),
    ] {
        assert!(matches!(fault(rest), LineFault::Value { key: k, .. } if k == key), "{rest}: {:?}", fault(rest));
    }
}

#[test]
fn errors_say_what_and_where() {
    assert_eq!(fault(r#""do":"done","on":true"#), LineFault::Missing("transcript"));
    assert_eq!(fault(r#""do":"memo","on":{"study":true}"#), LineFault::Missing("text"));
    assert_eq!(fault(r#""x":1"#), LineFault::Missing("do"));
    assert_eq!(parse_line(r#"{"v":1,"do":"done"}"#, None).unwrap_err().fault, LineFault::Missing("id"));
    let line = format!(r#"{{{},"do":"done","transcript":"a","on":true}}"#, head());
    assert_eq!(parse_line(&line, None).unwrap_err().fault, LineFault::NoCoder);
    for (line, column) in [("é{", 1), (r#"{"é":1,"id":7}"#, 13), ("", 1), (r#"{"id":"x"}"#, 10)] {
        assert_eq!(parse_line(line, None).unwrap_err().column, column, "{line}");
    }
    assert_eq!(parse_line("[1]", None).unwrap_err().fault, LineFault::NotAnObject);
    assert!(matches!(parse_line("{} x", None).unwrap_err().fault, LineFault::NotJson(_)));
    assert_eq!(
        read(r#""do":"done","transcript":"a","on":true,"quote":7"#).unwrap_err().to_string().split(": ").nth(1),
        Some("`quote` should be a string")
    );
}

#[test]
fn null_is_absent() {
    let event = read(r#""do":"done","transcript":"a","on":true,"coder":null,"rev":null"#).unwrap();
    assert_eq!((event.rev, event.named), (0, false));
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(128))]
    #[test]
    fn reading_what_was_written_gives_the_same(events in events(12)) {
        for event in events {
            let line = to_line(&event);
            prop_assert!(!line.contains('\n'));
            prop_assert!(serde_json::from_str::<Value>(&line).is_ok());
            let back = parse_line(&line, Some(&event.coder)).unwrap();
            prop_assert_eq!(&back, &Event { raw: None, ..event.clone() });
            let text = event.text().into_owned();
            let back = parse_line(&text, Some(&event.coder)).unwrap();
            prop_assert_eq!(back.text(), text);
        }
    }

    #[test]
    fn no_line_breaks_the_reader(line in "[{}\\[\\]\":,a-e0-9\\\\ ]{0,40}") {
        let _ = parse_line(&line, Some(&coder(0)));
        let _ = parse_line(&format!(r#"{{"id":"{}","act":"{}",{line}}}"#, uuid(1, 0), uuid(1, 0)), None);
    }
}
