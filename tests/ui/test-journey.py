#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A day with the real program, from its first start to a crash and the start after it: keys go in, and what a screen
reader would read comes out. What is stored is asked of ponder-cli, on the same folder."""

import os
import signal

from accessible_tree import BUTTONS, TEXTS, Atspi, find, has_state, list_children, press, type_text, wait_for, walk
from journey import PATIENCE, is_called, list_words, read, travel

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


travel(JOURNEY)
