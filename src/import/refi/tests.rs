//! Invented projects, with the faults that tools are known to make.

use super::*;

/// A project with nothing beside it.
fn alone(bytes: &[u8]) -> Result<Project, RefiError> {
    bare(bytes, |_| None)
}

fn qde(inside: &str) -> String {
    format!(
        "<?xml version=\"1.0\"?>\n<Project xmlns=\"urn:QDA-XML:project:1.0\" name=\"Invented\" origin=\"a test\">\
         <Users><User guid=\"u1\" name=\"Ann\"/></Users>\
         <CodeBook><Codes><Code guid=\"C1\" name=\"One\" isCodable=\"true\" color=\"#3cf\"><Code guid=\"{{c2}}\" name=\"Two\" isCodable=\"0\"/></Code></Codes></CodeBook>\
         {inside}</Project>"
    )
}

fn source(selections: &str) -> String {
    qde(&format!(
        "<Sources><TextSource guid=\"t1\" name=\"Talk\"><PlainTextContent>INT: So?\nP1: We waited.</PlainTextContent>{selections}</TextSource></Sources>"
    ))
}

fn coded(start: &str, end: &str, name: &str) -> String {
    format!(
        "<PlainTextSelection guid=\"s{start}\" name=\"{name}\" startPosition=\"{start}\" endPosition=\"{end}\" creatingUser=\"U1\">\
         <Coding guid=\"k{start}\"><CodeRef targetGUID=\"{{c1}}\"/></Coding></PlainTextSelection>"
    )
}

fn cut(project: &Project, at: usize) -> String {
    let text = &project.texts[0];
    let span = text.selections[at].span;
    text.body.chars().skip(span.start as usize).take(span.len() as usize).collect()
}

#[test]
fn codes_users_and_codings_find_one_another_whatever_the_case_of_guids() {
    let project = alone(source(&coded("13", "22", "We waited")).as_bytes()).unwrap();
    assert_eq!(project.codes.len(), 2);
    assert_eq!((project.codes[1].parent, project.codes[1].folder), (Some(0), true));
    assert_eq!(project.codes[0].colour.as_deref(), Some("#33ccff"));
    assert_eq!(cut(&project, 0), "We waited");
    let coding = &project.texts[0].selections[0].codings[0];
    assert_eq!((coding.code.as_str(), coding.user.as_deref()), ("c1", Some("u1")));
    assert_eq!(key(&project.codes[0].guid), coding.code);
}

#[test]
fn bad_ranges_are_listed_and_the_rest_comes_over() {
    let bad =
        [coded("5", "5", ""), coded("9", "2", ""), coded("3", "99", ""), coded("-4", "2", ""), coded("x", "2", "")];
    let project = alone(source(&(bad.concat() + &coded("13", "22", ""))).as_bytes()).unwrap();
    assert_eq!(project.texts[0].selections.len(), 1);
    let lost = &project.losses.kinds.iter().find(|kind| kind.kind == "codings").unwrap().lost;
    assert_eq!(lost.len(), 5);
    assert!(lost[0].contains("Talk, 5..5: the range is empty"), "{lost:?}");
}

#[test]
fn a_doctype_is_refused_and_depth_does_no_harm() {
    let bomb = "<!DOCTYPE lolz [<!ENTITY a \"b\">]>".to_owned() + &qde("");
    assert_eq!(alone(bomb.as_bytes()), Err(RefiError::Xml(XmlError::DocType)));
    let deep = "<Code guid=\"\" name=\"x\" isCodable=\"true\">".repeat(5000) + &"</Code>".repeat(5000);
    let text = format!("<Project><CodeBook><Codes>{deep}</Codes></CodeBook></Project>");
    let project = alone(text.as_bytes()).unwrap();
    assert_eq!(project.codes.len(), 5000);
    let mut level = 0;
    let mut at = project.codes.len() - 1;
    while let Some(parent) = project.codes[at].parent {
        at = parent;
        level += 1;
    }
    assert_eq!(level, 29);
    assert_eq!(project.losses.count("codes"), (5000, 5000));
}

