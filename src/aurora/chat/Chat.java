package aurora.chat;

import aurora.base.Clock;
import aurora.base.Ids;
import aurora.ground.bus.Bus;
import aurora.ground.config.Config;
import aurora.ground.config.Setting;
import aurora.mesh.contract.Contract;
import aurora.mesh.data.Replica;
import aurora.router.RouterApi;
import java.util.List;
import java.util.concurrent.Executor;

/**
 * Chat as the node sees it: what it needs, and how it starts and stops. Its views are made of {@code chat.sql} before.
 */
public final class Chat implements AutoCloseable {
    /** The service's name, and that of its schema. */
    public static final String NAME = "chat";

    /** The script of its views and indexes, beside this class. */
    public static final String SCRIPT = "chat.sql";

    private final ChatService service;

    private Chat(ChatService service) {
        this.service = service;
    }

    /**
     * What chat needs.
     *
     * @param threads starts each task on a thread of its own at once, virtual ones
     */
    public record Needs(RouterApi router, Replica replica, Bus bus, Clock clock, Ids ids, Executor threads) {}

    /** Chat's settings. */
    public static List<Setting<?>> settings() {
        return ChatConfig.SETTINGS;
    }

    /** Its routes. */
    public static Contract<ChatApi> contract() {
        return ChatContract.TABLE;
    }

    /**
     * Starts: marks what an earlier life of the node left unfinished, sends what waited, then takes requests. The
     * database must be up.
     */
    public static Chat start(Needs needs, Config config) {
        return start(needs, ChatConfig.of(config));
    }

    static Chat start(Needs needs, ChatConfig config) {
        return new Chat(ChatService.start(needs, config));
    }

    /** What others may call. */
    public ChatApi api() {
        return service;
    }

    /** Stops: takes no more, ends all streams, interrupts the runs and stores what they rendered. */
    @Override
    public void close() {
        service.close();
    }
}
