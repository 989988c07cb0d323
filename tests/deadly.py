"""What a file that was made to harm does to the process that reads it; alone here, so that a new process starts fast."""

import os
import signal


def die(*_):
    """End this process as a fault in a library does."""
    os.kill(os.getpid(), signal.SIGSEGV)


def greedy(*_):
    """Ask for more than a process may have."""
    return bytes(3 * 10**9)
