//! Matrix, co-occurrence, saturation and coverage as commands, on the invented clinic.

use crate::compare_groups::counted;
use crate::world::{World, words};

/// What is coded is that of `compare_groups`: see there.
fn coded() -> World {
    let world = counted();
    world.write("transcripts.csv", "transcript,date\none,2024-03-02\ntwo,2024-01-05\n");
    world
}

#[test]
fn a_matrix_for_r_and_spss_has_its_labels_and_sidecars() {
    let world = coded();
    let ran = world.emic(&words("matrix --format csv")).ok();
    assert_eq!(
        ran.out,
        "participant,role,site,n_transcripts,n_words,access,waiting,travel,trust,burden\n\
         P01,parent,north,1,19,1,1,1,1,2\nP02,parent,south,1,13,1,1,0,0,1\nP03,nurse,,1,11,1,1,0,0,1\n"
    );
    ran.says("3 participants × codes").says("scope (who and where): all").says("in progress: 2 of 2 transcripts");
    let binary = world.emic(&words("matrix --unit present --rows transcript --query role:parent --format csv")).ok();
    assert_eq!(binary.column("burden"), ["1", "1"]);
    assert_eq!(binary.column("n_participants"), ["1", "1"]);
    world.emic(&words("matrix --to out.csv")).ok().says("out.labels.csv");
    let labels = world.read("out.labels.csv");
    assert!(labels.contains("\nwaiting,Access > Waiting (passages),code,waiting\n"), "{labels}");
    for name in ["out.csv.meta.yaml", "out.labels.csv.meta.yaml"] {
        assert!(world.read(name).contains("units: \"passages\""), "{name}");
    }
    world.emic(&words("matrix --columns role")).with(2).says("--columns role needs a code to count");
    world.emic(&words("matrix --code waiting")).with(2).says("--code goes with --columns ATTR");
    world.emic(&words("matrix --columns role --code waitng")).with(2).says("did you mean `waiting`?");
    world.emic(&words("matrix --columns case.age --code waiting")).with(2).says("groups cases");
    world.emic(&words("matrix --query role:nobody")).with(1);
}

#[test]
fn who_says_it_of_whom() {
    let world = coded();
    world.code("amy", &[("one", "We waited nine weeks. Nobody", "case:ada"), ("two", "families wait", "case:bo")]);
    let ran = world.emic(&words("matrix --rows case --columns role --code Waiting --format csv")).ok();
    assert_eq!(
        ran.out,
        "case,age,n_participants,n_transcripts,n_words,role_parent,role_nurse,everybody\n\
         ada,4,1,1,19,1,,1\nbo,6,2,1,24,1,1,1\n"
    );
}

#[test]
fn codes_that_stand_together_are_counted_by_a_rule_that_is_said() {
    let world = coded();
    let pair = |args: &str| {
        let ran = world.emic(&words(&format!("cooccurrence --rollup own --format csv {args}"))).ok();
        let rows = ran.rows().into_iter().filter(|row| row[5] == "access" && row[7] == "waiting");
        rows.map(|row| format!("{} {}: {}", row[1], row[2], row[10..18].join(" "))).collect::<Vec<_>>()
    };
    // access: one passage in each transcript; waiting: one of P01, one of P02 and P03 together.
    assert_eq!(pair(""), ["(all) overlap: 2 3 2 0.6666666666666666 1 0.6666666666666666 2 2"]);
    assert_eq!(pair("--rule turn"), ["(all) turn: 2 3 2 0.6666666666666666 1 0.6666666666666666 2 2"]);
    assert_eq!(pair("--turns 1"), ["(all) within 1 turns: 2 3 2 0.6666666666666666 1 0.6666666666666666 2 3"]);
    assert_eq!(
        pair("--rule participant --by role"),
        [
            "parent participant: 2 2 2 1 1 1 2 2",
            "nurse participant: 0 1 0 0 - 0 0 0",
            "(all) participant: 2 3 2 0.6666666666666666 1 0.6666666666666666 2 2",
        ]
    );
    let ran = world.emic(&words("cooccurrence --rollup own")).ok();
    ran.prints("rule: overlap: two passages of the same participant").prints("n12/n1");
    world.emic(&words("cooccurrence --wide --format csv --rollup own")).ok().prints("access,Access,2,2,1,0,2\n");
    world.emic(&words("cooccurrence --wide --by role")).with(2).says("no room for groups");
    world.emic(&words("cooccurrence --rule turn --turns 2")).with(2).says("--turns goes with the rule `turns`");
}

