#!/usr/bin/env python3
"""Write statistics.json: intervals and tests by SciPy, statsmodels and NumPy.

usage: make_statistics.py      needs numpy, scipy and statsmodels; made with numpy 2.4.6, scipy 1.17.1, statsmodels 0.15.0

wilson      [successes, outcomes, low, high]: statsmodels' proportion_confint(method="wilson")
mcnemar     [only a, only b, p]: statsmodels' mcnemar(exact=True)
mean        scores, and the interval of their mean: by NumPy's RandomState(seed) with 1,000 resamples, which ours repeats draw
            by draw, and by scipy.stats.bootstrap(method="percentile") with 100,000
strata      the same of a weighted mean of several means, by NumPy's RandomState
paired      two lists of scores, and the difference of their means likewise
"""
import json
from pathlib import Path

import numpy as np
from scipy import stats
from statsmodels.stats.contingency_tables import mcnemar
from statsmodels.stats.proportion import proportion_confint

RESAMPLES, MANY = 1000, 100_000


def wilson(successes, outcomes):
    return [successes, outcomes, *map(float, proportion_confint(successes, outcomes, alpha=0.05, method="wilson"))]


def exact(only_a, only_b):
    return [only_a, only_b, float(mcnemar([[5, only_a], [only_b, 7]], exact=True).pvalue)]


def percentiles(means):
    return [float(end) for end in np.percentile(means, [2.5, 97.5])]


def resampled_means(scores, state):
    scores = np.array(scores)
    return np.array([scores[state.randint(0, len(scores), len(scores))].mean() for _ in range(RESAMPLES)])


def by_scipy(data, statistic, paired):
    result = stats.bootstrap(data, statistic, n_resamples=MANY, method="percentile", paired=paired, batch=1000, rng=7)
    return [float(result.confidence_interval.low), float(result.confidence_interval.high)]


def mean_case(seed, scores):
    interval = percentiles(resampled_means(scores, np.random.RandomState(seed)))
    return {"seed": seed, "scores": scores, "interval": interval, "scipy": by_scipy((scores,), np.mean, False)}


def strata_case(seed, strata):
    state = np.random.RandomState(seed)
    total = sum(weight for weight, _ in strata)
    means = sum(weight / total * resampled_means(scores, state) for weight, scores in strata)
    return {"seed": seed, "strata": strata, "interval": percentiles(means)}


def paired_case(seed, a, b):
    differences = list(np.subtract(a, b))
    means = resampled_means(differences, np.random.RandomState(seed))
    crossing = min(int((means <= 0).sum()), int((means >= 0).sum()))
    difference_of_means = lambda x, y, axis=-1: np.mean(x, axis=axis) - np.mean(y, axis=axis)  # noqa: E731
    return {
        "seed": seed, "a": a, "b": b,
        "mean": float(np.mean(a) - np.mean(b)), "interval": percentiles(means),
        "p_value": min(1.0, 2 * (crossing + 1) / (RESAMPLES + 1)),
        "scipy": by_scipy((a, b), difference_of_means, True),
    }


draw = np.random.RandomState(1)
times = [round(float(x), 6) for x in draw.lognormal(-1, 0.6, 120)]
shares = [round(float(x), 6) for x in draw.beta(2, 5, 40)]
right = [float(x) for x in draw.randint(0, 2, 200)]
righter = [float(x) if flip else 1.0 for x, flip in zip(right, draw.randint(0, 4, 200))]

WILSON = [(0, 1), (1, 1), (0, 10), (3, 10), (10, 10), (26, 100), (137, 1000), (999, 1000), (50_000, 123_456)]
MCNEMAR = [(0, 0), (1, 0), (5, 1), (3, 3), (10, 2), (2, 10), (40, 61), (0, 200), (480, 520), (12_000, 12_345)]
content = {
    "wilson": [wilson(*case) for case in WILSON],
    "mcnemar": [exact(*case) for case in MCNEMAR],
    "mean": [mean_case(0, times), mean_case(5, shares), mean_case(3, [0.5, 2.5])],
    "strata": [strata_case(2, [[1.0, times[:30]], [1.0, times[30:]]]), strata_case(4, [[3.0, shares], [1.0, right[:50]]])],
    "paired": [paired_case(0, righter, right), paired_case(1, times[:60], times[60:]), paired_case(6, right[:9], right[:9])],
}
rows = ",\n".join(
    f'"{name}":[\n' + ",\n".join(json.dumps(case, separators=(",", ":")) for case in cases) + "\n]" for name, cases in content.items()
)
Path(__file__).with_name("statistics.json").write_text("{\n" + rows + "\n}\n")
