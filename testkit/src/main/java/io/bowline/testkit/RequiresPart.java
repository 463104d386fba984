package io.bowline.testkit;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;
import org.junit.jupiter.api.extension.ExtendWith;

/// The test needs these parts beyond the JDK: executables (`skopeo`, `terraform`) or the parts that
/// `Parts` knows by another name (`kubeconfig`).
///
/// Where one is absent the test is skipped under the part's name, so that the closing lines of a
/// run tell what was not shown; with `BOWLINE_PARTS=required` (CI) it fails instead. Goes with
/// `@Tag("real")`.
@Documented
@Target({ElementType.TYPE, ElementType.METHOD})
@Retention(RetentionPolicy.RUNTIME)
@ExtendWith(PartCondition.class)
public @interface RequiresPart {
  String[] value();
}
