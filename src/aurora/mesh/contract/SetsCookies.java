package aurora.mesh.contract;

import java.time.Duration;
import java.util.List;

/** An answer that also sets cookies. They are never part of its JSON, so that no script of a page sees them. */
public interface SetsCookies {

    /** The cookies to set. */
    List<Cookie> cookies();

    /**
     * A cookie; always HttpOnly and SameSite=Lax, Secure when the connection is.
     *
     * @param name its plain name; the door adds the node's port, because browsers share cookies between ports
     * @param value its value; empty removes it
     * @param path which paths it is sent to
     * @param life how long it is kept
     */
    record Cookie(String name, String value, String path, Duration life) {
        @Override
        public String toString() {
            return "Cookie[" + name + "]";
        }
    }
}
