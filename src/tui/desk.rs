//! The session's side: each request gets one answer, in order. Runs on the session's thread.

mod change;
mod export;
mod past;
mod questions;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::bring::Bringing;
use super::compare;
use super::data::{LabelData, Welcome};
use super::effect::Request;
use super::figures;
use super::gather;
use super::msg::Answer;
use crate::model::TranscriptId;
use crate::session::import::{self, ImportRequest};
use crate::session::new::Draft;
use crate::session::{Env, FrameworkRequest, Problem, Session, demo, own_looks, recent};

/// Turns before and after a found one that are shown beside it.
const AROUND: usize = 12;

/// The world outside, as often as it is needed.
pub type MakeEnv = Box<dyn Fn() -> Env + Send>;

/// The open study, or the folder in which one may be made.
pub struct Desk {
    session: Option<Session>,
    /// The study as it is, while it is shown as it stood.
    now: Option<Session>,
    env: MakeEnv,
    here: PathBuf,
    /// Files that were read for an import.
    bringing: Bringing,
    /// The transcript that is read.
    reads: Option<TranscriptId>,
}

impl Desk {
    /// A desk with a study on it, or with none yet; `here` is the folder in which emic was started.
    pub fn new(session: Option<Session>, env: MakeEnv, here: PathBuf) -> Self {
        let mut desk = Self { session: None, now: None, env, here, bringing: Bringing::default(), reads: None };
        if let Some(session) = session {
            desk.open(session);
        }
        desk
    }

    /// The open study.
    #[cfg(test)]
    pub fn session(&self) -> Option<&Session> {
        self.session.as_ref()
    }

    fn open(&mut self, mut session: Session) {
        session.watch();
        session.remember();
        self.session = Some(session);
        self.now = None;
    }

    /// Answers a request.
    pub fn answer(&mut self, request: Request) -> Answer {
        let opened = match &request {
            Request::Demo => self.demo(),
            Request::OpenStudy(root) => self.open_at(&root.clone()),
            Request::NewStudy(interviewers) => self.make(interviewers),
            Request::NewFromFiles => {
                return self.new_from_files().map_or_else(Answer::Failed, |files| match &self.session {
                    Some(session) => Answer::Files(Box::new(gather::study(session)), files),
                    None => Answer::Welcome(self.welcome()),
                });
            }
            Request::Labels => return self.labels().map_or_else(Answer::Failed, Answer::Labels),
            Request::Past(asked) => {
                return match (self.past(asked.as_deref()), &self.session) {
                    (Err(problem), _) => Answer::Failed(problem),
                    (Ok(()), Some(session)) => Answer::Past(Box::new(gather::study(session))),
                    (Ok(()), None) => Answer::Welcome(self.welcome()),
                };
            }
            // The history goes on after the moment that is looked at.
            Request::History => {
                if let Some(session) = self.now.as_ref().or(self.session.as_ref()) {
                    return questions::history(session).map_or_else(Answer::Failed, Answer::History);
                }
                Ok(())
            }
            Request::KeepLook(key, value) => {
                let kept = own_looks::keep(&(self.env)(), key, value);
                return kept.map_or_else(Answer::NotKept, |()| Answer::Kept);
            }
            _ => Ok(()),
        };
        if let Err(problem) = opened {
            return Answer::Failed(problem);
        }
        match &mut self.session {
            None => Answer::Welcome(self.welcome()),
            Some(session) => {
                if let Request::Open(id) = &request {
                    self.reads = Some(id.clone());
                }
                match request {
                    Request::Import { paths, request, write } => {
                        bring(session, &mut self.bringing, &self.here, &paths, &request, write)
                    }
                    request => answer(session, request, &self.here),
                }
            }
        }
    }

    /// Looks at the disk; answers if anything has changed there.
    pub fn look(&mut self) -> Option<Answer> {
        let session = self.session.as_mut()?;
        let look = match session.look() {
            Ok(look) if look.is_empty() => return None,
            Ok(look) => look,
            Err(problem) => return Some(Answer::Failed(problem)),
        };
        let mut said: Vec<String> = Vec::new();
        if !look.journals.is_empty() {
            said.push(format!("what {} has done", look.journals.join(", ")));
        }
        match look.files.as_slice() {
            [] => {}
            [only] => said.push(format!("the change of {}", only.display())),
            several => said.push(format!("changes of {} files", several.len())),
        }
        let unread = if look.files.is_empty() { None } else { session.codebook_fault() };
        let said = match unread {
            Some(fault) => format!("careful: {fault}; the codes from before stay in use"),
            None => format!("taken in from the disk: {}", said.join(", ")),
        };
        let opened = self.reads.as_ref().and_then(|id| gather::open(session, id.as_str()).ok());
        Some(Answer::Changed(said, Box::new(gather::study(session)), opened))
    }

    fn demo(&mut self) -> Result<(), Problem> {
        let root = self.here.join("emic-demo");
        demo::make(&root)?;
        self.open_at(&root)?;
        self.session.iter().for_each(Session::begin_tour);
        Ok(())
    }

    fn open_at(&mut self, root: &Path) -> Result<(), Problem> {
        let session = Session::open(root, (self.env)())?;
        self.open(session);
        Ok(())
    }

    fn make(&mut self, interviewers: &[String]) -> Result<(), Problem> {
        let mut draft = Draft::read(&self.here, None, "en")?;
        draft.set_interviewers(interviewers)?;
        draft.write()?;
        self.open_at(&self.here.clone())
    }

    fn new_from_files(&mut self) -> Result<Vec<PathBuf>, Problem> {
        import::new_study(&self.here, None, "en")?;
        self.open_at(&self.here.clone())?;
        Ok(import::files_to_bring_in(&self.here))
    }

