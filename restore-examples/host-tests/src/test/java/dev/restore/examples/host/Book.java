package dev.restore.examples.host;

import jakarta.persistence.Entity;
import jakarta.persistence.Id;
import jakarta.persistence.ManyToOne;
import org.jspecify.annotations.Nullable;

@Entity
class Book {

    @Id
    private @Nullable Long id;

    private @Nullable String title;

    @ManyToOne(optional = false)
    private @Nullable Author author;

    protected Book() {}

    Book(long id, String title, Author author) {
        this.id = id;
        this.title = title;
        this.author = author;
    }

    @Nullable
    Long id() {
        return id;
    }

    @Nullable
    String title() {
        return title;
    }

    @Nullable
    Author author() {
        return author;
    }
}
