"""What an explanation says, in words: of which class, or, where it is a placebo, what it is instead."""

from collections.abc import Mapping, Sequence

from stimuli.manifest import Explanation, StimulusSet

Owners = Mapping[tuple[str, str], Sequence[str]]  # explanation's name and hash of its numbers → the images that have it


def owners(stimuli: StimulusSet) -> Owners:
    """Whose every map is.  A map that was dealt out keeps its numbers, so their hash finds the picture it is of."""
    found: dict[tuple[str, str], list[str]] = {}
    for stimulus in stimuli.stimuli:
        for one in stimulus.explanations:
            found.setdefault((one.name, one.array_sha256), []).append(stimulus.image)
    return found


def says(one: Explanation, known: Owners) -> str:
    """One line under the explanation's name."""
    of = str(one.parameters.get("of", ""))
    match one.method:
        case "random_map":
            return f"placebo: the values of {of} at places that are chance"
        case "random_graph":
            return f"placebo: {of} with its squares at places that are chance, and its numbers"
        case "other_image":
            return f"placebo: {of} of {_whose(known.get((of, one.array_sha256), ()))}"
        case "centre_prior":
            return "placebo: the middle of the picture"
        case "edges":
            return "placebo: the picture's own edges"
        case "shuffled_weights":
            return f"placebo: {of} of a network whose weights were changed, for {one.target}"
    return f"explains {one.target}"


def _whose(images: Sequence[str]) -> str:
    """Two images with the same numbers, such as flat maps, leave it open."""
    return f"another picture, {images[0]}" if len(images) == 1 else "another picture"
