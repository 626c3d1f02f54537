#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""`think`: plans, parts, answers and reviews; runs that are stopped, killed, gone on with, listed and shown."""

import concurrent.futures
import contextlib
import json
import pathlib
import re
import sqlite3
import sys
import threading
import time

sys.dont_write_bytecode = True

import mock
from harness import Home, check, equal, finish, harmless, interrupt, main, run_on_terminal, test

PARTS = {'a': [], 'b': [], 'c': ['a', 'b'], 'd': ['c']}
MEMBERS = {'answer', 'outcome', 'calls', 'usage', 'plan', 'subtasks', 'review', 'timing_ms', 'run', 'error'}


def step_of(request):
    """"plan", "synth", "review", or the id of a part."""
    prompt = request['messages'][-1]['content']
    parts = re.findall(r'\n# Your part: (\w+)\n', prompt)
    if parts:
        return parts[-1]
    task = prompt.rpartition('\n# Your task\n')[2]
    return {'Plan': 'plan', 'Look': 'review'}.get(task.split(' ')[0], 'synth')


def text_of(step):
    if step == 'plan':
        tasks = [json.dumps({'t': 'task', 'id': part, 'title': f'Title {part}', 'ask': f'Do {part}.', 'deps': deps,
                             'kind': 'reason', 'size': 's'}) for part, deps in PARTS.items()]
        return '\n'.join(tasks + ['{"t":"answer","outline":["x"],"criteria":["y"]}', '{"t":"end"}', ''])
    if step == 'review':
        return '{"score":9,"criteria":[{"c":"y","met":true}]}\n'
    if step == 'synth':
        return 'The whole answer.'
    return f'ANSWER<{step}>\n\n@@ {{"conclusion":"c","confidence":0.5}}\n'


def stepping(hold=(), ready=None, failing=()):
    """Answers each step; those of @hold never end, and set @ready."""
    def answer(handler, request):
        step = step_of(request)
        if step in failing:
            mock.reply(handler, 400, {'error': {'message': 'No', 'type': 'invalid_request_error'}})
            return
        mock.begin(handler)
        if step in hold:
            mock.say(handler, 'Half of ')
            if ready is not None:
                ready.set()
            while True:
                time.sleep(0.05)
                mock.event(handler, {'choices': []})
        mock.say(handler, text_of(step))
        mock.end(handler)
    return answer


def runs(home):
    listed = home.run('think', 'list', '--json')
    equal(listed.status, 0, listed.err)
    return listed.json()


def steps(server):
    return sorted(step_of(request) for request in server.requests)


@test
def the_built_in_server_shows_a_whole_run(home):
    begun = time.monotonic()
    done = home.run('think', '-m', 'demo/think', '--json', 'What shall we do?')
    took = time.monotonic() - begun
    equal(done.status, 0, done.err)
    run = done.json()
    equal(set(run), MEMBERS)
    equal((run['outcome'], run['calls'], run['review']['score'], run['error']), ('done', 8, 9, None))
    equal([part['id'] for part in run['plan']], ['a', 'b', 'c', 'd', 'e'])
    equal([part['state'] for part in run['subtasks']], ['done'] * 5)
    equal([part['confidence'] for part in run['subtasks']][-1], None)
    check('canned' in run['answer'], run['answer'])
    check('@@' not in json.dumps(run['subtasks']), run['subtasks'])
    check(took < 15, took)
    chat = home.sessions()[0]
    equal([(message['role'], message['state']) for message in home.messages(chat['id'])],
          [('user', 'done'), ('assistant', 'done')])
    equal(home.messages(chat['id'])[1]['text'], run['answer'])


@test
def an_ordinary_chat_with_its_model_is_as_it_was(home):
    asked = home.run('ask', '-m', 'demo/think', '--json', 'Why?')
    equal(asked.status, 0, asked.err)
    check(asked.json()['reasoning'], asked.out)


@test
def chinese_questions_get_chinese_answers(home):
    done = home.run('think', '-m', 'demo/think', '我们该怎么办？')
    equal((done.status, done.err), (0, ''))
    check('分步进行' in done.out, done.out)


@test
def calls_shown_are_calls_served(home):
    with mock.Server(stepping()) as server:
        home.add_provider(server)
        done = home.run('think', '-m', 'mock/one', '--json', 'Why?')
        equal(done.status, 0, done.err)
        run = done.json()
        equal(steps(server), ['a', 'b', 'c', 'd', 'plan', 'review', 'synth'])
        equal(run['calls'], len(server.requests))
        equal(run['usage']['output'], 5 * len(server.requests))
        equal(run['answer'], 'The whole answer.')
        last = next(request for request in server.requests if step_of(request) == 'c')
        prompt = last['messages'][-1]['content']
        check('ANSWER<a>' in prompt and 'ANSWER<b>' in prompt, prompt)


