//! New codes per interview: bars for what is new, a line for what is known, a panel for each group.

use super::draw::{At, EDGE, Look, SMALL, Sheet, length, short, wide};
use super::{MARK, RULE, SECOND};
use crate::export::figure::{Curves, Point, Series};

const HIGH: f64 = 180.0;
/// A name of an interview is no longer than this; it slants, so that it reaches so far to the left, and down, for each unit.
const NAME: f64 = 140.0;
const ACROSS: f64 = 0.643;
const DOWN: f64 = 0.77;

/// Draws it.
pub(super) fn draw(curves: &Curves) -> Sheet {
    let mut sheet = Sheet::new(curves.title(), described(curves));
    let whole = left(curves) + step(curves) * longest(curves) as f64 + EDGE;
    sheet.reach(whole.max(480.0), 0.0);
    sheet.head(whole.max(480.0) - EDGE);
    for series in &curves.series {
        panel(&mut sheet, curves, series);
    }
    sheet.foot(&curves.caption);
    sheet
}

/// The panels alone.
pub(super) fn panels(curves: &Curves) -> Sheet {
    let mut sheet = Sheet::new(curves.title(), described(curves));
    curves.series.iter().for_each(|series| panel(&mut sheet, curves, series));
    sheet
}

fn longest(curves: &Curves) -> usize {
    curves.series.iter().map(|series| series.points.len()).max().unwrap_or(1)
}

/// The width of an interview.
fn step(curves: &Curves) -> f64 {
    (640.0 / longest(curves) as f64).clamp(16.0, 56.0)
}

/// Where the axis stands: right of its numbers, and so far that the names of the first interviews do not leave the picture.
fn left(curves: &Curves) -> f64 {
    let step = step(curves);
    let points = curves.series.iter().flat_map(|series| series.points.iter().enumerate());
    let need =
        points.map(|(at, point)| wide(&point.transcript, SMALL).min(NAME) * ACROSS + 6.0 - step * (at as f64 + 0.5));
    need.fold(EDGE + 44.0, f64::max)
}

/// A round step for the axis, so that it has about five lines.
fn round_step(most: u64) -> u64 {
    [1, 2, 5, 10, 20, 25, 50, 100, 200, 250, 500].into_iter().find(|step| most.div_ceil(*step) <= 6).unwrap_or(1000)
}

