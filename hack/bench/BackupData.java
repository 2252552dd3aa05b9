import java.io.BufferedOutputStream;
import java.io.FileDescriptor;
import java.io.FileOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.HexFormat;
import java.util.SplittableRandom;
import java.util.UUID;

/**
 * A shop's database as a script for psql, the same at every run: people and orders with a few that
 * have much, prose in which few words are frequent, JSON that repeats its keys, and a little that
 * cannot be made smaller. Argument: its size as a dump in MB, about.
 */
final class BackupData {
  private static final String SCHEMA =
      """
      CREATE TABLE customer (id bigint, email text, name text, phone text, country char(2), address jsonb,
        created timestamptz, newsletter boolean, note text);
      CREATE TABLE product (id bigint, sku text, title text, description text, price numeric(10,2), attributes jsonb);
      CREATE TABLE purchase (id bigint, customer bigint, state text, placed timestamptz, currency char(3), total numeric(12,2), remark text);
      CREATE TABLE purchase_line (purchase bigint, line int, product bigint, quantity int, price numeric(10,2));
      CREATE TABLE event (id uuid, at timestamptz, customer bigint, kind text, client inet, agent text, payload jsonb);
      CREATE TABLE message (id bigint, customer bigint, at timestamptz, subject text, body text);
      CREATE TABLE document (id bigint, message bigint, sha256 bytea, content bytea);
      """;
  private static final String KEYS =
      """
      ALTER TABLE customer ADD PRIMARY KEY (id), ADD UNIQUE (email);
      ALTER TABLE product ADD PRIMARY KEY (id);
      ALTER TABLE purchase ADD PRIMARY KEY (id), ADD FOREIGN KEY (customer) REFERENCES customer;
      ALTER TABLE purchase_line ADD PRIMARY KEY (purchase, line);
      ALTER TABLE event ADD PRIMARY KEY (id);
      ALTER TABLE message ADD PRIMARY KEY (id);
      ALTER TABLE document ADD PRIMARY KEY (id);
      CREATE INDEX ON purchase (customer, placed);
      CREATE INDEX ON event (customer, at);
      ANALYZE;
      """;
  private static final String[] SYLLABLES =
      "an ba ce der el fi gon ha in ju ka len mo na or per qui ra sol te un ver wi xe yor zu".split(" ");
  private static final String[] STATES = {"delivered", "delivered", "delivered", "paid", "shipped", "cancelled", "returned"};
  private static final String[] KINDS = {"page.viewed", "page.viewed", "page.viewed", "search.done", "cart.added", "cart.removed", "login.failed"};
  private static final String[] COUNTRIES = {"DE", "DE", "US", "US", "US", "FR", "GB", "NL", "PL", "JP", "BR"};
  private static final String[] AGENTS = {
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/%d.0.0.0 Safari/537.36",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_%d like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/17.4 Mobile/15E148 Safari/604.1",
    "Mozilla/5.0 (X11; Linux x86_64; rv:%d.0) Gecko/20100101 Firefox/125.0"
  };
  private static final long BEGINNING = Instant.parse("2022-01-01T00:00:00Z").getEpochSecond();
  private static final int SPAN = 4 * 365 * 86_400;

  private final SplittableRandom random = new SplittableRandom(20_260_101);
  private final String[] words = new String[20_000];
  private final StringBuilder row = new StringBuilder();
  private final OutputStream out;
  private final long size;
  private final int customers;
  private final int products;
  private long written;

  private BackupData(OutputStream out, int megabytes) {
    this.out = out;
    this.size = megabytes * 1_000_000L;
    this.customers = Math.max(100, megabytes * 250);
    this.products = Math.max(50, megabytes * 20);
    for (int i = 0; i < words.length; i++) {
      // the frequent ones are short
      for (int left = 1 + (int) (Math.log10(i + 2) + random.nextInt(2)); left > 0; left--) {
        row.append(SYLLABLES[random.nextInt(SYLLABLES.length)]);
      }
      words[i] = row.toString();
      row.setLength(0);
    }
  }

  public static void main(String[] args) throws IOException {
    try (OutputStream out = new BufferedOutputStream(new FileOutputStream(FileDescriptor.out), 1 << 20)) {
      new BackupData(out, Integer.parseInt(args[0])).write();
    }
  }

  private void write() throws IOException {
    out.write(SCHEMA.getBytes(StandardCharsets.UTF_8));
    table("customer", 0, this::customer, customers);
    table("product", 0, this::product, products);
    table("purchase", 0.12, this::purchase, Integer.MAX_VALUE);
    table("purchase_line", 0.12, this::line, Integer.MAX_VALUE);
    table("event", 0.38, this::event, Integer.MAX_VALUE);
    table("message", 0.22, this::message, Integer.MAX_VALUE);
    table("document", 0.06, this::document, Integer.MAX_VALUE);
    out.write(KEYS.getBytes(StandardCharsets.UTF_8));
  }

