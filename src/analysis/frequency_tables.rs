//! Theme frequencies as tables: the tidy one (a row per theme and group) and the wide one (themes by groups).

use super::by::Unit;
use super::frequencies::{Figure, Frequencies, Group, ThemeLine};
use super::masked::{MASKED, Masks, masked_meta, shown, unless};
use super::table::{Cell, Column, Meta, MetaValue, Table};
use crate::text::{counted, thousands};

/// The columns of the tidy table. A contract (DESIGN §8).
pub const FREQUENCY_COLUMNS: [&str; 20] = [
    "by",
    "group",
    "code",
    "path",
    "depth",
    "rollup",
    "coders",
    "participants_in_group",
    "transcripts_in_group",
    "words_in_group",
    "participants",
    "percent_participants",
    "transcripts",
    "passages",
    "percent_of_group_passages",
    "percent_of_code_passages",
    "words",
    "percent_of_group_words",
    "passages_per_1000_words",
    "present",
];

/// What the wide table shows of each theme and group.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Debug, Default)]
pub enum WideUnit {
    /// Participants (or cases), of those in the group.
    #[default]
    Participants,
    /// Passages, of all passages of the group.
    Passages,
    /// Transcripts, of those in which the group speaks.
    Transcripts,
    /// Words, of the group's words.
    Words,
}

impl WideUnit {
    /// All of them, in the order of the option's help.
    pub const ALL: [Self; 4] = [Self::Participants, Self::Passages, Self::Transcripts, Self::Words];

    /// The word of the option `--unit`.
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Participants => "participants",
            Self::Passages => "passages",
            Self::Transcripts => "transcripts",
            Self::Words => "words",
        }
    }

    /// Reads the word of the option.
    pub fn parse(word: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|unit| unit.as_str() == word)
    }

    /// How many there are, and of how many.
    pub fn of(self, figure: Figure, group: &Group) -> (u64, u64) {
        match self {
            Self::Participants => (figure.participants, group.participants),
            Self::Passages => (figure.passages, group.passages),
            Self::Transcripts => (figure.transcripts, group.transcripts),
            Self::Words => (figure.words, group.words),
        }
    }
}

/// The name of a theme, indented by its depth.
fn indented(line: &ThemeLine) -> String {
    format!("{}{}", "  ".repeat(line.depth as usize), line.name)
}

impl Frequencies {
    /// The tidy table: one row per theme and group, zeros written, undefined figures empty.
    pub fn tidy(&self) -> Table {
        const WORDS: [&str; 6] = ["by", "group", "code", "path", "rollup", "coders"];
        let column = |id: &str| if WORDS.contains(&id) { Column::left(id) } else { Column::right(id) };
        let coders = self.notes.coders.joined();
        let mut rows = Vec::with_capacity(self.themes.len() * self.groups.len());
        let open = Masks::default();
        let masks = self.masks.as_ref().unwrap_or(&open);
        for (theme, line) in self.themes.iter().enumerate() {
            let everywhere = self.all(theme).passages;
            for (at, group) in self.groups.iter().enumerate() {
                let figure = self.figure(theme, at);
                let (hidden, base) = (masks.cell(theme, at), masks.base(at));
                let of_group = hidden || base;
                rows.push(vec![
                    Cell::text(&self.by.text),
                    Cell::text(&group.name),
                    Cell::text(&line.id),
                    Cell::text(&line.path),
                    Cell::Integer(line.depth.into()),
                    Cell::text(self.roll_up.as_str()),
                    Cell::text(&coders),
                    unless(base, Cell::Integer(group.participants)),
                    unless(base, Cell::Integer(group.transcripts)),
                    unless(base, Cell::Integer(group.words)),
                    unless(hidden, Cell::Integer(figure.participants)),
                    unless(of_group, Cell::ratio(figure.participants, group.participants, 100)),
                    unless(hidden, Cell::Integer(figure.transcripts)),
                    unless(hidden, Cell::Integer(figure.passages)),
                    // A sum over the group's lines would give the one that is masked.
                    unless(hidden || masks.in_group(at), Cell::ratio(figure.passages, group.passages, 100)),
                    unless(hidden || masks.all(theme), Cell::ratio(figure.passages, everywhere, 100)),
                    unless(hidden, Cell::Integer(figure.words)),
                    unless(of_group, Cell::ratio(figure.words, group.words, 100)),
                    unless(of_group, Cell::ratio(figure.passages, group.words, 1000)),
                    unless(hidden, Cell::Flag(figure.passages > 0)),
                ]);
            }
        }
        Table {
            name: "frequencies".into(),
            columns: FREQUENCY_COLUMNS.map(column).into(),
            rows,
            sentences: self.sentences(),
            meta: self.meta("all columns named in the table"),
        }
    }