#[test]
fn saturation_is_assessed_in_the_order_that_is_asked_for() {
    let world = coded();
    let ran = world.emic(&words("saturation --base 1 --run 1 --order date --format csv")).ok();
    assert_eq!(ran.column("transcript"), ["two", "one"]);
    assert_eq!(ran.column("key"), ["2024-01-05", "2024-03-02"]);
    assert_eq!(ran.column("new_codes"), ["2", "2"]);
    assert_eq!(ran.column("run_percent"), ["", "100.00"]);
    assert_eq!(ran.column("reached"), ["not reached"; 2]);
    ran.says("made beforehand").says("saturation not reached (base 1 interviews, 2 codes; run 1; threshold 5%)");
    let turned = world.emic(&words("saturation --base 1 --run 1 --order one,two --format csv")).ok();
    assert_eq!(turned.column("reached"), ["1+1"; 2]);
    let same = |args: &str| world.emic(&words(args)).ok().out;
    let shuffled = "saturation --shuffles 50 --seed 3 --by role --format csv";
    assert_eq!(same(shuffled), same(shuffled));
    let fewer = "base 4 interviews, but there are fewer: 2 interviews with 4 codes; run 2";
    world.emic(&words("saturation")).ok().prints("not assessable: fewer interviews").prints(fewer);
    world.emic(&words("export methods")).ok().prints("but there are fewer: 2 interviews with 4 codes");
    world.emic(&words("saturation --order dat")).with(2).says("did you mean `date`?");
    world.emic(&words("saturation --order one,one")).with(2).says("listed twice");
    world.emic(&words("saturation --base 0")).with(2).says("at least one interview");
    world.emic(&words("saturation --threshold 120")).with(2).says("a percentage from 0 to 100");
}

#[test]
fn coverage_names_what_was_passed_over() {
    let world = coded();
    let ran = world.emic(&words("coverage --format csv")).ok();
    assert_eq!(ran.column("name"), ["one", "two", "(all)"]);
    assert_eq!(ran.column("words"), ["19", "24", "43"]);
    assert_eq!(ran.column("words_coded"), ["17", "11", "28"]);
    assert_eq!(ran.column("turns_never_coded"), ["0", "1", "1"]);
    ran.says("never used: no code").says("used once: 2 codes: travel, trust");
    let uncoded = world.emic(&words("coverage --turns --json")).ok();
    assert!(uncoded.out.contains("She is kind, though."), "{}", uncoded.out);
    let found: Vec<serde_json::Value> = world.emic(&words("search is:uncoded --json")).ok().objects();
    assert_eq!(found.len(), 1);
    let codes = world.emic(&words("coverage --codes --format csv")).ok();
    assert_eq!(
        codes.column("use"),
        ["several participants", "several participants", "once", "once", "several participants"]
    );
    let groups = world.emic(&words("coverage --by role --format csv")).ok();
    assert_eq!(groups.column("percent_words_coded"), ["75.00", "36.36", "65.12"]);
    world.emic(&words("coverage --rows participant")).ok().prints("P02");
    world.emic(&words("coverage --rows participant --by role")).with(2);
}

