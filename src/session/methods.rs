//! The section on methods, as far as the study can fill it: items of the COREQ checklist (Tong, Sainsbury and Craig 2007,
//! *International Journal for Quality in Health Care* 19(6), 349-357), worded for the approach of the study.

use std::collections::BTreeSet;
use std::path::{Path, PathBuf};

use super::{Paper, Problem, SaturationRequest, Session, TableScope, masks};
use crate::analysis::{
    By, Coverage, CoverageRows, Frequencies, Group, MASKED, Meta, Selection, Unit, coding_rows, counted, is_chosen,
    people_by_label,
};
use crate::export::docx::docx;
use crate::export::{MethodsItem as Item, Said, methods_document, methods_markdown};
use crate::journal::Do;
use crate::journal::event::CodebookOp;
use crate::model::{Approach, RollUp, View};

/// What is asked of the section.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct MethodsRequest {
    /// Attributes by which participants (`case.ATTR`: cases) are described; `None`: each of participants.csv on its own.
    pub by: Option<String>,
    /// Say how far coders agreed, also where the approach does not go with it.
    pub agreement: bool,
    /// Mask groups of fewer people than this; `None`: none.
    pub suppress: Option<u32>,
}

/// The section, before it is a text.
struct Section {
    lead: Said,
    items: [Item; 10],
}

impl Session {
    /// The section on methods in Markdown.
    ///
    /// # Errors
    /// A mistake in `by`; fewer people than `suppress` in scope.
    pub fn methods(&self, request: &MethodsRequest) -> Result<String, Problem> {
        let Section { lead, items } = self.methods_section(request)?;
        Ok(methods_markdown(&self.corpus().study.title, &lead, &items))
    }

    fn methods_section(&self, request: &MethodsRequest) -> Result<Section, Problem> {
        let view = self.view(None);
        let items = [
            self.sample_size(&view),
            self.sample_item(&view, request)?,
            self.saturation_item()?,
            Item {
                number: "23",
                title: "Transcripts returned",
                said: vec![Said::gap("whether transcripts were returned to participants for comment or correction")],
            },
            self.coders_item(&view, request),
            self.tree(),
            self.derivation(),
            software(),
            Item {
                number: "28",
                title: "Participant checking",
                said: vec![Said::gap("whether participants gave feedback on the findings")],
            },
            self.quotations(&view),
        ];
        let lead = format!(
            "Items of COREQ (Tong, Sainsbury and Craig 2007) that the study's own files can fill, worded for {}. What stands in ",
            approach_name(self.corpus().study.approach)
        );
        let lead = Said::from(lead).and(Said::code("[…]")).and(" only the researcher can write.");
        Ok(Section { lead, items })
    }

    /// Writes the section on methods to a file of Word or Markdown with its sidecar.
    ///
    /// # Errors
    /// Those of [`Session::methods`]; another ending than `.docx` or `.md`; a file that cannot be written.
    pub fn write_methods(&self, request: &MethodsRequest, path: &Path) -> Result<PathBuf, Problem> {
        let bytes = match Paper::of(path) {
            Some(Paper::Markdown) => self.methods(request)?.into_bytes(),
            Some(Paper::Docx) => {
                let Section { lead, items } = self.methods_section(request)?;
                let document = methods_document(self.study_head(), &lead, &items);
                docx(&document).map_err(|error| Problem::new(error.to_string()).hint("write it as Markdown: .md"))?
            }
            None => {
                return Err(Problem::new(format!("`{}` ends neither in .docx nor in .md", path.display()))
                    .hint("the section on methods is a text: --to methods.docx, or --to methods.md"));
            }
        };
        let mut meta = Meta::default().with("checklist", "COREQ items 12, 16, 22 to 29").with("units", "items");
        meta.set("approach", approach_name(self.corpus().study.approach));
        if let Some(k) = request.suppress {
            let rule = "sizes of groups of fewer than k people are masked, with complementary suppression";
            meta.set("suppression", Meta::default().with("rule", rule).with("k", u64::from(k)));
        }
        self.write_with_sidecar(path, &bytes, &meta)
    }

    fn sample_size(&self, view: &View<'_>) -> Item {
        let people = speaking(view);
        let transcripts = self.corpus().transcripts.len() as u64;
        let words: u64 = people.1;
        Item {
            number: "12",
            title: "Sample size",
            said: vec![
                Said::from(format!(
                    "The material consists of {} with {}, who say {} in all (the interviewer's words not counted). ",
                    counted(transcripts, "transcript"),
                    counted(people.0, "participant"),
                    counted(words, "word"),
                ))
                .and(Said::gap("how many were invited, and why others did not take part (item 13)")),
            ],
        }
    }

