//! The screens on which no study is open yet.

use ratatui::layout::{Position, Rect};

use super::draw::{Draw, cut_middle};
use crate::analysis::{counted, thousands};
use crate::text::visible;
use crate::tui::layout::{NEW, START};
use crate::tui::model::Model;
use crate::tui::update::start::{Choice, choices};

/// Draws the start screen.
pub fn view(model: &Model, draw: &mut Draw, area: Rect) -> Option<Position> {
    let theme = model.theme;
    let inner = Rect { x: area.x + 2, width: area.width.saturating_sub(4), ..area };
    let welcome = &model.start.welcome;
    let said = "Qualitative coding of interview transcripts, on your own files, offline.";
    let narrow = crate::text::width(said) > usize::from(inner.width);
    draw.put(inner, 0, 0, if narrow { "Coding interviews, offline." } else { said }, theme.plain());
    let room = usize::from(inner.width).saturating_sub(11);
    draw.put(inner, 0, 1, &format!("You are in {}", cut_middle(&visible(&welcome.here), room)), theme.dim());
    if welcome.transcripts + welcome.files == 0 {
        let said = if narrow {
            "No transcripts here: put text files into a folder and start emic there."
        } else {
            "There are no transcripts (text or Markdown) here. Put some into a folder and start emic there."
        };
        draw.wrapped_within(inner, 2, START as u16 - 2, said, theme.dim());
    }
    let list = Rect { y: inner.y + START as u16, height: inner.height.saturating_sub(START as u16), ..inner };
    for (line, choice) in choices(welcome).iter().enumerate().skip(model.start.list.top).take(usize::from(list.height))
    {
        let y = (line - model.start.list.top) as u16;
        let (what, more) = match choice {
            Choice::Demo => ("the sample study".to_owned(), "invented interviews to try everything on".to_owned()),
            Choice::New(count) => {
                (format!("a new study from the {} here", counted(*count as u64, "transcript")), String::new())
            }
            Choice::Files(count) => (
                format!("a new study from {} to bring in here", counted(*count as u64, "file")),
                "Word, PDF, captions …".to_owned(),
            ),
            Choice::Recent(at) => match welcome.recent.get(*at) {
                Some((title, path)) => (title.clone(), path.display().to_string()),
                None => continue,
            },
        };
        let focus = line == model.start.list.at;
        draw.put(list, 0, y, if focus { "▸" } else { " " }, theme.strong());
        let used = draw.put(list, 2, y, &what, theme.strong());
        draw.put(list, used + 5, y, &more, theme.dim());
        if focus {
            draw.focus(Rect { y: list.y + y, height: 1, ..list }, theme.selected());
        }
    }
    None
}

/// Draws the screen of a new study.
pub fn new(model: &Model, draw: &mut Draw, area: Rect) -> Option<Position> {
    let theme = model.theme;
    let inner = Rect { x: area.x + 2, width: area.width.saturating_sub(4), ..area };
    let narrow = inner.width < 74;
    let (who, how) = if narrow {
        ("Who interviews? They never count.", "Enter marks who does, or unmarks.")
    } else {
        (
            "Who interviews? Their words never count. Everything can be changed later.",
            "Enter on a label says whether it interviews; all others are participants.",
        )
    };
    draw.put(inner, 0, 0, who, theme.plain());
    draw.put(inner, 0, 1, how, theme.dim());
    let labels = &model.new.labels;
    let widest = labels.iter().map(|label| crate::text::width(&label.label)).max().unwrap_or(0);
    // Where it is narrow: the label and its words.
    let name = (widest as u16).clamp(8, if narrow { inner.width.saturating_sub(17).max(8) } else { 32 });
    let list = Rect { y: inner.y + NEW as u16, height: inner.height.saturating_sub(NEW as u16 + 1), ..inner };
    draw.put(inner, 6, NEW as u16 - 1, "label", theme.dim());
    let heads = if narrow { "  words" } else { "transcripts  turns   words" };
    draw.put(inner, name + 8, NEW as u16 - 1, heads, theme.dim());
    if !labels.is_empty() && labels.iter().all(|label| !label.interviews) {
        draw.wrapped_within(inner, 2, 2, "Nobody is marked: everybody's words would count.", theme.wrong());
    }
    if labels.is_empty() {
        let said = "nobody is labelled: one person speaks in each transcript";
        draw.wrapped(Rect { x: list.x + 2, width: list.width.saturating_sub(2), ..list }, 1, said, theme.dim());
    }
    for line in (model.new.list.top..=labels.len()).take(usize::from(list.height)) {
        let y = (line - model.new.list.top) as u16;
        let focus = line == model.new.list.at;
        draw.put(list, 0, y, if focus { "▸" } else { " " }, theme.strong());
        match labels.get(line) {
            Some(label) => {
                draw.put(list, 2, y, if label.interviews { "[x]" } else { "[ ]" }, theme.strong());
                draw.put_within(list, 6, y, name, &label.label, theme.plain());
                let said = if label.interviews { "interviews" } else { "" };
                let words = thousands(label.words as u64);
                let figures = if narrow {
                    format!("{words:>7}")
                } else {
                    format!("{:>11} {:>6} {words:>7}   {said}", label.transcripts, label.turns)
                };
                draw.put(list, name + 8, y, &figures, theme.plain());
            }
            None => {
                draw.put(list, 2, y, "make the study in this folder", theme.strong());
            }
        }
        if focus {
            draw.focus(Rect { y: list.y + y, height: 1, ..list }, theme.selected());
        }
    }
    let said = [
        "Writes study.yaml, participants.csv, speakers.csv and an empty codebook; your transcripts stay as they are.",
        "Writes study.yaml and tables; your transcripts stay as they are.",
        "Your transcripts stay as they are.",
    ];
    let fits = |said: &&&str| crate::text::width(said) <= usize::from(inner.width);
    let said = said.iter().find(fits).unwrap_or(&said[2]);
    draw.put(inner, 0, inner.height.saturating_sub(1), said, theme.dim());
    None
}
