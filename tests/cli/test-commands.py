#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""models, providers, sessions and doctor."""

import contextlib
import os
import re
import socket
import sqlite3
import sys

sys.dont_write_bytecode = True

import mock
from harness import check, equal, main, test

# The leak checker of gcc 12 crashes at the end of a program whose threads have used GnuTLS.
NO_LEAK_CHECK = {'LSAN_OPTIONS': 'detect_leaks=0'}
TIME = re.compile(r'^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\dZ$')


def closed_port():
    with socket.socket() as nobody:
        nobody.bind(('127.0.0.1', 0))
        return nobody.getsockname()[1]


@test
def help_and_version_answer_at_once(home):
    equal(home.run('--version').out, f'ponder-cli {version()}\n')
    for arguments in (['--help'], ['ask', '--help'], ['batch', '--help'], ['status', '--help'],
                      ['models', '--help'], ['providers', '--help'],
                      ['providers', 'add', '--help'], ['sessions', '--help'], ['export', '--help'], ['doctor', '--help']):
        helped = home.run(*arguments)
        equal((helped.status, helped.err), (0, ''), arguments)
        check('Usage:' in helped.out, helped.out)
    check(not home.data.exists(), 'help made a folder')


def version():
    return os.environ['PONDER_VERSION']


@test
def providers_are_added_listed_changed_and_removed(home):
    equal(home.run('providers', 'list', '--json').json(), [])
    added = home.run('providers', 'add', 'mine', '--dialect', 'openai', '--base-url',
                     'http://localhost:4321')
    equal((added.status, added.out), (0, ''), added.err)
    check('MINE_API_KEY' in added.err and '--key-env' in added.err, added.err)
    listed = home.run('providers', 'list', '--json').json()
    equal([(one['id'], one['dialect'], one['base_url'], one['key_env']) for one in listed],
          [('mine', 'openai', 'http://localhost:4321/v1', None)])
    equal(home.run('providers', 'add', 'mine', '--key-env', 'OTHER').status, 0)
    listed = home.run('providers', 'list', '--json').json()
    equal([(one['base_url'], one['key_env']) for one in listed],
          [('http://localhost:4321/v1', 'OTHER')])
    check('mine' in home.run('providers', 'list').out, 'not listed')
    equal(home.run('providers', 'remove', 'mine').status, 0)
    equal(home.run('providers', 'list', '--json').json(), [])


@test
def every_documented_dialect_can_be_named(home):
    for dialect in ('openai', 'openai-responses', 'anthropic', 'gemini', 'ollama'):
        added = home.run('providers', 'add', dialect, '--dialect', dialect, '--base-url',
                         'http://localhost:4321')
        equal(added.status, 0, added.err)
    refused = home.run('providers', 'add', 'x', '--dialect', 'telnet', '--base-url',
                       'http://localhost:1')
    equal(refused.status, 2)
    check('anthropic' in refused.err and 'ollama' in refused.err, refused.err)


@test
def a_known_provider_needs_no_address(home):
    equal(home.run('providers', 'add', 'deepseek').status, 0)
    listed = home.run('providers', 'list', '--json').json()
    equal([one['id'] for one in listed], ['deepseek'])
    check(listed[0]['base_url'].startswith('https://'), listed)
    equal(listed[0]['key_env'], 'DEEPSEEK_API_KEY')


@test
def the_default_model_is_asked_when_none_is_named(home):
    with mock.Server(mock.saying('fine')) as server:
        home.add_provider(server)
        equal(home.run('providers', 'default', 'mock/two').status, 0)
        asked = home.run('ask', '--json', 'Hello!')
        equal(asked.status, 0, asked.err)
    equal(asked.json()['provider'], 'mock')
    equal(server.requests[0]['model'], 'two')
    equal(home.run('providers', 'list', '--json').json()[0]['default'], True)
    equal(home.run('providers', 'default', 'nowhere/x').status, 2)
    equal(home.run('providers', 'default', 'x').status, 2)


@test
def the_first_provider_with_a_model_becomes_the_default(home):
    with mock.Server(mock.saying('fine')) as server:
        home.add_provider(server, 'mock', '--model', 'two')
        equal(home.run('ask', 'Hello!').status, 0)
    equal(server.requests[0]['model'], 'two')


