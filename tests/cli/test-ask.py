#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""`ask`: answers, their JSON, limits, and exit codes."""

import os
import signal
import socket
import sys
import threading

sys.dont_write_bytecode = True

import mock
from harness import Reader, check, equal, finish, interrupt, main, test

MEMBERS = {'text', 'reasoning', 'provider', 'model', 'session', 'message', 'finish', 'usage',
           'cached', 'cache_age_s', 'attempts', 'timing_ms', 'error'}
ERROR_MEMBERS = {'category', 'severity', 'operation', 'provider', 'model', 'message', 'suggestion',
                 'retryable', 'retry_after_s', 'status', 'request_id', 'details'}
FINISHES = {'stop', 'length', 'content_filter', 'tool_calls', 'cut_off', 'cancelled'}


@test
def the_demo_answers_without_network_and_key(home):
    process = home.start('ask', '--demo', 'Hello!')
    reader = Reader(process.stdout)
    reader.until(b'canned')
    interrupt(process)
    equal(process.wait(30), 130)
    close(process)

    asked = home.run('ask', '--demo', '-m', 'demo/echo', 'Hello!')
    equal((asked.status, asked.err), (0, ''))
    check('Hello!' in asked.out and asked.out.endswith('\n'), asked.out)


@test
def every_documented_member_of_json_is_there_with_its_type(home):
    asked = home.run('ask', '--demo', '-m', 'demo/echo', '--json', 'Hello!')
    equal(asked.status, 0, asked.err)
    answer = asked.json()
    equal(set(answer), MEMBERS)
    for member in ('text', 'provider', 'model', 'session', 'message', 'finish'):
        check(isinstance(answer[member], str), member, answer[member])
    check(answer['reasoning'] is None or isinstance(answer['reasoning'], str), 'reasoning')
    equal((answer['provider'], answer['finish'], answer['cached'], answer['cache_age_s'],
           answer['error']),
          ('demo', 'stop', False, None, None))
    equal(answer['attempts'], 1)
    equal(set(answer['usage']), {'input', 'output', 'cached', 'reasoning', 'cost_usd'})
    check(isinstance(answer['usage']['input'], int) and isinstance(answer['usage']['output'], int),
          answer['usage'])
    equal(set(answer['timing_ms']), {'queued', 'connect', 'first_token', 'total'})
    for name, value in answer['timing_ms'].items():
        check(isinstance(value, int) and value >= 0, name, value)
    check(answer['timing_ms']['total'] >= answer['timing_ms']['first_token'], answer['timing_ms'])


def close(process):
    process.stdout.close()
    process.stderr.close()


def failing(home, model, status, category, *options):
    plain = home.run('ask', '--demo', '-m', f'demo/{model}', *options, 'Hello!')
    equal(plain.status, status, plain.err)
    check(plain.err.startswith('ponder-cli: '), plain.err)

    answer = home.run('ask', '--demo', '--json', '-m', f'demo/{model}', *options, 'Hello!')
    equal(answer.status, status, answer.err)
    answer = answer.json()
    equal(set(answer), MEMBERS)
    check(answer['finish'] in FINISHES, answer['finish'])
    equal(set(answer['error']), ERROR_MEMBERS)
    equal(answer['error']['category'], category)
    equal((answer['error']['operation'], answer['error']['provider']), ('chat', 'demo'))
    check(answer['error']['severity'] in ('info', 'warning', 'error', 'critical'), answer['error'])
    check(isinstance(answer['error']['retryable'], bool), answer['error'])
    check(isinstance(answer['error']['message'], str), answer['error'])
    return plain, answer


@test
def a_rate_limit_ends_with_4_and_says_how_long_to_wait(home):
    _, answer = failing(home, 'rate-limit', 4, 'rate_limit', '--retries', '0')
    equal(answer['error']['status'], 429)
    equal(answer['error']['retryable'], True)
    check(answer['error']['retry_after_s'] > 0, answer['error'])


@test
def a_wrong_key_ends_with_3(home):
    _, answer = failing(home, 'wrong-key', 3, 'authentication')
    equal((answer['error']['status'], answer['error']['retryable']), (401, False))


@test
def an_unknown_model_ends_with_7(home):
    failing(home, 'no-model', 7, 'model_not_found')


@test
def an_answer_that_is_cut_off_ends_with_8_and_is_kept(home):
    plain, answer = failing(home, 'cut-off', 8, 'network')
    check(plain.out.strip() != '', 'nothing was printed')
    equal(answer['finish'], 'cut_off')
    check(answer['text'] != '', 'no text')
    kept = home.messages(answer['session'])[-1]
    equal((kept['state'], kept['text']), ('cut_off', answer['text']))


