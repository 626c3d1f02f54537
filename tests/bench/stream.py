# SPDX-License-Identifier: GPL-3.0-or-later
"""What a stream costs in Ponder's service, beside curl, json-glib alone, and a vendor's own client.

All of one run, on the same server, so that the ratios mean something on any machine:

    meson test -C _build-bench --benchmark --verbose stream      (a build of type release)

Model servers send each event as a chunk of its own; proxies put many together.
"""

import os
import pathlib
import resource
import shutil
import statistics
import subprocess
import sys
import tempfile

N_EVENTS = 200_000
N_FIRST = 300
N_RUNS = 3

SOURCE = pathlib.Path(__file__).parent


def run(*words):
    return subprocess.run([str(word) for word in words], check=True, capture_output=True, text=True).stdout


def processor_seconds(*words):
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    run(*words)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def request(model):
    return ['-H', 'Content-Type: application/json', '-d',
            f'{{"model":"{model}","stream":true,"messages":[{{"role":"user","content":"Hello"}}]}}']


def curl_flood(model, port, folder):
    return N_EVENTS / processor_seconds('curl', '-sN', '-o', folder / 'flood', *request(model),
                                        f'http://127.0.0.1:{port}/v1/chat/completions')


def figures(*words):
    """Events per second of processor time, from a program that counts for itself."""
    n_events, processor = run(*words).split()[:2]
    assert int(n_events) == N_EVENTS, f'{n_events} events'
    return N_EVENTS / float(processor)


def install_sdk(folder):
    """The folder of the client's own packages, or None: then that row is left out, and says so."""
    if shutil.which('npm') is None:
        return None
    for name in ('package.json', 'package-lock.json', 'stream-sdk.mjs'):
        shutil.copy(SOURCE / name, folder)
    done = subprocess.run(['npm', 'ci', '--silent', '--no-audit', '--no-fund'], cwd=folder, capture_output=True)
    return folder if done.returncode == 0 else None


def curl_first(port, folder):
    """Microseconds to the first byte of the answer, on one connection that is kept."""
    config = folder / 'first'
    with config.open('w') as lines:
        for i in range(N_FIRST):
            if i > 0:
                lines.write('next\n')
            lines.write(f'url = "http://127.0.0.1:{port}/v1/chat/completions"\noutput = "/dev/null"\nno-buffer\nsilent\n'
                        'header = "Content-Type: application/json"\nwrite-out = "%{time_starttransfer}\\n"\n'
                        'data = "{\\"model\\":\\"short\\",\\"stream\\":true,\\"messages\\":[]}"\n')
    return [1e6 * float(line) for line in run('curl', '-K', config).split()]


def ponder_first(client, port):
    return [float(line) for line in run(client, 'first', port, N_FIRST).split()]


def median(measure, *arguments):
    return statistics.median(measure(*arguments) for _ in range(N_RUNS))


def measure_stream(model, client, port, folder, sdk):
    """(what, events per second of processor time), Ponder first."""
    yield 'Ponder, the whole service', median(figures, client, model, port)
    yield 'json-glib alone, no network', median(figures, client, 'tree', N_EVENTS)
    yield 'curl -N to a file', median(curl_flood, model, port, folder)
    if sdk:
        yield 'OpenAI’s JavaScript client', median(figures, 'node', sdk / 'stream-sdk.mjs', port, model)
    else:
        print('left out: OpenAI’s JavaScript client (its packages could not be installed)')


def main(server, client):
    folder = pathlib.Path(tempfile.mkdtemp(prefix='ponder-bench-'))
    running = subprocess.Popen([server, str(N_EVENTS)], stdout=subprocess.PIPE, text=True)
    try:
        port = int(running.stdout.readline())
        sdk = install_sdk(folder)
        for model, words in (('flood', 'one event to a chunk'), ('burst', '32 events to a chunk')):
            rows = list(measure_stream(model, client, port, folder, sdk))
            print(f'{N_EVENTS} events of 200 bytes, {words}: events per second of processor time, median of {N_RUNS}')
            for name, rate in rows:
                print(f'  {name:32} {rate:12,.0f}   Ponder does {rows[0][1] / rate:.2f} times as many')
        ours, curls = statistics.median(ponder_first(client, port)), statistics.median(curl_first(port, folder))
        print(f'first token, median of {N_FIRST}: Ponder {ours:.0f} µs, curl {curls:.0f} µs, over it {ours - curls:.0f} µs')
    finally:
        running.kill()
        running.wait()
        shutil.rmtree(folder)


os.environ['NO_PROXY'] = '*'
main(*sys.argv[1:])
