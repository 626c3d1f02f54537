# SPDX-License-Identifier: GPL-3.0-or-later
"""Which models a list offers: {id: tokens of context, 0 where it does not say}."""

import wire
from answers import number, object_of


def openai(body):
    items = body if isinstance(body, list) else body.get('data')
    for model in wire.objects_of(items):
        meta = object_of(model.get('meta'))
        sizes = [meta.get('n_ctx'), meta.get('n_ctx_train'), *map(model.get, (
            'context_length', 'max_context_length', 'context_window', 'max_model_len'))]
        if object_of(model.get('capabilities')).get('completion_chat') is not False:
            yield model.get('id'), next((number(size) for size in sizes if number(size) > 0), 0)


def anthropic(body):
    for model in wire.objects_of(body.get('data')):
        yield model.get('id'), max(0, number(model.get('max_input_tokens')))


def gemini(body):
    for model in wire.objects_of(body.get('models')):
        if 'generateContent' in model.get('supportedGenerationMethods', []):
            yield model.get('name', '').removeprefix('models/'), max(0, number(model.get('inputTokenLimit')))


def ollama(body):
    for model in wire.objects_of(body.get('models')):
        size = object_of(model.get('details')).get('context_length')
        yield model.get('name') or model.get('model'), max(0, number(size))


READERS = {'openai': openai, 'openai-responses': openai, 'anthropic': anthropic, 'gemini': gemini, 'ollama': ollama}


def read(dialect, text):
    return {name: size for name, size in READERS[dialect](wire.parse(text)) if name}
