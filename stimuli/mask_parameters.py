"""The options that methods by optimised masks share."""

from typing import ClassVar

from pydantic import Field

from stimuli.authors.pair import AuthorsSettings
from stimuli.baselines import BaselineName
from stimuli.compat_parameters import CompatParameters
from stimuli.mask_optimiser import Descent
from stimuli.precision import Precision

PRESSURE = "of penalties, as a share of the steepest slope of the score; absent: no limit; not in compat"


class MaskParameters(CompatParameters):
    """Options of methods that optimise masks."""

    only_ours: ClassVar[frozenset[str]] = frozenset(
        {"momentum", "line_search", "most_pressure", "patience", "tolerance", "precision"}
    )

    cells: int = Field(default=28, ge=2, le=512, description="s, of the mask across and down: 7, 14, 28, 56, 112, 224")
    baseline: BaselineName = Field(default="auto", description="what is seen where hidden; compat: blur")
    iterations: int = Field(default=20, ge=1, description="at most; compat: 15 (igos), 20 (igos_pp)")
    path_images: int = Field(default=5, ge=1, description="S, of each integrated gradient; compat: 20, 15")
    area: float = Field(default=3.0, ge=0, description="weight l1 of the mask's size; compat: 1")
    roughness: float = Field(default=50.0, ge=0, description="weight l2 of the mask's roughness; compat: 20")
    step: float = Field(default=0.1, gt=0, description="of the fastest cell; compat: first factor of the gradient")
    momentum: float = Field(default=0.9, ge=0, lt=1, description="share of the direction that is kept; not in compat")
    most_pressure: float | None = Field(default=None, gt=0, description=PRESSURE)
    line_search: int = Field(default=0, ge=0, le=20, description="halvings of a step that raises the objective")
    patience: int = Field(default=15, ge=1, description="iterations without progress before an image is done")
    tolerance: float = Field(default=0.01, description="what counts as progress, as a share of the picture's score")
    noise: float = Field(default=0.0, ge=0, description="standard deviation, on the path's images; compat: 0.2")
    seed: int = Field(default=0, ge=0)
    precision: Precision = Field(default="float32", description="bfloat16: faster on new processors; not in compat")

    @property
    def descent(self) -> Descent:
        """How the clean mode finds its masks."""
        return Descent(
            side=self.cells,
            iterations=self.iterations,
            path_images=self.path_images,
            step=self.step,
            momentum=self.momentum,
            most_pressure=self.most_pressure,
            tries=self.line_search,
            patience=self.patience,
            tolerance=self.tolerance,
            noise=self.noise,
            seed=self.seed,
            precision=self.precision,
        )

    def authors_settings(self, *, single: bool = False) -> AuthorsSettings:
        """What the authors' programs are told."""
        return AuthorsSettings(
            cells=self.cells,
            iterations=self.iterations,
            path_images=self.path_images,
            area=self.area,
            roughness=self.roughness,
            step=self.step,
            noise=self.noise,
            seed=self.seed,
            single=single,
        )
