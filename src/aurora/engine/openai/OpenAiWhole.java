package aurora.engine.openai;

import aurora.engine.Part;
import aurora.engine.remote.LineReader;
import aurora.engine.remote.PartSink;
import java.io.ByteArrayOutputStream;

/** Reads a {@code chat.completion} that comes in one piece; some servers write it over several lines. */
final class OpenAiWhole implements LineReader {
    private static final int BODY_MAX = 16 << 20;

    private final ByteArrayOutputStream body = new ByteArrayOutputStream(1024);
    private final OpenAiLines lines = new OpenAiLines();
    private boolean failed;

    @Override
    public void line(byte[] bytes, int start, int length, PartSink out) {
        if (failed || isBlank(bytes, start, length)) {
            return;
        }
        if (body.size() + length > BODY_MAX) {
            failed = true;
            out.failed(Part.Failure.PROTOCOL, "the answer is larger than " + BODY_MAX + " bytes");
            return;
        }
        body.write(bytes, start, length);
        body.write(' ');
    }

    /** Some servers send blank lines while they compute. */
    private static boolean isBlank(byte[] bytes, int start, int length) {
        for (int i = start; i < start + length; i++) {
            if (bytes[i] != ' ' && bytes[i] != '\t') {
                return false;
            }
        }
        return true;
    }

    @Override
    public int held() {
        return body.size();
    }

    @Override
    public void end(PartSink out) {
        if (failed) {
            return;
        }
        byte[] json = body.toByteArray();
        lines.line(json, 0, json.length, out);
        lines.end(out);
    }

    @Override
    public boolean complete() {
        return failed || lines.complete();
    }
}