    /// The table for reading: the figures that are compared, each beside its base.
    pub fn brief(&self) -> Table {
        let words = ["code", "theme", "group"].map(Column::left);
        let numbers = [self.noun(WideUnit::Participants), "%", "passages", "transcripts", "words"].map(Column::right);
        let mut rows = Vec::with_capacity(self.themes.len() * self.groups.len());
        let open = Masks::default();
        let masks = self.masks.as_ref().unwrap_or(&open);
        for (theme, line) in self.themes.iter().enumerate() {
            for (at, group) in self.groups.iter().enumerate() {
                let figure = self.figure(theme, at);
                let (hidden, base) = (masks.cell(theme, at), masks.base(at));
                let of = |part: u64, whole: u64| {
                    Cell::Text(format!("{} of {}", shown(hidden, thousands(part)), shown(base, thousands(whole))))
                };
                rows.push(vec![
                    if at == 0 { Cell::text(&line.id) } else { Cell::Empty },
                    Cell::Text(if at == 0 { indented(line) } else { String::new() }),
                    Cell::text(&group.name),
                    of(figure.participants, group.participants),
                    unless(hidden || base, Cell::ratio(figure.participants, group.participants, 100)),
                    unless(hidden, Cell::Integer(figure.passages)),
                    of(figure.transcripts, group.transcripts),
                    of(figure.words, group.words),
                ]);
            }
        }
        Table {
            name: "frequencies".into(),
            columns: words.into_iter().chain(numbers).collect(),
            rows,
            sentences: self.sentences(),
            meta: self.meta("participants, passages, transcripts, words"),
        }
    }

    /// The wide table: a row per theme, a column per group, `n (%)` in the cells and N in the head: `parent (N = 7)`.
    /// Without a unit the cells hold participants and then the number of passages: `5 (71%) · 12`.
    /// The name of a theme is indented by its depth. An undefined percentage is `-`.
    pub fn wide(&self, unit: Option<WideUnit>) -> Table {
        let with_passages = unit.is_none();
        let unit = unit.unwrap_or_default();
        let mut columns = vec![Column::left("code"), Column::left("theme")];
        let open = Masks::default();
        let masks = self.masks.as_ref().unwrap_or(&open);
        let no_base = |at: usize| match unit {
            WideUnit::Passages => masks.in_group(at),
            _ => masks.base(at),
        };
        columns.extend(self.groups.iter().enumerate().map(|(at, group)| {
            let (_, base) = unit.of(Figure::default(), group);
            let noun = if unit == WideUnit::Participants { String::new() } else { format!(" {}", unit.as_str()) };
            Column::right(format!("{} (N = {}{noun})", group.name, shown(no_base(at), thousands(base))))
        }));
        let row = |(theme, line): (usize, &ThemeLine)| {
            let name = indented(line);
            let figures = self.groups.iter().enumerate().map(|(at, group)| {
                let (part, base) = unit.of(self.figure(theme, at), group);
                if masks.cell(theme, at) {
                    return Cell::Masked;
                }
                let mut cell = if no_base(at) {
                    format!("{} ({MASKED})", thousands(part))
                } else if base == 0 {
                    format!("{} (-)", thousands(part))
                } else {
                    format!("{} ({:.0}%)", thousands(part), part as f64 * 100.0 / base as f64)
                };
                if with_passages {
                    cell.push_str(&format!(" · {}", thousands(self.figure(theme, at).passages)));
                }
                Cell::Text(cell)
            });
            [Cell::text(&line.id), Cell::Text(name)].into_iter().chain(figures).collect()
        };
        let mut sentences = self.sentences();
        let then = if with_passages { ", then the number of passages" } else { "" };
        sentences.insert(0, format!("cells: {} and, in brackets, their percentage of N{then}", self.noun(unit)));
        Table {
            name: "frequencies".into(),
            columns,
            rows: self.themes.iter().enumerate().map(row).collect(),
            sentences,
            meta: self.meta(self.noun(unit)),
        }
    }

