"""What `gongkai --version` says."""


def version_line() -> str:
    """Return the name and version of the installed distribution."""
    from importlib.metadata import PackageNotFoundError, version

    try:
        return f"gongkai {version('gongkai')}"
    except PackageNotFoundError:
        return "gongkai (not installed)"
