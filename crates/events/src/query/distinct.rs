//! Counting distinct values: exactly while there are few, then by a sketch of 16 KiB with about 0.8 % error.

use rustc_hash::FxHashSet;

/// Hashes kept exactly.
const MAX_EXACT: usize = 4_096;
/// Bits of a hash that choose a register.
const PRECISION: u32 = 14;
const REGISTERS: usize = 1 << PRECISION;

/// A set of hashes of which only the size is asked.
#[derive(Debug, Clone)]
pub(super) enum Distinct {
    /// All hashes.
    Exact(FxHashSet<u64>),
    /// Longest runs of zeros seen per register.
    Sketch(Vec<u8>),
}

impl Default for Distinct {
    fn default() -> Self {
        Self::Exact(FxHashSet::default())
    }
}

impl Distinct {
    /// Adds a hash.
    pub(super) fn insert(&mut self, hash: u64) {
        match self {
            Self::Exact(set) => {
                set.insert(hash);
                if set.len() > MAX_EXACT {
                    *self = Self::Sketch(sketch(set));
                }
            }
            Self::Sketch(registers) => note(registers, hash),
        }
    }

    /// Adds another set.
    pub(super) fn merge(&mut self, other: Self) {
        match (&mut *self, other) {
            (_, Self::Exact(set)) => set.into_iter().for_each(|hash| self.insert(hash)),
            (Self::Exact(set), Self::Sketch(mut registers)) => {
                set.iter().for_each(|hash| note(&mut registers, *hash));
                *self = Self::Sketch(registers);
            }
            (Self::Sketch(mine), Self::Sketch(registers)) => {
                mine.iter_mut().zip(registers).for_each(|(a, b)| *a = (*a).max(b));
            }
        }
    }

    /// How many distinct hashes.
    pub(super) fn count(&self) -> u64 {
        match self {
            Self::Exact(set) => set.len() as u64,
            Self::Sketch(registers) => estimate(registers),
        }
    }
}

fn sketch(set: &FxHashSet<u64>) -> Vec<u8> {
    let mut registers = vec![0; REGISTERS];
    set.iter().for_each(|hash| note(&mut registers, *hash));
    registers
}

#[expect(clippy::cast_possible_truncation, reason = "14 bits, and a count below 64")]
fn note(registers: &mut [u8], hash: u64) {
    let register = (hash >> (64 - PRECISION)) as usize;
    let zeros = ((hash << PRECISION) | (1 << (PRECISION - 1))).leading_zeros() as u8 + 1;
    if let Some(longest) = registers.get_mut(register) {
        *longest = (*longest).max(zeros);
    }
}

/// Ertl's improved estimator: right at both ends without tables of corrections.
#[expect(clippy::cast_precision_loss, clippy::cast_possible_truncation, clippy::cast_sign_loss, reason = "an estimate")]
fn estimate(registers: &[u8]) -> u64 {
    const WIDTH: usize = 64 - PRECISION as usize;
    let mut counts = [0_u32; WIDTH + 2];
    for register in registers {
        if let Some(count) = counts.get_mut(usize::from(*register)) {
            *count += 1;
        }
    }
    let m = REGISTERS as f64;
    let last = counts.last().copied().unwrap_or(0);
    let mut z = m * tau(1.0 - f64::from(last) / m);
    for count in counts.iter().take(WIDTH + 1).skip(1).rev() {
        z = 0.5 * (z + f64::from(*count));
    }
    let zeros = counts.first().copied().unwrap_or(0);
    z += m * sigma(f64::from(zeros) / m);
    (m * m / (2.0 * std::f64::consts::LN_2 * z)).round() as u64
}

fn sigma(mut x: f64) -> f64 {
    if x >= 1.0 {
        return f64::INFINITY;
    }
    let (mut y, mut z) = (1.0, x);
    loop {
        x *= x;
        let before = z;
        z += x * y;
        y += y;
        if before >= z {
            return z;
        }
    }
}

fn tau(mut x: f64) -> f64 {
    if x <= 0.0 || x >= 1.0 {
        return 0.0;
    }
    let (mut y, mut z) = (1.0, 1.0 - x);
    loop {
        x = x.sqrt();
        let before = z;
        y *= 0.5;
        z -= (1.0 - x).powi(2) * y;
        if before <= z {
            return z / 3.0;
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::hash::mix;

    #[test]
    fn is_exact_for_few_and_close_for_many() {
        for (count, error) in [(0_u64, 0), (1, 0), (4_096, 0), (5_000, 100), (100_000, 2_500), (1_000_000, 25_000)] {
            let (mut left, mut right) = (Distinct::default(), Distinct::default());
            for n in 0..count {
                left.insert(mix(n));
                if n % 2 == 0 {
                    right.insert(mix(n));
                }
            }
            right.merge(left);
            assert!(right.count().abs_diff(count) <= error, "{} for {count}", right.count());
        }
    }
}
