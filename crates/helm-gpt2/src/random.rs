//! Numbers for tests.

/// A stream of numbers that a seed decides: SplitMix64 (Steele, Lea and Flood, 2014).
pub(crate) struct Random(pub(crate) u64);

impl Random {
    fn next(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mixed = (self.0 ^ (self.0 >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        let mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    /// A whole number below `end`.
    pub(crate) fn below(&mut self, end: usize) -> usize {
        let end = u64::try_from(end).expect("machines have at most 64 bits");
        usize::try_from(self.next() % end).expect("it is less than `end`")
    }

    /// Between -1 and 1, in `steps` steps from 0 to either side. Sums of products of such numbers are exact in 32 bit
    /// floats as long as they need no more than 24 bits.
    pub(crate) fn float(&mut self, steps: usize) -> f32 {
        self.below(2 * steps + 1) as f32 / steps as f32 - 1.0
    }

    /// So many floats.
    pub(crate) fn floats(&mut self, count: usize, steps: usize) -> Vec<f32> {
        (0..count).map(|_| self.float(steps)).collect()
    }
}
