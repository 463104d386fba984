package io.bowline.demo.process;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.io.Writer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;

/// Ends the demo's processes when the demo is killed in a way that it cannot see (`kill -9`).
///
/// It is a shell that holds the other end of a pipe: as long as the demo lives the pipe is open,
/// and whatever ends the demo closes it. It is told of each process when it is started, and ends
/// only those whose command line still names the demo's folder, so that a number that has since
/// been given to another process is left alone.
public final class Keeper implements AutoCloseable {
  private static final String SCRIPT =
      """
      folder=$1 temporary=$2
      trap '' HUP INT TERM
      processes=
      while read -r word process; do
        case $word in
          started) processes="$process $processes" ;;
          over) exit 0 ;;
        esac
      done
      ours() {
        kill -0 "$1" 2>/dev/null || return 1
        if [ -r "/proc/$1/cmdline" ]; then
          line=$(tr '\\0' ' ' <"/proc/$1/cmdline" 2>/dev/null)
        else
          line=$(ps -o args= -p "$1" 2>/dev/null)
        fi
        case $line in *"$folder"*) return 0 ;; esac
        return 1
      }
      finish() { # SIGNAL PROCESS SECONDS: asks, waits
        ours "$2" || return 0
        kill -"$1" "$2" 2>/dev/null
        left=$3
        while [ "$left" -gt 0 ] && ours "$2"; do
          sleep 1
          left=$((left - 1))
        done
      }
      for process in $processes; do ! ours "$process" || kill -TERM "$process" 2>/dev/null; done
      for process in $processes; do finish TERM "$process" 15; done
      for process in $processes; do finish KILL "$process" 5; done
      postmaster=$folder/control-plane/postgres/cluster/postmaster.pid
      if [ -r "$postmaster" ]; then
        read -r process <"$postmaster"
        finish INT "$process" 10
        finish QUIT "$process" 10
        finish KILL "$process" 5
      fi
      [ "$temporary" != true ] || rm -rf "$folder"
      """;

  private final Process shell;
  private final Writer pipe;

  private Keeper(Process shell) {
    this.shell = shell;
    this.pipe = shell.outputWriter(StandardCharsets.UTF_8);
  }

  /// Starts watching this process.
  ///
  /// @param folder that every process started is told of on its command line
  /// @param temporary whether the folder goes as well
  public static Keeper watch(Path folder, boolean temporary) throws IOException {
    var command =
        List.of("/bin/sh", "-c", SCRIPT, "bowline-demo-keeper", folder.toString(), "" + temporary);
    var builder = new ProcessBuilder(command);
    builder.redirectOutput(ProcessBuilder.Redirect.DISCARD);
    builder.redirectError(ProcessBuilder.Redirect.DISCARD);
    return new Keeper(builder.start());
  }

  /// Notes a process that must not outlive the demo.
  void started(long process) throws IOException {
    tell("started " + process);
  }

  private synchronized void tell(String line) throws IOException {
    pipe.write(line + "\n");
    pipe.flush();
  }

  /// Lets it go: the demo has ended its processes itself.
  @Override
  public void close() {
    try (pipe) {
      tell("over");
    } catch (IOException e) {
      if (shell.isAlive()) {
        throw new UncheckedIOException(
            "the keeper of the demo's processes is not to be reached", e);
      }
    }
  }
}
