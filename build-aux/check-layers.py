# SPDX-License-Identifier: GPL-3.0-or-later
"""What the include paths cannot see: libraries above their layer, "../", cycles inside a layer."""

import pathlib
import re
import sys

# A layer and the layers it may include; the order of src/meson.build.
MAY = {
    'base': [],
    'text': ['base'],
    'chat': ['base', 'text'],
    'media': ['base', 'chat'],
    'net': ['base'],
    'providers': ['base', 'chat', 'net'],
    'store': ['base', 'text', 'chat'],
    'service': ['base', 'chat', 'net', 'providers', 'store'],
    'demo': ['base', 'net'],
    'search': ['base', 'text', 'net'],
    'think': ['base', 'text', 'chat'],
    'transfer': ['base', 'text', 'chat', 'think'],
    'workspace': ['base', 'text', 'chat', 'media', 'net', 'providers', 'store', 'service', 'demo', 'search', 'think',
                  'transfer'],
    'gateway': ['base', 'chat', 'think', 'workspace'],
    'cli': ['base', 'text', 'chat', 'think', 'transfer', 'workspace', 'gateway'],
    'ui': ['base', 'text', 'chat', 'think', 'transfer', 'workspace'],
}
# The beginning of a system header and the layers that may use it.
LIBRARIES = {
    'gtk/': ['ui'], 'gdk/': ['ui'], 'hb': ['ui'], 'gsk/': ['ui'], 'adwaita': ['ui'], 'pango/': ['ui'], 'gtksourceview/': ['ui'],
    'sqlite3': ['store', 'transfer'],
    'archive': ['transfer'],
    'libsoup/': ['net', 'demo', 'gateway'],
    'poppler': ['media'],
    'gdk-pixbuf/': ['media', 'workspace', 'ui'],
    'libsecret/': ['workspace'],
    'md4c': ['text'],
    'json-glib/': ['base', 'chat', 'providers', 'store', 'service', 'demo', 'search', 'think', 'transfer', 'workspace',
                   'gateway', 'cli'],
}
INCLUDE = re.compile(r'^\s*#\s*include\s+(["<])([^">]+)[">]', re.M)


def includes(path):
    return INCLUDE.findall(path.read_text())


def cycle(graph):
    """One circle of headers, as a list, or None."""
    done = set()
    for start in graph:
        stack = [(start, [start])]
        while stack:
            node, path = stack.pop()
            for other in graph.get(node, []):
                if other == start:
                    return path + [start]
                if other not in done and other not in path:
                    stack.append((other, path + [other]))
        done.add(start)
    return None


def main(root):
    source = pathlib.Path(root) / 'src'
    files = sorted(p for p in source.rglob('*') if p.suffix in ('.c', '.h'))
    layer_of = {p.name: p.relative_to(source).parts[0] for p in files if p.suffix == '.h'}
    problems = []
    graph = {}
    for path in files:
        layer = path.relative_to(source).parts[0]
        name = path.relative_to(root)
        for mark, header in includes(path):
            if '../' in header:
                problems.append(f'{name}: "../" in an include')
            if mark == '<':
                for prefix, layers in LIBRARIES.items():
                    if header.startswith(prefix) and layer not in layers:
                        problems.append(f'{name}: <{header}> belongs to {", ".join(layers)}')
            elif header in layer_of:
                if layer_of[header] not in MAY[layer] + [layer]:
                    problems.append(f'{name}: {header} is of layer {layer_of[header]}, above {layer}')
                if path.suffix == '.h':
                    graph.setdefault(path.name, []).append(header)
    circle = cycle(graph)
    if circle:
        problems.append('headers include one another: ' + ' -> '.join(circle))
    print('\n'.join(problems) or f'{len(files)} files in {len(MAY)} layers')
    return 1 if problems else 0


sys.exit(main(sys.argv[1]))
