#!/usr/bin/env python3
"""Write text_scores.json: what HELM's scores give for pairs of a gold answer and a prediction.

usage: make_text_scores.py      needs crfm-helm 0.5.16 and jiwer 3.1

{"names": [...], "pairs": [{"gold", "prediction", "scores"}, ...]}, the scores in the order of the names, null
where HELM's function fails. Each text counts as one sentence: NLTK's sentence splitter is left out, because
its trained model comes with no package.
"""
import functools
import json
import warnings
from pathlib import Path

import nltk

nltk.download = lambda *arguments, **options: None  # Nothing is fetched.
warnings.filterwarnings("ignore")

from helm.benchmark.metrics import evaluate_reference_metrics as helm  # noqa: E402

helm.word_tokenize = functools.partial(nltk.tokenize.word_tokenize, preserve_line=True)

SPECIAL = {
    "math_equiv": helm.is_equiv,
    "math_equiv_chain_of_thought": helm.is_equiv_chain_of_thought,
    "rouge_1": helm.get_rouge_function("rouge1"),
    "rouge_2": helm.get_rouge_function("rouge2"),
    "rouge_l": helm.get_rouge_function("rougeL"),
    "chinese_rouge_1": helm.get_chinese_rouge_function("rouge1"),
    "chinese_rouge_2": helm.get_chinese_rouge_function("rouge2"),
}
NAMES = """exact_match quasi_exact_match quasi_leave_articles_exact_match prefix_exact_match quasi_prefix_exact_match
exact_match_indicator final_number_exact_match cleva_math_result_match exact_set_match iou_set_match f1_set_match
math_equiv math_equiv_chain_of_thought f1_score rouge_1 rouge_2 rouge_l bleu_1 bleu_4 chinese_bleu_1 chinese_rouge_1
chinese_rouge_2 absolute_value_difference wer_score mer_score wip_score cer_score""".split()

