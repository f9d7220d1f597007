"""What `tandem doctor` looks at. A check yields findings; it changes nothing and needs nobody to be signed in."""

from dataclasses import dataclass
from typing import Literal


@dataclass(frozen=True)
class Finding:
    """`words` say what was seen, `do` what to do about it. Only what is wrong makes the command fail."""

    state: Literal["ok", "look", "wrong"]
    words: str
    do: str = ""


def ok(words: str) -> Finding:
    return Finding("ok", words)


def look(words: str, do: str) -> Finding:
    return Finding("look", words, do)


def wrong(words: str, do: str) -> Finding:
    return Finding("wrong", words, do)
