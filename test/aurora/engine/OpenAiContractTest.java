package aurora.engine;

import static org.junit.jupiter.api.Assertions.assertInstanceOf;

import aurora.base.Clock;
import aurora.base.Reply;
import aurora.engine.EngineFacts.Kind;
import aurora.engine.mock.MockProfile;
import aurora.engine.openai.OpenAiEngine;
import java.util.Optional;
import org.junit.jupiter.api.Test;

/** The contract, by OpenAI's protocol. */
final class OpenAiContractTest extends EngineContract {
    @Override
    Engine at(String url) {
        return new OpenAiEngine(new EngineFacts("openai", Kind.OPENAI, url, 1), Optional.of("secret"), Clock.system());
    }

    @Override
    boolean timesItself() {
        return false;
    }

    @Test
    void loadingAndPullingAreNotOfThisProtocol() {
        Engine engine = engine(mock(MockProfile.instant(1)).url() + "/v1");
        assertInstanceOf(Reply.Invalid.class, engine.load("mock", true, in(LONG)));
        assertInstanceOf(Reply.Invalid.class, engine.pull("mock", in(LONG)));
        assertInstanceOf(Reply.Ok.class, engine.models(in(LONG)));
    }
}
