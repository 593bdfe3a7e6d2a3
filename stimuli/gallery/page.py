"""The page itself: written beside the manifest, or with copies of its pictures into a folder of its own."""

import shutil
from pathlib import Path

from stimuli import manifest
from stimuli.errors import StimuliError
from stimuli.gallery.cards import card, picture
from stimuli.gallery.filters import filters
from stimuli.gallery.placebo_words import owners
from stimuli.gallery.summary import summary, values
from stimuli.manifest import ASSET_FOLDER, Asset, StimulusSet
from stimuli.pages.markup import Html, joined, tag
from stimuli.pages.template import filled

PAGE_FILE = "gallery.html"
MOST_NAMED = 5


def write_gallery(folder: Path, out: Path | None = None) -> Path:
    """Writes the gallery of the set in a stimuli folder; the page's path.

    out: absent, the page lies beside the manifest and shows its pictures; else it and copies of its pictures lie there.
    StimuliError where there is no set, or where pictures of it are missing.
    """
    stimuli = manifest.read(folder)
    lost = [path for asset in stimuli.assets() if not (path := _path(asset, folder)).is_file()]
    if lost:
        more = f" and {len(lost) - MOST_NAMED} more" if len(lost) > MOST_NAMED else ""
        names = ", ".join(path.name for path in lost[:MOST_NAMED])
        raise StimuliError(f"{folder / ASSET_FOLDER}: missing: {names}{more}; run `gullseye build` again")
    page = (out or folder) / PAGE_FILE
    try:
        if out is not None and out.resolve() != folder.resolve():
            _copy(stimuli, folder, out)
        draft = page.with_suffix(".html.part")
        draft.write_text(html(stimuli, folder.resolve().name), encoding="utf-8")
        draft.replace(page)
    except OSError as fault:
        raise StimuliError(f"{page.parent}: cannot be written: {fault.strerror}") from None
    return page


def _path(asset: Asset, folder: Path) -> Path:
    return folder / ASSET_FOLDER / asset.file_name


def _copy(stimuli: StimulusSet, folder: Path, out: Path) -> None:
    (out / ASSET_FOLDER).mkdir(parents=True, exist_ok=True)
    for asset in stimuli.assets():
        shutil.copyfile(_path(asset, folder), _path(asset, out))


def html(stimuli: StimulusSet, study: str) -> str:
    """The whole page as text, headed by the study's name; it needs the set's pictures beside it and nothing else."""
    found, known = values(stimuli), owners(stimuli)
    n_right = sum(stimulus.classifier_correct for stimulus in stimuli.stimuli)
    classifier = f"{stimuli.classifier.name} ({stimuli.classifier.architecture})"
    return filled(
        "stimuli.gallery",
        title=joined(f"{study}: gallery of the stimuli"),
        study=joined(study),
        lead=joined(
            f"{len(stimuli.stimuli)} images, {len(stimuli.explanation_names)} explanations of each. "
            f"The classifier {classifier} is right about {n_right} of {len(stimuli.stimuli)}."
        ),
        set_id=joined(stimuli.set_id),
        shown=str(len(stimuli.explanation_names)),
        legends=_legends(stimuli),
        summary=summary(found),
        filters=filters(stimuli, found),
        cards=joined(*(card(stimulus, known) for stimulus in stimuli.stimuli)),
    )


def _legends(stimuli: StimulusSet) -> Html:
    """The keys to the colours, each once, with the explanations that share it."""
    shared: dict[str, list[str]] = {}
    for name, asset in stimuli.legend.items():
        shared.setdefault(asset.sha256, []).append(name)
    assets = {asset.sha256: asset for asset in stimuli.legend.values()}
    drawn = [tag("figure", picture(assets[key]), tag("figcaption", ", ".join(names))) for key, names in shared.items()]
    return tag("div", *drawn, class_="legends") if drawn else Html("")
