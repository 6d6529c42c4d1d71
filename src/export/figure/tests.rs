//! Pictures of invented tables: what they show, that they keep back what the table does, that their bytes are well-formed.

use quick_xml::Reader;
use quick_xml::events::Event;

use super::*;
use crate::analysis::{Column, Meta};
use crate::export::{drawn, svg};

/// Three themes × three groups; `None` is a figure that is kept back.
fn frequencies(counts: &[[Option<u64>; 3]]) -> Table {
    let columns = ["by", "group", "code", "path", "rollup", "participants_in_group", "participants"];
    let mut table = Table {
        name: "frequencies".into(),
        columns: columns.map(Column::left).into(),
        sentences: vec!["scope (who and where): all".into(), "passages of a theme are merged".into()],
        meta: Meta::default().with("study", "Clinic & <invented>").with("unit", "participant"),
        ..Table::default()
    };
    let paths = [("access", "Access"), ("waiting", "Access > Waiting"), ("trust", "Trust")];
    for ((id, path), counts) in paths.iter().zip(counts) {
        for ((group, base), count) in [("parent", 4), ("nurse", 0), ("(all)", 4)].iter().zip(counts) {
            table.rows.push(vec![
                Cell::text("role"),
                Cell::text(*group),
                Cell::text(*id),
                Cell::text(*path),
                Cell::text("subtree"),
                Cell::Integer(*base),
                count.map_or(Cell::Empty, Cell::Integer),
            ]);
        }
    }
    table
}

fn clinic() -> Table {
    frequencies(&[[Some(3), Some(0), Some(3)], [None, Some(0), Some(2)], [Some(4), Some(0), Some(4)]])
}

fn saturation() -> Table {
    let columns = ["by", "group", "order", "transcript", "new_codes", "cumulative", "reached", "shuffled_median"];
    let rows = [("one", 4, 4), ("two", 2, 6), ("three", 0, 6)];
    let row = |(id, new, found): &(&str, u64, u64)| {
        let words = ["", "(all)", "id", *id].map(Cell::present);
        let figures = [Cell::Integer(*new), Cell::Integer(*found), Cell::text("1+2"), Cell::Integer(*found)];
        words.into_iter().chain(figures).chain([Cell::text("2-7")]).collect()
    };
    Table {
        name: "saturation".into(),
        columns: columns.into_iter().chain(["shuffled_range"]).map(Column::left).collect(),
        rows: rows.iter().map(row).collect(),
        ..Table::default()
    }
}

fn pairs() -> Table {
    let columns = ["group", "code_1", "path_1", "code_2", "path_2", "n1", "n2", "n12", "n12_of_n1"];
    let rows = [
        ("access", "trust", 5, 3, 2),
        ("access", "cost", 5, 1, 0),
        ("trust", "cost", 3, 1, 1),
        ("cost", "never", 1, 0, 0),
    ];
    let row = |(first, second, n1, n2, n12): &(&str, &str, u64, u64, u64)| {
        let words = ["(all)", *first, *first, *second, *second].map(Cell::text);
        let counts = [n1, n2, n12].map(|count| Cell::Integer(*count));
        words.into_iter().chain(counts).chain([Cell::Undefined]).collect()
    };
    Table {
        name: "cooccurrence".into(),
        columns: columns.map(Column::left).into(),
        rows: rows.iter().map(row).collect(),
        ..Table::default()
    }
}

fn figure(table: &Table) -> Figure {
    Figure::of(table, &FigureWish::default()).unwrap()
}

/// The texts of a document, which must be well-formed.
fn texts(svg: &[u8]) -> Vec<String> {
    let text = std::str::from_utf8(svg).unwrap();
    let mut reader = Reader::from_str(text);
    let (mut texts, mut said) = (Vec::new(), String::new());
    loop {
        match reader.read_event().unwrap() {
            Event::Text(text) => said.push_str(&text.xml10_content()),
            Event::GeneralRef(name) => said.push_str(match &*name {
                "amp" => "&",
                "lt" => "<",
                "gt" => ">",
                "quot" => "\"",
                "#39" => "'",
                other => panic!("&{other};"),
            }),
            Event::End(_) => texts.push(std::mem::take(&mut said).trim().to_owned()),
            Event::Eof => return texts,
            _ => {}
        }
    }
}

