//! Tests of the log.

use std::convert::Infallible;
use std::fs;
use std::io::{self, ErrorKind, Write};

use proptest::prelude::*;
use tempfile::TempDir;

use super::super::event::{Do, LineFault, to_line};
use super::super::fold::{Fold, fold};
use super::super::made_up::{coder, event, events};
use super::super::merge::union;
use super::*;

/// A folder with a journal and a lock beside it.
struct Place {
    folder: TempDir,
}

impl Place {
    fn new() -> Self {
        Self { folder: tempfile::tempdir().unwrap() }
    }

    fn path(&self) -> PathBuf {
        self.folder.path().join("codings/amy.jsonl")
    }

    fn lock(&self) -> PathBuf {
        self.folder.path().join("locks/amy.lock")
    }

    fn log(&self) -> Log {
        Log::new(self.path(), self.lock(), None)
    }

    fn write(&self, bytes: &[u8]) {
        fs::create_dir_all(self.path().parent().unwrap()).unwrap();
        fs::write(self.path(), bytes).unwrap();
    }

    fn text(&self) -> String {
        fs::read_to_string(self.path()).unwrap()
    }

    fn torn(&self) -> String {
        fs::read_to_string(self.path().with_extension("jsonl.torn")).unwrap_or_default()
    }
}

fn done(at: u64) -> Event {
    event(at, 0, Do::Done { transcript: format!("t{at}").as_str().into(), on: true })
}

fn lines(events: &[Event]) -> String {
    events.iter().map(|event| event.text().into_owned() + "\n").collect()
}

/// Cuts around every line's end, and some between.
fn some_of(bytes: &[u8]) -> impl Iterator<Item = usize> {
    let ends = |cut: &usize| bytes[cut.saturating_sub(1)..].iter().take(3).any(|byte| *byte == b'\n');
    (0..=bytes.len()).filter(move |cut| cut % 37 == 0 || *cut == bytes.len() || ends(cut))
}

fn save(log: &mut Log, events: &[Event]) -> Result<Appended, LogError> {
    log.append::<Infallible>(|_| Ok(events.to_vec())).map_err(|error| match error {
        AppendError::Log(error) => error,
        AppendError::Refused(never) => match never {},
    })
}

#[test]
fn the_first_use_makes_the_file() {
    let place = Place::new();
    let mut log = place.log();
    assert!(save(&mut log, &[]).is_ok());
    let done = save(&mut log, &[done(1), done(2)]).unwrap();
    assert_eq!((done.saved.len(), done.found.len(), done.torn), (2, 0, 0));
    assert_eq!(place.text(), lines(&done.saved));
    let read = read_journal(&place.path(), None).unwrap();
    assert_eq!((read.events, read.lines), (done.saved, vec![1, 2]));
    assert_eq!(log.seen(), Some(&read.mark));
}

#[test]
fn what_was_added_meanwhile_is_seen_before_anything_is_written() {
    let place = Place::new();
    let (mut log, mut other) = (place.log(), place.log());
    save(&mut log, &[done(1)]).unwrap();
    save(&mut other, &[done(2)]).unwrap();
    let mut seen = Vec::new();
    log.append::<Infallible>(|new| {
        seen = new.to_vec();
        Ok(vec![done(3)])
    })
    .unwrap();
    assert_eq!(seen, [done(2)]);
    let refused = log.append(|_| Err("there already")).unwrap_err();
    assert!(matches!(refused, AppendError::Refused("there already")));
    assert_eq!(place.text(), lines(&[done(1), done(2), done(3)]));
}

#[test]
fn another_holds_the_lock() {
    let place = Place::new();
    let held = Lock::take(&place.lock(), Duration::ZERO).unwrap();
    let mut log = place.log();
    log.set_patience(Duration::from_millis(15));
    assert!(matches!(save(&mut log, &[done(1)]), Err(LogError::Locked { .. })));
    assert!(!place.path().exists());
    drop(held);
    assert!(save(&mut log, &[done(1)]).is_ok());
}

