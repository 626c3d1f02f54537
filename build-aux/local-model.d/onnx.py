# SPDX-License-Identifier: GPL-3.0-or-later
"""Reads what is needed of an ONNX file (protobuf): the stored tensors and what uses them."""

import array

# Field numbers of ModelProto, GraphProto, TensorProto and NodeProto.
MODEL_GRAPH = 7
GRAPH_NODE, GRAPH_INITIALIZER = 1, 5
TENSOR_DIMS, TENSOR_TYPE, TENSOR_FLOATS, TENSOR_INTS, TENSOR_NAME, TENSOR_RAW = 1, 2, 4, 5, 8, 9
NODE_INPUT, NODE_NAME, NODE_OPERATION = 1, 3, 4
INT8 = 3


class Tensor:
    """A stored tensor: its shape, and its bytes in row order."""

    def __init__(self, data):
        self.name, self.shape, self.type, self.raw = '', [], 0, b''
        for field, value in fields(data):
            if field == TENSOR_NAME:
                self.name = bytes(value).decode()
            elif field == TENSOR_DIMS:
                self.shape += [value] if isinstance(value, int) else list(varints(value))
            elif field == TENSOR_TYPE:
                self.type = value
            elif field in (TENSOR_RAW, TENSOR_FLOATS):
                self.raw = bytes(value)
            elif field == TENSOR_INTS and not self.raw:
                first = value if isinstance(value, int) else next(varints(value))
                self.raw = bytes([first & 0xff])

    def floats(self):
        return array.array('f', self.raw)


class Graph:
    """All tensors by name, and per matrix product (by node name) the name of its weights."""

    def __init__(self, data):
        graph = next(value for field, value in fields(memoryview(data)) if field == MODEL_GRAPH)
        self.tensors, self.weights = {}, {}
        for field, value in fields(graph):
            if field == GRAPH_INITIALIZER:
                tensor = Tensor(value)
                self.tensors[tensor.name] = tensor
            elif field == GRAPH_NODE:
                self.read_node(value)

    def read_node(self, data):
        inputs, name, operation = [], '', ''
        for field, value in fields(data):
            if field == NODE_INPUT:
                inputs.append(bytes(value).decode())
            elif field == NODE_NAME:
                name = bytes(value).decode()
            elif field == NODE_OPERATION:
                operation = bytes(value).decode()
        if operation == 'MatMulInteger':
            place = name.removeprefix('/').removesuffix('/MatMul_quant')
            self.weights[place] = inputs[1].removesuffix('_quantized')

    def dequantised(self, name):
        """The 8-bit tensor @name: its shape, its bytes, and the float that each byte stands for."""
        tensor = self.tensors[name + '_quantized']
        scale = self.tensors[name + '_scale'].floats()[0]
        signed = tensor.type == INT8
        zero = int.from_bytes(self.tensors[name + '_zero_point'].raw[:1], 'little', signed=signed)
        values = [(byte - 256 if signed and byte > 127 else byte) - zero for byte in range(256)]
        return tensor.shape, tensor.raw, [value * scale for value in values]


def varints(data):
    position = 0
    while position < len(data):
        value, position = varint(data, position)
        yield value


def varint(data, position):
    value = shift = 0
    while True:
        byte = data[position]
        position += 1
        value |= (byte & 0x7f) << shift
        shift += 7
        if byte < 0x80:
            return value, position


def fields(data):
    """(number, value) of each field of a message; a value is a number or a slice of @data."""
    position = 0
    while position < len(data):
        key, position = varint(data, position)
        wire = key & 7
        if wire == 0:
            value, position = varint(data, position)
        else:
            if wire == 2:
                length, position = varint(data, position)
            else:
                length = 4 if wire == 5 else 8
            value = data[position:position + length]
            position += length
        yield key >> 3, value
