package dev.restore.examples.boot;

import org.springframework.boot.SpringApplication;
import org.springframework.boot.autoconfigure.SpringBootApplication;

/** Starts the application. */
@SpringBootApplication
public class RestoreApplication {

    /** Starts it with settings from the command line. */
    public static void main(String[] args) {
        SpringApplication.run(RestoreApplication.class, args);
    }
}
