#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A folder that somebody has lived in for a year: fill.py PONDER_CLI FOLDER [he]"""

import json
import pathlib
import sqlite3
import subprocess
import sys
import tempfile
import time

DAY = 24 * 60 * 60
MICROSECONDS = 1000 * 1000
HERE = pathlib.Path(__file__).parent
# Question, answer and age in days, the newest first.
CHATS = (
    ('How does a write-ahead log keep my chats safe?', (HERE / 'markdown.md').read_text(encoding='utf-8'), 0),
    ('Write a polite letter to the tax office', 'Dear Sir or Madam, I write to ask for four more weeks.', 0.02),
    ('云南旅行：从昆明到大理的火车', '动车约两小时，车次很多。', 0.05),
    ('A sourdough bread for the weekend', 'Begin on Friday evening: feed the starter, and sleep.', 1),
    ('Why are there tides?', 'The moon pulls at the sea, and a little less at its far side.', 1.1),
    ('Names for a small grey cat', 'Pebble, Mist, Ash, Button.', 4),
    ('What is a monad, without burritos?', 'A way to put steps behind one another that carry something along.', 12),
    ('Regular expression for an ISO date', 'Use a parser, else `\\d{4}-\\d{2}-\\d{2}`.', 40),
    ('Plan a garden that bees like', 'Crocus for March, lime for June, ivy for October.', 75),
)
HEBREW = ('מה ההבדל בין TCP ל-UDP?',
          'הפרוטוקול TCP מבטיח שכל הבתים יגיעו לפי הסדר.\n\n1. יוצר חיבור\n2. שולח\n\n> ציטוט '
          'קצר\n\n```python\nsocket.socket(socket.AF_INET)  # הערה\n```\n\nThis paragraph is English.\n\n'
          '| שם | Port |\n| --- | --- |\n| TCP | 80 |', 0)


def bring_in(cli, data, chats):
    with tempfile.NamedTemporaryFile('w', suffix='.jsonl', encoding='utf-8') as file:
        for question, answer, _ in chats:
            file.write(json.dumps({'messages': [{'role': 'user', 'content': question},
                                                {'role': 'assistant', 'content': answer}]}) + '\n')
        file.flush()
        subprocess.run([cli, '--data-dir', data, 'import', file.name], check=True, stdout=subprocess.DEVNULL)


def make_old(db, chats):
    now = int(time.time() * MICROSECONDS)
    for question, _, age in chats:
        at = now - int(age * DAY * MICROSECONDS)
        session, = db.execute('SELECT id FROM sessions WHERE title LIKE ?', (question[:12] + '%',)).fetchone()
        db.execute('UPDATE sessions SET created = ?, updated = ? WHERE id = ?', (at, at, session))
        db.execute('UPDATE messages SET created = ? WHERE session = ?', (at, session))


def main():
    cli, data, *language = sys.argv[1:]
    chats = (HEBREW, *CHATS[1:]) if language else CHATS
    bring_in(cli, data, chats)
    with sqlite3.connect(pathlib.Path(data, 'ponder.db')) as db:
        make_old(db, chats)
        ids = [row[0] for row in db.execute('SELECT id FROM sessions ORDER BY updated DESC')]
        db.execute('UPDATE sessions SET pinned = 1 WHERE id = ?', (ids[1],))
        # The third chat asks several models at once, one of which fails.
        db.execute('INSERT OR REPLACE INTO choices VALUES (?, ?)',
                   ('comparison/' + ids[2], json.dumps({'models': ['demo/echo', 'demo/wrong-key']})))


main()
