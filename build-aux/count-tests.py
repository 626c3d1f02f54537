# SPDX-License-Identifier: GPL-3.0-or-later
"""Prints "N passed, N failed, N skipped" for meson's testlog.json, and before it each skip and failure."""

import json
import re
import sys

CASE = re.compile(r'^\s*(not )?ok\b[ \d-]*(.*?)(?:#\s*SKIP\b\s*(.*))?$', re.M | re.I)


def cases(program):
    """(how it ended, what to say of it) for each case; a program that says nothing of cases is one."""
    name = program['name']
    good = program['result'] in ('OK', 'SKIP')
    n_failed = n_cases = 0
    for bad, words, reason in CASE.findall(program.get('stdout') or ''):
        n_cases += 1
        if bad:
            n_failed += 1
            yield 'failed', f'{name}: {words}'
        elif reason:
            yield 'skipped', f'{name}: {words}({reason})'
        else:
            yield 'passed', ''
    if not good and n_failed == 0:
        yield 'failed', f'{name}: {program["result"].lower()}'
    elif program['result'] == 'SKIP' and n_cases == 0:
        reason = re.search(r'# SKIP (.*)', program.get('stdout') or '', re.I)
        yield 'skipped', f'{name}: {reason[1] if reason else "no reason given"}'
    elif n_cases == 0:
        yield 'passed', ''


def main(path):
    with open(path, encoding='utf-8') as log:
        programs = [json.loads(line) for line in log]
    ended = [case for program in programs for case in cases(program)]
    for how in ('skipped', 'failed'):
        for _, words in (case for case in ended if case[0] == how):
            print(f'{how}: {words}')
    count = {how: sum(case[0] == how for case in ended) for how in ('passed', 'failed', 'skipped')}
    tail = f', {count["skipped"]} skipped' if count['skipped'] else ''
    print(f'{count["passed"]} passed, {count["failed"]} failed{tail}')


main(sys.argv[1])
