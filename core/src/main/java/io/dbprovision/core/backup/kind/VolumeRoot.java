package io.dbprovision.core.backup.kind;

import static java.lang.annotation.RetentionPolicy.RUNTIME;

import com.google.inject.BindingAnnotation;
import java.lang.annotation.Retention;

/** The folder where a claim's volume is in the operator's own file system. */
@BindingAnnotation
@Retention(RUNTIME)
public @interface VolumeRoot {}
