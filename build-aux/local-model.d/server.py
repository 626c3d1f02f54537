# SPDX-License-Identifier: GPL-3.0-or-later
"""llama-server on loopback: started, looked for, stopped."""

import json
import os
import signal
import socket
import subprocess
import time
import urllib.error
import urllib.request

import engine
import place

HOST = '127.0.0.1'
START_LIMIT = 120
STOP_LIMIT = 10


class Running:
    """A server that this command started in the background, as it noted it down."""

    def __init__(self, pid, port, model):
        self.pid, self.port, self.model = pid, port, model

    def url(self):
        return f'http://{HOST}:{self.port}/v1'

    def is_alive(self):
        """A process of that number may be another by now: only one with our words counts."""
        try:
            with open(f'/proc/{self.pid}/cmdline', 'rb') as file:
                words = file.read().split(b'\0')
        except OSError:
            return False
        return self.model.encode() in words and str(self.port).encode() in words

    def is_ready(self):
        try:
            with urllib.request.urlopen(f'http://{HOST}:{self.port}/health', timeout=2) as answer:
                return answer.status == 200
        except (urllib.error.URLError, OSError):
            return False


def note():
    return place.folder() / 'server.json'


def log():
    return place.folder() / 'server.log'


def find():
    """The server that is running, or None."""
    try:
        noted = json.loads(note().read_text(encoding='utf-8'))
        running = Running(noted['pid'], noted['port'], noted['model'])
    except (OSError, ValueError, KeyError):
        return None
    return running if running.is_alive() else None


def words(model, port):
    threads = max(1, min(4, (os.cpu_count() or 1) - 1))
    return [*engine.command('llama-server'), '--offline', '--host', HOST, '--port', str(port),
            '-m', str(model.path()), '--alias', model.name, '-c', str(model.context),
            '-np', '1', '-t', str(threads), '--no-ui']


def free_port():
    with socket.socket() as probe:
        probe.bind((HOST, 0))
        return probe.getsockname()[1]


def serve(model, port, options):
    """Becomes the server, which gets @options as well; never comes back."""
    port = port or free_port()
    place.say(f'serving {model.name} at http://{HOST}:{port}/v1 (Ctrl+C ends it)')
    command = [*words(model, port), *options]
    os.chdir(engine.home())
    os.execv(command[0], command)


def start(model, port):
    """Starts the server in the background and waits until it answers."""
    running = find()
    if running is None:
        return launch_somewhere(model, port)
    if running.model != model.name or port not in (0, running.port):
        raise place.Problem(f'{running.model} is served at {running.url()}; stop it first')
    if not wait_ready(running):
        raise ended_at_once()
    return running


def launch_somewhere(model, port):
    """A free port may be taken by another program before the server listens on it."""
    for _ in range(1 if port else 3):
        running = launch(model, port or free_port())
        if wait_ready(running):
            return running
    raise ended_at_once()


def launch(model, port):
    with open(log(), 'wb') as out:
        process = subprocess.Popen(words(model, port), cwd=engine.home(), stdin=subprocess.DEVNULL,
                                   stdout=out, stderr=out, start_new_session=True)
    part = note().with_suffix('.part')
    part.write_text(json.dumps({'pid': process.pid, 'port': port, 'model': model.name}),
                    encoding='utf-8')
    part.replace(note())
    return Running(process.pid, port, model.name)


def wait_ready(running):
    """False when the server has ended instead."""
    end = time.monotonic() + START_LIMIT
    while not running.is_ready():
        if not running.is_alive():
            return False
        if time.monotonic() > end:
            stop()
            raise place.Problem(f'llama-server was not ready within {START_LIMIT} seconds; see '
                                f'{log()}')
        time.sleep(0.1)
    return True


def ended_at_once():
    return place.Problem(f'llama-server ended at once; its last words are in {log()}:\n'
                         f'{last_words()}')


def last_words():
    return '\n'.join(log().read_text(encoding='utf-8', errors='replace').splitlines()[-5:])


def stop():
    """Ends the server; says whether there was one."""
    running = find()
    note().unlink(missing_ok=True)
    if running is None:
        return False
    os.kill(running.pid, signal.SIGTERM)
    end = time.monotonic() + STOP_LIMIT
    while running.is_alive() and time.monotonic() < end:
        time.sleep(0.05)
    if running.is_alive():
        os.kill(running.pid, signal.SIGKILL)
    return True
