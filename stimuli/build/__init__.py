"""Recipe → pictures, predictions, explanations, drawings → manifest.  `study.build` is the way in."""
