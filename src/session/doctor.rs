//! What may be wrong with a study, its folder and this machine, so that a person can mend it or say what it is.

use std::io::Write;
use std::path::Path;

use super::env::{EDITOR, setting};
use super::open::read_study;
use super::tables::empty;
use super::{Backups, Env, Problem, Session};
use crate::analysis::{Cell, Column, Table, counted};
use crate::model::{Diagnostic, Severity};

/// How far the newest record may lie ahead of this machine's clock, in milliseconds.
const AHEAD: u64 = 24 * 3_600_000;

/// What was looked at.
struct Findings(Table);

impl Findings {
    fn say(&mut self, what: &str, state: impl Into<String>, advice: Option<&str>) {
        self.0.rows.push(vec![Cell::text(what), Cell::text(state.into()), Cell::present(advice.unwrap_or_default())]);
    }
}

/// Looks at the study in `root`, whether it opens or not, and at the machine: columns `what`, `state`, `advice` (empty where
/// nothing is to be done). Nothing of the study is changed.
pub fn examine(root: &Path, env: impl Fn() -> Env) -> Table {
    let mut found = Findings(empty("doctor", ["what", "state", "advice"].map(Column::left).to_vec()));
    let system = format!("{} on {} ({})", env!("CARGO_PKG_VERSION"), std::env::consts::OS, std::env::consts::ARCH);
    found.say("emic", system, None);
    match Session::open_with_faults(root, env()) {
        Ok(mut session) => {
            for sentence in session.carried_on().to_vec() {
                found.say("interrupted", sentence, None);
            }
            let faults = opened(&mut session, &mut found);
            // What keeps it from opening elsewhere does not keep it from being looked at here.
            let refused = read_study(root).is_ok_and(|(_, found)| found.iter().any(is_fault));
            let (said, advice) = match (refused, faults) {
                (true, _) => {
                    ("does not open: study.yaml is at fault", Some("`emic check` shows where, and what to do"))
                }
                (false, 0) => ("opens", None),
                (false, _) => ("opens, without what is at fault in its files", None),
            };
            found.say("study", format!("{} {said}", root.display()), advice);
        }
        Err(problem) => {
            let advice = problem.hint.clone().unwrap_or_else(|| "emic check".into());
            found.say("study", first_of(&problem), Some(&advice));
        }
    }
    for folder in [root.to_owned(), root.join("codings")].iter().filter(|folder| folder.is_dir()) {
        match try_to_write(folder) {
            Ok(()) => found.say("saving", format!("files can be saved in {}", folder.display()), None),
            Err(error) => {
                let advice = "make space, or allow writing to this folder; until then the study can only be read";
                found.say("saving", format!("no file can be saved in {}: {error}", folder.display()), Some(advice));
            }
        }
    }
    backups(root, &env(), &mut found);
    let editor = ["VISUAL", "EDITOR"].into_iter().find_map(|name| std::env::var(name).ok().filter(|it| !it.is_empty()));
    match editor {
        Some(editor) => found.say("editor", editor, None),
        None => {
            let advice = format!("for `emic edit`: {}", setting("EDITOR", EDITOR));
            found.say("editor", "none is chosen", Some(&advice));
        }
    }
    let advices = found.0.rows.iter().filter(|row| row.get(2).is_some_and(|cell| *cell != Cell::Empty)).count();
    found.0.sentences.push(if advices == 0 {
        "nothing is wrong that emic can see".into()
    } else {
        format!("{} to look at", counted(advices as u64, "thing"))
    });
    found.0.sentences.push("for the report of a fault, without a word of the study: emic doctor --bundle".into());
    found.0
}

fn first_of(problem: &Problem) -> String {
    let fault = problem.diagnostics.first().map(|fault| format!(": {}", fault.message)).unwrap_or_default();
    format!("does not open: {}{fault}", problem.what)
}

fn is_fault(found: &Diagnostic) -> bool {
    found.severity == Severity::Fault
}

/// What there is to say of a study that was opened; answers how many faults its files have.
fn opened(session: &mut Session, found: &mut Findings) -> u64 {
    let diagnostics: Vec<Diagnostic> = session.check();
    let faults = diagnostics.iter().filter(|one| is_fault(one)).count() as u64;
    let notes = diagnostics.len() as u64 - faults;
    let state = format!("{}, {}", counted(faults, "fault"), counted(notes, "note"));
    found.say("files", state, (faults > 0).then_some("`emic check` shows each with what to do"));
    let corpus = session.corpus();
    found.say(
        "size",
        format!(
            "{}, {}, {}",
            counted(corpus.transcripts.len() as u64, "transcript"),
            counted(session.state().codings.len() as u64, "coding"),
            counted(session.state().memos.len() as u64, "memo")
        ),
        None,
    );
    match session.coder() {
        Ok(coder) => found.say("coder", coder.as_str(), None),
        Err(problem) => found.say("coder", problem.what, problem.hint.as_deref()),
    }
    let newest = session.journals.fold.newest().map_or(0, |id| (id.as_u128() >> 80) as u64);
    let now = session.env.now();
    if newest > now.saturating_add(AHEAD) {
        let state = format!(
            "the newest record is from {}, and this machine says that it is {}",
            super::journals::timestamp(newest),
            super::journals::timestamp(now)
        );
        found.say("clock", state, Some("look at the clock; records keep their order in any case"));
    } else {
        found.say("clock", super::journals::timestamp(now), None);
    }
    let kept = session.kept_copies();
    if !kept.is_empty() {
        let advice = "`emic check` tells how to take them or that you can delete them";
        found.say(
            "edits",
            format!("{} kept from edits that were not taken", counted(kept.len() as u64, "text")),
            Some(advice),
        );
    }
    let cache = session.cache_description();
    found.say("cache", cache.lines().next().unwrap_or_default(), None);
    faults
}

/// Writes, syncs and removes a small file.
fn try_to_write(folder: &Path) -> std::io::Result<()> {
    let mut file = tempfile::Builder::new().prefix(".emic-").suffix(".tmp").tempfile_in(folder)?;
    file.write_all(&[b'-'; 4096])?;
    file.as_file().sync_all()?;
    file.close()
}

fn backups(root: &Path, env: &Env, found: &mut Findings) {
    let backups = match Backups::of(root, env) {
        Ok(backups) => backups,
        Err(problem) => {
            return found.say("backups", problem.what, Some(problem.hint.as_deref().unwrap_or("emic backup")));
        }
    };
    let Some(newest) = backups.all().pop() else {
        return found.say("backups", "there is none yet", Some("emic backup"));
    };
    match backups.verify(None) {
        Ok((lines, true)) => {
            let count = counted(lines.len() as u64, "backup");
            found.say("backups", format!("{count}, all whole, the newest of {}", newest.at), None);
        }
        Ok((lines, false)) => {
            let bad = lines.iter().filter(|line| !line.ends_with(": whole")).count() as u64;
            found.say("backups", format!("{} damaged", counted(bad, "backup")), Some("emic backup verify"));
        }
        Err(problem) => found.say("backups", problem.what, Some("emic backup list")),
    }
}
