package io.dbprovision.spi.testkit.memory;

import io.dbprovision.spi.Cause;
import io.dbprovision.spi.ChangeId;
import io.dbprovision.spi.DropMode;
import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.Risk;
import io.dbprovision.spi.SecretText;
import io.dbprovision.spi.UserSpec;
import io.dbprovision.spi.Users;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;

final class InMemoryUsers extends InMemoryManaged<UserSpec> implements Users {
  private static final String PASSWORD = "password";

  static final String LOCKED = "locked";

  private final InMemoryServer server;

  InMemoryUsers(InMemoryServer server, Consumer<Operation> called) {
    super("login", server.users(), called);
    this.server = server;
  }

  @Override
  protected Map<String, Object> attributes(UserSpec desired) {
    MemoryOptions.User options = desired.section().as(MemoryOptions.User.class);
    Map<String, Object> wanted = new TreeMap<>();
    if (options.connectionLimit() != null) {
      wanted.put("connectionLimit", options.connectionLimit());
    }
    if (options.readOnly() != null) {
      wanted.put("readOnly", options.readOnly());
    }
    if (desired.locked()) {
      wanted.put(LOCKED, true);
    }
    List<String> roles = roles(desired);
    for (int i = 0; i < roles.size(); i++) {
      String role = roles.get(i);
      if (!server.hasGrantee(role)) {
        throw EngineException.at(
            ErrorKind.NOT_FOUND,
            "spec.roles[" + i + "]",
            "the role does not exist; it is waited for");
      }
      wanted.put(Entries.ROLE + role, true);
    }
    return wanted;
  }

  private static List<String> roles(UserSpec desired) {
    return desired.group().map(List::of).orElseGet(desired::roles);
  }

  /** Who lists no roles leaves memberships to others, but for what this object put there itself. */
  @Override
  protected boolean managed(UserSpec desired, String attribute) {
    return attribute.startsWith(Entries.ROLE)
        && !Entries.of(desired.others()).contains(attribute)
        && (!roles(desired).isEmpty() || desired.issued().contains(new ChangeId(attribute)));
  }

  @Override
  protected List<ChangeId> claims(UserSpec desired) {
    return Entries.claims(
        roles(desired).stream().map(role -> Entries.ROLE + role).toList(),
        desired.issued(),
        desired.others());
  }

  @Override
  protected void beforeDrop(UserSpec desired, DropMode mode) {
    if (!InMemoryOwned.by(server, desired.name()).isEmpty()) {
      throw EngineException.of(
          ErrorKind.CONFLICT, "login " + desired.name() + " still owns databases");
    }
  }

  @Override
  protected StoredObject created(UserSpec desired) {
    SecretText password =
        desired
            .password()
            .orElseThrow(
                () ->
                    EngineException.of(
                        ErrorKind.INVALID,
                        "login " + desired.name() + " cannot be made without a password"));
    server.replaced().remove(desired.name());
    return super.created(desired).withPassword(password);
  }

  @Override
  public boolean keepsReplacedPasswords() {
    return server.holdsTwoPasswords();
  }

  @Override
  protected void compareMore(UserSpec desired, List<MemoryChange> changes) {
    if (!desired.passwordApplied()) {
      desired
          .password()
          .ifPresent(
              password ->
                  changes.add(
                      edit(
                          desired,
                          new Difference(PASSWORD, "(set)", "(unknown)", Risk.SAFE, Cause.DIFFERS),
                          object -> changed(desired, object, password))));
    } else if (desired.discardsReplaced() && server.replaced().containsKey(desired.name())) {
      changes.add(
          edit(
              desired,
              new Difference(PASSWORD, "(one)", "(two)", Risk.SAFE, Cause.DIFFERS),
              object -> {
                server.replaced().remove(desired.name());
                return object;
              }));
    }
  }

  private StoredObject changed(UserSpec desired, StoredObject object, SecretText password) {
    SecretText before = object.password();
    if (keepsReplacedPasswords()
        && desired.keepsReplaced()
        && before != null
        && !before.equals(password)) {
      server.replaced().put(desired.name(), before);
    }
    return object.withPassword(password);
  }
}
