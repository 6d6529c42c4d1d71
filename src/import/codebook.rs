//! Lists of codes that other programs and people write: csv tables, and plain lists with `>` or indentation.

use crate::text::fold;

/// A code as a list says it.
#[derive(Clone, PartialEq, Eq, Debug, Default)]
pub struct ListedCode {
    /// Its id; empty: none is said.
    pub id: String,
    /// Its name.
    pub name: String,
    /// The code above, as its place in the list.
    pub parent: Option<usize>,
    /// What it means.
    pub definition: String,
    /// When to use it.
    pub include: String,
    /// When not to.
    pub exclude: String,
    /// A name of the palette or `#rrggbb`.
    pub colour: String,
    /// Passages that show it.
    pub examples: Vec<String>,
    /// Earlier ids merged into it.
    pub was: Vec<String>,
    /// Ids of the codes that it lists: then it is a set of codes, and no code.
    pub members: Vec<String>,
    /// Its GUID in another tool, as a key; empty: none.
    pub guid: String,
    /// What another tool says of it, to be said again when it goes out: GUID as written, name, whether it is a folder.
    pub as_there: Option<(String, String, bool)>,
}

impl ListedCode {
    /// A code of which only the name is said.
    pub fn named(name: &str, parent: Option<usize>) -> Self {
        Self { name: name.trim().to_owned(), parent, ..Self::default() }
    }
}

/// Why a list cannot be read.
#[derive(Clone, PartialEq, Eq, Debug, thiserror::Error)]
pub enum ListError {
    /// No column holds names.
    #[error("no column of the table holds the names of codes; its columns are: {}", columns.join(", "))]
    NoNames {
        /// The columns.
        columns: Vec<String>,
    },
    /// A row cannot be read.
    #[error("line {line}: {what}")]
    Row {
        /// From 1.
        line: u64,
        /// What is wrong.
        what: String,
    },
    /// There is no code in it.
    #[error("there is no code in it")]
    Empty,
}

/// A column that is known, with the names under which other programs have it.
const KNOWN: &[(Column, &[&str])] = &[
    (Column::Id, &["code", "id", "code_id"]),
    (Column::Name, &["name", "tag", "code_name", "codename", "label"]),
    (Column::Path, &["path"]),
    (Column::Parent, &["parent", "category", "parent_code", "under", "theme"]),
    (Column::Definition, &["definition", "description", "memo", "code_description", "comment"]),
    (Column::Include, &["include", "inclusion", "inclusion_criteria", "when_to_use"]),
    (Column::Exclude, &["exclude", "exclusion", "exclusion_criteria", "when_not_to_use"]),
    (Column::Colour, &["colour", "color", "code_color"]),
    (Column::Examples, &["examples", "example"]),
    (Column::Was, &["was"]),
    (Column::Members, &["codes"]),
];

#[derive(Clone, Copy, PartialEq, Eq, Debug)]
enum Column {
    Id,
    Name,
    Path,
    Parent,
    Definition,
    Include,
    Exclude,
    Colour,
    Examples,
    Was,
    Members,
}

/// Reads a table of codes: emic's own, `name,parent,definition`, Taguette's `tag,description,number of highlights` (where a
/// tag `a.b` stands beneath a tag `a`), and their like. Columns that are not known are left out.
///
/// # Errors
/// No column holds names; a row cannot be read.
pub fn codes_of_table(text: &str) -> Result<Vec<ListedCode>, ListError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let head = text.lines().next().unwrap_or_default();
    let count = |separator: char| head.matches(separator).count();
    let separator = [';', '\t'].into_iter().fold(',', |best, next| if count(next) > count(best) { next } else { best });
    let mut reader = csv::ReaderBuilder::new().delimiter(separator as u8).flexible(true).from_reader(text.as_bytes());
    let faulty = |error: &csv::Error| ListError::Row {
        line: error.position().map_or(1, csv::Position::line),
        what: "this row cannot be read as csv".into(),
    };
    let heads: Vec<String> = reader.headers().map_err(|error| faulty(&error))?.iter().map(String::from).collect();
    let key = |head: &str| fold(head.trim(), "").replace([' ', '-'], "_");
    let known = |head: &String| KNOWN.iter().find(|(_, names)| names.contains(&&*key(head))).map(|(column, _)| *column);
    let mut columns: Vec<Option<Column>> = heads.iter().map(known).collect();
    // A column `code` beside none of names holds them.
    if !columns.contains(&Some(Column::Name)) && !columns.contains(&Some(Column::Path)) {
        if let Some(code) = columns.iter_mut().find(|column| **column == Some(Column::Id)) {
            *code = Some(Column::Name);
        } else {
            return Err(ListError::NoNames { columns: heads });
        }
    }
    let dotted = heads.iter().any(|head| key(head) == "tag");
    let mut rows: Vec<Row> = Vec::new();
    for record in reader.records() {
        let record = record.map_err(|error| faulty(&error))?;
        let mut row = Row { line: record.position().map_or(0, csv::Position::line), ..Row::default() };
        for (cell, column) in record.iter().zip(&columns) {
            row.take(*column, cell.trim());
        }
        if row.code.name.is_empty() {
            row.code.name = row.path.pop().unwrap_or_default();
        }
        if !row.code.name.is_empty() {
            rows.push(row);
        }
    }
    placed(rows, dotted)
}

