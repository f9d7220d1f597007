from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class HomeConfig(AppConfig):
    name = "tandem.rooms.home"
    label = "home"

    def ready(self) -> None:
        from tandem.kit import places

        places.register(
            "home:today",
            icon="day",
            label=_("Today"),
            roles={"pupil", "teacher", "head"},
            order=10,
            covers=("/lessons/",),
        )
        places.register(
            "home:family",
            icon="family",
            label=_("Family"),
            roles={"guardian"},
            order=10,
            covers=("/children/", "/lessons/"),
        )
