package dev.restore.seed;

import dev.restore.dialect.SavedState;
import dev.restore.dialect.StateReset;
import javax.sql.DataSource;

/** A state that the dialect has saved. */
final class StateSnapshot implements Snapshot {

    private final SavedState state;

    StateSnapshot(SavedState state) {
        this.state = state;
    }

    @Override
    public StateReset reset(DataSource database) {
        return SeedConnection.call(database, "The state of the seed cannot be put back", state::reset);
    }

    @Override
    public void remove(DataSource database) {
        SeedConnection.call(database, "What was saved of the database cannot be removed", connection -> {
            state.remove(connection);
            return true;
        });
    }
}
