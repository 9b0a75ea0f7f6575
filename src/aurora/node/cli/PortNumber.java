package aurora.node.cli;

import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** A port as it stands on the command line. */
final class PortNumber implements ITypeConverter<Integer> {
    private static final int MAX = 65_535;

    @Override
    public Integer convert(String text) {
        return read(text, 1);
    }

    /** The same, or 0 for any that is free. */
    static final class OrAny implements ITypeConverter<Integer> {
        @Override
        public Integer convert(String text) {
            return read(text, 0);
        }
    }

    private static int read(String text, int min) {
        int port = text.matches("\\d{1,5}") ? Integer.parseInt(text) : -1;
        if (port < min || port > MAX) {
            throw new TypeConversionException(
                    "\"" + text + "\" is no port: it wants a whole number from " + min + " to " + MAX);
        }
        return port;
    }
}