#[test]
fn a_heat_map_prints_every_value_with_its_base() {
    let Figure::Heat(grid) = figure(&clinic()) else { panic!("no heat map") };
    assert_eq!(
        grid.rows.iter().map(|row| (row.name.as_str(), row.depth)).collect::<Vec<_>>(),
        [("Access", 0), ("Waiting", 1), ("Trust", 0)]
    );
    let printed: Vec<&str> = grid.rows[0].values.iter().map(|value| value.printed.as_str()).collect();
    assert_eq!(printed, ["3 (75%)", "0 (-)", "3 (75%)"]);
    let bytes = svg(&Figure::Heat(grid));
    let texts = texts(&bytes);
    for part in
        ["Themes by role: Clinic & <invented>", "Waiting", "N = 4", "3 (75%)", "*", "scope (who and where): all"]
    {
        assert!(texts.iter().any(|text| text == part), "`{part}` is not in {texts:?}");
    }
    assert!(!texts.iter().any(|text| text.starts_with("passages of a theme")), "only what the picture needs");
    assert!(String::from_utf8(bytes).unwrap().contains("url(#kept-back)"));
}

#[test]
fn what_the_table_keeps_back_has_no_share_in_the_picture() {
    let Figure::Heat(grid) = figure(&clinic()) else { panic!("no heat map") };
    let kept_back = &grid.rows[1].values[0];
    assert_eq!((kept_back.printed.as_str(), kept_back.share, kept_back.shade()), ("*", None, None));
    let lines = String::from_utf8(drawn(&Figure::Heat(grid), Some(80))).unwrap();
    let line = lines.lines().find(|line| line.trim_start().starts_with("Waiting")).unwrap();
    assert!(line.contains("//        *"), "{line}");
}

#[test]
fn shades_rise_with_the_share_and_something_is_never_nothing() {
    let shade = |share| Value { printed: String::new(), share: Some(share) }.shade().unwrap();
    assert_eq!([0.0, 0.001, 0.5, 1.0].map(shade), [0, 1, 4, 8]);
    // Lightness alone tells the order: the sum of the parts of each colour falls.
    let figure = Figure::Heat(Grid::of(&clinic(), &[]).unwrap());
    let text = String::from_utf8(svg(&figure)).unwrap();
    let legend: Vec<u32> = (0..SHADES)
        .map(|at| {
            let fill = text.split(&format!("class=\"s{at}\"")).last().unwrap().split("fill=\"#").nth(1).unwrap();
            (0..3).map(|part| u32::from_str_radix(&fill[2 * part..2 * part + 2], 16).unwrap()).sum()
        })
        .collect();
    assert!(legend.windows(2).all(|two| two[0] > two[1]), "{legend:?}");
}

#[test]
fn one_theme_is_drawn_as_bars_and_an_unknown_one_is_told() {
    let wish = FigureWish { themes: vec!["Trust".into()], ..FigureWish::default() };
    let Figure::Bars(grid) = Figure::of(&clinic(), &wish).unwrap() else { panic!("no bars") };
    assert_eq!(grid.title(), "Trust by role: Clinic & <invented>");
    let lines = String::from_utf8(drawn(&Figure::Bars(grid.clone()), Some(60))).unwrap();
    assert!(lines.contains("parent (N = 4) ███"), "{lines}");
    assert!(lines.lines().all(|line| crate::text::width(line) <= 60), "{lines}");
    assert!(texts(&svg(&Figure::Bars(grid))).contains(&"4 (100%)".to_owned()));
    let wish = FigureWish { themes: vec!["trist".into()], ..FigureWish::default() };
    let error = Figure::of(&clinic(), &wish).unwrap_err();
    assert_eq!(error.hint(), "did you mean `trust`?");
}

