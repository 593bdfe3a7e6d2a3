"""The methods section of the report, written from the plan: paragraphs that a paper can take over."""

from analysis.report.methods.section import Paragraph, methods

__all__ = ["Paragraph", "methods"]
