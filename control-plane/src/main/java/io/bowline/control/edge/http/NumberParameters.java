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

/// Reads numbers of a query, so that what is none is refused by its name; else the framework says
/// that the address is not there.
@Provider
public final class NumberParameters implements ParamConverterProvider {
  private static final int LONGEST = 40;
  private static final Map<Class<?>, Function<String, Object>> READERS =
      Map.of(Integer.class, Integer::valueOf, BigDecimal.class, BigDecimal::new);

  @Override
  @SuppressWarnings("unchecked") // the reader is the one of this type
  public <T> @Nullable ParamConverter<T> getConverter(
      Class<T> type, Type generic, Annotation[] annotations) {
    Function<String, Object> reader = READERS.get(type);
    return reader == null ? null : (ParamConverter<T>) new Reader(name(annotations), reader);
  }

  private static String name(Annotation[] annotations) {
    return Stream.of(annotations)
        .filter(QueryParam.class::isInstance)
        .map(found -> ((QueryParam) found).value())
        .findFirst()
        .orElse("parameter");
  }

  private record Reader(String name, Function<String, Object> reader)
      implements ParamConverter<Object> {
    @Override
    public @Nullable Object fromString(@Nullable String text) {
      if (text == null || text.isEmpty()) {
        return null;
      }
      try {
        return reader.apply(bounded(text));
      } catch (NumberFormatException e) {
        throw ProblemException.invalid(name, "must be a number");
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
