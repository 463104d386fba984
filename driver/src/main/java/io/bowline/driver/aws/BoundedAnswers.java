package io.bowline.driver.aws;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import software.amazon.awssdk.http.AbortableInputStream;
import software.amazon.awssdk.http.ExecutableHttpRequest;
import software.amazon.awssdk.http.HttpExecuteRequest;
import software.amazon.awssdk.http.HttpExecuteResponse;
import software.amazon.awssdk.http.SdkHttpClient;

/// Carries what AWS's clients ask, and takes no more of an answer than is good: they would read all
/// that comes.
public record BoundedAnswers(SdkHttpClient carrier) implements SdkHttpClient {
  private static final long LARGEST = 4L * 1024 * 1024;

  @Override
  public ExecutableHttpRequest prepareRequest(HttpExecuteRequest request) {
    ExecutableHttpRequest prepared = carrier.prepareRequest(request);
    return new ExecutableHttpRequest() {
      @Override
      public HttpExecuteResponse call() throws IOException {
        return bounded(prepared.call());
      }

      @Override
      public void abort() {
        prepared.abort();
      }
    };
  }

  private static HttpExecuteResponse bounded(HttpExecuteResponse response) {
    return response
        .responseBody()
        .map(body ->
            HttpExecuteResponse.builder()
                .response(response.httpResponse())
                .responseBody(AbortableInputStream.create(new Bounded(body), body))
                .build())
        .orElse(response);
  }

  @Override
  public void close() {
    carrier.close();
  }

  /// Ends with an error where an answer is too long.
  private static final class Bounded extends FilterInputStream {
    private long left = LARGEST;

    Bounded(InputStream in) {
      super(in);
    }

    @Override
    public int read() throws IOException {
      int read = super.read();
      count(read < 0 ? 0 : 1);
      return read;
    }

    @Override
    public int read(byte[] into, int from, int length) throws IOException {
      int read = super.read(into, from, length);
      count(Math.max(read, 0));
      return read;
    }

    private void count(int read) throws IOException {
      left -= read;
      if (left < 0) {
        throw new IOException("an answer of AWS is longer than " + LARGEST + " bytes");
      }
    }

    @Override
    public boolean markSupported() {
      return false;
    }
  }
}