    fn sample_item(&self, view: &View<'_>, request: &MethodsRequest) -> Result<Item, Problem> {
        let corpus = self.corpus();
        let columns: Vec<String> = match &request.by {
            Some(by) => vec![by.clone()],
            None => {
                corpus.participants.columns.iter().filter(|name| !corpus.study.consent.has(name)).cloned().collect()
            }
        };
        let mut said = Vec::new();
        for column in &columns {
            let by = self.by(Some(column))?;
            let (groups, who, overlap): (Vec<(String, String)>, _, _) = if by.unit == Unit::Case {
                let mut counted = Frequencies::count(view, &by, RollUp::Subtree, &Selection::default());
                if let Some(k) = request.suppress {
                    masks::frequencies(&mut counted, &self.corpus().codebook, k)?;
                }
                let hidden = |group: usize| counted.masks.as_ref().is_some_and(|masks| masks.base(group));
                let size = |(at, group): (usize, &Group)| {
                    let people = if hidden(at) { MASKED.to_owned() } else { group.participants.to_string() };
                    (group.name.clone(), people)
                };
                (counted.groups.iter().enumerate().map(size).collect(), "Cases", !counted.in_several.is_empty())
            } else {
                let all = Selection::default();
                let mut coverage = Coverage::count(view, &by, CoverageRows::Group, RollUp::Subtree, &all);
                if let Some(k) = request.suppress {
                    masks::coverage(&mut coverage, &by, k)?;
                }
                let table = coverage.table();
                let cell = |row: usize, column: &str| {
                    table.cell(row, column).map(|cell| cell.plain().into_owned()).unwrap_or_default()
                };
                let sizes = (0..table.rows.len()).map(|row| (cell(row, "name"), cell(row, "participants")));
                (sizes.collect(), "Participants", coverage.overlaps())
            };
            let groups: Vec<String> = groups
                .into_iter()
                .filter(|(name, _)| name != crate::analysis::ALL)
                .map(|(name, people)| format!("{name} ({people})"))
                .collect();
            if !groups.is_empty() {
                let several = match overlap {
                    true => format!(
                        " Some stand in several of these groups, so the numbers add up to more than the {}.",
                        who.to_lowercase()
                    ),
                    false => String::new(),
                };
                said.push(Said::from(format!("{who} by {column}: {}.{several}", groups.join(", "))));
            }
        }
        if request.suppress.is_some() {
            said.push(Said::code("*").and(": kept back, since few people stand behind it."));
        } else if let Some(alone) = self.people_alone(view) {
            said.push(Said::gap(&format!("whether this description may be printed ({alone})")));
        }
        said.push(Said::gap("how and from where participants were chosen (items 10 and 11)"));
        Ok(Item { number: "16", title: "Description of the sample", said })
    }

    fn saturation_item(&self) -> Result<Item, Problem> {
        let reflexive = self.corpus().study.approach == Approach::Reflexive;
        let mut said = Vec::new();
        if reflexive {
            said.push(
                "Reflexive thematic analysis does not measure itself by saturation (Braun and Clarke 2021, \"To saturate or not to saturate?\"), so no figure stands here.".into(),
            );
        } else {
            let request = SaturationRequest { scope: TableScope::default(), ..SaturationRequest::default() };
            if let Ok(table) = self.saturation(&request) {
                said.push(Said::from(format!(
                    "New codes per interview after Guest, Namey and Chen (2020), in the order of the transcripts' ids: {}.",
                    table.sentences.first().map(String::as_str).unwrap_or_default()
                )));
            }
            said.push(
                "The figure depends on the order of interviews and on when codes were made; a codebook made beforehand, or coding again, makes it \
                 show the order of work. By itself it does not show that nothing more was to be heard."
                    .into(),
            );
        }
        said.push(Said::gap("how it was decided that the material was enough"));
        Ok(Item { number: "22", title: "Data saturation", said })
    }

    fn tree(&self) -> Item {
        let book = &self.corpus().codebook;
        let top = book.codes().iter().filter(|code| code.parent.is_none()).count() as u64;
        let deep = book.codes().iter().map(|code| code.depth + 1).max().unwrap_or(0);
        let defined = book.codes().iter().filter(|code| !code.definition.is_empty()).count();
        let sets = book.sets().len() as u64;
        let mut said = vec![Said::from(format!(
            "The coding tree has {} on {} ({} at the top); {defined} of them have a written definition.{} It is given in full in an appendix (",
            counted(book.codes().len() as u64, "code"),
            counted(u64::from(deep), "level"),
            counted(top, "code"),
            if sets > 0 {
                format!(" Beside it: {} of codes across its branches.", counted(sets, "set"))
            } else {
                String::new()
            }
        ))
        .and(Said::code("emic codebook export"))
        .and(").")];
        let ops = |op: CodebookOp| {
            let events = self.codebook_events().into_iter();
            events.filter(|event| matches!(&event.what, Do::Codebook(change) if change.op == op)).count() as u64
        };
        let changes: Vec<String> = [
            (CodebookOp::Add, "added"),
            (CodebookOp::Define, "defined anew"),
            (CodebookOp::Merge, "merged"),
            (CodebookOp::Split, "split"),
            (CodebookOp::Move, "moved"),
            (CodebookOp::Remove, "removed"),
        ]
        .into_iter()
        .map(|(op, word)| (ops(op), word))
        .filter(|(number, _)| *number > 0)
        .map(|(number, word)| format!("{} {word}", counted(number, "code")))
        .collect();
        if !changes.is_empty() {
            said.push(format!("While the study went on, its record says: {}.", changes.join(", ")).into());
        }
        Item { number: "25", title: "Description of the coding tree", said }
    }

