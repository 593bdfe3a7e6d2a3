"""Small true things for tests: a stimulus set with real pictures, made in milliseconds and without torch."""

from hashlib import sha256
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw

from stimuli import manifest
from stimuli.manifest import Asset, ClassifierFacts, Explanation, Item, Occluded, Side, Stimulus, StimulusSet

PLAIN_GULLS = Path(__file__).parent / "plain" / "gulls"  # a study of the plainest form: practise, test, rate
GULLS = ("California", "Herring", "Ring-billed", "Western")
SIZE_PX = 96
METHODS = {"placebo": "random_map", "xnn": "xnn"}
N_TILES = 3  # of every picture's explanation `xnn`


def write_asset(folder: Path, seed: str, alt: str = "Picture of a bird") -> Asset:
    """A small picture whose pixels depend on `seed`, stored under its hash in folder/assets."""
    digest = sha256(seed.encode()).digest()
    picture = Image.new("RGB", (SIZE_PX, SIZE_PX), (digest[0], digest[1], digest[2]))
    draw = ImageDraw.Draw(picture)
    draw.ellipse((10 + digest[3] % 30, 20, 60 + digest[4] % 30, 70), fill=(digest[5], digest[6], digest[7]))
    buffer = BytesIO()
    picture.save(buffer, "WEBP", lossless=True)
    content = buffer.getvalue()
    name = sha256(content).hexdigest()
    assets = folder / manifest.ASSET_FOLDER
    assets.mkdir(parents=True, exist_ok=True)
    (assets / f"{name}.webp").write_bytes(content)
    return Asset(
        sha256=name,
        suffix=".webp",
        media_type="image/webp",
        width_px=SIZE_PX,
        height_px=SIZE_PX,
        size_bytes=len(content),
        alt=alt,
    )


def _explanation(folder: Path, name: str, image: str, label: str) -> Explanation:
    return Explanation(
        name=name,
        method=METHODS.get(name, "grad_cam"),
        parameters={"seed": 7} if name == "placebo" else {},
        target=label,
        code_version="test",
        array_sha256=sha256(f"{name} {image}".encode()).hexdigest(),
        assets=_tiles(folder, f"{name} {image}", N_TILES) if name == "xnn" else (_map(folder, f"{name} {image}"),),
    )


def _map(folder: Path, seed: str) -> Asset:
    return write_asset(folder, seed, alt="The same picture with a map over it")


def _tiles(folder: Path, seed: str, n: int) -> tuple[Asset, ...]:
    """So many pictures with captions A +1.00, B +0.90, …"""
    captions = [f"{chr(ord('A') + k)} +{1 - k / 10:.2f}" for k in range(n)]
    return tuple(
        write_asset(folder, f"{seed} {said}", alt="A reason, lit").model_copy(update={"caption": said})
        for said in captions
    )


def _stimulus(folder: Path, label: str, number: int, names: tuple[str, ...]) -> Stimulus:
    image = f"{label}/{number:03d}"
    return Stimulus(
        image=image,
        source_sha256=sha256(image.encode()).hexdigest(),
        label=label,
        predicted=label,
        p_predicted=0.9,
        p_label=0.9,
        asset=write_asset(folder, image),
        explanations=tuple(_explanation(folder, name, image, label) for name in names),
    )


def _pages(folder: Path, explanation: str, classes: tuple[str, ...]) -> dict[str, Asset]:
    return {label: write_asset(folder, f"page {explanation} {label}", alt="Pictures of one bird") for label in classes}


def _items(stimuli: tuple[Stimulus, ...]) -> tuple[Item, ...]:
    """A comparison about every image; its versions are the pictures of two others, left and right are right in turn."""
    return tuple(_item(one, stimuli[n - 1].asset, stimuli[n - 2].asset, n) for n, one in enumerate(stimuli))


def _item(about: Stimulus, left: Asset, right: Asset, number: int) -> Item:
    correct: Side = "left" if number % 2 else "right"
    p = {"left": 0.9, "right": 0.1} if correct == "left" else {"left": 0.1, "right": 0.9}

    def version(side: Side, asset: Asset) -> Occluded:
        return Occluded(
            asset=asset, hidden=(number % 49,), hidden_area=0.02, p=p[side], share=p[side], keeps_class=side == correct
        )

    return Item(
        id=f"{about.image} item 0",
        image=about.image,
        target=about.label,
        cells=7,
        baseline="blur",
        p_full=0.9,
        left=version("left", left),
        right=version("right", right),
        correct=correct,
        gap=0.8,
        difficulty=0.2,
        n_hidden=1,
    )


def write_stimulus_set(
    folder: Path,
    classes: tuple[str, ...] = GULLS,
    per_class: int = 16,
    explanations: tuple[str, ...] = ("heatmap", "placebo", "xnn"),
) -> StimulusSet:
    """A stimulus set with real small pictures, written to `folder` as the builder writes it.

    The classifier is right about every image, and a comparison can be asked about each.  `xnn` is drawn as tiles.
    Images are named LABEL/000, LABEL/001, …
    """
    stimuli = tuple(_stimulus(folder, label, n, explanations) for label in classes for n in range(per_class))
    pages = {name: _pages(folder, name, classes) for name in ("", *explanations)}
    made = StimulusSet(
        set_id="0123456789abcdef",
        recipe={"made by": "tests.builders"},
        classifier=ClassifierFacts(
            name="test", architecture="none", weights_sha256="0" * 64, classes=classes, input_px=SIZE_PX
        ),
        classes=classes,
        explanation_names=explanations,
        legend={name: write_asset(folder, f"legend {name}", alt="Colours from low to high") for name in explanations},
        class_pages=pages,
        code_version="test",
        stimuli=stimuli,
        items=_items(stimuli),
    )
    manifest.write(made, folder)
    return made


def give_tiles(folder: Path, made: StimulusSet, name: str, n_tiles: int) -> StimulusSet:
    """The set again, written anew, every explanation of that name drawn as so many pictures with captions A +1.00, …"""

    def tiled(one: Explanation, image: str) -> Explanation:
        if one.name != name:
            return one
        return one.model_copy(update={"assets": _tiles(folder, f"{name} {image}", n_tiles)})

    stimuli = tuple(
        one.model_copy(update={"explanations": tuple(tiled(each, one.image) for each in one.explanations)})
        for one in made.stimuli
    )
    changed = made.model_copy(update={"stimuli": stimuli})
    manifest.write(changed, folder)
    return changed
