# SPDX-License-Identifier: GPL-3.0-or-later
"""Prints "N passed, N failed, N skipped" for a JUnit report, with the reason of each skip before it."""

import sys
import xml.etree.ElementTree as ElementTree


def main(path):
    cases = [case for case in ElementTree.parse(path).iter('testcase')]
    failed = [c for c in cases if c.find('failure') is not None or c.find('error') is not None]
    skipped = [c for c in cases if c not in failed and c.find('skipped') is not None]
    for case in skipped:
        print('skipped:', case.get('classname', ''), case.get('name', ''))
    for case in failed:
        print('FAILED:', case.get('classname', ''), case.get('name', ''))
    passed = len(cases) - len(failed) - len(skipped)
    tail = f', {len(skipped)} skipped' if skipped else ''
    print(f'{passed} passed, {len(failed)} failed{tail}')


main(sys.argv[1])
