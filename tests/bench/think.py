#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Deep think against a server with scripted times: how far from the best schedule, and how soon the first word."""

import contextlib
import json
import math
import os
import pathlib
import random
import re
import sqlite3
import statistics
import sys
import tempfile

sys.dont_write_bytecode = True
sys.path.insert(0, str(pathlib.Path(__file__).resolve().parent.parent / 'cli'))

import time

import harness
import mock

SECOND = 0.04           # of the script, in seconds of the clock
PLAN, PART, SYNTH, REVIEW = 10, 15, 10, 10
SLOTS = 3
N_RUNS = int(os.environ.get('PONDER_BENCH_RUNS', '20'))
GRAPHS = {
    'independent': [[], [], [], [], [], []],
    'mixed': [[], [], [], [0], [1, 2], []],
    'diamond': [[], [0], [0], [0], [1, 2], [3, 4]],
}


class Script:
    """The steps of one run and how long each takes, in seconds of the script."""

    def __init__(self, deps, sigma, seed):
        chance = random.Random(seed)
        self.deps = deps
        self.parts = [PART * chance.lognormvariate(-sigma * sigma / 2, sigma) for _ in deps]
        lines = [json.dumps({'t': 'task', 'id': chr(97 + i), 'title': f'Part number {i} {seed}', 'ask': f'Do {i}.',
                             'deps': [chr(97 + d) for d in after], 'kind': 'reason', 'size': 'm'})
                 for i, after in enumerate(deps)]
        self.lines = lines + ['{"t":"answer","outline":["x"],"criteria":["y"]}', '{"t":"end"}']

    def answer(self, handler, request):
        begun = time.monotonic()
        prompt = request['messages'][-1]['content']
        part = re.findall(r'\n# Your part: (\w)\n', prompt)
        task = prompt.rpartition('\n# Your task\n')[2]
        if part:
            pieces, seconds = ['So it is. ' * 4, 'And so.\n@@ {"conclusion":"c"}\n'], self.parts[ord(part[0]) - 97]
        elif task.startswith('Plan'):
            pieces, seconds = [line + '\n' for line in self.lines], PLAN
        elif task.startswith('Look'):
            pieces, seconds = ['{"score":9,', '"criteria":[{"c":"y","met":true}]}\n'], REVIEW
        else:
            pieces, seconds = ['The ', 'whole ', 'answer, ', 'at last.'], SYNTH
        mock.begin(handler)
        for i, piece in enumerate(pieces):
            wait = begun + SECOND * seconds * (i + 1) / len(pieces) - time.monotonic()
            time.sleep(max(0, wait))
            mock.say(handler, piece)
        mock.end(handler)

    def best(self):
        """When the parts end that are started in their order as soon as a slot is free and they may."""
        n_lines = len(self.lines)
        release = [PLAN * (i + 1) / n_lines for i in range(len(self.deps))]
        ends, free = {}, [0.0] * SLOTS
        now, waiting = 0.0, set(range(len(self.deps)))
        while waiting:
            ready = [i for i in sorted(waiting) if release[i] <= now + 1e-9
                     and all(d in ends and ends[d] <= now + 1e-9 for d in self.deps[i])]
            slot = min(range(SLOTS), key=lambda s: free[s])
            if ready and free[slot] <= now + 1e-9:
                ends[ready[0]] = free[slot] = now + self.parts[ready[0]]
                waiting.remove(ready[0])
                continue
            moments = [r for r in release if r > now + 1e-9] + [e for e in ends.values() if e > now + 1e-9]
            now = min(moments)
        return max(max(ends.values()), PLAN)

    def bound(self):
        """No schedule is shorter."""
        longest = []
        for i, after in enumerate(self.deps):
            longest.append(max([longest[d] for d in after], default=0) + self.parts[i])
        return max(max(longest), sum(self.parts) / SLOTS)


def seconds_of(event):
    return event['t'] / 1000 / SECOND


def find(events, kind, **members):
    return [seconds_of(event) for event in events if event['type'] == kind
            and all(event.get(name) == value for name, value in members.items())]


def idle(events):
    """Milliseconds from when a part is ready and a slot is free until it starts, of each."""
    ready, running, waits = {}, set(), []
    free_since = 0
    for event in events:
        part = event.get('n', '')
        if event['type'] == 'node.ready' and len(part) == 1:
            ready[part] = event['t']
        elif event['type'] == 'node.started' and part in ready:
            waits.append(event['t'] - max(ready[part], free_since))
            running.add(part)
        elif event['type'] == 'node.done' and part in running:
            running.remove(part)
            free_since = event['t']
    return waits


def measure(home, script):
    with mock.Server(script.answer) as server:
        name = f'server-{server.http.server_port}'
        home.add_provider(server, name)
        # It stands for a hosted one, which takes as many calls as come.
        with contextlib.closing(sqlite3.connect(home.data / 'ponder.db')) as database, database:
            database.execute('UPDATE providers SET concurrency = 10')
        done = home.run('think', '-m', f'{name}/one', '--parallel', str(SLOTS), '--events', 'Why?')
        assert done.status == 0, done.err
        events = [json.loads(line) for line in done.out.splitlines()]
        assert events[-1]['calls'] == len(server.requests), (events[-1], len(server.requests))
    parts = max(seconds for event in events if event['type'] == 'node.done' and len(event['n']) == 1
                for seconds in [seconds_of(event)])
    return {
        'parts': parts, 'word': find(events, 'synth.token')[0], 'answer': find(events, 'synth.done')[0],
        'total': find(events, 'run.ended')[0], 'best': script.best(), 'bound': script.bound(), 'idle': idle(events),
    }


def mean(results, name):
    return statistics.mean(result[name] for result in results)


def percentile(values, share):
    return sorted(values)[min(len(values) - 1, math.ceil(share * len(values)) - 1)]


def main():
    with tempfile.TemporaryDirectory() as folder:
        home = harness.Home(folder)
        print(f'1 s is {SECOND * 1000:.0f} ms; {SLOTS} at a time; "over" is the parts\' end against list scheduling '
              'of the same times')
        print(f'{"":24}{"word":>7}{"answer":>8}{"total":>7}{"p95":>7}{"over":>8}{"idle p99":>10}{"max ms":>8}{"T/bound":>9}')
        for graph, deps in GRAPHS.items():
            for sigma in (0, 0.5, 1):
                n_runs = 3 if sigma == 0 else N_RUNS
                results = [measure(home, Script(deps, sigma, seed)) for seed in range(n_runs)]
                over = statistics.mean(result['parts'] / result['best'] - 1 for result in results)
                waits = [wait for result in results for wait in result['idle']]
                ratio = statistics.mean(result['parts'] / result['bound'] for result in results)
                print(f'{graph + ", sigma " + str(sigma):24}{mean(results, "word"):7.1f}{mean(results, "answer"):8.1f}'
                      f'{mean(results, "total"):7.1f}{percentile([r["total"] for r in results], 0.95):7.1f}'
                      f'{over * 100:7.1f}%{percentile(waits, 0.99):10}{max(waits):8}{ratio:9.2f}')
                sys.stdout.flush()


main()
