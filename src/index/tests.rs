//! What holds of an index as a whole.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use proptest::prelude::*;

use super::*;
use crate::query::How;
use crate::text::{stem, tokens};

/// Transcripts: id, key, the speech of each turn.
type Corpus = Vec<(&'static str, u64, Vec<String>)>;

fn corpus(transcripts: &[(&'static str, u64, &[&str])]) -> Corpus {
    transcripts
        .iter()
        .map(|(id, key, turns)| (*id, *key, turns.iter().map(|turn| (*turn).to_owned()).collect()))
        .collect()
}

fn small() -> Corpus {
    corpus(&[
        ("s1-rowan", 1, &["Who told you?", "Nobody. I rang the waiting list.", "", "They waited, and waited."]),
        ("s2-ash", 2, &["We wait.", "The list, waiting!"]),
        ("s3-elm", 3, &["Referral delays."]),
    ])
}

fn wanted(corpus: &Corpus) -> Vec<(TranscriptId, u64)> {
    corpus.iter().map(|(id, key, _)| (TranscriptId::from(*id), *key)).collect()
}

fn update(index: &mut Index, corpus: &Corpus) -> Report {
    index.update(
        &wanted(corpus),
        &mut |id, each| {
            let turns = corpus.iter().find(|(known, ..)| *known == id.as_str()).map(|(.., turns)| turns);
            turns.into_iter().flatten().for_each(|turn| each(turn));
            turns.is_some()
        },
        &mut |_, _| {},
    )
}

fn filled(dir: Option<&Path>, corpus: &Corpus) -> Index {
    let mut index = Index::open(dir, "en");
    let report = update(&mut index, corpus);
    assert!(report.fault.is_none(), "{report:?}");
    assert_eq!(report.indexed, corpus.len());
    index
}

fn phrase(words: &str) -> Need {
    Need::Phrase(words.split(' ').map(String::from).collect())
}

fn turns(index: &Index, need: &Need) -> BTreeMap<String, Vec<u32>> {
    let proposal = index.propose(need).unwrap().unwrap();
    proposal.transcripts().map(|id| (id.to_string(), proposal.of(id.as_str()).to_vec())).collect()
}

fn found(index: &Index, need: &Need) -> Vec<(String, Vec<u32>)> {
    turns(index, need).into_iter().collect()
}

fn files(dir: &Path) -> Vec<PathBuf> {
    let mut all = Vec::new();
    for entry in std::fs::read_dir(dir).unwrap().flatten() {
        if entry.path().is_dir() { all.extend(files(&entry.path())) } else { all.push(entry.path()) }
    }
    all.sort();
    all
}

#[test]
fn words_phrases_and_beginnings_are_proposed() {
    for dir in [None, Some(tempfile::tempdir().unwrap())] {
        let index = filled(dir.as_ref().map(|dir| dir.path()), &small());
        assert_eq!(found(&index, &phrase("waiting list")), [("s1-rowan".into(), vec![1])]);
        assert_eq!(found(&index, &phrase("list waiting")), [("s2-ash".into(), vec![1])]);
        let prefix = Need::Token("wait".into(), How::Prefix);
        assert_eq!(found(&index, &prefix), [("s1-rowan".into(), vec![1, 3]), ("s2-ash".into(), vec![0, 1])]);
        let fuzzy = Need::Token("referal".into(), How::Fuzzy);
        assert_eq!(found(&index, &fuzzy), [("s3-elm".into(), vec![0])]);
        assert_eq!(found(&index, &Need::Any(vec![])), []);
        assert_eq!(index.propose(&Need::Anything).unwrap(), None);
        assert_eq!(index.propose(&Need::All(vec![])).unwrap(), None);
        assert!(index.covers("s2-ash", 2) && !index.covers("s2-ash", 3) && !index.covers("s4", 2));
        assert_eq!(index.len(), 3);
    }
}

#[test]
fn one_transcript_is_indexed_anew_and_one_taken_out() {
    let dir = tempfile::tempdir().unwrap();
    let mut index = filled(Some(dir.path()), &small());
    let mut corpus = small();
    corpus.remove(2);
    corpus[1] = ("s2-ash", 22, vec!["Nobody rang.".into(), "The waiting list.".into()]);
    for mut index in [Index::open(Some(dir.path()), "en"), std::mem::replace(&mut index, Index::open(None, "en"))] {
        // The second of the two finds that the first has been faster.
        let report = update(&mut index, &corpus);
        assert!(report.fault.is_none() && report.not_covered.is_empty(), "{report:?}");
        assert!(!index.covers("s2-ash", 2) && index.covers("s2-ash", 22) && !index.covers("s3-elm", 3));
        let list = [("s1-rowan".to_owned(), vec![1]), ("s2-ash".to_owned(), vec![1])];
        assert_eq!(found(&index, &phrase("waiting list")), list);
        assert_eq!(found(&index, &phrase("referral delays")), []);
        assert_eq!(found(&index, &Need::Token(stem("nobody", "en"), How::Stem)).len(), 2);
    }
    let mut again = Index::open(Some(dir.path()), "en");
    assert_eq!(update(&mut again, &corpus).indexed, 0);
    assert_eq!(again.len(), 2);
}

#[test]
fn many_small_updates_leave_few_segments_and_every_word() {
    let dir = tempfile::tempdir().unwrap();
    let mut corpus = small();
    let mut index = filled(Some(dir.path()), &corpus);
    for round in 0..14 {
        corpus[0].1 += 1;
        corpus[0].2 = vec![format!("Round{round} waiting list."), "They waited.".into()];
        assert_eq!(update(&mut index, &corpus).indexed, 1);
        let word = format!("round{round}");
        let need = Need::Token(stem(&word, "en"), How::Stem);
        assert_eq!(found(&index, &need), [("s1-rowan".to_owned(), vec![0])]);
    }
    let segments = index.live().unwrap().segments.len();
    assert!(segments <= 6, "{segments}");
    let opened = Index::open(Some(dir.path()), "en");
    assert_eq!(found(&opened, &phrase("round13 waiting")), [("s1-rowan".to_owned(), vec![0])]);
    assert_eq!(found(&opened, &phrase("round12 waiting")), []);
    // What a shut index leaves: one sub-folder, one list, no file for others to read.
    let names: Vec<String> =
        files(dir.path()).iter().map(|path| path.file_name().unwrap().to_string_lossy().into()).collect();
    assert_eq!(names.iter().filter(|name| name.starts_with("covered-")).count(), 1, "{names:?}");
    assert_eq!(names.iter().filter(|name| *name == "meta.json").count(), 1, "{names:?}");
    #[cfg(unix)]
    for path in files(dir.path()) {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(path.metadata().unwrap().permissions().mode() & 0o777, 0o600, "{path:?}");
    }
}

#[test]
fn an_empty_study_is_no_fault() {
    let dir = tempfile::tempdir().unwrap();
    let mut index = Index::open(Some(&dir.path().join("index")), "en");
    assert!(index.is_empty());
    assert!(update(&mut index, &vec![]).fault.is_none());
    assert_eq!(found(&index, &phrase("waiting list")), []);
    update(&mut index, &small());
    assert_eq!(index.len(), 3);
    let report = update(&mut index, &vec![]);
    assert_eq!((report.removed, report.fault.is_none()), (3, true));
    assert!(index.is_empty());
    assert_eq!(found(&index, &phrase("waiting list")), []);
}

#[test]
fn an_unreadable_transcript_is_reported_and_not_covered() {
    let mut index = filled(None, &small());
    let wanted = [("s1-rowan".into(), 1), ("s2-ash".into(), 9), ("s9".into(), 9)];
    let report = index.update(&wanted, &mut |_, _| false, &mut |_, _| {});
    assert!(report.fault.is_none());
    assert_eq!(report.not_covered, [TranscriptId::from("s2-ash"), TranscriptId::from("s9")]);
    assert_eq!(index.len(), 1);
    assert_eq!(found(&index, &Need::Token("list".into(), How::Exact)), [("s1-rowan".to_owned(), vec![1])]);
}

#[test]
fn a_busy_lock_leaves_what_is_committed() {
    let dir = tempfile::tempdir().unwrap();
    let mut first = filled(Some(dir.path()), &small());
    let mut corpus = small();
    corpus.push(("s4", 4, vec!["The waiting list.".into()]));
    let mut second = Index::open(Some(dir.path()), "en");
    let mut report = None;
    let mut changed = corpus.clone();
    changed[0].1 = 100;
    // While the first one reads, the second one comes.
    first.update(
        &wanted(&changed),
        &mut |_, each| {
            report.get_or_insert_with(|| update(&mut second, &corpus));
            each("We rang.");
            true
        },
        &mut |_, _| {},
    );
    let report = report.unwrap();
    assert!(matches!(report.fault, Some(IndexError::Busy)), "{report:?}");
    assert_eq!(report.not_covered, [TranscriptId::from("s4")]);
    assert_eq!(found(&second, &phrase("waiting list")), [("s1-rowan".to_owned(), vec![1])]);
    assert!(second.covers("s1-rowan", 1) && first.covers("s4", 4) && first.covers("s1-rowan", 100));
    assert!(update(&mut second, &changed).fault.is_none());
    assert!(second.covers("s4", 4));
}

#[test]
fn a_folder_that_cannot_be_written_is_no_error() {
    let dir = tempfile::tempdir().unwrap();
    // A file where the folder should be: nobody, not even root, can write there.
    let dir = dir.path().join("file");
    std::fs::write(&dir, "").unwrap();
    let mut index = Index::open(Some(&dir), "en");
    let report = update(&mut index, &small());
    assert!(matches!(report.fault, Some(IndexError::Unwritable { .. })), "{report:?}");
    assert_eq!(report.not_covered.len(), 3);
    assert!(index.is_empty());
}

#[test]
#[cfg(unix)]
fn a_read_only_folder_is_searched() {
    use std::os::unix::fs::PermissionsExt;
    let dir = tempfile::tempdir().unwrap();
    drop(filled(Some(dir.path()), &small()));
    // A lock that is a folder cannot be taken, whoever runs this; the modes do the rest where it is not root.
    std::fs::remove_file(dir.path().join("lock")).unwrap();
    std::fs::create_dir(dir.path().join("lock")).unwrap();
    let folder = current(dir.path(), "en").unwrap();
    for (path, mode) in [(dir.path(), 0o500), (&*folder, 0o500)] {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(mode)).unwrap();
    }
    let mut index = Index::open(Some(dir.path()), "en");
    assert_eq!(found(&index, &phrase("waiting list")), [("s1-rowan".to_owned(), vec![1])]);
    let mut corpus = small();
    corpus[1].1 = 9;
    let report = update(&mut index, &corpus);
    assert!(matches!(report.fault, Some(IndexError::Unwritable { .. })), "{report:?}");
    assert_eq!(report.not_covered, [TranscriptId::from("s2-ash")]);
    assert_eq!(found(&index, &phrase("waiting list")), [("s1-rowan".to_owned(), vec![1])]);
    for path in [dir.path(), &*folder] {
        std::fs::set_permissions(path, std::fs::Permissions::from_mode(0o700)).unwrap();
    }
}

#[test]
fn another_version_or_language_is_made_anew() {
    let dir = tempfile::tempdir().unwrap();
    let old = filled(Some(dir.path()), &small());
    let mut german = Index::open(Some(dir.path()), "de");
    assert!(german.is_empty());
    assert_eq!(update(&mut german, &small()).indexed, 3);
    assert_eq!(found(&german, &phrase("waiting list")), [("s1-rowan".to_owned(), vec![1])]);
    assert!(Index::open(Some(dir.path()), "en").is_empty());
    // Whoever has the old one open can still ask it.
    assert_eq!(found(&old, &phrase("waiting list")), [("s1-rowan".to_owned(), vec![1])]);
    assert_eq!(std::fs::read_dir(dir.path()).unwrap().flatten().filter(|entry| entry.path().is_dir()).count(), 1);
}

#[test]
fn damage_is_found_and_mended() {
    type Harm = fn(Vec<u8>) -> Vec<u8>;
    let harms: [Harm; 3] = [
        |bytes| bytes[..bytes.len() / 2].to_vec(),
        |_| Vec::new(),
        |mut bytes| {
            let middle = bytes.len() / 2;
            bytes[middle] ^= 0x55;
            bytes
        },
    ];
    let expected = [("s1-rowan".to_owned(), vec![1])];
    let mut harmed = 0;
    for harm in harms {
        let dir = tempfile::tempdir().unwrap();
        drop(filled(Some(dir.path()), &small()));
        for at in 0..files(dir.path()).len() {
            let path = files(dir.path()).into_iter().nth(at).unwrap();
            let bytes = std::fs::read(&path).unwrap();
            if bytes.is_empty() {
                continue;
            }
            std::fs::write(&path, harm(bytes)).unwrap();
            harmed += 1;
            let mut index = Index::open(Some(dir.path()), "en");
            assert!(index.is_empty() || found(&index, &phrase("waiting list")) == expected, "{path:?}");
            assert!(update(&mut index, &small()).fault.is_none(), "{path:?}");
            assert_eq!(found(&index, &phrase("waiting list")), expected, "{path:?}");
            assert_eq!(turns(&index, &Need::Token(stem("waited", "en"), How::Stem))["s1-rowan"].last(), Some(&3));
            let mut opened = Index::open(Some(dir.path()), "en");
            assert_eq!(update(&mut opened, &small()).indexed, 0, "{path:?}");
            assert_eq!(found(&opened, &phrase("waiting list")), expected, "{path:?}");
            drop((index, opened));
            std::fs::remove_dir_all(dir.path()).unwrap();
            drop(filled(Some(dir.path()), &small()));
        }
    }
    assert!(harmed > 20, "{harmed}");
}

#[test]
fn a_lost_table_of_stems_is_no_loss() {
    let dir = tempfile::tempdir().unwrap();
    drop(filled(Some(dir.path()), &small()));
    let stems = files(dir.path()).into_iter().find(|path| path.ends_with("stems")).unwrap();
    std::fs::remove_file(stems).unwrap();
    let index = Index::open(Some(dir.path()), "en");
    assert_eq!(found(&index, &Need::Token(stem("nobody", "en"), How::Stem)), [("s1-rowan".to_owned(), vec![1])]);
}

/// Whether a turn can match, by its tokens alone.
fn can_match(need: &Need, words: &[String]) -> bool {
    match need {
        Need::Anything => true,
        Need::Token(token, how) => words.iter().any(|word| match how {
            How::Exact => word == token,
            How::Stem => stem(word, "en") == *token,
            How::Prefix => word.starts_with(token.as_str()),
            How::Fuzzy => near(&word.chars().collect::<Vec<_>>(), &token.chars().collect::<Vec<_>>()),
        }),
        Need::Phrase(tokens) => tokens.is_empty() || words.windows(tokens.len()).any(|stretch| stretch == tokens),
        Need::All(needs) => needs.iter().all(|need| can_match(need, words)),
        Need::Any(needs) => needs.iter().any(|need| can_match(need, words)),
    }
}

/// At most one insertion, deletion, change or swap.
fn near(a: &[char], b: &[char]) -> bool {
    let same = a.iter().zip(b).take_while(|(a, b)| a == b).count();
    let (a, b) = (&a[same..], &b[same..]);
    match (a, b) {
        ([], []) => true,
        ([_, rest @ ..], _) if rest == b => true,
        (_, [_, rest @ ..]) if rest == a => true,
        ([_, a @ ..], [_, b @ ..]) if a == b => true,
        ([a0, a1, a @ ..], [b0, b1, b @ ..]) => a0 == b1 && a1 == b0 && a == b,
        _ => false,
    }
}

fn word() -> impl Strategy<Value = String> {
    prop::sample::select(vec!["wait", "waits", "waiting", "list", "lsit", "lits", "é", "Été", "ete", "no", "o'no", "x"])
        .prop_map(String::from)
}

fn token() -> impl Strategy<Value = String> {
    prop_oneof![4 => word().prop_map(|word| crate::text::fold(&word, "en")), 1 => "[a-zé]{0,3}"]
}

fn need() -> impl Strategy<Value = Need> {
    let leaf = prop_oneof![
        1 => Just(Need::Anything),
        2 => token().prop_map(|token| Need::Token(token, How::Exact)),
        2 => token().prop_map(|token| Need::Token(stem(&token, "en"), How::Stem)),
        2 => token().prop_map(|token| Need::Token(token.chars().take(2).collect(), How::Prefix)),
        2 => token().prop_map(|token| Need::Token(token, How::Fuzzy)),
        4 => prop::collection::vec(token(), 0..4).prop_map(Need::Phrase),
    ];
    leaf.prop_recursive(2, 8, 3, |inner| {
        prop_oneof![
            prop::collection::vec(inner.clone(), 0..3).prop_map(Need::All),
            prop::collection::vec(inner, 0..3).prop_map(Need::Any),
        ]
    })
}

fn transcript() -> impl Strategy<Value = Vec<String>> {
    prop::collection::vec(prop::collection::vec(word(), 0..7).prop_map(|words| words.join(", ")), 0..5)
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(64))]

    /// Exactly, in fact, as no token here is too long to be asked for; also after an update.
    #[test]
    fn never_too_few(
        transcripts in prop::collection::vec(transcript(), 1..5),
        again in transcript(),
        needs in prop::collection::vec(need(), 12),
    ) {
        const IDS: [&str; 4] = ["a", "b/c", "ü", "d"];
        let mut corpus: Corpus = IDS.into_iter().zip(transcripts).map(|(id, turns)| (id, 7, turns)).collect();
        let mut index = filled(None, &corpus);
        for round in 0..2 {
            for need in &needs {
                let proposal = index.propose(need).unwrap();
                for (id, _, turns) in &corpus {
                    let words = turns.iter().map(|turn| tokens(turn, "en").map(|token| token.folded).collect::<Vec<_>>());
                    let expected: Vec<u32> =
                        (0..).zip(words).filter(|(_, words)| can_match(need, words)).map(|(turn, _)| turn).collect();
                    if let Some(proposal) = &proposal {
                        prop_assert_eq!(proposal.of(id), expected, "{:?} in {:?}", need, turns);
                    }
                }
            }
            if round == 0 {
                corpus[0] = ("a", 8, again.clone());
                prop_assert!(update(&mut index, &corpus).fault.is_none());
            }
        }
    }
}
