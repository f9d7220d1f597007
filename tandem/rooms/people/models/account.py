"""How somebody signs in. A person may have several accounts; a login is unique in the installation."""

from django.contrib.auth.base_user import AbstractBaseUser, BaseUserManager
from django.db import models

from tandem.kit.rows import Row
from tandem.rooms.people.models.person import Person


class AccountManager(BaseUserManager["Account"]):
    def get_by_natural_key(self, username: str | None) -> "Account":
        return self.get(login=(username or "").lower())


class Account(AbstractBaseUser, Row):
    person = models.ForeignKey(Person, on_delete=models.CASCADE, related_name="accounts")
    login = models.CharField(max_length=150, unique=True)
    created_at = models.DateTimeField(auto_now_add=True)
    ended_at = models.DateTimeField(null=True, blank=True)
    demonstration = models.BooleanField(default=False)

    USERNAME_FIELD = "login"

    objects = AccountManager()

    def __str__(self) -> str:
        return self.login

    @property
    def is_active(self) -> bool:  # type: ignore[override]
        return self.ended_at is None


class SignInLimit(models.Model):
    """Failures per login, known or not: a whole school shares one address, so the address is not the key."""

    key = models.CharField(max_length=64, primary_key=True)
    failures = models.PositiveIntegerField(default=0)
    wait_until = models.DateTimeField(null=True)
    last_at = models.DateTimeField(auto_now=True)

    def __str__(self) -> str:
        return f"{self.failures} failures"
