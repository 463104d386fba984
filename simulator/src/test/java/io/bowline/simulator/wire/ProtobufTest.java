package io.bowline.simulator.wire;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.bowline.simulator.json.MalformedJson;
import io.bowline.simulator.json.Tree;
import java.io.ByteArrayOutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.junit.jupiter.api.Test;

class ProtobufTest {
  private static byte[] field(int number, byte[] content) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    out.write((number << 3) | 2);
    int length = content.length;
    while (length > 127) {
      out.write((length & 127) | 128);
      length >>= 7;
    }
    out.write(length);
    out.writeBytes(content);
    return out.toByteArray();
  }

  private static byte[] text(int number, String value) {
    return field(number, value.getBytes(StandardCharsets.UTF_8));
  }

  private static byte[] join(byte[]... parts) {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    for (byte[] part : parts) {
      out.writeBytes(part);
    }
    return out.toByteArray();
  }

  private static byte[] envelope(String version, String kind, byte[] raw) {
    return join(
        "k8s\0".getBytes(StandardCharsets.US_ASCII),
        field(1, join(text(1, version), text(2, kind))),
        field(2, raw));
  }

  private static byte[] secret() {
    return envelope(
        "v1",
        "Secret",
        join(
            field(1, join(text(1, "name"), field(11, join(text(1, "a"), text(2, "b"))))),
            field(2, join(text(1, "key"), text(2, "value"))),
            text(3, "helm.sh/release.v1")));
  }

  @Test
  void secretReadsAsItsJson() {
    assertThat(Protobuf.read(secret()))
        .isEqualTo(
            Tree.parse(
                """
                {"kind":"Secret","apiVersion":"v1","metadata":{"name":"name","labels":{"a":"b"}},
                "data":{"key":"dmFsdWU="},"type":"helm.sh/release.v1"}\
                """
                    .getBytes(StandardCharsets.UTF_8)));
  }

  @Test
  void bytesCutAnywhereAreRefusedAndNothingElse() {
    byte[] whole = secret();
    for (int i = 0; i < whole.length; i++) {
      byte[] cut = Arrays.copyOf(whole, i);
      try {
        assertThat(Protobuf.read(cut)).isNotNull();
      } catch (Unreadable | MalformedJson e) {
        assertThat(e.getMessage()).isNotEmpty();
      }
    }
  }

  @Test
  void changedBytesAreRefusedAndNothingElse() {
    byte[] whole = secret();
    for (int i = 4; i < whole.length; i++) {
      for (int flip : new int[] {0x01, 0x80, 0xff}) {
        byte[] changed = whole.clone();
        changed[i] = (byte) (changed[i] ^ flip);
        try {
          assertThat(Protobuf.read(changed)).isNotNull();
        } catch (Unreadable | MalformedJson e) {
          assertThat(e.getMessage()).isNotEmpty();
        }
      }
    }
  }

  @Test
  void unknownKindIsNamed() {
    assertThatThrownBy(() -> Protobuf.read(envelope("x.io/v1", "Thing", new byte[0])))
        .isInstanceOf(Unreadable.class)
        .hasMessageContaining("x.io/v1.Thing");
  }

  @Test
  void foreignBytesAreNoProtobuf() {
    assertThatThrownBy(() -> Protobuf.read("{}".getBytes(StandardCharsets.UTF_8)))
        .isInstanceOf(Unreadable.class)
        .hasMessageContaining("does not appear to be a protobuf message");
  }
}
