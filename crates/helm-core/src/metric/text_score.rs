//! Scores that compare a prediction with a gold answer, one family a file. [`ALL`] is the one table of them.
//!
//! What is a whole number in HELM stays one, for the files show the difference. Where a score is
//! undefined in HELM because there is no prediction (an option letter that names no option), the
//! prediction is taken as empty.

mod bleu;
mod error_rate;
mod exact;
mod math_equiv;
mod numbers;
mod overlap;
mod porter_stemmer;
mod rouge;
mod sets;
mod word_tokenizer;

use crate::files::Number;

/// How well a prediction matches a gold answer.
pub(super) type TextScore = fn(gold: &str, prediction: &str) -> Number;

/// All scores by name.
pub(super) const ALL: &[(&str, TextScore)] = &[
    ("exact_match", exact::exact_match),
    ("quasi_exact_match", exact::quasi_exact_match),
    ("quasi_leave_articles_exact_match", exact::quasi_leave_articles_exact_match),
    ("prefix_exact_match", exact::prefix_exact_match),
    ("quasi_prefix_exact_match", exact::quasi_prefix_exact_match),
    ("exact_match_indicator", exact::exact_match_indicator),
    ("final_number_exact_match", exact::final_number_exact_match),
    ("cleva_math_result_match", exact::cleva_math_result_match),
    ("exact_set_match", sets::exact_set_match),
    ("iou_set_match", sets::iou_set_match),
    ("f1_set_match", sets::f1_set_match),
    ("math_equiv", math_equiv::math_equiv),
    ("math_equiv_chain_of_thought", math_equiv::math_equiv_chain_of_thought),
    ("f1_score", overlap::f1_score),
    ("rouge_1", rouge::rouge_1),
    ("rouge_2", rouge::rouge_2),
    ("rouge_l", rouge::rouge_l),
    ("bleu_1", bleu::bleu_1),
    ("bleu_4", bleu::bleu_4),
    ("chinese_bleu_1", bleu::chinese_bleu_1),
    ("chinese_rouge_1", rouge::chinese_rouge_1),
    ("chinese_rouge_2", rouge::chinese_rouge_2),
    ("absolute_value_difference", numbers::absolute_value_difference),
    ("wer_score", error_rate::wer_score),
    ("mer_score", error_rate::mer_score),
    ("wip_score", error_rate::wip_score),
    ("cer_score", error_rate::cer_score),
];

/// The score of that name.
pub(super) fn by_name(name: &str) -> Option<TextScore> {
    ALL.iter().find(|(known, _)| *known == name).map(|(_, score)| *score)
}

#[cfg(test)]
mod tests;
