//! The whole job line by line, as somebody does it who hears the screen.

use crate::world::{CLINIC, World};

/// What is answered to these lines, after the greeting.
fn told(world: &World, args: &[&str], lines: &[&str]) -> Vec<String> {
    let input: String = lines.iter().map(|line| format!("{line}\n")).collect();
    let all: Vec<&str> = ["read", "--plain"].into_iter().chain(args.iter().copied()).collect();
    let ran = world.run("amy", &all, &input).ok();
    assert!(!ran.out.contains('\u{1b}') && !ran.out.contains(['│', '─', '┌']), "{}", ran.out);
    ran.out.lines().map(String::from).collect()
}

#[test]
fn read_code_take_back_and_count() {
    let world = World::with(CLINIC);
    let said = told(
        &world,
        &["one"],
        &[
            "",
            "code 1 waiting",
            "code access",
            "codes",
            "memo 1 nine is long",
            "star 2",
            "",
            "",
            "c trust",
            "undo",
            "again",
        ],
    );
    let said = said.join("\n");
    for part in [
        "one, with P01. Turn 1 of 4.",
        "Turn 2 of 4. P01, participant.\n1. We waited nine weeks.\n2. Nobody rang us back, so we drove there.",
        "Saved: coded 1 passage with Waiting.\nSaved: coded 1 passage with Access.",
        "1. Waiting, sentence 1\n2. Access",
        "Turn 3 of 4. INT, interviewer.\nDid you trust them?",
        "Saved: took back: coded 1 passage (trust) in one.\nTurn 4 of 4. P01, participant.\n1. Not then.\n2. I trust the nurse now.",
    ] {
        assert!(said.contains(part), "{part}\nis not in\n{said}");
    }
    assert_eq!(
        world.coded(),
        ["waiting We waited nine weeks.", "access We waited nine weeks. Nobody rang us back, so we drove there."]
    );
    world.emic(&["memo", "list"]).ok().prints("nine is long");

    let said =
        told(&world, &[], &["search wait*", "go 2", "quotes wait", "count access by role", "count by nobody", "done"]);
    let said = said.join("\n");
    for part in [
        "3 turns in 2 transcripts",
        "2. two, P02, turn 2",
        "two.\nTurn 2 of 4. P02, participant.\n1. The bus takes two hours.",
        "1 coding.",
        "Access:\nparent: 1 of 2 participants, 50.00 percent, 1 passages, 12 words\nnurse: 0 of 1",
        "Not done: ",
        "Saved: marked done: two.",
    ] {
        assert!(said.contains(part), "{part}\nis not in\n{said}");
    }
}

#[test]
fn whose_codings_count_nowhere_is_told_first() {
    let world = World::with(CLINIC);
    world.write("study.yaml", world.read("study.yaml") + "coders: [ben]\n");
    let said = told(&world, &["one"], &["turn 2", "code 1 waiting"]).join("\n");
    let first = "amy is not among `coders:` in study.yaml: what amy codes is kept, but counted nowhere; add amy there if it shall count.";
    assert_eq!(said.matches(first).count(), 1, "{said}");
    assert!(said.find(first) < said.find("Turn 1 of 4"), "{said}");
    assert!(said.contains("Saved: coded 1 passage") && !said.contains("--coders"), "{said}");
    let heard = told(&world, &["one"], &["name ben"]).join("\n");
    assert!(heard.contains("Coding as ben."), "{heard}");
}

#[test]
fn a_question_is_answered_by_a_number_and_a_new_code_is_one_action() {
    let world = World::with(CLINIC);
    world.replace("codebook.yaml", "name: Travel", "name: Waiting on the road");
    let said = told(&world, &["one"], &["turn 2", "code wai", "9", "2", "new Bad roads under travel", "undo", "codes"])
        .join("\n");
    for part in [
        "Which? Type its number.\n1. Waiting, under Access\n2. Waiting on the road, under Access",
        "There are 2.",
        "Saved: added the code bad-roads (Bad roads) under Waiting on the road; coded 1 passage.",
        "Saved: took back: ",
        "1. Waiting on the road",
    ] {
        assert!(said.contains(part), "{part}\nis not in\n{said}");
    }
    assert!(!world.read("codebook.yaml").contains("bad-roads"));
    assert_eq!(world.coded().len(), 1);
}

