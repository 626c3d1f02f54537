#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Answers that are kept: `ask` and `batch` with them and without, and `cache stats`, `clean` and `clear`."""

import contextlib
import json
import os
import sqlite3
import sys
import threading
import time

sys.dont_write_bytecode = True

import mock
from harness import check, equal, finish, main, rows, run_on_terminal, test

STATS = {'entries', 'bytes', 'hits', 'misses', 'hit_rate', 'evictions', 'expired'}


def ask(home, *options, prompt='Why?'):
    asked = home.run('ask', '-m', 'mock/one', '--session', 'none', '--json', *options, prompt)
    equal(asked.status, 0, asked.err)
    return asked.json()


def stats(home):
    shown = home.run('cache', 'stats', '--json')
    equal(shown.status, 0, shown.err)
    equal(set(shown.json()), STATS)
    return shown.json()


def choose(home, name, value):
    with contextlib.closing(sqlite3.connect(home.data / 'ponder.db')) as database, database:
        database.execute('INSERT INTO choices VALUES (?, ?) ON CONFLICT (name) DO UPDATE SET value = excluded.value',
                         (name, value))


def dump(home):
    with contextlib.closing(sqlite3.connect(home.data / 'ponder.db')) as database:
        return list(rows(database))


@test
def the_same_question_reaches_the_server_once(home):
    with mock.Server(mock.saying('One ', 'answer')) as server:
        home.add_provider(server)
        first = ask(home)
        second = ask(home)
        equal(len(server.requests), 1)
    equal((first['text'], first['cached'], first['cache_age_s'], first['attempts']), ('One answer', False, None, 1))
    equal((second['text'], second['cached'], second['attempts'], second['finish']), ('One answer', True, 0, 'stop'))
    check(isinstance(second['cache_age_s'], int) and 0 <= second['cache_age_s'] < 60, second)
    equal((second['usage']['input'], second['usage']['output'], second['usage']['cost_usd']), (3, 5, 0), second)
    check(second['error'] is None, second)


@test
def it_is_the_same_in_a_chat_and_in_one_piece(home):
    with mock.Server(mock.saying('One answer')) as server:
        home.add_provider(server)
        ask(home)
        stored = home.run('ask', '-m', 'mock/one', 'Why?')
        equal((stored.status, stored.out, stored.err), (0, 'One answer\n', ''))
        check(ask(home, '--no-stream')['cached'])
        check(ask(home, '--retries', '0')['cached'])
        equal(len(server.requests), 1)
    equal([message['text'] for message in home.messages(home.sessions()[0]['id'])], ['Why?', 'One answer'])


@test
def what_changes_the_answer_reaches_the_server(home):
    with mock.Server(mock.saying('So')) as server:
        home.add_provider(server)
        ask(home)
        for options in (['--temperature', '0.5'], ['--system', 'Be brief.'], ['--max-tokens', '7'],
                        ['--top-p', '0.5']):
            check(not ask(home, *options)['cached'], options)
        check(not ask(home, prompt='Why not?')['cached'])
        equal(len(server.requests), 6)


@test
def without_the_cache_the_server_is_asked_and_nothing_is_kept(home):
    with mock.Server(mock.saying('Fresh')) as server:
        home.add_provider(server)
        check(not ask(home, '--no-cache')['cached'])
        check(not ask(home, '--no-cache')['cached'])
        equal(stats(home)['entries'], 0)
        check(not ask(home)['cached'])
        check(not ask(home, '--no-cache')['cached'])
        equal(len(server.requests), 4)


@test
def a_folder_can_do_without(home):
    with mock.Server(mock.saying('Fresh')) as server:
        home.add_provider(server)
        choose(home, 'cache-enabled', 'false')
        for _ in range(2):
            check(not ask(home)['cached'])
        equal(len(server.requests), 2)
        check('cache: off' in home.run('cache', 'stats').out)
        choose(home, 'cache-enabled', 'nonsense')
        check(not ask(home)['cached'])
        check(ask(home)['cached'])


