"""tandem serve: pages, sockets and background work in one process."""

import argparse
import errno
import ipaddress
import socket
import sys

import uvicorn
from django.conf import settings

from tandem.commands.database import make_ready
from tandem.demo.safety import unsafe_accounts


def is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


def why_not(host: str, port: int) -> str:
    """Why no server can listen there, in words; nothing when it can."""
    try:
        socket.create_server((host, port), family=socket.AF_INET6 if ":" in host else socket.AF_INET).close()
    except OSError as problem:
        if problem.errno in {errno.EADDRNOTAVAIL, socket.EAI_NONAME, socket.EAI_AGAIN}:
            return f"This machine does not have the address «{host}». Take 127.0.0.1, or 0.0.0.0 for the whole network."
        if problem.errno == errno.EADDRINUSE:
            return f"Another program uses port {port}; perhaps Tandem runs already. Stop it, or take another --port."
        if problem.errno == errno.EACCES:
            return f"Port {port} is for the machine's administrator. Take one above 1023, for example --port 8000."
        return f"No server can listen on {host}:{port}: {problem.strerror}."
    return ""


def run(arguments: argparse.Namespace) -> int:
    host = arguments.host or settings.ENV.host
    port = arguments.port or settings.ENV.port
    if problem := why_not(host, port):
        print(f"Not started. {problem}", file=sys.stderr)
        return 1
    make_ready()
    if not is_loopback(host) and (unsafe := unsafe_accounts()):
        print(
            f"Not started. The demo's password still opens {len(unsafe)} accounts ({', '.join(unsafe[:5])} …), "
            f"and on {host} anyone on the network could use it.\n"
            "Change those passwords on each person's own page, or start with --host 127.0.0.1.",
            file=sys.stderr,
        )
        return 1
    print(f"Tandem is on http://{host}:{port}/  (Ctrl+C stops it)", flush=True)
    uvicorn.run(
        "tandem.asgi:application",
        host=host,
        port=port,
        log_level="warning",
        access_log=False,
        ws="websockets-sansio",
        ws_per_message_deflate=False,  # 400 viewers: compressing each message again costs more than all the rest
        ws_max_size=2 * 1024 * 1024,
        timeout_graceful_shutdown=3,
        server_header=False,
        lifespan="on",
        proxy_headers=True,
        forwarded_allow_ips="127.0.0.1",
    )
    return 0
