package dev.restore.examples.boot;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.net.URL;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.junit.jupiter.api.Test;
import org.springframework.beans.factory.annotation.Autowired;
import org.springframework.beans.factory.annotation.Qualifier;
import org.springframework.web.servlet.mvc.method.annotation.RequestMappingHandlerMapping;
import org.yaml.snakeyaml.Yaml;

/** What describes the application is the application. */
class DescriptionTest extends ApplicationTest {

    private static final Set<String> METHODS = Set.of("get", "post", "delete", "put", "patch");

    @Autowired
    @Qualifier("requestMappingHandlerMapping")
    RequestMappingHandlerMapping mappings;

    @Test
    void theDescriptionNamesEveryRequestAndNoOther() {
        Set<String> real = new TreeSet<>();
        mappings.getHandlerMethods()
                .keySet()
                .forEach(mapping -> mapping.getPatternValues().stream()
                        .filter(path -> path.startsWith("/api/"))
                        .forEach(path -> mapping.getMethodsCondition()
                                .getMethods()
                                .forEach(method -> real.add(method.name() + ' ' + path))));
        Set<String> described = new TreeSet<>();
        Map<String, Object> document =
                new Yaml().load(admin.get("/openapi.yaml").text());
        ((Map<?, ?>) document.get("paths"))
                .forEach((path, item) -> ((Map<?, ?>) item)
                        .keySet().stream()
                                .map(String::valueOf)
                                .filter(METHODS::contains)
                                .forEach(method -> described.add(method.toUpperCase(Locale.ROOT) + ' ' + path)));
        assertThat(described).isEqualTo(real).hasSizeGreaterThan(15);
    }

    @Test
    void theSettingsAreDescribedForEditors() throws IOException {
        StringBuilder metadata = new StringBuilder();
        for (URL each : Collections.list(
                getClass().getClassLoader().getResources("META-INF/spring-configuration-metadata.json"))) {
            try (InputStream in = each.openStream()) {
                metadata.append(new String(in.readAllBytes(), StandardCharsets.UTF_8));
            }
        }
        assertThat(metadata)
                .contains("restore.schedule.cron", "restore.upload.max-size", "restore.accounts.admin-password");
    }
}
