//! What the parts make together, by example and by law.

use proptest::prelude::*;
use unicode_segmentation::UnicodeSegmentation;

use super::wrap::is_space;
use super::*;
use crate::text::{TurnRules, find_turns, width};

const INTERVIEW: &str = "Interview 7, phone\n\nINT: Who told you? Was it the school?\n\n\
    P07: Nobody, that's the thing. I rang.\n\n\n\
    And then it was after Christmas (honestly! Really.) and there wasn't anybody.\n\n\
    INT:\n\nP07 [00:12:31]: Mr. Hill – 학교 – said no. 👩‍👩‍👧 We…";

fn laid_out(text: &str, width: u16) -> (Body, Layout, Page) {
    let body = Body::new(text.to_owned());
    let rules = TurnRules { interviewers: vec!["INT".into()], known: vec!["P07".into()], ..TurnRules::default() };
    let layout = find_turns(&body, &rules).layout;
    let page = Page::new(&body, &layout, "en", width);
    (body, layout, page)
}

fn at(body: &Body, text: &str) -> u32 {
    body.position(body.text().find(text).unwrap())
}

fn said(body: &Body, span: Span) -> &str {
    body.slice(span).unwrap()
}

#[test]
fn rows_of_an_interview() {
    let (body, layout, page) = laid_out(INTERVIEW, 30);
    assert_eq!(layout.turns.len(), 4);
    let rows: Vec<_> = (0..page.rows())
        .map(|row| page.row(row))
        .map(|row| (row.kind, row.turn, row.first_of_turn, said(&body, row.span)))
        .collect();
    use RowKind::{Gap, Header, Speech};
    assert_eq!(
        rows,
        [
            (Header, None, false, "Interview 7, phone"),
            (Gap, None, false, ""),
            (Speech, Some(0), true, "Who told you? Was it the"),
            (Speech, Some(0), false, "school?"),
            (Gap, None, false, ""),
            (Speech, Some(1), true, "Nobody, that's the thing. I"),
            (Speech, Some(1), false, "rang."),
            (Speech, Some(1), false, ""),
            (Speech, Some(1), false, "And then it was after"),
            (Speech, Some(1), false, "Christmas (honestly! Really.)"),
            (Speech, Some(1), false, "and there wasn't anybody."),
            (Gap, None, false, ""),
            (Speech, Some(2), true, ""),
            (Gap, None, false, ""),
            (Speech, Some(3), true, "Mr. Hill – 학교 – said no. 👩‍👩‍👧"),
            (Speech, Some(3), false, "We…"),
        ]
    );
    assert_eq!(page.row_of_turn(1), 5);
    assert_eq!(page.row_of_turn(3), 14);
    assert_eq!(page.row(99), page.row(15));
}

#[test]
fn places_of_labels_gaps_and_blank_lines() {
    let (body, _, page) = laid_out(INTERVIEW, 30);
    assert_eq!(page.row_of(at(&body, "P07: Nobody")), 5);
    assert_eq!(page.row_of(at(&body, "\n\n\nAnd")), 6);
    assert_eq!(page.row_of(at(&body, "\n\nAnd")), 6);
    assert_eq!(page.row_of(at(&body, "INT:\n\n")), 12);
    assert_eq!(page.row_of(u32::MAX), 15);
    assert_eq!(page.column_of(at(&body, "교")), 13);
    assert_eq!(page.column_of(at(&body, "\n\n\nAnd")), 5);
    assert_eq!(page.position_at(14, 14), at(&body, "교"));
    assert_eq!(page.position_at(14, 99), at(&body, "👩‍👩‍👧"));
    assert_eq!(page.position_at(7, 4), at(&body, "then it"));
    assert_eq!(page.position_at(0, 3), 3);
    assert_eq!(page.position_at(1, 99), at(&body, " school?") - 1);
    assert_eq!(page.rows_of(Span::new(at(&body, "I rang"), at(&body, "then it"))), 5..9);
    assert!(page.rows_of(Span::new(at(&body, " rang"), at(&body, "rang"))).is_empty());
    assert_eq!(page.rows_of(Span::new(at(&body, " rang"), at(&body, "ang.\n\n"))), 6..7);
    assert_eq!(said(&body, page.grapheme_at(at(&body, "👩‍👩‍👧") + 2)), "👩‍👩‍👧");
}

