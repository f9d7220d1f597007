from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class TimetableConfig(AppConfig):
    name = "tandem.rooms.timetable"
    label = "timetable"

    def ready(self) -> None:
        from tandem.kit import places
        from tandem.rooms.timetable import personal

        personal.register_all()
        places.register(
            "timetable:week",
            icon="calendar",
            label=_("Timetable"),
            roles={"pupil", "teacher", "head", "guardian"},
            order=20,
        )
