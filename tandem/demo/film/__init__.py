"""A drawn lesson as a browser would record it: WebM with VP8 and Opus, in slices."""

from tandem.demo.film.board import Board, render
from tandem.demo.film.clock import read
from tandem.demo.film.recorder import SLICE, Recorder, recorded

__all__ = ["SLICE", "Board", "Recorder", "read", "recorded", "render"]
