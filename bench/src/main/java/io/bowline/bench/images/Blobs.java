package io.bowline.bench.images;

import io.bowline.model.artifact.Digest;
import java.io.IOException;
import java.io.InputStream;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpRequest.BodyPublishers;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import java.security.MessageDigest;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/// Blobs that several clients push to a registry and pull from it at once.
public final class Blobs {
  private static final int BLOCK = 1 << 20;
  private static final String REPOSITORY = "acme/blobs";

  private final HttpClient http =
      HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
  private final List<Blob> all = new ArrayList<>();
  private final int clients;

  /// Makes so many blobs of a size.
  public Blobs(int many, long size, int clients) throws IOException {
    this.clients = clients;
    for (int i = 0; i < many; i++) {
      all.add(Blob.of(size * many + i, size));
    }
  }

  /// Bytes that are made again whenever they are read.
  private record Blob(long seed, long size, Digest digest) {
    static Blob of(long seed, long size) throws IOException {
      MessageDigest hash = Digest.Algorithm.SHA256.hash();
      try (InputStream bytes = new Endless(seed, size)) {
        byte[] buffer = new byte[BLOCK];
        for (int n = bytes.read(buffer); n > 0; n = bytes.read(buffer)) {
          hash.update(buffer, 0, n);
        }
      }
      return new Blob(seed, size, Digest.finish(Digest.Algorithm.SHA256, hash));
    }
  }

  /// Pushes all.
  public void push(URI registry) throws IOException, InterruptedException {
    together(blob -> push(registry, blob));
  }

  /// Pulls all, and counts those whose bytes are not what they should be.
  public int pull(URI registry) throws IOException, InterruptedException {
    return together(blob -> pull(registry, blob) ? 0 : 1);
  }

  private interface Work {
    int on(Blob blob) throws IOException, InterruptedException;
  }

  private int together(Work work) throws IOException, InterruptedException {
    var room = new Semaphore(clients);
    int sum = 0;
    try (var threads = Executors.newVirtualThreadPerTaskExecutor()) {
      var running = new ArrayList<Future<Integer>>();
      for (Blob blob : all) {
        running.add(
            threads.submit(() -> {
              room.acquire();
              try {
                return work.on(blob);
              } finally {
                room.release();
              }
            }));
      }
      for (Future<Integer> one : running) {
        sum += one.get();
      }
    } catch (ExecutionException e) {
      throw new IOException("a blob went wrong: " + e.getCause(), e);
    }
    return sum;
  }

  private int push(URI registry, Blob blob) throws IOException, InterruptedException {
    URI uploads = registry.resolve("/v2/" + REPOSITORY + "/blobs/uploads/");
    HttpResponse<Void> begun =
        http.send(
            HttpRequest.newBuilder(uploads).POST(BodyPublishers.noBody()).build(),
            BodyHandlers.discarding());
    String location = begun.headers().firstValue("Location").orElse("");
    if (begun.statusCode() != 202) {
      throw new IOException("POST was answered with " + begun.statusCode());
    }
    URI upload = registry.resolve(location);
    URI commit =
        URI.create(upload + (upload.getQuery() == null ? "?" : "&") + "digest=" + blob.digest());
    var body =
        BodyPublishers.fromPublisher(
            BodyPublishers.ofInputStream(() -> new Endless(blob.seed(), blob.size())), blob.size());
    HttpResponse<Void> done =
        http.send(
            HttpRequest.newBuilder(commit)
                .header("Content-Type", "application/octet-stream")
                .PUT(body)
                .build(),
            BodyHandlers.discarding());
    if (done.statusCode() != 201) {
      throw new IOException("PUT was answered with " + done.statusCode());
    }
    return 0;
  }

  private boolean pull(URI registry, Blob blob) throws IOException, InterruptedException {
    URI address = registry.resolve("/v2/" + REPOSITORY + "/blobs/" + blob.digest());
    HttpResponse<InputStream> response =
        http.send(HttpRequest.newBuilder(address).build(), BodyHandlers.ofInputStream());
    MessageDigest hash = Digest.Algorithm.SHA256.hash();
    try (InputStream bytes = response.body()) {
      byte[] buffer = new byte[BLOCK];
      for (int n = bytes.read(buffer); n > 0; n = bytes.read(buffer)) {
        hash.update(buffer, 0, n);
      }
    }
    return response.statusCode() == 200
        && Digest.finish(Digest.Algorithm.SHA256, hash).equals(blob.digest());
  }

  /// One random block over and over, with its number at the beginning of each.
  private static final class Endless extends InputStream {
    private final byte[] block = new byte[BLOCK];
    private final long size;
    private long at;

    Endless(long seed, long size) {
      this.size = size;
      new Random(seed).nextBytes(block);
    }

    @Override
    public int read() {
      byte[] one = new byte[1];
      return read(one, 0, 1) < 0 ? -1 : one[0] & 0xff;
    }

    @Override
    public int read(byte[] buffer, int start, int length) {
      if (at == size) {
        return -1;
      }
      int inBlock = (int) (at % BLOCK);
      if (inBlock == 0) {
        block[0] = (byte) (at / BLOCK);
      }
      int n = (int) Math.min(Math.min(length, BLOCK - inBlock), size - at);
      System.arraycopy(block, inBlock, buffer, start, n);
      at += n;
      return n;
    }
  }
}