/// One row of a table, before it is known where its code stands.
#[derive(Default)]
struct Row {
    code: ListedCode,
    /// The names above, from the top.
    path: Vec<String>,
    parent: String,
    line: u64,
}

impl Row {
    fn take(&mut self, column: Option<Column>, cell: &str) {
        let text = cell.to_owned();
        match column {
            None => {}
            Some(Column::Id) => self.code.id = text,
            Some(Column::Name) => self.code.name = text,
            Some(Column::Path) => self.path = steps(cell),
            Some(Column::Parent) => self.parent = text,
            Some(Column::Definition) => self.code.definition = text,
            Some(Column::Include) => self.code.include = text,
            Some(Column::Exclude) => self.code.exclude = text,
            Some(Column::Colour) => self.code.colour = text,
            Some(Column::Examples) => {
                self.code.examples = cell.lines().filter(|line| !line.is_empty()).map(String::from).collect();
            }
            Some(Column::Was) => self.code.was = cell.split_whitespace().map(String::from).collect(),
            Some(Column::Members) => self.code.members = cell.split_whitespace().map(String::from).collect(),
        }
    }
}

/// The codes with their places: the code above is named by its id, its name or its path, before or after.
fn placed(rows: Vec<Row>, dotted: bool) -> Result<Vec<ListedCode>, ListError> {
    let mut codes: Vec<ListedCode> = rows.iter().map(|row| row.code.clone()).collect();
    for (at, row) in rows.iter().enumerate() {
        let above =
            if row.parent.is_empty() { row.path.last().cloned().unwrap_or_default() } else { row.parent.clone() };
        // A path may end in the code's own name.
        let above = if row.parent.is_empty() && above == row.code.name {
            row.path.iter().rev().nth(1).cloned().unwrap_or_default()
        } else {
            above
        };
        let find = |text: &str| {
            let is = |code: &ListedCode| code.id == text;
            let by_id = rows.iter().position(|other| !text.is_empty() && is(&other.code));
            by_id.or_else(|| rows.iter().position(|other| other.code.name == text)).filter(|found| *found != at)
        };
        let parent = if above.is_empty() {
            // Taguette writes hierarchies as `a.b`.
            let prefix = row.code.name.rsplit_once('.').filter(|_| dotted);
            prefix.and_then(|(prefix, _)| find(prefix))
        } else if let Some(found) = find(&above) {
            Some(found)
        } else {
            // Named as the code above, and listed nowhere itself.
            let made = codes.iter().skip(rows.len()).position(|code| code.name == above).map(|at| at + rows.len());
            Some(made.unwrap_or_else(|| {
                codes.push(ListedCode::named(&above, None));
                codes.len() - 1
            }))
        };
        if let Some(code) = codes.get_mut(at) {
            code.parent = parent;
        }
    }
    for (at, row) in rows.iter().enumerate() {
        let mut next = codes.get(at).and_then(|code| code.parent);
        for _ in 0..codes.len() {
            next = next.and_then(|at| codes.get(at)).and_then(|code| code.parent);
        }
        if next.is_some() {
            return Err(ListError::Row { line: row.line, what: format!("`{}` stands beneath itself", row.code.name) });
        }
    }
    if codes.is_empty() { Err(ListError::Empty) } else { Ok(codes) }
}

/// The names of a path: `a > b` or `a>>b`.
fn steps(path: &str) -> Vec<String> {
    path.split('>').map(str::trim).filter(|step| !step.is_empty()).map(String::from).collect()
}

