"""Recipe → pictures, predictions, explanations, drawings → manifest.  `study.build_study` is the way in."""
