# SPDX-License-Identifier: GPL-3.0-or-later
"""The real program from outside, for tests that spend a while in it."""

import json
import os
import signal
import subprocess
import sys
import tempfile
import time

from accessible_tree import (BUTTONS, CLASSES, TEXTS, Atspi, GLib, find, find_application, has_state, list_children,
                             press, start_listening, type_text, wait_for, walk)

ponder, ponder_cli = sys.argv[1:3]

# A machine that is busy with other things is no reason to fail.
PATIENCE = 60
MENU_ITEMS = ('menu item', 'check menu item', 'radio menu item')


def read(node):
    """The letters of an entry or of the box for a question."""
    return Atspi.Text.get_text(node, 0, Atspi.Text.get_character_count(node))


def pause():
    """While a dialog closes nobody asks for it: GTK 4.8 crashes when it is asked for a window that has just gone."""
    end = time.monotonic() + 1
    wait_for(lambda: time.monotonic() > end, PATIENCE, 'pause')


def is_called(node, name):
    return node.get_name() == name or node.get_name().endswith(f' {name}')


def list_words(root, roles=('label', 'heading')):
    return [node.get_name() for node, _ in walk(root)
            if node.get_role_name() in roles and not node.get_name().startswith(CLASSES)]


def is_named(node):
    name = node.get_name()
    return bool(name) and (not name.startswith(CLASSES) or name == 'Ponder')


def dump(root):
    """What has a name, each under what it is in."""
    lines = []
    for node, path in walk(root):
        if is_named(node):
            indent = '  ' * sum(1 for part in path if is_named(part))
            name = node.get_name()[:90].replace('\n', ' ')
            keyboard = ' (keyboard)' if has_state(node, Atspi.StateType.FOCUSED) else ''
            lines.append(f'{indent}{node.get_role_name()} “{name}”{keyboard}')
    return lines


