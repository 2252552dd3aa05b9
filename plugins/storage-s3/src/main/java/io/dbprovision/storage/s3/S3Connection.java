package io.dbprovision.storage.s3;

import io.dbprovision.spi.StoreContext;
import io.dbprovision.store.Authority;
import java.net.URI;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.awscore.retry.AwsRetryStrategy;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.checksums.ResponseChecksumValidation;
import software.amazon.awssdk.http.SdkHttpClient;
import software.amazon.awssdk.http.auth.aws.signer.AwsV4HttpSigner;
import software.amazon.awssdk.http.auth.spi.scheme.AuthSchemeOption;
import software.amazon.awssdk.http.urlconnection.UrlConnectionHttpClient;
import software.amazon.awssdk.profiles.ProfileFile;
import software.amazon.awssdk.regions.Region;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.S3ClientBuilder;
import software.amazon.awssdk.services.s3.auth.scheme.S3AuthSchemeProvider;
import software.amazon.awssdk.utils.IoUtils;
import software.amazon.awssdk.utils.SdkAutoCloseable;

/**
 * A client that is made with its first request: it takes some 26 MB of classes.
 *
 * <p>The SHA-256 of every body is part of its signature, over https as well: that is as old as the
 * protocol, so every server checks it, while the SDK's own checksums are trailers that many refuse.
 */
final class S3Connection implements AutoCloseable {
  private static final int ATTEMPTS = 4;

  private final S3Options options;
  private final SignIn signIn;
  private final Optional<Authority> ca;
  private final StoreContext context;
  private @Nullable S3Client client;
  private @Nullable SdkHttpClient http;
  private @Nullable AwsCredentialsProvider credentials;

  S3Connection(S3Options options, SignIn signIn, Optional<Authority> ca, StoreContext context) {
    this.options = options;
    this.signIn = signIn;
    this.ca = ca;
    this.context = context;
  }

  synchronized S3Client client() {
    if (client == null) {
      credentials = signIn.provider();
      http = new DialOnce(new WholeStatus(http()));
      client = build(credentials, http);
    }
    return client;
  }

  private SdkHttpClient http() {
    UrlConnectionHttpClient.Builder builder =
        UrlConnectionHttpClient.builder()
            .connectionTimeout(context.connectTimeout())
            .socketTimeout(context.requestTimeout());
    ca.ifPresent(own -> builder.tlsTrustManagersProvider(own::trustManagers));
    return builder.build();
  }

  private S3Client build(AwsCredentialsProvider who, SdkHttpClient way) {
    // what the pod's home folder says about other clients is not for this one
    ProfileFile none = ProfileFile.aggregator().build();
    S3ClientBuilder builder =
        S3Client.builder()
            .httpClient(way)
            .region(Region.of(options.region()))
            .credentialsProvider(who)
            .forcePathStyle(options.forcePathStyle())
            .crossRegionAccessEnabled(false)
            .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
            .responseChecksumValidation(ResponseChecksumValidation.WHEN_REQUIRED)
            .authSchemeProvider(signingBodies())
            .serviceConfiguration(
                service ->
                    service
                        .chunkedEncodingEnabled(false)
                        .expectContinueEnabled(false)
                        .profileFile(() -> none))
            .overrideConfiguration(
                override ->
                    override
                        .defaultProfileFileSupplier(() -> none)
                        .apiCallTimeout(context.requestTimeout())
                        .retryStrategy(
                            AwsRetryStrategy.standardRetryStrategy().toBuilder()
                                .maxAttempts(ATTEMPTS)
                                .build()));
    if (options.endpoint() != null) {
      builder.endpointOverride(URI.create(options.endpoint()));
    }
    return builder.build();
  }

  private static S3AuthSchemeProvider signingBodies() {
    S3AuthSchemeProvider usual = S3AuthSchemeProvider.defaultProvider();
    return parameters ->
        usual.resolveAuthScheme(parameters).stream().map(S3Connection::signingBody).toList();
  }

  private static AuthSchemeOption signingBody(AuthSchemeOption option) {
    return option.toBuilder()
        .putSignerProperty(AwsV4HttpSigner.PAYLOAD_SIGNING_ENABLED, true)
        .putSignerProperty(AwsV4HttpSigner.CHUNK_ENCODING_ENABLED, false)
        .build();
  }

  @Override
  public synchronized void close() {
    IoUtils.closeQuietlyV2(client, null);
    IoUtils.closeQuietlyV2(http, null);
    if (credentials instanceof SdkAutoCloseable closeable) {
      IoUtils.closeQuietlyV2(closeable, null);
    }
    client = null;
    http = null;
    credentials = null;
  }
}
