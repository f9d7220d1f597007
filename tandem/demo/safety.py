"""The demonstration's password is known to everybody: it must not be reachable from a network."""

from django.contrib.auth.hashers import check_password

from tandem.rooms.people.models import Account

PASSWORD = "tandem"  # noqa: S105  known to everybody, on purpose


def unsafe_accounts() -> list[str]:
    """Logins of the demonstration that its known password still opens."""
    accounts = Account.objects.filter(demonstration=True, ended_at=None).order_by("login")
    return [account.login for account in accounts if check_password(PASSWORD, account.password)]
