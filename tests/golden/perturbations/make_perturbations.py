#!/usr/bin/env python3
"""Write the fixtures beside this script: what HELM's perturbations make of a list of texts.

usage: make_perturbations.py      needs crfm-helm 0.5.16

- perturbations.json: {"texts", "cases"}. A case is one perturbation with one seed. Text number i is
  the input of instance `id<i>`, text i + 1 (the first, after the last) its only reference. `outputs`
  has, for each instance, [input], or [input, reference] where the perturbation changes references too;
  null stands for a text that came out as it went in.
- instances.json: whole instances: `augmented` is what HELM's preprocessor makes of `instances` under
  each `spec`; `contrast_sets` is a perturbation that needs more than a text. `passage` tells that
  the inputs were passages with questions, which HELM never takes for unchanged.
- data_augmentation.json, beside the run expander of that name: HELM's run names and perturbation specs.

The lists that HELM would download are replaced by `word_lists/`, made up in the same layout.
"""
import json
import os
import shutil
import tempfile
from dataclasses import replace
from pathlib import Path

HERE = Path(__file__).resolve().parent
FOLDER = Path(tempfile.mkdtemp())
shutil.copytree(HERE / "word_lists", FOLDER / "benchmark_output/perturbations")
os.chdir(FOLDER)

from helm.benchmark.augmentations.data_augmenter import DataAugmenterSpec  # noqa: E402
from helm.benchmark.augmentations.perturbation import PerturbationSpec, create_perturbation  # noqa: E402
from helm.benchmark.data_preprocessor import DataPreprocessor  # noqa: E402
from helm.benchmark.run_expander import PERTURBATION_SPECS_DICT  # noqa: E402
from helm.benchmark.scenarios.scenario import (  # noqa: E402
    CORRECT_TAG,
    Input,
    Instance,
    Output,
    PassageQuestionInput,
    Reference,
)
from helm.common.general import asdict_without_nones  # noqa: E402

