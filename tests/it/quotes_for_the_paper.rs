//! Quotes for the paper: worded for print, attributed, with consent, and in balance.

use crate::world::{CLINIC, World, words};

/// The clinic with codings; P03 has not agreed to be quoted, P02 not yet.
fn world() -> World {
    let world = World::with(CLINIC);
    world.code(
        "amy",
        &[
            ("one", "We waited nine weeks. Nobody rang us back, so we drove there.", "waiting"),
            ("one", "I trust the nurse now.", "trust"),
            ("two", "We waited as well.", "waiting"),
            ("two", "I see families wait every week.", "waiting"),
            ("two", "It is hard on them.\n\nP02: She is kind, though.", "trust"),
        ],
    );
    world
}

fn with_consent() -> World {
    let world = world();
    world.replace("study.yaml", "interviewers:", "consent: {quote: may_quote}\ninterviewers:");
    world.write(
        "participants.csv",
        "participant,role,site,may_quote\nP01,parent,north,yes\nP02,parent,south,ask\nP03,nurse,,no\n",
    );
    world
}

fn id(world: &World, at: usize) -> String {
    world.codings()[at]["coding"].as_str().unwrap().to_owned()
}

#[test]
fn a_wording_for_print_may_leave_out_and_put_in_brackets_but_says_nothing_else() {
    let world = world();
    let id = id(&world, 0);
    let before = world.files();
    world.emic(&["code", "quote", &id, "--shown", "We waited ten weeks."]).with(2).says("`ten` is not said there");
    world.emic(&["code", "quote", &id, "--shown", "We [waited nine weeks."]).with(2).says("bracket");
    world.emic(&["code", "quote", &id]).with(1).says("nothing is said");
    assert_eq!(world.files(), before);
    world.emic(&["code", "quote", "nothing", "--use", "results"]).with(2).says("there is no coding");
}

#[test]
fn wordings_are_kept_translated_used_and_taken_back() {
    let world = world();
    let id = id(&world, 0);
    let shown = "We waited nine weeks. […] so we drove there [to the clinic].";
    world.emic(&["code", "quote", &id, "--shown", shown, "--use", "results, table 2"]).ok();
    world.emic(&["code", "quote", &id, "--translation", "Wir warteten.", "--language", "de"]).ok();
    let line = world.emic(&["code", "quote", &id, "--json"]).ok().objects().remove(0);
    assert_eq!(
        (&line["shown"], &line["use"], &line["language"]),
        (&shown.into(), &"results, table 2".into(), &"de".into())
    );
    let csv = world.emic(&words("export quotes --chosen")).ok();
    assert_eq!(csv.column("quote"), [shown]);
    assert_eq!(csv.column("printed"), [format!("“{shown}” (P01)")]);
    assert_eq!(
        (csv.column("translation"), csv.column("use")),
        (vec!["Wir warteten.".to_owned()], vec!["results, table 2".to_owned()])
    );
    // The coded words themselves stay as they are.
    assert!(world.codings()[0]["quote"].as_str().unwrap().starts_with("We waited nine weeks. Nobody"));
    world
        .emic(&["code", "quote", &id, "--shown", "We waited, so we drove there."])
        .ok()
        .says("6 words are left out without a mark");
    world.emic(&["undo"]).ok().says("worded 1 quote for print");
    world.emic(&["code", "quote", &id]).ok().prints(shown);
    world.emic(&["code", "quote", &id, "--shown", "", "--use", "", "--translation", "", "--language", ""]).ok();
    world.emic(&words("export quotes --chosen")).with(1);
    world.emic(&["check"]).ok();
}

