package dev.restore.examples.cli;

import dev.restore.Backup;
import dev.restore.Restore;
import dev.restore.backup.BackupSource;
import dev.restore.backup.ReadLimits;
import java.math.BigDecimal;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import tools.jackson.core.JacksonException;
import tools.jackson.core.JsonParser;
import tools.jackson.core.JsonToken;
import tools.jackson.core.ObjectReadContext;
import tools.jackson.core.json.JsonFactory;

/** Reads {@code name=name} and {@code table.column=value}. */
final class Names {

    private final BackupSource backup;
    private final ReadLimits limits;
    private final Set<String> except;
    private @Nullable Set<String> tables;

    /**
     * Creates one.
     *
     * @param except what of the backup is not read
     */
    Names(BackupSource backup, ReadLimits limits, Set<String> except) {
        this.limits = limits;
        this.backup = backup;
        this.except = Set.copyOf(except);
    }

    /** Adds a mapping. A name with a dot is a table if the backup has one of that name, as Django's do, else a field. */
    Restore map(Restore restore, String text) {
        int equals = text.indexOf('=');
        String from = text.substring(0, equals);
        String to = text.substring(equals + 1);
        int dot = from.lastIndexOf('.');
        if (dot < 1 || tables().contains(from)) {
            return restore.map(from, to);
        }
        return restore.map(from.substring(0, dot), from.substring(dot + 1), to);
    }

    Restore defaultValue(Restore restore, String text) {
        int equals = text.indexOf('=');
        String column = text.substring(0, equals);
        int dot = column.lastIndexOf('.');
        return restore.defaultValue(
                column.substring(0, dot), column.substring(dot + 1), scalar(text.substring(equals + 1)));
    }

    static Restore children(Restore restore, String text) {
        int equals = text.indexOf('=');
        int dot = text.lastIndexOf('.');
        return restore.children(text.substring(0, equals), text.substring(equals + 1, dot), text.substring(dot + 1));
    }

    private Set<String> tables() {
        Set<String> known = tables;
        if (known == null) {
            known = Set.copyOf(Backup.tables(backup, limits, except));
            tables = known;
        }
        return known;
    }

    static @Nullable Object scalar(String text) {
        try (JsonParser json = new JsonFactory().createParser(ObjectReadContext.empty(), text)) {
            JsonToken token = json.nextToken();
            if (token == null) {
                return text;
            }
            @Nullable
            Object value = switch (token) {
                case VALUE_NULL -> null;
                case VALUE_STRING -> json.getString();
                case VALUE_TRUE -> true;
                case VALUE_FALSE -> false;
                case VALUE_NUMBER_INT -> json.getBigIntegerValue();
                case VALUE_NUMBER_FLOAT -> new BigDecimal(json.getString());
                default -> text;
            };
            return json.nextToken() == null ? value : text;
        } catch (JacksonException e) {
            return text;
        }
    }
}
