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

use super::sentences::SentenceSplitter;
use crate::files::Number;
use TextScore::{OfSentences, Plain};

/// How well a prediction matches a gold answer.
#[derive(Clone, Copy)]
pub(super) enum TextScore {
    /// By the texts alone.
    Plain(fn(gold: &str, prediction: &str) -> Number),
    /// By their sentences, where there is a model to tell these; else each text is one sentence.
    OfSentences(fn(gold: &str, prediction: &str, sentences: Option<&SentenceSplitter>) -> Number),
}

impl TextScore {
    /// The score of a prediction.
    pub(super) fn of(self, gold: &str, prediction: &str, sentences: Option<&SentenceSplitter>) -> Number {
        match self {
            Self::Plain(score) => score(gold, prediction),
            Self::OfSentences(score) => score(gold, prediction, sentences),
        }
    }
}

/// All scores by name.
pub(super) const ALL: &[(&str, TextScore)] = &[
    ("exact_match", Plain(exact::exact_match)),
    ("quasi_exact_match", Plain(exact::quasi_exact_match)),
    ("quasi_leave_articles_exact_match", Plain(exact::quasi_leave_articles_exact_match)),
    ("prefix_exact_match", Plain(exact::prefix_exact_match)),
    ("quasi_prefix_exact_match", Plain(exact::quasi_prefix_exact_match)),
    ("exact_match_indicator", Plain(exact::exact_match_indicator)),
    ("final_number_exact_match", Plain(exact::final_number_exact_match)),
    ("cleva_math_result_match", Plain(exact::cleva_math_result_match)),
    ("exact_set_match", Plain(sets::exact_set_match)),
    ("iou_set_match", Plain(sets::iou_set_match)),
    ("f1_set_match", Plain(sets::f1_set_match)),
    ("math_equiv", Plain(math_equiv::math_equiv)),
    ("math_equiv_chain_of_thought", Plain(math_equiv::math_equiv_chain_of_thought)),
    ("f1_score", Plain(overlap::f1_score)),
    ("rouge_1", Plain(rouge::rouge_1)),
    ("rouge_2", Plain(rouge::rouge_2)),
    ("rouge_l", Plain(rouge::rouge_l)),
    ("bleu_1", OfSentences(bleu::bleu_1)),
    ("bleu_4", OfSentences(bleu::bleu_4)),
    ("chinese_bleu_1", Plain(bleu::chinese_bleu_1)),
    ("chinese_rouge_1", Plain(rouge::chinese_rouge_1)),
    ("chinese_rouge_2", Plain(rouge::chinese_rouge_2)),
    ("absolute_value_difference", Plain(numbers::absolute_value_difference)),
    ("wer_score", Plain(error_rate::wer_score)),
    ("mer_score", Plain(error_rate::mer_score)),
    ("wip_score", Plain(error_rate::wip_score)),
    ("cer_score", Plain(error_rate::cer_score)),
];

/// The score of that name.
pub(super) fn by_name(name: &str) -> Option<TextScore> {
    ALL.iter().find(|(known, _)| *known == name).map(|(_, score)| *score)
}

#[cfg(test)]
mod tests;
