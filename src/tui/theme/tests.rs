//! That everything can be read, and codes told apart, by whoever looks.

use super::contrast::{LEAST, XTERM, contrast, light, of_index};
use super::palettes::Palette;
use super::*;

const LOOKS: [Look; 6] = [Look::Dark, Look::Light, Look::ContrastDark, Look::ContrastLight, Look::Own, Look::Plain];
const DEPTHS: [Depth; 3] = [Depth::Sixteen, Depth::Indexed, Depth::True];

/// The first 16 colours of the VGA console (Linux, `drivers/tty/vt/vt.c`).
const VGA: [Rgb; 16] = [
    (0x00, 0x00, 0x00),
    (0xaa, 0x00, 0x00),
    (0x00, 0xaa, 0x00),
    (0xaa, 0x55, 0x00),
    (0x00, 0x00, 0xaa),
    (0xaa, 0x00, 0xaa),
    (0x00, 0xaa, 0xaa),
    (0xaa, 0xaa, 0xaa),
    (0x55, 0x55, 0x55),
    (0xff, 0x55, 0x55),
    (0x55, 0xff, 0x55),
    (0xff, 0xff, 0x55),
    (0x55, 0x55, 0xff),
    (0xff, 0x55, 0xff),
    (0x55, 0xff, 0xff),
    (0xff, 0xff, 0xff),
];

fn on(standard: &[Rgb; 16], index: u8) -> Rgb {
    standard.get(usize::from(index)).copied().unwrap_or_else(|| of_index(index))
}

#[test]
fn every_pair_has_contrast_in_every_depth() {
    let mut checked = 0;
    for look in LOOKS {
        for depth in DEPTHS {
            let least = match (look, depth) {
                (Look::ContrastDark | Look::ContrastLight, Depth::Indexed | Depth::True) => 7.0,
                _ => LEAST,
            };
            for (ink, paper) in Palette::of(look, depth).pairs() {
                for standard in [&XTERM, &VGA] {
                    // Where the terminal's own background stays, it may be black or white.
                    let papers = paper.map_or(vec![(0, 0, 0), (255, 255, 255)], |paper| vec![on(standard, paper)]);
                    for paper in papers {
                        let found = contrast(on(standard, ink), paper);
                        assert!(found >= least, "{look:?} {depth:?}: {ink} on {paper:?} has {found:.2}");
                        checked += 1;
                    }
                }
            }
        }
    }
    assert!(checked > 300, "{checked}");
}

#[test]
fn where_there_are_pairs_all_styles_are_of_them() {
    for look in [Look::Dark, Look::Light, Look::ContrastDark, Look::ContrastLight] {
        for depth in DEPTHS {
            let theme = Theme::new(look, depth);
            let pairs = Palette::of(look, depth).pairs();
            let page = theme.page();
            let mut styles = vec![theme.plain(), theme.dim(), theme.strong(), theme.hit(), theme.wrong(), theme.well()];
            styles.extend([theme.bar(), theme.selected(), theme.spent()]);
            styles.extend((0..9).map(|place| theme.lane(place, None)));
            styles.extend((0..5).map(|step| theme.heat(step)));
            for style in styles {
                let style = page.patch(style);
                let (Some(Color::Indexed(ink)), Some(Color::Indexed(paper))) = (style.fg, style.bg) else {
                    panic!("{look:?} {depth:?}: {style:?}")
                };
                assert!(pairs.contains(&(ink, Some(paper))), "{look:?} {depth:?}: {ink} on {paper}");
                // Dim is the terminal's: nobody knows how much contrast it leaves.
                assert!(!style.add_modifier.contains(Modifier::DIM));
            }
        }
    }
}

#[test]
fn without_colours_there_are_none() {
    for theme in [Theme::new(Look::Dark, Depth::None), Theme::new(Look::Plain, Depth::True)] {
        assert_eq!(theme.look, Look::Plain);
        let mut styles = vec![theme.page(), theme.plain(), theme.dim(), theme.hit(), theme.wrong(), theme.well()];
        styles.extend((0..5).map(|step| theme.heat(step)));
        styles.push(theme.lane(2, Some("#0072b2")));
        assert!(styles.iter().all(|style| style.fg.is_none() && style.bg.is_none()));
        assert_ne!(theme.hit(), theme.plain());
        assert_ne!(theme.wrong(), theme.plain());
        assert_ne!(theme.selected(), theme.spent());
    }
}

/// Machado, Oliveira and Fernandes, "A Physiologically-based Model for Simulation of Color Vision Deficiency", IEEE
/// Transactions on Visualization and Computer Graphics 15 (2009), table 1, severity 1.0; on linear light.
const PROTANOPIA: [[f64; 3]; 3] =
    [[0.152286, 1.052583, -0.204868], [0.114503, 0.786281, 0.099216], [-0.003882, -0.048116, 1.051998]];
const DEUTERANOPIA: [[f64; 3]; 3] =
    [[0.367322, 0.860646, -0.227968], [0.280085, 0.672501, 0.047413], [-0.011820, 0.042940, 0.968881]];
const ANY: [[f64; 3]; 3] = [[1.0, 0.0, 0.0], [0.0, 1.0, 0.0], [0.0, 0.0, 1.0]];

