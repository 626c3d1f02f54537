#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""`think` against a server that misbehaves: plans, parts and reviews of every kind end in an answer, with the true reason
shown, and every call that was served is counted."""

import json
import random
import re
import sys
import threading
from concurrent.futures import ThreadPoolExecutor

sys.dont_write_bytecode = True

import mock
from harness import check, equal, main, test

PARTS = {'a': [], 'b': [], 'c': ['a', 'b'], 'd': ['c']}
ANSWER = 'The whole answer.'


def task(part, deps=(), **more):
    return json.dumps({'t': 'task', 'id': part, 'title': f'Title {part}', 'ask': f'Do {part}.', 'deps': list(deps),
                       'kind': 'reason', 'size': 's'} | more, ensure_ascii=False)


def plan(*lines):
    return '\n'.join([*lines, '{"t":"answer","outline":["x"],"criteria":["y"]}', '{"t":"end"}', ''])


CLEAN = plan(*(task(part, deps) for part, deps in PARTS.items()))
OBJECT = json.dumps({'tasks': [json.loads(task(part, deps)) for part, deps in PARTS.items()], 'outline': ['x']})
ALL = 'abcd'

# What the planner says, which parts come of it, how the run ends, and what must be told of the plan (None: nothing).
PLANS = {
    'clean': (CLEAN, ALL, 'done', None),
    'one object': (OBJECT, ALL, 'done', None),
    'fenced': (f'```json\n{CLEAN}```\n', ALL, 'done', None),
    'prose around': (f'Here is my {{plan}}:\n\n{CLEAN}\nThat is all.', ALL, 'done', None),
    'thinking first': (f'<think>Maybe {{"t":"task"}}?</think>\n{CLEAN}', ALL, 'done', None),
    'trailing commas': (CLEAN.replace('"}', '",}'), ALL, 'done', None),
    'single quotes': (CLEAN.replace('"', "'"), ALL, 'done', None),
    'cut in a part': (CLEAN[:CLEAN.index('Title c')], 'ab', 'done', None),
    'cut after a part': (CLEAN[:CLEAN.index('\n') + 1], 'a', 'done', None),
    'a numbered list': ('1. Find the facts\n2. Compare them\n3. Name the risks of step 2\n', '123', 'done', 'lines'),
    'needs what comes later': (plan(task('a', ['b']), task('b')), 'ab', 'done', None),
    'a circle': (plan(task('a', ['b']), task('b', ['a'])), 'ab', 'done', None),
    'the same id twice': (plan(task('a'), task('a', title='Other')), 2, 'done', None),
    'needs what is not there': (plan(task('a', ['z'])), 'a', 'done', None),
    'needs itself': (plan(task('a', ['a'])), 'a', 'done', None),
    'no parts': (plan(), '', 'direct', 'direct'),
    'thirty parts': (plan(*(task(f'p{number}', title=f'Number {number}') for number in range(30))), 6, 'done', None),
    'direct': ('{"t":"direct"}\n' + ANSWER, '', 'direct', None),
    'refusal': ('I am sorry, I cannot plan this.', '', 'direct', 'direct'),
    'nonsense': ('}}}{{{ "t": \x00 [', '', 'direct', 'direct'),
    'chinese': (plan(task('a', title='事实'), task('b', ['a'], title='比较', ask='比较“甲”与“乙”。')), 'ab', 'done', None),
}


def step_of(request):
    """"plan", "synth", "answer", "review", "revise", "judge", or the id of a part."""
    prompt = request['messages'][-1]['content']
    parts = re.findall(r'\n# Your part: (\S+)\n', prompt)
    if parts:
        return parts[-1]
    words = prompt.rpartition('\n# Your task\n')[2].split(' ')
    return {'Plan': 'plan', 'Look': 'review', 'Mend': 'revise', 'Which': 'judge', 'Answer': 'answer'}.get(words[0], 'synth')


def text_of(step):
    if step == 'plan':
        return CLEAN
    if step == 'review':
        return '{"score":9,"criteria":[{"c":"y","met":true}]}\n'
    if step in ('synth', 'answer'):
        return ANSWER
    return f'ANSWER<{step}>\n\n@@ {{"conclusion":"c","confidence":0.5}}\n'


def whole(handler, text):
    mock.say(handler, text)


def by_letter(handler, text):
    """A byte of JSON is at least a letter."""
    for letter in text:
        mock.say(handler, letter)


def at_random(handler, text, chance=random.Random(7)):
    while text:
        length = chance.randint(1, 40)
        mock.say(handler, text[:length])
        text = text[length:]


CHUNKINGS = {'whole': whole, 'by letter': by_letter, 'at random': at_random}


def answering(replies, chunking=whole):
    """@replies: a step -> its text, or a function that answers by itself."""
    def answer(handler, request):
        step = step_of(request)
        reply = replies.get(step, text_of(step))
        if callable(reply):
            reply(handler, request)
            return
        mock.begin(handler)
        chunking(handler, reply)
        mock.end(handler)
    return answer


def think(home, replies, *options, chunking=whole, question='Why?'):
    """The run as the tool tells it, what it said beside it, and what was asked."""
    with mock.Server(answering(replies, chunking)) as server:
        name = f'mock-{server.http.server_port}'
        home.add_provider(server, name)
        done = home.run('think', '-m', f'{name}/one', '--json', *options, question)
        run = done.json()
        run['status'], run['said'], run['asked'] = done.status, done.err, server.requests
        equal(run['calls'], len(server.requests), 'calls shown are calls served', done.err)
        return run


def each(home, cases, function):
    """Two at a time; the folder of chats is prepared for them."""
    equal(home.run('providers', 'list').status, 0)
    with ThreadPoolExecutor(2) as pool:
        for result in [pool.submit(function, *case) for case in cases]:
            result.result()


def prompts_hold_what_they_need(run, about):
    """Whatever was asked holds the answers it builds upon, and no others."""
    deps = {part['id']: part['deps'] for part in run['plan']}
    there = {part['id'] for part in run['subtasks'] if part['state'] in ('done', 'partial')}
    for request in run['asked']:
        step = step_of(request)
        held = set(re.findall(r'ANSWER<([\w-]+)>', request['messages'][-1]['content']))
        if step in deps:
            equal(held, set(deps[step]) & there, about, step)
        elif step == 'synth':
            equal(held, there, about, step)


@test
def every_plan_ends_in_an_answer(home):
    def one(name, chunking):
        text, parts, outcome, told = PLANS[name]
        # What ends with its plan has no other way to answer.
        run = think(home, {'plan': text, 'repair': text}, chunking=CHUNKINGS[chunking], question=f'{name}, {chunking}?')
        about = (name, chunking, run['said'])
        equal((run['status'], run['outcome'], run['answer'].strip()), (0, outcome, ANSWER), *about)
        ids = [part['id'] for part in run['plan']]
        equal(len(ids) if isinstance(parts, int) else ''.join(ids), parts, *about)
        equal([part['state'] for part in run['subtasks']], ['done'] * len(ids), *about)
        equal('plan could not be read' in run['said'], told is not None, *about)
        prompts_hold_what_they_need(run, about)

    each(home, [(name, chunking) for name in PLANS for chunking in CHUNKINGS], one)


@test
def a_plan_that_is_empty_or_fails_is_answered_without(home):
    run = think(home, {'plan': ''})
    equal((run['status'], run['outcome'], run['answer']), (0, 'direct', ANSWER), run['said'])
    check('empty' in run['said'], run['said'])
    run = think(home, {'plan': mock.refusing(400, 'This cannot be planned')})
    equal((run['status'], run['outcome'], run['answer']), (0, 'direct', ANSWER), run['said'])
    check('plan' in run['said'], run['said'])


def part_states(run):
    return {part['id']: part['state'] for part in run['subtasks']}


def cut(handler, request):
    mock.begin(handler)
    mock.say(handler, 'Half of ANSWER<b>')
    handler.close_connection = True


def content_filter(handler, request):
    mock.begin(handler)
    mock.event(handler, {'model': 'one', 'choices': [{'index': 0, 'delta': {}, 'finish_reason': 'content_filter'}]})
    handler.wfile.write(b'data: [DONE]\n\n')


def wrong_encoding(handler, request):
    mock.begin(handler)
    handler.wfile.write(b'data: {"choices":[{"index":0,"delta":{"content":"ANSWER<b> \xff\xfe\xc3"}}]}\n\n')
    mock.end(handler)


def huge(handler, request):
    mock.begin(handler)
    for _ in range(160):
        mock.say(handler, 'ANSWER<b> ' + 'x' * 65536)
    mock.end(handler)


# What part b does, the state it has in the end, whether it is asked again, and what is said of it.
FAULTS = {
    'no trailer': ('ANSWER<b> is short.', 'done', 1, None),
    'a bad trailer': ('ANSWER<b>\n\n@@ {"conclusion": what', 'done', 1, None),
    'an empty answer': ('', 'failed', None, 'empty'),
    'too many requests once': (mock.failing_first(1, 429, lambda h, r: answering({})(h, r), wait='0.2'), 'done', 2, None),
    'overloaded once': (mock.failing_first(1, 529, lambda h, r: answering({})(h, r), wait='0.2'), 'done', 2, None),
    'a server error once': (mock.failing_first(1, 500, lambda h, r: answering({})(h, r), wait='0.2'), 'done', 2, None),
    'refused': (mock.refusing(400, 'No such thing'), 'failed', 1, 'Not covered: Title b'),
    'filtered': (content_filter, 'failed', 1, 'Not covered: Title b'),
    'bytes that are no text': (wrong_encoding, 'done', 1, None),
    'ten megabytes': (huge, 'partial', 1, 'The answer broke off: Title b'),
    'cut off': (cut, 'partial', None, 'The answer broke off: Title b'),
}


@test
def every_fault_of_a_part_is_told(home):
    def one(name):
        reply, state, calls, said = FAULTS[name]
        run = think(home, {'b': reply}, question=f'{name}?')
        about = (name, run['said'])
        equal(run['status'], 0, *about)
        states = part_states(run)
        equal(states['b'], state, *about)
        equal({part: states[part] for part in 'acd'}, dict.fromkeys('acd', 'done'), *about)
        asked = [step_of(request) for request in run['asked']].count('b')
        check(calls is None or asked == calls, asked, *about)
        equal(run['outcome'], 'done' if states['b'] == 'done' else 'partial', *about)
        equal(run['answer'], ANSWER, *about)
        check(said is None or said in run['said'], *about)
        synth = next(request for request in run['asked'] if step_of(request) == 'synth')['messages'][-1]['content']
        equal('missing: b' in synth, states['b'] == 'failed', *about)
        prompts_hold_what_they_need(run, about)

    each(home, [(name,) for name in FAULTS], one)


@test
def what_broke_off_is_asked_again(home):
    with mock.Server(answering({'b': cut})) as server:
        home.add_provider(server)
        equal(home.run('think', '-m', 'mock/one', 'Why?').status, 0)
        run = home.run('think', 'list', '--json').json()[0]
        equal(run['outcome'], 'partial')
        server.answer = answering({})
        server.requests.clear()
        again = home.run('think', 'resume', run['run'], '--json')
        equal((again.status, again.json()['outcome']), (0, 'done'), again.err)
        # What builds upon it may go on with what it had.
        check('a' not in [step_of(request) for request in server.requests], server.requests)
        check('b' in [step_of(request) for request in server.requests], server.requests)


@test
def no_money_stops_and_keeps_what_there_is(home):
    quota = {'error': {'message': 'You exceeded your current quota', 'type': 'insufficient_quota',
                       'code': 'insufficient_quota'}}
    run = think(home, {'c': lambda handler, request: mock.reply(handler, 429, quota)})
    equal(run['status'], 3, run['said'])
    check('think resume' in run['said'], run['said'])
    equal({part: state for part, state in part_states(run).items() if part in 'ab'}, {'a': 'done', 'b': 'done'})
    equal(run['error']['category'], 'billing')


def issue(quote, severity='major'):
    return json.dumps({'issue': 'It is wrong.', 'severity': severity, 'quote': quote, 'task': None, 'fix': 'Right.'})


REVIEWS = {
    'well': ('{"score":9,"criteria":[{"c":"y","met":true}]}', 9, 0),
    'junk': ('Looks good to me!', None, 0),
    'nothing': ('', None, 0),
    'only a score': ('{"score":7}', 7, 0),
    'a quote that is not there': (issue('never said') + '\n{"score":3,"criteria":[]}', 3, 1),
    'a refusal': (mock.refusing(400, 'No'), None, 0),
    'a broken line': ('{"issue":"x","severity":\n{"score":5}', 5, 1),
}


@test
def every_review_leaves_an_answer_and_no_score_is_made_up(home):
    def one(name):
        reply, score, issues = REVIEWS[name]
        run = think(home, {'review': reply}, question=f'{name}?')
        about = (name, run['said'], run['review'])
        equal((run['status'], run['outcome'], run['answer']), (0, 'done', ANSWER), *about)
        if score is None:
            equal(run['review'], None, *about)
        else:
            equal((run['review']['score'], len(run['review']['issues']), run['review']['edits']), (score, issues, 0), *about)

    each(home, [(name,) for name in REVIEWS], one)


@test
def a_reviewer_that_is_never_content_ends(home):
    """Each round finds the same fault; the judges find no answer better than the other."""
    complaint = issue('whole') + '\n{"score":3,"criteria":[{"c":"y","met":false}]}'
    edit = json.dumps({'find': 'whole', 'replace': 'entire'})
    run = think(home, {'review': complaint, 'revise': edit, 'judge': '{"winner":"tie","why":"same"}'})
    equal((run['status'], run['outcome'], run['answer']), (0, 'done', ANSWER), run['said'])
    equal((run['review']['score'], run['review']['edits']), (3, 0), run['review'])
    check(run['calls'] <= 24, run['calls'])
    run = think(home, {'review': complaint, 'revise': edit, 'judge': lambda handler, request: answering(
        {'judge': json.dumps({'winner': 'A' if request['messages'][-1]['content'].index('entire')
                              < request['messages'][-1]['content'].rindex('whole answer') else 'B'})})(handler, request)},
                question='Better?')
    equal((run['status'], run['answer']), (0, 'The entire answer.'), run['said'], run['review'])


@test
def no_more_calls_than_allowed(home):
    for most in (1, 2, 3, 5):
        run = think(home, {}, '--max-calls', str(most), question=f'{most} calls?')
        check(run['calls'] <= most, run['calls'], most)
        equal(run['status'], 0, run['said'])
        check(run['answer'] != '', run)


main()