#[test]
fn odd_files_are_read() {
    let place = Place::new();
    let (one, two) = (to_line(&done(1)), to_line(&done(2)));
    let mut bytes = format!("\u{feff}{one}\r\n\r\n  \nnonsense\n{two}\n").into_bytes();
    bytes.extend_from_slice(b"{\"\xff\"}\n{\"v\":1");
    place.write(&bytes);
    let read = read_journal(&place.path(), None).unwrap();
    assert_eq!((read.events, read.lines), (vec![done(1), done(2)], vec![1, 5]));
    assert_eq!((read.bad[0].line, read.bad[1].line, read.bad.len()), (4, 6, 2));
    assert_eq!((&read.bad[1].error.fault, read.bad[1].error.column), (&LineFault::NotUtf8, 3));
    assert_eq!(read.torn.map(|torn| (torn.line, torn.bytes)), Some((7, 6)));
    assert_eq!(fs::read(place.path()).unwrap(), bytes);
    // The writer takes the torn end away, and nothing else.
    let done = save(&mut place.log(), &[done(3)]).unwrap();
    assert_eq!((done.torn, place.torn().as_str()), (6, "{\"v\":1\n"));
    bytes.truncate(bytes.len() - 6);
    assert!(fs::read(place.path()).unwrap().starts_with(&bytes));
}

#[test]
fn a_journal_that_only_grew_is_read_from_where_it_ended() {
    let place = Place::new();
    place.write(lines(&[done(1), done(2)]).as_bytes());
    let first = read_journal(&place.path(), None).unwrap();
    let mut file = fs::OpenOptions::new().append(true).open(place.path()).unwrap();
    file.write_all(lines(&[done(3)]).as_bytes()).unwrap();
    let second = read_journal(&place.path(), Some(&first.mark)).unwrap();
    assert_eq!((second.resumed, second.events, second.lines), (true, vec![done(3)], vec![3]));
    // Changed in place: read anew.
    place.write(lines(&[done(4), done(5), done(6)]).as_bytes());
    let third = read_journal(&place.path(), Some(&first.mark)).unwrap();
    assert_eq!((third.resumed, third.events.len()), (false, 3));
}

#[test]
fn an_unfinished_action_goes_aside_only_if_the_file_lacks_the_rest() {
    let part = |at: u64| Event { act: done(7).act, of: 2, ..done(at) };
    let place = Place::new();
    place.write(lines(&[done(1), part(7)]).as_bytes());
    let read = read_journal(&place.path(), None).unwrap();
    let mut log = Log::new(place.path(), place.lock(), Some(read.mark));
    let saved = save(&mut log, &[done(9)]).unwrap();
    assert_eq!(saved.found, [done(1)]);
    assert_eq!((place.text(), place.torn()), (lines(&[done(1), done(9)]), lines(&[part(7)])));
    // Whole, although its last line stands apart.
    let whole = lines(&[part(7), part(8), done(9), part(8)]);
    place.write(whole.as_bytes());
    save(&mut log, &[done(10)]).unwrap();
    assert_eq!(place.text(), whole + &lines(&[done(10)]));
    // Its other events stand in another file.
    place.write(lines(&[done(1), part(7)]).as_bytes());
    let read = read_journal(&place.path(), None).unwrap();
    assert_eq!(read.unfinished(), Some(done(7).act));
    assert!(Fold::new(vec![part(7), part(8)]).is_whole(done(7).act) && !Fold::new(vec![part(7)]).is_whole(done(7).act));
    log.leave(done(7).act);
    save(&mut log, &[done(9)]).unwrap();
    assert_eq!(place.text(), lines(&[done(1), part(7), done(9)]));
}

/// What goes wrong next.
#[derive(Clone, Copy, PartialEq, Debug)]
enum Fault {
    /// So many bytes are written, then the disk is full.
    Full(usize),
    /// The bytes are written, the sync fails.
    Sync,
    /// After the sync another file, with these many of the bytes, has taken the path's place.
    Exchanged(usize),
    /// After the sync the file is shorter.
    Shortened(u64),
    /// After the sync the file is gone.
    Gone,
}

/// A disk on which these go wrong, one after the other.
#[derive(Debug)]
struct Faulty(Vec<Fault>);

impl Faulty {
    fn next(&mut self, is: impl Fn(Fault) -> bool) -> Option<Fault> {
        let next = self.0.first().copied().filter(|fault| is(*fault))?;
        self.0.remove(0);
        Some(next)
    }
}

impl Files for Faulty {
    fn write(&mut self, file: &mut File, bytes: &[u8]) -> io::Result<()> {
        match self.next(|fault| matches!(fault, Fault::Full(_))) {
            Some(Fault::Full(most)) => {
                file.write_all(&bytes[..most.min(bytes.len())])?;
                Err(ErrorKind::StorageFull.into())
            }
            _ => file.write_all(bytes),
        }
    }

