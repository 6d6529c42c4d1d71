//! The letters of a page and where they stand: its operations carried out as far as they move or show text.

use std::collections::HashMap;
use std::rc::Rc;

use lopdf::content::{Content, Operation};
use lopdf::{DecompressError, Dictionary, Document, Error, Object, ObjectId};

use super::font::Font;
use super::{get, number};
use crate::import::document::Refused;
use crate::import::document::limits::{ALL_PARTS, DRAWINGS, LETTERS, OPERATIONS, PART};

/// A letter on the page.
#[derive(Clone, Copy, PartialEq, Debug)]
pub struct Glyph {
    /// The letter.
    pub c: char,
    /// Where it begins, in points from the left (or along the direction of the text).
    pub x: f32,
    /// The line on which it stands, in points from the bottom (or across the direction).
    pub y: f32,
    /// Its width in points.
    pub width: f32,
    /// The size of its font in points.
    pub size: f32,
    /// Quarter turns of its direction, anticlockwise.
    pub turns: u8,
}

/// How coordinates are changed: x' = a x + c y + e, y' = b x + d y + f.
#[derive(Clone, Copy, Debug)]
struct Matrix([f32; 6]);

impl Matrix {
    const SAME: Self = Self([1.0, 0.0, 0.0, 1.0, 0.0, 0.0]);

    /// First this one, then `next`.
    fn then(self, next: Self) -> Self {
        let ([a, b, c, d, e, f], [na, nb, nc, nd, ne, nf]) = (self.0, next.0);
        Self([
            a * na + b * nc,
            a * nb + b * nd,
            c * na + d * nc,
            c * nb + d * nd,
            e * na + f * nc + ne,
            e * nb + f * nd + nf,
        ])
    }

    fn moved(x: f32, y: f32) -> Self {
        Self([1.0, 0.0, 0.0, 1.0, x, y])
    }

    fn of(operands: &[Object]) -> Option<Self> {
        let mut values = [0.0; 6];
        for (value, operand) in values.iter_mut().zip(operands.get(..6)?) {
            *value = number(operand)?;
        }
        Some(Self(values))
    }
}

/// What `q` saves and `Q` brings back.
#[derive(Clone)]
struct State {
    page: Matrix,
    font: Option<Rc<Font>>,
    size: f32,
    letter_space: f32,
    word_space: f32,
    stretch: f32,
    leading: f32,
    rise: f32,
}

/// Where the next letter of a text goes.
struct Pen {
    text: Matrix,
    line: Matrix,
}

/// Reads pages one after the other, within one budget.
pub struct Reader<'a> {
    document: &'a Document,
    fonts: HashMap<ObjectId, Rc<Font>>,
    bytes: usize,
    operations: usize,
    forms: usize,
    /// The drawings that are being carried out, one within the other.
    path: Vec<ObjectId>,
    /// Letters that the file says.
    pub known: usize,
    /// Letters of which the file does not say what they are.
    pub unknown: usize,
}

/// Drawings within drawings beyond this depth are left out.
const FORMS: usize = 12;

impl<'a> Reader<'a> {
    /// A reader with the whole budget.
    pub fn new(document: &'a Document) -> Self {
        Self {
            document,
            fonts: HashMap::new(),
            bytes: ALL_PARTS,
            operations: OPERATIONS,
            forms: DRAWINGS,
            path: Vec::new(),
            known: 0,
            unknown: 0,
        }
    }

    /// The letters of a page (its number, from 1, and its object) in the order of the file.
    pub fn page(&mut self, page: usize, id: ObjectId) -> Result<Vec<Glyph>, Refused> {
        let most = self.bytes.min(PART / 4);
        let mut content = Vec::new();
        for part in self.document.get_page_contents(id) {
            // A page that cannot be read must not be taken for an empty one.
            let lost = || Refused::Damaged(format!("the text of page {page} cannot be unpacked"));
            let stream = self.document.get_object(part).and_then(Object::as_stream).map_err(|_| lost())?;
            match stream.get_plain_content_with_limit(most.saturating_sub(content.len())) {
                Ok(bytes) => content.extend(bytes),
                Err(Error::Decompress(DecompressError::MemoryLimitExceeded { .. })) => return Err(Refused::Bomb),
                Err(_) => return Err(lost()),
            }
            content.push(b'\n');
        }
        let resources = self.resources(id);
        let mut glyphs = Vec::new();
        self.carry_out(&content, &resources, Matrix::SAME, 0, &mut glyphs)?;
        Ok(glyphs)
    }

