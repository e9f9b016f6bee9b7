//! How much of what two texts have in common stands in one order in both.

/// Pairs of occurrences that are looked at. Chosen by judgement: the work grows with the square.
const MOST: usize = 256;

/// Something that two texts have in common: its place in the first, its place in the second, and
/// its weight.
pub type Shared = (f32, f32, f32);

/// Sorts shared things by their places and keeps the first 256.
pub fn sorted(mut found: Vec<Shared>) -> Vec<Shared> {
    found.sort_unstable_by(|x, y| x.0.total_cmp(&y.0).then(x.1.total_cmp(&y.1)));
    found.truncate(MOST);
    found
}

/// Returns the largest weight of shared things that stand in the same order in both texts, given
/// them ascending; 0 for none. O(things²).
pub fn heaviest(found: &[Shared]) -> f32 {
    let mut best: Vec<f32> = Vec::with_capacity(found.len());
    for (at, (_, place, weight)) in found.iter().enumerate() {
        let before = found[..at].iter().zip(&best).filter(|(f, _)| f.1 <= *place);
        best.push(weight + before.map(|(_, sum)| *sum).fold(0.0, f32::max));
    }
    best.into_iter().fold(0.0, f32::max)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_was_moved_is_in_no_order_with_the_rest() {
        let found =
            sorted(vec![(0.5, 0.1, 1.0), (0.1, 0.2, 1.0), (0.2, 0.4, 2.0), (0.9, 0.8, 1.0)]);
        assert_eq!(found[0].0, 0.1);
        assert_eq!(heaviest(&found), 4.0);
        assert_eq!(heaviest(&[]), 0.0);
    }
}
