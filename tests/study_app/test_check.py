"""`gullseye check`: the plan, then faults, then warnings."""

import re
import shutil
from pathlib import Path

import pytest
from click.testing import CliRunner, Result

from stimuli import manifest
from stimuli.manifest import Leak
from study_app.composition.check import check
from study_app.errors import StudyError
from tests.builders import PLAIN_GULLS, write_stimulus_set

NAMED_TEST = '[[block]]\nname = "test"'
MODERATED = (
    '[[moderation]]\nname = "one"\nhypothesis = "heatmap-teaches"\n'
    'by = {{ source = "{source}", name = "{name}" }}\n\n[[hypothesis]]'
)
LEAK = Leak(accuracy=0.5, chance=0.25, p=0.001, n=48, seen=("number",))


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A copy of the shipped study."""
    return Path(shutil.copytree(PLAIN_GULLS, tmp_path / "mine"))


@pytest.fixture
def built(tmp_path: Path) -> Path:
    """A folder for stimuli, with a set of the study's, made otherwise than its recipe says."""
    write_stimulus_set(tmp_path / "stimuli" / "gulls")
    return tmp_path / "stimuli"


def spoil(path: Path, old: str, new: str) -> None:
    text = path.read_text()
    assert old in text
    path.write_text(text.replace(old, new, 1))


def checked(study: str | Path, tmp_path: Path) -> Result:
    """What the command says, stimuli being where `built` has them."""
    environ = {"GULLSEYE_INSTANCE": str(tmp_path), "GULLSEYE_STIMULI": str(tmp_path / "stimuli")}
    return CliRunner().invoke(check, [str(study)], env=environ)


def plant(built: Path, leak: Leak) -> None:
    """Writes the set again, with a leak of the heat map."""
    made = manifest.read(built / "gulls")
    manifest.write(made.model_copy(update={"leaks": {"heatmap": leak}}), built / "gulls")


def test_before_a_build_the_plan_is_told_and_which_checks_wait(tmp_path: Path) -> None:
    done = checked(PLAIN_GULLS, tmp_path)
    assert (done.exit_code, done.stderr) == (0, "")
    assert done.stdout.splitlines()[:2] == ["Which gull is it? (gulls)", "10 minutes, as participants are told."]
    assert "49 trials for each participant, in this order:\n  consent " in done.stdout
    assert done.stdout.endswith(
        f"\n\nThe stimuli are not built yet: `gullseye build {PLAIN_GULLS}` makes them. Until then these checks wait:\n"
        "  whether the recipe's methods take their parameters, and its classifier can be loaded\n"
        "  whether the classifier is right about as many images as pools want\n"
        "  whether tiles of concepts give the class away\n"
        "  whether a block's keys are as many as its choices\n"
    )


def test_a_built_set_is_told_and_that_the_recipe_wants_another(built: Path, tmp_path: Path) -> None:
    done = checked(PLAIN_GULLS, tmp_path)
    assert done.exit_code == 0
    assert done.stdout.endswith(
        "\n\ntraining: each image of train 40 times in each arm, 2 times at each position\n"
        "test: each image of test 40 times in each arm, 1 to 2 times at each position\n"
        f"\nThe stimuli are built: 64 images with heatmap, placebo, xnn, in {built / 'gulls'}\n64 items (64 open)\n"
    )
    assert done.stderr.splitlines() == [
        f"Warning: {built / 'gulls'}: the stimuli there are not what {PLAIN_GULLS / 'stimuli.toml'} "
        f"and this version of Gullseye make: `gullseye build {PLAIN_GULLS}` does; "
        "what is said here is of those that are there"
    ]


def test_before_a_build_the_study_is_held_against_its_recipe(folder: Path, tmp_path: Path) -> None:
    spoil(folder / "study.toml", 'explanation = "heatmap"', 'explanation = "heatmp"')
    spoil(folder / "study.toml", "per_class = 6", "per_class = 10")
    done = checked(folder, tmp_path)
    assert done.exit_code == 1
    assert done.stdout.startswith("Which gull is it? (gulls)\n")
    assert done.stderr.splitlines() == [
        f"Error: {folder}/study.toml: arms.heatmap.explanation: no explanation 'heatmp'; did you mean 'heatmap'? "
        "known: heatmap, placebo, xnn",
        f"Error: {folder}/study.toml: items.pools: 5 (train) + 10 (test) images of each class wanted, "
        "the recipe gives 14 of California, 14 of Herring, 14 of Ring-billed, 14 of Western",
    ]


