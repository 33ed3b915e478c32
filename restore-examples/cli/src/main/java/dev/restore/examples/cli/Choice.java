package dev.restore.examples.cli;

import dev.restore.plan.RestoreOptions;
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
    static final class Mode extends Choice<RestoreOptions.Mode> {
        Mode() {
            super(RestoreOptions.Mode.class);
        }
    }

    /** What happens to fields without a column. */
    static final class UnknownColumns extends Choice<RestoreOptions.UnknownColumns> {
        UnknownColumns() {
            super(RestoreOptions.UnknownColumns.class);
        }
    }

    /** What is verified before the commit. */
    static final class Verify extends Choice<RestoreOptions.Verify> {
        Verify() {
            super(RestoreOptions.Verify.class);
        }
    }

    /** Whether triggers fire. */
    static final class Triggers extends Choice<RestoreOptions.Triggers> {
        Triggers() {
            super(RestoreOptions.Triggers.class);
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