@test
def models_of_one_server_and_of_all_are_listed(home):
    with mock.Server(mock.saying('fine')) as server:
        home.add_provider(server)
        equal(home.run('models', 'mock').out.splitlines(), ['mock/one', 'mock/two'])
        listed = home.run('models', '--json')
        equal(listed.status, 0, listed.err)
        equal([(one['provider'], one['id']) for one in listed.json()],
              [('mock', 'one'), ('mock', 'two')])
        url = f'http://127.0.0.1:{closed_port()}'
        added = home.run('providers', 'add', 'gone', '--dialect', 'openai', '--base-url', url)
        equal(added.status, 0, added.err)
        both = home.run('models')
    equal(both.status, 5)
    equal(both.out.splitlines(), ['mock/one', 'mock/two'])
    equal({type(one['abilities']) for one in listed.json()}, {list})
    equal({one['context_length'] for one in listed.json()}, {None})
    demo = home.run('models', 'demo', '--json')
    equal(demo.status, 0, demo.err)
    check(len(demo.json()) > 0, 'the demo offers nothing')


@test
def a_provider_that_works_passes_every_stage(home):
    with mock.Server(mock.saying('fine')) as server:
        home.add_provider(server)
        tested = home.run('providers', 'test', 'mock', '--json')
    equal(tested.status, 0, tested.err)
    result = tested.json()
    equal((result['id'], result['ok'], result['failed'], result['error']),
          ('mock', True, None, None))
    equal(result['stages'],
          {'name': 'passed', 'connect': 'passed', 'tls': 'skipped', 'key': 'passed',
           'models': 'passed', 'token': 'passed'})
    equal(home.sessions(), [])


@test
def a_provider_that_fails_names_the_stage(home):
    url = f'http://127.0.0.1:{closed_port()}'
    equal(home.run('providers', 'add', 'gone', '--dialect', 'openai', '--base-url', url).status, 0)
    gone = home.run('providers', 'test', 'gone', '--json')
    equal((gone.status, gone.json()['failed'], gone.json()['stages']['key']),
          (5, 'connect', 'not_tried'))
    check(url.removeprefix('http://') in gone.json()['error']['message'], gone.out)

    with mock.Server(mock.refusing(401, 'no')) as server:
        home.add_provider(server)
        refused = home.run('providers', 'test', 'mock', '--json')
        equal((refused.status, refused.json()['failed']), (3, 'key'))
        plain = home.run('providers', 'test', 'mock')
        equal(plain.status, 3)
        check('✗' in plain.out and '✓' in plain.out, plain.out)
        port = server.http.server_port
        equal(home.run('providers', 'add', 'tls', '--dialect', 'openai', '--base-url',
                       f'https://127.0.0.1:{port}').status, 0)
        tls = home.run('providers', 'test', 'tls', '--json', environment=NO_LEAK_CHECK)
        equal((tls.status, tls.json()['failed']), (5, 'tls'), tls.out)


def try_provider(home, url, *options):
    """The exit code, the failed stage and the outcomes of a test of the provider "tried"."""
    added = home.run('providers', 'add', 'tried', '--dialect', 'openai', '--base-url', url, *options)
    equal(added.status, 0, added.err)
    tested = home.run('providers', 'test', 'tried', '--json', environment=NO_LEAK_CHECK)
    result = tested.json()
    equal(result['ok'], result['failed'] is None)
    return tested.status, result['failed'], list(result['stages'].values()), result['error']


@test
def each_stage_that_fails_is_named_with_its_exit_code(home):
    status, failed, stages, error = try_provider(home, 'http://nothing.invalid/v1')
    equal((status, failed, stages[1:]),
          (5, 'name', ['not_tried', 'skipped', 'not_tried', 'not_tried', 'not_tried']))

    missing = str(home.folder / 'missing.pem')
    status, failed, stages, error = try_provider(home, 'https://127.0.0.1:1/v1', '--ca-file', missing)
    equal((status, failed), (7, 'tls'))
    check(missing in error['message'], error)

    with mock.Server(mock.refusing(500, 'broken')) as server:
        server.list_status = 500
        status, failed, stages, error = try_provider(home, server.url, '--ca-file', '')
        equal((status, failed, stages[:2]), (4, 'models', ['passed', 'passed']))
        server.list_status = 404
        equal(try_provider(home, server.url)[1], 'models')
        server.list_status = 200
        status, failed, stages, error = try_provider(home, server.url)
        equal((failed, stages[3:]), ('token', ['passed', 'passed', 'failed']))