    /// The resources of a page, its own before those that it inherits.
    fn resources(&self, page: ObjectId) -> Vec<&'a Dictionary> {
        let mut found = Vec::new();
        let mut next = Some(page);
        // Parents may lead in a circle.
        for _ in 0..32 {
            let Some(node) = next.and_then(|id| self.document.get_dictionary(id).ok()) else { break };
            found.extend(get(self.document, node, b"Resources").and_then(|object| object.as_dict().ok()));
            next = node.get(b"Parent").and_then(Object::as_reference).ok();
        }
        found
    }

    fn named(&self, resources: &[&'a Dictionary], kind: &[u8], name: &[u8]) -> Option<(Option<ObjectId>, &'a Object)> {
        resources.iter().find_map(|resources| {
            let all = get(self.document, resources, kind)?.as_dict().ok()?;
            self.document.dereference(all.get(name).ok()?).ok()
        })
    }

    fn font(&mut self, resources: &[&'a Dictionary], name: &[u8]) -> Option<Rc<Font>> {
        let (id, object) = self.named(resources, b"Font", name)?;
        if let Some(font) = id.and_then(|id| self.fonts.get(&id)) {
            return Some(Rc::clone(font));
        }
        let font = Rc::new(Font::read(self.document, object.as_dict().ok()?, self.bytes));
        // A font without a number of its own is read again at each use, which costs budget.
        match id {
            Some(id) => _ = self.fonts.insert(id, Rc::clone(&font)),
            None => self.operations = self.operations.saturating_sub(10_000),
        }
        Some(font)
    }

    fn carry_out(
        &mut self,
        content: &[u8],
        resources: &[&'a Dictionary],
        base: Matrix,
        depth: usize,
        glyphs: &mut Vec<Glyph>,
    ) -> Result<(), Refused> {
        let used = content.len();
        self.bytes = self.bytes.checked_sub(used).ok_or(Refused::TooLarge { megabytes: ALL_PARTS >> 20 })?;
        let mut state = State {
            page: base,
            font: None,
            size: 1.0,
            letter_space: 0.0,
            word_space: 0.0,
            stretch: 1.0,
            leading: 0.0,
            rise: 0.0,
        };
        let mut saved: Vec<State> = Vec::new();
        let mut pen = Pen { text: Matrix::SAME, line: Matrix::SAME };
        // What cannot be read ends the page's text, not the page's reading.
        for operation in Content::decode_iter(content).map_while(Result::ok) {
            self.operations = self.operations.checked_sub(1).ok_or(Refused::TooLarge { megabytes: PART >> 20 })?;
            let operands = operation.operands.as_slice();
            let first = operands.first().and_then(number);
            match operation.operator.as_str() {
                "q" if saved.len() < 1_000 => saved.push(state.clone()),
                "Q" => state = saved.pop().unwrap_or(state),
                "cm" => {
                    if let Some(matrix) = Matrix::of(operands) {
                        state.page = matrix.then(state.page);
                    }
                }
                "BT" => pen = Pen { text: Matrix::SAME, line: Matrix::SAME },
                "Tf" => {
                    let name = operands.first().and_then(|name| name.as_name().ok()).unwrap_or_default();
                    state.font = self.font(resources, name);
                    state.size = operands.get(1).and_then(number).unwrap_or(1.0);
                }
                "Tc" => state.letter_space = first.unwrap_or(0.0),
                "Tw" => state.word_space = first.unwrap_or(0.0),
                "Tz" => state.stretch = first.unwrap_or(100.0) / 100.0,
                "TL" => state.leading = first.unwrap_or(0.0),
                "Ts" => state.rise = first.unwrap_or(0.0),
                "Do" => {
                    let name = operands.first().and_then(|name| name.as_name().ok()).unwrap_or_default();
                    self.form(name, resources, state.page, depth, glyphs)?;
                }
                _ => self.text(&operation, &mut state, &mut pen, glyphs),
            }
            if glyphs.len() > LETTERS {
                return Err(Refused::TooLarge { megabytes: PART >> 20 });
            }
        }
        Ok(())
    }

    /// A drawing that the page refers to, with text of its own.
    fn form(
        &mut self,
        name: &[u8],
        resources: &[&'a Dictionary],
        base: Matrix,
        depth: usize,
        glyphs: &mut Vec<Glyph>,
    ) -> Result<(), Refused> {
        if depth >= FORMS || self.forms == 0 {
            return Ok(());
        }
        let Some((id, Object::Stream(stream))) = self.named(resources, b"XObject", name) else { return Ok(()) };
        // A drawing that shows itself ends here.
        if id.is_some_and(|id| self.path.contains(&id)) {
            return Ok(());
        }
        self.forms -= 1;
        if stream.dict.get(b"Subtype").and_then(Object::as_name).ok() != Some(b"Form") {
            return Ok(());
        }
        let content = match stream.get_plain_content_with_limit(self.bytes.min(PART / 4)) {
            Ok(content) => content,
            Err(Error::Decompress(DecompressError::MemoryLimitExceeded { .. })) => return Err(Refused::Bomb),
            Err(_) => return Ok(()),
        };
        // Unpacking costs, also where nothing comes of it.
        self.bytes = self.bytes.saturating_sub(stream.content.len());
        let matrix = get(self.document, &stream.dict, b"Matrix").and_then(|object| object.as_array().ok());
        let matrix = matrix.and_then(|values| Matrix::of(values)).unwrap_or(Matrix::SAME);
        let mut inner: Vec<&'a Dictionary> = Vec::new();
        inner.extend(get(self.document, &stream.dict, b"Resources").and_then(|object| object.as_dict().ok()));
        inner.extend(resources.iter().take(8));
        self.path.extend(id);
        let done = self.carry_out(&content, &inner, matrix.then(base), depth + 1, glyphs);
        if id.is_some() {
            self.path.pop();
        }
        done
    }

    fn text(&mut self, operation: &Operation, state: &mut State, pen: &mut Pen, glyphs: &mut Vec<Glyph>) {
        let operands = operation.operands.as_slice();
        let two =
            || (operands.first().and_then(number).unwrap_or(0.0), operands.get(1).and_then(number).unwrap_or(0.0));
        match operation.operator.as_str() {
            "Td" => pen.down(two()),
            "TD" => {
                state.leading = -two().1;
                pen.down(two());
            }
            "T*" => pen.down((0.0, -state.leading)),
            "Tm" => {
                if let Some(matrix) = Matrix::of(operands) {
                    *pen = Pen { text: matrix, line: matrix };
                }
            }
            "Tj" => self.show(operands.first(), state, pen, glyphs),
            "'" => {
                pen.down((0.0, -state.leading));
                self.show(operands.first(), state, pen, glyphs);
            }
            "\"" => {
                (state.word_space, state.letter_space) = two();
                pen.down((0.0, -state.leading));
                self.show(operands.get(2), state, pen, glyphs);
            }
            "TJ" => {
                for part in operands.first().and_then(|list| list.as_array().ok()).into_iter().flatten() {
                    match number(part) {
                        Some(back) => pen.along(-back / 1000.0 * state.size * state.stretch),
                        None => self.show(Some(part), state, pen, glyphs),
                    }
                }
            }
            _ => {}
        }
    }

    fn show(&mut self, text: Option<&Object>, state: &State, pen: &mut Pen, glyphs: &mut Vec<Glyph>) {
        let Some(bytes) = text.and_then(|text| text.as_str().ok()) else { return };
        let Some(font) = &state.font else { return };
        let mute = font.is_mute();
        for letter in font.letters(bytes) {
            if glyphs.len() > LETTERS {
                return;
            }
            let at = Matrix([state.size * state.stretch, 0.0, 0.0, state.size, 0.0, state.rise])
                .then(pen.text)
                .then(state.page);
            let wide = letter.width / 1000.0;
            match letter.text {
                Some(text) => {
                    self.known += 1;
                    place(&text, at, wide, glyphs);
                }
                None => {
                    self.unknown += 1;
                    // Of a font of which nothing is known, not even that its shapes are letters is.
                    if !mute {
                        place("\u{fffd}", at, wide, glyphs);
                    }
                }
            }
            let space = state.letter_space + if letter.space { state.word_space } else { 0.0 };
            pen.along((wide * state.size + space) * state.stretch);
        }
    }
}

impl Pen {
    fn down(&mut self, (x, y): (f32, f32)) {
        self.line = Matrix::moved(x, y).then(self.line);
        self.text = self.line;
    }

    fn along(&mut self, x: f32) {
        self.text = Matrix::moved(x, 0.0).then(self.text);
    }
}

/// Puts the letters of one shape on the page; several (`fi`) share its width.
fn place(text: &str, at: Matrix, wide: f32, glyphs: &mut Vec<Glyph>) {
    let [a, b, c, d, e, f] = at.0;
    let size = (c * c + d * d).sqrt();
    let width = wide * (a * a + b * b).sqrt();
    if ![size, width, e, f].iter().all(|value| value.is_finite() && value.abs() < 1e6) || size < 0.1 {
        return;
    }
    let turns = match (a.abs() >= b.abs(), a >= 0.0, b >= 0.0) {
        (true, true, _) => 0,
        (false, _, true) => 1,
        (true, false, _) => 2,
        (false, _, false) => 3,
    };
    // Along and across the direction in which the text is read.
    let (x, y) = match turns {
        0 => (e, f),
        1 => (f, -e),
        2 => (-e, -f),
        _ => (-f, e),
    };
    let count = text.chars().count().max(1) as f32;
    for (nth, c) in text.chars().enumerate() {
        glyphs.push(Glyph { c, x: x + width * nth as f32 / count, y, width: width / count, size, turns });
    }
}
