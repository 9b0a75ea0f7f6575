package aurora.engine;

/**
 * What an engine is.
 *
 * @param name its name on this node, unique
 * @param kind which protocol it speaks
 * @param url its address; empty for the embedded one
 * @param slots how many requests it works on at once; 0 when it does not tell, so that it has to be seen
 */
public record EngineFacts(String name, Kind kind, String url, int slots) {

    /** What {@link Engine#generate} calls one of its models that fails while the engine itself can be reached. */
    public String at(String model) {
        return name + "/" + model;
    }

    /** The engines Aurora knows how to talk to. */
    public enum Kind {
        EMBEDDED,
        OLLAMA,
        OPENAI
    }
}
