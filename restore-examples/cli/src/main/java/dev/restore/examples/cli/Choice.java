package dev.restore.examples.cli;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;
import picocli.CommandLine.ITypeConverter;
import picocli.CommandLine.TypeConversionException;

/** Reads one of a few words, and names them all when it is not one of them. */
abstract class Choice<E extends Enum<E>> implements ITypeConverter<E> {

    private final Class<E> type;

    private Choice(Class<E> type) {
        this.type = type;
    }

    @Override
    public E convert(String value) {
        for (E constant : type.getEnumConstants()) {
            if (word(constant).equals(value)) {
                return constant;
            }
        }
        throw new TypeConversionException("'" + value + "' is not one of "
                + Arrays.stream(type.getEnumConstants()).map(Choice::word).collect(Collectors.joining(", ")) + ".");
    }

    private static String word(Enum<?> constant) {
        return constant.name().toLowerCase(Locale.ROOT);
    }

    /** What happens to the rows that are there. */
    static final class Mode extends Choice<dev.restore.plan.Mode> {
        Mode() {
            super(dev.restore.plan.Mode.class);
        }
    }

    /** What happens to fields without a column. */
    static final class UnknownColumns extends Choice<dev.restore.plan.UnknownColumns> {
        UnknownColumns() {
            super(dev.restore.plan.UnknownColumns.class);
        }
    }

    /** What is verified before the commit. */
    static final class Verify extends Choice<dev.restore.plan.Verify> {
        Verify() {
            super(dev.restore.plan.Verify.class);
        }
    }

    /** What is done with a history. */
    static final class HistoryAction extends Choice<HistoryCommand.Action> {
        HistoryAction() {
            super(HistoryCommand.Action.class);
        }
    }

    /** Whether triggers fire. */
    static final class Triggers extends Choice<dev.restore.plan.Triggers> {
        Triggers() {
            super(dev.restore.plan.Triggers.class);
        }
    }

    /** How texts stand for bytes. */
    static final class BinaryText extends Choice<dev.restore.plan.BinaryText> {
        BinaryText() {
            super(dev.restore.plan.BinaryText.class);
        }
    }

    /** What numbers count. */
    static final class EpochUnit extends Choice<dev.restore.plan.EpochUnit> {
        EpochUnit() {
            super(dev.restore.plan.EpochUnit.class);
        }
    }
}