def test_faults_of_the_recipe_are_told_all_at_once(folder: Path, tmp_path: Path) -> None:
    spoil(folder / "stimuli.toml", 'colour_map = "cividis"', 'colour_map = "jet"')
    spoil(folder / "stimuli.toml", "seed = 448", "sed = 448")
    done = checked(folder, tmp_path)
    assert done.exit_code == 1
    assert [line.split(": ")[2] for line in done.stderr.splitlines()] == ["images.sed", "picture.colour_map"]


def test_a_recipe_that_is_not_there_is_told(folder: Path, tmp_path: Path) -> None:
    (folder / "stimuli.toml").unlink()
    done = checked(folder, tmp_path)
    assert done.stderr == f"Error: {folder}/stimuli.toml: cannot be read: No such file or directory\n"


def test_what_a_built_set_lacks_is_told_before_warnings(built: Path, folder: Path, tmp_path: Path) -> None:
    picture = next((built / "gulls" / "assets").iterdir())
    picture.unlink()
    spoil(folder / "study.toml", "per_class = 6", "per_class = 12")
    done = checked(folder, tmp_path)
    assert done.exit_code == 1
    kinds = [line.split(":")[0] for line in done.stderr.splitlines()]
    assert kinds == ["Error"] * 6 + ["Warning"]
    assert f"Error: {picture}: missing; run `gullseye build` again" in done.stderr


def test_a_torn_manifest_is_a_fault(built: Path, tmp_path: Path) -> None:
    (built / "gulls" / "manifest.json").write_text("{")
    done = checked(PLAIN_GULLS, tmp_path)
    assert done.exit_code == 1
    assert f"Error: {built}/gulls/manifest.json: " in done.stderr


def test_a_leak_is_noted_where_the_explanation_follows_the_answer(built: Path, tmp_path: Path) -> None:
    plant(built, LEAK)
    done = checked(PLAIN_GULLS, tmp_path)
    assert done.exit_code == 0
    note = done.stderr.splitlines()[-1]
    assert note.startswith("Note: explanation 'heatmap': its tiles (their number) tell the class")
    assert note.endswith("that is harmless here: it is shown only where the class is told")


def test_a_leak_is_warned_of_where_a_block_shows_the_explanation_before_the_answer(
    built: Path, folder: Path, tmp_path: Path
) -> None:
    plant(built, LEAK)
    spoil(folder / "study.toml", 'items = { pool = "test" }', 'items = { pool = "test" }\nexplanation = "by-arm"')
    done = checked(folder, tmp_path)
    assert done.exit_code == 0
    assert "the arm's explanation before the answer" in done.stdout
    warning = done.stderr.splitlines()[-1]
    assert warning.startswith("Warning: explanation 'heatmap': its tiles (their number) tell the class")
    assert "block 'test' shows it before the answer" in warning


def test_a_study_that_cannot_be_read_is_told_with_all_its_faults(folder: Path, tmp_path: Path) -> None:
    spoil(folder / "study.toml", "minutes = 10", "minutes = 0")
    spoil(folder / "study.toml", 'text = "between.md"', 'text = "betwen.md"')
    done = checked(folder, tmp_path)
    assert isinstance(done.exception, StudyError)
    assert [line.split(": ")[1] for line in str(done.exception).splitlines()] == [
        "study.minutes",
        "No such file or directory",
    ]


def give_pages(folder: Path, tables: str) -> None:
    """Lets the study show pages of examples, and its recipe have these tables instead of [fit] and [class_pages]."""
    spoil(folder / "study.toml", NAMED_TEST, '[[block]]\nname = "look"\ntask = "learn"\n\n' + NAMED_TEST)
    recipe = folder / "stimuli.toml"
    without = re.sub(r"(?ms)^\[(fit|class_pages)\].*?(?=^\[)", "", recipe.read_text())
    recipe.write_text(without.replace("[classifier]", f"{tables}\n\n[classifier]"))


