"""stimuli: builds explanation images from a classifier.

May import: torch, torchvision, captum, numpy, PIL, matplotlib, safetensors, tqdm, pydantic, click,
and its own modules.
Must not import: study_app, analysis, Flask, SQLAlchemy, pandas.
Its door is stimuli.manifest (no torch): what the study and the analysis may know of a stimulus set.
"""
