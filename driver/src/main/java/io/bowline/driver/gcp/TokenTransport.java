package io.bowline.driver.gcp;

import com.google.api.client.http.HttpTransport;
import com.google.api.client.http.LowLevelHttpRequest;
import com.google.api.client.http.LowLevelHttpResponse;
import io.bowline.driver.rest.Ask;
import io.bowline.driver.rest.Reply;
import io.bowline.driver.rest.Rest;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InterruptedIOException;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.util.Optional;

/// Carries what Google's library wants to say to Google's token address, and to no other: the
/// library would follow where an answer leads it, and read however much comes.
final class TokenTransport extends HttpTransport {
  private final Rest rest;
  private final URI address;
  private Optional<Reply> heard = Optional.empty();

  /// @param address where `GcpSignIn.TOKENS` really is
  TokenTransport(Rest rest, URI address) {
    this.rest = rest;
    this.address = address;
  }

  /// What was answered last.
  Optional<Reply> heard() {
    return heard;
  }

  @Override
  protected LowLevelHttpRequest buildRequest(String method, String url) throws IOException {
    if (!method.equals("POST") || !url.equals(GcpSignIn.TOKENS.toString())) {
      throw new IOException("only tokens are asked for");
    }
    return new Carried();
  }

  private final class Carried extends LowLevelHttpRequest {
    @Override
    public void addHeader(String name, String value) {
      // what it says of itself is nothing that Google needs
    }

    @Override
    public LowLevelHttpResponse execute() throws IOException {
      var body = new ByteArrayOutputStream();
      getStreamingContent().writeTo(body);
      try {
        Reply reply =
            rest.ask(Ask.post(address, getContentType(), body.toString(StandardCharsets.UTF_8)));
        heard = Optional.of(reply);
        return switch (reply) {
          case Reply.Answer answer -> new TokenResponse(answer);
          case Reply.Silence(Reply.Why why) -> throw new IOException(why.name());
        };
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new InterruptedIOException();
      }
    }
  }
}
