"""How maps are scored, as a recipe's [scores] says it.  No torch here."""

from pydantic import BaseModel, ConfigDict, Field

from stimuli.baseline_names import BaselineName


class ScoreSettings(BaseModel):
    """[scores]: the same for every map of a set, so that their scores can be compared."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    baseline: BaselineName = Field(default="auto", description="what hidden places show; auto: the first that hides")
    side: int = Field(default=28, ge=2, le=224, description="cells across, to which every map is brought")
    steps: int = Field(default=50, ge=1, le=1000, description="of a curve; one cell each where there are fewer cells")
    seed: int = Field(default=0, ge=0, description="decides the order of cells of the same value")
