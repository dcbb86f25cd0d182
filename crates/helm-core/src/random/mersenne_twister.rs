//! MT19937 of Matsumoto and Nishimura (2002), with both of its seedings.

const N: usize = 624;
const M: usize = 397;

/// The generator's state.
#[derive(Clone)]
pub(super) struct MersenneTwister {
    state: [u32; N],
    index: usize,
}

impl MersenneTwister {
    /// Seeds from one word (`init_genrand`), as NumPy does.
    pub(super) fn from_word(seed: u32) -> Self {
        let mut state = [0; N];
        state[0] = seed;
        for i in 1..N {
            let previous = state[i - 1];
            let mixed = 1_812_433_253_u32.wrapping_mul(previous ^ (previous >> 30));
            state[i] = mixed.wrapping_add(u32::try_from(i).expect("i < 624"));
        }
        Self { state, index: N }
    }

    /// Seeds from several words (`init_by_array`), as CPython does.
    pub(super) fn from_words(key: &[u32]) -> Self {
        let mut twister = Self::from_word(19_650_218);
        let state = &mut twister.state;
        let (mut i, mut j) = (1, 0);
        for _ in 0..N.max(key.len()) {
            let previous = state[i - 1];
            let mixed = state[i] ^ (previous ^ (previous >> 30)).wrapping_mul(1_664_525);
            state[i] = mixed.wrapping_add(key[j]).wrapping_add(u32::try_from(j).expect("keys are short"));
            i += 1;
            j = (j + 1) % key.len();
            if i >= N {
                state[0] = state[N - 1];
                i = 1;
            }
        }
        for _ in 0..N - 1 {
            let previous = state[i - 1];
            let mixed = state[i] ^ (previous ^ (previous >> 30)).wrapping_mul(1_566_083_941);
            state[i] = mixed.wrapping_sub(u32::try_from(i).expect("i < 624"));
            i += 1;
            if i >= N {
                state[0] = state[N - 1];
                i = 1;
            }
        }
        state[0] = 0x8000_0000;
        twister
    }

    /// The next 32 random bits.
    pub(super) fn next_u32(&mut self) -> u32 {
        if self.index >= N {
            self.refill();
        }
        let mut y = self.state[self.index];
        self.index += 1;
        y ^= y >> 11;
        y ^= (y << 7) & 0x9d2c_5680;
        y ^= (y << 15) & 0xefc6_0000;
        y ^ (y >> 18)
    }

    /// A float in [0, 1) with 53 random bits.
    pub(super) fn next_f64(&mut self) -> f64 {
        let high = f64::from(self.next_u32() >> 5);
        let low = f64::from(self.next_u32() >> 6);
        (high * 67_108_864.0 + low) / 9_007_199_254_740_992.0
    }

    fn refill(&mut self) {
        for i in 0..N {
            let y = (self.state[i] & 0x8000_0000) | (self.state[(i + 1) % N] & 0x7fff_ffff);
            let twist = if y & 1 == 0 { 0 } else { 0x9908_b0df };
            self.state[i] = self.state[(i + M) % N] ^ (y >> 1) ^ twist;
        }
        self.index = 0;
    }
}
