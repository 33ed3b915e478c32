package dev.restore.testing;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.restore.plan.RowErrors;
import dev.restore.plan.Verify;
import java.sql.Connection;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

/**
 * Whatever a text has in it: where both a restore and the database's own statement take it for a type, the same is stored. What only one
 * of them takes is another matter: a restore refuses what the database rounds or cuts, and reads what ISO 8601 and base64 say.
 */
interface TextReadingContract extends ContractCase {

    /** How many texts are tried for each type. */
    int TEXTS = Integer.getInteger("restore.texts", Faults.times(40, 3000));

    /** What texts are changed by. */
    String CHARACTERS = "0123456789.-+eE :TZ{}[]\",'x";

    /** Texts that need no escapes in JSON and SQL, and are not NULL; the verification takes arrays with subscripts as they are written. */
    Pattern PLAIN = Pattern.compile("(?!\\[\\d+:)[^\\p{Cntrl}\\\\∅]{0,100}");

    /** Types of which a backup has a form of its own: bytes, and JSON, of which a text is one kind; and one that is compared as written. */
    Pattern FORMS = Pattern.compile("(?i)binary|blob|bytea|json|document|int2vector");

    /**
     * What is read in another way, as the documents say: times with an offset, which databases forget where a column has none; and names of
     * what is no number.
     */
    Pattern MOVED = Pattern.compile("\\d(Z|[+-]\\d\\d?(:?\\d\\d)?)$|Infinity");

    /** Numbers that H2 writes out digit by digit. */
    Pattern HUGE = Pattern.compile("[eE]\\+?\\d{5}");

    @Test
    default void aTextIsReadAsTheDatabaseReadsIt() throws Exception {
        long seed = Long.getLong("restore.seed", System.nanoTime());
        System.out.printf("%s, texts of values: -Drestore.seed=%d%n", db().dialect(), seed);
        Random random = new Random(seed);
        db().execute(db().sampleSetup());
        List<String> different = new ArrayList<>();
        for (Map.Entry<String, List<String>> type : db().samples().entrySet()) {
            if (FORMS.matcher(type.getKey()).find()) {
                continue;
            }
            db().execute("create table own (id ${bigint} primary key, v " + type.getKey() + ")");
            db().execute("create table thing (id ${bigint} primary key, v " + type.getKey() + ")");
            List<String> texts = texts(type.getValue(), random);
            Map<String, String> own = own(texts);
            Map<String, String> restored = restored(texts, type.getKey() + ", seed " + seed);
            for (Map.Entry<String, String> each : restored.entrySet()) {
                String there = own.get(each.getKey());
                if (there == null) {
                    continue;
                }
                String text = texts.get(Integer.parseInt(each.getKey()));
                if (!there.equals(each.getValue()) && !MOVED.matcher(text).find()) {
                    different.add(type.getKey() + ": " + text + " -> " + each.getValue() + ", database " + there);
                }
            }
            db().execute("drop table own", "drop table thing");
        }
        assertThat(different).as("seed %d", seed).isEmpty();
    }

    private List<String> texts(List<String> samples, Random random) throws SQLException {
        List<String> known = new ArrayList<>();
        for (int i = 0; i < samples.size(); i++) {
            db().execute("insert into own values (" + i + ", " + samples.get(i) + ")");
        }
        for (String text : db().rows(db().inWords("select cast(v as ${text}) from own"))) {
            if (PLAIN.matcher(text).matches()) {
                known.add(text);
            }
        }
        db().execute("delete from own");
        List<String> texts = new ArrayList<>(known);
        while (!known.isEmpty() && texts.size() < TEXTS) {
            String text = changed(known.get(random.nextInt(known.size())), random);
            if (!HUGE.matcher(text).find()) {
                texts.add(text);
            }
        }
        return texts;
    }

    private static String changed(String text, Random random) {
        StringBuilder changed = new StringBuilder(text);
        for (int edits = 1 + random.nextInt(2); edits > 0; edits--) {
            int at = random.nextInt(changed.length() + 1);
            char other = CHARACTERS.charAt(random.nextInt(CHARACTERS.length()));
            switch (random.nextInt(4)) {
                case 0 -> changed.insert(at, other);
                case 1 -> changed.insert(at, changed.substring(at, Math.min(changed.length(), at + 2)));
                case 2 -> changed.delete(at, Math.min(changed.length(), at + 1));
                default -> {
                    if (at < changed.length()) {
                        changed.setCharAt(at, other);
                    }
                }
            }
        }
        return changed.toString();
    }

    /** Returns what the database itself takes, by the number of the text. */
    private Map<String, String> own(List<String> texts) throws SQLException {
        try (Connection connection = db().dataSource().getConnection();
                Statement statement = connection.createStatement()) {
            for (int i = 0; i < texts.size(); i++) {
                String literal = "'" + texts.get(i).replace("'", "''") + "'";
                try {
                    statement.execute("insert into own values (" + i + ", " + literal + ")");
                } catch (SQLException refused) {
                    continue;
                }
            }
        }
        return stored("own");
    }

    /** Returns what a restore takes, by the number of the text. */
    private Map<String, String> restored(List<String> texts, String what) throws Exception {
        List<String> rows = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            rows.add("{\"id\":" + i + ",\"v\":\""
                    + texts.get(i).replace("\\", "\\\\").replace("\"", "\\\"") + "\"}");
        }
        assertThatCode(() -> freshly(new TestBackup().exactly("thing", rows))
                        .onRowError(RowErrors.reject())
                        .verify(Verify.CONTENT)
                        .run())
                .as(what)
                .doesNotThrowAnyException();
        return stored("thing");
    }

    private Map<String, String> stored(String table) throws SQLException {
        Map<String, String> stored = new HashMap<>();
        String shown = db().shown("v");
        String text = shown.equals("v") ? "cast(v as ${text})" : shown;
        for (String row : db().rows(db().inWords("select id, " + text + " from " + table))) {
            String[] cells = row.split("\\|", 2);
            stored.put(cells[0], cells[1]);
        }
        return stored;
    }
}
