//! The study as it stood: a session of its own, while the present one waits.

use super::Desk;
use crate::session::{Problem, Session};

impl Desk {
    /// Shows the study as it stood: after an action (by its id), or at a time; `None`: as it is now.
    pub(super) fn past(&mut self, asked: Option<&str>) -> Result<(), Problem> {
        let Some(asked) = asked else { return self.present() };
        let Some(now) = self.now.take().or_else(|| self.session.take()) else { return Ok(()) };
        let opened = self.at(&now, Some(asked));
        match opened {
            Ok(past) => {
                self.session = Some(past);
                self.now = Some(now);
                Ok(())
            }
            Err(problem) => {
                // What was shown stays: the present, or the past that was looked at before.
                match self.session {
                    Some(_) => self.now = Some(now),
                    None => self.session = Some(now),
                }
                Err(problem)
            }
        }
    }

    fn present(&mut self) -> Result<(), Problem> {
        match self.now.take() {
            Some(mut now) => {
                // What has changed meanwhile is taken in.
                let looked = now.look();
                self.session = Some(now);
                looked.map(|_| ())
            }
            // It was opened as it stood.
            None => {
                let Some(session) = self.session.as_ref().filter(|session| session.past().is_some()) else {
                    return Ok(());
                };
                let now = self.at(session, None)?;
                self.open(now);
                Ok(())
            }
        }
    }

    fn at(&self, session: &Session, asked: Option<&str>) -> Result<Session, Problem> {
        let mut env = (self.env)();
        env.coder = session.coder().ok().map(|coder| coder.to_string());
        env.as_of =
            asked.map(|asked| session.end_of_act(asked).map_or_else(|| asked.to_owned(), |end| end.to_string()));
        let mut session = Session::open(session.root(), env)?;
        session.watch();
        Ok(session)
    }
}
