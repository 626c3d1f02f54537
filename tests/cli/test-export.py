#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""export: chats as files."""

import contextlib
import json
import pathlib
import resource
import signal
import sqlite3
import sys
import zipfile

sys.dont_write_bytecode = True

import mock
from harness import check, equal, finish, harmless, main, run_on_terminal, test

FORMATS = ('json', 'markdown', 'html', 'text', 'openai-jsonl', 'sharegpt', 'simplellmfront')
KEY = 'canary-0123456789abcdef'


def ask(home, server, *questions):
    """A chat for each question; the ids, the newest first."""
    home.add_provider(server, 'mock', '--key-env', 'CANARY')
    for question in questions:
        asked = home.run('ask', '-m', 'mock/one', question, environment={'CANARY': KEY})
        equal(asked.status, 0, asked.err)
    return [session['id'] for session in home.sessions()]


@test
def one_chat_goes_to_standard_output(home):
    with mock.Server(mock.saying('好的', ', **fine**')) as server:
        session, = ask(home, server, '你好?')
    whole = home.run('export', session, '--format', 'json')
    equal((whole.status, whole.err), (0, ''))
    chat = whole.json()
    equal((chat['format'], chat['version'], chat['session']['id']), ('ponder', 1, session))
    equal([part['text'] for message in chat['messages'] for part in message['parts']], ['你好?', '好的, **fine**'])
    for arguments in ([session, '--format', 'markdown'], ['-o', '-', session[:12], '--format=markdown']):
        equal(home.run('export', *arguments).out.count('## '), 2, arguments)
    check('<strong>fine</strong>' in home.run('export', session, '--format', 'html').out)
    lines = home.run('export', session, '--format', 'openai-jsonl').out.splitlines()
    equal([json.loads(line)['messages'][1]['content'] for line in lines], ['好的, **fine**'])


@test
def a_file_is_the_same_as_what_is_printed(home):
    with mock.Server(mock.saying('fine')) as server:
        session, = ask(home, server, 'one')
    for form in FORMATS:
        path = home.folder / f'chat.{form}'
        written = home.run('export', session, '--format', form, '-o', str(path))
        equal((written.status, written.out, written.err), (0, '', ''), form)
        equal(path.read_text(), home.run('export', session, '--format', form).out, form)


@test
def no_key_is_in_any_export(home):
    with mock.Server(mock.refusing(401, f'Wrong key {KEY}')) as server:
        home.add_provider(server, 'mock', '--key-env', 'CANARY')
        home.run('ask', '-m', 'mock/one', 'one', environment={'CANARY': KEY})
    session = home.sessions()[0]['id']
    for form in FORMATS:
        done = home.run('export', session, '--format', form, environment={'CANARY': KEY})
        equal(done.status, 1 if form in ('openai-jsonl', 'sharegpt') else 0, form, done.err)
        for word in (KEY, 'CANARY', 'api_key', 'base_url'):
            check(word not in done.out + done.err, form, word, done.out)


@test
def other_branches_are_written_when_wished_for(home):
    with mock.Server(mock.saying('fine')) as server:
        session, = ask(home, server, 'one')
    with contextlib.closing(sqlite3.connect(home.data / 'ponder.db')) as database, database:
        database.execute("INSERT INTO messages (session, id, parent, role, state, created, first_token_ms, reasoning_ms,"
                         " total_ms, chosen) SELECT session, 'other', parent, role, state, created - 1, -1, -1, -1, 0"
                         " FROM messages WHERE role = 'assistant'")
        database.execute("UPDATE messages SET chosen = 1 WHERE role = 'assistant' AND id != 'other'")
    for form, options, n in (('json', (), 3), ('json', ('--branches', 'shown'), 2), ('json', ('--branches=all',), 3)):
        equal(len(home.run('export', session, '--format', form, *options).json()['messages']), n, form, options)
    for form, mark in (('markdown', '## Branch 2'), ('html', '>Branch 2<'), ('text', '== Branch 2 ')):
        check(mark not in home.run('export', session, '--format', form).out, form)
        check(mark in home.run('export', session, '--format', form, '--branches', 'all').out, form)


@test
def several_chats_are_one_zip(home):
    with mock.Server(mock.saying('fine')) as server:
        ids = ask(home, server, '同名', '同名', 'a/b')
    path = home.folder / 'chats.zip'
    for arguments in (['--all'], ids):
        written = home.run('export', *arguments, '--format', 'markdown', '-o', str(path))
        equal((written.status, written.out, written.err), (0, '', ''), arguments)
        with zipfile.ZipFile(path) as archive:
            equal(archive.testzip(), None)
            equal(archive.namelist(), ['a b.md', '同名.md', '同名 (2).md'])
            check(archive.read('同名.md').decode().startswith('# 同名\n'))
    with contextlib.closing(sqlite3.connect(home.data / 'ponder.db')) as database, database:
        database.execute('UPDATE sessions SET archived = 1 WHERE id = ?', (ids[1],))
    home.run('sessions', 'delete', ids[0])
    equal(home.run('export', '--all', '--format', 'json', '-o', str(path)).status, 0)
    with zipfile.ZipFile(path) as archive:
        equal(archive.namelist(), ['同名.json', '同名 (2).json'])
    equal([entry.name for entry in home.folder.iterdir() if 'export' in entry.name], [])


