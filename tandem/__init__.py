"""Tandem: one lesson, one page, before, during and after."""

VERSION = "0.1.0"
