"""Signals that are noted and heeded in time, for commands that go on until the user ends them."""

import os
import signal
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from types import FrameType

_PAUSE_SIGNAL = getattr(signal, "SIGTSTP", None)


class Asked:
    """What the user asked for by a signal. It is done between two looks at the log, so that nothing is left half
    done."""

    stop = False
    """Ctrl-C or SIGTERM; a second one breaks off."""
    pause = False
    """Ctrl-Z."""

    def __call__(self, number: int, frame: FrameType | None) -> None:
        """Note a signal."""
        if number == _PAUSE_SIGNAL:
            self.pause = True
        elif self.stop:
            raise KeyboardInterrupt
        else:
            self.stop = True


@contextmanager
def noted_signals() -> Iterator[Asked]:
    """Note signals in place of what they do, as long as the context lasts."""
    asked = Asked()
    numbers = [signal.SIGINT, signal.SIGTERM, *([_PAUSE_SIGNAL] if _PAUSE_SIGNAL else [])]
    before = {number: signal.getsignal(number) for number in numbers}
    try:
        for number, handler in before.items():
            if handler != signal.SIG_IGN:  # as in a shell's background
                signal.signal(number, asked)
        yield asked
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)


def suspend() -> None:
    """Stop this process as Ctrl-Z does, until the shell lets it go on."""
    if sys.platform != "win32":
        os.kill(os.getpid(), signal.SIGSTOP)
