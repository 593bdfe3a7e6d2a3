"""study_app: runs the randomised study in the browser and stores every answer.

May import: Flask, SQLAlchemy, pydantic, the door stimuli.manifest, and its own modules.
Must not import: torch, numpy, pandas, matplotlib, analysis, or stimuli beyond its door.
Its doors are study_app.records (what is exported) and study_app.definition (what a study is).
"""
