package dev.restore.examples.host;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import org.jspecify.annotations.Nullable;

@Entity
class Author {

    @Id
    private @Nullable Long id;

    private @Nullable String name;

    protected Author() {}

    Author(long id, String name) {
        this.id = id;
        this.name = name;
    }

    @Nullable
    Long id() {
        return id;
    }

    @Nullable
    String name() {
        return name;
    }
}
