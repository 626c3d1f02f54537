#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""`status`: what other programs of the folder ask, and what a killed one leaves behind."""

import signal
import sys
import threading
import time

sys.dont_write_bytecode = True

import mock
from harness import Reader, check, equal, finish, harmless, interrupt, main, run_on_terminal, test

MEMBERS = {'id', 'provider', 'model', 'operation', 'state', 'age_s', 'attempts', 'session',
           'program', 'pid'}


def status(home):
    shown = home.run('status', '--json')
    equal(shown.status, 0, shown.err)
    return shown.json()


def until(home, condition):
    end = time.monotonic() + 30
    while not condition(found := status(home)):
        check(time.monotonic() < end, found)
    return found


def running_files(home):
    folder = home.data / 'running'
    return list(folder.iterdir()) if folder.exists() else []


@test
def nothing_is_in_flight(home):
    equal(status(home), {'requests': [], 'providers': []})
    shown = home.run('status')
    equal((shown.status, shown.out, shown.err), (0, 'Nothing is in flight.\n', ''))
    equal(running_files(home), [])


@test
def what_another_program_asks_is_listed(home):
    with mock.Server(mock.saying_for_ever('SECRET ANSWER')) as server:
        home.add_provider(server)
        process = home.start('ask', '-m', 'mock/one', 'SECRET QUESTION',
                             environment={'MOCK_API_KEY': 'sk-CANARY-0123456789'})
        Reader(process.stdout).until(b'SECRET')
        found = until(home, lambda now: [one['state'] for one in now['requests']] == ['streaming'])
        [one] = found['requests']
        equal(set(one), MEMBERS)
        equal((one['provider'], one['model'], one['operation'], one['attempts'], one['program'],
               one['pid']), ('mock', 'one', 'chat', 1, 'cli', process.pid))
        check(isinstance(one['age_s'], float) and 0 <= one['age_s'] < 60, one)
        equal(one['session'], home.sessions()[0]['id'])
        equal(found['providers'], [{'id': 'mock', 'limit': 2, 'configured': 2, 'running': 1,
                                    'queued': 0, 'paused_s': 0.0}])
        shown = home.run('status').out
        check('mock/one' in shown and 'streaming' in shown and str(process.pid) in shown, shown)
        [path] = running_files(home)
        content = path.read_text()
        check('SECRET' not in content and 'CANARY' not in content, content)
        equal(path.stat().st_mode & 0o777, 0o600)
        interrupt(process)
        equal(process.wait(30), 130)
        process.stdout.close()
        process.stderr.close()
    equal(running_files(home), [])
    equal(status(home)['requests'], [])


@test
def what_a_killed_program_leaves_behind_is_removed(home):
    with mock.Server(mock.saying_for_ever('Begin')) as server:
        home.add_provider(server)
        process = home.start('ask', '-m', 'mock/one', 'x')
        Reader(process.stdout).until(b'Begin')
        until(home, lambda now: len(now['requests']) == 1)
        process.send_signal(signal.SIGKILL)
        process.wait(30)
        process.stdout.close()
        process.stderr.close()
    equal(len(running_files(home)), 1)
    equal(status(home)['requests'], [])
    equal(running_files(home), [])


@test
def what_is_not_ours_is_left_alone_and_what_is_broken_is_passed_over(home):
    with mock.Server(mock.saying_for_ever('Begin')) as server:
        home.add_provider(server)
        process = home.start('ask', '-m', 'mock/one', 'x')
        Reader(process.stdout).until(b'Begin')
        until(home, lambda now: [one['state'] for one in now['requests']] == ['streaming'])
        [path] = running_files(home)
        mine = path.parent / 'README'
        mine.write_text('mine')
        for broken in ('', '{', '[]', '{"calls": [5], "lanes": [null], "pid": "x", "program": 7}'):
            path.write_text(broken)
            check(all(one['provider'] == '' for one in status(home)['requests']), broken)
        check(mine.exists() and path.exists(), 'it was removed')
        interrupt(process)
        equal(process.wait(30), 130)
        process.stdout.close()
        process.stderr.close()
    equal(running_files(home), [mine])


@test
def a_wait_for_another_try_and_a_pause_are_listed(home):
    with mock.Server(mock.failing_first(9, 429, mock.saying('fine'), '30')) as server:
        home.add_provider(server)
        process = home.start('ask', '-m', 'mock/one', 'x')
        found = until(home, lambda now: [one['state'] for one in now['requests']] == ['retrying'])
        equal(found['requests'][0]['attempts'], 1)
        [lane] = found['providers']
        check(lane['limit'] <= lane['configured'] and lane['paused_s'] > 0, lane)
        interrupt(process)
        equal(finish(process).status, 130)


@test
def a_batch_has_no_more_running_than_asked_for(home):
    go = threading.Event()

    def answer(handler, request):
        go.wait(30)
        mock.saying('fine')(handler, request)

    with mock.Server(answer) as server:
        home.add_provider(server)
        questions = ''.join(f'"{number}"\n' for number in range(9))
        process = home.start('batch', '-m', 'mock/one', '--parallel', '3', '-', stdin=-1)
        process.stdin.write(questions.encode())
        process.stdin.flush()
        found = until(home, lambda now: len(now['requests']) == 3)
        equal({one['session'] for one in found['requests']}, {None})
        equal(len({one['id'] for one in found['requests']}), 3)
        go.set()
        equal(finish(process, '').status, 0)


@test
def control_characters_never_reach_the_terminal(home):
    with mock.Server(mock.saying_for_ever('Begin')) as server:
        home.add_provider(server)
        process = home.start('ask', '-m', 'mock/one\x1b[2J\u009b5m\x07', 'x')
        Reader(process.stdout).until(b'Begin')
        until(home, lambda now: len(now['requests']) == 1)
        for arguments in (['status'], ['status', '--json']):
            code, seen = run_on_terminal(home, *arguments)
            equal(code, 0)
            check(harmless(seen) and b'mock' in seen, seen)
        interrupt(process)
        process.wait(30)
        process.stdout.close()
        process.stderr.close()


main()
