"""The database is there before a command needs it."""

from django.db import DEFAULT_DB_ALIAS, connections
from django.db.migrations.executor import MigrationExecutor


def make_ready() -> int:
    """Bring the database to the newest shape, making it on an empty home. Returns how many steps that took."""
    connection = connections[DEFAULT_DB_ALIAS]
    name = connection.settings_dict["NAME"]
    if connection.vendor == "sqlite":
        from pathlib import Path

        Path(name).parent.mkdir(parents=True, exist_ok=True)
    executor = MigrationExecutor(connection)
    plan = executor.migration_plan(executor.loader.graph.leaf_nodes())
    if plan:
        print(f"Preparing the database: {len(plan)} steps …", flush=True)
        from django.core.management import call_command

        call_command("migrate", verbosity=0, interactive=False)
    return len(plan)
