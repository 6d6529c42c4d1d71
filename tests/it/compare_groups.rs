//! Theme frequencies per participant group, against figures counted by hand.

use crate::world::{CLINIC, World, words};

/// Two parents, one nurse without a site; what is coded is small enough to be counted with a finger.
///
/// `one`, P01 (19 words): waiting `We waited nine weeks.` (4) and access `waited nine weeks. Nobody rang` (5) overlap; travel
/// `Nobody rang us back, so we drove there.` (8) overlaps that access; trust `I trust the nurse now.` (5).
/// `two`, P02 (13 words) and P03 (11 words): access `takes two hours. We waited as well.` (7, P02); waiting
/// `We waited as well. … I see families wait` (P02 4, P03 4) overlaps it.
pub fn counted() -> World {
    let world = World::with(CLINIC);
    world.code(
        "amy",
        &[
            ("one", "We waited nine weeks.", "waiting"),
            ("one", "waited nine weeks. Nobody rang", "access"),
            ("one", "Nobody rang us back, so we drove there.", "travel"),
            ("one", "I trust the nurse now.", "trust"),
            ("two", "takes two hours. We waited as well.", "access"),
            ("two", "We waited as well.\n\nP03: I see families wait", "waiting"),
        ],
    );
    world
}

const HEAD: &str = "by,group,code,path,depth,rollup,coders,participants_in_group,transcripts_in_group,words_in_group,participants,percent_participants,transcripts,passages,percent_of_group_passages,percent_of_code_passages,words,percent_of_group_words,passages_per_1000_words,present\n";

/// `code group: participants passages words` of every row of a csv table.
#[track_caller]
fn figures(world: &World, args: &str) -> Vec<String> {
    let ran = world.emic(&words(&format!("frequencies --format csv {args}"))).ok();
    assert!(ran.out.starts_with(HEAD));
    ran.rows().iter().map(|row| format!("{} {}: {} {} {}", row[2], row[1], row[10], row[13], row[16])).collect()
}

#[test]
fn the_tidy_table_is_exact() {
    let world = counted();
    let ran = world.emic(&words("frequencies --by role --format csv")).ok();
    let expected = "\
role,parent,access,Access,0,subtree,amy,2,2,32,2,100.00,2,2,33.33,66.67,19,59.38,62.50,1
role,nurse,access,Access,0,subtree,amy,1,1,11,1,100.00,1,1,100.00,33.33,4,36.36,90.91,1
role,(all),access,Access,0,subtree,amy,3,2,43,3,100.00,2,3,42.86,100.00,23,53.49,69.77,1
role,parent,waiting,Access > Waiting,1,subtree,amy,2,2,32,2,100.00,2,2,33.33,66.67,8,25.00,62.50,1
role,nurse,waiting,Access > Waiting,1,subtree,amy,1,1,11,1,100.00,1,1,100.00,33.33,4,36.36,90.91,1
role,(all),waiting,Access > Waiting,1,subtree,amy,3,2,43,3,100.00,2,3,42.86,100.00,12,27.91,69.77,1
role,parent,travel,Access > Travel,1,subtree,amy,2,2,32,1,50.00,1,1,16.67,100.00,8,25.00,31.25,1
role,nurse,travel,Access > Travel,1,subtree,amy,1,1,11,0,0.00,0,0,0.00,0.00,0,0.00,0.00,0
role,(all),travel,Access > Travel,1,subtree,amy,3,2,43,1,33.33,1,1,14.29,100.00,8,18.60,23.26,1
role,parent,trust,Trust,0,subtree,amy,2,2,32,1,50.00,1,1,16.67,100.00,5,15.62,31.25,1
role,nurse,trust,Trust,0,subtree,amy,1,1,11,0,0.00,0,0,0.00,0.00,0,0.00,0.00,0
role,(all),trust,Trust,0,subtree,amy,3,2,43,1,33.33,1,1,14.29,100.00,5,11.63,23.26,1
role,parent,burden,Burden,0,subtree,amy,2,2,32,2,100.00,2,3,50.00,75.00,13,40.62,93.75,1
role,nurse,burden,Burden,0,subtree,amy,1,1,11,1,100.00,1,1,100.00,25.00,4,36.36,90.91,1
role,(all),burden,Burden,0,subtree,amy,3,2,43,3,100.00,2,4,57.14,100.00,17,39.53,93.02,1
";
    assert_eq!(ran.out, format!("{HEAD}{expected}"));
    assert_eq!(
        ran.err,
        "scope (who and where): all participants, all transcripts\ncounted there: all codings\n\
         passages of a theme are merged where they overlap, so a theme can have fewer passages than a sub-code, never fewer \
         participants; a passage in which several people speak counts once for each; passages depend on how long a coder \
         marks, participants do not\ncoders: 2 transcripts count by one coder\n\
         in progress: 2 of 2 transcripts, 3 of 3 participants; not found there is not yet not mentioned\n\
         fewer than 3 participants in: parent (2), nurse (1); whoever knows the study may know who they are\n"
    );
}

