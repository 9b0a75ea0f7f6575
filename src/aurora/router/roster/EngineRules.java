package aurora.router.roster;

import aurora.base.Reply;
import aurora.engine.Model;
import aurora.router.RouterApi;
import aurora.router.RouterApi.AddEngine;
import java.net.URI;
import java.net.URISyntaxException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Pattern;

/** What a new engine must look like, and what it may call its models: all of it is somebody else's text. */
public final class EngineRules {
    /** Characters of what an engine says of a model that it leaves out. */
    private static final int SAID_MAX = 300;

    private static final Pattern NAME = Pattern.compile("[A-Za-z0-9][A-Za-z0-9._-]{0,39}");
    private static final Pattern KEY = Pattern.compile("[!-~]{1,1000}");
    private static final Pattern HERE = Pattern.compile("localhost|127\\.[0-9.]+|0\\.0\\.0\\.0|\\[(::1|::)]");
    private static final int URL_MAX = 300;
    /** Models of one engine that are taken. */
    static final int MODELS_MAX = 1_000;
    /** Characters of a model's name at most. */
    static final int MODEL_NAME_MAX = 200;
    /** Models that are left out and named; beyond they are counted. */
    static final int LEFT_OUT_MAX = 10;

    private static final int SHOWN_MAX = 60;

    private EngineRules() {}

    /** The request with its url made plain, or what is wrong with it. */
    public static Reply<AddEngine> checked(AddEngine request) {
        if (!NAME.matcher(request.name()).matches() || request.name().equalsIgnoreCase(RouterApi.AUTO)) {
            return Reply.invalid(
                    "name",
                    "A name has 1 to 40 letters from a to z, digits, and - _ . after the first; it is not \"auto\".");
        }
        if (request.key().isPresent() && !KEY.matcher(request.key().get()).matches()) {
            return Reply.invalid("key", "A key has 1 to 1,000 visible ASCII characters and no spaces.");
        }
        return url(request.url()).map(url -> new AddEngine(request.name(), url, request.key()));
    }

    /** What two spellings of one address have in common: scheme, host, port and path; nothing for one without host. */
    static Optional<String> place(String url) {
        URI uri = URI.create(url);
        if (uri.getHost() == null) {
            return Optional.empty();
        }
        String scheme = String.valueOf(uri.getScheme()).toLowerCase(Locale.ROOT);
        String host = uri.getHost().toLowerCase(Locale.ROOT);
        boolean here = HERE.matcher(host).matches();
        int port = uri.getPort() >= 0 ? uri.getPort() : scheme.equals("https") ? 443 : 80;
        String path = Optional.ofNullable(uri.getRawPath()).orElse("").replaceFirst("(/v1)?/*$", "");
        return Optional.of(scheme + "://" + (here ? "localhost" : host) + ":" + port + path);
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

    /** Models as they are taken; {@code leftOut}: the others with the reason, in clean text. */
    record Models(List<Model> taken, List<String> leftOut) {}

    /**
     * The models of {@code told} that can be asked for by their names, each once; {@code leftOutThere}: what the engine
     * has left out itself, with the reason.
     */
    static Models models(List<Model> told, List<String> leftOutThere) {
        Map<String, Model> taken = new LinkedHashMap<>();
        List<String> leftOut = new ArrayList<>();
        int more = 0;
        for (Model model : told) {
            Optional<String> wrong = wrong(model.name());
            if (wrong.isEmpty() && taken.containsKey(model.name())) {
                wrong = Optional.of("is listed twice");
            }
            if (wrong.isEmpty() && taken.size() >= MODELS_MAX) {
                wrong = Optional.of("is beyond the " + MODELS_MAX + " that are taken of an engine");
            }
            if (wrong.isEmpty()) {
                taken.put(model.name(), clean(model));
            } else if (leftOut.size() < LEFT_OUT_MAX) {
                leftOut.add("\"" + shown(model.name()) + "\" " + wrong.get());
            } else {
                more++;
            }
        }
        for (String one : leftOutThere) {
            if (leftOut.size() < LEFT_OUT_MAX) {
                leftOut.add(said(one));
            } else {
                more++;
            }
        }
        if (more > 0) {
            leftOut.add(more + " more");
        }
        return new Models(List.copyOf(taken.values()), List.copyOf(leftOut));
    }

    private static Optional<String> wrong(String name) {
        if (name.isBlank()) {
            return Optional.of("is no name");
        }
        if (name.length() > MODEL_NAME_MAX) {
            return Optional.of("is longer than " + MODEL_NAME_MAX + " characters");
        }
        if (name.codePoints().anyMatch(EngineRules::unseen) || !name.strip().equals(name)) {
            return Optional.of("holds characters that cannot be seen");
        }
        return name.equalsIgnoreCase(RouterApi.AUTO)
                ? Optional.of("is the name that means the best model of all")
                : Optional.empty();
    }

    private static boolean unseen(int character) {
        return switch (Character.getType(character)) {
            case Character.CONTROL,
                    Character.FORMAT,
                    Character.SURROGATE,
                    Character.PRIVATE_USE,
                    Character.UNASSIGNED,
                    Character.LINE_SEPARATOR,
                    Character.PARAGRAPH_SEPARATOR -> true;
            default -> false;
        };
    }

    private static String shown(String name) {
        StringBuilder clean = new StringBuilder();
        name.codePoints().limit(SHOWN_MAX).forEach(c -> clean.appendCodePoint(unseen(c) ? '?' : c));
        return name.length() > SHOWN_MAX ? clean + "…" : clean.toString();
    }

    private static String said(String text) {
        StringBuilder clean = new StringBuilder();
        text.codePoints().limit(SAID_MAX).forEach(c -> clean.appendCodePoint(unseen(c) ? '?' : c));
        return text.length() > SAID_MAX ? clean + "…" : clean.toString();
    }

    private static Model clean(Model model) {
        String digest = model.digest();
        boolean sound = digest.length() <= MODEL_NAME_MAX && digest.codePoints().noneMatch(EngineRules::unseen);
        return new Model(
                model.name(),
                model.purpose(),
                model.loaded(),
                Math.max(0, model.sizeBytes()),
                Math.max(0, model.contextMax()),
                sound ? digest : "");
    }

    private static Reply<String> wrong() {
        return Reply.invalid("url", "This is no address of an engine; write it like http://127.0.0.1:11434.");
    }
}