@test
def without_a_review_there_is_none(home):
    with mock.Server(stepping()) as server:
        home.add_provider(server)
        done = home.run('think', '-m', 'mock/one', '--no-review', '--max-subtasks', '2', '--parallel', '2', '--json',
                        'Why?')
        equal(done.status, 0, done.err)
        run = done.json()
        equal((run['review'], run['outcome']), (None, 'done'))
        equal([part['id'] for part in run['plan']], ['a', 'b'])
        equal(steps(server), ['a', 'b', 'plan', 'synth'])


@test
def events_are_lines_and_end_with_the_end(home):
    with mock.Server(stepping()) as server:
        home.add_provider(server)
        done = home.run('think', '-m', 'mock/one', '--events', 'Why?')
        equal(done.status, 0, done.err)
        events = [json.loads(line) for line in done.out.splitlines()]
        equal(events[0]['type'], 'run.created')
        kinds = [event['type'] for event in events]
        equal(kinds[-1], 'run.ended')
        equal([event['seq'] for event in events], list(range(1, len(events) + 1)))
        ended = events[-1]
        equal((ended['outcome'], ended['calls']), ('done', len(server.requests)))
        equal(len({event['run'] for event in events}), 1)
        equal(kinds.count('plan.task'), len(PARTS))


@test
def a_failed_part_is_named(home):
    with mock.Server(stepping(failing='b')) as server:
        home.add_provider(server)
        done = home.run('think', '-m', 'mock/one', 'Why?')
        equal((done.status, done.out), (0, 'The whole answer.\n'))
        check('Not covered: Title b' in done.err, done.err)
        check('missing: b' in next(request for request in server.requests if step_of(request) == 'synth')
              ['messages'][-1]['content'])
        server.answer = stepping()
        n_requests = len(server.requests)
        again = home.run('think', 'resume', runs(home)[0]['run'], '--json')
        equal(again.status, 0, again.err)
        equal(again.json()['outcome'], 'done')
        check('a' not in [step_of(request) for request in server.requests[n_requests:]], steps(server))


@test
def what_is_wrong_is_said_as_elsewhere(home):
    with mock.Server(mock.refusing(401, 'Incorrect API key')) as server:
        home.add_provider(server)
        done = home.run('think', '-m', 'mock/one', 'Why?')
        equal((done.status, done.out.strip()), (3, ''))
        check('think resume' in done.err, done.err)
        equal(runs(home)[0]['outcome'], 'paused')
        server.answer = stepping()
        again = home.run('think', 'resume', runs(home)[0]['run'])
        equal((again.status, again.out), (0, 'The whole answer.\n'))
    for arguments in (['think'], ['think', ''], ['think', '--parallel', '0', 'x'],
                      ['think', '--max-subtasks', '99', 'x'], ['think', 'show'], ['think', 'show', 'nothing'], ['think', 'resume', 'nothing'],
                      ['think', 'list', 'x'], ['think', 'a', 'b']):
        done = home.run(*arguments)
        equal((done.status, done.out), (2, ''), arguments)
        check(done.err.startswith('ponder-cli: '), arguments, done.err)


@test
def control_c_keeps_what_there_is(home):
    ready = threading.Event()
    with mock.Server(stepping(hold='c', ready=ready)) as server:
        home.add_provider(server)
        process = home.start('think', '-m', 'mock/one', 'Why?')
        check(ready.wait(30), 'c was not asked')
        interrupt(process)
        done = finish(process)
        equal(done.status, 130, done.err)
        equal(runs(home)[0]['outcome'], 'cancelled')
        server.answer = stepping()
        n_requests = len(server.requests)
        again = home.run('think', 'resume', runs(home)[0]['run'][:12])
        equal((again.status, again.out), (0, 'The whole answer.\n'), again.err)
        equal(sorted(step_of(request) for request in server.requests[n_requests:]), ['c', 'd', 'review', 'synth'])
        equal(runs(home)[0]['outcome'], 'done')


