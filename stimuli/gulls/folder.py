"""Folders of rendered gulls: pictures by species, masks, attributes; resumable, never torn."""

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

from tqdm import tqdm

from stimuli.errors import StimuliError
from stimuli.gulls.corner_mark import CORNER_MARK
from stimuli.gulls.files import LICENCE, MASK_CODES, SUFFIXES, mask_bytes, picture_bytes, write_atomically
from stimuli.gulls.marks import RENDERER_VERSION, SPECIES, species_named
from stimuli.gulls.picture import DEFAULT_DIFFICULTY, render
from stimuli.gulls.planting import Planted, Planting, planting
from stimuli.gulls.streams import child_seed

IMAGES = "images"


@dataclass(frozen=True)
class FolderPlan:
    """What a folder holds; two different plans never share a folder."""

    species: tuple[str, ...]
    seed: int
    difficulty: float
    size_px: int
    suffix: str
    masks: bool
    paired: bool
    corner_mark: Planting | None = None
    renderer_version: int = RENDERER_VERSION


@dataclass(frozen=True)
class PlannedPicture:
    """One picture to be rendered, and its file name without suffix.  planted: None in a set without corner marks."""

    species: str
    seed: int
    name: str
    planted: Planted | None = None


def write_folder(
    species: Sequence[str],
    n: int,
    seed: int,
    difficulty: float = DEFAULT_DIFFICULTY,
    out: Path | str = "gulls",
    *,
    size_px: int = 448,
    suffix: str = ".png",
    masks: bool = True,
    paired: bool = False,
    corner_mark: Planting | None = None,
    progress: bool = True,
) -> list[Path]:
    """Render n pictures of each species into OUT/images/<Species>/ and give the pictures' paths.

    OUT/images is a folder of classes, as `gullseye train` and a recipe want it.

    suffix: '.png', '.webp' or '.jpg'.  paired: the same seeds, so the same birds, for every species.
    corner_mark: which pictures get a stamp in a corner; None: none.
    What is there already is not rendered again; a larger n adds to a folder.
    """
    if n < 1:
        raise StimuliError(f"n: {n} pictures per species; take 1 or more")
    names = _species(species)
    marked = planting(corner_mark, names, n) if corner_mark else None
    plan = FolderPlan(names, seed, difficulty, size_px, _suffix(suffix), masks, paired, marked)
    folder = Path(out)
    _claim(folder, plan)
    paths = []
    pictures = list(planned(plan, n))
    for picture in tqdm(pictures, desc="gulls", unit="picture", disable=not progress):
        paths.append(_ensure(folder, plan, picture))
    _write_attributes(folder, pictures)
    return paths


def planned(plan: FolderPlan, n: int) -> Iterator[PlannedPicture]:
    """The pictures of a folder, in the order in which they are rendered: the first of all species, the second, ..."""
    for index in range(n):
        for species in plan.species:
            who = "paired" if plan.paired else str(SPECIES.index(species))
            seed = child_seed(plan.seed, who, index)
            planted = plan.corner_mark.of(species, index) if plan.corner_mark else None
            yield PlannedPicture(species, seed, f"{slug(species)}_{index:05d}", planted)


def slug(species: str) -> str:
    """The species' name as part of a file name: 'heermanns', 'ring_billed'."""
    return species.lower().replace("'", "").replace("-", "_")


def _ensure(folder: Path, plan: FolderPlan, planned_picture: PlannedPicture) -> Path:
    species, name = planned_picture.species, planned_picture.name
    path = folder / IMAGES / species / f"{name}{plan.suffix}"
    facts = folder / "attributes" / f"{name}.json"
    if path.exists() and facts.exists():
        return path
    planted = planned_picture.planted
    picture = render(
        species,
        planned_picture.seed,
        difficulty=plan.difficulty,
        size_px=plan.size_px,
        corner_mark=planted.corner if planted else None,
    )
    if plan.masks:
        write_atomically(folder / "masks" / species / f"{name}.png", mask_bytes(picture))
    file = path.relative_to(folder).as_posix()
    write_atomically(path, picture_bytes(picture.image, plan.suffix))
    told = {"file": file, **picture.attributes.to_json(), **(planted.to_json() if planted else {})}
    write_atomically(facts, json.dumps(told).encode())
    return path


def _claim(folder: Path, plan: FolderPlan) -> None:
    """Write the plan into the folder, or refuse a folder that was made with another one."""
    path, wanted = folder / "gulls.json", _plan_json(plan)
    if path.exists():
        try:
            found = json.loads(path.read_text(encoding="utf-8"))["plan"]
        except (ValueError, KeyError, TypeError) as fault:
            raise StimuliError(f"{path}: not readable ({fault}); delete the file or choose another folder") from fault
        _refuse_other_plan(folder, found, wanted)
        return
    if folder.exists() and (not folder.is_dir() or any(folder.iterdir())):
        raise StimuliError(
            f"{folder}: exists and was not made by 'gullseye gulls render'; choose an empty or a new folder"
        )
    drawn = {part: code for part, code in MASK_CODES.items() if plan.corner_mark or part != CORNER_MARK}
    legend = {"0": "not the bird", **{str(code): part for part, code in drawn.items()}}
    content = {"plan": wanted, "mask_legend": legend, "licence": LICENCE}
    write_atomically(path, json.dumps(content, indent=2).encode())


def _refuse_other_plan(folder: Path, found: object, wanted: dict[str, object]) -> None:
    if found == wanted:
        return
    before = found if isinstance(found, dict) else {}
    pairs = {
        key: (before.get(key), wanted.get(key)) for key in (*wanted, *(key for key in before if key not in wanted))
    }
    faults = [f"{key} {old!r}, now {new!r}" for key, (old, new) in pairs.items() if old != new]
    raise StimuliError(f"{folder}: was rendered with {'; '.join(faults)}; choose another folder or the same settings")


def _plan_json(plan: FolderPlan) -> dict[str, object]:
    plain: dict[str, object] = {**asdict(plan), "species": list(plan.species)}
    del plain["corner_mark"]  # a folder without marks says nothing of them
    return plain | ({CORNER_MARK: plan.corner_mark.to_json()} if plan.corner_mark else {})


def _write_attributes(folder: Path, pictures: Sequence[PlannedPicture]) -> None:
    lines = [(folder / "attributes" / f"{picture.name}.json").read_text(encoding="utf-8") for picture in pictures]
    write_atomically(folder / "attributes.jsonl", ("\n".join(lines) + "\n").encode())


def _species(names: Sequence[str]) -> tuple[str, ...]:
    if not names or "all" in [name.lower() for name in names]:
        return SPECIES
    return tuple(dict.fromkeys(species_named(name) for name in names))


def _suffix(suffix: str) -> str:
    dotted = "." + suffix.lower().lstrip(".").replace("jpeg", "jpg")
    if dotted not in SUFFIXES:
        raise StimuliError(f"suffix: no picture format '{suffix}'; known: {', '.join(SUFFIXES)}")
    return dotted
