package aurora.engine.embedded.tokens;

import aurora.engine.Message;
import aurora.engine.embedded.gguf.Gguf;
import aurora.engine.embedded.gguf.GgufException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;

/**
 * How messages become tokens. ChatML ({@code <|im_start|>role ... <|im_end|>}) when the file's template is that; a
 * file without any template gets plain lines ({@code User: ...}); any other template is refused rather than imitated.
 * Immutable.
 */
public final class ChatTemplate {
    private static final String START = "<|im_start|>";
    private static final String END = "<|im_end|>";
    private static final List<String> ENDS = List.of(END, "<|endoftext|>", "<|end_of_text|>", "<|eot_id|>", "</s>");

    private final Bpe bpe;
    private final boolean chatMl;
    private final int[] first;
    private final int start;
    private final int end;
    private final Set<Integer> ends;

    private ChatTemplate(Gguf file, Bpe bpe, boolean chatMl) throws GgufException {
        this.bpe = bpe;
        this.chatMl = chatMl;
        int last = bpe.size() - 1;
        start = chatMl ? bpe.control(START).orElse(0) : 0;
        end = chatMl ? bpe.control(END).orElse(0) : 0;
        first = file.flag("tokenizer.ggml.add_bos_token", false)
                ? new int[] {file.number("tokenizer.ggml.bos_token_id", 0, last)}
                : new int[0];
        ends = new TreeSet<>();
        for (String key : List.of("tokenizer.ggml.eos_token_id", "tokenizer.ggml.eot_token_id")) {
            if (file.metadata().containsKey(key)) {
                ends.add(file.number(key, 0, last));
            }
        }
        ENDS.forEach(name -> bpe.control(name).ifPresent(ends::add));
    }

    /**
     * The template that {@code file} holds.
     *
     * @throws GgufException when it is one that this engine does not know
     */
    public static ChatTemplate of(Gguf file, Bpe bpe) throws GgufException {
        String text = file.text("tokenizer.chat_template").orElse("");
        if (text.isBlank()) {
            return new ChatTemplate(file, bpe, false);
        }
        boolean marks = text.contains(START) && text.contains(END);
        if (marks && bpe.control(START).isPresent() && bpe.control(END).isPresent()) {
            return new ChatTemplate(file, bpe, true);
        }
        throw new GgufException("its chat template is not ChatML, the only one that the built-in engine knows");
    }

    /** Whether {@code token} ends an answer. */
    public boolean ends(int token) {
        return ends.contains(token);
    }

    /** Texts that end an answer because the template has no token for it. */
    public List<String> stops() {
        return chatMl ? List.of() : List.of("\nUser:");
    }

    /** The tokens of one complete message. */
    int[] message(Message message) {
        Ints out = new Ints();
        String role = role(message.role());
        if (chatMl) {
            out.add(start);
            bpe.encode(role + "\n" + message.text(), out);
            out.add(end);
            bpe.encode("\n", out);
        } else {
            bpe.encode(Character.toUpperCase(role.charAt(0)) + role.substring(1) + ": " + message.text() + "\n", out);
        }
        return out.toArray();
    }

    /** The tokens that open the answer, which begins with {@code prefix}. */
    int[] answer(String prefix) {
        Ints out = new Ints();
        if (chatMl) {
            out.add(start);
            bpe.encode("assistant\n" + prefix, out);
        } else {
            bpe.encode(prefix.isEmpty() ? "Assistant:" : "Assistant: " + prefix, out);
        }
        return out.toArray();
    }

    /**
     * The prompt of a conversation that leaves {@code room} tokens of {@code context} for the answer: when all of it
     * is too long, the oldest messages that are no system's are left out, never the last.
     *
     * @return the tokens; more than fit when the last message alone is too long
     */
    public Ints prompt(List<Message> messages, String prefix, int context, int room) {
        int[] opening = answer(prefix);
        List<int[]> parts = new ArrayList<>(messages.stream().map(this::message).toList());
        List<Message> kept = new ArrayList<>(messages);
        int total = first.length
                + opening.length
                + parts.stream().mapToInt(part -> part.length).sum();
        for (int i = 0; i < kept.size() - 1 && total > context - room; ) {
            if (kept.get(i).role() == Message.Role.SYSTEM) {
                i++;
            } else {
                kept.remove(i);
                total -= parts.remove(i).length;
            }
        }
        parts.addFirst(first);
        parts.add(opening);
        Ints all = new Ints();
        parts.stream().flatMapToInt(Arrays::stream).forEach(all::add);
        return all;
    }

    private static String role(Message.Role role) {
        return role.name().toLowerCase(Locale.ROOT);
    }
}
