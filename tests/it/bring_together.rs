//! Copies of a study that went their own ways: over git, by `emic merge`, in a synced folder.

use std::fs;
use std::path::{Path, PathBuf};
use std::process::{Command, Output};

use crate::world::{CLINIC, Ran, World, words};

/// Runs the program on a copy of the study.
#[track_caller]
fn emic_in(world: &World, dir: &Path, coder: &str, args: &[&str]) -> Ran {
    let mut all = vec!["-s", dir.to_str().unwrap()];
    all.extend(args);
    world.as_coder(coder, &all)
}

#[track_caller]
fn code_in(world: &World, dir: &Path, coder: &str, transcript: &str, quote: &str, code: &str) {
    let args = ["code", "add", "--transcript", transcript, "--quote", quote, "--code", code];
    emic_in(world, dir, coder, &args).ok();
}

fn copy(from: &Path, to: &Path) {
    fs::create_dir_all(to).unwrap();
    for entry in fs::read_dir(from).unwrap() {
        let path = entry.unwrap().path();
        let target = to.join(path.file_name().unwrap());
        if path.is_dir() {
            copy(&path, &target);
        } else {
            fs::copy(&path, &target).unwrap();
        }
    }
}

/// The codings of a copy: `transcript coder code quote`.
fn codings(world: &World, dir: &Path, coder: &str) -> Vec<String> {
    let rows = emic_in(world, dir, coder, &["code", "list", "--json"]).objects();
    let text = |row: &serde_json::Value, key: &str| row[key].as_str().unwrap().to_owned();
    let line = |row: &serde_json::Value| ["transcript", "coder", "code", "quote"].map(|key| text(row, key)).join(" ");
    rows.iter().map(line).collect()
}

fn events(dir: &Path) -> std::collections::BTreeSet<String> {
    let mut ids = std::collections::BTreeSet::new();
    for entry in fs::read_dir(dir.join("codings")).unwrap() {
        let path = entry.unwrap().path();
        if path.extension().is_some_and(|ending| ending == "jsonl") {
            for line in fs::read_to_string(path).unwrap().lines() {
                ids.insert(serde_json::from_str::<serde_json::Value>(line).unwrap()["id"].to_string());
            }
        }
    }
    ids
}

// --- git ---

fn git_output(dir: &Path, args: &[&str]) -> Output {
    Command::new("git")
        .args(["-c", "user.name=invented", "-c", "user.email=invented@example.org", "-c", "init.defaultBranch=main"])
        .arg("-C")
        .arg(dir)
        .args(args)
        .env("GIT_CONFIG_NOSYSTEM", "1")
        .env("GIT_CONFIG_GLOBAL", "/dev/null")
        .output()
        .unwrap()
}

#[track_caller]
fn git(dir: &Path, args: &[&str]) {
    let output = git_output(dir, args);
    let said = String::from_utf8_lossy(&output.stderr).into_owned() + &String::from_utf8_lossy(&output.stdout);
    assert!(output.status.success(), "git {args:?}: {said}");
}

fn has_git() -> bool {
    let found = Command::new("git").arg("--version").output().is_ok_and(|output| output.status.success());
    if !found {
        eprintln!("skipped: git is not installed here");
    }
    found
}

