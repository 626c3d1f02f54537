# SPDX-License-Identifier: GPL-3.0-or-later
"""llama-server with a small model, as build-aux/local-model serves it, each test its own if it wants another."""

import contextlib
import os
import shutil
import socket
import ssl
import subprocess
import sys
import tempfile
import time
import urllib.request

START_LIMIT = 120


def local_model(*arguments):
    return subprocess.run([os.environ['PONDER_LOCAL_MODEL'], *arguments], stdin=subprocess.DEVNULL,
                          capture_output=True, text=True)


def free_port():
    with socket.socket() as probe:
        probe.bind(('127.0.0.1', 0))
        return probe.getsockname()[1]


def is_ready(port, scheme):
    """Whose certificate it is does not matter here: only the program may not be fooled."""
    context = ssl.create_default_context()
    context.check_hostname, context.verify_mode = False, ssl.CERT_NONE
    try:
        with urllib.request.urlopen(f'{scheme}://127.0.0.1:{port}/health', timeout=2, context=context) as answer:
            return answer.status == 200
    except OSError:
        return False


def start(*options):
    """A server of our own, which nobody else stops; its port may be taken by another meanwhile."""
    scheme = 'https' if '--ssl-cert-file' in options else 'http'
    for _ in range(3):
        port = free_port()
        command = [os.environ['PONDER_LOCAL_MODEL'], 'serve', '--port', str(port), '--', *options]
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL)
        end = time.monotonic() + START_LIMIT
        while process.poll() is None and time.monotonic() < end:
            if is_ready(port, scheme):
                return process, port
            time.sleep(0.05)
        process.kill()
        process.wait()
    print('Bail out! llama-server does not start')
    sys.exit(1)


def stop(process):
    process.terminate()
    process.wait()


@contextlib.contextmanager
def served(*options):
    """The port of a server that was started with @options."""
    process, port = start(*options)
    try:
        yield port
    finally:
        stop(process)


@contextlib.contextmanager
def certificate():
    """(certificate, key) of 127.0.0.1, which nobody vouches for; None without openssl."""
    if shutil.which('openssl') is None:
        yield None
        return
    with tempfile.TemporaryDirectory(prefix='ponder-tls-') as folder:
        path, key = os.path.join(folder, 'certificate.pem'), os.path.join(folder, 'key.pem')
        subprocess.run(['openssl', 'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1',
                        '-nodes', '-days', '2', '-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1',
                        '-keyout', key, '-out', path], check=True, stdin=subprocess.DEVNULL, capture_output=True)
        yield path, key
