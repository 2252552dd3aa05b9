package io.dbprovision.core.reconcile;

import com.google.inject.Inject;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.credential.Access;
import io.dbprovision.core.credential.Credentials;
import io.dbprovision.core.rotation.RotationPolicy;
import io.dbprovision.spi.UserSpec;
import java.util.Optional;
import java.util.function.BooleanSupplier;

/** The side of {@link UserKind} where a user has one login, and that one password. */
final class OneLogin {
  private final Credentials credentials;
  private final DesiredSpecs specs;
  private final PasswordKeeping keeping;
  private final WorkloadRestarts restarts;

  @Inject
  OneLogin(
      Credentials credentials,
      DesiredSpecs specs,
      PasswordKeeping keeping,
      WorkloadRestarts restarts) {
    this.credentials = credentials;
    this.specs = specs;
    this.keeping = keeping;
    this.restarts = restarts;
  }

  Optional<String> versionSeen(CustomResource user) {
    return credentials.versionSeen(user);
  }

  /**
   * @param adopted whether the login has a password that no Secret tells of
   */
  Intent<UserSpec> intent(Request request, Access access, BooleanSupplier adopted) {
    RotationPolicy policy = RotationPolicy.checked(request.resource());
    return new OneLoginIntent(
        request, policy, credentials.read(request.resource(), access, adopted), this);
  }

  void released(CustomResource user, boolean keep) {
    credentials.release(user, keep);
  }

  Credentials credentials() {
    return credentials;
  }

  DesiredSpecs specs() {
    return specs;
  }

  PasswordKeeping keeping() {
    return keeping;
  }

  WorkloadRestarts restarts() {
    return restarts;
  }
}
