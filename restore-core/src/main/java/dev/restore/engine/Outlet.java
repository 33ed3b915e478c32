package dev.restore.engine;

/** Where what is read goes. */
interface Outlet {

    /** Hands something over. */
    void put(Item item);

    /** Returns an empty batch. */
    RowBatch takeEmpty();
}
