//! What is known of the terminal, and what its user wishes to see.

use crate::session::OwnLooks;
use crate::text::suggest::nearest;
use crate::tui::theme::{Depth, Ground, Theme, WISHES, Wish};

/// Columns of text at most, as a key goes over them: lines of 60 to 75 characters are read best (Bringhurst, *The
/// Elements of Typographic Style*, 2.1.2), and some read longer ones.
pub const MEASURES: [u16; 5] = [60, 66, 72, 80, 100];

/// Columns of text at most, where nobody has said.
const MEASURE: u16 = 72;

/// What is known of the terminal, and what its user wishes to see.
#[derive(Clone, PartialEq, Eq, Debug)]
pub struct Looks {
    /// The look that was asked for.
    pub wish: Wish,
    /// Whether the terminal's background is dark or light, if it has said.
    pub ground: Option<Ground>,
    /// How many colours it has.
    pub depth: Depth,
    /// Columns of text at most.
    pub measure: u16,
    /// What could not be done as looks.yaml has it, in sentences.
    pub faults: Vec<String>,
}

impl Looks {
    /// Of a terminal with so many colours, of which nothing else is known.
    pub fn of(depth: Depth) -> Self {
        Self { wish: Wish::Auto, ground: None, depth, measure: MEASURE, faults: Vec::new() }
    }

    /// As the person's own file has it. What cannot be done is left as it was and listed in `faults`.
    pub fn with(mut self, own: &OwnLooks) -> Self {
        self.faults.clone_from(&own.faults);
        if let Some(name) = &own.look {
            match Wish::named(name) {
                Some(wish) => self.wish = wish,
                None => {
                    let names: Vec<&str> = WISHES.iter().map(|(_, name, _)| *name).collect();
                    let like = nearest(name, names.iter().copied());
                    let like = like.map_or_else(|| names.join(", "), |like| format!("did you mean {like}?"));
                    self.faults.push(format!("there is no look “{name}”: {like}"));
                }
            }
        }
        match own.measure {
            Some(columns @ 30..=200) => self.measure = columns,
            Some(columns) => self.faults.push(format!("measure: {columns} columns; between 30 and 200 can be read")),
            None => {}
        }
        self
    }

    /// The styles.
    pub fn theme(&self) -> Theme {
        Theme::wished(self.wish, self.ground, self.depth)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::tui::theme::Look;

    #[test]
    fn what_a_file_can_say() {
        let own =
            |look: &str, measure| OwnLooks { look: Some(look.into()), measure: Some(measure), faults: Vec::new() };
        let looks = Looks::of(Depth::Indexed).with(&own("light", 80));
        assert_eq!((looks.theme().look, looks.measure), (Look::Light, 80));
        assert_eq!(looks.faults, Vec::<String>::new());
        let looks = Looks::of(Depth::Indexed).with(&own("ligth", 5));
        assert_eq!((looks.wish, looks.measure), (Wish::Auto, MEASURE));
        assert_eq!(looks.faults[0], "there is no look “ligth”: did you mean light?");
        assert!(looks.faults[1].starts_with("measure: 5 columns"));
    }
}
