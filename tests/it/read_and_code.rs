//! Coding passages, case marks, memos, finished transcripts, and what `log` says of it.

use crate::world::{CLINIC, ONE, World, words};

#[test]
fn a_passage_is_coded_by_span_or_by_quote() {
    let world = World::with(CLINIC);
    let start = ONE.find("nine weeks").unwrap();
    let span = format!("{start}..{}", start + "nine weeks".len());
    world
        .emic(&["code", "add", "--transcript", "one", "--span", &span, "--code", "waiting"])
        .ok()
        .says("coded 1 passage");
    world.emic(&["code", "add", "--transcript", "one", "--quote", "I trust the nurse", "--code", "trust"]).ok();
    assert_eq!(world.coded(), ["waiting nine weeks", "trust I trust the nurse"]);
    let rows = world.codings();
    assert_eq!(rows[0]["start"], start);
    assert_eq!(rows[0]["participant"], "P01");
    assert_eq!(rows[0]["coder"], "amy");
    assert_eq!(rows[0]["path"], "Access > Waiting");
    assert_eq!(rows[0]["words"], 2);
    assert!(world.read("codings/amy.jsonl").ends_with('\n'));
}

#[test]
fn the_line_in_the_journal_is_as_the_contract_says() {
    let world = World::with(CLINIC);
    world.code("amy", &[("one", "nine weeks", "access"), ("one", "drove there", "travel")]);
    let journal = world.read("codings/amy.jsonl");
    let events: Vec<serde_json::Value> = journal.lines().map(|line| serde_json::from_str(line).unwrap()).collect();
    assert_eq!(events.len(), 2);
    let first = &events[0];
    for (key, value) in
        [("do", "code"), ("coder", "amy"), ("transcript", "one"), ("quote", "nine weeks"), ("code", "access")]
    {
        assert_eq!(first[key], value, "{key}");
    }
    assert_eq!((&first["v"], &first["of"]), (&1.into(), &2.into()));
    assert_eq!(first["act"], events[1]["act"], "one action");
    assert!(first["id"].as_str() < events[1]["id"].as_str(), "ids are in order");
    assert_eq!(first["span"], serde_json::json!([44, 54]));
    assert_eq!(first["before"], &ONE[12..44]);
    assert_eq!(first["after"], &ONE[54..86]);
    for (key, length) in [("text", 16), ("def", 8), ("id", 36), ("act", 36)] {
        assert_eq!(first[key].as_str().map(str::len), Some(length), "{key}");
    }
    assert!(events[1].get("def").is_none(), "Travel has no definition");
}