    fn sync(&mut self, file: &File) -> io::Result<()> {
        match self.next(|fault| fault == Fault::Sync) {
            Some(_) => Err(io::Error::other("the cable was pulled")),
            None => file.sync_data(),
        }
    }

    fn look(&mut self, path: &Path) -> io::Result<(FileId, u64)> {
        match self.next(|fault| matches!(fault, Fault::Exchanged(_) | Fault::Shortened(_) | Fault::Gone)) {
            Some(Fault::Exchanged(bytes)) => {
                let old = fs::read(path)?;
                let beside = path.with_extension("other");
                fs::write(&beside, &old[..bytes.min(old.len())])?;
                fs::rename(beside, path)?;
            }
            Some(Fault::Shortened(bytes)) => {
                fs::OpenOptions::new().write(true).open(path)?.set_len(bytes)?;
            }
            Some(Fault::Gone) => fs::remove_file(path)?,
            _ => {}
        }
        Disk.look(path)
    }
}

fn faulty(place: &Place, seen: Option<Mark>, faults: Vec<Fault>) -> Log {
    Log::with_files(place.path(), place.lock(), seen, Box::new(Faulty(faults)))
}

#[test]
fn after_a_failed_write_the_next_append_writes_what_is_missing() {
    let action: Vec<Event> = (5..8).map(|at| Event { act: done(5).act, of: 3, ..done(at) }).collect();
    let full = lines(&action).len();
    for most in some_of(lines(&action).as_bytes()) {
        let place = Place::new();
        save(&mut place.log(), &[done(1)]).unwrap();
        let mut log = faulty(&place, None, vec![Fault::Full(most)]);
        assert!(matches!(save(&mut log, &action), Err(LogError::NoSpace { .. })));
        // Nobody sees a part of it.
        let read = read_journal(&place.path(), None).unwrap();
        assert_eq!(fold(&read.events).state.done.len(), if most == full { 4 } else { 1 });
        let saved = save(&mut log, &action).unwrap();
        assert_eq!(saved.saved, action);
        assert_eq!(place.text(), lines(&[done(1)]) + &lines(&action), "{most}");
        assert_eq!(saved.torn as usize, if most == full { 0 } else { most });
    }
}

#[test]
fn after_a_failed_sync_nothing_is_written_twice() {
    let place = Place::new();
    let mut log = faulty(&place, None, vec![Fault::Sync]);
    assert!(matches!(save(&mut log, &[done(1)]), Err(LogError::Io { doing: "sync", .. })));
    let saved = save(&mut log, &[done(1)]).unwrap();
    assert_eq!((saved.found, saved.saved), (vec![done(1)], vec![done(1)]));
    assert_eq!(place.text(), lines(&[done(1)]));
    // Another action sees what the failed one left.
    let mut log = faulty(&place, log.seen().copied(), vec![Fault::Sync]);
    assert!(save(&mut log, &[done(2)]).is_err());
    assert_eq!(save(&mut log, &[done(3)]).unwrap().found, [done(2)]);
}

#[test]
fn lines_are_saved_in_the_file_that_the_path_names_in_the_end() {
    let first = lines(&[done(1)]).len();
    for fault in [
        Fault::Exchanged(first),
        Fault::Exchanged(first + 20),
        Fault::Exchanged(0),
        Fault::Shortened(first as u64),
        Fault::Shortened(first as u64 + 3),
        Fault::Gone,
    ] {
        let place = Place::new();
        save(&mut place.log(), &[done(1)]).unwrap();
        let mut log = faulty(&place, None, vec![fault, fault]);
        save(&mut log, &[done(2)]).unwrap();
        let read = read_journal(&place.path(), None).unwrap();
        assert!(read.events.contains(&done(2)), "{fault:?}");
        assert_eq!((read.bad.len(), read.torn), (0, None));
        assert_eq!(Some(&read.mark), log.seen());
    }
    let place = Place::new();
    let mut log = faulty(&place, None, vec![Fault::Gone; 99]);
    assert!(matches!(save(&mut log, &[done(2)]), Err(LogError::Unstable { .. })));
}

#[cfg(unix)]
#[test]
fn a_file_that_cannot_be_written_says_so() {
    let error = |kind: ErrorKind| LogError::new(Path::new("amy.jsonl"), "open", kind.into());
    assert!(matches!(error(ErrorKind::PermissionDenied), LogError::ReadOnly { .. }));
    assert!(matches!(error(ErrorKind::ReadOnlyFilesystem), LogError::ReadOnly { .. }));
    assert!(matches!(error(ErrorKind::QuotaExceeded), LogError::NoSpace { .. }));
    assert!(error(ErrorKind::Other).to_string().contains("amy.jsonl"));
}