#[test]
fn a_code_alone_is_another_figure_than_its_branch() {
    let world = counted();
    assert_eq!(
        figures(&world, "--rollup own"),
        [
            "access (all): 2 2 12",
            "waiting (all): 3 3 12",
            "travel (all): 1 1 8",
            "trust (all): 1 1 5",
            "burden (all): 3 4 17",
        ]
    );
    let own = world.emic(&words("frequencies --rollup own --format csv")).ok();
    assert_eq!(
        own.column("percent_of_group_passages"),
        ["28.57", "42.86", "14.29", "14.29", "57.14"],
        "the base is the same at either roll-up"
    );
    assert_eq!(own.column("by"), [""; 5]);
}

#[test]
fn those_without_a_value_stand_apart() {
    let world = counted();
    let ran = world.emic(&words("frequencies --by site --format csv")).ok();
    assert_eq!(ran.column("group")[..4], ["north", "south", "(missing)", "(all)"]);
    assert_eq!(ran.column("participants")[..4], ["1", "1", "1", "3"]);
    let crossed = world.emic(&words("frequencies --by role,site --format csv")).ok();
    assert_eq!(crossed.column("group")[..4], ["parent × north", "parent × south", "nurse × (missing)", "(all)"]);
    assert_eq!(crossed.column("by")[0], "role,site");
    world.emic(&words("frequencies --by rle")).with(2).says("there is no attribute `rle`").says("did you mean `role`?");
}

#[test]
fn who_has_two_values_stands_in_two_groups_and_once_in_all() {
    let world = counted();
    world.write("participants.csv", "participant,role\nP01,parent;nurse\nP02,parent\nP03,nurse\n");
    let ran = world.emic(&words("frequencies --by role --format csv")).ok();
    assert_eq!(ran.column("group")[..3], ["parent", "nurse", "(all)"]);
    assert_eq!(ran.column("participants_in_group")[..3], ["2", "2", "3"]);
    assert_eq!(ran.column("words_in_group")[..3], ["32", "30", "43"]);
    assert_eq!(ran.column("passages")[..3], ["2", "2", "3"]);
    assert!(ran.err.contains("overlap"), "{}", ran.err);
}

#[test]
fn an_attribute_of_the_transcript_wins() {
    let world = counted();
    world.write("transcripts.csv", "transcript,site\ntwo,west\n");
    let ran = world.emic(&words("frequencies --by site --format csv")).ok();
    assert_eq!(ran.column("group")[..3], ["north", "west", "(all)"]);
    assert_eq!(ran.column("participants_in_group")[..3], ["1", "2", "3"]);
}

