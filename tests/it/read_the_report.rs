//! The report, read as a co-author reads it: what stands in it, and what a browser makes of it.

use serde_json::json;

use crate::browser::{self, Browser};
use crate::world::{CLINIC, World, words};

/// The clinic with three passages of five people-theme pairs; one person has not agreed to be quoted.
fn clinic() -> World {
    let world = World::with(CLINIC);
    world.write(
        "participants.csv",
        "participant,role,site,may_quote\nP01,parent,north,yes\nP02,parent,south,ask\nP03,nurse,,yes\n",
    );
    let settings = world.read("study.yaml");
    world.write("study.yaml", format!("{settings}consent: {{quote: may_quote}}\n"));
    world.code(
        "amy",
        &[
            ("one", "We waited nine weeks.", "waiting"),
            ("one", "I trust the nurse now.", "trust"),
            ("two", "We waited as well.", "waiting"),
            ("two", "I see families wait every week.", "waiting"),
        ],
    );
    world
}

#[test]
fn the_report_holds_what_may_be_quoted_and_counts_the_rest() {
    let world = clinic();
    world
        .emic(&words("export report --by role --to report.html"))
        .ok()
        .says("3 quotes")
        .says("left out: 1 passage with words of 1 participant who may not (or not yet) be quoted");
    let page = world.read("report.html");
    for part in ["We waited nine weeks.", "(P01, parent)", "I see families wait every week.", "Clinic (invented)"] {
        assert!(page.contains(part), "{part}");
    }
    assert!(!page.contains("We waited as well"), "P02 has not agreed");
    // Waiting: 2 of 2 parents, 2 passages; both count.
    assert!(page.contains("<span class=\"share\">2 (100%)</span><span class=\"passages\">2<span"), "{page}");
    let sidecar = world.read("report.html.meta.yaml");
    assert!(sidecar.contains("passages_without_consent: 1") && sidecar.contains("attribution: \"group\""), "{sidecar}");
    // The same study, the same bytes.
    world.emic(&words("export report --by role --to again.html")).ok();
    assert_eq!(world.read("again.html"), page);
}

#[test]
fn cases_make_the_groups_of_a_report() {
    let world = clinic();
    world.write("cases.csv", "case,year\nada,4\nbo,5\n");
    world.write(
        "participants.csv",
        "participant,role,about,may_quote\nP01,parent,ada,yes\nP02,parent,bo,yes\nP03,nurse,ada;bo,yes\n",
    );
    world.emic(&words("export report --by case.year --to report.html")).ok().says("5 quotes");
    let page = world.read("report.html");
    for part in [
        "Themes by case.year",
        "<dt>Cases</dt><dd dir=\"auto\">2 spoken of in scope",
        "about ada",
        "about bo",
        "data-unit=\"case\"",
    ] {
        assert!(page.contains(part), "{part} is not in {page}");
    }
    // Waiting is said of both cases; what the nurse says of both counts, and stands, once for each.
    assert!(page.contains("<span class=\"share\">2 (100%)</span><span class=\"passages\">4<span"), "{page}");
    assert_eq!(page.matches("I see families wait every week.").count(), 2);
    world.emic(&words("export report --by case.year --attribution none --to none.html")).ok();
    assert_eq!(world.read("none.html").matches("I see families wait every week.").count(), 1);
    assert!(!world.read("none.html").contains("about ada"));
    world.emic(&words("export methods --by case.year")).ok().prints("Cases by case.year: 4 (1), 5 (1).");
}

#[test]
fn attribution_decides_what_stands_beside_a_quote_and_which_cells_lead_to_it() {
    let world = clinic();
    let grouped = "<option value=\"0\">parent</option>";
    world.emic(&words("export report --by role --attribution group --to group.html")).ok();
    assert!(world.read("group.html").contains(grouped));
    world.emic(&words("export report --by role --attribution id --to id.html")).ok();
    let page = world.read("id.html");
    assert!(page.contains("(P01)") && !page.contains(grouped) && !page.contains("P01, parent"));
    assert!(!page.contains("data-g=\"0\""), "the group of a quote is told nowhere");
    world.emic(&words("export report --by role --attribution none --to none.html")).ok();
    let page = world.read("none.html");
    assert!(page.contains("“We waited nine weeks.”"));
    for told in ["P01", "data-p=", "line 3", "data-g=\"0\""] {
        assert!(!page.contains(told), "{told}");
    }
    world
        .emic(&["export", "report", "--attribution", "none", "--template", "{quote} {participant}", "--to", "x.html"])
        .with(2)
        .says("keeps back");
    world.emic(&words("export report --to report.pdf")).with(2).says("does not end so");
}

