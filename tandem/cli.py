"""The command `tandem`: what a school's ICT coordinator or secretary types."""

import argparse
import os
import sys
from collections.abc import Sequence

from tandem.env import BadEnvironment


def parser() -> argparse.ArgumentParser:
    main = argparse.ArgumentParser(
        prog="tandem",
        description="Tandem, the hybrid-school platform. Everything it keeps lies in one folder (TANDEM_HOME).",
        epilog="Help on one command: tandem serve --help",
    )
    commands = main.add_subparsers(dest="command", metavar="COMMAND", required=True)

    serve = commands.add_parser("serve", help="start the server; stop it with Ctrl+C")
    serve.add_argument("--host", help="address to listen on (127.0.0.1: this machine only)")
    serve.add_argument("--port", type=int, help="port to listen on (8000)")
    serve.set_defaults(run="tandem.commands.serve")

    demo = commands.add_parser("demo", help="fill an installation with a school to try things on")
    demo.add_argument("--publish", action="store_true", help="also teach the lesson that is going on now, until Ctrl+C")
    demo.add_argument("--url", default="http://127.0.0.1:8000", help="where the server is, for --publish")
    demo.set_defaults(run="tandem.commands.demo")

    load = commands.add_parser("import", help="take over people from a file")
    load.add_argument("what", choices=["people"], help="people: a CSV with one person a row")
    load.add_argument("file", help="the file")
    load.add_argument("--school", required=True, metavar="SLUG", help="the school's short name, as in its address")
    load.add_argument("--dry-run", action="store_true", help="only show what would change")
    load.set_defaults(run="tandem.commands.load")

    doctor = commands.add_parser("doctor", help="look for what is wrong and say what to do")
    doctor.set_defaults(run="tandem.commands.doctor")

    manage = commands.add_parser("manage", help="for developers: Django's own commands")
    manage.add_argument("arguments", nargs=argparse.REMAINDER)
    manage.set_defaults(run="tandem.commands.manage")
    return main


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
