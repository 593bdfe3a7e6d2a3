"""What is wrong with a table is said with column, row and value, all at once, and what would be right."""

from pathlib import Path

import pytest

from analysis.errors import AnalysisError
from analysis.outside.evidence import of_table
from tests.analysis.outside.tables import PLAN, Row, answers, write


def told(folder: Path, rows: list[Row], plan: str = PLAN) -> list[str]:
    """The faults, without the folder."""
    with pytest.raises(AnalysisError) as fault:
        of_table(*write(folder, rows, plan))
    return [line.removeprefix(f"{folder}/") for line in str(fault.value).splitlines()]


def told_of_text(folder: Path, content: bytes, plan: str = PLAN) -> list[str]:
    """The faults of a table that is written as it stands."""
    table, planned = write(folder, answers(), plan)
    table.write_bytes(content)
    with pytest.raises(AnalysisError) as fault:
        of_table(table, planned)
    return [line.removeprefix(f"{folder}/") for line in str(fault.value).splitlines()]


def changed(place: int, **cells: object) -> list[Row]:
    """The answers, with these cells in that row (from 1)."""
    rows = answers()
    rows[place - 1] |= cells
    return rows


def test_columns_that_are_not_there_are_told_with_the_nearest(tmp_path: Path) -> None:
    found = told(tmp_path, answers(), PLAN.replace('"acc"', '"accc"').replace('"image"', '"picture"'))
    known = "known: pid, condition, image, acc"
    assert found == [
        f"plan.toml: columns.item: no column 'picture'; {known}",
        f"plan.toml: columns.correct: no column 'accc'; did you mean 'acc'? {known}",
    ]


def test_columns_and_values_are_told_at_once(tmp_path: Path) -> None:
    plan = PLAN.replace('"image"', '"imago"')
    found = told(tmp_path, changed(3, acc="maybe"), plan)
    assert found[0].startswith("plan.toml: columns.item: no column 'imago'; did you mean 'image'?")
    assert found[1].startswith("data.csv: column 'acc', row 3: 'maybe' is neither yes nor no; known: 1, true, yes")
    assert len(found) == 2


def test_all_wrong_values_are_told_at_once(tmp_path: Path) -> None:
    rows = changed(9, condition="heatmap", acc="2")
    rows[10] |= {"condition": "heatmap", "pid": ""}
    assert told(tmp_path, rows) == [
        "data.csv: column 'pid', row 11: '' names no participant",
        "data.csv: column 'condition', row 9: 'heatmap' is no condition of the plan; known: 'no explanation', "
        "'heat map'. Name it in the plan, or leave rows out by [keep] (2 in all)",
        "data.csv: column 'acc', row 9: '2' is neither yes nor no; known: 1, true, yes, correct, right; 0, false, no, "
        "incorrect, wrong",
    ]


@pytest.mark.parametrize(
    ("cell", "said"),
    [
        ("0,5", "'0,5' has a decimal comma; save the table with decimal points, as in 0.5"),
        ("fast", "'fast' is not a number"),
        ("inf", "'inf' is not a number"),
        ("-3", "'-3' is not between 0 and 1e+09"),
    ],
)
def test_what_is_no_time_is_told(cell: str, said: str, tmp_path: Path) -> None:
    rows = [row | {"rt": cell if place == 4 else "812.5"} for place, row in enumerate(answers(), start=1)]
    plan = PLAN.replace('correct = "acc"', 'correct = "acc"\nrt = { name = "rt", unit = "ms" }')
    assert told(tmp_path, rows, plan) == [f"data.csv: column 'rt', row 4: {said}"]


