//! Agreement of coders, against figures counted by hand.

use crate::world::{CLINIC, Ran, World, words};

/// Two coders have finished both interviews: nine sentences of participants. `one`: amy codes waiting on the first sentence and
/// trust on the fourth, ben waiting on the first two. `two`: on `We waited as well.` amy puts waiting, ben access. Ben also codes
/// the interviewer's words, which form no unit.
fn coded_by_two() -> World {
    let world = World::with(CLINIC);
    world.code(
        "amy",
        &[
            ("one", "We waited nine weeks.", "waiting"),
            ("one", "I trust the nurse now.", "trust"),
            ("two", "We waited as well", "waiting"),
        ],
    );
    world.code(
        "ben",
        &[
            ("one", "waited nine weeks. Nobody", "waiting"),
            ("two", "We waited as well.", "access"),
            ("one", "Did you trust them?", "trust"),
        ],
    );
    world.as_coder("amy", &["done", "one", "two"]).ok();
    world.as_coder("ben", &["done", "one", "two"]).ok();
    world
}

/// `code rollup: both only_first only_second neither` of every row of a csv table.
fn counts(ran: &Ran) -> Vec<String> {
    let column = |name: &str| ran.column(name);
    let columns = ["code", "rollup", "both", "only_first", "only_second", "neither"].map(column);
    (0..columns[0].len())
        .map(|row| {
            let [code, rollup, counts @ ..] = &columns;
            let counts: Vec<&str> = counts.iter().map(|column| column[row].as_str()).collect();
            format!("{} {}: {}", code[row], rollup[row], counts.join(" "))
        })
        .collect()
}

#[test]
fn the_table_is_exact() {
    let world = coded_by_two();
    let ran = world.emic(&words("agreement --coders amy,ben --unit sentence --format csv")).ok();
    let head = "code,path,rollup,coders,unit,transcripts,units,both,only_first,only_second,neither,percent_agreement,alpha,kappa,fleiss,jaccard,f1,prevalence,undefined";
    assert!(ran.out.starts_with(head), "{}", ran.out);
    assert_eq!(
        counts(&ran),
        [
            "access own: 0 0 1 8",
            "access subtree: 2 0 1 6",
            "waiting own: 1 1 1 6",
            "waiting subtree: 1 1 1 6",
            "travel own: 0 0 0 9",
            "travel subtree: 0 0 0 9",
            "trust own: 0 1 0 8",
            "trust subtree: 0 1 0 8",
            "burden own: 1 2 1 5",
            "burden subtree: 1 2 1 5",
            "(pooled) own: 1 2 2 31",
            "(mean) own:    ",
            "(pooled) subtree: 3 2 2 29",
            "(mean) subtree:    ",
        ]
    );
    let number = |name: &str, row: usize| ran.column(name)[row].parse::<f64>().unwrap();
    let near = |a: f64, b: f64| assert!((a - b).abs() < 1e-12, "{a} {b}");
    // Waiting: 7 of 9 agree; chance (2·2 + 7·7)/81; alpha 1 - 17·4/(18² - 4² - 14²).
    near(number("percent_agreement", 2), 700.0 / 9.0);
    near(number("kappa", 2), 10.0 / 28.0);
    near(number("alpha", 2), 1.0 - 68.0 / 112.0);
    near(number("fleiss", 2), (7.0 / 9.0 - 212.0 / 324.0) / (1.0 - 212.0 / 324.0));
    near(number("jaccard", 2), 1.0 / 3.0);
    near(number("f1", 2), 0.5);
    near(number("prevalence", 2), 400.0 / 18.0);
    // Nobody used travel: its agreement is whole and says nothing.
    near(number("percent_agreement", 4), 100.0);
    for name in ["alpha", "kappa", "fleiss", "jaccard", "f1"] {
        assert_eq!(ran.column(name)[4], "-", "{name}");
    }
    assert!(ran.column("undefined")[4].contains("alpha, kappa, fleiss, mean_pairwise_kappa: no variation"));
    assert!(ran.column("undefined")[4].contains("jaccard, f1: nobody used the code"));
    // The mean is over access (alpha 1 - 17·2/(18² - 1 - 17²) = 0), waiting and trust (0).
    near(number("alpha", 11), (1.0 - 68.0 / 112.0) / 3.0);
    assert_eq!(ran.column("undefined")[11], "alpha without 1 code: travel");
    assert_eq!(ran.column("coders")[0], "amy+ben");
    assert_eq!(ran.column("path")[2], "Access > Waiting");
    let ran = ran
        .says("unit: sentence (Unicode ")
        .says("not shown to be independent")
        .says("amy, ben on 2 transcripts that both have marked done: one, two")
        .says("no intervals");
    assert!(ran.column("warnings")[0].contains("fewer than 50 units"));
    let other = world.emic(&words("agreement --coders ben,amy --format csv")).ok();
    assert_eq!(counts(&other)[8], "burden own: 1 1 2 5", "the first is the one named first");
}

