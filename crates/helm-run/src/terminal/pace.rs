use std::collections::VecDeque;
use std::time::{Duration, Instant};

/// The pace is that of so long.
const SPAN: Duration = Duration::from_mins(1);
/// Nothing is said of a pace before so much has passed since the first answer, ...
const LEAST_SPAN: Duration = Duration::from_secs(5);
/// ... and so much has come in.
const LEAST_COUNT: u64 = 10;
/// Between two moments that are remembered.
const STEP: Duration = Duration::from_secs(1);

/// How fast something advances. It counts from what comes in first: before that requests are prepared, and answers
/// looked up. It is the pace of the last minute, because what was kept comes in at once and the rest does not.
#[derive(Default)]
pub(super) struct Pace {
    /// Moments, and the positions reached then.
    reached: VecDeque<(Instant, u64)>,
}

impl Pace {
    /// Takes in that `position` is reached.
    pub(super) fn reach(&mut self, position: u64, now: Instant) {
        if self.reached.back().is_none_or(|(last, _)| now.duration_since(*last) >= STEP) {
            self.reached.push_back((now, position));
        }
        let is_enough = |(moment, reached): &(Instant, u64)| {
            now.duration_since(*moment) >= SPAN && position.saturating_sub(*reached) >= LEAST_COUNT
        };
        while self.reached.get(1).is_some_and(is_enough) {
            self.reached.pop_front();
        }
    }

    /// So many a second; none where that can't be told yet.
    fn per_second(&self, position: u64, now: Instant) -> Option<f64> {
        let (moment, reached) = self.reached.front()?;
        let (span, count) = (now.duration_since(*moment), position.saturating_sub(*reached));
        (span >= LEAST_SPAN && count >= LEAST_COUNT).then(|| count as f64 / span.as_secs_f64())
    }

    /// The pace and the time that is left at it, to follow what was reached; nothing where they can't be told yet.
    pub(super) fn text(&self, position: u64, total: Option<u64>, now: Instant) -> String {
        let Some(per_second) = self.per_second(position, now) else { return String::new() };
        let pace = if per_second < 1.0 {
            format!("{:.1} a minute", 60.0 * per_second)
        } else {
            format!("{per_second:.1} a second")
        };
        let left = total.map(|total| total.saturating_sub(position) as f64 / per_second);
        match left.and_then(|left| Duration::try_from_secs_f64(left).ok()) {
            None => format!(", {pace}"),
            Some(left) => format!(", {pace}, {} left", span_text(left)),
        }
    }
}

/// A span of time in its two greatest units.
fn span_text(span: Duration) -> String {
    let seconds = span.as_secs();
    let (minutes, hours, days) = (seconds / 60, seconds / 3_600, seconds / 86_400);
    if minutes == 0 {
        format!("{seconds} s")
    } else if hours == 0 {
        format!("{minutes} min {} s", seconds % 60)
    } else if days == 0 {
        format!("{hours} h {} min", minutes % 60)
    } else {
        format!("{days} d {} h", hours % 24)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    /// The text after these positions were reached, each so many seconds after the start.
    fn text_after(reached: &[(u64, u64)], total: u64) -> String {
        let start = Instant::now();
        let mut pace = Pace::default();
        let mut text = String::new();
        for (seconds, position) in reached {
            let now = start + Duration::from_secs(*seconds);
            pace.reach(*position, now);
            text = pace.text(*position, Some(total), now);
        }
        text
    }

    #[test]
    fn nothing_is_said_of_a_pace_before_there_is_one() {
        assert_eq!(text_after(&[], 100), "");
        // The first answer, however long it took; many at once; a few after a while.
        assert_eq!(text_after(&[(11, 1)], 100_000), "");
        assert_eq!(text_after(&[(11, 1), (12, 500)], 100_000), "");
        assert_eq!(text_after(&[(11, 1), (51, 10)], 100_000), "");
    }

    #[test]
    fn the_pace_counts_from_the_first_answer() {
        // 40 answers in 10 s; 99,959 at 4 a second are 24,989.75 s.
        assert_eq!(text_after(&[(11, 1), (21, 41)], 100_000), ", 4.0 a second, 6 h 56 min left");
        // 10 answers in 40 s; 89 at 15 a minute are 356 s.
        assert_eq!(text_after(&[(11, 1), (51, 11)], 100), ", 15.0 a minute, 5 min 56 s left");
        assert_eq!(text_after(&[(0, 0), (10, 100)], 100), ", 10.0 a second, 0 s left");
    }

    #[test]
    fn the_pace_is_that_of_the_last_minute() {
        // 9,000 that were kept, then 2 a second: the last minute has 120. 880 at 2 a second are 440 s.
        let slow = (0..=60).map(|second| (second + 1, 9_000 + 2 * second));
        let reached: Vec<_> = [(0, 1)].into_iter().chain(slow).collect();
        assert_eq!(text_after(&reached, 10_000), ", 2.0 a second, 7 min 20 s left");
        // One answer in 30 s: a minute would have two, and ten are looked at. 90 at 2 a minute are 45 minutes.
        let reached: Vec<_> = (0..=20).map(|index| (30 * index, index)).collect();
        assert_eq!(text_after(&reached, 110), ", 2.0 a minute, 45 min 0 s left");
    }

    #[test]
    fn spans_have_two_units() {
        for (seconds, expected) in [
            (0, "0 s"),
            (59, "59 s"),
            (60, "1 min 0 s"),
            (3_599, "59 min 59 s"),
            (4_349, "1 h 12 min"),
            (86_400, "1 d 0 h"),
            (1_115_922, "12 d 21 h"),
        ] {
            assert_eq!(span_text(Duration::from_secs(seconds)), expected);
        }
    }
}
