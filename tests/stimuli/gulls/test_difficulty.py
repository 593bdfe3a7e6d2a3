"""Difficulty makes marks subtler and scenes harder, monotonically."""

import numpy as np

from stimuli.gulls.appearance import appearance
from stimuli.gulls.marks import SPECIES, marks_of
from stimuli.gulls.picture import render
from stimuli.gulls.scene import scene

STEPS = (0.0, 0.35, 0.7, 1.0)


def test_the_bill_mark_shrinks() -> None:
    areas = [
        np.mean(
            [render("Ring-billed", seed, difficulty=step, size_px=160).masks["bill_mark"].sum() for seed in range(8)]
        )
        for step in STEPS
    ]
    assert areas == sorted(areas, reverse=True)
    assert areas[0] > 3 * areas[-1]


def test_the_mantles_of_two_dark_gulls_draw_nearer() -> None:
    apart = []
    for step in STEPS:
        slaty, western = (
            appearance(marks_of(name, {}), 3, step).colours["mantle"] for name in ("Slaty-backed", "Western")
        )
        apart.append(abs(sum(slaty) - sum(western)))
    assert apart == sorted(apart, reverse=True)


def test_bird_and_camera_get_worse() -> None:
    scenes = [scene(4, step) for step in STEPS]
    fills = [view.fill for view in scenes]
    assert fills == sorted(fills, reverse=True)
    for values in ([v.camera.noise for v in scenes], [v.camera.blur for v in scenes], [v.reach for v in scenes]):
        assert values == sorted(values)


def test_occluders_become_frequent() -> None:
    shares = [np.mean([scene(seed, step).occluded for seed in range(300)]) for step in STEPS]
    assert shares[0] == 0
    assert shares == sorted(shares)
    assert shares[-1] > 0.75


def test_the_scene_stays_the_same_but_for_its_hardness() -> None:
    easy, hard = scene(11, 0), scene(11, 1)
    assert (easy.pose, easy.facing, easy.background, easy.weather) == (
        hard.pose,
        hard.facing,
        hard.background,
        hard.weather,
    )


def test_the_individual_is_the_same_whatever_the_species() -> None:
    looks = [appearance(marks_of(name, {}), 21, 0.5) for name in SPECIES]
    assert (
        len({(look.extent, look.bill, look.head, look.eye, look.legs, look.wear, look.moulting) for look in looks}) == 1
    )
