package io.bowline.control.edge.http.fleet;

import static java.nio.charset.StandardCharsets.UTF_8;

import io.bowline.control.edge.http.ProblemException;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.codec.http.DefaultFullHttpRequest;
import io.netty.handler.codec.http.HttpHeaderNames;
import io.netty.handler.codec.http.HttpMethod;
import io.netty.handler.codec.http.HttpVersion;
import io.netty.handler.codec.http.multipart.DefaultHttpDataFactory;
import io.netty.handler.codec.http.multipart.HttpData;
import io.netty.handler.codec.http.multipart.HttpPostMultipartRequestDecoder;
import io.netty.handler.codec.http.multipart.HttpPostRequestDecoder;
import io.netty.handler.codec.http.multipart.InterfaceHttpData;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.util.LinkedHashMap;
import java.util.Map;

/// The parts of a multipart form, read in memory: the framework would write files to a disk first,
/// and what comes here is secret.
final class FormBody {
  private static final String TYPE = "multipart/form-data";
  private static final int MOST_PARTS = 20;

  private FormBody() {}

  /// The text of each part by its name.
  static Map<String, String> read(byte[] body, String contentType) {
    var request =
        new DefaultFullHttpRequest(
            HttpVersion.HTTP_1_1, HttpMethod.POST, "/", Unpooled.wrappedBuffer(body));
    // the decoder knows the type in small letters only
    int rest = contentType.indexOf(';');
    String parameters = rest < 0 ? "" : contentType.substring(rest);
    request.headers().set(HttpHeaderNames.CONTENT_TYPE, TYPE + parameters);
    if (!HttpPostRequestDecoder.isMultipart(request)) {
      throw unreadable();
    }
    HttpPostMultipartRequestDecoder decoder;
    try {
      decoder =
          new HttpPostMultipartRequestDecoder(
              new DefaultHttpDataFactory(false), request, UTF_8, MOST_PARTS, body.length + 1);
    } catch (DecoderException e) {
      throw unreadable();
    }
    try {
      return parts(decoder);
    } catch (DecoderException | IOException e) {
      throw unreadable();
    } finally {
      decoder.destroy();
    }
  }

  private static ProblemException unreadable() {
    return ProblemException.unreadable(
        "The form cannot be read: it needs a boundary, at most %d named parts, each once, and an end."
            .formatted(MOST_PARTS));
  }

  private static Map<String, String> parts(HttpPostMultipartRequestDecoder decoder)
      throws IOException {
    var parts = new LinkedHashMap<String, String>();
    for (InterfaceHttpData part : decoder.getBodyHttpDatas()) {
      if (!(part instanceof HttpData data)
          || !data.isCompleted()
          || parts.putIfAbsent(part.getName(), text(part.getName(), data.get())) != null) {
        throw unreadable();
      }
    }
    return parts;
  }

  private static String text(String name, byte[] value) {
    try {
      return UTF_8.newDecoder().decode(ByteBuffer.wrap(value)).toString();
    } catch (CharacterCodingException e) {
      throw ProblemException.badField(name, "The field %s is not text in UTF-8.".formatted(name));
    }
  }
}
