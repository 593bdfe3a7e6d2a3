"""Reads stimuli.toml: which images, which classifier, which explanations, how they are drawn.  No torch here."""

import tomllib
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any, Literal, Self, TypeVar

from pydantic import BaseModel, ConfigDict, Field, ValidationError, model_validator

from stimuli.errors import StimuliError
from stimuli.gulls.corner_mark import Corner
from stimuli.gulls.picture import DEFAULT_DIFFICULTY
from stimuli.item_plan import ItemPlan
from stimuli.score_settings import ScoreSettings
from stimuli.style import PictureStyle, overridden
from stimuli.toml import fault_lines, nearest

GULLS = "gulls"


class Checked(BaseModel):
    """A frozen value that refuses unknown keys."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Keep(Checked):
    """[images.keep]: which images stay, by what the classifier says of them; the first of each class, in order."""

    right: int | None = Field(default=None, ge=0, description="of each class, named rightly; absent: all")
    wrong: int | None = Field(default=None, ge=0, description="of each class, named wrongly; absent: all")
    taken_for: Literal["any", "classes"] = Field(
        default="any", description="classes: of those named wrongly only those taken for another class of the set"
    )

    @model_validator(mode="after")
    def _keeps_some(self) -> Self:
        if self.right == self.wrong == 0:
            raise ValueError("right and wrong: both are 0, so that no image is kept")
        return self

    @property
    def least(self) -> int:
        """How many images of a class there must be."""
        return (self.right or 0) + (self.wrong or 0)

    @property
    def most(self) -> int | None:
        """How many of a class are kept at most; None: as many as there are."""
        return None if self.right is None or self.wrong is None else self.right + self.wrong


class CornerMark(Checked):
    """[images] corner_mark: a stamp in a corner of pictures, which goes with some species and is no mark of theirs."""

    on: tuple[str, ...] = Field(min_length=1, description="the species whose pictures have it")
    swapped_per_class: int = Field(
        default=0, ge=0, description="of every species, how many do the opposite: the first ones"
    )
    corner: Corner = Field(default="bottom-left", description="the same in all pictures")


class GullImages(Checked):
    """[images] of rendered gulls."""

    source: Literal["gulls"]
    species: tuple[str, ...] | None = Field(default=None, min_length=2, description="absent: all eight")
    per_class: int = Field(gt=0)
    seed: int = Field(default=0, ge=0)
    difficulty: float = Field(default=DEFAULT_DIFFICULTY, ge=0, le=1)
    size_px: int = Field(default=448, ge=64)
    only_determined: bool = Field(default=True, description="only birds whose visible marks leave one species")
    corner_mark: CornerMark | None = Field(default=None, description="absent: none")
    keep: Keep | None = Field(default=None, description="absent: all")


class Columns(Checked):
    """What the columns of labels.csv are called."""

    file: str = "file"
    label: str = "label"
    split: str | None = None


class FolderImages(Checked):
    """[images] of a researcher's own: a folder with one sub-folder per class, or with a table of labels."""

    source: str = Field(min_length=1, description="the folder: relative to the recipe's, absolute, or from a $VARIABLE")
    labels: str | None = Field(default=None, description="a CSV file in it; absent: one sub-folder per class")
    columns: Columns = Columns()
    rename: Mapping[str, str] = Field(default={}, description="label in the folder or table → class of the classifier")
    only: tuple[str, ...] | None = Field(default=None, min_length=2, description="these classes; absent: all")
    only_split: str | None = None
    per_class: int | None = Field(default=None, gt=0, description="absent: all")
    seed: int = Field(default=0, ge=0, description="decides which images, where there are more than per_class")
    size_px: int = Field(default=448, ge=32, description="longer side as shown; smaller pictures are not enlarged")
    keep: Keep | None = Field(default=None, description="absent: all")


class ClassifierChoice(Checked):
    """[classifier]."""

    source: str = Field(description="gulls, a torchvision name, or a classifier.toml")


class ExplanationPlan(Checked):
    """[[explanation]]: one explanation of every image."""

    name: str = Field(pattern=r"^[a-z][a-z0-9_-]*$", max_length=40)
    method: str
    of: Literal["label", "predicted"] = Field(default="label", description="the class that is explained")
    score: Literal["logit", "probability"] | None = Field(default=None, description="absent: what its method explains")
    parameters: Mapping[str, Any] = {}
    picture: PictureStyle | None = Field(
        default=None, description="[picture] with what its own table says otherwise; absent: [picture]"
    )


class ClassPages(Checked):
    """[class_pages]: for every explanation and class, a page of examples with their explanations, to learn from.

    The examples are taken from [fit], so that no image of the study is given away.
    """

    images: int = Field(
        default=4, ge=1, le=8, description="of each concept; of an explanation without concepts, in all"
    )


class Recipe(Checked):
    """The whole of stimuli.toml.  fit: the images that methods which learn learn from; absent: those of the study."""

    images: GullImages | FolderImages
    classifier: ClassifierChoice
    explanation: tuple[ExplanationPlan, ...]
    fit: GullImages | FolderImages | None = None
    class_pages: ClassPages | None = None
    items: ItemPlan | None = None
    picture: PictureStyle = PictureStyle()
    scores: ScoreSettings = ScoreSettings()


