"""tandem demo: a school to try things on, with a lesson that is going on now."""

import argparse

from tandem.commands.database import make_ready
from tandem.commands.progress import bar
from tandem.demo.build import build


def run(arguments: argparse.Namespace) -> int:
    make_ready()
    build(lambda words: print(words, flush=True), bar)
    if arguments.publish:
        from tandem.demo.publisher import teach

        return teach(arguments.url)
    return 0
