//! The outputs of other programs and the tables of publications, where a folder of them is named by `EMIC_REAL_DATA`.

use std::path::PathBuf;

use serde_json::Value;

use super::super::*;
use super::{decisions, near};

fn folder() -> Option<PathBuf> {
    Some(PathBuf::from(std::env::var_os("EMIC_REAL_DATA")?).join("oracles"))
}

fn read(name: &str) -> Option<Value> {
    Some(serde_json::from_str(&std::fs::read_to_string(folder()?.join(name)).unwrap()).unwrap())
}

fn units_of(case: &Value) -> (Vec<Vec<Option<usize>>>, usize) {
    let rows = case["units_by_coders"].as_array().unwrap();
    let mut names: Vec<String> = Vec::new();
    let mut index = |value: &Value| {
        (!value.is_null()).then(|| {
            let name = value.to_string();
            names.iter().position(|known| *known == name).unwrap_or_else(|| {
                names.push(name);
                names.len() - 1
            })
        })
    };
    if let Some(declared) = case["declared_categories"].as_array() {
        for value in declared {
            let _ = index(value);
        }
    }
    let units = rows.iter().map(|row| row.as_array().unwrap().iter().map(&mut index).collect()).collect();
    (units, names.len())
}

#[test]
fn nominal_coefficients() {
    let Some(oracles) = read("nominal_agreement.json") else { return };
    let (mut checked, mut published) = (0, 0);
    for case in oracles["cases"].as_array().unwrap() {
        let id = case["id"].as_str().unwrap();
        let (units, values) = units_of(case);
        let coders = case["n_coders"].as_u64().unwrap() as usize;
        let of = decisions(&units, coders, values);
        // By the values that were seen, where other programs count only those.
        let seen: std::collections::BTreeSet<usize> = units.iter().flatten().flatten().copied().collect();
        let compact = |value: &Option<usize>| value.and_then(|value| seen.iter().position(|known| *known == value));
        let observed: Vec<Vec<Option<usize>>> = units.iter().map(|unit| unit.iter().map(compact).collect()).collect();
        let observed = decisions(&observed, coders, seen.len());
        let measure = |name: &str| match name {
            "percent_agreement" => Some(of.percent_agreement()),
            "cohen_kappa" => Some(of.cohen()),
            "fleiss_kappa" | "scott_pi" => Some(of.fleiss()),
            "krippendorff_alpha_nominal" | "irrcac_alpha" => Some(of.alpha()),
            "gwet_ac1" => Some(observed.ac1()),
            "gwet_ac1(declared cats)" | "irrcac_gwet_ac1" => Some(of.ac1()),
            "brennan_prediger(observed cats)" | "S_bennett" | "brennan_prediger" => Some(observed.brennan_prediger()),
            "brennan_prediger(declared cats)" => Some(of.brennan_prediger()),
            "mean_pairwise_cohen" => Some(of.mean_pairwise_kappa()),
            "irrcac_fleiss" => Some(of.fleiss()),
            "irrcac_percent_agreement" => Some(of.percent_agreement()),
            _ => None,
        };
        for (name, consensus) in case["consensus"].as_object().unwrap() {
            let usable = consensus["status"] == "all_numeric_agree"
                || consensus["n_libs"].as_u64() >= Some(2) && consensus.get("others").is_none();
            let (Some(expected), Some(measure)) = (consensus["value"].as_f64(), measure(name)) else { continue };
            // In degenerate cases programs contradict each other; ours say that nothing varies.
            if !usable
                || matches!(measure, Measure::Undefined(Reason::NoVariation | Reason::NoPair | Reason::OneCategory))
            {
                continue;
            }
            let value = measure.value().unwrap_or(f64::NAN);
            assert!((value - expected).abs() <= 1e-9, "{id}, {name}: {measure:?}, not {expected}");
            checked += 1;
        }
        let within = case["published_tolerance"].as_f64().unwrap_or(0.005);
        for (name, expected) in case["published_expected"].as_object().into_iter().flatten() {
            if let (Some(expected), Some(measure)) = (expected.as_f64(), measure(name)) {
                let value = measure.value().unwrap_or(f64::NAN);
                assert!((value - expected).abs() <= within, "{id}, {name}: {measure:?}, published {expected}");
                published += 1;
            }
        }
    }
    assert!(checked > 250 && published > 60, "{checked} values of programs, {published} published");
}

#[test]
fn text_of_two_coders() {
    let Some(oracles) = read("text_coder_comparison.json") else { return };
    let mut checked = 0;
    for case in oracles["cases"].as_array().unwrap() {
        for (code, expected) in case["per_code"].as_object().unwrap() {
            let length = case["files"]["1"].as_u64().unwrap() as usize;
            let mut yes = [vec![0_usize; length], vec![0_usize; length]];
            for span in case["spans"].as_array().unwrap().iter().filter(|span| span["code"] == **code) {
                let range = span["start"].as_u64().unwrap() as usize..span["end"].as_u64().unwrap() as usize;
                yes[usize::from(span["coder"] == "B")][range].fill(1);
            }
            let character: Vec<Vec<Option<usize>>> =
                (0..length).map(|at| vec![Some(yes[0][at]), Some(yes[1][at])]).collect();
            checked += compare(&decisions(&character, 2, 2), &expected["character"]);
            let Some(units) = case["units"].as_array() else { continue };
            let any = |of: &[usize], unit: &Value| {
                let at = |key: &str| unit[key].as_u64().unwrap() as usize;
                of[at("start")..at("end")].iter().copied().max()
            };
            let decided: Vec<Vec<Option<usize>>> =
                units.iter().map(|unit| vec![any(&yes[0], unit), any(&yes[1], unit)]).collect();
            checked += compare(&decisions(&decided, 2, 2), &expected["unit(any overlap => coded)"]);
        }
    }
    assert!(checked > 80, "{checked}");
}

