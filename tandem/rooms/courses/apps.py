from django.apps import AppConfig
from django.utils.translation import gettext_lazy as _


class CoursesConfig(AppConfig):
    name = "tandem.rooms.courses"
    label = "courses"

    def ready(self) -> None:
        from tandem.kit import places
        from tandem.rooms.courses import jobs, personal

        assert jobs
        personal.register_all()
        places.register(
            "courses:index",
            icon="book",
            label=_("Courses"),
            roles={"pupil", "teacher", "head"},
            order=30,
            covers=("/units/", "/items/"),
        )