#[test]
fn a_curve_says_what_is_new_and_what_is_known() {
    let Figure::Curves(curves) = figure(&saturation()) else { panic!("no curve") };
    assert_eq!(curves.series[0].reached_in_words(), "saturation reached at 1+2");
    assert_eq!(curves.series[0].points[1].shuffled, Some((6, 2, 7)));
    let lines = String::from_utf8(drawn(&Figure::Curves(curves.clone()), Some(60))).unwrap();
    assert!(lines.contains("6 (+2)") && lines.contains("6 (+0)"), "{lines}");
    let texts = texts(&svg(&Figure::Curves(curves)));
    assert!(texts.contains(&"two: 6 found so far, 2 new".to_owned()), "{texts:?}");
}

#[test]
fn codes_that_meet_nobody_are_counted_and_not_drawn() {
    let Figure::Pairs(pairs) = figure(&pairs()) else { panic!("no pairs") };
    let names: Vec<&str> = pairs.codes.iter().map(|code| code.name.as_str()).collect();
    assert_eq!(names, ["access", "trust", "cost"]);
    assert_eq!(
        pairs.values[2].iter().map(|value| value.as_ref().unwrap().printed.as_str()).collect::<Vec<_>>(),
        ["0", "1"]
    );
    assert!(pairs.caption.contains(&"not drawn: 1 that never stand together with another".to_owned()));
    let lines = String::from_utf8(drawn(&Figure::Pairs(pairs.clone()), Some(60))).unwrap();
    assert!(lines.contains("3 cost (1)") && lines.contains("▒▒  1"), "{lines}");
    assert!(texts(&svg(&Figure::Pairs(pairs))).contains(&"access and trust: 2".to_owned()));
}

#[test]
fn the_same_figures_give_the_same_bytes_and_no_address() {
    for table in [clinic(), saturation(), pairs()] {
        let bytes = svg(&figure(&table));
        assert_eq!(bytes, svg(&figure(&table)));
        let text = String::from_utf8(bytes).unwrap().replace("xmlns=\"http://www.w3.org/2000/svg\"", "");
        assert!(text.len() > 500 && !text.contains("http") && !text.contains("//"), "{text}");
    }
}

#[test]
fn a_table_without_a_picture_says_which_have_one() {
    let table = Table { name: "codings".into(), ..Table::default() };
    let error = Figure::of(&table, &FigureWish::default()).unwrap_err();
    assert_eq!(error.to_string(), "there is no picture of codings");
    assert!(error.hint().contains("saturation"));
}

#[test]
fn no_two_groups_or_interviews_look_the_same() {
    let mut table = clinic();
    for (row, day) in table.rows.iter_mut().zip(["2026-02-07", "2026-02-11", "Multidisciplinary team"].iter().cycle()) {
        row[1] = Cell::text(*day);
    }
    let drawn = String::from_utf8(svg(&figure(&table))).unwrap();
    for whole in [">2026-02-07<", ">2026-02-11<", ">Multidisciplinary<"] {
        assert!(drawn.contains(whole), "{whole}: {drawn}");
    }
    let mut table = saturation();
    for (row, id) in
        table.rows.iter_mut().zip(["hospital-a-interview-with-nurse-1", "hospital-a-interview-with-nurse-2", "c"])
    {
        row[3] = Cell::text(id);
    }
    let drawn = String::from_utf8(svg(&figure(&table))).unwrap();
    assert!(drawn.contains("nurse-1</text>") && drawn.contains("nurse-2</text>"), "{drawn}");
}

#[test]
fn a_low_bar_has_its_number_over_it() {
    let mut table = saturation();
    table.rows[0][4..6].clone_from_slice(&[Cell::Integer(60), Cell::Integer(60)]);
    table.rows[1][5] = Cell::Integer(62);
    table.rows[2][5] = Cell::Integer(62);
    let drawn = String::from_utf8(svg(&figure(&table))).unwrap();
    let number = |text: &str| drawn.matches(&format!(">{text}</text>")).count();
    // 60 in its bar, at its point and on the axis; 2 over its bar; no bar, no number (0 is on the axis).
    assert_eq!((number("60"), number("2"), number("0"), number("62")), (3, 1, 1, 2), "{drawn}");
}