def test_points_and_probabilities_have_ends(tmp_path: Path) -> None:
    rows = [
        row | {"sure": "2.5" if place == 2 else "6" if place == 3 else "5", "p": 1.5 if place == 4 else 0.5}
        for place, row in enumerate(answers(), start=1)
    ]
    more = 'correct = "acc"\nconfidence = { name = "sure", points = 5 }\np_predicted = "p"'
    found = told(tmp_path, rows, PLAN.replace('correct = "acc"', more))
    assert sorted(found) == [
        "data.csv: column 'p', row 4: '1.5' is not between 0 and 1",
        "data.csv: column 'sure', row 2: '2.5' is not a whole number",
        "data.csv: column 'sure', row 3: '6' is not between 1 and 5",
    ]


def test_an_arm_that_changes_within_a_participant_is_told_with_what_to_write(tmp_path: Path) -> None:
    assert told(tmp_path, changed(2, condition="heat map")) == [
        "data.csv: participant 'p00' has several arms: 'none' (row 1), 'map' (row 2); where conditions change within "
        'participants, write varies = "within" under [study]'
    ]


def test_rows_that_repeat_an_answer_are_told(tmp_path: Path) -> None:
    assert told(tmp_path, [*answers(), answers()[4]]) == [
        "data.csv: 1 row repeats the participant and item of an earlier row, the first: row 97 that of row 5 "
        "(participant 'p00', item 'bird-4.png'); if participants met items more than once, write repeated = true under "
        "[study]"
    ]


def test_two_trials_at_one_place_are_told(tmp_path: Path) -> None:
    rows = [row | {"trial": 3 if place in (2, 3) else place} for place, row in enumerate(answers())]
    plan = PLAN.replace('correct = "acc"', 'correct = "acc"\nposition = "trial"')
    assert told(tmp_path, rows, plan) == [
        "data.csv: column 'trial': participant 'p00' has two trials at 3 in block 'trials'"
    ]


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "data.csv: empty; a table has a header line and a row per answer"),
        (b" \n\n", "data.csv: empty; a table has a header line and a row per answer"),
        (b"pid,condition,image,acc\n", "data.csv: a header line, but no row"),
        (
            b"pid,condition,image,acc\np1,heat map,a.png,1\np1,heat",
            "data.csv: row 2 has 2 cells, the header 4; was the file cut off?",
        ),
        (b'pid,condition,image,acc\np1,heat map,"a.png', "data.csv: not a whole CSV table (unexpected end of data)"),
        (b"pid,condition,image,acc\np1,heat map,a.png,1,1\n", "data.csv: row 1 has 5 cells, the header 4"),
        (b"pid,acc,image,acc\np1,1,a.png,1\n", "data.csv: columns named twice: acc"),
        (b"pid,condition,image,acc\np1,M\xf6we,a,1\n", "data.csv: not UTF-8 text (byte 28); in a spreadsheet, save it"),
    ],
)
def test_a_broken_file_is_told(content: bytes, said: str, tmp_path: Path) -> None:
    found = told_of_text(tmp_path, content)
    assert len(found) == 1
    assert found[0].startswith(said)


def test_a_plan_that_keeps_no_row_is_told(tmp_path: Path) -> None:
    plan = PLAN.replace("[arms.none]", '[keep]\ncondition = ["nothing"]\n[arms.none]')
    assert told(tmp_path, answers(), plan) == ["data.csv: [keep] keeps no row"]


def test_of_a_plan_that_does_not_fit_together_the_columns_are_told_too(tmp_path: Path) -> None:
    found = told(tmp_path, answers(), PLAN.replace('"map - none"', '"mop - none"').replace('"acc"', '"accc"'))
    assert found == [
        "plan.toml: hypothesis[0].contrast: no arm 'mop'; did you mean 'map'? known: none, map",
        "plan.toml: columns.correct: no column 'accc'; did you mean 'acc'? known: pid, condition, image, acc",
    ]


def test_nobody_of_that_mode_is_told(tmp_path: Path) -> None:
    with pytest.raises(AnalysisError, match=r"no participant of mode 'robot'; data\.csv holds 12 live"):
        of_table(*write(tmp_path, answers()), mode="robot")
