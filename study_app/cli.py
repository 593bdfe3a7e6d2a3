"""The gullseye command: the composition root, where rooms are handed what they may not import.

Sub-commands are loaded by name when they are asked for, so that `gullseye --help` needs neither torch nor pandas.
"""

import errno
import sys
from importlib import import_module

import click

from analysis.errors import AnalysisError
from stimuli.errors import StimuliError
from study_app.errors import StudyError

# name: (where the command is, the line that --help shows)
COMMANDS = {
    "demo": ("study_app.composition.demo:demo", "The whole of it, on this computer: build, serve, take part, report."),
    "new": ("study_app.commands.new:new", "Begin a study of your own in a new folder."),
    "check": ("study_app.composition.check:check", "Say what a study will do, and what is wrong with it."),
    "schema": ("study_app.commands.schema:schema", "Write the JSON Schema of study.toml, for editors."),
    "build": ("study_app.composition.build:build", "Make a study's stimuli: explanations, pictures, manifest."),
    "gallery": ("study_app.composition.gallery:gallery", "Write a page to look through a study's stimuli and scores."),
    "concepts": ("study_app.composition.concepts:concepts", "Write a page about the concepts a study explains by."),
    "sag-stats": (
        "study_app.composition.sag_stats:sag_stats",
        "Say how small and how many a study's attention graphs are.",
    ),
    "explain": ("stimuli.explain_commands:explain", "Explain pictures: where a classifier looks, with scores."),
    "compare": ("stimuli.explain_commands:compare", "Lay explanations by several methods side by side on a sheet."),
    "train": ("stimuli.commands:train", "Train or fine-tune a classifier on a folder of classes."),
    "evidence": ("stimuli.commands:evidence", "Measure what a classifier of rendered gulls knows and uses."),
    "gulls": ("stimuli.gulls.commands:gulls", "Render the demonstration gulls, their masks and their field guide."),
    "migrate": ("study_app.commands.migrate:migrate", "Bring the database to the present tables."),
    "serve": ("study_app.composition.serve:serve", "Serve the studies."),
    "launch": ("study_app.composition.launch:launch", "Freeze a study and let people in."),
    "close": ("study_app.commands.close:close", "Let nobody new into a study."),
    "seats": ("study_app.commands.seats:seats", "Reproduce a study's list of seats from its seed."),
    "release": ("study_app.commands.release:release", "Give a participant's seat to whoever comes next."),
    "erase": ("study_app.commands.erase:erase", "Delete a participant's answers at their wish."),
    "password": ("study_app.commands.password:password", "Make a one-time password for the researcher's page."),
    "robots": ("study_app.commands.robots:robots", "Let simulated participants take a study over HTTP."),
    "export": ("study_app.commands.export:export", "Write a study's answers as tables."),
    "analyze": ("study_app.composition.analyze:analyze", "Answer the study's questions: results and a report."),
}


class LazyGroup(click.Group):
    """A group that imports a sub-command only when it runs."""

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The names, in the order in which one needs them."""
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """The command of that name; None where there is none."""
        if cmd_name not in COMMANDS:
            return None
        module, constant = COMMANDS[cmd_name][0].split(":")
        found: click.Command = getattr(import_module(module), constant)
        return found

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Lists the commands without importing them."""
        with formatter.section("Commands"):
            formatter.write_dl([(name, line) for name, (_, line) in COMMANDS.items()])


@click.group(cls=LazyGroup)
@click.version_option(package_name="gullseye")
def gullseye() -> None:
    """Human-subject studies of image-classifier explanations, from pixels to paper."""


def main() -> None:
    """Runs the command; what its user can mend is said in a line or two, never as a traceback."""
    try:
        sys.exit(gullseye.main(standalone_mode=False))
    except click.ClickException as fault:
        fault.show()
        sys.exit(fault.exit_code)
    except (click.Abort, KeyboardInterrupt):
        click.echo("\nStopped.", err=True)
        sys.exit(130)
    except (AnalysisError, StimuliError, StudyError) as fault:
        sys.exit(_said(str(fault)))
    except ModuleNotFoundError as fault:
        sys.exit(_said(_missing(fault)))
    except OSError as fault:
        sys.exit(_said(_system_fault(fault)))
    except Exception as fault:
        said = _database_fault(fault)
        if said is None:
            raise
        sys.exit(_said(said))


def _said(message: str) -> int:
    click.echo("\n".join(f"Error: {line}" for line in message.splitlines()), err=True)
    return 1


def _system_fault(fault: OSError) -> str:
    """One line for what the operating system refused."""
    if fault.errno == errno.ENOSPC:
        return "the disk is full: make room, then give the same command again; what was finished is kept"
    return f"{fault.filename}: {fault.strerror}" if fault.filename else str(fault)


def _database_fault(fault: Exception) -> str | None:
    """One line for what the database refused or could not be asked; None for any other fault."""
    loaded = sys.modules.get("sqlalchemy.exc")
    if loaded is None or not isinstance(fault, loaded.DBAPIError):
        return None
    return (
        f"the database cannot be used: {str(fault.orig).strip()} (GULLSEYE_DATABASE_URL says which; is its disk full?)"
    )


def _missing(fault: ModuleNotFoundError) -> str:
    """One line for a missing extra; a missing module of our own is a defect and stays one."""
    if fault.name is None or fault.name.split(".")[0] in {"study_app", "stimuli", "analysis"}:
        raise fault
    return f"this command needs the Python module {fault.name!r}: pip install 'gullseye[all]'"


if __name__ == "__main__":
    main()