    fn welcome(&self) -> Welcome {
        let transcripts = Draft::read(&self.here, None, "en").map_or(0, |draft| draft.transcripts.len());
        Welcome {
            here: self.here.display().to_string(),
            transcripts,
            files: import::files_to_bring_in(&self.here).len(),
            recent: recent::recent(&(self.env)()),
        }
    }

    fn labels(&self) -> Result<Vec<LabelData>, Problem> {
        let draft = Draft::read(&self.here, None, "en")?;
        let mut labels: Vec<LabelData> = Vec::new();
        for label in draft.transcripts.iter().flat_map(|transcript| &transcript.labels) {
            let same = |known: &&mut LabelData| known.label.to_lowercase() == label.label.to_lowercase();
            match labels.iter_mut().find(same) {
                Some(known) => {
                    known.transcripts += 1;
                    known.turns += label.turns;
                    known.words += label.words;
                }
                None => labels.push(LabelData {
                    label: label.label.clone(),
                    transcripts: 1,
                    turns: label.turns,
                    words: label.words,
                    interviews: draft
                        .interviewers
                        .iter()
                        .any(|known| known.to_lowercase() == label.label.to_lowercase()),
                }),
            }
        }
        labels.sort_by_key(|label| (std::cmp::Reverse(label.transcripts), std::cmp::Reverse(label.words)));
        Ok(labels)
    }
}

fn answer(session: &mut Session, request: Request, here: &Path) -> Answer {
    match request {
        Request::Study
        | Request::Demo
        | Request::OpenStudy(_)
        | Request::NewStudy(_)
        | Request::NewFromFiles
        | Request::KeepLook(..)
        | Request::Past(_)
        | Request::History
        | Request::Import { .. }
        | Request::Labels => Answer::Study(gather::study(session)),
        Request::Apply { ticket, commands, about, seen, everywhere } => {
            change::apply(session, ticket, commands, about.as_ref().map(|id| id.as_str()), seen, everywhere)
        }
        Request::Compare(request) => Answer::Compared(compare::compared(session, &request)),
        Request::CompareText(id) => gather::open(session, id.as_str()).map_or_else(Answer::Failed, Answer::CompareText),
        Request::Review => Answer::Review(gather::review(session)),
        Request::Accepting(ids) => session.accepting(&ids).map_or_else(Answer::Failed, Answer::Accepting),
        Request::Aside(ids, on) => match session.set_aside(&ids, on) {
            Ok(_) => Answer::Review(gather::review(session)),
            Err(problem) => Answer::Failed(problem),
        },
        Request::KeepCoder(coder) => {
            let problem = session.keep_coder(&coder).err();
            Answer::Coder(coder, problem)
        }
        Request::KeepTour(kept) => {
            session.keep_tour(kept);
            Answer::Kept
        }
        Request::Open(id) => gather::open(session, id.as_str()).map_or_else(Answer::Failed, Answer::Opened),
        Request::Search(query) => {
            let found = questions::search(session, &query);
            Answer::Found(query, found)
        }
        Request::Around(id, turn) => {
            gather::around(session, &id, turn, AROUND).map_or_else(Answer::Failed, Answer::Around)
        }
        Request::Propose(source, code) => {
            let proposed = super::propose::proposals(session, &source, &code);
            Answer::Proposed((source, code), proposed)
        }
        Request::Quotes(query) => {
            let quotes = gather::quotes(session, &query);
            Answer::Quotes(query, quotes)
        }
        Request::SmallGroups(by) => {
            let view = session.view(None);
            let small = crate::analysis::By::parse(&by, session.corpus()).ok();
            let small = small.and_then(|by| session.small_groups_speaking(&view, &by));
            Answer::SmallGroups(by, small)
        }
        Request::Beside(query) => {
            let quotes = gather::quotes(session, &query);
            Answer::Beside(query, quotes)
        }
        Request::KeepBookmarks(bookmarks) => {
            session.keep_bookmarks(&bookmarks).map_or_else(Answer::NotKept, |()| Answer::Kept)
        }
        Request::Frequencies(by, roll_up) => Answer::Heat(questions::heat(session, &by, roll_up)),
        Request::Framework(rows, roll_up) => {
            let request = FrameworkRequest { rows, roll_up, ..FrameworkRequest::default() };
            Answer::Framework(session.framework(&request).map(Arc::new))
        }
        Request::Analyse(question) => {
            let answer = figures::analyse(session, &question);
            Answer::Analysed(question, answer)
        }
        Request::Memos => Answer::Memos(gather::memos(session)),
        Request::Marks(id) => {
            let marks = gather::marks_of(session, id.as_str());
            marks.map_or_else(Answer::Failed, |marks| Answer::Marks(id, marks))
        }
        Request::Cite(id, span) => gather::cite(session, id.as_str(), span).map_or_else(Answer::Failed, Answer::Cited),
        Request::Export { table, path, replace } => export::export(session, &table, &here.join(path), replace),
    }
}

/// What would come of files, or their import.
fn bring(
    session: &mut Session,
    bringing: &mut Bringing,
    here: &Path,
    paths: &[PathBuf],
    request: &ImportRequest,
    write: bool,
) -> Answer {
    if !write {
        return bringing.look(session, here, paths, request).map_or_else(Answer::Failed, Answer::Drafted);
    }
    let draft = bringing.draft(session, here, paths, request);
    match draft.and_then(|draft| super::bring::bring_in(session, draft)) {
        Ok(said) => Answer::Imported(said),
        Err(problem) => Answer::Failed(problem),
    }
}
