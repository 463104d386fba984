package io.bowline.runner.broken;

import io.bowline.control.broken.Secret;

interface Peeper {
  Secret secret();
}
