#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""`serve`: other programs ask, in the protocol of OpenAI, and are answered directly, deeply, or by a vote."""

import contextlib
import http.client
import json
import sys
import threading
import time
import urllib.parse

sys.dont_write_bytecode = True

import mock
from harness import check, equal, finish, interrupt, main, test


class Gateway:
    """The program while it serves, and how a client talks to it."""

    def __init__(self, process):
        self.process = process
        self.url = urllib.parse.urlsplit(process.stdout.readline().decode().strip())

    def connect(self):
        return http.client.HTTPConnection(self.url.hostname, self.url.port, timeout=30)

    def send(self, method, path, body=None, headers=None):
        connection = self.connect()
        text = json.dumps(body) if isinstance(body, dict) else body
        connection.request(method, self.url.path + path, text, headers or {})
        return connection.getresponse()

    def ask(self, model, question='How many?', **more):
        messages = question if isinstance(question, list) else [{'role': 'user', 'content': question}]
        answer = self.send('POST', '/chat/completions', {'model': model, 'messages': messages, **more})
        return answer.status, json.loads(answer.read())

    def stream(self, model, question='How many?', **more):
        body = {'model': model, 'messages': [{'role': 'user', 'content': question}], 'stream': True, **more}
        answer = self.send('POST', '/chat/completions', body)
        equal(answer.getheader('Content-Type'), 'text/event-stream')
        lines = answer.read().decode().split('\n\n')
        equal(lines[-2:], ['data: [DONE]', ''])
        return [json.loads(line.removeprefix('data: ')) for line in lines[:-2]]


@contextlib.contextmanager
def serving(home, *options):
    process = home.start('serve', '--port', '0', *options)
    try:
        yield Gateway(process)
    finally:
        interrupt(process)
        ended = finish(process)
    equal((ended.status, ended.err), (130, ''))


def say(text):
    def answer(handler, request):
        mock.begin(handler)
        mock.say(handler, text(request) if callable(text) else text)
        mock.end(handler)
    return answer


def text_of(events):
    return ''.join(event['choices'][0]['delta'].get('content', '') for event in events if event['choices'])


@test
def direct_is_one_call_with_all_that_was_said(home):
    with mock.Server(say('It is 42.')) as server:
        home.add_provider(server)
        with serving(home, '-m', 'mock/one') as gateway:
            said = [{'role': 'system', 'content': 'Be brief.'}, {'role': 'user', 'content': 'Hello'},
                    {'role': 'assistant', 'content': 'Good day.'},
                    {'role': 'user', 'content': [{'type': 'text', 'text': 'How '}, {'type': 'text', 'text': 'many?'}]}]
            status, answer = gateway.ask('direct', said, temperature=0.5, max_tokens=7)
        equal((status, answer['object'], answer['model']), (200, 'chat.completion', 'direct'))
        equal(answer['choices'], [{'index': 0, 'message': {'role': 'assistant', 'content': 'It is 42.'},
                                   'finish_reason': 'stop'}])
        equal(answer['ponder']['calls'], 1)
        equal(len(server.requests), 1)
        request = server.requests[0]
        equal([(message['role'], message['content']) for message in request['messages']],
              [('system', 'Be brief.'), ('user', 'Hello'), ('assistant', 'Good day.'), ('user', 'How many?')])
        equal((request['model'], request['temperature'], request.get('max_tokens', request.get('max_completion_tokens'))),
              ('one', 0.5, 7))
    equal(home.sessions(), [])
    check('How many?' not in home.stored_text(), 'what was asked is stored')


@test
def a_stream_comes_piece_by_piece(home):
    hold = threading.Event()

    def answer(handler, request):
        mock.begin(handler)
        mock.say(handler, 'It is ')
        hold.wait(20)
        mock.say(handler, '42.')
        mock.end(handler)

    with mock.Server(answer) as server:
        home.add_provider(server)
        with serving(home, '-m', 'mock/one') as gateway:
            body = {'model': 'direct', 'messages': [{'role': 'user', 'content': 'How many?'}], 'stream': True,
                    'stream_options': {'include_usage': True}}
            coming = gateway.send('POST', '/chat/completions', body)
            first = json.loads(coming.readline().decode().removeprefix('data: '))
            equal(first['choices'][0]['delta'], {'role': 'assistant', 'content': 'It is '})
            hold.set()
            rest = coming.read().decode().strip().split('\n\n')
    equal(rest[-1], 'data: [DONE]')
    events = [first] + [json.loads(line.removeprefix('data: ')) for line in rest[:-1]]
    equal(text_of(events), 'It is 42.')
    equal([event['choices'][0]['finish_reason'] for event in events if event['choices']][-1], 'stop')
    equal(events[-1]['choices'], [])
    check('usage' in events[-1], events[-1])


@test
def deep_thinks_deeply(home):
    with serving(home, '--demo') as gateway:
        status, answer = gateway.ask('deep', 'What shall we do?')
        events = gateway.stream('deep', 'What shall we do now?')
    equal(status, 200)
    check('step by step' in answer['choices'][0]['message']['content'], answer)
    equal(answer['ponder'], {'calls': 8, 'outcome': 'done'})
    # What was sent cannot be mended: a stream is not reviewed.
    check('step by step' in text_of(events), text_of(events))
    equal(home.run('think', 'list', '--json').json(), [])


@test
def a_vote_gives_what_most_agree_on(home):
    answers = iter(['I say 7.\n\n#### 41', 'After long thought:\n\\boxed{42}', 'So it is **42**.'])
    lock = threading.Lock()

    def text(request):
        with lock:
            return next(answers)

    with mock.Server(say(text)) as server:
        home.add_provider(server)
        with serving(home, '-m', 'mock/one') as gateway:
            status, answer = gateway.ask('vote-3')
        equal(status, 200)
        check('42' in answer['choices'][0]['message']['content'], answer)
        equal((answer['ponder']['calls'], len(server.requests)), (3, 3))