@test
def a_server_that_says_nothing_ends_with_6(home):
    _, answer = failing(home, 'hang', 6, 'timeout', '--first-token-timeout', '1')
    check(answer['timing_ms']['total'] < 10_000, answer['timing_ms'])


@test
def the_total_limit_ends_a_long_answer_with_6(home):
    with mock.Server(mock.saying_for_ever('Begin')) as server:
        home.add_provider(server)
        asked = home.run('ask', '-m', 'mock/one', '--timeout', '1', 'Hello!')
    equal(asked.status, 6, asked.err)
    check(asked.out.startswith('Begin'), asked.out)


@test
def a_refused_connection_ends_with_5(home):
    with socket.socket() as nobody:
        nobody.bind(('127.0.0.1', 0))
        url = f'http://127.0.0.1:{nobody.getsockname()[1]}/v1'
        added = home.run('providers', 'add', 'gone', '--dialect', 'openai', '--base-url', url)
        equal(added.status, 0, added.err)
        asked = home.run('ask', '-m', 'gone/any', 'Hello!')
        answer = home.run('ask', '-m', 'gone/any', '--json', 'Hello!').json()
    equal(asked.status, 5, asked.err)
    equal(asked.out, '')
    equal((answer['error']['category'], answer['error']['status']), ('network', None))


@test
def a_data_folder_that_cannot_be_written_ends_with_9(home):
    home.data.write_text('a file where a folder should be')
    asked = home.run('ask', '--demo', 'Hello!')
    equal(asked.status, 9, asked.err)
    check(str(home.data) in asked.err, asked.err)


@test
def without_a_default_model_ask_says_which_commands_set_one(home):
    asked = home.run('ask', 'Hello!')
    equal(asked.status, 2)
    for command in ('providers default', 'providers add', '--demo', '-m'):
        check(command in asked.err, command, 'is not in', asked.err)


@test
def mistakes_on_the_command_line_end_with_2_and_say_why(home):
    for arguments in (
            [], ['nonsense'], ['--nonsense'], ['ask', '--nonsense'],
            ['ask', '--temperature', 'hot', 'x'],
            ['ask', '--top-p', '2', 'x'], ['ask', '--max-tokens', '0', 'x'],
            ['ask', '--max-tokens', '1.5', 'x'],
            ['ask', '--timeout', '-1', 'x'], ['ask', '--retries', '-1', 'x'],
            ['ask', '--reasoning', 'much', 'x'],
            ['ask', '-m', 'no-slash', 'x'], ['ask', '-m', 'nowhere/x', 'x'],
            ['ask', '--demo', 'one', 'two'],
            ['ask', '--demo', '-m', 'other/x', 'x'], ['ask', '--demo', ''], ['ask', '--demo'],
            ['--profile', 'fast', 'doctor'], ['sessions'], ['sessions', 'show'],
            ['sessions', 'list', 'x'],
            ['sessions', 'rename', 'x'], ['providers', 'add', 'x'], ['providers', 'add', 'UPPER'],
            ['providers', 'add', 'x', '--dialect', 'telnet', '--base-url', 'http://localhost:1'],
            ['providers', 'add', 'x', '--dialect', 'openai', '--base-url', 'ftp://localhost'],
            ['providers', 'remove', 'nowhere'], ['models', 'nowhere'], ['models', 'a', 'b']):
        done = home.run(*arguments)
        equal(done.status, 2, arguments, done.err)
        check(done.err.startswith('ponder-cli: '), arguments, done.err)
        equal(done.out, '', arguments)


@test
def the_prompt_comes_from_standard_input(home):
    with mock.Server(mock.saying('fine')) as server:
        home.add_provider(server)
        for arguments in (['ask', '-m', 'mock/one', '-'], ['ask', '-m', 'mock/one']):
            asked = home.run(*arguments, text='你好，世界\n')
            equal((asked.status, asked.out), (0, 'fine\n'), asked.err)
    for request in server.requests:
        equal(request['messages'], [{'role': 'user', 'content': '你好，世界'}])


@test
def options_reach_the_server(home):
    with mock.Server(mock.saying('fine')) as server:
        home.add_provider(server)
        asked = home.run('ask', '-m', 'mock/one', '--system', 'Be brief.', '--temperature', '0.5',
                         '--top-p', '0.9', '--max-tokens', '7', '--frequency-penalty', '-0.5',
                         '--presence-penalty', '1', '--retries', '0', '--no-cache',
                         '--', '-5 or 5?')
        equal(asked.status, 0, asked.err)
    request = server.requests[0]
    equal(request['messages'], [{'role': 'system', 'content': 'Be brief.'},
                                {'role': 'user', 'content': '-5 or 5?'}])
    equal((request['model'], request['temperature'], request['top_p'], request['frequency_penalty'],
           request['presence_penalty']), ('one', 0.5, 0.9, -0.5, 1))
    equal(7, request.get('max_tokens', request.get('max_completion_tokens')))
    equal(request['stream'], True)


