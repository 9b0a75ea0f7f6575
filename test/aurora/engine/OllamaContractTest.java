package aurora.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertTrue;

import aurora.base.Clock;
import aurora.base.Reply;
import aurora.engine.EngineFacts.Kind;
import aurora.engine.mock.MockProfile;
import aurora.engine.mock.MockProfile.MockModel;
import aurora.engine.ollama.OllamaEngine;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The contract, by Ollama's protocol, and what only it can do. */
final class OllamaContractTest extends EngineContract {
    @Override
    Engine at(String url) {
        return new OllamaEngine(new EngineFacts("ollama", Kind.OLLAMA, url, 1), Optional.empty(), Clock.system());
    }

    @Override
    boolean timesItself() {
        return true;
    }

    @Test
    void loadsAndUnloads() throws InterruptedException {
        MockModel model = new MockModel("big", 10, 100, 0, 0, 1, 0.05);
        MockModel other = new MockModel("other", 10, 100, 0, 0, 1, 0.05);
        Engine engine = engine(
                mock(new MockProfile(List.of(model, other), 3, "", 15, 0, 1)).url());
        assertFalse(ok(engine.models(in(LONG))).getFirst().loaded());
        assertTrue(ok(engine.load("big", true, in(LONG))));
        assertTrue(ok(engine.models(in(LONG))).getFirst().loaded());
        Part.Done done = assertInstanceOf(
                Part.Done.class,
                drain(ok(engine.generate(ask("other"), in(LONG)))).getLast());
        assertTrue(done.usage().load().toMillis() >= 40, "loading is reported");
        assertFalse(ok(engine.models(in(LONG))).getFirst().loaded(), "the longest unused made room");
        assertFalse(ok(engine.load("other", false, in(LONG))));
        assertFalse(ok(engine.models(in(LONG))).getLast().loaded());
        assertInstanceOf(Reply.NotFound.class, engine.load("none", true, in(LONG)));
    }

    @Test
    void pullingAnUnknownPathIsAReply() {
        assertEquals(
                Reply.NotFound.class,
                engine(mock(MockProfile.instant(1)).url()).pull("x", in(LONG)).getClass());
    }
}
