package aurora.ground.process;

import aurora.base.Refusal;
import aurora.ground.crypto.SecretFile;
import aurora.ground.log.Log;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.ServerSocket;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Ports on the loopback address, one for each name, chosen freely once and kept in a file of the home, so that
 * several nodes live side by side on one machine. Thread-safe.
 */
public final class Ports {
    private static final int PORT_MAX = 65_535;
    private static final Log LOG = Log.of("process");

    private final Path file;
    private final Map<String, Integer> chosen = new TreeMap<>();

    /** The ports kept in {@code file}, which need not exist yet; each line is {@code name=port}. */
    public Ports(Path file) {
        this.file = file;
        read();
    }

    /** What is damaged costs nothing but other ports. */
    private void read() {
        try {
            for (String line : Files.readAllLines(file, StandardCharsets.UTF_8)) {
                String[] part = line.split("=", 2);
                if (part.length == 2 && part[1].matches("\\d{1,5}") && Integer.parseInt(part[1]) <= PORT_MAX) {
                    chosen.put(part[0], Integer.parseInt(part[1]));
                } else {
                    LOG.warn("process.ports.damaged", "file", file, "then", "others are chosen and written there");
                }
            }
        } catch (NoSuchFileException first) {
            return;
        } catch (CharacterCodingException damaged) {
            LOG.warn("process.ports.damaged", "file", file, "then", "others are chosen and written there");
        } catch (IOException unreadable) {
            throw new Refusal(
                    "Cannot read " + file + ", where the ports of this node are kept (" + unreadable
                            + "). Make it readable, or remove it: other ports are chosen then, and nothing is lost.",
                    unreadable);
        }
    }

    /** The port of {@code name}: the one kept, or a free one, kept from now on. */
    public synchronized int of(String name) {
        Integer kept = chosen.get(name);
        return kept != null ? kept : choose(name);
    }

    /** The same, but another one when something else listens on the one kept. For a program that does not run now. */
    public synchronized int freeOf(String name) {
        Integer kept = chosen.get(name);
        return kept != null && free(kept) ? kept : choose(name);
    }

    /**
     * The addresses that {@code localhost} means: 127.0.0.1, and ::1 where this machine has it. Browsers try ::1 first,
     * so whoever listens on a port there is, for them, whoever listens on it at 127.0.0.1.
     */
    public static List<InetAddress> loopbacks() {
        try {
            InetAddress six = InetAddress.ofLiteral("::1");
            return NetworkInterface.getByInetAddress(six) == null
                    ? List.of(InetAddress.getLoopbackAddress())
                    : List.of(InetAddress.getLoopbackAddress(), six);
        } catch (IOException noSix) {
            return List.of(InetAddress.getLoopbackAddress());
        }
    }

    /** Whether nothing listens on {@code port} of the loopback addresses. */
    public static boolean free(int port) {
        return loopbacks().stream().allMatch(address -> free(address, port));
    }

    private static boolean free(InetAddress address, int port) {
        try (ServerSocket probe = new ServerSocket()) {
            probe.setReuseAddress(true);
            probe.bind(new InetSocketAddress(address, port), 1);
            return true;
        } catch (IOException taken) {
            return false;
        }
    }

    private int choose(String name) {
        try (ServerSocket probe = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            int port = probe.getLocalPort();
            chosen.put(name, port);
            save();
            return port;
        } catch (IOException none) {
            throw new UncheckedIOException("no port for " + name + ": " + none.getMessage(), none);
        }
    }

    private void save() {
        StringBuilder out = new StringBuilder();
        chosen.forEach((name, port) -> out.append(name).append('=').append(port).append('\n'));
        SecretFile.replace(file, out.toString());
    }
}
