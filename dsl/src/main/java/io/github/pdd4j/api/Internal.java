package io.github.pdd4j.api;

import java.lang.annotation.Documented;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Marks a public type, or all types of a package, as public for other packages of this project only.
 *
 * <p>Such a type may change or go in any version. Cells and extensions use the types without this mark, which {@code
 * CONTRIBUTING.md} lists.
 */
@Internal
@Documented
@Retention(RetentionPolicy.CLASS)
@Target({ElementType.TYPE, ElementType.PACKAGE})
public @interface Internal {}
