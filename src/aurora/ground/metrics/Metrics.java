package aurora.ground.metrics;

import io.prometheus.metrics.core.metrics.Counter;
import io.prometheus.metrics.core.metrics.GaugeWithCallback;
import io.prometheus.metrics.core.metrics.Histogram;
import io.prometheus.metrics.expositionformats.PrometheusTextFormatWriter;
import io.prometheus.metrics.model.registry.PrometheusRegistry;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.function.DoubleSupplier;

/**
 * The node's figures. Names begin with {@code aurora_} and end with their unit; counters end with {@code _total}.
 * Labels have few values: never an id, never a user. Thread-safe.
 */
public final class Metrics {
    /** The media type of {@link #text}. */
    public static final String MEDIA_TYPE = PrometheusTextFormatWriter.CONTENT_TYPE;

    private final PrometheusRegistry registry = new PrometheusRegistry();
    private final PrometheusTextFormatWriter writer =
            PrometheusTextFormatWriter.builder().build();

    /** A number that only grows. */
    public Counting counter(String name, String help, String... labels) {
        Counter counter =
                Counter.builder().name(name).help(help).labelNames(labels).register(registry);
        return values -> counter.labelValues(values).inc();
    }

    /** A distribution of seconds, with classic buckets from 1 ms to 60 s. */
    public Timing seconds(String name, String help, String... labels) {
        Histogram histogram = Histogram.builder()
                .name(name)
                .help(help)
                .labelNames(labels)
                .classicOnly()
                .classicUpperBounds(.001, .002, .005, .01, .02, .05, .1, .2, .5, 1, 2, 5, 10, 30, 60)
                .register(registry);
        return (seconds, values) -> histogram.labelValues(values).observe(seconds);
    }

    /** A number read when asked for. */
    public void gauge(String name, String help, DoubleSupplier value) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .callback(callback -> callback.call(value.getAsDouble()))
                .register(registry);
    }

    /** A number per label value, read when asked for. */
    public void gauges(String name, String help, String label, Readings readings) {
        GaugeWithCallback.builder()
                .name(name)
                .help(help)
                .labelNames(label)
                .callback(callback -> readings.read().forEach(one -> callback.call(one.value(), one.label())))
                .register(registry);
    }

    /** All figures in Prometheus's text format. */
    public byte[] text() {
        ByteArrayOutputStream out = new ByteArrayOutputStream(16 << 10);
        try {
            writer.write(out, registry.scrape());
        } catch (IOException impossible) {
            throw new UncheckedIOException(impossible);
        }
        return out.toByteArray();
    }

    /** Counts one more. */
    @FunctionalInterface
    public interface Counting {
        /** Adds one under these label values. */
        void one(String... values);
    }

    /** Records a duration. */
    @FunctionalInterface
    public interface Timing {
        /** Records {@code seconds} under these label values. */
        void record(double seconds, String... values);
    }

    /** Reads several values. */
    @FunctionalInterface
    public interface Readings {
        /** The values now. */
        List<Reading> read();
    }

    /** A value under a label. */
    public record Reading(String label, double value) {}
}
