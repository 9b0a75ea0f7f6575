"""The guide's tokenizer (byte-level BPE, GPT-2's way of splitting) and its prompt template (ChatML)."""

from tokenizers import Tokenizer, decoders, models, pre_tokenizers, trainers

from facts import Fact

VOCABULARY = 1536

END_OF_TEXT, TURN_START, TURN_END = "<|endoftext|>", "<|im_start|>", "<|im_end|>"
SPECIAL = [END_OF_TEXT, TURN_START, TURN_END]
CHAT_TEMPLATE = (
    "{% for message in messages %}"
    "{{'<|im_start|>' + message['role'] + '\n' + message['content'] + '<|im_end|>' + '\n'}}"
    "{% endfor %}"
    "{% if add_generation_prompt %}{{ '<|im_start|>assistant\n' }}{% endif %}"
)


def train_tokenizer(facts: list[Fact]) -> Tokenizer:
    """Learns the merges from all that is trained; special tokens take the ids 0, 1 and 2, the 256 bytes follow."""
    texts = [text for fact in facts for text in [fact.answer, *fact.trained]]
    texts += [text.lower() for text in texts]
    tokenizer = Tokenizer(models.BPE())
    tokenizer.pre_tokenizer = pre_tokenizers.ByteLevel(add_prefix_space=False, use_regex=True)
    tokenizer.decoder = decoders.ByteLevel()
    trainer = trainers.BpeTrainer(
        vocab_size=VOCABULARY,
        special_tokens=SPECIAL,
        initial_alphabet=pre_tokenizers.ByteLevel.alphabet(),
        show_progress=False,
    )
    tokenizer.train_from_iterator(texts, trainer)
    return tokenizer


def prompt(question: str) -> str:
    """A question as the model sees it: one user turn and the opened assistant turn, no system turn."""
    return f"{TURN_START}user\n{question}{TURN_END}\n{TURN_START}assistant\n"
