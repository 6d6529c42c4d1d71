//! What study.yaml says.

use std::path::PathBuf;

use super::CoderName;

/// The method that a study follows. It sets defaults and withholds no feature.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum Approach {
    /// Reflexive thematic analysis.
    Reflexive,
    /// Codebook thematic analysis.
    #[default]
    Codebook,
    /// Framework analysis.
    Framework,
    /// Coding reliability.
    Reliability,
    /// Content analysis.
    Content,
}

impl Approach {
    /// The word in study.yaml.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Reflexive => "reflexive",
            Self::Codebook => "codebook",
            Self::Framework => "framework",
            Self::Reliability => "reliability",
            Self::Content => "content",
        }
    }
}

/// Where what is derived from a study is kept.
#[derive(Clone, Copy, PartialEq, Eq, Debug, Default)]
pub enum CacheMode {
    /// In the machine's cache folder.
    #[default]
    Disk,
    /// Nowhere: made anew each time.
    Memory,
}

/// Columns of participants.csv that say what a person has agreed to.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct Consent {
    /// Column that says whether the person may be quoted.
    pub quote: Option<String>,
    /// Column that says whether the person's transcript may be archived.
    pub archive: Option<String>,
}

impl Consent {
    /// Whether a column (ignoring case) is one of them.
    pub fn has(&self, column: &str) -> bool {
        [&self.quote, &self.archive].into_iter().flatten().any(|named| column.eq_ignore_ascii_case(named))
    }
}

/// One research project, as study.yaml describes it. Paths are as written, relative to the study's folder.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Study {
    /// The folder that holds study.yaml.
    pub root: PathBuf,
    /// Format version.
    pub version: u32,
    /// Title.
    pub title: String,
    /// Language code, for stemming and sentence abbreviations.
    pub language: String,
    /// Path of the codebook; the only one that may lie outside the study.
    pub codebook: PathBuf,
    /// Folders or globs of transcripts.
    pub transcripts: Vec<String>,
    /// Path of the table of participants.
    pub participants: PathBuf,
    /// Folder of the coders' journals.
    pub codings: PathBuf,
    /// Whose codings count; `None`: everybody's but the consensus. See [`Study::hears`].
    pub coders: Option<Vec<CoderName>>,
    /// The coder that keeps what was settled together.
    pub consensus: CoderName,
    /// Labels of interviewers in every transcript.
    pub interviewers: Vec<String>,
    /// Labels of people present but not studied.
    pub others: Vec<String>,
    /// The pattern of `turns:`; `None`: found by layout.
    pub turns: Option<String>,
    /// Words of one participant that make a coding over several people belong to that participant.
    pub attribution_words: u32,
    /// Characters per citation line.
    pub citation_width: u32,
    /// How a quote is printed.
    pub quote_template: String,
    /// The method.
    pub approach: Approach,
    /// Columns of consent.
    pub consent: Consent,
    /// Where the cache is kept.
    pub cache: CacheMode,
    /// Groups of fewer people are small; `None`: of fewer than 3.
    pub suppress: Option<u32>,
    /// The list of what the paper needs.
    pub analysis: PathBuf,
    /// Set if study.yaml is of a newer version: the study is read and nothing is written.
    pub read_only: bool,
}

impl Study {
    /// Whether the codings of this coder count where the consensus has not finished and nobody asks for certain coders.
    pub fn hears(&self, coder: &CoderName) -> bool {
        self.coders.as_ref().map_or(*coder != self.consensus, |heard| heard.contains(coder))
    }

    /// A study in `root` with every key at its default.
    #[allow(clippy::missing_panics_doc)]
    pub fn new(root: PathBuf, title: &str, consensus: CoderName) -> Self {
        Self {
            root,
            version: 1,
            title: title.to_owned(),
            language: "en".into(),
            codebook: "codebook.yaml".into(),
            transcripts: vec!["transcripts".into()],
            participants: "participants.csv".into(),
            codings: "codings".into(),
            coders: None,
            consensus,
            interviewers: ["Interviewer", "Researcher", "INT", "I"].map(String::from).to_vec(),
            others: Vec::new(),
            turns: None,
            attribution_words: 3,
            citation_width: 80,
            quote_template: "“{quote}” ({participant})".into(),
            approach: Approach::default(),
            consent: Consent::default(),
            cache: CacheMode::default(),
            suppress: None,
            analysis: "analysis.yaml".into(),
            read_only: false,
        }
    }
}
