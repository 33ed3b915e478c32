package dev.restore.examples.benchmark;

import java.lang.management.ManagementFactory;

/** How much the current thread has allocated. */
final class Allocation {

    private Allocation() {}

    static long bytes() {
        return ((com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean())
                .getThreadAllocatedBytes(Thread.currentThread().getId());
    }
}