/// A bare remote and three clones in which each coder has worked on: codes renamed, redefined, added, moved and merged.
fn three_clones(world: &World) -> Vec<PathBuf> {
    let root = world.dir().parent().unwrap().to_owned();
    let remote = root.join("remote.git");
    fs::create_dir(&remote).unwrap();
    git(&remote, &["init", "--bare", "-q"]);
    emic_in(world, &world.dir(), "amy", &["team", "setup"]).ok().says("in no git repository");
    let clones: Vec<PathBuf> = ["amy", "ben", "cara"].iter().map(|name| root.join(name)).collect();
    git(&root, &["clone", "-q", remote.to_str().unwrap(), "amy"]);
    copy(&world.dir(), &clones[0]);
    code_in(world, &clones[0], "amy", "one", "nine weeks", "waiting");
    git(&clones[0], &["add", "-A"]);
    git(&clones[0], &["commit", "-q", "-m", "study"]);
    git(&clones[0], &["push", "-q", "origin", "HEAD:main"]);
    for name in ["ben", "cara"] {
        git(&root, &["clone", "-q", "-b", "main", remote.to_str().unwrap(), name]);
    }
    for (dir, coder) in clones.iter().zip(["amy", "ben", "cara"]) {
        emic_in(world, dir, coder, &["team", "setup"]).ok().says("this clone brings journals");
        git(dir, &["config", "user.name", "invented"]);
        git(dir, &["config", "user.email", "invented@example.org"]);
    }
    // Interleaved work, at the ends of the same files.
    let [amy, ben, cara] = [&clones[0], &clones[1], &clones[2]];
    code_in(world, amy, "amy", "two", "two hours", "travel");
    code_in(world, ben, "ben", "one", "I trust the nurse", "trust");
    code_in(world, cara, "cara", "two", "She is kind", "trust");
    code_in(world, amy, "amy", "one", "Nobody rang us back", "waiting");
    // Somebody works under one name on two machines.
    code_in(world, cara, "ben", "two", "We waited as well", "waiting");
    emic_in(world, amy, "amy", &["codebook", "rename", "waiting", "Waiting times"]).ok();
    emic_in(world, amy, "amy", &["codebook", "add", "--id", "hope", "--name", "Hope"]).ok();
    emic_in(world, ben, "ben", &["codebook", "rename", "trust", "Trust in staff"]).ok();
    emic_in(world, ben, "ben", &["codebook", "add", "--id", "fear", "--name", "Fear", "--under", "trust"]).ok();
    emic_in(world, ben, "ben", &["codebook", "rename", "waiting", "Waits"]).ok();
    let book = fs::read_to_string(cara.join("codebook.yaml")).unwrap();
    let book = book.replace("definition: Getting seen.", "definition: Getting seen at all, and in time.");
    fs::write(cara.join("codebook.yaml"), format!("# cara's remark\n{book}")).unwrap();
    emic_in(world, cara, "cara", &["codebook", "add", "--id", "anger", "--name", "Anger"]).ok();
    emic_in(world, cara, "cara", &["codebook", "move", "travel", "--top"]).ok();
    for dir in [amy, ben, cara] {
        git(dir, &["add", "-A"]);
        git(dir, &["commit", "-q", "-m", "work"]);
    }
    clones
}

/// Pulls and pushes in this order until all have everything.
fn bring_together(clones: &[PathBuf], order: &[usize]) {
    for at in order.iter().chain(order) {
        git(&clones[*at], &["pull", "-q", "--no-rebase", "--no-edit", "origin", "main"]);
        git(&clones[*at], &["push", "-q", "origin", "HEAD:main"]);
    }
}

fn files_of(dir: &Path) -> Vec<(String, String)> {
    let mut files = Vec::new();
    for name in ["codebook.yaml", "codings/amy.jsonl", "codings/ben.jsonl", "codings/cara.jsonl", "study.yaml"] {
        files.push((name.to_owned(), fs::read_to_string(dir.join(name)).unwrap()));
    }
    files
}

/// A text without comments and quotes, which may differ between orders of merging.
fn bare(text: &str) -> Vec<String> {
    let lines = text.lines().filter(|line| !line.trim_start().starts_with('#'));
    lines.map(|line| if line.starts_with('{') { line.to_owned() } else { line.replace('\'', "") }).collect()
}

