package io.bowline.control.edge.http;

import jakarta.ws.rs.QueryParam;
import jakarta.ws.rs.ext.ParamConverter;
import jakarta.ws.rs.ext.ParamConverterProvider;
import jakarta.ws.rs.ext.Provider;
import java.lang.annotation.Annotation;
import java.lang.reflect.Type;
import java.math.BigDecimal;
import java.util.Map;
import java.util.function.Function;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Reads numbers and switches of a query, so that what is none is refused by its name; else the
/// framework says that the address is not there, or takes anything for `false`.
@Provider
public final class TypedParameters implements ParamConverterProvider {
  private static final int LONGEST = 40;
  private static final Map<Class<?>, Kind> KINDS =
      Map.of(
          Integer.class,
          new Kind("must be a number", Integer::valueOf),
          BigDecimal.class,
          new Kind("must be a number", BigDecimal::new),
          Boolean.class,
          new Kind("must be true or false", TypedParameters::truth));

  private record Kind(String rule, Function<String, Object> reader) {}

  @Override
  @SuppressWarnings("unchecked") // the reader is the one of this type
  public <T> @Nullable ParamConverter<T> getConverter(
      Class<T> type, Type generic, Annotation[] annotations) {
    Kind kind = KINDS.get(type);
    return kind == null ? null : (ParamConverter<T>) new Reader(name(annotations), kind);
  }

  private static Boolean truth(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> throw new IllegalArgumentException(text);
    };
  }

  private static String name(Annotation[] annotations) {
    return Stream.of(annotations)
        .filter(QueryParam.class::isInstance)
        .map(found -> ((QueryParam) found).value())
        .findFirst()
        .orElse("parameter");
  }

  private record Reader(String name, Kind kind) implements ParamConverter<Object> {
    @Override
    public @Nullable Object fromString(@Nullable String text) {
      if (text == null || text.isEmpty()) {
        return null;
      }
      try {
        return kind.reader().apply(bounded(text));
      } catch (IllegalArgumentException e) {
        throw ProblemException.invalid(name, kind.rule());
      }
    }

    private static String bounded(String text) {
      if (text.length() > LONGEST) {
        throw new NumberFormatException();
      }
      return text;
    }

    @Override
    public String toString(Object value) {
      return value.toString();
    }
  }
}
