"""tandem serve: pages, sockets and background work in one process."""

import argparse
import ipaddress
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


def run(arguments: argparse.Namespace) -> int:
    host = arguments.host or settings.ENV.host
    port = arguments.port or settings.ENV.port
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