#[test]
fn three_clones_merge_in_any_order_to_one_result() {
    if !has_git() {
        return;
    }
    let mut results: Vec<Vec<(String, String)>> = Vec::new();
    let world = World::with(CLINIC);
    let clones = three_clones(&world);
    let root = world.dir().parent().unwrap().to_owned();
    let all: std::collections::BTreeSet<String> = clones.iter().flat_map(|dir| events(dir)).collect();
    for (number, order) in [[0, 1, 2], [2, 1, 0], [1, 2, 0], [2, 0, 1]].iter().enumerate() {
        // The same clones and the same remote, elsewhere.
        let there = root.join(format!("order-{number}"));
        for name in ["remote.git", "amy", "ben", "cara"] {
            copy(&root.join(name), &there.join(name));
        }
        let clones: Vec<PathBuf> = ["amy", "ben", "cara"].iter().map(|name| there.join(name)).collect();
        for dir in &clones {
            git(dir, &["remote", "set-url", "origin", there.join("remote.git").to_str().unwrap()]);
        }
        bring_together(&clones, order);
        for dir in &clones {
            assert_eq!(files_of(dir), files_of(&clones[0]));
            assert_eq!(events(dir), all, "no event is lost, none is there twice");
            for (name, text) in files_of(dir) {
                assert!(!text.contains("<<<<<<<") && !text.contains(">>>>>>>"), "{name}: {text}");
            }
        }
        results.push(files_of(&clones[0]));
        let check = emic_in(&world, &clones[0], "amy", &["check"]);
        assert!(check.code == 0, "{} {}", check.out, check.err);
        let seen: Vec<Vec<String>> =
            clones.iter().zip(["amy", "ben", "cara"]).map(|(dir, coder)| codings(&world, dir, coder)).collect();
        assert_eq!(seen[0].len(), 6, "{seen:?}");
        assert!(seen.iter().all(|codings| *codings == seen[0]));
    }
    for files in &results {
        for ((name, text), (_, first)) in files.iter().zip(&results[0]) {
            assert_eq!(bare(text), bare(first), "any order gives the same {name}");
            assert!(name != "codebook.yaml" || text.contains("# cara's remark"), "no comment is lost: {text}");
        }
    }
    let book = &results[0][0].1;
    for part in [
        "name: Trust in staff",
        "name: Waiting times",
        "definition: Getting seen at all, and in time.",
        "id: hope",
        "id: fear",
        "id: anger",
    ] {
        assert!(book.contains(part), "{part} in {book}");
    }
    let at = |part: &str| book.find(part).unwrap();
    assert!(at("id: anger") < at("id: hope"), "new codes stand by id");
    assert!(at("id: fear") > at("id: trust"));
    assert_eq!(book.matches("id: ").count(), 8, "four codes, three new ones, a set: {book}");
}

#[test]
fn team_setup_adds_what_is_missing_and_transfers_nothing() {
    if !has_git() {
        return;
    }
    let world = World::with(CLINIC);
    git(&world.dir(), &["init", "-q"]);
    world.write(".gitattributes", "*.docx binary\n");
    world.emic(&words("team setup")).ok();
    let attributes = world.read(".gitattributes");
    assert!(attributes.starts_with("*.docx binary\n"));
    for line in
        ["codings/*.jsonl -text merge=emic-journal", "codebook.yaml merge=emic-codebook", "transcripts/** -merge"]
    {
        assert!(attributes.lines().any(|known| known == line), "{line} in {attributes}");
    }
    let config = String::from_utf8(git_output(&world.dir(), &["config", "--local", "--list"]).stdout).unwrap();
    let program = env!("CARGO_BIN_EXE_emic");
    assert!(
        config.contains(&format!("merge.emic-journal.driver='{program}' team merge-driver journal %O %A %B")),
        "{config}"
    );
    let before = world.files();
    world.emic(&words("team setup")).ok().says(".gitattributes has all it needs");
    assert_eq!(world.files(), before);
    let help = world.emic(&words("team --help")).ok();
    assert!(help.out.contains("setup") && !help.out.contains("merge-driver"), "the driver is no command for people");
}

// --- emic merge ---

