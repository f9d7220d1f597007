"""make bench: how fast it is, in the rows of those it is compared with. Ends with status 1 above a budget.

python -m tools.bench [--write] [PART …]        parts: pages rush viewers live line engine (all of them when none is named)
"""

import os

import django


def main() -> int:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "tandem.settings")
    django.setup()
    from tools.bench.run import run  # names models, so it waits for Django

    return run()


if __name__ == "__main__":
    raise SystemExit(main())
