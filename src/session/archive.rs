//! What goes to an archive: the interviews of those who have agreed to it, with what a stranger needs to read them.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::archive_text::{Archived, archived, codebook_without};
use super::methods::capital;
use super::{Problem, ScanRequest, Session, masks};
use crate::analysis::{By, Cell, Column, Consent, KEPT_BACK, Meta, Table, coding_rows, counted};
use crate::export::{csv, refi};
use crate::model::{ParticipantIx, Target, TranscriptIx, View};
use crate::store;

/// How an archive is made.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ArchiveRequest {
    /// Somebody has looked at what the scan for identifiers finds.
    pub looked_at: bool,
    /// Keep values back that fewer people than this share, and as many others as it takes; `None`: none.
    pub suppress: Option<u32>,
    /// A key of pseudonyms, whose names may not stand in the archive.
    pub key: Option<PathBuf>,
}

/// Who and what is in an archive.
struct Taken<'a> {
    view: &'a View<'a>,
    texts: Vec<(TranscriptIx, String, Archived)>,
    people: BTreeSet<ParticipantIx>,
    withheld: usize,
    transcripts_out: usize,
    /// By attribute of people: the values that are kept back.
    kept_back: Vec<Vec<String>>,
    examples_out: usize,
    codings_out: usize,
}

impl Session {
    /// Writes an archive into a new folder; what there is to say of it.
    ///
    /// # Errors
    /// Identifiers that nobody has looked at, a name of the key, a folder that is not empty, nobody who has agreed, a disk that
    /// refuses. Nothing is written then.
    pub fn export_archive(&mut self, to: &Path, request: &ArchiveRequest) -> Result<Vec<String>, Problem> {
        if let Some(key) = &request.key {
            self.guard(key)?;
        }
        self.refuse_identifiers(request)?;
        let view = self.view(None);
        let consent = Consent::to_archive(&view);
        let mut taken = self.taken(&view, &consent, request)?;
        let mut files = self.transcript_files(&taken);
        files.push(("data-list.csv".to_owned(), csv(&self.data_list(&taken))));
        let (book, examples_out) = codebook_without(&view, &consent);
        taken.examples_out = examples_out;
        let codings = self.archived_codings(&mut taken, &consent);
        files.push(("codings.csv".to_owned(), csv(&codings)));
        if !book.codes().is_empty() {
            files.push((
                "codebook.md".to_owned(),
                crate::export::codebook_markdown(&book, &self.corpus().study.title, &[]),
            ));
            files.push(("codebook.csv".to_owned(), csv(&super::codebook_tables::plain_table(&book))));
            let exported = refi::codebook(&book, &refi::Foreign::default(), env!("CARGO_PKG_VERSION"));
            files.push(("codebook.qdc".to_owned(), exported.map_err(|error| Problem::new(error.to_string()))?.bytes));
        }
        let said = self.archive_sentences(&taken, request);
        files.push(("README.md".to_owned(), self.archive_readme(&taken, &said).into_bytes()));
        files.push(("archive.meta.yaml".to_owned(), self.archive_sidecar(&taken, &said)));
        for (path, bytes) in &files {
            self.refuse_names(Path::new(path), bytes)?;
        }
        store::write_folder(to, &files).map_err(|error| match error {
            store::WriteError::Exists(_) => Problem::new(format!("{} is there already and not empty", to.display()))
                .hint("an archive is never written over: choose a new folder"),
            other => Problem::new(other.to_string()).hint("nothing was written"),
        })?;
        Ok(said)
    }

    fn refuse_identifiers(&self, request: &ArchiveRequest) -> Result<(), Problem> {
        let found = self.scan(&ScanRequest::default(), request.key.as_deref())?.rows.len() as u64;
        if found == 0 || request.looked_at {
            return Ok(());
        }
        Err(Problem::new(format!("{} may identify a person; nothing was written", counted(found, "wording"))).hint(
            "look at them: emic anon scan; dismiss what is no identifier (emic anon scan --dismiss HASH…), or say that you have: --looked-at",
        ))
    }

