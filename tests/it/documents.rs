//! Documents for people: quotes, codebook, interviews, framework, memos, a participant's file, made by the program.

use std::io::{Cursor, Read};

use crate::world::{CLINIC, World, words};

/// The members of a file of Word as text.
fn member(world: &World, file: &str, name: &str) -> String {
    let bytes = std::fs::read(world.path(file)).expect(file);
    let mut archive = zip::ZipArchive::new(Cursor::new(bytes)).unwrap();
    let mut text = String::new();
    archive.by_name(name).expect(name).read_to_string(&mut text).unwrap();
    text
}

/// The words of a part, without its marks; a bar ends each paragraph.
fn said(xml: &str) -> String {
    let mut text = String::new();
    let mut rest = xml;
    while let Some((before, after)) = rest.split_once('<') {
        // Between elements stand line ends and blanks; words are never parted by a bare line end.
        if !before.starts_with('\n') {
            text.push_str(before);
        }
        let (element, after) = after.split_once('>').unwrap();
        match element {
            "/w:p" => text.push('|'),
            "w:tab/" => text.push('\t'),
            "w:br/" => text.push('\n'),
            _ => {}
        }
        rest = after;
    }
    text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")
}

fn world() -> World {
    let world = World::with(CLINIC);
    world.replace("study.yaml", "interviewers:", "language: en\nconsent: {quote: may_quote}\ninterviewers:");
    world.write(
        "participants.csv",
        "participant,role,site,may_quote\nP01,parent,north,yes\nP02,parent,south,ask\nP03,nurse,,yes\n",
    );
    world.code(
        "amy",
        &[
            ("one", "We waited nine weeks. Nobody rang us back, so we drove there.", "waiting"),
            ("one", "Nobody rang us back", "trust"),
            ("one", "Not then.", "trust"),
            ("two", "The bus takes two hours.", "travel"),
            ("two", "I see families wait every week.", "waiting"),
        ],
    );
    world.code(
        "ben",
        &[("one", "I trust the nurse now.", "trust"), ("two", "It is hard on them.\n\nP02: She is kind", "trust")],
    );
    let id = world.codings()[0]["coding"].as_str().unwrap().to_owned();
    world.emic(&["memo", "add", "Nine <weeks> & \u{1b}[31m no call", "--coding", &id]).ok();
    world.emic(&words("memo add hangs --participant P01 --code waiting --kind summary")).ok();
    world.emic(&words("memo add overall --transcript one --kind analytic")).ok();
    world.emic(&words("memo add passage --transcript two --span 20..40")).ok();
    world
}

#[test]
fn quotes_are_a_document_with_the_codebook_and_without_who_may_not_be_quoted() {
    let world = world();
    world.emic(&words("export quotes --by role --to q.docx")).ok().says("left out: 2 quotes").says("q.docx.meta.yaml");
    let text = said(&member(&world, "q.docx", "word/document.xml"));
    assert!(text.contains("Access > Waiting") && text.contains("“I see families wait every week.” (P03)"), "{text}");
    assert!(text.contains("Appendix: the codebook") && text.contains("Getting seen."), "{text}");
    assert!(!text.contains("bus") && !text.contains("She is kind"), "{text}");
    assert!(world.read("q.docx.meta.yaml").contains("appendix: \"codebook\""));
    assert!(member(&world, "q.docx", "word/styles.xml").contains("w:lang w:val=\"en\""));
    let first = std::fs::read(world.path("q.docx")).unwrap();
    world.emic(&words("export quotes --by role --to q.docx")).ok();
    assert_eq!(first, std::fs::read(world.path("q.docx")).unwrap(), "the same study gives the same bytes");
    world.emic(&words("export quotes --no-codebook --to plain.docx")).ok();
    assert!(!said(&member(&world, "plain.docx", "word/document.xml")).contains("Appendix"));
    world.emic(&words("export quotes --to q.docx --excel")).with(2).says("neither --format nor --excel");
    world.emic(&words("codebook export --to c.docx")).ok();
    let book = said(&member(&world, "c.docx", "word/document.xml"));
    assert!(
        book.contains("waiting · participants: 2, passages: 2") && book.contains("Burden (a set of codes)"),
        "{book}"
    );
    assert!(book.starts_with("Clinic (invented)|Codebook: Clinic|"), "{book}");
    world.replace("codebook.yaml", "title: Clinic\n", "title: Clinic (invented)\n");
    world.emic(&words("codebook export --to c.docx")).ok();
    let book = said(&member(&world, "c.docx", "word/document.xml"));
    assert!(book.starts_with("Clinic (invented)|Codebook|"), "{book}");
}