#[test]
fn the_table_of_quotes_has_what_a_paper_asks_for() {
    let world = world();
    let coding = world.emic(&words("export quotes")).ok().column("coding")[0].clone();
    world.emic(&["memo", "add", "Compare with the nurse.", "--coding", &coding]).ok();
    let table = world.emic(&words("export quotes --by role --memos")).ok();
    let heads: Vec<&str> = table.out.lines().next().unwrap().split(',').collect();
    assert_eq!(
        heads[heads.len() - 9..],
        ["group", "level_1", "level_2", "level_3", "speaker", "round", "role", "site", "memo"]
    );
    let at = table.column("coding").iter().position(|id| *id == coding).unwrap();
    let cell = |name: &str| table.column(name)[at].clone();
    assert_eq!([cell("group"), cell("memo"), cell("participant")], ["parent", "Compare with the nurse.", "P01"]);
    assert_eq!(cell("path"), [cell("level_1"), cell("level_2")].join(" > ").trim_end_matches(" > "));
    assert!(!cell("speaker").is_empty());
    // Without being asked no memo goes out, and a label that could tell a group that is kept back does not either.
    let plain = world.emic(&words("export quotes --by role")).ok();
    assert!(!plain.out.contains("Compare with"), "{}", plain.out);
    let masked = world.emic(&words("export quotes --by role --suppress 3")).ok();
    assert!(!masked.out.lines().next().unwrap().contains("speaker"), "{}", masked.out);
    assert!(!masked.out.lines().next().unwrap().contains("site"), "{}", masked.out);
}

#[test]
fn attribution_has_three_levels_and_none_tells_nothing() {
    let world = world();
    let id = world.emic(&words("export quotes")).ok();
    assert_eq!(id.column("printed")[0], "“We waited nine weeks. Nobody rang us back, so we drove there.” (P01)");
    assert_eq!((&*id.column("role")[0], &*id.column("site")[0]), ("parent", "north"));
    let id = world.emic(&words("export quotes --attribution id")).ok();
    assert!(!id.out.lines().next().unwrap().contains("role") && !id.out.contains("parent"), "{}", id.out);
    let group = world.emic(&words("export quotes --attribution group --by role,site")).ok();
    assert_eq!(group.column("role,site")[0], "parent × north");
    assert!(group.column("printed")[0].ends_with("(P01, parent, north)"));
    let none = world.emic(&words("export quotes --attribution none")).ok();
    assert_eq!(
        none.out.lines().next().unwrap(),
        "code,path,quote,translation,language,use,starred,printed,level_1,level_2,level_3"
    );
    assert!(!none.out.contains("P01") && !none.out.contains("parent"), "{}", none.out);
    assert_eq!(none.rows().len(), 5, "a passage of two people stands there once");
    assert!(!none.out.contains("P0"), "{}", none.out);
    assert!(
        none.column("quote").contains(&"Speaker A: It is hard on them.\nSpeaker B: She is kind, though.".to_owned())
    );
    world
        .emic(&["export", "quotes", "--attribution", "none", "--template", "{quote} ({participant})"])
        .with(2)
        .says("keeps back");
    world.emic(&["export", "quotes", "--attribution", "id", "--template", "{quote} ({role})"]).with(2).says("`role`");
    world.emic(&words("export quotes --attribution group")).with(2).says("--by");
    // Nothing found without a word would look like a finding.
    world.emic(&words("export quotes --query participant:P99")).with(1).says("there is no participant:P99");
    world.emic(&words("export quotes --query participant:P99 --format markdown")).with(1);
    world.emic(&["export", "quotes", "--template", "{quote} ({rolle})"]).with(2).says("did you mean `{role}`");
    let own = world.emic(&["export", "quotes", "--template", "{quote} ({participant}, {role}, l. {lines})"]).ok();
    assert!(own.column("printed")[0].ends_with("(P01, parent, l. 3)"), "{:?}", own.column("printed"));
    assert_eq!(own.column("role")[0], "parent");
}

#[test]
fn quotes_stand_by_theme_then_group_as_csv_markdown_and_latex() {
    let world = world();
    let csv = world.emic(&words("export quotes --by role")).ok();
    assert_eq!(csv.column("code"), ["waiting", "waiting", "waiting", "trust", "trust", "trust"]);
    assert_eq!(csv.column("participant"), ["P01", "P02", "P03", "P01", "P02", "P03"]);
    world.emic(&words("export quotes --by role --to quotes.md")).ok().says("5 quotes").says("quotes.md.meta.yaml");
    let md = world.read("quotes.md");
    let heads: Vec<&str> = md.lines().filter(|line| line.starts_with('#')).collect();
    assert_eq!(
        heads,
        [
            "# Quotes: Clinic (invented)",
            "## Access > Waiting",
            "### parent",
            "### nurse",
            "## Trust",
            "### parent",
            "### nurse"
        ]
    );
    assert!(md.contains("> “We waited as well.” (P02)\n"), "{md}");
    assert!(world.read("quotes.md.meta.yaml").contains("attribution: \"id\""));
    let tex = world.emic(&words("export quotes --by role --format latex")).ok().out;
    assert!(
        tex.contains("\\section*{Access \\textgreater{} Waiting}") && tex.matches("\\begin{quote}").count() == 6,
        "{tex}"
    );
    world.emic(&words("export quotes --format lateks")).with(2).says("there is no format `lateks`");
    world.emic(&words("export quotes --query code:joy")).with(2);
    world.emic(&words("export quotes --query role:nobody")).with(1);
}

