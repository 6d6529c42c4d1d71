//! `emic edit`: corrected in the user's own editor, shown before it is taken, taken back to the byte.

use std::process::Stdio;

use crate::world::{CLINIC, ONE, Ran, World, words};

fn coded() -> World {
    let world = World::with(CLINIC);
    world.write("transcripts/one.txt", format!("---\ndate: 2024-02-03 # kept\n---\n\n{ONE}").replace('\n', "\r\n"));
    world.code("amy", &[("one", "We waited nine weeks.", "waiting"), ("one", "so we drove there", "travel")]);
    world.code("ben", &[("one", "I trust the nurse now.", "trust")]);
    world
}

/// Runs `emic edit` with a shell script as the editor; `$1` is the file.
fn edit(world: &World, script: &str, args: &[&str]) -> Ran {
    world.write("../editor.sh", format!("#!/bin/sh\n{script}\n"));
    let mut command = world.command("amy", &[&["edit"], args].concat());
    command.env("EDITOR", format!("sh '{}'", world.path("../editor.sh").display())).stdin(Stdio::null());
    let output = command.output().expect("the program runs");
    let text = |bytes: Vec<u8>| String::from_utf8(bytes).expect("UTF-8");
    Ran { code: output.status.code().expect("no signal"), out: text(output.stdout), err: text(output.stderr) }
}

/// The copies that lie in the cache.
fn copies(world: &World) -> Vec<String> {
    let all = crate::world::files_below(&world.path("../cache"));
    all.into_iter().map(|(path, _)| path).filter(|path| path.contains(".emic-edit-")).collect()
}

#[test]
fn an_edit_is_shown_taken_and_taken_back_to_the_byte() {
    let world = coded();
    let file = world.read("transcripts/one.txt");
    let script = "sed -i 's/nine weeks/nine long weeks/; s/How long/And how long/' \"$1\"";
    let ran = edit(&world, script, &["one", "--yes", "--json"]).ok();
    assert!(ran.err.contains("We waited nine [+long+] weeks."), "{}", ran.err);
    assert!(ran.err.contains("one after this edit: 0 unmoved, 2 moved, 1 changed, 0 lost"), "{}", ran.err);
    assert!(ran.err.contains("corrected one: 0 unmoved, 2 moved, 1 changed, 0 lost"), "{}", ran.err);
    assert_eq!((ran.objects()[0]["changed"].as_u64(), ran.objects()[0]["accepted"].as_u64()), (Some(1), Some(0)));
    let now = world.read("transcripts/one.txt");
    assert_eq!(now, file.replace("nine weeks", "nine long weeks").replace("How long", "And how long"));
    assert_eq!(world.coded(), ["travel so we drove there", "trust I trust the nurse now."]);
    assert_eq!(copies(&world), Vec::<String>::new());
    world.emic(&words("log --limit 1 --format csv")).ok().prints("changed transcripts/one.txt");
    world.emic(&["undo"]).ok();
    assert_eq!(world.read("transcripts/one.txt"), file);
    assert_eq!(world.coded().len(), 3);
    world.emic(&["redo"]).ok();
    assert_eq!(world.read("transcripts/one.txt"), now);
    world.emic(&["undo"]).ok();
    // With the best matches accepted, in the same action.
    edit(&world, script, &["one", "--yes", "--accept"]).ok().says("accepted with it: 1 best match");
    assert_eq!(world.coded()[0], "waiting We waited nine long weeks.");
    world.emic(&["undo"]).ok();
    assert_eq!((world.read("transcripts/one.txt"), world.coded()[0].as_str()), (file, "waiting We waited nine weeks."));
}

#[test]
fn the_editor_sees_what_was_said_and_no_front_matter() {
    let world = coded();
    let seen = edit(&world, "head -c 13 \"$1\" >&2; stat -c ' %a' \"$1\" >&2", &["one"]).ok();
    assert!(seen.err.contains("INT: How long 600"), "{}", seen.err);
    assert!(seen.err.contains("one is as it was: nothing was changed"), "{}", seen.err);
    assert_eq!(copies(&world), Vec::<String>::new());
    // Where nothing of the study may lie in the cache, the copy lies in the study, and is no transcript.
    world.replace("study.yaml", "emic: 1\n", "emic: 1\ncache: memory\ntranscripts: [.]\n");
    let ran = edit(&world, "ls -a >&2", &["transcripts/one"]).ok();
    assert!(ran.err.contains(".emic-edit-"), "{}", ran.err);
    assert!(!world.files().iter().any(|(path, _)| path.contains(".emic-edit-")));
}

