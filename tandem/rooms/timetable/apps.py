from django.apps import AppConfig


class TimetableConfig(AppConfig):
    name = "tandem.rooms.timetable"
    label = "timetable"

    def ready(self) -> None:
        from tandem.rooms.timetable import personal

        personal.register_all()