    fn taken<'a>(&self, view: &'a View<'a>, consent: &Consent, request: &ArchiveRequest) -> Result<Taken<'a>, Problem> {
        let corpus = self.corpus();
        let mut taken = Taken {
            view,
            texts: Vec::new(),
            people: BTreeSet::new(),
            withheld: (0..corpus.participants.rows.len()).filter(|at| consent.withholds((*at).into())).count(),
            transcripts_out: 0,
            kept_back: Vec::new(),
            examples_out: 0,
            codings_out: 0,
        };
        let mut names = BTreeSet::new();
        for at in corpus.places() {
            let text = archived(view, at, consent);
            if text.people.is_empty() {
                taken.transcripts_out += 1;
                continue;
            }
            taken.people.extend(&text.people);
            let flat: String = corpus.transcript(at).id.as_str().replace(['/', '\\', ':'], "-");
            let mut name = format!("transcripts/{flat}.txt");
            while !names.insert(name.to_lowercase()) {
                name = name.replace(".txt", "-2.txt");
            }
            taken.texts.push((at, name, text));
        }
        if taken.texts.is_empty() {
            return Err(Problem::new("no interview may be archived, so there is nothing to write").hint(
                "whoever has agreed has `yes` in the column of participants.csv that `consent: {archive: …}` of study.yaml names",
            ));
        }
        for name in &corpus.participants.columns {
            let by = By { text: name.clone(), attributes: vec![name.clone()], ..By::default() };
            taken.kept_back.push(request.suppress.map_or(Vec::new(), |k| masks::kept_back(view, &by, k)));
        }
        Ok(taken)
    }

    /// The attributes of people that an archive tells: all but the columns of consent.
    fn told_columns(&self) -> Vec<usize> {
        let columns = self.corpus().participants.columns.iter().enumerate();
        columns.filter(|(_, name)| !self.corpus().study.consent.has(name)).map(|(at, _)| at).collect()
    }

    fn value(&self, taken: &Taken<'_>, person: ParticipantIx, column: usize) -> String {
        let value = self.corpus().participants.values(person.at(), column).join(";");
        let kept_back = taken.kept_back.get(column).is_some_and(|values| values.contains(&value));
        if kept_back { KEPT_BACK.to_owned() } else { value }
    }

    /// The standard head of a transcript.
    fn head(&self, taken: &Taken<'_>, at: TranscriptIx, text: &Archived) -> String {
        let corpus = self.corpus();
        let transcript = corpus.transcript(at);
        let mut head = format!("Study: {}\nTranscript: {}\n", corpus.study.title, transcript.id);
        for person in &text.people {
            let told = self.told_columns().into_iter().map(|column| (column, self.value(taken, *person, column)));
            let told: Vec<String> = told
                .filter(|(_, value)| !value.is_empty())
                .map(|(column, value)| format!("{}: {value}", corpus.participants.columns[column]))
                .collect();
            let told = if told.is_empty() { String::new() } else { format!(" ({})", told.join("; ")) };
            head.push_str(&format!("Participant: {}{told}\n", corpus.participant(*person)));
        }
        for (column, name) in corpus.transcript_columns.iter().enumerate() {
            let value = transcript.attributes.get(column).map(|values| values.join(";")).unwrap_or_default();
            if !value.is_empty() {
                head.push_str(&format!("{}: {value}\n", capital(name)));
            }
        }
        if text.omitted_turns > 0 {
            head.push_str(&format!("Omitted: {}, marked where they stood\n", counted(text.omitted_turns, "turn")));
        }
        head.push_str("\n----\n\n");
        head
    }

    fn transcript_files(&self, taken: &Taken<'_>) -> Vec<(String, Vec<u8>)> {
        let file = |(at, name, text): &(TranscriptIx, String, Archived)| {
            let mut whole = self.head(taken, *at, text) + &text.text;
            if !whole.ends_with('\n') {
                whole.push('\n');
            }
            (name.clone(), whole.into_bytes())
        };
        taken.texts.iter().map(file).collect()
    }

