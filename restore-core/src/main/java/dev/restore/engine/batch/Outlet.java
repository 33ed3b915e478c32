package dev.restore.engine.batch;

/** Where what is read goes. */
public interface Outlet {

    /** Hands something over. */
    void put(Item item);

    /** Returns an empty batch. */
    RowBatch takeEmpty();
}
