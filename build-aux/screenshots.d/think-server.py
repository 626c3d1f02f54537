#!/usr/bin/env python3
# SPDX-License-Identifier: GPL-3.0-or-later
"""A server for pictures of deep think, that stops where its model is called after: think-server.py FILE, into which goes
its address. Models: planning, solving, writing, reviewing, failing (two parts), refusing (the key) and whole."""

import json
import pathlib
import re
import sys
import time

HERE = pathlib.Path(__file__).resolve().parent
sys.dont_write_bytecode = True
sys.path.insert(0, str(HERE.parents[1] / 'tests' / 'cli'))

import mock

ENGLISH = (
    ('a', [], 'Terms and scope', 'It is about one town of 40 000 people, and about the next ten years.', 0.9),
    ('b', [], 'Costs today', '| Kind | Per year |\n| --- | --: |\n| buses | 2.1 M |\n| roads | 5.4 M |', 0.8),
    ('c', [], 'Costs in ten years, with a discount rate of four per cent and what is known about fuel',
     'With a discount rate of 4 % the buses come to **17 million**.', 0.4),
    ('d', ['a'], 'Risks', 'Fewer people may come than were counted.', None),
    ('e', ['b', 'c'], 'Alternatives', 'Bicycles, and fewer roads.', 0.7),
    ('f', [], 'Law in the EU', 'Public transport may be paid for.', 0.6),
)
CHINESE = (
    ('a', [], '范围与定义', '一座四万人的小城，未来十年。', 0.9),
    ('b', [], '现在的费用', '公共汽车每年 210 万，道路每年 540 万。', 0.8),
    ('c', [], '按百分之四的贴现率计算十年以后的费用，并考虑燃料价格', '公共汽车合计 **1700 万**。', 0.4),
    ('d', ['a'], '风险', '乘客可能比预计的少。', None),
    ('e', ['b', 'c'], '其他办法', '自行车，少修路。', 0.7),
    ('f', [], '欧盟的法律', '可以补贴公共交通。', 0.6),
)
ANSWER = ('**Yes, step by step.** Free buses cost 17 million in ten years, less than the roads they save.\n\n'
          '1. Begin with the two busiest lines.\n2. Count for a year.\n3. Then decide about the others.\n\n')
CHINESE_ANSWER = '**可以，分步来。**十年共需 1700 万，比省下的道路费用少。\n\n1. 先从最忙的两条线开始。\n2. 统计一年。\n3. 再作决定。\n\n'
REVIEW = ('{"issue":"It does not say who counts.","severity":"minor","quote":"Count for a year","task":"d",'
          '"fix":"Name who counts."}\n{"score":8,"criteria":[{"c":"one decision","met":true},'
          '{"c":"says what it costs","met":true}]}\n')


def step_of(prompt):
    """"plan", "write", "review", or the id of a part."""
    parts = re.findall(r'\n# Your part: (\w+)\n', prompt)
    if parts:
        return parts[-1]
    return {'Plan': 'plan', 'Look': 'review'}.get(prompt.rpartition('\n# Your task\n')[2].split(' ')[0], 'write')


def text_of(step, parts, answer):
    if step == 'plan':
        return ''.join(json.dumps({'t': 'task', 'id': part, 'title': title, 'ask': f'{title}: say what is known.',
                                   'deps': deps, 'kind': 'reason', 'size': 's'}) + '\n'
                       for part, deps, title, _, _ in parts) + '{"t":"answer","outline":["Decision"],"criteria":' \
            '["one decision","says what it costs"]}\n{"t":"end"}\n'
    if step == 'review':
        return REVIEW
    if step == 'write':
        return answer
    title, text, sure = next(part[2:] for part in parts if part[0] == step)
    return f'{text}\n\n@@ {json.dumps({"conclusion": title, "confidence": sure, "unverified": ["the year"]})}\n'


def hold(handler):
    while True:
        time.sleep(0.2)
        mock.event(handler, {'choices': []})


def answer(handler, request):
    model, prompt = request['model'], request['messages'][-1]['content']
    step = step_of(prompt)
    chinese = '吗' in prompt
    text = text_of(step, CHINESE if chinese else ENGLISH, CHINESE_ANSWER if chinese else ANSWER)
    if model == 'refusing':
        mock.reply(handler, 401, {'error': {'message': 'Incorrect API key provided', 'type': 'invalid_request_error'}})
        return
    if model == 'failing' and step in 'cf':
        mock.reply(handler, 400, {'error': {'message': 'This model cannot do that', 'type': 'invalid_request_error'}})
        return
    stops = {'planning': 'plan', 'writing': 'write', 'reviewing': 'review'}.get(model) == step \
        or (model == 'solving' and step in 'cf')
    mock.begin(handler)
    for word in re.findall(r'\s*\S+', text[:len(text) * 2 // 3] if stops else text) + re.findall(r'\s+$', text):
        mock.say(handler, word)
        time.sleep(0.02)
    if stops:
        hold(handler)
    mock.end(handler)


def main():
    models = ('planning', 'solving', 'writing', 'reviewing', 'failing', 'refusing', 'whole')
    server = mock.Server(answer, models)
    pathlib.Path(sys.argv[1]).write_text(server.url, encoding='utf-8')
    while True:
        time.sleep(60)


main()
