# SPDX-License-Identifier: GPL-3.0-or-later
"""A server that others wrote, @copilotkit/aimock from npm: fetched into the build folder, started, told to misbehave."""

import json
import os
import pathlib
import re
import shutil
import socket
import subprocess
import sys
import time
import urllib.request

HERE = pathlib.Path(__file__).resolve().parent
FOLDER = pathlib.Path(os.environ['PONDER_BUILD_DIR']) / 'tests' / 'peers' / 'aimock'
PROGRAM = FOLDER / 'node_modules' / '@copilotkit' / 'aimock' / 'dist' / 'cli.js'
NODE = (20, 15)
FETCH_LIMIT = 120
START_LIMIT = 30


def skip(reason):
    print(f'1..0 # SKIP {reason}')
    sys.exit(0)


def run(*command, **options):
    try:
        return subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, text=True, **options)
    except (OSError, subprocess.TimeoutExpired):
        return None


def require_node():
    found = run('node', '--version')
    version = re.match(r'v(\d+)\.(\d+)', found.stdout) if found is not None else None
    if version is None:
        skip('there is no Node here')
    if (int(version[1]), int(version[2])) < NODE:
        skip(f'Node {found.stdout.strip()} is older than {NODE[0]}.{NODE[1]}')


def fetch():
    """Only where it is not here as the lock file wants it."""
    lock = (HERE / 'package-lock.json').read_bytes()
    kept = FOLDER / 'package-lock.json'
    if PROGRAM.exists() and kept.exists() and kept.read_bytes() == lock:
        return
    shutil.rmtree(FOLDER, ignore_errors=True)
    FOLDER.mkdir(parents=True)
    for name in ('package.json', 'package-lock.json'):
        shutil.copyfile(HERE / name, FOLDER / name)
    fetched = run('npm', 'ci', '--ignore-scripts', '--no-audit', '--no-fund', cwd=FOLDER, timeout=FETCH_LIMIT)
    if fetched is None or fetched.returncode != 0 or not PROGRAM.exists():
        shutil.rmtree(FOLDER, ignore_errors=True)
        skip('npm cannot fetch @copilotkit/aimock')


def free_port():
    with socket.socket() as probe:
        probe.bind(('127.0.0.1', 0))
        return probe.getsockname()[1]


class Peer:
    def __init__(self):
        require_node()
        fetch()
        self.port = free_port()
        self.root = f'http://127.0.0.1:{self.port}'
        # Chunks of eight characters, so that short texts are streams as well.
        self.process = subprocess.Popen(
            ['node', str(PROGRAM), '-h', '127.0.0.1', '-p', str(self.port), '-f', str(HERE / 'fixtures.json'),
             '-c', '8', '--log-level', 'silent'],
            stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        self.wait()

    def wait(self):
        end = time.monotonic() + START_LIMIT
        while self.process.poll() is None and time.monotonic() < end:
            try:
                self.ask('GET', '/__aimock/journal?limit=1')
                return
            except OSError:
                time.sleep(0.05)
        self.stop()
        print('Bail out! aimock does not start')
        sys.exit(1)

    def ask(self, method, path, body=None):
        """One of its own end points."""
        data = None if body is None else json.dumps(body).encode()
        request = urllib.request.Request(self.root + path, data, {'Content-Type': 'application/json'}, method=method)
        opener = urllib.request.build_opener(urllib.request.ProxyHandler({}))
        with opener.open(request, timeout=5) as answer:
            return json.loads(answer.read() or b'null')

    def misbehave(self, **rates):
        self.ask('POST', '/__aimock/chaos', rates)

    def behave(self):
        self.ask('DELETE', '/__aimock/chaos')

    def stop(self):
        self.process.kill()
        self.process.wait()
