#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A day with the real program, from its first start to a crash and the start after it: keys go in, and what a screen
reader would read comes out. What is stored is asked of ponder-cli, on the same folder."""

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


FIRST = 'Show me what an answer can look like'
SECOND = 'Where do penguins live'
EDITED = f'{SECOND} in winter'
OTHER = 'Name a good walrus'
RENAMED = 'All about penguins'
LAST = 'Count very slowly'


def first_start(program):
    program.start()
    program.expect(('label',), 'Welcome to Ponder')
    program.expect(('list item',), 'Try the Built-in Demo')
    assert program.list_stored() == []


def try_the_demo(program):
    press('alt+d')
    program.expect_words('Demo: the answers are canned, nothing leaves this computer')
    program.expect_words('hello')


def see_an_answer_grow(program):
    program.ask(FIRST)
    wait_for(lambda: 'Hello!' in program.read_answer(), PATIENCE, 'first words of the answer')
    before = program.read_answer()
    wait_for(lambda: len(program.read_answer()) > len(before) + 20, PATIENCE, 'more words')
    assert 'being written' in program.get_answer().get_name(), 'it was not seen while it was written'


def stop_with_escape(program):
    press('Escape')
    wait_for(lambda: any(words.startswith('stopped') or ' · stopped' in words for words in
                         list_words(program.get_answer())), PATIENCE, 'footer that says “stopped”')
    stopped = program.read_answer()
    program.expect_stored(FIRST, lambda messages: [m['state'] for m in messages] == ['done', 'stopped'],
                          'stopped answer')
    assert program.read_answer() == stopped, 'it went on after it was stopped'


def choose_a_model(program):
    press('ctrl+m')
    program.expect(TEXTS, 'Search models')
    type_text('echo')
    program.expect(('list item',), 'echo')
    press('Return')
    program.expect_words('echo')


def ask_again(program):
    program.ask(SECOND)
    program.expect_answer(SECOND)
    program.expect_stored(FIRST, lambda messages: len(messages) == 4 and messages[3]['model'] == 'echo',
                          'answer of echo')


def regenerate(program):
    program.go_to_answer()
    press('ctrl+r')
    program.expect(('label',), 'Version 2 of 2')
    program.expect_answer(SECOND)
    program.expect_stored(FIRST, lambda messages: len(messages) == 5 and messages[3]['parent'] == messages[4]['parent'],
                          'two answers to one question')


def go_through_versions(program):
    for key, version in (('alt+Left', 1), ('alt+Right', 2)):
        program.go_to_answer()
        press(key)
        program.expect(('label',), f'Version {version} of 2')


def edit_the_question(program):
    box = program.go_to_composer()
    press('Up')
    wait_for(lambda: read(box) == SECOND, PATIENCE, 'question to edit')
    press('End')
    type_text(' in winter')
    press('Return')
    program.expect_answer(EDITED)
    program.expect_stored(FIRST, lambda messages: {SECOND, EDITED} <= {message['text'] for message in messages},
                          'edited question beside the old one')


def find_in_chat(program):
    press('ctrl+f')
    # In the first answer, in the question, and in the answer that says it again.
    type_text('penguins')
    program.expect_words('1 of 2')
    press('Return')
    program.expect_words('2 of 2')
    press('Escape')


def search_in_all_chats(program):
    press('ctrl+n')
    program.expect_title('Ponder')
    program.ask(OTHER)
    program.expect_answer(OTHER)
    program.expect_title(OTHER)
    jump_to_penguins(program)
    # Escape leads back to where the search began.
    press('Escape')
    program.expect_title(OTHER)
    jump_to_penguins(program)


def jump_to_penguins(program):
    press('ctrl+k')
    type_text('penguins')
    found = program.expect(('list',), 'What was found')
    wait_for(lambda: any('penguins' in words for words in list_words(found)), PATIENCE, 'chat with the words')
    press('Down', 'Return')
    program.expect_title(FIRST)
    program.expect_answer(EDITED)


def ask_several_models(program):
    program.go_to_composer()
    press('ctrl+shift+l')
    program.expect_title('Ask Several Models')
    type_text('length')
    program.expect(('list item',), 'length')
    press('Return', 'alt+s')
    program.come_back_to(FIRST)
    program.ask('Which of you is right')
    wait_for(lambda: find_column(program, 1) and find_column(program, 2), PATIENCE, 'two columns')
    wait_for(lambda: len([node for node, _ in walk(program.get_answer()) if is_choice(node)]) == 2, PATIENCE,
             'two answers to go on with')


def is_choice(node):
    return node.get_role_name() in BUTTONS and is_called(node, 'Go On with This')


def find_column(program, number):
    names = {1: 'Answer 1 of 2, by echo', 2: 'Answer 2 of 2, by length'}
    return next((node for node, _ in walk(program.get_answer()) if node.get_name().startswith(names[number])), None)


def choose_one(program):
    button = next(node for node, _ in walk(find_column(program, 2)) if is_choice(node))
    assert Atspi.Action.do_action(button, 0)
    wait_for(lambda: 'Version 2 of 2' in list_words(program.get_answer()), PATIENCE, 'second of two versions')
    program.expect_stored(FIRST, lambda messages: {'echo', 'length'} <= {message['model'] for message in messages},
                          'both answers')


def change_chat_settings(program):
    program.go_to_composer()
    press('ctrl+shift+p')
    prompt = program.expect(TEXTS, 'System prompt')
    wait_for(lambda: has_state(prompt, Atspi.StateType.FOCUSED), PATIENCE, 'keyboard in the system prompt')
    type_text('Speak like a penguin')
    wait_for(lambda: read(prompt) == 'Speak like a penguin', PATIENCE, 'system prompt')
    press('Escape')


def rename(program):
    press('F2')
    entry = program.expect(TEXTS, 'Name of the chat')
    wait_for(lambda: read(entry) == FIRST, PATIENCE, 'old name')
    press('ctrl+a')
    type_text(RENAMED)
    press('Return')
    program.come_back_to(RENAMED)
    wait_for(lambda: RENAMED in program.list_titles(), PATIENCE, 'stored name')


def pin(program):
    program.choose_in_chat_menu('Pinned')
    chats = program.expect(('list',), 'Chats')
    wait_for(lambda: any(row.get_name().startswith(RENAMED) and row.get_name().endswith('pinned')
                         for row in list_children(chats)), PATIENCE, 'pinned chat')


def trash_and_undo(program):
    program.choose_in_chat_menu('Move to Trash')
    wait_for(lambda: RENAMED not in program.list_titles(), PATIENCE, 'chat in the trash')
    program.expect_words('Chat moved to the trash')
    program.click('Undo')
    wait_for(lambda: RENAMED in program.list_titles(), PATIENCE, 'chat back')
    program.expect_title(RENAMED)


def export(program):
    press('ctrl+shift+e')
    program.click('Export…')
    file = os.path.join(program.folder, 'exported')
    wait_for(lambda: find(program.application, TEXTS, 'Name:'), PATIENCE, 'dialog for the file')
    press('ctrl+a')
    type_text(file)
    press('Return')
    wait_for(lambda: any(name.startswith('exported') for name in os.listdir(program.folder)), PATIENCE, 'file')
    name = next(name for name in os.listdir(program.folder) if name.startswith('exported'))

    def is_whole():
        with open(os.path.join(program.folder, name), encoding='utf-8') as stream:
            text = stream.read()
        return RENAMED in text and EDITED in text

    wait_for(is_whole, PATIENCE, 'chat in the file')
    program.come_back_to(RENAMED)


def open_second_window(program):
    press('ctrl+shift+n')
    wait_for(lambda: len(program.list_frames()) == 2, PATIENCE, 'second window')
    program.come_back_to('Ponder')


def zoom(program):
    press('ctrl+plus')
    preferences = os.path.join(program.folder, 'config', 'ponder.ini')

    def is_larger():
        with open(preferences, encoding='utf-8') as stream:
            return 'text-zoom=110' in stream.read()

    wait_for(is_larger, PATIENCE, 'text of 110 %')


def crash_while_streaming(program):
    press('ctrl+m')
    program.expect(TEXTS, 'Search models')
    type_text('slow')
    program.expect(('list item',), 'slow')
    press('Return')
    program.expect_words('slow')
    program.ask(LAST)
    box = program.go_to_composer()
    type_text('Not sent yet')
    wait_for(lambda: read(box) == 'Not sent yet', PATIENCE, 'draft')
    wait_for(lambda: len(program.read_answer()) > 20, PATIENCE, 'part of an answer')
    # What was typed and said by now is on the disk half a second later.
    program.expect_stored(LAST, lambda messages: len(messages) == 2 and len(messages[1]['text']) > 20,
                          'part on the disk')
    assert program.get_stored(LAST)[1]['state'] == 'streaming'
    program.end(signal.SIGKILL)


def start_again(program):
    program.start()
    wait_for(lambda: len(program.list_frames()) == 2, PATIENCE, 'two windows')
    wait_for(lambda: sorted(frame.get_name() for frame in program.list_frames()) == sorted([RENAMED, LAST]), PATIENCE,
             'chats that were open')


def find_what_was_interrupted(program):
    window = next(frame for frame in program.list_frames() if frame.get_name() == LAST)
    wait_for(lambda: any(node.get_role_name() in BUTTONS and node.get_name().startswith('Continue')
                         for node, _ in walk(window)), PATIENCE, 'way to continue')
    assert any('interrupted' in words for words in list_words(window)), 'nothing says “interrupted”'
    wait_for(lambda: read(find(window, TEXTS, 'Message')) == 'Not sent yet', PATIENCE, 'draft')
    messages = program.get_stored(LAST)
    assert messages[1]['state'] == 'interrupted' and len(messages[1]['text']) > 20, messages


JOURNEY = (first_start, try_the_demo, see_an_answer_grow, stop_with_escape, choose_a_model, ask_again, regenerate,
           go_through_versions, edit_the_question, find_in_chat, search_in_all_chats, ask_several_models, choose_one,
           change_chat_settings, rename, pin, trash_and_undo, export, open_second_window, zoom, crash_while_streaming,
           start_again, find_what_was_interrupted)


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


def main():
    start_listening()
    print(f'1..{len(JOURNEY)}')
    arrived = True
    with tempfile.TemporaryDirectory() as folder:
        program = Program(folder)
        try:
            for number, step in enumerate(JOURNEY, 1):
                if arrived:
                    arrived = go(step, number, program)
                else:
                    print(f'not ok {number} {step.__name__} was not reached')
        finally:
            program.end(signal.SIGKILL)
    sys.exit(not arrived)


main()
