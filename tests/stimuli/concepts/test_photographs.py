"""The real case: three species of gull on photographs, some thirty of each to learn from."""

from pathlib import Path

import pytest

from stimuli.concepts.module import unpacked
from stimuli.methods.xnn import METHOD, XnnParameters
from tests.concept_fits import gull_photographs

pytestmark = [pytest.mark.shared_data, pytest.mark.slow]


def test_all_three_species_are_faithful_on_photographs_held_out(shared_data: Path, tmp_path: Path) -> None:
    fitting, parameters = gull_photographs(shared_data, tmp_path), XnnParameters(held_out_split="test")
    assert METHOD.fit is not None
    entry = METHOD.fit.run(fitting, parameters)
    modules = unpacked(entry.arrays, entry.facts)
    assert METHOD.fit.refusals(entry, parameters, fitting.classes) == []
    assert {name: one.faithfulness.n_within for name, one in modules.items()} == {
        "Glaucous_winged_Gull": 23,
        "Heermann_Gull": 22,
        "Ivory_Gull": 23,
    }
    assert min(one.faithfulness.r2_within for one in modules.values()) >= 0.75
    assert min(one.faithfulness.agreement for one in modules.values()) >= 0.95
    assert not any(one.dead.any() for one in modules.values())
