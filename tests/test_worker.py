"""A process of its own: what crashes, never ends or fills the memory there is one error, and the next is answered."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from bot.ingest.errors import ImportingError
from bot.worker import Worker, WorkerError

WORK = "tests.work:work"
LINUX = pytest.mark.skipif(sys.platform != "linux", reason="limits of processes are those of Linux")


@pytest.fixture
def worker() -> Iterator[Worker]:
    made = Worker(WORK, megabytes=200, patience=60)
    yield made
    made.close()


def test_pieces_come_one_after_the_other_from_one_process(worker: Worker) -> None:
    assert list(worker.ask(3)) == [0, 1, 2]
    first = worker._process
    assert list(worker.ask("print")) == ["printed"]
    assert worker._process is first


def test_an_error_of_this_project_crosses_as_it_is(worker: Worker) -> None:
    with pytest.raises(ImportingError) as raised:
        list(worker.ask("refuse"))
    assert (raised.value.name, raised.value.file, raised.value.values["file"]) == (
        "importing.no_year",
        "甲.txt",
        "甲.txt",
    )
    assert list(worker.ask(1)) == [0]


@LINUX
@pytest.mark.parametrize(
    ("request_", "reason"), [("crash", "crash"), ("fault", "fault"), ("fill", "memory"), ("never", "time")]
)
def test_what_goes_wrong_there_is_one_error_and_the_next_is_answered(
    worker: Worker, request_: str, reason: str
) -> None:
    with pytest.raises(WorkerError) as raised:
        list(worker.ask(request_))
    assert raised.value.reason == reason
    assert ("KeyError" in raised.value.detail) == (reason == "fault")
    assert list(worker.ask(2)) == [0, 1]


def test_one_that_only_waits_is_ended_too() -> None:
    worker = Worker(WORK, patience=3)
    with pytest.raises(WorkerError, match="time"):
        list(worker.ask("wait"))
    worker.close()


def test_half_an_answer_is_not_the_beginning_of_the_next(worker: Worker) -> None:
    answer = worker.ask(1000)
    assert next(answer) == 0
    answer.close()  # type: ignore[attr-defined] - a generator
    assert list(worker.ask(2)) == [0, 1]


@LINUX
def test_when_the_memory_of_all_is_used_up_this_process_is_ended(worker: Worker) -> None:
    list(worker.ask(1))
    process = worker._process
    assert process is not None
    assert int(Path(f"/proc/{process.pid}/oom_score_adj").read_text()) == 1000
    os.kill(process.pid, signal.SIGKILL)
    process.wait()
    assert list(worker.ask(1)) == [0], "started again"


def test_it_ends_when_nobody_is_there(worker: Worker) -> None:
    list(worker.ask(1))
    process = worker._process
    assert process is not None
    assert process.stdin is not None
    process.stdin.close()
    assert process.wait(60) == 0


def test_a_closed_one_answers_nothing(worker: Worker) -> None:
    worker.close()
    with pytest.raises(WorkerError, match="closed"):
        list(worker.ask(1))


# What `SystemCallFilter=~@privileged @resources` of the unit refuses of @resources, by number; the process that
# calls one of them is killed. Limits are set by prlimit64, which is not among them.
_REFUSED = (160, 141, 142, 144, 203, 237, 238, 239, 251, 256, 279, 314, 450)
_UNDER_THE_FILTER = """
import ctypes, struct, sys
refused = {refused}
code = [(0x20, 0, 0, 0)]  # load the number of the call
code += [(0x15, len(refused) - at, 0, number) for at, number in enumerate(refused)]
code += [(0x06, 0, 0, 0x7FFF0000), (0x06, 0, 0, 0x80000000)]  # allow, or kill the process
filter_ = b"".join(struct.pack("HBBI", *one) for one in code)
held = ctypes.create_string_buffer(filter_)
program = ctypes.create_string_buffer(struct.pack("HxxxxxxP", len(code), ctypes.addressof(held)))
libc = ctypes.CDLL(None, use_errno=True)
assert libc.prctl(38, 1, 0, 0, 0) == 0 and libc.prctl(22, 2, program, 0, 0) == 0
from bot.worker import Worker, WorkerError
for wanted in ("fill", "never", 2):
    try:
        print(list(Worker("tests.work:work", megabytes=200, patience=60).ask(wanted)))
    except WorkerError as error:
        print(error.reason)
"""


@pytest.mark.skipif(
    sys.platform != "linux" or os.uname().machine != "x86_64", reason="numbers of calls of x86-64 Linux"
)
def test_its_limits_hold_under_the_filter_of_the_unit() -> None:
    script = _UNDER_THE_FILTER.replace("{refused}", str(_REFUSED))
    done = subprocess.run([sys.executable, "-c", script], capture_output=True, text=True, timeout=120, check=False)
    assert done.stdout.split("\n")[:3] == ["memory", "time", "[0, 1]"], done.stderr
