"""A share's per cent are the same on a drawing, in a record, on a sheet and in the page."""

from dataclasses import replace

import numpy as np
import pytest

from stimuli.attention_graphs.walking import walked
from stimuli.graph_style import GraphStyle
from stimuli.manifest import Asset
from stimuli.percents import percent, written_share
from stimuli.single.graph_facts import GraphFacts
from tests.stimuli.attention_graphs.planted_graphs import planted_graph


@pytest.mark.parametrize(("share", "whole"), [(0.29, 29), (0.899999, 89), (0.9, 90), (1.375, 137), (0.0, 0)])
def test_per_cent_are_rounded_down(share: float, whole: int) -> None:
    assert percent(share) == whole


@pytest.mark.parametrize(
    ("share", "written", "whole"),
    [(0.9999998, 0.999999, 99), (0.29, 0.29, 29), (0.29 - 1e-15, 0.29, 29), (1.0, 1.0, 100), (0.8999999, 0.899999, 89)],
)
def test_a_share_that_is_written_has_the_per_cent_of_the_share(share: float, written: float, whole: int) -> None:
    assert written_share(share) == written
    assert percent(share) == percent(written) == whole


def test_a_record_and_a_manifest_say_no_more_than_the_drawing() -> None:
    graph = replace(planted_graph((5,)), scores=np.array([0.8 * 0.9999998]))
    tiles = Asset(
        sha256="0" * 64, suffix=".webp", media_type="image/webp", width_px=40, height_px=40, size_bytes=1, alt="tiles"
    )
    assert percent(graph.shares[0]) == 99
    assert GraphFacts.of(graph).chosen[0].share == 0.999999
    assert walked(graph, GraphStyle(), tiles).nodes[0].share == 0.999999
