package io.dbprovision.distribution.fault;

import io.dbprovision.core.backup.stream.BackupArchive;
import io.dbprovision.core.backup.stream.EncryptionKey;
import io.dbprovision.core.backup.work.StoreAccess;
import io.dbprovision.core.backup.work.WorkTools;
import io.dbprovision.core.backup.work.WorkerContext;
import io.dbprovision.core.plugin.PluginCatalog;
import io.dbprovision.core.plugin.PluginObserver;
import io.dbprovision.core.plugin.PluginSettings;
import io.dbprovision.distribution.Repo;
import io.dbprovision.distribution.operator.PostgresServer;
import io.dbprovision.spi.Credentials;
import io.dbprovision.spi.Databases;
import io.dbprovision.spi.Endpoint;
import io.dbprovision.spi.EngineName;
import io.dbprovision.spi.LogicalDump;
import io.dbprovision.spi.LogicalRestore;
import io.dbprovision.spi.ObjectStore;
import io.dbprovision.spi.SecretText;
import io.dbprovision.spi.Section;
import io.dbprovision.spi.Session;
import io.dbprovision.testservers.S3Server;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.nio.file.Path;
import java.security.SecureRandom;
import java.sql.SQLException;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** What all rounds of a run share: the database, the store, the assembled plugins. Thread-safe. */
public final class FaultLab implements AutoCloseable {
  static final EngineName ENGINE = new EngineName("postgres");
  private static final String BUCKET = "faults";

  private final PostgresServer server;
  private final Path folder;
  private final S3Server bucket = S3Server.start(S3Server.USUAL);
  private final HttpClient http = HttpClient.newHttpClient();
  private final WorkerContext context =
      new WorkerContext(
          InstantSource.system(), new SecureRandom(), List.of(Shop.CLIENTS), Duration.ofMinutes(1));
  private final PluginCatalog plugins;
  private final Session admin;
  private final Shop shop;
  private final ObjectStore store;
  private final ReadBack readBack;
  private final Set<String> ports = ConcurrentHashMap.newKeySet();

  /**
   * @param folder for what rounds leave for people to look at
   */
  public FaultLab(PostgresServer server, Path folder) throws SQLException, IOException {
    this.server = server;
    this.folder = folder;
    bucket.makeBucket(BUCKET);
    plugins =
        PluginCatalog.load(
            PluginSettings.of(Repo.home().resolve("plugins")), PluginObserver.none());
    admin =
        tools()
            .engine(ENGINE)
            .open(
                endpoint(
                    server.port(),
                    new Credentials(
                        server.admin().username(), SecretText.of(server.admin().password())),
                    "postgres"),
                context);
    shop = Shop.open(server, admin);
    store = open(access(bucket.endpoint()));
    readBack = new ReadBack(shop.content(), folder);
  }

  WorkTools tools() {
    return WorkTools.of(plugins);
  }

  Shop shop() {
    return shop;
  }

  Path folder() {
    return folder;
  }

  ReadBack readBack() {
    return readBack;
  }

  public S3Server bucket() {
    return bucket;
  }

  public String bucketName() {
    return BUCKET;
  }

  /** Whether this run can fill file systems. */
  public boolean canMount() {
    return SmallDisk.possible(folder.resolve("trial"));
  }

  LogicalDump dumps() {
    return admin.capability(LogicalDump.class).orElseThrow();
  }

  LogicalRestore restores() {
    return admin.capability(LogicalRestore.class).orElseThrow();
  }

  Databases databases() {
    return admin.capability(Databases.class).orElseThrow();
  }

  Endpoint endpoint(int port, Credentials login, String database) {
    return Endpoint.builder(ENGINE, server.host(), port, login).database(database).build();
  }

  ObjectStore open(StoreAccess access) {
    return tools().store(access.name()).open(access.place(), context);
  }

  /** In the bucket, with the worker on its way by a wire. */
  Place inBucket(String prefix, URI wire) {
    return new Place(access(wire), access(bucket.endpoint()), prefix, () -> listing(prefix));
  }

  /** All that the bucket holds below a prefix, uploads too. */
  public List<String> listing(String prefix) {
    return new BucketListing(bucket, BUCKET, http).of(prefix + "/");
  }

  /** On a volume that is mounted there. */
  static Place onVolume(Path mount) {
    StoreAccess access =
        new StoreAccess(
            "pvc",
            Section.of("spec.storage.pvc", Map.of("claimName", "backups", "subPath", "shop")),
            Map.of(),
            mount);
    return new Place(access, access, "shop", () -> Place.files(mount));
  }

  private StoreAccess access(URI endpoint) {
    return new StoreAccess(
        "s3",
        Section.of(
            "spec.storage.s3",
            Map.of(
                "bucket",
                BUCKET,
                "endpoint",
                endpoint.toString(),
                "region",
                bucket.region(),
                "forcePathStyle",
                true,
                "secretRef",
                Map.of("name", "store"))),
        Map.of(
            "secretRef",
            Map.of(
                "AWS_ACCESS_KEY_ID",
                SecretText.of(bucket.accessKey()),
                "AWS_SECRET_ACCESS_KEY",
                SecretText.of(bucket.secretKey()))),
        null);
  }

  /** Never to be told: what each of these is a part of. */
  List<String> secrets() {
    return List.of(bucket.secretKey(), server.admin().password(), shop.login().password());
  }

  /** Puts the content that backups are compared with into another database. */
  public void fill(String database, String owner) throws SQLException {
    shop.fill(database, owner);
  }

  /** Whether nobody but the role itself has its rights to make a backup. */
  public boolean isClear(String owner) {
    return shop.passingLogins(owner) == 0;
  }

  /** What is wrong with a backup in the bucket, as a sentence; empty when it is whole. */
  public String flaw(String path, byte[] key) {
    return readBack.flaw(
        new BackupArchive(store, InstantSource.system(), new SecureRandom()),
        path,
        EncryptionKey.of(key));
  }

  /** Whether a text has a secret of this run in it. */
  public boolean tells(String text) {
    return secrets().stream().anyMatch(text::contains);
  }

  /** Wires that client programs of this run are told apart by. */
  void knows(int databasePort) {
    ports.add("PGPORT=" + databasePort);
  }

  /** Client programs of this run that outlived their workers. */
  public List<String> toolsLeft() {
    return ProcessHandle.allProcesses()
        .filter(process -> WorkerProcess.hasAny(process, ports))
        .map(process -> process.pid() + " " + process.info().command().orElse(""))
        .toList();
  }

  /** What there is on the server that is meant to pass. */
  public Set<String> passing() {
    return shop.passing();
  }

  /** All that the bucket holds, uploads too. */
  public List<String> stored() {
    return new BucketListing(bucket, BUCKET, http).of("");
  }

  @Override
  public void close() throws SQLException {
    store.close();
    shop.close();
    admin.close();
    plugins.close();
    http.close();
  }
}
