package dev.restore.testing;

import java.nio.file.Path;
import java.util.List;

/** Seeding on H2. */
class H2SeedingTest extends SeedingCase {

    @Override
    protected TestDatabase createDatabase(Path directory) {
        return new H2Database();
    }

    @Override
    public List<String> ownMeans() {
        return List.of(
                "truncate table library_chapter",
                "truncate table library_chapter restart identity",
                "truncate table keyless",
                "alter table library_author alter column id restart with 5",
                "alter table library_chapter alter column id restart with 1000",
                "set referential_integrity false; delete from library_book; set referential_integrity true",
                "merge into library_author (id, name) key (id) values (3, 'merged')",
                "create trigger scratch_trigger after insert on library_author for each row call '"
                        + H2AuditTrigger.class.getName() + "'",
                "drop trigger scratch_trigger",
                "select * from library_author for update",
                "alter table keyless alter column b varchar(77); alter table keyless alter column b varchar");
    }
}
