"""When a block that has a criterion ends before its trials do."""

from collections.abc import Sequence
from typing import Literal

from study_app.definition import Criterion


def after_trial(
    criterion: Criterion, passed: Sequence[bool], n_left: int
) -> Literal["pass_over", "screened_out"] | None:
    """What follows the block's last trial: its other trials are passed over, the session ends, or nothing.

    passed: of the block's trials so far, checks left out, whether each was answered rightly.  n_left: how many follow.
    """
    last = passed[-criterion.of :]
    if len(last) == criterion.of and sum(last) >= criterion.correct:
        return "pass_over"
    return "screened_out" if not n_left and criterion.otherwise == "screened_out" else None
