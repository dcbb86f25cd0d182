#!/usr/bin/env python3
"""Write punkt_tab/english/ and sentences.json: where NLTK's Punkt ends sentences, and HELM's BLEU of several of them.

usage: make_sentences.py      with crfm-helm 0.5.16 and NLTK 3.10

- punkt_tab/english/: a small model in NLTK's layout, trained on made-up sentences. NLTK's own comes with no package.
- sentences.json: `texts`, each with its sentences; `pairs` of a gold answer and a prediction, with `bleu_1` and `bleu_4`.
"""
import json
import os
import random
import sys
import tempfile
from pathlib import Path

HERE = Path(__file__).resolve().parent
FILES = tempfile.mkdtemp()
os.environ["NLTK_DATA"] = FILES

from nltk.tabdata import TabEncoder  # noqa: E402
from nltk.tokenize.punkt import PunktTrainer  # noqa: E402

NOUNS = "house river engine garden letter teacher bridge market window captain winter doctor".split()
VERBS = "sees paints forgets repairs follows remembers measures describes".split()
NAMES = "Ada Bruno Clara David Elena Frank Greta Hugo".split()
# Each stands before a word that doesn't start a sentence, most of the time.
ABBREVIATIONS = ["Dr. {name}", "Mr. {name}", "Mrs. {name}", "the {noun}, e.g. the {noun2},", "approx. {number} people",
                 "No. {number}", "{name} et al.", "the U.S. army", "the {noun} co. of {name}", "vol. {number}",
                 "St. {name}", "Jan. {number}", "p. {number}", "{initial}. {name}", "{initial}. {initial2}. {name}"]
STARTERS = ["However, the", "The", "The", "Then the", "But the", "Yet every", "Although old, the", "In winter, the"]


def corpus(generator):
    sentences = []
    for _ in range(4000):
        words = {
            "name": generator.choice(NAMES), "noun": generator.choice(NOUNS), "noun2": generator.choice(NOUNS),
            "number": generator.randrange(1, 2000), "initial": generator.choice("ABCDEFGH"),
            "initial2": generator.choice("JKLM"),
        }
        middle = generator.choice(ABBREVIATIONS).format(**words)
        end = generator.choice([".", ".", ".", "!", "?", "..."])
        shape = generator.random()
        if shape < 0.4:
            sentence = f"{generator.choice(STARTERS)} {words['noun']} {generator.choice(VERBS)} {middle} again{end}"
        elif shape < 0.7:
            sentence = f"{words['name']} {generator.choice(VERBS)} the {words['noun2']}{end}"
        elif shape < 0.85:
            sentence = f"{generator.choice(NOUNS).capitalize()}s are {generator.choice(NOUNS)}-like, etc. {words['name']} knows{end}"
        else:
            sentence = f"It was on p. {words['number']} of vol. {words['number'] % 9}{end}"
        sentences.append(sentence)
    return " ".join(sentences)


def train():
    trainer = PunktTrainer()
    trainer.INCLUDE_ALL_COLLOCS = True
    trainer.MIN_COLLOC_FREQ = 3
    trainer.train(corpus(random.Random(1)), finalize=True)
    parameters, encoder = trainer.get_params(), TabEncoder()
    folder = HERE / "punkt_tab" / "english"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "abbrev_types.txt").write_text(encoder.list2txt(sorted(parameters.abbrev_types)), encoding="utf-8")
    (folder / "sent_starters.txt").write_text(encoder.list2txt(sorted(parameters.sent_starters)), encoding="utf-8")
    (folder / "collocations.tab").write_text(encoder.tups2tab(sorted(parameters.collocations)), encoding="utf-8")
    contexts = dict(sorted(parameters.ortho_context.items()))
    (folder / "ortho_context.tab").write_text(encoder.ivdict2tab(contexts), encoding="utf-8")
    os.makedirs(f"{FILES}/tokenizers/punkt_tab", mode=0o700)
    target = Path(FILES) / "tokenizers/punkt_tab/english"
    target.mkdir()
    for file in folder.iterdir():
        (target / file.name).write_bytes(file.read_bytes())


