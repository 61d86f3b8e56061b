//! LambdaRank: what each candidate of a question should gain or lose for the list to be better
//! (Burges, From RankNet to LambdaRank to LambdaMART, 2010).

use std::ops::Range;

/// Candidates of one question among all rows.
#[derive(Debug, Clone)]
pub struct Group {
    pub rows: Range<usize>,
    /// Positions of true partners among all rows.
    pub partners: Vec<usize>,
}

/// Adds gradients and hessians of all pairs of a partner and another candidate, each weighed by how
/// much the discounted gain of the list would change if the two changed places.
pub fn lambdas(group: &Group, scores: &[f64], gradients: &mut [(f32, f32)]) {
    let start = group.rows.start;
    let count = group.rows.len();
    let mut order: Vec<usize> = group.rows.clone().collect();
    order.sort_by(|a, b| scores[*b].total_cmp(&scores[*a]).then(a.cmp(b)));
    let mut discount = vec![0.0; count];
    for (rank, row) in order.iter().enumerate() {
        discount[row - start] = 1.0 / (rank as f64 + 2.0).log2();
    }
    let ideal: f64 = (0..group.partners.len()).map(|i| 1.0 / (i as f64 + 2.0).log2()).sum();
    let mut sums = vec![(0.0f64, 0.0f64); count];
    let mut all = 0.0;
    for partner in &group.partners {
        for other in group.rows.clone().filter(|row| !group.partners.contains(row)) {
            let change = (discount[partner - start] - discount[other - start]).abs() / ideal;
            let doubt = 1.0 / (1.0 + (scores[*partner] - scores[other]).exp());
            let (push, bend) = (change * doubt, change * doubt * (1.0 - doubt));
            sums[partner - start].0 -= push;
            sums[other - start].0 += push;
            sums[partner - start].1 += bend;
            sums[other - start].1 += bend;
            all += 2.0 * push;
        }
    }
    // Questions with many pairs must not drown the others.
    let rate = if all > 0.0 { (1.0 + all).log2() / all } else { 0.0 };
    for (gradient, sum) in gradients.iter_mut().zip(&sums) {
        *gradient = ((sum.0 * rate) as f32, (sum.1 * rate) as f32);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_partner_is_pushed_up_and_those_above_it_most_down() {
        let group = Group { rows: 0..4, partners: vec![3] };
        let mut gradients = vec![(0.0, 0.0); 4];
        lambdas(&group, &[3.0, 2.0, 1.0, 0.0], &mut gradients);
        assert!(gradients[3].0 < 0.0, "{gradients:?}");
        assert!(gradients[0].0 > gradients[1].0 && gradients[1].0 > gradients[2].0);
        assert!(gradients.iter().map(|g| g.0).sum::<f32>().abs() < 1e-6);
        assert!(gradients.iter().all(|g| g.1 > 0.0));
    }

    #[test]
    fn without_a_partner_nothing_is_pushed() {
        let group = Group { rows: 0..2, partners: vec![] };
        let mut gradients = vec![(1.0, 1.0); 2];
        lambdas(&group, &[1.0, 0.0], &mut gradients);
        assert_eq!(gradients, [(0.0, 0.0); 2]);
    }
}
