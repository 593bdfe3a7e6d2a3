"""analysis: answers the study's questions, from exported answers to a report.

May import: numpy, scipy, pandas, matplotlib, pydantic, click, the doors study_app.records and study_app.definition,
and its own modules.
Must not import: torch, Flask, SQLAlchemy, stimuli, or study_app beyond its doors.
"""
