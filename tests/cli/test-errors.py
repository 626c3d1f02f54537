#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""`ask` when a provider does not answer: exit code, category, advice and details of one case each."""

import json
import os
import pathlib
import sys

sys.dont_write_bytecode = True

import mock
from harness import check, equal, main, test

FIXTURES = pathlib.Path(os.environ['PONDER_SOURCE_DIR']) / 'tests' / 'fixtures'
CASES = {case['name']: case for case in json.loads((FIXTURES / 'errors.json').read_text('utf-8'))}
CODES = {'authentication': 3, 'permission': 3, 'billing': 3, 'rate_limit': 4, 'server': 4,
         'network': 5, 'timeout': 6, 'invalid_request': 7, 'context_length': 7,
         'content_filter': 7, 'model_not_found': 7, 'unknown': 1}
# One of each category, of as many providers.
CHOSEN = ['mistral-wrong-key', 'groq-permission', 'openai-quota', 'deepseek-balance', 'kimi-rate',
          'cerebras-rate-per-day', 'ollama-runner', 'portal', 'openrouter-gateway-timeout',
          'vllm-old-shape', 'llama-cpp-context-told', 'dashscope-inspection', 'xai-length',
          'lm-studio-none-loaded', 'teapot']


def answering(case):
    body = case['body']
    data = (body if isinstance(body, str) else json.dumps(body)).encode()
    kind = 'text/html' if data.lstrip().startswith(b'<') else 'application/json'

    def answer(handler, request):
        handler.send_response(case['status'])
        handler.send_header('Content-Type', kind)
        handler.send_header('Content-Length', str(len(data)))
        for name, value in case.get('headers', {}).items():
            handler.send_header(name, value)
        handler.end_headers()
        handler.wfile.write(data)
    return answer


def check_case(home, case):
    preset = 'mock' if case['preset'] == 'custom' else case['preset']
    with mock.Server(answering(case)) as server:
        home.add_provider(server, preset)
        arguments = ('ask', '--retries', '0', '-m', f'{preset}/m')
        plain = home.run(*arguments, 'Hello!')
        answer = home.run(*arguments, '--json', 'Hello!')
        equal(len(server.requests), 2, 'the server was not asked once a time')
    code = CODES[case['category']]
    error = answer.json()['error']
    equal((plain.status, answer.status, error['category']), (code, code, case['category']),
          case['name'], plain.err)
    equal(error['retryable'], case['retryable'], case['name'])
    equal(error['suggestion'], case['suggestion'].replace('test', preset), case['name'])
    equal(error['status'], case['status'], case['name'])
    if 'wait' in case:
        check(abs(error['retry_after_s'] - case['wait']) <= 1, case['name'], error)
    check(error['suggestion'].rstrip('.') in plain.err, case['name'], plain.err)
    check('Retrying' not in plain.err, case['name'], plain.err)


@test
def every_category_has_its_exit_code_and_its_advice(home):
    equal({CASES[name]['category'] for name in CHOSEN}, set(CODES))
    for name in CHOSEN:
        check_case(home, CASES[name])


@test
def no_key_is_printed_or_kept_whatever_repeats_it(home):
    key = 'canary-0123456789abcdef'
    with mock.Server(answering(CASES['openai-key-in-the-words'])) as server:
        home.add_provider(server)
        for options in ((), ('--json',)):
            asked = home.run('--verbose', 'ask', '-m', 'mock/one', *options, 'Hello!',
                             environment={'MOCK_API_KEY': key})
            equal(asked.status, 3, asked.err)
            said = asked.err + asked.out
            check(key not in said and 'CANARY' not in said, said)
    for path in home.folder.rglob('*'):
        if path.is_file():
            content = path.read_bytes()
            check(key.encode() not in content and b'CANARY' not in content, path)


main()
