package dev.restore.examples.benchmark;

import java.nio.file.Path;
import java.sql.PreparedStatement;
import java.sql.SQLException;
import java.time.LocalDateTime;
import java.time.OffsetDateTime;
import java.util.List;
import java.util.Map;
import java.util.UUID;
import java.util.stream.Collectors;
import tools.jackson.databind.DeserializationFeature;
import tools.jackson.databind.MappingIterator;
import tools.jackson.databind.json.JsonMapper;

/** Rows as a program with Jackson and JDBC has them: a map each. */
final class JsonRows {

    private JsonRows() {}

    static JsonMapper mapper() {
        return JsonMapper.builder()
                .enable(DeserializationFeature.USE_BIG_DECIMAL_FOR_FLOATS)
                .disable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
                .build();
    }

    static MappingIterator<Map<String, Object>> read(Path data, TableData table) {
        return mapper().readerForMapOf(Object.class)
                .readValues(Format.JSON.file(data, table.name()).toFile());
    }

    static String insert(TableData table) {
        String names = table.columns().stream().map(Column::name).collect(Collectors.joining(", "));
        String places = table.columns().stream().map(column -> "?").collect(Collectors.joining(", "));
        return "INSERT INTO " + table.name() + " (" + names + ") VALUES (" + places + ")";
    }

    static void bind(PreparedStatement statement, List<Column> columns, Map<?, ?> row) throws SQLException {
        int place = 1;
        for (Column column : columns) {
            Object value = row.get(column.name());
            statement.setObject(
                    place++,
                    value == null
                            ? null
                            : switch (column.kind()) {
                                case UUID -> UUID.fromString((String) value);
                                case INSTANT -> OffsetDateTime.parse((String) value);
                                case LOCAL_TIME -> LocalDateTime.parse((String) value);
                                default -> value;
                            });
        }
    }
}
