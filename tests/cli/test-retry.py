#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What `ask` does and says while it tries again, and that Ctrl+C ends every state at once."""

import socket
import sys
import threading
import time

sys.dont_write_bytecode = True

import mock
from harness import Reader, check, equal, finish, harmless, interrupt, main, run_on_terminal, test

# The server sees the end of the connection within this, in seconds: the best of a few, since other tests run meanwhile.
AT_ONCE = 0.1
TIMES = 3


@test
def a_refused_question_is_asked_again_and_the_attempts_are_counted(home):
    with mock.Server(mock.failing_first(2, 429, mock.saying('fine'))) as server:
        home.add_provider(server)
        asked = home.run('ask', '-m', 'mock/one', '--json', 'x')
    equal(asked.status, 0, asked.err)
    answer = asked.json()
    equal((answer['text'], answer['attempts'], answer['error']), ('fine', 3, None))
    equal(len(server.requests), 3)


@test
def what_a_server_refused_is_left_out_by_the_next_program_too(home):
    def answer(handler, request):
        if 'temperature' in request:
            mock.reply(handler, 400, {'error': {'message': "Unsupported parameter: 'temperature'",
                                                'param': 'temperature', 'code': 'unsupported_parameter'}})
        else:
            mock.saying('fine')(handler, request)

    with mock.Server(answer) as server:
        home.add_provider(server)
        for n_requests in (2, 3):
            asked = home.run('ask', '-m', 'mock/one', '--temperature', '0.5', '--no-cache', 'x')
            equal((asked.status, asked.out), (0, 'fine\n'), asked.err)
            equal(len(server.requests), n_requests)
        # Another model has not refused anything.
        home.run('ask', '-m', 'mock/two', '--temperature', '0.5', 'x')
        equal(len(server.requests), 5)


@test
def each_wait_is_one_plain_line_where_there_is_no_terminal(home):
    with mock.Server(mock.failing_first(2, 429, mock.saying('fine'))) as server:
        home.add_provider(server)
        asked = home.run('ask', '-m', 'mock/one', 'x')
    equal((asked.status, asked.out), (0, 'fine\n'), asked.err)
    lines = asked.err.splitlines()
    equal(len(lines), 2, lines)
    for number, line in enumerate(lines, 2):
        for part in ('mock', 'one', f'(attempt {number} of 4)', ' 1 s '):
            check(part in line, part, line)
        check('\x1b' not in line and '\r' not in line, line)


@test
def a_model_that_is_being_loaded_is_told_of_once(home):
    requests = []

    def answer(handler, request):
        requests.append(request)
        if len(requests) == 4:
            mock.saying('fine')(handler, request)
        else:
            mock.refusing(503, 'Loading model')(handler, request)

    with mock.Server(answer) as server:
        home.add_provider(server)
        asked = home.run('ask', '-m', 'mock/one', 'x')
    equal((asked.status, asked.out), (0, 'fine\n'), asked.err)
    equal(asked.err.count('retrying'), 1, asked.err)


@test
def on_a_terminal_one_line_counts_down_in_place(home):
    with mock.Server(mock.failing_first(1, 429, mock.saying('fine'), '1.6')) as server:
        home.add_provider(server)
        status, seen = run_on_terminal(home, 'ask', '-m', 'mock/one', 'x', errors_too=True)
    equal(status, 0, seen)
    text = seen.decode()
    for part in (' 2 s ', ' 1 s ', '(attempt 2 of 4)', 'Ctrl+C'):
        check(part in text, part, text)
    check(text.endswith('\r\x1b[Kfine\n'), repr(text))
    check('\n' not in text.removesuffix('fine\n'), repr(text))


@test
def control_characters_never_reach_the_terminal_with_the_countdown(home):
    evil = 'one\x1b[2J\x07\u009b5m\nmore'
    with mock.Server(mock.failing_first(1, 429, mock.saying('fine'))) as server:
        home.add_provider(server)
        status, seen = run_on_terminal(home, 'ask', '-m', f'mock/{evil}', 'x', errors_too=True)
    equal(status, 0, seen)
    for own in (b'\r\x1b[K', b'\x1b[?7l', b'\x1b[?7h'):
        seen = seen.replace(own, b'')
    check(harmless(seen), seen)
    check(b'attempt 2' in seen, seen)


@test
def retries_says_how_often(home):
    for retries, tries in (('0', 1), ('1', 2)):
        with mock.Server(mock.failing_first(99, 429, mock.saying('fine'), '0.1')) as server:
            home.add_provider(server)
            asked = home.run('ask', '-m', 'mock/one', '--retries', retries, '--json', 'x')
        equal(asked.status, 4, asked.err)
        equal(len(server.requests), tries)
        answer = asked.json()
        equal((answer['attempts'], answer['error']['category']), (tries, 'rate_limit'))


@test
def a_server_that_stays_overloaded_ends_with_4(home):
    with mock.Server(mock.failing_first(99, 503, mock.saying('fine'), '0.1')) as server:
        home.add_provider(server)
        asked = home.run('ask', '-m', 'mock/one', '--retries', '1', 'x')
    equal(asked.status, 4, asked.err)
    last = asked.err.splitlines()[-1]
    check('Provider: mock' in last and 'Model: one' in last, last)


@test
def what_cannot_get_better_is_not_asked_again(home):
    for status, code in ((401, 3), (402, 3), (403, 3), (400, 7), (404, 7)):
        with mock.Server(mock.refusing(status, 'no')) as server:
            home.add_provider(server)
            asked = home.run('ask', '-m', 'mock/one', 'x')
        equal((asked.status, len(server.requests)), (code, 1), status, asked.err)


