//! Finding turns by words and people, and codings by theme, person and words.

use crate::world::{CLINIC, World, words};

fn coded() -> World {
    let world = World::with(CLINIC);
    world.code(
        "amy",
        &[
            ("one", "We waited nine weeks.", "waiting"),
            ("one", "waited nine weeks. Nobody rang", "access"),
            ("one", "so we drove there", "travel"),
            ("one", "I trust the nurse now.", "trust"),
            ("two", "The bus takes two hours.", "travel"),
            ("two", "We waited as well.\n\nP03: I see families wait", "waiting"),
        ],
    );
    world.code("ben", &[("one", "Nobody rang us back", "trust"), ("two", "And you?", "access")]);
    world
}

/// `transcript turn` of the turns that a search finds.
#[track_caller]
fn turns(world: &World, query: &str) -> Vec<String> {
    let ran = world.emic(&["search", query, "--json"]);
    assert!(ran.code < 2, "{query}: {}", ran.err);
    let found: Vec<String> =
        ran.objects().iter().map(|hit| format!("{} {}", hit["transcript"].as_str().unwrap(), hit["turn"])).collect();
    assert_eq!(ran.code, i32::from(found.is_empty()), "{query}");
    assert_eq!(world.emic(&["search", query, "--count"]).out, format!("{}\n", found.len()), "{query}");
    found
}

/// `coder code` of the codings that a quotes query selects.
#[track_caller]
fn quotes(world: &World, query: &str) -> Vec<String> {
    let ran = world.emic(&["quotes", query, "--json"]);
    assert!(ran.code < 2, "{query}: {}", ran.err);
    let mut found: Vec<String> = Vec::new();
    let mut ids: Vec<String> = Vec::new();
    for row in ran.objects() {
        let id = row["coding"].as_str().unwrap().to_owned();
        if !ids.contains(&id) {
            found.push(format!("{} {}", row["coder"].as_str().unwrap(), row["code"].as_str().unwrap()));
            ids.push(id);
        }
    }
    assert_eq!(ran.code, i32::from(found.is_empty()), "{query}");
    assert_eq!(world.emic(&["quotes", query, "--count"]).out, format!("{}\n", found.len()), "{query}");
    found
}

#[test]
fn turns_are_found_by_words_phrases_and_patterns() {
    let world = coded();
    for (query, found) in [
        ("wait", &["one 2", "two 2", "two 3"][..]),
        ("waiting weeks", &["one 2", "two 3"]),
        ("\"waited nine\"", &["one 2"]),
        ("\"wait nine\"", &[]),
        ("\"two bus\"~2", &["two 2"]),
        ("\"two bus\"~1", &["two 2"]),
        ("\"two bus\"~0", &[]),
        ("fam*", &["two 3"]),
        ("famlies~", &["two 3"]),
        ("/\\bn(urse|obody)\\b/", &["one 2", "one 4"]),
        ("/(?-i)nobody/", &[]),
        ("wait -week", &["two 2"]),
        ("nurse OR kind", &["one 4", "two 4"]),
        ("(nurse OR kind) trust", &["one 4"]),
        ("NOT wait", &["one 4", "two 4"]),
        ("did who:interviewer", &["one 1", "one 3"]),
        ("\"how long\"", &[]),
        ("trust who:all", &["one 3", "one 4"]),
        ("zebra", &[]),
    ] {
        assert_eq!(turns(&world, query), found, "{query}");
    }
}

