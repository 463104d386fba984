package io.bowline.control.edge.ingest;

import io.bowline.control.telemetry.Labels;
import io.bowline.control.telemetry.SampleBatch;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;

/// The request of remote write 2.0: texts stand once in a table of symbols, and series name them by
/// number.
final class SymbolTable {
  private static final int MOST_REFERENCES = 2 * 64;

  private final LabelCache cache;
  private final List<Wire.Part> symbols = new ArrayList<>();

  SymbolTable(LabelCache cache) {
    this.cache = cache;
  }

  SampleBatch read(byte[] plain) throws IOException, BadPush {
    // the table may stand behind the series
    var table = new Wire(plain, 0, plain.length);
    for (int field = table.field(); field != 0; field = table.field()) {
      if (field == 4) {
        symbols.add(table.part());
      } else {
        table.skip();
      }
    }
    var batch = new SampleBatch();
    var request = new Wire(plain, 0, plain.length);
    for (int field = request.field(); field != 0; field = request.field()) {
      if (field == 5) {
        Wire.Part series = request.part();
        RemoteWrite.samples(batch, batch.series(labels(references(series))), series, 2);
      } else {
        request.skip();
      }
    }
    return batch;
  }

  private static List<Integer> references(Wire.Part series) throws IOException, BadPush {
    List<Integer> references = new ArrayList<>();
    Wire all = series.walk();
    for (int field = all.field(); field != 0; field = all.field()) {
      if (field != 1) {
        all.skip();
      } else if (all.packed()) {
        references.addAll(all.part().walk().numbers());
      } else {
        references.add((int) all.number());
      }
      if (references.size() > MOST_REFERENCES) {
        throw BadPush.malformed("timeseries[].labels_refs has too many entries");
      }
    }
    if (references.size() % 2 != 0) {
      throw BadPush.malformed("timeseries[].labels_refs must be pairs");
    }
    return references;
  }

  private Labels labels(List<Integer> references) throws BadPush {
    var key = new ByteArrayOutputStream();
    for (int reference : references) {
      Wire.Part symbol = symbol(reference);
      key.write(symbol.length() >>> 8);
      key.write(symbol.length());
      key.write(symbol.bytes(), symbol.from(), symbol.length());
    }
    byte[] bytes = key.toByteArray();
    return cache.get(bytes, 0, bytes.length, () -> read(references));
  }

  private Labels read(List<Integer> references) throws BadPush {
    var labels = new TreeMap<String, String>();
    for (int i = 0; i < references.size(); i += 2) {
      labels.put(symbol(references.get(i)).text(), symbol(references.get(i + 1)).text());
    }
    return RemoteWrite.named(labels);
  }

  private Wire.Part symbol(int position) throws BadPush {
    if (position < 0 || position >= symbols.size()) {
      throw BadPush.malformed("timeseries[].labels_refs names a symbol that is not in the table");
    }
    return symbols.get(position);
  }
}
