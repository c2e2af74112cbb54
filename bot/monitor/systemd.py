"""Telling systemd that the bot has started, that it lives, and what is wrong: sd_notify(3) over its socket."""

import contextlib
import os
import socket


def notify(state: str) -> bool:
    """Send a state to systemd; return whether it listens. Not started by systemd, nobody does, and nothing happens.

    Args:
        state: Lines of `NAME=value`, as in sd_notify(3).
    """
    address = os.environ.get("NOTIFY_SOCKET", "")
    if not address.startswith(("/", "@")) or not hasattr(socket, "AF_UNIX"):
        return False
    # A name that begins with @ stands for one in the abstract name space, which begins with NUL.
    target = "\0" + address[1:] if address.startswith("@") else address
    with contextlib.suppress(OSError), socket.socket(socket.AF_UNIX, socket.SOCK_DGRAM) as sender:
        sender.sendto(state.encode(), target)
        return True
    return False


def watchdog_seconds() -> float | None:
    """Return how often systemd wants to hear that this process lives; None where it does not."""
    written, process = os.environ.get("WATCHDOG_USEC", ""), os.environ.get("WATCHDOG_PID", "")
    if not written.isdecimal() or not int(written) or (process and process != str(os.getpid())):
        return None
    return int(written) / 1_000_000