  private interface Row {
    void write(int number);
  }

  /** Rows up to that share of the whole, or up to that number. */
  private void table(String name, double share, Row content, int most) throws IOException {
    out.write(("COPY " + name + " FROM stdin;\n").getBytes(StandardCharsets.UTF_8));
    long end = share == 0 ? Long.MAX_VALUE : written + (long) (size * share);
    for (int number = 1; number <= most && written < end; number++) {
      content.write(number);
      row.setCharAt(row.length() - 1, '\n');
      byte[] bytes = row.toString().getBytes(StandardCharsets.UTF_8);
      row.setLength(0);
      out.write(bytes);
      written += bytes.length;
    }
    out.write("\\.\n".getBytes(StandardCharsets.UTF_8));
  }

  private void customer(int id) {
    String first = word();
    String last = word();
    field(id).field(first + "." + last + id + "@" + word() + ".example").field(name(first) + " " + name(last));
    field("+" + random.nextInt(1, 99) + " " + random.nextInt(100, 999) + " " + random.nextInt(1_000_000, 9_999_999));
    field(one(COUNTRIES));
    row.append("{\"street\": \"").append(name(word())).append(" ").append(random.nextInt(1, 200)).append("\", \"zip\": \"");
    row.append(random.nextInt(10_000, 99_999)).append("\", \"city\": \"").append(name(word())).append("\"}\t");
    field(time()).field(random.nextInt(3) == 0 ? "t" : "f").field(random.nextInt(8) == 0 ? prose(12) : "\\N");
  }

  private void product(int id) {
    field(id).field(Long.toString(random.nextLong(1L << 40), 36)).field(prose(4)).field(prose(80)).field(price());
    row.append("{\"colour\": \"").append(word()).append("\", \"weight\": ").append(random.nextInt(5_000)).append(", \"tags\": [\"");
    row.append(word()).append("\", \"").append(word()).append("\"]}\t");
  }

  private void purchase(int id) {
    field(id).field(some(customers)).field(one(STATES)).field(time()).field(random.nextInt(5) == 0 ? "USD" : "EUR");
    field(price()).field(random.nextInt(10) == 0 ? prose(15) : "\\N");
  }

  private void line(int number) {
    field(1 + number / 3).field(number % 3).field(some(products)).field(1 + some(9)).field(price());
  }

  private void event(int number) {
    field(new UUID(random.nextLong(), random.nextLong()).toString()).field(time()).field(some(customers));
    String kind = one(KINDS);
    field(kind).field("10." + random.nextInt(256) + "." + random.nextInt(256) + "." + random.nextInt(256));
    field(one(AGENTS).formatted(100 + some(28)));
    row.append("{\"page\": \"/").append(word()).append('/').append(some(products)).append("\", \"session\": \"");
    row.append(Long.toHexString(random.nextLong())).append("\", \"millis\": ").append(some(20_000));
    row.append(", \"experiments\": {\"checkout\": \"").append(random.nextBoolean() ? "new" : "old").append("\", \"price\": ");
    row.append(random.nextInt(3)).append("}, \"referrer\": ").append(random.nextInt(3) == 0 ? "null" : "\"https://" + word() + ".example/\"");
    row.append("}\t");
  }

  private void message(int id) {
    field(id).field(some(customers)).field(time()).field(prose(6)).field(prose(20 + some(400)));
  }

  private void document(int id) {
    field(id).field(some(100_000)).field(bytes(32)).field(bytes(500 + some(8_000)));
  }

  private BackupData field(Object value) {
    row.append(value).append('\t');
    return this;
  }

  /** As few have much: the half of all falls to the first few of them. */
  private int some(int of) {
    return (int) Math.min(of, Math.exp(random.nextDouble() * Math.log(of + 1.0)));
  }

  private String one(String[] of) {
    return of[random.nextInt(of.length)];
  }

  private String word() {
    return words[some(words.length) - 1];
  }

  private static String name(String word) {
    return Character.toUpperCase(word.charAt(0)) + word.substring(1);
  }

  private String prose(int length) {
    StringBuilder text = new StringBuilder();
    for (int i = 0; i < length; i++) {
      text.append(i % 11 == 0 ? name(word()) : word()).append(i % 11 == 10 ? ". " : " ");
    }
    return text.append("\u00e9.").toString();
  }

  private String bytes(int length) {
    byte[] bytes = new byte[length];
    random.nextBytes(bytes);
    return "\\\\x" + HexFormat.of().formatHex(bytes);
  }

  private String price() {
    return some(5_000) + "." + random.nextInt(10) + "9";
  }

  private String time() {
    return Instant.ofEpochSecond(BEGINNING + random.nextInt(SPAN)).toString();
  }
}
