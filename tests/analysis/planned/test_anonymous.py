import numpy as np
import pandas as pd

from analysis.planned.anonymous import anonymous

ORDERS = {"arm": ["none", "map"], "part": ["test"]}


def rows(seed: int = 0) -> pd.DataFrame:
    people, items = np.divmod(np.arange(12 * 7), 7)
    right = np.random.default_rng(seed).integers(0, 2, people.size).astype(float)
    arms = np.where(people % 2, "map", "none")
    return pd.DataFrame(
        {"participant": [f"p{n}" for n in people], "item": [f"i{n}" for n in items], "arm": arms}
    ).assign(part="test", correct=right)


def test_names_and_the_order_of_rows_leave_no_trace() -> None:
    one = rows()
    other = one.sample(frac=1, random_state=1).assign(
        participant=lambda of: of["participant"].map(lambda name: f"z{99 - int(name[1:]):02d}"),
        item=lambda of: of["item"].map(lambda name: f"y{99 - int(name[1:]):02d}"),
    )
    pd.testing.assert_frame_equal(anonymous(one, ORDERS), anonymous(other, ORDERS))


def test_who_answered_what_stays_as_it_was() -> None:
    one = rows()
    made = anonymous(one, ORDERS)
    for name in ("participant", "item"):
        before = sorted(one.groupby(name)["correct"].sum())
        assert sorted(made.groupby(name)["correct"].sum()) == before
        assert made[name].nunique() == one[name].nunique()


def test_arms_are_told_apart_by_their_place_in_the_plan() -> None:
    renamed = rows().assign(arm=lambda of: of["arm"].map({"none": "zero", "map": "a"}))
    made = anonymous(renamed, {"arm": ["zero", "a"], "part": ["test"]})
    first = anonymous(rows(), ORDERS)
    assert made["correct"].tolist() == first["correct"].tolist()
