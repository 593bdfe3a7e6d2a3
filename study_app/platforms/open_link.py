"""Open link: whoever has the link takes part; every arrival is somebody new."""

from collections.abc import Mapping

from study_app.study.platform import Arrival, Exit, Platform


class OpenLink(Platform):
    """There is nobody to report to: the last page shows the completion code, and that is all."""

    def arrival(self, query: Mapping[str, str]) -> Arrival:
        """Somebody new, whatever the parameters."""
        return Arrival()

    def exit(self, outcome: str, code: str) -> Exit:
        """The code for those who completed; an empty one, which is not shown, for the others."""
        return Exit(code if outcome == "completed" else "")


PLATFORM = OpenLink()
