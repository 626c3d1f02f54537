# SPDX-License-Identifier: GPL-3.0-or-later
"""What an answer says, read once more and independently of the program: five dialects."""

import errors
import wire

BLANKS = ' \t\n\v\f\r'


def number(value):
    whole = isinstance(value, (int, float)) and not isinstance(value, bool) and value == int(value)
    return int(value) if whole and value >= 0 else -1


def text_of(value):
    return value if isinstance(value, str) else ''


def object_of(value):
    return value if isinstance(value, dict) else {}


class Answer:
    """What has been said so far."""

    def __init__(self):
        self.words, self.reasoning, self.refusal = '', '', ''
        self.calls = []                 # [name, arguments], arguments None where they are not compared
        self.usage = None               # (input, output, cached, reasoning)
        self.finish = None
        self.complete = self.over = False
        self.failure = None             # what errors.describe() gave
        self.call_keys = {}

    def call(self, key, name, arguments):
        """A call, or more of the arguments of the call of that @key."""
        if key not in self.call_keys:
            self.call_keys[key] = len(self.calls)
            self.calls.append(['', arguments and ''])
        call = self.calls[self.call_keys[key]]
        call[0] = call[0] or text_of(name)
        if call[1] is not None and arguments is not None:
            call[1] += arguments

    def fail(self, *categories):
        self.failure = {'category': list(categories), 'retryable': None, 'words': '', 'wait': None}
        self.over = True

    def split(self):
        """Reasoning and words: a leading <think> part of the words is reasoning."""
        start = self.words.lstrip(BLANKS)
        if not start.startswith('<think>'):
            return self.reasoning, self.words if start else ''
        thought, _, rest = start.removeprefix('<think>').partition('</think>')
        return self.reasoning + thought.lstrip(BLANKS), rest.lstrip(BLANKS)


# OpenAI's chat completions

CHAT_ENDS = {'length': 'length', 'model_length': 'length', 'content_filter': 'content_filter',
             'tool_calls': 'tool_calls', 'function_call': 'tool_calls'}


def chat_content(answer, content):
    if isinstance(content, str):
        answer.words += content
    for part in wire.objects_of(content) if isinstance(content, list) else []:
        if part.get('type') != 'thinking':
            answer.words += text_of(part.get('text'))
            continue
        answer.reasoning += text_of(part.get('thinking'))
        for piece in wire.objects_of(part.get('thinking')):
            answer.reasoning += text_of(piece.get('text'))


def chat_calls(answer, delta):
    for place, call in enumerate(wire.objects_of(delta.get('tool_calls'))):
        function = object_of(call.get('function'))
        key = call.get('index', place)
        # Two calls under one index (or none) differ in their ids.
        if call.get('id'):
            known = answer.call_keys.get(('id', key))
            if known not in (None, call['id']):
                answer.call_keys.pop(key, None)
            answer.call_keys[('id', key)] = call['id']
        arguments = function.get('arguments')
        answer.call(key, function.get('name'), arguments if isinstance(arguments, str) else None)


def chat_usage(usage, answer):
    def inner(details, *names):
        for holder in (object_of(usage.get(details)), usage):
            for name in names:
                if number(holder.get(name)) >= 0:
                    return number(holder[name])
        return -1
    taken, given = number(usage.get('prompt_tokens')), number(usage.get('completion_tokens'))
    thought = inner('completion_tokens_details', 'reasoning_tokens')
    # xAI does not count its thinking among what it gave.
    if min(taken, given) >= 0 < thought and number(usage.get('total_tokens')) == taken + given + thought:
        given += thought
    cached = inner('prompt_tokens_details', 'cached_tokens', 'prompt_cache_hit_tokens', 'num_cached_tokens')
    answer.usage = (taken, given, cached, thought)


def chat(answer, chunk, whole):
    choices = [choice for choice in wire.objects_of(chunk.get('choices')) if choice.get('index', 0) == 0]
    choice = choices[0] if choices else {}
    first, second = ('message', 'delta') if whole else ('delta', 'message')
    delta = object_of(choice.get(first)) or object_of(choice.get(second))
    answer.reasoning += text_of(delta.get('reasoning_content')) or text_of(delta.get('reasoning'))
    chat_content(answer, delta.get('content'))
    answer.refusal += text_of(delta.get('refusal'))
    chat_calls(answer, delta)
    usage = object_of(chunk.get('usage')) or object_of(object_of(chunk.get('x_groq')).get('usage'))
    if usage:
        chat_usage(usage, answer)
    reason = text_of(choice.get('finish_reason'))
    if reason in ('error', 'insufficient_system_resource', 'abort'):
        answer.fail('server')
    elif reason:
        answer.finish = CHAT_ENDS.get(reason, 'stop')
        answer.complete = True