@test
def a_server_without_a_list_of_models_passes(home):
    with mock.Server(mock.saying('fine')) as server:
        server.list_status = 404
        status, failed, stages, error = try_provider(home, server.url, '--model', 'one')
        equal((status, failed, error), (0, None, None))
        equal(stages, ['passed', 'passed', 'skipped', 'passed', 'skipped', 'passed'])
        equal(server.requests[-1]['model'], 'one')


@test
def a_provider_keeps_its_way(home):
    url = 'unix:/run/llama.sock'
    added = home.run('providers', 'add', 'here', '--dialect', 'openai', '--base-url', url,
                     '--proxy', 'SOCKS5://Proxy:1080', '--ca-file', 'home.pem')
    equal(added.status, 0, added.err)
    listed = home.run('providers', 'list', '--json').json()[0]
    equal((listed['base_url'], listed['proxy']),
          ('http+unix://%2Frun%2Fllama.sock/v1', 'socks5://proxy:1080'))
    check(listed['ca_file'].startswith('/') and listed['ca_file'].endswith('/home.pem'), listed)
    equal(home.run('providers', 'add', 'here', '--proxy', '', '--ca-file', '').status, 0)
    listed = home.run('providers', 'list', '--json').json()[0]
    check('proxy' not in listed and 'ca_file' not in listed, listed)
    wrong = home.run('providers', 'add', 'here', '--proxy', 'proxy:1080')
    equal(wrong.status, 2)
    check('--proxy' in wrong.err, wrong.err)

    gone = home.run('providers', 'test', 'here', '--json')
    equal((gone.status, gone.json()['failed'], gone.json()['stages']['name']), (5, 'connect', 'skipped'))
    check('/run/llama.sock' in gone.json()['error']['message'], gone.out)


@test
def an_address_that_can_be_read_is_warned_of(home):
    plain = home.run('providers', 'add', 'far', '--dialect', 'openai', '--base-url', 'http://api.invalid')
    equal(plain.status, 0)
    check('not encrypted' in plain.err, plain.err)
    near = home.run('providers', 'add', 'near', '--dialect', 'openai', '--base-url', 'http://10.0.0.1')
    check('not encrypted' not in near.err, near.err)


@test
def a_chat_is_listed_shown_renamed_deleted_and_restored(home):
    asked = home.run('ask', '--demo', '-m', 'demo/echo', '--json', 'Hello there!')
    session = asked.json()['session']
    listed = home.sessions()
    equal(len(listed), 1)
    equal(set(listed[0]), {'id', 'title', 'created', 'updated', 'messages'})
    equal((listed[0]['id'], listed[0]['messages']), (session, 2))
    check(TIME.match(listed[0]['created']) and TIME.match(listed[0]['updated']), listed[0])
    check(session in home.run('sessions', 'list').out, 'not listed')

    messages = home.messages(session)
    equal([set(message) for message in messages],
          [{'id', 'parent', 'role', 'text', 'reasoning', 'model', 'state', 'created'}] * 2)
    equal([(message['role'], message['state']) for message in messages],
          [('user', 'done'), ('assistant', 'done')])
    equal((messages[0]['text'], messages[0]['parent'], messages[1]['parent']),
          ('Hello there!', None, messages[0]['id']))
    check(TIME.match(messages[0]['created']), messages[0])
    shown = home.run('sessions', 'show', session)
    check('Hello there!' in shown.out and messages[1]['text'].strip()[:20] in shown.out, shown.out)

    equal(home.run('sessions', 'rename', session, '  Another title ').status, 0)
    equal(home.sessions()[0]['title'], 'Another title')
    equal(home.run('sessions', 'delete', session).status, 0)
    equal((home.sessions(), [one['id'] for one in home.sessions('--trash')]), ([], [session]))
    equal(home.run('ask', '--demo', '--session', session, 'x').status, 1)
    equal(home.run('sessions', 'restore', session).status, 0)
    equal(([one['id'] for one in home.sessions()], home.sessions('--trash')), ([session], []))
    equal(home.sessions()[0]['title'], 'Another title')

    equal(home.run('ask', '--session', session[:24], 'And again').status, 0)
    equal(home.sessions()[0]['messages'], 4)


