"""What `gongkai --version` says."""


def version_line() -> str:
    """Return the name and version of the installed distribution."""
    from importlib.metadata import version

    return f"gongkai {version('gongkai')}"
