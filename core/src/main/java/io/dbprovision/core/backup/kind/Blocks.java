package io.dbprovision.core.backup.kind;

import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.SpecFields;
import io.dbprovision.spi.Engine;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Section;
import io.dbprovision.spi.Validation;
import java.util.ArrayList;
import java.util.List;

/** Engine blocks of backups and restores. */
final class Blocks {
  private Blocks() {}

  static Section of(CustomResource resource, Engine engine) {
    String key = engine.section();
    return Section.of("spec." + key, resource.spec().object(key).values());
  }

  /**
   * @return what of the manifest has no effect on such a server, a sentence each
   * @throws EngineException INVALID, with the field
   */
  static List<String> checked(CustomResource resource, Engine engine, Section block) {
    List<String> without =
        new ArrayList<>(SpecFields.unread(resource.kind(), resource.spec(), engine.section()));
    Validation validation = engine.validate(resource.kind().spi(), block);
    for (Validation.Problem problem : validation.problems()) {
      if (problem.kind() != ErrorKind.UNSUPPORTED) {
        throw EngineException.at(problem.kind(), problem.path(), problem.message());
      }
      without.add(problem.path() + ": " + problem.message());
    }
    return without;
  }

  /**
   * Whether what is restored by the block is all of a backup: only then what the database holds
   * afterwards can be compared with what the backup says.
   */
  static boolean all(Section block) {
    for (String key : List.of("schemaOnly", "dataOnly")) {
      if (Boolean.TRUE.equals(block.values().get(key))) {
        return false;
      }
    }
    for (String key : List.of("schemas", "tables")) {
      if (block.values().get(key) instanceof List<?> chosen && !chosen.isEmpty()) {
        return false;
      }
    }
    for (String key : List.of("routines", "triggers", "events")) {
      if (Boolean.FALSE.equals(block.values().get(key))) {
        return false;
      }
    }
    return true;
  }
}
