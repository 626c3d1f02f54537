#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""`import`: what other programs exported."""

import json
import os
import pathlib
import sys
import zipfile

sys.dont_write_bytecode = True

from harness import check, equal, main, test

FIXTURES = pathlib.Path(os.environ['PONDER_SOURCE_DIR']) / 'tests' / 'fixtures' / 'import'
MEMBERS = {'format', 'sessions', 'messages', 'skipped', 'duplicates'}


def bring(home, *arguments, status=0):
    done = home.run('import', '--json', *map(str, arguments))
    equal(done.status, status, done.err)
    report = done.json()
    equal(set(report), MEMBERS)
    return report


@test
def a_file_is_known_by_what_is_in_it(home):
    file = home.folder / 'holiday.jpg'
    file.write_bytes((FIXTURES / 'claude.json').read_bytes())
    report = bring(home, file)
    equal(report['format'], 'claude')
    equal(report['sessions'], 3)
    equal(report['messages'], 11)
    equal(report['duplicates'], 0)
    equal([set(skip) for skip in report['skipped']], [{'what', 'why'}])
    titles = {session['title'] for session in home.sessions()}
    check('请总结这份文件' in titles, titles)


@test
def the_second_time_adds_nothing(home):
    first = bring(home, FIXTURES / 'openwebui.json')
    before = home.sessions()
    second = bring(home, FIXTURES / 'openwebui.json')
    equal(second['sessions'], 0)
    equal(second['messages'], 0)
    equal(second['duplicates'], first['sessions'])
    equal(home.sessions(), before)


@test
def a_dry_run_stores_nothing(home):
    report = bring(home, '--dry-run', FIXTURES / 'librechat-flat.json')
    equal(report['sessions'], 1)
    equal(report['messages'], 5)
    equal(home.sessions(), [])


@test
def an_archive_is_read_whole(home):
    file = home.folder / 'download'
    with zipfile.ZipFile(file, 'w', zipfile.ZIP_DEFLATED) as archive:
        for number in range(3):
            chat = {'conversation_id': f'c{number}', 'title': f'第{number}', 'mapping': {'a': {'message': {
                'author': {'role': 'user'}, 'content': {'content_type': 'text', 'parts': ['你好']}}}}}
            archive.writestr(f'conversations-{number:03}.json', json.dumps([chat]))
        archive.writestr('../../escaped.json', '[]')
    report = bring(home, file)
    equal(report['format'], 'chatgpt')
    equal(report['sessions'], 3)
    check(not (home.folder.parent / 'escaped.json').exists())


@test
def what_was_exported_comes_back(home):
    bring(home, FIXTURES / 'chatgpt.json')
    ids = [session['id'] for session in home.sessions()]
    written = []
    for number, name in enumerate(ids):
        file = home.folder / f'{number}.json'
        done = home.run('export', name, '--format', 'json', '-o', str(file))
        equal(done.status, 0, done.err)
        written.append(file)
    again = bring(home, *written)
    equal(again['sessions'], 0)
    equal(again['duplicates'], len(ids))
    home.data = home.folder / 'other'
    fresh = bring(home, *written)
    equal(fresh['format'], 'ponder')
    equal(fresh['sessions'], len(ids))


@test
def many_files_give_one_report(home):
    report = bring(home, FIXTURES / 'messages.json', FIXTURES / 'sharegpt.json')
    equal(report['format'], None)
    equal(report['sessions'], 3)
    check(all(skip['what'].startswith('sharegpt.json, ') for skip in report['skipped']), report)


@test
def a_file_that_cannot_be_read_is_told_and_the_others_are_read(home):
    done = home.run('import', str(FIXTURES / 'unknown.json'), str(FIXTURES / 'messages.json'), '/nowhere')
    equal(done.status, 1)
    check('unknown.json: ' in done.err and '/nowhere: ' in done.err, done.err)
    equal(len(home.sessions()), 1)


@test
def what_is_skipped_is_said(home):
    done = home.run('import', str(FIXTURES / 'chatgpt.json'))
    equal(done.status, 0, done.err)
    check('3 new chats, 15 messages (chatgpt)' in done.out, done.out)
    check('旅行 folder' in done.err, done.err)


@test
def what_another_program_archived_is_archived(home):
    bring(home, FIXTURES / 'openwebui.json')
    listed = home.run('sessions', 'list').out
    check('Flat [archived]' in listed, listed)


@test
def there_is_no_progress_where_no_terminal_is(home):
    done = home.run('import', str(FIXTURES / 'messages.json'))
    equal(done.status, 0)
    equal(done.err, '')


@test
def a_time_that_nobody_knows_is_none(home):
    bring(home, FIXTURES / 'messages.json')
    session, = home.sessions()
    equal((session['created'], session['updated']), (None, None))
    equal({message['created'] for message in home.messages(session['id'])}, {None})
    for command in (['list'], ['search', 'role:user'], ['show', session['id']]):
        done = home.run('sessions', *command)
        check(done.out != '' and '1970' not in done.out, done.out)
    hits = home.run('sessions', 'search', '--json', 'role:user').json()
    equal({hit['created'] for hit in hits}, {None})
    equal(home.run('sessions', 'search', '--json', 'role:user before:2020').json(), [])


@test
def a_title_of_several_lines_has_one_in_a_list(home):
    bring(home, FIXTURES / 'messages.json')
    session, = home.sessions()
    equal(home.run('sessions', 'rename', session['id'], 'first\nsecond').status, 0)
    for command in (['list'], ['search', 'in:title second']):
        lines = home.run('sessions', *command).out.splitlines()
        equal(len(lines), 1, lines)
        check(lines[0].endswith('first second'), lines)


@test
def a_file_must_be_named(home):
    equal(home.run('import').status, 2)


main()
