def register_all() -> None:
    """No row of this room speaks of a person: who teaches and attends stands in people."""