@test
def what_was_exported_comes_back_in_an_empty_folder(home):
    with mock.Server(mock.saying('好的', '\x01 fine')) as server:
        ids = ask(home, server, '你好', 'two')
    path = home.folder / 'chats.zip'
    equal(home.run('export', '--all', '--format', 'json', '-o', str(path)).status, 0)
    before = {session: home.run('export', session, '--format', 'json').json() for session in ids}

    home.data = home.folder / 'other'
    done = home.run('import', '--json', str(path))
    equal((done.status, done.json()['sessions'], done.json()['skipped']), (0, 2, []), done.err)
    for session in home.sessions():
        after = home.run('export', session['id'], '--format', 'json').json()
        wanted = next(chat for chat in before.values() if chat['session']['title'] == session['title'])
        equal(after['messages'], wanted['messages'])
        for member in ('title', 'created', 'config'):
            equal(after['session'][member], wanted['session'][member], member)


@test
def names_in_a_zip_do_not_depend_on_the_language(home):
    with mock.Server(mock.saying('fine')) as server:
        ask(home, server, '京都')
    path = home.folder / 'chats.zip'
    done = home.run('export', '--all', '--format', 'text', '-o', str(path), environment={'LC_ALL': 'C', 'LANG': 'C'})
    equal(done.status, 0, done.err)
    with zipfile.ZipFile(path) as archive:
        equal(archive.namelist(), ['京都.txt'])


@test
def lines_follow_one_another(home):
    with mock.Server(mock.saying('fine')) as server:
        ids = ask(home, server, 'one', 'two')
    with mock.Server(mock.refusing(400, 'no')) as server:
        home.add_provider(server)
        home.run('ask', '-m', 'mock/one', 'three')
    path = home.folder / 'chats.jsonl'
    for form, member in (('openai-jsonl', 'messages'), ('sharegpt', 'conversations')):
        written = home.run('export', '--all', '--format', form, '-o', str(path))
        equal(written.status, 0, written.err)
        check('1 chat without a finished answer was left out' in written.err, written.err)
        equal([len(json.loads(line)[member]) for line in path.read_text().splitlines()], [2, 2])
    failed = next(session['id'] for session in home.sessions() if session['id'] not in ids)
    nothing = home.run('export', failed, '--format', 'sharegpt')
    equal((nothing.status, nothing.out), (1, ''), nothing.err)
    check('no finished answer' in nothing.err, nothing.err)


@test
def mistakes_are_told(home):
    with mock.Server(mock.saying('fine')) as server:
        one, two = ask(home, server, 'one', 'two')
    for arguments, words in (
            ([one], 'Which format'), ([one, '--format', 'docx'], '“docx” is no format'),
            ([one, '--format', 'text', '--branches', 'some'], 'shown or all'), (['--format', 'json'], 'Name the chats'), (['--all', one, '--format', 'json'], 'Name the chats'),
            (['--all', '--format', 'json'], '-o FILE'), ([one, two, '--format', 'json', '-o', '-'], '-o FILE')):
        done = home.run('export', *arguments)
        equal((done.status, done.out), (2, ''), arguments, done.err)
        check(words in done.err, arguments, done.err)
    equal(home.run('export', 'nowhere', '--format', 'json').status, 1)


@test
def a_place_that_cannot_be_is_told_and_nothing_is_lost(home):
    with mock.Server(mock.saying('fine')) as server:
        ask(home, server, 'one', 'two')
    for place in (home.folder, home.folder / 'missing' / 'chats.zip', pathlib.Path('/dev/null')):
        done = home.run('export', '--all', '--format', 'json', '-o', str(place))
        equal((done.status, done.out), (9, ''), place, done.err)
        check(str(place) in done.err, place, done.err)
    check(not pathlib.Path('/dev/null').is_file(), 'a device was replaced')
    equal(home.run('export', '--all', '--format', 'json', '-o', 'x.zip', '--data-dir', str(home.folder / 'empty')).status,
          1)


@test
def a_full_disk_leaves_what_was_there(home):
    with mock.Server(mock.saying('long ' * 4000)) as server:
        session, = ask(home, server, 'one')
    path = home.folder / 'chat.json'
    path.write_text('before')
    process = home.start('export', session, '--format', 'json', '-o', str(path),
                         preexec_fn=lambda: limit_files(8000))
    done = finish(process)
    equal(done.status, 9, done.err)
    equal(path.read_text(), 'before')
    equal([entry.name for entry in home.folder.iterdir() if 'export' in entry.name], [])


def limit_files(size):
    signal.signal(signal.SIGXFSZ, signal.SIG_IGN)
    resource.setrlimit(resource.RLIMIT_FSIZE, (size, size))


@test
def a_terminal_gets_no_command_of_a_model(home):
    with mock.Server(mock.saying('a\x1b[2Jb\x07')) as server:
        session, = ask(home, server, 'one')
    for form in FORMATS:
        status, seen = run_on_terminal(home, 'export', session, '--format', form)
        equal(status, 0, form)
        check(harmless(seen), form, seen)


if __name__ == '__main__':
    main()
