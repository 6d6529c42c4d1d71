//! What stands on pages and is no text: running heads and feet, page numbers, numbers that count lines or paragraphs.

use std::collections::HashMap;

use super::lines::Line;

/// What was taken out.
#[derive(Default)]
pub struct Furniture {
    /// `header` or `footer`, and the text with its first page's numbers.
    pub margin: Vec<(&'static str, String)>,
    /// How many lines.
    pub lines: usize,
    /// How many numbers at the margin.
    pub numbers: usize,
}

/// The lines at each end of a page that may be a running head or foot.
const DEEP: usize = 4;
/// Lines on one height differ by less, in points.
const SAME_HEIGHT: f32 = 4.0;

/// Takes it out.
pub fn take_out(pages: &mut [Vec<Line>]) -> Furniture {
    let mut furniture = Furniture::default();
    for (place, top) in [("header", true), ("footer", false)] {
        let running = running(pages, top);
        for page in pages.iter_mut() {
            let found: Vec<usize> = ends(page, top).take_while(|at| is_furniture(page, *at, top, &running)).collect();
            // A page of which nothing would be left is no page of heads.
            if found.len() == page.len() && pages_have_text(page) {
                continue;
            }
            for at in &found {
                furniture.margin.extend(page.get(*at).map(|line| (place, line.text())));
                furniture.lines += 1;
            }
            if top {
                page.drain(..found.len());
            } else {
                page.truncate(page.len() - found.len());
            }
        }
    }
    // The same head on each page, but for its numbers, is said once.
    let mut seen: Vec<(&str, String)> = Vec::new();
    furniture.margin.retain(|(place, text)| {
        let key = (*place, pattern(text));
        let new = !seen.contains(&key) && seen.len() < 100 && text.contains(char::is_alphabetic);
        if new {
            seen.push(key);
        }
        new
    });
    furniture.numbers = margin_numbers(pages);
    furniture
}

/// The places of the lines at one end of a page, from the outside in.
fn ends(page: &[Line], top: bool) -> impl Iterator<Item = usize> + use<> {
    let count = page.len();
    (0..count.min(DEEP)).map(move |nth| if top { nth } else { count - 1 - nth })
}

fn pages_have_text(page: &[Line]) -> bool {
    page.iter().any(|line| !is_page_number(&line.text()))
}

/// A line's text with `#` for its numbers.
fn pattern(text: &str) -> String {
    let mut pattern = String::new();
    for c in text.chars() {
        match c {
            c if c.is_numeric() && pattern.ends_with('#') => {}
            c if c.is_numeric() => pattern.push('#'),
            c => pattern.extend(c.to_lowercase()),
        }
    }
    pattern
}

/// The lines that run through the pages, by their pattern and height: on at least half of them, and on at least two.
fn running(pages: &[Vec<Line>], top: bool) -> HashMap<String, f32> {
    let mut found: HashMap<String, Vec<f32>> = HashMap::new();
    for page in pages {
        for at in ends(page, top) {
            if let Some(line) = page.get(at) {
                found.entry(pattern(&line.text())).or_default().push(line.y);
            }
        }
    }
    // What stands in the midst of a page too is text: a speaker's name, an answer.
    for line in pages.iter().flat_map(|page| page.get(DEEP..page.len().saturating_sub(DEEP)).unwrap_or_default()) {
        found.remove(&pattern(&line.text()));
    }
    let filled = pages.iter().filter(|page| !page.is_empty()).count();
    found
        .into_iter()
        .filter_map(|(pattern, mut heights)| {
            heights.sort_by(f32::total_cmp);
            let middle = *heights.get(heights.len() / 2)?;
            let level = heights.iter().filter(|y| (*y - middle).abs() < SAME_HEIGHT).count();
            // Left and right pages may have heads of their own.
            let enough = level >= 2 && (level * 5 >= filled * 2 || level >= 10);
            (enough && !looks_spoken(&pattern)).then_some((pattern, middle))
        })
        .collect()
}

/// A label and what is said, or a label alone: the same answer may stand first on many pages.
fn looks_spoken(pattern: &str) -> bool {
    pattern.ends_with(':') || pattern.split_once(": ").is_some_and(|(label, _)| label.split_whitespace().count() <= 3)
}

fn is_furniture(page: &[Line], at: usize, top: bool, running: &HashMap<String, f32>) -> bool {
    let Some(line) = page.get(at) else { return false };
    let text = line.text();
    if running.get(&pattern(&text)).is_some_and(|y| (y - line.y).abs() < SAME_HEIGHT) {
        return true;
    }
    // On the first or only page: a number, or what browsers print, with a gap to the text.
    let inner = if top { page.get(at + 1) } else { at.checked_sub(1).and_then(|at| page.get(at)) };
    let apart = inner.is_none_or(|inner| (inner.y - line.y).abs() > 1.8 * line.size.max(inner.size));
    apart && (is_page_number(&text) || is_print_head(&text))
}

/// `7`, `- 7 -`, `7/22`, `Page 7 of 22`.
fn is_page_number(text: &str) -> bool {
    const WORDS: [&str; 14] =
        ["page", "pages", "p", "pp", "of", "seite", "von", "sur", "de", "página", "pagina", "di", "sida", "side"];
    let words: Vec<String> =
        text.split(|c: char| !c.is_alphanumeric()).filter(|word| !word.is_empty()).map(str::to_lowercase).collect();
    let numbers = words.iter().filter(|word| word.chars().all(|c| c.is_ascii_digit()) && word.len() <= 5).count();
    (1..=2).contains(&numbers)
        && words.iter().all(|word| WORDS.contains(&word.as_str()) || word.chars().all(|c| c.is_ascii_digit()))
}

/// `6/4/23, 5:46 PM` and a title, or an address: what a browser prints on each page.
fn is_print_head(text: &str) -> bool {
    let first = text.split_whitespace().next().unwrap_or_default();
    let dated = first.ends_with(',')
        && first.matches(['/', '.', '-']).count() == 2
        && first.starts_with(|c: char| c.is_ascii_digit());
    let timed = text.split_whitespace().nth(1).is_some_and(|time| time.contains(':'));
    (dated && timed) || ["http://", "https://", "file://", "about:"].iter().any(|scheme| first.starts_with(scheme))
}

/// Takes out numbers that stand in a column left of the text and count up: lines, or paragraphs, which then begin there.
fn margin_numbers(pages: &mut [Vec<Line>]) -> usize {
    let mut lefts: Vec<f32> = pages.iter().flatten().filter_map(text_left).collect();
    lefts.sort_by(f32::total_cmp);
    // Where most of the text begins.
    let Some(text) = lefts.get(lefts.len() / 10).copied() else { return 0 };
    let mut counted: Vec<(usize, u32)> = Vec::new();
    let mut alone = Vec::new();
    for (order, line) in pages.iter().flatten().enumerate() {
        let Some(number) = number_before(line, text) else { continue };
        counted.push((order, number));
        alone.push(line.segments.len() == 1);
    }
    let pairs = counted.windows(2).filter(|pair| pair[1].1 > pair[0].1 && pair[1].1 - pair[0].1 <= 10).count();
    if counted.len() < 3 || pairs * 10 < (counted.len() - 1) * 8 {
        return 0;
    }
    // Numbers that grow as the lines do count lines; those that grow by one whatever lies between count paragraphs.
    let lines =
        counted.windows(2).filter(|pair| pair[1].0 - pair[0].0 == (pair[1].1.abs_diff(pair[0].1)) as usize).count();
    let paragraphs = counted.windows(2).filter(|pair| pair[1].1.checked_sub(pair[0].1) == Some(1)).count();
    let count_paragraphs = paragraphs >= lines;
    let mut taken = 0;
    for page in pages.iter_mut() {
        let mut begins = false;
        page.retain_mut(|line| {
            if number_before(line, text).is_some() {
                taken += 1;
                line.segments.remove(0);
                line.begins = count_paragraphs;
                if line.segments.is_empty() {
                    // The number stands a little off its line.
                    begins |= count_paragraphs;
                    return false;
                }
            }
            line.begins |= std::mem::take(&mut begins);
            true
        });
    }
    taken
}

/// Where the text of a line begins, a number at its beginning aside.
fn text_left(line: &Line) -> Option<f32> {
    let first = line.segments.first()?;
    let counted = first.text.len() <= 5 && first.text.chars().all(|c| c.is_ascii_digit());
    if counted { line.segments.get(1).map(|segment| segment.left) } else { Some(first.left) }
}

/// The number left of the column of text.
fn number_before(line: &Line, text: f32) -> Option<u32> {
    let first = line.segments.first()?;
    let before = first.right < text - 0.3 * line.size;
    (before && first.text.len() <= 5).then(|| first.text.parse().ok()).flatten()
}

#[cfg(test)]
mod tests {
    use super::super::lines::Segment;
    use super::*;