@test
def what_ended_badly_is_asked_again(home):
    def cut(handler, request):
        mock.begin(handler)
        mock.say(handler, 'half')

    ends = [(cut, 8), (mock.refusing(400, 'no'), 7), (mock.refusing(401, 'no'), 3)]
    with mock.Server(None) as server:
        home.add_provider(server)
        for number, (end, status) in enumerate(ends):
            server.answer = end
            asked = home.run('ask', '-m', 'mock/one', '--retries', '0', f'Question {number}?')
            equal(asked.status, status, asked.err)
            server.answer = mock.saying('whole')
            answer = ask(home, prompt=f'Question {number}?')
            equal((answer['text'], answer['cached']), ('whole', False))


@test
def a_terminal_is_told_how_old_an_answer_is(home):
    with mock.Server(mock.saying('One answer')) as server:
        home.add_provider(server)
        ask(home)
        status, seen = run_on_terminal(home, 'ask', '-m', 'mock/one', 'Why?', errors_too=True)
    equal((status, seen), (0, b'One answer\n\x1b[2mfrom cache, just now\n\x1b[0m'))


@test
def a_batch_asks_only_what_is_not_known(home):
    with mock.Server(mock.saying('So')) as server:
        home.add_provider(server)
        questions = ''.join(f'"{number}"\n' for number in (1, 2, 3))
        for n_requests, options, cached in ((3, [], False), (3, [], True), (6, ['--no-cache'], False)):
            done = home.run('batch', '-m', 'mock/one', *options, '-', text=questions)
            equal(done.status, 0, done.err)
            answers = [json.loads(line) for line in done.out.splitlines()]
            equal([answer['cached'] for answer in answers], [cached] * 3)
            equal(len(server.requests), n_requests, options)


def most_at_a_time(home, wanted, *options):
    """Nobody is answered before as many as are @wanted have asked; then there is time for more to come."""
    changed = threading.Condition()
    now, most = [0], [0]

    def answer(handler, request):
        with changed:
            now[0] += 1
            most[0] = max(most[0], now[0])
            changed.notify_all()
            changed.wait_for(lambda: most[0] >= wanted, 20)
        time.sleep(0.2)
        with changed:
            now[0] -= 1
        mock.saying('So')(handler, request)

    questions = ''.join(f'"{number}"\n' for number in range(30))
    with mock.Server(answer) as server:
        home.add_provider(server)
        done = home.run(*options, text=questions)
    equal((done.status, len(done.out.splitlines())), (0, 30), done.err)
    return most[0]


@test
def a_batch_knows_better_than_its_profile_how_many_to_ask_at_a_time(home):
    equal(most_at_a_time(home, 9, '--profile', 'development', 'batch', '-m', 'mock/one', '--parallel', '9', '-'), 9)


@test
def numbers_are_shown_and_answers_removed(home):
    equal(stats(home), {'entries': 0, 'bytes': 0, 'hits': 0, 'misses': 0, 'hit_rate': 0, 'evictions': 0, 'expired': 0}
          | {'bytes': stats(home)['bytes']})
    with mock.Server(mock.saying('So')) as server:
        home.add_provider(server)
        for prompt in ('1', '1', '1', '2'):
            ask(home, prompt=prompt)
        counted = stats(home)
        equal((counted['entries'], counted['hits'], counted['misses'], counted['hit_rate']), (2, 2, 2, 0.5))
        check(counted['bytes'] > 0, counted)
        text = home.run('cache', 'stats').out.replace('\xa0', ' ')
        for line in ('cache: on\n', 'answers: 2 of 1000\n', 'of 100.0 MB\n', 'time to live: 10 minutes\n', 'hits: 2\n',
                     'misses: 2\n', 'hit rate: 50 %\n', 'saved tokens: 16\n', 'expired: 0\n'):
            check(line in text, line, text)

        equal(home.run('cache', 'clean', '--json').json(), {'removed': 0})
        equal(home.run('cache', 'clear', '--json').json(), {'removed': 2})
        equal(home.run('cache', 'clear').out, '0 answers were removed.\n')
        equal(stats(home)['entries'], 0)
        check(not ask(home, prompt='1')['cached'])
        equal(len(server.requests), 3)


