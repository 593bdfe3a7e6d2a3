"""The one exception of the analysis room: a fault that the researcher can mend."""


class AnalysisError(Exception):
    """What is wrong, where, and what would be right; several faults stand on lines of their own."""

    @classmethod
    def of(cls, faults: list[str]) -> "AnalysisError":
        """One error that names all faults, a line each."""
        return cls("\n".join(faults))
