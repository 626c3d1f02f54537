# SPDX-License-Identifier: GPL-3.0-or-later
"""What kind of failure a body tells of: the rules in their order, the first that holds decides."""

import re

import wire

# Words in a message, in lower case, that mean “too long”, and whose they are.
TOO_LONG = (
    'maximum context length',               # OpenAI, DeepSeek, OpenRouter
    'context window',                       # OpenAI's Responses
    'context size',                         # llama.cpp
    'context length',                       # Ollama
    'prompt is too long',                   # Anthropic
    'input is too long',
    'maximum prompt length',                # xAI
    'exceeded model token limit',           # Kimi
    'range of input length should be',      # DashScope
    'reduce the length of the messages',    # Groq
    'too large for model with',             # Mistral
    'context the overflows',                # LM Studio
    'all messages is too long',             # Perplexity
    'too many tokens: size limit',          # Cohere
    'input tokens exceeded',                # Bedrock
)
TOO_LONG_NAMES = {'context_length_exceeded', 'exceed_context_size_error', 'token_limit_exceeded',
                  'model_context_window_exceeded', 'too_many_prompt_tokens', 'too_many_tokens'}
UNPAID_NAMES = {'insufficient_quota', 'credit_balance_exhausted', 'billing_hard_limit_reached',
                'organization_spend_limit_exceeded', 'project_spend_limit_exceeded',
                'organization_usage_limit_exceeded', 'billing_error', 'exceeded_current_quota_error', 'arrearage',
                'payment_required', 'allocationquota.freetieronly'}
FILTER_NAMES = {'content_filter', 'content_policy_violation', 'data_inspection_failed', 'datainspectionfailed',
                'responsibleaipolicyviolation', 'refusal'}
BUSY_NAMES = {'overloaded_error', 'api_error', 'server_error', 'server_is_overloaded', 'unavailable', 'internal',
              'unavailable_error', 'provider_overloaded', 'provider_unavailable', 'engine_overloaded_error',
              'service_unavailable_error', 'internal_server_error'}
PASSES = {'network', 'rate_limit', 'server', 'timeout'}


class Words:
    """What a body says: names (codes, types, reasons) and a message."""

    def __init__(self, body):
        self.names, self.message, self.wait = set(), '', None
        self.read(body)
        self.text = ' '.join([*sorted(self.names), self.message]).lower()

    def name(self, value):
        if isinstance(value, (str, int)) and not isinstance(value, bool):
            self.names.add(str(value).lower())

    def read(self, body):
        if isinstance(body, list):
            body = body[0] if body else None
        if not isinstance(body, dict):
            self.message = body if isinstance(body, str) else ''
            return
        error = body.get('error', body.get('response', {}).get('error') if isinstance(body.get('response'), dict)
                         else None)
        if isinstance(error, dict):
            self.read_error(error)
        elif isinstance(error, str):
            self.message = error
        for member in ('code', 'type', 'error_type'):
            self.name(body.get(member))
        detail = body.get('detail')
        if isinstance(detail, list) and detail and isinstance(detail[0], dict):
            detail = detail[0].get('msg')
        for words in (body.get('message'), detail):
            if not self.message and isinstance(words, str):
                self.message = words

    def read_error(self, error):
        message = error.get('message')
        self.message = message if isinstance(message, str) else ''
        for member in ('code', 'type', 'status'):
            self.name(error.get(member))
        inner = error.get('innererror')
        if isinstance(inner, dict):
            self.name(inner.get('code'))
        metadata = error.get('metadata')
        if isinstance(metadata, dict):
            self.name(metadata.get('error_type'))
        for detail in error.get('details') if isinstance(error.get('details'), list) else []:
            self.name(detail.get('reason'))
            self.wait = detail.get('retryDelay', self.wait)
            for violation in detail.get('violations', []):
                self.name(violation.get('quotaId'))


def is_too_long(words):
    if words.names & TOO_LONG_NAMES or any(part in words.text for part in TOO_LONG):
        return True
    if 'input token count' in words.text and 'exceeds the maximum' in words.text:       # Gemini
        return True
    limit = re.search(r'limit (\d+)', words.text)
    requested = re.search(r'requested (\d+)', words.text)
    return bool('request too large for' in words.text and limit and requested
                and int(requested[1]) > int(limit[1]))


