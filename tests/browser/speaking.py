"""A study of most task kinds in German, and the same in letters that are read from right to left."""

import re
from collections.abc import Callable
from pathlib import Path

from study_app import study_folder
from study_app.study.catalogue import catalogue, leaves
from study_app.study.plurals import categories
from study_app.study.wording import PLACE
from tests.browser.every_page import toml
from tests.study_app.small_sets import write_fitting_set

HEBREW = dict(zip("abcdefghijklmnopqrstuvwxyz", "אבקדהפגחיגכלמנופקרסתטווזיצ", strict=True))
CLASSES = ("Lachmöwe", "Silbermöwe")

STUDY = """
[study]
name = "{language}"
language = "{language}"
title = "§Welche Möwe ist das?§"
summary = "§Wir möchten verstehen, wie Menschen Möwen unterscheiden und wann ein Computer dabei hilft.§"
minutes = 8
contact = "§Frau Muster§, 040 123"

[arms.heatmap]
explanation = "heatmap"

[items]
classes = ["§Lachmöwe§", "§Silbermöwe§"]
pools.few = {{ per_class = 1 }}
comparisons.pair = {{ n = 1 }}

[allocation]
block_size = 2
seats = 20
seed = 1
after = "me"

[[block]]
name = "consent"
task = "consent"
text = "consent.md"
statements = ["§Ich bin mindestens 18 Jahre alt.§", "§Ich habe den Text gelesen.§"]

[[block]]
name = "device"
task = "device"
text = "device.md"
colour_vision = {{ plates = 1 }}

[[block]]
name = "quiz"
task = "quiz"
questions_file = "quiz.toml"
text = "consent.md"
otherwise = "go_on"

[[block]]
name = "me"
task = "background"

[[block]]
name = "learn"
task = "learn"
examples = true
minimum_seconds = 0.2
items = {{ pool = "few" }}

[[block]]
name = "classify"
task = "classify"
items = {{ pool = "few" }}
question = "§Welche Möwe sehen Sie?§"
explanation = "by-arm"
confidence = {{ points = 7 }}
feedback = {{ minimum_seconds = 0.2, explanation = "by-arm" }}

[[block]]
name = "compare"
task = "compare"
comparisons = "pair"
confidence = {{ points = 5 }}
feedback = {{ minimum_seconds = 0.2 }}

[[block]]
name = "predict"
task = "predict"
items = {{ pool = "few" }}
feedback = {{ minimum_seconds = 0.2, tells_truth = true }}

[[block]]
name = "advise"
task = "advise"
items = {{ pool = "few" }}
stages = "two"
question = "§Welche Möwe sehen Sie?§"
shows_probability = true
explanation = "by-arm"
feedback = {{ minimum_seconds = 0.2 }}

[[block]]
name = "accept"
task = "advise"
items = {{ pool = "few" }}
stages = "one"
question = "§Stimmen Sie dem Computer zu?§"

[[block]]
name = "spot"
task = "spot"
items = {{ pool = "few" }}
question = "§Woran erkennen Sie die Möwe?§"
feedback = {{ minimum_seconds = 0.2 }}

[[block]]
name = "paint"
task = "spot"
items = {{ pool = "few" }}
tool = "brush"
question = "§Malen Sie an, woran Sie die Möwe erkennen.§"

[[block]]
name = "rate"
task = "rate"
items_file = "rate.toml"
matrix = true

[[block]]
name = "write"
task = "write"
question = "§Wie haben Sie entschieden?§"

[[block]]
name = "debrief"
task = "debrief"
text = "debrief.md"
"""
FILES = {
    "consent.md": """# §Worum es geht§

§Sie sehen einige Bilder von Möwen und sagen jeweils, welche Art es ist. Manchmal zeigt ein Computer, worauf er achtet.§

- §Es dauert etwa acht Minuten.§
- §Sie können jederzeit aufhören.§

| §Was§ | §Wie viele§ |
|:--|--:|
| §Bilder§ | 12 |
""",
    "device.md": "# §Ihr Gerät§\n\n§Bitte machen Sie das Fenster so groß wie möglich.§\n",
    "debrief.md": "# §Worum es ging§\n\n§Vielen Dank. Der Computer hat sich manchmal geirrt.§\n",
    "quiz.toml": """heading = "§Bevor es losgeht§"
[[question]]
name = "task"
text = "§Was werden Sie tun?§"
options = [{ value = "no", text = "§Möwen zeichnen§" }, { value = "yes", text = "§Möwen benennen§" }]
right = "yes"
hint = "§Lesen Sie den ersten Absatz.§"
""",
    "rate.toml": """heading = "§Wie war es?§"
[[item]]
name = "ease"
text = "§Es war leicht, die Möwen zu unterscheiden.§"
points = 7
low = "§gar nicht§"
high = "§völlig§"
[[item]]
name = "help"
text = "§Der Computer hat mir geholfen.§"
points = 7
low = "§gar nicht§"
high = "§völlig§"
[[item]]
name = "like"
text = "§Hat es Ihnen gefallen?§"
labels = ["§nein§", "§teils§", "§ja§"]
[[item]]
name = "effort"
text = "§Wie anstrengend war es?§"
kind = "slider"
low = "§gar nicht§"
high = "§sehr§"
required = false
""",
}
SPOKEN = re.compile(r"§([^§]*)§")


def german(text: str) -> str:
    """As it is."""
    return text


def from_right_to_left(text: str) -> str:
    """Every Latin letter as a Hebrew one: nothing to be understood, all of it as long as it was."""
    plain = text.lower().translate(str.maketrans("äöüß", "aous"))
    pieces = re.split(r"(\{[a-z_]+\})", plain)
    return "".join(one if PLACE.fullmatch(one) else "".join(HEBREW.get(sign, sign) for sign in one) for one in pieces)


def speaking_study(folder: Path, language: str, say: Callable[[str], str], stimuli: Path) -> Path:
    """The study in that language; say: makes every text of it out of the German one."""
    folder.mkdir()

    def spoken(text: str) -> str:
        return SPOKEN.sub(lambda found: say(found[1]), text)

    (folder / "study.toml").write_text(spoken(STUDY.format(language=language)))
    for name, text in FILES.items():
        (folder / name).write_text(spoken(text))
    write_fitting_set(stimuli / language, study_folder.read(folder).study)
    return folder


def write_words(folder: Path, language: str, say: Callable[[str], str]) -> None:
    """Every word of the interface for that study, as words.toml; say: makes it out of the English one."""
    lines = []
    for key, text in leaves(catalogue("en")):
        said = say(text) if isinstance(text, str) else {form: say(text["other"]) for form in categories(language)}
        lines.append(f"{'.'.join(map(toml, key.split('.')))} = {toml(said)}\n")
    (folder / "words.toml").write_text("".join(lines))
