from django.apps import AppConfig


class JobsConfig(AppConfig):
    name = "tandem.rooms.jobs"
    label = "jobs"

    def ready(self) -> None:
        from django.utils.module_loading import autodiscover_modules

        autodiscover_modules("jobs")  # so that the clock knows what is done regularly
