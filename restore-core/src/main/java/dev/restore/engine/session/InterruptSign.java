package dev.restore.engine.session;

import java.nio.channels.AsynchronousCloseException;
import java.nio.channels.spi.AbstractInterruptibleChannel;

/**
 * Remembers that a thread was interrupted, even where a driver clears the flag before anybody has looked at it, as HSQLDB does in each
 * statement. A thread tells the channel in which it is that it is interrupted: this is a channel for nothing else. Operations of other
 * channels take its place, so that it is to be set up again after them.
 */
final class InterruptSign extends AbstractInterruptibleChannel {

    private volatile boolean seen;

    /** From now on interrupts of the current thread are seen, and the one of before, if its flag is still set. */
    void setUp() {
        begin();
    }

    /** Interrupts of the current thread are not seen any more. */
    void takeDown() {
        try {
            end(true);
        } catch (AsynchronousCloseException e) {
            seen = true;
        }
    }

    /** Returns whether there was an interrupt. */
    boolean seen() {
        return seen;
    }

    /** Called by the thread that interrupts, which holds locks of the interrupted one: nothing may be waited for here. */
    @Override
    protected void implCloseChannel() {
        seen = true;
    }
}