#[test]
fn mistakes_are_told_in_words_and_change_nothing() {
    let world = World::with(CLINIC);
    let said = told(
        &world,
        &["one"],
        &["cde x", "code zebra", "uncode 1", "turn 9", "search colour:red", "go 3", "open nine", "back", "help"],
    )
    .join("\n");
    for part in [
        "“cde” is no word that is known here. Did you mean code?",
        "Not done: no code is called “zebra”.\nnew zebra makes it; codebook lists the codes.",
        "there is no coding 1 on this turn",
        "There are 4 turns.",
        "It is about: colour",
        "This is the first turn.",
        "search waiting list role:parent: find turns",
    ] {
        assert!(said.contains(part), "{part}\nis not in\n{said}");
    }
    assert!(world.coded().is_empty());
    world.emic(&["read"]).with(2).says("emic read --plain");
    world.emic(&["read", "--plain", "nine"]).with(2);
}

#[test]
fn what_a_colleague_codes_meanwhile_is_told() {
    use std::io::{BufRead, BufReader, Write};
    let world = World::with(CLINIC);
    let mut child = world
        .command("amy", &["read", "--plain", "one"])
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let mut lines = BufReader::new(child.stdout.take().unwrap()).lines();
    let mut until = |part: &str| while !lines.next().expect(part).unwrap().contains(part) {};
    until("How long did you wait?");
    world.code("ben", &[("one", "We waited nine weeks", "waiting")]);
    let mut typed = child.stdin.take().unwrap();
    typed.write_all(b"\n").unwrap();
    until("New from ben.");
    until("Codes: Waiting, sentence 1, by ben.");
    drop(typed);
    assert!(child.wait().unwrap().success());
}

#[test]
fn a_part_of_several_names_is_never_taken_for_one() {
    let world = World::with(CLINIC);
    // `wait` begins the one and stands within the other.
    world.replace("codebook.yaml", "name: Travel", "name: A long wait on the road");
    let said = told(&world, &["one"], &["turn 2", "code wait", "codes", "code 1 wait", "2", "code waiting"]).join("\n");
    let asked = "Which? Type its number.\n1. Waiting, under Access\n2. A long wait on the road, under Access\n";
    assert!(said.contains(&format!("{asked}No codings on this turn.")), "{said}");
    assert!(said.contains(&format!("{asked}Saved: coded 1 passage with A long wait on the road.")), "{said}");
    assert!(said.ends_with("Saved: coded 1 passage with Waiting."), "{said}");
    assert_eq!(world.coded().len(), 2);
}

#[test]
fn who_is_coding_is_said_by_a_word() {
    let world = World::with(CLINIC);
    let lines = "turn 2\ncode waiting\nname nora\ncode waiting\nq\nquit\ncode access\n";
    let said = world.run("", &["read", "--plain", "one"], lines).ok().out;
    for part in [
        "Nobody has said who is coding: name and your name says it, such as: name nora.",
        "Not done: nobody has said who is coding.\ntype name and your name, such as: name nora; then your line again.",
        "Coding as nora.\nSaved: coded 1 passage with Waiting",
        "q is short for quotes",
    ] {
        assert!(said.contains(part), "{part}\nis not in\n{said}");
    }
    assert!(!said.contains("EMIC_CODER") && !said.contains("with Access"), "{said}");
    // The page tells first what has to be said first.
    let page = include_str!("../../docs/plain.md");
    let words: Vec<&str> = page.split("```").nth(1).unwrap().split_whitespace().collect();
    assert_eq!(words.first(), Some(&"name"));
    for word in ["next", "back", "open", "transcripts", "new", "more", "quit"] {
        assert!(words.contains(&word), "{word}");
    }
}
