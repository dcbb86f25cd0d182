use super::mersenne_twister::MersenneTwister;
use sha2::{Digest, Sha512};
use std::collections::HashSet;

/// `random.Random` of CPython 3.
#[derive(Clone)]
pub struct PythonRandom {
    twister: MersenneTwister,
}

impl PythonRandom {
    /// `random.Random(seed)` for an integer; the sign is ignored, as there.
    pub fn from_integer(seed: i64) -> Self {
        Self::from_big_endian(&seed.unsigned_abs().to_be_bytes())
    }

    /// `random.Random(seed)` for a string.
    pub fn from_text(seed: &str) -> Self {
        let mut bytes = seed.as_bytes().to_vec();
        bytes.extend_from_slice(&Sha512::digest(seed.as_bytes()));
        Self::from_big_endian(&bytes)
    }

    /// Seeds from the digits of a non-negative integer of any size.
    pub(super) fn from_big_endian(bytes: &[u8]) -> Self {
        let significant = &bytes[bytes.iter().position(|&byte| byte != 0).unwrap_or(bytes.len())..];
        let mut words: Vec<u32> = significant
            .rchunks(4)
            .map(|chunk| chunk.iter().fold(0, |word, &byte| (word << 8) | u32::from(byte)))
            .collect();
        if words.is_empty() {
            words.push(0);
        }
        Self { twister: MersenneTwister::from_words(&words) }
    }

    /// `random()`: a float in [0, 1).
    pub fn random(&mut self) -> f64 {
        self.twister.next_f64()
    }

    /// `getrandbits(bits)`, for 1 to 64 bits.
    ///
    /// # Panics
    /// When `bits` is 0 or over 64.
    pub fn bits(&mut self, bits: u32) -> u64 {
        assert!((1..=64).contains(&bits), "1 to 64 bits");
        if bits <= 32 {
            return u64::from(self.twister.next_u32() >> (32 - bits));
        }
        let low = u64::from(self.twister.next_u32());
        let high = u64::from(self.twister.next_u32() >> (64 - bits));
        (high << 32) | low
    }

    /// `randrange(n)`: an integer in [0, n).
    ///
    /// # Panics
    /// When `n` is 0.
    pub fn below(&mut self, n: usize) -> usize {
        assert!(n > 0, "nothing lies below 0");
        let bits = usize::BITS - n.leading_zeros();
        loop {
            let draw = usize::try_from(self.bits(bits)).expect("no more bits than a usize has");
            if draw < n {
                return draw;
            }
        }
    }

    /// `randint(low, high)`: an integer in [low, high].
    pub fn integer(&mut self, low: i64, high: i64) -> i64 {
        let width = usize::try_from(high - low + 1).expect("low <= high");
        low + i64::try_from(self.below(width)).expect("below the width of two i64")
    }

    /// `choice(items)`.
    pub fn choice<'a, T>(&mut self, items: &'a [T]) -> &'a T {
        &items[self.below(items.len())]
    }

    /// `shuffle(items)`.
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for i in (1..items.len()).rev() {
            items.swap(i, self.below(i + 1));
        }
    }

    /// The indices that `sample(range(n), k)` draws, without replacement.
    ///
    /// # Panics
    /// When `k` is over `n`.
    pub fn sample(&mut self, n: usize, k: usize) -> Vec<usize> {
        assert!(k <= n, "can't draw {k} out of {n}");
        // CPython keeps a pool where that is smaller than a set of the drawn indices.
        let mut set_size = 21;
        if k > 5 {
            set_size += 4_usize.pow(ceil_log4(3 * k));
        }
        if n <= set_size {
            let mut pool: Vec<usize> = (0..n).collect();
            return (0..k)
                .map(|i| {
                    let j = self.below(n - i);
                    let drawn = pool[j];
                    pool[j] = pool[n - i - 1];
                    drawn
                })
                .collect();
        }
        let mut drawn = HashSet::with_capacity(k);
        let mut indices = Vec::with_capacity(k);
        while indices.len() < k {
            let j = self.below(n);
            if drawn.insert(j) {
                indices.push(j);
            }
        }
        indices
    }
}

/// `ceil(log(x, 4))`.
fn ceil_log4(x: usize) -> u32 {
    let mut exponent = 0;
    while 4_usize.pow(exponent) < x {
        exponent += 1;
    }
    exponent
}
