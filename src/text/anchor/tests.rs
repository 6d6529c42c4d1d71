//! Tests of anchors: examples, and the law under random edits.

use super::*;

const INTERVIEW: &str = "SJ: When did you hear about the referral?\n\nP07: We were told he'd be seen before half term. \
    And then it was after Christmas, and then the lady had left and there wasn't anybody.\n\nSJ: Who told you?\n\nP07: \
    Nobody, that's the thing. I rang.\n\nSJ: Did anyone ring back?\n\nP07: No. Nobody rang back at all.\n";

/// A passage as a coding keeps it.
struct Passage {
    span: Span,
    quote: String,
    before: String,
    after: String,
    text: TextHash,
}

impl Passage {
    fn at(body: &Body, span: Span) -> Self {
        let (quote, before, after) = context(body, span).unwrap();
        Self { span, quote: quote.into(), before: before.into(), after: after.into(), text: body.hash() }
    }

    fn of(text: &str, quote: &str) -> Self {
        let body = Body::new(text.into());
        let found = occurrences(&body, quote, 9);
        assert!(!found.is_empty(), "{quote}");
        Self::at(&body, found[0])
    }

    fn resolve(&self, body: &Body) -> Verdict {
        resolve(self.span, &self.quote, &self.before, &self.after, self.text, body)
    }

    /// The verdict, and the text at its place.
    fn becomes(&self, text: &str) -> (Verdict, String) {
        let body = Body::new(text.into());
        let verdict = self.resolve(&body);
        let place = match verdict {
            Verdict::Exact => Some(self.span),
            Verdict::Moved(span) | Verdict::Changed(Some(span)) => Some(span),
            _ => None,
        };
        (verdict, place.and_then(|span| body.slice(span)).unwrap_or_default().to_owned())
    }
}

fn is_moved(verdict: Verdict) -> bool {
    matches!(verdict, Verdict::Moved(_))
}

fn is_changed(verdict: Verdict) -> bool {
    matches!(verdict, Verdict::Changed(Some(_)))
}

#[test]
fn exact_in_the_same_text_and_where_quote_and_context_stand() {
    let passage = Passage::of(INTERVIEW, "I rang.");
    assert_eq!(passage.becomes(INTERVIEW).0, Verdict::Exact);
    let later = INTERVIEW.replace("at all", "ever");
    assert_eq!(passage.becomes(&later), (Verdict::Exact, "I rang.".into()));
}

#[test]
fn never_exact_on_a_quote_that_does_not_match() {
    let mut passage = Passage::of(INTERVIEW, "before half term");
    passage.span = Span::new(passage.span.start + 1, passage.span.end + 1);
    let (verdict, found) = passage.becomes(INTERVIEW);
    assert!(is_moved(verdict));
    assert_eq!(found, "before half term");
    passage.span = Span::new(90, 20);
    assert!(is_moved(passage.becomes(INTERVIEW).0));
    passage.span = Span::new(9_000, u32::MAX);
    assert!(is_moved(passage.becomes(INTERVIEW).0));
}

#[test]
fn moved_with_the_text_around_it() {
    let passage = Passage::of(INTERVIEW, "that's the thing");
    let (verdict, found) = passage.becomes(&format!("A line before.\n\n{INTERVIEW}"));
    assert!(is_moved(verdict));
    assert_eq!(found, "that's the thing");
    // At the same place, the context edited on both sides.
    let edited = INTERVIEW.replace("Nobody, that's the thing. I", "No-one; that's the thing, I");
    assert_eq!(passage.becomes(&edited).0, Verdict::Moved(passage.span));
}

#[test]
fn among_several_the_context_decides() {
    let text = "P1: I rang them.\nSJ: Why?\nP1: To ask.\nP1: I rang them.\nSJ: And then?\nP1: Nothing.\n";
    let first = Passage::of(text, "I rang them.");
    let edited = text.replace("Why?", "Why is that?");
    assert_eq!(first.becomes(&format!("Notes.\n{edited}")).0, Verdict::Moved(Span::new(11, 23)));
    // Two places with the same context: nobody knows.
    let twice = "SJ: And the day after that one?\nP1: I rang them.\nSJ: Thank you very much indeed.\n".repeat(2);
    let passage = Passage::of(&twice, "I rang them.");
    let (verdict, found) = passage.becomes(&format!("{}{twice}", "x".repeat(80)));
    assert!(is_changed(verdict));
    assert_eq!(found, "I rang them.");
}

#[test]
fn one_edited_side_does_not_hand_it_to_a_place_that_looks_like_the_other() {
    let text = "SJ: Was that meeting of any use to you?\nP1: Yes, definitely so.\nSJ: And for your son, at school?\n\
        SJ: Was that meeting of any use to you?\nP1: Yes, definitely so.\nSJ: So nothing came of it then.\n";
    let first = Passage::of(text, "Yes, definitely so.");
    let edited = text.replacen("use to you?\nP1: Yes", "help?\nP1 (nods): Yes", 1);
    assert!(is_changed(first.becomes(&edited).0));
    // Where only the end of the context was touched, it is certain.
    assert!(is_moved(first.becomes(&text.replacen("meeting", "greeting", 1)).0));
}

