package dev.restore.engine.value;

import dev.restore.catalog.TypeFamily;
import dev.restore.plan.Decoding;
import dev.restore.plan.EpochUnit;
import java.time.ZoneId;
import java.util.Optional;

/** The decoders of the values of the backup. */
public final class CellDecoders {

    private CellDecoders() {}

    /**
     * Returns what decodes the values of a field, empty where they are what they look like.
     *
     * @param family the family of the column's type
     * @param zone the zone of columns that have none
     */
    public static Optional<CellDecoder> of(Decoding decoding, TypeFamily family, ZoneId zone) {
        return switch (decoding) {
            case NONE -> Optional.empty();
            case DJANGO_UUID -> Optional.of(DjangoDecoders.uuid());
            case DJANGO_TIMESTAMP -> Optional.of(DjangoDecoders.timestamp(zone));
            case DJANGO_TIME -> Optional.of(DjangoDecoders.time());
            case DJANGO_DURATION -> Optional.of(DjangoDecoders.duration());
            case DJANGO_BYTES -> Optional.of(DjangoDecoders.bytes());
            case DJANGO_JSON -> Optional.of(DjangoDecoders.json());
            case DJANGO_JSON_TEXT -> Optional.of(DjangoDecoders.jsonText());
            case WAGTAIL_JSON -> Optional.of(WagtailStream.orElse(DjangoDecoders.json()));
            case WAGTAIL_JSON_TEXT -> Optional.of(WagtailStream.textOrElse(DjangoDecoders.jsonText()));
            case DJANGO_STRUCTURE -> Optional.of(DjangoDecoders.structure());
            case DJANGO_RANGE -> Optional.of(DjangoDecoders.range());
            case HEX -> Optional.of(BytesDecoder::hex);
            case BASE64 -> Optional.of(BytesDecoder::base64);
            case HEX_AMONG_TEXTS -> Optional.of(BytesDecoder.amongTexts(BytesDecoder::hex));
            case BASE64_AMONG_TEXTS -> Optional.of(BytesDecoder.amongTexts(BytesDecoder::base64));
            case ESCAPED_BYTES -> Optional.of(BytesDecoder::escaped);
            case LABELLED_BASE64 -> Optional.of(BytesDecoder::labelled);
            case CERTAIN_BYTES -> Optional.of(BytesDecoder::certain);
            case TEXTS -> Optional.of(BytesDecoder::text);
            case BYTE_OBJECTS -> Optional.of(ByteObjects::decode);
            case EXTENDED_JSON -> Optional.of(new ExtendedJson(family));
            case EPOCH_DAYS -> Optional.of(new EpochDecoder(EpochUnit.DAYS, family));
            case EPOCH_SECONDS -> Optional.of(new EpochDecoder(EpochUnit.SECONDS, family));
            case EPOCH_MILLISECONDS -> Optional.of(new EpochDecoder(EpochUnit.MILLISECONDS, family));
            case EPOCH_MICROSECONDS -> Optional.of(new EpochDecoder(EpochUnit.MICROSECONDS, family));
            case EPOCH_NANOSECONDS -> Optional.of(new EpochDecoder(EpochUnit.NANOSECONDS, family));
        };
    }
}
