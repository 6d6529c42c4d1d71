//! The quotes by theme, and the controls that choose among them. The controls work with the script alone and are hidden
//! without it.

use super::overview::theme_name;
use super::{Report, counted, escaped, open};
use crate::analysis::{Attribution, Passage};

/// All quotes, each once, under the theme that it is printed in.
pub(super) fn section(page: &mut String, report: &Report) {
    open(page, "quotes", "Quotes");
    let grid = report.grid.as_ref();
    let coders = coders(report);
    controls(page, report, &coders);
    let withheld = report.passages.withheld();
    if withheld > 0 {
        page.push_str(&format!(
            "<p class=\"note\">Kept back: {}, in which {} who {} not (or not yet) agreed to be quoted say something. The counts hold \
             them.</p>\n",
            counted(withheld as usize, "passage"),
            counted(report.passages.withheld_people as usize, "participant"),
            if report.passages.withheld_people == 1 { "has" } else { "have" },
        ));
    }
    if report.passages.suppressed > 0 {
        page.push_str(&format!(
            "<p class=\"note\">Not shown: {} that would tell a figure which the table keeps back.</p>\n",
            counted(report.passages.suppressed as usize, "passage")
        ));
    }
    if report.passages.list.is_empty() {
        page.push_str("<p class=\"note\">Nothing is coded yet.</p>\n");
    }
    for of_theme in report.passages.list.chunk_by(|a, b| a.home == b.home) {
        let Some(home) = of_theme.first().map(|passage| passage.home) else { continue };
        let shown = of_theme.iter().filter(|passage| !passage.withheld && !passage.joined).count();
        let elsewhere = report.passages.list.iter();
        let elsewhere = elsewhere.filter(|passage| {
            passage.home != home && !passage.withheld && !passage.joined && passage.codes.contains(&home)
        });
        let under =
            |other: &Passage| other.home != home && other.themes.contains(&home) && !other.codes.contains(&home);
        let beneath = report.passages.list.iter().any(under);
        let own = if beneath { " of its own" } else { "" };
        let elsewhere = match elsewhere.count() {
            0 => String::new(),
            more => format!("; {more} more under other codes of the same passage"),
        };
        page.push_str(&format!(
            "<details class=\"theme\" id=\"t{home}\" open>\n<summary><h3>{}</h3> <span class=\"number\">{}{own}{elsewhere}</span></summary>\n",
            escaped(theme_name(grid, home)),
            counted(shown, "passage"),
        ));
        of_theme.iter().for_each(|passage| quote(page, report, passage, &coders));
        page.push_str("</details>\n");
    }
    // Themes without passages of their own: cells lead to their place too.
    let homes: Vec<usize> = report.passages.list.iter().map(|passage| passage.home).collect();
    for theme in (0..grid.map_or(0, |grid| grid.rows.len())).filter(|theme| !homes.contains(theme)) {
        let beneath = report.passages.list.iter().find(|passage| passage.themes.contains(&theme));
        if let Some(beneath) = beneath {
            page.push_str(&format!(
                "<p class=\"beneath\" id=\"t{theme}\">{}: its passages stand under its codes, from <a href=\"#t{}\">{}</a> \
                 on.</p>\n",
                escaped(theme_name(grid, theme)),
                beneath.home,
                escaped(theme_name(grid, beneath.home))
            ));
        }
    }
    page.push_str("</section>\n");
}

/// The coders, where the attribution tells them.
fn coders(report: &Report) -> Vec<String> {
    if report.attribution == Attribution::None {
        return Vec::new();
    }
    let mut coders: Vec<String> = report.passages.list.iter().flat_map(|passage| passage.coders.clone()).collect();
    coders.sort();
    coders.dedup();
    coders
}

