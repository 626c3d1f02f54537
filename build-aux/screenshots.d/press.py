#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Presses a button or clicks at a row of a program, by the beginning of its name: press.py PID WINDOW NAME"""

import pathlib
import subprocess
import sys

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parents[2] / 'tests' / 'ui'))

from accessible_tree import BUTTONS, Atspi, find_application, start_listening, wait_for, walk

ROLES = (*BUTTONS, 'toggle button', 'list item', 'tree item')


def find_button(pid, name):
    application = find_application(pid)
    return application and next((node for node, _ in walk(application) if node.get_role_name() in ROLES
                                 and node.get_name().startswith(name)), None)


def main():
    pid, window, name = int(sys.argv[1]), *sys.argv[2:]
    start_listening()
    button = wait_for(lambda: find_button(pid, name), 10, f'button “{name}”')
    if button.get_role_name() in BUTTONS or button.get_role_name() == 'toggle button':
        Atspi.Action.do_action(button, 0)
        return
    box = Atspi.Component.get_extents(button, Atspi.CoordType.WINDOW)
    subprocess.run(['xdotool', 'mousemove', '--window', window, str(box.x + 80), str(box.y + 12), 'click', '1'],
                   check=True, timeout=30)


main()
