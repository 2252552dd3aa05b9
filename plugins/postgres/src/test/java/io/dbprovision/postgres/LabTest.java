package io.dbprovision.postgres;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/** Tests on the oldest and the newest major version that are supported, each with its session. */
@ParameterizedClass
@ValueSource(ints = {15, 18})
abstract class LabTest {
  @Parameter int major;
  Lab lab;

  @BeforeEach
  void open() {
    lab = Lab.on(major);
  }

  @AfterEach
  void close() {
    lab.close();
  }
}