#[test]
fn conditions_on_people_narrow_everything_and_others_the_numerators() {
    let world = counted();
    let some = |query: &str| {
        let ran = world.emic(&["frequencies", "--format", "csv", "--query", query]).ok();
        let row = ran.rows()[0].join(",");
        (row, ran.err)
    };
    let (row, said) = some("role:nurse");
    assert_eq!(row, ",(all),access,Access,0,subtree,amy,1,1,11,1,100.00,1,1,100.00,100.00,4,36.36,90.91,1");
    assert!(said.contains("scope (who and where): role:nurse\ncounted there: all codings\n"), "{said}");
    let (row, said) = some("code:travel");
    assert_eq!(row, ",(all),access,Access,0,subtree,amy,3,2,43,1,33.33,1,1,100.00,100.00,8,18.60,23.26,1");
    assert!(
        said.contains("scope (who and where): all participants, all transcripts\ncounted there: code:travel\n"),
        "{said}"
    );
    let (row, said) = some("nobody transcript:one");
    assert_eq!(row, ",(all),access,Access,0,subtree,amy,1,1,19,1,100.00,1,1,50.00,100.00,11,57.89,52.63,1");
    assert!(said.contains("transcript:one") && said.contains("nobody"), "{said}");
    assert_eq!(
        world.emic(&["frequencies", "--query", "role:parent OR code:trust"]).with(2).err,
        "error: conditions on people or transcripts and conditions on codings or words are joined by AND only\n --> query:1:1\n  |\n\
         1 | role:parent OR code:trust\n  | ^^^^^^^^^^^^^^^^^^^^^^^^^\nhint: the first narrow the whole table, the others what is counted: \
         make two tables, or write them side by side\n"
    );
}

#[test]
fn coders_are_joined_chosen_and_replaced_by_their_consensus() {
    let world = counted();
    world.code("ben", &[("one", "drove there", "trust"), ("one", "Not then.", "trust")]);
    let trust = |args: &str| figures(&world, args)[3].clone();
    assert_eq!(trust(""), "trust (all): 1 3 9");
    assert_eq!(trust("--coders ben"), "trust (all): 1 2 4");
    assert_eq!(world.emic(&words("frequencies --format csv")).column("coders")[0], "amy+ben");
    world.emic(&words("frequencies --coders zoe")).with(2).says("there is no coder `zoe`");
    world.code("consensus", &[("one", "trust the nurse", "trust")]);
    assert_eq!(trust(""), "trust (all): 1 3 9", "not before it is done");
    world.as_coder("consensus", &["done", "one"]).ok();
    assert_eq!(trust(""), "trust (all): 1 1 3");
    let ran = world.emic(&words("frequencies --format csv")).ok();
    ran.says("by consensus").says("in progress: 1 of 2 transcripts, 2 of 3 participants");
    assert_eq!(trust("--coders amy"), "trust (all): 1 1 5");
}

#[test]
fn what_is_in_progress_can_be_left_out() {
    let world = counted();
    assert!(world.emic(&words("frequencies --done --format csv")).out.starts_with(HEAD));
    world.emic(&["done", "one"]).ok();
    let ran = world.emic(&words("frequencies --done --format csv")).ok();
    assert_eq!(
        ran.rows()[0].join(","),
        ",(all),access,Access,0,subtree,amy,1,1,19,1,100.00,1,1,25.00,100.00,12,63.16,52.63,1"
    );
    world.emic(&words("frequencies --format csv")).says("in progress: 1 of 2 transcripts, 2 of 3 participants");
    world.emic(&["done", "two"]).ok();
    assert!(!world.emic(&words("frequencies --format csv")).err.contains("in progress: "));
}

