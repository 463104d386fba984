package io.bowline.control.account;

import static org.assertj.core.api.Assertions.assertThat;

import io.bowline.control.secret.Secret;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class PasswordRulesTest {
  private static final List<String> ANNA =
      List.of("anna.meier@example.com", "Anna Meier", "streaming-inc");

  @ParameterizedTest
  @ValueSource(
      strings = {
        "passwordpassword",
        "Password1234!",
        "P@ssw0rd2024",
        "qwertyuiop123",
        "1q2w3e4r5t6y",
        "aaaaaaaaaaaaaaaa",
        "abcabcabcabcabc",
        "123456789012345",
        "987654321098",
        "Welcome2Bowline!",
        "letmeinletmein",
        "iloveyou123456",
        "admin-admin-admin",
        "Summer2026Summer",
        "zxcvbnmasdfghjkl",
        "annameier2026",
        "Anna.Meier@example.com",
        "streaming-inc-2026"
      })
  void whatIsTriedFirstIsRefused(String password) {
    assertThat(objection(password)).contains("first that anybody would try");
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "correct horse battery staple",
        "fünf Äpfel am Baum",
        "k7-Hf2!mQzp9",
        "purple harbour ninety",
        "密码密码很长的一句话啊真的"
      })
  void whatIsNotWillDoWhateverItIsMadeOf(String password) {
    assertThat(objection(password)).isEmpty();
  }

  @Test
  void lengthIsCountedInCharactersAndLimited() {
    assertThat(objection("kurz-und-gut")).isEmpty();
    assertThat(objection("kurzundgut!")).contains("12 to 128");
    assertThat(objection("x9 ".repeat(43))).contains("12 to 128");
    assertThat(objection("correct horse\u0007 battery")).contains("control characters");
    assertThat(objection("🦜🐎🔋📎🌲🌊🏔")).as("seven, however many bytes").contains("12 to 128");
  }

  private static String objection(String password) {
    return PasswordRules.objection(Secret.of(password), ANNA).orElse("");
  }
}