#[test]
fn units_change_what_is_agreed() {
    let world = coded_by_two();
    let waiting = |unit: &str| {
        let ran = world.emic(&["agreement", "--unit", unit, "--format", "csv", "--rollup", "own"]).ok();
        assert_eq!(ran.column("unit")[0], unit);
        counts(&ran)[1].clone()
    };
    assert_eq!(waiting("turn"), "waiting own: 1 1 0 3");
    assert_eq!(waiting("transcript"), "waiting own: 1 1 0 0");
    // 20 words of P01 and 24 of the other two; `We` and `Nobody` are one coder's.
    assert_eq!(waiting("word"), "waiting own: 3 5 1 34");
    // Blanks between words count: `waited nine weeks.` is both's.
    let characters = waiting("character");
    assert!(characters.starts_with("waiting own: 18 20 7 "), "{characters}");
}

#[test]
fn what_is_not_finished_is_missing_and_not_no() {
    let world = coded_by_two();
    world.as_coder("ben", &["done", "two", "--not"]).ok();
    let ran = world.emic(&words("agreement --coders amy,ben --format csv --rollup own")).ok();
    assert_eq!(ran.column("transcripts")[0], "1");
    assert_eq!(counts(&ran)[1], "waiting own: 1 0 1 2");
    assert!(ran.err.contains("missing, not counted as `not coded`: 1 transcript"), "{}", ran.err);
    // A third coder, who has finished `two` alone: pairs, and all together with missing decisions.
    world.code("cara", &[("two", "We waited as well.", "waiting"), ("one", "Not then.", "trust")]);
    world.as_coder("cara", &["done", "two"]).ok();
    let ran = world.emic(&words("agreement --coders amy,ben,cara --format csv --rollup own")).ok();
    let rows: Vec<(String, String, String)> = ran
        .column("code")
        .into_iter()
        .zip(ran.column("coders"))
        .zip(ran.column("units"))
        .map(|((code, coders), units)| (code, coders, units))
        .collect();
    let waiting: Vec<(&str, &str)> = rows
        .iter()
        .filter(|(code, ..)| code == "waiting")
        .map(|(_, coders, units)| (coders.as_str(), units.as_str()))
        .collect();
    assert_eq!(waiting, [("amy+ben+cara", "9"), ("amy+ben", "4"), ("amy+cara", "5"), ("ben+cara", "0")]);
    let at = rows.iter().position(|(code, coders, _)| code == "waiting" && coders == "ben+cara").unwrap();
    assert!(ran.column("undefined")[at].contains("alpha, kappa, fleiss"), "{:?}", ran.column("undefined"));
    assert!(ran.column("undefined")[at].contains("nothing to compare"));
    let all = rows.iter().position(|(code, coders, _)| code == "waiting" && coders == "amy+ben+cara").unwrap();
    assert_eq!(ran.column("both")[all], "", "the four counts are for two coders");
    assert_eq!(ran.column("kappa")[all], "-");
    assert_ne!(ran.column("alpha")[all], "-");
}

#[test]
fn differences_come_first_and_say_who_did_what() {
    let world = coded_by_two();
    let ran = world.emic(&words("agreement --coders amy,ben")).ok();
    let first = ran.out.find("only one coded it").unwrap();
    assert!(first < ran.out.find("alpha").unwrap(), "{}", ran.out);
    assert!(ran.out.contains("3 places where they differ, 0 where they agree"), "{}", ran.out);
    assert!(ran.out.contains("careful, fewer than 50 units"));
    let list = world.emic(&words("agreement --coders amy,ben --differences --format csv")).ok();
    let rows: Vec<Vec<String>> = list.rows().into_iter().map(|row| row[4..].to_vec()).collect();
    let span = |text: &str, quote: &str| {
        let start = text.find(quote).unwrap();
        format!("{start}..{}", start + quote.len())
    };
    let (one, two) = (crate::world::ONE, crate::world::TWO);
    let row = |kind: &str, codes: &str, who: String, quote: &str| vec![kind.into(), codes.into(), who, quote.into()];
    assert_eq!(
        rows,
        [
            row(
                "other_boundary",
                "waiting",
                format!(
                    "amy: waiting {}; ben: waiting {}",
                    span(one, "We waited nine weeks."),
                    span(one, "waited nine weeks. Nobody")
                ),
                "We waited nine weeks. Nobody"
            ),
            row(
                "only_one",
                "trust",
                format!("amy: trust {}", span(one, "I trust the nurse now.")),
                "I trust the nurse now."
            ),
            row(
                "other_code",
                "access;waiting",
                format!(
                    "ben: access {}; amy: waiting {}",
                    span(two, "We waited as well."),
                    span(two, "We waited as well")
                ),
                "We waited as well."
            ),
        ]
    );
    // What two agree on is no difference.
    let agreed = world.emic(&words("agreement --coders amy,ben --unit transcript --differences --format csv")).ok();
    assert_eq!(agreed.rows().len(), 2, "waiting in `one` is agreed by transcript: {}", agreed.out);
}

