package dev.restore.testing;

/** {@link ReinitContract} on a database that has staging. */
public abstract class ReinitCase extends DatabaseCase implements ReinitContract {}