@dataclass
class Draft:
    """A recipe as far as it could be read: its sound tables, and what is wrong with the others."""

    path: Path
    faults: list[str] = field(default_factory=list)
    images: GullImages | FolderImages | None = None
    classifier: ClassifierChoice | None = None
    explanation: list[ExplanationPlan] = field(default_factory=list)
    fit: GullImages | FolderImages | None = None
    class_pages: ClassPages | None = None
    items: ItemPlan | None = None
    picture: PictureStyle | None = None
    scores: ScoreSettings | None = None

    def recipe(self) -> Recipe:
        """The whole recipe; StimuliError naming all faults where there are any."""
        if self.images is None or self.classifier is None or self.picture is None or self.scores is None or self.faults:
            raise StimuliError.of(self.faults)
        return Recipe(
            images=self.images,
            classifier=self.classifier,
            explanation=tuple(self.explanation),
            fit=self.fit,
            class_pages=self.class_pages,
            items=self.items,
            picture=self.picture,
            scores=self.scores,
        )


M = TypeVar("M", bound=BaseModel)


def read_draft(path: Path) -> Draft:
    """What can be read of a stimuli.toml, table by table, so that the faults of all tables are known at once."""
    draft = Draft(path)
    try:
        content = tomllib.loads(path.read_text(encoding="utf-8"))
    except OSError as fault:
        raise StimuliError(f"{path}: cannot be read: {fault.strerror}") from None
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as fault:
        raise StimuliError(f"{path}: not TOML: {fault}") from None
    draft.faults += [f"{path}: {key}: no such table; {nearest(key, Recipe.model_fields)}" for key in _strange(content)]
    draft.images = _images(draft, "images", content.get("images"))
    draft.fit = _images(draft, "fit", content["fit"]) if "fit" in content else None
    if draft.fit and draft.fit.keep:
        draft.faults.append(f"{path}: fit.keep: methods learn from all images of [fit]; only [images] may have it")
    if "class_pages" in content:
        draft.class_pages = _table(draft, "class_pages", content["class_pages"], ClassPages)
        if draft.fit is None:
            draft.faults.append(f"{path}: class_pages: wants a [fit] table, whose images are shown on the pages")
    draft.items = _table(draft, "items", content["items"], ItemPlan) if "items" in content else None
    draft.classifier = _table(draft, "classifier", content.get("classifier"), ClassifierChoice)
    draft.picture = _table(draft, "picture", content.get("picture", {}), PictureStyle)
    draft.scores = _table(draft, "scores", content.get("scores", {}), ScoreSettings)
    draft.explanation = _explanations(draft, content.get("explanation"))
    return draft


def read_recipe(path: Path) -> Recipe:
    """The checked content of a stimuli.toml; StimuliError naming all faults."""
    return read_draft(path).recipe()


def _strange(content: Mapping[str, object]) -> list[str]:
    return [key for key in content if key not in Recipe.model_fields]


def _images(draft: Draft, key: str, given: object) -> GullImages | FolderImages | None:
    rendered = isinstance(given, Mapping) and given.get("source") == GULLS
    return _table(draft, key, given, GullImages) if rendered else _table(draft, key, given, FolderImages)


def _explanations(draft: Draft, given: object) -> list[ExplanationPlan]:
    if not isinstance(given, Sequence) or isinstance(given, str) or not given:
        draft.faults.append(f"{draft.path}: explanation: missing; give at least one [[explanation]] table")
        return []
    read = [_explanation(draft, f"explanation[{n}]", table) for n, table in enumerate(given)]
    plans = [plan for plan in read if plan is not None]
    names = [plan.name for plan in plans]
    twice = sorted({name for name in names if names.count(name) > 1})
    draft.faults += [f"{draft.path}: explanation: the name {name!r} is given twice" for name in twice]
    return plans


def _explanation(draft: Draft, key: str, given: object) -> ExplanationPlan | None:
    """One [[explanation]], whose own [explanation.picture] is laid over [picture]."""
    if not isinstance(given, Mapping) or "picture" not in given:
        return _table(draft, key, given, ExplanationPlan)
    own = _table(draft, f"{key}.picture", given["picture"], PictureStyle)
    plan = _table(draft, key, {name: value for name, value in given.items() if name != "picture"}, ExplanationPlan)
    if plan is None or own is None:
        return plan
    return plan.model_copy(update={"picture": overridden(draft.picture or PictureStyle(), own)})


def _said(given: object) -> str:
    return "a list of tables" if isinstance(given, Sequence) and not isinstance(given, str) else repr(given)


def _table(draft: Draft, key: str, given: object, model: type[M]) -> M | None:
    if given is None:
        draft.faults.append(f"{draft.path}: {key}: missing; give a [{key}] table")
        return None
    if not isinstance(given, Mapping):
        draft.faults.append(f"{draft.path}: {key}: wants one table, not {_said(given)}")
        return None
    try:
        return model.model_validate(given)
    except ValidationError as fault:
        draft.faults += fault_lines(fault, draft.path, model, key)
        return None