#[test]
fn motions_go_from_turn_to_turn() {
    let (body, _, page) = laid_out(INTERVIEW, 30);
    let to = |text: &str| at(&body, text);
    assert_eq!(page.first(), to("Who told"));
    assert_eq!(page.last(), to("…"));
    assert_eq!(page.right(to("? Was") + 11), to("school?"));
    assert_eq!(page.right(to("?\n\nP07")), to("Nobody"));
    assert_eq!(page.left(to("Nobody")), to("?\n\nP07"));
    assert_eq!(page.left(page.first()), page.first());
    assert_eq!(page.right(page.last()), page.last());
    assert_eq!(page.down(to("rang"), 4), to("then it"));
    assert_eq!(page.up(to("And then"), 4), to(".\n\n\n"));
    assert_eq!(page.down(to("and there"), 13), to("교"));
    assert_eq!(page.by_rows(page.first(), 0, 4), to("rang"));
    assert_eq!(page.by_rows(page.first(), 0, 2), to("Nobody"));
    assert_eq!(page.by_rows(page.last(), 0, -4), to("and there"));
    assert_eq!(page.by_rows(page.last(), 0, -99), page.first());
    assert_eq!(page.word_next(to("Nobody")), to("that's"));
    assert_eq!(page.word_next(to("rang")), to("And then"));
    assert_eq!(page.word_prev(to("that's") + 2), to("that's"));
    assert_eq!(page.word_prev(to("that's")), to("Nobody"));
    assert_eq!(page.word_end(to("Nobody")), to("y, that"));
    assert_eq!(page.word_end(to("y, that")), to("s the"));
    assert_eq!(page.word_end(to("We…")), to("e…"));
    assert_eq!(page.word_end(to("e…")), page.last());
    assert_eq!(page.sentence_next(to("Nobody")), to("I rang"));
    assert_eq!(page.sentence_next(to("And then")), to("Mr. Hill"));
    assert_eq!(page.sentence_next(to("We…")), page.last());
    assert_eq!(page.sentence_prev(to("rang")), to("I rang"));
    assert_eq!(page.sentence_prev(to("Nobody")), to("Was it"));
    assert_eq!(page.turn_next(to("told")), to("Nobody"));
    assert_eq!(page.turn_next(to("rang")), to("Mr. Hill"));
    assert_eq!(page.turn_prev(to("rang")), to("Nobody"));
    assert_eq!(page.turn_prev(to("Mr. Hill")), to("Nobody"));
    // From the header, where the cursor never stands.
    assert_eq!(page.right(0), page.first());
    assert_eq!(page.stand(3), page.first());
    assert_eq!(page.turn_prev(0), page.first());
}

