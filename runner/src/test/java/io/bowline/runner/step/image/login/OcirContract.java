package io.bowline.runner.step.image.login;

/// Oracle's registry, whoever asks for its tokens.
abstract class OcirContract extends LoginContract {
  /// The next token.
  FakeService.Answer token() {
    return FakeService.Answer.of(
        200,
        "{\"token\":\"jwt-%d\",\"expires_in\":%d}"
            .formatted(issued.incrementAndGet(), LIFE.toSeconds()));
  }

  @Override
  FakeService.Answer no() {
    return FakeService.Answer.of(401, "{\"code\":\"NotAuthenticated\"}");
  }

  @Override
  Credentials expected(int number) {
    return new Credentials("BEARER_TOKEN", "jwt-" + number);
  }
}
