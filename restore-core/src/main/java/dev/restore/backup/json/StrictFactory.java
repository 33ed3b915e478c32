package dev.restore.backup.json;

import dev.restore.backup.ReadLimits;
import java.io.InputStream;
import tools.jackson.core.JsonParser;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.io.IOContext;
import tools.jackson.core.json.JsonFactory;
import tools.jackson.core.json.JsonFactoryBuilder;

/** Makes parsers of bytes that are {@link StrictParser}s. */
final class StrictFactory extends JsonFactory {

    private static final long serialVersionUID = 1L;

    private final transient ReadLimits limits;

    StrictFactory(ReadLimits limits, JsonFactoryBuilder builder) {
        super(builder);
        this.limits = limits;
    }

    @Override
    protected JsonParser _createParser(ObjectReadContext context, IOContext io, InputStream in) {
        return new StrictParser(
                limits,
                context,
                io,
                context.getStreamReadFeatures(_streamReadFeatures),
                context.getFormatReadFeatures(_formatReadFeatures),
                in,
                _byteSymbolCanonicalizer.makeChildOrPlaceholder(_factoryFeatures));
    }
}
