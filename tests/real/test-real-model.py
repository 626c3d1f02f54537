#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""ponder-cli against a real llama-server: streaming, stopping, limits, refusals."""

import os
import pathlib
import socket
import subprocess
import sys
import time
import urllib.request

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / 'cli'))

from harness import Reader, check, equal, finish, interrupt, main, test

QUESTION = '请介绍一下长城的历史。'
MODEL = 'local/minimind2-small'


def local_model(*arguments):
    return subprocess.run([os.environ['PONDER_LOCAL_MODEL'], *arguments], stdin=subprocess.DEVNULL,
                          capture_output=True, text=True)


def note(text):
    print(f'# {text}')


def add(home):
    added = home.run('providers', 'add', 'local', '--dialect', 'openai', '--base-url', URL)
    equal(added.status, 0, added.err)


@test
def the_server_passes_every_stage_and_lists_its_model(home):
    add(home)
    tested = home.run('providers', 'test', 'local', '--json')
    equal(tested.status, 0, tested.err)
    equal(tested.json()['stages'],
          {'name': 'passed', 'connect': 'passed', 'tls': 'skipped', 'key': 'passed',
           'models': 'passed', 'token': 'passed'})
    equal(home.run('models', 'local').out.split()[0], MODEL)


@test
def an_answer_streams(home):
    add(home)
    process = home.start('ask', '-m', MODEL, '--max-tokens', '200', '--temperature', '0', QUESTION)
    begun = time.monotonic()
    times = []
    text = b''
    while piece := os.read(process.stdout.fileno(), 4096):
        times.append(time.monotonic() - begun)
        text += piece
    equal(process.wait(60), 0)
    process.stdout.close()
    process.stderr.close()
    text.decode()
    check(len(times) >= 20, f'came in {len(times)} pieces only')
    check(times[-1] - times[0] > 0.05, 'came all at once')
    note(f'{len(times)} pieces, first after {times[0] * 1000:.0f} ms, '
         f'last after {times[-1] * 1000:.0f} ms')


@test
def the_json_counts_what_the_server_counted(home):
    add(home)
    answer = home.run('ask', '-m', MODEL, '--max-tokens', '120', '--temperature', '0', '--json',
                      QUESTION)
    equal(answer.status, 0, answer.err)
    answer = answer.json()
    equal((answer['provider'], answer['model'], answer['finish'], answer['error']),
          ('local', 'minimind2-small', 'length', None))
    equal(answer['usage']['output'], 120)
    check(answer['usage']['input'] > 10, answer['usage'])
    check('长城' in answer['text'], answer['text'])
    timing = answer['timing_ms']
    check(0 <= timing['first_token'] <= timing['total'], timing)
    rate = 119 / max(0.001, (timing['total'] - timing['first_token']) / 1000)
    note(f'connect {timing["connect"]} ms, first token {timing["first_token"]} ms, '
         f'total {timing["total"]} ms, {rate:.0f} tokens/s')

    whole = home.run('ask', '-m', MODEL, '--max-tokens', '120', '--temperature', '0', '--json',
                     '--no-stream', QUESTION)
    equal((whole.status, whole.json()['text']), (0, answer['text']), whole.err)


@test
def stopping_half_way_keeps_what_came(home):
    add(home)
    process = home.start('ask', '-m', MODEL, '--max-tokens', '1900', '请写一篇很长的故事，越长越好。')
    reader = Reader(process.stdout)
    reader.until('，'.encode())
    begun = time.monotonic()
    interrupt(process)
    equal(process.wait(30), 130)
    note(f'ended {(time.monotonic() - begun) * 1000:.0f} ms after Ctrl+C')
    printed = reader.rest().decode().rstrip('\n')
    equal(process.stderr.read(), b'')
    process.stdout.close()
    process.stderr.close()
    kept = home.messages(home.sessions()[0]['id'])[-1]
    equal((kept['state'], kept['text']), ('stopped', printed))


@test
def a_chat_goes_on(home):
    add(home)
    first = home.run('ask', '-m', MODEL, '--max-tokens', '60', '--json', '你好，我叫小明。').json()
    again = home.run('ask', '--session', first['session'], '--max-tokens', '60', '--json',
                     '你还记得我叫什么吗？')
    equal(again.status, 0, again.err)
    check(again.json()['usage']['input'] > first['usage']['input'] + 10, again.out)
    equal(home.sessions()[0]['messages'], 4)


@test
def a_prompt_that_is_too_long_is_refused_with_7(home):
    add(home)
    asked = home.run('ask', '-m', MODEL, '--json', '-', text='长城' * 6000)
    equal(asked.status, 7, asked.out)
    equal(asked.json()['error']['category'], 'context_length')


@test
def two_questions_at_once_are_both_answered(home):
    add(home)
    processes = [home.start('ask', '-m', MODEL, '--max-tokens', '80', QUESTION) for _ in range(2)]
    for process in processes:
        asked = finish(process)
        equal(asked.status, 0, asked.err)
        check(asked.out.strip() != '', 'no answer')


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


def start_server():
    """A server of our own, which nobody else stops; its port may be taken by another meanwhile."""
    for _ in range(3):
        port = free_port()
        command = [os.environ['PONDER_LOCAL_MODEL'], 'serve', '--port', str(port)]
        process = subprocess.Popen(command, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL,
                                   stderr=subprocess.DEVNULL)
        end = time.monotonic() + 120
        while process.poll() is None and time.monotonic() < end:
            if is_ready(port):
                return process, f'http://127.0.0.1:{port}/v1'
            time.sleep(0.05)
        process.kill()
        process.wait()
    print('Bail out! llama-server does not start')
    sys.exit(1)


if local_model('path').returncode != 0:
    print('1..0 # SKIP run build-aux/local-model first')
    sys.exit(0)

SERVER, URL = start_server()
try:
    main()
finally:
    SERVER.terminate()
    SERVER.wait()