#[test]
fn turns_are_found_by_people_and_codings() {
    let world = coded();
    for (query, found) in [
        ("role:parent wait", &["one 2", "two 2"][..]),
        ("role:NURSE", &["two 3"]),
        ("site:(missing)", &["two 3"]),
        ("site:*", &["one 2", "one 4", "two 2", "two 4"]),
        ("site:(north OR south) transcript:t*", &["two 2", "two 4"]),
        ("participant:P02", &["two 2", "two 4"]),
        ("participant:P99", &[]),
        ("speaker:p03", &["two 3"]),
        ("code:access", &["one 2"]),
        ("theme:access", &["one 2", "two 2", "two 3"]),
        ("theme:burden", &["one 2", "one 4", "two 2", "two 3"]),
        ("coder:ben", &["one 2"]),
        ("code:trust coder:ben", &["one 2"]),
        ("coder:zoe", &[]),
        ("is:uncoded", &["two 4"]),
        ("has:trust transcript:one", &["one 2", "one 4"]),
    ] {
        assert_eq!(turns(&world, query), found, "{query}");
    }
}

#[test]
fn codings_are_found_by_theme_person_and_words() {
    let world = coded();
    for (query, found) in [
        ("code:access", &["ben access", "amy access"][..]),
        ("theme:trust", &["ben trust", "amy trust"]),
        ("theme:access role:nurse", &["amy waiting"]),
        ("theme:access who:participants transcript:two", &["amy travel", "amy waiting"]),
        ("families", &["amy waiting"]),
        ("theme:access -waited", &["amy travel", "ben access", "amy travel"]),
        ("code:waiting with:access", &["amy waiting"]),
        ("coder:ben", &["ben trust", "ben access"]),
        ("who:interviewer", &["ben access"]),
        ("theme:travel site:south", &["amy travel"]),
        ("is:starred", &[]),
    ] {
        let mut wanted: Vec<&str> = found.to_vec();
        let mut got = quotes(&world, query);
        wanted.sort_unstable();
        got.sort();
        assert_eq!(got, wanted, "{query}");
    }
    let transcripts: Vec<String> = world
        .emic(&["quotes", "theme:access", "--json"])
        .objects()
        .iter()
        .map(|row| row["transcript"].as_str().unwrap().to_owned())
        .collect();
    assert_eq!(transcripts, ["one", "one", "one", "two", "two", "two", "two"], "in transcript order, then place");
}

#[test]
fn coders_can_be_chosen() {
    let world = coded();
    let count = |coders: &str| world.emic(&["quotes", "code:trust", "--count", "--coders", coders]).out;
    assert_eq!([count("amy"), count("ben"), count("amy,ben")], ["1\n", "1\n", "2\n"]);
    world.emic(&["quotes", "code:trust", "--coders", "zoe"]).with(2).says("the coders of this study are amy, ben");
    world.write("study.yaml", "emic: 1\ntitle: Clinic\ninterviewers: [INT]\ncoders: [ben]\n");
    assert_eq!(quotes(&world, "code:trust"), ["ben trust"]);
    // Whom study.yaml does not name codes for nothing, and is told so.
    let more = words("code add --transcript one --span 0..3 --code trust");
    world.as_coder("amy", &more).ok().says("counted nowhere: amy is not among `coders:`");
    assert!(!world.as_coder("ben", &more).ok().err.contains("counted nowhere"));
    let checked = world.emic(&["check"]);
    assert!(checked.out.contains("by amy count nowhere") && !checked.out.contains("by ben"), "{}", checked.out);
}

#[test]
fn quotes_read_as_a_person_cites_them() {
    let world = coded();
    let ran = world.emic(&["quotes", "code:waiting"]).ok();
    assert_eq!(
        ran.out,
        "one · P01 · l. 3 · turn 2 · Access > Waiting · amy\n    We waited nine weeks.\n\n\
         two · P02, P03 · l. 3–5 · turn 2 · Access > Waiting · amy\n    P02: We waited as well.\n    P03: I see families wait\n\n"
    );
    assert_eq!(
        ran.err,
        "3 rows: 2 codings\nscope (who and where): all participants, all transcripts\ncounted there: code:waiting\n\
         coders: 2 transcripts count by several\n\
         in progress: 2 of 2 transcripts, 3 of 3 participants; not found there is not yet not mentioned\n"
    );
    let one = world.emic(&["quotes", "code:waiting", "--limit", "1"]).ok();
    assert_eq!(one.out.lines().count(), 3);
    one.says("2 codings, the first 1 shown");
}

