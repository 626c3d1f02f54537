# SPDX-License-Identifier: GPL-3.0-or-later
"""The window as the accessibility bus tells of it, for tests that use the real program from outside."""

import os
import subprocess
import sys
import time

# Another Python that comes first on the path may know nothing of this computer's libraries.
SYSTEM_PYTHON = '/usr/bin/python3'

try:
    import gi
    gi.require_version('Atspi', '2.0')
    from gi.repository import Atspi, GLib
except (ImportError, ValueError):
    if os.path.exists(SYSTEM_PYTHON) and os.path.realpath(sys.executable) != os.path.realpath(SYSTEM_PYTHON):
        os.execv(SYSTEM_PYTHON, [SYSTEM_PYTHON, *sys.argv])
    print('1..0 # SKIP no gir1.2-atspi-2.0')
    sys.exit(0)

# The class of a widget is its name when it has none.
CLASSES = ('Gtk', 'Adw', 'Ponder')
BUTTONS = ('push button', 'button')
TEXTS = ('text', 'entry')


def skip(reason):
    print(f'1..0 # SKIP {reason}')
    sys.exit(0)


def start_listening():
    """What a screen reader does when it starts; without a bus for it there is nothing to test."""
    if not os.environ.get('DISPLAY') or not os.environ.get('DBUS_SESSION_BUS_ADDRESS'):
        skip('no display or no session bus')
    if subprocess.run(['gdbus', 'call', '--session', '--dest', 'org.a11y.Bus', '--object-path', '/org/a11y/bus',
                       '--method', 'org.freedesktop.DBus.Properties.Set', 'org.a11y.Status', 'IsEnabled', '<true>'],
                      capture_output=True, timeout=30, check=False).returncode != 0:
        skip('no at-spi2-core')


def wait_for(condition, seconds, what):
    """Runs the main loop, in which events are heard, until there is a condition."""
    end = time.monotonic() + seconds
    context = GLib.MainContext.default()
    while True:
        try:
            value = condition()
        except GLib.Error:
            # Something that was looked at went away in the same moment.
            value = None
        if value:
            return value
        if time.monotonic() > end:
            raise AssertionError(f'no {what} within {seconds} s')
        GLib.timeout_add(50, lambda: False)
        context.iteration(True)


def find_application(pid):
    desktop = Atspi.get_desktop(0)
    for i in range(desktop.get_child_count()):
        application = desktop.get_child_at_index(i)
        if application is not None and application.get_process_id() == pid:
            return application
    return None


def list_children(node):
    children = (node.get_child_at_index(i) for i in range(node.get_child_count()))
    return [child for child in children if child is not None]


def walk(node, path=()):
    yield node, path
    for child in list_children(node):
        yield from walk(child, (*path, node))


def has_state(node, state):
    return node.get_state_set().contains(state)


def find(root, role, name):
    for node, _ in walk(root):
        if node.get_role_name() in role and node.get_name() == name:
            return node
    return None


def press(*keys):
    subprocess.run(['xdotool', 'key', '--clearmodifiers', *keys], check=True, timeout=30)


def type_text(text):
    subprocess.run(['xdotool', 'type', '--delay', '3', text], check=True, timeout=30)