#[test]
fn units_of_selection() {
    let (body, _, page) = laid_out(INTERVIEW, 30);
    let to = |text: &str| at(&body, text);
    let of = |span: Span| said(&body, span);
    let sentence = page.sentence_at(to("after"));
    assert_eq!(of(sentence), "And then it was after Christmas (honestly! Really.) and there wasn't anybody.");
    assert_eq!(of(page.sentence_at(to("Hill"))), "Mr. Hill – 학교 – said no.");
    assert_eq!(of(page.sentence_at(to(" I rang"))), "Nobody, that's the thing.");
    assert_eq!(of(page.sentence_at(3)), "Interview 7, phone");
    assert_eq!(of(page.turn_at(to("told"))), "Who told you? Was it the school?");
    assert_eq!(of(page.turn_at(to("INT: Who"))), "Who told you? Was it the school?");
    assert_eq!(of(page.word_at(to("ody"))), "Nobody");
    assert_eq!(of(page.word_at(to(", that"))), "that's");
    assert_eq!(of(page.word_at(to("…"))), "We");
    assert_eq!(page.next_sentence_after(sentence).map(of), Some("Mr. Hill – 학교 – said no."));
    assert_eq!(page.next_sentence_after(page.sentence_at(page.last())), None);
    assert_eq!(page.next_turn_after(page.turn_at(to("told"))), Some(page.turn_at(to("Nobody"))));
    assert_eq!(page.next_turn_after(page.turn_at(to("Nobody"))), Some(page.turn_at(to("Hill"))));
    assert_eq!(page.next_turn_after(page.turn_at(to("Hill"))), None);

    let word = page.word_at(to("the thing"));
    let grown = page.grow(word, Unit::Word);
    assert_eq!(of(grown), "the thing");
    assert_eq!(of(page.shrink(grown, Unit::Word)), "the");
    assert_eq!(page.shrink(word, Unit::Word), word);
    let grown = page.grow(grown, Unit::Sentence);
    assert_eq!(of(grown), "the thing.");
    assert_eq!(of(page.grow(grown, Unit::Sentence)), "the thing. I rang.");
    assert_eq!(of(page.shrink(page.grow(grown, Unit::Sentence), Unit::Sentence)), "the thing.");
    let turns = page.grow(page.turn_at(to("told")), Unit::Turn);
    assert_eq!(turns.end, page.turn_at(to("Nobody")).end);
    assert_eq!(page.shrink(turns, Unit::Turn), page.turn_at(to("told")));
    assert_eq!(page.grow(body.span(), Unit::Word), body.span());
}

#[test]
fn what_is_shown_is_safe_and_as_wide_as_said() {
    let (_, _, page) = laid_out("P07: a\x1b[2J\tb \u{202E}c", 40);
    assert_eq!(page.row_shown(0), "a␛[2J    b ⟦U+202E⟧c");
    let pieces = page.pieces(0);
    assert_eq!(pieces.iter().map(|piece| piece.text.as_str()).collect::<String>(), page.row_shown(0));
    assert_eq!(pieces.iter().map(|piece| usize::from(piece.width)).sum::<usize>(), width(&page.row_shown(0)));
    assert_eq!(format!("{page:?}"), "Page { width: 40, rows: 1, .. }");
}

#[test]
fn where_nothing_is_said() {
    let (_, _, empty) = laid_out("", 10);
    assert_eq!((empty.rows(), empty.row(0).span), (1, Span::new(0, 0)));
    assert_eq!(empty.pieces(5), []);
    for position in [0, 7] {
        assert_eq!(empty.right(position), 0);
        assert_eq!(empty.down(position, 3), 0);
        assert_eq!(empty.word_prev(position), 0);
        assert_eq!(empty.sentence_at(position), Span::new(0, 0));
        assert_eq!(empty.by_rows(position, 4, 9), 0);
    }
    // A layout without turns: the header is where the cursor stands.
    let body = Body::new("Only notes. No turns.".into());
    let notes = Page::new(&body, &Layout::default(), "en", 12);
    assert_eq!(notes.rows(), 2);
    assert_eq!(notes.down(0, 0), at(&body, "No turns"));
    assert_eq!(notes.sentence_next(0), at(&body, "No turns"));
    assert_eq!(notes.word_next(at(&body, "turns")), notes.last());
    assert_eq!(said(&body, notes.turn_at(3)), body.text());
}

#[test]
fn lanes_go_by_rows() {
    let (body, _, page) = laid_out(INTERVIEW, 30);
    let coding = |text: &str| Span::new(at(&body, text), at(&body, text) + text.chars().count() as u32);
    let codings = vec![
        (coding("Nobody, that's the thing."), 'r'),
        (coding("I rang."), 'c'),
        (coding("And then it"), 'd'),
        (coding("Nobody"), 'e'),
    ];
    let found = page.lanes(codings, 2);
    assert_eq!(found.lane, [None, Some(0), Some(0), Some(1)]);
    assert_eq!(found.at(5), [Some(1), Some(3)]);
    assert_eq!(found.hidden_at(5), 1);
    assert_eq!(found.at(6), [Some(1), None]);
}

