"""The gallery is for developers: it is there when it is asked for, and no trace of it otherwise."""

import pytest
from django.test import Client, RequestFactory
from django.urls import resolve

from tandem.ui import gallery

pytestmark = pytest.mark.django_db


def test_is_not_there_unless_asked_for() -> None:
    assert Client().get("/gallery/").status_code == 404


def test_every_part_has_an_address() -> None:
    found = {resolve(f"/{part}/", urlconf="tandem.ui.gallery").kwargs["part"] for part in gallery.PARTS}
    assert found == set(gallery.PARTS)


def test_only_looks() -> None:
    assert gallery.show(RequestFactory().post("/gallery/")).status_code == 405
