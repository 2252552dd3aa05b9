package io.dbprovision.core.secret.template;

/** The text of a template, and where in it an offset is. */
record Source(String text) {

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
    return new TemplateException(line, text.codePointCount(lineStart, offset) + 1, detail);
  }

  @Override
  public String toString() {
    return "Source[" + text.length() + " characters]";
  }
}
