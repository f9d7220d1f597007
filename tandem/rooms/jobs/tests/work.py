"""Jobs for the tests of the queue; they leave marks in files, so that a server in another process can be watched."""

import time
from pathlib import Path

from django_tasks import task


@task()
def mark(path: str, text: str) -> None:
    """Append a line in one write."""
    with Path(path).open("a") as out:
        out.write(f"{text}\n")


@task()
def slow(path: str) -> None:
    """Says when it begins, takes a while the first time, says when it is done."""
    again = Path(path).exists()
    mark.call(path, "begun")
    if not again:
        time.sleep(60)
    mark.call(path, "done")