TEXTS = [
    "",
    " ",
    "   ",
    "\n",
    "a",
    "Which one of the following brain areas is supplied by branches of the subclavian arteries?",
    "She is a doctor, and I am a student.",
    "She's a doctor, and I'm a student; they're friends and it isn't a secret.",
    "He would have gone, but he could not. He cannot have known what he will do.",
    "WHAT IS the CAPITAL of FRANCE? I WILL not say, AND YOU ARE LATE.",
    "I Would like to know who is there , who will come and where is the exit .",
    "Can't you see that I don't know? You'd've told me, wouldn't you?",
    "how'd'y do, ma'am? That's all there's to it. SHAN'T. Mustn't!",
    "It is not what it is. It is. Is it not? it is",
    "They have been told that they will not be there, they have not?",
    "Already, the new product is not available because of the government's commitment to the environment.",
    "The accommodation was definitely necessary; his achievement received an acknowledgement in the calendar.",
    "About the beginning of the century a lot of people believed in spite of everything, even though no one knew.",
    "The committee recommended separate occurrences of the successful questionnaire to their neighbour tomorrow.",
    "Didn't the country's parliament doesn't the aircraft's shouldn't it? Hasn't it?",
    "crèche and gardaí and guaraná and Carnegie-Mellon in the 1990s up to the light year",
    "My father told his son that the king and the waiter were men. He said his brother is a male nurse.",
    "The man, his boy and her husband; HIS FATHER! Boys and girls, sons and daughters, kings-and-queens.",
    "he he he He HE him himself his theirs hers herself. He's him. (he) \"him\" 'his'",
    "Stepfather and stepdad met grandfather; the grandsons are grown men. nephew,niece,uncle,aunt",
    "he",
    "He is tall",
    " he ",
    "Adam and Harry met Amanda at Katie's house. ADAM was late, adam-smith was not, Adam's dog barked.",
    "Peggy Smith, Frank Johnson and Sam O'Neill: who of them is Casey? Mr. Smith? Mrs. JOHNSON?",
    "adam adam Adam ADAM aDaM harry_adam adam1 1adam",
    "Is Li going to the bank with Garcia? What are they going to do with them, with the money?",
    "The cat that is with the dog isn't with the mother-in-law of the man. What is something like that?",
    "I don't know what the u.s. is going to do with c++ . THE WITH IS. My my MY.",
    "the the the the is is is that-is is-that the_is the\nis\tthe",
    "A café is the place; the Café is closed. The naïve façade of Zoë’s résumé.",
    "He is naïve — “she’s” not: he‘s… und Straße, ẞ, İstanbul, ıssız, ſhe, KELVIN \u212a.",
    "Σίσυφος ΣΊΣΥΦΟΣ ΟΔΟΣ. Москва: он и она. 中文句子里没有空格。 日本語 の テスト 。",
    "😀 emoji 👩‍👩‍👧 between  words 🇫🇷, and\u00a0no-break\u2003em space.",
    "combining: e\u0301cole he\u0301 is; he\u0302 ; Ⓐ ② ½ x² ٣ १२ Ⅷ a_b _he_ he2 2he",
    "One two  three   four    five     six",
    "  leading and trailing  ",
    "tabs\tand\nnewlines \n are  \r\n not spaces",
    "Line one is here.\nLine two: he would not.\n\nQuestion: is it not?\nAnswer:",
    "1234567890 12.5% $3,000 2^10 = 1024; f(x) = x^2 + 3x - 5",
    "def main():\n    print(\"hello world\")  # he is here\n    return None",
    "THE QUICK BROWN FOX JUMPS OVER THE LAZY DOG",
    "The quick brown fox jumps over the lazy dog.",
    "the quick brown fox jumps over the lazy dog",
    "tHe QuIcK bRoWn FoX jUmPs OvEr ThE lAzY dOg",
    "A person who is a parent and a sibling has children: a child, a kiddo, people, humans, a monarch.",
    "They said that their server told them themselves; the books are theirs.",
    "x.he.y he, he. he! he? he; he: he) (he [he] {he} <he> /he/ 'he' \"he\" *he* he’s",
    "Which of the following statements is/are correct?\nA. It is.\nB. They aren't.\nC. Both A and B.",
    "Passage: In 1815, Monroe's government received from Congress the independent authority; until then it had not.\n"
    "Question: who would have been the first president to do so?",
    "https://example.org/he/is?with=the&that=what#them person@example.org @adam #harry",
    "I'd I'll I'm I've i'd i'll i'm i've We'll we'RE WE'VE Where've where'd Who've WHO'S",
    "i would i will i am i have I would I will I am I have we are madam might have might not is",
    "…!?.,;:-_()[]{}<>|\\/\"'`~@#$%^&*+=",
    "a b c d e f g h i j k l m n o p q r s t u v w x y z A B C D E F G H I J K L M N O P Q R S T U V W X Y Z",
    "ß ŉ ǰ ΐ ﬁ ﬂ Ǆ ǅ ǆ À à Œ œ Ł ł Đ đ",
    "because becasue Becuase Because BECAUSE because, because; because's (because) because_of because1",
]  # fmt: skip

