"""The whole background of a scene: sky, far strip and ground, as the pose needs them."""

from stimuli.gulls.brush import Brush
from stimuli.gulls.canvas import Canvas
from stimuli.gulls.scene import Scene
from stimuli.gulls.streams import stream
from stimuli.gulls.surroundings import beach, grass, roof, sea
from stimuli.gulls.surroundings.sky import sky

FAR = {"beach": beach.far, "sea": sea.far, "grass": grass.far, "roof": roof.far}
GROUND = {"beach": beach.ground, "sea": sea.ground, "grass": grass.ground, "roof": roof.ground}


def draw_place(canvas: Canvas, view: Scene, foot: tuple[float, float], seed: int) -> None:
    """Fill the canvas with the place; foot: where a standing bird stands, in pixels."""
    size = canvas.size_px
    horizon = round(_horizon(view, foot[1] / size) * size)
    canvas.rgb[: horizon + size // 10] = sky(view.weather, stream(seed, "sky"), size, horizon + size // 10)[:size]
    FAR[view.background](canvas.rgb, horizon, view.weather, stream(seed, "far"))
    ground = sea.ground if view.pose == "swimming" else GROUND[view.background]
    if horizon < size:
        ground(canvas.rgb, horizon, view.weather, stream(seed, "ground"))


def draw_support(brush: Brush, view: Scene, foot: tuple[float, float], seed: int) -> None:
    """What a standing bird stands on where the ground does not carry it: a rock in the sea."""
    if view.background == "sea":
        sea.rock(brush.canvas, foot, view.light, stream(seed, "rock"))


def _horizon(view: Scene, foot: float) -> float:
    if view.pose == "flying":
        return 0.80 + 0.5 * view.horizon
    if view.background == "roof" and view.pose == "standing":
        return foot - 0.012
    return view.horizon
