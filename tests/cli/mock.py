# SPDX-License-Identifier: GPL-3.0-or-later
"""A server of the OpenAI chat dialect whose answers a test writes, piece by piece."""

import http.server
import json
import threading
import time


class Server:
    """@answer is called with the handler and the JSON of every POST, and writes what it likes."""

    def __init__(self, answer, models=('one', 'two')):
        self.answer, self.models, self.list_status = answer, models, 200
        self.requests, self.headers = [], []
        outer = self

        class Handler(http.server.BaseHTTPRequestHandler):
            def do_POST(self):
                length = int(self.headers.get('content-length', 0))
                request = json.loads(self.rfile.read(length))
                outer.requests.append(request)
                outer.headers.append(dict(self.headers))
                try:
                    outer.answer(self, request)
                except (BrokenPipeError, ConnectionResetError):
                    pass

            def do_GET(self):
                outer.headers.append(dict(self.headers))
                if outer.list_status != 200:
                    reply(self, outer.list_status, {'error': {'message': 'no list'}})
                    return
                data = [{'id': name, 'object': 'model'} for name in outer.models]
                reply(self, 200, {'object': 'list', 'data': data})

            def log_message(self, *arguments):
                pass

        self.http = http.server.ThreadingHTTPServer(('127.0.0.1', 0), Handler)
        self.http.daemon_threads = True
        self.url = f'http://127.0.0.1:{self.http.server_port}/v1'
        threading.Thread(target=self.http.serve_forever, args=(0.05,), daemon=True).start()

    def __enter__(self):
        return self

    def __exit__(self, *about):
        self.http.shutdown()
        self.http.server_close()


def reply(handler, status, body, headers=None):
    """A whole answer at once."""
    data = json.dumps(body).encode()
    handler.send_response(status)
    handler.send_header('Content-Type', 'application/json')
    handler.send_header('Content-Length', str(len(data)))
    for name, value in (headers or {}).items():
        handler.send_header(name, value)
    handler.end_headers()
    handler.wfile.write(data)


def begin(handler):
    handler.send_response(200)
    handler.send_header('Content-Type', 'text/event-stream')
    handler.send_header('Connection', 'close')
    handler.end_headers()


def event(handler, body):
    handler.wfile.write(f'data: {json.dumps(body)}\n\n'.encode())
    handler.wfile.flush()


def say(handler, text):
    event(handler, {'model': 'one', 'choices': [{'index': 0, 'delta': {'content': text}}]})


def end(handler):
    event(handler, {'model': 'one', 'choices': [{'index': 0, 'delta': {}, 'finish_reason': 'stop'}],
                    'usage': {'prompt_tokens': 3, 'completion_tokens': 5, 'total_tokens': 8}})
    handler.wfile.write(b'data: [DONE]\n\n')


def saying(*pieces):
    """An answer function that streams @pieces and ends well."""
    def answer(handler, request):
        begin(handler)
        for piece in pieces:
            say(handler, piece)
        end(handler)
    return answer


def refusing(status, message):
    def answer(handler, request):
        reply(handler, status, {'error': {'message': message, 'type': 'some_error'}})
    return answer


def failing_first(times, status, answer, wait='0.3'):
    """Refuses @times, with a hint to wait; then @answer."""
    left = [times]
    lock = threading.Lock()

    def fail_or_answer(handler, request):
        with lock:
            left[0] -= 1
            fail = left[0] >= 0
        if fail:
            body = {'error': {'message': 'Slow down', 'type': 'rate_limit'}}
            reply(handler, status, body, {'Retry-After': wait})
        else:
            answer(handler, request)
    return fail_or_answer


def saying_for_ever(first):
    """Says @first, and then words without end until the client leaves."""
    def answer(handler, request):
        begin(handler)
        say(handler, first)
        while True:
            time.sleep(0.02)
            say(handler, ' more')
    return answer
