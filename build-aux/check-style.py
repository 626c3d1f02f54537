# SPDX-License-Identifier: GPL-3.0-or-later
"""The part of the house style that a machine can see."""

import pathlib
import re
import sys

COLUMNS = 120
RULES = [
    (re.compile(r'\t'), 'a tab'),
    (re.compile(r'[ \t]+$'), 'blanks at the end'),
    (re.compile(r'\bg(char|int|double|float|short)\b'), 'plain C types: char, int, double'),
    (re.compile(r'//(?!\S*")[^"]*$'), 'comments are /* */'),
    (re.compile(r'\b(if|for|while|switch)\('), 'a blank before the bracket'),
    (re.compile(r'\b(TODO|FIXME|XXX)\b'), 'an open end'),
]
CALL = re.compile(r'\b(?!g_auto)(?:g|gtk|adw|ponder|json|sqlite3|soup|pango|gdk|gsk)_[a-z0-9_]+\(')
STRING = re.compile(r'"(?:[^"\\]|\\.)*"')
PARSER = re.compile(r'json_parser_load|json_from_string')


def check(path, name):
    text = path.read_text()
    if 'SPDX-License-Identifier: GPL-3.0-or-later' not in text[:200]:
        yield f'{name}: no SPDX line'
    if not text.endswith('\n') or text.endswith('\n\n'):
        yield f'{name}: one line end at the end'
    for number, line in enumerate(text.splitlines(), 1):
        bare = STRING.sub('""', line)
        # Tables of recorded bodies in tests are easier to read unbroken.
        if len(line) > COLUMNS and name.parts[0] == 'src':
            yield f'{name}:{number}: longer than {COLUMNS} columns'
        for rule, words in RULES:
            if rule.search(bare):
                yield f'{name}:{number}: {words}'
        if CALL.search(bare) and not bare.lstrip().startswith(('/*', '*')):
            yield f'{name}:{number}: a blank before the bracket'
        if PARSER.search(bare) and path.name != 'ponder-json.c':
            yield f'{name}:{number}: JSON is parsed by ponder_json_parse () only'


def main(root):
    root = pathlib.Path(root)
    files = sorted(p for top in ('src', 'tests') for p in (root / top).rglob('*') if p.suffix in ('.c', '.h'))
    problems = [problem for path in files for problem in check(path, path.relative_to(root))]
    print('\n'.join(problems) or f'{len(files)} files')
    return 1 if problems else 0


sys.exit(main(sys.argv[1]))