@test
def what_was_said_is_found_by_its_words(home):
    asked = home.run('ask', '--demo', '-m', 'demo/echo', '--json', '关系数据库 and Tides')
    session = asked.json()['session']
    question = home.messages(session)[0]['id']
    searched = home.run('sessions', 'search', '--json', '数据 tid')
    equal(searched.status, 0, searched.err)
    hits = searched.json()
    equal(set(hits[0]), {'session', 'message', 'title', 'snippet', 'marks', 'role', 'model', 'created'})
    check(all(hit['session'] == session and TIME.match(hit['created']) for hit in hits), hits)
    equal(hits[0]['message'], None)  # the title, which is the question
    by_message = {hit['message']: hit for hit in hits}
    hit = by_message[question]
    equal((hit['snippet'], hit['role'], hit['model']), ('关系数据库 and Tides', 'user', None))
    equal([hit['snippet'][start:end] for start, end in hit['marks']], ['数据', 'Tides'])
    equal(len(home.run('sessions', 'search', '--json', '--limit', '1', '--best', 'tides').json()), 1)
    equal(home.run('sessions', 'search', '--json', 'role:user 数据 tides').json(), [hit])
    equal(home.run('sessions', 'search', '--json', 'tides after:2999').json(), [])

    plain = home.run('sessions', 'search', 'role:user tides')
    check(session in plain.out and '\n    关系数据库 and Tides\n' in plain.out, plain.out)
    check('\x1b' not in plain.out, plain.out)
    nothing = home.run('sessions', 'search', 'nowhere')
    equal((nothing.status, nothing.out), (0, ''))
    check('Nothing' in nothing.err, nothing.err)

    equal(home.run('sessions', 'delete', session).status, 0)
    equal(home.run('sessions', 'search', '--json', 'tides').json(), [])
    equal(home.run('sessions', 'restore', session).status, 0)
    equal(len(home.run('sessions', 'search', '--json', 'role:user tides').json()), 1)


@test
def a_search_may_be_anything_but_nothing(home):
    for query in ('"', '-', '*', 'NEAR(', "';--", '\x01', 'model:', '数'):
        searched = home.run('sessions', 'search', '--json', '--', query)
        equal((searched.status, searched.json()), (0, []), query, searched.err)
    for arguments in ([], ['a', 'b'], ['--limit', '0', 'a'], ['--limit', 'x', 'a']):
        equal(home.run('sessions', 'search', *arguments).status, 2, arguments)


@test
def an_archived_chat_is_listed_last_and_goes_on_in_the_list(home):
    away, here = (home.run('ask', '--demo', '-m', 'demo/echo', '--json', words).json()['session']
                  for words in ('Away', 'Here'))
    with sqlite3.connect(home.data / 'ponder.db') as database:
        database.execute('UPDATE sessions SET archived = 1, pinned = 1 WHERE id = ?', (away,))
        database.executemany('INSERT INTO tags VALUES (?, ?)', [(away, 'work'), (away, '旅行')])

    # Members that a chat has no use for are not there.
    equal([(one['id'], one.get('archived'), one.get('tags')) for one in home.sessions()],
          [(here, None, None), (away, True, ['work', '旅行'])])
    lines = home.run('sessions', 'list').out.splitlines()
    check(lines[0].endswith('Here') and lines[1].endswith('Away [work, 旅行, archived]'), lines)
    equal(len(home.run('sessions', 'search', 'is:archived in:title away', '--json').json()), 1)

    equal(home.run('ask', '--demo', '--session', away, 'Back').status, 0)
    equal([one.get('archived') for one in home.sessions()], [None, None])


@test
def a_chat_that_is_not_there_is_said_to_be_missing(home):
    for arguments in (['show', 'nowhere'], ['rename', 'nowhere', 'x'], ['delete', 'nowhere'],
                      ['restore', 'nowhere']):
        done = home.run('sessions', *arguments)
        equal((done.status, done.out), (1, ''), arguments)
        check('nowhere' in done.err, done.err)


