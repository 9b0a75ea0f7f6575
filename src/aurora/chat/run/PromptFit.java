package aurora.chat.run;

import aurora.engine.Message;
import aurora.engine.Message.Role;
import aurora.engine.Model.Purpose;
import aurora.router.RouterApi;
import aurora.router.RouterApi.ModelOffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.stream.IntStream;

/**
 * Fits a history into what a model can read: the newest stays. Tokens are guessed as a quarter of the characters.
 * Pure.
 */
final class PromptFit {
    private static final int CHARS_PER_TOKEN = 4;

    /** What the marks around a message cost, in tokens. */
    private static final int MARKS = 4;

    private PromptFit() {}

    /** What is sent, and what a person is told when something was left out. */
    record Fitted(List<Message> messages, Optional<String> note) {}

    /** Tokens of context of {@code model}; empty when nobody knows. */
    static Optional<Integer> contextTokens(List<ModelOffer> models, String model) {
        OptionalInt found = model.equals(RouterApi.AUTO)
                ? smallest(models, Purpose.GENERAL)
                : sizes(models.stream().filter(offer -> isMeant(offer, model)).toList())
                        .min();
        if (found.isEmpty() && model.equals(RouterApi.AUTO)) {
            found = smallest(models, Purpose.GUIDE);
        }
        return found.isPresent() ? Optional.of(found.getAsInt()) : Optional.empty();
    }

    /** A request names a model by its id, or by {@code engine/model}. */
    private static boolean isMeant(ModelOffer offer, String model) {
        return offer.id().equals(model)
                || offer.engines().stream().anyMatch(engine -> model.equals(engine + "/" + offer.id()));
    }

    private static OptionalInt smallest(List<ModelOffer> models, Purpose purpose) {
        return sizes(models.stream().filter(offer -> offer.purpose() == purpose).toList())
                .min();
    }

    private static IntStream sizes(List<ModelOffer> models) {
        return models.stream().mapToInt(ModelOffer::contextMax).filter(size -> size > 0);
    }

    /**
     * Fits {@code said}, oldest first, into {@code contextTokens}, a quarter of which is kept for the answer. The last
     * message, and when that is the beginning of an answer the one before it, is always sent.
     *
     * @param isCut whether older messages were left out already
     */
    static Fitted fit(List<Message> said, boolean isCut, int contextTokens) {
        List<Message> merged = merged(said);
        int budget = contextTokens - contextTokens / 4;
        int first = merged.size();
        while (first > 0) {
            Message next = merged.get(first - 1);
            budget -= next.text().length() / CHARS_PER_TOKEN + MARKS;
            boolean isNeeded = first == merged.size() || (first == merged.size() - 1 && isBegun(merged));
            if (budget < 0 && !isNeeded) {
                break;
            }
            first--;
        }
        while (first < merged.size() - 1 && merged.get(first).role() != Role.USER) {
            first++;
        }
        String size = "the model reads about " + contextTokens + " tokens";
        Optional<String> note = first > 0 || isCut
                ? Optional.of("The oldest messages are left out: " + size + ".")
                : budget < 0 ? Optional.of("The message may be too long: " + size + ".") : Optional.empty();
        return new Fitted(merged.subList(first, merged.size()), note);
    }

    private static boolean isBegun(List<Message> messages) {
        return messages.getLast().role() == Role.ASSISTANT;
    }

    /** Empty messages go, and neighbours of one role become one: templates of many models insist on turns. */
    private static List<Message> merged(List<Message> said) {
        List<Message> out = new ArrayList<>();
        for (Message message : said) {
            if (message.text().isBlank()) {
                continue;
            }
            if (!out.isEmpty() && out.getLast().role() == message.role()) {
                Message before = out.removeLast();
                out.add(Message.of(message.role(), before.text() + "\n\n" + message.text()));
            } else {
                out.add(message);
            }
        }
        return out;
    }
}
