package aurora.web.openai;

import static org.junit.jupiter.api.Assertions.assertEquals;

import aurora.engine.Model.Purpose;
import aurora.router.RouterApi.ModelOffer;
import aurora.router.RouterApi.Models;
import java.util.List;
import org.junit.jupiter.api.Test;

final class OpenAiModelsTest {
    private static ModelOffer offer(String name, Purpose purpose) {
        return new ModelOffer(name, purpose, true, 0, List.of("e"));
    }

    @Test
    void modelsThatOnlyMakeVectorsAreNotOfferedForChat() {
        ModelOffer general = offer("llama3.2", Purpose.GENERAL);
        ModelOffer guide = offer("aurora-guide", Purpose.GUIDE);
        ModelOffer vectors = offer("all-minilm-l6-v2", Purpose.EMBEDDING);
        assertEquals(List.of(general, guide), OpenAiDoor.chatting(new Models(List.of(general, vectors, guide))));
    }
}
