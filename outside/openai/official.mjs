// OpenAI's own client for JavaScript against a node: official.mjs BASE KEY MODEL. Prints "ok" at the end.
import assert from 'node:assert/strict';
import OpenAI from 'openai';

const [base, apiKey, model] = process.argv.slice(2);
const client = new OpenAI({ baseURL: `${base}/v1`, apiKey, maxRetries: 0 });
const messages = [{ role: 'user', content: 'What is Aurora?' }];

const models = [];
for await (const one of client.models.list()) models.push(one.id);
assert(models.includes(model) && models.includes('auto'), String(models));
const whole = await client.chat.completions.create({ model, messages, temperature: 0, max_tokens: 60 });
assert(whole.choices[0].message.content);
assert(['stop', 'length'].includes(whole.choices[0].finish_reason));
let text = '';
let usage;
const options = { model, messages, temperature: 0, max_tokens: 60, stream: true, stream_options: { include_usage: true } };
for await (const chunk of await client.chat.completions.create(options)) {
  text += chunk.choices[0]?.delta?.content ?? '';
  usage = chunk.usage ?? usage;
}
assert.equal(text.trim(), whole.choices[0].message.content.trim());
assert(usage.completion_tokens > 0);

const stranger = new OpenAI({ baseURL: `${base}/v1`, apiKey: 'aur_wrong', maxRetries: 0 });
await assert.rejects(stranger.models.list(), OpenAI.AuthenticationError);
await assert.rejects(client.chat.completions.create({ model: 'no-such-model', messages }), OpenAI.NotFoundError);
await assert.rejects(client.chat.completions.create({ model, messages: [] }), OpenAI.BadRequestError);
await assert.rejects(client.chat.completions.create({ model, messages, temperature: 9 }), OpenAI.BadRequestError);
console.log('ok');
