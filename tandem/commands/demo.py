"""tandem demo: a school to try things on, with a lesson that is going on now."""

import argparse
import sys

from tandem.commands.database import make_ready
from tandem.demo.build import build


def run(arguments: argparse.Namespace) -> int:
    make_ready()
    build(lambda words: print(words, flush=True), _progress)
    if arguments.publish:
        from tandem.demo.publisher import teach

        return teach(arguments.url)
    return 0


def _progress(done: float) -> None:
    """A bar on a terminal; a log gets nothing."""
    if sys.stdout.isatty():
        filled = round(done * 30)
        print(f"\r  [{'=' * filled}{' ' * (30 - filled)}] {done:4.0%}", end="\n" if done >= 0.99 else "", flush=True)
