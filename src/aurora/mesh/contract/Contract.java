package aurora.mesh.contract;

import java.util.ArrayList;
import java.util.List;

/**
 * The table of a service.
 *
 * @param <A> the service's interface
 * @param service the service's name: a noun, the same everywhere
 * @param rows a row per method
 */
public record Contract<A>(String service, Class<A> api, List<Row<A, ?, ?>> rows) {

    public Contract {
        rows = List.copyOf(rows);
    }

    /** Begins a table. */
    public static <A> Table<A> of(String service, Class<A> api) {
        return new Table<>(service, api);
    }

    /** A table being written. */
    public static final class Table<A> {
        private final String service;
        private final Class<A> api;
        private final List<Row<A, ?, ?>> rows = new ArrayList<>();

        private Table(String service, Class<A> api) {
            this.service = service;
            this.api = api;
        }

        /** A method that answers once. */
        public <Q, R> Table<A> row(
                Verb verb, String path, Class<Q> request, Class<R> answer, Row.Call<A, Q, R> call, Rules rules) {
            rows.add(new Row<>(verb, path, request, answer, new Row.Once<>(call), rules));
            return this;
        }

        /** A method that answers with server-sent events. */
        public <Q, R> Table<A> stream(
                String path, Class<Q> request, Class<R> item, Row.StreamCall<A, Q, R> call, Rules rules) {
            rows.add(new Row<>(Verb.GET, path, request, item, new Row.Stream<>(call), rules));
            return this;
        }

        /** A method that answers with a file of JSON lines. */
        public <Q, R> Table<A> lines(
                String path, Class<Q> request, Class<R> item, String file, Row.StreamCall<A, Q, R> call, Rules rules) {
            rows.add(new Row<>(Verb.GET, path, request, item, new Row.Lines<>(call, file), rules));
            return this;
        }

        /** The finished table. */
        public Contract<A> done() {
            return new Contract<>(service, api, rows);
        }
    }
}
