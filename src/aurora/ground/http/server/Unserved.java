package aurora.ground.http.server;

import java.util.List;

/**
 * A request that the server refuses before any handler sees it: it is no HTTP/1.1, too large, or in a coding that is
 * not read here.
 *
 * @param verb its method; empty when that could not be read
 * @param path its path without the query; empty when that could not be read
 * @param status HTTP's status
 * @param code a word for programs
 * @param message a sentence for people
 */
public record Unserved(String verb, String path, int status, String code, String message) {

    /** An answer: {@code headers} are pairs of name and value. */
    public record Told(List<String> headers, String body) {}

    /** For {@code status}, which the server chose. */
    static Unserved of(String verb, String path, int status) {
        return switch (status) {
            case 413 -> new Unserved(verb, path, status, "too_large", "The body is too large.");
            case 404 -> new Unserved(verb, path, status, "not_found", "There is no such path.");
            case 414 ->
                new Unserved(
                        verb,
                        path,
                        status,
                        "too_long",
                        "The address is longer than " + (HttpServer.LINE_MAX >> 10)
                                + " KB. What is long belongs into a body.");
            case 415 ->
                new Unserved(
                        verb,
                        path,
                        status,
                        "content_encoding",
                        "Bodies are read as they are: send this one without Content-Encoding, not compressed.");
            case 431 ->
                new Unserved(
                        verb,
                        path,
                        status,
                        "headers_too_large",
                        "The headers are larger than " + (HttpServer.HEADERS_MAX >> 10)
                                + " KB together. Where that is cookies, remove this site's.");
            case 501 ->
                new Unserved(
                        verb,
                        path,
                        status,
                        "transfer_encoding",
                        "Of all transfer codings only chunked is read here; send the body with a length, or chunked.");
            case 505 ->
                new Unserved(
                        verb,
                        path,
                        status,
                        "http_version",
                        "Only HTTP/1.1 is spoken here; nginx, for one, needs proxy_http_version 1.1.");
            default -> new Unserved(verb, path, status, "bad_request", "The request is not well-formed HTTP.");
        };
    }

    /** The answer where nobody has another shape for it. */
    Told plain() {
        String body = "{\"error\":{\"code\":\"" + code + "\",\"message\":\"" + message + "\"}}";
        return new Told(List.of("Content-Type", "application/json"), body);
    }
}
