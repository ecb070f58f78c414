package dev.ostler.supervisor;

/** Which of its two streams a process wrote to. */
enum LogStream {
  STDOUT("stdout"),
  STDERR("stderr");

  private final String word;

  LogStream(String word) {
    this.word = word;
  }

  String word() {
    return word;
  }
}