#[test]
fn cases_can_be_counted_in_place_of_people() {
    let world = counted();
    world.code("amy", &[("one", "We waited nine weeks. Nobody", "case:ada"), ("two", "families wait", "case:bo")]);
    let ran = world.emic(&words("frequencies --by case.age --format csv")).ok();
    ran.rows();
    assert_eq!(ran.column("group")[..3], ["4", "6", "(all)"]);
    let of = |code: &str| {
        let rows: Vec<Vec<String>> = ran.rows().into_iter().filter(|row| row[2] == code).collect();
        rows.iter().map(|row| row[10].clone()).collect::<Vec<_>>()
    };
    assert_eq!(of("waiting"), ["1", "1", "2"]);
    assert_eq!(of("travel"), ["1", "0", "1"]);
    assert_eq!(of("trust"), ["0", "0", "0"]);
    let named = |text: &str| ran.err.contains(text);
    assert!(named("unit: case") || named("case"), "{}", ran.err);
    world.emic(&words("frequencies --by case.aeg")).with(2).says("age");
}

#[test]
fn who_has_not_been_said_is_never_counted_and_always_mentioned() {
    let world = counted();
    world.replace(
        "transcripts/two.txt",
        "P02: She is kind, though.",
        "Stranger: She is kind, though.\n\nStranger: Quite.",
    );
    let ran = world.emic(&words("frequencies --format csv")).ok();
    assert_eq!(ran.column("words_in_group")[0], "39");
    assert!(ran.err.contains("left out: 1 unmapped speaker, 5 words: Stranger"), "{}", ran.err);
    world.emic(&["speakers", "two", "Stranger=interviewer"]).ok();
    let ran = world.emic(&words("frequencies --format csv")).ok();
    assert_eq!(ran.column("words_in_group")[0], "39");
    assert!(!ran.err.contains("Stranger"), "{}", ran.err);
}

#[test]
fn a_study_without_codes_or_codings_has_a_table_nonetheless() {
    let world = World::with(CLINIC);
    let zeros = figures(&world, "--by role");
    assert_eq!(zeros.len(), 15);
    assert!(zeros.iter().all(|row| row.ends_with(": 0 0 0")), "{zeros:?}");
    let empty = world.emic(&words("frequencies --format csv")).ok();
    assert_eq!(empty.column("percent_of_group_passages")[0], "", "nothing of nothing is undefined");
    assert_eq!(empty.column("percent_of_code_passages")[0], "");
    assert_eq!(empty.column("present")[0], "0");
    world.write("codebook.yaml", "codes: []\n");
    let none = world.emic(&words("frequencies --format csv")).with(1);
    assert_eq!(none.out, HEAD);
}

#[test]
fn who_speaks_about_a_case_in_a_marked_passage_is_in_its_scope() {
    let world = World::with(&[
        ("study.yaml", "emic: 1\ntitle: Clinic (invented)\n"),
        ("participants.csv", "participant,role,about\nP01,x,\nP02,y,rowan\n"),
        ("cases.csv", "case,age\nrowan,4\n"),
        ("codebook.yaml", "codes:\n  - id: waiting\n    name: Waiting\n"),
        ("transcripts/one.txt", "P01: Rowan waited long here.\n\nP02: Nothing much to say now.\n"),
    ]);
    world.code("amy", &[("one", "Rowan waited long here.", "case:rowan"), ("one", "waited", "waiting")]);
    world.emic(&["quotes", "about:rowan", "--count"]).ok().prints("1");
    let table = |args: &[&str]| {
        let table = world.emic(&[&["frequencies", "--format", "csv"], args].concat()).ok();
        [table.column("participants"), table.column("passages"), table.column("words_in_group")].concat()
    };
    assert_eq!(table(&["--query", "about:rowan"]), ["1", "1", "9"]);
    assert_eq!(table(&["--query", "NOT about:rowan"]), ["0", "0", "0"]);
    let by_case = |args: &[&str]| {
        let table = world.emic(&[&["frequencies", "--by", "case.age", "--format", "csv"], args].concat()).ok();
        [table.column("participants"), table.column("passages"), table.column("words_in_group")].concat()
    };
    assert_eq!(by_case(&["--query", "about:rowan"]), by_case(&[]));
}
