package io.dbprovision.distribution.fields;

/** Makes one exhibit when somebody asks for it. Thread-safe. */
final class Showcase {
  private final Site site;
  private final Exhibit exhibit;
  private final Stage stage;
  private boolean made;

  Showcase(Site site, Exhibit exhibit) {
    this.site = site;
    this.exhibit = exhibit;
    this.stage = new Stage(site, exhibit.kind(), exhibit.name());
  }

  synchronized Stage stage() {
    if (!made) {
      for (Exhibit need : exhibit.needs()) {
        Stage other = site.stage(need);
        other.await(need + " is done with", () -> over(other));
      }
      exhibit.before().forEach(act -> act.on(stage));
      stage.apply(SpecTree.parse(stage.say(exhibit.spec())));
      if (!exhibit.after().isEmpty()) {
        stage.await(exhibit + " is ready", stage::ready);
        exhibit.after().forEach(act -> act.on(stage));
      }
      made = true;
    }
    return stage;
  }

  private static boolean over(Stage stage) {
    return stage.status("/phase").matches("Completed|Failed") || stage.ready();
  }
}
