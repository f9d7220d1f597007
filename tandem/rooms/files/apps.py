from django.apps import AppConfig


class FilesConfig(AppConfig):
    name = "tandem.rooms.files"
    label = "files"

    def ready(self) -> None:
        from tandem.rooms.files import personal

        personal.register_all()