@test
def what_has_expired_is_cleaned(home):
    with mock.Server(mock.saying('So')) as server:
        home.add_provider(server)
        choose(home, 'cache-ttl', '1')
        ask(home)
        time.sleep(1.1)
        check(not ask(home)['cached'])
        equal(len(server.requests), 2)
        time.sleep(1.1)
        equal(home.run('cache', 'clean').out, '1 expired answer was removed.\n')
        check(stats(home)['expired'] >= 1)


@test
def development_keeps_nothing_beyond_the_program(home):
    with mock.Server(mock.saying('So')) as server:
        home.add_provider(server)
        for _ in range(2):
            asked = home.run('--profile', 'development', 'ask', '-m', 'mock/one', '--json', 'Why?')
            check(not asked.json()['cached'], asked.out)
        equal(len(server.requests), 2)
        check(not (home.data / 'cache.db').exists())
        equal(home.run('--profile', 'development', 'doctor', '--json').json()['cache'], None)
        check('answers: 0 of 100\n' in home.run('--profile', 'development', 'cache', 'stats').out)


@test
def a_broken_file_stops_nobody(home):
    with mock.Server(mock.saying('So')) as server:
        home.add_provider(server)
        ask(home)
        before = dump(home)
        for path in home.data.glob('cache.db*'):
            path.write_bytes(os.urandom(5000))
        asked = home.run('ask', '-m', 'mock/one', '--session', 'none', 'Why?')
        equal((asked.status, asked.out), (0, 'So\n'), asked.err)
        check(ask(home)['cached'])
        equal(len(server.requests), 2)
        equal(dump(home), before)
        equal(home.run('doctor', '--json').json()['database'], 'ok')


@test
def a_file_that_cannot_be_there_stops_nobody(home):
    with mock.Server(mock.saying('So')) as server:
        home.add_provider(server)
        for path in home.data.glob('cache.db*'):
            path.unlink()
        (home.data / 'cache.db' / 'inside').mkdir(parents=True)
        asked = home.run('ask', '-m', 'mock/one', 'Why?')
        equal((asked.status, asked.out), (0, 'So\n'), asked.err)
        equal(len(asked.err.splitlines()), 1, asked.err)
        shown = home.run('cache', 'stats')
        equal(shown.status, 9, shown.err)
        check(shown.err.startswith('ponder-cli: '), shown.err)


@test
def two_programs_that_run_share_it(home):
    go = threading.Event()

    def answer(handler, request):
        if request['messages'][-1]['content'] != 'Why?':
            go.wait(30)
        mock.saying('So')(handler, request)

    with mock.Server(answer) as server:
        home.add_provider(server)
        held = home.start('batch', '-m', 'mock/one', '--parallel', '1', '-', stdin=-1)
        held.stdin.write(b'"Hold"\n"Why?"\n')
        held.stdin.flush()
        end = time.monotonic() + 30
        while not server.requests:
            check(time.monotonic() < end, 'nothing was asked')
            time.sleep(0.01)
        check(not ask(home)['cached'])
        go.set()
        done = finish(held)
        equal(done.status, 0, done.err)
        equal([json.loads(line)['cached'] for line in done.out.splitlines()], [False, True])
        equal(len(server.requests), 2)


@test
def mistakes_end_with_2(home):
    for arguments in ([], ['empty'], ['stats', 'x'], ['clear', '--all']):
        equal(home.run('cache', *arguments).status, 2, arguments)


main()
