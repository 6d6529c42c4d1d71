//! Answers of other programs and publications, where a folder of them is named by `EMIC_REAL_DATA`.

use std::collections::BTreeSet;

use serde_json::Value;

use crate::analysis::cooccurrence::together;
use crate::analysis::{Curve, Of, Reached, SaturationRule, Together, exact, risk_difference, wilson};
use crate::text::Span;

/// One file of answers; `None` where there is no folder.
fn oracle(name: &str) -> Option<Value> {
    let folder = std::env::var_os("EMIC_REAL_DATA")?;
    let path = std::path::Path::new(&folder).join("oracles").join(name);
    Some(serde_json::from_slice(&std::fs::read(path).unwrap()).unwrap())
}

#[test]
fn saturation() {
    let Some(answers) = oracle("saturation.json") else { return };
    let mut looked_at = 0;
    for case in answers["cases"].as_array().unwrap() {
        let expected = &case["expected"];
        let number = |key: &str| expected[key].as_f64().unwrap();
        let mut next = 0_u64;
        let interviews: Vec<BTreeSet<String>> = match case["code_sets_per_interview"].as_array() {
            Some(sets) => {
                let codes = |set: &Value| set.as_array().unwrap().iter().map(|code| code.to_string()).collect();
                sets.iter().map(codes).collect()
            }
            None => {
                let new_codes = case["new_codes_per_interview"].as_array().unwrap();
                let bring = |count: &Value| {
                    let from = next;
                    next += count.as_u64().unwrap();
                    (from..next).map(|code| code.to_string()).collect()
                };
                new_codes.iter().map(bring).collect()
            }
        };
        let rule = SaturationRule {
            base: number("base_size") as usize,
            run: number("run_length") as usize,
            threshold: number("threshold") * 100.0,
        };
        let curve = Curve::of(&interviews, rule);
        assert_eq!(serde_json::json!(curve.new_codes), case["new_codes_per_interview"], "{}", case["id"]);
        let reached = matches!(curve.reached, Reached::At { .. }).then(|| curve.reached.to_string());
        assert_eq!(serde_json::json!(reached), expected["reached_at"], "{}", case["id"]);
        assert_eq!(curve.base_codes, expected["base_codes"].as_u64(), "{}", case["id"]);
        if let Some(runs) = expected["runs"].as_array().filter(|_| curve.base_codes > Some(0)) {
            let ours: Vec<(usize, usize, u64)> =
                curve.runs.iter().map(|run| (run.first, run.last, run.new_codes)).collect();
            let theirs: Vec<(usize, usize, u64)> = runs
                .iter()
                .map(|run| {
                    let at = |place: usize| run["interviews"][place].as_u64().unwrap() as usize;
                    (at(0), at(1), run["new_codes"].as_u64().unwrap())
                })
                .collect();
            assert_eq!(ours, theirs, "{}", case["id"]);
        }
        looked_at += 1;
    }
    assert!(looked_at >= 8, "{looked_at}");
}