#[test]
fn words_are_those_of_participants() {
    let world = coded();
    let ran = world.emic(&words("words --by role --least 1 --format csv")).ok();
    let row = |group: &str, word: &str| {
        let found = ran.rows().into_iter().find(|row| row[1] == group && row[2] == word);
        found.map(|row| row[3..8].join(" "))
    };
    assert_eq!(row("(all)", "did"), None, "only the interviewer says it");
    assert_eq!(row("parent", "we").as_deref(), Some("3 32 93.75 2 2"));
    assert_eq!(row("nurse", "families").as_deref(), Some("1 11 90.91 1 1"));
    ran.says("the interviewer's words never count").says("look at `participants`");
    world.write("stop.txt", "we\nThe\n\n");
    let without = world.emic(&words("words --least 2 --stop-words stop.txt --format csv")).ok();
    let left = without.column("word");
    assert!(left.contains(&"waited".to_owned()) && !left.contains(&"we".to_owned()), "{left:?}");
    world.emic(&words("words --stop-words none.txt")).with(2).says("none.txt");
    world.emic(&words("words --by role")).ok().prints("log_ratio");
}

#[test]
fn a_concordance_takes_the_query_language() {
    let world = coded();
    let ran = world.emic(&words("kwic wait* --sort left --format csv")).ok();
    // Left of them: `We` (one), `hours … We` (two), `see families`.
    assert_eq!(ran.column("hit"), ["wait", "waited", "waited"]);
    assert_eq!(ran.column("left")[0], "I see families ");
    assert_eq!(ran.column("participant")[0], "P03");
    let body: Vec<char> = world.read("transcripts/two.txt").chars().collect();
    let at = |name: &str| ran.column(name)[0].parse::<usize>().unwrap();
    assert_eq!(body[at("start")..at("end")].iter().collect::<String>(), "wait");
    ran.says("3 hits, sorted by left");
    assert_eq!(world.emic(&["kwic", "wait* who:all", "--format", "csv"]).ok().rows().len(), 4);
    world.emic(&words("kwic code:trust")).with(2).says("a concordance needs words");
    world.emic(&words("kwic zebra")).with(1);
    world.emic(&words("kwic wait* --limit 1")).ok().prints("the first 1 shown");
}

#[test]
fn a_summary_stands_beside_its_passages_until_a_newer_one_comes() {
    let world = coded();
    let mark = || {
        let ran = world.emic(&words("framework --code waiting --format csv")).ok();
        (ran.column("mark").join("|"), ran.column("summary")[0].clone())
    };
    assert_eq!(mark(), ("no summary|no summary|no summary".into(), String::new()));
    world.emic(&["memo", "add", "Nine weeks.", "--participant", "P01", "--code", "waiting", "--kind", "summary"]).ok();
    assert_eq!(mark(), ("|no summary|no summary".into(), "Nine weeks.".into()));
    world.code("amy", &[("one", "Not then.", "waiting")]);
    assert_eq!(mark().0, "older than its newest passage|no summary|no summary");
    world.emic(&["undo"]).ok();
    assert_eq!(mark().0, "|no summary|no summary");
    let wide = world.emic(&words("framework --wide --format csv --rollup own")).ok();
    assert_eq!(wide.column("waiting")[0], "Nine weeks.\n[one l. 3]");
    world.emic(&words("framework --code none")).with(2).says("no code `none`");
    world.emic(&words("framework")).ok().prints("emic memo add TEXT --participant ID --code CODE --kind summary");
}

#[test]
fn tests_are_off_unless_asked_for() {
    let world = coded();
    assert!(!world.emic(&words("frequencies --by role")).ok().out.contains("Fisher"));
    let ran = world.emic(&words("frequencies --by role --test --format csv")).ok();
    assert_eq!(ran.column("test"), ["Fisher exact"; 5]);
    assert_eq!(ran.column("participants_1"), ["2", "2", "1", "1", "2"]);
    assert_eq!(ran.column("p")[2], "1");
    ran.says("says nothing beyond these people");
    world.emic(&words("frequencies --by role --test")).ok().prints("difference");
    world.emic(&words("frequencies --by case.age --test")).with(2).says("tests are on participants");
    world.write("participants.csv", "participant,role\nP01,parent;nurse\nP02,parent\nP03,nurse\n");
    world.emic(&words("frequencies --by role --test")).with(2).says("groups overlap (P01)");
}

