//! Memory of keys and values, used again by those to come: what a system gives anew it has to clear, page by page,
//! which took up to a tenth of the time of a run.

use crate::floats::Floats;
use std::ops::{Deref, DerefMut};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

/// Memory that was given back.
#[derive(Default)]
pub(super) struct Pool(Mutex<State>);

#[derive(Default)]
struct State {
    /// The smallest comes first.
    spare: Vec<Floats>,
    /// Floats that are in use.
    used: usize,
    /// The most that ever were.
    most_used: usize,
}

/// Floats from a pool, to which they go back. What they are to begin with has no meaning.
pub(super) struct Pooled {
    /// At least as many as were asked for.
    floats: Floats,
    len: usize,
    pool: Arc<Pool>,
}

impl Pool {
    /// So many floats.
    pub(super) fn take(self: &Arc<Self>, len: usize) -> Pooled {
        let floats = self.state().take(len);
        Pooled { floats, len, pool: Arc::clone(self) }
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // It is whole whenever it is let go of.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn take(&mut self, len: usize) -> Floats {
        if len == 0 {
            return Floats::default();
        }
        let first = self.spare.partition_point(|floats| floats.len() < len);
        let floats = if first < self.spare.len() {
            self.spare.remove(first)
        } else {
            // Few different sizes, so that most are found again.
            Floats::zeroed(len.next_multiple_of(len.next_power_of_two().div_ceil(8)))
        };
        self.used += floats.len();
        self.most_used = self.most_used.max(self.used);
        // No more memory than was in use at once.
        while !self.spare.is_empty() && self.used + self.spare_len() > self.most_used {
            self.spare.remove(0);
        }
        floats
    }

    fn give_back(&mut self, floats: Floats) {
        if floats.is_empty() {
            return;
        }
        self.used -= floats.len();
        let place = self.spare.partition_point(|other| other.len() < floats.len());
        self.spare.insert(place, floats);
    }

    fn spare_len(&self) -> usize {
        self.spare.iter().map(|floats| floats.len()).sum()
    }
}

impl Pooled {
    /// Floats that it keeps from others.
    pub(super) fn held(&self) -> usize {
        self.floats.len()
    }
}

impl Deref for Pooled {
    type Target = [f32];

    fn deref(&self) -> &[f32] {
        &self.floats[..self.len]
    }
}

impl DerefMut for Pooled {
    fn deref_mut(&mut self) -> &mut [f32] {
        &mut self.floats[..self.len]
    }
}

impl Drop for Pooled {
    fn drop(&mut self) {
        self.pool.state().give_back(std::mem::take(&mut self.floats));
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn spare(pool: &Pool) -> Vec<usize> {
        pool.state().spare.iter().map(|floats| floats.len()).collect()
    }

    #[test]
    fn what_is_given_back_is_used_again() {
        let pool = Arc::new(Pool::default());
        let mut small = pool.take(10);
        small.fill(7.0);
        let large = pool.take(1000);
        assert_eq!((small.len(), large.len()), (10, 1000));
        drop((small, large));
        assert_eq!(spare(&pool), [10, 1024]);
        let again = pool.take(9);
        assert_eq!((&*again, spare(&pool)), (&[7.0; 9][..], vec![1024]));
        // Larger than needed is better than new.
        let third = pool.take(20);
        assert_eq!((third.len(), spare(&pool)), (20, vec![]));
        drop((again, third, pool.take(0)));
        assert_eq!(spare(&pool), [10, 1024]);
    }

    #[test]
    fn there_is_never_more_than_was_in_use_at_once() {
        let pool = Arc::new(Pool::default());
        drop((pool.take(64), pool.take(63), pool.take(128)));
        assert_eq!(spare(&pool), [64, 64, 128]);
        // Of 256 floats 64 may stay.
        let larger = pool.take(129);
        assert_eq!(spare(&pool), [] as [usize; 0]);
        drop(larger);
        let small = [pool.take(64), pool.take(1)];
        assert_eq!((spare(&pool), small.each_ref().map(|floats| floats.len())), (vec![], [64, 1]));
        drop(small);
        assert_eq!(spare(&pool), [1, 160]);
    }
}
