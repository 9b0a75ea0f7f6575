package aurora.router.roster;

import aurora.base.Reply;
import aurora.router.RouterApi;
import aurora.router.RouterApi.AddEngine;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.Locale;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a new engine must look like. */
public final class EngineRules {
    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9._-]{1,40}");
    private static final Pattern KEY = Pattern.compile("[!-~]{1,1000}");
    private static final int URL_MAX = 300;

    private EngineRules() {}

    /** The request with its url made plain, or what is wrong with it. */
    public static Reply<AddEngine> checked(AddEngine request) {
        if (!NAME.matcher(request.name()).matches() || request.name().equals(RouterApi.AUTO)) {
            return Reply.invalid("name", "A name has 1 to 40 letters, digits, and - _ . and is not \"auto\".");
        }
        if (request.key().isPresent() && !KEY.matcher(request.key().get()).matches()) {
            return Reply.invalid("key", "A key has 1 to 1,000 visible ASCII characters and no spaces.");
        }
        return url(request.url()).map(url -> new AddEngine(request.name(), url, request.key()));
    }

    private static Reply<String> url(String text) {
        String stripped = text.strip();
        if (stripped.isEmpty() || stripped.length() > URL_MAX) {
            return Reply.invalid("url", "An address has 1 to " + URL_MAX + " characters.");
        }
        URI uri;
        try {
            uri = new URI(stripped.contains("://") ? stripped : "http://" + stripped);
        } catch (URISyntaxException bad) {
            return wrong();
        }
        String scheme = Optional.ofNullable(uri.getScheme()).orElse("").toLowerCase(Locale.ROOT);
        if (!scheme.equals("http") && !scheme.equals("https")) {
            return Reply.invalid("url", "An address begins with http:// or https://.");
        }
        if (uri.getRawUserInfo() != null
                || String.valueOf(uri.getRawAuthority()).contains("@")) {
            return Reply.invalid("url", "An address holds no user name or password: give the key apart.");
        }
        if (uri.getHost() == null || uri.getPort() == 0 || uri.getPort() > 65_535) {
            return wrong();
        }
        if (uri.getRawQuery() != null || uri.getRawFragment() != null) {
            return Reply.invalid("url", "An address has no ? and no #.");
        }
        String plain = uri.toString();
        while (plain.endsWith("/")) {
            plain = plain.substring(0, plain.length() - 1);
        }
        return Reply.ok(plain);
    }

    private static Reply<String> wrong() {
        return Reply.invalid("url", "This is no address of an engine; write it like http://127.0.0.1:11434.");
    }
}