#[test]
fn what_cannot_be_compared_is_refused_with_a_hint() {
    let world = coded_by_two();
    world.emic(&words("agreement --coders amy")).with(2).says("agreement needs two coders").says("hint: ");
    world.emic(&words("agreement --coders amy,consensus")).with(2).says("no rater");
    world.emic(&words("agreement --coders amy,bob")).with(2).says("there is no coder `bob`");
    world.emic(&words("agreement --coders amy,ben --round pilot")).with(2).says("there is no round `pilot`");
    let fresh = World::with(CLINIC);
    fresh.emic(&words("agreement")).with(2).says("agreement needs two coders");
    world.as_coder("ben", &["done", "one", "two", "--not"]).ok();
    world.emic(&words("agreement --coders amy,ben --format csv")).with(1).says("0 transcripts");
}

#[test]
fn a_reflexive_study_shows_no_coefficients_unasked() {
    let world = coded_by_two();
    world.replace("study.yaml", "emic: 1\n", "emic: 1\napproach: reflexive\n");
    let ran = world.emic(&words("agreement --coders amy,ben")).ok().says("the study's approach is reflexive");
    assert!(ran.out.contains("only one coded it") && !ran.out.contains("alpha"), "{}", ran.out);
    world.emic(&words("agreement --coders amy,ben --format csv")).with(2).says("--coefficients");
    let ran = world.emic(&words("agreement --coders amy,ben --format csv --coefficients")).ok();
    assert_eq!(counts(&ran)[2], "waiting own: 1 1 1 6");
}

#[test]
fn optional_coefficients_stand_beside_the_others() {
    let world = coded_by_two();
    let ran = world.emic(&words("agreement --format csv --rollup own --ac1 --unitizing --by transcript")).ok();
    let plain = world.emic(&words("agreement --format csv")).ok();
    assert!(!plain.out.contains("ac1") && !plain.out.contains("u_alpha"));
    let at = |code: &str, transcript: &str| {
        let (codes, transcripts) = (ran.column("code"), ran.column("transcript"));
        (0..codes.len()).find(|row| codes[*row] == code && transcripts[*row] == transcript).unwrap()
    };
    let whole = at("waiting", "");
    let expected = 2.0 * (2.0 / 9.0) * (7.0 / 9.0);
    let ac1: f64 = ran.column("ac1")[whole].parse().unwrap();
    assert!((ac1 - (7.0 / 9.0 - expected) / (1.0 - expected)).abs() < 1e-12);
    assert_eq!(ran.column("brennan_prediger")[whole].parse::<f64>().unwrap(), (7.0 / 9.0 - 0.5) / 0.5);
    let u: f64 = ran.column("u_alpha")[whole].parse().unwrap();
    let bar: f64 = ran.column("bar_u_alpha")[whole].parse().unwrap();
    assert!((u - bar).abs() < 1e-9 && u > 0.1 && u < 0.9, "with one code both are the same: {u} {bar}");
    assert!(ran.column("warnings")[at("travel", "")].contains("ac1, brennan_prediger: no variation"));
    let here = at("waiting", "one");
    let counts = ["both", "only_first", "only_second", "neither"].map(|name| ran.column(name)[here].clone());
    assert_eq!(counts, ["1", "0", "1", "2"]);
}

#[test]
fn a_past_state_is_shown_and_not_written_to() {
    let world = coded_by_two();
    let journal = world.read("codings/ben.jsonl");
    let first = journal.lines().next().unwrap();
    let id = serde_json::from_str::<serde_json::Value>(first).unwrap()["id"].as_str().unwrap().to_owned();
    // Ben's first action has three events; amy's stood before it, none of the marks did.
    let ran = world.emic(&["code", "list", "--json", "--as-of", &id]).ok();
    assert_eq!(ran.objects().len(), 3, "an action of which events are missing has no effect");
    assert!(ran.err.contains("texts, tables and codebook are today's"), "{}", ran.err);
    world.emic(&["agreement", "--coders", "amy,ben", "--format", "csv", "--as-of", &id]).with(2);
    let now = world.emic(&words("agreement --coders amy,ben --format csv --as-of now")).ok();
    assert_eq!(counts(&now)[2], "waiting own: 1 1 1 6");
    let before = world.files();
    world.emic(&["done", "one", "--not", "--as-of", &id]).with(2).says("nothing is written");
    world.emic(&words("code list --as-of 2001-01-01")).with(1);
    world.emic(&words("code list --as-of yesterday")).with(2).says("`yesterday` is no time").says("hint: ");
    assert_eq!(world.files(), before);
}

#[test]
fn a_file_says_how_it_was_made() {
    let world = coded_by_two();
    world.emic(&words("agreement --coders amy,ben --to agreement.csv")).ok();
    let meta = world.read("agreement.csv.meta.yaml");
    for part in ["compared:", "amy", "unicode:", "seed: 1", "blind_round: ", "not shown to be independent"] {
        assert!(meta.contains(part), "{part}: {meta}");
    }
    assert!(world.read("agreement.csv").starts_with("code,path,rollup,coders,unit,"));
}
