from django.apps import AppConfig


class LessonConfig(AppConfig):
    name = "tandem.rooms.lesson"
    label = "lesson"
