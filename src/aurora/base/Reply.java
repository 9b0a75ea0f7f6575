package aurora.base;

import java.time.Duration;
import java.util.function.Function;

/**
 * What a service answers. Sealed, so that every reader handles every outcome; {@link Unavailable} is among them
 * because the callee may be on another machine.
 *
 * @param <T> what a successful call yields
 */
public sealed interface Reply<T> {

    /** The call was carried out. */
    record Ok<T>(T value) implements Reply<T> {}

    /** The caller may not do this; {@code signIn} tells whether signing in (again) could help. */
    record Denied<T>(boolean signIn, String why) implements Reply<T> {}

    /** There is no such thing, or none this caller may see. */
    record NotFound<T>(String what) implements Reply<T> {}

    /** The request is wrong; {@code field} is its name in the request, or empty for the whole. */
    record Invalid<T>(String field, String why) implements Reply<T> {}

    /** A limit is reached; worth trying again after {@code retryAfter}. */
    record Busy<T>(Duration retryAfter, String why) implements Reply<T> {}

    /** The part that would answer is away: {@code who} names it. */
    record Unavailable<T>(String who, String why) implements Reply<T> {}

    /** Shorthand for {@link Ok}. */
    static <T> Reply<T> ok(T value) {
        return new Ok<>(value);
    }

    /** Shorthand for {@link Denied} to somebody who is signed in and may still not do it. */
    static <T> Reply<T> denied(String why) {
        return new Denied<>(false, why);
    }

    /** Shorthand for {@link NotFound}. */
    static <T> Reply<T> notFound(String what) {
        return new NotFound<>(what);
    }

    /** Shorthand for {@link Invalid}. */
    static <T> Reply<T> invalid(String field, String why) {
        return new Invalid<>(field, why);
    }

    /** The same outcome with the value changed by {@code change}. */
    default <R> Reply<R> map(Function<? super T, ? extends R> change) {
        return then(value -> ok(change.apply(value)));
    }

    /** The outcome of {@code next} when this is {@link Ok}, else this outcome. */
    default <R> Reply<R> then(Function<? super T, Reply<R>> next) {
        return switch (this) {
            case Ok<T>(T value) -> next.apply(value);
            case Denied<T>(boolean signIn, String why) -> new Denied<>(signIn, why);
            case NotFound<T>(String what) -> new NotFound<>(what);
            case Invalid<T>(String field, String why) -> new Invalid<>(field, why);
            case Busy<T>(Duration retryAfter, String why) -> new Busy<>(retryAfter, why);
            case Unavailable<T>(String who, String why) -> new Unavailable<>(who, why);
        };
    }
}
