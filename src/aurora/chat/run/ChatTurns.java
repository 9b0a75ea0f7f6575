package aurora.chat.run;

import aurora.chat.ChatApi.Move;
import aurora.chat.ChatApi.State;
import aurora.chat.ChatApi.StreamPart;
import aurora.chat.input.Texts;
import aurora.chat.store.Note;
import aurora.engine.Part.Finish;
import aurora.router.RouterApi.Decision;
import aurora.router.RouterApi.Figures;
import aurora.router.RouterApi.Place;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * The state machine of one turn: what each event means for the answer, its watchers and the disk. Pure: the texts
 * themselves are kept by who carries out the effects; here are only their sizes.
 */
final class ChatTurns {
    /** Seams of one answer at most. */
    static final int MOVES_MAX = 100;

    /** The partial answer is stored no more often than this. */
    static final Duration STORE_EVERY = Duration.ofSeconds(1);

    /** It is stored as soon as that when it has grown by so many characters, or by a sixteenth when that is more. */
    static final int STORE_CHARS = 400;

    /** Grown by less, it waits one {@link #STORE_EVERY} more for each so many bytes: all of it is written each time. */
    static final int STORE_BYTES = 16 << 10;

    private ChatTurns() {}

    /**
     * A turn.
     *
     * @param ended whether nothing can change it any more
     * @param chars characters of the answer
     * @param bytes of answer and reasoning as JSON
     * @param moves seams so far
     * @param unstored characters that came since the last storing
     * @param storedNanos when that was
     */
    record Turn(boolean ended, int chars, int bytes, int moves, int unstored, long storedNanos) {
        /** A turn that begins with what is already there; its first words are stored at once. */
        static Turn begun(String text, String thinking, long nowNanos) {
            int bytes = Texts.jsonBytes(text) + Texts.jsonBytes(thinking);
            return new Turn(false, text.length(), bytes, 0, 0, nowNanos - STORE_EVERY.toNanos());
        }
    }

    /** What can happen. */
    sealed interface Event {
        /** A step begins or has something to tell. */
        record Noted(String step, String detail) implements Event {}

        /** The router has decided. */
        record Routed(Decision decision) implements Event {}

        /** Words of the answer. */
        record Words(String text) implements Event {}

        /** Words of the reasoning. */
        record Thought(String text) implements Event {}

        /** Another engine goes on. */
        record Moved(Place from, Place to, String why) implements Event {}

        /** The answer is complete. */
        record Completed(Finish finish, Figures figures) implements Event {}

        /** The answer cannot be completed. */
        record Broke(String code, String why) implements Event {}

        /** A person wants no more of it. */
        record Stopped() implements Event {}

        /** The node goes down. */
        record Interrupted() implements Event {}
    }

    /** What is to be done. */
    sealed interface Effect {
        /** Tell the watchers. */
        record Tell(StreamPart part) implements Effect {}

        /** Add to the answer, then tell. */
        record AddText(String text) implements Effect {}

        /** Add to the reasoning, then tell. */
        record AddThinking(String text) implements Effect {}

        /** Remember the decision, then tell. */
        record Remember(Decision decision) implements Effect {}

        /** Add a seam, then tell. */
        record AddMove(Move move) implements Effect {}

        /** Store the partial answer. */
        record StorePart() implements Effect {}

        /** Tell the router that nobody wants the rest. */
        record Cancel() implements Effect {}

        /** Store the answer as it is and end; {@code code} is absent when it is complete. */
        record End(State state, Optional<String> code, Optional<String> why, Optional<Figures> figures)
                implements Effect {}
    }

    /** The turn afterwards, and what is to be done, in order. */
    record Outcome(Turn turn, List<Effect> effects) {}

