#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What reaches a terminal, a pipe, a core file, and the process list."""

import os
import resource
import subprocess
import sys
import time

sys.dont_write_bytecode = True

import mock
from harness import check, equal, finish, harmless, main, run_on_terminal, test

EVIL = 'safe \x1b]0;owned\x07\x1b[2J\x1b[31m \x08\x7f\u009b5m\r你好 end'


@test
def control_characters_of_a_model_never_reach_a_terminal(home):
    with mock.Server(mock.saying(*EVIL)) as server:
        home.add_provider(server)
        status, seen = run_on_terminal(home, 'ask', '-m', 'mock/one', '--json', 'x')
        equal(status, 0)
        check(harmless(seen), seen)
        status, seen = run_on_terminal(home, 'ask', '-m', 'mock/one', 'x')
    equal(status, 0)
    check(harmless(seen), seen)
    check('你好 end\n'.encode() in seen and '\ufffd'.encode() in seen, seen)


@test
def control_characters_of_a_stored_chat_never_reach_a_terminal(home):
    with mock.Server(mock.saying(EVIL)) as server:
        home.add_provider(server)
        equal(home.run('ask', '-m', 'mock/one', f'title {EVIL}').status, 0)
    for arguments in (['sessions', 'list'], ['sessions', 'show', home.sessions()[0]['id']]):
        status, seen = run_on_terminal(home, *arguments)
        equal(status, 0)
        check(harmless(seen), seen)


@test
def on_a_terminal_the_words_that_were_found_are_bold(home):
    with mock.Server(mock.saying(EVIL + ' Tides')) as server:
        home.add_provider(server)
        equal(home.run('ask', '-m', 'mock/one', f'title {EVIL} tides').status, 0)
    status, seen = run_on_terminal(home, 'sessions', 'search', 'tides')
    equal(status, 0)
    check(b' \x1b[1mTides\x1b[0m\n' in seen, seen)
    check(harmless(seen.replace(b'\x1b[1m', b'').replace(b'\x1b[0m', b'')), seen)


@test
def control_characters_of_an_error_never_reach_a_terminal(home):
    with mock.Server(mock.refusing(400, EVIL)) as server:
        home.add_provider(server)
        status, seen = run_on_terminal(home, '--verbose', 'ask', '-m', 'mock/one', 'x',
                                       errors_too=True)
    equal(status, 7)
    check(harmless(seen), seen)


@test
def a_pipe_gets_every_byte_as_it_is(home):
    with mock.Server(mock.saying(EVIL)) as server:
        home.add_provider(server)
        asked = home.run('ask', '-m', 'mock/one', 'x')
    equal(asked.out, EVIL + '\n')


@test
def reasoning_is_shown_on_a_terminal_and_nowhere_else(home):
    def answer(handler, request):
        mock.begin(handler)
        delta = {'reasoning_content': 'PONDERING\x1b[2J'}
        mock.event(handler, {'choices': [{'index': 0, 'delta': delta}]})
        mock.say(handler, 'fine')
        mock.end(handler)

    with mock.Server(answer) as server:
        home.add_provider(server)
        asked = home.run('ask', '-m', 'mock/one', 'x')
        equal((asked.status, asked.out, asked.err), (0, 'fine\n', ''))
        equal(home.run('ask', '-m', 'mock/one', '--json', 'x').json()['reasoning'],
              'PONDERING\x1b[2J')
        status, seen = run_on_terminal(home, 'ask', '-m', 'mock/one', 'x', errors_too=True)
    equal(status, 0)
    check(b'PONDERING' in seen and b'\x1b[2J' not in seen, seen)


@test
def no_option_takes_a_key(home):
    for arguments in (['--help-all'], ['ask', '--help-all'], ['providers', 'add', '--help-all']):
        helped = home.run(*arguments)
        equal(helped.status, 0)
        for option in ('--key ', '--key=', '--api-key', '--token'):
            check(option not in helped.out, option, helped.out)
    pasted = home.run('providers', 'add', 'x', '--dialect', 'openai',
                      '--base-url', 'http://localhost:1', '--key-env', 'sk-CANARY-012345')
    equal(pasted.status, 2)
    check('CANARY' not in pasted.err, pasted.err)


def allow_cores():
    _, hard = resource.getrlimit(resource.RLIMIT_CORE)
    resource.setrlimit(resource.RLIMIT_CORE, (hard, hard))


@test
def a_running_program_leaves_no_core_and_private_files(home):
    process = home.start('ask', '--demo', '-m', 'demo/echo', '-', stdin=subprocess.PIPE,
                         preexec_fn=allow_cores)
    end = time.monotonic() + 30
    while resource.prlimit(process.pid, resource.RLIMIT_CORE) != (0, 0):
        check(time.monotonic() < end, 'core files are allowed')
        time.sleep(0.01)
    with open(f'/proc/{process.pid}/status', encoding='utf-8') as state:
        check('Umask:\t0077\n' in state.read(), 'others may read what it writes')
    equal(finish(process, 'Hello!').status, 0)
    equal(home.run('providers', 'default', 'demo/echo').status, 0)
    for path in home.folder.rglob('*'):
        equal(path.stat().st_mode & 0o077, 0, path)


@test
def text_outside_ascii_survives_the_c_locale(home):
    with mock.Server(mock.saying('好的')) as server:
        home.add_provider(server)
        asked = home.run('ask', '-m', 'mock/one', '--system', '简短', '你好',
                         environment={'LC_ALL': 'C'})
    equal((asked.status, asked.out), (0, '好的\n'), asked.err)
    equal([message['content'] for message in server.requests[0]['messages']], ['简短', '你好'])


main()
