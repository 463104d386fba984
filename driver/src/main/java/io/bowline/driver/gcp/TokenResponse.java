package io.bowline.driver.gcp;

import com.google.api.client.http.LowLevelHttpResponse;
import io.bowline.driver.rest.Reply.Answer;
import java.io.ByteArrayInputStream;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// An answer in the form which Google's library reads; no header of it counts.
final class TokenResponse extends LowLevelHttpResponse {
  private final int status;
  private final byte[] body;

  TokenResponse(Answer answer) {
    this.status = answer.status();
    this.body = answer.body().toString().getBytes(StandardCharsets.UTF_8);
  }

  @Override
  public InputStream getContent() {
    return new ByteArrayInputStream(body);
  }

  @Override
  public @Nullable String getContentEncoding() {
    return null;
  }

  @Override
  public long getContentLength() {
    return body.length;
  }

  @Override
  public String getContentType() {
    return "application/json; charset=UTF-8";
  }

  @Override
  public String getStatusLine() {
    return "HTTP/1.1 " + status;
  }

  @Override
  public int getStatusCode() {
    return status;
  }

  @Override
  public @Nullable String getReasonPhrase() {
    return null;
  }

  @Override
  public int getHeaderCount() {
    return 0;
  }

  @Override
  public String getHeaderName(int at) {
    throw new IndexOutOfBoundsException(at);
  }

  @Override
  public String getHeaderValue(int at) {
    throw new IndexOutOfBoundsException(at);
  }
}
