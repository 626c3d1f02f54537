# SPDX-License-Identifier: GPL-3.0-or-later
"""Every file with words for people is in POTFILES.in, and every translation is complete and current."""

import pathlib
import re
import subprocess
import sys
import tempfile

MARK = re.compile(r'\b(?:N?_|ngettext|g_dngettext|C_)\s*\(\s*"|translatable="yes"|^\[Desktop Entry\]|^<component', re.M)


def wanted(root):
    for path in sorted(root.rglob('*')):
        name = path.relative_to(root)
        if name.parts[0] in ('src', 'data') and path.is_file() and path.suffix in ('.c', '.ui', '.in', '.xml'):
            if MARK.search(path.read_text()):
                yield str(name)


def untranslated(root, language, template):
    """The words of @language that are missing, fuzzy or no longer used."""
    with tempfile.NamedTemporaryFile(suffix='.po') as merged:
        subprocess.run(['msgmerge', '--quiet', '--no-fuzzy-matching', '-o', merged.name,
                        str(root / 'po' / f'{language}.po'), template], check=True)
        for filter_by in ('--untranslated', '--only-fuzzy'):
            text = subprocess.run(['msgattrib', filter_by, '--no-obsolete', merged.name],
                                  check=True, capture_output=True, text=True).stdout
            # Long words stand in several lines; the header is the entry without any.
            for lines in re.findall(r'^msgid ((?:".*"\n)+)', text, re.M):
                words = ''.join(line[1:-1] for line in lines.splitlines())
                if words:
                    yield words


def main(root):
    root = pathlib.Path(root)
    listed = [line for line in (root / 'po' / 'POTFILES.in').read_text().splitlines() if line and line[0] != '#']
    needed = set(wanted(root))
    problems = [f'po/POTFILES.in: {name} is missing' for name in sorted(needed) if name not in listed]
    problems += [f'po/POTFILES.in: {name} has no words' for name in listed if name not in needed]
    with tempfile.NamedTemporaryFile(suffix='.pot') as template:
        subprocess.run(['xgettext', '--from-code=UTF-8', '--add-comments', '--keyword=_', '--keyword=N_', '--keyword=C_:1c,2',
                        '--keyword=ngettext:1,2', '-o', template.name, '--files-from=po/POTFILES.in'],
                       cwd=root, check=True, stderr=subprocess.DEVNULL)
        for language in (root / 'po' / 'LINGUAS').read_text().split():
            for words in untranslated(root, language, template.name):
                problems.append(f'po/{language}.po: not translated: {words}')
            subprocess.run(['msgfmt', '--check', '-o', '/dev/null', str(root / 'po' / f'{language}.po')], check=True)
    print('\n'.join(problems) or f'{len(listed)} files')
    return 1 if problems else 0


sys.exit(main(sys.argv[1]))