@test
def words_of_stop_end_the_answer(home):
    with mock.Server(say('First.\n\nQuestion: more')) as server:
        home.add_provider(server)
        with serving(home, '-m', 'mock/one') as gateway:
            status, answer = gateway.ask('direct', stop=['Question:', 'never'])
            events = gateway.stream('direct', stop='\n\n')
    equal((status, answer['choices'][0]['message']['content']), (200, 'First.\n\n'))
    equal(text_of(events), 'First.')


@test
def what_is_wrong_is_said(home):
    with mock.Server(lambda handler, request: mock.reply(handler, 401, {'error': {'message': 'bad key'}})) as server:
        home.add_provider(server)
        with serving(home, '-m', 'mock/one') as gateway:
            wrong = [
                ('{', 400), ('[]', 400), ({}, 400), ({'model': 'other', 'messages': []}, 404),
                ({'model': 'vote-1', 'messages': []}, 404), ({'model': 'direct'}, 400),
                ({'model': 'direct', 'messages': []}, 400), ({'model': 'direct', 'messages': [3]}, 400),
                ({'model': 'direct', 'messages': [{'role': 'user', 'content': ' '}]}, 400),
                ({'model': 'direct', 'messages': [{'role': 'tool', 'content': 'x'}]}, 400),
                ({'model': 'direct', 'messages': [{'role': 'user', 'content': [{'type': 'image_url'}]}]}, 400),
                ({'model': 'direct', 'messages': [{'role': 'user', 'content': 'x'}], 'temperature': 9}, 400),
                ({'model': 'direct', 'messages': [{'role': 'user', 'content': 'x'}], 'n': 2}, 400),
                ({'model': 'direct', 'messages': [{'role': 'user', 'content': 'x'}], 'stop': [1]}, 400),
                ({'model': 'direct', 'messages': [{'role': 'user', 'content': 'x'}], 'tools': [{}]}, 400),
                ({'model': 'direct', 'messages': [{'role': 'user', 'content': 'x'}]}, 401),
                ({'model': 'vote-2', 'messages': [{'role': 'user', 'content': 'x'}]}, 401),
            ]
            for body, status in wrong:
                answer = gateway.send('POST', '/chat/completions', body)
                error = json.loads(answer.read())['error']
                equal(answer.status, status, body, error)
                check(error['message'] != '' and error['type'] != '', body, error)
            equal(gateway.send('GET', '/other').status, 404)
            equal(gateway.send('GET', '/chat/completions').status, 404)
            models = json.loads(gateway.send('GET', '/models').read())
            equal([model['id'] for model in models['data']], ['direct', 'deep', 'vote-3'])


@test
def a_page_in_a_browser_is_not_answered(home):
    with serving(home, '--demo') as gateway:
        ours = f'127.0.0.1:{gateway.url.port}'
        equal(gateway.send('GET', '/models', headers={'Origin': 'https://example.org'}).status, 403)
        for host, status in [('example.org', 403), ('127.0.0.1.example.org', 403), (ours, 200), ('localhost', 200)]:
            equal(gateway.send('GET', '/models', headers={'Host': host}).status, status, host)
        too_long = gateway.send('POST', '/chat/completions', 'x' * (16 * 1024 * 1024 + 1))
        equal(too_long.status, 413)
        endless = gateway.send('POST', '/chat/completions', iter([b'x', b'y']))
        equal(endless.status, 413)


@test
def who_leaves_is_not_answered(home):
    asked = threading.Event()
    left = threading.Event()

    def answer(handler, request):
        mock.begin(handler)
        mock.say(handler, 'It ')
        asked.set()
        try:
            while True:
                mock.event(handler, {'choices': []})
                time.sleep(0.02)
        except OSError:
            left.set()
            raise

    with mock.Server(answer) as server:
        home.add_provider(server)
        with serving(home, '-m', 'mock/one') as gateway:
            for stream in (False, True):
                asked.clear()
                left.clear()
                connection = gateway.connect()
                body = {'model': 'direct', 'messages': [{'role': 'user', 'content': 'x'}], 'stream': stream}
                connection.request('POST', gateway.url.path + '/chat/completions', json.dumps(body))
                check(asked.wait(20), 'nothing was asked')
                time.sleep(0.1)
                connection.close()
                check(left.wait(5), 'the server was not left', stream)
            # It still answers.
            equal(gateway.send('GET', '/models').status, 200)


@test
def ctrl_c_ends_it_also_while_it_answers(home):
    asked = threading.Event()

    def answer(handler, request):
        asked.set()
        time.sleep(5)

    with mock.Server(answer) as server:
        home.add_provider(server)
        with serving(home, '-m', 'mock/one') as gateway:
            connection = gateway.connect()
            body = {'model': 'deep', 'messages': [{'role': 'user', 'content': 'x'}]}
            connection.request('POST', gateway.url.path + '/chat/completions', json.dumps(body))
            check(asked.wait(20), 'nothing was asked')


@test
def the_command_line_is_checked(home):
    for options in (['--port', '70000'], ['--port', 'x'], ['more']):
        equal(home.run('serve', *options).status, 2, options)
    equal(home.run('serve').status, 2)
    with serving(home, '--demo') as gateway:
        taken = home.run('serve', '--demo', '--port', str(gateway.url.port))
        check(taken.status in (1, 5), taken.status, taken.err)
        check(taken.err != '', 'nothing was said')


if __name__ == '__main__':
    sys.exit(main())
