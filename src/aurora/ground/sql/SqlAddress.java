package aurora.ground.sql;

import java.time.Duration;

/**
 * A database and whom to be there.
 *
 * @param url JDBC URL, {@code jdbc:postgresql://host:port/database}
 * @param user sign-in name; empty when the URL holds it
 * @param password its password; empty when the URL holds it
 * @param role the role taken after signing in; empty: none
 * @param statementMax how long one statement may take
 */
public record SqlAddress(String url, String user, String password, String role, Duration statementMax) {
    /** How long one statement may take unless said otherwise. */
    public static final Duration STATEMENT_MAX = Duration.ofSeconds(10);

    /** A database on this machine. */
    public static SqlAddress local(int port, String database, String user, String password) {
        String url = "jdbc:postgresql://127.0.0.1:" + port + "/" + database + "?sslmode=disable&gssEncMode=disable";
        return new SqlAddress(url, user, password, "", STATEMENT_MAX);
    }

    /** The same, in the role {@code other}. */
    public SqlAddress as(String other) {
        return new SqlAddress(url, user, password, other, statementMax);
    }

    /** The same with another bound for a statement. */
    public SqlAddress within(Duration max) {
        return new SqlAddress(url, user, password, role, max);
    }

    /** The address for people: without the password and without the URL's parameters, which may hold one. */
    public String shown() {
        int parameters = url.indexOf('?');
        return parameters < 0 ? url : url.substring(0, parameters);
    }

    @Override
    public String toString() {
        return shown();
    }
}