#[test]
fn short_quotes_need_context() {
    let passage = Passage::of(INTERVIEW, "No.");
    assert!(is_changed(passage.becomes("Some other talk. No. It was never said like this.").0));
    assert!(is_moved(
        passage.becomes(&INTERVIEW.replace("No. Nobody rang back at all", "No. Not ever").replace("SJ: Who", "Who")).0
    ));
    let long = Passage::of(INTERVIEW, "before half term");
    assert!(is_moved(long.becomes("It was said before half term, of another.").0));
    // One word at the beginning of a body: nothing is kept before it.
    let first = Passage::of("No", "No");
    assert!(is_changed(first.becomes("x No").0));
}

#[test]
fn changed_where_the_passage_was_edited() {
    let passage = Passage::of(INTERVIEW, "the lady had left and there wasn't anybody.");
    let (verdict, found) = passage.becomes(&INTERVIEW.replace("lady had left", "therapist had left"));
    assert!(is_changed(verdict));
    assert_eq!(found, "the therapist had left and there wasn't anybody.");
    let (verdict, found) =
        passage.becomes(&format!("x {}", INTERVIEW.replace("there wasn't anybody.", "nobody was there.")));
    assert!(is_changed(verdict));
    assert_eq!(found, "the lady had left and nobody was there.");
    // Edited inside, and its context too.
    let both = INTERVIEW.replace("Christmas, and then", "New Year and").replace("left and there", "gone and there");
    let (verdict, found) = passage.becomes(&both.replace("\n\nSJ: Who told you?", " Yes!"));
    assert!(is_changed(verdict));
    assert_eq!(found, "the lady had gone and there wasn't anybody.");
    // A name replaced by a pseudonym between contexts that stand.
    let named = Passage::of("And so I said to Rowan Smith that he ought to come along.", "Rowan Smith");
    let (verdict, found) = named.becomes("And so I said to [P12] that he ought to come along.");
    assert!(is_changed(verdict));
    assert_eq!(found, "[P12]");
    // Another line break is an edit as well.
    let (verdict, found) = passage.becomes(&INTERVIEW.replace("had left", "had\nleft"));
    assert!(is_changed(verdict));
    assert_eq!(found, "the lady had\nleft and there wasn't anybody.");
}

#[test]
fn lost_where_nothing_like_it_stands() {
    let passage = Passage::of(INTERVIEW, "the lady had left and there wasn't anybody");
    assert_eq!(passage.becomes("").0, Verdict::Lost);
    assert_eq!(passage.becomes("Quite another conversation about the weather and about gardens.").0, Verdict::Lost);
    let cut = INTERVIEW.replace(", and then the lady had left and there wasn't anybody", "");
    assert_eq!(passage.becomes(&cut).0, Verdict::Lost);
    assert_eq!(resolve(Span::new(3, 3), "", "x", "y", TextHash(1), &Body::new("abc".into())), Verdict::Lost);
}

#[test]
fn other_scripts_and_clusters() {
    for (text, quote) in [
        ("قالت المعلمة إن الطفل سعيد جدا في المدرسة الآن.", "الطفل سعيد جدا"),
        ("\u{1112}\u{1161}\u{11AB}국어로 말했어요. 그래서 우리는 기다렸어요.", "우리는 기다렸어요"),
        ("She sent 👩‍👩‍👧 and we laughed 👍🏽 a lot, e\u{301}te\u{301}.", "👩‍👩‍👧 and we laughed 👍🏽"),
    ] {
        let passage = Passage::of(text, quote);
        let (verdict, found) = passage.becomes(&format!("…\n{text}"));
        assert!(is_moved(verdict), "{quote}");
        assert_eq!(found, quote);
    }
}

#[test]
fn hostile_texts_take_linear_time() {
    let many = Body::new("a".repeat(300_000));
    let long = "a".repeat(20_000);
    for quote in ["a", "aa", &long] {
        let side = "a".repeat(32);
        let verdict = resolve(Span::new(7, 8), quote, &side, &side, TextHash(0), &many);
        assert!(is_changed(verdict));
    }
    let words = Body::new("no yes ".repeat(30_000));
    let quote = "yes yes ".repeat(20_000);
    let verdict = resolve(Span::new(7, 8), &quote, "no yes ", "no yes ", TextHash(0), &words);
    assert!(matches!(verdict, Verdict::Changed(_) | Verdict::Lost));
}

/// A simple generator (Knuth's MMIX constants), so that a failure comes again.
struct Random(u64);

impl Random {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        (self.0 >> 33) as usize % limit.max(1)
    }

    fn text(&mut self, words: usize) -> Vec<char> {
        const WORDS: &[&str] = &[
            "no",
            "I",
            "rang",
            "them",
            "é",
            "👩‍👧",
            "waiting",
            "list",
            ".",
            "\n",
            "학교",
            "P1:",
            "e\u{301}",
            "and",
            "then",
        ];
        (0..words).flat_map(|_| [WORDS[self.below(WORDS.len())], " "]).flat_map(str::chars).collect()
    }
}