AUGMENTATIONS = "helm.benchmark.augmentations."
CASES = [
    ("extra_space_perturbation.ExtraSpacePerturbation", {"num_spaces": 2}, [None]),
    ("extra_space_perturbation.ExtraSpacePerturbation", {"num_spaces": 0}, [None]),
    ("space_perturbation.SpacePerturbation", {"max_spaces": 3}, [None, 1, 2]),
    ("space_perturbation.SpacePerturbation", {"max_spaces": 1}, [None]),
    ("lowercase_perturbation.LowerCasePerturbation", {}, [None]),
    ("contraction_expansion_perturbation.ContractionPerturbation", {}, [None]),
    ("contraction_expansion_perturbation.ExpansionPerturbation", {}, [None]),
    ("typos_perturbation.TyposPerturbation", {"prob": 0.01}, [None]),
    ("typos_perturbation.TyposPerturbation", {"prob": 0.3}, [None, 1]),
    ("typos_perturbation.TyposPerturbation", {"prob": 1}, [None]),
    ("misspelling_perturbation.MisspellingPerturbation", {"prob": 0}, [None]),
    ("misspelling_perturbation.MisspellingPerturbation", {"prob": 0.2}, [None, 1]),
    ("misspelling_perturbation.MisspellingPerturbation", {"prob": 1.0}, [None, 7]),
    ("filler_words_perturbation.FillerWordsPerturbation", {"insert_prob": 0.3, "speaker_ph": False}, [None, 1]),
    ("filler_words_perturbation.FillerWordsPerturbation", {}, [None]),
    (
        "filler_words_perturbation.FillerWordsPerturbation",
        {"insert_prob": 0.5, "max_num_insert": 2, "uncertain_ph": False},
        [None],
    ),
    ("mild_mix_perturbation.MildMixPerturbation", {}, [None, 1, 2, 3]),
    *(
        (
            "gender_perturbation.GenderPerturbation",
            {"mode": mode, "prob": prob, "source_class": source, "target_class": target, "bidirectional": both},
            seeds,
        )
        for mode, prob, source, target, both, seeds in [
            ("pronouns", 1.0, "male", "female", False, [None]),
            ("pronouns", 0.5, "Male", "Neutral", False, [None, 1]),
            ("pronouns", 1.0, "female", "male", True, [None]),
            ("terms", 1.0, "male", "female", False, [None]),
            ("terms", 0.3, "male", "female", True, [None, 3]),
            ("terms", 1.0, "neutral", "male", False, [None]),
        ]
    ),
    *(
        (
            "dialect_perturbation.DialectPerturbation",
            {"prob": prob, "source_class": source, "target_class": "AAVE", "mapping_file_path": None},
            seeds,
        )
        for prob, source, seeds in [(1.0, "SAE", [None, 1]), (0.5, "sae", [None])]
    ),
    *(
        (
            "person_name_perturbation.PersonNamePerturbation",
            {
                "prob": prob,
                "source_class": source,
                "target_class": target,
                "name_file_path": None,
                "person_name_type": kind,
                "preserve_gender": preserve,
            },
            seeds,
        )
        for prob, source, target, kind, preserve, seeds in [
            (1.0, {"race": "white_american"}, {"race": "black_american"}, "first_name", True, [None, 1]),
            (0.5, {"race": "white_american"}, {"race": "black_american"}, "first_name", False, [None]),
            (1.0, {"race": "white"}, {"race": "hispanic"}, "Last_Name", False, [None]),
            (
                1.0,
                {"race": "white_american", "gender": "male"},
                {"gender": "female", "race": "black_american"},
                "first_name",
                False,
                [None],
            ),
        ]
    ),
    ("suffix_perturbation.SuffixPerturbation", {"suffix": "pixel art"}, [None]),
]


def perturbed(perturbation, seed):
    outputs = []
    for i, text in enumerate(TEXTS):
        reference = TEXTS[(i + 1) % len(TEXTS)]
        instance = Instance(Input(text), [Reference(Output(reference), [CORRECT_TAG])], "test", id=f"id{i}")
        made = perturbation.apply(instance, seed)
        output = [None if made.input.text == text else made.input.text]
        if perturbation.should_perturb_references:
            made_reference = made.references[0].output.text
            output.append(None if made_reference == reference else made_reference)
        outputs.append(output)
    return asdict_without_nones(made.perturbation), outputs


def cases():
    for class_name, args, seeds in CASES:
        spec = PerturbationSpec(AUGMENTATIONS + class_name, args)
        perturbation = create_perturbation(spec)
        for seed in seeds:
            description, outputs = perturbed(perturbation, seed)
            yield {
                "class_name": spec.class_name,
                "args": args,
                "seed": seed,
                "description": description,
                "outputs": outputs,
            }


