"""All addresses. Each room has its own list; this page says where it hangs."""

from django.conf import settings
from django.urls import URLPattern, URLResolver, include, path, register_converter

from tandem.kit.health import healthz
from tandem.kit.ids import ShortUUID

register_converter(ShortUUID, "short")

urlpatterns: list[URLPattern | URLResolver] = [
    path("healthz", healthz, name="healthz"),
    path("", include("tandem.rooms.people.urls")),
    path("", include("tandem.rooms.courses.urls")),
    path("", include("tandem.rooms.timetable.urls")),
    path("", include("tandem.rooms.lesson.urls")),
    path("", include("tandem.rooms.home.urls")),
]

if settings.TANDEM_GALLERY:
    urlpatterns.append(path("gallery/", include("tandem.ui.gallery")))

handler400 = "tandem.kit.problems.bad_request"
handler403 = "tandem.kit.problems.forbidden"
handler404 = "tandem.kit.problems.not_found"
handler500 = "tandem.kit.problems.broken"
