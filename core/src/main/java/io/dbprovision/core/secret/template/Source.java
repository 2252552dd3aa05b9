package io.dbprovision.core.secret.template;

/** The text of a template, and where in it an offset is. */
record Source(String text) {
  // a name in a message may be as long as the template, and a condition's message may not
  private static final int MAX_DETAIL = 300;

  /** Lines and columns count from 1; a column is one character as an editor shows it. */
  TemplateException error(int offset, String detail) {
    int line = 1;
    int lineStart = 0;
    for (int i = 0; i < offset; i++) {
      if (text.charAt(i) == '\n') {
        line++;
        lineStart = i + 1;
      }
    }
    return new TemplateException(
        line, text.codePointCount(lineStart, offset) + 1, shortened(detail));
  }

  private static String shortened(String detail) {
    return detail.length() <= MAX_DETAIL ? detail : detail.substring(0, MAX_DETAIL) + "...";
  }

  @Override
  public String toString() {
    return "Source[" + text.length() + " characters]";
  }
}
