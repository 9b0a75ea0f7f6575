package aurora.mesh.contract;

import aurora.base.Caller;
import aurora.base.Deadline;
import aurora.base.Events;
import aurora.base.Reply;

/**
 * One method of a service as HTTP sees it. Members of the path in braces, of the query and of the JSON body together
 * make the request record.
 *
 * @param <A> the service's interface
 * @param <Q> the request's record
 * @param <R> the answer's record; for a stream: of each of its items
 */
public record Row<A, Q, R>(
        Verb verb, String path, Class<Q> request, Class<R> answer, Action<A, Q, R> action, Rules rules) {

    /** How a row answers. */
    public sealed interface Action<A, Q, R> {}

    /** With one JSON object. */
    public record Once<A, Q, R>(Call<A, Q, R> call) implements Action<A, Q, R> {}

    /** With server-sent events; the event's name is the item's record in lower case. */
    public record Stream<A, Q, R>(StreamCall<A, Q, R> call) implements Action<A, Q, R> {}

    /** With a file of JSON lines called {@code file}. */
    public record Lines<A, Q, R>(StreamCall<A, Q, R> call, String file) implements Action<A, Q, R> {}

    /** A method that answers once, such as {@code ChatApi::send}. */
    @FunctionalInterface
    public interface Call<A, Q, R> {
        /** Calls it. */
        Reply<R> on(A api, Caller caller, Q request, Deadline deadline);
    }

    /** A method that answers with a stream, such as {@code ChatApi::watch}. */
    @FunctionalInterface
    public interface StreamCall<A, Q, R> {
        /** Calls it. */
        Reply<Events<R>> on(A api, Caller caller, Q request, Deadline deadline);
    }
}
