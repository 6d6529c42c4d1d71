//! The parts with figures: summary, heat map, co-occurrence, new codes.

use super::{Report, curve, escaped, list, open, paragraph};
use crate::export::figure::{Grid, Value};

/// The study in figures.
pub(super) fn summary(page: &mut String, report: &Report) {
    open(page, "summary", "Summary");
    page.push_str("<dl class=\"facts\">\n");
    for (what, said) in &report.facts {
        page.push_str(&format!("<div><dt>{}</dt><dd dir=\"auto\">{}</dd></div>\n", escaped(what), escaped(said)));
    }
    page.push_str("</dl>\n</section>\n");
}

/// The heat map. A cell leads to its quotes: with the script to those of the theme and group, else to those of the theme.
pub(super) fn heat(page: &mut String, report: &Report) {
    let title = report.grid.as_ref().map(|grid| grid.by.replace(',', " × ")).filter(|by| !by.is_empty());
    open(page, "themes", &escaped(&title.map_or("Themes".to_owned(), |by| format!("Themes by {by}"))));
    let Some(grid) = &report.grid else {
        paragraph(page, "note", "The codebook has no code yet.");
        page.push_str("</section>\n");
        return;
    };
    let grouped = report.attribution == crate::analysis::Attribution::Group;
    let led = match (grouped, grid.heads.len()) {
        (true, _) | (_, 1) => "Choose a cell to read its quotes.",
        _ => {
            "Choose a cell in the last column to read its quotes; which group a quote counts in is not told beside it."
        }
    };
    page.push_str(&format!(
        "<p class=\"note\">In each cell: {0} with at least one passage of the theme and their percentage of N, then the number of \
         passages. {led}</p>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Themes by group, table\">\n\
         <table class=\"heat\">\n<thead><tr><th scope=\"col\">Theme</th>",
        grid.unit
    ));
    for head in &grid.heads {
        page.push_str(&format!(
            "<th scope=\"col\">{}<span class=\"base\">N = {}</span></th>",
            escaped(&head.name),
            escaped(&head.base)
        ));
    }
    page.push_str("</tr></thead>\n<tbody>\n");
    let all = grid.heads.len().saturating_sub(1);
    for (theme, row) in grid.rows.iter().enumerate() {
        page.push_str(&format!("<tr><th scope=\"row\" class=\"d{}\">{}</th>", row.depth.min(6), escaped(&row.name)));
        for (group, value) in row.values.iter().enumerate() {
            let open = grouped || group == all;
            let passages = report.passages_in_cells.get(theme).and_then(|row| row.get(group));
            cell(page, (theme, group, all), value, passages.map_or("", String::as_str), open);
        }
        page.push_str("</tr>\n");
    }
    page.push_str("</tbody>\n</table>\n</div>\n");
    legend(page);
    list(page, &report.said_of_grid);
    page.push_str("</section>\n");
}

fn cell(page: &mut String, (theme, group, all): (usize, usize, usize), value: &Value, passages: &str, open: bool) {
    let class = value.shade().map_or("kept-back".to_owned(), |shade| format!("s{shade}"));
    let said = format!(
        "<span class=\"share\">{}</span><span class=\"passages\">{}<span class=\"words\"> {}</span></span>",
        escaped(&value.printed),
        escaped(passages),
        if passages == "1" { "passage" } else { "passages" }
    );
    if value.share.is_none() && passages.parse::<u64>().is_err() {
        page.push_str(&format!(
            "<td class=\"{class}\">{}<span class=\"words\"> kept back</span></td>",
            escaped(&value.printed)
        ));
    } else if passages == "0" || !open {
        page.push_str(&format!("<td class=\"{class}\">{said}</td>"));
    } else {
        let group = if group == all { String::new() } else { format!(" data-g=\"{group}\"") };
        page.push_str(&format!(
            "<td class=\"{class}\"><a href=\"#t{theme}\" data-t=\"{theme}\"{group}>{said}</a></td>"
        ));
    }
}

fn legend(page: &mut String) {
    page.push_str("<p class=\"legend\" aria-hidden=\"true\">0%");
    for shade in 0..crate::export::figure::SHADES {
        page.push_str(&format!("<span class=\"s{shade}\"></span>"));
    }
    page.push_str("100% of N</p>\n");
}

/// Codes × codes: the lower half.
pub(super) fn together(page: &mut String, report: &Report) {
    open(page, "together", "Codes that stand together");
    match &report.pairs {
        Err(why) => paragraph(page, "note", why),
        Ok(pairs) => {
            page.push_str(
                "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Codes that stand together, table\">\n\
                 <table class=\"pairs\">\n<thead><tr><th scope=\"col\">Code</th>",
            );
            for (at, code) in pairs.codes.iter().enumerate() {
                page.push_str(&format!(
                    "<th scope=\"col\"><abbr title=\"{0}\">{1}<span class=\"words\"> {0}</span></abbr></th>",
                    escaped(&code.name),
                    at + 1
                ));
            }
            page.push_str("</tr></thead>\n<tbody>\n");
            for (at, (code, values)) in pairs.codes.iter().zip(&pairs.values).enumerate() {
                page.push_str(&format!(
                    "<tr><th scope=\"row\">{}\u{a0}\u{a0}{} ({})</th>",
                    at + 1,
                    escaped(&code.name),
                    escaped(&code.uses)
                ));
                for value in values {
                    match value {
                        None => page.push_str("<td class=\"same\">–</td>"),
                        Some(value) => page.push_str(&format!(
                            "<td class=\"{}\">{}</td>",
                            value.shade().map_or("kept-back".to_owned(), |shade| format!("s{shade}")),
                            escaped(&value.printed)
                        )),
                    }
                }
                page.push_str(&format!("<td class=\"self\" aria-hidden=\"true\">{}</td>", at + 1));
                page.push_str(&"<td></td>".repeat(pairs.codes.len() - at - 1));
                page.push_str("</tr>\n");
            }
            page.push_str("</tbody>\n</table>\n</div>\n");
            list(page, &pairs.caption);
        }
    }
    page.push_str("</section>\n");
}

/// The curve, and its figures as a table.
pub(super) fn new_codes(page: &mut String, report: &Report) {
    open(page, "new-codes", "New codes per interview");
    match &report.curves {
        Err(why) => paragraph(page, "note", why),
        Ok(curves) => {
            page.push_str(
                "<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"New codes per interview, picture\">\n",
            );
            page.push_str(&curve(curves));
            page.push_str(
                "</div>\n<details>\n<summary>The figures as a table</summary>\n<div class=\"scroll\" tabindex=\"0\" role=\"region\" \
                 aria-label=\"New codes per interview, table\">\n<table class=\"plain\">\n<thead><tr><th scope=\"col\">Interview</th>\
                 <th scope=\"col\">New codes</th><th scope=\"col\">Codes so far</th></tr></thead>\n<tbody>\n",
            );
            for series in &curves.series {
                for point in &series.points {
                    page.push_str(&format!(
                        "<tr><th scope=\"row\">{}</th><td>{}</td><td>{}</td></tr>\n",
                        escaped(&point.transcript),
                        point.new,
                        point.found
                    ));
                }
            }
            page.push_str("</tbody>\n</table>\n</div>\n</details>\n");
            list(page, &curves.caption);
        }
    }
    page.push_str("</section>\n");
}

/// The name of a theme by its place.
pub(super) fn theme_name(grid: Option<&Grid>, theme: usize) -> &str {
    grid.and_then(|grid| grid.rows.get(theme)).map_or("", |row| row.name.as_str())
}
