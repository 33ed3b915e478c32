package dev.restore.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restore.Backup;
import dev.restore.Restore;
import dev.restore.outcome.BackupFormatException;
import dev.restore.outcome.Outcome;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/**
 * Small backups of which one bit is flipped, or the end cut off, are restored over rows that are there: they are refused, and those
 * rows stay. Every build tries some hundred bits and cuts, by a seed that is printed and part of each failure (set
 * {@code restore.seed} to repeat a run); the thorough mode tries all, or as many as {@link #thorough} says.
 */
public abstract class DamagedPackageCase extends DatabaseCase {

    /** How many bytes of a backup are damaged in every build. */
    private static final int SOME = 150;

    /** The first byte of a header's checksum; a zero there may as well be a space. */
    private static final int CHECKSUM = 148;

    /** The last byte of a header's checksum, a space after the end of its digits. */
    private static final int BEHIND_THE_CHECKSUM = 155;

    private static final int RECORD = 512;

    private final long seed = Long.getLong("restore.seed", System.nanoTime());
    private final Random random = new Random(seed);
    private final List<String> wrong = new ArrayList<>();
    private List<String> packed = List.of();
    private List<String> kept = List.of();
    private final List<Integer> harmless = new ArrayList<>();
    private int refused;

    @BeforeEach
    final void begin() throws SQLException {
        System.out.printf("%s, damaged packages: -Drestore.seed=%d%n", db().dialect(), seed);
        db().execute(
                        "create table writer (id ${bigint} primary key, name ${text} not null)",
                        "create table work (id ${bigint} primary key, writer_id ${bigint} not null references writer (id), "
                                + "title ${text})",
                        "insert into writer values (3, 'Ann')",
                        "insert into writer values (7, 'Bea')",
                        "insert into work values (20, 3, 'Tides')");
    }

    /** Returns of how many bytes one is damaged in the thorough mode. Default: 1. */
    protected int thorough() {
        return 1;
    }

    private Path packed(String name) throws SQLException {
        Path backup = temp().resolve(name);
        Backup.of(db().dataSource()).write(backup);
        packed = content();
        fillAnew();
        kept = content();
        return backup;
    }

    private void fillAnew() throws SQLException {
        db().execute(
                        "delete from work",
                        "delete from writer",
                        "insert into writer values (1, 'kept')",
                        "insert into work values (2, 1, 'kept, too')");
    }

    private List<String> content() throws SQLException {
        List<String> all = db().rows("select id, name from writer order by id");
        all.addAll(db().rows("select id, writer_id, title from work order by id"));
        return all;
    }

    private void damage(Path backup, List<Path> files) throws Exception {
        long all = 0;
        for (Path file : files) {
            all += Files.size(file);
        }
        int oneIn = Faults.times((int) Math.max(1, all / SOME), thorough());
        for (Path file : files) {
            byte[] good = Files.readAllBytes(file);
            for (int at = 0; at < good.length; at++) {
                if (random.nextInt(oneIn) == 0) {
                    damage(backup, file, good, at);
                }
            }
            Files.write(file, good);
        }
    }

    private void damage(Path backup, Path file, byte[] good, int at) throws Exception {
        int one = random.nextInt(8);
        for (int bit = 0; bit < 8; bit++) {
            if (bit == one || Faults.thorough()) {
                byte[] bad = good.clone();
                bad[at] ^= (byte) (1 << bit);
                Files.write(file, bad);
                restore(backup, at, "bit " + bit + " of byte " + at + " of " + file.getFileName());
            }
        }
        Files.write(file, Arrays.copyOf(good, at));
        restore(backup, at, file.getFileName() + " cut after byte " + at);
    }

    private void restore(Path backup, int at, String damage) throws SQLException {
        try {
            Outcome outcome = Restore.from(backup).into(db().dataSource()).run().outcome();
            if (outcome == Outcome.COMPLETE && content().equals(packed)) {
                harmless.add(at);
            } else {
                wrong.add(damage + " ended as " + outcome);
            }
            fillAnew();
        } catch (BackupFormatException e) {
            refused++;
            String message = e.getMessage();
            if (e.committed()
                    || !message.contains(backup.getFileName().toString())
                    || message.contains("\n")
                    || message.contains("Exception")) {
                wrong.add(damage + " is refused with: " + message);
            }
            if (!content().equals(kept)) {
                wrong.add(damage + " has changed the rows");
                fillAnew();
            }
        } catch (RuntimeException e) {
            wrong.add(damage + " ended with " + e);
        }
    }

    private void assertNothingGotThrough(Path backup) throws SQLException {
        assertThat(wrong).as("seed %d", seed).isEmpty();
        assertThat(refused).isGreaterThan(SOME);
        assertThat(content()).isEqualTo(kept);
        assertThat(Restore.from(backup).into(db().dataSource()).run().outcome()).isEqualTo(Outcome.COMPLETE);
        assertThat(content()).isEqualTo(packed);
    }

    @ParameterizedTest
    @ValueSource(strings = {"backup.zip", "backup.tar.gz"})
    void aDamagedPackageIsRefused(String name) throws Exception {
        Path backup = packed(name);
        damage(backup, List.of(backup));
        assertThat(harmless).as("seed %d", seed).isEmpty();
        assertNothingGotThrough(backup);
    }

    @Test
    void aDirectoryWithADamagedFileIsRefused() throws Exception {
        Path backup = packed("backup");
        try (Stream<Path> files = Files.walk(backup)) {
            damage(backup, files.filter(Files::isRegularFile).sorted().toList());
        }
        assertThat(harmless).as("seed %d", seed).isEmpty();
        assertNothingGotThrough(backup);
    }

    /** It has no seal: what fills its records or pads a checksum may be something else, and nothing else may. */
    @Test
    void aDamagedTarIsRefusedOrGivesTheRowsThatWerePacked() throws Exception {
        Path backup = packed("backup.tar");
        byte[] good = Files.readAllBytes(backup);
        damage(backup, List.of(backup));
        assertThat(harmless)
                .as("seed %d", seed)
                .isNotEmpty()
                .allMatch(at -> good[at] == 0
                        || (at % RECORD == CHECKSUM && good[at] == '0')
                        || at % RECORD == BEHIND_THE_CHECKSUM);
        assertNothingGotThrough(backup);
    }
}
