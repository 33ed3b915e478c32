package dev.restore.examples.benchmark;

import java.io.BufferedWriter;
import java.io.IOException;
import java.io.Writer;
import java.nio.channels.FileChannel;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** A form in which the same rows lie ready before anything is timed. No generated value needs escaping in any of them. */
enum Format {
    JSON,
    TEXT,
    CSV,
    XML;

    /** Returns where a data set lies in this form. */
    Path directory(Path data) {
        return data.resolve(name().toLowerCase(java.util.Locale.ROOT));
    }

    /** Returns the file of a table; XML has one file for all. */
    Path file(Path data, String table) {
        return switch (this) {
            case JSON -> directory(data).resolve(table + ".json");
            case TEXT -> directory(data).resolve(table + ".tsv");
            case CSV -> directory(data).resolve(table + ".csv");
            case XML -> directory(data).resolve("dataset.xml");
        };
    }

    /** Writes a data set unless it lies there already, to the disk itself: nothing is to be written back while others are timed. */
    void write(Dataset dataset, Path data) throws IOException {
        Path directory = directory(data);
        Path done = data.resolve(name() + ".done");
        if (Files.exists(done)) {
            return;
        }
        Files.createDirectories(directory);
        if (this == XML) {
            try (BufferedWriter out = Files.newBufferedWriter(file(data, ""), StandardCharsets.UTF_8)) {
                out.write("<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n<dataset>\n");
                for (TableData table : dataset.tables()) {
                    table.forEach(row -> xml(out, table, row));
                }
                out.write("</dataset>\n");
            }
            force(file(data, ""));
        } else {
            for (TableData table : dataset.tables()) {
                try (BufferedWriter out = Files.newBufferedWriter(file(data, table.name()), StandardCharsets.UTF_8)) {
                    write(table, out);
                }
                force(file(data, table.name()));
            }
        }
        Files.createFile(done);
    }

    private static void force(Path file) throws IOException {
        try (FileChannel channel = FileChannel.open(file, StandardOpenOption.WRITE)) {
            channel.force(true);
        }
    }

    private void write(TableData table, Writer out) throws IOException {
        if (this == JSON) {
            String[] separator = {"[\n"};
            table.forEach(row -> {
                out.write(separator[0]);
                separator[0] = ",\n";
                json(out, table.columns(), row);
            });
            out.write("\n]\n");
        } else {
            table.forEach(row -> separated(out, table.columns(), row));
        }
    }

    private static void json(Writer out, List<Column> columns, @Nullable String[] row) throws IOException {
        for (int i = 0; i < row.length; i++) {
            Column column = columns.get(i);
            String quote = row[i] == null || column.kind().bare() ? "" : "\"";
            out.write((i == 0 ? "{\"" : ",\"") + column.name() + "\":" + quote + row[i] + quote);
        }
        out.write('}');
    }

    private void separated(Writer out, List<Column> columns, @Nullable String[] row) throws IOException {
        for (int i = 0; i < row.length; i++) {
            if (i > 0) {
                out.write(this == CSV ? ',' : '\t');
            }
            String value = row[i];
            if (value == null) {
                out.write(this == CSV ? "" : "\\N");
            } else if (columns.get(i).kind() == Kind.BOOLEAN) {
                out.write(value.equals("true") ? '1' : '0');
            } else {
                out.write(value);
            }
        }
        out.write('\n');
    }

    private static void xml(Writer out, TableData table, @Nullable String[] row) throws IOException {
        out.write("<" + table.name());
        for (int i = 0; i < row.length; i++) {
            String value = row[i];
            if (value != null) {
                Column column = table.columns().get(i);
                String form = switch (column.kind()) {
                    case INSTANT -> value.replace('T', ' ').replace("Z", " +0000");
                    case LOCAL_TIME -> value.replace('T', ' ');
                    default -> value;
                };
                out.write(" " + column.name() + "=\"" + form + "\"");
            }
        }
        out.write("/>\n");
    }
}