TEXTS = [
    "",
    " ",
    "No mark at all",
    "One. Two. Three.",
    "One.Two. Three",
    "Dr. Ada sees Mr. Bruno. Mrs. Clara doesn't.",
    "The captain, e.g. the doctor, waits. However, nobody comes.",
    "approx. 300 people came. the end",
    "He reads p. 12 of vol. 3. Then he sleeps.",
    "He reads p. 12. of vol. 3.",
    "A. Ada met B. C. Hugo. It was late.",
    "See fig. A. Then go on.",
    "Is it? Yes! No... Maybe.",
    "Very bad acting!!! I promise.",
    "What?! Really?! ok",
    "\"Is it?\" he asked. \"Yes.\" She left.",
    "(It was late.) They slept. [Or not.] {Who knows?} end",
    "He said: 'Go.' Then he went.",
    "“So it is.” She agreed. «Oui.» Then ‘no.’ End.",
    "He stopped. -- Why? -- Nobody knows.",
    "He stopped.-- Why?-- Nobody knows.) -- end",
    "Wait . . . and then. . . nothing. . End.",
    "Wait.... Then. . . . go",
    "The price is 3.50. It was 2. Now 5,000. more",
    "In 1999. the house burned. In 2000. It stood.",
    "Chapter 5. The house. 6. the garden.",
    "the U.S. army came. The U.S. However, lost. U.S. The end.",
    "One line.\nAnother line. \n\nA paragraph.\tA tab.\r\nEnd.  ",
    "   Leading blanks. And more.   ",
    "e.g. this, i.e. that, etc. Ada knows. etc. and so on",
    "He likes co. of Ada. and the co. The end of the co.",
    "Visit example.com. It works. Mail a.b@c.de. Or not.",
    "x=1.y=2. z",
    "#1. *2. &3. @4. -5. ,6. ;7. :8.",
    "He came at 5 p.m. The train left. He came at 5 p.m. and slept.",
    "wait,what. no, really?yes",
    "so-called dr. Ada, half-approx. Five. half-dr. knows",
    "Ende. Über alles. ende. über alles. Ça va. ça va.",
    "今天很好。 明天. 再见! 好",
    "I am no. 1. No. 1 is me. No. No!",
    "! ? . end",
    ".",
    "...",
    ". . .",
    "a. b. c. d. A. B. C. D.",
    "Jan. 5 was cold. Jan. was late. In Jan. It rained.",
    "It ended. It began. He. She. it. they. The. the.",
    "«A.» «B.» \"C.\" 'D.' (E.) [F.]",
    "He asked \"why?\" and \"when?\" Then \"what!\".",
    "a) first. b) second. (c) third.",
    "Go.) Then (stop.) ) end",
    "Dr.Ada came.Mr.Bruno went. End",
    "ellipsis ... The end ... the end.. The",
    "number 5.. The 6.. the",
    "_. a_. __. Z_",
    "²x. Ⅷ. ٣. end",
]
PAIRS = [
    ("It is late. We go home.", "It is late. We go home."),
    ("It is late. We go home.", "It is late. We stay at home. Now."),
    ("Dr. Ada came. She left.", "Dr. Ada came. She left again."),
    ("He reads p. 5. Then he sleeps.", "He reads p. 5 and sleeps. Then nothing."),
    ("One. Two. Three. Four.", "One. Two. Three. Five."),
    ("Why? Because it rains.", "Why? It rains. That is why."),
    ("\"Go.\" He went. They stayed here for long.", "\"Go.\" He went. They stayed there for long."),
    ("Nothing in common.", "Totally different. Words here."),
    ("A single sentence", "A single sentence. And another."),
    ("", "Some. Text."),
]


def random_texts(generator, count):
    """Texts of pieces that the rules are about, which nobody would write."""
    pieces = ["Dr.", "e.g.", "The", "the", "However", "ada", "Ada", "A.", "b.", "5.", "3.5", "...", ". .", "?", "!", ".", ",",
              "\"", "'", ")", "(", "”", "--", "\n", "etc.", "U.S.", "co.", "vol.", "12", "approx.", "It", "it", "half-co.",
              ";", ":", "x.y", "In", "No.", "p.", "Then", "über", "Über", "said", "\t", "..", "]", "«", "»", "house"]
    for _ in range(count):
        chosen = [generator.choice(pieces) for _ in range(generator.randrange(2, 14))]
        yield "".join(piece + generator.choice(["", " ", " ", " "]) for piece in chosen)


def main():
    train()
    from helm.benchmark.metrics.evaluate_reference_metrics import bleu_1, bleu_4
    from nltk.tokenize import sent_tokenize

    count = int(sys.argv[1]) if len(sys.argv) > 1 else 150
    texts = [*TEXTS, *random_texts(random.Random(2), count)]
    lines = {
        "texts": [{"text": text, "sentences": sent_tokenize(text)} for text in texts],
        "pairs": [
            {"gold": gold, "prediction": prediction, "bleu_1": bleu_1(gold, prediction), "bleu_4": bleu_4(gold, prediction)}
            for gold, prediction in PAIRS
        ],
    }
    parts = [f'"{key}": [\n' + ",\n".join(json.dumps(line) for line in value) + "\n]" for key, value in lines.items()]
    (HERE / "sentences.json").write_text("{\n" + ",\n".join(parts) + "\n}\n", encoding="utf-8")


if __name__ == "__main__":
    main()
