"""How far a long command is."""

import sys


def bar(done: float) -> None:
    """A bar on a terminal; a log gets nothing. `done` goes from 0 to 1."""
    if sys.stdout.isatty():
        filled = round(done * 30)
        print(f"\r  [{'=' * filled}{' ' * (30 - filled)}] {done:4.0%}", end="\n" if done >= 0.99 else "", flush=True)
