package aurora.auth.audit;

/** What a checkpoint says: the chain of {@code node} has this entry, with this hash. {@code at}: when it was signed. */
record Mark(String node, long number, String hash, String at) {
    /** Where in the chain it stands. */
    Link link() {
        return new Link(number, hash, 0);
    }
}
