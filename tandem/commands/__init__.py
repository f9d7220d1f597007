"""One file a command of `tandem`; each has `run(arguments) -> exit status`."""