#[test]
fn a_coded_interview_has_a_comment_for_each_coding() {
    let world = world();
    world.emic(&words("export transcript one --to one.docx")).ok().says("4 codings");
    let (pages, comments) =
        (member(&world, "one.docx", "word/document.xml"), member(&world, "one.docx", "word/comments.xml"));
    let count = |text: &str, part: &str| text.matches(part).count();
    let codings = world.codings().iter().filter(|coding| coding["transcript"] == "one").count();
    assert_eq!(codings, 4);
    for part in ["<w:commentRangeStart ", "<w:commentRangeEnd ", "<w:commentReference "] {
        assert_eq!(count(&pages, part), codings, "{part}");
    }
    assert_eq!(count(&comments, "<w:comment "), codings);
    assert_eq!((count(&comments, "w:author=\"amy\""), count(&comments, "w:author=\"ben\"")), (3, 1));
    assert_eq!(count(&comments, "w:date=\"20"), codings);
    let notes = said(&comments);
    assert!(notes.contains("Nine <weeks> & ␛[31m no call"), "{notes}");
    let text = said(&pages);
    assert!(text.contains("2\t3\tP01: We waited nine weeks. Nobody rang us back, so we drove there."), "{text}");
    assert!(text.contains("overall"), "{text}");
    // Of coders, and by a query.
    world.emic(&words("export transcript one --coders ben --to ben.docx")).ok();
    assert_eq!(count(&member(&world, "ben.docx", "word/comments.xml"), "<w:comment "), 1);
    world.emic(&words("export transcript one --query code:trust --to trust.docx")).ok();
    assert_eq!(count(&member(&world, "trust.docx", "word/comments.xml"), "<w:comment "), 3);
    // As text and as a table.
    let text = world.emic(&words("export transcript two")).ok().out;
    assert!(
        text.contains("**2** `3` **P02:** The bus takes two hours.[^1]") && text.contains("not to be quoted: P02"),
        "{text}"
    );
    let table = world.emic(&words("export transcript two --format csv")).ok();
    assert_eq!(table.column("participant"), ["", "P02", "P03", "P02"]);
    assert_eq!(table.column("codes"), ["", "travel", "waiting;trust", ""]);
    assert_eq!(table.column("line_start"), ["1", "3", "5", "7"]);
    assert_eq!(table.column("text")[0], "And you?");
    world.emic(&words("export transcript three")).with(2).says("there is no transcript `three`");
    world.emic(&words("export transcript one --format docx")).with(2).says("--to FILE.docx");
    world.emic(&words("export transcript one --to one.pdf")).with(2).says("`.pdf` is no ending");
}

#[test]
fn a_blind_round_shows_nobody_elses_codings_in_the_document() {
    let world = world();
    world.emic(&words("round open first --coders amy,ben --transcripts one")).ok();
    world.emic(&words("export transcript one --to one.docx")).ok().says("blind round");
    assert!(!member(&world, "one.docx", "word/comments.xml").contains("w:author=\"ben\""));
}

#[test]
fn the_framework_lies_across_and_has_a_sheet_for_each_theme() {
    let world = world();
    world.emic(&words("framework --to f.docx")).ok().says("3 participants × 5 themes");
    let xml = member(&world, "f.docx", "word/document.xml");
    assert!(
        xml.contains("w:orient=\"landscape\"") && xml.matches("<w:tblHeader/>").count() == 2,
        "five themes are two tables"
    );
    let at = |words: &str| said(&xml).find(words).unwrap_or_else(|| panic!("no `{words}`"));
    assert!(at("Access · Waiting · Travel") < at("Trust · Burden"), "a branch has a table of its own");
    let text = said(&xml);
    assert!(text.contains("hangs") && text.contains("(one l. 3)") && text.contains("[not to be quoted]"), "{text}");
    assert!(!text.contains("bus") && !text.contains("emic memo add"), "{text}");
    // What stands under a sub-theme is named by it in the theme's cell, and printed once.
    assert!(text.contains("|Access (with everything beneath)|Access > Waiting|"), "{text}");
    assert!(text.contains("|Waiting: one l. 3|") && text.contains("|Travel: two l. 3|"), "{text}");
    assert_eq!(text.matches("We waited nine weeks.").count(), 2, "under waiting, and in the set of codes: {text}");
    world.emic(&words("framework --rollup own --to own.docx")).ok();
    let own = said(&member(&world, "own.docx", "word/document.xml"));
    assert!(!own.contains("beneath)") && !own.contains("|Waiting: "), "{own}");
    world.emic(&words("framework --to f.xlsx")).ok();
    use calamine::{Reader, Xlsx, open_workbook};
    let mut book: Xlsx<_> = open_workbook(world.path("f.xlsx")).unwrap();
    assert_eq!(book.sheet_names(), ["Framework", "Access", "Waiting", "Travel", "Trust", "Burden", "How it was made"]);
    let sheet = book.worksheet_range("Waiting").unwrap();
    let head: Vec<String> = sheet.rows().next().unwrap().iter().map(ToString::to_string).collect();
    assert_eq!(head[..5], ["participant", "role", "site", "may_quote", "passages"]);
    assert_eq!(sheet.rows().count(), 4, "everybody has a row");
    assert_eq!(sheet.rows().nth(1).unwrap()[6].to_string(), "hangs");
    world.emic(&words("framework --to f.xlsx --excel")).with(2);
    let wrong = world.emic(&words("framework --to f.pages"));
    wrong.with(2).says("the endings are: .csv, .tsv, .json, .md, .tex, .xlsx, .docx");
    world.emic(&words("saturation --to f.pages")).with(2).says(".xlsx, .svg");
    let csv = world.emic(&words("framework --format csv")).ok();
    assert!(!csv.out.contains("The bus"), "{}", csv.out);
}