    fn noun(&self, unit: WideUnit) -> &'static str {
        if unit == WideUnit::Participants && self.by.unit == Unit::Case { "cases" } else { unit.as_str() }
    }

    /// What must be said under either table.
    pub fn sentences(&self) -> Vec<String> {
        let case = self.by.unit == Unit::Case;
        let mut sentences = Vec::new();
        if case {
            sentences.push(
                "unit: case; `participants`, `percent_participants` and `participants_in_group` count cases that \
                 somebody in scope speaks about, each once"
                    .to_owned(),
            );
        }
        sentences.extend(self.notes.scope_sentences());
        sentences.push(format!(
            "passages of a theme are merged where they overlap, so a theme can have fewer passages than a sub-code, \
             never fewer {0}; a passage {1} counts once for each; passages depend on how long a coder marks, {0} do not",
            if case { "cases" } else { "participants" },
            if case { "about several cases" } else { "in which several people speak" },
        ));
        if !self.in_several.is_empty() && self.masks.is_some() {
            sentences.push("groups overlap: some stand in more than one; (all) counts each once".into());
        } else if !self.in_several.is_empty() {
            const SHOWN: usize = 5;
            let mut names = self.in_several.iter().take(SHOWN).cloned().collect::<Vec<_>>().join(", ");
            if self.in_several.len() > SHOWN {
                names.push_str(", …");
            }
            let number = self.in_several.len() as u64;
            sentences.push(format!(
                "groups overlap: {} {} in more than one ({names}); (all) counts each once",
                counted(number, self.by.unit.as_str()),
                if number == 1 { "stands" } else { "stand" },
            ));
        }
        if !self.absent.is_empty() {
            sentences.push(format!("not shown, nobody in scope: {}", self.absent.join(", ")));
        }
        sentences.extend(self.notes.base_sentences());
        sentences.extend(self.masks.as_ref().map(Masks::sentence));
        sentences
    }

    fn meta(&self, shown: &str) -> Meta {
        let denominators = Meta::default()
            .with(
                "percent_participants",
                "participants_in_group: members of the group with at least one word in a transcript in scope",
            )
            .with("transcripts_in_group", "the transcripts in scope that they speak in")
            .with(
                "percent_of_group_passages",
                "the sum over all codes (sets aside) of their own passages in the group, at either roll-up",
            )
            .with("percent_of_code_passages", "the theme's passages over all groups: those of (all)")
            .with("percent_of_group_words", "words_in_group: the members' words in those transcripts")
            .with("passages_per_1000_words", "words_in_group");
        let open = Masks::default();
        let masks = self.masks.as_ref().unwrap_or(&open);
        let groups = self.groups.iter().enumerate().fold(Meta::default(), |groups, (at, group)| {
            let said = |hidden: bool, figure: u64| match hidden {
                true => MetaValue::from(MASKED),
                false => MetaValue::from(figure),
            };
            let figures = Meta::default()
                .with("participants_in_group", said(masks.base(at), group.participants))
                .with("transcripts_in_group", said(masks.base(at), group.transcripts))
                .with("words_in_group", said(masks.base(at), group.words))
                .with("own_passages", said(masks.in_group(at), group.passages));
            groups.with(&group.name, figures)
        });
        let meta = self
            .notes
            .meta_head()
            .with("by", self.by.text.as_str())
            .with("unit", self.by.unit.as_str())
            .with("units", shown)
            .with("denominators", denominators)
            .with("groups", groups)
            .with("rollup", self.roll_up.as_str())
            .with("attribution_words", u64::from(self.attribution_words));
        masked_meta(self.notes.meta_tail(meta), self.masks.as_ref())
    }
}
