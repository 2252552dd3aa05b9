package io.dbprovision.postgres.user;

import io.dbprovision.spi.ChangeId;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import java.time.Instant;
import java.util.HashSet;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;

/**
 * What stands against a login's beginning to take turns: each login after it is made by the
 * manifest, and has nothing that was set by hand. Said before anything is changed. Pure.
 */
final class HandOverChecks {
  private HandOverChecks() {}

  /**
   * @param login as it is to be afterwards
   * @throws EngineException CONFLICT, naming the field to write
   */
  static void check(Wanted login, RoleState had) {
    checkAttributes(login, had);
    checkSettings(login, had);
  }

  private static void checkAttributes(Wanted login, RoleState had) {
    Options options = login.options();
    for (Attribute attribute : Attribute.values()) {
      boolean has = had.has(attribute);
      if (options.asked(attribute).isEmpty() && has != options.wants(attribute)) {
        throw byHand(login, attribute.field(), String.valueOf(has));
      }
    }
    if (options.connectionLimit() == null && had.connectionLimit() != options.limit()) {
      throw byHand(login, "connectionLimit", String.valueOf(had.connectionLimit()));
    }
    Optional<Instant> until = Optional.ofNullable(had.validUntilMicros()).map(Expiry::instant);
    if (options.validUntil() == null && until.isPresent()) {
      throw byHand(login, "validUntil", until.get().toString());
    }
  }

  private static EngineException byHand(Wanted login, String key, String value) {
    return EngineException.at(
        ErrorKind.CONFLICT,
        login.field(key),
        "is %s on the login \"%s\", and the manifest does not say so: the logins that are to take turns are made by the manifest. Write %s here, or have it set back on the server"
            .formatted(value, login.name(), value));
  }

  private static void checkSettings(Wanted login, RoleState had) {
    Set<String> asked = new HashSet<>();
    login
        .options()
        .configParameters()
        .keySet()
        .forEach(name -> asked.add(name.toLowerCase(Locale.ROOT)));
    Set<ChangeId> ours = login.spec().issued();
    for (String name : new TreeSet<>(had.settings().keySet())) {
      if (name.equals(SettingChanges.ROLE)) {
        checkRole(login, had, ours);
      } else if (!asked.contains(name) && !ours.contains(SettingChanges.claim(name))) {
        throw EngineException.at(
            ErrorKind.CONFLICT,
            login.field(SettingChanges.path(name)),
            "is set on the login \"%s\", and the manifest does not say so: the logins that are to take turns are made by the manifest. Write its value here, or have it set back on the server: %s"
                .formatted(login.name(), Setting.reset(login.name(), name).text()));
      }
    }
  }

  /** A login that takes turns works as the shared role and as no other. */
  private static void checkRole(Wanted login, RoleState had, Set<ChangeId> ours) {
    String role = had.settings().getOrDefault(SettingChanges.ROLE, "");
    if (!ours.contains(new ChangeId(SettingChanges.DEFAULT_ROLE))) {
      throw EngineException.at(
          ErrorKind.CONFLICT,
          login.field(SettingChanges.DEFAULT_ROLE),
          "is \"%s\" on the login \"%s\", which somebody set by hand; logins that take turns work as the role that they share. Have it set back on the server first: %s"
              .formatted(
                  role,
                  login.name(),
                  Setting.reset(login.name(), /* name= */ SettingChanges.ROLE).text()));
    }
  }
}
