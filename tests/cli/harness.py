# SPDX-License-Identifier: GPL-3.0-or-later
"""Runs the real ponder-cli in folders of its own, and prints what the tests found as TAP."""

import contextlib
import json
import os
import pathlib
import pty
import queue
import shutil
import signal
import sqlite3
import subprocess
import sys
import tempfile
import threading
import time
import traceback

LIMIT = 60
TESTS = []


def test(function):
    """Registers a test; its name is a sentence with underscores."""
    TESTS.append(function)
    return function


def check(condition, *about):
    if not condition:
        raise AssertionError(' '.join(str(part) for part in about))


def equal(found, wanted, *about):
    check(found == wanted, f'found {found!r}, wanted {wanted!r}', *about)


class Result:
    def __init__(self, status, out, err):
        self.status, self.out, self.err = status, out, err

    def json(self):
        try:
            return json.loads(self.out)
        except ValueError:
            raise AssertionError(f'not JSON: {self.out!r} ({self.err!r})') from None


class Home:
    """A user with an empty home folder, and the program as that user runs it."""

    def __init__(self, folder):
        self.folder = pathlib.Path(folder)
        self.data = self.folder / 'data'
        self.environment = {
            name: value for name, value in os.environ.items()
            if not name.endswith('_API_KEY') and name not in ('DBUS_SESSION_BUS_ADDRESS', 'DISPLAY')
            and not name.startswith('XDG_')
        }
        self.environment.update(HOME=str(folder), XDG_RUNTIME_DIR=str(folder),
                                DBUS_SESSION_BUS_ADDRESS='disabled:')

    def command(self, *arguments):
        program = os.environ['PONDER_CLI']
        return [program, '--data-dir', str(self.data), '--config-dir', str(self.folder / 'config'),
                *arguments]

    def start(self, *arguments, environment=None, stdin=subprocess.DEVNULL, **options):
        options = {'stdout': subprocess.PIPE, 'stderr': subprocess.PIPE} | options
        return subprocess.Popen(self.command(*arguments), stdin=stdin,
                                env=self.environment | (environment or {}), **options)

    def run(self, *arguments, text=None, environment=None):
        """Runs to the end; @text is what standard input holds."""
        stdin = subprocess.DEVNULL if text is None else subprocess.PIPE
        process = self.start(*arguments, environment=environment, stdin=stdin)
        return finish(process, text)

    def add_provider(self, server, name='mock', *options):
        added = self.run('providers', 'add', name, '--dialect', 'openai', '--base-url', server.url,
                         *options)
        equal(added.status, 0, added.err)

    def sessions(self, *options):
        listed = self.run('sessions', 'list', '--json', *options)
        equal(listed.status, 0, listed.err)
        return listed.json()

    def messages(self, session):
        shown = self.run('sessions', 'show', session, '--json')
        equal(shown.status, 0, shown.err)
        return shown.json()['messages']

    def stored_text(self):
        """Everything that the databases hold, as text."""
        text = ''
        for path in self.data.rglob('*'):
            if path.is_file() and path.read_bytes()[:15] == b'SQLite format 3':
                with contextlib.closing(sqlite3.connect(path)) as database:
                    text += '\n'.join(rows(database))
        check(text != '', 'there is no database')
        return text


def rows(database):
    """Every row of every table that needs no tokenizer of ours."""
    tables = database.execute("SELECT name FROM sqlite_schema WHERE type = 'table' AND sql NOT LIKE 'CREATE VIRTUAL%'")
    for (table,) in tables.fetchall():
        for row in database.execute(f'SELECT * FROM "{table}"'):
            yield str(row)


def finish(process, text=None):
    try:
        out, err = process.communicate(None if text is None else text.encode(), timeout=LIMIT)
    except subprocess.TimeoutExpired:
        process.kill()
        out, err = process.communicate()
        raise AssertionError(f'did not end within {LIMIT} s; said {out!r} {err!r}') from None
    return Result(process.returncode, (out or b'').decode('utf-8', 'replace'),
                  (err or b'').decode('utf-8', 'replace'))


class Reader:
    """Reads a stream as it comes, without blocking the test for ever."""

    def __init__(self, stream):
        self.seen = b''
        self.pieces = queue.Queue()
        threading.Thread(target=self.pump, args=(stream,), daemon=True).start()

    def pump(self, stream):
        while piece := os.read(stream.fileno(), 4096):
            self.pieces.put(piece)
        self.pieces.put(None)

    def until(self, wanted):
        end = time.monotonic() + LIMIT
        while wanted not in self.seen:
            try:
                piece = self.pieces.get(timeout=max(0.01, end - time.monotonic()))
            except queue.Empty:
                piece = None
            check(piece is not None, f'{wanted!r} did not come, only {self.seen!r}')
            self.seen += piece
        return self.seen

    def rest(self):
        while (piece := self.pieces.get(timeout=LIMIT)) is not None:
            self.seen += piece
        return self.seen


def run_on_terminal(home, *arguments, errors_too=False):
    """What a terminal gets, as bytes."""
    master, slave = pty.openpty()
    errors = slave if errors_too else subprocess.DEVNULL
    process = home.start(*arguments, stdout=slave, stderr=errors)
    os.close(slave)
    seen = b''
    while True:
        try:
            piece = os.read(master, 4096)
        except OSError:
            break
        if not piece:
            break
        seen += piece
    os.close(master)
    return process.wait(30), seen.replace(b'\r\n', b'\n')


def harmless(seen):
    text = seen.decode()
    return [character for character in text
            if (character < ' ' and character not in '\n\t') or '\x7f' <= character <= '\x9f'] == []


def interrupt(process, kind=signal.SIGINT):
    process.send_signal(kind)


def run_one(function):
    folder = tempfile.mkdtemp(prefix='ponder-cli-')
    try:
        function(Home(folder))
        return None
    except Exception:
        return traceback.format_exc()
    finally:
        shutil.rmtree(folder, ignore_errors=True)


def main():
    print(f'1..{len(TESTS)}')
    failed = 0
    for number, function in enumerate(TESTS, 1):
        begun = time.monotonic()
        trouble = run_one(function)
        print(f'# {time.monotonic() - begun:.2f} s')
        print(f'{"not " if trouble else ""}ok {number} - {function.__name__.replace("_", "-")}')
        if trouble:
            failed += 1
            for line in trouble.splitlines():
                print(f'# {line}')
        sys.stdout.flush()
    sys.exit(1 if failed else 0)
