package io.dbprovision.distribution.operator;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;

/** Backups of MySQL and MariaDB to a real S3 server: of both at once, as most of it is waiting. */
@ExtendWith(SceneExtension.class)
class MyBackupIT {
  private final Scene scene;

  MyBackupIT(Scene scene) {
    this.scene = scene;
  }

  @Test
  void theyComeBackUnderANewNameAndInPlaceAndNotByAWrongKey() {
    AtOnce.each(
        List.of(new MyCopies(scene, "mysql"), new MyCopies(scene.beside(), "mariadb")),
        MyCopies::theyComeBackUnderANewNameAndInPlaceAndNotByAWrongKey);
  }
}