@test
def an_answer_in_one_piece_is_printed_too(home):
    def answer(handler, request):
        mock.reply(handler, 200, {'model': 'one', 'choices': [
            {'index': 0, 'message': {'role': 'assistant', 'content': 'whole'},
             'finish_reason': 'stop'}]})

    with mock.Server(answer) as server:
        home.add_provider(server)
        asked = home.run('ask', '-m', 'mock/one', '--no-stream', 'Hello!')
    equal((asked.status, asked.out), (0, 'whole\n'), asked.err)
    check(not server.requests[0].get('stream', False), server.requests[0])


@test
def the_key_comes_from_the_environment_and_is_never_repeated(home):
    key = 'sk-CANARY-0123456789abcdef'

    def answer(handler, request):
        if handler.headers['Authorization'] == f'Bearer {key}':
            mock.saying('fine')(handler, request)
        else:
            mock.refusing(401, f'bad key: {handler.headers["Authorization"]}')(handler, request)

    with mock.Server(answer) as server:
        home.add_provider(server)
        equal(home.run('ask', '-m', 'mock/one', 'x', environment={'MOCK_API_KEY': key}).status, 0)
        equal(home.run('ask', '-m', 'mock/one', 'y').status, 3)
        wrong = home.run('--verbose', 'ask', '-m', 'mock/one', 'y',
                         environment={'MOCK_API_KEY': 'sk-WRONG-0123456789'})
        equal(wrong.status, 3)
        check('WRONG-0123456789' not in wrong.err, wrong.err)
        home.add_provider(server, 'named', '--key-env', 'SOME_VARIABLE')
        equal(home.run('ask', '-m', 'named/one', 'z', environment={'SOME_VARIABLE': key}).status, 0)
    for path in home.folder.rglob('*'):
        if path.is_file():
            content = path.read_bytes()
            check(b'CANARY' not in content and b'WRONG-0123' not in content, path)


@test
def an_answer_that_was_all_thought_says_that_it_reached_its_length(home):
    def answer(handler, request):
        mock.begin(handler)
        for thought in thoughts:
            mock.event(handler, {'choices': [{'index': 0, 'delta': {'reasoning_content': thought}}]})
        mock.event(handler, {'choices': [{'index': 0, 'delta': {}, 'finish_reason': 'length'}]})

    for thoughts in (['Hm, ', 'well'], []):
        with mock.Server(answer) as server:
            home.add_provider(server)
            asked = home.run('ask', '-m', 'mock/one', '--json', 'x')
        found = asked.json()
        equal((asked.status, found['finish'], found['error']['category']),
              (7, 'length', 'invalid_request'), thoughts)
        equal((found['text'], found['reasoning']), ('', ''.join(thoughts) or None))


@test
def a_key_that_no_server_would_take_is_not_sent(home):
    environment = {'MOCK_API_KEY': 'sk-CANARY\nX-Evil: 1'}
    with mock.Server(mock.saying('fine')) as server:
        home.add_provider(server)
        asked = home.run('ask', '-m', 'mock/one', '--json', 'x', environment=environment)
        tested = home.run('providers', 'test', 'mock', '--json', environment=environment)
    equal((asked.status, tested.status), (3, 3), asked.err, tested.err)
    equal(server.headers, [])
    error = asked.json()['error']
    equal((error['category'], error['operation'], error['provider'], error['model']),
          ('authentication', 'chat', 'mock', 'one'))
    equal((tested.json()['failed'], tested.json()['error']['operation']), ('key', 'models'))
    check('CANARY' not in asked.out + asked.err + tested.out + tested.err, asked.out, tested.out)


@test
def nothing_is_kept_of_a_question_that_is_not_to_be_kept(home):
    asked = home.run('ask', '--demo', '-m', 'demo/echo', '--session', 'none', '--json', 'Hello!')
    equal(asked.status, 0, asked.err)
    equal((asked.json()['session'], asked.json()['message']), (None, None))
    equal(home.sessions(), [])


