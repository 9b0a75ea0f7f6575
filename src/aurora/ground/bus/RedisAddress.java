package aurora.ground.bus;

import java.io.IOException;
import java.net.ConnectException;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.List;
import redis.clients.jedis.DefaultJedisClientConfig;
import redis.clients.jedis.HostAndPort;
import redis.clients.jedis.Jedis;
import redis.clients.jedis.Protocol;
import redis.clients.jedis.exceptions.JedisException;
import redis.clients.jedis.util.SafeEncoder;

/**
 * A Redis server.
 *
 * @param host its host
 * @param port its port
 * @param password of its default user; empty: none
 */
public record RedisAddress(String host, int port, String password) {

    /**
     * Asks the server for a sign of life, by its protocol.
     *
     * @return its version
     * @throws IOException when it does not answer within {@code patience}, or is still loading
     */
    public String ping(Duration patience) throws IOException {
        try (Jedis jedis = connect(patience)) {
            jedis.ping();
            if (jedis.sendCommand(Protocol.Command.HELLO) instanceof List<?> facts) {
                for (int i = 0; i + 1 < facts.size(); i += 2) {
                    if (facts.get(i) instanceof byte[] name
                            && SafeEncoder.encode(name).equals("version")
                            && facts.get(i + 1) instanceof byte[] version) {
                        return SafeEncoder.encode(version);
                    }
                }
            }
            return "";
        } catch (JedisException silent) {
            throw new IOException("Redis at " + this + " does not answer: " + why(silent), silent);
        }
    }

    /** The library tells of a socket where the name or the port is meant. */
    private String why(JedisException silent) {
        for (Throwable cause = silent; cause != null; cause = cause.getCause()) {
            for (Throwable each : cause.getSuppressed()) {
                if (each instanceof ConnectException) {
                    return "nothing listens there";
                }
            }
            if (cause instanceof ConnectException) {
                return "nothing listens there";
            }
            if (cause instanceof UnknownHostException) {
                return "the name " + host + " is not known";
            }
        }
        return String.valueOf(silent.getMessage()).replaceFirst("\\.+$", "");
    }

    /** A connection of its own; reads wait {@code patience} at most, zero: for ever. */
    Jedis connect(Duration patience) {
        DefaultJedisClientConfig.Builder config = DefaultJedisClientConfig.builder()
                .resp2()
                .connectionTimeoutMillis(2_000)
                .socketTimeoutMillis((int) patience.toMillis());
        return new Jedis(
                new HostAndPort(host, port),
                password.isEmpty() ? config.build() : config.password(password).build());
    }

    @Override
    public String toString() {
        return host + ":" + port;
    }
}
