//! Which of the things that look like heads are heads.
//!
//! The rule of thumb of the layouts that were looked at: a label is short, and it comes again, or it covers most
//! paragraphs together with the others. A name that occurs once is believed beside labels that come again.

use super::head::{Family, Stamped};
use super::label::Class;
use super::survey::{Candidate, Survey};

/// What is thought of a label.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub(super) enum Verdict {
    No,
    /// It occurs once and looks like a label of this body.
    Once,
    Yes,
}

/// How often a label occurs in one family.
#[derive(Clone, Copy, Default)]
struct Tally {
    all: u32,
    opening: u32,
    /// With nothing after it on the line.
    alone: u32,
    bold: u32,
    bracket: u32,
    /// With a time.
    stamped: u32,
    tight: u32,
}

/// What the heads of one family say for themselves.
struct Ballot {
    /// By key.
    verdicts: Vec<Verdict>,
    heads: u32,
    /// Whether empty lines separate the turns, so that a label inside a paragraph needs more proof.
    spaced: bool,
}

/// The heads chosen and what was thought of each label.
pub(super) struct Choice {
    /// Indices into [`Survey::candidates`], ascending.
    pub heads: Vec<usize>,
    /// By key.
    pub verdicts: Vec<Verdict>,
}

/// Decides.
pub(super) fn choose(survey: &Survey) -> Choice {
    let ballots: Vec<(Family, Ballot)> =
        Family::ALL.into_iter().map(|family| (family, ballot(survey, family))).collect();
    // A weak mark must be at least twice as frequent as a strong one to rule the body.
    let weight = |family: Family, ballot: &Ballot| ballot.heads * if family.is_strong() { 2 } else { 1 };
    let mut main = 0;
    for (at, (family, ballot)) in ballots.iter().enumerate() {
        if weight(*family, ballot) > ballots.get(main).map_or(0, |(family, ballot)| weight(*family, ballot)) {
            main = at;
        }
    }
    let mut choice = Choice { heads: Vec::new(), verdicts: vec![Verdict::No; survey.keys.len()] };
    let Some((main_family, main)) = ballots.get(main) else { return choice };
    for (at, candidate) in survey.candidates.iter().enumerate() {
        let key = candidate.key as usize;
        let family = candidate.head.family;
        let own = ballots.iter().find(|(of, _)| *of == family).map(|(_, ballot)| ballot);
        let (Some(own), Some(in_main)) = (own, main.verdicts.get(key)) else { continue };
        let Some(in_own) = own.verdicts.get(key) else { continue };
        let verdict = if candidate.header {
            Verdict::No
        } else if family == *main_family {
            *in_own
        } else {
            beside(survey, candidate, *in_own, *in_main, main, own)
        };
        let taken = verdict == Verdict::Yes || (verdict == Verdict::Once && (candidate.opens || !own.spaced));
        if taken {
            choice.heads.push(at);
            if let Some(kept) = choice.verdicts.get_mut(key).filter(|kept| **kept != Verdict::Yes) {
                *kept = verdict;
            }
        }
    }
    choice
}

/// The verdict on a head of another family than the one that rules the body.
fn beside(
    survey: &Survey,
    candidate: &Candidate,
    own: Verdict,
    main: Verdict,
    ruling: &Ballot,
    ballot: &Ballot,
) -> Verdict {
    let key = survey.key(candidate);
    match candidate.head.family {
        Family::Colon | Family::Stamp => {
            if key.known || main != Verdict::No {
                return Verdict::Yes;
            }
            let share = ballot.heads * 10 >= ruling.heads || key.class == Class::Code;
            if own == Verdict::Yes && share && matches!(key.class, Class::Code | Class::Name) {
                own
            } else {
                Verdict::No
            }
        }
        Family::Bracket | Family::Tail | Family::Tab if key.known || main != Verdict::No => Verdict::Yes,
        _ => Verdict::No,
    }
}

/// Whether nearly all, hardly any, or some of `all` are so.
fn mostly(count: u32, all: u32) -> Option<bool> {
    match () {
        () if all < 3 => None,
        () if count * 5 >= all * 4 => Some(true),
        () if count * 5 <= all => Some(false),
        () => None,
    }
}

