//! Draws from beta distributions, the same on every machine.

/// A generator of random numbers: SplitMix64.
///
/// Source: Steele, Lea, Flood, *Fast splittable pseudorandom number generators*, OOPSLA 2014.
pub struct Draws(u64);

/// Factor of the condition that accepts most draws. Source: Marsaglia, Tsang, section 4.
const SQUEEZE: f64 = 0.0331;

impl Draws {
    /// Starts at a seed.
    pub fn new(seed: u64) -> Self {
        Self(seed)
    }

    /// Draws from the uniform distribution on (0, 1).
    pub fn uniform(&mut self) -> f64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut z = self.0;
        z = (z ^ (z >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        z = (z ^ (z >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        (((z ^ (z >> 31)) >> 11) as f64 + 0.5) / (1u64 << 53) as f64
    }

    /// Draws from the standard normal distribution (Box, Muller 1958).
    fn normal(&mut self) -> f64 {
        let (u, v) = (self.uniform(), self.uniform());
        (-2.0 * u.ln()).sqrt() * (std::f64::consts::TAU * v).cos()
    }

    /// Draws the logarithm of a value of the gamma distribution with this shape (positive) and
    /// scale 1.
    ///
    /// Source: Marsaglia, Tsang, *A simple method for generating gamma variables*, ACM TOMS 2000,
    /// with its section 6 for shapes below 1. The first condition implies the second, and spares two
    /// logarithms nearly always.
    fn ln_gamma(&mut self, shape: f64) -> f64 {
        if shape < 1.0 {
            return self.uniform().ln() / shape + self.ln_gamma(shape + 1.0);
        }
        let d = shape - 1.0 / 3.0;
        let c = 1.0 / (9.0 * d).sqrt();
        loop {
            let x = self.normal();
            let v = (1.0 + c * x).powi(3);
            if v <= 0.0 {
                continue;
            }
            let u = self.uniform();
            if u < 1.0 - SQUEEZE * x.powi(4) || u.ln() < 0.5 * x * x + d - d * v + d * v.ln() {
                return (d * v).ln();
            }
        }
    }

    /// Draws from the beta distribution with these (positive) parameters, in [0, 1].
    pub fn beta(&mut self, a: f64, b: f64) -> f64 {
        let (x, y) = (self.ln_gamma(a), self.ln_gamma(b));
        1.0 / (1.0 + (y - x).exp())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn draws_have_the_mean_and_variance_of_the_distribution() {
        for (a, b) in [(2.0, 6.0), (0.3, 0.9), (40.0, 1.5), (0.02, 2.0)] {
            let mut draws = Draws::new(3);
            let drawn: Vec<f64> = (0..20_000).map(|_| draws.beta(a, b)).collect();
            let mean = drawn.iter().sum::<f64>() / drawn.len() as f64;
            let variance =
                drawn.iter().map(|x| (x - mean).powi(2)).sum::<f64>() / drawn.len() as f64;
            let (want, spread) = (a / (a + b), a * b / ((a + b).powi(2) * (a + b + 1.0)));
            assert!((mean - want).abs() < 0.002 + 0.02 * want, "{a} {b}: {mean}");
            assert!((variance / spread - 1.0).abs() < 0.3, "{a} {b}: {variance}");
        }
    }
}