#[test]
fn what_the_table_keeps_back_is_told_nowhere_in_the_report() {
    let world = clinic();
    world.emic(&words("export report --by role --suppress 3 --to small.html")).ok().says("suppressed (k = 3)");
    let page = world.read("small.html");
    for told in ["nine weeks", "I see families", "2 (100%)", "data-g=\"0\""] {
        assert!(!page.contains(told), "{told}");
    }
    assert!(page.contains("that would tell a figure which the table keeps back"));
    assert!(page.contains("Left out, since it could tell counts"));
    // Its picture is the same table's: hatched where that is masked.
    world.emic(&words("frequencies --by role --suppress 3 --to small.svg")).ok();
    let svg = world.read("small.svg");
    assert!(svg.contains("url(#kept-back)") && !svg.contains("2 (100%)"), "{svg}");
}

#[test]
fn pictures_go_to_files_and_to_the_terminal() {
    let world = clinic();
    world
        .emic(&words("frequencies --by role --figure"))
        .ok()
        .prints("Themes by role: Clinic (invented)")
        .prints("██ 2 (100%)");
    world
        .emic(&words("frequencies --by role --figure --themes waiting"))
        .ok()
        .prints("nurse (N = 1)")
        .prints("Waiting by role");
    world.emic(&words("saturation --figure")).ok().prints("2 (+2)");
    world.emic(&words("cooccurrence --rule participant --figure")).ok().prints("Codes that stand together");
    for (command, part) in [
        ("frequencies --by role", "2 (100%)"),
        ("saturation", "codes found so far"),
        ("cooccurrence --rule participant", "Waiting"),
    ] {
        let file = format!("{}.svg", command.split(' ').next().unwrap());
        let line = format!("{command} --to {file}");
        world.emic(&words(&line)).ok().says("how it was made");
        let svg = world.read(&file);
        assert!(
            svg.starts_with("<?xml") && svg.contains("<title") && svg.contains("<desc") && svg.contains(part),
            "{svg}"
        );
        assert!(world.read(&format!("{file}.meta.yaml")).contains("figure: "));
    }
    world.emic(&words("words --to words.svg")).with(2).says("there is no picture of words");
    world.emic(&words("frequencies --figure --format csv")).with(2).says("a picture is no table");
    world.emic(&words("frequencies --themes waiting")).with(2).says("--figure");
    world.emic(&words("frequencies --figure --themes wating")).with(2).says("did you mean `waiting`?");
}

/// Clicks every cell; what is shown and what is kept back are together what the cell says.
const EVERY_CELL: &str = "(() => {
  const cells = Array.from(document.querySelectorAll('.heat a[data-t]'));
  const bad = cells.filter((cell) => {
    cell.click();
    const said = parseInt(cell.querySelector('.passages').firstChild.textContent);
    const shown = Array.from(document.querySelectorAll('article.quote')).filter((one) => one.offsetParent !== null).length;
    const kept = /; (\\d+) more kept back/.exec(document.getElementById('found').textContent);
    return shown + (kept ? parseInt(kept[1]) : 0) !== said || !cell.hasAttribute('aria-current');
  });
  return {cells: cells.length, bad: bad.map((cell) => cell.textContent)};
})()";

const SHOWN: &str =
    "Array.from(document.querySelectorAll('article.quote')).filter((one) => one.offsetParent !== null).length";
const FOUND: &str = "document.getElementById('found').textContent";

