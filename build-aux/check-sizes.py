# SPDX-License-Identifier: GPL-3.0-or-later
"""Files and functions that a person can still see whole."""

import pathlib
import sys

LIMITS = {'.c': 600, '.h': 250, '.ui': 300}
# GTK wants all shortcuts in one file.
LONGER = {'help-overlay.ui': 500}
FUNCTION_LIMIT = 80


def long_functions(lines):
    """Bodies whose braces stand in column 0."""
    start = None
    for number, line in enumerate(lines, 1):
        if line.startswith('{'):
            start = number
        elif line.startswith('}') and start is not None:
            if number - start - 1 > FUNCTION_LIMIT and line.rstrip() == '}':
                yield start, number - start - 1
            start = None


def main(root):
    problems = []
    n_files = 0
    for path in sorted((pathlib.Path(root) / 'src').rglob('*')):
        if path.suffix not in LIMITS:
            continue
        n_files += 1
        lines = path.read_text().splitlines()
        name = path.relative_to(root)
        limit = LONGER.get(path.name, LIMITS[path.suffix])
        if len(lines) > limit:
            problems.append(f'{name}: {len(lines)} lines, more than {limit}: split it by concern')
        if path.suffix == '.c':
            for start, length in long_functions(lines):
                problems.append(f'{name}:{start}: a function of {length} lines')
    print('\n'.join(problems) or f'{n_files} files')
    return 1 if problems else 0


sys.exit(main(sys.argv[1]))
