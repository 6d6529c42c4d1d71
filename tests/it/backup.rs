//! A study is lost, or spoilt, and comes back.

use super::world::{CLINIC, World};

fn coded() -> World {
    let world = World::with(CLINIC);
    world.code("amy", &[("one", "nine weeks", "waiting"), ("two", "two hours", "travel")]);
    world
}

fn ids(world: &World) -> Vec<String> {
    world.emic(&["backup", "list", "--format", "csv"]).column("backup")
}

#[test]
fn a_backup_is_made_opened_listed_and_restored_into_a_new_folder() {
    let world = coded();
    world.emic(&["backup", "list"]).with(1);
    world.emic(&["backup", "verify"]).with(1).says("no backup of this study yet");
    world.emic(&["backup"]).ok().prints("opened as a test (2 transcripts, 2 codings)");
    world.emic(&["backup"]).ok().prints("nothing has changed");
    let before = world.files();
    world.code("ben", &[("one", "trust the nurse", "trust")]);
    world.write("transcripts/one.txt", "");
    world.emic(&["backup"]).ok().prints("3 codings");
    let ids = ids(&world);
    assert_eq!(ids.len(), 2);
    world.emic(&["backup", "verify"]).ok().prints(&format!("{}: whole", ids[0]));
    let again = world.outside("again/empty", "");
    let folder = std::path::Path::new(&again).parent().unwrap().join("study");
    let name = folder.to_str().unwrap();
    world.emic(&["backup", "restore", &ids[0], name]).ok().prints("restored");
    assert_eq!(super::world::files_below(&folder), before);
    world.emic(&["backup", "restore", &ids[0], name]).with(2).says("not empty");
    world.emic(&["backup", "restore", "20200101-000000", name]).with(2).says("there is no backup");
    assert_eq!(world.emic(&["-s", name, "quotes", "--count", "theme:waiting"]).ok().out, "1\n");
}

#[test]
fn the_list_of_outputs_is_kept_and_what_is_left_out_is_said() {
    let world = coded();
    let wanted = "outputs:\n  - run: frequencies --by role\n    to: roles.csv\n";
    world.write("analysis.yaml", wanted);
    world.write("notes.md", "my own (invented)");
    world.write("drafts/paper.txt", "a draft (invented)");
    world.emic(&["backup"]).ok().prints("not in it, for the study does not need them: drafts, notes.md");
    let folder = world.dir().parent().unwrap().join("again");
    world.emic(&["backup", "restore", &ids(&world)[0], folder.to_str().unwrap()]).ok();
    assert_eq!(std::fs::read_to_string(folder.join("analysis.yaml")).unwrap(), wanted);
    assert!(!folder.join("notes.md").exists() && !folder.join("drafts").exists());
}

#[test]
fn a_study_that_is_gone_has_its_backups_all_the_same() {
    let world = coded();
    world.emic(&["backup"]).ok();
    let before = world.files();
    std::fs::remove_file(world.path("study.yaml")).unwrap();
    let dir = world.dir();
    let list = world.emic(&["-s", dir.to_str().unwrap(), "backup", "list", "--format", "csv"]).ok();
    let id = list.column("backup").remove(0);
    world.emic(&["-s", dir.to_str().unwrap(), "backup", "restore", &id, "../again"]).ok();
    assert_eq!(super::world::files_below(&dir.parent().unwrap().join("again")), before);
}

#[test]
fn damage_is_told_and_a_backup_can_be_forgotten() {
    let world = coded();
    world.emic(&["backup"]).ok();
    let kept = world.kept_outside();
    let body = world.read("transcripts/one.txt");
    let (path, _) = kept.iter().find(|(_, bytes)| *bytes == body.as_bytes()).expect("the body is kept as it is");
    let full = world.dir().parent().unwrap().join("home").join(path);
    std::fs::write(full, "spoilt").unwrap();
    world.emic(&["backup", "verify"]).with(1).prints("transcripts/one.txt in backup").prints("is damaged");
    let id = ids(&world).remove(0);
    world.emic(&["backup", "restore", &id, "../again"]).with(2).says("is damaged");
    world.emic(&["backup", "forget", &id]).ok();
    assert!(!world.kept_outside().iter().any(|(_, bytes)| bytes == b"spoilt"));
    world.emic(&["backup", "forget", &id]).with(2);
}