fn compare(of: &Decisions, expected: &Value) -> usize {
    let cells = of.cells().unwrap();
    let counts = [cells.both, cells.only_first, cells.only_second, cells.neither];
    assert_eq!(counts.map(Some), ["both", "A_only", "B_only", "neither"].map(|key| expected[key].as_u64()));
    let measures = [
        ("percent_agreement", of.percent_agreement()),
        ("cohen_kappa_sklearn", of.cohen()),
        ("krippendorff_alpha_nominal", of.alpha()),
        ("jaccard_sklearn(undefined->NaN)", cells.jaccard()),
        ("f1_dice_sklearn(undefined->NaN)", cells.f1()),
    ];
    for (key, measure) in &measures {
        match expected[*key].as_f64() {
            Some(expected) => near(measure, expected, 1e-9),
            None => assert!(measure.value().is_none(), "{key}: {measure:?}"),
        }
    }
    measures.len()
}

#[test]
fn unitizing_of_two_programs() {
    let Some(oracles) = read("unitizing.json") else { return };
    let mut checked = 0;
    for case in oracles["cases"].as_array().unwrap() {
        let coders: Vec<&Value> = case["coders"].as_array().unwrap().iter().collect();
        let mut codes: Vec<&Value> = Vec::new();
        let mut segments = vec![Vec::new(); coders.len()];
        for span in case["spans"].as_array().unwrap() {
            let value = codes.iter().position(|known| **known == span["code"]).unwrap_or_else(|| {
                codes.push(&span["code"]);
                codes.len() - 1
            });
            let coder = coders.iter().position(|known| **known == span["coder"]).unwrap();
            let (start, end) = (span["start"].as_u64().unwrap(), span["end"].as_u64().unwrap());
            segments[coder].push(Segment { start, end, value });
        }
        segments.iter_mut().for_each(|own| own.sort_unstable());
        let length = case["continuum_length"].as_u64().unwrap();
        let ours = unitizing(&segments, length, codes.len().max(1));
        for (expected, measure) in [
            (&case["zeljkobekcic"]["u_alpha"], &ours.u_alpha),
            (&case["lindanna"]["u_alpha"], &ours.u_alpha),
            (&case["lindanna"]["bar_u_alpha"], &ours.bar_u_alpha),
        ] {
            match (expected.as_f64(), expected.as_str()) {
                (Some(expected), _) => {
                    near(measure, expected, 1e-9);
                    checked += 1;
                }
                (None, Some("NaN")) => assert!(measure.value().is_none(), "{}", case["id"]),
                _ => {}
            }
        }
    }
    assert!(checked > 45, "{checked}");
}

/// Freelon (2010), ReCal, tables 9 and 10: the coefficients to three decimals of data whose files are at hand.
#[test]
fn freelon_2010() {
    let Some(folder) = folder() else { return };
    let mut checked = 0;
    for (table, prefix) in [("freelon-2010-table-09.csv", "R2."), ("freelon-2010-table-10.csv", "R3.")] {
        let mut reader = csv::Reader::from_path(folder.join("freelon2010").join(table)).unwrap();
        for row in reader.records().map(Result::unwrap) {
            let file = row[0].replace('.', "").to_lowercase();
            let path = folder.join("freelon2010").join(format!("freelon-2010-{file}-recal.csv"));
            let Ok(text) = std::fs::read_to_string(path) else { continue };
            assert!(row[0].starts_with(prefix));
            let mut names: Vec<String> = Vec::new();
            let units: Vec<Vec<Option<usize>>> = text
                .lines()
                .filter(|line| !line.trim().is_empty())
                .map(|line| {
                    let cells = line.split(',').map(|cell| {
                        let cell = cell.trim();
                        Some(names.iter().position(|known| known == cell).unwrap_or_else(|| {
                            names.push(cell.to_owned());
                            names.len() - 1
                        }))
                    });
                    cells.collect()
                })
                .collect();
            let of = decisions(&units, units[0].len(), names.len());
            let columns = [
                (1, of.percent_agreement().times(100.0)),
                (3, of.fleiss()),
                (5, of.mean_pairwise_kappa()),
                (7, of.alpha()),
            ];
            for (column, measure) in columns {
                // ReCal gives no mean kappa where a pair of coders has none.
                let Ok(expected) = row[column].parse::<f64>() else { continue };
                // Printed to so many places.
                let places = row[column].split_once('.').map_or(0, |(_, decimals)| decimals.len());
                near(&measure, expected, 0.5001 * 10_f64.powi(-(places as i32)));
                checked += 1;
            }
        }
    }
    assert!(checked >= 55, "{checked}");
}
