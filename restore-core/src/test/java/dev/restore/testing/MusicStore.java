package dev.restore.testing;

import static org.assertj.core.api.Assertions.assertThat;

import dev.restore.Backup;
import dev.restore.Restore;
import dev.restore.outcome.Outcome;
import dev.restore.outcome.VerifyReport;
import dev.restore.plan.Verify;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** The tables of a music store, as every database has them, and rows that are remarkable. */
public final class MusicStore {

    private MusicStore() {}

    /** Creates its tables. */
    public static void create(TestDatabase db) throws SQLException {
        db.execute(
                "create table artist (artist_id ${identity}, name varchar(120))",
                "create table album (album_id ${identity}, title varchar(160) not null, "
                        + "artist_id bigint not null references artist (artist_id))",
                "create table track (track_id ${identity}, name varchar(200) not null, "
                        + "album_id bigint references album (album_id), milliseconds integer not null, "
                        + "unit_price numeric(10, 2) not null, cover ${binary}, tags ${json}, live ${boolean})",
                "create table playlist (playlist_id ${identity}, name varchar(120))",
                "create table playlist_track (playlist_id bigint not null references playlist (playlist_id), "
                        + "track_id bigint not null references track (track_id), primary key (playlist_id, track_id))",
                "create table employee (employee_id ${identity}, last_name varchar(20) not null, "
                        + "reports_to bigint references employee (employee_id), hired ${timestamp}, born ${date})",
                "create table invoice (invoice_id ${identity}, seller_id bigint references employee (employee_id), "
                        + "made ${timestamptz} not null, total numeric(12, 2) not null, rating ${double})");
    }

    /** Puts rows into the tables. */
    public static void fill(TestDatabase db) throws SQLException {
        String utc = db.can(TestDatabase.Ability.MOMENTS) ? "+00:00" : "";
        db.execute(
                "insert into artist (name) values ('AC/DC')",
                "insert into artist (name) values ('Ant\u00f4nio Carlos Jobim \ud83c\udfb8')",
                "insert into artist (name) values (null)",
                "insert into album (title, artist_id) values ('Let There Be Rock', 1)",
                "insert into album (title, artist_id) values ('The \"Best\" \\ of ', 2)",
                "insert into track (name, album_id, milliseconds, unit_price, live) values ('Overdose', 1, 369319, 0.99, true)",
                "insert into track (name, album_id, milliseconds, unit_price, live) values ('Desafinado', 2, 185338, 12345678.90, false)",
                "insert into track (name, album_id, milliseconds, unit_price) values ('', null, -2147483648, 0)",
                "insert into playlist (name) values ('Music')",
                "insert into playlist (name) values ('None')",
                "insert into playlist_track values (1, 3)",
                "insert into playlist_track values (1, 1)",
                "insert into playlist_track values (2, 1)",
                "insert into employee (last_name, hired, born) values ('Adams', '2002-08-14 00:00:00', '1962-02-18')",
                "insert into employee (last_name, reports_to, hired, born) values ('King', 1, '2004-01-02 23:59:59.5', '1900-01-01')",
                "update employee set reports_to = 2 where employee_id = 1",
                "insert into invoice (seller_id, made, total, rating) values (2, '2021-01-01 00:00:00" + utc
                        + "', 1.98, 0.1)",
                "insert into invoice (seller_id, made, total) values (null, '2021-07-01 12:30:00.25" + utc
                        + "', 999999999.99)");
    }

    /** Returns all rows, by table. */
    public static Map<String, List<String>> content(TestDatabase db) throws SQLException {
        Map<String, List<String>> content = new TreeMap<>();
        content.put("artist", db.rows("select artist_id, name from artist order by 1"));
        content.put("album", db.rows("select album_id, title, artist_id from album order by 1"));
        content.put(
                "track",
                db.rows(
                        "select track_id, name, album_id, milliseconds, unit_price, cover, live from track order by 1"));
        content.put("playlist", db.rows("select playlist_id, name from playlist order by 1"));
        content.put("playlist_track", db.rows("select playlist_id, track_id from playlist_track order by 1, 2"));
        content.put(
                "employee", db.rows("select employee_id, last_name, reports_to, hired, born from employee order by 1"));
        content.put("invoice", db.rows("select invoice_id, seller_id, made, total, rating from invoice order by 1"));
        return content;
    }

    /** Restores a backup into a database and compares every value. */
    public static void restored(Path backup, TestDatabase target) throws SQLException {
        assertThat(Restore.from(backup)
                        .into(target.dataSource())
                        .verify(Verify.CONTENT)
                        .run()
                        .outcome())
                .isEqualTo(Outcome.COMPLETE);
        VerifyReport same = Backup.verify(backup).against(target.dataSource()).run();
        assertThat(same.agrees()).as(same.text()).isTrue();
    }
}
