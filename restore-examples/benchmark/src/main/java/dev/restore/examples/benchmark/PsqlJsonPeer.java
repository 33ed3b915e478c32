package dev.restore.examples.benchmark;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * The client of PostgreSQL, given the JSON itself, in a way that people type, all tables in one transaction.
 *
 * @param way who takes the JSON apart
 */
record PsqlJsonPeer(Way way) implements Peer {

    /** Who takes the JSON apart. */
    enum Way {
        /** The server: a row of the file is a row of a temporary table. */
        STAGED,
        /** A program before it. */
        JQ
    }

    @Override
    public Format format() {
        return Format.JSON;
    }

    @Override
    public Optional<String> missing() {
        return way == Way.JQ ? ToolRun.missing(Psql.NAME, "jq") : ToolRun.missing(Psql.NAME, "sed");
    }

    @Override
    public Measurement measure(Job job) throws IOException, InterruptedException {
        List<String> commands = new ArrayList<>();
        for (TableData table : job.tables().tables()) {
            Path file = Format.JSON.file(job.data(), table.name());
            commands.addAll(way == Way.JQ ? byJq(table, file) : staged(table, file));
        }
        return Psql.run(job, commands).measurement();
    }

    /** The file has a row a line between lines with brackets. No value can have the bytes that stand for quote and separator. */
    private static List<String> staged(TableData table, Path file) {
        return List.of(
                "CREATE TEMPORARY TABLE staged (row jsonb) ON COMMIT DROP",
                "\\copy staged FROM PROGRAM 'sed -e \"/^[][]$/d\" -e \"s/,$//\" " + file
                        + "' (FORMAT csv, QUOTE e'\\x01', DELIMITER e'\\x02')",
                "INSERT INTO " + table.name() + " SELECT r.* FROM staged, jsonb_populate_record(NULL::" + table.name()
                        + ", staged.row) r",
                "DROP TABLE staged");
    }

    private static List<String> byJq(TableData table, Path file) {
        String fields =
                table.columns().stream().map(column -> "." + column.name()).collect(Collectors.joining(", "));
        return List.of("\\copy " + table.name() + " FROM PROGRAM 'jq -r \".[] | [" + fields + "] | @csv\" " + file
                + "' (FORMAT csv)");
    }
}