    fn derivation(&self) -> Item {
        let said = match self.corpus().study.approach {
            Approach::Reflexive => vec![
                "The analysis was a reflexive thematic analysis (Braun and Clarke 2006, 2019): codes were made and remade while reading, and themes \
                 were developed by the researcher, not found in the data."
                    .into(),
                Said::gap("how themes were developed, and the researcher's own part in it"),
            ],
            Approach::Codebook => vec![
                "The analysis was a thematic analysis with a codebook.".into(),
                Said::gap("which codes were there beforehand and which were made from the data"),
            ],
            Approach::Framework => vec![
                "The analysis followed the framework method (Ritchie and Spencer 1994; Gale et al. 2013): passages were indexed by the codebook and \
                 summarised by participant and theme."
                    .into(),
                match self.summaries() {
                    1 => "1 summary is written.".into(),
                    number => format!("{number} summaries are written.").into(),
                },
                Said::gap("how the framework was developed"),
            ],
            Approach::Reliability => vec![
                "Codes were applied by several coders by a codebook whose reliability was measured.".into(),
                Said::gap("how the codebook was developed, and what was done where coders differed"),
            ],
            Approach::Content => vec![
                "The analysis was a content analysis.".into(),
                Said::gap("whether categories were inductive or deductive, and the unit of analysis"),
            ],
        };
        Item { number: "26", title: "Derivation of themes", said }
    }

    fn summaries(&self) -> u64 {
        self.state().memos.values().filter(|memo| memo.kind == crate::model::MemoKind::Summary).count() as u64
    }

    fn quotations(&self, view: &View<'_>) -> Item {
        let rows = coding_rows(view, None);
        let chosen: Vec<_> = rows.iter().filter(|row| is_chosen(view, row)).collect();
        let people: BTreeSet<_> = chosen.iter().filter_map(|row| row.participant).collect();
        let codings: BTreeSet<_> = chosen.iter().map(|row| row.coding.id).collect();
        let mut said = if codings.is_empty() {
            vec![Said::gap("which quotations are presented, and whether each says which participant it is of")]
        } else {
            let template = Said::code(&self.corpus().study.quote_template);
            let (quotations, people) = (codings.len() as u64, people.len() as u64);
            vec![
                Said::from(format!(
                    "{} of {} {} chosen for the paper; each is identified after the template ",
                    capital(&counted(quotations, "quotation")),
                    counted(people, "participant"),
                    if quotations == 1 { "was" } else { "were" },
                ))
                .and(template)
                .and("."),
            ]
        };
        if self.corpus().study.consent.quote.is_some() {
            said.push(
                "Participants who have not agreed to be quoted are not quoted; they count in all figures.".into(),
            );
        }
        Item { number: "29", title: "Quotations presented", said }
    }
}

fn software() -> Item {
    Item {
        number: "27",
        title: "Software",
        said: vec![
            concat!(
                "Data were managed and coded with emic, version ",
                env!("CARGO_PKG_VERSION"),
                " (free software, run offline; the study is kept in plain files)."
            )
            .into(),
        ],
    }
}

/// How many participants say a word, and how many words they say.
fn speaking(view: &View<'_>) -> (u64, u64) {
    let people = people_by_label(view, &By::default()).into_iter().map(|(_, people)| people.len() as u64).sum();
    let members = crate::analysis::Members::of(view, &Selection::default());
    let words = members.transcripts().flat_map(|at| members.of_transcript(at)).map(|member| member.words).sum();
    (people, words)
}

const fn approach_name(approach: Approach) -> &'static str {
    match approach {
        Approach::Reflexive => "reflexive thematic analysis",
        Approach::Codebook => "codebook thematic analysis",
        Approach::Framework => "framework analysis",
        Approach::Reliability => "coding reliability",
        Approach::Content => "content analysis",
    }
}

/// The text with its first letter in upper case.
pub(super) fn capital(text: &str) -> String {
    let mut chars = text.chars();
    chars.next().map_or(String::new(), |first| first.to_uppercase().chain(chars).collect())
}
