package dev.restore.engine;

import dev.restore.plan.Decoding;
import java.time.ZoneId;
import java.util.Optional;

/** The decoders of the values of the backup. */
final class CellDecoders {

    private CellDecoders() {}

    /**
     * Returns what decodes the values of a field, empty where they are what they look like.
     *
     * @param zone the zone of columns that have none
     */
    static Optional<CellDecoder> of(Decoding decoding, ZoneId zone) {
        return switch (decoding) {
            case NONE -> Optional.empty();
            case DJANGO_UUID -> Optional.of(DjangoDecoders.uuid());
            case DJANGO_TIMESTAMP -> Optional.of(DjangoDecoders.timestamp(zone));
            case DJANGO_TIME -> Optional.of(DjangoDecoders.time());
            case DJANGO_DURATION -> Optional.of(DjangoDecoders.duration());
            case DJANGO_BYTES -> Optional.of(DjangoDecoders.bytes());
            case DJANGO_JSON -> Optional.of(DjangoDecoders.json());
            case DJANGO_JSON_TEXT -> Optional.of(DjangoDecoders.jsonText());
            case DJANGO_STRUCTURE -> Optional.of(DjangoDecoders.structure());
            case DJANGO_RANGE -> Optional.of(DjangoDecoders.range());
        };
    }
}