@test
def the_error_is_one_line_unless_asked_for_more(home):
    with mock.Server(mock.refusing(401, 'OWN WORDS')) as server:
        home.add_provider(server)
        short = home.run('ask', '-m', 'mock/one', 'x')
        long = home.run('--verbose', 'ask', '-m', 'mock/one', 'x')
    equal(len(short.err.splitlines()), 1, short.err)
    check('OWN WORDS' not in short.err and 'OWN WORDS' in long.err, short.err, long.err)


@test
def the_number_of_tries_is_for_one_question_alone(home):
    with mock.Server(mock.failing_first(1, 429, mock.saying('fine'), '0.1')) as server:
        home.add_provider(server)
        asked = home.run('ask', '-m', 'mock/one', '--retries', '77', '--json', 'x')
        equal(asked.status, 0, asked.err)
    check('"retries":77' not in home.stored_text().replace(' ', ''), 'it was kept')


def leaves_at_once(home, answer, until=None):
    """Ctrl+C once the server is in the state; gives what was printed."""
    for _ in range(TIMES):
        seen, took = leave(home, answer, until)
        if took < AT_ONCE:
            return seen
    raise AssertionError(f'the server saw the end after {took:.3f} s')


def leave(home, answer, until):
    reached, left = threading.Event(), threading.Event()

    def watch(handler, request):
        answer(handler)
        reached.set()
        handler.connection.settimeout(30)
        try:
            while handler.connection.recv(4096):
                pass
        except OSError:
            pass
        left.set()

    with mock.Server(watch) as server:
        home.add_provider(server)
        process = home.start('ask', '-m', 'mock/one', 'x')
        reader = Reader(process.stdout)
        check(reached.wait(30), 'the server was not asked')
        if until is not None:
            reader.until(until)
        begun = time.monotonic()
        interrupt(process)
        check(left.wait(30), 'the connection stays')
        took = time.monotonic() - begun
        equal(process.wait(30), 130)
        reader.rest()
        process.stdout.close()
        process.stderr.close()
        return reader.seen, took


@test
def ctrl_c_while_waiting_closes_the_connection_at_once(home):
    equal(leaves_at_once(home, lambda handler: None), b'')


@test
def ctrl_c_while_streaming_closes_the_connection_and_keeps_the_words(home):
    def answer(handler):
        mock.begin(handler)
        mock.say(handler, 'Begin')

    equal(leaves_at_once(home, answer, until=b'Begin'), b'Begin\n')
    kept = home.messages(home.sessions()[0]['id'])[-1]
    equal((kept['state'], kept['text']), ('stopped', 'Begin'))


@test
def ctrl_c_while_connecting_ends_at_once(home):
    """A port whose queue is full answers no SYN."""
    with socket.socket() as deaf, socket.socket() as first, socket.socket() as second:
        deaf.bind(('127.0.0.1', 0))
        deaf.listen(0)
        for client in (first, second):
            client.setblocking(False)
            client.connect_ex(deaf.getsockname())
        url = f'http://127.0.0.1:{deaf.getsockname()[1]}/v1'
        added = home.run('providers', 'add', 'deaf', '--dialect', 'openai', '--base-url', url)
        equal(added.status, 0, added.err)
        process = home.start('ask', '-m', 'deaf/one', '--json', 'x')
        wait_for_state(home, 'connecting')
        begun = time.monotonic()
        interrupt(process)
        stopped = finish(process)
        took = time.monotonic() - begun
    equal((stopped.status, stopped.json()['finish']), (130, 'cancelled'), stopped.err)
    check(took < 2, took)


def wait_for_state(home, state):
    end = time.monotonic() + 30
    while [one['state'] for one in home.run('status', '--json').json()['requests']] != [state]:
        check(time.monotonic() < end, f'it is not {state}')


@test
def ctrl_c_ends_the_wait_for_another_try(home):
    with mock.Server(mock.failing_first(9, 429, mock.saying('fine'), '30')) as server:
        home.add_provider(server)
        process = home.start('ask', '-m', 'mock/one', '--json', 'x')
        Reader(process.stderr).until(b'attempt 2 of 4')
        begun = time.monotonic()
        interrupt(process)
        equal(process.wait(30), 130)
        check(time.monotonic() - begun < 2, 'it waited')
        process.stdout.close()
        process.stderr.close()
    equal(len(server.requests), 1)
    equal(home.messages(home.sessions()[0]['id'])[-1]['state'], 'stopped')


@test
def an_answer_that_breaks_off_among_its_headers_is_asked_for_once_more(home):
    def answer(handler, request):
        handler.wfile.write(b'HTTP/1.1 200 OK\r\nContent-Ty')
        handler.close_connection = True

    with mock.Server(answer) as server:
        home.add_provider(server)
        asked = home.run('ask', '-m', 'mock/one', '--json', 'x')
    equal((asked.status, asked.json()['attempts'], len(server.requests)), (5, 2, 2), asked.err)
    equal((asked.json()['error']['category'], asked.json()['error']['retryable']), ('network', True))


@test
def an_answer_that_broke_off_is_not_asked_again(home):
    def answer(handler, request):
        mock.begin(handler)
        mock.say(handler, 'Begin')

    with mock.Server(answer) as server:
        home.add_provider(server)
        asked = home.run('ask', '-m', 'mock/one', 'x')
    equal((asked.status, asked.out, len(server.requests)), (8, 'Begin\n', 1), asked.err)


main()