#[test]
fn standard_input_is_one_action_all_or_nothing() {
    let world = World::with(CLINIC);
    let good = r#"{"transcript":"one","quote":"nine weeks","code":"waiting"}"#;
    let bad = [
        (r#"{"transcript":"one","quote":"nine weeks","code":"wating"}"#, "did you mean `waiting`?"),
        (r#"{"transcript":"three","quote":"nine weeks","code":"waiting"}"#, "there is no transcript `three`"),
        (r#"{"transcript":"one","quote":"ten weeks","code":"waiting"}"#, "the quote does not occur in one"),
        (r#"{"transcript":"one","quote":"you","code":"waiting"}"#, "the quote occurs more than once in one"),
        (
            r#"{"transcript":"one","span":[0,9999],"code":"waiting"}"#,
            "reaches outside of one, which has 161 characters",
        ),
        (r#"{"transcript":"one","span":[9,9],"code":"waiting"}"#, "line 2"),
        (r#"{"transcript":"one","span":[9,4],"code":"waiting"}"#, "line 2"),
        (r#"{"transcript":"one","span":[-1,4],"code":"waiting"}"#, "standard input:2"),
        (r#"{"transcript":"one","span":[0,4],"quote":"INT:","code":"waiting"}"#, "standard input:2"),
        (r#"{"transcript":"one","code":"waiting"}"#, "standard input:2"),
        (r#"{"transcript":"one","span":[0,4]}"#, "missing field `code`"),
        (r#"{"transcript":"one","span":[0,4],"code":"trust","colour":"red"}"#, "colour"),
        ("nine weeks", "standard input:2"),
    ];
    for (line, message) in bad {
        let ran = world.run("amy", &["code", "add", "--stdin"], &format!("{good}\n{line}\n"));
        ran.with(2).says(message).says("nothing was written");
        assert!(!world.path("codings/amy.jsonl").exists(), "{line}");
    }
    let ran = world.run("amy", &["code", "add", "--stdin", "--json"], &format!("{good}\n\n{good}\n")).ok();
    assert_eq!(ran.objects().len(), 1, "a blank line is nothing, a doubled line is skipped");
    assert_eq!(ran.objects()[0]["coding"], world.codings()[0]["coding"]);
}

#[test]
fn the_same_coding_again_is_said_and_not_written() {
    let world = World::with(CLINIC);
    world.code("amy", &[("one", "nine weeks", "waiting")]);
    let before = world.read("codings/amy.jsonl");
    let again = world.code("amy", &[("one", "nine weeks", "waiting")]);
    again.says("there already: waiting on 44..54 of one").says("nothing was written");
    assert_eq!(world.read("codings/amy.jsonl"), before);
    world
        .code("amy", &[("one", "nine weeks", "waiting"), ("one", "waited nine weeks", "waiting")])
        .says("1 there already");
    world.code("ben", &[("one", "nine weeks", "waiting")]).says("coded 1 passage");
    assert_eq!(world.codings().len(), 3, "another span and another coder are other codings");
}

#[test]
fn a_rehearsal_writes_nothing() {
    let world = World::with(CLINIC);
    let args = ["code", "add", "--transcript", "one", "--quote", "nine weeks", "--code", "waiting", "--dry-run"];
    world.emic(&args).ok().says("coded 1 passage (nothing was written: --dry-run)");
    assert!(!world.path("codings").exists());
}

#[test]
fn an_unknown_code_is_refused_with_the_nearest_one() {
    let world = World::with(CLINIC);
    let add =
        |code| world.emic(&["code", "add", "--transcript", "one", "--quote", "nine weeks", "--code", code]).with(2);
    assert_eq!(
        add("wating").err,
        "error: the codebook has no code `wating`\nhint: did you mean `waiting`? `emic codebook list` shows all; \
         `emic codebook add --id wating --name …` makes it\n"
    );
    assert_eq!(add("burden").err, "error: `burden` is a set of codes\nhint: code with one of its codes\n");
    assert_eq!(
        add("case:adda").err,
        "error: there is no case `adda`\nhint: did you mean case:ada? cases are the rows of cases.csv\n"
    );
    assert!(!world.path("codings").exists());
}

#[test]
fn without_a_coder_nothing_is_written() {
    let world = World::with(CLINIC);
    let add = words("code add --transcript one --quote nurse --code trust");
    assert_eq!(
        world.as_coder("", &add).with(2).err,
        "error: nobody has said who is coding\nhint: add --coder NAME, or set EMIC_CODER once: export EMIC_CODER=NAME \
         (on Windows: setx EMIC_CODER NAME, then a new window)\n"
    );
    for name in ["a/b", ".hidden", "two words", "../up", "x".repeat(41).as_str()] {
        world.as_coder(name, &add).with(2);
    }
    assert!(!world.path("codings").exists());
    let mut by_option = add.clone();
    by_option.extend(["--coder", "Zoë"]);
    world.as_coder("amy", &by_option).ok();
    assert!(
        world.path("codings/zoë.jsonl").exists(),
        "{:?}",
        world.files().iter().map(|(name, _)| name).collect::<Vec<_>>()
    );
}

#[test]
fn case_marks_are_codings_that_enter_no_theme_table() {
    let world = World::with(CLINIC);
    world.code("amy", &[("one", "nine weeks", "case:ada"), ("one", "nine weeks", "waiting")]);
    let ran = world.emic(&words("frequencies --format csv")).ok();
    assert_eq!(ran.column("code"), ["access", "waiting", "travel", "trust", "burden"]);
    assert_eq!(ran.column("passages"), ["1", "1", "0", "0", "1"]);
    assert_eq!(world.coded(), ["waiting nine weeks"], "quotes are those of codes");
    world.emic(&["quotes", "about:ada", "--count"]).ok();
    assert_eq!(world.emic(&["quotes", "about:bo", "--count"]).with(1).out, "0\n");
}

#[test]
fn a_coding_is_taken_away_by_its_own_coder_only() {
    let world = World::with(CLINIC);
    world.code("amy", &[("one", "nine weeks", "waiting"), ("one", "drove there", "travel")]);
    let id = world.codings()[0]["coding"].as_str().unwrap().to_owned();
    world.as_coder("ben", &["code", "remove", &id]).with(2).says("is amy's").says("you are ben");
    assert_eq!(world.codings().len(), 2);
    world.emic(&["code", "remove", &id]).ok().says("took away 1 coding");
    assert_eq!(world.coded(), ["travel drove there"]);
    world.emic(&["code", "remove", &id]).with(2).says("there is no coding");
    world.emic(&["code", "remove", "nonsense"]).with(2).says("there is no coding nonsense");
    assert!(world.read("codings/amy.jsonl").contains("nine weeks"), "the journal only grows");
}

#[test]
fn memos_hang_on_each_thing() {
    let world = World::with(CLINIC);
    world.code("amy", &[("one", "nine weeks", "waiting")]);
    let id = world.codings()[0]["coding"].as_str().unwrap().to_owned();
    let on: &[(&str, &[&str], &str)] = &[
        ("study", &[], "study"),
        ("coding", &["--coding", &id], &format!("coding {id} (waiting in one)")),
        ("transcript", &["--transcript", "one"], "transcript one"),
        ("passage", &["--transcript", "two", "--span", "5..12"], "passage 5..12 of two"),
        ("participant", &["--participant", "p01"], "participant P01"),
        ("case", &["--case", "ada"], "case ada"),
        ("code", &["--code", "trust"], "code trust"),
        ("cell", &["--participant", "P02", "--code", "trust"], "participant P02, code trust"),
        ("case cell", &["--case", "bo", "--code", "access"], "case bo, code access"),
    ];
    for (text, target, _) in on {
        let mut args = vec!["memo", "add", text, "--title", "T", "--kind", "analytic"];
        args.extend(*target);
        world.emic(&args).ok().says("wrote a memo");
    }
    world.run("ben", &["memo", "add", "-"], "two\nlines\n").ok();
    let listed = world.emic(&words("memo list --format csv")).ok();
    let mut texts: Vec<&str> = on.iter().map(|(text, ..)| *text).collect();
    texts.push("two\nlines");
    assert_eq!(listed.column("text"), texts);
    let mut targets: Vec<&str> = on.iter().map(|(.., target)| *target).collect();
    targets.push("study");
    assert_eq!(listed.column("on"), targets);
    assert_eq!(listed.column("coder")[8..], ["amy", "ben"]);
    assert_eq!(world.codings()[0]["memo"], "coding");
}

#[test]
fn a_memo_on_nothing_or_on_two_things_is_refused() {
    let world = World::with(CLINIC);
    let refused: &[(&[&str], &str)] = &[
        (&["x", "--coding", "none"], "there is no coding none"),
        (&["x", "--participant", "P9"], "there is no participant `P9`"),
        (&["x", "--case", "adda"], "there is no case `adda`"),
        (&["x", "--code", "trsut"], "the codebook has no code `trsut`"),
        (&["x", "--transcript", "ona"], "did you mean `one`?"),
        (&["x", "--transcript", "one", "--span", "5..99999"], "reaches outside of one"),
        (&["x", "--transcript", "one", "--participant", "P01"], "a memo hangs on one thing"),
        (&["x", "--kind", "poem"], "`poem` is no kind of memo"),
        (&[" "], "the memo has no text"),
        (&["x", "--participant", "P01", "--case", "ada"], "cannot be used with"),
        (&["x", "--span", "1..2"], "--transcript"),
    ];
    for (args, message) in refused {
        let mut all = vec!["memo", "add"];
        all.extend(*args);
        world.emic(&all).with(2).says(message);
    }
    assert!(!world.path("codings").exists());
    world.emic(&["memo", "list"]).with(1);
}

#[test]
fn done_is_said_by_each_coder_and_taken_back_with_not() {
    let world = World::with(CLINIC);
    world.code("amy", &[("one", "nine weeks", "waiting")]);
    world.emic(&["done", "one"]).ok().says("marked done: one");
    world.emic(&["done", "ONE"]).ok().says("one is marked done already by amy");
    world.emic(&[]).ok().prints("1 of 2 transcripts done");
    world.as_coder("ben", &["done", "one", "--not"]).ok().says("one is not marked done by ben");
    world.emic(&["done", "one", "--not"]).ok().says("marked not done: one");
    world.emic(&[]).ok().prints("0 of 2 transcripts done");
    world.emic(&["done", "three"]).with(2).says("there is no transcript `three`");
    world.emic(&["done", "o"]).with(2).says("did you mean one of one, two?");
}

#[test]
fn the_log_tells_who_did_what() {
    let world = World::with(CLINIC);
    world.emic(&["log"]).with(1);
    world.code("amy", &[("one", "nine weeks", "waiting"), ("two", "two hours", "travel")]);
    world.as_coder("ben", &["done", "two"]).ok();
    world.emic(&["undo"]).ok();
    let log = world.emic(&words("log --format csv")).ok();
    assert_eq!(log.column("coder"), ["amy", "ben", "amy"]);
    assert_eq!(log.column("what")[..2], ["coded 2 passages", "marked done"]);
    assert_eq!(log.column("transcript"), ["one, two", "two", ""]);
    assert_eq!(log.column("codes")[0], "waiting, travel");
    assert_eq!(log.column("state"), ["taken back", "done", "done"]);
    let some = |args: &str| world.emic(&words(&format!("log --format csv {args}"))).rows().len();
    assert_eq!([some("--by ben"), some("--transcript one"), some("--code travel"), some("--limit 1")], [1, 1, 1, 1]);
    world.emic(&words("log --by zoe")).with(2).says("there is no coder `zoe`");
}

#[test]
fn a_memo_on_the_study_is_not_mistaken_for_another_study() {
    let world = World::with(CLINIC);
    world.emic(&["memo", "add", "--study", "what the study is about"]).with(2).says("--on-study");
    world.emic(&["memo", "add", "--on-study", "what the study is about"]).ok();
    world.emic(&["memo", "add", "and without an option"]).ok();
    let memos = world.emic(&["memo", "list", "--format", "csv"]).ok();
    assert_eq!(memos.rows().len(), 2);
    world.emic(&["memo", "add", "--on-study", "--transcript", "one", "both"]).with(2).says("cannot be used with");
}