#[test]
fn links_to_memos_hang_them_and_others_are_listed() {
    let text = source(&coded("13", "22", "")).replace(
        "</Project>",
        "<Notes><Note guid=\"N1\" name=\"Why\"><PlainTextContent>because</PlainTextContent></Note><Note guid=\"n2\" plainTextPath=\"internal://none.txt\"/></Notes>\
         <Links><Link guid=\"l1\" originGUID=\"n1\" targetGUID=\"S13\"/><Link guid=\"l2\" name=\"leads to\" originGUID=\"c1\" targetGUID=\"c2\"/></Links>\
         <Graphs><Graph guid=\"g\"/></Graphs></Project>",
    );
    let project = alone(text.as_bytes()).unwrap();
    assert_eq!(project.texts[0].selections[0].notes, ["n1"]);
    assert_eq!(project.losses.count("links"), (0, 1));
    assert_eq!(project.losses.count("memos"), (0, 1));
    assert_eq!(project.losses.count("graphs"), (0, 1));
}

#[test]
fn pdf_and_recordings_give_their_texts_and_sync_points_their_times() {
    let text = qde(
        "<Sources><PDFSource guid=\"p1\" name=\"Paper\"><PDFSelection guid=\"x\" page=\"1\"/><Representation guid=\"r1\"><PlainTextContent>the text</PlainTextContent>\
         <PlainTextSelection guid=\"s\" startPosition=\"4\" endPosition=\"8\"><Coding guid=\"k\"><CodeRef targetGUID=\"c1\"/></Coding></PlainTextSelection></Representation></PDFSource>\
         <AudioSource guid=\"a1\" name=\"Talk\"><Transcript guid=\"t1\" name=\"Talk.txt\"><PlainTextContent>P1: One.\nINT: Two?\n</PlainTextContent>\
         <SyncPoint guid=\"y1\" timeStamp=\"0\" position=\"0\"/><SyncPoint guid=\"y2\" timeStamp=\"65000\" position=\"9\"/><SyncPoint guid=\"y3\" timeStamp=\"70000\" position=\"19\"/>\
         <TranscriptSelection guid=\"z\" fromSyncPoint=\"y2\" toSyncPoint=\"y3\"><Coding guid=\"k2\"><CodeRef targetGUID=\"c1\"/></Coding></TranscriptSelection></Transcript></AudioSource>\
         <VideoSource guid=\"v\" name=\"Film\"/><PictureSource guid=\"i\" name=\"Map\"/></Sources>",
    );
    let project = alone(text.as_bytes()).unwrap();
    assert_eq!(project.texts.len(), 2);
    assert_eq!(project.texts[0].guid, "p1");
    assert_eq!(cut(&project, 0), "text");
    assert_eq!(project.texts[1].body, "[0:00:00] P1: One.\n[0:01:05] INT: Two?\n");
    let span = project.texts[1].selections[0].span;
    let passage: String = project.texts[1].body.chars().skip(span.start as usize).take(span.len() as usize).collect();
    assert_eq!(passage, "INT: Two?\n");
    for kind in ["areas of pages", "recordings", "pictures"] {
        assert_eq!(project.losses.count(kind), (0, 1), "{kind}");
    }
    assert_eq!(project.losses.count("sync points"), (2, 3));
}

#[test]
fn files_are_known_by_what_they_hold() {
    let no = || false;
    assert_eq!(sniff(qde("").as_bytes(), no), Some(Sniffed::Project));
    assert_eq!(sniff(b"\xef\xbb\xbf<?xml version='1.0'?><!-- Project --><CodeBook>", no), Some(Sniffed::Codebook));
    assert_eq!(sniff(b"<q:CodeBook xmlns:q='x'>", no), Some(Sniffed::Codebook));
    assert_eq!(sniff(b"<html>Project</html>", no), None);
    assert_eq!(sniff(b"P1: <Project", no), None);
    assert_eq!(sniff(b"PK\x03\x04", no), None);
    assert_eq!(sniff(b"PK\x03\x04", || true), Some(Sniffed::Archive));
    assert_eq!(alone(b"<a/>"), Err(RefiError::Root("a".into())));
}

