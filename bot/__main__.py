"""`gongkai` and `python -m bot`."""

import gc
import sys

# Objects made between two looks for garbage, where Python's default is 700: a start makes half a million that all stay,
# and looking through them again and again took an eighth of its processor time.
COLLECTED_AFTER = 20_000


def main() -> None:
    """Run the command line. `--version` alone does without importing anything else: it answers at once."""
    if sys.argv[1:] in (["--version"], ["-V"]):
        from bot.cli.version import version_line

        sys.stdout.write(version_line() + "\n")
        return
    gc.set_threshold(COLLECTED_AFTER)
    from bot.cli import run_command_line
    from bot.private_files import close_new_files

    close_new_files()
    sys.exit(run_command_line(sys.argv[1:]))


if __name__ == "__main__":
    main()
