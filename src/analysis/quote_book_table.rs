//! The quotes as a table with a row for each coding and participant, and as a reader sees them: each once.

use super::quote_book::{Attribution, BookQuote, QuoteBook};
use super::table::{Cell, Column, Table};
use crate::text::counted;

impl QuoteBook {
    /// The quotes without those that an earlier one repeats to the reader: the same code, words and attribution at the same place, since
    /// several coders have coded it.
    pub fn once(&self) -> impl Iterator<Item = &BookQuote> {
        let same = |one: &BookQuote, other: &BookQuote| {
            let place = |quote: &BookQuote| (quote.lines, quote.turn, quote.star);
            one.code == other.code
                && one.transcript == other.transcript
                && one.participant == other.participant
                && place(one) == place(other)
                && one.printed == other.printed
                && one.translation == other.translation
                && one.used == other.used
        };
        let mut start = 0;
        self.quotes.iter().enumerate().filter_map(move |(at, quote)| {
            // Quotes stand by their codes.
            if self.quotes.get(start).is_none_or(|first| first.code != quote.code) {
                start = at;
            }
            let told = self.quotes.get(start..at).is_some_and(|before| before.iter().any(|known| same(known, quote)));
            (!told).then_some(quote)
        })
    }

    /// What has to be said under the quotes where each stands once.
    pub fn sentences_once(&self) -> Vec<String> {
        let repeated = (self.quotes.len() - self.once().count()) as u64;
        let mut sentences = self.sentences();
        if repeated > 0 {
            let said = format!(
                "what several coders have coded alike stands once: {} not repeated",
                counted(repeated, "coding")
            );
            sentences.insert(1.min(sentences.len()), said);
        }
        sentences
    }

    /// One row a quote and participant: columns `code`, `path`, what the attribution allows (`<attributes…>` of the groups,
    /// `participant`, `transcript`, `line_start`, `line_end`, `turn`, `time`, `coder`, `coding`), `quote`, `translation`, `language`,
    /// `use`, `starred`, `printed`; then `group` where there are groups that the attribution has given no column, `level_1` to `level_3`,
    /// with a name `speaker`, `round` and [`QuoteBook::attributes`] (not where groups are kept back, since these and a label such as
    /// `Head` would tell them), and `memo` if asked for. An attribute that is called like a column before it is `participant_…`.
    pub fn table(&self) -> Table {
        let mut columns = ["code", "path"].map(Column::left).to_vec();
        let named = self.attribution != Attribution::None;
        let grouped = self.attribution == Attribution::Group;
        if grouped {
            columns.push(Column::left(self.by.join(",")));
        }
        if named {
            columns.extend(["participant", "transcript"].map(Column::left));
            columns.extend(["line_start", "line_end", "turn"].map(Column::right));
            columns.extend(["time", "coder", "coding"].map(Column::left));
        }
        columns.extend(["quote", "translation", "language", "use", "starred", "printed"].map(Column::left));
        let group_last = !grouped && !self.by.is_empty();
        let speaker = named && self.suppressed.is_none();
        columns.extend(group_last.then(|| Column::left("group")));
        columns.extend(["level_1", "level_2", "level_3"].map(Column::left));
        columns.extend(speaker.then(|| ["speaker", "round"].map(Column::left)).into_iter().flatten());
        // A group of one attribute has its column already.
        let told = |name: &String| grouped && self.by.as_slice() == std::slice::from_ref(name);
        let beside: Vec<usize> =
            (0..self.attributes.len()).filter(|at| speaker && !told(&self.attributes[*at])).collect();
        for at in &beside {
            let name = &self.attributes[*at];
            let taken = name == "memo" || columns.iter().any(|column| column.id == *name);
            columns.push(Column::left(if taken { format!("participant_{name}") } else { name.clone() }));
        }
        columns.extend(self.memos.then(|| Column::left("memo")));
        let row = |quote: &BookQuote| {
            let mut row = vec![Cell::text(&quote.code), Cell::text(quote.path.join(" > "))];
            if grouped {
                row.push(Cell::present(&quote.group));
            }
            if named {
                row.extend([Cell::present(&quote.participant), Cell::text(&quote.transcript)]);
                row.extend([
                    Cell::count(quote.lines.map(|(first, _)| first)),
                    Cell::count(quote.lines.map(|(_, last)| last)),
                ]);
                row.extend([Cell::count(quote.turn), Cell::present(&quote.time), Cell::text(&quote.coder)]);
                row.push(Cell::text(quote.coding.to_string()));
            }
            let printed: String = quote.printed.iter().map(|segment| segment.text.as_str()).collect();
            row.extend([
                Cell::text(&quote.quote),
                Cell::present(&quote.translation.0),
                Cell::present(&quote.translation.1),
                Cell::present(&quote.used),
                quote.star.map_or(Cell::Empty, |star| Cell::text(star.as_str())),
                Cell::Text(printed),
            ]);
            row.extend(group_last.then(|| Cell::present(&quote.group)));
            row.extend((0..3).map(|level| quote.path.get(level).map_or(Cell::Empty, Cell::text)));
            if speaker {
                row.extend([Cell::present(&quote.speaker), Cell::present(&quote.rounds)]);
            }
            row.extend(
                beside.iter().map(|at| quote.attributes.get(*at).map_or(Cell::Empty, |value| Cell::present(value))),
            );
            row.extend(self.memos.then(|| Cell::present(&quote.memo)));
            row
        };
        let mut sentences = self.sentences();
        sentences.extend(self.alone.clone().filter(|_| !beside.is_empty()));
        Table {
            name: "quotes".into(),
            rows: self.quotes.iter().map(row).collect(),
            columns,
            sentences,
            meta: self.meta(),
        }
    }
}