#[test]
fn nothing_is_taken_without_a_word_and_nothing_typed_is_lost() {
    let world = coded();
    let files = world.files();
    let ran = edit(&world, "sed -i 's/nurse/doctor/' \"$1\"", &["one"]).with(2);
    assert!(ran.err.contains("There is no terminal to ask on") && ran.err.contains("--yes"), "{}", ran.err);
    assert_eq!(world.files(), files);
    let kept = copies(&world);
    assert_eq!(kept.len(), 1);
    let path = world.path("../cache").join(&kept[0]);
    assert!(std::fs::read_to_string(&path).unwrap().contains("I trust the doctor now."));
    let ran = edit(&world, "true", &["one"]).ok();
    assert!(ran.err.contains("from an edit that has not ended, or not well: "), "{}", ran.err);
    world.emic(&["edit", "one", "--yes", "--from", path.to_str().unwrap()]).ok().says("2 unmoved, 0 moved, 1 changed");
    assert!(world.read("transcripts/one.txt").contains("I trust the doctor now."));
    std::fs::remove_file(path).unwrap();
    world.emic(&["undo"]).ok();
    let texts = world.files();
    for (script, why) in [
        ("printf x >> \"$1\"; exit 3", "ended with exit status: 3"),
        ("printf '\\377' >> \"$1\"", "another encoding than UTF-8"),
        (": > \"$1\"", "came back empty"),
        (
            "sed -i 's/nurse/doctor/' \"$1\"; printf 'P01: Bye.\\n' >> transcripts/one.txt",
            "changed by another program meanwhile",
        ),
    ] {
        let ran = edit(&world, script, &["one", "--yes"]).with(2);
        assert!(ran.err.contains(why) && ran.err.contains("your text is kept in"), "{}", ran.err);
        assert_eq!(copies(&world).len(), 1);
        std::fs::remove_file(world.path("../cache").join(&copies(&world)[0])).unwrap();
    }
    // The last one has put a line at the end of the file, and that is all that changed.
    let now = world.files();
    let other: Vec<&str> = texts.iter().zip(&now).filter(|(a, b)| a != b).map(|(a, _)| a.0.as_str()).collect();
    assert_eq!(other, ["transcripts/one.txt"]);
    let ran = edit(&world, "exit 3", &["one"]).with(2);
    assert!(!ran.err.contains("kept in") && copies(&world).is_empty(), "{}", ran.err);
}

#[test]
fn a_text_from_standard_input_and_editors_that_are_not_there() {
    let world = coded();
    let text = ONE.replace("nine weeks", "five weeks");
    world.run("amy", &words("edit one --from - --yes"), &text).ok().says("2 unmoved, 0 moved, 1 changed, 0 lost");
    world.run("amy", &words("edit one --from - --yes"), &text).ok().says("one is as it was");
    world.run("amy", &words("edit one --from -"), ONE).with(2).says("--yes");
    world.run("", &words("edit one --from - --yes"), ONE).with(2).says("nobody has said who is coding");
    world.emic(&words("edit nobody")).with(2).says("there is no transcript `nobody`");
    world.emic(&words("edit one")).with(2).says("no editor is chosen").says("export EDITOR=nano");
    let mut command = world.command("amy", &["edit", "one"]);
    command.env("VISUAL", "/no/such/editor --wait").env("EDITOR", "true").stdin(Stdio::null());
    let output = command.output().unwrap();
    let err = String::from_utf8_lossy(&output.stderr).into_owned();
    assert!(output.status.code() == Some(2) && err.contains("/no/such/editor cannot be started"), "{err}");
    assert!(copies(&world).is_empty());
}