#[test]
fn a_codebook_from_outside_comes_along() {
    let world = coded();
    let book = world.read("codebook.yaml");
    std::fs::remove_file(world.path("codebook.yaml")).unwrap();
    world.outside("shared/book.yaml", &book);
    world.write("study.yaml", "emic: 1\ntitle: Clinic # mine\ncodebook: ../shared/book.yaml\ninterviewers: [INT]\n");
    world.emic(&["backup"]).ok();
    let id = ids(&world).remove(0);
    world.emic(&["backup", "restore", &id, "../again"]).ok();
    let again = world.dir().parent().unwrap().join("again");
    let study = std::fs::read_to_string(again.join("study.yaml")).unwrap();
    assert!(
        study.contains("title: Clinic # mine") && study.contains("codebook: codebook-from-outside.yaml"),
        "{study}"
    );
    assert_eq!(std::fs::read_to_string(again.join("codebook-from-outside.yaml")).unwrap(), book);
    world.emic(&["-s", again.to_str().unwrap(), "quotes", "--count", "theme:access"]).ok().prints("2");
}

fn whys(world: &World) -> Vec<String> {
    world.emic(&["backup", "list", "--format", "csv"]).column("why")
}

#[test]
fn every_risky_step_is_preceded_by_a_backup_that_opens() {
    let world = coded();
    let before = world.files();
    // What one undo takes back, and what comes to nothing, needs none.
    world.emic(&["codebook", "rename", "trust", "Trusting"]).ok();
    world.emic(&["undo"]).ok();
    world.emic(&["codebook", "remove", "nowhere"]).with(2);
    world.emic(&["backup", "list"]).with(1);
    let merge = ["codebook", "merge", "travel", "--into", "waiting", "--why", "one thing"];
    world.emic(&merge).ok().says("as it was before: backup ");
    assert_eq!(whys(&world), ["before merging codes"]);
    let id = ids(&world).remove(0);
    world.emic(&["backup", "restore", &id, "../as-it-was"]).ok();
    let restored = super::world::files_below(&world.dir().parent().unwrap().join("as-it-was"));
    let book = |files: &[(String, Vec<u8>)]| files.iter().find(|(path, _)| path == "codebook.yaml").cloned();
    assert!(book(&restored).is_some() && book(&restored) == book(&before));

    let file = world.outside("three.txt", "INT: And you?\n\nP02: I walked there and back.\n");
    world.emic(&["import", &file, "--yes"]).ok().says("as it was before: backup ");
    let list = world.outside("codes.csv", "id,name\nhope,Hope\n");
    world.emic(&["codebook", "import", &list]).ok().says("as it was before: backup ");
    let other = world.dir().parent().unwrap().join("as-it-was");
    let other = other.to_str().unwrap();
    world
        .as_coder("ben", &["-s", other, "code", "add", "--transcript", "one", "--quote", "drove", "--code", "trust"])
        .ok();
    world.emic(&["merge", other, "--yes"]).ok().says("merged; ").says("`emic backup restore ");
    let expected = ["before merging codes", "before an import", "before taking in a codebook", "before a merge"];
    assert_eq!(whys(&world), expected);
    world.emic(&["backup", "verify"]).ok();
}

#[test]
fn a_step_that_can_be_taken_back_does_not_fail_for_want_of_a_backup() {
    let world = coded();
    let mut command = world.command("amy", &["codebook", "merge", "travel", "--into", "waiting", "--why", "one thing"]);
    command.env("EMIC_BACKUP_DIR", world.path("backups"));
    let output = command.output().unwrap();
    let said = String::from_utf8_lossy(&output.stderr);
    assert!(output.status.success() && said.contains("no backup was made before merging codes: "), "{said}");
    assert!(world.read("codebook.yaml").contains("was: [travel]") || world.read("codebook.yaml").contains("- travel"));
}

#[test]
fn backups_never_lie_inside_the_study() {
    let world = coded();
    let mut command = world.command("amy", &["backup"]);
    command.env("EMIC_BACKUP_DIR", world.path("backups"));
    let output = command.output().unwrap();
    assert_eq!(output.status.code(), Some(2));
    assert!(String::from_utf8_lossy(&output.stderr).contains("lies inside the study"));
    assert!(!world.path("backups").exists());
}
