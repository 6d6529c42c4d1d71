//! What must hold of every table of decisions.

use proptest::prelude::*;

use super::super::*;
use super::decisions;

fn units() -> impl Strategy<Value = Vec<Vec<Option<usize>>>> {
    (2usize..5).prop_flat_map(|coders| {
        let decision = prop_oneof![4 => (0usize..3).prop_map(Some), 1 => Just(None)];
        prop::collection::vec(prop::collection::vec(decision, coders), 1..30)
    })
}

proptest! {
    #[test]
    fn nothing_depends_on_order_or_partition(units in units(), cut in 0usize..30) {
        let coders = units[0].len();
        let whole = decisions(&units, coders, 3);
        let cut = cut.min(units.len());
        let mut parts = decisions(&units[cut..], coders, 3);
        parts.merge(&decisions(&units[..cut], coders, 3));
        for (a, b) in [(whole.alpha(), parts.alpha()), (whole.fleiss(), parts.fleiss()), (whole.ac1(), parts.ac1())] {
            match (a.value(), b.value()) {
                (Some(a), Some(b)) => prop_assert!((a - b).abs() < 1e-9),
                (a, b) => prop_assert_eq!(a, b),
            }
        }
    }

    #[test]
    fn a_value_is_finite_and_at_most_one(units in units()) {
        let of = decisions(&units, units[0].len(), 3);
        let all = [of.alpha(), of.cohen(), of.fleiss(), of.ac1(), of.brennan_prediger(), of.mean_pairwise_kappa()];
        for value in all.iter().filter_map(Measure::value) {
            prop_assert!(value.is_finite() && value <= 1.0 + 1e-12);
        }
    }

    #[test]
    fn full_agreement_is_one_or_undefined(values in prop::collection::vec(0usize..2, 1..40), coders in 2usize..5) {
        let units: Vec<Vec<Option<usize>>> = values.iter().map(|value| vec![Some(*value); coders]).collect();
        let of = decisions(&units, coders, 2);
        let varied = values.contains(&0) && values.contains(&1);
        for measure in [of.alpha(), of.fleiss(), of.mean_pairwise_kappa()] {
            match measure {
                Measure::Defined(value) => prop_assert!(varied && (value - 1.0).abs() < 1e-12),
                Measure::Undefined(_) => prop_assert!(!varied),
            }
        }
    }

    #[test]
    fn unitizing_does_not_depend_on_the_order_of_coders(
        first in prop::collection::btree_set(0u64..60, 0..8),
        second in prop::collection::btree_set(0u64..60, 0..8),
    ) {
        let segments = |ends: &std::collections::BTreeSet<u64>| -> Vec<Segment> {
            let ends: Vec<u64> = ends.iter().copied().collect();
            let pairs = ends.chunks_exact(2).enumerate();
            pairs.map(|(at, pair)| Segment { start: pair[0], end: pair[1], value: at % 2 }).collect()
        };
        let (a, b) = (segments(&first), segments(&second));
        let one = unitizing(&[a.clone(), b.clone()], 60, 2);
        let other = unitizing(&[b, a.clone()], 60, 2);
        match (one.u_alpha.value(), other.u_alpha.value()) {
            (Some(one), Some(other)) => prop_assert!((one - other).abs() < 1e-9 && one <= 1.0 + 1e-9),
            (one, other) => prop_assert_eq!(one, other),
        }
        if let Some(same) = unitizing(&[a.clone(), a], 60, 2).u_alpha.value() {
            prop_assert!((same - 1.0).abs() < 1e-9);
        }
    }
}

#[test]
fn an_interval_depends_on_its_seed_alone_and_needs_ten_transcripts() {
    let coincidences: Vec<[f64; 4]> =
        (0..12).map(|at| [f64::from(at) * 2.0 + 10.0, 2.0, 2.0, f64::from(at) + 4.0]).collect();
    let of = |seed, count: usize| Samples::draw(count, seed).interval(&coincidences[..count]);
    assert_eq!(of(7, 12), of(7, 12));
    assert_ne!(of(7, 12), of(8, 12));
    let Interval::Of { low, high, undefined } = of(7, 12) else { panic!("twelve transcripts have an interval") };
    let mut whole = [0.0; 4];
    coincidences.iter().for_each(|of| whole.iter_mut().zip(of).for_each(|(sum, of)| *sum += of));
    let alpha = super::super::nominal::alpha(&whole, 2).value().unwrap();
    assert!(low < alpha && alpha < high && high - low < 0.5, "{low} {alpha} {high}");
    assert_eq!(undefined, 0);
    assert_eq!(of(7, 9), Interval::FewTranscripts);
    // Disagreement and variation in one transcript of twelve only: about a third of the samples miss it.
    let rare: Vec<[f64; 4]> =
        (0..12).map(|at| if at == 0 { [8.0, 1.0, 1.0, 2.0] } else { [10.0, 0.0, 0.0, 0.0] }).collect();
    let Interval::TooOftenUndefined(count) = Samples::draw(12, 7).interval(&rare) else {
        panic!("too often undefined")
    };
    assert!((600..850).contains(&count), "(11/12)^12 of 2,000 is 704: {count}");
}
