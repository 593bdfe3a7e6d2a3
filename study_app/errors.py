"""The one exception of the study room: a fault that the researcher can mend."""


class StudyError(Exception):
    """What is wrong, where, and what would be right; several faults stand on lines of their own."""

    @classmethod
    def of(cls, faults: list[str]) -> "StudyError":
        """One error that names all faults, a line each."""
        return cls("\n".join(faults))
