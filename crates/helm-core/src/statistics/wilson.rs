use super::Interval;

/// The 0.975 quantile of the standard normal distribution.
const Z: f64 = 1.959_963_984_540_054;

/// Wilson's score interval (Wilson 1927, without continuity correction) of a share of 0/1 outcomes; none of
/// no outcomes.
pub fn wilson_interval(successes: u64, outcomes: u64) -> Option<Interval> {
    if outcomes == 0 {
        return None;
    }
    let n = outcomes as f64;
    let share = successes as f64 / n;
    let z_squared = Z * Z;
    let scale = 1.0 + z_squared / n;
    let centre = (share + z_squared / (2.0 * n)) / scale;
    let half = Z * (share * (1.0 - share) / n + z_squared / (4.0 * n * n)).sqrt() / scale;
    // At the ends the two terms are equal but for rounding.
    let low = if successes == 0 { 0.0 } else { centre - half };
    let high = if successes == outcomes { 1.0 } else { centre + half };
    Some(Interval { low, high })
}
