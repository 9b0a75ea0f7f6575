package aurora.web;

import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import aurora.base.Clock;
import aurora.base.Deadline;
import aurora.ground.http.server.Exchange;
import java.io.OutputStream;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** Large bodies share a bounded memory; small ones are not held up by them. */
final class BodyBudgetTest {
    private static final int MAX = 32 << 20;

    private final BodyBudget budget = new BodyBudget();

    private BodyBudget.Share take(int declared) throws InterruptedException {
        return budget.take(new Declared(declared), MAX, Deadline.after(Clock.system(), Duration.ofMillis(20)));
    }

    @Test
    void twoOfTheLargestFitAndAThirdMustWait() throws InterruptedException {
        try (BodyBudget.Share first = take(MAX);
                BodyBudget.Share second = take(MAX);
                BodyBudget.Share third = take(MAX);
                BodyBudget.Share small = take(1000)) {
            assertTrue(first.granted() && second.granted() && small.granted());
            assertFalse(third.granted(), "a third would go beyond the budget");
        }
        try (BodyBudget.Share again = take(MAX)) {
            assertTrue(again.granted(), "what was taken has been given back");
        }
    }

    /** A request of which only the declared length matters. */
    private record Declared(int length) implements Exchange {
        @Override
        public Optional<String> header(String name) {
            return name.equals("Content-Length") ? Optional.of(String.valueOf(length)) : Optional.empty();
        }

        @Override
        public String verb() {
            return "POST";
        }

        @Override
        public String path() {
            return "/";
        }

        @Override
        public Map<String, List<String>> query() {
            return Map.of();
        }

        @Override
        public String address() {
            return "127.0.0.1";
        }

        @Override
        public boolean secure() {
            return false;
        }

        @Override
        public byte[] body(int max) {
            return new byte[0];
        }

        @Override
        public void answer(int status, List<String> headers, byte[] body) {
            throw new AssertionError("nobody answers here");
        }

        @Override
        public OutputStream stream(int status, List<String> headers) {
            throw new AssertionError("nobody answers here");
        }

        @Override
        public void whenGone(Runnable gone) {
            throw new AssertionError("nobody leaves here");
        }
    }
}