@test
def what_is_killed_goes_on_where_it_was(home):
    for hold in ('plan', 'a', 'c', 'synth', 'review'):
        ready = threading.Event()
        with mock.Server(stepping(hold=(hold,), ready=ready)) as server:
            name = f'server-{hold}'
            home.add_provider(server, name)
            process = home.start('think', '-m', f'{name}/one', '--parallel', '2', f'Why {hold}?')
            check(ready.wait(30), hold, 'was not asked')
            # What else runs beside it has an end, on the disk, by then.
            time.sleep(1)
            process.kill()
            finish(process)
            run = runs(home)[0]
            equal(run['outcome'], 'interrupted', hold)
            before = steps(server)
            server.answer = stepping()
            again = home.run('think', 'resume', run['run'], '--json')
            equal(again.status, 0, hold, again.err)
            equal((again.json()['outcome'], again.json()['answer']), ('done', 'The whole answer.'), hold)
            after = steps(server)
            wanted = sorted(['a', 'b', 'c', 'd', 'plan', 'review', 'synth'] + [hold])
            equal(after, wanted, hold, before)
            equal(again.json()['calls'], len(server.requests), hold)
            message = home.messages(run['session'])[-1]
            equal((message['text'], message['state']), ('The whole answer.', 'done'), hold)


LIVE = ('node.tokens', 'synth.token')


def unhurried(handler, request):
    """Says each step in two pieces, so that there is time to be killed between them."""
    text = text_of(step_of(request))
    mock.begin(handler)
    mock.say(handler, text[:7])
    time.sleep(0.03)
    mock.say(handler, text[7:])
    time.sleep(0.03)
    mock.end(handler)


def lasting(process):
    """Each event that is on the disk, as it is printed."""
    for line in process.stdout:
        event = json.loads(line)
        if event['type'] not in LIVE:
            yield event


def read_log(home, run):
    """What the disk has of @run, with nobody's help: its outcome and its events."""
    with contextlib.closing(sqlite3.connect(home.data / 'ponder.db')) as database:
        outcome, = database.execute('SELECT outcome FROM runs WHERE id = ?', (run,)).fetchone()
        rows = database.execute('SELECT event FROM run_events WHERE run = ? ORDER BY seq', (run,)).fetchall()
    return outcome, [json.loads(row) for row, in rows]


def kill_after(home, server, n):
    """FALSE: it ended before its event @n."""
    first = len(server.requests)
    process = home.start('think', '-m', 'mock/one', '--parallel', '2', '--events', f'Why {n}?')
    seen = [event for _, event in zip(range(n), lasting(process))]
    process.kill()
    finish(process)
    if len(seen) < n:
        return False
    run = seen[-1]['run']
    outcome, log = read_log(home, run)
    kept = [event for event in log if event['seq'] <= seen[-1]['seq'] and event['type'] != 'node.partial']
    equal([(event['seq'], event['type']) for event in kept], [(event['seq'], event['type']) for event in seen], n)
    done = {event['n'] for event in log if event['type'] == 'node.done'}
    under_way = {event['n'] for event in log if event['type'] == 'node.started'} - done

    again = home.run('think', 'resume', run, '--json')
    if outcome == 'done':
        check(again.status in (0, 2), n, again.err)
        shown = home.run('think', 'show', run, '--json').json()
    else:
        equal(again.status, 0, n, again.err)
        shown = again.json()
    equal((shown['outcome'], shown['answer']), ('done', 'The whole answer.'), n)
    served = [step_of(request) for request in server.requests[first:]]
    repeated = sorted({step for step in served if served.count(step) > 1})
    equal(sorted(served), sorted(list(PARTS) + ['plan', 'review', 'synth'] + repeated), n)
    check(set(repeated) <= under_way, n, repeated, under_way)
    # What is killed while it sends knows as little as anybody whether that arrived.
    check(abs(shown['calls'] - len(served)) <= len(under_way), n, shown['calls'], served)
    return True


@test
def a_kill_after_any_event_costs_nothing_that_was_finished(home):
    numbers = iter(range(1, 1000))
    lock = threading.Lock()

    def work(name):
        one = Home(home.folder / name)
        pathlib.Path(one.folder).mkdir()
        n_kills = 0
        with mock.Server(unhurried) as server:
            one.add_provider(server)
            while True:
                with lock:
                    n = next(numbers)
                if not kill_after(one, server, n):
                    return n_kills
                n_kills += 1

    with concurrent.futures.ThreadPoolExecutor(2) as pool:
        n_kills = sum(pool.map(work, ('left', 'right')))
    check(n_kills > 40, n_kills)
    print(f'# killed {n_kills} times')


