package aurora.mesh.data;

import aurora.base.Refusal;
import aurora.ground.sql.Sql;
import aurora.ground.sql.Statements;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.HexFormat;

/**
 * Puts the tables of the data, and the views and indexes of each service, into the database. Works as their owner;
 * the program itself then reads and writes as another role, which may only call {@code put} and read.
 */
public final class Schemas {
    /** Grows when an older program could no longer read the data. */
    static final int VERSION = 1;

    private static final String INSTALLED = "SELECT version, hash FROM aurora.installed WHERE name = ?";

    private final Sql owner;
    private final String reader;

    /**
     * The schemas of one database.
     *
     * @param owner the database as the role that owns the schemas
     * @param reader the role that services read and write as; empty when it is the owner itself
     */
    public Schemas(Sql owner, String reader) {
        this.owner = owner;
        this.reader = reader;
    }

    /**
     * Installs or updates the tables; does nothing when they are up to date.
     *
     * @param node this node's id, kept when the database is new
     * @throws Refusal when the database belongs to a newer program
     */
    public void install(String node) {
        String script = read(Schemas.class, "data.sql");
        boolean fresh = owner.first("SELECT to_regclass('aurora.installed') IS NULL AS fresh", row -> row.flag("fresh"))
                .orElse(true);
        if (!fresh && upToDate(owner, "data", script)) {
            return;
        }
        owner.transaction(statements -> {
            statements.first("SELECT pg_advisory_xact_lock(4712)", row -> true);
            statements.script(script);
            statements.update(
                    "INSERT INTO aurora.me(node, incarnation) VALUES (?, gen_random_uuid()) ON CONFLICT DO NOTHING",
                    node);
            if (!reader.isEmpty()) {
                statements.script("GRANT USAGE ON SCHEMA aurora TO " + reader
                        + "; GRANT SELECT ON ALL TABLES IN SCHEMA aurora TO " + reader
                        + "; GRANT EXECUTE ON FUNCTION aurora.put(text[], text[], jsonb[], uuid[], bigint[], bigint),"
                        + " aurora.compact(uuid) TO "
                        + reader);
            }
            return record(statements, "data", script);
        });
    }

    /**
     * Makes the schema {@code service} anew from the script {@code resource} that lies beside {@code beside}, when
     * the script has changed since the last time. The script holds views over {@code aurora.head} in that schema, and
     * indexes on {@code aurora.head} whose names begin with the service's name and an underscore; both are dropped
     * before it runs, and hold no data of their own.
     *
     * @throws Refusal when the database belongs to a newer program
     */
    public void migrate(String service, Class<?> beside, String resource) {
        migrate(service, read(beside, resource));
    }

    /** The same with the script itself. */
    public void migrate(String service, String script) {
        if (!service.matches("[a-z]{1,30}")
                || service.equals("aurora")
                || service.equals("public")
                || service.equals("data")) {
            throw new IllegalArgumentException("\"" + service + "\" is no name for a service's schema");
        }
        if (upToDate(owner, service, script)) {
            return;
        }
        owner.transaction(statements -> {
            statements.first("SELECT pg_advisory_xact_lock(4712)", row -> true);
            statements.script("SET LOCAL statement_timeout = 0");
            statements.script("DROP SCHEMA IF EXISTS " + service + " CASCADE; CREATE SCHEMA " + service);
            statements
                    .query(
                            "SELECT format('%I.%I', schemaname, indexname) AS name FROM pg_indexes"
                                    + " WHERE schemaname = 'aurora' AND tablename = 'head'"
                                    + " AND starts_with(indexname, ?)",
                            row -> row.text("name"), service + "_")
                    .forEach(index -> statements.script("DROP INDEX " + index));
            statements.script(script);
            if (!reader.isEmpty()) {
                statements.script("GRANT USAGE ON SCHEMA " + service + " TO " + reader
                        + "; GRANT SELECT ON ALL TABLES IN SCHEMA " + service + " TO " + reader);
            }
            return record(statements, service, script);
        });
    }

    private static boolean upToDate(Statements statements, String name, String script) {
        return statements
                .first(
                        INSTALLED,
                        row -> {
                            if (row.number("version") > VERSION) {
                                throw new Refusal(
                                        "This is a database of a newer version of Aurora (it holds data version "
                                                + row.number("version") + ", this program knows " + VERSION
                                                + "): update Aurora, or start it with another home.",
                                        null);
                            }
                            return row.text("hash").equals(hash(script));
                        },
                        name)
                .orElse(false);
    }

    private static boolean record(Statements statements, String name, String script) {
        statements.update(
                "INSERT INTO aurora.installed(name, version, hash) VALUES (?, ?, ?) ON CONFLICT (name) DO UPDATE"
                        + " SET version = excluded.version, hash = excluded.hash, at = now()",
                name,
                VERSION,
                hash(script));
        return true;
    }

    private static String hash(String script) {
        try {
            return HexFormat.of()
                    .formatHex(MessageDigest.getInstance("SHA-256").digest(script.getBytes(StandardCharsets.UTF_8)));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException("every Java has SHA-256", impossible);
        }
    }

    private static String read(Class<?> beside, String resource) {
        try (InputStream in = beside.getResourceAsStream(resource)) {
            if (in == null) {
                throw new IllegalArgumentException("there is no " + resource + " beside " + beside.getName());
            }
            return new String(in.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException unreadable) {
            throw new UncheckedIOException("cannot read " + resource, unreadable);
        }
    }
}
