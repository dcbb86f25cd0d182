//! Where the bytes of slices go: permutations of the bytes of vectors.

#![expect(clippy::cast_possible_truncation, reason = "places among 128 bytes")]

use super::{BYTES, SLICES};
use std::arch::x86_64::{
    __m512i, _mm512_add_epi32, _mm512_castsi512_si256, _mm512_inserti64x4, _mm512_loadu_si512,
    _mm512_permutex2var_epi8, _mm512_permutex2var_epi16, _mm512_set1_epi8, _mm512_set1_epi32, _mm512_shuffle_i64x2,
    _mm512_xor_si512,
};

/// Bytes of a vector.
const LEN: usize = 64;

/// From the bytes of two vectors: those whose place is given, where the second begins at 64.
struct Order([u8; LEN]);

impl Order {
    #[inline]
    #[target_feature(enable = "avx512f")]
    fn load(&self) -> __m512i {
        // SAFETY: there are 64 bytes.
        unsafe { _mm512_loadu_si512(self.0.as_ptr().cast()) }
    }
}

/// Of two vectors of words, a byte of each word, those of the second after those of the first; then another.
const fn one_after_the_other(first: usize, second: usize) -> Order {
    let mut order = [0; LEN];
    let mut index = 0;
    while index < LEN / 2 {
        order[index] = (index * BYTES + first) as u8;
        order[index + LEN / 2] = (index * BYTES + second) as u8;
        index += 1;
    }
    Order(order)
}

/// Of two vectors of words, a byte of each word, those of the second beside those of the first; then another.
const fn in_turns(first: usize, second: usize) -> Order {
    let mut order = [0; LEN];
    let mut index = 0;
    while index < LEN / 2 {
        let word = index / 2 * BYTES + index % 2 * LEN;
        order[index] = (word + first) as u8;
        order[index + LEN / 2] = (word + second) as u8;
        index += 1;
    }
    Order(order)
}

static GREATEST_THEN_MIDDLE: Order = one_after_the_other(2, 1);
static LEAST: Order = one_after_the_other(0, 0);
static GREATEST_THEN_MIDDLE_IN_TURNS: Order = in_turns(2, 1);
static LEAST_IN_TURNS: Order = in_turns(0, 0);

/// Pairs of bytes from the first half of each of two vectors in turns, or from their second half.
const fn pairs_in_turns(half: usize) -> [u16; LEN / 2] {
    let mut order = [0; LEN / 2];
    let mut index = 0;
    while index < LEN / 2 {
        order[index] = (half * LEN / 4 + index / 2 + index % 2 * LEN / 2) as u16;
        index += 1;
    }
    order
}

static FIRST_HALVES: [u16; LEN / 2] = pairs_in_turns(0);
static SECOND_HALVES: [u16; LEN / 2] = pairs_in_turns(1);

/// Adds 128 in the place of each slice: the bytes of a whole number of 24 bits are then its slices, plus 128 each.
#[inline]
#[target_feature(enable = "avx512f")]
fn with_slices_above_zero(numbers: [__m512i; BYTES]) -> [__m512i; BYTES] {
    numbers.map(|numbers| _mm512_add_epi32(numbers, _mm512_set1_epi32(0x80_80_80)))
}

/// Takes 128 from each byte.
#[inline]
#[target_feature(enable = "avx512bw")]
fn below(bytes: __m512i) -> __m512i {
    _mm512_xor_si512(bytes, _mm512_set1_epi8(i8::MIN))
}

/// For each slice, the greatest first, those of all whole numbers, in their order.
#[inline]
#[target_feature(enable = "avx512vbmi")]
pub(super) fn beside_each_other(numbers: [__m512i; BYTES]) -> [__m512i; SLICES] {
    let [first, second, third, fourth] = with_slices_above_zero(numbers);
    let upper = GREATEST_THEN_MIDDLE.load();
    let start = _mm512_permutex2var_epi8(first, upper, second);
    let end = _mm512_permutex2var_epi8(third, upper, fourth);
    let lower = LEAST.load();
    let least_of_start = _mm512_permutex2var_epi8(first, lower, second);
    let least_of_end = _mm512_permutex2var_epi8(third, lower, fourth);
    let greatest = _mm512_inserti64x4::<1>(start, _mm512_castsi512_si256(end));
    let middle = _mm512_shuffle_i64x2::<0b11_10_11_10>(start, end);
    let least = _mm512_inserti64x4::<1>(least_of_start, _mm512_castsi512_si256(least_of_end));
    [below(greatest), below(middle), below(least)]
}

/// For each slice, the greatest first, words of those of the whole numbers of four vectors: in the lowest byte that of
/// the first vector.
#[inline]
#[target_feature(enable = "avx512vbmi")]
pub(super) fn interleaved(numbers: [__m512i; BYTES]) -> [__m512i; SLICES] {
    let [first, second, third, fourth] = with_slices_above_zero(numbers);
    let upper = GREATEST_THEN_MIDDLE_IN_TURNS.load();
    let low = _mm512_permutex2var_epi8(first, upper, second);
    let high = _mm512_permutex2var_epi8(third, upper, fourth);
    let lower = LEAST_IN_TURNS.load();
    let least_of_low = _mm512_permutex2var_epi8(first, lower, second);
    let least_of_high = _mm512_permutex2var_epi8(third, lower, fourth);
    // SAFETY: there are 64 bytes.
    let [first_halves, second_halves] =
        [&FIRST_HALVES, &SECOND_HALVES].map(|order| unsafe { _mm512_loadu_si512(order.as_ptr().cast()) });
    let greatest = _mm512_permutex2var_epi16(low, first_halves, high);
    let middle = _mm512_permutex2var_epi16(low, second_halves, high);
    let least = _mm512_permutex2var_epi16(least_of_low, first_halves, least_of_high);
    [below(greatest), below(middle), below(least)]
}
