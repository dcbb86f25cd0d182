//! Memory for many floats.

use memmap2::MmapMut;
use std::ops::{Deref, DerefMut};

/// Zeros to begin with, aligned to what vector loads like best, on large pages where the system has them: weights
/// are read in an order that would otherwise look up a page every few instructions.
#[derive(Default)]
pub(crate) struct Floats {
    /// Unless there are none.
    map: Option<MmapMut>,
    /// Byte of the map at which they begin.
    start: usize,
    len: usize,
}

/// Bytes of a large page.
const LARGE_PAGE: usize = 1 << 21;

impl Floats {
    pub(crate) fn zeroed(len: usize) -> Self {
        if len == 0 {
            return Self::default();
        }
        let bytes = len * size_of::<f32>();
        // Systems only take a large page where a map has all of it. What is never touched takes no memory.
        let is_large = bytes >= LARGE_PAGE;
        let reserved = if is_large { bytes.next_multiple_of(LARGE_PAGE) + LARGE_PAGE } else { bytes };
        let map = MmapMut::map_anon(reserved);
        let map = map.expect("as with any allocation, there is no going on without memory");
        let start = if is_large { map.as_ptr().align_offset(LARGE_PAGE) } else { 0 };
        #[cfg(target_os = "linux")]
        if is_large {
            // Merely advice: where it can't be followed, nothing is lost.
            let _ = map.advise(memmap2::Advice::HugePage);
        }
        Self { map: Some(map), start, len }
    }

    /// Sees to it that there are at least so many. What they are has no meaning then.
    pub(crate) fn reserve(&mut self, len: usize) {
        if len > self.len {
            *self = Self::zeroed(len);
        }
    }
}

impl Deref for Floats {
    type Target = [f32];

    fn deref(&self) -> &[f32] {
        let bytes = self.start..self.start + self.len * size_of::<f32>();
        self.map.as_ref().map_or(&[], |map| bytemuck::cast_slice(&map[bytes]))
    }
}

impl DerefMut for Floats {
    fn deref_mut(&mut self) -> &mut [f32] {
        let bytes = self.start..self.start + self.len * size_of::<f32>();
        self.map.as_mut().map_or(&mut [], |map| bytemuck::cast_slice_mut(&mut map[bytes]))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn there_may_be_none() {
        let mut floats = Floats::default();
        assert_eq!((floats.len(), floats.first_mut()), (0, None));
        floats.reserve(3);
        floats[2] = 1.0;
        floats.reserve(2);
        assert_eq!(*floats, [0.0, 0.0, 1.0]);
        assert!(Floats::zeroed(0).is_empty());
    }
}