/// Reads a plain list, one code a line: `category > sub-category > code`, also with `>>`, or indented; a tab after the name
/// and what follows it is what the code means. `-` and `*` before a name are left out, as are empty lines and those that
/// begin with `#`.
///
/// # Errors
/// There is no code in it.
pub fn codes_of_list(text: &str) -> Result<Vec<ListedCode>, ListError> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let mut codes: Vec<ListedCode> = Vec::new();
    // The codes above the next line by their indentation.
    let mut open: Vec<(usize, usize)> = Vec::new();
    for line in text.lines().filter(|line| !line.trim().is_empty() && !line.starts_with('#')) {
        let body = line.trim_start();
        let indent = line.len() - body.len();
        let body = ["- ", "* ", "• "].into_iter().find_map(|mark| body.strip_prefix(mark)).unwrap_or(body);
        let (names, definition) = body.split_once('\t').unwrap_or((body, ""));
        open.retain(|(known, _)| *known < indent);
        let mut parent = open.last().map(|(_, at)| *at);
        let steps = steps(names);
        for (step, name) in steps.iter().enumerate() {
            let known = codes.iter().position(|code| code.parent == parent && code.name == *name);
            let at = known.unwrap_or_else(|| {
                codes.push(ListedCode::named(name, parent));
                codes.len() - 1
            });
            if step + 1 == steps.len()
                && let Some(code) = codes.get_mut(at)
                && code.definition.is_empty()
            {
                code.definition = definition.trim().to_owned();
            }
            parent = Some(at);
        }
        if let Some(at) = parent {
            open.push((indent, at));
        }
    }
    if codes.is_empty() { Err(ListError::Empty) } else { Ok(codes) }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(codes: &[ListedCode]) -> Vec<String> {
        let name = |at: usize| codes[at].name.as_str();
        let line = |code: &ListedCode| format!("{} < {}: {}", code.name, code.parent.map_or("", name), code.definition);
        codes.iter().map(line).collect()
    }

    #[test]
    fn tables_of_several_programs() {
        let simple = "name,parent,definition\nAccess,,Getting in\nWaiting,Access,\"Time, in weeks\"\nTrust,Feelings,\n";
        let expected =
            ["Access < : Getting in", "Waiting < Access: Time, in weeks", "Trust < Feelings: ", "Feelings < : "];
        assert_eq!(shown(&codes_of_table(simple).unwrap()), expected);
        let taguette = "tag,description,number of highlights\naccess,Getting in,4\naccess.waiting,,2\nv1.2,,0\n";
        assert_eq!(
            shown(&codes_of_table(taguette).unwrap()),
            ["access < : Getting in", "access.waiting < access: ", "v1.2 < : "]
        );
        let own =
            "code,name,parent,path,depth,definition,was\na,Access,,Access,0,In,\nb,Access,a,Access > Access,1,,x y\n";
        let codes = codes_of_table(own).unwrap();
        assert_eq!((codes[1].parent, &codes[1].was[..]), (Some(0), &["x".to_owned(), "y".to_owned()][..]));
        let paths = "\u{feff}Path;Description\nA > B;deep\nA;top\n";
        assert_eq!(shown(&codes_of_table(paths).unwrap()), ["B < A: deep", "A < : top"]);
        assert!(matches!(codes_of_table("a,b\n1,2\n"), Err(ListError::NoNames { .. })));
        assert_eq!(codes_of_table("name\n"), Err(ListError::Empty));
        assert!(codes_of_table("name,parent\na,b\nb,a\n").is_err());
    }

    #[test]
    fn plain_lists() {
        let arrows = "code1\tWhat it is\ncat1>>code2\ncat1>>code3\ncat3 > cat2 > code4\tdeep\ncat3>>code5\n";
        let expected = [
            "code1 < : What it is",
            "cat1 < : ",
            "code2 < cat1: ",
            "code3 < cat1: ",
            "cat3 < : ",
            "cat2 < cat3: ",
            "code4 < cat2: deep",
            "code5 < cat3: ",
        ];
        assert_eq!(shown(&codes_of_list(arrows).unwrap()), expected);
        let indented = "# ours\n- Access\n  - Waiting\tlong\n    - Weeks\n  - Travel\nTrust\n";
        let expected =
            ["Access < : ", "Waiting < Access: long", "Weeks < Waiting: ", "Travel < Access: ", "Trust < : "];
        assert_eq!(shown(&codes_of_list(indented).unwrap()), expected);
        assert_eq!(codes_of_list("\n\n"), Err(ListError::Empty));
    }
}
