#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""export and import: runs of deep think go along with their chats."""

import contextlib
import json
import re
import sqlite3
import sys
import threading
import time
import zipfile

sys.dont_write_bytecode = True

import mock
from harness import check, equal, finish, harmless, main, run_on_terminal, test

KEY = 'canary-0123456789abcdef'
HUMAN = ('markdown', 'html', 'text')
MACHINE = ('openai-jsonl', 'sharegpt', 'simplellmfront')
PLAN = ''.join(json.dumps({'t': 'task', 'id': part, 'title': f'Title {part}', 'ask': f'Do {part}.', 'deps': deps,
                           'kind': 'reason', 'size': 's'}) + '\n'
               for part, deps in (('a', []), ('b', []), ('c', ['a', 'b']))) + '{"t":"end"}\n'


def text_of(request):
    """The part that is asked for, and what is said."""
    prompt = request['messages'][-1]['content']
    parts = re.findall(r'\n# Your part: (\w+)\n', prompt)
    task = prompt.rpartition('\n# Your task\n')[2].split(' ')[0]
    if parts:
        return parts[-1], f'PART<{parts[-1]}> \x1b[2J\n\n@@ {{"conclusion":"c","confidence":0.5,"missing":["hole"]}}\n'
    return None, {'Plan': PLAN, 'Look': '{"score":9,"criteria":[]}\n'}.get(task, 'The whole answer.')


def stepping(failing=None, hold=None, ready=None):
    def answer(handler, request):
        part, text = text_of(request)
        if part is not None and part == failing:
            mock.reply(handler, 400, {'error': {'message': f'No {KEY}', 'type': 'invalid_request_error'}})
            return
        mock.begin(handler)
        while part is not None and part == hold:
            ready.set()
            time.sleep(0.05)
            mock.event(handler, {'choices': []})
        mock.say(handler, text)
        mock.end(handler)
    return answer


def think(home, question, **script):
    ready = threading.Event()
    with mock.Server(stepping(ready=ready, **script)) as server:
        home.add_provider(server, 'mock', '--key-env', 'CANARY')
        process = home.start('think', '-m', 'mock/one', question, environment={'CANARY': KEY})
        if 'hold' in script:
            check(ready.wait(30), 'was not asked')
            time.sleep(1)
            process.kill()
        finish(process)


def fill(home):
    """A run of the built-in server, one with a hole, and one whose program was killed; the runs, the newest first."""
    equal(home.run('think', '--demo', 'Whole?').status, 0)
    think(home, 'Partial?', failing='b')
    think(home, 'Interrupted?', hold='c')
    runs = home.run('think', 'list', '--json').json()
    equal([run['outcome'] for run in runs], ['interrupted', 'partial', 'done'])
    return runs


def shown(home, run):
    done = home.run('think', 'show', run['run'], '--json')
    equal(done.status, 0, done.err)
    return done.json()


@test
def runs_come_back_in_an_empty_folder(home):
    runs = fill(home)
    before = [shown(home, run) for run in runs]
    lines = home.run('think', 'list').out
    path = home.folder / 'chats.zip'
    equal(home.run('export', '--all', '--format', 'json', '-o', str(path)).status, 0)
    with zipfile.ZipFile(path) as archive:
        texts = [archive.read(name).decode() for name in archive.namelist()]
    check(all(word not in text for text in texts for word in (KEY, 'CANARY')))
    equal(sorted(len(json.loads(text)['runs']) for text in texts), [1, 1, 1])

    home.data = home.folder / 'other'
    equal(home.run('import', '--dry-run', str(path)).status, 0)
    equal(home.run('think', 'list').out, '')
    done = home.run('import', '--json', str(path))
    equal((done.status, done.json()['sessions'], done.json()['skipped']), (0, 3, []), done.err)
    equal([shown(home, run) for run in runs], before)
    equal(home.run('think', 'list').out, lines)

    again = home.run('import', '--json', str(path))
    equal((again.json()['duplicates'], again.json()['messages']), (3, 0), again.err)
    equal(home.run('think', 'list').out, lines)
    other = home.folder / 'again.zip'
    equal(home.run('export', '--all', '--format', 'json', '-o', str(other)).status, 0)
    with zipfile.ZipFile(other) as archive:
        equal([json.loads(archive.read(name))['runs'] for name in archive.namelist()],
              [json.loads(text)['runs'] for text in texts])


