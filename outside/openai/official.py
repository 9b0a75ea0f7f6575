"""OpenAI's own client for Python against a node: official.py BASE KEY MODEL. Prints "ok" at the end."""

import sys

import openai

base, key, model = sys.argv[1:4]
client = openai.OpenAI(base_url=base + "/v1", api_key=key, max_retries=0)
question = [{"role": "user", "content": "What is Aurora?"}]

models = [one.id for one in client.models.list()]
assert model in models and "auto" in models, models
whole = client.chat.completions.create(model=model, messages=question, temperature=0, max_tokens=60)
assert whole.choices[0].message.content, whole
assert whole.choices[0].finish_reason in ("stop", "length"), whole
assert whole.usage.completion_tokens > 0, whole
pieces = []
usage = None
stream = client.chat.completions.create(
    model=model, messages=question, temperature=0, max_tokens=60, stream=True, stream_options={"include_usage": True}
)
for chunk in stream:
    if chunk.choices and chunk.choices[0].delta.content:
        pieces.append(chunk.choices[0].delta.content)
    usage = chunk.usage or usage
assert "".join(pieces).strip() == whole.choices[0].message.content.strip(), (pieces, whole)
assert usage.completion_tokens > 0, usage


def expect(kind, call):
    try:
        call()
    except kind as right:
        assert right.message, right
    else:
        raise AssertionError(f"no {kind.__name__}")


stranger = openai.OpenAI(base_url=base + "/v1", api_key="aur_wrong", max_retries=0)
expect(openai.AuthenticationError, lambda: stranger.models.list())
expect(openai.NotFoundError, lambda: client.chat.completions.create(model="no-such-model", messages=question))
expect(openai.BadRequestError, lambda: client.chat.completions.create(model=model, messages=[]))
expect(openai.BadRequestError, lambda: client.chat.completions.create(model=model, messages=question, temperature=9))
print("ok")
