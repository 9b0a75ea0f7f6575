package aurora.ground.http.client;

import java.net.Inet6Address;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.NetworkInterface;
import java.net.SocketException;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;

/**
 * Says which addresses a call may not go to. It is asked for each address that a name leads to, at the moment of
 * connecting, so that no name and no later change of one goes round it.
 */
@FunctionalInterface
public interface AddressRule {
    /** Clouds tell a machine's secrets at these beside the link-local ones. */
    List<InetAddress> METADATA = List.of(
            bytes(100, 100, 100, 200),
            bytes(168, 63, 129, 16),
            bytes(192, 0, 0, 192),
            bytes(0xfd, 0, 0x0e, 0xc2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0x02, 0x54));

    /** No link-local address and none at which a cloud tells a machine's secrets; holds for every call. */
    AddressRule STANDARD = to -> standard(to.getAddress());

    /** Why {@code to} is not to be connected to, as a clause with its address; empty when it may be. */
    Optional<String> refusal(InetSocketAddress to);

    /** This rule and {@code other}. */
    default AddressRule and(AddressRule other) {
        return to -> refusal(to).or(() -> other.refusal(to));
    }

    /** None of these ports of this machine; {@code ports} says of each what listens there. */
    static AddressRule notHere(Supplier<Map<Integer, String>> ports) {
        return to -> Optional.ofNullable(ports.get().get(to.getPort()))
                .filter(owner -> here(to.getAddress()))
                .map(owner -> "port " + to.getPort() + " of this machine is " + owner);
    }

    private static boolean here(InetAddress address) {
        try {
            return address.isLoopbackAddress()
                    || address.isAnyLocalAddress()
                    || NetworkInterface.getByInetAddress(address) != null;
        } catch (SocketException unknown) {
            return false;
        }
    }

    private static Optional<String> standard(InetAddress address) {
        InetAddress meant = inner(address);
        if (meant.isLinkLocalAddress()) {
            return Optional.of(address.getHostAddress() + " is a link-local address, where clouds keep the secrets of"
                    + " their machines");
        }
        return METADATA.contains(meant)
                ? Optional.of(address.getHostAddress() + " is where a cloud keeps the secrets of its machines")
                : Optional.empty();
    }

    /** The IPv4 address inside of one of IPv6 that is translated to it (RFC 4291, 6052, 3056), else the same. */
    private static InetAddress inner(InetAddress address) {
        if (!(address instanceof Inet6Address six)) {
            return address;
        }
        byte[] all = six.getAddress();
        boolean translated = all[0] == 0 && all[1] == 0x64 && (all[2] & 0xff) == 0xff && (all[3] & 0xff) == 0x9b;
        boolean tunnelled = all[0] == 0x20 && all[1] == 0x02;
        boolean compatible = six.isIPv4CompatibleAddress() && !six.isLoopbackAddress() && !six.isAnyLocalAddress();
        if (!translated && !tunnelled && !compatible) {
            return address;
        }
        int at = tunnelled ? 2 : 12;
        return of(Arrays.copyOfRange(all, at, at + 4));
    }

    private static InetAddress bytes(int... values) {
        byte[] all = new byte[values.length];
        for (int i = 0; i < all.length; i++) {
            all[i] = (byte) values[i];
        }
        return of(all);
    }

    private static InetAddress of(byte[] bytes) {
        try {
            return InetAddress.getByAddress(bytes);
        } catch (UnknownHostException impossible) {
            throw new IllegalArgumentException(bytes.length + " bytes are no address", impossible);
        }
    }
}
