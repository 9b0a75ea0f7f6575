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
}
