package dev.restore.examples.boot;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.net.CookieManager;
import java.net.HttpCookie;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.nio.charset.StandardCharsets;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import tools.jackson.databind.JsonNode;
import tools.jackson.databind.json.JsonMapper;

/** Somebody with a browser's cookies. */
final class Client {

    static final JsonMapper JSON = JsonMapper.shared();

    final CookieManager cookies = new CookieManager();
    private final HttpClient http =
            HttpClient.newBuilder().cookieHandler(cookies).build();
    private final String base;

    Client(int port) {
        base = "http://127.0.0.1:" + port;
    }

    /** An answer. */
    record Answer(int status, byte[] bytes, java.net.http.HttpHeaders headers) {

        String text() {
            return new String(bytes, StandardCharsets.UTF_8);
        }

        JsonNode json() {
            return JSON.readTree(bytes);
        }

        String header(String name) {
            return headers.firstValue(name).orElse("");
        }
    }

    static Client loggedIn(int port, String name, String password) {
        Client client = new Client(port);
        Answer answer = client.login(name, password);
        if (answer.status() != 204) {
            throw new AssertionError("login: " + answer.status() + ' ' + answer.text());
        }
        return client;
    }

    Answer login(String name, String password) {
        get("/login.html");
        Answer answer = send(
                "POST",
                "/login",
                ("username=" + encoded(name) + "&password=" + encoded(password)).getBytes(StandardCharsets.UTF_8),
                Map.of("Content-Type", "application/x-www-form-urlencoded"));
        if (answer.status() == 204) {
            get("/api/session");
        }
        return answer;
    }

    static String encoded(String text) {
        return URLEncoder.encode(text, StandardCharsets.UTF_8);
    }

    @Nullable
    String cookie(String name) {
        return cookies.getCookieStore().getCookies().stream()
                .filter(cookie -> cookie.getName().equals(name))
                .map(HttpCookie::getValue)
                .findFirst()
                .orElse(null);
    }

    Answer get(String path) {
        return send("GET", path, null, Map.of());
    }

    Answer post(String path, String json) {
        return send("POST", path, json.getBytes(StandardCharsets.UTF_8), Map.of("Content-Type", "application/json"));
    }

    Answer post(String path, String json, String key) {
        return send(
                "POST",
                path,
                json.getBytes(StandardCharsets.UTF_8),
                Map.of("Content-Type", "application/json", "Idempotency-Key", key));
    }

    Answer upload(String name, byte[] content) {
        return send(
                "POST",
                "/api/backups?name=" + encoded(name),
                content,
                Map.of("Content-Type", "application/octet-stream"));
    }

    /** Sends it with the token of the session, as the page does. */
    Answer send(String method, String path, byte @Nullable [] body, Map<String, String> headers) {
        String token = cookie("XSRF-TOKEN");
        HttpRequest.Builder request = HttpRequest.newBuilder(URI.create(base + path))
                .method(method, body == null ? BodyPublishers.noBody() : BodyPublishers.ofByteArray(body));
        headers.forEach(request::header);
        if (token != null && !method.equals("GET")) {
            request.header("X-XSRF-TOKEN", token);
        }
        return send(request.build());
    }

    /** Sends it without anything that the page would add. */
    Answer bare(String method, String path, String json) {
        return send(HttpRequest.newBuilder(URI.create(base + path))
                .method(method, BodyPublishers.ofString(json))
                .header("Content-Type", "application/json")
                .build());
    }

    private Answer send(HttpRequest request) {
        try {
            HttpResponse<byte[]> response = http.send(request, BodyHandlers.ofByteArray());
            return new Answer(response.statusCode(), response.body(), response.headers());
        } catch (IOException e) {
            throw new UncheckedIOException(request.toString(), e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
    }
}