fn controls(page: &mut String, report: &Report, coders: &[String]) {
    page.push_str("<form class=\"controls\" id=\"controls\" role=\"search\" aria-label=\"Choose quotes\" hidden>\n");
    let mut choose = |id: &str, name: &str, all: &str, options: &mut dyn Iterator<Item = (usize, String)>| {
        page.push_str(&format!("<label>{name}<select id=\"{id}\"><option value=\"\">{all}</option>"));
        for (at, option) in options {
            page.push_str(&format!("<option value=\"{at}\">{}</option>", escaped(&option)));
        }
        page.push_str("</select></label>\n");
    };
    let rows = report.grid.iter().flat_map(|grid| &grid.rows).enumerate();
    choose(
        "theme",
        "Theme",
        "all themes",
        &mut rows.map(|(at, row)| (at, format!("{}{}", "\u{a0}\u{a0}".repeat(row.depth), row.name))),
    );
    if report.attribution == Attribution::Group {
        let heads = report.grid.iter().flat_map(|grid| grid.heads.split_last().map_or(&[][..], |(_, groups)| groups));
        choose("group", "Group", "all groups", &mut heads.map(|head| head.name.clone()).enumerate());
    }
    if coders.len() > 1 {
        choose("coder", "Coder", "all coders", &mut coders.iter().cloned().enumerate());
    }
    let unit = if report.grid.as_ref().is_some_and(|grid| grid.unit == "cases") { "case" } else { "participant" };
    page.push_str(&format!(
        "<label>Words<input id=\"words\" type=\"search\" autocomplete=\"off\" spellcheck=\"false\"></label>\n\
         <button type=\"reset\">Show all</button>\n</form>\n\
         <p id=\"found\" class=\"found\" role=\"status\" aria-live=\"polite\" tabindex=\"-1\" data-unit=\"{unit}\"></p>\n"
    ));
}

fn numbers(list: &[usize]) -> String {
    list.iter().map(usize::to_string).collect::<Vec<_>>().join(" ")
}

/// One quote; of one that is kept back nothing but what counts it.
fn quote(page: &mut String, report: &Report, passage: &Passage, coders: &[String]) {
    let known = |name: &String| coders.iter().position(|coder| coder == name);
    let by: Vec<usize> = passage.coders.iter().filter_map(known).collect();
    let joined = if passage.joined { " joined" } else { "" };
    let data = format!(
        "data-t=\"{}\" data-g=\"{}\" data-c=\"{}\"",
        numbers(&passage.themes),
        numbers(&passage.groups),
        numbers(&by)
    );
    if passage.withheld {
        page.push_str(&format!("<div class=\"withheld{joined}\" {data} hidden></div>\n"));
        return;
    }
    let unit = passage.unit.map_or(String::new(), |unit| format!(" data-p=\"{unit}\""));
    page.push_str(&format!(
        "<article class=\"quote{joined}\" {data}{unit}>\n<blockquote lang=\"{}\">",
        escaped(report.language)
    ));
    // Segments run over lines: italics are closed and opened again at each line's end.
    page.push_str("<p dir=\"auto\">");
    for segment in &passage.printed {
        for (at, line) in segment.text.split('\n').enumerate() {
            if at > 0 {
                page.push_str("</p><p dir=\"auto\">");
            }
            match segment.italic && !line.is_empty() {
                true => page.push_str(&format!("<em>{}</em>", escaped(line))),
                false => page.push_str(&escaped(line)),
            }
        }
    }
    page.push_str("</p></blockquote>\n");
    let (translation, language) = &passage.translation;
    if !translation.is_empty() {
        let language = if language.is_empty() { String::new() } else { format!(" lang=\"{}\"", escaped(language)) };
        page.push_str(&format!("<p class=\"translation\" dir=\"auto\"{language}>{}</p>\n", escaped(translation)));
    }
    let codes: Vec<&str> = passage.codes.iter().map(|code| theme_name(report.grid.as_ref(), *code)).collect();
    let mut parts = vec![codes.join("; ")];
    if report.attribution != Attribution::None {
        parts.insert(0, passage.place.clone());
        parts.push(passage.coders.join(", "));
    }
    parts.retain(|part| !part.is_empty());
    page.push_str(&format!("<p class=\"source\"><bdi>{}</bdi></p>\n</article>\n", escaped(&parts.join(" · "))));
}