def test_pages_of_examples_that_the_recipe_does_not_make_are_told_before_a_build(folder: Path, tmp_path: Path) -> None:
    give_pages(folder, "")
    (fault,) = checked(folder, tmp_path).stderr.splitlines()
    assert fault.startswith(
        f"Error: {folder}/study.toml: block[4]: no page of examples of California, Herring, Ring-billed, Western "
        "(without an explanation, with explanation 'placebo', "
    )
    assert fault.endswith("); a table [class_pages] in stimuli.toml makes them")


def test_pages_of_examples_that_the_recipe_makes_are_no_fault_before_a_build(folder: Path, tmp_path: Path) -> None:
    give_pages(folder, '[fit]\nsource = "gulls"\nper_class = 4\n\n[class_pages]')
    done = checked(folder, tmp_path)
    assert (done.exit_code, done.stderr) == (0, "")


def test_pay_below_what_the_study_calls_the_least_is_warned_of(folder: Path, tmp_path: Path) -> None:
    spoil(folder / "study.toml", "[recruit]", "[payment]\nreward_pence = 100\nfee_percent = 30\n\n[recruit]")
    done = checked(folder, tmp_path)
    assert done.stdout.splitlines()[1:3] == [
        "10 minutes, as participants are told.",
        "1.00 GBP each, 6.00 GBP an hour at 10 minutes; 208.00 GBP for 160 seats, fees included.",
    ]
    assert done.stderr.splitlines() == [
        "Warning: payment.reward_pence: 100 for 10 minutes is 600 an hour, below minimum_per_hour_pence = 900; "
        "150 would be fair"
    ]


def test_a_placebo_that_is_not_owned_up_to_is_a_fault(folder: Path, tmp_path: Path) -> None:
    spoil(folder / "study.toml", 'deception = "placebo"\n', "")
    done = checked(folder, tmp_path)
    assert (done.exit_code, done.stderr) == (
        1,
        f"Error: {folder}/study.toml: arms.placebo.deception: missing; explanation 'placebo' is a placebo "
        '(random_map): write the word that the debriefing uses for it, as in deception = "placebo"\n',
    )


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        ('task = "debrief"\n', 'task = "text"\n', "block: no block of task 'debrief', and arms.placebo misleads"),
        ('text = "debrief.md"\n', 'text = "debrief.md"\nask = false\n', "block: no debriefing asks again for the use"),
        (
            'deception = "placebo"',
            'deception = "sugar pill"',
            "arms.placebo.deception: no debriefing names 'sugar pill'",
        ),
    ],
)
def test_a_deception_that_no_debriefing_tells_is_a_fault(
    folder: Path, tmp_path: Path, old: str, new: str, said: str
) -> None:
    spoil(folder / "study.toml", old, new)
    done = checked(folder, tmp_path)
    assert done.exit_code == 1
    assert said in done.stderr


def test_a_faint_map_is_warned_of(folder: Path, tmp_path: Path) -> None:
    spoil(folder / "stimuli.toml", "opacity = 0.6", "opacity = 0.2")
    done = checked(folder, tmp_path)
    assert "Warning: " in done.stderr
    assert "explanation 'heatmap': weak and strong places of its maps have a contrast of only 1.2" in done.stderr


@pytest.mark.parametrize(
    ("old", "new", "said"),
    [
        (
            'block = "test"\noutcome',
            'block = "test"\nquestion = "speces"\noutcome',
            "hypothesis[0].question: block 'test' has no right answer to 'speces'; known: species",
        ),
        (
            'block = "test"\noutcome',
            'block = "ratings"\noutcome',
            "hypothesis[0].block: nothing in block 'ratings' is right or wrong",
        ),
        (
            'block = "test"\noutcome = "accuracy"',
            'block = "ratings"\nquestion = "joy"\noutcome = "rating"',
            "hypothesis[0].question: block 'ratings' does not ask to rate 'joy'; known: ",
        ),
        (
            'after = "instructions"',
            'after = "instructions"\nstrata = { source = "answer", name = "consent.age", seats = { a = 80, b = 80 } }',
            "allocation: block 'consent' does not ask 'age'; known: consent",
        ),
        (
            "[[hypothesis]]",
            MODERATED.format(source="answer", name="consent.age"),
            "moderation[0].by.name: block 'consent' does not ask 'age'; known: consent",
        ),
        (
            "[[hypothesis]]",
            MODERATED.format(source="accuracy", name="consent"),
            "moderation[0].by.name: block 'consent' asks nothing that is right or wrong",
        ),
    ],
)
def test_questions_that_nobody_is_asked_are_faults(
    built: Path, folder: Path, tmp_path: Path, old: str, new: str, said: str
) -> None:
    spoil(folder / "study.toml", old, new)
    done = checked(folder, tmp_path)
    assert done.exit_code == 1
    assert said in done.stderr


