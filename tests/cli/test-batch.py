#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""`batch`: JSON Lines in, JSON Lines out, in order."""

import json
import sys
import threading
import time

sys.dont_write_bytecode = True

import mock
from harness import Reader, check, equal, finish, harmless, interrupt, main, run_on_terminal, test

MEMBERS = {'id', 'text', 'reasoning', 'provider', 'model', 'session', 'message', 'finish', 'usage',
           'cached', 'cache_age_s', 'attempts', 'timing_ms', 'error'}


def question(request):
    return request['messages'][-1]['content']


def echo(handler, request):
    mock.saying(question(request))(handler, request)


def lines(text):
    return [json.loads(line) for line in text.splitlines()]


def batch(home, text, *options):
    return home.run('batch', '-m', 'mock/one', *options, '-', text=text)


@test
def every_kind_of_line_is_asked_and_answered_in_order(home):
    given = '\n'.join(['{"id": "a", "prompt": "first"}', '"second"', 'third, as it is', '',
                       '{"id": 7.5, "prompt": "fourth"}', '{"id": true, "prompt": "fünf 五"}',
                       '{"prompt": "sixth"}'])
    with mock.Server(echo) as server:
        home.add_provider(server)
        done = batch(home, given)
    equal((done.status, done.err), (0, ''))
    answers = lines(done.out)
    for answer in answers:
        equal(set(answer), MEMBERS)
        equal((answer['provider'], answer['model'], answer['session'], answer['message'],
               answer['finish'], answer['error']), ('mock', 'one', None, None, 'stop', None))
    equal([(answer['id'], answer['text']) for answer in answers],
          [('a', 'first'), (2, 'second'), (3, 'third, as it is'), (7.5, 'fourth'),
           (True, 'fünf 五'), (7, 'sixth')])
    equal(home.sessions(), [])


@test
def answers_keep_the_order_of_the_questions(home):
    """The first answer comes last."""
    others = threading.Semaphore(0)

    def answer(handler, request):
        if question(request) == '0':
            for _ in range(3):
                check(others.acquire(timeout=30), 'the others were not asked')
        echo(handler, request)
        others.release()

    with mock.Server(answer) as server:
        home.add_provider(server)
        done = batch(home, '"0"\n"1"\n"2"\n"3"\n', '--parallel', '4')
    equal(done.status, 0, done.err)
    equal([answer['text'] for answer in lines(done.out)], ['0', '1', '2', '3'])


@test
def one_failure_does_not_lose_the_others(home):
    def answer(handler, request):
        if question(request) == 'bad':
            mock.refusing(401, 'no')(handler, request)
        else:
            echo(handler, request)

    with mock.Server(answer) as server:
        home.add_provider(server)
        done = batch(home, '"one"\n{"id": "b", "prompt": "bad"}\n"three"\n')
    equal(done.status, 3, done.err)
    answers = lines(done.out)
    equal([answer['text'] for answer in answers], ['one', '', 'three'])
    equal([answer['error'] and answer['error']['category'] for answer in answers],
          [None, 'authentication', None])
    equal(answers[1]['id'], 'b')
    check('1 of 3' in done.err, done.err)


@test
def a_line_that_is_no_question_is_an_error_in_its_place(home):
    bad = ['{"id": "x", "prompt": 5}', '{"prompt"', '{"id": 3}', '17', '[]', 'null', '""']
    with mock.Server(echo) as server:
        home.add_provider(server)
        done = batch(home, '"one"\n' + '\n'.join(bad) + '\n"last"\n')
    equal(done.status, 7, done.err)
    answers = lines(done.out)
    equal(len(answers), len(bad) + 2)
    equal((answers[0]['text'], answers[-1]['text']), ('one', 'last'))
    for number, answer in enumerate(answers[1:-1], 2):
        equal(set(answer), MEMBERS)
        equal(answer['error']['category'], 'invalid_request')
        check(f'Line {number}:' in answer['error']['message'], answer)
    equal([answer['id'] for answer in answers], [1, 'x', 3, 3, 5, 6, 7, 8, 9])
    equal(len(server.requests), 2)


@test
def no_more_than_asked_for_run_at_a_time(home):
    lock = threading.Lock()
    full = threading.Event()
    now, most = [0], [0]

    def answer(handler, request):
        with lock:
            now[0] += 1
            most[0] = max(most[0], now[0])
            if now[0] == 5:
                full.set()
        full.wait(30)
        time.sleep(0.02)
        with lock:
            now[0] -= 1
        echo(handler, request)

    with mock.Server(answer) as server:
        home.add_provider(server)
        done = batch(home, ''.join(f'"{number}"\n' for number in range(40)), '--parallel', '5')
    equal((done.status, len(lines(done.out))), (0, 40), done.err)
    equal(most[0], 5)


