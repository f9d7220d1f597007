"""tandem manage …: Django's own commands, for developers."""

import argparse

from django.core.management import execute_from_command_line


def run(arguments: argparse.Namespace) -> int:
    execute_from_command_line(["tandem manage", *arguments.arguments])
    return 0