#[test]
fn a_copy_is_taken_in_by_ids_after_a_look_at_what_it_adds() {
    let world = World::with(CLINIC);
    world.code("amy", &[("one", "nine weeks", "waiting")]);
    let copy_dir = world.dir().parent().unwrap().join("copy");
    copy(&world.dir(), &copy_dir);
    // Here goes on, and there.
    world.code("amy", &[("two", "two hours", "travel")]);
    code_in(&world, &copy_dir, "ben", "one", "I trust the nurse", "trust");
    code_in(&world, &copy_dir, "ben", "two", "She is kind", "trust");
    emic_in(&world, &copy_dir, "ben", &["codebook", "add", "--id", "hope", "--name", "Hope", "--under", "trust"]).ok();
    code_in(&world, &copy_dir, "ben", "two", "It is hard on them", "hope");
    fs::write(copy_dir.join("transcripts/three.txt"), "INT: And now?\n\nP04: We hope for better.\n").unwrap();
    fs::write(copy_dir.join("speakers.csv"), "transcript,label,participant\nthree,INT,interviewer\n").unwrap();
    fs::write(copy_dir.join("participants.csv"), "participant,role,site,age\nP01,parent,north,40\nP04,pupil,north,9\n")
        .unwrap();
    code_in(&world, &copy_dir, "ben", "three", "We hope for better.", "hope");
    // The texts went apart: a passage that ben coded is gone here, another has moved.
    world.replace("transcripts/two.txt", "She is kind, though.", "Though.");
    world.replace("transcripts/one.txt", "INT: How long did you wait?", "INT: How long did you have to wait?");
    let (here, there) = (events(&world.dir()), events(&copy_dir));
    let before = world.files();
    let before_there = crate::world::files_below(&copy_dir);
    let dir = copy_dir.to_str().unwrap();
    let dry = world.emic(&["merge", dir, "--dry-run", "--json"]).ok();
    assert_eq!(world.files(), before, "a dry run writes nothing");
    for part in [
        "identical: 1 record",
        "codings added: 4; 1 of them moved with the text; unplaceable: 1",
        "1 transcript: three",
        "1 row of participants.csv: P04",
        "1 code of the codebook: hope",
        "the text differs and stays as it is here: one, two",
        "attributes that participants.csv here does not have: age",
        "nothing was written: --dry-run",
    ] {
        assert!(dry.err.contains(part), "{part} in {}", dry.err);
    }
    let listed: serde_json::Value = serde_json::from_str(&dry.out).unwrap();
    assert_eq!(listed.as_array().map(Vec::len), Some(1), "the one without a place is listed: {}", dry.out);
    assert_eq!(listed[0]["transcript"], "two");
    world.emic(&["merge", dir]).with(2).says("--yes");
    assert_eq!(world.files(), before);
    world.emic(&["merge", dir, "--yes"]).ok().says("merged");
    assert_eq!(events(&world.dir()), here.union(&there).cloned().collect(), "the union, and no more");
    assert_eq!(crate::world::files_below(&copy_dir), before_there, "the other copy is not touched");
    let seen = codings(&world, &world.dir(), "amy");
    assert_eq!(
        seen,
        [
            "one amy waiting nine weeks",
            "one ben trust I trust the nurse",
            "three ben hope We hope for better.",
            "two amy travel two hours",
            "two ben hope It is hard on them",
        ]
    );
    assert!(world.read("participants.csv").ends_with("P03,nurse,\nP04,pupil,north\n"));
    assert!(world.read("codebook.yaml").contains("id: hope"));
    // Once more adds nothing; and the other way round both have the same.
    let again = world.emic(&["merge", dir, "--yes"]).ok().says("nothing to add");
    assert!(again.err.contains("added: 0 records"), "{}", again.err);
    let study = world.dir();
    emic_in(&world, &copy_dir, "ben", &["merge", study.to_str().unwrap(), "--yes"]).ok();
    assert_eq!(events(&copy_dir), events(&world.dir()));
}

