package aurora.chat.run;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import aurora.Seed;
import aurora.chat.ChatApi.State;
import aurora.chat.run.ChatTurns.Effect;
import aurora.chat.run.ChatTurns.Event;
import aurora.chat.run.ChatTurns.Turn;
import aurora.engine.Part.Finish;
import aurora.router.RouterApi.Figures;
import aurora.router.RouterApi.Place;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.Test;

/** The state machine of a turn. */
final class ChatTurnsTest {
    private static final Place PLACE = new Place("test", "script", "words");
    private static final Figures FIGURES = new Figures(PLACE, 1, 0, 1, 1, 1, 1);
    private static final List<Finish> FINISHES = List.of(Finish.values());
    private static final long SECOND = 1_000_000_000L;

    /** Whatever comes, a turn ends once, says nothing after it, and its sizes are those of the words. */
    @Test
    void aTurnEndsOnce() {
        long seed = Seed.next();
        Random random = new Random(seed);
        for (int round = 0; round < 500; round++) {
            Turn turn = Turn.begun("", "", 0);
            int chars = 0;
            int ends = 0;
            for (int i = 0; i < 200; i++) {
                boolean wasEnded = turn.ended();
                ChatTurns.Outcome outcome = ChatTurns.step(turn, event(random), i * SECOND / 4);
                turn = outcome.turn();
                assertTrue(!wasEnded || outcome.effects().isEmpty(), "seed " + seed);
                for (Effect effect : outcome.effects()) {
                    chars += effect instanceof Effect.AddText(String text) ? text.length() : 0;
                    ends += effect instanceof Effect.End ? 1 : 0;
                }
            }
            assertEquals(chars, turn.chars(), "seed " + seed);
            assertEquals(turn.ended() ? 1 : 0, ends, "seed " + seed);
        }
    }

    private static Event event(Random random) {
        return switch (random.nextInt(40)) {
            case 0 -> new Event.Completed(FINISHES.get(random.nextInt(4)), FIGURES);
            case 1 -> new Event.Broke("cut", "cut");
            case 2 -> new Event.Stopped();
            case 3 -> new Event.Interrupted();
            case 4, 5 -> new Event.Moved(PLACE, PLACE, "why");
            case 6 -> new Event.Noted("step", "detail");
            case 7, 8, 9 -> new Event.Thought("t".repeat(random.nextInt(100)));
            default -> new Event.Words("w".repeat(random.nextInt(100)));
        };
    }

    @Test
    void partsAreStoredNoOftenerThanTimeAndLengthAllow() {
        assertEquals(List.of(1, 2, 3), storedAt(3, 1, SECOND), "a slow answer loses a second, not all of it");
        assertEquals(List.of(1, 11, 21), storedAt(30, 1, SECOND / 10));
        assertEquals(List.of(20, 1020, 2020), storedAt(3000, 20, SECOND / 50));
        List<Integer> longOne = storedAt(400_000, 1000, SECOND);
        long written = longOne.stream().mapToLong(Integer::longValue).sum();
        assertTrue(longOne.size() > 40 && written < 20 * 400_000, longOne.toString());
    }

    /** At how many characters a part is stored, when pieces of {@code each} come every {@code nanos}. */
    private static List<Integer> storedAt(int total, int each, long nanos) {
        List<Integer> stored = new ArrayList<>();
        Turn turn = Turn.begun("", "", 0);
        for (int i = 1; i * each <= total; i++) {
            ChatTurns.Outcome outcome = ChatTurns.step(turn, new Event.Words("x".repeat(each)), i * nanos);
            turn = outcome.turn();
            if (outcome.effects().contains(new Effect.StorePart())) {
                stored.add(i * each);
            }
        }
        return stored;
    }

    @Test
    void anEmptyAnswerIsAFailureAndACutOneSaysSo() {
        Turn turn = Turn.begun("", "", 0);
        Effect.End empty = assertInstanceOf(
                Effect.End.class,
                ChatTurns.step(turn, new Event.Completed(Finish.STOP, FIGURES), 0)
                        .effects()
                        .getLast());
        assertEquals(State.FAILED, empty.state());
        Turn begun = Turn.begun("half", "", 0);
        List<Effect> cut = ChatTurns.step(begun, new Event.Completed(Finish.LENGTH, FIGURES), 0)
                .effects();
        assertInstanceOf(Effect.Tell.class, cut.getFirst());
        assertEquals(
                State.DONE, assertInstanceOf(Effect.End.class, cut.getLast()).state());
    }

    @Test
    void controlCharactersCountAsTheyAreStored() {
        Turn turn = Turn.begun("", "", 0);
        turn = ChatTurns.step(turn, new Event.Words("\u0001\"é"), 0).turn();
        assertEquals(6 + 2 + 2, turn.bytes());
    }

    @Test
    void anAnswerDoesNotMoveForEver() {
        Turn turn = Turn.begun("", "", 0);
        for (int i = 0; i <= ChatTurns.MOVES_MAX; i++) {
            turn = ChatTurns.step(turn, new Event.Moved(PLACE, PLACE, "why"), 0).turn();
        }
        assertTrue(turn.ended());
    }
}
