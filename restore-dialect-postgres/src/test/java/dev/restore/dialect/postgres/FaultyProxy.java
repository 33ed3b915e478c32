package dev.restore.dialect.postgres;

import static java.nio.charset.StandardCharsets.US_ASCII;

import dev.restore.testing.TestDataSource;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.List;
import java.util.Objects;
import java.util.Properties;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicLong;
import org.postgresql.Driver;

/** Passes connections on to the server, and does something to the first one that gets as far as its fault. */
final class FaultyProxy implements AutoCloseable {

    /** What it does, and when. */
    enum Fault {
        /** Nothing. */
        NONE,
        /** Closes the connection after so many bytes from the client. */
        CUT_CLIENT,
        /** Closes the connection after so many bytes from the server. */
        CUT_SERVER,
        /** Passes nothing on any more after so many bytes from the client, and closes nothing. */
        HANG,
        /** Closes the connection instead of passing the commit on. Waits until it is armed. */
        LOSE_COMMIT,
        /** Passes the commit on and closes the connection instead of passing its answer on. Waits until it is armed. */
        LOSE_ANSWER
    }

    private static final String COMMIT = "COMMIT\0";

    private final ServerSocket door;
    private final Properties server;
    private final String url;
    private final Fault fault;
    private final long limit;
    private final AtomicLong fromClient = new AtomicLong();
    private final AtomicLong fromServer = new AtomicLong();
    private final AtomicBoolean struck = new AtomicBoolean();
    private final List<Socket> sockets = new CopyOnWriteArrayList<>();
    private volatile boolean armed;
    private volatile boolean answerIsNext;

    /** Stands before the server of a URL. */
    FaultyProxy(String url, Fault fault, long limit) throws IOException {
        this.server = Objects.requireNonNull(Driver.parseURL(url, null));
        this.fault = fault;
        this.limit = limit;
        this.door = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
        this.url = url.replaceFirst("//[^/]+/", "//127.0.0.1:" + door.getLocalPort() + "/");
        daemon(this::serve);
    }

    /** Returns connections through this proxy, in plain text. */
    TestDataSource dataSource() {
        Properties plain = new Properties();
        plain.setProperty("sslmode", "disable");
        plain.setProperty("gssEncMode", "disable");
        return TestDataSource.of(url, plain);
    }

    void arm() {
        armed = true;
    }

    boolean struck() {
        return struck.get();
    }

    long fromClient() {
        return fromClient.get();
    }

    long fromServer() {
        return fromServer.get();
    }

    private static void daemon(Runnable task) {
        Thread thread = new Thread(task, "faulty-proxy");
        thread.setDaemon(true);
        thread.start();
    }

    private void serve() {
        try {
            while (true) {
                Socket client = door.accept();
                Socket target =
                        new Socket(server.getProperty("PGHOST"), Integer.parseInt(server.getProperty("PGPORT")));
                sockets.add(client);
                sockets.add(target);
                daemon(() -> pass(target, client, false));
                daemon(() -> pass(client, target, true));
            }
        } catch (IOException e) {
            // Closed, or the server is gone: the client sees that by itself.
        }
    }

    private void pass(Socket source, Socket target, boolean client) {
        byte[] buffer = new byte[8192];
        boolean hangs = false;
        try {
            InputStream in = source.getInputStream();
            OutputStream out = target.getOutputStream();
            for (int count = in.read(buffer); count >= 0; count = in.read(buffer)) {
                int allowed = struck.get() ? count : allowed(buffer, count, client);
                out.write(buffer, 0, allowed);
                if (allowed < count) {
                    struck.set(true);
                    hangs = fault == Fault.HANG;
                    return;
                }
            }
        } catch (IOException e) {
            // The other direction was cut, or one of the two has closed.
        } finally {
            if (!hangs) {
                closeQuietly(source);
                closeQuietly(target);
            }
        }
    }

    /** Returns how many of these bytes may pass: all of them, or fewer when the fault strikes. */
    private int allowed(byte[] buffer, int count, boolean client) {
        long before = (client ? fromClient : fromServer).getAndAdd(count);
        boolean commit = client && armed && new String(buffer, 0, count, US_ASCII).contains(COMMIT);
        return switch (fault) {
            case NONE -> count;
            case CUT_CLIENT, HANG -> client ? (int) Math.min(count, Math.max(0, limit - before)) : count;
            case CUT_SERVER -> client ? count : (int) Math.min(count, Math.max(0, limit - before));
            case LOSE_COMMIT -> commit ? 0 : count;
            case LOSE_ANSWER -> {
                if (!client && answerIsNext) {
                    yield 0;
                }
                answerIsNext |= commit;
                yield count;
            }
        };
    }

    private static void closeQuietly(Socket socket) {
        try {
            socket.close();
        } catch (IOException e) {
            // There is nobody left to tell.
        }
    }

    @Override
    public void close() throws IOException {
        door.close();
        sockets.forEach(FaultyProxy::closeQuietly);
    }
}
