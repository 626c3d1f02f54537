#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads a folder of recorded traffic and prints, one JSON object a line, how to play each case and what it must
turn into. Shares no code with the program: it is the second opinion.

A case is PROVIDER/KIND-STATUS-….{sse,ndjson,json,txt}, the body as it came; beside it, where known, is
NAME.meta.json with status, response_headers, url, request_body and chunks (sizes of what came from the network)."""

import csv
import json
import pathlib
import re
import sys
import urllib.parse

sys.dont_write_bytecode = True

import answers
import errors
import listings
import wire

TYPES = {'.sse': 'text/event-stream', '.ndjson': 'application/x-ndjson', '.json': 'application/json',
         '.txt': 'text/plain'}
# What says how a body was sent, which is not how it is kept; and what must not be believed on loopback.
OWN_HEADERS = {'transfer-encoding', 'connection', 'keep-alive', 'content-length', 'content-encoding', 'trailer',
               'strict-transport-security', 'alt-svc', 'set-cookie'}
PRESETS = {'moonshot': 'kimi', 'llama-server': 'llama-cpp', 'lmstudio': 'lm-studio', 'ollama-real': 'ollama'}
NATIVE = {'anthropic': 'anthropic', 'gemini': 'gemini', 'vertexai': 'gemini', 'ollama-real': 'ollama'}
CHAT_PATHS = ((r'/chat/completions$', 'openai'), (r'/responses$', 'openai-responses'), (r'/v1/messages$', 'anthropic'),
              (r':(streamG|g)enerateContent$', 'gemini'), (r'/api/chat$', 'ollama'))
PATHS = {'openai': '/v1/chat/completions', 'openai-responses': '/v1/responses', 'anthropic': '/v1/messages',
         'ollama': '/api/chat'}
MODEL_PATHS = {'openai': '/v1/models', 'openai-responses': '/v1/models', 'anthropic': '/v1/models',
               'gemini': '/v1beta/models', 'ollama': '/api/tags'}


def first_object(text):
    """The first object of a body, whatever its framing."""
    if wire.shape(text) == 'document':
        found = wire.objects_of(wire.parse(text))
    else:
        found = [frame for _, data in wire.frames(text) if (frame := wire.parse_object(data)) is not None]
    return found[0] if found else {}


def dialect_of_shape(first):
    """The dialect of a body whose address is not known; None for those that Ponder does not speak."""
    kind = str(first.get('type'))
    message = first.get('message')
    if first.get('object') == 'response' or kind.startswith('response.'):
        return 'openai-responses'
    if first.get('object') == 'text_completion':
        return None
    if kind in ('message', 'message_start', 'ping', 'content_block_start'):
        return 'anthropic'
    if 'choices' in first:
        return 'openai'
    if first.keys() & {'candidates', 'promptFeedback', 'usageMetadata'}:
        return 'gemini'
    if isinstance(message, dict) and 'done' in first:
        return 'ollama'
    return None


class Case:
    def __init__(self, root, path, indexed):
        self.path, self.provider = path, path.parent.name
        self.name = f'{self.provider}/{path.name}'
        self.kind = path.name.partition('-')[0]
        beside = path.parent / (path.name.removesuffix(path.suffix) + '.meta.json')
        self.meta = json.loads(beside.read_text()) if beside.exists() else {}
        self.text = wire.decode(path.read_bytes())
        self.first = first_object(self.text)
        self.url = urllib.parse.urlsplit(self.meta.get('url', ''))
        self.failed = wire.shape(self.text) == 'page' or errors.is_error('', self.first) or self.kind == 'error'
        self.status = self.find_status(indexed)

    def find_status(self, indexed):
        """Where it was not kept, it is what servers send with such a body."""
        named = re.match(r'[a-z]+-(\d{3})\b', self.path.name)
        for status in (self.meta.get('status'), indexed.get(self.name), named and named[1]):
            if status and int(status) > 0:
                return int(status)
        return 400 if wire.shape(self.text) == 'document' and self.failed and not dialect_of_shape(self.first) else 200

    def find_dialect(self):
        """(dialect, None), or (None, why it is not played)."""
        for pattern, dialect in CHAT_PATHS:
            if re.search(pattern, self.url.path):
                return dialect, None
        if self.kind == 'models':
            return self.dialect_of_list(), None
        shaped = dialect_of_shape(self.first)
        if self.status // 100 != 2:
            # Whatever was asked, a refusal must be told rightly.
            flat = self.provider == 'lemonade' and isinstance(self.first.get('error'), str)
            return shaped or NATIVE.get(self.provider, 'ollama' if flat else 'openai'), None
        if self.url.path:
            return None, f'Ponder never asks {self.url.path}'
        if shaped is None and not errors.is_error('', self.first):
            return None, f'no answer to a chat in a dialect of Ponder ({", ".join(list(self.first)[:4])})'
        return shaped or NATIVE.get(self.provider, 'openai'), None

    def dialect_of_list(self):
        items = wire.objects_of(self.first.get('data') or self.first.get('models') or [])
        item = items[0] if items else {}
        if 'data' in self.first:
            return 'anthropic' if item.get('type') == 'model' and 'display_name' in item else 'openai'
        return 'gemini' if str(item.get('name')).startswith('models/') else 'ollama'

    def headers(self):
        kept = {name.lower(): value for name, value in self.meta.get('response_headers', {}).items()
                if name.lower() not in OWN_HEADERS and isinstance(value, str) and value.isascii()}
        if 'content-type' not in kept:
            lines = wire.shape(self.text) == 'lines'
            kept['content-type'] = TYPES['.ndjson'] if lines else TYPES.get(self.path.suffix, 'text/plain')
        return kept

    def expect(self, dialect):
        """What must come of it."""
        headers = self.headers()
        if self.status // 100 != 2:
            body = wire.parse(self.text)
            failure = errors.describe(self.text if body is None else body, self.status, self.provider, headers)
            return {'text': '', 'reasoning': '', 'usage': None, 'finish': None, 'calls': [], 'failure': failure}
        if self.kind == 'models':
            return {'models': listings.read(dialect, self.text)}
        return answers.read(dialect, self.text, self.provider)

    def chunks(self):
        """Sizes of what came from the network: numbers, or lists or objects that hold one."""
        def size(chunk):
            if isinstance(chunk, dict):
                chunk = next((chunk[name] for name in ('size', 'length', 'bytes') if name in chunk), 0)
            return int(chunk[-1] if isinstance(chunk, list) else chunk)
        return [size(chunk) for chunk in self.meta.get('chunks') or []]

    def describe(self):
        dialect, reason = self.find_dialect()
        if dialect is None:
            return {'name': self.name, 'skip': reason}
        stream = wire.shape(self.text) != 'document'
        verb = 'streamGenerateContent' if stream else 'generateContent'
        path = MODEL_PATHS[dialect] if self.kind == 'models' else PATHS.get(dialect, f'/v1beta/models/m:{verb}')
        return {'name': self.name, 'body': str(self.path), 'status': self.status, 'headers': self.headers(),
                'chunks': self.chunks(), 'dialect': dialect, 'preset': PRESETS.get(self.provider, self.provider),
                'stream': stream, 'path': path, 'models': self.kind == 'models', 'expect': self.expect(dialect)}


def read_index(root):
    """The status of each file that INDEX.tsv, if there is one, knows."""
    if not (root / 'INDEX.tsv').exists():
        return {}
    with open(root / 'INDEX.tsv', newline='') as table:
        rows = csv.DictReader(table, delimiter='\t', quoting=csv.QUOTE_NONE)
        return {f'{row["provider"]}/{row["file"]}': row['status'] for row in rows}


def main(folder):
    root = pathlib.Path(folder).resolve()
    indexed = read_index(root)
    for path in sorted(root.glob('*/*')):
        if path.suffix in TYPES and not path.name.endswith('.meta.json'):
            print(json.dumps(Case(root, path, indexed).describe()))


main(sys.argv[1])
