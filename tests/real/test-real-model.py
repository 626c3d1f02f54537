#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""ponder-cli against a real llama-server: three dialects, streaming, stopping, limits, keys, TLS."""

import os
import pathlib
import sys
import time

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / 'cli'))

from harness import Reader, check, equal, finish, interrupt, main, test
from llama import certificate, local_model, served, start, stop

QUESTION = '请介绍一下长城的历史。'
MODEL = 'local/minimind2-small'
# A thread of the TLS library may be about to end when the program does, and the leak sanitizer falls over it.
NO_LEAK_CHECK = {'LSAN_OPTIONS': 'detect_leaks=0'}


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
    # Always the same answer, which is long, and says this early.
    process = home.start('ask', '-m', MODEL, '--max-tokens', '1900', '--temperature', '0', QUESTION)
    reader = Reader(process.stdout)
    reader.until('长城'.encode())
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
def two_questions_at_once_are_both_answered(home):
    add(home)
    processes = [home.start('ask', '-m', MODEL, '--max-tokens', '80', QUESTION) for _ in range(2)]
    for process in processes:
        asked = finish(process)
        equal(asked.status, 0, asked.err)
        check(asked.out.strip() != '', 'no answer')


DIALECTS = {'openai': '/v1', 'openai-responses': '/v1', 'anthropic': ''}


def in_every_dialect(function):
    for dialect in DIALECTS:
        def one(home, dialect=dialect):
            function(home, dialect)
        one.__name__ = f'{dialect.replace("-", "_")}_{function.__name__}'
        test(one)
    return function


def add_in(home, dialect, port, *options, scheme='http'):
    return home.run('providers', 'add', 'local', '--dialect', dialect, '--base-url',
                    f'{scheme}://127.0.0.1:{port}{DIALECTS[dialect]}', *options)


@in_every_dialect
def answers_the_same_whole_and_as_a_stream(home, dialect):
    equal(add_in(home, dialect, PORT).status, 0)
    texts = []
    for options in ((), ('--no-stream',)):
        asked = home.run('ask', '-m', MODEL, '--max-tokens', '60', '--temperature', '0', '--json', *options, QUESTION)
        equal(asked.status, 0, asked.err)
        answer = asked.json()
        # In the Responses dialect llama-server calls an answer complete that its limit ended.
        equal((answer['finish'], answer['usage']['output']),
              ('stop' if dialect == 'openai-responses' else 'length', 60), options)
        check(answer['usage']['input'] > 10, answer['usage'])
        texts.append(answer['text'])
    check('长城' in texts[0], texts[0])
    equal(texts[0], texts[1])


@in_every_dialect
def refuses_what_is_longer_than_its_context(home, dialect):
    equal(add_in(home, dialect, PORT).status, 0)
    asked = home.run('ask', '-m', MODEL, '--json', '-', text='长城' * 6000)
    equal((asked.status, asked.json()['error']['category']), (7, 'context_length'), asked.out)


@test
def a_key_is_refused_unless_it_is_the_right_one(home):
    with served('--api-key', 'right-key-0123456789') as port:
        for dialect in DIALECTS:
            equal(add_in(home, dialect, port, '--key-env', 'LOCAL_KEY').status, 0)
            for key, status in (('wrong-key-9876543210', 3), ('right-key-0123456789', 0)):
                asked = home.run('ask', '-m', MODEL, '--max-tokens', '8', '--json', QUESTION,
                                 environment={'LOCAL_KEY': key})
                equal(asked.status, status, dialect, asked.out)
                check(key not in asked.out + asked.err, 'the key is told')
                if status != 0:
                    equal(asked.json()['error']['category'], 'authentication', dialect)
            equal(home.run('providers', 'remove', 'local').status, 0)
    check('key-0123456789' not in home.stored_text(), 'the key is stored')


@test
def its_own_certificate_is_trusted_once_it_is_named(home):
    with certificate() as made:
        if made is None:
            note('left out: there is no openssl to make a certificate')
            return
        path, key = made
        with served('--ssl-cert-file', path, '--ssl-key-file', key) as port:
            equal(add_in(home, 'openai', port, scheme='https').status, 0)
            asked = home.run('ask', '-m', MODEL, '--max-tokens', '8', '--json', '--retries', '0', QUESTION,
                             environment=NO_LEAK_CHECK)
            equal((asked.status, asked.json()['error']['category']), (5, 'network'), asked.err)
            equal(home.run('providers', 'remove', 'local').status, 0)

            equal(add_in(home, 'openai', port, '--ca-file', path, scheme='https').status, 0)
            asked = home.run('ask', '-m', MODEL, '--max-tokens', '8', QUESTION, environment=NO_LEAK_CHECK)
            equal(asked.status, 0, asked.err)
            stages = home.run('providers', 'test', 'local', '--json', environment=NO_LEAK_CHECK).json()['stages']
            equal((stages['tls'], stages['token']), ('passed', 'passed'), stages)


if local_model('path').returncode != 0:
    print('1..0 # SKIP run build-aux/local-model first')
    sys.exit(0)

SERVER, PORT = start()
URL = f'http://127.0.0.1:{PORT}/v1'
try:
    main()
finally:
    stop(SERVER)