def test_explanations_of_the_truth_before_it_is_asked_are_warned_of(built: Path, folder: Path, tmp_path: Path) -> None:
    made = manifest.read(built / "gulls")
    first = made.stimuli[0]
    wrong = first.model_copy(update={"predicted": "Herring"})
    manifest.write(made.model_copy(update={"stimuli": (wrong, *made.stimuli[1:])}), built / "gulls")
    spoil(folder / "study.toml", 'items = { pool = "test" }', 'items = { pool = "test" }\nexplanation = "by-arm"')
    done = checked(folder, tmp_path)
    assert "block 'test' shows explanations of the true class before it is asked (heatmap, placebo, xnn" in done.stderr


@pytest.mark.parametrize(
    ("key", "said"),
    [
        ('catch = { pool = "test" }', "block[5].catch: nothing in block 'place' is right or wrong"),
        ("criterion = { correct = 1, of = 1 }", "block[5].criterion: nothing in block 'place' is right or wrong"),
        ('check = "catch"', "block[5].check: nothing in block 'place' is right or wrong"),
    ],
)
def test_what_goes_by_right_answers_needs_some(built: Path, folder: Path, tmp_path: Path, key: str, said: str) -> None:
    block = f'[[block]]\nname = "place"\ntask = "spot"\nquestion = "Where?"\nitems = {{ pool = "train" }}\n{key}\n\n'
    spoil(folder / "study.toml", '[[block]]\nname = "ratings"', block + '[[block]]\nname = "ratings"')
    done = checked(folder, tmp_path)
    assert done.exit_code == 1
    assert said in done.stderr


def test_images_are_counted_in_each_stratum_since_each_has_a_list_of_its_own(
    built: Path, folder: Path, tmp_path: Path
) -> None:
    spoil(
        folder / "study.toml",
        'after = "instructions"',
        'after = "instructions"\nstrata = { source = "url", name = "site", seats = { lab = 40, online = 120 } }',
    )
    told = checked(folder, tmp_path).stdout
    assert "training: each image of train 10 times in each arm of stratum lab, 0 to 1 times at each position" in told
    assert "training: each image of train 30 times in each arm of stratum online, 1 to 2 times at each position" in told


@pytest.mark.parametrize("name", ["ratings.tml", "ratings"])
def test_a_file_that_is_neither_a_text_nor_a_table_is_told(folder: Path, tmp_path: Path, name: str) -> None:
    spoil(folder / "study.toml", "ratings.toml", name)
    done = checked(folder, tmp_path)
    assert isinstance(done.exception, StudyError)
    assert f"{name}: texts are Markdown (NAME.md), tables are TOML (NAME.toml)" in str(done.exception)


def test_what_a_text_has_in_vain_is_told_with_file_and_line(folder: Path, built: Path, tmp_path: Path) -> None:
    with (folder / "consent.md").open("a") as text:
        text.write("\n\n[x](javascript:alert(1))\n")
    line = len((folder / "consent.md").read_text().splitlines())
    done = checked(folder, tmp_path)
    assert done.exit_code == 0
    assert f"Warning: {folder}/consent.md:{line}: the link to 'javascript:alert(1)' is not made" in done.stderr


def test_words_in_another_language_than_the_study_are_told(folder: Path, built: Path, tmp_path: Path) -> None:
    spoil(folder / "study.toml", 'language = "en"', 'language = "fr"')
    told = checked(folder, tmp_path).stderr
    assert "study.language: 'fr': the interface's words are in English; catalogues are there for de, en." in told
    assert "words.toml in the study's folder" in told
    (folder / "words.toml").write_text('progress = "Progression"\n')
    assert "of the interface's" in checked(folder, tmp_path).stderr
    spoil(folder / "study.toml", 'language = "fr"', 'language = "de"')
    (folder / "words.toml").unlink()
    assert "study.language" not in checked(folder, tmp_path).stderr