#[test]
fn a_search_shows_its_hits_and_says_how_many() {
    let world = coded();
    let ran = world.emic(&["search", "wait role:parent"]).ok();
    assert_eq!(
        ran.out,
        "one · P01 · turn 2 · l. 3\n    We »waited« nine weeks. Nobody rang us back, so we drove there.\n\n\
         two · P02 · turn 2 · l. 3\n    The bus takes two hours. We »waited« as well.\n\n"
    );
    assert!(ran.err.starts_with("2 turns in 2 transcripts; searched 2 of 2 transcripts"), "{}", ran.err);
    assert!(ran.err.trim_end().ends_with("; interviewers left out"), "{}", ran.err);
    let all = world.emic(&["search", "did who:all"]).ok();
    assert!(!all.err.contains("left out"), "{}", all.err);
    all.says("2 turns in 1 transcript; 2 of them by interviewers");
    let one = world.emic(&["search", "wait", "--limit", "1", "--json"]).ok();
    assert_eq!(one.objects().len(), 1);
    one.says("3 turns in 2 transcripts; the first 1 shown");
    world.emic(&["search", "zebra"]).with(1).says("0 turns in 0 transcripts");
    assert_eq!(world.emic(&["search", "wait", "--limit", "1", "--count"]).ok().out, "3\n", "a count counts all");
}

#[test]
fn the_keys_of_json_are_those_of_the_contract() {
    let world = coded();
    let keys = |line: &str| {
        let object: Vec<String> = line.split("\",\"").map(String::from).collect();
        assert!(!object.is_empty());
        let value: serde_json::Map<String, serde_json::Value> = serde_json::from_str(line).unwrap();
        // In the order of the line.
        let mut keys: Vec<(usize, String)> =
            value.keys().map(|key| (line.find(&format!("\"{key}\":")).unwrap(), key.clone())).collect();
        keys.sort();
        keys.into_iter().map(|(_, key)| key).collect::<Vec<_>>().join(",")
    };
    let search = world.emic(&["search", "nine", "--json"]).ok();
    assert_eq!(
        keys(search.out.lines().next().unwrap()),
        "transcript,turn,speaker,participant,start,end,time,line_start,line_end,text,hits"
    );
    let hit = &search.objects()[0];
    assert_eq!(hit["text"], "We waited nine weeks. Nobody rang us back, so we drove there.");
    assert_eq!(hit["hits"], serde_json::json!([[44, 48]]));
    let columns = "coding,transcript,participant,role,site,speaker,turn,time,start,end,line_start,line_end,words,code,path,level_1,level_2,level_3,coder,created,modified,starred,memo,quote,before,after";
    for args in ["quotes code:waiting --json", "code list --json"] {
        assert_eq!(keys(world.emic(&words(args)).ok().out.lines().next().unwrap()), columns, "{args}");
    }
    let csv = world.emic(&words("export codings")).ok();
    assert_eq!(csv.out.lines().next().unwrap(), columns);
    assert_eq!(csv.rows().len(), world.codings().len());
}

#[test]
fn a_query_may_begin_with_a_minus_and_stand_beside_options() {
    let world = coded();
    let dir = world.dir();
    let dir = dir.to_str().unwrap();
    for args in [
        vec!["search", "-wait", "--count"],
        vec!["search", "--count", "-wait"],
        vec!["search", "-s", dir, "-wait", "--count"],
        vec!["search", "--count", "-s", dir, "--", "-wait"],
    ] {
        assert_eq!(world.emic(&args).ok().out, "2\n", "{args:?}");
    }
    assert_eq!(world.emic(&["quotes", "-waited", "--count"]).ok().out, "5\n");
    assert_eq!(
        world.emic(&["frequencies", "--query", "-role:nurse", "--format", "csv"]).ok().column("participants_in_group")
            [0],
        "2"
    );
}

