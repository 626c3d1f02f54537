# SPDX-License-Identifier: GPL-3.0-or-later
"""Writes a GGUF file (version 3) of 32-bit floats: what llama.cpp reads."""

import struct

ALIGNMENT = 32
F32 = 0

# The numbers that GGUF gives to the types of its values.
KINDS = {'u32': (4, '<I'), 'i32': (5, '<i'), 'f32': (6, '<f'), 'bool': (7, '<?'),
         'string': (8, None)}
ARRAY = 9


def write(path, values, tensors):
    """@values: (name, kind, value), kind 'u32' or '[u32]'; @tensors: (name, dimensions, floats)."""
    with open(path, 'wb') as out:
        out.write(b'GGUF' + struct.pack('<IQQ', 3, len(tensors), len(values)))
        for name, kind, value in values:
            out.write(string(name) + typed(kind, value))
        offset = 0
        for name, dimensions, numbers in tensors:
            out.write(string(name) + struct.pack('<I', len(dimensions)))
            out.write(struct.pack(f'<{len(dimensions)}Q', *dimensions))
            out.write(struct.pack('<IQ', F32, offset))
            offset += padded(len(numbers) * 4)
        for _, _, numbers in tensors:
            align(out)
            out.write(numbers.tobytes())
        align(out)


def string(text):
    data = text.encode('utf-8')
    return struct.pack('<Q', len(data)) + data


def typed(kind, value):
    if not kind.startswith('['):
        return struct.pack('<I', KINDS[kind][0]) + scalar(kind, value)
    element = kind[1:-1]
    head = struct.pack('<IIQ', ARRAY, KINDS[element][0], len(value))
    return head + b''.join(scalar(element, item) for item in value)


def scalar(kind, value):
    return string(value) if kind == 'string' else struct.pack(KINDS[kind][1], value)


def padded(size):
    return size + -size % ALIGNMENT


def align(out):
    out.write(bytes(-out.tell() % ALIGNMENT))
