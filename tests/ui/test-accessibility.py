#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""What a screen reader gets of the window, over the real bus: names for all that takes the keyboard, and answers
read out while they are written."""

import os
import subprocess
import sys
import tempfile
import time

from accessible_tree import (BUTTONS, CLASSES, TEXTS, Atspi, find, find_application, has_state, press, start_listening,
                             type_text, wait_for, walk)

ponder, ponder_cli = sys.argv[1:3]

# Of the roles that take the keyboard these are parts of GTK's own widgets, or pass it on to what is in them.
PASSED_OVER = {'scroll pane', 'filler', 'panel'}


def is_nameless(node, path):
    name = node.get_name() or ''
    if not has_state(node, Atspi.StateType.FOCUSABLE) or node.get_role_name() in PASSED_OVER:
        return False
    # libadwaita's own: the list in a group of preferences, whose rows have the keyboard; the choices of a row, which
    # are labels to GTK before 4.12; and the search in the preferences.
    if (name == 'GtkListBox' and node.get_role_name() == 'list') or name == 'GtkSearchEntry':
        return False
    if any(part.get_role_name() == 'combo box' for part in path):
        return False
    return name.strip() == '' or name.startswith(CLASSES)


def list_nameless(root):
    return [' / '.join(f'{part.get_role_name()} “{part.get_name()}”' for part in (*path[-4:], node))
            for node, path in walk(root) if is_nameless(node, path)]


class Window:
    """The program with its demo, and what it told of."""

    def __init__(self, folder):
        self.heard = []
        self.listener = Atspi.EventListener.new(self.heard_cb)
        # A description on GTK before 4.14, an announcement from then on.
        for event in ('object:property-change:accessible-description', 'object:announcement'):
            self.listener.register(event)
        environment = {**os.environ, 'GTK_A11Y': 'atspi', 'ASAN_OPTIONS': 'detect_leaks=0'}
        data = os.path.join(folder, 'data')
        subprocess.run([ponder_cli, '--data-dir', data, 'providers', 'default', 'demo/hello'], env=environment,
                       check=True, timeout=60)
        self.process = subprocess.Popen([ponder, '--data-dir', data, '--config-dir', os.path.join(folder, 'config'),
                                         '--demo'], env=environment)
        self.application = wait_for(lambda: find_application(self.process.pid), 60, 'application')
        wait_for(lambda: find(self.application, TEXTS, 'Message'), 30, 'box for a question')

    def heard_cb(self, event):
        if isinstance(event.any_data, str) and event.any_data:
            self.heard.append(event.any_data)

    def ask(self, question):
        box = find(self.application, TEXTS, 'Message')
        assert Atspi.EditableText.insert_text(box, 0, question, len(question.encode()))
        send = wait_for(lambda: find(self.application, BUTTONS, 'Send'), 10, 'button to send')
        wait_for(lambda: has_state(send, Atspi.StateType.SENSITIVE), 10, 'question to send')
        assert Atspi.Action.do_action(send, 0)

    def close(self):
        self.process.terminate()
        self.process.wait(timeout=30)


def test_names(window):
    nameless = list_nameless(window.application)
    assert not nameless, '\n# '.join(['without a name:', *nameless])


def test_tells_what_is_found(window):
    press('ctrl+f')
    type_text('hello')
    wait_for(lambda: any(' of ' in words for words in window.heard[-1:]), 20, 'number of places')
    type_text('zzz')
    wait_for(lambda: window.heard[-1] == 'Not found', 20, 'word that there is none')
    press('Escape')


def test_dialogs(window):
    """Whatever a key opens is named, too."""
    nameless = []
    for key in ('ctrl+f', 'ctrl+m', 'F10', 'ctrl+k', 'F2', 'ctrl+shift+e', 'ctrl+shift+p', 'ctrl+comma'):
        press(key)
        end = time.monotonic() + 1
        wait_for(lambda end=end: time.monotonic() > end, 5, 'pause')
        nameless += [f'{key}: {line}' for line in list_nameless(window.application)]
        press('Escape')
    assert not nameless, '\n# '.join(['without a name:', *sorted(set(nameless))])


def test_reads_out(window):
    window.ask('Show me what an answer can look like')
    wait_for(lambda: any('Answer finished.' in words for words in window.heard), 60, 'end')
    said = ' '.join(window.heard)
    for words in ('Generating…', 'Hello! Here', 'Text can be bold, italic, struck out or inline code.',
                  'Code, c, 11 lines.', 'Table, 3 columns, 5 rows.', '这个服务器就会用中文回答。'):
        assert said.replace('. Hello', ' Hello').count(words) == 1, f'“{words}” in {said}'
    assert '**' not in said and '|' not in said, said
    # Sentences, not tokens.
    assert len(window.heard) < 60, window.heard


def test_messages(window):
    messages = find(window.application, ('list',), 'Messages')
    assert messages is not None
    items = [messages.get_child_at_index(i) for i in range(messages.get_child_count())]
    names = [item.get_name() for item in items if item.get_role_name() == 'list item']
    assert any(name.startswith('hello, ') and 'came from Ponder’s demo server' in name for name in names), names
    assert not any('**' in name or '```' in name for name in names), names


def main():
    start_listening()
    tests = (test_names, test_reads_out, test_messages, test_names, test_tells_what_is_found,
             test_dialogs)
    failed = False
    print(f'1..{len(tests)}')
    with tempfile.TemporaryDirectory() as folder:
        window = Window(folder)
        try:
            for number, test in enumerate(tests, 1):
                try:
                    test(window)
                    print(f'ok {number} {test.__name__}')
                except AssertionError as error:
                    failed = True
                    print(f'not ok {number} {test.__name__}\n# {error}')
        finally:
            window.close()
    sys.exit(failed)


main()
