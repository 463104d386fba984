package io.bowline.simulator.shell;

import java.util.Map;
import java.util.Optional;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/// A container's files: its own, and those of the volumes that are mounted in it.
public final class Files {
  private static final long LARGEST = 1 << 20;
  private static final String FOLDER = "\0folder";

  private final ConcurrentMap<String, String> own = new ConcurrentHashMap<>();
  private final Map<String, ConcurrentMap<String, String>> mounts = new ConcurrentHashMap<>();

  /// Mounts a volume; what is written there outlives the container.
  public void mount(String path, ConcurrentMap<String, String> volume) {
    mounts.put(clean(path), volume);
  }

  private record Place(ConcurrentMap<String, String> volume, String path) {}

  private Place place(String path) {
    String clean = clean(path);
    String best = "";
    for (String mount : mounts.keySet()) {
      boolean under = clean.equals(mount) || clean.startsWith(mount + "/");
      if (under && mount.length() > best.length()) {
        best = mount;
      }
    }
    ConcurrentMap<String, String> volume = mounts.getOrDefault(best, own);
    return new Place(volume, best.isEmpty() ? clean : clean.substring(best.length()));
  }

  private static String clean(String path) {
    String absolute = path.startsWith("/") ? path : "/" + path;
    String single = absolute.replaceAll("/+", "/").replaceAll("/\\.(?=/|$)", "");
    return single.length() > 1 && single.endsWith("/")
        ? single.substring(0, single.length() - 1)
        : single;
  }

  /// A file's text.
  public Optional<String> read(String path) {
    Place place = place(path);
    return Optional.ofNullable(place.volume().get(place.path()))
        .filter(text -> !text.equals(FOLDER));
  }

  public void write(String path, String text) {
    Place place = place(path);
    String kept = text.length() > LARGEST ? text.substring(0, (int) LARGEST) : text;
    place.volume().put(place.path(), kept);
  }

  public void append(String path, String text) {
    write(path, read(path).orElse("") + text);
  }

  public void folder(String path) {
    Place place = place(path);
    place.volume().putIfAbsent(place.path(), FOLDER);
  }

  public boolean remove(String path) {
    Place place = place(path);
    place.volume().keySet().removeIf(name -> name.startsWith(place.path() + "/"));
    return place.volume().remove(place.path()) != null;
  }

  public boolean isFile(String path) {
    return read(path).isPresent();
  }

  /// Whether a folder was made there, or something lies below it.
  public boolean isFolder(String path) {
    Place place = place(path);
    return mounts.containsKey(clean(path))
        || clean(path).equals("/")
        || FOLDER.equals(place.volume().get(place.path()))
        || place.volume().keySet().stream().anyMatch(n -> n.startsWith(place.path() + "/"));
  }
}