#[test]
fn in_a_browser_cells_and_filters_lead_to_the_right_quotes() {
    let Some(program) = browser::find() else {
        eprintln!("SKIPPED: no browser on this machine; install chromium or set EMIC_BROWSER");
        return;
    };
    let world = World::empty();
    world.emic(&["demo", "sample"]).ok();
    world.emic(&words("-s sample export report --by role --to report.html")).ok();
    let csv = world.emic(&words("-s sample frequencies --by role --format csv")).ok();
    let counted: Vec<u64> = csv.column("passages").iter().map(|count| count.parse().unwrap()).collect();
    assert!(counted.iter().sum::<u64>() > 100, "the sample is coded");

    let mut page = Browser::start(&program);
    page.screen(1200, 900, "light");
    page.open(&world.path("report.html"));
    // The cells are those of the table.
    let cells = page.value(
        "Array.from(document.querySelectorAll('.heat td')).map((cell) => parseInt(cell.querySelector('.passages').firstChild.textContent))",
    );
    assert_eq!(cells, json!(counted));
    let clicked = page.value(EVERY_CELL);
    assert_eq!(clicked["bad"], json!([]), "cells whose quotes are not theirs");
    assert_eq!(clicked["cells"], json!(counted.iter().filter(|count| **count > 0).count()));

    // By keyboard: Enter on a cell leads to the sentence above its quotes, which a screen reader then says.
    page.value("document.querySelector('.controls button').click()");
    page.value("document.querySelector('.heat a[data-g]').focus()");
    page.press("Enter", "\r");
    assert_eq!(page.value("document.activeElement.id"), "found");
    assert!(page.value(FOUND).as_str().unwrap().contains("passage"), "{}", page.value(FOUND));
    page.keep("cell-1200-light", "Page.captureScreenshot", json!({}));

    // Filters: words narrow, the button takes everything back.
    page.value("document.querySelector('.controls').reset()");
    let all = page.value("document.querySelectorAll('article.quote:not(.joined)').length").as_u64().unwrap();
    page.value("document.getElementById('words').focus()");
    page.insert("WAITING");
    let narrowed = page.value(SHOWN).as_u64().unwrap();
    assert!(0 < narrowed && narrowed < all, "{narrowed} of {all}");
    let holding = "Array.from(document.querySelectorAll('article.quote:not(.joined)')).filter((one) => one.textContent.toLowerCase().includes('waiting')).length";
    assert_eq!(page.value(holding), json!(narrowed));
    page.value("document.getElementById('words').value = ''; document.getElementById('coder').selectedIndex = 1; document.getElementById('coder').dispatchEvent(new Event('input', {bubbles: true}))");
    let by_coder = page.value(SHOWN).as_u64().unwrap();
    assert!(0 < by_coder && by_coder < all, "{by_coder} of {all}");

    // On a phone nothing hangs over the edge; in the dark the ground is dark.
    page.screen(400, 800, "dark");
    page.open(&world.path("report.html"));
    let over = page.value("document.documentElement.scrollWidth - document.documentElement.clientWidth");
    assert_eq!(over, 0, "nothing to be scrolled sideways but tables in their frames");
    assert_eq!(page.value("getComputedStyle(document.body).backgroundColor"), "rgb(20, 23, 26)");
    for (name, width, scheme) in [
        ("1200-light", 1200, "light"),
        ("1200-dark", 1200, "dark"),
        ("400-light", 400, "light"),
        ("400-dark", 400, "dark"),
    ] {
        page.screen(width, 900, scheme);
        page.keep(name, "Page.captureScreenshot", json!({"captureBeyondViewport": true, "clip": {"x": 0, "y": 0, "width": width, "height": 5000, "scale": 1}}));
    }
    page.keep("print", "Page.printToPDF", json!({"printBackground": true}));

    assert_eq!(page.complaints, Vec::<String>::new(), "nothing on the console");
    assert_eq!(page.requests, Vec::<String>::new(), "nothing is asked for");

    // Without the script everything can be read, and no control stands there that does nothing.
    page.screen(1200, 900, "light");
    page.call("Emulation.setScriptExecutionDisabled", json!({"value": true}));
    page.open(&world.path("report.html"));
    assert_eq!(page.value(SHOWN), json!(all));
    assert_eq!(page.value("document.getElementById('controls').offsetParent"), json!(null));
}
