package io.bowline.registry.disk;

import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Proxy;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/// A disk on which others do something before each operation of somebody: to its end, or until they
/// wait for a file that this one holds; then they go on when it lets go.
final class PausingDisk implements AutoCloseable {
  private final LocalDisk real = new LocalDisk();
  private final Set<Object> held = ConcurrentHashMap.newKeySet();
  private final ExecutorService others = Executors.newSingleThreadExecutor();
  private final Semaphore goOn = new Semaphore(0);
  private volatile Future<?> last = others.submit(() -> {});

  /// The disk as others have it.
  Disk forOthers() {
    return disk((proxy, method, arguments) -> {
      if (method.getName().equals("lock") && held.contains(arguments[0])) {
        goOn.release();
      }
      return call(method, arguments);
    });
  }

  /// The disk as the one has it who is stopped.
  ///
  /// @param action what others do before each operation
  Disk stopping(Runnable action) {
    return disk((proxy, method, arguments) -> {
      others(action);
      Object result = call(method, arguments);
      if (method.getName().equals("lock")) {
        return held(arguments[0], (Disk.Held) result);
      }
      return method.getName().equals("tryLock")
          ? ((Optional<?>) result).map(lock -> held(arguments[0], (Disk.Held) lock))
          : result;
    });
  }

  private void others(Runnable action) throws InterruptedException, ExecutionException {
    if (!last.isDone()) {
      // they still wait
      last = others.submit(action);
      return;
    }
    last.get();
    goOn.drainPermits();
    last =
        others.submit(() -> {
          try {
            action.run();
          } finally {
            goOn.release();
          }
        });
    goOn.acquire();
  }

  /// Waits until the others have done all, and fails if they failed.
  void settle() throws IOException {
    try {
      last.get();
    } catch (InterruptedException | ExecutionException e) {
      throw new IOException(e);
    }
  }

  private Disk.Held held(Object file, Disk.Held lock) {
    held.add(file);
    return () -> {
      held.remove(file);
      lock.close();
    };
  }

  private Object call(java.lang.reflect.Method method, Object[] arguments) throws Throwable {
    try {
      return method.invoke(real, arguments);
    } catch (InvocationTargetException e) {
      throw e.getCause();
    }
  }

  private static Disk disk(InvocationHandler handler) {
    return (Disk)
        Proxy.newProxyInstance(Disk.class.getClassLoader(), new Class<?>[] {Disk.class}, handler);
  }

  @Override
  public void close() {
    others.shutdown();
  }
}
