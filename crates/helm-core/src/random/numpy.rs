use super::mersenne_twister::MersenneTwister;

/// `numpy.random.RandomState`, NumPy's legacy generator (`np.random.seed(...)` and what follows).
#[derive(Clone)]
pub struct NumpyRandom {
    twister: MersenneTwister,
}

impl NumpyRandom {
    /// `np.random.seed(seed)`.
    pub fn from_seed(seed: u32) -> Self {
        Self { twister: MersenneTwister::from_word(seed) }
    }

    /// `random_sample()`: a float in [0, 1).
    pub fn random(&mut self) -> f64 {
        self.twister.next_f64()
    }

    /// `randint(0, n)`: an integer in [0, n).
    pub fn below(&mut self, n: u32) -> u32 {
        self.masked(n - 1)
    }

    /// `choice(items, k)`: with replacement.
    ///
    /// # Panics
    /// When `items` is empty.
    pub fn choices<'a, T>(&mut self, items: &'a [T], k: usize) -> Vec<&'a T> {
        let n = u32::try_from(items.len()).expect("lists here have fewer than 2^32 elements");
        (0..k).map(|_| &items[self.below(n) as usize]).collect()
    }

    /// `shuffle(items)`.
    pub fn shuffle<T>(&mut self, items: &mut [T]) {
        for i in (1..items.len()).rev() {
            let max = u32::try_from(i).expect("lists here have fewer than 2^32 elements");
            items.swap(i, self.masked(max) as usize);
        }
    }

    /// `permutation(n)`.
    pub fn permutation(&mut self, n: usize) -> Vec<usize> {
        let mut items: Vec<usize> = (0..n).collect();
        self.shuffle(&mut items);
        items
    }

    /// The indices that `choice(n, k, replace=False)` draws.
    pub fn choice(&mut self, n: usize, k: usize) -> Vec<usize> {
        let mut items = self.permutation(n);
        items.truncate(k);
        items
    }

    /// An integer in [0, max], by masking and rejection.
    fn masked(&mut self, max: u32) -> u32 {
        if max == 0 {
            return 0;
        }
        let mask = u32::MAX >> max.leading_zeros();
        loop {
            let draw = self.twister.next_u32() & mask;
            if draw <= max {
                return draw;
            }
        }
    }
}