@test
def the_doctor_says_what_is_here(home):
    examined = home.run('doctor', '--json')
    equal(examined.status, 0, examined.err)
    report = examined.json()
    equal(set(report['versions']), {'ponder', 'glib', 'libsoup', 'sqlite'})
    equal(report['versions']['ponder'], version())
    equal((report['data_dir'], report['database'], report['keyring']),
          (str(home.data), 'ok', 'absent'))
    equal(report['cache'], str(home.data / 'cache.db'))
    check(isinstance(report['found'], list), report)
    plain = home.run('doctor')
    equal(plain.status, 0, plain.err)
    check(f'data: {home.data}\ndatabase: sound\ncache: {home.data}/cache.db\nkeyring: absent\nfound here: ' in plain.out, plain.out)


@test
def the_doctor_lists_the_copies_and_the_last_check(home):
    def sql(path, statements):
        with contextlib.closing(sqlite3.connect(path)) as database:
            database.executescript(statements)

    first = home.run('doctor', '--json').json()
    equal((first['last_check'], first['backups'], first['read_only']), (None, [], False))
    (home.data / 'backups').mkdir()
    copy = home.data / 'backups' / 'ponder-v2-20240102T030405Z.db'
    sql(copy, 'CREATE TABLE sessions (id TEXT); INSERT INTO sessions VALUES (1), (2); PRAGMA user_version = 2')
    second = home.run('doctor', '--json').json()
    equal(second['last_check']['result'], 'ok')
    equal(second['backups'], [{'path': str(copy), 'reason': 'migration', 'time': '2024-01-02T03:04:05Z',
                               'size': copy.stat().st_size, 'chats': 2, 'version': 2}])
    plain = home.run('doctor').out
    check('last check: ' in plain and ', sound\ncopies: 1\n  2024-01-02T03:04:05Z  ' in plain, plain)
    check(f'2 chats  format 2  {copy}\n' in plain, plain)


@test
def chats_of_a_newer_version_are_shown_and_not_changed(home):
    home.run('ask', '--demo', 'Why does everybody say hello?')
    chat = home.run('sessions', 'list', '--json').json()[0]['id']
    path = home.data / 'ponder.db'
    with contextlib.closing(sqlite3.connect(path)) as database:
        database.executescript('ALTER TABLE messages ADD COLUMN news TEXT; PRAGMA user_version = 1000')
    before = path.read_bytes()
    for arguments in (['list'], ['list', '--json'], ['show', chat], ['show', chat, '--json']):
        shown = home.run('sessions', *arguments)
        equal(shown.status, 0, shown.err)
        check('hello' in shown.out, shown.out)
        check('newer Ponder' in shown.err, shown.err)
    renamed = home.run('sessions', 'rename', chat, 'another')
    equal((renamed.status, renamed.out), (9, ''), renamed.err)
    check(str(path) in renamed.err and 'newer version' in renamed.err, renamed.err)
    equal(home.run('doctor', '--json').json()['read_only'], True)
    equal(path.read_bytes(), before)


@test
def what_is_found_damaged_is_recovered(home):
    home.run('doctor')
    path = home.data / 'ponder.db'
    with contextlib.closing(sqlite3.connect(path)) as database:
        database.executescript("INSERT INTO choices SELECT value, hex(zeroblob(50)) FROM json_each('[" +
                               ','.join(f'"choice {number}"' for number in range(400)) + "]')")
    whole = path.read_bytes()
    path.write_bytes(whole[:-4096] + b'\xa5' * 4096)
    listed = home.run('sessions', 'list', '--json')
    equal((listed.status, listed.json()), (9, []), listed.err)
    check('damaged' in listed.err, listed.err)
    kept = [one for one in home.data.glob('ponder.db.damaged-*') if one.name[-4:] not in ('-wal', '-shm')]
    equal([one.read_bytes() for one in kept], [whole[:-4096] + b'\xa5' * 4096])
    again = home.run('doctor', '--json')
    equal((again.status, again.err, again.json()['database']), (0, '', 'ok'))


@test
def the_doctor_finds_a_key_in_the_environment(home):
    key = 'sk-CANARY-0123456789abcdef'
    examined = home.run('doctor', '--json', environment={'OPENAI_API_KEY': key})
    check(any(one['kind'] == 'key' and one['id'] == 'openai' for one in examined.json()['found']),
          examined.out)
    check('CANARY' not in examined.out + examined.err, examined.out)


main()
