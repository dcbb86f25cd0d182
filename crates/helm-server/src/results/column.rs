/// The values of one metric for all rows of a run, in as little memory as they need.
#[derive(Clone, Debug, PartialEq)]
pub(super) enum Column {
    /// The same value everywhere.
    Constant(f64),
    /// Zeros and ones, 64 in a word.
    Bits(Box<[u64]>),
    /// Values that 32 bits hold exactly; NaN where there is none.
    Single(Box<[f32]>),
    /// Any values; NaN where there is none.
    Double(Box<[f64]>),
}

impl Column {
    /// `values` with NaN where there is none.
    #[expect(clippy::float_cmp, reason = "only what is exactly the same is stored shorter")]
    #[expect(clippy::cast_possible_truncation, reason = "checked by casting back")]
    pub(super) fn new(values: &[f64]) -> Self {
        if let Some(first) = values.first()
            && values.iter().all(|value| value == first)
        {
            return Self::Constant(*first);
        }
        if values.iter().all(|value| *value == 0.0 || *value == 1.0) {
            let word = |bits: &[f64]| bits.iter().rev().fold(0, |word, bit| word << 1 | u64::from(*bit == 1.0));
            return Self::Bits(values.chunks(64).map(word).collect());
        }
        let single = |value: &f64| *value as f32;
        if values.iter().all(|value| value.is_nan() || f64::from(single(value)) == *value) {
            return Self::Single(values.iter().map(single).collect());
        }
        Self::Double(values.into())
    }

    /// The value of a row; none where the row has none.
    pub(super) fn get(&self, row: usize) -> Option<f64> {
        let value = match self {
            Self::Constant(value) => *value,
            Self::Bits(words) => (words.get(row / 64)? >> (row % 64) & 1) as f64,
            Self::Single(values) => f64::from(*values.get(row)?),
            Self::Double(values) => *values.get(row)?,
        };
        (!value.is_nan()).then_some(value)
    }

    /// Bytes.
    pub(super) fn size(&self) -> usize {
        size_of::<Self>()
            + match self {
                Self::Constant(_) => 0,
                Self::Bits(words) => size_of_val::<[u64]>(words),
                Self::Single(values) => size_of_val::<[f32]>(values),
                Self::Double(values) => size_of_val::<[f64]>(values),
            }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_value_comes_back() {
        let bits: Vec<f64> = (0..130).map(|row| f64::from(u8::from(row % 3 == 0))).collect();
        for values in [vec![4.0; 5], bits, vec![0.5, f64::NAN, 3.0], vec![0.1, 0.2, f64::NAN], vec![f64::NAN, 1.0]] {
            let column = Column::new(&values);
            for (row, value) in values.iter().enumerate() {
                assert_eq!(column.get(row), (!value.is_nan()).then_some(*value), "{column:?}");
            }
        }
    }

    #[test]
    fn zeros_and_ones_take_a_bit_each() {
        let values: Vec<f64> = (0..1000).map(|row| f64::from(row % 2)).collect();
        assert!(matches!(Column::new(&values), Column::Bits(words) if words.len() == 16));
    }
}
