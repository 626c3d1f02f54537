# SPDX-License-Identifier: GPL-3.0-or-later
"""Each template is in the resource and has its C file beside it."""

import pathlib
import re
import sys


def main(root):
    ui = pathlib.Path(root) / 'src' / 'ui'
    listed = re.findall(r'>([^<>]+\.ui)</file>', (ui / 'ponder.gresource.xml').read_text())
    templates = [str(path.relative_to(ui)) for path in sorted(ui.rglob('*.ui'))]
    problems = [f'{name}: not in the resource' for name in templates if name not in listed]
    problems += [f'{name}: in the resource, not in the folder' for name in listed if name not in templates]
    # help-overlay.ui is no template: ponder-shortcuts.c shows it.
    problems += [f'{name}: no C file beside it' for name in templates
                 if 'help-overlay' not in name and not (ui / name).with_suffix('.c').exists()]
    print('\n'.join(problems) or f'{len(templates)} templates')
    return 1 if problems else 0


sys.exit(main(sys.argv[1]))