# OpenAI's responses

def responses_end(answer, response):
    usage = object_of(response.get('usage'))
    if usage:
        taken, given = number(usage.get('input_tokens')), number(usage.get('output_tokens'))
        answer.usage = (taken, given, number(object_of(usage.get('input_tokens_details')).get('cached_tokens')),
                        number(object_of(usage.get('output_tokens_details')).get('reasoning_tokens')))
    reason = object_of(response.get('incomplete_details')).get('reason')
    answer.finish = {'max_output_tokens': 'length', 'content_filter': 'content_filter'}.get(reason, 'stop')
    answer.complete = True


def responses_whole(answer, response):
    for item in wire.objects_of(response.get('output')):
        if item.get('type') == 'function_call':
            answer.call(len(answer.calls), item.get('name'), text_of(item.get('arguments')))
        if item.get('type') == 'reasoning':
            for part in wire.objects_of(item.get('summary') or item.get('content') or []):
                answer.reasoning += text_of(part.get('text'))
        if item.get('type') == 'message':
            for part in wire.objects_of(item.get('content')):
                answer.words += text_of(part.get('text')) if part.get('type') == 'output_text' else ''
                answer.refusal += text_of(part.get('refusal'))
    responses_end(answer, response)


def responses(answer, event, whole):
    kind = text_of(event.get('type'))
    if whole:
        responses_whole(answer, event)
    elif kind == 'response.output_text.delta':
        answer.words += text_of(event.get('delta'))
    elif kind == 'response.refusal.delta':
        answer.refusal += text_of(event.get('delta'))
    elif kind in ('response.reasoning_summary_text.delta', 'response.reasoning_text.delta'):
        answer.reasoning += text_of(event.get('delta'))
    elif kind == 'response.output_item.done' and object_of(event.get('item')).get('type') == 'function_call':
        item = event['item']
        answer.call(len(answer.calls), item.get('name'), text_of(item.get('arguments')))
    elif kind in ('response.completed', 'response.incomplete'):
        responses_end(answer, object_of(event.get('response')))


# Anthropic's messages

MESSAGE_ENDS = {'max_tokens': 'length', 'model_context_window_exceeded': 'length', 'tool_use': 'tool_calls',
                'refusal': 'content_filter'}


def messages_usage(answer, usage):
    """Counts are cumulative: the last that is known of each."""
    seen = answer.call_keys.setdefault('usage', {})
    seen.update({name: value for name, value in usage.items() if value is not None})
    parts = [max(0, number(seen.get(name)))
             for name in ('cache_creation_input_tokens', 'cache_read_input_tokens')]
    taken = number(seen.get('input_tokens'))
    thought = number(object_of(seen.get('output_tokens_details')).get('thinking_tokens'))
    answer.usage = (taken + sum(parts) if taken >= 0 else -1, number(seen.get('output_tokens')),
                    number(seen.get('cache_read_input_tokens')), thought)


def messages_end(answer, reason):
    if reason:
        answer.finish = MESSAGE_ENDS.get(reason, 'stop')


def messages_block(answer, index, block):
    kind = block.get('type')
    if kind == 'text':
        answer.words += text_of(block.get('text'))
    elif kind == 'thinking':
        answer.reasoning += text_of(block.get('thinking'))
    elif kind == 'tool_use':
        answer.call(index, block.get('name'), None)


def messages_whole(answer, message):
    for index, block in enumerate(wire.objects_of(message.get('content'))):
        messages_block(answer, index, block)
    messages_usage(answer, object_of(message.get('usage')))
    messages_end(answer, message.get('stop_reason'))
    answer.complete = True


def messages(answer, event, whole):
    kind = event.get('type')
    delta = object_of(event.get('delta'))
    if whole:
        messages_whole(answer, event)
    elif kind == 'message_start':
        messages_usage(answer, object_of(object_of(event.get('message')).get('usage')))
    elif kind == 'content_block_start':
        messages_block(answer, event.get('index'), object_of(event.get('content_block')))
    elif kind == 'content_block_delta' and delta.get('type') == 'text_delta':
        answer.words += text_of(delta.get('text'))
    elif kind == 'content_block_delta' and delta.get('type') == 'thinking_delta':
        answer.reasoning += text_of(delta.get('thinking'))
    elif kind == 'message_delta':
        messages_usage(answer, object_of(event.get('usage')))
        messages_end(answer, delta.get('stop_reason'))
    elif kind == 'message_stop':
        answer.complete = answer.over = True


# Gemini