    fn line(y: f32, segments: &[(f32, &str)]) -> Line {
        let segments = segments
            .iter()
            .map(|(left, text)| Segment {
                left: *left,
                right: left + 5.0 * text.len() as f32,
                text: (*text).to_owned(),
            })
            .collect();
        Line { y, size: 10.0, segments, begins: false, column: 0, edge: None }
    }

    fn texts(pages: &[Vec<Line>]) -> Vec<String> {
        pages.iter().flatten().map(Line::text).collect()
    }

    #[test]
    fn heads_and_feet_that_repeat_are_out_and_answers_that_repeat_are_not() {
        let page = |number: usize| {
            vec![
                line(800.0, &[(50.0, "Study on waiting, interview 4")]),
                line(760.0, &[(50.0, "P07: Yes.")]),
                line(748.0, &[(50.0, "Text of this page that is another"), (300.0, ["a", "b", "c"][number])]),
                line(40.0, &[(50.0, "http://example.org/x"), (400.0, ["1/3", "2/3", "3/3"][number])]),
            ]
        };
        let mut pages = vec![page(0), page(1), page(2)];
        let furniture = take_out(&mut pages);
        assert_eq!(furniture.lines, 6);
        let margin: Vec<(&str, &str)> = furniture.margin.iter().map(|(place, text)| (*place, text.as_str())).collect();
        assert_eq!(margin, [("header", "Study on waiting, interview 4"), ("footer", "http://example.org/x\t1/3")]);
        assert_eq!(texts(&pages).iter().filter(|text| *text == "P07: Yes.").count(), 3);
        assert_eq!(texts(&pages).len(), 6);
    }

