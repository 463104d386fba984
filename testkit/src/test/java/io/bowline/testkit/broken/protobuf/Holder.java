package io.bowline.testkit.broken.protobuf;

import com.google.protobuf.ByteString;

interface Holder {
  ByteString bytes();
}
