#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""ponder-cli against a server that others wrote: every dialect, and what goes wrong."""

import contextlib
import os
import pathlib
import sys
import time

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / 'cli'))

from harness import check, equal, main, test
from peer import Peer

# Dialect: what stands before its paths, and a model of a name that the server takes for its own.
DIALECTS = {
    'openai': ('/v1', 'gpt-5-mini'),
    'openai-responses': ('/v1', 'gpt-5-mini'),
    'anthropic': ('', 'claude-sonnet-4-5'),
    'gemini': ('/v1beta', 'gemini-2.5-flash'),
    'ollama': ('', 'qwen3'),
}
PLAIN = 'Plain words, and 中文 and 🙂 as well.'


class User:
    """Somebody who has the server in one dialect."""

    def __init__(self, home, dialect):
        path, model = DIALECTS[dialect]
        self.home, self.model = home, f'peer/{model}'
        added = home.run('providers', 'add', 'peer', '--dialect', dialect, '--base-url', PEER.root + path)
        equal(added.status, 0, added.err)

    def ask(self, prompt, *options, retries=0):
        asked = self.home.run('ask', '-m', self.model, '--json', '--retries', str(retries), *options, prompt)
        return asked.status, asked.json()


def in_every_dialect(function):
    """A test of each dialect; the function may leave some out."""
    for dialect in DIALECTS:
        def one(home, dialect=dialect):
            function(User(home, dialect), dialect)
        one.__name__ = f'{dialect}_{function.__name__}'
        test(one)
    return function


def fails(answer, status, category, code):
    found, answer = answer
    error = answer['error']
    check(error is not None, answer)
    equal((found, error['category'], error['status']), (status, category, code), error)
    return answer


@contextlib.contextmanager
def trouble(**rates):
    PEER.misbehave(**rates)
    try:
        yield
    finally:
        PEER.behave()


@in_every_dialect
def answers_in_words_whole_and_as_a_stream(user, dialect):
    for options in ((), ('--no-stream',)):
        status, answer = user.ask('plain words', *options)
        equal((status, answer['text'], answer['finish'], answer['error']), (0, PLAIN, 'stop', None), options)
        check(answer['usage'] is not None, 'no usage', options)


@in_every_dialect
def thinks_before_it_answers(user, dialect):
    for options in ((), ('--no-stream',)):
        status, answer = user.ask('think first', *options)
        equal((status, answer['text']), (0, 'It is 42.'), answer)
        # In this server's Ollama thoughts have a name that they have nowhere else.
        if dialect != 'ollama':
            equal(answer['reasoning'], 'Six by seven, that is the sum of six sevens.', options)


@in_every_dialect
def calls_a_tool_that_nobody_offered(user, dialect):
    status, answer = user.ask('call a tool')
    equal((status, answer['text'], answer['error']), (0, '', None), answer)
    check(answer['finish'] in ('tool_calls', 'stop'), answer['finish'])


@in_every_dialect
def ends_at_its_limit(user, dialect):
    status, answer = user.ask('too short a limit')
    equal((status, answer['text'], answer['finish']), (0, 'It ends in the mid', 'length'))


@in_every_dialect
def takes_its_time(user, dialect):
    status, answer = user.ask('slowly')
    equal(status, 0, answer)
    check(answer['text'].endswith('twelve.'), answer['text'])
    timing = answer['timing_ms']
    check(timing['first_token'] >= 250 and timing['total'] > timing['first_token'] + 100, timing)


@in_every_dialect
def keeps_what_came_before_the_end_that_is_none(user, dialect):
    for prompt in ('stop sending', 'hang up'):
        status, answer = user.ask(prompt)
        equal((status, answer['finish'], answer['error']['category']), (8, 'cut_off', 'network'), prompt)
        check(answer['text'].startswith('This answer') and 'whole' not in answer['text'], answer['text'])


@in_every_dialect
def is_refused_for_what_the_status_says(user, dialect):
    answer = fails(user.ask('too often'), 4, 'rate_limit', 429)
    equal(answer['error']['retry_after_s'], 1)          # the header says one, the words twenty
    check('20s' in answer['error']['details'], answer['error'])
    fails(user.ask('be overloaded'), 4, 'server', 529)
    fails(user.ask('break'), 4, 'server', 500)
    fails(user.ask('refuse the key'), 3, 'authentication', 401)
    fails(user.ask('no such model'), 7, 'model_not_found', 404)


@in_every_dialect
def is_asked_again_when_it_was_asked_too_often(user, dialect):
    before = time.monotonic()
    status, answer = user.ask(f'once too often for {dialect}.', retries=2)
    equal((status, answer['text'], answer['attempts']), (0, 'Now it works.', 2), answer)
    check(time.monotonic() - before >= 1, 'did not wait for the second that the server asked for')


@in_every_dialect
def breaks_in_four_ways(user, dialect):
    with trouble(dropRate=1):
        fails(user.ask('plain words'), 4, 'server', 500)
    with trouble(rateLimitRate=1):
        fails(user.ask('plain words'), 4, 'rate_limit', 429)
    with trouble(disconnectRate=1):
        status, answer = user.ask('plain words')
        equal((status, answer['error']['category']), (5, 'network'), answer)
    with trouble(malformedRate=1):
        status, answer = user.ask('plain words')
        check(status != 0 and answer['error']['category'] in ('malformed', 'server'), answer)
    equal(user.ask('plain words')[0], 0)


@test
def a_storm_of_limits_passes_with_retries(home):
    """Half of all requests are refused; with enough retries none is lost."""
    user = User(home, 'openai')
    with trouble(rateLimitRate=0.5):
        for _ in range(3):
            status, answer = user.ask('plain words', retries=10)
            equal((status, answer['text']), (0, PLAIN), answer)


PEER = Peer()
try:
    main()
finally:
    PEER.stop()