/// A transcript of awkward characters.
fn transcripts() -> impl Strategy<Value = String> {
    let awkward = "([a-d]{1,9}|é|e\u{301}|\u{301}|\u{200B}|\u{FEFF}|👩‍👩‍👧|🇩🇪🇫|학교|\u{1112}\u{1161}\u{11AB}|我们。\
        |مدرسة|สำ|\t|\x1b|\u{202E}|’|\\. |\\? |\\(|\\)|Mr\\. | |  |\u{3000}|\n|\n\n|\n \n\n)";
    let text = |most: u8| proptest::string::string_regex(&format!("{awkward}{{0,{most}}}")).unwrap();
    let label = prop_oneof![Just("P07: "), Just("INT: "), Just("P07 [00:01:02]: ")];
    let turn = (label, text(25)).prop_map(|(label, speech)| format!("{label}{speech}"));
    (text(3), proptest::collection::vec(turn, 0..6))
        .prop_map(|(header, turns)| format!("{header}\n\n{}", turns.join("\n\n")))
}

/// Starts of the grapheme clusters of every line of the text.
fn grapheme_starts(body: &Body, page: &Page) -> Vec<u32> {
    let mut starts = Vec::new();
    for block in &page.blocks {
        let mut byte = block.bytes.start;
        for line in body.text()[block.bytes.clone()].split_inclusive('\n') {
            starts.extend(line.grapheme_indices(true).map(|(at, _)| body.position(byte + at)));
            byte += line.len();
        }
    }
    starts
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(192))]

    #[test]
    fn every_character_is_in_one_row(text in transcripts(), width in 1u16..24) {
        let (body, layout, page) = laid_out(&text, width);
        let chars: Vec<char> = text.chars().collect();
        let mut shown = vec![0; chars.len()];
        let mut reached = 0;
        for index in 0..page.rows() {
            let row = page.row(index);
            prop_assert!(row.span.start >= reached);
            reached = row.span.end;
            for position in row.span.start..row.span.end {
                shown[position as usize] += 1;
                prop_assert_eq!(page.row_of(position), index);
            }
            let pieces = page.pieces(index);
            let columns: usize = pieces.iter().map(|piece| usize::from(piece.width)).sum();
            prop_assert!(columns <= usize::from(width) || pieces.len() == 1, "{} columns", columns);
            prop_assert_eq!(columns, crate::text::width(&page.row_shown(index)));
            prop_assert!(pieces.windows(2).all(|two| two[0].span.end == two[1].span.start));
            if let (Some(first), Some(last)) = (pieces.first(), pieces.last()) {
                prop_assert_eq!(first.span.hull(last.span), row.span);
            } else {
                prop_assert!(row.span.is_empty());
            }
            if let Some(turn) = row.turn {
                prop_assert!(row.span.is_empty() || layout.turns[turn].speech.covers(row.span));
            }
        }
        for turn in &layout.turns {
            for position in turn.speech.start..turn.speech.end {
                let c = chars[position as usize];
                let times = shown[position as usize];
                prop_assert!(times == 1 || times == 0 && (c == '\n' || is_space(c)), "{:?} in {} rows", c, times);
            }
        }
        // Each turn begins in one row, and nothing is shown that is not said or stands before.
        let begun: Vec<_> = (0..page.rows()).filter(|row| page.row(*row).first_of_turn).collect();
        prop_assert_eq!(begun.len(), layout.turns.len());
        for (turn, row) in begun.iter().enumerate() {
            prop_assert_eq!(page.row_of_turn(turn), *row);
            prop_assert_eq!(page.row_of(layout.turns[turn].span.start), *row);
        }
        prop_assert_eq!(body.chars() as usize, chars.len());
    }

    #[test]
    fn columns_and_positions_invert(text in transcripts(), width in 1u16..24) {
        let (_, _, page) = laid_out(&text, width);
        for row in 0..page.rows() {
            for piece in page.pieces(row) {
                let column = page.column_of(piece.span.start);
                prop_assert_eq!(page.row_of(piece.span.start), row);
                for column in column..column + piece.width.max(1) {
                    prop_assert_eq!(page.position_at(row, column), piece.span.start);
                }
                for position in piece.span.start..piece.span.end {
                    prop_assert_eq!(page.column_of(position), column);
                    if page.is_standing(row) {
                        prop_assert_eq!(page.grapheme_at(position), piece.span);
                    }
                }
            }
        }
    }

    #[test]
    fn motions_land_in_speech_and_advance(text in transcripts(), width in 1u16..24, column in 0u16..30) {
        let (body, layout, page) = laid_out(&text, width);
        let starts = grapheme_starts(&body, &page);
        let places: Vec<u32> = page.standing.iter().flat_map(|row| page.pieces(*row as usize)).map(|piece| piece.span.start).collect();
        let (first, last) = (page.first(), page.last());
        prop_assert_eq!(places.first().copied().unwrap_or(first), first);
        prop_assert_eq!(places.last().copied().unwrap_or(last), last);
        for position in (0..=body.chars() + 2).chain([u32::MAX]) {
            let on = [page.right(position), page.word_next(position), page.word_end(position), page.sentence_next(position),
                page.turn_next(position)];
            let back = [page.left(position), page.word_prev(position), page.sentence_prev(position), page.turn_prev(position)];
            let rows = [page.up(position, column), page.down(position, column), page.by_rows(position, column, 5),
                page.by_rows(position, column, -5), page.stand(position)];
            for to in on.iter().chain(&back).chain(&rows) {
                if places.is_empty() {
                    prop_assert_eq!(*to, first);
                    continue;
                }
                prop_assert!(places.binary_search(to).is_ok() && starts.contains(to), "{} to {}", position, to);
                prop_assert!(page.in_header || layout.turns.iter().any(|turn| turn.speech.contains(*to)));
            }
            for to in on {
                prop_assert!(to > position || to == last, "{} to {}", position, to);
            }
            for to in back {
                prop_assert!(to < position || to == first, "{} to {}", position, to);
            }
            prop_assert_eq!(on[0], places.iter().copied().find(|place| *place > position).unwrap_or(last));
            prop_assert_eq!(back[0], places.iter().copied().rfind(|place| *place < position).unwrap_or(first));
            if page.is_standing(page.row_of(position)) {
                let down = page.row_of(rows[1]);
                prop_assert!(down > page.row_of(position) || Some(&(down as u32)) == page.standing.last());
            }
        }
    }

    #[test]
    fn units_hold_the_position(text in transcripts(), width in 1u16..24) {
        let (body, layout, page) = laid_out(&text, width);
        for (position, c) in text.chars().enumerate() {
            let position = position as u32;
            for span in [page.word_at(position), page.sentence_at(position), page.turn_at(position)] {
                prop_assert!(body.slice(span).is_some());
            }
            if layout.turns.iter().any(|turn| turn.speech.contains(position)) {
                prop_assert!(page.turn_at(position).contains(position));
                prop_assert!(c.is_whitespace() || page.sentence_at(position).contains(position));
                prop_assert!(page.turn_at(position).covers(page.sentence_at(position)));
            }
            for unit in [Unit::Word, Unit::Sentence, Unit::Turn] {
                let span = Span::new(position, position + 1);
                let grown = page.grow(span, unit);
                prop_assert!(grown.end > span.end || page.grow(grown, unit) == grown);
                let twice = page.grow(grown, unit);
                if twice.end > grown.end && grown.end > span.end {
                    let back = page.shrink(twice, unit);
                    prop_assert_eq!(back, grown);
                }
            }
            if let Some(next) = page.next_sentence_after(page.sentence_at(position)) {
                prop_assert!(next.start >= page.sentence_at(position).end && !next.is_empty());
            }
        }
    }
}