def instance(index, text, split, references=(), make=Input, **rest):
    made = [Reference(Output(text), [CORRECT_TAG] if i == 0 else []) for i, text in enumerate(references)]
    return Instance(make(text), made, split, id=f"id{index}", **rest)


def plain_instances():
    return [
        instance(0, "He is in the train split with Adam", "train", ["his answer", "her answer"]),
        instance(1, "lower", "train", ["x"]),
        instance(2, "In the test split, what is it that he would not do with Harry?", "test", ["ask him ", "the man"]),
        instance(3, "unchanged", "test", ["unchanged"]),
        instance(4, "Is this one of the Valid split? It is not.", "valid", ["no", "yes, he is "]),
        instance(5, "neither train nor evaluation", "other"),
        instance(6, "Amanda's question: is  it?", "test", [], sub_split="sub", extra_data={"k": 1}),
    ]


def contrast_instances():
    references = [Reference(Output("yes"), [CORRECT_TAG])]
    return [
        instance(
            i,
            f"is it the last movie, {i}?",
            "valid",
            ["no"],
            contrast_inputs=[Input(f"is it the first movie, {j}?") for j in range(i)] or None,
            contrast_references=[references for _ in range(i)] or None,
        )
        for i in range(6)
    ]


def augmented():
    passage = [
        replace(instance(0, "he", "test", ["he is "]), input=PassageQuestionInput("Nothing is said.", "what?")),
        replace(instance(1, "he", "test", ["he is "]), input=PassageQuestionInput("nothing", "what?", "", "", " ")),
    ]
    # Names are unique but for those of the CLEVA sets.
    values = [value for key, value in PERTURBATION_SPECS_DICT.items() if not key.startswith("cleva")]
    sets = {name: specs for value in values for name, specs in value.items()}
    on_eval = {
        "should_include_original_train": True,
        "should_skip_unchanged_train": True,
        "should_augment_eval_instances": True,
        "should_include_original_eval": True,
        "should_skip_unchanged_eval": True,
    }
    everything = {"should_augment_train_instances": True, "should_augment_eval_instances": True}
    plain = plain_instances()
    for instances, is_passage, name, options in [
        (plain, False, None, {}),
        (plain, False, "canonical", on_eval),
        (plain, False, "lower", {**on_eval, "seeds_per_instance": 3}),
        (plain, False, "space3", {**everything, "seeds_per_instance": 3, "should_skip_unchanged_eval": True}),
        (plain, False, "fairness", {**everything, "should_include_original_train": True, "seeds_per_instance": 2}),
        (passage, True, "canonical", on_eval),
        (contrast_instances(), False, "contrast_sets", {**on_eval, "seeds_per_instance": 2}),
    ]:
        spec = DataAugmenterSpec(perturbation_specs=sets[name] if name else [], **options)
        made = DataPreprocessor(spec).preprocess(instances)
        yield {
            "spec": asdict_without_nones(spec),
            "passage": is_passage,
            "instances": [asdict_without_nones(instance) for instance in instances],
            "augmented": [asdict_without_nones(instance) for instance in made],
        }


def write(name, value):
    with open(HERE / name, "w", encoding="utf-8") as file:
        json.dump(value, file, ensure_ascii=False, separators=(",", ":"))
        file.write("\n")


write("perturbations.json", {"texts": TEXTS, "cases": list(cases())})
write("instances.json", list(augmented()))
# The values of `data_augmentation` are part of the program, one a line.
values = {
    value: {name: [asdict_without_nones(spec) for spec in specs] for name, specs in sets.items()}
    for value, sets in PERTURBATION_SPECS_DICT.items()
}
lines = ",\n".join(f"{json.dumps(value)}: {json.dumps(sets)}" for value, sets in values.items())
target = HERE / "../../../crates/helm-core/src/run_expander/data_augmentation.json"
target.write_text(f"{{\n{lines}\n}}\n")
shutil.rmtree(FOLDER)