    #[test]
    fn numbers_of_paragraphs_begin_paragraphs_and_those_of_lines_do_not() {
        let mut pages = vec![vec![
            line(700.0, &[(30.0, "1"), (60.0, "Dan: Okay, so we")]),
            line(688.0, &[(60.0, "waited.")]),
            line(676.0, &[(30.0, "2"), (60.0, "Eve: A year, in which")]),
            line(664.0, &[(60.0, "nobody rang, and in which")]),
            line(652.0, &[(60.0, "2019 passed.")]),
            line(640.0, &[(30.0, "3"), (60.0, "Dan: I see.")]),
        ]];
        assert_eq!(margin_numbers(&mut pages), 3);
        assert_eq!(
            pages[0].iter().map(|line| line.begins).collect::<Vec<_>>(),
            [true, false, true, false, false, true]
        );
        assert_eq!(texts(&pages)[0], "Dan: Okay, so we");
        let mut pages = vec![
            (0..20_u8)
                .map(|nth| {
                    let number = (nth + 1).to_string();
                    let all = [(30.0, number.as_str()), (60.0, "words of a line")];
                    line(700.0 - 12.0 * f32::from(nth), if (nth + 1) % 5 == 0 { &all } else { &all[1..] })
                })
                .collect::<Vec<_>>(),
        ];
        assert_eq!(margin_numbers(&mut pages), 4);
        assert!(pages[0].iter().all(|line| !line.begins && line.text() == "words of a line"));
    }

    #[test]
    fn page_numbers_are_known_by_their_form() {
        for text in ["7", "- 7 -", "7/22", "Page 7 of 22", "Seite 7 von 22", "p. 3"] {
            assert!(is_page_number(text), "{text}");
        }
        for text in ["", "Yes.", "7 days", "10:30 8", "P07", "page"] {
            assert!(!is_page_number(text), "{text}");
        }
        assert!(is_print_head("6/4/23, 5:46 PM 2023-06-04-Interview 20 - PO"));
        assert!(!is_print_head("6/4/23 was the day"));
    }
}