fn panel(sheet: &mut Sheet, curves: &Curves, series: &Series) {
    let (step, left) = (step(curves), left(curves));
    let most = curves.most();
    let tick = round_step(most);
    let top_value = most.div_ceil(tick) * tick;
    let y_of = |bottom: f64, codes: f64| bottom - HIGH * codes / top_value as f64;
    let said = series.reached_in_words();
    let name = if curves.by.is_empty() { said } else { format!("{}: {said}", series.group) };
    sheet.text(EDGE, sheet.y + 16.0, &name, Look::PLAIN.bold());
    // Room for the number over a point that stands on the topmost line.
    let top = sheet.y + 34.0;
    let bottom = top + HIGH;
    let right = left + step * series.points.len() as f64;
    for at in 0..=top_value / tick {
        let codes = at * tick;
        let y = y_of(bottom, codes as f64);
        if at == 0 {
            sheet.line((left, y), (right, y), "rule", RULE);
        } else {
            sheet.faint((left, y), (right, y));
        }
        sheet.text(left - 6.0, y + 4.0, &codes.to_string(), Look::NOTE.at(At::End));
    }
    let upright = (EDGE + 4.0, (top + bottom) / 2.0);
    sheet.element(&format!(
        "<text class=\"pale\" x=\"{0}\" y=\"{1}\" font-size=\"11\" fill=\"{2}\" text-anchor=\"middle\" \
         transform=\"rotate(-90 {0} {1})\">codes</text>",
        length(upright.0),
        length(upright.1),
        super::PALE
    ));
    let x_of = |at: usize| left + step * (at as f64 + 0.5);
    let shuffled: Vec<(f64, (u64, u64, u64))> =
        series.points.iter().enumerate().filter_map(|(at, point)| Some((x_of(at), point.shuffled?))).collect();
    if !shuffled.is_empty() {
        let up = shuffled.iter().map(|(x, (_, _, high))| (*x, y_of(bottom, *high as f64)));
        let down = shuffled.iter().rev().map(|(x, (_, low, _))| (*x, y_of(bottom, *low as f64)));
        sheet.element(&format!("<polygon class=\"band\" points=\"{}\" fill=\"#d9d9d9\"/>", points(up.chain(down))));
        let median = shuffled.iter().map(|(x, (median, _, _))| (*x, y_of(bottom, *median as f64)));
        sheet.element(&format!(
            "<polyline class=\"rule\" points=\"{}\" fill=\"none\" stroke=\"{RULE}\" stroke-width=\"1.5\" stroke-dasharray=\"5 3\"/>",
            points(median)
        ));
    }
    for (at, point) in series.points.iter().enumerate() {
        let heights = (bottom, y_of(bottom, point.new as f64), y_of(bottom, point.found as f64));
        bar(sheet, (x_of(at), step), heights, point);
    }
    let line = series.points.iter().enumerate().map(|(at, point)| (x_of(at), y_of(bottom, point.found as f64)));
    let line: Vec<(f64, f64)> = line.collect();
    sheet.element(&format!(
        "<polyline class=\"curve\" points=\"{}\" fill=\"none\" stroke=\"{MARK}\" stroke-width=\"2\"/>",
        points(line.iter().copied())
    ));
    for ((x, y), point) in line.iter().zip(&series.points) {
        let told = format!("{}: {} found so far, {} new", point.transcript, point.found, point.new);
        sheet.element(&format!(
            "<circle class=\"mark\" cx=\"{}\" cy=\"{}\" r=\"3\" fill=\"{MARK}\"><title>{}</title></circle>",
            length(*x),
            length(*y),
            super::escaped(&told)
        ));
        let above = *y - 7.0;
        sheet.text(*x, above, &point.found.to_string(), Look { size: SMALL, ..Look::PLAIN }.bold().at(At::Middle));
    }
    let lowest = names(sheet, series, bottom, x_of);
    sheet.reach(right, lowest + 8.0);
}

/// The bar of an interview, with its number in it, or over it where it is too low; where it meets the line, whose points have
/// numbers of their own, only in it.
fn bar(sheet: &mut Sheet, (x, step): (f64, f64), (bottom, y, line): (f64, f64, f64), point: &Point) {
    if point.new == 0 {
        return;
    }
    let told = format!("{}: {} new", point.transcript, point.new);
    sheet.rect((x - step * 0.35, y, step * 0.7, bottom - y), "second", SECOND, &told);
    let inside = bottom - y > 15.0;
    if inside || y - line > 32.0 {
        let foot = if inside { bottom } else { y };
        sheet.text(x, foot - 4.0, &point.new.to_string(), Look { size: SMALL, ..Look::PLAIN }.at(At::Middle));
    }
}

/// The interviews under the axis, slanted; how far down they reach.
fn names(sheet: &mut Sheet, series: &Series, bottom: f64, x_of: impl Fn(usize) -> f64) -> f64 {
    let mut deepest: f64 = 0.0;
    for (at, point) in series.points.iter().enumerate() {
        let name = short(&point.transcript, SMALL, NAME);
        deepest = deepest.max(wide(&name, SMALL));
        let (x, y) = (length(x_of(at) + 3.0), length(bottom + 12.0));
        sheet.element(&format!(
            "<text class=\"pale\" x=\"{x}\" y=\"{y}\" font-size=\"11\" fill=\"{}\" text-anchor=\"end\" \
             transform=\"rotate(-50 {x} {y})\">{}</text>",
            super::PALE,
            super::escaped(&name)
        ));
    }
    bottom + 18.0 + deepest * DOWN
}

fn points(points: impl Iterator<Item = (f64, f64)>) -> String {
    points.map(|(x, y)| format!("{},{}", length(x), length(y))).collect::<Vec<_>>().join(" ")
}

/// The picture in words.
fn described(curves: &Curves) -> String {
    let series = curves.series.iter().map(|series| {
        let points = series.points.iter();
        let points: Vec<String> =
            points.map(|point| format!("{} {} new, {} so far", point.transcript, point.new, point.found)).collect();
        format!("{}: {}. {}.", series.group, series.reached_in_words(), points.join("; "))
    });
    series.collect::<Vec<_>>().join(" ")
}