def is_unpaid(words, status, provider):
    if status == 402:
        return True
    if provider == 'dashscope' and 'free' not in words.text and words.names & {'insufficient_quota'}:
        return False                            # a limit per minute there
    return bool(words.names & UNPAID_NAMES or 'credit balance is too low' in words.text
                or 'spend limit' in words.text or status == 429 and 'perday' in words.text)


def is_unauthenticated(words, status):
    return status == 401 or 'api_key_invalid' in words.names or any(
        part in words.text for part in ('api key not valid', 'incorrect api key', 'invalid api key',
                                        'invalid_api_key', 'authentication_error'))


def is_no_model(words, status):
    return bool(words.names & {'model_not_found', 'deploymentnotfound', 'modelnotfound'}
                or status == 404 and 'model' in words.text
                or re.search(r"model '[^']*' not found", words.text)
                or 'does not exist or you do not have access' in words.text)


def is_forbidden(words, status):
    return bool(status == 403 or words.names & {'permission_denied', 'service_disabled', 'permission_error'}
                or 'not available in your country' in words.text)


def is_too_often(words, status):
    return (status in (429, 498) or any(name.startswith(('rate_limit', 'throttling')) for name in words.names)
            or bool(words.names & {'slow_down', 'resource_exhausted'}))


def categorise(words, status, provider):
    full = 'engine_overloaded_error' in words.names or 'service tier capacity exceeded' in words.text
    rules = (
        ('context_length', is_too_long(words)),
        ('billing', is_unpaid(words, status, provider)),
        ('content_filter', bool(words.names & FILTER_NAMES)),
        ('authentication', is_unauthenticated(words, status)),
        ('model_not_found', is_no_model(words, status)),
        ('invalid_request', status == 404),         # the address is wrong
        ('permission', is_forbidden(words, status)),
        ('rate_limit', is_too_often(words, status) and not full),
        ('timeout', status in (408, 504, 524) or bool(words.names & {'deadline_exceeded', 'timeout_error'})),
        ('server', full or status >= 500 or bool(words.names & BUSY_NAMES)),
        ('invalid_request', status in (400, 405, 413, 415, 422)
         or bool(words.names & {'invalid_request_error', 'invalid_argument'})),
    )
    return next((category for category, holds in rules if holds), 'unknown')


def wait_of(words, headers):
    """Seconds, or None when nobody says; only the notations of the recordings."""
    for name, scale in (('retry-after-ms', 0.001), ('retry-after', 1)):
        value = headers.get(name, '')
        if re.fullmatch(r'\d+(\.\d+)?', value):
            return float(value) * scale
    for value in (words.wait or '', *re.findall(r'(?:retry|again) in ([\d.]+s)', words.message)):
        if found := re.fullmatch(r'(\d+(\.\d+)?)s', value):
            return float(found[1])
    return None


def opening(message):
    """The first words of @message, which must be among the details: without what looks like a key."""
    return re.split(r'[:\n`\'"]', message)[0][:40].strip()


def describe(body, status, provider, headers):
    """What the failure of @body (parsed, or text) must turn into."""
    words = Words(body)
    category = categorise(words, status, provider)
    retryable = category in PASSES and headers.get('x-should-retry') != 'false'
    return {'category': [category], 'retryable': retryable, 'words': opening(words.message),
            'wait': wait_of(words, headers)}


def status_in(body):
    """The status that an error inside a stream names, 0 for none."""
    error = body.get('error') if isinstance(body.get('error'), dict) else {}
    for value in (error.get('code'), body.get('code'), error.get('status_code'), body.get('status_code')):
        if str(value).isdigit() and 400 <= int(value) <= 599:
            return int(value)
    return 0


def is_error(name, body):
    """A frame, or a whole body, that tells of a failure."""
    def told(value):
        return isinstance(value, dict) or isinstance(value, str) and value != ''
    choices = wire.objects_of(body.get('choices'))
    return (name == 'error' or body.get('type') in ('error', 'response.failed') or body.get('object') == 'error'
            or told(body.get('error')) or isinstance(body.get('x_groq'), dict) and told(body['x_groq'].get('error'))
            or bool(choices) and told(choices[0].get('error')))