FILTERED = {'SAFETY', 'RECITATION', 'BLOCKLIST', 'PROHIBITED_CONTENT', 'SPII', 'IMAGE_SAFETY',
            'IMAGE_PROHIBITED_CONTENT', 'IMAGE_RECITATION'}
BROKEN_CALLS = {'MALFORMED_FUNCTION_CALL', 'UNEXPECTED_TOOL_CALL', 'TOO_MANY_TOOL_CALLS'}


def gemini_usage(answer, usage):
    thought = number(usage.get('thoughtsTokenCount'))
    given = number(usage.get('candidatesTokenCount'))
    if given >= 0 or thought >= 0:
        given = max(0, given) + max(0, thought)
    answer.usage = (number(usage.get('promptTokenCount')), given,
                    number(usage.get('cachedContentTokenCount')), thought)


def gemini(answer, chunk, whole):
    candidates = wire.objects_of(chunk.get('candidates'))
    candidate = candidates[0] if candidates else {}
    for part in wire.objects_of(object_of(candidate.get('content')).get('parts')):
        if part.get('thought') is True:
            answer.reasoning += text_of(part.get('text'))
        else:
            answer.words += text_of(part.get('text'))
        call = object_of(part.get('functionCall'))
        # A call without a name continues the one before.
        if call.get('name'):
            answer.call(len(answer.calls), call['name'], None)
    if isinstance(chunk.get('usageMetadata'), dict):
        gemini_usage(answer, chunk['usageMetadata'])
    reason = text_of(candidate.get('finishReason'))
    if reason in BROKEN_CALLS:
        answer.fail('server', 'invalid_request', 'malformed')
    elif reason and reason != 'FINISH_REASON_UNSPECIFIED':
        answer.finish = {'MAX_TOKENS': 'length'}.get(reason, 'content_filter' if reason in FILTERED else 'stop')
        answer.complete = True
    if not candidates and object_of(chunk.get('promptFeedback')).get('blockReason'):
        answer.finish, answer.complete = 'content_filter', True


# Ollama

def ollama(answer, line, whole):
    message = object_of(line.get('message'))
    answer.words += text_of(message.get('content'))
    answer.reasoning += text_of(message.get('thinking'))
    for call in wire.objects_of(message.get('tool_calls')):
        answer.call(len(answer.calls), object_of(call.get('function')).get('name'), None)
    if line.get('done') is True:
        answer.usage = (number(line.get('prompt_eval_count')), number(line.get('eval_count')), -1, -1)
        answer.finish = 'length' if line.get('done_reason') == 'length' else 'stop'
        # Lemonade sends a second one, with zeros.
        answer.complete = answer.over = True


READERS = {'openai': chat, 'openai-responses': responses, 'anthropic': messages, 'gemini': gemini,
           'ollama': ollama}


def take_frame(answer, dialect, provider, name, data):
    if data.startswith('[DONE]'):
        answer.complete = answer.over = True
        return
    frame = wire.parse_object(data)
    if frame is None:
        return
    if not errors.is_error(name, frame):
        READERS[dialect](answer, frame, False)
    elif not answer.complete:
        answer.failure = errors.describe(frame, errors.status_in(frame), provider, {})
        answer.over = True


def take_document(answer, dialect, text, provider):
    body = wire.parse(text)
    for item in wire.objects_of(body):
        if errors.is_error('', item):
            answer.failure = errors.describe(item, 200, provider, {})
            return
        READERS[dialect](answer, item, True)


def judge(answer, said):
    """The truth table of the end."""
    if answer.failure is not None:
        return
    if not answer.complete:
        answer.fail('network' if said or answer.split()[0] else 'server')
    elif not said and answer.finish == 'length':
        answer.fail('invalid_request')
    elif not said and answer.finish == 'content_filter':
        answer.fail('content_filter')
    elif not said and not answer.split()[0]:
        answer.fail('server')


def read(dialect, text, provider):
    """Everything that the answer @text must turn into."""
    answer = Answer()
    if wire.shape(text) == 'document':
        take_document(answer, dialect, text, provider)
    else:
        for name, data in wire.frames(text):
            if not answer.over:
                take_frame(answer, dialect, provider, name, data)
    reasoning, words = answer.split()
    judge(answer, bool(words or answer.refusal or answer.calls))
    finishes = [answer.finish or 'stop']
    # Most servers have no reason of their own for calls; both say the same.
    if answer.calls:
        finishes = sorted({*finishes, 'stop', 'tool_calls'})
    return {'text': words + answer.refusal, 'reasoning': reasoning, 'usage': answer.usage, 'finish': finishes,
            'calls': answer.calls, 'failure': answer.failure}
