use super::stamp::Stamp;
use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};

/// What something takes in memory.
pub(super) trait Weight {
    /// Bytes, roughly.
    fn weight(&self) -> usize;
}

/// What was read from files, by name, as long as it fits; what was used longest ago goes first. Two who ask for
/// the same at once wait for one reading.
pub(super) struct Cache<V> {
    budget: usize,
    entries: Mutex<Entries<V>>,
}

struct Entries<V> {
    by_name: HashMap<String, Entry<V>>,
    clock: u64,
    weight: usize,
}

struct Entry<V> {
    slot: Arc<Mutex<Option<Known<V>>>>,
    used: u64,
    weight: usize,
}

struct Known<V> {
    stamps: Vec<Option<Stamp>>,
    value: Arc<V>,
}

impl<V: Weight> Cache<V> {
    pub(super) fn new(budget: usize) -> Self {
        let entries = Entries { by_name: HashMap::new(), clock: 0, weight: 0 };
        Self { budget, entries: Mutex::new(entries) }
    }

    /// What is known under `name` for files of these stamps, or else what `read` gives.
    pub(super) fn get(&self, name: &str, stamps: &[Option<Stamp>], read: impl FnOnce() -> V) -> Arc<V> {
        let slot = self.slot(name);
        let mut slot = slot.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = slot.as_ref().filter(|known| known.stamps == stamps) {
            return Arc::clone(&known.value);
        }
        let value = Arc::new(read());
        *slot = Some(Known { stamps: stamps.to_vec(), value: Arc::clone(&value) });
        drop(slot);
        self.weigh(name, value.weight());
        value
    }

    /// What is known, without reading and without waiting for who reads.
    pub(super) fn peek(&self, name: &str, stamps: &[Option<Stamp>]) -> Option<Arc<V>> {
        let slot = self.slot(name);
        let slot = slot.try_lock().ok()?;
        slot.as_ref().filter(|known| known.stamps == stamps).map(|known| Arc::clone(&known.value))
    }

    /// Whether there is hardly room for more.
    pub(super) fn is_full(&self) -> bool {
        let entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        entries.weight > self.budget / 4 * 3
    }

    fn slot(&self, name: &str) -> Arc<Mutex<Option<Known<V>>>> {
        let mut entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        entries.clock += 1;
        let clock = entries.clock;
        if let Some(entry) = entries.by_name.get_mut(name) {
            entry.used = clock;
            return Arc::clone(&entry.slot);
        }
        let slot = Arc::new(Mutex::new(None));
        entries.by_name.insert(name.into(), Entry { slot: Arc::clone(&slot), used: clock, weight: 0 });
        slot
    }

    fn weigh(&self, name: &str, weight: usize) {
        let mut entries = self.entries.lock().unwrap_or_else(PoisonError::into_inner);
        let entries = &mut *entries;
        if let Some(entry) = entries.by_name.get_mut(name) {
            entries.weight = entries.weight - entry.weight + weight;
            entry.weight = weight;
        }
        while entries.weight > self.budget {
            let others = entries.by_name.iter().filter(|(other, entry)| *other != name && entry.weight > 0);
            let Some(oldest) = others.min_by_key(|(_, entry)| entry.used).map(|(other, _)| other.clone()) else {
                break;
            };
            entries.weight -= entries.by_name.remove(&oldest).map_or(0, |entry| entry.weight);
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    impl Weight for usize {
        fn weight(&self) -> usize {
            *self
        }
    }

    #[test]
    fn what_was_used_longest_ago_goes_first() {
        let cache = Cache::new(10);
        for name in ["a", "b"] {
            assert_eq!(*cache.get(name, &[], || 4), 4);
        }
        assert_eq!(*cache.get("a", &[], || unreachable!("it is known")), 4);
        cache.get("c", &[], || 4);
        assert_eq!(cache.peek("b", &[]), None);
        assert!(cache.peek("a", &[]).is_some() && cache.peek("c", &[]).is_some());
    }

    #[test]
    fn what_changed_is_read_again() {
        let cache = Cache::new(10);
        assert_eq!(*cache.get("a", &[None], || 1), 1);
        assert_eq!(*cache.get("a", &[None, None], || 2), 2);
        assert_eq!(cache.peek("a", &[None]), None);
    }

    #[test]
    fn what_is_too_heavy_is_kept_until_the_next() {
        let cache = Cache::new(10);
        cache.get("a", &[], || 100);
        assert!(cache.peek("a", &[]).is_some());
        cache.get("b", &[], || 1);
        assert_eq!(cache.peek("a", &[]), None);
    }
}
