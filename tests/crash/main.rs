//! The real program, killed at random instants of everything that it does: after every kill the study opens, `check` is clean, what was
//! acknowledged is there, and of what was not there is all or nothing.
//!
//! `EMIC_CRASH_KILLS` is the budget (default 40), `EMIC_CRASH_SEED` the order of what is done, `EMIC_CRASH_PROGRAM` another build of the
//! program. With `-- --nocapture` a line says how far it is after each hundred kills; a study is begun anew after each 250 actions, and the
//! second half of the budget goes to studies with a long journal. All interviews are invented.
#![cfg(unix)]
#![allow(clippy::unwrap_used, clippy::expect_used, clippy::panic)]

#[path = "../terminal/screen.rs"]
#[allow(dead_code)]
mod screen;
mod world;

use std::collections::BTreeSet;
use std::process::Command;
use std::time::{Duration, Instant};

use world::{Chance, Facts, World};

fn budget() -> usize {
    std::env::var("EMIC_CRASH_KILLS").ok().and_then(|number| number.parse().ok()).unwrap_or(40)
}

fn seed() -> u64 {
    std::env::var("EMIC_CRASH_SEED").ok().and_then(|number| number.parse().ok()).unwrap_or(1)
}

/// One action: what is run, what it says when it is done, and which facts it takes away and adds.
struct Action {
    args: Vec<String>,
    input: String,
    said: &'static str,
    gone: Facts,
    new: Facts,
    /// Whether an undo of amy takes it back.
    undoable: bool,
    /// Whether it may be found half done, and is whole when it is done again.
    again: bool,
}

impl Action {
    fn new(args: &[&str], said: &'static str) -> Self {
        let args = args.iter().map(|arg| (*arg).to_owned()).collect();
        let (gone, new) = (Facts::new(), Facts::new());
        Self { args, input: String::new(), said, gone, new, undoable: true, again: false }
    }

    fn takes(mut self, facts: impl IntoIterator<Item = String>) -> Self {
        self.gone.extend(facts);
        self
    }

    fn adds(mut self, facts: impl IntoIterator<Item = String>) -> Self {
        self.new.extend(facts);
        self
    }

    fn after(&self, before: &Facts) -> Facts {
        before.difference(&self.gone).chain(&self.new).cloned().collect()
    }
}

/// An action of the kind that chance chooses; `number` is its own.
fn action(world: &World, chance: &mut Chance, number: usize, facts: &Facts, done: &[(Facts, Facts)]) -> Action {
    let span = |at: usize, end: usize, code: &str, coder: &str| format!("coding {coder} one {at} {end} {code}");
    let own: Vec<&str> = facts.iter().filter_map(|fact| fact.strip_prefix("code own-")).collect();
    match chance.below(11) {
        0..=2 => {
            let ends = [number + 2, number + 3, number + 4];
            let line =
                |end: &usize| format!("{{\"transcript\":\"one\",\"span\":[{number},{end}],\"code\":\"trust\"}}\n");
            let mut code = Action::new(&["code", "add", "--stdin"], "coded 3 passages");
            code.input = ends.iter().map(line).collect();
            code.adds(ends.map(|end| span(number, end, "trust", "amy")))
        }
        3 => {
            let text = format!("memo number {number}");
            Action::new(&["memo", "add", "--transcript", "one", &text], "memo").adds([format!("memo {text}")])
        }
        4 => {
            let (id, name) = (format!("own-{number}"), format!("Own {number}"));
            let new = format!("code {id} {name}");
            Action::new(&["codebook", "add", "--id", &id, "--name", &name], "added the code").adds([new])
        }
        5 => {
            let old = facts.iter().find(|fact| fact.starts_with("code waiting ")).expect("waiting").clone();
            let name = format!("Waiting {number}");
            let rename = Action::new(&["codebook", "rename", "waiting", &name], "is now called");
            rename.takes([old]).adds([format!("code waiting {name}")])
        }
        6 => {
            let Some((number, name)) = own.last().and_then(|own| own.split_once(' ')) else {
                let name = format!("Travel {number}");
                return Action::new(&["codebook", "rename", "travel", &name], "is now called")
                    .takes(facts.iter().filter(|fact| fact.starts_with("code travel ")).cloned())
                    .adds([format!("code travel {name}")]);
            };
            let id = format!("own-{number}");
            let merge = ["codebook", "merge", &id, "--into", "travel", "--why", "one thing"];
            Action::new(&merge, "merged").takes([format!("code {id} {name}")])
        }
        7 => {
            let old = facts.iter().find(|fact| fact.starts_with("text two ")).expect("two").clone();
            let text = format!("{}P01: And then, number {number}.\n\n", world.text("two"));
            let file = world.outside("edited.txt", &text);
            let edit = Action::new(&["edit", "two", "--from", &file, "--yes"], "corrected");
            edit.takes([old]).adds([format!("text two {text}")])
        }
        8 => {
            let (name, person) = (format!("came-{number}"), format!("P{}", 1000 + number));
            let text = format!("INT: So?\n\n{person}: It was so.\n");
            let file = world.outside(&format!("{name}.txt"), &text);
            let import = Action::new(&["import", &file, "--yes"], "brought in");
            import.adds([format!("text {name} {text}"), format!("person {person}")])
        }
        9 if !done.is_empty() => {
            let (gone, new) = done.last().cloned().expect("an action");
            let undo = Action::new(&["undo"], "took back");
            Action { undoable: false, ..undo.takes(new).adds(gone) }
        }
        _ => {
            let copy = world.colleague(number);
            let merge = Action::new(&["merge", &copy, "--yes"], "merged");
            let merge = merge.adds([span(number, number + 9, "trust", "ben")]);
            Action { undoable: false, again: true, ..merge }
        }
    }
}

