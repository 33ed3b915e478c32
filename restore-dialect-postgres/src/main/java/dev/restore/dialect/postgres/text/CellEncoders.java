package dev.restore.dialect.postgres.text;

import dev.restore.dialect.postgres.catalog.PgType;
import java.time.ZoneId;

/** Chooses the encoder for a type. */
public final class CellEncoders {

    private final ZoneId zone;

    public CellEncoders(ZoneId zone) {
        this.zone = zone;
    }

    public CellEncoder of(PgType type) {
        return switch (type.family()) {
            case BOOLEAN -> ScalarEncoders::bool;
            case INTEGER -> ScalarEncoders::integer;
            case DECIMAL -> type.limitsScale() ? ScalarEncoders.decimal(type.scale()) : ScalarEncoders::number;
            case FLOAT -> type.base().equals("float4") ? ScalarEncoders::single : ScalarEncoders::real;
            case TEXT -> type.base().equals("name") ? ScalarEncoders::name : ScalarEncoders.text(type.size());
            case BINARY -> ScalarEncoders::binary;
            case DATE, TIME, TIME_WITH_ZONE, TIMESTAMP, TIMESTAMP_WITH_ZONE ->
                new TemporalEncoder(type.family(), type.scale(), zone);
            case UUID -> ScalarEncoders::onlyText;
            case JSON -> new JsonEncoder();
            case ARRAY -> new ArrayEncoder(type, this::of);
            case OTHER, ANY -> {
                if (type.kind() == 'c') {
                    yield new CompositeEncoder(type, this::of);
                }
                if (type.base().equals("hstore")) {
                    yield new HstoreEncoder();
                }
                CellEncoder range = RangeEncoder.of(type, zone);
                yield range == null ? ScalarEncoders.other(type) : range;
            }
        };
    }
}
