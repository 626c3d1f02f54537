# SPDX-License-Identifier: GPL-3.0-or-later
"""Where the local model lies, and the few things that all its parts do."""

import contextlib
import fcntl
import os
import pathlib
import shutil
import subprocess
import sys


class Problem(Exception):
    """What stops the command, in words for the person who typed it."""


def folder():
    # Tests run with a home of their own and say where the person's is.
    if chosen := os.environ.get('PONDER_LOCAL_MODEL_DIR'):
        return pathlib.Path(chosen)
    base = os.environ.get('XDG_CACHE_HOME', '')
    root = pathlib.Path(base) if os.path.isabs(base) else pathlib.Path.home() / '.cache'
    return root / 'ponder' / 'local-model'


def say(text):
    """Progress goes to standard error: standard output is for what a script reads."""
    print(f'local-model: {text}', file=sys.stderr, flush=True)


def need_program(name, why):
    if shutil.which(name) is None:
        raise Problem(f'“{name}” is not installed; it is needed to {why}')


def need_space(megabytes):
    free = shutil.disk_usage(folder()).free // 1_000_000
    if free < megabytes:
        raise Problem(f'{folder()} needs {megabytes} MB and only {free} MB are free')


def run(command, why, **options):
    """Runs a program quietly; its own words are shown only when it fails."""
    done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True,
                          **options)
    if done.returncode != 0:
        raise Problem(f'could not {why}:\n{(done.stderr or done.stdout).strip()}')
    return done.stdout


@contextlib.contextmanager
def alone():
    """Two fetches or starts at once would tread on each other: the second waits."""
    folder().mkdir(parents=True, exist_ok=True)
    with open(folder() / 'lock', 'w', encoding='utf-8') as lock:
        fcntl.flock(lock, fcntl.LOCK_EX)
        yield