/// CIELAB (CIE 15:2004, D65) of a colour as it is seen.
fn lab(colour: Rgb, seen: &[[f64; 3]; 3]) -> [f64; 3] {
    let from = light(colour);
    let [red, green, blue] =
        seen.map(|row| row.iter().zip(from).map(|(weight, part)| weight * part).sum::<f64>().clamp(0.0, 1.0));
    let f = |t: f64| if t > 216.0 / 24389.0 { t.cbrt() } else { (24389.0 / 27.0 * t + 16.0) / 116.0 };
    let x = f((0.4124 * red + 0.3576 * green + 0.1805 * blue) / 0.95047);
    let y = f(0.2126 * red + 0.7152 * green + 0.0722 * blue);
    let z = f((0.0193 * red + 0.1192 * green + 0.9505 * blue) / 1.08883);
    [116.0 * y - 16.0, 500.0 * (x - y), 200.0 * (y - z)]
}

/// The difference of two colours (ΔE*ab, CIE 1976) for whoever tells them apart the least.
fn difference(a: Rgb, b: Rgb) -> f64 {
    let seen = [ANY, PROTANOPIA, DEUTERANOPIA];
    let of = |seen| lab(a, seen).iter().zip(lab(b, seen)).map(|(a, b)| (a - b).powi(2)).sum::<f64>().sqrt();
    seen.iter().map(of).fold(f64::INFINITY, f64::min)
}

#[test]
fn the_formula_of_colour_vision() {
    // Without red or green cones, red and a dark yellow are alike; black and white are not.
    assert!(difference((255, 0, 0), (0, 0, 255)) > 60.0);
    assert!((difference((0, 0, 0), (255, 255, 255)) - 100.0).abs() < 0.5);
    // Grey stays grey: the rows sum to 1.
    for row in PROTANOPIA.iter().chain(&DEUTERANOPIA) {
        assert!((row.iter().sum::<f64>() - 1.0).abs() < 1e-5);
    }
}

/// About 2.3 is the least difference that is noticed (Mahy and others, 1994); what is looked at in single letters has to
/// differ by much more.
#[test]
fn codes_are_told_apart_with_any_colour_vision() {
    for (look, depth, lanes, least) in [
        (Look::Dark, Depth::Indexed, 6, 35.0),
        (Look::Light, Depth::Indexed, 6, 30.0),
        (Look::ContrastDark, Depth::Indexed, 6, 30.0),
        // Dark enough for 7 to 1 on white, colours have little room.
        (Look::ContrastLight, Depth::Indexed, 6, 20.0),
        (Look::Own, Depth::Indexed, 4, 9.0),
        (Look::Dark, Depth::Sixteen, 4, 35.0),
        (Look::Light, Depth::Sixteen, 3, 20.0),
    ] {
        let colours = Palette::of(look, depth).lanes;
        assert_eq!(colours.len(), lanes);
        for standard in [&XTERM, &VGA] {
            for (at, a) in colours.iter().enumerate() {
                for b in &colours[at + 1..] {
                    let found = difference(on(standard, *a), on(standard, *b));
                    assert!(found >= least, "{look:?} {depth:?}: {a} and {b} differ by {found:.1}");
                }
            }
        }
    }
}

#[test]
fn a_code_keeps_the_colour_of_the_codebook_where_it_can_be_shown() {
    let dark = Theme::new(Look::Dark, Depth::True);
    assert_eq!(dark.lane(0, Some("#56b4e9")).fg, Some(Color::Rgb(0x56, 0xb4, 0xe9)));
    // Too dark for this page: lighter.
    let Some(Color::Rgb(red, green, blue)) = dark.lane(0, Some("#0072b2")).fg else { panic!("no colour") };
    assert_ne!((red, green, blue), (0, 0x72, 0xb2));
    assert!(contrast((red, green, blue), of_index(234)) >= LEAST);
    assert!(matches!(Theme::new(Look::Light, Depth::Indexed).lane(0, Some("#0072b2")).fg, Some(Color::Indexed(16..))));
    let sixteen = Theme::new(Look::Dark, Depth::Sixteen);
    assert_eq!(sixteen.lane(1, Some("#0072b2")), sixteen.lane(1, None));
}

#[test]
fn what_is_wished_for_and_what_is_known() {
    let look = |wish, ground| Theme::wished(wish, ground, Depth::Indexed).look;
    assert_eq!(look(Wish::Auto, Some(Ground::Dark)), Look::Dark);
    assert_eq!(look(Wish::Auto, Some(Ground::Light)), Look::Light);
    assert_eq!(look(Wish::Auto, None), Look::Own);
    assert_eq!(look(Wish::Look(Look::Light), Some(Ground::Dark)), Look::Light);
    assert_eq!(Ground::of((255, 255, 255)), Ground::Light);
    assert_eq!(Ground::of((0x1e, 0x1e, 0x2e)), Ground::Dark);
    let mut wish = Wish::Auto;
    for _ in WISHES {
        assert_eq!(Wish::named(wish.words().0), Some(wish));
        wish = wish.next();
    }
    assert_eq!(wish, Wish::Auto);
}
