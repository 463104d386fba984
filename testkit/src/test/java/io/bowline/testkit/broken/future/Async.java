package io.bowline.testkit.broken.future;

import java.util.concurrent.CompletableFuture;

interface Async {
  CompletableFuture<String> later();
}
