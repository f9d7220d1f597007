"""tandem doctor: look for what is wrong and say what to do. Changes nothing; 1 when something is wrong."""

import argparse
from collections.abc import Callable, Iterable

from django.conf import settings
from django.db import connection
from django.utils import timezone

from tandem.commands.checkup import Finding, kept, machine, wrong
from tandem.commands.serve import is_loopback

Check = Callable[[], Finding | Iterable[Finding]]


def run(arguments: argparse.Namespace) -> int:
    env, ui = settings.ENV, settings.BASE_DIR / "tandem" / "ui"
    running = machine.answers(env.host, env.port)
    reachable = not is_loopback(env.host) or bool(env.hosts)  # hosts: a proxy stands before it
    findings = [
        *_show(lambda: machine.home(settings.HOME)),
        *_show(lambda: machine.secret(env)),
        *_show(machine.libraries),
        *_show(lambda: machine.bundle(ui, settings.STATIC_ROOT)),
        *_show(lambda: machine.words(settings.LOCALE_PATHS[0])),
        *_show(lambda: machine.server(env.host, env.port, running)),
    ]
    first = _show(lambda: kept.database(connection))
    findings += first
    if first[0].state == "ok":  # the rest asks the database
        now = timezone.now()
        findings += _show(lambda: kept.demo_passwords(reachable))
        findings += _show(lambda: kept.jobs(now, running))
        findings += _show(lambda: kept.timelines(settings.TIMELINES, now))
        findings += _show(lambda: kept.clock(now))
    bad = sum(one.state == "wrong" for one in findings)
    print(
        f"\n{bad} wrong, {sum(one.state == 'look' for one in findings)} to look at." if bad else "\nNothing is wrong."
    )
    return 1 if bad else 0


def _show(check: Check) -> list[Finding]:
    """Do one check and print what it found."""
    try:
        found = check()
        findings = [found] if isinstance(found, Finding) else list(found)
    except Exception as problem:  # a doctor who faints helps nobody: the fault of a check is a finding
        findings = [wrong(f"This could not be looked at: {type(problem).__name__}: {problem}", "Report it.")]
    for one in findings:
        print(f"{one.state:6} {one.words}", flush=True)
        if one.do:
            print(f"       → {one.do}", flush=True)
    return findings