#[test]
fn memos_are_a_document_or_a_table_with_what_they_stand_on() {
    let world = world();
    let csv = world.emic(&words("export memos")).ok();
    assert_eq!(csv.column("kind"), ["note", "note", "analytic", "summary"]);
    assert_eq!(csv.column("quote")[0], "We waited nine weeks. Nobody rang us back, so we drove there.");
    assert_eq!(csv.column("quote")[1], "", "P02 has not agreed to be quoted");
    assert_eq!(csv.column("on")[3], "participant P01 in Access > Waiting");
    csv.says("4 memos, by kind").says("the wording of 1 passage");
    world.emic(&words("export memos --by thing --to m.docx")).ok();
    let text = said(&member(&world, "m.docx", "word/document.xml"));
    assert!(
        text.contains("Participant P01") && text.contains("(one, l. 3, P01)") && text.contains("Nine <weeks> & ␛"),
        "{text}"
    );
    world.emic(&words("export memos --by date --kind analytic --to m.md")).ok();
    let text = world.read("m.md");
    assert!(text.contains("### Transcript one") && text.contains("\noverall\n") && !text.contains("hangs"), "{text}");
    world.emic(&words("export memos --kind diary")).with(2).says("no kind of memo");
    world.emic(&words("export memos --kind reflexive")).with(1);
    assert_eq!(world.emic(&["export", "memos", "--json"]).ok().out.matches("\"memo\":").count(), 4);
}

#[test]
fn a_participants_file_holds_nothing_that_others_say() {
    let world = world();
    world.emic(&words("export participant P03 --to p.docx")).ok().says("what others say there is left out");
    let text = said(&member(&world, "p.docx", "word/document.xml"));
    assert!(text.contains("P03: I see families wait every week. It is hard on them."), "{text}");
    assert!(text.contains("[somebody else speaks]") && text.contains("nurse"), "{text}");
    for others in ["bus", "She is kind", "P02", "P01", "And you?"] {
        assert!(!text.contains(others), "{others}: {text}");
    }
    let comments = member(&world, "p.docx", "word/comments.xml");
    assert_eq!(comments.matches("<w:comment ").count(), 2);
    let beside = world.read("p.docx.meta.yaml");
    assert!(beside.contains("two:") && !beside.contains("one:"), "{beside}");
    let text = world.emic(&words("export participant p01 --memos")).ok().out;
    assert!(text.contains("## Memos") && text.contains("hangs") && text.contains("INT:"), "{text}");
    assert!(!world.emic(&words("export participant P01")).ok().out.contains("hangs"));
    world.emic(&words("export participant P09")).with(2).says("there is no participant `P09`");
    world.emic(&words("export participant P01 --to p.csv")).with(2).says("a document and no table");
    world.emic(&words("withdraw P01 --exclude --confirm P01")).ok();
    world.emic(&words("export participant P01")).with(2).says("--include");
    let left = world.emic(&words("export transcript one")).ok().out;
    assert!(!left.contains("waited") && left.contains("\\[…\\]"), "{left}");
}

#[test]
fn a_name_of_the_key_keeps_a_document_from_being_written() {
    let world = world();
    let key = world.outside("key.csv", "real,pseudonym\nNobody,Xavier\n");
    for line in ["export transcript one --to k.docx", "export quotes --to k.docx", "export participant P01 --to k.docx"]
    {
        let mut args = words(line);
        args.extend(["--key", &key]);
        world.emic(&args).with(2);
        assert!(!world.path("k.docx").exists(), "{line}");
    }
    let clean = world.outside("clean.csv", "real,pseudonym\nZebedee,Xavier\n");
    let mut args = words("export transcript one --to k.docx");
    args.extend(["--key", &clean]);
    world.emic(&args).ok();
}
