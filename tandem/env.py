"""What the environment says, typed. Every setting of the machine is here and nowhere else."""

import os
import secrets
from dataclasses import dataclass, field, fields
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, unquote, urlsplit

ROOT = Path(__file__).resolve().parent.parent


class BadEnvironment(Exception):
    """A TANDEM_… variable holds something that cannot be meant; the words say which and why."""


def setting(default: Any, doc: str) -> Any:
    return field(default=default, metadata={"doc": doc})


@dataclass(frozen=True)
class Env:
    """One field for each TANDEM_… variable, with its default and a line for the reader."""

    home: Path = setting(
        Path("var"), "folder that holds everything Tandem keeps; a relative one begins where the command is typed"
    )
    host: str = setting(
        "127.0.0.1", "address the server listens on; 127.0.0.1 is this machine only, 0.0.0.0 the whole network"
    )
    port: int = setting(8000, "port the server listens on")
    hosts: str = setting(
        "", "names people type in the browser, with commas between them; localhost and 127.0.0.1 always are"
    )
    database_url: str = setting(
        "", "sqlite:////path/to/file or postgresql://user:password@host:port/name; empty: SQLite, in the home folder"
    )
    secret_key: str = setting(
        "", "secret for signatures, 32 letters or more; empty: made once and kept in the home folder"
    )
    https: bool = setting(False, "people reach the server over https: cookies are then sent over https only")
    debug: bool = setting(False, "developers only: show tracebacks")
    gallery: bool = setting(False, "developers only: show every component at /gallery/")
    worker: bool = setting(True, "run background work beside the server")
    samples: Path = setting(Path("../shared/data"), "developers only: folder with real data that some tests read")


def _typed(name: str, raw: str, kind: Any) -> Any:
    if kind is bool:
        if raw.lower() not in {"1", "0", "true", "false", "yes", "no"}:
            raise BadEnvironment(f"{name} is «{raw}»; it should be 1 or 0.")
        return raw.lower() in {"1", "true", "yes"}
    if kind is int:
        if not raw.isdecimal() or not 0 < int(raw) < 65536:
            raise BadEnvironment(f"{name} is «{raw}»; it should be a number from 1 to 65535.")
        return int(raw)
    return kind(raw)


def read(environ: dict[str, str] | None = None) -> Env:
    """Read the environment; raises BadEnvironment with words for the person who set it."""
    environ = dict(os.environ) if environ is None else environ
    found = {}
    for one in fields(Env):
        name = f"TANDEM_{one.name.upper()}"
        if environ.get(name):
            found[one.name] = _typed(name, environ[name], one.type)
    known = {f"TANDEM_{one.name.upper()}" for one in fields(Env)}
    for name in sorted(environ):
        if name.startswith("TANDEM_") and name not in known:
            raise BadEnvironment(f"{name} is not a setting of Tandem. Known: {', '.join(sorted(known))}.")
    return Env(**found)


def database(url: str, home: Path) -> dict[str, Any]:
    """Django's description of the database that `url` names; SQLite in `home` when it is empty."""
    parts = urlsplit(url or f"sqlite:///{home.resolve() / 'tandem.sqlite3'}")
    if parts.scheme == "sqlite":
        return {
            "ENGINE": "django.db.backends.sqlite3",
            "NAME": unquote(parts.path[1:] if parts.path.startswith("//") else parts.path),
            "CONN_MAX_AGE": None,
            "OPTIONS": {
                "timeout": 20,
                "transaction_mode": "IMMEDIATE",
                "init_command": "PRAGMA journal_mode=WAL;PRAGMA synchronous=FULL;PRAGMA cache_size=-2000",
            },
        }
    if parts.scheme in {"postgres", "postgresql"}:
        return {
            "ENGINE": "django.db.backends.postgresql",
            "NAME": parts.path.lstrip("/"),
            "USER": unquote(parts.username or ""),
            "PASSWORD": unquote(parts.password or ""),
            "HOST": parse_qs(parts.query).get("host", [parts.hostname or ""])[0],
            "PORT": str(parts.port or ""),
            "CONN_MAX_AGE": None,
            "CONN_HEALTH_CHECKS": True,
        }
    raise BadEnvironment(f"TANDEM_DATABASE_URL starts with «{parts.scheme}»; it should be sqlite or postgresql.")


def secret(env: Env) -> str:
    """The signing secret: from the environment, else made once and kept, readable by the owner alone."""
    if env.secret_key:
        return env.secret_key
    path = env.home / "secret.key"
    try:
        return _kept_secret(env, path)
    except OSError as problem:
        raise BadEnvironment(
            f"TANDEM_HOME is {env.home.absolute()}, and {problem.filename or path} cannot be used: "
            f"{problem.strerror}. Give the folder to the user Tandem runs as, or set TANDEM_HOME to another one."
        ) from problem


def _kept_secret(env: Env, path: Path) -> str:
    if not path.exists():
        env.home.mkdir(parents=True, exist_ok=True)
        draft = path.with_name(f"secret.{secrets.token_hex(4)}")
        draft.touch(mode=0o600)
        draft.write_text(secrets.token_urlsafe(48))
        try:
            os.link(draft, path)  # atomic: of two processes that start at once, one wins
        except FileExistsError:
            pass
        finally:
            draft.unlink()
    return path.read_text().strip()
