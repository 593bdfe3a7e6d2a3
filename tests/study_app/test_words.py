"""The words of the interface: every catalogue is whole, every study speaks its language, and no word is left behind."""

import re
from collections.abc import Mapping
from copy import deepcopy
from pathlib import Path
from typing import Any

import pytest

import study_app
from study_app import study_folder, tasks
from study_app.definition import Checked
from study_app.errors import StudyError
from study_app.study import catalogue
from study_app.study.catalogue import faults, is_plural, leaves, missing, shipped
from study_app.study.words import NoSuchText, Words, in_language, said, words_in, words_of
from study_app.study_folder import StudyFolder
from tests.study_app.small_studies import small_study

APPLICATION = Path(study_app.__file__).parent
TEMPLATES = sorted((APPLICATION / "templates" / "participant").glob("*.html"))
CODE = sorted(APPLICATION.rglob("*.py"))
IN_TEMPLATES = re.compile(r"\bwords\.([a-z_]+(?:\.[a-z_]+)*)")
IN_CODE = re.compile(r'(?:\bsaid|words\.text)\(\s*"([a-z_.]+)"')
API = {"lang_of", "told", "text", "language", "direction", "isolated"}
METHODS = {"format", "get", "values", "other", "packed"}  # of texts and tables


def texts_of(tree: Mapping[str, Any]) -> list[tuple[str, str]]:
    """Every text of a catalogue, every form by itself."""
    found = []
    for key, leaf in leaves(tree):
        found += [(key, leaf)] if isinstance(leaf, str) else [(f"{key}.{form}", text) for form, text in leaf.items()]
    return found


def with_text(key: str, value: object) -> dict[str, Any]:
    """A catalogue with that text alone."""
    *path, last = key.split(".")
    made: dict[str, Any] = {last: value}
    for name in reversed(path):
        made = {name: made}
    return made


@pytest.mark.parametrize("language", shipped())
def test_every_catalogue_says_everything_with_the_same_places(language: str) -> None:
    tree = catalogue.catalogue(language)
    assert list(faults(tree, language)) == []
    assert missing(tree) == []


@pytest.mark.parametrize("language", shipped())
def test_texts_are_well_set(language: str) -> None:
    for key, text in texts_of(catalogue.catalogue(language)):
        assert text == text.strip() or key == "graph.share", key
        assert "  " not in text, key
        assert " - " not in text, key
        assert "..." not in text, key
        assert '"' not in text, key
        assert not re.search(r"\s[.,;:!?]", text), key


def test_german_is_formal_and_has_its_own_marks() -> None:
    for key, text in texts_of(catalogue.catalogue("de")):
        assert not re.search(r"\b(du|dich|dir|dein\w*|euch|euer)\b", text, re.IGNORECASE), key
        assert not re.search(r"[’‘”'»«]", text), key
        assert text.count("„") == text.count("“"), key
        assert not re.search(r"\b(please|button|link you|click|submit|feedback|task)\b", text, re.IGNORECASE), key


def test_german_is_not_english() -> None:
    english = dict(texts_of(catalogue.catalogue("en")))
    same = [key for key, text in texts_of(catalogue.catalogue("de")) if english.get(key) == text]
    assert same == []


FAULTS: tuple[tuple[str, object, str, str], ...] = (
    ("progres", "x", "de", "progres: no text 'progres'; did you mean"),
    ("stop.head", "x", "de", "stop.head: no text 'head'"),
    ("progress", " ", "de", "progress: empty"),
    ("progress", 3, "de", "progress: a text is wanted; found 3"),
    ("progress", {"a": "b"}, "de", "progress: a text is wanted; found {'a': 'b'}"),
    ("stop", "x", "de", "stop: a table of texts is wanted; found 'x'"),
    ("contact", "Schreiben Sie uns.", "de", "contact: lacks {contact}"),
    ("contact", "{contact}, {name}", "de", "contact: has no use for {name}"),
    ("contact", "{contact}, {", "de", "contact: a brace that is no {place}"),
    ("left", "noch {n}", "de", "left: a form for each of one, other is wanted; found 'noch {n}'"),
    ("left", {"other": "{n}"}, "de", "left: lacks the form 'one'"),
    ("left", {"one": "1", "other": "2"}, "de", "left.other: lacks {n}"),
    ("left", {"one": "a", "other": "{n}", "few": "{n}"}, "de", "left.few: no form 'few'; known: one, other"),
    ("left", {"one": "a", "few": "{n}", "other": "{n}"}, "pl", "left: lacks the form 'many'"),
)


@pytest.mark.parametrize(("key", "value", "language", "told"), FAULTS)
def test_what_is_wrong_with_a_catalogue_is_told(key: str, value: object, language: str, told: str) -> None:
    found = list(faults(with_text(key, value), language))
    assert any(line.startswith(told.partition("; did you mean")[0]) for line in found), found