#[test]
fn who_has_not_agreed_to_be_quoted_stays_out_of_quotes_and_in_counts() {
    let world = with_consent();
    let out = world.emic(&words("export quotes")).ok();
    assert_eq!(out.column("participant"), ["P01", "P01"]);
    out.says("left out: 3 quotes, in which 2 participants who have not (or not yet) agreed");
    world.emic(&words("export quotes --to quotes.md")).ok();
    assert!(world.read("quotes.md").contains("left out: 3 quotes"));
    assert!(world.read("quotes.md.meta.yaml").contains("quotes_without_consent: 3"));
    let counted = world.emic(&words("frequencies --format csv")).ok().column("participants");
    assert!(counted.contains(&"3".to_owned()), "{counted:?}");
    // An empty cell is a missing value, and no refusal.
    world.write(
        "participants.csv",
        "participant,role,site,may_quote\nP01,parent,north,\nP02,parent,south,yes\nP03,nurse,,yes\n",
    );
    assert!(world.emic(&words("export quotes")).ok().column("participant").contains(&"P01".to_owned()));
}

#[test]
fn the_balance_says_who_was_never_quoted_and_which_themes_lack_a_negative_case() {
    let world = world();
    let id = id(&world, 0);
    world.emic(&["code", "quote", &id, "--use", "results"]).ok();
    let balance = world.emic(&words("quotes --balance --by role --format csv")).ok();
    let rows: Vec<String> = balance
        .rows()
        .iter()
        .map(|row| [&row[0], &row[1], &row[2], &row[4], &row[6]].map(String::as_str).join(" "))
        .collect();
    let expected = [
        "participant P01 2 1 1",
        "participant P02 2 0 0",
        "participant P03 2 0 0",
        "group parent 4 1 1",
        "group nurse 2 0 0",
        "theme Access > Waiting 3 1 1",
        "theme Trust 3 0 0",
    ];
    assert_eq!(rows, expected);
    balance.says("coded and never chosen: P02, P03").says("no negative case: waiting");
    world.emic(&words("quotes --balance theme:trust")).with(2);
}

#[test]
fn a_wording_that_was_not_said_is_named_and_never_printed_as_said() {
    let world = World::with(CLINIC);
    world.code("amy", &[("one", "nine weeks", "waiting")]);
    let id = world.codings()[0]["coding"].as_str().unwrap().to_owned();
    world.emic(&["code", "quote", &id, "--shown", "nine [long] weeks"]).ok();
    world.emic(&["export", "quotes", "--format", "csv"]).ok().prints("nine [long] weeks");
    world.emic(&["check"]).ok().prints("no fault");
    // By hand, later than the other.
    let line = world.read("codings/amy.jsonl").lines().last().unwrap().replace("nine [long] weeks", "ten whole weeks");
    let mut line: serde_json::Value = serde_json::from_str(&line).unwrap();
    for key in ["id", "act"] {
        line[key] = "7fffffff-0000-7000-8000-000000000001".into();
    }
    world.write("codings/amy.jsonl", world.read("codings/amy.jsonl") + &line.to_string() + "\n");
    let printed = world.emic(&["export", "quotes", "--format", "csv"]).ok().column("printed");
    assert!(printed[0].contains("nine weeks") && !printed[0].contains("ten"), "{printed:?}");
    world.emic(&["check"]).with(1).prints("is not what was said").prints("the passage itself is printed instead");
}