/// Occurrences and their context, counted in the plainest way.
fn plain_scores(text: &[char], passage: &Passage) -> Vec<(usize, u32, u32)> {
    let [quote, before, after] =
        [&passage.quote, &passage.before, &passage.after].map(|s| s.chars().collect::<Vec<_>>());
    let same = |a: Option<&char>, b: Option<&char>| a.is_some() && a == b;
    (0..(text.len() + 1).saturating_sub(quote.len()))
        .filter(|start| text[*start..].starts_with(&quote))
        .map(|start| {
            let head = (1..=before.len().min(start))
                .take_while(|n| same(text.get(start - n), before.get(before.len() - n)))
                .count();
            let end = start + quote.len();
            let tail = (0..after.len()).take_while(|n| same(text.get(end + n), after.get(*n))).count();
            (start, head as u32, tail as u32)
        })
        .collect()
}

#[test]
fn ten_thousand_edits_keep_the_law() {
    let mut random = Random(2026);
    let (mut exact, mut moved, mut changed, mut certain) = (0, 0, 0, 0);
    for step in 0..10_000 {
        let length = 5 + random.below(40);
        let mut text = random.text(length);
        let start = random.below(text.len());
        let end = (start + 1 + random.below(30)).min(text.len());
        let body = Body::new(text.iter().collect());
        let passage = Passage::at(&body, Span::new(start as u32, end as u32));
        // Edits that leave the passage alone.
        let mut at = start;
        let size = end - start;
        for _ in 0..random.below(4) {
            let words = random.below(3);
            let insert = random.text(words);
            let removed = random.below(12);
            if random.below(2) == 0 {
                let from = random.below(at + 1);
                let to = (from + removed).min(at);
                at = at - (to - from) + insert.len();
                text.splice(from..to, insert);
            } else {
                let from = at + size + random.below(text.len() - at - size + 1);
                let to = (from + removed).min(text.len());
                text.splice(from..to, insert);
            }
        }
        let body = Body::new(text.iter().collect());
        let verdict = passage.resolve(&body);
        let place = match verdict {
            Verdict::Exact => (exact += 1, Some(passage.span)).1,
            Verdict::Moved(span) => (moved += 1, Some(span)).1,
            Verdict::Changed(Some(_)) => (changed += 1, None).1,
            other => panic!("step {step}: a quote that stands is {other:?}"),
        };
        if let Some(span) = place {
            assert_eq!(body.slice(span), Some(passage.quote.as_str()), "step {step}");
        }
        let scores = plain_scores(&text, &passage);
        let here = scores.iter().find(|(start, ..)| *start == at).copied();
        let (_, before, after) = here.unwrap_or_else(|| panic!("step {step}: the passage itself is not found"));
        let need = |side: &str| side.chars().count().min(8) as u32;
        let (need_before, need_after) = (need(&passage.before), need(&passage.after));
        let spoken = (need_before > 0 && before >= need_before) || (need_after > 0 && after >= need_after);
        let others: Vec<_> = scores.iter().filter(|(start, ..)| *start != at).collect();
        let unambiguous = if others.is_empty() {
            spoken || size >= 12
        } else {
            spoken && others.iter().all(|(_, b, a)| b + a < before + after && *b < before + 8 && *a < after + 8)
        };
        if unambiguous && passage.text != body.hash() {
            certain += 1;
            assert_eq!(place, Some(Span::new(at as u32, (at + size) as u32)), "step {step}: {:?}", passage.quote);
        }
    }
    assert!(exact > 1_000 && moved > 1_000 && changed > 100 && certain > 3_000, "{exact} {moved} {changed} {certain}");
}

#[test]
fn edits_of_the_passage_itself_never_attach_it_elsewhere() {
    let mut random = Random(7);
    let mut seen = [0; 3];
    for step in 0..2_000 {
        let length = 20 + random.below(40);
        let mut text = random.text(length);
        let start = random.below(text.len() - 2);
        let end = (start + 2 + random.below(60)).min(text.len());
        let body = Body::new(text.iter().collect());
        let passage = Passage::at(&body, Span::new(start as u32, end as u32));
        let inside = start + random.below(end - start);
        let words = random.below(3);
        let insert = random.text(words);
        let to = (inside + 1 + random.below(4)).min(end);
        text.splice(inside..to, insert);
        let body = Body::new(text.iter().collect());
        match passage.resolve(&body) {
            Verdict::Exact => assert_eq!(body.slice(passage.span), Some(passage.quote.as_str()), "step {step}"),
            Verdict::Moved(span) => assert_eq!(body.slice(span), Some(passage.quote.as_str()), "step {step}"),
            Verdict::Changed(Some(span)) => {
                assert!(body.slice(span).is_some_and(|found| !found.is_empty()), "step {step}");
                seen[0] += 1;
                seen[1] += usize::from((span.start as usize).abs_diff(start) < 24);
            }
            Verdict::Changed(None) | Verdict::Lost => seen[2] += 1,
        }
    }
    assert!(seen[0] > 800 && seen[1] * 10 > seen[0] * 9 && seen[2] < 700, "{seen:?}");
}
