package dev.restore.engine.match;

import java.util.Locale;
import java.util.Map;
import java.util.Map.Entry;
import java.util.Optional;

/** The tables of Django's own packages whose names do not follow from those of their models. */
public final class DjangoTables {

    /** The name of the key in a record of a Django dump. */
    public static final String KEY = "pk";

    private static final Map<String, String> TABLES = Map.of(
            "admin.logentry", "django_admin_log",
            "contenttypes.contenttype", "django_content_type",
            "django_comments.comment", "django_comments",
            "django_comments.commentflag", "django_comment_flags",
            "flatpages.flatpage", "django_flatpage",
            "redirects.redirect", "django_redirect",
            "sessions.session", "django_session",
            "sites.site", "django_site");

    /** The package of comments as it was called when it was a part of Django. */
    private static final String OLD_COMMENTS = "comments.";

    private DjangoTables() {}

    /** Returns the table of a model, whose letters may be of any case as in Django; empty where it follows from the name. */
    static Optional<String> table(String model) {
        String name = model.toLowerCase(Locale.ROOT);
        return Optional.ofNullable(TABLES.get(name.startsWith(OLD_COMMENTS) ? "django_" + name : name));
    }

    /** Returns the model that a table is of, empty where that follows from its name. */
    public static Optional<String> model(String table) {
        return TABLES.entrySet().stream()
                .filter(entry -> entry.getValue().equalsIgnoreCase(table))
                .map(Entry::getKey)
                .findFirst();
    }

    /** Returns what Django calls the table of any other model: {@code app_name} for {@code app.name}. */
    public static String usual(String model) {
        return model.replace('.', '_');
    }
}
