//! A bar for each theme and group: the share of the group.

use super::draw::{At, EDGE, Look, SMALL, Sheet, TEXT, lines, wide};
use super::heat::described;
use super::{MARK, RULE};
use crate::export::figure::{Grid, Value};

const HIGH: f64 = 22.0;
const AXIS: f64 = 360.0;
/// From the end of a block to the foot of the next one's name, and from there to its bars.
const HEAD: f64 = 20.0;
const GAP: f64 = 6.0;

/// Draws it.
pub(super) fn draw(grid: &Grid) -> Sheet {
    let mut sheet = Sheet::new(grid.title(), described(grid));
    // With one group the themes are the bars; with one theme its groups are; else each theme has its block.
    let blocks: Vec<(String, Vec<(String, &Value)>)> = if grid.heads.len() == 1 {
        let bars = grid.rows.iter().filter_map(|row| Some((row.name.clone(), row.values.first()?)));
        vec![(String::new(), bars.collect())]
    } else {
        let heads: Vec<String> = grid.heads.iter().map(|head| format!("{} (N = {})", head.name, head.base)).collect();
        let name = |name: &str| if grid.rows.len() == 1 { String::new() } else { name.to_owned() };
        let blocks = grid.rows.iter().map(|row| (name(&row.name), heads.iter().cloned().zip(&row.values).collect()));
        blocks.collect()
    };
    let labels = blocks.iter().flat_map(|(_, bars)| bars).map(|(label, _)| wide(label, TEXT)).fold(80.0, f64::max);
    let labels = labels.min(280.0);
    let left = EDGE + labels + 12.0;
    sheet.reach(left + AXIS + 90.0, 0.0);
    sheet.head(left + AXIS + 90.0 - EDGE);
    let top = sheet.y + 4.0;
    let heads = blocks.iter().filter(|(name, _)| !name.is_empty()).count() as f64;
    let bars = blocks.iter().map(|(_, bars)| bars.len()).sum::<usize>() as f64;
    let bottom = top + heads * (HEAD + GAP) + bars * HIGH + 4.0;
    for quarter in 1..=4 {
        let x = left + AXIS * f64::from(quarter) / 4.0;
        sheet.faint((x, top), (x, bottom));
    }
    let mut y = top;
    for (name, bars) in &blocks {
        if !name.is_empty() {
            y += HEAD;
            sheet.text(EDGE, y, name, Look::PLAIN.bold());
            y += GAP;
        }
        for (label, value) in bars {
            let look = Look::PLAIN.at(At::End);
            let line = lines(label, TEXT, labels + 1.0, 1).pop().unwrap_or_default();
            sheet.text(left - 8.0, y + HIGH / 2.0 + 4.5, &line, look);
            let told = format!("{label}: {}", value.printed);
            let long = value.share.map(|share| AXIS * share.clamp(0.0, 1.0));
            match long {
                Some(long) => sheet.rect((left, y + 3.0, long, HIGH - 6.0), "mark", MARK, &told),
                None => sheet.rect((left, y + 3.0, AXIS, HIGH - 6.0), "kept-back", "url(#kept-back)", &told),
            }
            sheet.text(left + long.unwrap_or(AXIS) + 6.0, y + HIGH / 2.0 + 4.5, &value.printed, Look::PLAIN);
            y += HIGH;
        }
    }
    sheet.line((left, top), (left, bottom), "rule", RULE);
    for quarter in 0..=4 {
        let x = left + AXIS * f64::from(quarter) / 4.0;
        let look = Look { size: SMALL, ..Look::NOTE }.at(At::Middle);
        sheet.text(x, y + 18.0, &format!("{}%", 25 * quarter), look);
    }
    let of = match grid.heads.as_slice() {
        [only] => format!("of {} {}", only.base, grid.unit),
        _ => format!("of the {} in the group", grid.unit),
    };
    sheet.text(left + AXIS / 2.0, y + 34.0, &of, Look::NOTE.at(At::Middle));
    sheet.foot(&grid.caption);
    sheet
}