@test
def what_parts_said_is_there_after_a_kill(home):
    ready = threading.Event()
    with mock.Server(stepping(hold=('c',), ready=ready)) as server:
        home.add_provider(server)
        process = home.start('think', '-m', 'mock/one', 'Why?')
        check(ready.wait(30), 'c was not asked')
        time.sleep(1)
        process.kill()
        finish(process)
        run = runs(home)[0]
        partial = [event for event in read_log(home, run['run'])[1] if event['type'] == 'node.partial']
        equal([(event['n'], event['text']) for event in partial], [('c', 'Half of ')])
        shown = home.run('think', 'show', run['run'])
        check('Title c\nnot finished' in shown.out, shown.out)
        server.answer = stepping()
        again = home.run('think', 'resume', run['run'], '--json')
        equal((again.status, again.json()['answer']), (0, 'The whole answer.'), again.err)
        check('node.partial' not in json.dumps(read_log(home, run['run'])[1]))


@test
def nobody_takes_over_what_somebody_works_on(home):
    ready = threading.Event()
    with mock.Server(stepping(hold='c', ready=ready)) as server:
        home.add_provider(server)
        process = home.start('think', '-m', 'mock/one', 'Why?')
        check(ready.wait(30), 'c was not asked')
        run = runs(home)[0]
        equal(run['outcome'], 'running')
        refused = home.run('think', 'resume', run['run'])
        equal((refused.status, refused.out), (2, ''), refused.err)
        interrupt(process)
        equal(finish(process).status, 130)


@test
def runs_are_listed_and_shown(home):
    equal(runs(home), [])
    with mock.Server(stepping()) as server:
        home.add_provider(server)
        for question in ('First?', 'Second?'):
            equal(home.run('think', '-m', 'mock/one', question).status, 0)
        listed = runs(home)
        equal([run['question'] for run in listed], ['Second?', 'First?'])
        text = home.run('think', 'list')
        equal(len(text.out.splitlines()), 2)
        shown = home.run('think', 'show', listed[0]['run'])
        for words in ('Second?', 'Deep think: 4 parts, 7 calls', '3. Title c\nbuilds upon 1, 2 · stated confidence 50',
                      'ANSWER<c>', 'Review\n9/10', 'Answer\nThe whole answer.'):
            check(words in shown.out, words, shown.out)
        run = home.run('think', 'show', listed[0]['run'], '--json').json()
        equal(set(run), MEMBERS - {'error'})
        equal((run['outcome'], run['run'], run['calls']), ('done', listed[0]['run'], 7))
        ended = home.run('think', 'resume', listed[0]['run'])
        equal((ended.status, ended.out), (2, ''))


@test
def a_profile_says_what_the_options_do_not(home):
    titles = [f'ponder-cli: Title {part} · done' for part in PARTS]
    with mock.Server(stepping()) as server:
        home.add_provider(server)
        done = home.run('--profile', 'development', 'think', '-m', 'mock/one', '--json', 'Why?')
        equal(done.status, 0, done.err)
        equal(steps(server), ['a', 'b', 'c', 'd', 'plan', 'synth'])
        equal(sorted(line for line in done.err.splitlines() if line in titles), titles)

        done = home.run('--profile', 'production', 'think', '-m', 'mock/one', '--json', 'Why once more?')
        equal(done.status, 0, done.err)
        equal(done.json()['review']['score'], 9)
        check(not any(title in done.err for title in titles), done.err)
        check('Deep think:' not in done.err, done.err)

        done = home.run('--verbose', 'think', '-m', 'mock/one', '--no-review', 'Why at all?')
        equal(done.status, 0, done.err)
        equal(sorted(line for line in done.err.splitlines() if line in titles), titles)
        check('Deep think: 4 parts, 6 calls, ' in done.err.splitlines()[-1], done.err)
        equal(done.out, 'The whole answer.\n')


@test
def a_part_that_fails_is_told_with_the_others(home):
    with mock.Server(stepping(failing=('b',))) as server:
        home.add_provider(server)
        done = home.run('--profile', 'development', 'think', '-m', 'mock/one', 'Why?')
        check('Title b · failed' in done.err, done.err)
        check('Title a · done' in done.err, done.err)


@test
def a_terminal_sees_where_it_stands_and_nothing_harmful(home):
    with mock.Server(stepping()) as server:
        home.add_provider(server)
        status, seen = run_on_terminal(home, 'think', '-m', 'mock/one', 'Why?', errors_too=True)
        equal(status, 0, seen)
        check(b'The whole answer.' in seen, seen)
        check(b'calls' in seen, seen)
        status, seen = run_on_terminal(home, 'think', '-m', 'mock/one', 'Why?')
        check(harmless(seen), seen)


main()
