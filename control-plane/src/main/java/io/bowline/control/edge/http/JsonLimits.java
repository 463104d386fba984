package io.bowline.control.edge.http;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import com.fasterxml.jackson.core.StreamReadConstraints;
import com.fasterxml.jackson.databind.DeserializationContext;
import com.fasterxml.jackson.databind.KeyDeserializer;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.cfg.CoercionAction;
import com.fasterxml.jackson.databind.cfg.CoercionInputShape;
import com.fasterxml.jackson.databind.deser.std.StdScalarDeserializer;
import com.fasterxml.jackson.databind.deser.std.StringDeserializer;
import com.fasterxml.jackson.databind.module.SimpleModule;
import com.fasterxml.jackson.databind.type.LogicalType;
import io.quarkus.jackson.ObjectMapperCustomizer;
import jakarta.inject.Singleton;
import java.io.IOException;
import java.util.List;

/// Bounds what a request's body may hold: sizes, every name once, each value of its kind, no NUL,
/// which the database takes in no text. The listener itself takes images and so has no bound that
/// would help here.
@Singleton
public final class JsonLimits implements ObjectMapperCustomizer {
  /// The largest body of the API.
  static final int DOCUMENT = 1024 * 1024;

  private static final CoercionAction REFUSED = CoercionAction.Fail;
  private static final int DEPTH = 50;
  private static final int STRING = 512 * 1024;

  @Override
  public void customize(ObjectMapper mapper) {
    mapper
        .getFactory()
        .setStreamReadConstraints(
            StreamReadConstraints.builder()
                .maxDocumentLength(DOCUMENT)
                .maxNestingDepth(DEPTH)
                .maxStringLength(STRING)
                .build());
    mapper.getFactory().enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION);
    keepToKinds(mapper);
    mapper.registerModule(
        new SimpleModule("limits")
            .addDeserializer(String.class, new StorableText())
            .addKeyDeserializer(String.class, new StorableName()));
  }

  /// A number is no text, a text no number, and nothing is no value: what is of another kind than
  /// the API's description says is refused, not made fit.
  private static void keepToKinds(ObjectMapper mapper) {
    mapper.coercionConfigDefaults().setCoercion(CoercionInputShape.EmptyString, REFUSED);
    for (LogicalType number : List.of(LogicalType.Integer, LogicalType.Float)) {
      mapper.coercionConfigFor(number).setCoercion(CoercionInputShape.String, REFUSED);
      mapper.coercionConfigFor(number).setCoercion(CoercionInputShape.EmptyString, REFUSED);
    }
    mapper.coercionConfigFor(LogicalType.Integer).setCoercion(CoercionInputShape.Float, REFUSED);
    for (CoercionInputShape other :
        List.of(
            CoercionInputShape.String,
            CoercionInputShape.EmptyString,
            CoercionInputShape.Integer,
            CoercionInputShape.Float)) {
      mapper.coercionConfigFor(LogicalType.Boolean).setCoercion(other, REFUSED);
    }
  }

  private static boolean holdsNul(String text) {
    return text.indexOf('\u0000') >= 0;
  }

  private static final class StorableText extends StdScalarDeserializer<String> {
    private static final long serialVersionUID = 1L;

    StorableText() {
      super(String.class);
    }

    @Override
    public String deserialize(JsonParser parser, DeserializationContext context)
        throws IOException {
      if (parser.currentToken().isScalarValue() && !parser.hasToken(JsonToken.VALUE_STRING)) {
        return (String) context.handleUnexpectedToken(String.class, parser);
      }
      String text = StringDeserializer.instance.deserialize(parser, context);
      if (holdsNul(text)) {
        throw context.weirdStringException("", String.class, "a NUL character");
      }
      return text;
    }
  }

  private static final class StorableName extends KeyDeserializer {
    @Override
    public Object deserializeKey(String name, DeserializationContext context) throws IOException {
      if (holdsNul(name)) {
        throw context.weirdKeyException(String.class, "", "a NUL character");
      }
      return name;
    }
  }
}
