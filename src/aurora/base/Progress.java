package aurora.base;

/** Hears how far a piece of work is that takes more than a moment. */
@FunctionalInterface
public interface Progress {
    /** Nobody listens. */
    Progress SILENT = (what, done) -> {};

    /**
     * The work goes on.
     *
     * @param what for a person, such as "unpacking PostgreSQL"
     * @param done from 0 to 1
     */
    void at(String what, double done);

    /**
     * A step has begun that mostly takes less than a second; who hears of it need not tell it before that.
     *
     * @param what for a person, such as "starting PostgreSQL"
     */
    default void passing(String what) {}

    /** Something a person should know, in whole sentences; it may come at any time. */
    default void note(String what) {}
}
