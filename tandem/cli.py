"""The command `tandem`: what a school's ICT coordinator or secretary types."""

import argparse
import os
import sys
from collections.abc import Sequence

from tandem.env import BadEnvironment

FOLDER = """Tandem, the hybrid-school platform.

Everything it keeps (people, lessons, files) lies in one folder. TANDEM_HOME names it; otherwise it is «var»."""

SERVE = """Start the server. The first time, and after an update, it prepares the database by itself.
Stop it with Ctrl+C: open lessons go on when it is started again."""

DEMO = """Make two invented schools with people, a timetable and a course, and a lesson that is going on now.
Run it again on another day and there is a lesson around that hour; what is there stays.

For trying things out only. Everybody knows the passwords, so never do this where a real school works."""

LOAD = """Take over pupils, teachers and other people from a list that your school already has.

Save the list from your spreadsheet as CSV. The first row names the columns, in Dutch, French, German or English.
Needed: number (from your own records), given name, family name, role. May be there: class, language, date of
birth, login. The same number is the same person, so a list can be imported again after it was changed.

Nobody is removed, also when a person is not in the list. When one row is wrong, nothing at all is written.
First passwords are written to a file beside the list, for handing out."""

DOCTOR = """Look at the folder, the disk, the database, the demo's passwords, background work and kept lessons.
Says what is wrong and what to do about it. Changes nothing. Ends with status 1 when something is wrong."""


def port(text: str) -> int:
    """A port as somebody types it; raises ArgumentTypeError in words."""
    if not text.isdecimal() or not 0 < int(text) < 65536:
        raise argparse.ArgumentTypeError(f"«{text}» is not a port; it is a number from 1 to 65535.")
    return int(text)


def parser() -> argparse.ArgumentParser:
    main = argparse.ArgumentParser(
        prog="tandem",
        description=FOLDER,
        epilog="More about one of them: tandem serve --help",
        formatter_class=_AsTyped,
    )
    commands = main.add_subparsers(dest="command", metavar="COMMAND", title="commands", required=True)
    _serve(_add(commands, "serve", "start the server; stop it with Ctrl+C", SERVE))
    _demo(_add(commands, "demo", "make an invented school to try things on", DEMO))
    _load(_add(commands, "import", "take over people from a list of your school", LOAD), run="tandem.commands.load")
    _add(commands, "doctor", "look for what is wrong and say what to do", DOCTOR)
    manage = _add(commands, "manage", "for developers: Django's own commands", "For developers: Django's own commands.")
    manage.add_argument("arguments", nargs=argparse.REMAINDER, metavar="…", help="for example: manage shell")
    return main


_AsTyped = argparse.RawDescriptionHelpFormatter
_Commands = argparse._SubParsersAction  # argparse has no public name for it


def _add(
    commands: "_Commands[argparse.ArgumentParser]", name: str, words: str, description: str
) -> argparse.ArgumentParser:
    one = commands.add_parser(name, help=words, description=description, formatter_class=_AsTyped)
    one.set_defaults(run=f"tandem.commands.{name}")
    return one


def _serve(serve: argparse.ArgumentParser) -> None:
    serve.add_argument(
        "--host",
        metavar="ADDRESS",
        help="who can reach it: 127.0.0.1 is this machine only, 0.0.0.0 the whole network; "
        "unless given, what TANDEM_HOST says, else 127.0.0.1",
    )
    serve.add_argument(
        "--port",
        type=port,
        metavar="NUMBER",
        help="the number behind the address in the browser; unless given, what TANDEM_PORT says, else 8000",
    )


def _demo(demo: argparse.ArgumentParser) -> None:
    demo.add_argument(
        "--publish", action="store_true", help="then teach that lesson, to a server that runs, until it ends or Ctrl+C"
    )
    demo.add_argument(
        "--url",
        default="http://127.0.0.1:8000",
        metavar="ADDRESS",
        help="with --publish: where the server is; unless given, http://127.0.0.1:8000",
    )


def _load(load: argparse.ArgumentParser, *, run: str) -> None:
    load.epilog = "Look first: tandem import people pupils.csv --school campus-zenne --dry-run"
    load.add_argument("what", choices=["people"], metavar="people", help="what the list holds; so far only people")
    load.add_argument("file", metavar="FILE", help="the list, a CSV file")
    load.add_argument(
        "--school",
        required=True,
        metavar="NAME",
        help="the school's short name, for example campus-zenne; a name that is not there lists those that are",
    )
    load.add_argument("--dry-run", action="store_true", help="only show what would change; nothing is written")
    load.set_defaults(run=run)


def main(argv: Sequence[str] | None = None) -> int:
    """Run one command; 0 done, 1 could not (the reason is printed), 2 mistyped."""
    arguments = parser().parse_args(argv)
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tandem.settings")
    try:
        import django
        from django.utils.module_loading import import_string

        django.setup()
        return int(import_string(f"{arguments.run}.run")(arguments))
    except BadEnvironment as problem:
        print(problem, file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    raise SystemExit(main())
