//! The codebook: what each code means, and how often it is used.

use super::{Report, escaped, open, paragraph};
use crate::model::{RollUp, Theme};

/// A heading for each code and set.
pub(super) fn section(page: &mut String, report: &Report) {
    open(page, "codebook", "Codebook");
    let book = report.codebook;
    for (at, theme) in book.themes().enumerate() {
        let depth = if let Theme::Code(code) = theme { book.code(code).depth as usize } else { 0 };
        let level = (depth + 3).min(6);
        page.push_str(&format!("<div class=\"code d{}\">\n", depth.min(6)));
        let set = if matches!(theme, Theme::Set(_)) { " (a set of codes)" } else { "" };
        page.push_str(&format!("<h{level} dir=\"auto\">{}{set}</h{level}>\n", escaped(book.name(theme))));
        page.push_str(&format!(
            "<p class=\"id\"><code>{}</code>{}</p>\n",
            escaped(book.id(theme).as_str()),
            uses(report, at)
        ));
        match theme {
            Theme::Code(code) => {
                let code = book.code(code);
                for (lead, text) in
                    [("", &code.definition), ("Use it for: ", &code.include), ("Not for: ", &code.exclude)]
                {
                    if !text.is_empty() {
                        paragraph(page, "meaning", &format!("{lead}{text}"));
                    }
                }
                for example in &code.examples {
                    paragraph(page, "example", example);
                }
            }
            Theme::Set(set) => {
                if let Some(set) = book.sets().get(set.at()).filter(|set| !set.idea.is_empty()) {
                    paragraph(page, "meaning", &set.idea);
                }
                let members = book.members(theme, RollUp::Own);
                let names = book.codes().iter().zip(members).filter(|(_, member)| *member);
                let names: Vec<&str> = names.map(|(code, _)| code.name.as_str()).collect();
                paragraph(page, "meaning", &format!("Codes: {}", names.join(", ")));
            }
        }
        page.push_str("</div>\n");
    }
    page.push_str("</section>\n");
}

/// Participants and passages over everybody, with a way to the quotes.
fn uses(report: &Report, theme: usize) -> String {
    let value = report.grid.as_ref().and_then(|grid| grid.rows.get(theme)?.values.last());
    let passages = report.passages_in_cells.get(theme).and_then(|row| row.last()).map_or("0", String::as_str);
    let Some(value) = value.filter(|_| passages != "0") else { return " · not used".into() };
    let unit = report.grid.as_ref().map_or("", |grid| grid.unit);
    let said =
        format!("{} {unit}, {} {}", value.printed, passages, if passages == "1" { "passage" } else { "passages" });
    if report.passages.list.iter().any(|passage| passage.themes.contains(&theme)) {
        format!(" · <a href=\"#t{theme}\" data-t=\"{theme}\">{}</a>", escaped(&said))
    } else {
        format!(" · {}", escaped(&said))
    }
}