/// What has happened so far.
#[derive(Debug, Default)]
struct Tally {
    actions: usize,
    kills: usize,
    acknowledged: usize,
    whole: usize,
    nothing: usize,
}

/// The most actions on one study: a longer journal shows nothing more, and takes longer.
const LONGEST: usize = 250;

#[test]
fn killed_at_random_instants_nothing_acknowledged_is_lost_and_nothing_half_done_is_seen() {
    let (budget, mut chance, mut tally) = (budget(), Chance(seed()), Tally::default());
    while tally.kills < budget / 2 {
        on_one_study(&World::new(), budget / 2, &mut chance, &mut tally);
    }
    // A journal that is kept as events in the cache, so that what is kept is written and left behind at any instant too.
    while tally.kills < budget {
        let world = World::of_long_standing();
        on_one_study(&world, budget, &mut chance, &mut tally);
        assert!(world.keeps_events(), "{tally:?}");
    }
    println!("{tally:?}");
    assert!(tally.acknowledged > 0 && tally.nothing > 0, "{tally:?}");
}

fn on_one_study(world: &World, budget: usize, chance: &mut Chance, tally: &mut Tally) {
    let mut facts = world.facts();
    // What amy's undo would take back, last first.
    let mut done: Vec<(Facts, Facts)> = Vec::new();
    let mut usual = Duration::from_millis(60);
    for number in 1..=LONGEST {
        if tally.kills >= budget {
            break;
        }
        tally.actions += 1;
        let action = action(world, chance, number, &facts, &done);
        let after = action.after(&facts);
        let begun = Instant::now();
        let mut child = world.spawn(&action.args, &action.input);
        // At any instant of its usual time, or soon after the first sign that it writes.
        let sign = chance.below(3) == 0;
        let wait = usual.mul_f64(chance.part() * if sign { 0.2 } else { 1.2 });
        let mut from = if sign { None } else { Some(begun) };
        let length = world.written();
        let ended = loop {
            if child.try_wait().unwrap().is_some() {
                break true;
            }
            if from.is_none() && world.written() != length {
                from = Some(Instant::now());
            }
            if from.is_some_and(|from| from.elapsed() >= wait) {
                break false;
            }
            std::thread::yield_now();
        };
        let killed = !ended && child.kill().is_ok();
        let output = child.wait_with_output().unwrap();
        let said = String::from_utf8_lossy(&output.stderr).into_owned() + &String::from_utf8_lossy(&output.stdout);
        let what = format!("action {number}, {:?}, killed: {killed}: {said}", action.args);
        assert!(!said.contains("panicked"), "{what}");
        if !killed {
            assert!(output.status.success(), "{what}");
            usual = (usual * 3 + begun.elapsed()) / 4;
        }
        tally.kills += usize::from(killed);
        if killed && tally.kills.is_multiple_of(100) {
            println!("{tally:?}");
        }
        let is_acknowledged = output.status.success()
            || said.lines().any(|line| line.contains(action.said) && !line.starts_with("as it was"));
        world.check(&what);
        let mut now = world.facts();
        if action.again && now != facts && now != after {
            panic!("{what}\n{:?}\n{:?}", now.difference(&facts), facts.difference(&now));
        }
        if is_acknowledged {
            tally.acknowledged += 1;
            assert_eq!(now, after, "{what}: acknowledged");
        } else {
            assert!(
                now == facts || now == after,
                "{what}\nmore: {:?}\nless: {:?}",
                now.difference(&facts).collect::<Vec<_>>(),
                facts.difference(&now).collect::<Vec<_>>()
            );
            tally.whole += usize::from(now == after);
            tally.nothing += usize::from(now == facts);
        }
        if action.again && now != after {
            let args: Vec<&str> = action.args.iter().map(String::as_str).collect();
            world.run(&args);
            now = world.facts();
            assert_eq!(now, after, "{what}: done again");
        }
        if now == after {
            if action.undoable {
                done.push((action.gone, action.new));
            } else if action.args[0] == "undo" {
                done.pop();
            }
        }
        facts = now;
    }
    // To the end and back: undo takes back every action of amy, one by one.
    while let Some((gone, new)) = done.pop() {
        world.run(&["undo"]);
        facts = facts.difference(&new).chain(&gone).cloned().collect();
    }
    assert_eq!(world.facts(), facts, "after undo of all");
    world.check("at the end");
}

