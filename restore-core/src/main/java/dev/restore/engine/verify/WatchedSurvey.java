package dev.restore.engine.verify;

import dev.restore.backup.Survey;
import dev.restore.backup.reading.BackupReader;
import dev.restore.engine.planning.SurveyAhead;
import dev.restore.engine.session.Watchdog;
import dev.restore.outcome.Phase;

/** The survey of a whole backup, which may take long and is given up when the run is to end. */
final class WatchedSurvey {

    private WatchedSurvey() {}

    static Survey of(BackupReader reader, Watchdog guard) {
        try (SurveyAhead reading = new SurveyAhead(null, () -> reader.survey(Long.MAX_VALUE))) {
            return reading.await(Phase.OPEN, () -> guard.check(Phase.OPEN));
        }
    }
}
