#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Deep think with the real program, by keyboard and as a screen reader would read it: a run that is watched, paused and
looked at again, and one that a crash interrupts."""

import contextlib
import os
import signal
import sqlite3
import time

from accessible_tree import BUTTONS, Atspi, has_state, press, type_text, wait_for, walk
from journey import PATIENCE, travel

FIRST = 'Should our town make its buses free'
SECOND = 'And its trams'
PARTS = ('What is asked', 'What is known', 'Which ways there are', 'What it costs', 'What can go wrong')
ANSWER = 'Go step by step.'
FOLDED = 'Deep think: 5 parts'
ROWS = ('tree item', 'list item')


def find_part(program, title):
    return next((node for node, _ in walk(program.get_answer()) if node.get_role_name() in ROWS
                 and title in node.get_name()), None)


def find_toggle(program, name):
    return next((node for node, _ in walk(program.get_answer()) if node.get_role_name() in (*BUTTONS, 'toggle button')
                 and node.get_name().startswith(name)), None)


def is_on(toggle):
    return has_state(toggle, Atspi.StateType.PRESSED) or has_state(toggle, Atspi.StateType.CHECKED)


def has_keyboard(node):
    return node is not None and has_state(node, Atspi.StateType.FOCUSED)


def let_it_move():
    end = time.monotonic() + 0.1
    wait_for(lambda: time.monotonic() > end, PATIENCE, 'moment')


def go_to(program, find):
    """Tab by Tab: up from the box for a question, and down again."""
    program.go_to_composer()
    for key in ['shift+Tab'] * 2 + ['Tab'] * 20 + ['shift+Tab'] * 40:
        press(key)
        let_it_move()
        if has_keyboard(find()):
            return
    raise AssertionError('the keyboard does not come there')


def get_runs(program):
    return program.ask_cli('think', 'list')


def start(program):
    """One part at a time leaves the time to look at them."""
    program.ask_cli('think', 'list')
    with contextlib.closing(sqlite3.connect(os.path.join(program.data, 'ponder.db'))) as db, db:
        db.execute('INSERT INTO choices VALUES (?, ?)', ('think-config', '{"parallel":1}'))
    program.start()
    press('alt+d')
    program.expect_words('hello')
    press('ctrl+m')
    program.expect(('text', 'entry'), 'Search models')
    type_text('think')
    program.expect(('list item',), 'think')
    press('Return')
    program.expect_words('think')


def switch_on(program):
    program.go_to_composer()
    press('ctrl+shift+d')
    wait_for(lambda: any(node.get_name() == 'Deep think' and is_on(node) for node, _ in walk(program.get_window())),
             PATIENCE, 'toggle that is on')


def see_the_plan(program):
    program.ask(FIRST)
    wait_for(lambda: find_part(program, PARTS[0]), PATIENCE, 'first part')


def pause(program):
    go_to(program, lambda: find_toggle(program, 'Pause'))
    press('space')
    wait_for(lambda: find_toggle(program, 'Resume'), PATIENCE, 'way to go on')
    assert ANSWER not in program.read_answer(), 'it was too late to pause'


def read_the_parts(program):
    for title in PARTS:
        wait_for(lambda: find_part(program, title), PATIENCE, f'part “{title}”')
    wait_for(lambda: 'done' in find_part(program, PARTS[0]).get_name(), PATIENCE, 'part that is done')


def open_a_part(program):
    go_to(program, lambda: find_part(program, PARTS[0]))
    press('Return')
    wait_for(lambda: has_state(find_part(program, PARTS[0]), Atspi.StateType.EXPANDED), PATIENCE, 'part that is open')
    wait_for(lambda: 'asks for a decision' in program.read_answer(), PATIENCE, 'what it says')
    press('Return')
    wait_for(lambda: not has_state(find_part(program, PARTS[0]), Atspi.StateType.EXPANDED), PATIENCE, 'closed part')


def look_at_the_timeline(program):
    go_to(program, lambda: find_toggle(program, 'Timeline'))
    press('space')
    wait_for(lambda: is_on(find_toggle(program, 'Timeline')), PATIENCE, 'timeline in place of the parts')
    wait_for(lambda: any(node.get_name().startswith('Timeline: Plan') for node, _ in walk(program.get_answer())),
             PATIENCE, 'timeline in words')


def go_on(program):
    go_to(program, lambda: find_toggle(program, 'Resume'))
    press('space')
    program.expect_answer(ANSWER)


def fold(program):
    button = wait_for(lambda: find_toggle(program, FOLDED), PATIENCE, 'line above the answer')
    if has_state(button, Atspi.StateType.EXPANDED):
        go_to(program, lambda: find_toggle(program, FOLDED))
        press('space')
    wait_for(lambda: not has_state(find_toggle(program, FOLDED), Atspi.StateType.EXPANDED), PATIENCE, 'folded board')
    assert [run['outcome'] for run in get_runs(program)] == ['done']


def open_again(program):
    go_to(program, lambda: find_toggle(program, FOLDED))
    press('space')
    wait_for(lambda: has_state(find_toggle(program, FOLDED), Atspi.StateType.EXPANDED), PATIENCE, 'open board')
    wait_for(lambda: find_toggle(program, 'Timeline'), PATIENCE, 'timeline of a run that has ended')


def crash_in_the_middle(program):
    program.ask(SECOND)
    wait_for(lambda: find_part(program, PARTS[0]) and 'done' in find_part(program, PARTS[0]).get_name(), PATIENCE,
             'first part of the second run')
    program.end(signal.SIGKILL)
    assert [run['outcome'] for run in get_runs(program)] == ['interrupted', 'done']


def start_again(program):
    program.start()
    for name in ('Resume', 'Answer Now', 'Discard'):
        wait_for(lambda: find_toggle(program, name), PATIENCE, f'“{name}”')
    assert ANSWER not in program.read_answer()


def finish_it(program):
    go_to(program, lambda: find_toggle(program, 'Resume'))
    press('space')
    program.expect_answer(ANSWER)
    wait_for(lambda: [run['outcome'] for run in get_runs(program)] == ['done', 'done'], PATIENCE, 'two finished runs')


travel((start, switch_on, see_the_plan, pause, read_the_parts, open_a_part, look_at_the_timeline, go_on, fold, open_again,
        crash_in_the_middle, start_again, finish_it))