    /// One row for each transcript and participant in the archive.
    fn data_list(&self, taken: &Taken<'_>) -> Table {
        let corpus = self.corpus();
        let told = self.told_columns();
        let mut columns = ["transcript", "file", "participant"].map(Column::left).to_vec();
        columns.extend(told.iter().map(|at| Column::left(&corpus.participants.columns[*at])));
        columns.extend(corpus.transcript_columns.iter().map(Column::left));
        columns.extend(["words", "words_omitted"].map(Column::right));
        columns.push(Column::left("format"));
        let mut table = Table { name: "data list".into(), columns, ..Table::default() };
        for (at, name, text) in &taken.texts {
            let transcript = corpus.transcript(*at);
            for person in &text.people {
                let mut row =
                    vec![Cell::text(transcript.id.as_str()), Cell::text(name), Cell::text(corpus.participant(*person))];
                row.extend(told.iter().map(|column| Cell::present(&self.value(taken, *person, *column))));
                row.extend((0..corpus.transcript_columns.len()).map(|column| {
                    Cell::present(&transcript.attributes.get(column).map(|values| values.join(";")).unwrap_or_default())
                }));
                row.push(Cell::Integer(text.words_of(taken.view, *at, *person)));
                row.extend([Cell::Integer(text.omitted_words), Cell::text("text/plain; charset=utf-8")]);
                table.rows.push(row);
            }
        }
        table
    }

    /// The codings of what is in the archive; `start` and `end` count code points of the archived file.
    fn archived_codings(&self, taken: &mut Taken<'_>, consent: &Consent) -> Table {
        let corpus = self.corpus();
        let mut columns = ["coding", "file", "participant"].map(Column::left).to_vec();
        columns.extend(["start", "end"].map(Column::right));
        columns.extend(["code", "path", "coder", "quote"].map(Column::left));
        let mut table = Table { name: "codings".into(), columns, ..Table::default() };
        for row in coding_rows(taken.view, None) {
            if !matches!(row.placed.target, Target::Code(_)) {
                continue;
            }
            let own = row.participant.is_none_or(|person| !consent.withholds(person));
            let text = taken.texts.iter().find(|(at, _, _)| *at == row.placed.transcript);
            let place = text.and_then(|(at, name, text)| {
                let head = self.head(taken, *at, text).chars().count() as u32;
                Some((name, text.place(row.placed.span)?, head))
            });
            let Some((name, span, head)) = place.filter(|_| own) else {
                taken.codings_out += 1;
                continue;
            };
            let quote = corpus.transcript(row.placed.transcript).body().slice(row.placed.span).unwrap_or_default();
            table.rows.push(vec![
                Cell::text(row.coding.id.to_string()),
                Cell::text(name),
                Cell::present(row.participant.map_or("", |person| corpus.participant(person))),
                Cell::Integer((span.start + head).into()),
                Cell::Integer((span.end + head).into()),
                Cell::text(row.code(taken.view)),
                Cell::text(row.path(taken.view).join(" > ")),
                Cell::text(row.coding.coder.as_str()),
                Cell::text(quote),
            ]);
        }
        table
    }

