"""A small attention graph of nine nodes with real tiles, each of a colour of its own; and stimuli explained by it."""

from hashlib import sha256
from io import BytesIO
from pathlib import Path

from PIL import Image, ImageDraw

from stimuli import manifest
from stimuli.manifest import Asset, AttentionGraph, Explanation, GraphEdge, GraphNode, StimulusSet

TILE_PX = 60
COLUMNS = 4
CELLS = 3
ALT = "The parts of the picture that are enough for the classifier, from large to small"

# Two roots share the child 4; that has two children.  Patches, row, centre, share.
NODES = (
    ((0, 1, 2), 0, 1.8, 0.97),
    ((1, 2, 3), 0, 4.4, 0.9312),
    ((0, 1), 1, 0.5, 0.62),
    ((0, 2), 1, 1.8, 0.41),
    ((1, 2), 1, 3.1, 0.7599),
    ((1, 3), 1, 4.4, 0.29),
    ((2, 3), 1, 5.7, 1.02),
    ((1,), 2, 2.45, 0.33),
    ((2,), 2, 3.75, 0.08),
)
EDGES = ((0, 2, 2), (0, 3, 1), (0, 4, 0), (1, 4, 3), (1, 5, 2), (1, 6, 1), (4, 7, 2), (4, 8, 1))
COLOURS = (
    (200, 40, 40),
    (40, 160, 60),
    (50, 70, 200),
    (220, 180, 30),
    (150, 60, 170),
    (30, 170, 180),
    (230, 120, 40),
    (120, 90, 60),
    (90, 110, 130),
)


def attention_graph(folder: Path, *, numbers: bool = True, links: bool = True) -> AttentionGraph:
    """The graph; its sheet of tiles lies in folder/assets."""
    return AttentionGraph(
        cells=CELLS,
        n_roots=2,
        nodes=tuple(GraphNode(patches=p, row=row, centre=centre, share=share) for p, row, centre, share in NODES),
        edges=tuple(GraphEdge(parent=parent, child=child, removed=removed) for parent, child, removed in EDGES),
        width=6.2,
        tiles=write_sheet(folder),
        columns=COLUMNS,
        tile_px=TILE_PX,
        numbers=numbers,
        links=links,
        alt=ALT,
    )


def write_sheet(folder: Path) -> Asset:
    """Nine tiles, each of one colour."""
    rows = -(-len(COLOURS) // COLUMNS)
    sheet = Image.new("RGB", (COLUMNS * TILE_PX, rows * TILE_PX), "white")
    draw = ImageDraw.Draw(sheet)
    for n, colour in enumerate(COLOURS):
        left, top = n % COLUMNS * TILE_PX, n // COLUMNS * TILE_PX
        draw.rectangle((left, top, left + TILE_PX - 1, top + TILE_PX - 1), fill=colour)
    buffer = BytesIO()
    sheet.save(buffer, "PNG")
    content = buffer.getvalue()
    name = sha256(content).hexdigest()
    assets = folder / manifest.ASSET_FOLDER
    assets.mkdir(parents=True, exist_ok=True)
    (assets / f"{name}.png").write_bytes(content)
    return Asset(
        sha256=name,
        suffix=".png",
        media_type="image/png",
        width_px=sheet.width,
        height_px=sheet.height,
        size_bytes=len(content),
        alt="",
    )


def give_graphs(folder: Path, made: StimulusSet, name: str, graph: AttentionGraph) -> StimulusSet:
    """The set again, written anew, every explanation of that name with that graph."""

    def walked(one: Explanation) -> Explanation:
        return one.model_copy(update={"graph": graph}) if one.name == name else one

    stimuli = tuple(
        one.model_copy(update={"explanations": tuple(walked(each) for each in one.explanations)})
        for one in made.stimuli
    )
    changed = made.model_copy(update={"stimuli": stimuli})
    manifest.write(changed, folder)
    return changed
