#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A symbolic icon as GTK reads it without drawing: encode-icon.py ENCODER ICON.svg SIZE OUTPUT."""

import pathlib
import shutil
import subprocess
import sys
import tempfile


def main(encoder, icon, size, output):
    with tempfile.TemporaryDirectory() as folder:
        subprocess.run([encoder, icon, f'{size}x{size}', '-o', folder], check=True)
        shutil.move(pathlib.Path(folder) / f'{pathlib.Path(icon).stem}.symbolic.png', output)


main(*sys.argv[1:])