def test_the_form_for_one_may_say_it_without_the_number() -> None:
    assert list(faults(with_text("left", {"one": "noch eine Sekunde", "other": "noch {n}"}), "de")) == []


def test_texts_with_forms_have_the_one_that_goes_with_the_number() -> None:
    assert words_in("de").text("left", n=1) == "noch 1 Sekunde"
    assert words_in("de").text("left", n=2) == "noch 2 Sekunden"
    own = {"left": {"one": "{n} sekunda", "few": "{n} sekundy", "many": "{n} sekund"}}
    polish = words_of("pl", {"left": {**own["left"], "other": "{n} sekund"}})
    assert [polish.text("left", n=n) for n in (1, 3, 5)] == ["1 sekunda", "3 sekundy", "5 sekund"]


def test_what_is_filled_in_is_not_looked_at_again() -> None:
    assert words_in("en").text("contact", contact="{contact} {n}").endswith("Write to {contact} {n}.")


def test_every_word_that_a_template_or_the_code_says_is_there_and_no_other() -> None:
    asked: set[str] = set()
    for template in TEMPLATES:
        asked |= set(IN_TEMPLATES.findall(template.read_text(encoding="utf-8")))
    for module in CODE:
        asked |= set(IN_CODE.findall(module.read_text(encoding="utf-8")))
    asked = {".".join(part for part in key.split(".") if part not in METHODS) for key in asked} - API
    known = {key for key, _ in leaves(catalogue.catalogue("en"))}
    tables = {key.rpartition(".")[0] for key in known} | {key.split(".")[0] for key in known if "." in key}
    assert asked - known - tables == set()
    whole = {key for key in asked if key in tables} | {"background"}
    unused = {key for key in known - asked if not any(key.startswith(f"{table}.") for table in whole)}
    assert {key for key in unused if not key.startswith(("mark.point.", "mark.brush."))} == set()


def test_no_sentence_for_participants_is_written_into_the_code() -> None:
    written = re.compile(r'(?:Unanswerable|UnknownArrival|notice)\(\s*f?"')
    assert [path.name for path in CODE if written.search(path.read_text(encoding="utf-8"))] == []
    defaults = re.compile(
        r'^    \w+: (?:str|Annotated\[str.*\]) = (?:Field\(\s*default=)?"[A-Z][^"]* [^"]*"', re.MULTILINE
    )
    models = [*APPLICATION.glob("tasks/*.py"), *APPLICATION.glob("study/*.py")]
    assert [path.name for path in models if defaults.search(path.read_text(encoding="utf-8"))] == []


def test_a_name_that_no_catalogue_has_is_a_defect_and_not_an_empty_place() -> None:
    with pytest.raises(NoSuchText):
        words_in("en").nowhere  # noqa: B018 - it is the look that fails
    with pytest.raises(NoSuchText):
        words_in("en").stop["nowhere"]


def test_what_is_said_is_english_until_it_is_told_and_a_studys_own_text_stays() -> None:
    sentence = said("refused.items_left", n=2)
    assert sentence == "2 items are still to answer."
    assert words_in("de").told(sentence) == "2 Fragen sind noch offen."
    assert words_in("de").told(deepcopy(sentence)) == "2 Fragen sind noch offen."
    assert words_in("de").told("2 items are still to answer.") == "2 items are still to answer."


def test_a_region_has_the_words_of_its_language() -> None:
    assert words_in("de-AT").text("begin") == "Beginnen"
    assert words_in("DE").foreign == frozenset()
    assert words_in("en-GB").foreign == frozenset()
    assert words_in("en-GB").lang_of(words_in("en-GB").begin) == ""


def test_a_language_without_a_catalogue_has_english_words_that_are_marked() -> None:
    french = words_in("fr")
    assert french.language == "fr"
    assert french.text("begin") == "Begin"
    assert str(french.lang_of(french.begin)) == ' lang="en" dir="ltr"'
    assert str(french.lang_of(said("notice.full.title"))) == ' lang="en" dir="ltr"'
    assert str(french.lang_of("Une question ?")) == ""
    own = words_of("fr", {"begin": "Commencer"})
    assert (str(own.lang_of(own.begin)), str(own.lang_of(own.progress))) == ("", ' lang="en" dir="ltr"')
    assert "begin" not in own.foreign


@pytest.mark.parametrize(("language", "direction"), [("he", "rtl"), ("ar-EG", "rtl"), ("fa", "rtl"), ("de", "ltr")])
def test_lines_begin_where_the_language_begins_them(language: str, direction: str) -> None:
    assert words_in(language).direction == direction