#[test]
fn cooccurrence() {
    let Some(answers) = oracle("cooccurrence.json") else { return };
    let mut looked_at = 0;
    let same = |ours: Result<f64, &'static str>, theirs: &Value, what: &str| match theirs.as_f64() {
        Some(theirs) => assert!((ours.unwrap() - theirs).abs() < 1e-9, "{what}: {ours:?} {theirs}"),
        None => assert!(ours.is_err(), "{what}: {ours:?}"),
    };
    for case in answers.as_array().unwrap() {
        let id = case["id"].as_str().unwrap();
        let number = |value: &Value, key: &str| value[key].as_u64().unwrap();
        if let Some(pairs) = case["pairs"].as_array() {
            for pair in pairs {
                // Participants 0, 1, … who have each code.
                let units = |code: &Value| -> Vec<Span> {
                    let row = case["matrix"][code.as_str().unwrap()].as_array().unwrap();
                    let has = row.iter().enumerate().filter(|(_, has)| has.as_u64() == Some(1));
                    has.map(|(at, _)| Span::new(at as u32, at as u32 + 1)).collect()
                };
                let counted = together(&units(&pair["a"]), &units(&pair["b"]), 0);
                assert_eq!(
                    (counted.n1, counted.n2, counted.n12),
                    (number(pair, "n1"), number(pair, "n2"), number(pair, "n12"))
                );
                same(counted.jaccard(), &pair["jaccard"], id);
                looked_at += 1;
            }
        } else if let Some(spans) = case["spans"].as_array() {
            // Counted as events the index would be 3: pairs keep it at or below 1.
            let of = |code: &str| -> Vec<Span> {
                let at = |span: &Value, place: usize| span[place].as_u64().unwrap() as u32;
                spans.iter().filter(|span| span[0] == code).map(|span| Span::new(at(span, 1), at(span, 2))).collect()
            };
            let counted = together(&of("A"), &of("B"), 0);
            assert_eq!((counted.n1, counted.n2), (number(case, "n1"), number(case, "n2")));
            assert_eq!(counted.second_with_first, number(case, "n12"), "all three stand in the long one");
            assert_eq!((counted.n12, counted.first_with_second), (1, 1));
            assert!(counted.jaccard().unwrap() <= 1.0);
            looked_at += 1;
        } else {
            let n12 = number(case, "n12");
            let counted = Together {
                n1: number(case, "n1"),
                n2: number(case, "n2"),
                n12,
                first_with_second: n12,
                second_with_first: n12,
            };
            same(counted.jaccard(), &case["c_index"], id);
            looked_at += 1;
        }
    }
    assert!(looked_at >= 11, "{looked_at}");
}

#[test]
fn group_crosstabs() {
    let Some(answers) = oracle("group_crosstabs.json") else { return };
    let (mut exact_tests, mut intervals) = (0, 0);
    for case in answers["cases"].as_array().unwrap() {
        let id = case["id"].as_str().unwrap();
        let table: Vec<Vec<u64>> = case["table"]
            .as_array()
            .unwrap()
            .iter()
            .map(|row| row.as_array().unwrap().iter().map(|count| count.as_u64().unwrap()).collect())
            .collect();
        // Groups × (with, without); a table of two rows and several columns is turned, which changes nothing.
        let groups: Vec<Of> = if table[0].len() == 2 {
            table.iter().map(|row| Of { with: row[0], of: row[0] + row[1] }).collect()
        } else {
            assert_eq!(table.len(), 2, "{id}");
            table[0].iter().zip(&table[1]).map(|(with, without)| Of { with: *with, of: with + without }).collect()
        };
        let close = |ours: f64, theirs: f64, what: &str| {
            assert!((ours - theirs).abs() <= 1e-9 * theirs.abs().max(1.0), "{id} {what}: {ours} {theirs}");
        };
        let p = exact(&groups).unwrap();
        let theirs = case["R_fisher_test"]["p"].as_f64().unwrap();
        close(p, theirs, "p");
        assert!((p / theirs - 1.0).abs() < 1e-6, "{id}: {p} {theirs}");
        exact_tests += 1;
        if let (Some(interval), [first, second]) = (case["risk_difference_newcombe_ci95"].as_array(), groups.as_slice())
        {
            let (difference, low, high) = risk_difference(*first, *second).unwrap();
            close(difference, case["risk_difference"].as_f64().unwrap(), "difference");
            close(low, interval[0].as_f64().unwrap(), "low");
            close(high, interval[1].as_f64().unwrap(), "high");
            for (group, ends) in groups.iter().zip(case["wilson_ci95_each"].as_array().unwrap()) {
                let (low, high) = wilson(*group).unwrap();
                close(low, ends[0].as_f64().unwrap(), "Wilson");
                close(high, ends[1].as_f64().unwrap(), "Wilson");
            }
            intervals += 1;
        }
    }
    assert!(exact_tests >= 8 && intervals >= 6, "{exact_tests} {intervals}");
}
