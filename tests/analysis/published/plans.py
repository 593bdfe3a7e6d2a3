"""Public tables of answers, described: which column is what, which arm is which, and what the authors left out.

The texts are plans as an analysis of somebody's own CSV needs them; [columns] says what a column of the table holds:

    participant, item, arm    who answered about what, shown what
    block, position           part of the session, and place of the trial in the session
    label, response, correct  the true class, the answer, and whether it is right (0 or 1)
    rt                        response time, in the unit that [units] names
    classifier_correct        whether the classifier's advice is right (0 or 1)
    p_predicted               the classifier's probability of its class; neither table has people's own confidence
"""

from dataclasses import dataclass
from pathlib import PurePosixPath


@dataclass(frozen=True)
class Published:
    """A study: its table and the figures known of it, both below the folder of shared data, and its plan as TOML."""

    table: PurePosixPath
    figures: PurePosixPath
    plan: str


# difficulty, participant_accuracy and test_total_rt_ms are not named: the last is the time of all 30 trials.
BIRDS = Published(
    PurePosixPath("human/taesiri2022/cub_trials_pseudonymous.csv"),
    PurePosixPath("human/taesiri2022/cub_reference.json"),
    """
[study]
name = "birds"
title = "Accept or refuse a classifier's label of a bird"

[columns]
participant = "participant"
item = "item"
arm = "condition"
correct = "correct"
classifier_correct = "ai_correct"
p_predicted = "ai_confidence"

[arms.resnet-50]
value = "ResNet-50"
description = "the label, and no explanation"
[arms.knn]
value = "kNN"
description = "with the authors' explanation kNN"
[arms.emd-nn]
value = "EMD-NN"
description = "with the authors' explanation EMD-NN"
[arms.emd-corr]
value = "EMD-Corr"
description = "with the authors' explanation EMD-Corr"
[arms.chm-nn]
value = "CHM-NN"
description = "with the authors' explanation CHM-NN"
[arms.chm-corr]
value = "CHM-Corr"
description = "with the authors' explanation CHM-Corr"

# No column says who accepted: in one stage an answer is right where right advice is accepted or wrong advice refused.
[[block]]
name = "test"
task = "advise"
question = "decision"
n_options = 2

[[exclusion]]
name = "at-chance"
rule = "accuracy_at_most"
share = 0.5

[[hypothesis]]
name = "correspondence-helps"
block = "test"
contrast = "chm-corr - resnet-50"
""",
)

BUTTERFLIES = Published(
    PurePosixPath("human/macaodha2018/butterflies_crop.csv"),
    PurePosixPath("human/macaodha2018/reference.json"),
    """
[study]
name = "butterflies"
title = "Learn five kinds of butterflies"

[columns]
participant = "participant"
item = "item"
arm = "condition"
block = "phase"
position = "trial"
label = "gt_label"
response = "response"
correct = "correct"
rt = "rt_s"

[units]
rt = "s"

[arms.rand-im]
value = "RAND_IM"
description = "taught by RAND_IM"
[arms.rand-exp]
value = "RAND_EXP"
description = "taught by RAND_EXP"
[arms.strict]
value = "STRICT"
description = "taught by STRICT"
[arms.explain]
value = "EXPLAIN"
description = "taught by EXPLAIN"

[[block]]
name = "train"
task = "classify"
question = "species"
n_options = 5

[[block]]
name = "test"
task = "classify"
question = "species"
n_options = 5

[[hypothesis]]
name = "explanations-teach"
block = "test"
contrast = "explain - rand-im"
""",
)
