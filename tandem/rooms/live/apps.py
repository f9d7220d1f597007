from django.apps import AppConfig


class LiveConfig(AppConfig):
    name = "tandem.rooms.live"
    label = "live"

    def ready(self) -> None:
        from tandem.rooms.live import personal

        personal.register_all()
