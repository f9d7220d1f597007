from django.apps import AppConfig


class CoursesConfig(AppConfig):
    name = "tandem.rooms.courses"
    label = "courses"

    def ready(self) -> None:
        from tandem.rooms.courses import personal

        personal.register_all()
