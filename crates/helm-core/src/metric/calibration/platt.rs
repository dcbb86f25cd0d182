//! Platt scaling: a logistic regression from the log-odds of the confidence to being right.

use super::Prediction;

/// scikit-learn's `C=1e10`: next to no regularisation of the coefficient.
const PENALTY: f64 = 1e-10;
const CLIP: f64 = 1e-12;
const MAX_ITERATIONS: usize = 100;
/// Largest component of the mean gradient at which the fit is done. Separable data have no optimum;
/// there the fit ends when its gain has become this small.
const TOLERANCE: f64 = 1e-9;

/// A fitted scaler.
pub(super) struct Scaler {
    pub(super) coefficient: f64,
    pub(super) intercept: f64,
}

impl Scaler {
    /// Fits by Newton's method with step halving.
    pub(super) fn fit(predictions: &[Prediction]) -> Self {
        let data: Vec<(f64, f64)> = predictions
            .iter()
            .map(|&(confidence, correct)| (log_odds(confidence), f64::from(u8::from(correct))))
            .collect();
        let mut scaler = Self { coefficient: 0.0, intercept: 0.0 };
        for _ in 0..MAX_ITERATIONS {
            let (gradient, hessian) = scaler.derivatives(&data);
            if gradient.0.abs().max(gradient.1.abs()) <= TOLERANCE * data.len() as f64 {
                break;
            }
            let determinant = hessian.0 * hessian.2 - hessian.1 * hessian.1;
            if determinant <= f64::MIN_POSITIVE {
                break;
            }
            let step = (
                (hessian.2 * gradient.0 - hessian.1 * gradient.1) / determinant,
                (hessian.0 * gradient.1 - hessian.1 * gradient.0) / determinant,
            );
            let Some(better) = scaler.best_along(step, &data) else {
                break;
            };
            scaler = better;
        }
        scaler
    }

    /// The probability of being right that belongs to a confidence.
    pub(super) fn rescale(&self, confidence: f64) -> f64 {
        sigmoid(log_odds(confidence) * self.coefficient + self.intercept)
    }

    /// The first of ever smaller steps that lowers the loss.
    fn best_along(&self, step: (f64, f64), data: &[(f64, f64)]) -> Option<Self> {
        let loss = self.loss(data);
        let at = |halvings: i32| {
            let length = 0.5_f64.powi(halvings);
            Self { coefficient: self.coefficient - length * step.0, intercept: self.intercept - length * step.1 }
        };
        (0..40).map(at).find(|candidate| candidate.loss(data) < loss)
    }

    fn loss(&self, data: &[(f64, f64)]) -> f64 {
        let of_point = |&(x, y): &(f64, f64)| {
            let z = x * self.coefficient + self.intercept;
            // log(1 + exp(z)) - y z, without overflow.
            z.max(0.0) + (-z.abs()).exp().ln_1p() - y * z
        };
        data.iter().map(of_point).sum::<f64>() + 0.5 * PENALTY * self.coefficient * self.coefficient
    }

    /// Gradient and Hessian (its three distinct elements) of the loss.
    fn derivatives(&self, data: &[(f64, f64)]) -> ((f64, f64), (f64, f64, f64)) {
        let mut gradient = (PENALTY * self.coefficient, 0.0);
        let mut hessian = (PENALTY, 0.0, 0.0);
        for &(x, y) in data {
            let p = sigmoid(x * self.coefficient + self.intercept);
            let weight = p * (1.0 - p);
            gradient = (gradient.0 + (p - y) * x, gradient.1 + (p - y));
            hessian = (hessian.0 + weight * x * x, hessian.1 + weight * x, hessian.2 + weight);
        }
        (gradient, hessian)
    }
}

fn log_odds(confidence: f64) -> f64 {
    let clipped = confidence.clamp(CLIP, 1.0 - CLIP);
    (clipped / (1.0 - clipped)).ln()
}

fn sigmoid(z: f64) -> f64 {
    1.0 / (1.0 + (-z).exp())
}
