package dev.restore.examples.boot.security;

/** What an account may do. */
public enum Role {
    /** Everything. */
    ADMIN,
    /** Sees everything, and changes nothing. */
    OPERATOR
}