/// The cells of one sheet of a workbook, as text.
fn sheet(world: &World, file: &str, name: &str) -> Vec<Vec<String>> {
    use calamine::{Reader, Xlsx, open_workbook};
    let mut book: Xlsx<_> = open_workbook(world.path(file)).unwrap();
    let range = book.worksheet_range(name).unwrap();
    range.rows().map(|row| row.iter().map(ToString::to_string).collect()).collect()
}

#[test]
fn tables_can_be_had_as_workbooks() {
    let world = coded();
    world.emic(&words("frequencies --by role --to f.xlsx")).ok().says("f.xlsx.meta.yaml");
    let rows = sheet(&world, "f.xlsx", "frequencies");
    assert_eq!(rows.len(), 16);
    assert_eq!(rows[1][..5], ["role", "parent", "access", "Access", "0"]);
    assert!(sheet(&world, "f.xlsx", "How it was made").iter().any(|row| row[2].contains("in progress: 2 of 2")));
    world.emic(&words("matrix --to m.xlsx")).ok();
    assert_eq!(sheet(&world, "m.xlsx", "Labels")[0], ["variable", "label", "kind", "from"]);
    assert!(!world.path("m.labels.xlsx").exists());
    world.emic(&words("frequencies --to f.pages")).with(2).says(".xlsx");
}

#[test]
fn one_workbook_holds_what_a_co_author_needs() {
    let world = coded();
    world.write("participants.csv", "participant,role,may_quote\nP01,parent,yes\nP02,parent,ask\nP03,nurse,no\n");
    let study = world.read("study.yaml");
    world.write("study.yaml", format!("{study}consent: {{quote: may_quote}}\n"));
    world.emic(&words("export workbook --by role --to all.xlsx")).ok().says("Quotes: 4 rows");
    for name in [
        "Frequencies",
        "Frequencies (long)",
        "Matrix",
        "Matrix labels",
        "Co-occurrence",
        "Codings",
        "Codebook",
        "Participants",
    ] {
        assert!(sheet(&world, "all.xlsx", name).len() > 1, "{name}");
    }
    let quotes = sheet(&world, "all.xlsx", "Quotes");
    let printed = quotes[0].iter().position(|head| head == "printed").unwrap();
    let attributed: Vec<&str> = quotes[1..].iter().map(|row| row[printed].as_str()).collect();
    assert_eq!(attributed[1], "“We waited nine weeks.” (P01)");
    assert!(attributed.iter().all(|text| text.ends_with("(P01)")), "who may not be quoted is not: {attributed:?}");
    let made = sheet(&world, "all.xlsx", "How it was made");
    assert!(
        made.iter()
            .any(|row| row[2]
                .starts_with("left out: 2 quotes, in which 2 participants who have not (or not yet) agreed"))
    );
    assert_eq!(sheet(&world, "all.xlsx", "Codings").len(), 1 + 7, "they count, and their codings are there");
    let first = std::fs::read(world.path("all.xlsx")).unwrap();
    world.emic(&words("export workbook --by role --to again.xlsx")).ok();
    assert_eq!(first, std::fs::read(world.path("again.xlsx")).unwrap());
    assert!(world.read("all.xlsx.meta.yaml").contains("sheets:\n  Frequencies:"));
    let narrow = world.emic(&words("export workbook --query role:nurse --to n.xlsx")).ok();
    narrow.says("Codings: 1 row").says("Matrix: 1 row");
    world.emic(&words("export workbook --to all.csv")).with(2).says("a workbook is an xlsx file");
}

#[test]
fn csv_for_excel_is_asked_for() {
    let world = coded();
    let plain = world.emic(&words("frequencies --format csv")).ok().out;
    let excel = world.emic(&words("frequencies --format csv --excel")).ok().out;
    assert_eq!(excel, format!("\u{FEFF}{plain}"));
    world.emic(&words("frequencies --to x.csv --excel")).ok();
    assert!(world.read("x.csv").starts_with('\u{FEFF}') && world.read("x.csv.meta.yaml").contains("excel:"));
    world.emic(&words("frequencies --excel")).with(2).says("--excel is for csv");
    world.emic(&words("frequencies --excel --to x.md")).with(2).says("--excel is for csv");
}