@test
def a_chat_goes_on_with_all_that_was_said(home):
    with mock.Server(mock.saying('fine')) as server:
        home.add_provider(server)
        first = home.run('ask', '-m', 'mock/one', '--system', 'Be brief.', '--timeout', '12345',
                         '--json', 'One').json()
        again = home.run('ask', '--session', first['session'], '--json', 'Two')
        equal(again.status, 0, again.err)
        equal(again.json()['session'], first['session'])
    equal([message['content'] for message in server.requests[1]['messages']],
          ['Be brief.', 'One', 'fine', 'Two'])
    equal([session['messages'] for session in home.sessions()], [4])
    check('12345' not in home.stored_text(), 'the limit of one question was kept')
    equal(home.run('ask', '--session', 'zzzz', '--demo', 'x').status, 1)


def stop_with(home, kind):
    with mock.Server(mock.saying_for_ever('Begin')) as server:
        home.add_provider(server)
        process = home.start('ask', '-m', 'mock/one', 'Hello!')
        reader = Reader(process.stdout)
        reader.until(b'Begin')
        interrupt(process, kind)
        equal(process.wait(30), 130)
        printed = reader.rest().decode().rstrip('\n')
        equal(process.stderr.read(), b'')
        close(process)
    kept = home.messages(home.sessions()[0]['id'])[-1]
    equal((kept['role'], kept['state'], kept['text']), ('assistant', 'stopped', printed))


@test
def ctrl_c_ends_with_130_and_keeps_what_came(home):
    stop_with(home, signal.SIGINT)


@test
def a_request_to_end_does_the_same(home):
    stop_with(home, signal.SIGTERM)


@test
def ctrl_c_ends_a_wait_for_the_first_token(home):
    asked = threading.Event()

    def answer(handler, request):
        asked.set()
        handler.connection.recv(1)

    with mock.Server(answer) as server:
        home.add_provider(server)
        process = home.start('ask', '-m', 'mock/one', '--json', 'Hello!')
        check(asked.wait(30), 'the server was not asked')
        interrupt(process)
        stopped = finish(process)
    equal(stopped.status, 130)
    equal((stopped.json()['finish'], stopped.json()['text']), ('cancelled', ''))


@test
def ctrl_c_works_while_nobody_reads(home):
    sent = threading.Event()

    def answer(handler, request):
        mock.begin(handler)
        for _ in range(300):
            mock.say(handler, 'x' * 1000)
        sent.set()
        handler.connection.recv(1)

    with mock.Server(answer) as server:
        home.add_provider(server)
        process = home.start('ask', '-m', 'mock/one', 'Hello!')
        check(sent.wait(30), 'the program stopped reading')
        interrupt(process)
        equal(process.wait(30), 130)
        close(process)


@test
def a_closed_pipe_ends_quietly(home):
    with mock.Server(mock.saying_for_ever('Begin')) as server:
        home.add_provider(server)
        process = home.start('ask', '-m', 'mock/one', 'Hello!')
        check(os.read(process.stdout.fileno(), 5) != b'', 'nothing came')
        process.stdout.close()
        equal(process.wait(30), 0)
        equal(process.stderr.read(), b'')
        process.stderr.close()


@test
def ctrl_c_ends_a_wait_for_a_model_list(home):
    with socket.create_server(('127.0.0.1', 0)) as silent:
        url = f'http://127.0.0.1:{silent.getsockname()[1]}/v1'
        added = home.run('providers', 'add', 'silent', '--dialect', 'openai', '--base-url', url)
        equal(added.status, 0, added.err)
        process = home.start('models', 'silent')
        connection, _ = silent.accept()
        interrupt(process)
        stopped = finish(process)
        connection.close()
    equal((stopped.status, stopped.out, stopped.err), (130, '', ''))


@test
def a_full_disk_behind_standard_output_is_an_error(home):
    with open('/dev/full', 'wb') as full:
        asked = finish(home.start('ask', '--demo', '-m', 'demo/echo', 'Hello!', stdout=full))
    equal(asked.status, 1)
    check('Standard output' in asked.err, asked.err)


@test
def two_programs_share_a_folder_at_the_same_time(home):
    both = threading.Barrier(2, timeout=30)

    def answer(handler, request):
        mock.begin(handler)
        mock.say(handler, 'A')
        both.wait()
        mock.say(handler, 'B')
        mock.end(handler)

    with mock.Server(answer) as server:
        home.add_provider(server)
        processes = [home.start('ask', '-m', 'mock/one', 'Hello!') for _ in range(2)]
        for process in processes:
            asked = finish(process)
            equal((asked.status, asked.out), (0, 'AB\n'), asked.err)
    sessions = home.sessions()
    equal(len(sessions), 2)
    for session in sessions:
        equal([(message['state'], message['text']) for message in home.messages(session['id'])],
              [('done', 'Hello!'), ('done', 'AB')])


main()
