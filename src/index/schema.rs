//! What a document of the index is: one turn.

use tantivy::schema::{FAST, Field, IndexRecordOption, NumericOptions, Schema, TextFieldIndexing, TextOptions};

use crate::text::{checksum, stem, tokens};

/// Counts up whenever what stands in the folder of an index changes its meaning.
const VERSION: u32 = 1;

/// Name of the tokenizer of `words`.
pub(super) const TOKENIZER: &str = "emic";

/// Name of the fast field with the transcript's number.
pub(super) const SLOT: &str = "slot";

/// Name of the fast field with the turn's index.
pub(super) const TURN: &str = "turn";

/// The fields of a turn.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) struct Fields {
    /// Id of the transcript, to delete by.
    pub(super) transcript: Field,
    /// Number of the transcript in the list of what is covered, so that a hit costs no string.
    pub(super) slot: Field,
    /// Index of the turn (from 0).
    pub(super) turn: Field,
    /// The folded words with their positions.
    pub(super) words: Field,
}

/// The schema; nothing in it is stored.
pub(super) fn schema() -> (Schema, Fields) {
    let indexed = |tokenizer, option| {
        let indexing = TextFieldIndexing::default().set_tokenizer(tokenizer).set_index_option(option);
        TextOptions::default().set_indexing_options(indexing.set_fieldnorms(false))
    };
    let mut schema = Schema::builder();
    let fields = Fields {
        transcript: schema.add_text_field("transcript", indexed("raw", IndexRecordOption::Basic)),
        slot: schema.add_u64_field(SLOT, NumericOptions::from(FAST)),
        turn: schema.add_u64_field(TURN, NumericOptions::from(FAST)),
        words: schema.add_text_field("words", indexed(TOKENIZER, IndexRecordOption::WithFreqsAndPositions)),
    };
    (schema.build(), fields)
}

/// Says which program made an index for which language: an index of another one is made anew.
///
/// It looks at what becomes of a few telling words, so that a change of folding or stemming is noticed even if nobody
/// thought of the version.
pub(super) fn fingerprint(language: &str) -> u64 {
    const TELLING: &str = "Zoë’s naïve co-ordinators weren't waiting for O'Neill’s 3rd referral, 1,000.5 straße \
                           İstanbul Ὀδυσσεύς Ёлка ﬁnally 二〇一九 caféteria generously enfants Häuser";
    let mut said = format!("{VERSION} {} {language}", env!("CARGO_PKG_VERSION"));
    for token in tokens(TELLING, language) {
        said.push('\n');
        said.push_str(&token.folded);
        said.push('\t');
        said.push_str(&stem(&token.folded, language));
    }
    checksum(said.as_bytes())
}
