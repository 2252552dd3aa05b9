package io.dbprovision.core.credential;

import com.google.inject.Inject;
import io.dbprovision.core.api.CustomResource;
import io.dbprovision.core.api.Fields;
import io.dbprovision.core.api.Keys;

/** Where a user's credentials are kept, and what its annotations ask of them. */
public final class Places {
  private final CredentialContents contents;

  @Inject
  public Places(CredentialContents contents) {
    this.contents = contents;
  }

  String outputNamespace(CustomResource user) {
    return user.spec().object("passwordSecret").text("secretNamespace", user.namespace());
  }

  /** Of the Secret that readers use. */
  String secretName(CustomResource user) {
    Fields spec = user.spec().object("passwordSecret");
    return contents.secretName(
        spec.text("secretName", user.spec().text("username", "") + "-credentials"));
  }

  /** Of the operator's own Secret, where what readers see is not all there is to know. */
  String keeperName(CustomResource user) {
    return contents.secretName(user.name() + "-dbops-login");
  }

  /** The rotation that is asked for; empty when none is. */
  String rotationToken(CustomResource user) {
    String token = user.metadata().annotations().getOrDefault(Keys.ROTATE_PASSWORD, "");
    return token.equals("false") ? "" : token;
  }
}
