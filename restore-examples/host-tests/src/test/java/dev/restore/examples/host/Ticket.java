package dev.restore.examples.host;

import jakarta.persistence.Entity;
import jakarta.persistence.GeneratedValue;
import jakarta.persistence.GenerationType;
import jakarta.persistence.Id;
import jakarta.persistence.SequenceGenerator;
import org.jspecify.annotations.Nullable;

/** Its numbers come from a sequence of which the program takes 50 at once, which is JPA's default. */
@Entity
class Ticket {

    @Id
    @GeneratedValue(strategy = GenerationType.SEQUENCE, generator = "ticket_seq")
    @SequenceGenerator(name = "ticket_seq", sequenceName = "ticket_seq", allocationSize = 50)
    private @Nullable Long id;

    private @Nullable String subject;

    protected Ticket() {}

    Ticket(String subject) {
        this.subject = subject;
    }

    @Nullable
    Long id() {
        return id;
    }

    @Nullable
    String subject() {
        return subject;
    }
}
