use super::*;
use crate::import::draft::Value;
use crate::import::read;

fn table(text: &str) -> Contents {
    read("table.csv", text.as_bytes(), &Options::default()).unwrap()
}

fn refused(text: &str) -> String {
    let error = read("table.csv", text.as_bytes(), &Options::default()).unwrap_err();
    error.to_string()
}

#[test]
fn turns_with_semicolons_quotes_and_rows_without_a_speaker() {
    let contents = table(
        "turn;start;end;speaker;text\r\n1;0:03;0:06;INT;\"Thanks; can you hear me?\"\r\n2;0:07;0:11;P04;\"Yes, \"\"loud\"\".\r\nI moved.\"\r\n3;;;;\"[silence]\"\r\n4;0:15;0:16;INT;Good.\r\n",
    );
    let draft = &contents.drafts[0];
    assert_eq!(
        draft.text,
        "INT [00:00:03]: Thanks; can you hear me?\n\nP04 [00:00:07]: Yes, \"loud\".\nI moved.\n\n[silence]\n\nINT [00:00:15]: Good.\n"
    );
    assert_eq!(
        (draft.labels.as_slice(), draft.format.as_str()),
        (&["INT".into(), "P04".into()][..], "table of turns (csv)")
    );
    assert!(draft.warnings.iter().any(|warning| warning.starts_with("1 rows name no speaker")));
}

#[test]
fn columns_in_another_order_with_entities_and_extra_columns() {
    let contents =
        table("timestamp,speaker,words,tags\n[00:03:43],DB:,\"It was &#8212; well\",paper; between\n[3:53],RA,Yes,\n");
    let draft = &contents.drafts[0];
    assert_eq!(draft.text, "DB [00:03:43]: It was — well\n\nRA [00:03:53]: Yes\n");
    assert!(draft.warnings.contains(&"columns that are not taken in: `tags`".to_owned()));
}

#[test]
fn whisper_tsv_is_milliseconds_and_is_merged() {
    let contents =
        read("x.txt", b"start\tend\ttext\n43810\t47850\tHello\n48350\t54570\tthere.\n", &Options::default()).unwrap();
    assert_eq!(contents.drafts[0].text, "[00:00:43] Hello there.\n");
    let seconds = read("x.tsv", b"start\tend\ttext\n1\t4\tHello\n9\t12\tthere.\n", &Options::default()).unwrap();
    assert_eq!(seconds.drafts[0].text, "[00:00:01] Hello\n\n[00:00:09] there.\n");
}

#[test]
fn several_interviews_in_one_table() {
    let contents = table("interview,speaker,text\na,INT,How?\na,P1,So.\nb,INT,And?\nb,P2,Not.\n");
    let names: Vec<_> = contents.drafts.iter().map(|draft| (draft.name.as_str(), draft.text.as_str())).collect();
    assert_eq!(names, [("a", "INT: How?\n\nP1: So.\n"), ("b", "INT: And?\n\nP2: Not.\n")]);
}

#[test]
fn one_interview_a_row() {
    let contents = table(
        "transcript_id,text\nc_01,\"Assistant: Hi!\n\nUser: Hello there.\"\nc_02,\"Assistant: So?\n\nUser: Well.\"\n",
    );
    assert_eq!(contents.drafts.len(), 2);
    assert_eq!(
        (contents.drafts[1].name.as_str(), contents.drafts[1].text.as_str()),
        ("c_02", "Assistant: So?\n\nUser: Well.\n")
    );
    assert_eq!(contents.people, None);
}

#[test]
fn free_answers_of_a_survey_with_attributes() {
    let answer = "I wanted to do more but after leaving school I lost the interest.";
    let contents = table(&format!("Case,Age,Interest,freetext\nID4,24,shopping,\"{answer}\"\nID5,,golf,{answer}\n"));
    let draft = &contents.drafts[0];
    assert_eq!((draft.name.as_str(), draft.text.trim_end()), ("ID4", answer));
    assert_eq!(draft.front, [("participant".to_owned(), Value::Text("ID4".into()))]);
    let people = contents.people.unwrap();
    assert_eq!(people.columns, ["Age", "Interest"]);
    assert_eq!(people.rows[1], ("ID5".into(), vec![String::new(), "golf".into()]));
    let two = table(&format!("case,hobby,pets\nA,{answer},{answer}\nB,{answer},\n"));
    assert_eq!(two.drafts[0].text, format!("Question: hobby\n\n{answer}\n\nQuestion: pets\n\n{answer}\n"));
    assert_eq!(two.drafts[1].text, format!("Question: hobby\n\n{answer}\n"));
}

#[test]
fn people() {
    let people = table("case,Age,gender,home town\nID1,20,f,Ayr\nID2,22,m,\n").people.unwrap();
    assert_eq!(people.columns, ["Age", "gender", "home_town"]);
    assert_eq!(people.rows[0].1, ["20", "f", "Ayr"]);
}

#[test]
fn what_is_none_of_these_is_refused_with_its_columns() {
    let statements = "ID,P,Section,Factor\n1,0,Ambiguity,orientation\n2,0,Ambiguity,orientation\n";
    let said = refused(statements);
    assert!(said.contains("`Section`") && said.contains("neither"), "{said}");
    assert!(refused("speaker,text\n").contains("neither") || refused("speaker,text\n").contains("no rows"));
    let options = Options {
        columns: vec![("speaker".into(), "P".into()), ("text".into(), "Factor".into())],
        ..Options::default()
    };
    let contents = read("x.csv", statements.as_bytes(), &options).unwrap();
    assert_eq!(contents.drafts[0].labels, ["0"]);
    let wrong = Options { columns: vec![("text".into(), "Nope".into())], ..Options::default() };
    assert!(read("x.csv", statements.as_bytes(), &wrong).unwrap_err().to_string().contains("no column `Nope`"));
}

#[test]
fn prose_with_commas_is_no_table() {
    let text = "Well, I said, text, and so on.\nThen, she, left.\n";
    let contents = read("a.txt", text.as_bytes(), &Options::default()).unwrap();
    assert!(contents.drafts[0].verbatim && contents.drafts[0].text == text);
}
