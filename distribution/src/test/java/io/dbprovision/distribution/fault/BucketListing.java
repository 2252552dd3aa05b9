package io.dbprovision.distribution.fault;

import io.dbprovision.testservers.S3Server;
import java.io.IOException;
import java.net.URI;
import java.net.URLEncoder;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.MessageDigest;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import javax.crypto.Mac;
import javax.crypto.spec.SecretKeySpec;

/** What a bucket holds, asked for by the protocol itself and by no code that is tested. */
final class BucketListing {
  private static final DateTimeFormatter TIME =
      DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
  private static final Pattern KEY = Pattern.compile("<Key>([^<]*)</Key>");

  private final S3Server server;
  private final String bucket;
  private final HttpClient http;

  BucketListing(S3Server server, String bucket, HttpClient http) {
    this.server = server;
    this.bucket = bucket;
    this.http = http;
  }

  /** Objects, and uploads that were begun and not ended. */
  List<String> of(String prefix) {
    List<String> found = new ArrayList<>();
    keys(Map.of("list-type", "2", "prefix", prefix)).forEach(key -> found.add("object " + key));
    keys(Map.of("uploads", "", "prefix", prefix)).stream()
        .filter(key -> key.startsWith(prefix))
        .forEach(key -> found.add("upload " + key));
    return found;
  }

  private List<String> keys(Map<String, String> query) {
    return KEY.matcher(ask(query)).results().map((MatchResult key) -> key.group(1)).toList();
  }

  private String ask(Map<String, String> parameters) {
    String query =
        new TreeMap<>(parameters)
            .entrySet().stream()
                .map(each -> each.getKey() + "=" + encoded(each.getValue()))
                .collect(Collectors.joining("&"));
    URI uri = URI.create(server.endpoint() + "/" + bucket + "?" + query);
    String time = TIME.format(Instant.now());
    String nothing = HexFormat.of().formatHex(sha256(""));
    String host = uri.getHost() + ":" + uri.getPort();
    String canonical =
        "GET\n/%s\n%s\nhost:%s\nx-amz-content-sha256:%s\nx-amz-date:%s\n\nhost;x-amz-content-sha256;x-amz-date\n%s"
            .formatted(bucket, query, host, nothing, time, nothing);
    String scope = "%s/%s/s3/aws4_request".formatted(time.substring(0, 8), server.region());
    String toSign =
        "AWS4-HMAC-SHA256\n%s\n%s\n%s"
            .formatted(time, scope, HexFormat.of().formatHex(sha256(canonical)));
    byte[] key = ("AWS4" + server.secretKey()).getBytes(StandardCharsets.UTF_8);
    for (String part : scope.split("/", -1)) {
      key = hmac(key, part);
    }
    HttpRequest request =
        HttpRequest.newBuilder(uri)
            .header("x-amz-date", time)
            .header("x-amz-content-sha256", nothing)
            .header(
                "Authorization",
                "AWS4-HMAC-SHA256 Credential=%s/%s, SignedHeaders=host;x-amz-content-sha256;x-amz-date, Signature=%s"
                    .formatted(
                        server.accessKey(), scope, HexFormat.of().formatHex(hmac(key, toSign))))
            .build();
    try {
      HttpResponse<String> answer = http.send(request, HttpResponse.BodyHandlers.ofString());
      if (answer.statusCode() != 200) {
        throw new IllegalStateException(answer.statusCode() + " " + answer.body());
      }
      return answer.body();
    } catch (IOException e) {
      throw new IllegalStateException("the bucket cannot be listed", e);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException(e);
    }
  }

  private static String encoded(String text) {
    return URLEncoder.encode(text, StandardCharsets.UTF_8).replace("+", "%20");
  }

  private static byte[] sha256(String text) {
    try {
      return MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has SHA-256", e);
    }
  }

  private static byte[] hmac(byte[] key, String text) {
    try {
      Mac mac = Mac.getInstance("HmacSHA256");
      mac.init(new SecretKeySpec(key, "HmacSHA256"));
      return mac.doFinal(text.getBytes(StandardCharsets.UTF_8));
    } catch (GeneralSecurityException e) {
      throw new IllegalStateException("every Java has HmacSHA256", e);
    }
  }
}