    /** What {@code event} does to {@code turn}. After the end nothing does anything. */
    static Outcome step(Turn turn, Event event, long nowNanos) {
        if (turn.ended()) {
            return new Outcome(turn, List.of());
        }
        return switch (event) {
            case Event.Noted(String step, String detail) -> tell(turn, new StreamPart.Step(step, detail));
            case Event.Routed(Decision decision) -> new Outcome(turn, List.of(new Effect.Remember(decision)));
            case Event.Words(String text) -> grow(turn, text, new Effect.AddText(text), text.length(), nowNanos);
            case Event.Thought(String text) -> grow(turn, text, new Effect.AddThinking(text), 0, nowNanos);
            case Event.Moved(Place from, Place to, String why) -> move(turn, from, to, why);
            case Event.Completed(Finish finish, Figures figures) -> complete(turn, finish, figures);
            case Event.Broke(String code, String why) -> broke(turn, code, why);
            case Event.Stopped() ->
                end(turn, new Effect.Cancel(), new Effect.End(State.STOPPED, Optional.of("stopped"), none(), none()));
            case Event.Interrupted() ->
                end(
                        turn,
                        new Effect.Cancel(),
                        new Effect.End(
                                State.INTERRUPTED, Optional.of("interrupted"), Optional.of(Note.INTERRUPTED), none()));
        };
    }

    private static Outcome grow(Turn turn, String text, Effect add, int chars, long nowNanos) {
        if (text.isEmpty()) {
            return new Outcome(turn, List.of());
        }
        int bytes = turn.bytes() + Texts.jsonBytes(text);
        if (bytes > Note.ANSWER_MAX) {
            return broke(
                    turn,
                    "too_long",
                    "The answer has reached the longest that is stored (" + (Note.ANSWER_MAX >> 10)
                            + " KiB). Ask for the rest in a new message.");
        }
        int total = turn.chars() + chars;
        int unstored = turn.unstored() + text.length();
        long waited = nowNanos - turn.storedNanos();
        boolean due = waited >= STORE_EVERY.toNanos()
                && (unstored >= Math.max(STORE_CHARS, total / 16)
                        || waited >= STORE_EVERY.toNanos() * (1 + bytes / STORE_BYTES));
        Turn grown =
                new Turn(false, total, bytes, turn.moves(), due ? 0 : unstored, due ? nowNanos : turn.storedNanos());
        return new Outcome(grown, due ? List.of(add, new Effect.StorePart()) : List.of(add));
    }

    private static Outcome move(Turn turn, Place from, Place to, String why) {
        if (turn.moves() >= MOVES_MAX) {
            return broke(
                    turn,
                    "restless",
                    "The answer moved between engines " + MOVES_MAX
                            + " times without being completed. See the engines' state, then continue it.");
        }
        Turn moved = new Turn(false, turn.chars(), turn.bytes(), turn.moves() + 1, turn.unstored(), turn.storedNanos());
        return new Outcome(moved, List.of(new Effect.AddMove(new Move(from, to, turn.chars(), why))));
    }

    private static Outcome complete(Turn turn, Finish finish, Figures figures) {
        if (turn.chars() == 0) {
            return end(
                    turn,
                    new Effect.End(
                            State.FAILED,
                            Optional.of("empty"),
                            Optional.of(
                                    "The model ended without writing anything. Try again, or choose another model."),
                            Optional.of(figures)));
        }
        Effect end = new Effect.End(State.DONE, none(), none(), Optional.of(figures));
        return switch (finish) {
            case STOP, TOOL_CALLS -> end(turn, end);
            case LENGTH -> end(turn, step("length", "The model reached its limit of length; ask it to go on."), end);
            case CONTENT_FILTER ->
                end(turn, step("filter", "The engine's own filter ended the answer; ask in other words."), end);
        };
    }

    private static Outcome broke(Turn turn, String code, String why) {
        return end(
                turn, new Effect.Cancel(), new Effect.End(State.FAILED, Optional.of(code), Optional.of(why), none()));
    }

    private static Outcome end(Turn turn, Effect... effects) {
        Turn over = new Turn(true, turn.chars(), turn.bytes(), turn.moves(), turn.unstored(), turn.storedNanos());
        return new Outcome(over, new ArrayList<>(List.of(effects)));
    }

    private static Outcome tell(Turn turn, StreamPart part) {
        return new Outcome(turn, List.of(new Effect.Tell(part)));
    }

    private static Effect step(String name, String detail) {
        return new Effect.Tell(new StreamPart.Step(name, detail));
    }

    private static <T> Optional<T> none() {
        return Optional.empty();
    }
}