#[test]
fn a_mistake_is_an_error_with_a_caret() {
    let world = coded();
    let search = |query: &str| world.emic(&["search", query]).with(2).err;
    assert_eq!(
        search("rol:parent wait"),
        "error: there is no field `rol`\n --> query:1:1\n  |\n1 | rol:parent wait\n  | ^^^\nhint: did you mean `role:`? to search for the words \
         themselves, write \"rol:parent\"; the attributes of this study are role, site\n"
    );
    assert_eq!(
        search("wait 10:30"),
        "error: there is no field `10`\n --> query:1:6\n  |\n1 | wait 10:30\n  |      ^^\nhint: to search for the words themselves, write \"10:30\"; \
         the attributes of this study are role, site\n"
    );
    assert_eq!(
        search("wait code:trsut"),
        "error: the codebook has no code `trsut`\n --> query:1:11\n  |\n1 | wait code:trsut\n  |           ^^^^^\nhint: did you mean `trust`? \
         `emic codebook list` shows all codes\n"
    );
    assert_eq!(
        search("with:trust"),
        "error: `with:` looks at codings, and a search finds turns\n --> query:1:1\n  |\n1 | with:trust\n  | ^^^^^^^^^^\nhint: search with code: \
         or theme:, or ask for quotes\n"
    );
    assert_eq!(
        search("nurse /(/"),
        "error: this is no pattern: unclosed group\n --> query:1:7\n  |\n1 | nurse /(/\n  |       ^^^\nhint: to find the signs themselves, \
         put them between quotation marks\n"
    );
    assert_eq!(
        search("(nurse"),
        "error: this bracket is never closed\n --> query:1:1\n  |\n1 | (nurse\n  | ^\nhint: add `)`\n"
    );
    for query in [
        "",
        "AND wait",
        "wait OR",
        "\"wait",
        "is:blue",
        "who:me",
        "(who:all OR wait)",
        "wait)",
        "role:",
        "NOT",
        "-",
        "a AND",
        "~",
        "*",
    ] {
        let ran = world.emic(&["search", query]);
        assert_eq!(ran.code, 2, "{query}: {}{}", ran.out, ran.err);
        assert!(ran.err.starts_with("error: ") && ran.err.contains("\n --> query:1:"), "{query}: {}", ran.err);
        assert_eq!(ran.out, "", "{query}");
    }
}

#[test]
fn an_answer_is_the_same_with_and_without_an_index() {
    let world = coded();
    let queries = ["wait", "\"waited nine\"", "fam* OR nurse", "-wait", "/n./"];
    let first: Vec<_> = queries.iter().map(|query| turns(&world, query)).collect();
    assert!(first.iter().all(|found| !found.is_empty()));
    world.emic(&["cache", "clear"]).ok();
    let fresh: Vec<_> = queries.iter().map(|query| turns(&world, query)).collect();
    world.emic(&["cache", "memory"]).ok();
    let none: Vec<_> = queries.iter().map(|query| turns(&world, query)).collect();
    assert_eq!(first, fresh);
    assert_eq!(first, none);
}

#[test]
fn words_added_since_are_found_and_words_taken_out_are_not() {
    let world = coded();
    assert_eq!(turns(&world, "wait").len(), 3);
    world.write("transcripts/new.txt", "INT: So?\n\nP02: They made us wait again.\n\nINT: So?\n\nP02: Yes.\n");
    world.replace("transcripts/one.txt", "We waited", "We sat");
    assert_eq!(turns(&world, "wait"), ["new 2", "two 2", "two 3"]);
    assert_eq!(turns(&world, "sat"), ["one 2"]);
}

