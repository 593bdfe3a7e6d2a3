"""What docs/analysis-of-your-own-data.md shows can be used as it stands."""

import re
from pathlib import Path

import numpy as np
import pytest

from analysis import questions
from analysis.evidence import Evidence
from analysis.outside import plan_file
from analysis.outside.definition import About, Columns
from analysis.outside.evidence import of_table
from tests.analysis.outside.tables import Row, write

PAGE = Path(__file__).parents[3] / "docs" / "analysis-of-your-own-data.md"
TEXT = PAGE.read_text(encoding="utf-8")
(CSV,) = re.findall(r"```csv\n(.*?)```", TEXT, flags=re.DOTALL)
PLAN, ADVICE = re.findall(r"```toml\n(.*?)```", TEXT, flags=re.DOTALL)
BIRDS = ("tern", "gull", "skua")


def rows() -> list[Row]:
    """Sixty people, two phases of six birds and a check."""
    rng = np.random.default_rng(7)
    made: list[Row] = []
    for person in range(60):
        group = ("control", "map")[person % 2]
        for trial in range(13):
            bird = BIRDS[trial % 3]
            answer = bird if rng.random() < (0.5, 0.7)[person % 2] else BIRDS[(trial + 1) % 3]
            made.append(
                {
                    "pid": f"s{person:02d}",
                    "group": group,
                    "phase": "practice" if trial < 6 else "test",
                    "trial": trial,
                    "picture": f"{bird}-{trial}.png",
                    "bird": bird,
                    "answer": answer,
                    "acc": int(answer == bird),
                    "seconds": round(float(rng.lognormal(1, 0.3)), 2),
                    "sure": 1 + int(rng.integers(5)),
                    "ai_says": bird,
                    "ai_p": 0.9,
                    "attention": int(trial == 12),
                    "done": "no" if person == 0 else "yes",
                }
            )
    return made


@pytest.fixture(scope="module")
def found(tmp_path_factory: pytest.TempPathFactory) -> Evidence:
    return of_table(*write(tmp_path_factory.mktemp("page"), rows(), PLAN))


def test_the_rows_it_shows_are_read_by_the_plan_it_shows(tmp_path: Path) -> None:
    table, plan = tmp_path / "answers.csv", tmp_path / "plan.toml"
    table.write_text(CSV, encoding="utf-8")
    plan.write_text(PLAN, encoding="utf-8")
    shown = of_table(table, plan)
    assert dict(zip(shown.participants["participant"], shown.participants["arm"], strict=True)) == {
        "s01": "map",
        "s02": "control",
    }
    first = shown.trials[(shown.trials["participant"] == "s01") & (shown.trials["question"] == "answer")]
    assert list(first["rt_ms"]) == pytest.approx([3200, 5900, 2700, 1400])
    assert list(first["check"].fillna("")) == ["", "", "", "attention"]


@pytest.mark.parametrize("name", ["accuracy", "response_time", "confidence", "attrition", "exclusions", "items"])
def test_its_example_is_answered(name: str, found: Evidence) -> None:
    question = questions.load(name)
    results = question.results(found)
    assert any(each.status == "ok" for each in results)
    assert question.account(found, results).tables


def test_its_columns_for_advice_are_a_sound_plan(tmp_path: Path) -> None:
    arms = '[study]\nname = "advice"\ntitle = "Advice"\n[arms.map]\n[arms.control]\n'
    assert plan_file.parsed(tmp_path / "plan.toml", arms + ADVICE).faults == ()


def test_every_key_is_told() -> None:
    told = set(re.findall(r"`([a-z_]+)`", TEXT))
    assert set(Columns.model_fields) | set(About.model_fields) <= told