PAIRS = [
    ("Paris", " Paris "),
    ("The Eiffel Tower", "eiffel tower!"),
    ("the tower", "The Tower."),
    ("Paris", "Paris, of course"),
    ("Paris", ""),
    ("a", "the"),
    ("The cat sat on the mat.", "The cat sat on the mat."),
    ("The cat sat on the mat.", "A cat was sitting on the mat yesterday."),
    ("The quick brown fox jumps over the lazy dog", "The quick brown dog jumps on the log."),
    ("It's John's fault, isn't it?", "It is John's fault; it isn't ours!"),
    ("They'll say \"we can't\" and they've won.", "They will say 'we cannot' and they have won."),
    ("Don't you wanna go? I'm gonna.", "I don't want to go, I'm going to."),
    ("'Tis the season to be jolly", "It 'tis the season; 'twas the night"),
    ("He paid $3.88 (roughly 3,36 euros) at 10:30.", "He paid $ 3.88 ( about 3,36 euros ) at 10:30 ..."),
    ("Wait -- what... no!", "Wait – what… no?"),
    ("“Quoted” text with ‘single’ quotes", "\"Quoted\" text with 'single' quotes"),
    ("an e-mail to foo@bar.com costs 100%", "an email to foo@bar.com costs 100 %"),
    ("[a] {b} <c> d*e", "a b c d e"),
    ("The running runners ran easily through generalizations of relational databases", "A runner runs ease through generalization of a relation database"),
    ("conditional rationality, valency and hesitancy digitizers", "condition rational valence hesitance digitize"),
    ("flies dies dying lying skies news innings proceeds succeeding", "fly die died lie sky new inning proceed succeed"),
    ("happiness enjoyment happily enjoys spied tried flying", "happy enjoy spy try fly"),
    ("agreed feed plastered bled motoring sing conflated troubled sized hopping tanned falling hissing fizzed failing filing", "agree fed plaster bleed motor sang conflate trouble size hop tan fall hiss fizz fail file"),
    ("electrical formalize goodness hopeful triplicate formative", "electric formal good hope triplic form"),
    ("geology theological philology archaeology", "geologic theology philologist archaeologist"),
    ("revival allowance inference airliner adjustable replacement adoption communism activate effective bowdlerize", "revive allow infer air adjust replace adopt commune active effect bowdler"),
    ("controlling rolled probate rate cease", "control roll probe rat ceased"),
    ("radically vietnamization callousness decisiveness sensibility hopefully", "radical vietnamize callous decisive sensible hopeful"),
    ("yyyy syzygy toy employer by", "yyy syzygies toys employs buy"),
    ("one two three four five", "one two three four"),
    ("one two three four", "one two three four five six"),
    ("four three two one", "one two three four"),
    ("the the the the", "the the the the the the"),
    ("a b a b c", "b a b a"),
    ("alpha beta gamma delta epsilon", "alpha beta gamma zeta epsilon"),
    ("no overlap at all", "completely different words"),
    ("!!!", "???"),
    ("x", "!!!"),
    ("The answer is ## 42", "Because of x and y, the answer is ## 42"),
    ("## answer", "reasons answer  "),
    ("word", "two\nword"),
    ("The answer is 15.", "The answer is 15 eggs."),
    ("1,234", "about 1234"),
    ("-5", "it is -5"),
    ("3.14", "pi = 3.14 or 3.15"),
    ("3 1/2", "so 3 1/2"),
    ("10", "no number"),
    ("none", "none"),
    ("$1,000.50", "1000.50"),
    ("7", "3+4 = 7"),
    ("(1/2)", "the result is )(1/2)"),
    ("12", "12 apples"),
    ("1+1", "答案是1+1"),
    ("Nothing.", "Nothing."),
    ("Nothing.", "Bob is red."),
    ("Bob is red and round.", "Bob is round and red."),
    ("Bob is red and round.", "Bob is red.\nmore"),
    ("Bob is red and blue and cold.", "Bob is red and hot."),
    ("Bob is red.", "Nothing."),
    ("red and blue", "blue and red and red"),
    ("12", "15"),
    ("1,000", "900"),
    ("12", "twelve"),
    ("1_000", " 7 "),
    ("-3", "+4"),
    ("5", "5.0"),
    ("0", "0"),
    ("hello world how are you", "hello word how you are doing"),
    ("good morning", "good mourning everyone"),
    ("It's fine.", "its fine"),
    ("to be or not to be", "be or to not to"),
    ("one two three four five six", "six one four two five three"),
    ("she sells sea shells", "sea shells she sells by the sea"),
    ("alpha beta", "beta gamma"),
    ("a b c a b b a d", "b c a d a b d b a"),
    ("Hello there.", "..."),
    ("\\frac{1}{2}", "0.5"),
    ("\\frac12", "1/2"),
    ("x=5", "5"),
    ("\\sqrt3", "\\sqrt{3}"),
    ("\\dfrac{3}{4}", "\\tfrac34"),
    ("50\\%", "50"),
    ("10\\text{ cm}", "10"),
    (".5", "0.5"),
    ("\\frac", "\\frac"),
    ("\\left(1,2\\right)", "(1, 2)"),
    ("90^\\circ", "90"),
    ("\\frac1{72}", "\\frac{1}{72}"),
    ("-2/3", "\\frac{-2}{3}"),
    ("02/3", "\\frac{2}{3}"),
    ("1\\text{ a}\\text{ b}", "1"),
    ("\\frac3", "\\frac3"),
    ("so \\boxed{4}", "We get $\\boxed{\\frac{8}{2}}$ and then $\\boxed{4}$."),
    ("so \\boxed{4}", "4"),
    ("\\boxed{\\frac{1}{2}}", "\\boxed{0.5}."),
    ("\\fbox{4}", "no box"),
    ("\\boxed{{4}", "none"),
    ("今天天气很好。", "今天天气好!"),
    ("Straße in Köln", "strasse in köln"),
    ("ΟΔΟΣ ΣΑΣ", "οδος σας"),
    ("naïve café", "naive cafe"),
    ("i̇stanbul", "İSTANBUL"),
    ("\"Start\" of a quote", "``Start'' of a quote"),
    ("rock 'n' roll", "rock and roll"),
    ("the dogs' bowls: red, blue; 5:30", "the dog's bowls:red,blue;5:30"),
    ("End with colon:", "End with colon :"),
    ("D'ye cannot gimme gotta lemme more'n", "d'ye can not gim me got ta"),
    ("Mr. Smith's (own) word.\"", "Mr Smith 's own word ."),
    ("tabs\tand\nnewlines here.", "tabs and newlines here ."),
    ("She said 'll I'd go", "She'd've gone 's"),
]


def score(name, gold, prediction):
    function = SPECIAL.get(name) or getattr(helm, name)
    try:
        return function(gold, prediction)
    except ValueError:
        return None


lines = []
for gold, prediction in PAIRS:
    scores = [score(name, gold, prediction) for name in NAMES]
    pair = {"gold": gold, "prediction": prediction, "scores": scores}
    lines.append(json.dumps(pair, ensure_ascii=False, separators=(",", ":")))
text = '{"names": ' + json.dumps(NAMES) + ',\n"pairs": [\n' + ",\n".join(lines) + "\n]}\n"
Path(__file__).with_name("text_scores.json").write_text(text)