@test
def an_imported_run_goes_on_where_it_was(home):
    run = fill(home)[0]
    path = home.folder / 'chat.json'
    equal(home.run('export', run['session'], '--format', 'json', '-o', str(path)).status, 0)
    home.data = home.folder / 'other'
    with mock.Server(stepping()) as server:
        home.add_provider(server, 'mock', '--key-env', 'CANARY')
        equal(home.run('import', str(path)).status, 0)
        done = home.run('think', 'resume', run['run'], '--json', environment={'CANARY': KEY})
        equal((done.status, done.json()['outcome']), (0, 'done'), done.err)
        equal(sorted(text_of(request)[0] or '' for request in server.requests), ['', '', 'c'])


@test
def a_run_that_was_not_there_comes_with_its_chat(home):
    run = fill(home)[1]
    wanted = shown(home, run)
    path = home.folder / 'chat.json'
    equal(home.run('export', run['session'], '--format', 'json', '-o', str(path)).status, 0)
    with contextlib.closing(sqlite3.connect(home.data / 'ponder.db')) as database, database:
        database.execute('DELETE FROM run_events WHERE run = ?', (run['run'],))
        database.execute('DELETE FROM runs WHERE id = ?', (run['run'],))
    done = home.run('import', '--json', str(path))
    equal((done.status, done.json()['duplicates'], done.json()['messages']), (0, 0, 0), done.err)
    equal(shown(home, run), wanted)

    # The same chat under another name is a chat of its own, and so is what was thought in it.
    chat = json.loads(path.read_text())
    chat['session']['id'] = 'another'
    path.write_text(json.dumps(chat))
    equal(home.run('import', '--json', str(path)).json()['sessions'], 1)
    runs = home.run('think', 'list', '--json').json()
    equal(len([other for other in runs if other['question'] == 'Partial?']), 2)
    copy = next(other for other in runs if other['session'] == 'another')
    equal({**shown(home, copy), 'run': ''}, {**wanted, 'run': ''})


@test
def people_read_how_an_answer_came_about(home):
    runs = fill(home)
    words = {'Whole?': ('5 parts, 8 calls', 'stated confidence 90', 'one person works on it', 'Review', '9/10'),
             'Partial?': ('answered from 2 of 3 parts', 'Title b', 'failed', 'PART', 'hole', 'builds upon 1, 2'),
             'Interrupted?': ('2 of 3 parts', 'It was interrupted.', 'not finished')}
    for run in runs:
        for form in HUMAN:
            text = home.run('export', run['session'], '--format', form).out
            for word in words[run['question']]:
                check(word in text, form, word, text)
            check(KEY not in text and '@@' not in text, form, text)
            equal(text.count('<details'), 0 if form == 'text' else 1, form)
            status, seen = run_on_terminal(home, 'export', run['session'], '--format', form)
            equal(status, 0, form)
            check(harmless(seen), form, seen)
    for form in MACHINE:
        text = home.run('export', runs[2]['session'], '--format', form).out
        check('Deep think' not in text and 'stated' not in text, form, text)


@test
def what_is_wrong_with_a_run_is_told(home):
    run = fill(home)[1]
    path = home.folder / 'chat.json'
    equal(home.run('export', run['session'], '--format', 'json', '-o', str(path)).status, 0)
    chat = json.loads(path.read_text())
    chat['runs'][0]['events'][3]['seq'] = 1
    chat['runs'].append({'id': 'x', 'message': 'nobody', 'events': [{'seq': 1, 't': 0, 'type': 'run.created'}]})
    path.write_text(json.dumps(chat))
    home.data = home.folder / 'other'
    done = home.run('import', '--json', str(path))
    equal((done.status, done.json()['sessions'], done.json()['messages']), (0, 1, 2), done.err)
    reasons = json.dumps(done.json()['skipped'])
    check('log is damaged' in reasons and 'answer is not in this file' in reasons, reasons)
    equal(home.run('think', 'list').out, '')


main()