#[test]
fn superseded_lines_leave_the_file_and_nothing_else_changes() {
    let place = Place::new();
    let rest = format!("\u{feff}nonsense\n{}\r\n", to_line(&done(2)));
    let tail = "{\"v\":1,\"quote\":\"half";
    place.write(format!("{rest}{}{tail}", lines(&[done(1)])).as_bytes());
    let rewritten = Event { rev: 1, what: Do::Done { transcript: "gone".into(), on: true }, ..done(1) };
    let fold = Fold::new(vec![done(1), rewritten.clone()]);
    let purge = || purge_superseded(&place.path(), &place.lock(), Duration::ZERO, &fold).unwrap();
    assert_eq!((purge(), place.text()), (1, format!("{rest}{tail}")));
    assert_eq!((purge(), place.text()), (0, format!("{rest}{tail}")));
    let fate =
        |event: &Event| if event.id == done(2).id { Fate::Replace(Box::new(rewritten.clone())) } else { Fate::Keep };
    let done = rewrite(&place.path(), &place.lock(), Duration::ZERO, &mut Disk, fate).unwrap();
    assert_eq!((done.replaced, place.text()), (1, format!("\u{feff}nonsense\n{}{tail}", lines(&[rewritten]))));
    assert_eq!(fs::read_dir(place.path().parent().unwrap()).unwrap().count(), 1);
}

/// The events of those actions that stand whole before the byte `cut`.
fn whole_before(events: &[Event], cut: usize) -> Vec<Event> {
    let mut end = 0;
    let kept = events.iter().take_while(|event| {
        end += event.text().len() + 1;
        end <= cut
    });
    let kept: Vec<Event> = kept.cloned().collect();
    let count = |act| union(kept.iter().filter(|event| event.act == act).cloned().collect()).len();
    kept.iter().filter(|event| count(event.act) >= event.of as usize).cloned().collect()
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(12))]
    #[test]
    fn every_truncation_reopens_to_whole_actions(events in events(9)) {
        let bytes = lines(&events).into_bytes();
        prop_assert!(!bytes.is_empty());
        for cut in 0..=bytes.len() {
            let mut read = read_bytes(&bytes[..cut], None, FileId::default(), Some(&coder(0)));
            prop_assert!(read.bad.is_empty());
            prop_assert_eq!(read.torn.is_some(), cut > 0 && bytes[cut - 1] != b'\n');
            let whole = fold(&whole_before(&events, cut));
            // Lines without a coder are the file's.
            if events.iter().all(|event| event.named) {
                prop_assert_eq!(&fold(&read.events).state, &whole.state);
            }
            // What the writer would leave is the same, and ends with a whole action.
            let state = fold(&read.events).state;
            let at = read.take_unfinished(&[]).unwrap_or(cut as u64);
            prop_assert!(at <= cut as u64 && (at == 0 || bytes[at as usize - 1] == b'\n'));
            prop_assert_eq!(fold(&read.events).state, state);
            let again = read_bytes(&bytes[..at as usize], None, FileId::default(), Some(&coder(0)));
            prop_assert_eq!(&again.events, &read.events);
            prop_assert!(again.torn.is_none());
        }
    }
}

#[test]
fn the_writer_reopens_every_truncation() {
    let part = |at: u64| Event { act: done(5).act, of: 3, ..done(at) };
    let bytes = lines(&[done(1), done(2), part(5), part(6), part(7)]).into_bytes();
    for cut in some_of(&bytes) {
        let place = Place::new();
        place.write(&bytes[..cut]);
        let mut log = place.log();
        let saved = save(&mut log, &[done(9)]).unwrap();
        let text = place.text();
        let kept = text.strip_suffix(&lines(&[done(9)])).unwrap();
        assert_eq!(kept.len() + saved.torn as usize, cut);
        assert_eq!(place.torn().trim_end(), String::from_utf8_lossy(&bytes[kept.len()..cut]).trim_end());
        let read = read_journal(&place.path(), None).unwrap();
        assert_eq!((read.torn, read.bad.len()), (None, 0));
        assert!(fold(&read.events).acts.iter().all(|act| act.whole));
        assert_eq!(read.events.len(), kept.lines().count() + 1);
    }
}