    /// What has to be said of an archive.
    fn archive_sentences(&self, taken: &Taken<'_>, request: &ArchiveRequest) -> Vec<String> {
        let sum = |of: fn(&Archived) -> u64| taken.texts.iter().map(|(_, _, text)| of(text)).sum::<u64>();
        let mut said = vec![format!(
            "in the archive: {} of {}",
            counted(taken.texts.len() as u64, "transcript"),
            counted(taken.people.len() as u64, "participant")
        )];
        match &self.corpus().study.consent.archive {
            Some(column) => said.push(format!(
                "left out for want of consent (`{column}` is no or ask): {}; {} without anybody who has agreed",
                counted(taken.withheld as u64, "participant"),
                counted(taken.transcripts_out as u64, "transcript")
            )),
            None => said.push(
                "the study records no consent to archiving (`consent: {archive: COLUMN}` in study.yaml): nobody was left out for want of it"
                    .into(),
            ),
        }
        if sum(|text| text.omitted_turns) > 0 {
            said.push(format!(
                "omitted inside of transcripts, each place marked: {}, {} (of participants who have not agreed or have left the study, and of speakers \
                 of whom nobody has said who they are)",
                counted(sum(|text| text.omitted_turns), "turn"),
                counted(sum(|text| text.omitted_words), "word")
            ));
        }
        if taken.codings_out > 0 {
            said.push(format!(
                "left out of codings.csv, since they touch what is left out: {}",
                counted(taken.codings_out as u64, "row")
            ));
        }
        if taken.examples_out > 0 {
            said.push(format!(
                "left out of the codebook, since it is what somebody left out has said: {}",
                counted(taken.examples_out as u64, "example")
            ));
        }
        said.extend(self.alone_among(|at| taken.people.contains(&at.into())));
        if let Some(k) = request.suppress {
            let values: usize = taken.kept_back.iter().map(Vec::len).sum();
            said.push(format!(
                "suppressed (k = {k}): values that fewer than {k} people share, and as many others as it takes that they cannot be told from the \
                 rest, stand as {KEPT_BACK}: {}",
                counted(values as u64, "value")
            ));
        }
        said.push(match (&request.key, request.looked_at) {
            (Some(_), true) => {
                "no name of the key of pseudonyms stands in it; what the scan for identifiers finds was looked at"
                    .into()
            }
            (Some(_), false) => {
                "no name of the key of pseudonyms stands in it; the scan for identifiers finds nothing".into()
            }
            (None, true) => "what the scan for identifiers finds was looked at; no key of pseudonyms was given".into(),
            (None, false) => "the scan for identifiers finds nothing; no key of pseudonyms was given".into(),
        });
        said
    }

    fn archive_readme(&self, taken: &Taken<'_>, said: &[String]) -> String {
        let study = &self.corpus().study;
        let list: String = said.iter().map(|line| format!("- {line}\n")).collect();
        let language = &study.language;
        let words: u64 = taken.texts.iter().map(|(_, _, text)| text.words).sum();
        format!(
            "# {}\n\nInterview material for an archive, made by emic {} from the study's own files.\n\n## What is here\n\n\
             - `data-list.csv`: a row for each transcript and participant: file, attributes, words, format\n\
             - `transcripts/`: plain text (UTF-8); a head with study, transcript, participants and what is known of them, `----`, then the \
             interview as it was transcribed; {} by participants; language: {language}\n\
             - `codebook.md`, `codebook.csv`, `codebook.qdc` (REFI-QDA): the codes with their definitions\n\
             - `codings.csv`: which passage has which code; `start` and `end` count characters (Unicode code points) of the file from 0, its head included\n\
             - `archive.meta.yaml`: which texts this was made from (hashes), and what is said here, for programs\n\n\
             Not here: memos, wordings for print, and what the people counted below have said.\n\n\
             ## Who and what was left out\n\n{list}\n\
             ## To be written by the researcher\n\n\
             - [… how participants were chosen and what they were asked, to be written by the researcher]\n\
             - [… who made the recordings and transcripts, and by which rules, to be written by the researcher]\n\
             - [… terms of access and licence, to be written by the researcher]\n",
            study.title,
            env!("CARGO_PKG_VERSION"),
            counted(words, "word"),
        )
    }

    fn archive_sidecar(&self, taken: &Taken<'_>, said: &[String]) -> Vec<u8> {
        let corpus = self.corpus();
        let texts = taken.texts.iter().fold(Meta::default(), |texts, (at, _, _)| {
            let transcript = corpus.transcript(*at);
            texts.with(transcript.id.as_str(), transcript.hash.to_string())
        });
        let meta = Meta::default().with("transcripts", texts).with("units", "transcripts").with("notes", said.to_vec());
        self.sidecar_of(&meta)
    }
}