fn ballot(survey: &Survey, family: Family) -> Ballot {
    let of: Vec<&Candidate> =
        survey.candidates.iter().filter(|candidate| candidate.head.family == family && !candidate.header).collect();
    let mut ballot = Ballot { verdicts: vec![Verdict::No; survey.keys.len()], heads: 0, spaced: false };
    if of.is_empty() {
        return ballot;
    }
    let mut tallies = vec![Tally::default(); survey.keys.len()];
    for candidate in &of {
        let Some(tally) = tallies.get_mut(candidate.key as usize) else { continue };
        tally.all += 1;
        tally.opening += u32::from(candidate.opens);
        tally.alone += u32::from(candidate.head.alone);
        tally.bold += u32::from(candidate.head.bold);
        tally.bracket += u32::from(candidate.head.bracket);
        tally.stamped += u32::from(candidate.head.stamped != Stamped::No);
        tally.tight += u32::from(candidate.head.tight);
    }
    // A time beside it makes a label of what might else begin a sentence.
    let stamped = |at: usize| tallies.get(at).is_some_and(|tally| tally.stamped == tally.all && tally.all > 1);
    let usual = |at: usize| {
        let key = &survey.keys[at];
        let sound = family == Family::Bracket && key.event;
        !sound && (key.class.is_usual() || (key.class == Class::Sentence && stamped(at)))
    };
    ballot.spaced = survey.spaced && opens_paragraphs(&of, &tallies, &usual);
    let times = |tally: &Tally| if ballot.spaced { tally.opening } else { tally.all };
    let known = |at: usize| survey.keys[at].known;

    let mut total = Tally::default();
    for (at, tally) in tallies.iter().enumerate() {
        if tally.all > 0 && (known(at) || (usual(at) && times(tally) > 1)) {
            total.all += tally.all;
            total.alone += tally.alone;
            total.bold += tally.bold;
        }
    }
    let (alone, bold) = (mostly(total.alone, total.all), mostly(total.bold, total.all));
    let fits = |count: u32, tally: &Tally, most: Option<bool>| match most {
        Some(true) => count > 0,
        Some(false) => count < tally.all,
        None => true,
    };
    let conforms =
        |tally: &Tally| (fits(tally.alone, tally, alone) || tally.stamped > 0) && fits(tally.bold, tally, bold);

    let basis = if ballot.spaced { survey.paragraphs } else { survey.lines };
    let covered = |believe: &dyn Fn(&Candidate) -> bool| -> u32 {
        of.iter()
            .filter(|candidate| believe(candidate) && (candidate.opens || !ballot.spaced))
            .map(|candidate| 1 + u32::from(candidate.head.alone && (candidate.apart || !ballot.spaced)))
            .sum()
    };
    let again = |candidate: &Candidate| tallies.get(candidate.key as usize).is_some_and(|tally| times(tally) > 1);
    let most = |covered: u32| covered * 10 >= basis * 6;
    let repeated_rule = most(covered(&|candidate| again(candidate) || known(candidate.key as usize)));
    let usual_heads = of.iter().filter(|candidate| usual(candidate.key as usize)).count();
    let usual_rule = most(covered(&|candidate| usual(candidate.key as usize)));

    let mut verdicts = vec![Verdict::No; tallies.len()];
    let mut labels = 0;
    for (at, tally) in tallies.iter().enumerate().filter(|(_, tally)| tally.all > 0) {
        let share = |part: u32| times(tally) * part >= total.all + if usual(at) { 0 } else { times(tally) };
        let believed = if known(at) {
            true
        } else if usual(at) {
            times(tally) > 1 && (conforms(tally) || share(10))
        } else {
            survey.keys[at].class != Class::Unfit && times(tally) > 2 && share(4) && repeated_rule
        };
        if believed {
            verdicts[at] = Verdict::Yes;
            labels += 1;
        }
    }
    for (at, tally) in tallies.iter().enumerate().filter(|(_, tally)| tally.all > 0) {
        if verdicts[at] == Verdict::Yes || !usual(at) || !conforms(tally) || times(tally) != 1 {
            continue;
        }
        let class = survey.keys[at].class;
        // A word in brackets before a colon is hardly ever anything else; and where little is said, a name may be the
        // only other speaker.
        let likely = (family == Family::Colon && tally.bracket > 0) || total.all <= 3;
        let beside = match class {
            Class::Code => labels > 0,
            Class::Name => labels > 1 || (labels > 0 && likely),
            _ => false,
        };
        let headers = family == Family::Stamp && tally.alone == tally.all && usual_heads > 1;
        let covering = usual_rule && (usual_heads > 1 || class != Class::Plain);
        if tally.tight < tally.all && (beside || covering || (headers && class != Class::Plain)) {
            verdicts[at] = Verdict::Once;
        }
    }
    if !family.is_strong() {
        restrain(survey, family, &of, &mut verdicts, basis);
    }
    ballot.heads =
        of.iter().filter(|candidate| verdicts.get(candidate.key as usize).is_some_and(|v| *v != Verdict::No)).count()
            as u32;
    ballot.verdicts = verdicts;
    ballot
}

/// Whether the labels of a family stand at the start of paragraphs.
fn opens_paragraphs(of: &[&Candidate], tallies: &[Tally], usual: &dyn Fn(usize) -> bool) -> bool {
    let share = |counts: &dyn Fn(usize) -> bool| {
        let (mut opening, mut all) = (0, 0);
        for candidate in of.iter().filter(|candidate| counts(candidate.key as usize)) {
            all += 1;
            opening += u32::from(candidate.opens);
        }
        (all > 0).then_some(opening * 5 >= all * 4)
    };
    let again = |at: usize| usual(at) && tallies.get(at).is_some_and(|tally| tally.all > 1);
    share(&again).or_else(|| share(usual)).or_else(|| share(&|_| true)).unwrap_or(false)
}

/// A weak mark needs to be found all over the body; else only labels that the study names are believed.
fn restrain(survey: &Survey, family: Family, of: &[&Candidate], verdicts: &mut [Verdict], basis: u32) {
    let heads = of.iter().filter(|c| verdicts.get(c.key as usize).is_some_and(|v| *v != Verdict::No)).count() as u32;
    let needed = if family == Family::Letter { 1 } else { 2 };
    let labels = verdicts.iter().filter(|v| **v != Verdict::No).count();
    // A part in an interview alone on its line is no prose, however many lines are said under it.
    let (share, fit) = match family {
        Family::Letter => (1, labels == 2),
        Family::Bare => (0, labels > 1),
        _ => (3, true),
    };
    let enough = heads > needed && heads * 10 >= basis * share && fit;
    if !enough {
        for (at, verdict) in verdicts.iter_mut().enumerate() {
            let named = survey.keys[at].known && family != Family::Letter;
            if !named {
                *verdict = Verdict::No;
            }
        }
    }
}
