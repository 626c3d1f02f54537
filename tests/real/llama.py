# SPDX-License-Identifier: GPL-3.0-or-later
"""llama-server with a small model, as build-aux/local-model serves it, each test its own if it wants another."""

import contextlib
import os
import pathlib
import shutil
import socket
import ssl
import subprocess
import sys
import tempfile
import threading
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


def is_ready(port):
    try:
        with urllib.request.urlopen(f'http://127.0.0.1:{port}/health', timeout=2) as answer:
            return answer.status == 200
    except OSError:
        return False


def start(*options):
    """A server of our own, which nobody else stops; its port may be taken by another meanwhile."""
    for _ in range(3):
        port = free_port()
        command = [os.environ['PONDER_LOCAL_MODEL'], 'serve', '--port', str(port), '--', *options]
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL)
        end = time.monotonic() + START_LIMIT
        while process.poll() is None and time.monotonic() < end:
            if is_ready(port):
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
        path, key = pathlib.Path(folder) / 'certificate.pem', pathlib.Path(folder) / 'key.pem'
        subprocess.run(['openssl', 'req', '-x509', '-newkey', 'ec', '-pkeyopt', 'ec_paramgen_curve:prime256v1', '-nodes',
                        '-days', '2', '-subj', '/CN=127.0.0.1', '-addext', 'subjectAltName=IP:127.0.0.1',
                        '-keyout', key, '-out', path], check=True, stdin=subprocess.DEVNULL, capture_output=True)
        yield path, key


def pump(source, target):
    with contextlib.suppress(OSError):
        while data := source.recv(65536):
            target.sendall(data)
    for end in (source, target):
        with contextlib.suppress(OSError):
            end.shutdown(socket.SHUT_RDWR)


def forward(listener, context, port):
    """Until the listener is closed. Debian builds llama-server without TLS of its own."""
    while True:
        try:
            plain, _ = listener.accept()
        except OSError:
            return
        with contextlib.suppress(OSError):
            client = context.wrap_socket(plain, server_side=True)
            server = socket.create_connection(('127.0.0.1', port))
            threading.Thread(target=pump, args=(client, server), daemon=True).start()
            threading.Thread(target=pump, args=(server, client), daemon=True).start()


@contextlib.contextmanager
def behind_tls(port, path, key):
    """The port of a door with that certificate, which leads to the server at @port."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(path, key)
    listener = socket.create_server(('127.0.0.1', 0))
    threading.Thread(target=forward, args=(listener, context, port), daemon=True).start()
    try:
        yield listener.getsockname()[1]
    finally:
        listener.close()