#[test]
fn codebooks_of_every_namespace_come_over() {
    for namespace in ["urn:QDA-XML:codebook:1.0", "urn:QDA-XML:codebook:0:4", "urn:QDA-XML:codebook:1:0", ""] {
        let text = format!(
            "<CodeBook xmlns=\"{namespace}\"><Codes><Code guid=\"a\" name=\"A &amp; B\" isCodable=\"1\" color=\"rgb(1,2,3)\"><Description>one\ntwo</Description></Code></Codes>\
             <Sets></Sets><Sets><Set guid=\"s\" name=\"S\"><MemberCode guid=\"A\"/></Set></Sets></CodeBook>"
        );
        let book = codebook(text.as_bytes()).unwrap();
        assert_eq!(book.codes[0].name, "A & B");
        assert_eq!((book.codes[0].description.as_str(), book.codes[0].folder), ("one\ntwo", false));
        assert_eq!(book.codes[0].colour, None);
        assert_eq!(book.sets[0].codes, ["a"]);
        assert_eq!(book.losses.notes.iter().any(|note| note.contains("namespace")), !namespace.ends_with("1.0"));
    }
}

#[test]
fn seeds_of_the_fuzz_targets_do_no_harm() {
    let mut replayed = 0;
    for (folder, read) in [
        ("qdpx", (|bytes| archive(std::io::Cursor::new(bytes)).ok()) as fn(Vec<u8>) -> Option<Project>),
        ("qde", |bytes| alone(&bytes).ok()),
        ("qdc", |bytes| codebook(&bytes).ok().map(|book| Project { codes: book.codes, ..Project::default() })),
    ] {
        let path = std::path::Path::new(env!("CARGO_MANIFEST_DIR")).join("fuzz/seeds").join(folder);
        for entry in std::fs::read_dir(path).unwrap() {
            let bytes = std::fs::read(entry.unwrap().path()).unwrap();
            // Whole, and torn at many places.
            for cut in [bytes.len(), bytes.len() / 2, bytes.len() / 3, bytes.len().saturating_sub(1)] {
                let Some(project) = read(bytes[..cut].to_vec()) else { continue };
                for text in &project.texts {
                    let chars = text.body.chars().count() as u32;
                    assert!(
                        text.selections
                            .iter()
                            .all(|selection| !selection.span.is_empty() && selection.span.end <= chars)
                    );
                }
                assert!(
                    project.codes.iter().enumerate().all(|(at, code)| code.parent.is_none_or(|parent| parent < at))
                );
            }
            replayed += 1;
        }
    }
    assert!(replayed > 10);
}

#[test]
fn a_source_that_is_a_document_only_comes_over_with_the_passages_that_are_quoted_whole() {
    let mut losses = crate::model::Losses::default();
    let selections = coded("900", "922", "We waited  nine weeks.")
        + &coded("1", "6", "weeks")
        + &coded("3", "18", "We waited nine…")
        + &coded("5", "14", "not there")
        + &coded("7", "8", "")
        + &coded("9", "99", "Nine");
    let xml = qde(&format!(
        "<Sources><TextSource guid=\"t1\" name=\"Talk\" richTextPath=\"internal://t1.docx\">{selections}</TextSource>\
         <TextSource guid=\"t2\" name=\"Gone\" richTextPath=\"internal://t2.docx\"/></Sources>"
    ));
    let paragraph = |text: &str| format!("<w:p><w:r><w:t>{text}</w:t></w:r></w:p>");
    let body = paragraph("P1: We waited nine weeks.") + &paragraph("INT: Nine weeks?");
    let docx = crate::import::document::made_up::docx(&body, &[]);
    let document = Document::read(&xml).unwrap();
    losses.note("first");
    let project = project::read(&document, &mut |name| Ok((name == "t1.docx").then(|| docx.clone())), losses).unwrap();
    assert_eq!(project.texts[0].body, "P1: We waited nine weeks.\n\nINT: Nine weeks?\n");
    assert_eq!((project.texts[0].selections.len(), cut(&project, 0).as_str()), (1, "We waited nine weeks."));
    assert_eq!(project.losses.count("codings"), (0, 5), "counted as kept when they are written");
    assert_eq!(project.losses.count("texts"), (1, 2));
    assert!(
        project.losses.notes.iter().any(|note| note.contains("not by their positions")),
        "{:?}",
        project.losses.notes
    );
}
