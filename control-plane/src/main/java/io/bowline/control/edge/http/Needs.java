package io.bowline.control.edge.http;

import io.bowline.control.org.Scope;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/// Which scope a caller needs for a method. Every method of the API says it: the build fails where
/// one does not.
@Retention(RetentionPolicy.RUNTIME)
@Target({ElementType.METHOD, ElementType.TYPE})
public @interface Needs {
  /// The scope.
  Scope value();

  /// Whether only the vendor's staff may call it, whatever the scope.
  boolean staff() default false;

  /// Whether only an owner of the organization and the vendor's staff may call it.
  boolean owner() default false;

  /// Whether only a person of the organization may call it.
  boolean person() default false;

  /// Whether the vendor's staff may call it without coming into the organization.
  boolean vendor() default false;

  /// Whether it lets somebody in who stays, which staff do only before there is an owner.
  boolean lasting() default false;
}
