"""Everything about a picture that is not a field mark: pose, place, light, weather, camera; drawn from the seed."""

from dataclasses import dataclass
from typing import Literal

from stimuli.gulls.light import Light
from stimuli.gulls.marks import Colour
from stimuli.gulls.streams import between, blend, stream

Pose = Literal["standing", "swimming", "flying"]
Facing = Literal["left", "right"]
Background = Literal["beach", "sea", "grass", "roof"]
Weather = Literal["sun", "overcast", "fog", "rain"]

POSES: tuple[Pose, ...] = ("standing", "swimming", "flying")
BACKGROUNDS: tuple[Background, ...] = ("beach", "sea", "grass", "roof")
WEATHERS: tuple[Weather, ...] = ("sun", "overcast", "fog", "rain")

CONTRAST = {"sun": 0.95, "overcast": 0.55, "fog": 0.42, "rain": 0.48}
SHADOW: dict[str, Colour] = {
    "sun": (0.66, 0.71, 0.82),
    "overcast": (0.72, 0.75, 0.80),
    "fog": (0.78, 0.80, 0.83),
    "rain": (0.70, 0.74, 0.80),
}


@dataclass(frozen=True)
class Camera:
    """Grading, blur (standard deviation, share of the picture's side) and noise (standard deviation, of 1)."""

    tint: Colour
    exposure: float
    blur: float
    noise: float
    haze: float
    haze_colour: Colour


@dataclass(frozen=True)
class Scene:
    """One picture without the field marks.

    fill: share of the frame the bird takes; place: (x, y) in [-1, 1] within the free room; horizon: from the top.
    tilt, turn: degrees the body and the head are turned; occluder: whether one stands in front, and how far in.
    """

    pose: Pose
    facing: Facing
    background: Background
    weather: Weather
    light: Light
    camera: Camera
    fill: float
    place: tuple[float, float]
    horizon: float
    tilt: float
    turn: float
    occluded: bool
    reach: float


def scene(seed: int, difficulty: float) -> Scene:
    """The scene with this seed; the draws never depend on the species or its marks."""
    rng = stream(seed, "scene")
    pose = POSES[int(rng.choice(3, p=(0.46, 0.27, 0.27)))]
    facing: Facing = "left" if rng.random() < 0.5 else "right"
    background = BACKGROUNDS[int(rng.integers(4))]
    weather = WEATHERS[int(rng.choice(4, p=(0.46, 0.28, 0.13, 0.13)))]
    return Scene(
        pose=pose,
        facing=facing,
        background=background,
        weather=weather,
        light=_light(seed, weather, difficulty),
        camera=_camera(seed, weather, difficulty),
        fill=blend(0.93, 0.62, difficulty) * between(rng, 0.86, 1.0),
        place=(between(rng, -1, 1), between(rng, -1, 1)),
        horizon=between(rng, 0.16, 0.42),
        tilt=between(rng, -5, 5),
        turn=between(rng, -7, 6),
        occluded=rng.random() < blend(0.0, 0.85, difficulty),
        reach=between(rng, 0, 1) * blend(0.15, 1.0, difficulty),
    )


def _light(seed: int, weather: Weather, difficulty: float) -> Light:
    rng = stream(seed, "light")
    side = between(rng, -0.75, 0.75)
    contrast = CONTRAST[weather] * between(rng, 0.85, 1.0) * blend(0.8, 1.15, difficulty)
    return Light((side, -((1 - side * side) ** 0.5)), contrast, SHADOW[weather])


def _camera(seed: int, weather: Weather, difficulty: float) -> Camera:
    rng = stream(seed, "camera")
    warmth = between(rng, -1, 1) * blend(0.025, 0.07, difficulty) + (0.012 if weather == "sun" else -0.01)
    haze = {"fog": (0.10, 0.34), "rain": (0.04, 0.14)}.get(weather, (0.0, 0.0))
    return Camera(
        tint=(1 + warmth, 1.0, 1 - 1.2 * warmth),
        exposure=1 + between(rng, -1, 1) * blend(0.03, 0.14, difficulty),
        blur=blend(0.0, 0.0035, difficulty) * between(rng, 0.3, 1.0),
        noise=blend(0.004, 0.028, difficulty) * between(rng, 0.6, 1.0),
        haze=blend(*haze, difficulty) * between(rng, 0.8, 1.0),
        haze_colour=(0.80, 0.83, 0.86),
    )