#[test]
fn turns_like_the_passages_of_a_theme_are_proposed_and_nothing_is_coded() {
    let world = World::empty();
    world.emic(&["demo", "demo"]).ok();
    let similar = |rest: &str| world.as_coder("amy", &words(&format!("-s demo similar {rest}")));
    let before = world.files();
    let ran = similar("referral-delays --coders amy --coded --limit 4 --format csv").ok();
    let ran = ran.says("words that stand out").says("nothing is coded or counted until you accept it");
    let ran = ran.says("the 4 most alike");
    assert_eq!(ran.rows().len(), 4);
    let scores: Vec<f64> = ran.column("score").iter().map(|score| score.parse().unwrap()).collect();
    assert!(scores.windows(2).all(|pair| pair[0] >= pair[1]) && scores[3] > 0.0, "{scores:?}");
    assert!(ran.column("participant").iter().all(|who| !who.is_empty()), "participants' speech alone");
    assert!(ran.column("words").iter().all(|words| !words.is_empty()));
    // What amy has coded is left out unless it is asked for; then what she has coded with this theme is.
    let coded = world.as_coder("amy", &words("-s demo search coder:amy --json")).ok().objects();
    assert!(!coded.is_empty());
    let place = |row: &serde_json::Value| (row["transcript"].to_string(), row["turn"].to_string());
    let coded: Vec<_> = coded.iter().map(place).collect();
    let free = similar("referral-delays --limit 1000 --json").ok().objects();
    assert!(!free.is_empty() && free.iter().all(|row| !coded.contains(&place(row))));
    assert!(similar("referral-delays --limit 1000 --json --coded").ok().objects().len() > free.len());
    similar("referal-delays").with(2).says("did you mean `referral-delays`?");
    let journal = |all: Vec<(String, Vec<u8>)>| all.into_iter().find(|(path, _)| path.ends_with("codings/amy.jsonl"));
    let (before, after) = (journal(before), journal(world.files()));
    assert!(before.is_some() && before == after, "nothing is written");
    world.emic(&words("-s demo codebook add --id empty --name Empty")).ok();
    similar("empty").with(2).says("has no passage of a participant yet");
}

#[test]
fn in_a_blind_round_others_passages_are_no_pattern() {
    let world = World::with(CLINIC);
    world.code("ben", &[("one", "We waited nine weeks.", "waiting")]);
    let similar = ["similar", "waiting"];
    world.as_coder("ben", &similar).with(1).says("ben has not coded");
    world.as_coder("amy", &similar).with(1).says("amy has not coded");
    world.as_coder("amy", &words("round open pilot --coders amy,ben --transcripts one,two")).ok();
    world.as_coder("amy", &similar).with(2).says("has no passage of a participant yet");
    world.as_coder("amy", &words("round close pilot")).ok();
    world.as_coder("amy", &similar).with(1).says("amy has not coded");
}

#[test]
fn a_value_that_nothing_has_is_said_beside_the_empty_result() {
    let world = coded();
    for (query, said) in [
        ("role:paren", "nobody and no transcript has role:paren; did you mean parent?"),
        ("participant:P09", "there is no participant:P09; did you mean P01?"),
        ("transcript:twoo", "there is no transcript:twoo; did you mean two?"),
        ("coder:bem", "nothing is coded by coder:bem; did you mean ben?"),
        ("speaker:P07", "no turn has speaker:P07; did you mean P01?"),
        ("role:zebra*", "nobody and no transcript has role:zebra*"),
    ] {
        world.emic(&["search", query]).with(1).says(said);
        world.emic(&["quotes", query]).with(1).says(said);
    }
    let ran = world.emic(&["frequencies", "--query", "role:(paren OR nurse)", "--format", "csv"]).ok();
    let ran = ran.says("has role:paren; did you mean parent?");
    assert!(!ran.err.contains("role:nurse;"), "{}", ran.err);
    let found = world.emic(&["search", "role:par*"]).ok();
    assert!(!found.err.contains("nobody and no transcript"), "{}", found.err);
}
