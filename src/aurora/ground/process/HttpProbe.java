package aurora.ground.process;

import java.io.IOException;
import java.io.InputStream;
import java.net.ConnectException;
import java.net.HttpURLConnection;
import java.net.Proxy;
import java.net.SocketTimeoutException;
import java.net.URI;
import java.net.UnknownHostException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;

/** Asks a program that speaks HTTP for a sign of life. */
public final class HttpProbe {
    private static final int BODY_MAX = 64 << 10;

    private HttpProbe() {}

    /**
     * The body of {@code GET uri}, at most 64 KiB.
     *
     * @throws IOException when there is no answer within {@code patience}, or one other than 200
     */
    public static String get(URI uri, Duration patience) throws IOException {
        if (!(uri.toURL().openConnection(Proxy.NO_PROXY) instanceof HttpURLConnection connection)) {
            throw new IOException(uri + " is no address of a web server");
        }
        connection.setConnectTimeout((int) patience.toMillis());
        connection.setReadTimeout((int) patience.toMillis());
        connection.setInstanceFollowRedirects(false);
        try {
            if (connection.getResponseCode() != 200) {
                throw new IOException(uri + " answers with " + connection.getResponseCode());
            }
            try (InputStream in = connection.getInputStream()) {
                return new String(in.readNBytes(BODY_MAX), StandardCharsets.UTF_8);
            }
        } catch (UnknownHostException unknown) {
            throw new IOException("the name " + uri.getHost() + " is not known", unknown);
        } catch (ConnectException refused) {
            throw new IOException("nothing listens at " + uri.getAuthority(), refused);
        } catch (SocketTimeoutException late) {
            throw new IOException(uri.getAuthority() + " does not answer in time", late);
        } finally {
            connection.disconnect();
        }
    }
}
