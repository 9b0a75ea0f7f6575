/**
 * Floor 3: who may come in. Users, sessions, API keys, tokens, throttling and the audit trail.
 *
 * <p>{@link AuthService} checks the caller and hands over to {@code account} (users, sessions, keys), which proves by
 * {@code credential} (passwords, tokens, throttle), writes through {@code audit} and reads from {@code store}.
 *
 * <p>Needs the replicated data. Never stores a password, a refresh token or an API key readable. Works with Redis
 * stopped. Data: entities {@code user}, {@code user_name}, {@code auth_first}, {@code session}, {@code api_key},
 * {@code api_key_use}, {@code audit}, {@code audit_checkpoint}; views in schema {@code auth}. In the home: two signing
 * keys, the latest checkpoint of the audit trail, and the credential of the machine's owner.
 */
@NullMarked
package aurora.auth;

import org.jspecify.annotations.NullMarked;