#[test]
fn killed_in_the_terminal_while_keys_come_nothing_that_was_shown_as_saved_is_lost() {
    let mut chance = Chance(seed() ^ 0x5eed);
    let sentences: String = (0..200).map(|number| format!("We waited {number} weeks. ")).collect();
    let study = screen::Study::new(&format!("P01: {}\n", sentences.trim_end()));
    let coded = |study: &screen::Study| -> BTreeSet<String> {
        let rows = study.emic(&["code", "list", "--json"]);
        rows.lines().map(|row| serde_json::from_str::<serde_json::Value>(row).unwrap()["quote"].to_string()).collect()
    };
    let lines =
        |study: &screen::Study| std::fs::read_to_string(study.journal("amy")).map_or(0, |text| text.lines().count());
    let mut kept = BTreeSet::new();
    for round in 0..(budget() / 10).max(2) {
        let mut screen = study.open();
        screen.wait("first");
        screen.keys("\r");
        screen.wait("We waited");
        // Past what is coded already.
        let before = lines(&study);
        screen.keys(&"L".repeat(kept.len() + 1));
        screen.keys("sc");
        screen.wait("type to find");
        screen.keys("wa\r");
        screen.wait_until("saved", |shown| shown.contains("saved ✓") && lines(&study) > before);
        let saved = coded(&study);
        assert!(saved.is_superset(&kept) && saved.len() > kept.len(), "round {round}: {} {}", saved.len(), kept.len());
        // More keys than can be served, and the end in the midst of them.
        screen.keys("Ls.Ls.Ls.Ls.");
        let until = Instant::now() + Duration::from_millis(chance.below(200) as u64);
        while Instant::now() < until {
            std::thread::yield_now();
        }
        assert!(Command::new("kill").args(["-KILL", &screen.pid().to_string()]).status().unwrap().success());
        screen.exit();
        let now = coded(&study);
        assert!(
            now.is_superset(&saved) && now.len() <= saved.len() + 4,
            "round {round}: {} {}",
            saved.len(),
            now.len()
        );
        let check = study.emic(&["check"]);
        assert!(check.contains("no fault"), "round {round}: {check}");
        kept = now;
    }
    println!("{} codings outlived {} kills in the terminal", kept.len(), (budget() / 10).max(2));
}
