"""News of this room. An event may be lost; what must happen is a job."""

from django.dispatch import Signal

signed_out = Signal()
"""account_id, session_key: open sockets of that session close."""
