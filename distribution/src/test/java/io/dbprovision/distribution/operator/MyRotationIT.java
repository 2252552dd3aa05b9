package io.dbprovision.distribution.operator;

import io.dbprovision.distribution.DevClusterExtension;
import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Passwords that are replaced on MySQL and MariaDB: on both at once, as it is a minute's wait. */
@Tag("thorough")
@ExtendWith({DevClusterExtension.class, SceneExtension.class})
class MyRotationIT {
  private final Scene scene;

  MyRotationIT(Scene scene) {
    this.scene = scene;
  }

  @Test
  void aPasswordIsReplacedWhenAskedForAndLoginsTakeTurnsByTheClock() {
    AtOnce.each(
        List.of(new MyRotation(scene, "mysql"), new MyRotation(scene.beside(), "mariadb")),
        MyRotation::aPasswordIsReplacedWhenAskedForAndLoginsTakeTurnsByTheClock);
  }
}
