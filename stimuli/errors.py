"""The one exception of the stimuli room: a fault that its user can mend."""


class StimuliError(Exception):
    """What is wrong, where, and what would be right; several faults stand on lines of their own."""

    @classmethod
    def of(cls, faults: list[str]) -> "StimuliError":
        """One error that names all faults, a line each."""
        return cls("\n".join(faults))
