//! What a study is made of, in the field's words. Pure: nothing here reads a file or knows the time.

mod codebook;
mod codings;
mod colour;
mod corpus;
mod diagnostic;
mod guarded;
mod id;
mod loss;
mod parts;
mod people;
mod placed;
mod reserved;
mod state;
mod study;
mod transcript;
mod view;

pub use codebook::{Code, CodeSet, Codebook, RollUp, Theme};
pub use codings::{Codings, Origin, Outline};
pub use colour::{colour_named, colour_rgb};
pub use corpus::Corpus;
pub use diagnostic::{Diagnostic, Excerpt, Severity};
pub use guarded::{guarded, is_guarded};
pub use id::{
    ActId, BadCoderName, CaseIx, CodeId, CodeIx, CoderName, EventId, ParticipantId, ParticipantIx, SetIx, TranscriptId,
    TranscriptIx,
};
pub use loss::{Kept, Losses};
pub use parts::in_parts;
pub use people::{Attributes, Row};
pub use placed::{Placed, Placements, Target, Unplaceable};
pub use reserved::{CODING_COLUMNS_AFTER, CODING_COLUMNS_BEFORE, QUERY_FIELDS};
pub use state::{Coding, Memo, MemoKind, MemoOn, Place, QuoteWording, Round, Settled, Settling, Star, State};
pub use study::{Approach, CacheMode, Consent, Study};
pub use transcript::{FrontMatter, InPassing, LabelMap, Source, Speaker, Transcript};
pub use view::View;
