"""jsPsych's image-keyboard-response with given pictures, from the npm registry; nothing of it stays in the project."""

import json
import shutil
import subprocess
from collections.abc import Sequence
from pathlib import Path

PACKAGES = ("jspsych@8.3.0", "@jspsych/plugin-image-keyboard-response@2.2.0")
STIMULUS = "jspsych-image-keyboard-response-stimulus"
PAGE = """<!DOCTYPE html>
<html lang="en"><head><meta charset="utf-8"><title>jsPsych</title>
<link rel="stylesheet" href="node_modules/jspsych/css/jspsych.css">
<script src="node_modules/jspsych/dist/index.browser.js"></script>
<script src="node_modules/@jspsych/plugin-image-keyboard-response/dist/index.browser.js"></script>
</head><body></body>
<script>
const pictures = PICTURES;
const jsPsych = initJsPsych();
const trial = { type: jsPsychImageKeyboardResponse, choices: ["1"], stimulus_width: WIDTH, post_trial_gap: 250 };
jsPsych.pluginAPI.preloadImages(pictures, () => jsPsych.run(pictures.map((stimulus) => ({ ...trial, stimulus }))));
</script></html>
"""


def install(folder: Path) -> None:
    """Fetches the packages into that folder."""
    npm = shutil.which("npm")
    if npm is None:
        raise SystemExit("the comparison with jsPsych needs npm")
    options = ["--no-save", "--no-audit", "--no-fund", "--ignore-scripts"]
    subprocess.run([npm, "install", *options, *PACKAGES], cwd=folder, check=True, capture_output=True)


def write_page(folder: Path, pictures: Sequence[str], width_px: int) -> None:
    """Writes index.html: a trial for each picture, answered with the key 1."""
    page = PAGE.replace("PICTURES", json.dumps(pictures)).replace("WIDTH", str(width_px))
    (folder / "index.html").write_text(page, encoding="utf-8")
