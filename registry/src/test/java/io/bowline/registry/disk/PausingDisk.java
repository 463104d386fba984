package io.bowline.registry.disk;

import java.io.IOException;
import java.lang.reflect.InvocationHandler;
import java.lang.reflect.InvocationTargetException;
import java.lang.reflect.Method;
import java.lang.reflect.Proxy;
import java.nio.file.Path;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.Semaphore;

/// A disk on which others do something before each operation of somebody: to its end, or until they
/// wait for a file that this one holds; then they go on when it lets go. Nobody loses power, so
/// that nothing of what is there need be forced.
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
      return call(real, method, arguments);
    });
  }

  /// The disk as somebody among the others has it who comes to list a folder, and goes on there
  /// only when the one who was stopped is done.
  Disk forOthersUntil(Path folder, CountDownLatch done) {
    Disk disk = forOthers();
    return disk((proxy, method, arguments) -> {
      if (method.getName().equals("list") && arguments[0].equals(folder)) {
        goOn.release();
        done.await();
      }
      return call(disk, method, arguments);
    });
  }

  /// The disk as the one has it who is stopped.
  ///
  /// @param action what others do before each operation
  Disk stopping(Runnable action) {
    return disk((proxy, method, arguments) -> {
      others(action);
      Object result = call(real, method, arguments);
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

  private static Object call(Disk disk, Method method, Object[] arguments) throws Throwable {
    if (method.getName().equals("syncFolder")) {
      return null;
    }
    try {
      return method.invoke(disk, arguments);
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
