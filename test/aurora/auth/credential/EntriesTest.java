package aurora.auth.credential;

import static aurora.auth.Replies.invalid;
import static aurora.auth.Replies.value;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.Test;

final class EntriesTest {
    private final Entries entries = Entries.standard();

    @Test
    void names() {
        for (String good : List.of("r", "Robert", "robert@example.org", "a.b_c-d", "Jürgen", "用户", "x".repeat(64))) {
            assertEquals(good, value(entries.name("name", good)));
        }
        assertEquals("robert", value(entries.name("name", "  robert\n")));
        for (String bad :
                List.of("", " ", "a b", "x".repeat(65), "x".repeat(1_000_000), "a/b", "a\u0000b", "<b>", "\ud800")) {
            assertEquals("name", invalid(entries.name("name", bad)), bad.length() > 100 ? "long" : bad);
        }
    }

    @Test
    void newNamesAreNobodyElses() {
        for (String good : List.of(
                "r",
                "Robert",
                "robert@example.org",
                "a.b_c-d",
                "Jürgen",
                "用户",
                "田中さん",
                "Tanaka田中",
                "Ольга",
                "عمر",
                "7of9")) {
            assertEquals(good, value(entries.newName("name", good)));
        }
        assertEquals("Jürgen", value(entries.newName("name", " Ju\u0308rgen ")), "one form of a letter");
        assertEquals("olga", value(entries.newName("name", "ｏｌｇａ")), "wide letters are letters");
        for (String bad : List.of(
                ".",
                "..",
                "-",
                "@",
                "_x",
                "-rf",
                "a\u200bb",
                "a\u202eb",
                "a\u2066b",
                "\ufeffa",
                "\u115f",
                "a\u3164",
                "ol\u0433a",
                "\u041elga",
                "p\u0430ul",
                "Ол\u03b3а",
                "1\u0661",
                "a b",
                "")) {
            assertEquals("name", invalid(entries.newName("name", bad)), bad);
        }
        assertEquals("..", value(entries.name("name", "..")), "who has such a name already signs in with it");
    }

    @Test
    void newPasswords() {
        for (String good : List.of(
                "orange tiger walks home",
                "kT9-qq2!vbn04",
                "ääääääöööööü",
                "            x",
                "x".repeat(250) + "yz",
                "😀😁😂🤣😃😄😅😆😉😊😋😎",
                "winter4711x98235-19375")) {
            assertEquals(good, value(entries.newPassword("password", good, "robert")));
        }
        for (String bad : List.of(
                "",
                "elevenchars",
                "😀😁😂🤣😃😄",
                "x".repeat(257),
                "x".repeat(1_000_000),
                "half a sign \ud800 in it",
                "password1234",
                "Password2026!!",
                "PASSWORDPASSWORD",
                "1234567890123",
                "qwertyuiop12",
                "correcthorsebatterystaple",
                "aaaaaaaaaaaa",
                "abcabcabcabc",
                "abcdefghijkl",
                "111222333444",
                "iloveyou2024",
                "  letmein!!!!  ")) {
            assertEquals(
                    "password",
                    invalid(entries.newPassword("password", bad, "robert")),
                    bad.length() > 99 ? "long" : bad);
        }
        assertEquals("password", invalid(entries.newPassword("password", "Robert.Miller", "robert.miller")));
        assertEquals("password", invalid(entries.newPassword("password", "robert.miller1!", "robert.miller")));
    }

    @Test
    void claimedPasswordsMayBeAnythingOfALength() {
        assertEquals("x", value(entries.password("password", "x")));
        assertEquals("password", invalid(entries.password("password", "")));
        assertEquals("password", invalid(entries.password("password", "x".repeat(257))));
        assertEquals("password", invalid(entries.password("password", "x".repeat(10_000_000))));
    }

    @Test
    void labels() {
        assertEquals("My phone (home)", value(entries.label("device", " My phone (home) ")));
        for (String bad : List.of("", "  ", "a\nb", "x".repeat(101), "\u0007bell", "key\u202eyek", "a\u2028b")) {
            assertEquals("device", invalid(entries.label("device", bad)));
        }
    }
}
