"""tandem serve, as somebody types it: what keeps it from starting is said in words."""

import socket

import pytest

from tandem.cli import main
from tandem.commands.serve import is_loopback, why_not


def taken() -> socket.socket:
    return socket.create_server(("127.0.0.1", 0))


def test_a_port_that_is_taken_is_said_before_anything_starts(capsys: pytest.CaptureFixture[str]) -> None:
    with taken() as other:
        port = other.getsockname()[1]
        assert main(["serve", "--port", str(port)]) == 1
    said = capsys.readouterr()
    assert said.out == ""
    assert said.err == (
        f"Not started. Another program uses port {port}; perhaps Tandem runs already. Stop it, or take another --port.\n"
    )


def test_a_port_that_is_free_stays_free() -> None:
    with taken() as other:
        port = other.getsockname()[1]
    assert (why_not("127.0.0.1", port), why_not("127.0.0.1", port)) == ("", "")


@pytest.mark.parametrize("host", ["no such machine", "192.0.2.7"])
def test_an_address_of_another_machine_is_refused(host: str) -> None:
    assert why_not(host, 8000) == (
        f"This machine does not have the address «{host}». Take 127.0.0.1, or 0.0.0.0 for the whole network."
    )


@pytest.mark.parametrize("port", ["abc", "0", "-1", "65536", "8000.5"])
def test_what_is_no_port_is_mistyped(port: str, capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        main(["serve", f"--port={port}"])
    assert stopped.value.code == 2
    assert f"«{port}» is not a port; it is a number from 1 to 65535." in capsys.readouterr().err


@pytest.mark.parametrize(
    ("host", "near"),
    [
        ("127.0.0.1", True),
        ("127.9.9.9", True),
        ("::1", True),
        ("localhost", True),
        ("0.0.0.0", False),
        ("tandem", False),
    ],
)
def test_only_this_machine_is_loopback(host: str, near: bool) -> None:
    assert is_loopback(host) is near
