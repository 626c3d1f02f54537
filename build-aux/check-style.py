# SPDX-License-Identifier: GPL-3.0-or-later
"""The part of the house style that a machine can see."""

import pathlib
import re
import sys

COLUMNS = 120
LINE_RULES = [
    (re.compile(r'\t'), 'a tab'),
    (re.compile(r'[ \t]+$'), 'blanks at the end'),
    (re.compile(r'\b(TODO|FIXME|XXX)\b'), 'an open end'),
]
CODE_RULES = [
    (re.compile(r'\bg(char|int|double|float|short)\b'), 'plain C types: char, int, double'),
    (re.compile(r'//'), 'comments are /* */'),
    (re.compile(r'\b(if|for|while|switch)\('), 'a blank before the bracket'),
    (re.compile(r'\b(?!g_auto)(g|gtk|adw|ponder|json|sqlite3|soup|pango|gdk|gsk)_[a-z0-9_]+\('),
     'a blank before the bracket'),
]
JSON_RULE = (re.compile(r'\bjson_(parser_|from_string)'), 'JSON is parsed by ponder_json_parse () only')
STRING_OR_COMMENT = re.compile(r'"(?:[^"\\\n]|\\.)*"|/\*.*?\*/', re.S)


def code_of(text):
    """The text without what strings and comments say, line by line."""
    def blank(match):
        return '""' if match[0][0] == '"' else '\n' * match[0].count('\n')
    return STRING_OR_COMMENT.sub(blank, text).splitlines()


def check(path, name):
    text = path.read_text()
    if 'SPDX-License-Identifier: GPL-3.0-or-later' not in text[:200]:
        yield f'{name}: no SPDX line'
    if not text.endswith('\n') or text.endswith('\n\n'):
        yield f'{name}: one line end at the end'
    for number, (line, code) in enumerate(zip(text.splitlines(), code_of(text)), 1):
        # Tables of recorded bodies in tests are easier to read unbroken.
        if len(line) > COLUMNS and name.parts[0] == 'src':
            yield f'{name}:{number}: longer than {COLUMNS} columns'
        for rule, words in LINE_RULES:
            if rule.search(line):
                yield f'{name}:{number}: {words}'
        # A benchmark measures against the parser that the program does not use.
        for rule, words in CODE_RULES + ([] if name.parts[1] == 'bench' else [JSON_RULE]):
            if rule.search(code):
                yield f'{name}:{number}: {words}'


def find_unlisted(root):
    """Tests that no meson.build names, so that nothing ever runs them."""
    for path in sorted(root.glob('tests/*/test-*')):
        name = re.escape(path.stem.removeprefix('test-'))
        listed = re.search(rf"'(test-)?{name}(\{path.suffix})?'", (path.parent / 'meson.build').read_text())
        if path.suffix in ('.c', '.py') and not listed:
            yield f'{path.relative_to(root)}: its meson.build does not name it'


def main(root):
    root = pathlib.Path(root)
    files = sorted(p for top in ('src', 'tests') for p in (root / top).rglob('*') if p.suffix in ('.c', '.h'))
    problems = [problem for path in files for problem in check(path, path.relative_to(root))]
    problems += find_unlisted(root)
    print('\n'.join(problems) or f'{len(files)} files')
    return 1 if problems else 0


sys.exit(main(sys.argv[1]))
