// SPDX-License-Identifier: GPL-3.0-or-later
// The same stream through OpenAI's own JavaScript client: events, seconds of processor time, seconds.
import OpenAI from 'openai';

const client = new OpenAI({ apiKey: 'none', baseURL: `http://127.0.0.1:${process.argv[2]}/v1`, maxRetries: 0 });
const began = process.hrtime.bigint();
const before = process.cpuUsage();
let events = 0;
let text = '';

const stream = await client.chat.completions.create(
  { model: process.argv[3], stream: true, messages: [{ role: 'user', content: 'Hello' }] });
for await (const chunk of stream) {
  const words = chunk.choices[0]?.delta?.content;
  if (words) {
    events++;
    text += words;
  }
}
const used = process.cpuUsage(before);
console.log(events, (used.user + used.system) / 1e6, Number(process.hrtime.bigint() - began) / 1e9);