class Program:
    """The program, its folder, and what can be seen and done in its windows."""

    def __init__(self, folder):
        self.folder = folder
        self.data = os.path.join(folder, 'data')
        self.environment = {**os.environ, 'GTK_A11Y': 'atspi', 'ASAN_OPTIONS': 'detect_leaks=0'}
        self.process = None
        self.application = None

    def start(self):
        self.process = subprocess.Popen([ponder, '--data-dir', self.data, '--config-dir',
                                         os.path.join(self.folder, 'config')], env=self.environment)
        self.application = wait_for(lambda: find_application(self.process.pid), PATIENCE, 'application')
        wait_for(lambda: self.find(TEXTS, 'Message'), PATIENCE, 'window')

    def end(self, with_signal=signal.SIGTERM):
        if self.process is not None and self.process.poll() is None:
            self.process.send_signal(with_signal)
            self.process.wait(timeout=PATIENCE)

    def list_frames(self):
        """The windows that are not dialogs; GTK 4.8 calls the first one a frame and the next ones nothing special."""
        return [child for child in list_children(self.application) if child.get_role_name() not in ('dialog', 'alert')]

    def get_window(self):
        """The window or dialog that has the keyboard, else the last."""
        windows = list_children(self.application)
        active = [window for window in windows if has_state(window, Atspi.StateType.ACTIVE)]
        return (active or windows)[-1]

    def find(self, roles, name):
        return find(self.get_window(), roles, name)

    def find_button(self, name):
        """GTK 4.8 says the letters of a button twice where one is underlined, as “_Undo Undo”."""
        for node, _ in walk(self.get_window()):
            if node.get_role_name() in (*BUTTONS, *MENU_ITEMS) and is_called(node, name):
                return node
        return None

    def expect(self, roles, name):
        return wait_for(lambda: self.find(roles, name), PATIENCE, f'{roles[0]} “{name}”')

    def expect_words(self, words):
        return wait_for(lambda: words in list_words(self.application, ('label', 'status bar', 'statusbar')), PATIENCE,
                        f'words “{words}”')

    def expect_title(self, title):
        wait_for(lambda: self.get_window().get_name() == title, PATIENCE, f'window “{title}”')

    def come_back_to(self, title):
        """After a dialog, and to a new window: without a window manager nobody gives them the keyboard."""
        pause()
        subprocess.run(['xdotool', 'search', '--onlyvisible', '--limit', '1', '--name', f'^{title}$', 'windowfocus'],
                       check=True, timeout=PATIENCE, stdout=subprocess.DEVNULL)
        self.expect_title(title)

    def click(self, name):
        button = wait_for(lambda: self.find_button(name), PATIENCE, f'button “{name}”')
        wait_for(lambda: has_state(button, Atspi.StateType.SENSITIVE), PATIENCE, f'“{name}” that can be pressed')
        # A menu's button is a button around another one, and the inner one is pressed.
        inner = [child for child in list_children(button) if child.get_role_name() in ('push button', 'toggle button')]
        assert Atspi.Action.do_action(inner[0] if inner else button, 0), f'“{name}” does nothing'

    def choose_in_chat_menu(self, name):
        self.click('Chat menu')
        self.click(name)

    def go_to_composer(self):
        """F6 goes from the list to the messages to the box for a question."""
        box = self.expect(TEXTS, 'Message')
        for _ in range(4):
            if self.gets_keyboard(box):
                return box
            press('F6')
        raise AssertionError('the keyboard does not come to the box for a question')

    def gets_keyboard(self, node):
        try:
            return wait_for(lambda: has_state(node, Atspi.StateType.FOCUSED), 1, 'keyboard')
        except AssertionError:
            return False

    def ask(self, question):
        box = self.go_to_composer()
        type_text(question)
        wait_for(lambda: read(box) == question, PATIENCE, 'question in its box')
        press('Return')
        wait_for(lambda: any(question in item.get_name() for item in self.list_messages()), PATIENCE, 'question asked')

    def list_messages(self):
        messages = self.find(('list',), 'Messages')
        return [] if messages is None else list_children(messages)

    def get_answer(self):
        """The last row."""
        messages = self.list_messages()
        assert messages, 'no messages'
        return messages[-1]

    def read_answer(self):
        return ' '.join(list_words(self.get_answer()))

    def is_answered(self, words):
        return 'being written' not in self.get_answer().get_name() and words in self.get_answer().get_name()

    def expect_answer(self, words):
        wait_for(lambda: self.is_answered(words), PATIENCE, f'whole answer with “{words}”')

    def go_to_answer(self):
        self.go_to_composer()
        press('shift+Tab')
        wait_for(lambda: has_state(self.get_answer(), Atspi.StateType.FOCUSED), PATIENCE, 'keyboard in the answer')

    def ask_cli(self, *arguments):
        result = subprocess.run([ponder_cli, '--data-dir', self.data, *arguments, '--json'], env=self.environment,
                                capture_output=True, text=True, timeout=60, check=True)
        return json.loads(result.stdout)

    def list_stored(self):
        return self.ask_cli('sessions', 'list')

    def list_titles(self):
        return [session['title'] for session in self.list_stored()]

    def get_stored(self, title):
        """The messages of the chat with a title, of all its branches, as they are on the disk."""
        session = next((session for session in self.list_stored() if session['title'] == title), None)
        return self.ask_cli('sessions', 'show', session['id'])['messages'] if session else []

    def expect_stored(self, title, condition, what):
        wait_for(lambda: condition(self.get_stored(title)), PATIENCE, what)


def go(step, number, program):
    """Whether the next step can be taken."""
    try:
        step(program)
        print(f'ok {number} {step.__name__}', flush=True)
        return True
    except (AssertionError, GLib.Error, StopIteration, subprocess.SubprocessError) as error:
        print(f'not ok {number} {step.__name__}\n# {error}', flush=True)
        try:
            lines = dump(program.application) if program.application is not None else []
        except GLib.Error:
            lines = ['the program is not there any more']
        for line in lines:
            print(f'#   {line}')
        return False


def travel(journey):
    """Goes through the steps until one fails, and ends."""
    start_listening()
    print(f'1..{len(journey)}')
    arrived = True
    with tempfile.TemporaryDirectory() as folder:
        program = Program(folder)
        try:
            for number, step in enumerate(journey, 1):
                if arrived:
                    arrived = go(step, number, program)
                else:
                    print(f'not ok {number} {step.__name__} was not reached')
        finally:
            program.end(signal.SIGKILL)
    sys.exit(not arrived)
