"""What a process is given less of before it is `gongkai`: room on the disk, and root's right to write everywhere."""

import ctypes
import os
import resource

_PR_CAPBSET_DROP = 24
_VERSION = 0x20080522  # of the lists below: what is effective, permitted and inherited, for 64 capabilities
_DAC_OVERRIDE, _DAC_READ_SEARCH = 1, 2


def no_room(process: int, room: int = 0) -> None:
    """Let no file of a process grow beyond so many bytes: to whoever writes that is a full disk."""
    resource.prlimit(process, resource.RLIMIT_FSIZE, (room, resource.RLIM_INFINITY))


def no_room_from_the_start() -> None:
    """Have no room."""
    no_room(0)


def obeys_rights() -> None:
    """Let root write only what its rights say, as everybody, and what it starts too."""
    if os.geteuid() == 0:
        libc, header, held = ctypes.CDLL(None), (ctypes.c_uint32 * 2)(_VERSION, 0), (ctypes.c_uint32 * 6)()
        libc.capget(header, held)
        for capability in (_DAC_OVERRIDE, _DAC_READ_SEARCH):
            libc.prctl(_PR_CAPBSET_DROP, capability, 0, 0, 0)
            for which in range(3):
                held[which] &= ~(1 << capability)
        libc.capset(header, held)
