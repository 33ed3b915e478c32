package dev.restore.examples.benchmark;

import static dev.restore.examples.benchmark.Case.load;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/** The cases, for a number of rows that stands for a million. */
final class Cases {

    static final long MILLION = 1_000_000;
    /** 4.2 GB. */
    private static final String HUGE = "pg-10m-64m";

    /** A quarter of an hour. */
    private static final String WARM = "pg-100k-peers-warm";

    /** Not run unless they are asked for. */
    static final Set<String> ON_REQUEST = Set.of(HUGE, WARM);

    private static final List<String> PEERS = List.of(
            Peer.RESTORE,
            Peer.SPRING_BATCH,
            Peer.DBUNIT,
            Peer.DBUNIT_BATCHED,
            Peer.JOOQ,
            Peer.ROW_BY_ROW,
            Peer.PSQL_TEXT);
    private static final List<String> COPIES = List.of(Peer.RESTORE, Peer.PSQL_TEXT, Peer.PSQL_BINARY);
    /** From the JSON itself, which others have to take apart, too. */
    private static final List<String> FROM_JSON =
            List.of(Peer.RESTORE, Peer.PSQL_TEXT, Peer.DUCKDB_PSQL, Peer.JQ_PSQL, Peer.PSQL_JSONB);

    private static final long RESET_ROWS = 200;
    /** How many tests a suite has that is reset before each. */
    private static final int SUITE = 500;

    private static final long SMALL_ROWS = 4_890;
    private static final long SMALL_PRESENT = 1_000;

    private final long million;

    Cases(long million) {
        this.million = million;
    }

    List<Case> all() {
        Clock whole = Clock.WHOLE_PROCESS;
        Dataset events = Dataset.events(million);
        List<Case> cases = new ArrayList<>(List.of(
                load("pg-1m", Engine.POSTGRESQL, events, whole, COPIES, new Bar.Share(Peer.PSQL_TEXT, 0.95)),
                load("pg-1m-indexes", Engine.POSTGRESQL, events, whole, COPIES, new Bar.Share(Peer.PSQL_TEXT, 0.55))
                        .indexed(),
                load(
                        "pg-parent-child",
                        Engine.POSTGRESQL,
                        Dataset.family(million),
                        whole,
                        COPIES,
                        new Bar.Share(Peer.PSQL_TEXT, 0.5)),
                peers("pg-1k-peers", 1_000),
                peers("pg-10k-peers", 100),
                peers(
                        "pg-100k-peers",
                        10,
                        new Bar.Times(Peer.SPRING_BATCH, 3.5),
                        new Bar.Times(Peer.DBUNIT, 8),
                        new Bar.Times(Peer.JOOQ, 12),
                        new Bar.Times(Peer.ROW_BY_ROW, 40)),
                load(
                        "sqlite-1m",
                        Engine.SQLITE,
                        events,
                        whole,
                        List.of(Peer.RESTORE, Peer.SQLITE_IMPORT),
                        new Bar.Share(Peer.SQLITE_IMPORT, 0.85)),
                load(
                        "h2-1m",
                        Engine.H2,
                        events,
                        Clock.INSIDE,
                        List.of(Peer.RESTORE, Peer.CSVREAD),
                        new Bar.Share(Peer.CSVREAD, 0.85)),
                load(
                                "parse",
                                Engine.NONE,
                                events,
                                Clock.INSIDE,
                                List.of(Peer.READING, Peer.JACKSON),
                                new Bar.Times(Peer.JACKSON, 0.6))
                        .warm(2, 3)));
        cases.add(load("pg-1m-json", Engine.POSTGRESQL, events, whole, FROM_JSON));
        cases.add(load("pg-1m-json-tuned", Engine.POSTGRESQL, events, whole, FROM_JSON)
                .on(Postgres.Setup.FOR_LOADS));
        cases.add(load(
                "sqlite-1m-json",
                Engine.SQLITE,
                events,
                whole,
                List.of(Peer.RESTORE, Peer.SQLITE_JSON, Peer.SQLITE_UTILS)));
        for (Engine engine : List.of(Engine.POSTGRESQL, Engine.SQLITE)) {
            cases.add(load(
                            (engine == Engine.SQLITE ? "sqlite" : "pg") + "-merge",
                            engine,
                            Dataset.family(million / 2),
                            whole,
                            List.of(Peer.RESTORE_MERGE, Peer.RESTORE),
                            new Bar.Share(Peer.RESTORE, 3))
                    .indexed()
                    .within("64m"));
        }
        for (Engine engine : List.of(Engine.SQLITE, Engine.H2, Engine.POSTGRESQL)) {
            cases.add(load(
                            "reset-" + engine.name().toLowerCase(java.util.Locale.ROOT),
                            engine,
                            Dataset.related(RESET_ROWS),
                            Clock.INSIDE,
                            List.of(Peer.RESTORE_QUICK, Peer.DBUNIT, Peer.DBUNIT_BATCHED, Peer.PREPARED),
                            new Bar.Times(Peer.DBUNIT, 3))
                    .warm(100, 100));
            cases.add(load(
                            "seed-" + engine.name().toLowerCase(java.util.Locale.ROOT),
                            engine,
                            Dataset.related(RESET_ROWS),
                            Clock.INSIDE,
                            List.of(Peer.SEED, Peer.DBUNIT_BATCHED, Peer.PREPARED),
                            new Bar.Times(Peer.DBUNIT_BATCHED, 5))
                    .warm(SUITE, SUITE));
        }
        cases.add(load(
                        "small-whole-process",
                        Engine.SQLITE,
                        Dataset.related(SMALL_ROWS),
                        whole,
                        List.of(Peer.RESTORE, Peer.ROW_BY_ROW),
                        new Bar.Seconds(1))
                .into(SMALL_PRESENT));
        cases.add(peers(WARM, 10).warm(1, 1));
        cases.add(load(
                        HUGE,
                        Engine.POSTGRESQL,
                        Dataset.events(10 * million),
                        whole,
                        List.of(Peer.RESTORE),
                        new Bar.Figure("last tenth / first tenth", 0.9))
                .within("64m"));
        return cases;
    }

    private Case peers(String name, long divisor, Bar... bars) {
        Dataset data = Dataset.events(Math.max(1, million / divisor));
        return load(name, Engine.POSTGRESQL, data, Clock.INSIDE, PEERS, bars);
    }
}