def test_an_address_within_a_line_from_right_to_left_is_read_by_itself() -> None:
    assert words_in("he").isolated("a@e.org") == "\u2068a@e.org\u2069"
    assert words_in("de").isolated("a@e.org") == "a@e.org"


class Inner(Checked):
    """A table in a table."""

    low: str = said("default.confidence.low")
    high: str = said("default.confidence.high")


class Outer(Checked):
    """A table."""

    button: str = said("default.button")
    question: str
    inner: Inner | None = None
    always: Inner = Inner()


def test_what_a_block_leaves_out_is_in_the_studys_language_and_what_it_says_stays() -> None:
    assert in_language(Outer, {"question": "Q"}, words_in("de")) == {
        "question": "Q",
        "button": "Weiter",
        "always": {"low": "Ich habe geraten", "high": "Ich bin ganz sicher"},
    }
    found = in_language(Outer, {"question": "Q", "button": "Go", "inner": {"low": "Low"}}, words_in("de"))
    assert (found["button"], found["inner"]) == ("Go", {"low": "Low", "high": "Ich bin ganz sicher"})


@pytest.mark.parametrize("name", tasks.names())
def test_no_task_has_a_default_text_that_is_english_in_a_german_study(name: str) -> None:
    task = tasks.load(name)
    german = task.options.model_validate(in_language(task.options, task.example.options, words_in("de")))
    english = dict(texts_of(catalogue.catalogue("en")["default"]))
    own = set(map(str, _strings(task.example.options)))
    assert {text for text in _strings(german.model_dump(mode="json")) if text not in own} & set(
        english.values()
    ) == set()


def _strings(value: Any) -> list[str]:
    if isinstance(value, str):
        return [value]
    inner = value.values() if isinstance(value, Mapping) else value if isinstance(value, list | tuple) else ()
    return [text for one in inner for text in _strings(one)]


def german(folder: Path, own: str | None = None) -> StudyFolder:
    """A study in German with two blocks, and with its own words where there are some."""
    blocks = (
        '[[block]]\nname = "me"\ntask = "background"\n\n[[block]]\nname = "why"\ntask = "write"\nquestion = "Warum?"'
    )
    small_study(folder, blocks)
    definition = folder / "study.toml"
    definition.write_text(definition.read_text().replace('name = "small"', 'name = "small"\nlanguage = "de"'))
    if own is not None:
        (folder / "words.toml").write_text(own)
    return study_folder.read(folder)


def test_a_german_study_speaks_german_and_asks_in_german_and_stores_the_same(tmp_path: Path) -> None:
    found = german(tmp_path)
    assert [block.options.get("button") for block in found.blocks] == ["Weiter", "Weiter", "Weiter"]
    assert found.blocks[1].options["declined"] == "Keine Angabe"


def test_a_study_has_its_own_words_over_those_of_its_language(tmp_path: Path) -> None:
    own = 'begin = "Los geht es"\n[default]\nbutton = "Nächste Seite"\n'
    plain, found = german(tmp_path), german(tmp_path, own)
    assert (found.words.text("begin"), found.words.text("progress")) == ("Los geht es", "Fortschritt")
    assert found.blocks[0].options["button"] == "Nächste Seite"
    assert found.sources["words.toml"] == own
    assert found.hash != plain.hash


def test_all_faults_of_a_studys_own_words_are_told_at_once_with_the_file(tmp_path: Path) -> None:
    with pytest.raises(StudyError) as told:
        german(tmp_path, 'begn = "x"\ncontact = "x"\nleft = "x"\n')
    lines = str(told.value).splitlines()
    assert all(line.startswith(f"{tmp_path}/words.toml: ") for line in lines)
    assert len(lines) == 3
    (tmp_path / "words.toml").write_text("begin = x")
    with pytest.raises(StudyError, match=r"words\.toml:1:"):
        study_folder.read(tmp_path)


def test_a_language_must_be_a_tag(tmp_path: Path) -> None:
    german(tmp_path)
    definition = tmp_path / "study.toml"
    definition.write_text(definition.read_text().replace('language = "de"', 'language = "in German"'))
    with pytest.raises(StudyError, match=r"study\.language: "):
        study_folder.read(tmp_path)


def test_only_texts_that_depend_on_a_number_have_forms() -> None:
    assert {key for key, leaf in leaves(catalogue.catalogue("en")) if is_plural(leaf)} >= {
        "left",
        "takes",
        "graph.less",
    }
    assert isinstance(words_in("en"), Words)


def test_a_table_of_options_with_other_alone_is_no_text_that_depends_on_a_number() -> None:
    words = words_of("de", {"background": {"gender": {"options": {"other": "Divers"}}}})
    assert words.background["gender"]["options"] == {
        "woman": "Frau",
        "man": "Mann",
        "non-binary": "Nichtbinär",
        "other": "Divers",
    }
