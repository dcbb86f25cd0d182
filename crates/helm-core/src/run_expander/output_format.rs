use super::{NotAllowed, RunExpander, with_suffix_if_changed};
use crate::files::AdapterSpec;

const LETTER: &str = "Answer with only a single letter.";
const LETTER_OF_LAST: &str = "Answer only the last question with only a single letter.";
const LETTER_IN_ARABIC: &str = "اكتب حرف الإجابة فقط، دون أي إضافات أخرى.";
const LETTER_IN_RESPONSE: &str = "In your response, replace \"insert answer here\" with the single uppercase letter \
                                  corresponding to your answer.";

/// What each adaptation method can ask for, by the name of a scenario or of a format.
const OF_JOINT: &[(&str, &str)] = &[
    ("arabic_mcqa", LETTER_IN_ARABIC),
    ("gpqa", LETTER),
    ("legalbench", LETTER),
    ("mcqa", LETTER),
    ("mcqa_no_period", "Answer with only a single letter. Do not include a period in your answer."),
    ("mcqa_only_last_question", LETTER_OF_LAST),
    ("med_qa", LETTER),
    ("mmlu", LETTER),
    ("mmlu_only_last_question", LETTER_OF_LAST),
    ("mmlu_pro", LETTER),
    ("openbookqa", LETTER),
];
const OF_GENERATION: &[(&str, &str)] = &[
    ("arabic_mcqa", LETTER_IN_ARABIC),
    ("legalbench", "Answer yes or no."),
    ("legalbench_abercrombie", "Answer with only 'generic', 'descriptive', 'suggestive', 'arbitrary' or 'fanciful'."),
    (
        "legalbench_function_of_decision_section",
        "Answer with only 'Facts', 'Procedural History', 'Issue', 'Rule', 'Analysis', 'Conclusion' or 'Decree'.",
    ),
    ("legalbench_yes_or_no", "Answer with only 'Yes' or 'No'."),
    ("math", "Wrap the final answer with the \\boxed{} command."),
    (
        "narrative_qa",
        "Answer with one word, a few-word phrase, or a short sentence. \
         Avoid extra, unnecessary information in the answer.",
    ),
    ("natural_qa", "Answer with a short answer or a boolean 'yes' or 'no' answer."),
    ("natural_qa_short_answer", "Answer with a short answer."),
    ("numeric_nlg", "Answer with only description of the last table as a single paragraph on a single line."),
    ("tab_fact", "Answer with only the classification of the last statement, either 'refuted' or 'entailed'."),
    (
        "wikitq",
        "Answer only the last question with a short answer. Avoid extra, unnecessary information in the answer.",
    ),
    ("wmt_14", "Answer with the English translation."),
    ("wmt_14_only_last_sentence", "Answer with only the English translation for the last sentence."),
];
const OF_CHAIN_OF_THOUGHT: &[(&str, &str)] = &[("gpqa", LETTER_IN_RESPONSE), ("mmlu_pro", LETTER_IN_RESPONSE)];

const METHODS: &[(&str, &[(&str, &str)])] = &[
    ("generation", OF_GENERATION),
    ("multiple_choice_joint", OF_JOINT),
    ("multiple_choice_joint_chain_of_thought", OF_CHAIN_OF_THOUGHT),
];

pub(super) const OUTPUT_FORMAT_INSTRUCTIONS: RunExpander = RunExpander {
    name: "output_format_instructions",
    description: "a sentence on what answers should look like, by the name of a scenario (mmlu, legalbench, ...); \
                  `_no_prefix` after it forbids to repeat the output prefix, and `_suffix` after that puts the \
                  sentence after the prompt",
    expand: |run_spec, argument, _| {
        let Some((_, known)) = METHODS.iter().find(|(method, _)| *method == run_spec.adapter_spec.method) else {
            let methods: Vec<&str> = METHODS.iter().map(|(method, _)| *method).collect();
            return Err(NotAllowed::method(&run_spec, &methods));
        };
        let (name, is_suffix) = without_end(argument.text(), "_suffix");
        let (name, no_prefix) = without_end(name, "_no_prefix");
        let Some((_, sentence)) = known.iter().find(|(known, _)| *known == name) else {
            let names: Vec<&str> = known.iter().map(|(name, _)| *name).collect();
            return Err(NotAllowed::one_of(argument, &names));
        };
        Ok(vec![with_suffix_if_changed(run_spec, "output_format_instructions", argument, |run_spec| {
            let adapter = &mut run_spec.adapter_spec;
            let mut sentence = sentence_for(adapter, name, sentence);
            if no_prefix {
                let prefix = adapter.output_prefix.trim();
                sentence = format!("{sentence} Do not include '{prefix}' in your answer.");
            }
            if is_suffix {
                adapter.global_suffix = format!("{}\n\n{sentence}", adapter.global_suffix);
            } else if adapter.instructions.is_empty() {
                adapter.instructions = format!("{sentence}\n");
            } else {
                adapter.instructions.insert_str(0, &format!("{sentence}\n\n"));
            }
        })])
    },
};

/// The outputs of legalbench have names of their own.
fn sentence_for(adapter: &AdapterSpec, name: &str, sentence: &str) -> String {
    let noun = adapter.output_prefix.split(':').next().unwrap_or_default();
    if adapter.method == "generation" && name == "legalbench" && noun != "Answer" {
        format!("Answer with the {}.", noun.to_lowercase())
    } else {
        sentence.into()
    }
}

fn without_end<'a>(text: &'a str, end: &str) -> (&'a str, bool) {
    text.strip_suffix(end).map_or((text, false), |start| (start, true))
}
