//! The arithmetic of statistics: adding values, merging, means, and the one-line summary.
//!
//! The rules are those of Python's numbers, because the files show the difference: sums of whole
//! numbers stay whole, means are always floats, and a variance that rounding made negative is the
//! whole number 0 (`helm/benchmark/metrics/statistic.py` of HELM 0.5.16).

use crate::files::{MetricName, Number, Stat};
use crate::json::python_float;
use std::hint::black_box;

impl Stat {
    /// A statistic without values.
    pub fn new(name: MetricName) -> Self {
        Self {
            name,
            count: 0,
            sum: Number::Int(0),
            sum_squared: Number::Int(0),
            min: None,
            max: None,
            mean: None,
            variance: None,
            stddev: None,
        }
    }

    /// A statistic of one value.
    pub fn of(name: MetricName, value: impl Into<Number>) -> Self {
        let mut stat = Self::new(name);
        stat.add(value);
        stat
    }

    /// Takes one more value in.
    pub fn add(&mut self, value: impl Into<Number>) {
        let value = value.into();
        self.sum = self.sum.plus(value);
        self.sum_squared = self.sum_squared.plus(value.times(value));
        self.min = Some(self.min.map_or(value, |least| least.least(value)));
        self.max = Some(self.max.map_or(value, |greatest| greatest.greatest(value)));
        self.count += 1;
        self.update_mean_variance_stddev();
    }

    /// Takes the values of another statistic in, whatever its name.
    pub fn merge(&mut self, other: &Self) {
        self.sum = self.sum.plus(other.sum);
        self.sum_squared = self.sum_squared.plus(other.sum_squared);
        if let Some(value) = other.min {
            self.min = Some(self.min.map_or(value, |least| least.least(value)));
        }
        if let Some(value) = other.max {
            self.max = Some(self.max.map_or(value, |greatest| greatest.greatest(value)));
        }
        self.count += other.count;
        self.update_mean_variance_stddev();
    }

    /// The statistic whose one value is this one's mean; one without values stays as it is.
    #[must_use]
    pub fn take_mean(&self) -> Self {
        match self.mean {
            Some(mean) if self.count > 0 => Self::of(self.name.clone(), mean),
            _ => self.clone(),
        }
    }

    /// Least, mean, greatest, sum and count in one line, three digits after the point.
    pub fn summary_text(&self) -> String {
        if self.count == 0 {
            return "(0)".into();
        }
        let text = |number: Option<Number>| number.map_or_else(|| "None".into(), rounded);
        format!(
            "min={}, mean={}, max={}, sum={} ({})",
            text(self.min),
            text(self.mean),
            text(self.max),
            rounded(self.sum),
            self.count
        )
    }

    fn update_mean_variance_stddev(&mut self) {
        if self.count == 0 {
            return;
        }
        let count = self.count as f64;
        let mean = self.sum.as_f64() / count;
        // CPython squares through the C library's `pow`, which a plain product (what the compiler
        // makes of a constant exponent) may miss by the last digit.
        let variance = self.sum_squared.as_f64() / count - mean.powf(black_box(2.0));
        let variance = if variance < 0.0 { Number::Int(0) } else { Number::Float(variance) };
        self.mean = Some(Number::Float(mean));
        self.variance = Some(variance);
        self.stddev = Some(Number::Float(variance.as_f64().sqrt()));
    }
}

impl Number {
    /// The sum; whole when both are.
    #[must_use]
    pub fn plus(self, other: Self) -> Self {
        self.combine(other, i64::checked_add, |a, b| a + b)
    }

    /// The difference; whole when both are.
    #[must_use]
    pub fn minus(self, other: Self) -> Self {
        self.combine(other, i64::checked_sub, |a, b| a - b)
    }

    /// The product; whole when both are.
    #[must_use]
    pub fn times(self, other: Self) -> Self {
        self.combine(other, i64::checked_mul, |a, b| a * b)
    }

    /// The lesser one, `self` when equal, as `min(self, other)` decides.
    #[must_use]
    pub fn least(self, other: Self) -> Self {
        if other.as_f64() < self.as_f64() { other } else { self }
    }

    /// The greater one, `self` when equal, as `max(self, other)` decides.
    #[must_use]
    pub fn greatest(self, other: Self) -> Self {
        if other.as_f64() > self.as_f64() { other } else { self }
    }

    fn combine(self, other: Self, whole: fn(i64, i64) -> Option<i64>, float: fn(f64, f64) -> f64) -> Self {
        if let (Self::Int(a), Self::Int(b)) = (self, other)
            && let Some(result) = whole(a, b)
        {
            return Self::Int(result);
        }
        Self::Float(float(self.as_f64(), other.as_f64()))
    }
}

impl From<bool> for Number {
    fn from(value: bool) -> Self {
        Self::Int(value.into())
    }
}

impl From<usize> for Number {
    fn from(value: usize) -> Self {
        i64::try_from(value).map_or(Self::Float(value as f64), Self::Int)
    }
}

/// Whole values without a fraction, others with at most three digits after the point.
fn rounded(number: Number) -> String {
    let value = match number {
        Number::Int(value) => return value.to_string(),
        Number::Float(value) => value,
    };
    if value == 0.0 {
        "0".into()
    } else if value.is_finite() && value.fract() == 0.0 {
        format!("{value:.0}")
    } else {
        let nearest = format!("{value:.3}").parse().unwrap_or(value);
        python_float(nearest)
    }
}

#[cfg(test)]
mod tests;
