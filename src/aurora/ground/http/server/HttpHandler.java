package aurora.ground.http.server;

import java.io.IOException;

/** What the server calls for each request, on a virtual thread of the connection. */
@FunctionalInterface
public interface HttpHandler {

    /**
     * Answers. When nothing was answered or an exception comes out, the server answers 500 where it still can.
     *
     * @throws IOException when the client has left
     */
    void handle(Exchange exchange) throws IOException, InterruptedException;

    /** How a request that never came here is answered, in the shape of all other answers. */
    default Unserved.Told unserved(Unserved request) {
        return request.plain();
    }
}
