package io.dbprovision.storage.s3;

import io.dbprovision.spi.EngineException;
import io.dbprovision.spi.ErrorKind;
import io.dbprovision.spi.SecretText;
import io.dbprovision.spi.StorePlace;
import java.util.Map;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.DefaultCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** Who asks. */
sealed interface SignIn {
  /** A new one, which the caller closes when it can be closed. */
  AwsCredentialsProvider provider();

  /** The keys of a Secret. */
  record Keys(SecretText access, SecretText secret) implements SignIn {
    @Override
    public AwsCredentialsProvider provider() {
      return StaticCredentialsProvider.create(
          AwsBasicCredentials.create(access.reveal().strip(), secret.reveal().strip()));
    }
  }

  /** What the pod is given: a web identity, the container's or the machine's role. */
  record Pod() implements SignIn {
    @Override
    public AwsCredentialsProvider provider() {
      return DefaultCredentialsProvider.builder().build();
    }
  }

  /**
   * @throws EngineException INVALID when the Secret lacks a key
   */
  static SignIn of(StorePlace place, S3Options options) {
    S3Options.SecretRef ref = options.secretRef();
    if (ref == null) {
      return new Pod();
    }
    return new Keys(entry(place, ref, ref.accessKey()), entry(place, ref, ref.secretKey()));
  }

  private static SecretText entry(StorePlace place, S3Options.SecretRef ref, String key) {
    Map<String, SecretText> secret = place.secret("secretRef");
    SecretText text = secret.get(key);
    if (text == null || text.reveal().isBlank()) {
      throw EngineException.at(
          ErrorKind.INVALID,
          place.block().path() + ".secretRef",
          "the Secret '%s' has nothing under %s; add it, or name the key in secretRef.keys"
              .formatted(ref.name(), key));
    }
    return text;
  }
}
