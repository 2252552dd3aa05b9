package io.dbprovision.distribution.fault;

import io.dbprovision.core.backup.stream.BackupArchive;
import io.dbprovision.core.backup.stream.BackupHeader;
import io.dbprovision.core.backup.stream.EncryptionKey;
import io.dbprovision.core.backup.stream.Manifest;
import io.dbprovision.core.backup.work.WorkState;
import io.dbprovision.distribution.fault.RoundResult.Flaw;
import io.dbprovision.distribution.fault.RoundResult.Wrong;
import io.dbprovision.spi.Credentials;
import io.dbprovision.spi.ObjectStore;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.util.ArrayList;
import java.util.Base64;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Looks at what a round left: what was said, what is stored, what is still there. */
final class Aftermath {
  /** The store's clock may be ahead of ours. */
  private static final Duration AHEAD = Duration.ofHours(1);

  private final FaultLab lab;
  private final Plan plan;
  private final Place place;
  private final BackupHeader header;
  private final @Nullable EncryptionKey key;
  private final Credentials login;
  private final Path works;
  private final List<Wrong> wrong = new ArrayList<>();

  Aftermath(
      FaultLab lab,
      Plan plan,
      Place place,
      BackupHeader header,
      @Nullable EncryptionKey key,
      Credentials login,
      Path works) {
    this.lab = lab;
    this.plan = plan;
    this.place = place;
    this.header = header;
    this.key = key;
    this.login = login;
    this.works = works;
  }

  void look(WorkState state, int struck) throws IOException {
    switch (state) {
      case WorkState.Done done -> lookAtSuccess(done);
      case WorkState.Failed failed -> lookAtFailure(failed, struck);
      case WorkState other -> wrong(Flaw.WRONG_FAILURE, "it does not end: " + other);
    }
    lookAtFiles();
  }

  private void lookAtSuccess(WorkState.Done done) {
    try (ObjectStore store = lab.open(place.direct())) {
      BackupArchive archive = archive(store);
      Optional<Manifest> manifest = ours(archive);
      if (manifest.isEmpty()) {
        wrong(Flaw.FALSE_COMPLETED, "no manifest of it is stored");
      } else if (!manifest.get().checksum().equals(done.result().copied().checksum())
          || manifest.get().storedBytes() != done.result().copied().storedBytes()) {
        wrong(Flaw.FALSE_COMPLETED, "another one is stored than it told of");
      }
      String flaw = lab.readBack().flaw(archive, place.path(), key);
      if (!flaw.isEmpty()) {
        wrong(Flaw.FALSE_COMPLETED, flaw);
      }
      int removed = archive.clean(place.prefix(), Instant.now().plus(AHEAD), place.path()::equals);
      if (archive.manifest(place.path()).isEmpty()) {
        wrong(Flaw.FALSE_COMPLETED, "the clean-up took it away");
      }
      if (plan.kind() == FaultKind.NONE && removed > 0) {
        wrong(Flaw.LEFT_OVER, removed + " left without a fault");
      }
      archive.delete(place.path());
    }
    nothingIsLeft();
  }

  private void lookAtFailure(WorkState.Failed failed, int struck) {
    // where others are at work, a short deadline may be over before anything has happened
    boolean late =
        plan.kind().lane() == FaultKind.Lane.SLOW && plan.kind().explains(failed.message());
    if (struck == 0 && !late) {
      wrong(Flaw.WRONG_FAILURE, "it failed without a fault: " + failed.message());
    }
    if (!plan.kind().explains(failed.message())) {
      wrong(Flaw.WRONG_FAILURE, "it does not say what happened: " + failed.message());
    }
    if (told(failed.message())) {
      wrong(Flaw.WRONG_FAILURE, "it tells a secret");
    }
    try (ObjectStore store = lab.open(place.direct())) {
      BackupArchive archive = archive(store);
      if (ours(archive).isPresent()) {
        // the worker ended between its manifest and its word: then it has to be whole
        String flaw = lab.readBack().flaw(archive, place.path(), key);
        if (!flaw.isEmpty()) {
          wrong(Flaw.FALSE_COMPLETED, "it has a manifest, and " + flaw);
        }
        archive.delete(place.path());
      }
      int _ = archive.clean(place.prefix(), Instant.now().plus(AHEAD), place.path()::equals);
    }
    nothingIsLeft();
  }

  private Optional<Manifest> ours(BackupArchive archive) {
    return archive.manifest(place.path()).filter(found -> found.header().equals(header));
  }

  private void nothingIsLeft() {
    List<String> left = place.contents().get();
    if (!left.isEmpty()) {
      wrong(Flaw.LEFT_OVER, "after one clean-up: " + left);
    }
  }

  /** What is kept of a work is for anybody who reads the operator's disk. */
  private void lookAtFiles() throws IOException {
    for (String name : Place.files(works)) {
      String text = Files.readString(works.resolve(name), StandardCharsets.ISO_8859_1);
      if (told(text)) {
        wrong(Flaw.WRONG_FAILURE, "a secret is in " + name);
      }
    }
  }

  /**
   * After the login was dismissed and the work forgotten: programs that a killed worker had started
   * write on until then.
   */
  void lookForRemains() {
    Place.files(works).stream()
        .filter(name -> name.contains("/scratch/"))
        .forEach(name -> wrong(Flaw.LEFT_OVER, "a temporary file: " + name));
    int left = lab.shop().left(login.username());
    if (left > 0) {
      wrong(Flaw.LEFT_OVER, "the login %s is still there, or in".formatted(login.username()));
    }
  }

  RoundResult result(
      WorkState state, int struck, List<String> where, boolean byProgram, Duration took) {
    return new RoundResult(
        plan,
        byProgram,
        took,
        struck,
        where,
        state instanceof WorkState.Done,
        state instanceof WorkState.Failed failed ? failed.message() : "",
        wrong);
  }

  private boolean told(String text) {
    List<String> secrets = new ArrayList<>(lab.secrets());
    secrets.add(login.password().reveal());
    if (key != null) {
      secrets.add(HexFormat.of().formatHex(key.reveal()));
      secrets.add(Base64.getEncoder().encodeToString(key.reveal()));
    }
    return secrets.stream().anyMatch(text::contains);
  }

  private void wrong(Flaw flaw, String sentence) {
    wrong.add(new Wrong(flaw, sentence));
  }

  private static BackupArchive archive(ObjectStore store) {
    return new BackupArchive(store, InstantSource.system(), new SecureRandom());
  }
}
