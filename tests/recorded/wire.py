# SPDX-License-Identifier: GPL-3.0-or-later
"""How bodies are framed: server-sent events, lines, one document. Says nothing of what is in them."""

import json
import re

BOM = '\ufeff'


def decode(body):
    return body.decode('utf-8', 'replace')


def parse(text):
    """The value, or None: no JSON, or null. A lone surrogate is no character."""
    try:
        value = json.loads(text)
    except (ValueError, RecursionError):
        return None
    return json.loads(re.sub(r'[\ud800-\udfff]', '\ufffd', json.dumps(value, ensure_ascii=False)))


def parse_object(text):
    value = parse(text)
    return value if isinstance(value, dict) else None


def objects_of(value):
    """The objects in @value, a list or an object; Gemini sends lists."""
    items = value if isinstance(value, list) else [value]
    return [item for item in items if isinstance(item, dict)]


def events(text):
    """(name, data) of each event, by the rules of the WHATWG; beyond them, an event at the very end may lack its
    blank line, and old llama.cpp builds name a field “error”."""
    name, data = '', []
    for line in re.split('\r\n|\r|\n', text.removeprefix(BOM)):
        if line == '':
            if data:
                yield name or 'message', '\n'.join(data)
            name, data = '', []
            continue
        field, _, value = line.partition(':')
        value = value.removeprefix(' ')
        if field == 'event':
            name = value
        elif field == 'data':
            data.append(value)
        elif field == 'error':
            name = 'error'
            data.append(value)
    if data:
        last = '\n'.join(data)
        if last.startswith('[DONE]') or parse(last) is not None:
            yield name or 'message', last


def lines(text):
    for line in text.splitlines():
        if line.strip():
            yield 'message', line


def shape(text):
    """“page”, “document”, “lines” or “events”."""
    start = text.removeprefix(BOM).lstrip()
    if start.startswith('<'):
        return 'page'
    if not start.startswith(('{', '[')):
        return 'events'
    if parse(start) is not None:
        return 'document'
    return 'lines' if all(parse_object(line) is not None for _, line in lines(start)) else 'document'


def frames(text):
    """(name, data) of each frame of a stream."""
    return list(lines(text) if shape(text) == 'lines' else events(text))