@test
def a_long_file_is_not_held_in_memory(home):
    """A slow first question stops the reading after a few."""
    go = threading.Event()

    def answer(handler, request):
        if question(request) == '0':
            go.wait(30)
        echo(handler, request)

    path = home.folder / 'questions'
    path.write_text(''.join(f'"{number}"\n' for number in range(200)))
    with mock.Server(answer) as server:
        home.add_provider(server)
        process = home.start('batch', '-m', 'mock/one', '--parallel', '2', str(path))
        end = time.monotonic() + 30
        while len(server.requests) < 6:
            check(time.monotonic() < end, len(server.requests))
            time.sleep(0.01)
        time.sleep(0.2)
        equal(len(server.requests), 6)
        go.set()
        done = finish(process)
    equal(done.status, 0, done.err)
    equal([answer['text'] for answer in lines(done.out)], [str(number) for number in range(200)])


@test
def each_answer_is_written_as_soon_as_its_turn_has_come(home):
    with mock.Server(echo) as server:
        home.add_provider(server)
        process = home.start('batch', '-m', 'mock/one', '-', stdin=-1)
        reader = Reader(process.stdout)
        for number in range(3):
            process.stdin.write(f'"question {number}"\n'.encode())
            process.stdin.flush()
            reader.until(f'question {number}'.encode())
        process.stdin.close()
        equal(process.wait(30), 0)
        reader.rest()
        process.stdout.close()
        process.stderr.close()


@test
def a_refused_question_is_tried_again(home):
    with mock.Server(mock.failing_first(2, 429, echo, '0.1')) as server:
        home.add_provider(server)
        done = batch(home, '"a"\n"b"\n"c"\n')
    equal(done.status, 0, done.err)
    equal([answer['text'] for answer in lines(done.out)], ['a', 'b', 'c'])
    check(sum(answer['attempts'] for answer in lines(done.out)) == 5, done.out)
    with mock.Server(mock.failing_first(9, 429, echo, '0.1')) as server:
        home.add_provider(server, 'other')
        done = home.run('batch', '-m', 'other/one', '--retries', '0', '-', text='"a"\n')
    equal((done.status, len(server.requests)), (4, 1), done.err)


@test
def ctrl_c_stops_all_and_writes_what_came(home):
    def answer(handler, request):
        if question(request) in ('0', '2'):
            echo(handler, request)
            return
        mock.begin(handler)
        mock.say(handler, 'part')
        handler.connection.recv(1)

    with mock.Server(answer) as server:
        home.add_provider(server)
        process = home.start('batch', '-m', 'mock/one', '--parallel', '2', '-', stdin=-1)
        process.stdin.write(b''.join(b'"%d"\n' % number for number in range(9)))
        process.stdin.flush()
        reader = Reader(process.stdout)
        reader.until(b'\n')
        end = time.monotonic() + 30
        while len(server.requests) < 4:
            check(time.monotonic() < end, 'it does not go on')
            time.sleep(0.01)
        interrupt(process)
        equal(process.wait(30), 130)
        answers = lines(reader.rest().decode())
        process.stdin.close()
        process.stdout.close()
        process.stderr.close()
    equal([(answer['id'], answer['finish']) for answer in answers],
          [(1, 'stop'), (2, 'cancelled'), (3, 'stop'), (4, 'cancelled')])


@test
def ctrl_c_ends_a_wait_for_questions(home):
    with mock.Server(echo) as server:
        home.add_provider(server)
        process = home.start('batch', '-m', 'mock/one', '-', stdin=-1)
        reader = Reader(process.stdout)
        process.stdin.write(b'"one"\n')
        process.stdin.flush()
        reader.until(b'one')
        interrupt(process)
        equal(process.wait(30), 130)
        process.stdin.close()
        process.stdout.close()
        process.stderr.close()


@test
def a_closed_pipe_ends_quietly(home):
    with mock.Server(echo) as server:
        home.add_provider(server)
        path = home.folder / 'questions'
        path.write_text('"x"\n' * 500)
        process = home.start('batch', '-m', 'mock/one', str(path))
        process.stdout.read(10)
        process.stdout.close()
        equal(process.wait(30), 0)
        equal(process.stderr.read(), b'')
        process.stderr.close()
    check(len(server.requests) < 500, 'it went on')


@test
def mistakes_end_with_2(home):
    for arguments in ([], ['nowhere'], ['--parallel', '0', '-'], ['--parallel', 'x', '-'],
                      ['--retries', '-2', '-'], ['-m', 'nowhere/x', '-'], ['a', 'b'], ['-']):
        done = home.run('batch', *arguments)
        equal((done.status, done.out), (2, ''), arguments, done.err)
        check(done.err.startswith('ponder-cli: '), done.err)


@test
def on_a_terminal_the_number_that_is_done_is_shown_and_nothing_else(home):
    with mock.Server(mock.saying('\x1b[2J\x07\u009b5m')) as server:
        home.add_provider(server)
        path = home.folder / 'questions'
        path.write_text('"x"\n' * 3)
        status, seen = run_on_terminal(home, 'batch', '-m', 'mock/one', str(path), errors_too=True)
    equal(status, 0, seen)
    check(b'3/3' in seen, seen)
    for own in (b'\r\x1b[K', b'\x1b[?7l', b'\x1b[?7h'):
        seen = seen.replace(own, b'')
    check(harmless(seen), seen)


main()
