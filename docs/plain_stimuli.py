"""Stimuli for pictures of pages: what was built, and for a study without any a plain set made in seconds."""

from pathlib import Path

from stimuli import manifest
from study_app.study_folder import read
from tests.graph_pictures import attention_graph, give_graphs
from tests.study_app.small_sets import write_fitting_set

SHIPPED = Path(__file__).parents[1] / "study_app" / "studies"
GRAPHS = "sag"  # how explanations that are graphs are called in the shipped studies


def gathered(folder: Path, studies: tuple[str, ...], built: Path) -> list[str]:
    """Puts a set for each study into the folder; the names of those that are plain."""
    folder.mkdir(parents=True)
    plain = [name for name in studies if not (built / name / manifest.MANIFEST_FILE).is_file()]
    for name in studies:
        if name in plain:
            write_plain_set(folder / name, name)
        else:
            (folder / name).symlink_to((built / name).absolute())
    return plain


def write_plain_set(folder: Path, name: str) -> None:
    """A set of coloured shapes with all that the study of that name asks of its own."""
    study = read(SHIPPED / name).study
    made = write_fitting_set(folder, study)
    for explanation in made.explanation_names:
        if explanation.startswith(GRAPHS):
            made = give_graphs(folder, made, explanation, attention_graph(folder))