#[test]
fn what_was_erased_does_not_come_back() {
    let world = World::with(CLINIC);
    world.code("amy", &[("one", "nine weeks", "waiting"), ("two", "She is kind", "trust")]);
    let copy_dir = world.dir().parent().unwrap().join("copy");
    copy(&world.dir(), &copy_dir);
    code_in(&world, &copy_dir, "ben", "one", "I trust the nurse", "trust");
    // As a withdrawal of P01 leaves it: the line rewritten, the erasure recorded, the interview gone.
    let journal = world.read("codings/amy.jsonl");
    let first: serde_json::Value = serde_json::from_str(journal.lines().next().unwrap()).unwrap();
    let mut erased = first.clone();
    erased["rev"] = 1.into();
    erased["quote"] = "[erased]".into();
    erased["before"] = "".into();
    erased["after"] = "".into();
    let id = "01fffff0-0000-7000-8000-000000000001";
    let erase = serde_json::json!({
        "v": 1, "id": id, "act": id, "coder": "amy", "at": "2026-01-01T00:00:00Z", "do": "erase",
        "ids": [first["id"]], "participant": "P01", "why": "withdrawn"
    });
    let rest = journal.lines().nth(1).unwrap();
    world.write("codings/amy.jsonl", format!("{erased}\n{rest}\n{erase}\n"));
    fs::remove_file(world.path("transcripts/one.txt")).unwrap();
    let ran = world.emic(&["merge", copy_dir.to_str().unwrap(), "--yes"]).ok();
    assert!(ran.err.contains("not copied: transcript one, for a participant who withdrew speaks in it"), "{}", ran.err);
    for (name, bytes) in world.files() {
        let text = String::from_utf8_lossy(&bytes).into_owned();
        for word in ["nine weeks", "I trust the nurse"] {
            assert!(!text.contains(word), "{word} in {name}");
        }
    }
    assert_eq!(codings(&world, &world.dir(), "amy"), ["two amy trust She is kind"]);
    // And the other way round, the erasure goes there.
    emic_in(&world, &copy_dir, "ben", &["merge", world.dir().to_str().unwrap(), "--yes"]).ok();
    assert!(!fs::read_to_string(copy_dir.join("codings/amy.jsonl")).unwrap().contains("nine weeks"));
}

#[test]
fn what_is_no_copy_is_refused() {
    let world = World::with(CLINIC);
    world.code("amy", &[("one", "nine weeks", "waiting")]);
    world.emic(&["merge", world.dir().to_str().unwrap()]).with(2).says("that is this study itself");
    world.emic(&["merge", "/nowhere/at/all"]).with(2).says("there is no folder");
}

// --- a synced folder ---

#[test]
fn conflict_copies_add_nothing_twice_and_are_tidied_when_asked() {
    let world = World::with(CLINIC);
    world.code("amy", &[("one", "nine weeks", "waiting")]);
    let old = world.read("codings/amy.jsonl");
    world.code("amy", &[("two", "two hours", "travel")]);
    let new = world.read("codings/amy.jsonl");
    // What cloud services leave behind: an old copy, one with work of its own, one of another machine.
    world.code("amy", &[("one", "I trust the nurse", "trust")]);
    let newest = world.read("codings/amy.jsonl");
    world.write("codings/amy.jsonl", &new);
    world.write("codings/amy (conflicted copy 2026-11-25).jsonl", &newest);
    world.write("codings/amy-DESKTOP-AB12.jsonl", &old);
    world.write("codings/amy (1).jsonl", &old);
    world.write("codings/amy.sync-conflict-20261125-101010-ABCDEFG.jsonl", &old);
    let seen = ["one amy waiting nine weeks", "one amy trust I trust the nurse", "two amy travel two hours"];
    assert_eq!(codings(&world, &world.dir(), "amy"), seen);
    let all = events(&world.dir());
    let check = world.emic(&words("check")).ok();
    assert_eq!(check.out.matches("is a copy of").count(), 4, "{}", check.out);
    assert!(check.out.contains("emic check --tidy"), "{}", check.out);
    let tidied = world.emic(&words("check --tidy")).ok();
    assert!(tidied.err.contains("amy (conflicted copy 2026-11-25).jsonl: 1 record taken over"), "{}", tidied.err);
    let names: Vec<String> =
        world.files().into_iter().map(|(name, _)| name).filter(|name| name.starts_with("codings")).collect();
    assert_eq!(names, ["codings/amy.jsonl"]);
    assert_eq!(events(&world.dir()), all, "nothing is lost");
    assert_eq!(codings(&world, &world.dir(), "amy"), seen);
    world.emic(&words("check --tidy")).ok();
}
