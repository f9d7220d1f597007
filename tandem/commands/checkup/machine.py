"""The machine: folder, space, secret, libraries, what was built, and whether the server answers."""

import shutil
import tempfile
import urllib.error
import urllib.request
from collections.abc import Iterator
from http.client import HTTPException
from pathlib import Path

from tandem.commands.checkup import Finding, look, ok, wrong
from tandem.env import Env

GIB = 1 << 30
LITTLE, TOO_LITTLE = 10 * GIB, 1 * GIB
"""A lesson of fifty minutes with picture is some 300 MB: ten are three GiB."""

BUILT = ("tandem.css", "tandem.js", "icons.svg", "latin.woff2")


def home(folder: Path) -> Iterator[Finding]:
    if not folder.is_dir():
        words = f"{folder} (TANDEM_HOME) is not a folder."
        yield wrong(words, "Make it, owned by the user the server runs as, or set TANDEM_HOME to the right one.")
        return
    try:
        with tempfile.NamedTemporaryFile(dir=folder, prefix="doctor-"):
            pass
    except OSError as problem:
        yield wrong(
            f"{folder} (TANDEM_HOME) cannot be written: {problem.strerror}.",
            "Give it to the user the server runs as (chown), or free the disk.",
        )
        return
    yield ok(f"{folder} can be written.")
    yield space(folder, shutil.disk_usage(folder).free)


def space(folder: Path, free: int) -> Finding:
    words = f"{free / GIB:.1f} GiB are free where {folder} lies."
    if free < TOO_LITTLE:
        return wrong(words, "Lessons will soon no longer be kept. Free space, or move the folder to a larger disk.")
    if free < LITTLE:
        return look(words, "Enough for some lessons; think of a larger disk, or of keeping lessons for a shorter time.")
    return ok(words)


def secret(env: Env) -> Finding:
    """The key that signs sessions: long, and readable by its owner alone."""
    path = env.home / "secret.key"
    try:
        key = env.secret_key or path.read_text().strip()
    except OSError as problem:
        return wrong(f"{path} cannot be read: {problem.strerror}.", "Give it to the user the server runs as (chown).")
    if len(key) < 32:
        return wrong(
            "The secret key is shorter than 32 letters and could be guessed.",
            "Take TANDEM_SECRET_KEY away or delete the file: a good one is then made. Everybody signs in again.",
        )
    if not env.secret_key and path.stat().st_mode & 0o077:
        return wrong(f"Others on this machine can read {path}.", f"chmod 600 {path}")
    return ok("The secret key is long and nobody else's.")


def libraries() -> Iterator[Finding]:
    """The two libraries in C: video and PDF. Each does a small piece of its work."""
    again = "Install the requirements again; on an old or unusual processor they may have to be built there."
    try:
        import av

        absent = {"vp8", "vp9", "h264", "opus", "aac"} - av.codecs_available
        version = ".".join(str(part) for part in av.library_versions["libavformat"])
    except (ImportError, OSError, KeyError) as problem:
        yield wrong(f"The video library (PyAV) does not load: {problem}.", again)
    else:
        if absent:
            yield wrong(f"The video library does not know {', '.join(sorted(absent))}.", again)
        else:
            yield ok(f"The video library loads (libavformat {version}).")
    try:
        import pypdfium2

        pypdfium2.PdfDocument.new().close()  # type: ignore[no-untyped-call]
    except (ImportError, OSError, RuntimeError) as problem:
        yield wrong(f"The PDF library (pdfium) does not load: {problem}.", again)
    else:
        yield ok("The PDF library loads.")


def bundle(ui: Path, collected: Path) -> Finding:
    """Styles and scripts: there, newer than what they are made of, and collected since."""
    dist = ui / "static" / "dist"
    absent = [name for name in BUILT if not (dist / name).exists()]
    if absent:
        return wrong(f"Pages have no {', '.join(absent)}: the front end was not built.", "make setup")
    built = (dist / "tandem.js").stat().st_mtime
    sources = [path for kind in ("css", "ts") for path in (ui / kind).rglob("*") if path.is_file()]
    if any(path.stat().st_mtime > built + 1 for path in sources):
        return look("Styles or scripts were changed since the front end was built.", "make setup")
    manifest = collected / "staticfiles.json"
    if manifest.exists() and manifest.stat().st_mtime < built - 1:
        return wrong("The server gives out an older front end than the one that was built.", "make setup")
    return ok("The front end is built.")


def words(locale: Path) -> Finding:
    sources = sorted(locale.glob("*/LC_MESSAGES/django.po"))
    compiled = [path.with_suffix(".mo") for path in sources]
    if not sources or not all(path.exists() for path in compiled):
        return wrong("The translations were not compiled: every page is in English.", "make setup")
    pairs = zip(sources, compiled, strict=True)
    if any(source.stat().st_mtime > made.stat().st_mtime + 1 for source, made in pairs):
        return look("Translations were changed since they were compiled.", "make setup, then start the server again")
    return ok(f"Translations: {', '.join(path.parts[-3] for path in sources)}.")


def answers(host: str, port: int) -> bool:
    """Whether a Tandem answers at this address of this machine."""
    near = "127.0.0.1" if host in {"", "0.0.0.0", "::"} else host  # noqa: S104  a comparison, nothing listens
    url = f"http://{f'[{near}]' if ':' in near else near}:{port}/healthz"
    direct = urllib.request.build_opener(urllib.request.ProxyHandler({}))
    try:
        with direct.open(url, timeout=3) as answer:
            return b'"database"' in answer.read(1000)
    except urllib.error.HTTPError as problem:
        problem.close()
        return problem.code == 503
    except (OSError, ValueError, HTTPException):
        return False


def server(host: str, port: int, running: bool) -> Finding:
    if running:
        return ok(f"The server answers on {host}:{port}.")
    return look(
        f"No server answers on {host}:{port}.",
        "tandem serve; or set TANDEM_HOST and TANDEM_PORT as the server has them.",
    )
